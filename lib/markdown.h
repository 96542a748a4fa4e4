/* markdown: the marks of Markdown within a paragraph. Uses span buf utf8 mem document. A core.
 *
 * Source: CommonMark 0.31, as far as newsletters and web pages that were turned into Markdown use
 * it: emphasis, code, links, images, addresses in angle brackets, links by reference. */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "document.h"

/* The targets of a document's links: "[label]: url" lines, and those of the paragraph. */
struct markdown {
    struct span *labels, *targets; /* borrowed from the text */
    size_t count, room, target_room;
    struct span *urls; /* of the links in the text last given out, in order; borrowed */
    size_t url_count, url_room;
};

/* Keeps what a line "[label]: url" defines; false where it is none. */
bool markdown_define(struct markdown *markdown, struct span line);
/* Appends the text with its marks taken out, and the bytes of document_add_marked in their place.
 * The urls are set. */
void markdown_write(struct markdown *markdown, struct span text, struct buf *out);
/* Is the text an image and nothing else? */
bool markdown_is_image(struct span text);
void markdown_free(struct markdown *markdown);

#endif

/* plain: text and Markdown to blocks. Uses span buf utf8 hyphen follow breaks gutter halves
 * shuffle weave stops markdown document typed letterhead. A core.
 *
 * Hard-wrapped lines are joined to paragraphs, hyphenation at their ends is undone, bullets and
 * headings become blocks, page numbers and the running headers beside them are left out. */
#ifndef PLAIN_H
#define PLAIN_H

#include "document.h"

void plain_read(struct document *document, struct span bytes);
void plain_read_markdown(struct document *document, struct span bytes);
/* Does the text use Markdown's marks (headings, emphasis, links), enough to be read as such? */
bool plain_is_markdown(struct span bytes);

#endif

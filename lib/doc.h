/* doc: the table of formats, and the documents of a file: itself, or what it contains.
 * Uses mem span buf hash stream part document plain html pdf unpack mail office warc. A core.
 *
 * Containers nest: a gzipped web archive of pages, a message with a zip of reports attached. What
 * bytes are, they tell themselves, not a name. */
#ifndef DOC_H
#define DOC_H

#include "document.h"
#include "stream.h"

enum {
    /* Containers in each other: gzip, mailbox, message, zip. A bomb of zips has five. */
    DOC_DEPTH_MAX = 4,
    /* Unpacked bytes of a file, or of each record of a web archive. */
    DOC_UNPACKED_MAX = 1024 * 1024 * 1024
};

struct doc;

/* Begins a file. `name` is the file's, for a date in it and nothing else; `type` a media type that
 * overrides what its bytes look like (behind gzip and zstd), or absent. All are borrowed until
 * doc_close. */
struct doc *doc_open(struct stream *stream, struct span name, struct span type);
/* Is there another document? Finds it and reads nothing of it yet: a file that is no container is
 * one document. */
bool doc_next(struct doc *doc);
/* Reads it into an empty document. What cannot be read becomes its error. */
void doc_read(struct doc *doc, struct document *document);
void doc_close(struct doc *doc);

/* Of the document just found, borrowed until the next; absent where there is none. */
struct span doc_id(const struct doc *doc);      /* 16 hex digits */
struct span doc_member(const struct doc *doc);  /* the path to it through the containers */
struct span doc_fetched(const struct doc *doc); /* when it was had from the web: EDTF */

/* Row i of the table: media type and what this build does with it; false past the end. */
bool doc_format(size_t i, const char **media_type, const char **help);

#endif

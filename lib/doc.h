/* doc: the table of formats: what bytes are, and who reads them.
 * Uses span buf document plain html pdf. A core. */
#ifndef DOC_H
#define DOC_H

#include "document.h"

/* Reads the bytes of a file into an empty document, by the format that they turn out to be.
 * `name` is the file's, for a date in it and nothing else; `type` a media type that overrides
 * what the bytes look like, or absent. What cannot be read becomes the document's error. */
void doc_read(struct document *document, struct span bytes, struct span name, struct span type);

/* Row i of the table: media type and what this build does with it; false past the end. */
bool doc_format(size_t i, const char **media_type, const char **help);

#endif

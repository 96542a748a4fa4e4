/* markup: XML as a stream of events. Uses mem span. The only user of libxml2's XML reader, as xml
 * is of its HTML parser. A core.
 *
 * Namespaces are well-formedness only here: names are given without their prefix. Nothing is
 * fetched, and no entity that a document declares is expanded. Memory is that of one text. */
#ifndef MARKUP_H
#define MARKUP_H

#include "span.h"

enum markup_event { MARKUP_END_OF_TEXT, MARKUP_DAMAGED, MARKUP_START, MARKUP_END, MARKUP_TEXT };

struct markup;

/* The bytes are borrowed until markup_close. */
struct markup *markup_open(struct span bytes);
/* What comes next; each element that starts ends, an empty one too, unless MARKUP_DAMAGED (bytes
 * that are no XML) comes before. `text` is the element's name or the text, borrowed until the
 * next call. */
enum markup_event markup_next(struct markup *markup, struct span *text);
/* The value of an attribute of the element just started, borrowed until the next call of either;
 * absent where it has none of that name. */
struct span markup_attribute(struct markup *markup, const char *name);
void markup_close(struct markup *markup);

#endif

/* imprint: what a printed document states of its publication, in its own text and beside it.
 * Uses span buf utf8 when date document. A core. */
#ifndef IMPRINT_H
#define IMPRINT_H

#include "document.h"

/* Sets publisher, author, and date (basis "content", "byline" or "heading") where the document's
 * blocks state them. */
void imprint_read(struct document *document);
/* What the file states beside its text (document information): taken where it is no program's
 * or template's doing, and not known yet. The day is "D:YYYYMMDD..." (PDF 32000-1, 7.9.4). */
void imprint_state(struct document *document, struct span title, struct span author,
                   struct span created);
/* For a document that is still without a title: the first heading of its first page. */
void imprint_take_heading(struct document *document);
/* Can this be what a document is called? "PRESS RELEASE" and "Microsoft Word - x.doc" cannot. */
bool imprint_is_title(struct span text);

#endif

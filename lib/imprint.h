/* imprint: what a printed document states of its publication, in its own text.
 * Uses span buf utf8 document. A core. */
#ifndef IMPRINT_H
#define IMPRINT_H

#include "document.h"

/* Sets publisher and date (basis "content") where the document's blocks state them. */
void imprint_read(struct document *document);

#endif

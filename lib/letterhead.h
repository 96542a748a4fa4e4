/* letterhead: what a typed text states of itself in its head and below its end: title, date,
 * author, publisher. Uses span buf utf8 when date dateline memo document typed. A core. */
#ifndef LETTERHEAD_H
#define LETTERHEAD_H

#include "document.h"
#include "typed.h"

/* States what From, Sent and Subject say, printed in the first lines, and keeps those lines apart.
 * Before the lines are joined. */
void letterhead_read_memo(struct typed *typed, struct document *document);
/* States the rest, where the document's blocks or lines have it: what is stated stays. */
void letterhead_read(const struct typed *typed, struct document *document);

#endif

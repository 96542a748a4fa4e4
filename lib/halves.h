/* halves: labels of several lines with their value beside or between them, to one row.
 * Uses mem span buf utf8 follow. A core.
 *
 * pdftotext -layout and its like set what stands in the middle of its cell on a line of its own:
 *
 *     The help that children get before
 *                                              Good
 *     a crisis
 *
 * or beside one of the lines of the label; and a value of two lines above and below its label. */
#ifndef HALVES_H
#define HALVES_H

#include "buf.h"

/* Appends the text; such lines become one, with blanks between label and value. */
void halves_join(struct span text, struct buf *out);

#endif

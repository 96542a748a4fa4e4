/* gutter: columns that stand side by side, apart by blanks, put one behind the other.
 * Uses mem span buf utf8 hyphen follow. A core.
 *
 * pdftotext -layout and its like keep the look of a page. A strip of blanks through
 * several lines parts columns of prose where on both sides sentences go on from line to
 * line; else it parts the cells of a table, and is left alone. */
#ifndef GUTTER_H
#define GUTTER_H

#include "buf.h"

/* Appends the text with the paragraphs of the left column before those of the right, a
 * line each between empty lines. False where there are no such columns: then nothing is
 * appended. */
bool gutter_undo(struct span text, struct buf *out);

#endif

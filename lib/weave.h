/* weave: text of two columns whose lines a tool has run together, taken apart.
 * Uses span buf hyphen follow fabric seam strand. A core.
 *
 * A PDF tool that knows no columns writes what stands on one height as one line: half a
 * sentence of the left column, half a sentence of the right. Such a passage tells itself
 * by words that cannot stand side by side (half a word within a line, a sentence that
 * goes on after its end). Where the seams lie is decided for a whole passage at once: by
 * how well each column then reads on from line to line, and by the width that they have
 * in common. */
#ifndef WEAVE_H
#define WEAVE_H

#include "buf.h"

/* Appends the text with its woven passages taken apart, the left column's paragraphs
 * before those of the right, a line each between empty lines. What cannot be put in order
 * becomes fragments, a paragraph each. False where there is none: then nothing is
 * appended. */
bool weave_undo(struct span text, struct buf *out);

#endif

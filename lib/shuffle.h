/* shuffle: lines of two or three columns that a tool has written by turns, put one column behind
 * the other. Uses mem span buf hyphen follow turns behind. A core.
 *
 * A PDF tool that sorts lines by their height alone writes a line of the left column, then one of
 * the right; or some of each, where columns are out of step. Every line is whole, but the next
 * one does not go on with it: such a passage tells itself by sentences that break off and others
 * that begin in their middle. */
#ifndef SHUFFLE_H
#define SHUFFLE_H

#include "buf.h"

/* Appends the text with such passages put in order, their paragraphs a line each between empty
 * lines. Where lines are by turns but in no order that is clearly better, what cannot be one
 * sentence is set apart. False where there is neither: then nothing is appended. */
bool shuffle_undo(struct span text, struct buf *out);

#endif

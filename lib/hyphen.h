/* hyphen: lines to running text: what a hyphen at a line's end meant. Uses mem span buf utf8.
 *
 * The document itself is the dictionary: "chang-/ing" is one word because "changing" stands
 * elsewhere or "chang" is none; "well-/led" keeps its hyphen. A core. */
#ifndef HYPHEN_H
#define HYPHEN_H

#include "buf.h"

struct hyphen;

struct hyphen *hyphen_new(void);
void hyphen_free(struct hyphen *hyphen);
/* A word of the document, as it stands within a line. */
void hyphen_learn(struct hyphen *hyphen, struct span word);
/* Does the document have the word, with its hyphen or without, whose halves these are? The tail
 * may be empty. */
bool hyphen_known(const struct hyphen *hyphen, struct span head, struct span tail);
/* Appends the next line to a paragraph: behind a blank, or as the rest of the word before. */
void hyphen_join(const struct hyphen *hyphen, struct buf *text, struct span line);

#endif

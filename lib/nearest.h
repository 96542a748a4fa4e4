/* nearest: of numbers that were marked, the greatest at or below another. Uses mem. A core.
 *
 * Bits in words of 64, and above them a bit for each word that has any, to the top: a tree of
 * van Emde Boas (1975) of fixed fan-out, as Linux's radix trees are. Both take as many steps as
 * there are levels: four for ten million numbers. */
#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>

#define NEAREST_NONE ((size_t)-1)

struct nearest;

/* For numbers below `count`. */
struct nearest *nearest_new(size_t count);
void nearest_free(struct nearest *nearest);
void nearest_mark(struct nearest *nearest, size_t number);
/* NEAREST_NONE where none is. */
size_t nearest_below(const struct nearest *nearest, size_t number);

#endif

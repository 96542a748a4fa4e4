/* overlap: how much of each of two texts stands in the other: the share of its words that lie in
 * runs of OVERLAP_WORDS words which the other has too. Uses mem. A core.
 *
 * That share is what a reader sees (half of the release was quoted: 0.5), and for words changed
 * here and there it follows from how many: each word is kept with probability s, and counts where
 * it and both words of one of the three runs it is in were kept. Source for runs as evidence of
 * copying: Schleimer, Wilkerson and Aiken, "Winnowing" (2003). */
#ifndef OVERLAP_H
#define OVERLAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { OVERLAP_WORDS = 3 };

struct overlap_text {
    const uint32_t *words; /* borrowed */
    const float *weights;  /* of each word; NULL: all are 1 */
    size_t count;
};

struct overlap; /* an index of one text, for comparing others with it */

struct overlap *overlap_new(void);
void overlap_free(struct overlap *overlap);
/* Replaces the text of the index: borrowed until the next call. */
void overlap_index(struct overlap *overlap, struct overlap_text text);

/* Of the other text, but for `indexed`. */
struct overlap_shares {
    double indexed, other; /* words that both have, of all words: 0 to 1 */
    double weight;         /* the same of the other, each word at its weight */
    size_t run, gap;       /* the most words on end that both have, and that the other has alone */
};
/* The time is in proportion to the other text alone: of an indexed text that repeats itself very
 * often, not every place is counted. */
struct overlap_shares overlap_compare(struct overlap *overlap, struct overlap_text other);

#endif

/* bare: a grade that no way of speaking takes, weighed by what stands around it. Uses span
 * rule lexicon phrase passage speech whose. A core.
 *
 * Nobody can list the ways in which people speak of grades. What they share: the word stands
 * where a noun or a verdict stands and not before a noun ("walked away with a good"), and
 * something near speaks of inspections. Every line of schemas/rules/bare.csv is one such sign
 * with the points that it gives; its place in the sentence must give some of them. */
#ifndef BARE_H
#define BARE_H

#include "passage.h"
#include "speech.h"

enum { BARE_ENOUGH = 5 /* points that make a grade of a word */ };

/* The points of the grade's words, which must be marked MASK_THIS; `kind` is what they were.
 * `near` are those of the sentences before. Sets what the grade is said of, its rule and,
 * where its place tells it, its status. 0 where the place gives none. */
int bare_weigh(const struct passage *passage, const struct speech *speech,
               enum mask_kind kind, int near, struct passage_grade *grade);

#endif

/* dating: when a grade was given, as the text lets one know it. Uses mem span mask
 * lexicon when token passage stance judgement. A core.
 *
 * In this order: the date that the grade leads to ("good in 2018"); one of its clause;
 * one that the sentence begins with; so many years before or after the date told last;
 * the date that the passage stands under; for a grade that stands alone, the date told
 * last in its block; the document's. */
#ifndef DATING_H
#define DATING_H

#include "passage.h"

enum { DATING_LIST_MAX = 6 };

/* Sets the judgement's date and basis and gives its last day; 0 where nothing tells it.
 */
long dating_set(struct passage *passage, const struct passage_grade *grade,
                struct judgement *judgement);

/* "in 2015, 2018 and 2020": fills in the dates that the grade was given on, where several
 * are listed behind it, and gives their number; else 0. */
size_t dating_list(struct passage *passage, const struct passage_grade *grade,
                   struct passage_date dates[DATING_LIST_MAX]);

#endif

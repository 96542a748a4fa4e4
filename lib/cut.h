/* cut: from which likelihood on the blocks of a page are taken for its main text. Uses mem span
 * buf document xml flow evidence forest likely. A core.
 *
 * The likelihoods of one page err together: a page of a kind that the forest has seldom seen has
 * low ones all over, and yet the text stands out among them. So each of some bounds is looked
 * at, what it would take and leave is described by numbers, and boosted trees say which bound
 * does best. */
#ifndef CUT_H
#define CUT_H

#include "likely.h"

enum { CUT_BOUNDS = 19, CUT_FEATURES = 26 };

/* Ascending; what is likelier than a bound is taken. */
extern const double cut_bounds[CUT_BOUNDS];

void cut_describe(const struct likely_block *blocks, size_t count,
                  const struct evidence *evidence, float features[CUT_BOUNDS][CUT_FEATURES]);
/* The bound that is best for the page. */
double cut_choose(const struct likely_block *blocks, size_t count,
                  const struct evidence *evidence);

#endif

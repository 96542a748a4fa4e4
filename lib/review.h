/* review: a checked row as a ClaimReview, for the web. Uses span rec verdict. A core.
 *
 * Source: schema.org/ClaimReview, Claim and Rating (JSON-LD). Ratings run from 1 (false) to 5
 * (true); a claim that nothing can be said of has a name for its rating and no number. */
#ifndef REVIEW_H
#define REVIEW_H

#include "rec.h"

/* Fills the emptied `review` from a row with a verdict. `reviewer` may be NULL. */
void review_make(struct rec *row, const char *reviewer, struct rec *review);

#endif

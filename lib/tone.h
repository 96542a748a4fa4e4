/* tone: what the words around an evaluation make of it: negated, asked, hedged, of before.
 * Uses span rule mask appraisal. A core. */
#ifndef TONE_H
#define TONE_H

#include "appraisal.h"
#include "rule.h"

/* What the words around an evaluation make of it. */
struct tone {
    bool negated, void_; /* void: asked, wanted, supposed */
    bool previous, hedged, intensified;
    size_t start; /* of the words that change it, in the masked sentence */
    struct span holder;
};

/* That of an item of a masked sentence, by the rules of rules/opinion_stance.csv; those that
 * changed something are set in `heeded`, which may be NULL. */
struct tone tone_of(const struct rules *table, struct mask *mask, size_t item, bool *heeded);
/* Sets who holds the opinion, if the item at a byte of the masked sentence tells and nothing did
 * before: an entity, or "inspectors" as the text has it. */
void tone_set_holder(const struct mask *mask, size_t at, struct tone *tone);

#endif

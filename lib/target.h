/* target: whom or what an evaluation is of: what its rule names, the nearest of the sentence, or
 * what was spoken of before. Uses span rule mask appraisal. A core. */
#ifndef TARGET_H
#define TARGET_H

#include "appraisal.h"
#include "rule.h"

/* The target of an item that a hit of rules/opinions.csv evaluates; NULL: whose the document is.
 * False where there is none, or the sentence does not show that it is a council's. */
bool target_of(struct appraisal_reader *reader, const struct rules *frames,
               const struct rule_hit *hit, size_t item, const struct mask_item **target);

#endif

/* refusal: why a grade that a rule takes is none of a council's service after all. Uses span
 * rule speech mask lexicon phrase passage area. A core. */
#ifndef REFUSAL_H
#define REFUSAL_H

#include "passage.h"
#include "speech.h"

/* The reason, a literal or of rules/refusals.csv; absent where nothing speaks against the grade,
 * whose words must be marked MASK_THIS. `taken`: which items of the sentence were. */
struct span refusal_of(const struct passage *passage, const struct speech *speech,
                       const struct passage_grade *grade, const bool *taken);
/* Is the grade, whose words are of that kind, told of a person or a thing that nobody grades, so
 * that nothing else in the sentence holds it either? */
bool refusal_is_of_other(const struct passage *passage, const struct passage_grade *grade,
                         enum mask_kind kind);

#endif

/* stance: whether a grade is asserted, denied, supposed, foretold or history. Uses span
 * buf rule speech passage clause. A core. */
#ifndef STANCE_H
#define STANCE_H

#include "passage.h"
#include "speech.h"

/* Is a judgement of that status a claim that the grade was given? */
bool stance_is_asserted(struct span status);
/* The stance that the clause of a grade gives it: a status, or "generic" where it is said
 * of councils at large; absent where no rule speaks. */
struct span stance_of(struct passage *passage, const struct speech *speech,
                      const struct passage_grade *grade);

/* The tense of the clause before a grade: -2 had been, -1 was, 0 not told, 1 is. */
int stance_tense(const struct passage *passage, const struct passage_grade *grade);

#endif

/* said: the grades that a rule's match names, and the phrases that they are said of. Uses span
 * rule mask phrase passage whose. A core. */
#ifndef SAID_H
#define SAID_H

#include "passage.h"
#include "rule.h"

/* The grades that one match can name: "went [from inadequate] [to good]". */
enum said_grade { SAID_PREVIOUS, SAID_GRADE, SAID_GRADES };

/* The item of one of a match's grades; mask.count where it names none. */
size_t said_item(const struct passage *passage, const struct rules *claims,
                 const struct rule_hit *hit, enum said_grade which);
/* Fills in a grade that the match names: how the rule ties it, and what it is said of. */
void said_read(const struct passage *passage, const struct rules *claims,
               const struct rule_hit *hit, enum said_grade which,
               struct passage_grade *grade);

#endif

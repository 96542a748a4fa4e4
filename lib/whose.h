/* whose: whose grade it is: which authority's, or which other provider's. Uses span mask
 * lexicon passage. A core. */
#ifndef WHOSE_H
#define WHOSE_H

#include "passage.h"

/* The other provider whose grade it is; absent for the council's. */
struct span whose_subject(const struct passage *passage,
                          const struct passage_grade *grade);
/* The item that tells the authority: the rule's own, else that of the phrase that the
 * grade is said of, else the nearest before the grade, else the first behind it;
 * mask.count where none does. */
size_t whose_authority(const struct passage *passage, const struct passage_grade *grade);
/* The phrase that holds what nearest before an item in its clause could hold a grade; false where
 * there is none. */
bool whose_phrase(const struct passage *passage, size_t item, struct phrase *phrase);
/* First and last item of the list of authorities that one belongs to. */
void whose_list(const struct passage *passage, size_t item, size_t *first, size_t *last);

#endif

/* standin: words that stand in for a grade where they are used so: "given a [three]",
 * "[so is] Kent", "up [two grades]". Uses mem span mask rule lexicon passage speech. A
 * core. */
#ifndef STANDIN_H
#define STANDIN_H

#include "passage.h"
#include "speech.h"

/* Masks those of the sentence that a line of rules/marks.csv finds, by its group `mark`.
 * Its value tells what they mean; where that ends in "#", the first number among the
 * words, 1 to 4, is put there. Numbers of stars are none where no stars are spoken of. */
void standin_mask(struct passage *passage, const struct speech *speech);

#endif

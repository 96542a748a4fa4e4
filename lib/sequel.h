/* sequel: what a sentence says of the grades that the one before told: "It had not", "That was in
 * 2009". Uses span rule lexicon judgement passage speech. A core. */
#ifndef SEQUEL_H
#define SEQUEL_H

#include "passage.h"
#include "speech.h"

/* Denies or dates, of the judgements from number `from` on, those of the sentence right before the
 * passage's, where that stands in its block and says so. */
void sequel_apply(struct passage *passage, const struct speech *speech,
                  struct judgements *judgements, size_t from);

#endif

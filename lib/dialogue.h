/* dialogue: who speaks in a transcript, and of which council they say "we". Uses span lexicon
 * passage. A core.
 *
 * "VERITY: I'm from Southend." tells whose her "we" is in all that she says. */
#ifndef DIALOGUE_H
#define DIALOGUE_H

#include "passage.h"

enum { DIALOGUE_MAX = 24 /* speakers that are told apart; later ones are not remembered */ };

struct dialogue {
    struct {
        struct span label;
        const struct vocab_authority *authority; /* NULL: not known */
    } speakers[DIALOGUE_MAX];
    size_t count;
    size_t now; /* speaker of the block being read; DIALOGUE_MAX: nobody is named */
};

/* Reads the label that the passage's sentence begins its block with. */
void dialogue_next(struct dialogue *dialogue, const struct passage *passage);
/* Keeps the council that a sentence in the first person names. */
void dialogue_remember(struct dialogue *dialogue, const struct passage *passage);
/* The council of whoever speaks; NULL where it is not known. */
const struct vocab_authority *dialogue_authority(const struct dialogue *dialogue);

#endif

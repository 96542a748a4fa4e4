/* person: people that a text names, with role and organisation where it states them.
 * Uses mem span set term naming role. A core.
 *
 * A name is two capitalised words or more; what makes it a person's is evidence of
 * several kinds (a known given name, a title, a role beside it, a verb of speech, a
 * signature), none of which is asked for. A surname alone later in the text is the person
 * who bore it last. */
#ifndef PERSON_H
#define PERSON_H

#include "term.h"

enum { PERSON_COUNT_MAX = 4096 /* people of one text whose surnames are looked for */ };

/* Adds them to the list. */
void person_find(const struct term_text *text, struct entities *entities);

#endif

/* speech: the ways of speaking of grades, as tables of rules over masked sentences. Uses mem span buf
 * places rule mask. May end the program while it loads.
 *
 * In the patterns {grade}, {who}, {date} … stand for the placeholders of what is masked; the other
 * macros are lines of schemas/rules/macros.csv. */
#ifndef SPEECH_H
#define SPEECH_H

#include "rule.h"

struct speech {
    struct rules *claims;  /* rules/claims.csv: where a grade is given */
    struct rules *stances; /* rules/stance.csv: with what stance; {this} is the grade asked about */
};

struct speech *speech_load(struct places *places);
void speech_free(struct speech *speech);

#endif

/* speech: the ways of speaking of grades, as tables of rules over masked sentences.
 * Uses mem span places rule macro token. May end the program while it loads.
 *
 * In the patterns {grade}, {who}, {date} and others stand for the placeholders of what is
 * masked; the other macros are lines of schemas/rules/macros.csv. */
#ifndef SPEECH_H
#define SPEECH_H

#include "rule.h"
#include "token.h"

struct speech {
    struct rules *claims; /* rules/claims.csv: where a grade is given */
    struct rules *
        stances; /* rules/stance.csv: with what stance; {this} is the grade asked about */
    struct rules *refusals; /* rules/refusals.csv: why a grade that a rule takes is none
                               after all */
    struct rules
        *marks; /* rules/marks.csv: words that mean a grade only where they stand so */
    struct rules *sequels; /* rules/sequels.csv: what a sentence says of the one before */
    struct rules *antecedents; /* rules/antecedents.csv: words for areas spoken of before */
    struct rules *bare; /* rules/bare.csv: signs of a grade that no rule takes */
    struct rules *cues; /* rules/cues.csv: what tells that a sentence speaks of grades */
    /* What marks and antecedents need, which are sought in nearly every sentence, and what the
     * others do, in those with a grade. */
    struct demand_words *plain_words, *graded_words;
    struct token_words *words;
};

struct speech *speech_load(struct places *places);
void speech_free(struct speech *speech);

#endif

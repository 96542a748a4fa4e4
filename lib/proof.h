/* proof: rule lines over masked sentences held against their own examples. Uses span buf
 * rule vocab entity scale mask lexicon passage. A core. */
#ifndef PROOF_H
#define PROOF_H

#include "passage.h"
#include "rule.h"

struct claim_rules;

struct proof {
    const struct lexicon *lexicon;
    const struct vocab *vocab;
    const struct scales *scales;
    const struct claim_rules *rules;
    /* Does a claim rule take a grade of the line? */
    bool (*takes)(const struct proof *proof, size_t rule, struct span line);
};

/* Holds every rule against its example and counter-example: any grade of the line may be
 * {this}. Appends a line for each fault. The number of rules. */
size_t proof_of(const struct proof *proof, const struct rules *table, struct buf *faults);
/* The same for signs that add up: an earlier one may match the example too. */
size_t proof_of_signs(const struct proof *proof, const struct rules *table,
                      struct buf *faults);
/* The same for rules that take grades: the whole reading of the line decides. */
size_t proof_of_claims(const struct proof *proof, const struct rules *table,
                       struct buf *faults);

#endif

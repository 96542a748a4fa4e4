/* proof: rule lines over masked sentences held against their own examples. Uses span buf rule vocab
 * entity scale mask lexicon passage. A core. */
#ifndef PROOF_H
#define PROOF_H

#include "passage.h"
#include "rule.h"

struct proof {
    const struct lexicon *lexicon;
    const struct vocab *vocab;
    const struct scales *scales;
    bool asks; /* the rules speak of {this}: any grade of the line may be it */
};

/* Appends a line for each fault of a table. The number of rules. */
size_t proof_of(const struct proof *proof, const struct rules *table, struct buf *faults);

#endif

/* antecedent: what words that name nothing stand for: areas and councils spoken of before
 * ("the first two", "the others", "the former", "the county"). Uses mem span mask lexicon
 * speech passage. A core.
 *
 * rules/antecedents.csv lists the words that stand for areas. Those that do are masked as
 * an area whose value is a list of areas, so that everything else reads them as it reads
 * names. */
#ifndef ANTECEDENT_H
#define ANTECEDENT_H

#include "passage.h"
#include "speech.h"

enum { ANTECEDENT_AREAS_MAX = 12 };

/* The areas spoken of last, in the order of the text. */
struct antecedent {
    struct span areas[ANTECEDENT_AREAS_MAX];
    bool graded[ANTECEDENT_AREAS_MAX]; /* named along with a grade */
    size_t count;
    struct span last; /* named last */
    size_t block;     /* of the last sentence that named one */
};

/* Masks and resolves such words in the passage's sentence. */
void antecedent_apply(const struct antecedent *antecedent, struct passage *passage,
                      const struct speech *speech);
/* Keeps the areas that the sentence names. */
void antecedent_remember(struct antecedent *antecedent, const struct passage *passage);

#endif

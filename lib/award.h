/* award: the judgements that a grade found in a sentence makes: of which authorities, for which
 * areas, when, on which scale, by whose word. Uses mem span when vocab scale parting quotation mask
 * lexicon judgement passage stance whose dating told dialogue. A core. */
#ifndef AWARD_H
#define AWARD_H

#include "dialogue.h"
#include "passage.h"
#include "told.h"

/* What the grades of one document have in common. */
struct award {
    struct passage *passage;         /* borrowed, as are the two below */
    const struct dialogue *dialogue; /* tells whom "we" means */
    struct judgements *judgements;
    size_t first;                   /* of those found here */
    struct told told;               /* what was told before, by key */
    const struct scale_grade *last; /* the grade taken last */
    const struct scale_grade *before; /* the same, before the sentence being read */
    struct judgement tallied; /* of a count, whose authorities follow; no rule: none */
    size_t tally_block;
};

/* The passage must have been started; judgements are added to the list from now on. */
void award_start(struct award *award, struct passage *passage,
                 const struct dialogue *dialogue, struct judgements *judgements);
/* Gives the grade of a count ("Ten are outstanding.") to the authorities that the sentence
 * lists, where it follows one and holds no grade of its own. Once for each sentence. */
void award_listed(struct award *award);
/* Adds a judgement for each area of the grade and each authority that shares it, and keeps it
 * as the one taken last; a mere count of councils waits for its list. */
void award_grade(struct award *award, const struct passage_grade *grade);
/* Keeps the grade, said of councils at large, as the one taken last: "half hold the top grade.
 * Essex has joined them." */
void award_note(struct award *award, const struct passage_grade *grade);
/* Adds that of a grade whose table tells the area (absent: of the whole) and authority (NULL:
 * that in focus). */
void award_entry(struct award *award, const struct passage_grade *grade, struct span area,
                 const struct vocab_authority *authority);
/* Marks which of the judgements are history, and frees what the telling kept. */
void award_finish(struct award *award);

#endif

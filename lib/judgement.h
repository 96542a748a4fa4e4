/* judgement: who holds which grade, for what, since when, by whose word; how a service is
 * evaluated, and what is measured of it. Uses mem span utf8 rec when vocab scale. A core: what
 * report, claim, opinion and finding find, and how it becomes a record. */
#ifndef JUDGEMENT_H
#define JUDGEMENT_H

#include "rec.h"
#include "scale.h"
#include "utf8.h"
#include "when.h"

enum judgement_type { JUDGEMENT_GRADE, JUDGEMENT_OPINION, JUDGEMENT_FINDING };

/* Spans are borrowed from the document's text or record, the vocabularies, the list's arena, or
 * are literals; absent where not known. */
struct judgement {
    enum judgement_type type;
    const struct vocab_authority *authority;
    struct span named_as, subject, area;
    const struct scale_grade *grade; /* NULL only while it is being found; else of a grade */
    struct span target;              /* of opinions and findings: whom or what they are about */
    int polarity, intensity;         /* of an opinion: -1 or 1; 1 to 3 */
    /* of a finding; values are decimals */
    struct span value, unit, target_value, previous_value, direction;
    struct span framework, inspectorate;
    size_t start, end;                   /* bytes of the words that carry it */
    size_t sentence_start, sentence_end; /* bytes */
    struct span status, date, date_basis, basis, speaker, speaker_role;
    struct span rule;
    int tense;            /* -2 had been, -1 was, 0 not told, 1 is */
    bool standing;        /* the text says that it still holds */
    bool again;           /* "as it was in 2018": another grade than the one told before */
    bool former;          /* of an inspection before, if another is told of */
    bool whole;           /* of all that its scale judges, not of a named area */
    const void *word;     /* of an opinion: its line of the lexicon; not written */
    struct span conflict; /* what else the document says of it */
    double confidence;
};

struct judgements {
    struct judgement *items;
    size_t count, room;
    struct mem_arena arena;
};

struct judgement *judgements_add(struct judgements *judgements, struct judgement judgement);
/* A date in the arena, as EDTF; absent for year 0. */
struct span judgements_date(struct judgements *judgements, struct when_date date);
/* Sorts by start and sets the record's `judgements`. `index` is of the document's text. */
void judgements_write(struct judgements *judgements, const struct utf8_index *index,
                      struct rec *rec);
void judgements_clear(struct judgements *judgements);
void judgements_free(struct judgements *judgements);

/* A document's blocks as bytes of its text. */
struct judgement_block {
    size_t start, end;
    struct span role;
    long long page;
};
struct judgement_blocks {
    struct judgement_block *items;
    size_t count, room;
};
/* `index` is of the document's text. */
void judgement_blocks_read(struct judgement_blocks *blocks, const struct utf8_index *index,
                           struct rec *rec);
void judgement_blocks_free(struct judgement_blocks *blocks);

#endif

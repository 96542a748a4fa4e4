/* appraisal: the words that opinions and findings are made of, and where they stand in a
 * document, with the entities among them. Uses mem span utf8 match spelling places vocab entity
 * quotation sentence mask judgement resolve. A core but for loading.
 *
 * Tables of schemas/vocab/: opinions (words that evaluate), opinion_targets (whom or what
 * they evaluate), measured (what numbers are told of). All their words are found in one
 * pass. A cell `words` holds several forms, as `spelling` spells them. */
#ifndef APPRAISAL_H
#define APPRAISAL_H

#include "entity.h"
#include "judgement.h"
#include "mask.h"
#include "quotation.h"
#include "resolve.h"
#include "sentence.h"

/* A line of one of the tables. */
struct appraisal_word {
    enum mask_kind kind;
    size_t line;        /* of opinions.csv, for messages */
    struct span target; /* its name in records, where no authority is known */
    struct span note;   /* of a target "own", "plural"; of what is measured: its unit */
    struct span area;   /* of what is measured */
    bool told;          /* of what is measured: its bare count tells of performance */
    int polarity;       /* -1 or 1; 0 for other words */
    int intensity;      /* 1 to 3 */
    struct span example, counter;
};

struct appraisal;

/* Its words are those of the vocabulary's names, as a text is split once for all. */
struct appraisal *appraisal_load(struct places *places, const struct vocab *vocab);
void appraisal_free(struct appraisal *appraisal);
/* The lines of opinions.csv, for their proof. */
size_t appraisal_count(const struct appraisal *appraisal);
const struct appraisal_word *appraisal_word(const struct appraisal *appraisal,
                                            size_t number);

/* What an item stands for: `what` of its mask_item. */
struct appraisal_known {
    const struct appraisal_word *word; /* NULL: an entity or a grade */
    const struct entity *entity;       /* NULL: a word or a grade */
};

const struct appraisal_known *appraisal_known(const struct mask_item *item);

struct appraisal_items {
    struct mask_item *items;
    size_t count, room;
};

/* One document; what is not its own is borrowed. Start with the first seven members set
 * and the rest zero; the memory is used again. */
struct appraisal_document {
    const struct vocab *vocab;
    const struct judgement_blocks *blocks;
    const struct entities *entities;
    const struct quotations *quotations; /* may be NULL */
    const struct match_words *words; /* of the text, as the vocabulary's names split it */
    const struct sentences *sentences;
    struct entity_source source;
    bool no_opinions;                    /* they are not asked for */
    struct resolve_focus focus;          /* before the first sentence */
    bool about_services;                 /* names a service, its work or an inspectorate */
    bool about_councils; /* a name tells that a council is meant, not a town */
    bool about_care;     /* counts what only such services have */
    const struct vocab_authority *only; /* whom the document names, if it names one alone */
    struct appraisal_items opinions, findings; /* ordered, without overlap */
    struct mem_arena arena;
};
/* Words on which one of the judgements found so far stands are a grade. */
void appraisal_read(const struct appraisal *appraisal,
                    const struct judgements *judgements,
                    struct appraisal_document *document);
void appraisal_document_free(struct appraisal_document *document);

/* A sentence at a time, in which the items are masked. */
struct appraisal_reader {
    const struct appraisal_document *document;
    const struct appraisal_items *items;
    struct mask mask;
    size_t start, end;     /* bytes of the sentence */
    size_t block;          /* that holds it; blocks->count where none does */
    size_t first;          /* of the items, in the sentence */
    size_t sentence, item; /* next */
    struct resolve_focus focus;
    const struct mask_item *topic; /* the target named last before, in topic_block */
    size_t topic_block;
};
enum {
    APPRAISAL_SENTENCE_MAX =
        3000 /* bytes; longer "sentences" are data: no rule reads them */
};
/* Items are the document's opinions or its findings; both are borrowed. */
void appraisal_open(struct appraisal_reader *reader,
                    const struct appraisal_document *document,
                    const struct appraisal_items *items);
/* The next sentence that holds an item of one of the kinds (bits 1 << enum mask_kind);
 * masked. False at the end. */
bool appraisal_next(struct appraisal_reader *reader, unsigned long long kinds);
void appraisal_reader_free(struct appraisal_reader *reader);

/* Whose an item of the sentence is: its own, its possessor's, the nearest in the
 * sentence, the one in focus. NULL: of none that is known, or of several. */
const struct vocab_authority *appraisal_authority(struct appraisal_reader *reader,
                                                  size_t item);
/* The authority in focus before the sentence; NULL where none is. */
const struct vocab_authority *appraisal_in_focus(struct appraisal_reader *reader);
/* Sets target, authority and the rest of what an item tells; NULL: the authority in
 * focus. False where that tells no target. */
bool appraisal_set_target(struct appraisal_reader *reader, const struct mask_item *item,
                          struct judgement *judgement);
/* Sets the date: the nearest of the sentence, else the document's. `item` may be the mask's
 * count: none. */
void appraisal_set_date(struct appraisal_reader *reader, size_t item,
                        struct judgements *judgements, struct judgement *judgement);
bool appraisal_is_target(enum mask_kind kind);

#endif

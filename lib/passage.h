/* passage: the sentence being read, with what is known masked, and what those before it left in mind:
 * the inspectorate, area, date and provider spoken of last. Uses span mask lexicon sentence entity
 * resolve scale judgement. A core. */
#ifndef PASSAGE_H
#define PASSAGE_H

#include "entity.h"
#include "judgement.h"
#include "lexicon.h"
#include "resolve.h"
#include "sentence.h"

/* One document; all borrowed. */
struct claim_document {
    struct entity_source source;
    const struct judgement_blocks *blocks;
    const struct entities *entities;
    const struct vocab *vocab;
    const struct scales *scales;
};

struct passage {
    const struct claim_document *document;
    struct lexicon_items known; /* of the whole text */
    size_t next_item;
    struct mask mask;           /* of the sentence being read */
    size_t sentence_start, sentence_end;
    struct resolve_focus focus;
    size_t block;               /* that holds the sentence */
    struct span inspectorate;   /* named last */
    struct span topic;          /* the other provider that the sentence before ended on */
    size_t topic_block;
    const struct entity *told;  /* the date stated last */
    size_t told_block;
    size_t lead; /* block that leads in the list or table being read; else this block */
    const struct entity *heading; /* the date that the passage stands under */
    struct span area;             /* told last, in area_block */
    size_t area_block;
    struct span document_subject; /* of a document that is about other providers */
};

/* A grade that a rule has found in the sentence being read. */
struct passage_grade {
    size_t item;   /* the grade */
    size_t who;    /* the item that the rule says it belongs to; mask.count: none */
    struct span status, rule;
    size_t start;      /* where the rule's match begins in the masked sentence */
    struct span reach; /* of its area: "same area" as told before, "area behind", "area within" */
};

void passage_start(struct passage *passage, const struct lexicon *lexicon,
                   const struct claim_document *document);
/* Sentences must come in their order. */
void passage_next(struct passage *passage, const struct sentence *sentence);
/* Keeps what the sentence just read leaves in mind. */
void passage_remember(struct passage *passage);
void passage_finish(struct passage *passage);

/* Where the clause of an item begins and ends in the masked sentence. */
void passage_clause(const struct passage *passage, size_t item, size_t *start, size_t *end);
/* The nearest item of a kind before or behind another, within its clause; mask.count where there
 * is none. */
size_t passage_nearest(const struct passage *passage, size_t item, enum mask_kind kind,
                       bool before);
/* "a school in Essex": the council's name only says where. */
bool passage_is_place(const struct passage *passage, size_t item);
/* The authority in focus at the sentence; may be NULL. */
const struct vocab_authority *passage_focus(struct passage *passage);

#endif

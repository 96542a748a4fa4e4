/* passage: the sentence being read, with what is known masked, its clauses and dates, and room
 * for what those before it left in mind: `memory` and `chronicle` fill that in.
 * Uses mem span when date quotation mask token phrase lexicon sentence entity resolve scale
 * judgement. A core. */
#ifndef PASSAGE_H
#define PASSAGE_H

#include "entity.h"
#include "judgement.h"
#include "lexicon.h"
#include "phrase.h"
#include "quotation.h"
#include "resolve.h"
#include "sentence.h"
#include "vocab.h"

/* One document; all borrowed. */
struct claim_document {
    struct entity_source source;
    const struct match_words *words; /* of the text, as the vocabulary's names split it */
    const struct sentences *sentences;
    const struct judgement_blocks *blocks;
    const struct entities *entities;
    const struct vocab *vocab;
    const struct scales *scales;
    const struct quotations *quotations; /* NULL: none are known */
};

/* How a rule's grade is tied to what it is said of: words of the rule's value. */
enum passage_tie {
    PASSAGE_SUBJECT = 1,   /* the phrase before its verb */
    PASSAGE_OBJECT = 2,    /* the phrase between verb and grade */
    PASSAGE_EITHER = 4,    /* the object where there is one, else the subject */
    PASSAGE_LABEL = 8,     /* what the rule itself names */
    PASSAGE_BEHIND = 16,   /* what stands behind the grade */
    PASSAGE_FRAGMENT = 32, /* nothing: the grade stands alone */
    PASSAGE_CARRIED = 64,  /* what the grade before was said of */
    PASSAGE_RATING = 128,  /* "the rating for adoption was": anything before */
    PASSAGE_FREE = 256,
    PASSAGE_PREVIOUS = 512,
    PASSAGE_PLAIN = 1024 /* being, not judging: an ordinary noun needs more evidence */
};

enum {
    PASSAGE_AREAS_MAX = 16, /* that share one grade */
    PASSAGE_SEVERAL_MAX = 8 /* authorities that "both" or "all" can mean */
};

/* A date that the text tells. */
struct passage_date {
    struct when_date first, last;
    struct span value; /* EDTF; absent: no date */
    bool relative;     /* told from the document's date */
};

/* The inspection that a sentence dated last. */
struct passage_visit {
    struct passage_date date;                /* no value: none */
    const struct vocab_authority *authority; /* NULL: of several, or nobody named */
    size_t block;
    bool graded; /* the sentence gives a grade */
};

struct clause;

/* A grade that a rule has found in the sentence being read. */
struct passage_grade {
    size_t item; /* the grade */
    const struct clause *clause; /* that it stands in, while it is taken */
    size_t who;  /* the item that the rule says it belongs to; mask.count: none */
    unsigned ties;
    struct span status, rule;
    size_t start;         /* where the rule's match begins in the masked sentence */
    struct phrase phrase; /* what it is said of */
    bool former;          /* the one that was left: the sentence's date is not its own */
    struct span areas[PASSAGE_AREAS_MAX];
    size_t area_count;
    const struct passage_date *table_date; /* of its row or column; NULL: none */
};

struct passage {
    const struct claim_document *document;
    const struct lexicon *lexicon;
    struct lexicon_items known; /* of the whole text */
    size_t next_item;
    struct mask mask;     /* of the sentence being read */
    struct tokens tokens; /* of the mask, where it holds a grade */
    size_t sentence_start, sentence_end;
    size_t sentence_before; /* start of the sentence before */
    struct resolve_focus focus;
    size_t block;             /* that holds the sentence */
    struct span inspectorate; /* named last */
    struct span topic;        /* the other provider that the sentence before ended on */
    size_t topic_block;
    struct passage_date issued; /* the document's own */
    long latest;                /* the last day told in one that has no date; 0: none */
    struct passage_date told;   /* the date stated last */
    size_t told_block;
    struct passage_date graded; /* of the grade told last; no value: the document's own */
    size_t graded_block;
    struct passage_date inspected; /* the inspection or report told of last, and whose */
    const struct vocab_authority *inspected_of;
    struct passage_visit visit;
    const struct vocab_authority *fresh; /* whose grade was dated by the document last */
    size_t lead; /* block that leads in the list or table being read; else this block */
    struct span open_area; /* that the sentence before ended on */
    bool open_end;         /* it ended on the area's very name: "Leadership." */
    size_t open_block;
    bool chronicle;              /* dates head its paragraphs */
    struct passage_date heading; /* the date that the passage stands under */
    size_t heading_block;        /* that it stands in */
    enum passage_reach { PASSAGE_BLOCK, PASSAGE_SECTION, PASSAGE_REST } heading_reach;
    struct span
        owned_area;     /* that an authority was last said to own: "Kent's adoption" */
    size_t fresh_block; /* after the last heading that names nothing of a council's */
    size_t cue_block;   /* the last that speaks of inspections; SIZE_MAX: none */
    size_t stars_block; /* the last that gives stars; SIZE_MAX: none */
    /* Two authorities or more that the sentence before named. */
    const struct vocab_authority *several[PASSAGE_SEVERAL_MAX];
    size_t several_count, several_block;
    struct span document_subject; /* of a document that is about other providers */
    struct span judged; /* all that the inspectorates named so far judge, if not ours */
    bool ours_named;    /* an inspectorate of children's services */
    struct span subject; /* of the grade told last, where no service was named since */
    struct passage_grade last;    /* the grade taken last */
    size_t last_sentence;         /* where its sentence starts */
    size_t last_block;            /* that holds it; SIZE_MAX: none was taken */
    struct mem_arena *arena;      /* of the dates: borrowed */
};

/* What the passage tells in words of its own, such as dates, is kept in the arena. */
void passage_start(struct passage *passage, const struct lexicon *lexicon,
                   const struct claim_document *document, struct mem_arena *arena);
/* Sentences must come in their order. */
void passage_next(struct passage *passage, const struct sentence *sentence);
void passage_finish(struct passage *passage);

/* Where the clause of an item begins and ends in the masked sentence. */
void passage_clause(const struct passage *passage, size_t item, size_t *start,
                    size_t *end);
/* The nearest item of a kind before or behind another, within its clause; mask.count
 * where there is none. */
size_t passage_nearest(const struct passage *passage, size_t item, enum mask_kind kind,
                       bool before);
/* Is a block behind by so few others, or by so little text, that its matter still stands?
 * SIZE_MAX, which is no block, never is. */
bool passage_is_near(const struct passage *passage, size_t block);
/* Is the grade tied in one of these ways of enum passage_tie? */
bool passage_is_tied(const struct passage_grade *grade, unsigned ties);
/* "a school in Essex": the council's name only says where. */
bool passage_is_place(const struct passage *passage, size_t item);
/* The date of an item; false where it has none. */
bool passage_date(struct passage *passage, size_t item, struct passage_date *date);
/* The same, of an entity of the document. */
bool passage_entity_date(struct passage *passage, const struct entity *entity,
                         struct passage_date *date);
/* Does the sentence tell of an inspection or its report? */
bool passage_tells_of_inspection(const struct passage *passage);
/* The day (YYYYMMDD) of the document; 0: not told. */
long passage_issued(const struct passage *passage);
/* The same, else one that it was not written before; 0 where nothing tells. */
long passage_last_day(const struct passage *passage);
/* The same, but of each entry of a chronicle the day of the entry. */
long passage_today(const struct passage *passage);
/* Writes the value of a date that is told by another. */
void passage_keep_date(struct passage *passage, struct when_date when,
                       struct passage_date *date);
/* The council of whoever says the item; NULL where nobody who speaks for one does. */
const struct vocab_authority *passage_speaker(const struct passage *passage, size_t item);
/* The authority in focus at the sentence; may be NULL. */
const struct vocab_authority *passage_focus(struct passage *passage);

#endif

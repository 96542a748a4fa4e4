/* lexicon: the words that judgements are made of, and where they stand in a document: grades,
 * areas, services, other providers, with the entities among them.
 * Uses mem span vocab match entity scale mask forms grammar. A core but for loading. */
#ifndef LEXICON_H
#define LEXICON_H

#include "entity.h"
#include "grammar.h"
#include "mask.h"
#include "scale.h"

struct lexicon;

/* Its words are those of the vocabulary's names, as a text is split once for all. */
struct lexicon *lexicon_load(struct places *places, const struct vocab *vocab,
                             const struct scales *scales);
void lexicon_free(struct lexicon *lexicon);

/* Holds the forms of areas against their examples; appends a line for each fault. Their number. */
size_t lexicon_prove(const struct lexicon *lexicon, struct buf *faults);

/* Whose grades an inspectorate gives, where they are not the council's children's services; else
 * absent. */
struct span lexicon_judges(const struct lexicon *lexicon, struct span inspectorate);

/* What an item stands for: `what` of its mask_item. */
struct lexicon_known {
    struct span value; /* of an area or service: the area's id; of another provider: its subject */
    const struct vocab_authority *authority; /* that holds the children's duty, or whose board or
                                                trust it is */
    const struct entity *entity; /* NULL for a word of the lexicon */
    bool loose; /* in people's own words, which schools and homes are spoken of with too */
    bool alone; /* "the former": means what is named before it, and stands in no list with that */
};

/* Borrowed from the item's list. */
const struct lexicon_known *lexicon_known(const struct mask_item *item);
/* Is the item the words of a grade? */
bool lexicon_is_grade(const struct mask_item *item);

/* The known items of one document, ordered, without overlap; memory is used again. */
struct lexicon_items {
    struct mask_item *items;
    size_t count, room;
    struct match_words address; /* of one being read */
    struct grammar_reading reading;
    struct mem_arena arena; /* of what the items point to */
};
/* What is read; all borrowed, text and entities as long as the items are used. */
struct lexicon_text {
    struct span text;
    const struct match_words *words; /* of the text, as the vocabulary's names split it */
    const struct entities *entities;
};
void lexicon_find(const struct lexicon *lexicon, const struct vocab *vocab,
                  const struct lexicon_text *text, struct lexicon_items *items);
void lexicon_items_free(struct lexicon_items *items);

#endif

/* entity: what a document names: authorities, organisations, dates, with their spans.
 * Uses mem span utf8 rec when match vocab sentence. A core. */
#ifndef ENTITY_H
#define ENTITY_H

#include "rec.h"
#include "vocab.h"
#include "when.h"

enum entity_type { ENTITY_AUTHORITY, ENTITY_ORGANISATION, ENTITY_DATE, ENTITY_OTHER };

struct entity {
    enum entity_type type;
    size_t start, end;     /* bytes of the text */
    struct span type_name; /* as in the record */
    struct span subtype, name, value;
    struct span via, rule; /* the rule of a date tells whether it is relative */
    const struct vocab_authority *authority; /* decided; NULL where it is not */
    struct span id;                          /* GSS code on the day spoken of */
    const struct vocab_authority *candidates[VOCAB_BODIES_MAX];
    size_t candidate_count;
    bool made; /* an official-looking name: a council and nothing else */
    struct when when; /* of a date, resolved as far as the document's date allows */
};

struct entities {
    struct entity *items;
    size_t count, room;
    struct mem_arena arena; /* of the strings that are neither the text's nor the vocabulary's */
};

/* What of a document decides who is meant. Spans are borrowed; absent where not stated. */
struct entity_source {
    struct span text, title, publisher;
    struct when_date date; /* of the document; year 0: not stated */
};

/* Reads text, title, publisher and date of a document record. */
void entity_source(struct rec *rec, struct entity_source *source);
/* Replaces what the list held; ordered by start. Strings are borrowed from the text and the
 * vocabulary, or in the list's arena. */
void entities_find(struct entities *entities, const struct vocab *vocab,
                   const struct entity_source *source);
/* Sets the record's `entities`. */
void entities_write(const struct entities *entities, struct span text, struct rec *rec);
/* Reads them back. Codes that the vocabulary lacks leave an entity without its authority. */
void entities_read(struct entities *entities, const struct vocab *vocab, struct span text,
                   struct rec *rec);
void entities_free(struct entities *entities);

#endif

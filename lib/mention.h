/* mention: the entities of a document as a list: made, settled where they overlap,
 * written and read back. Uses mem span buf utf8 rec when vocab. A core.
 *
 * Overlaps: the longest stands; of two of one length the one whose type comes first in
 * enum entity_type; else the one added first. In a URL or mail
 * address authorities, organisations and dates stand beside it, all else is hidden. */
#ifndef MENTION_H
#define MENTION_H

#include "buf.h"
#include "rec.h"
#include "utf8.h"
#include "vocab.h"
#include "when.h"

/* In order of precedence. */
enum entity_type {
    ENTITY_AUTHORITY,
    ENTITY_ORGANISATION,
    ENTITY_LAW,
    ENTITY_CASE,
    ENTITY_PERSON,
    ENTITY_PROGRAMME,
    ENTITY_PLACE,
    ENTITY_DATE,
    ENTITY_MONEY,
    ENTITY_DURATION,
    ENTITY_PERCENT,
    ENTITY_PHONE,
    ENTITY_POSTCODE,
    ENTITY_SERVICE,
    ENTITY_URL,
    ENTITY_EMAIL,
    ENTITY_OTHER /* of a type that is not known here */
};

struct entity {
    enum entity_type type;
    size_t start, end; /* bytes of the text */
    struct span subtype, name, value;
    struct span role, organisation; /* of a person */
    struct span currency;           /* of money */
    struct span follows;            /* of a programme: what the text says it was called before */
    struct span via, rule;          /* the rule of a date tells whether it is relative */
    struct span evidence;           /* what decided an ambiguous name */
    const struct vocab_authority *authority; /* decided; NULL where it is not */
    struct span id;                          /* GSS code on the day spoken of */
    const struct vocab_authority *candidates[VOCAB_BODIES_MAX];
    size_t candidate_count;
    bool made;        /* an official-looking name: a council and nothing else */
    struct when when; /* of a date, resolved as far as the document's date allows */
};

struct entities {
    struct entity *items;
    size_t count, room;
    struct mem_arena
        arena; /* of the strings that are neither the text's nor the vocabulary's */
    struct buf *explain; /* borrowed; NULL, or gets a line for every name that had to be
                            decided */
};

/* What of a document decides who is meant. Spans are borrowed; absent where not stated.
 */
struct entity_source {
    struct span text, title, publisher, url;
    struct when_date date; /* of the document; year 0: not stated */
};

/* Reads text, title, publisher, address and date of a document record. */
void entity_source(struct rec *rec, struct entity_source *source);
/* The name of a type in records. */
const char *entity_type_name(enum entity_type type);
/* Borrowed until the next addition. */
struct entity *entities_add(struct entities *entities, struct entity entity);
/* Text kept in the list's arena. */
struct span entities_keep(struct entities *entities, struct span text);
/* Orders by start, and drops what others hide unless `all` are wanted. */
void entities_settle(struct entities *entities, struct span text, bool all);
/* Sets the record's `entities`. */
void entities_write(const struct entities *entities, struct span text, struct rec *rec);
/* Reads back what judging needs: not what is there by coreference, which judging decides
 * by itself. Codes that the vocabulary lacks leave an entity without its authority. `index` is
 * of the document's text. */
void entities_read(struct entities *entities, const struct vocab *vocab,
                   const struct utf8_index *index, struct rec *rec);
void entities_free(struct entities *entities);

#endif

/* mask: a sentence in which everything that is known stands as one placeholder character,
 * so that one pattern says one way of speaking. Uses mem span buf. A core.
 *
 * Placeholders are private-use code points from U+E000 on, one a kind; each takes three
 * bytes. */
#ifndef MASK_H
#define MASK_H

#include "buf.h"

enum { MASK_BYTES = 3 /* of a placeholder */ };

enum mask_kind {
    MASK_AUTHORITY,
    MASK_GRADE,    /* an adjective or noun: "inadequate" */
    MASK_REQUIRES, /* a verb: "requires improvement" */
    MASK_STARS,
    MASK_PERFORMS, /* "performs poorly" */
    MASK_AREA,
    MASK_SERVICE,
    MASK_COUNCIL, /* "the council" */
    MASK_SUBJECT, /* whose grades are not the council's */
    MASK_INSPECTORATE,
    MASK_ORGANISATION,
    MASK_DATE,
    MASK_THIS,  /* the grade or opinion that is being asked about */
    MASK_TAKEN, /* a grade that a rule has taken */
    MASK_SAME,  /* "the same grade": what was told before */
    MASK_LOWEST,
    MASK_HIGHEST,
    MASK_STEPS, /* "two grades", from one told to one that is not */
    MASK_DIGIT, /* "grade 2": its scale says what it means */
    /* of opinions and findings */
    MASK_PLACE, /* a council's name that only says where */
    MASK_GOVERNMENT,
    MASK_PERSON,
    MASK_ADJECTIVE, /* words that evaluate, by their part in the sentence */
    MASK_QUALITY,   /* an adjective that scales have too: of aspects alone */
    MASK_NOUN,
    MASK_VERB,
    MASK_BLAME,   /* "criticise", "praise": what is judged is its object */
    MASK_VERDICT, /* "damning": of a report, so of what that is about */
    MASK_MANNER,
    MASK_SAYING,
    MASK_PERCENT,
    MASK_DURATION,
    MASK_MONEY,
    MASK_NUMBER,   /* in words */
    MASK_MEASURED, /* what numbers are told of */
    MASK_PEOPLE,   /* whose grade is an area's where it is said of them: "the bosses" */
    MASK_SHARE,    /* a percentage in words: "a third" */
    MASK_WAIT,     /* what times are told of */
    MASK_TRAIT,    /* an adjective that evaluates where it is said of somebody only */
    MASK_STATE,    /* a phrase that evaluates where it is said of somebody: "on the mend" */
    MASK_KINDS
};

struct mask_item {
    enum mask_kind kind;
    size_t start, end; /* bytes of the text */
    size_t at;         /* byte of the masked sentence */
    const void *what;  /* the caller's */
};

struct mask {
    struct buf text;
    struct mask_item *items;
    size_t count, room;
    size_t first; /* byte of the text that the sentence begins at */
};

/* Masks text[start, end). The items lie in it, ordered, without overlap; `at` is filled
 * in. */
void mask_make(struct mask *mask, struct span text, size_t start, size_t end,
               const struct mask_item *items, size_t count);
/* Number of the item whose placeholder stands at that byte; mask->count where none does.
 */
size_t mask_at(const struct mask *mask, size_t byte);
/* Masks bytes [start, end) of the masked sentence, which hold no item, as one more item.
 */
void mask_insert(struct mask *mask, size_t start, size_t end, enum mask_kind kind,
                 const void *what);
/* Takes the item behind another, and `behind` bytes behind that, into it: both are one from then
 * on, of the first one's kind. */
void mask_join(struct mask *mask, size_t item, size_t behind);
/* Overwrites an item's placeholder in the masked text with that of another kind. */
void mask_mark(struct mask *mask, size_t item, enum mask_kind kind);
/* Appends the placeholder of a kind as it stands in a masked text. */
void mask_placeholder(enum mask_kind kind, struct buf *out);
void mask_free(struct mask *mask);

#endif

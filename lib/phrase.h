/* phrase: the noun phrase that is the subject or object of a predicate: what a grade is
 * said of. Uses span mask token. A core.
 *
 * Read backwards from the predicate: adverbs and auxiliaries are stepped over, what
 * stands between commas or in brackets is left aside, and of a chain "services for
 * children in Essex" the first noun is the head. */
#ifndef PHRASE_H
#define PHRASE_H

#include "token.h"

enum phrase_head {
    PHRASE_NONE,     /* no phrase: left out, or said before */
    PHRASE_GRADABLE, /* a council, its service, an area, a provider, or a word for one */
    PHRASE_PRONOUN,
    PHRASE_PARTS, /* some of what is graded, which stand beside it if anywhere: "two headings" */
    PHRASE_OTHER /* a noun whose grade nobody publishes */
};

struct phrase {
    enum phrase_head head;
    struct span word;  /* the head where it is a word */
    size_t start, end; /* bytes of the masked sentence: with what is listed before it */
    size_t item;       /* the head where it is an item; else mask->count */
    bool whole;        /* the head is a word for the council as a whole */
    bool plural;       /* several share the grade */
    bool owner;        /* the head is an owner alone: "Sandwell's was" */
    bool joined;       /* a conjunction stands before the predicate: "and was good" */
};

/* The phrase that ends before a byte of the masked sentence and lies behind byte `from`.
 * Where `listed`, commas alone may join what is listed; else the last two must be joined
 * by a word. */
struct phrase phrase_before(const struct tokens *tokens, const struct mask *mask,
                            size_t from, size_t byte, bool listed);

#endif

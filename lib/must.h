/* must: strings of which a text must hold one for a pattern to match it, and those that a match
 * begins with. Uses mem span buf utf8. A core.
 *
 * Most patterns of a table match next to no text, and a look for their words is far cheaper than
 * a try. Reads the syntax of PCRE2 as far as the rules need it; of what it does not know it asks
 * nothing. After Cox, "Regular Expression Matching with a Trigram Index" (2012): the strings that
 * an expression matches exactly, as long as they are few, and sets of strings that it cannot
 * match without. */
#ifndef MUST_H
#define MUST_H

#include "buf.h"
#include "mem.h"

enum {
    MUST_STRINGS_MAX = 192, /* of one set, or that a match begins with */
    MUST_BYTES_MIN = 3,     /* shorter strings are in nearly every text */
    MUST_BYTES_MAX = 24,
    MUST_DEPTH_MAX = 24     /* groups within groups; of deeper patterns nothing is asked */
};

/* A text that holds none of the strings (ASCII letters small) is not matched. */
struct must {
    const struct span *items;
    size_t count;
    struct must *next;
};

/* What is known of a caseless pattern; kept in the arena. */
struct must_known {
    struct must *sets; /* each of strings of MUST_BYTES_MIN or more bytes: a text must hold one of
                          each, and not before the match; NULL: nothing is known */
    const struct span *heads; /* where a match begins one of them stands */
    size_t head_count;        /* 0: not known */
    bool edge;                /* and no match begins within a word */
};
struct must_known must_of(struct mem_arena *arena, struct span pattern);

#endif

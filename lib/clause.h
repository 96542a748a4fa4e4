/* clause: what of a sentence is said along with a grade: the clause that it stands in,
 * and the asides in it (between commas or in brackets) that are said of something else.
 * Uses span buf mask token lexicon passage. A core.
 *
 * "Dorset, which was set up in 2019, is good": the year is not the grade's. "Essex, once
 * rated inadequate, is good": nor is "once" said of the second. */
#ifndef CLAUSE_H
#define CLAUSE_H

#include "passage.h"

enum { CLAUSE_ASIDES_MAX = 24 };

struct clause_aside {
    size_t start, end; /* bytes of the masked sentence */
    bool dates; /* its date may be the grade's: it tells of an inspection, or when */
    bool beside; /* a clause that tells of something else: "since Kent took over," */
};

struct clause {
    size_t start, end; /* bytes of the masked sentence */
    size_t item;       /* the grade */
    size_t from;       /* where what can deny or suppose the grade begins */
    struct clause_aside asides[CLAUSE_ASIDES_MAX];
    size_t aside_count;
};

/* The clause of an item; the passage's tokens must be those of its mask. */
void clause_of(const struct passage *passage, size_t item, struct clause *clause);
bool clause_is_aside(const struct clause *clause, size_t byte);
/* Does the byte stand in an aside that tells of something else? */
bool clause_is_beside(const struct clause *clause, size_t byte);
/* May a date that stands at the byte, anywhere in the sentence, be the grade's? */
bool clause_may_date(const struct clause *clause, size_t byte);
/* Appends the masked clause from `from` up to a byte, without the
 * asides before the grade. */
void clause_write(const struct clause *clause, struct span text, size_t end,
                  struct buf *out);

#endif

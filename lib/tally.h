/* tally: the rows of an aggregation, plain or as a cross table, in their order; and its parts,
 * to be put together. Uses mem span buf rec set bucket agg order. A core. */
#ifndef TALLY_H
#define TALLY_H

#include "agg.h"

enum {
    /* Values that may head columns of a cross table: as many columns as a worksheet has.
     */
    TALLY_CROSS_MAX = 16000
};

struct tally;

/* What to work out; borrowed until tally_free. */
struct tally_plan {
    const char *date;
    const char *at; /* the date of `latest`, EDTF; NULL: none */
    const struct span *groups;
    size_t group_count;
    const struct tally_operation {
        size_t number; /* of operation_row */
        struct span argument;
    } * operations;
    size_t operation_count;
    struct span cross;       /* absent: no cross table; else there is one operation */
    const struct span *sort; /* names of output fields, '-' in front: descending */
    size_t sort_count;
    size_t top; /* so many rows alone, and the totals; 0: all */
    bool totals;
};

/* NULL and *why (with a NUL behind it) where the plan cannot be followed. */
struct tally *tally_new(const struct tally_plan *plan, struct buf *why);
/* Counts the record in; false and *why where it cannot be: nothing was added. */
bool tally_add(struct tally *tally, struct rec *rec, struct buf *why);
/* After the last record: puts the rows in order. False and *why where it cannot. */
bool tally_arrange(struct tally *tally, struct buf *why);
/* The next row, or the totals behind the last, as a JSON object appended to *out; false behind
 * all of them. */
bool tally_row(struct tally *tally, struct buf *out);
void tally_free(struct tally *tally);

/* Instead of rows: the next part as a JSON object appended to *out, the plan first; false behind
 * the last. */
bool tally_part(struct tally *tally, struct buf *out);

enum tally_result {
    TALLY_TAKEN,
    TALLY_BAD,  /* no part: nothing was added */
    TALLY_OTHER /* a part of another plan, or one before any plan: nothing can be made of it */
};
/* Instead of tally_add: goes on from parts, in the order of the records they were made from. */
enum tally_result tally_combine(struct tally *tally, struct rec *rec);

#endif

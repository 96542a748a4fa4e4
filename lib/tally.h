/* tally: the rows of an aggregation, plain or as a cross table, in their order.
 * Uses mem span buf rec set agg order. A core. */
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
    const struct span *groups;
    size_t group_count;
    const struct tally_operation {
        size_t number; /* of agg_operation */
        struct span field;
    } * operations;
    size_t operation_count;
    struct span cross;       /* absent: no cross table; else there is one operation */
    const struct span *sort; /* names of output fields, '-' in front: descending */
    size_t sort_count;
};

/* NULL and *why (with a NUL behind it) where the plan cannot be followed. */
struct tally *tally_new(const struct tally_plan *plan, struct buf *why);
/* Counts the record in; false and *why where it cannot be: nothing was added. */
bool tally_add(struct tally *tally, struct rec *rec, struct buf *why);
/* After the last record: puts the rows in order. False and *why where it cannot. */
bool tally_arrange(struct tally *tally, struct buf *why);
size_t tally_count(const struct tally *tally);
/* Appends row number i as a JSON object. */
void tally_row(const struct tally *tally, size_t i, struct buf *out);
void tally_free(struct tally *tally);

#endif

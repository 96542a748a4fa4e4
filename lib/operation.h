/* operation: what can be worked out for a group of records, one row of a table each: how its
 * state grows, is written down, goes on from what was written down, and ends. Uses mem span
 * buf rec bucket decimal set quantile changes. A core.
 *
 * States of parts of the records, put together in the order of the parts, are the state of all
 * of them, whatever the parts: sums are exact, and first and last keep what they go by. */
#ifndef OPERATION_H
#define OPERATION_H

#include "decimal.h"
#include "quantile.h"
#include "rec.h"
#include "set.h"

/* What a record gives to an operation; all borrowed. */
struct operation_input {
    struct span raw, text; /* the field's value: as JSON, and what it says */
    struct decimal number; /* of text, where the operation takes numbers */
    struct span date;      /* its start, sorts as dates do; empty where the record has none */
    struct span date_text; /* as written; absent where the record has none */
    struct span last_day;  /* YYYYMMDD; empty where the record has no date */
};

/* One use of an operation, for all groups. Start with operation_use. */
struct operation_use {
    const struct operation *operation;
    size_t share_field;          /* of the group fields: for share */
    struct quantile_rank rank;   /* for median and quantile */
    struct span until;           /* for latest: the last day that counts */
    struct set *seen;            /* of group and value, or of groups without a field */
    unsigned long long *totals;  /* by number in seen */
    size_t total_room;
};

/* States start zeroed. */
struct operation {
    const char *name;
    const char *argument; /* what its option takes; NULL: it takes no field */
    bool takes_number, wants_last_day;
    bool takes_rank, is_share, is_changes;
    size_t size;
    /* The group's number, and its key without the field that is shared. NULL: nothing to do */
    void (*begin)(struct operation_use *use, void *state, size_t group, struct span others);
    void (*add)(struct operation_use *use, void *state, const struct operation_input *input);
    /* Appends what is left from *at on, or a piece of it, as a JSON value, and moves *at. False
     * where nothing is left. */
    bool (*save)(const struct operation_use *use, const void *state, size_t *at,
                 struct buf *json);
    /* Goes on from such a value; false where it is none. With no state: only looks. */
    bool (*load)(struct operation_use *use, void *state, struct span json);
    /* Appends the result as JSON; false: nothing to tell */
    bool (*finish)(const struct operation_use *use, const void *state, struct buf *json);
    void (*release)(void *state); /* NULL: nothing to free */
    const char *help;
};

enum {
    OPERATION_STATE_MAX = 96,          /* bytes of the largest state */
    OPERATION_PIECE = 1024 * 1024 /* bytes of a state that save writes at once, about */
};

/* Row number i of the table; NULL past its end. */
const struct operation *operation_row(size_t i);
/* `argument` is what the option was given: *field is the field in it, as borrowed as it is.
 * False where it is none. */
bool operation_use(struct operation_use *use, size_t i, struct span argument,
                   struct span *field);
void operation_use_free(struct operation_use *use);

#endif

/* agg: groups of records and what is worked out for each. Uses mem span buf utf8 rec bucket
 * decimal set operation. A core.
 *
 * What a value is: a member that is missing, null or "" is absent. Values are compared by
 * what they say: 5 and "5" are one value (written as the first of them was), 1 and 1.0
 * are two. A number may be a JSON number or a string that spells one. Memory grows with
 * the groups, and for some operations with what they keep. */
#ifndef AGG_H
#define AGG_H

#include "operation.h"
#include "rec.h"

enum { AGG_COLUMNS_MAX = 64 }; /* group fields and operations of one tally */

struct agg;

/* `date` is the field by which `first` and `last` are, `until` the last day (YYYYMMDD) that
 * counts for `latest`, absent where nothing is asked for it; all names are borrowed until
 * agg_free. */
struct agg *agg_new(const char *date, struct span until);
void agg_free(struct agg *agg);
/* Before the first record: the fields to group by, then row i of the operations over what its
 * option was given. A column is named as its field (`date_year` for `date:year`),
 * `OPERATION_FIELD` or `count`. False where the argument is none, a column of this name is
 * there, or AGG_COLUMNS_MAX are. */
bool agg_add_group(struct agg *agg, struct span field);
bool agg_add_operation(struct agg *agg, size_t i, struct span argument);

/* Counts the record in. False where it cannot be (a number is asked for and there is
 * none), and *why says so: then nothing was added. */
bool agg_add(struct agg *agg, struct rec *rec, struct buf *why);

/* Columns are numbered: the group fields, then the operations. */
size_t agg_columns(const struct agg *agg);
struct span agg_column(const struct agg *agg, size_t column); /* its name */
size_t agg_groups(const struct agg *agg);
/* Appends the value of a column in a group (numbered in the order they came) as JSON;
 * appends nothing and is false where the group has none. SET_NONE is a group of no
 * records: it has no group fields, and a count of 0. */
bool agg_value(const struct agg *agg, size_t group, size_t column, struct buf *json);
/* The group fields' values as one key. The key of a group is the same, to the byte, as
 * that of another agg over the same fields; over more fields, theirs is it with their
 * parts behind it (agg_key_part). SET_NONE where no group has the key. */
struct span agg_key(const struct agg *agg, size_t group);
size_t agg_find(const struct agg *agg, struct span key);
/* The part of a group's key that a group field has, and the text it stands for: absent
 * where the field is. */
struct span agg_key_part(const struct agg *agg, size_t group, size_t column,
                         struct span *text);

/* Appends a group's fields and states as the members `group` and `states`, or a piece of
 * them: `at` has a zero for each column to begin with. False where nothing is left. */
bool agg_save(const struct agg *agg, size_t group, size_t at[AGG_COLUMNS_MAX], bool begun,
              struct buf *json);
/* Goes on from what was saved. False where the record is no such thing: nothing was added. */
bool agg_load(struct agg *agg, struct rec *rec);

#endif

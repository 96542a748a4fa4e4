/* changes: how a value changed in the course of time. Uses mem span buf rec. A core.
 *
 * Of values of one date the last that came stands for that date, and a value that repeats the
 * one before it is no change. One value a date is kept. */
#ifndef CHANGES_H
#define CHANGES_H

#include "rec.h"

/* Start with a zeroed struct. */
struct changes {
    struct buf entries; /* date key, date as written, value as JSON: a NUL behind each */
    size_t count, compact; /* entries, and those that were left when it was last tidied */
};
/* `date` is the date in a form that sorts, `date_text` as it is written; none is empty or holds
 * a NUL. `value` is JSON. */
void changes_add(struct changes *changes, struct span date, struct span date_text,
                 struct span value);
/* Appends entries from *at on as a list of [date, value], about `most` bytes of them, and moves
 * *at; false where nothing is left. */
bool changes_save(const struct changes *changes, size_t *at, size_t most, struct buf *json);
/* Appends the changes in order of date as a JSON list of objects with `from`, `to`, `from_date`
 * and `to_date`: the dates from which the former and the new value held. False where there is
 * none. */
bool changes_write(const struct changes *changes, struct buf *json);
void changes_free(struct changes *changes);

#endif

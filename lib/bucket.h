/* bucket: what an EDTF date is ordered and grouped by: its start, its last day, its year,
 * quarter or month. Uses span buf when. A core.
 *
 * Source: EDTF is ISO 8601-2:2019, level 1: marks for about and uncertain, X for an unknown
 * digit, intervals with a slash. */
#ifndef BUCKET_H
#define BUCKET_H

#include "buf.h"

/* Appends the start of a date or interval in a form that sorts by bytes: without marks,
 * unknown digits as 0; so 2014 comes before 2014-05. */
void bucket_start(struct span date, struct buf *key);
/* Appends the last day that the date can mean, as YYYYMMDD; false where it tells none. */
bool bucket_last_day(struct span date, struct buf *key);

enum { BUCKET_NONE = -1 };
/* The bucket that a field written `FIELD:month` asks for, and the field's length without it;
 * BUCKET_NONE where it asks for none. */
int bucket_find(struct span field, size_t *length);
/* Appends the bucket in which the date starts: 2014, 2014-Q2 or 2014-05. False where the date
 * is not that precise: nothing was added. */
bool bucket_add(int bucket, struct span date, struct buf *out);

#endif

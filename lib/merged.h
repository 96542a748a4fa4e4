/* merged: the row that stands for all rows of a judgement, and why they were joined. Uses mem span
 * buf set rec telling merge. A core. */
#ifndef MERGED_H
#define MERGED_H

#include "merge.h"

/* Sets `count`, `origins`, `sources`, `first_reported`, `last_reported`, `conflicts` on the row of
 * merge_strongest; `date` becomes the span of time that fits where the judgement's is not known. */
void merged_write(const struct merge *merge, size_t judgement, struct rec *row);
/* Appends lines that tell which rows were joined and by what. */
void merged_explain(const struct merge *merge, size_t judgement, struct buf *out);

#endif

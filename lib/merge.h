/* merge: the same judgement from many sources as one: which rows tell of it, and what they say.
 * Uses mem span buf set rec vocab telling nearest. A core.
 *
 * Rows are of one judgement where body, subject, area, grade, what is asserted (a denial or a
 * prediction is another statement) and verdict are the same, and their dates fit:
 * - a report's row is of the days from the first on site to publication (WHEN_LAG_DAYS where
 *   none is printed); a row that dates its judgement is of the days that date can mean; rows whose
 *   days overlap are of one judgement, which the most precise row founds; one whose days are
 *   those of several, of the latest;
 * - a row dated by its document alone tells of the last such judgement before it, unless another
 *   grade of the same area came between; rows that no judgement dates are one for as long as no
 *   other grade came between.
 * A record that tells of no judgement is the same as another where all of it is.
 * The result does not depend on the order of the rows. Memory: about 150 bytes a row. */
#ifndef MERGE_H
#define MERGE_H

#include "telling.h"

struct merge;

struct merge *merge_new(void);
void merge_free(struct merge *merge);
/* Rows are numbered in the order they come, from 0. */
void merge_add(struct merge *merge, struct rec *row);
/* Does this row tell of another body or area than the last one added? For input that is sorted by
 * them, so that all before it can be closed. */
bool merge_begins(const struct merge *merge, struct rec *row);
/* After the last row: finds the judgements. */
void merge_close(struct merge *merge);
/* Judgements, in order of body, area, date and grade. */
size_t merge_count(const struct merge *merge);
/* The row whose evidence is the strongest: a report's before others, then confidence, then the
 * earliest document. */
size_t merge_strongest(const struct merge *merge, size_t judgement);
/* Sets `count`, `origins`, `sources`, `first_reported`, `last_reported`, `conflicts` on that row;
 * `date` becomes the span of time that fits where the judgement's is not known. */
void merge_write(const struct merge *merge, size_t judgement, struct rec *row);
/* Appends lines that tell which rows were joined and by what. */
void merge_explain(const struct merge *merge, size_t judgement, struct buf *out);
#endif

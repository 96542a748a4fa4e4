/* merge: the same judgement from many sources as one: which rows tell of it.
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

#include <stdint.h>

#include "buf.h"
#include "set.h"
#include "telling.h"

struct merge_row {
    struct telling told;
    size_t key, place; /* what must be the same; body and area: numbers in their sets */
    size_t doc, origin, id, grade;
    size_t source; /* its document's, with the member */
    uint64_t digest; /* of all that the row says */
    double confidence;
    size_t number;    /* in the order they came */
    size_t judgement; /* that it tells of */
};

struct merge_judgement {
    size_t place, key, grade;
    bool asserted, held;
    long from, to; /* of its most precise row; to is 0 where none is dated */
    size_t era;    /* of its area: how many grades came before */
    size_t first, count, strongest; /* rows, once they are in their order */
    size_t origins;
    long reported, reported_last; /* when its documents were written; 0: not known */
    size_t first_conflict, conflict_count;
};

struct merge {
    struct set *keys, *places, *docs, *origins, *ids, *grades, *sources;
    struct merge_row *rows;
    size_t count, room;
    struct merge_judgement *judgements;
    size_t judgement_count, judgement_room;
    size_t *conflicts; /* judgements, those of one judgement together */
    size_t conflict_count, conflict_room;
    struct merge_slot *slots; /* of each key: for merge alone */
    struct buf key;
};

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
#endif

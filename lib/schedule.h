/* schedule: tables of grades in running documents: rows of councils, columns of areas,
 * years or councils. Uses span mask lexicon scale passage. A core.
 *
 * Cells are parted by tabs or upright strokes. The first row that holds no grade and
 * names what the columns are heads the rows below it, as long as they follow one another.
 */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "passage.h"

enum { SCHEDULE_CELLS_MAX = 16 };

/* What a column's head or a row's cell says. */
struct schedule_cell {
    size_t start, end; /* bytes of the masked sentence, without blanks */
    size_t item;       /* the only one in it; SIZE_MAX: none or several */
    struct span area;  /* that it names; absent: none */
    const struct vocab_authority *authority;
    struct passage_date date; /* no value: none */
    bool grade;               /* it is a grade and nothing else */
};

struct schedule {
    struct schedule_cell heads[SCHEDULE_CELLS_MAX], cells[SCHEDULE_CELLS_MAX];
    size_t head_count, cell_count;
    size_t block;                            /* that the last row was in */
    const struct vocab_authority *authority; /* of the row; NULL: none named */
    bool named;                              /* a row above named one */
    struct span area;                        /* of the row */
    struct passage_date date;                /* of the row */
};

/* Reads the passage's sentence as a row: true where it is one with grades below a head.
 */
bool schedule_read(struct schedule *schedule, struct passage *passage);

#endif

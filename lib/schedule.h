/* schedule: tables of grades in running documents: rows of councils, columns of areas,
 * years or councils. Uses mem span mask lexicon scale passage. A core.
 *
 * Cells are parted by tabs or upright strokes. Three kinds of rows hold grades: those below a
 * head, the first row without a grade, which names what the columns are, as long as rows follow
 * one another; those that name a council before each grade ("Bury | good | Wigan | poor"); and
 * those that name all the councils of one grade ("Three stars | Bury, Wigan"). */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "passage.h"

enum { SCHEDULE_CELLS_MAX = 16, SCHEDULE_ENTRIES_MAX = 40 };

/* What a column's head or a row's cell says. */
struct schedule_cell {
    size_t start, end; /* bytes of the masked sentence, without blanks */
    size_t item;       /* the only one in it; SIZE_MAX: none or several */
    struct span area;  /* that it names; absent: none */
    const struct vocab_authority *authority;
    struct passage_date date; /* no value: none */
    bool grade;               /* it is a grade, perhaps with its date, and nothing else */
};

/* A grade of the row. */
struct schedule_entry {
    size_t item;                             /* the grade */
    const struct vocab_authority *authority; /* NULL: the table names none */
    struct span area;                        /* absent: none named */
    const struct passage_date *date;         /* NULL: none; borrowed from the schedule */
};

struct schedule {
    struct schedule_cell heads[SCHEDULE_CELLS_MAX], cells[SCHEDULE_CELLS_MAX];
    size_t head_count, cell_count;
    struct schedule_entry entries[SCHEDULE_ENTRIES_MAX];
    size_t entry_count;
    size_t block;                            /* that the last row was in */
    const struct vocab_authority *authority; /* of the row; NULL: none named */
    bool named;                              /* a row above named one */
    struct span area;                        /* of the row */
    struct passage_date date;                /* of the row */
};

/* Reads the passage's sentence as a row of a table: true where it is one, its grades in
 * `entries`. */
bool schedule_read(struct schedule *schedule, struct passage *passage);

#endif

/* turns: which of two or three columns each line of a passage came from. Uses mem. A core.
 *
 * A tool has written lines of columns by turns: one of the left, one of the right, or a few of
 * each. The columns are chosen for the passage at once, so that the lines of each go on into each
 * other; a line follows one that stands up to TURNS_REACH above it. */
#ifndef TURNS_H
#define TURNS_H

#include <stdbool.h>
#include <stddef.h>

enum { TURNS_REACH = 20, TURNS_COLUMNS = 3 };

/* Scores are logarithms of likelihoods, in quarters of a nat; 0 is chance. */
struct turns_line {
    int behind[TURNS_REACH + 1]; /* of the line so many above it */
    int first, last;             /* of a column */
    bool fresh;                  /* an empty line stands before it, */
    bool torn;                   /* and that within a sentence, if there are no columns */
};

/* Sets the column of each line, from 0 in the order in which they begin. Returns by how much they
 * are likelier than one column; 0: there is none but one. */
int turns_find(const struct turns_line *lines, size_t count, unsigned char *columns);

#endif

/* outcomes: a CSV of inspection outcomes, as official bodies publish them, to rows.
 * Uses mem span buf utf8 rec table when date places vocab scale. A core, but for outcomes_new.
 *
 * Columns are told by their names (schemas/vocab/record_columns.csv: folded, `_` is a blank). A
 * line is one judgement where there are columns `area` and `grade`; else every column named as an
 * area of the reports (areas.csv) holds a grade, and the line gives as many rows. */
#ifndef OUTCOMES_H
#define OUTCOMES_H

#include "rec.h"
#include "scale.h"
#include "table.h"

struct outcomes;

/* Both borrowed until outcomes_free. Ends the program where the table of columns is not there. */
struct outcomes *outcomes_new(struct places *places, const struct scales *scales);
void outcomes_free(struct outcomes *outcomes);

/* Takes a file's first line. False where it has no column for the authority, a date or grades:
 * *why (static) tells. */
bool outcomes_header(struct outcomes *outcomes, const struct table_row *header, const char **why);
/* Makes row number i of a line; false where it has no more. A cell that is empty gives no row. */
bool outcomes_row(const struct outcomes *outcomes, const struct table_row *line, size_t *i,
                  struct rec *row);

#endif

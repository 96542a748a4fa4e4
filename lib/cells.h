/* cells: records as the rows of a CSV file. Uses mem span buf rec set guard heading table spool.
 *
 * A record is one row, a member one cell; absent, null and "" are the empty cell. Text that a
 * spreadsheet would run has a guard. Columns that are known stand first, in their order, then
 * the others as they came; where the plan names them, as it does.
 *
 * Columns that are not named are known when the last record was read. Until then rows lie in a
 * spool as they will be written, with the columns known so far; a row that came before its last
 * column is widened when it is read again. */
#ifndef CELLS_H
#define CELLS_H

#include "rec.h"
#include "table.h"

struct cells_plan {
    const struct span *fields; /* borrowed; none: those of the records */
    size_t field_count;
    const struct span *numbers; /* borrowed: columns whose cells may be JSON numbers */
    size_t number_count;
    bool no_header, mark, returns; /* byte order mark; CR before LF */
};

/* The plan is borrowed until cells_free. */
struct cells *cells_new(const struct cells_plan *plan);
/* Appends what can be written at once: the record's row where the fields are given, else
 * it is spooled. False and *why (static) where there is no room for its columns: it is
 * left out. */
bool cells_add(struct cells *cells, struct rec *rec, struct buf *out, const char **why);
/* Appends a piece of what was spooled; false when nothing is left. */
bool cells_finish(struct cells *cells, struct buf *out);
/* The columns, once the first row was written, and their names: as in the records, not guarded. */
size_t cells_columns(const struct cells *cells);
struct span cells_name(const struct cells *cells, size_t column);
void cells_free(struct cells *cells);

#endif

/* cells: records as the cells of a spreadsheet, and back. Uses mem span buf rec decimal
 * set table spool.
 *
 * A record is one row, a member one cell; absent, null and "" are the empty cell. A text
 * that a spreadsheet would run as a formula (it begins with = + - @ TAB or CR and is no
 * number) gets an apostrophe in front, and so does a text that begins with apostrophes
 * before such a character: taking one away gives the text back. Source: OWASP, "CSV
 * Injection". */
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

/* Records to CSV. The plan is borrowed until cells_free. */
struct cells *cells_new(const struct cells_plan *plan);
/* Appends what can be written at once: the record's row where the fields are given, else
 * it is spooled. False and *why (static) where there is no room for its columns: it is
 * left out. */
bool cells_add(struct cells *cells, struct rec *rec, struct buf *out, const char **why);
/* Appends a piece of what was spooled; false when nothing is left. */
bool cells_finish(struct cells *cells, struct buf *out);
void cells_free(struct cells *cells);

/* CSV to records, one file: the first row is the header, unless the plan says otherwise.
 */
struct cells_reader *cells_reader_new(const struct cells_plan *plan);
/* Appends the record of a row as JSON, or takes the header and appends nothing. False and
 * *why where the row cannot be read, or is one that table_read could not. */
bool cells_read(struct cells_reader *reader, const struct table_row *row,
                struct buf *json, struct buf *why);
/* Was the header refused? Then no row of the file can be read. */
bool cells_reader_failed(const struct cells_reader *reader);
void cells_reader_free(struct cells_reader *reader);

#endif

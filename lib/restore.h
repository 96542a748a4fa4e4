/* restore: the rows of a CSV file as the records they were made of: what `cells` wrote is given
 * back. Uses mem span buf rec set table guard heading cells. A core.
 *
 * One reader is for one file: its first row is the header, unless the plan says otherwise. */
#ifndef RESTORE_H
#define RESTORE_H

#include "cells.h"

struct restore;

/* The plan is borrowed until restore_free. */
struct restore *restore_new(const struct cells_plan *plan);
/* Appends the record of a row as JSON, or takes the header and appends nothing. False and
 * *why where the row cannot be read, or is one that table_read could not. */
bool restore_row(struct restore *reader, const struct table_row *row, struct buf *json,
                 struct buf *why);
/* Was the header refused? Then no row of the file can be read. */
bool restore_failed(const struct restore *reader);
void restore_free(struct restore *reader);

#endif

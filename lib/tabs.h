/* tabs: the sheets of a workbook of judgements. Uses err mem span buf rec set spool places scale
 * excel field latest entry digest. May end the program while it loads.
 *
 * Add all rows, then finish. Rows are spooled until the columns are known. */
#ifndef TABS_H
#define TABS_H

#include "places.h"
#include "rec.h"
#include "excel.h"

struct tabs;

struct tabs_plan {
    const char *output;  /* where the file will lie, for links to files; NULL: not known */
    size_t rows;         /* at most so many on a sheet of judgements, the header not counted */
};

/* All borrowed until tabs_free. */
struct tabs *tabs_new(struct places *places, const struct tabs_plan *plan);
void tabs_free(struct tabs *tabs);
/* False, and the row is left out, where its columns are too many or without a name: *why (static)
 * tells. True and *why where a text is too long for a cell and was cut. */
bool tabs_add(struct tabs *tabs, struct rec *row, const char **why);
size_t tabs_count(const struct tabs *tabs); /* of rows */
/* Writes all sheets. */
void tabs_write(struct tabs *tabs, struct excel *book);

#endif

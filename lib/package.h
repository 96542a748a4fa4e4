/* package: a CSV of rows described for programs: what each column holds, where it comes from,
 * what made it. Uses err mem span buf hash set rec places decimal guard field cells pretty.
 *
 * Source: Frictionless Data Package 1 (Tabular Data Package, Table Schema, CSV Dialect),
 * specs.frictionlessdata.io. What the description says holds for the CSV: a column is described
 * as the dictionary has it for as long as every cell keeps to that, else by what its cells are. No
 * clock: `created` is there where SOURCE_DATE_EPOCH is set (reproducible-builds.org). Memory: the
 * ids of the rows and the names of their documents. */
#ifndef PACKAGE_H
#define PACKAGE_H

#include "cells.h"
#include "places.h"

struct package_plan {
    const char *path;    /* of the CSV, from the folder of the package */
    const char *license; /* an identifier as OGL-UK-3.0, or an address; NULL: not known */
    bool no_header, returns;
};

struct package;

/* All borrowed until package_free. */
struct package *package_new(struct places *places, const struct package_plan *plan);
void package_free(struct package *package);
/* Takes note of a row that goes into the CSV, and of the CSV's bytes as they are written. */
void package_add(struct package *package, struct rec *row);
void package_bytes(struct package *package, struct span bytes);
/* Appends the description, when all was written. `created`: seconds since 1970, or below 0. */
void package_write(const struct package *package, const struct cells *cells, long long created,
                   struct buf *out);
/* Can a data package name a file so: relative, downward, not hidden? */
bool package_may_name(struct span path);

#endif

/* places: where the registers and rule tables lie, and loading them. Uses err mem span buf opt
 * table. May end the program: a table that cannot be read is named with file and line.
 *
 * The base is $ASSAY_VOCAB, or `schemas` or `share/assay` beside the program's folder, or the share
 * folder of the build's prefix; each folder of -V adds its tables behind those of the base. A
 * folder has vocab/ and rules/. */
#ifndef PLACES_H
#define PLACES_H

#include "opt.h"
#include "table.h"

enum { PLACES_FILE_MAX = 16 * 1024 * 1024 };

struct places;

/* `extra` may be NULL; borrowed until places_free. */
struct places *places_find(const struct opt_texts *extra);
/* All sheets of that name ("vocab/scales.csv"), base first. *count is at least 1. The sheets are
 * the places' own, until places_free. */
struct table_sheet *const *places_load(struct places *places, const char *name, size_t *count);
/* Is the base what came with the program, whose tables its tests have proved? Else a user named it
 * with $ASSAY_VOCAB. */
bool places_shipped(const struct places *places);
/* Row after row of those sheets: while (places_next(&walk)). No other sheets may be loaded
 * meanwhile. */
struct places_walk {
    struct table_sheet *const *sheets;
    size_t count;                    /* of them, with the one that is read */
    const struct table_sheet *sheet; /* that holds the row; borrowed */
    size_t row, next;
};
struct places_walk places_walk(struct places *places, const char *name);
bool places_next(struct places_walk *walk);
/* The row's cell in a column that must be there; ends the program where it is not. */
struct span places_cell(const struct places_walk *walk, const char *column);
/* Number of a column that must be there; ends the program where it is not. */
size_t places_column(const struct table_sheet *sheet, const char *name);
/* These end the program and name file, line, column and value where a cell is no good: */
/* A cell that must not be empty. */
struct span places_filled(const struct table_sheet *sheet, size_t row, size_t column);
/* One of some words, in a list that ends with NULL; an empty cell only where "" is in it. */
struct span places_word(const struct table_sheet *sheet, size_t row, size_t column,
                        const char *const *words);
/* A day (2014-05-23), or empty. */
struct span places_day(const struct table_sheet *sheet, size_t row, size_t column);
/* Ends the program; `why` is said of the cell. */
_Noreturn void places_refuse(const struct table_sheet *sheet, size_t row, size_t column,
                             const char *why);
/* Appends the bytes of a file that is no table ("page/page.css"): the last folder's that has it.
 * Ends the program where none has, or it is larger than PLACES_FILE_MAX. */
void places_bytes(const struct places *places, const char *name, struct buf *bytes);
/* Gives the bytes of every register and table of rules there is, "vocab/areas.csv" and so on: by
 * name, the base's before those of -V. */
void places_each(const struct places *places,
                 void (*take)(void *to, const char *name, struct span bytes), void *to);
void places_free(struct places *places);

#endif

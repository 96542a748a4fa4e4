/* unruled: tables without ruling lines: columns by white strips, rows by gaps, by the lines that
 * stand level, or by how entries begin. Uses mem page boxes. A core. */
#ifndef UNRULED_H
#define UNRULED_H

#include "boxes.h"

enum { UNRULED_COLUMNS_MAX = 24, UNRULED_BOXES_MAX = 2000 };

/* Less wide is no gutter: in points and as a share of the type size. */
extern const float unruled_gutter_points, unruled_gutter_share;

struct unruled {
    struct column_box *boxes; /* borrowed */
    size_t count;
    float edges[UNRULED_COLUMNS_MAX]; /* where each column begins */
    size_t columns;
    size_t *rows; /* by box; the caller's, with room for all */
    size_t row_count;
    size_t left; /* so many boxes stand left of a column of short entries; 0: not known */
};

/* Decides whether the boxes are a table; sorts them by rows, and says which row each is in. Set
 * boxes, count, rows and left. */
bool unruled_find(struct unruled *table);
size_t unruled_column(const struct unruled *table, const struct column_box *box);

#endif

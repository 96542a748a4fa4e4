/* grid: the cells of tables from the ruling lines of a page. Uses mem page.
 *
 * Rules that meet form a grid; where no rule parts two of its fields, they are one cell. A core.
 */
#ifndef GRID_H
#define GRID_H

#include "page.h"

struct grid {
    struct page_box box;
    size_t rows, columns;
    float *xs, *ys; /* columns + 1 and rows + 1 borders */
    /* By field (row * columns + column): the first field of the cell that it belongs to. */
    size_t *cells;
    bool stack; /* horizontal rules alone: rows are known, columns are not */
};

struct grids {
    struct grid *items; /* the smallest first: a grid within a cell of another comes before it */
    size_t count, room;
    struct mem_arena arena;
};

/* Finds the grids of the page. Start with a zeroed struct. */
void grid_find(struct grids *grids, const struct page *page);
/* The cell at this point, as its first field; SIZE_MAX outside. */
size_t grid_cell_at(const struct grid *grid, float x, float y);
void grid_clear(struct grids *grids);
void grid_free(struct grids *grids);

#endif

/* columns: boxes on a page to pieces in reading order: columns, tables without rules, runs of
 * lines. Uses mem page boxes unruled.
 *
 * A recursive cut at the white gutters of the page (Nagy and Seth's XY-cut), where boxes that
 * cross a gutter - headings over two columns - part the columns above from those below. Whether
 * a gutter parts columns of prose or the columns of a table is decided by how the lines on its
 * two sides stand to each other. A core. */
#ifndef COLUMNS_H
#define COLUMNS_H

#include "boxes.h"

enum column_kind {
    COLUMN_RUN, /* lines below each other, those of one height side by side */
    COLUMN_CELL /* of a table without rules */
};

struct column_piece {
    enum column_kind kind;
    size_t first, count; /* of the boxes, as they now stand */
    bool starts_row;     /* a cell that is the first of its row */
};

struct columns {
    struct column_piece *pieces;
    size_t count, room;
};

/* Orders the boxes in place, and says of what they make up. *columns is filled anew. */
void columns_find(struct columns *columns, struct column_box *boxes, size_t count);
void columns_free(struct columns *columns);

#endif

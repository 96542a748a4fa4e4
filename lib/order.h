/* order: sorts the rows of a table by columns of texts. Uses mem span decimal. A core. */
#ifndef ORDER_H
#define ORDER_H

#include "span.h"

/* Where all texts of a column are numbers, they are ordered by value, else by bytes. An
 * absent text is last in either direction. */
struct order_column {
    const struct span *texts; /* of each row, borrowed */
    bool descending;
};

/* Puts the numbers of the rows, 0 to row_count - 1, into `rows` in the order of the first
 * column, then the second, and so on, then their own. */
void order_rows(const struct order_column *columns, size_t column_count, size_t *rows,
                size_t row_count);

#endif

/* seam: a passage of two columns whose lines are there, taken apart at one seam a line.
 * Uses mem span follow fabric. A core. */
#ifndef SEAM_H
#define SEAM_H

#include "fabric.h"

enum {
    SEAM_WORDS_MAX = 40, /* woven lines have below thirty */
    SEAM_LINES_MIN = 3
};

/* Takes lines [from, to), which have no more words than SEAM_WORDS_MAX each, apart where
 * that reads clearly better than they do as they stand; false where it does not. */
bool seam_part(struct fabric *fabric, size_t from, size_t to);

#endif

/* likely: how likely each block of a page is main text. Uses mem span buf document xml flow
 * evidence forest. A core.
 *
 * The forest judges each block by itself; what belongs together is then evened out: the rows of
 * a table, the items of a list, what is built alike. */
#ifndef LIKELY_H
#define LIKELY_H

#include "evidence.h"

struct likely_block {
    double likelihood; /* from 0 to 1; 0 for those of comments */
    float words;
    float linked, function; /* shares of bytes in links, of words such as "the" */
    float ends;             /* 1 where it ends as a sentence does */
};

/* One for each block of the flow, in their order; the caller's to free. */
struct likely_block *likely_read(const struct flow *flow, const struct evidence *evidence);
/* The table or list that the block is a row or item of; 0: none. */
size_t likely_whole(const struct flow *flow, size_t block);

#endif

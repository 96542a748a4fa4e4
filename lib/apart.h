/* apart: which parts of a page speak of something else than the page: what readers wrote below
 * the text, and the entries of a list that leads to other pages. Uses mem span buf utf8 document
 * xml flow byline. A core.
 *
 * The dates and names that stand there are not those of the page. */
#ifndef APART_H
#define APART_H

#include "flow.h"

/* True for the nodes that do; flow->tree->count of them, the caller's to free. */
bool *apart_read(const struct flow *flow);

#endif

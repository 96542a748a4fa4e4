/* article: which parts of a page are its main text. Uses mem span buf utf8 document xml flow linked
 * byline evidence likely cut furniture. A core.
 *
 * The page is cut into blocks (what is set as one paragraph, item, row or heading), each block
 * is judged by what it says, how it is linked, where it stands and what stands around it, and
 * the blocks that belong to the main text are added to the document. */
#ifndef ARTICLE_H
#define ARTICLE_H

#include "document.h"
#include "flow.h"

/* Adds the main text; the heading that repeats document->title is left out of it. */
void article_read(struct document *document, const struct flow *flow);

#endif

/* layout: the pages of a document as positioned words to blocks in reading order.
 * Uses mem span buf utf8 document hyphen page lines paragraph sheet running
 * imprint. A core. */
#ifndef LAYOUT_H
#define LAYOUT_H

#include "document.h"
#include "page.h"

struct layout;

struct layout *layout_new(void);
/* Takes the page's words and rules and leaves it empty. Pages come in order; the sides of a page
 * that is written in more than one direction as pages of the same number. */
void layout_add(struct layout *layout, struct page *page);
/* Adds the blocks of all pages to the document, and its title where the type shows one. */
void layout_write(struct layout *layout, struct document *document);
void layout_free(struct layout *layout);

#endif

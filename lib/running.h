/* running: running heads, feet and page numbers, by what repeats from page to page.
 * Uses mem span buf utf8 page lines. A core. */
#ifndef RUNNING_H
#define RUNNING_H

#include "page.h"

/* Marks the words of all pages that stand in running lines (page_word.running). */
void running_mark(struct page *pages, size_t count);

#endif

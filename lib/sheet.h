/* sheet: one page to paragraphs in reading order: ruled tables, columns, footnotes.
 * Uses mem span buf utf8 page lines grid boxes columns hyphen paragraph. A core. */
#ifndef SHEET_H
#define SHEET_H

#include "paragraph.h"

/* Appends what stands on the page, but for words in running heads. Set body, leading and hyphen
 * of the paragraphs before. */
void sheet_lay(struct paragraphs *paragraphs, const struct page *page);

#endif

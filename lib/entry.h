/* entry: a value as the cell of a workbook: dates, numbers, links, the colours of grades.
 * Uses span buf decimal field excel. */
#ifndef ENTRY_H
#define ENTRY_H

#include "buf.h"
#include "excel.h"

struct entry_place {
    struct excel *book;
    size_t row, column;
};

/* Start with the output alone, the rest zeroed. */
struct entry {
    const char *output; /* where the workbook will lie, for links to files; NULL: not known */
    size_t unlinked;    /* addresses that had to be text */
    struct buf link, number;
};

void entry_free(struct entry *entry);
/* From vermilion for the worst to blue for the best grade of a scale. */
enum excel_style entry_rank_style(long long rank, long long levels);
enum excel_style entry_verdict_style(struct span verdict);
/* A full day as a date, anything else as text. */
void entry_date(struct entry_place cell, struct span text);
/* Is it a number that the application would not change? One with more digits stays text. */
bool entry_exact(struct span raw);
/* A JSON value that is no string. */
void entry_raw(struct entry *entry, struct entry_place cell, struct span raw);
/* An address or path as a link, to a page of it where one is given (above 0). */
void entry_link(struct entry *entry, struct entry_place cell, struct span text, long long page);
/* The first row, and the widths of the columns. */
void entry_header(struct excel *book, const char *const *names, const int *widths, size_t count);

#endif

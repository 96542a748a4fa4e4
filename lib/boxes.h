/* boxes: the boxes that a page is made of - lines and ruled tables - and their orders.
 * Uses mem page. A core. */
#ifndef BOXES_H
#define BOXES_H

#include "page.h"

struct column_box {
    struct page_box box;
    float baseline, size;
    size_t words;   /* how many */
    size_t number;  /* the caller's */
    bool starts;    /* begins with a list's number or bullet */
    bool continues; /* begins in lower case */
    bool figure;    /* a number of few digits */
    bool solid;     /* a thing by itself (a ruled table), never a part of a table */
};

/* The box around all; there must be one at least. */
struct page_box boxes_bounds(const struct column_box *boxes, size_t count);
/* The most common type size: by the words. */
float boxes_size(const struct column_box *boxes, size_t count);
/* Do the two stand on one baseline? */
bool boxes_level(const struct column_box *a, const struct column_box *b);
/* Is this a column of running text: most of its lines long and of several words? */
bool boxes_are_prose(const struct column_box *boxes, size_t count);

void boxes_sort_left(struct column_box *boxes, size_t count);
void boxes_sort_top(struct column_box *boxes, size_t count);
void boxes_sort_baseline(struct column_box *boxes, size_t count);
/* By baseline, those that are level from left to right. */
void boxes_sort_level(struct column_box *boxes, size_t count);

#endif

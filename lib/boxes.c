#include "boxes.h"

#include <math.h>
#include <stdlib.h>

static int compare(float a, float b)
{
    return a < b ? -1 : a > b;
}

static int by_top(const void *a, const void *b)
{
    const struct column_box *x = a, *y = b;
    if (x->box.y0 != y->box.y0)
        return compare(x->box.y0, y->box.y0);
    return x->box.x0 != y->box.x0 ? compare(x->box.x0, y->box.x0)
                                  : compare((float)x->number, (float)y->number);
}

static int by_baseline(const void *a, const void *b)
{
    const struct column_box *x = a, *y = b;
    if (x->baseline != y->baseline)
        return compare(x->baseline, y->baseline);
    return x->box.x0 != y->box.x0 ? compare(x->box.x0, y->box.x0)
                                  : compare((float)x->number, (float)y->number);
}

static int by_left(const void *a, const void *b)
{
    const struct column_box *x = a, *y = b;
    if (x->box.x0 != y->box.x0)
        return compare(x->box.x0, y->box.x0);
    return by_top(a, b);
}

static void sort(struct column_box *boxes, size_t count, int (*by)(const void *, const void *))
{
    if (count)
        qsort(boxes, count, sizeof *boxes, by);
}

struct page_box boxes_bounds(const struct column_box *boxes, size_t count)
{
    struct page_box bounds = boxes[0].box;
    for (size_t i = 1; i < count; i++) {
        bounds.x0 = fminf(bounds.x0, boxes[i].box.x0);
        bounds.y0 = fminf(bounds.y0, boxes[i].box.y0);
        bounds.x1 = fmaxf(bounds.x1, boxes[i].box.x1);
        bounds.y1 = fmaxf(bounds.y1, boxes[i].box.y1);
    }
    return bounds;
}

float boxes_size(const struct column_box *boxes, size_t count)
{
    size_t counts[64] = {0}, best = 10;
    for (size_t i = 0; i < count; i++)
        if (boxes[i].size > 0 && boxes[i].size < 64)
            counts[(size_t)boxes[i].size] += boxes[i].words + 1;
    for (size_t i = 0; i < 64; i++)
        if (counts[i] > counts[best])
            best = i;
    return (float)best + 0.5F;
}

bool boxes_are_prose(const struct column_box *boxes, size_t count)
{
    size_t lines = 0, full = 0, words = 0;
    if (count < 3)
        return false;
    struct page_box bounds = boxes_bounds(boxes, count);
    for (size_t i = 0; i < count; i++) {
        if (boxes[i].solid)
            continue;
        lines++;
        words += boxes[i].words;
        full += boxes[i].box.x1 - boxes[i].box.x0 >= 0.72F * (bounds.x1 - bounds.x0);
    }
    return lines >= 3 && full * 2 >= lines && (float)words >= 3.3F * (float)lines;
}

bool boxes_level(const struct column_box *a, const struct column_box *b)
{
    return fabsf(a->baseline - b->baseline) <= 0.3F * fminf(a->size, b->size);
}

void boxes_sort_level(struct column_box *boxes, size_t count)
{
    sort(boxes, count, by_baseline);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && boxes_level(&boxes[i], &boxes[end]))
            end++;
        sort(boxes + i, end - i, by_left);
        i = end;
    }
}

void boxes_sort_left(struct column_box *boxes, size_t count)
{
    sort(boxes, count, by_left);
}

void boxes_sort_top(struct column_box *boxes, size_t count)
{
    sort(boxes, count, by_top);
}

void boxes_sort_baseline(struct column_box *boxes, size_t count)
{
    sort(boxes, count, by_baseline);
}

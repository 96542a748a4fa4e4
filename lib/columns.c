#include "columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "unruled.h"

enum { DEPTH_MAX = 12, CANDIDATES = 12, TORN_LINES = 3 };

/* A column of page numbers or marks is at most this wide, as a share of the type size. */
static const float narrow = 2.5F;

struct candidate {
    float x, width;
    size_t crossings;
};

struct band {
    size_t first, count;
    size_t left;   /* how many of its boxes stand left of the gutter; they come first */
    bool narrow;   /* right of it are page numbers or the like: the gutter may be any width
                    */
    bool crossing; /* boxes across the gutter, or next to it but nothing for columns */
    bool table;
    float height; /* over which there is something on both sides */
};

static void add_piece(struct columns *columns, struct column_piece piece)
{
    columns->pieces =
        mem_grow(columns->pieces, &columns->room, columns->count + 1, sizeof *columns->pieces);
    columns->pieces[columns->count++] = piece;
}

/* A run from top to bottom. Boxes of nearly one height go from left to right. */
static void add_run(struct columns *columns, struct column_box *all, size_t first, size_t count)
{
    struct column_box *boxes = all + first;
    boxes_sort_baseline(boxes, count);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && !boxes[end].solid && !boxes[i].solid &&
               boxes[end].baseline - boxes[i].baseline <=
                   0.35F * fminf(boxes[end].size, boxes[i].size))
            end++;
        boxes_sort_left(boxes + i, end - i);
        i = end;
    }
    if (count)
        add_piece(columns, (struct column_piece){COLUMN_RUN, first, count, false});
}

/* Is the gutter position inside the box? A hair on either side does not count. */
static int side_of(const struct column_box *box, float gutter)
{
    const float hair = 0.5F;
    if (box->box.x1 <= gutter + hair)
        return -1;
    return box->box.x0 >= gutter - hair ? 1 : 0;
}

/* How a band's boxes are ordered; `left` is known of a table with a narrow column. */
struct table_of {
    struct column_box *all;
    size_t first, count, left;
    int depth;
};

static void order(struct columns *columns, struct column_box *all, size_t first, size_t count,
                  int depth);

static bool side_by_side(const struct column_box *boxes, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (boxes_level(&boxes[i - 1], &boxes[i]))
            return true;
    return false;
}

/* The cells of one row, whose boxes stand by columns; the first `size` of `cells` are their
 * counts. A row of one cell may be made of columns of its own. */
static void add_cells(struct columns *columns, const struct table_of *of, size_t first,
                      const size_t *cells, size_t count)
{
    if (count == 1 && side_by_side(of->all + first, cells[0])) {
        order(columns, of->all, first, cells[0], of->depth + 1);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        add_piece(columns, (struct column_piece){COLUMN_CELL, first, cells[i], i == 0});
        first += cells[i];
    }
}

/* Puts the boxes of each row into the order of its cells. */
static void add_table(struct columns *columns, const struct table_of *of, struct unruled *table)
{
    struct column_box *sorted = mem_new(table->count, sizeof *sorted);
    size_t *cells = mem_new(table->row_count * table->columns, sizeof *cells);
    size_t *counts = mem_new(table->row_count, sizeof *counts);
    size_t placed = 0, rows = 0;
    for (size_t i = 0; i < table->count; rows++) {
        size_t end = i, *own = cells + rows * table->columns;
        while (end < table->count && table->rows[end] == table->rows[i])
            end++;
        for (size_t column = 0; column < table->columns; column++) {
            size_t first = placed;
            for (size_t j = i; j < end; j++)
                if (unruled_column(table, &table->boxes[j]) == column)
                    sorted[placed++] = table->boxes[j];
            if (placed == first && counts[rows] && column + 1 == table->columns)
                continue;
            boxes_sort_level(sorted + first, placed - first);
            own[counts[rows]++] = placed - first;
        }
        i = end;
    }
    memcpy(table->boxes, sorted, placed * sizeof *sorted);
    for (size_t i = 0, first = of->first; i < rows; i++) {
        const size_t *own = cells + i * table->columns;
        size_t count = counts[i], total = 0;
        for (size_t j = 0; j < count; j++)
            total += own[j];
        add_cells(columns, of, first, own, count);
        first += total;
    }
    free(sorted);
    free(cells);
    free(counts);
}

static bool try_table(struct columns *columns, const struct table_of *of)
{
    struct unruled table = {.boxes = of->all + of->first, .count = of->count, .left = of->left};
    table.rows = mem_new(of->count, sizeof *table.rows);
    bool found = unruled_find(&table);
    if (found && columns)
        add_table(columns, of, &table);
    free(table.rows);
    return found;
}

/* Is the band between two heights fit to be read as columns left and right of the gutter?
 */
static bool judge_band(struct column_box *boxes, struct band *band, float gutter)
{
    size_t left = 0, count = band->count;
    struct column_box *own = boxes + band->first;
    float size = boxes_size(own, count);
    boxes_sort_left(own, count);
    while (left < count && side_of(&own[left], gutter) < 0)
        left++;
    band->left = left;
    if (left == 0 || left == count)
        return false;
    struct page_box one = boxes_bounds(own, left), two = boxes_bounds(own + left, count - left);
    float overlap = fminf(one.y1, two.y1) - fmaxf(one.y0, two.y0);
    band->height = overlap;
    band->narrow = two.x1 - two.x0 <= narrow * size;
    bool wide = two.x0 - one.x1 >= fmaxf(unruled_gutter_points, unruled_gutter_share * size);
    if ((!wide && !band->narrow) || overlap <= 0)
        return false;
    struct column_box *copy = mem_new(count, sizeof *copy);
    memcpy(copy, own, count * sizeof *copy);
    band->table = try_table(NULL, &(struct table_of){copy, 0, count, wide ? 0 : left, 0});
    free(copy);
    if (!wide) {
        band->narrow = band->table;
        return band->table;
    }
    band->narrow = false;
    return band->table || (left >= 2 && count - left >= 2) ||
           (overlap > 2 * size &&
            (own[0].solid || own[left].solid || left >= 2 || count - left >= 2));
}

/* Does a line stand as close below another, in the same type, as lines of a paragraph do?
 */
static bool follows(const struct column_box *above, const struct column_box *below)
{
    float gap = below->baseline - above->baseline;
    return !above->solid && !below->solid && gap > 0 && gap <= 1.4F * below->size &&
           fabsf(above->size - below->size) <= 0.1F * below->size;
}

static bool is_alone(const struct column_box *boxes, size_t number, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (i != number && boxes_level(&boxes[i], &boxes[number]))
            return false;
    return true;
}

/* Are these few lines, torn by wide blanks, the middle of a paragraph: as close to the
 * lines across the gutter above and below as its lines are to each other? The first line
 * of one has nothing above, but goes on in lower case below. */
static bool is_torn(const struct column_box *boxes, size_t first, size_t end, size_t count)
{
    size_t lines = 1;
    for (size_t i = first + 1; i < end; i++) {
        bool level = boxes_level(&boxes[i - 1], &boxes[i]);
        if (!level && !follows(&boxes[i - 1], &boxes[i]))
            return false;
        lines += !level;
    }
    return lines <= TORN_LINES && end < count && follows(&boxes[end - 1], &boxes[end]) &&
           (boxes[end].continues || (first && follows(&boxes[first - 1], &boxes[first])));
}

/* How many of the boxes below a line across the gutter are the last, short line of its
 * paragraph, or lines of one that are torn. */
static size_t count_tail(const struct column_box *boxes, size_t first, size_t end, size_t count)
{
    size_t tail = first;
    while (tail && tail < end && follows(&boxes[tail - 1], &boxes[tail]) &&
           is_alone(boxes + first, tail - first, end - first))
        tail++;
    return is_torn(boxes, first, end, count) ? end - first : tail - first;
}

/* How many of the boxes at the top of a band are a heading over one of its columns alone: in
 * larger type than the rest, with nothing beside them. */
static size_t count_heading(const struct column_box *boxes, size_t first, size_t end)
{
    size_t head = first;
    float size = boxes_size(boxes + first, end - first);
    while (head + 1 < end && !boxes[head].solid && boxes[head].size > 1.15F * size &&
           boxes[head + 1].box.y0 >= boxes[head].box.y1 - 0.3F * size)
        head++;
    return head - first;
}

static void add_band(struct band *bands, size_t *count, struct band band)
{
    struct band *last = *count ? &bands[*count - 1] : NULL;
    if (last && last->crossing && band.crossing)
        last->count += band.count;
    else
        bands[(*count)++] = band;
}

/* Parts boxes (sorted by top) into bands. Returns the height that is set in columns, less
 * a line for each time that they begin anew: a strip that lines keep crossing is no
 * gutter. */
static float make_bands(struct column_box *boxes, size_t count, float gutter, struct band *bands,
                        size_t *band_count)
{
    float height = 0, again = count ? 1.5F * boxes_size(boxes, count) : 0;
    *band_count = 0;
    for (size_t i = 0; i < count;) {
        bool crossing = side_of(&boxes[i], gutter) == 0;
        size_t end = i + 1;
        while (end < count && (side_of(&boxes[end], gutter) == 0) == crossing)
            end++;
        size_t tail = crossing ? 0 : count_tail(boxes, i, end, count);
        if (!crossing && !tail)
            tail = count_heading(boxes, i, end);
        if (tail) {
            add_band(bands, band_count,
                     (struct band){.first = i, .count = tail, .crossing = true});
            i += tail;
            continue;
        }
        struct band band = {.first = i, .count = end - i, .crossing = crossing};
        if (!crossing) {
            band.crossing = !judge_band(boxes, &band, gutter);
            if (!band.crossing)
                height += fmaxf(band.height - again, 1);
        }
        add_band(bands, band_count, band);
        i = end;
    }
    return height;
}

/* Where boxes begin or end along the width of the page. */
struct edge {
    float x;
    int step;
};

static int by_place(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->x != y->x)
        return x->x < y->x ? -1 : 1;
    return x->step - y->step;
}

/* Keeps the least crossed, of those the widest. */
static size_t keep_candidate(struct candidate *candidates, size_t count, struct candidate found)
{
    size_t at = count < CANDIDATES ? count : CANDIDATES;
    while (at && (candidates[at - 1].crossings > found.crossings ||
                  (candidates[at - 1].crossings == found.crossings &&
                   candidates[at - 1].width < found.width))) {
        if (at < CANDIDATES)
            candidates[at] = candidates[at - 1];
        at--;
    }
    if (at < CANDIDATES)
        candidates[at] = found;
    return count < CANDIDATES ? count + 1 : CANDIDATES;
}

/* Places of the white strips: where fewer boxes lie than on either side. */
static size_t find_candidates(const struct column_box *boxes, size_t count,
                              struct candidate candidates[CANDIDATES])
{
    struct edge *edges = mem_new(2 * count, sizeof *edges);
    size_t found = 0, crossings = 0;
    bool fell = false;
    for (size_t i = 0; i < count; i++) {
        edges[2 * i] = (struct edge){boxes[i].box.x0, 1};
        edges[2 * i + 1] = (struct edge){boxes[i].box.x1, -1};
    }
    qsort(edges, 2 * count, sizeof *edges, by_place);
    for (size_t i = 0; i + 1 < 2 * count; i++) {
        float width = edges[i + 1].x - edges[i].x;
        crossings = edges[i].step > 0 ? crossings + 1 : crossings - 1;
        fell = edges[i].step < 0 || (fell && width <= 0);
        /* A strip begins where a box has ended and ends where one begins. */
        if (fell && edges[i + 1].step > 0 && crossings < count && width > 0)
            found = keep_candidate(candidates, found,
                                   (struct candidate){edges[i].x + width / 2, width, crossings});
    }
    free(edges);
    return found;
}

static void order_bands(struct columns *columns, struct column_box *all, size_t first,
                        const struct band *bands, size_t band_count, int depth)
{
    for (size_t i = 0; i < band_count; i++) {
        const struct band *band = &bands[i];
        size_t start = first + band->first;
        if (band->crossing) {
            order(columns, all, start, band->count, depth + 1);
            continue;
        }
        struct table_of of = {all, start, band->count, band->narrow ? band->left : 0, depth};
        if (!band->table || !try_table(columns, &of)) {
            boxes_sort_left(all + start, band->count);
            order(columns, all, start, band->left, depth + 1);
            order(columns, all, start + band->left, band->count - band->left, depth + 1);
        }
    }
}

/* Does a line in large type stand in the gutter, with text beside it on both sides? So a quote is
 * set apart that the columns run around. (Boxes are sorted by top.) */
static bool is_inset(const struct column_box *boxes, size_t number, size_t count, float gutter)
{
    enum { NEIGHBOURS = 40 };
    const float larger = 1.15F;
    const struct column_box *box = &boxes[number];
    size_t from = number > NEIGHBOURS ? number - NEIGHBOURS : 0;
    bool left = false, right = false;
    if (side_of(box, gutter) != 0 || box->solid)
        return false;
    for (size_t i = from; i < count && i < number + NEIGHBOURS; i++) {
        const struct column_box *other = &boxes[i];
        if (i == number || other->box.y1 <= box->box.y0 || other->box.y0 >= box->box.y1 ||
            box->size < larger * other->size || other->solid || other->words < 2)
            continue;
        left = left || other->box.x1 < box->box.x0;
        right = right || other->box.x0 > box->box.x1;
    }
    return left && right;
}

/* Moves what is set into the gutter behind the other boxes; returns how many those are. */
static size_t set_apart(struct column_box *boxes, size_t count, float gutter)
{
    struct column_box *insets = mem_new(count, sizeof *insets);
    bool *inset = mem_new(count, sizeof *inset);
    size_t kept = 0, moved = 0;
    const struct column_box *last = NULL; /* of a quote; what goes on below it is part of it */
    for (size_t i = 0; i < count; i++) {
        bool below = last && side_of(&boxes[i], gutter) == 0 && boxes[i].size == last->size &&
                     boxes[i].baseline - last->baseline <= 1.6F * last->size;
        inset[i] = below || is_inset(boxes, i, count, gutter);
        if (inset[i])
            last = &boxes[i];
    }
    for (size_t i = 0; i < count; i++)
        if (inset[i])
            insets[moved++] = boxes[i];
        else
            boxes[kept++] = boxes[i];
    memcpy(boxes + kept, insets, moved * sizeof *insets);
    free(insets);
    free(inset);
    return kept;
}

static void order(struct columns *columns, struct column_box *all, size_t first, size_t count,
                  int depth)
{
    struct column_box *boxes = all + first;
    struct candidate candidates[CANDIDATES];
    float best = 0, gutter = 0;
    if (count == 0)
        return;
    size_t found = count > 1 && depth < DEPTH_MAX ? find_candidates(boxes, count, candidates) : 0;
    struct band *bands = found ? mem_new(count, sizeof *bands) : NULL;
    size_t band_count = 0;
    for (size_t i = 0; i < found; i++) {
        boxes_sort_top(boxes, count);
        size_t kept = set_apart(boxes, count, candidates[i].x);
        float height = make_bands(boxes, kept, candidates[i].x, bands, &band_count);
        if (height > best) {
            best = height;
            gutter = candidates[i].x;
        }
    }
    if (best > 0) {
        boxes_sort_top(boxes, count);
        size_t kept = set_apart(boxes, count, gutter);
        make_bands(boxes, kept, gutter, bands, &band_count);
        order_bands(columns, all, first, bands, band_count, depth);
        order(columns, all, first + kept, count - kept, depth + 1);
    } else {
        add_run(columns, all, first, count);
    }
    free(bands);
}

void columns_find(struct columns *columns, struct column_box *boxes, size_t count)
{
    columns->count = 0;
    /* Figures stand flush right: their left ends would make the strip beside them ragged.
     */
    for (size_t i = 0; i < count; i++)
        if (boxes[i].figure)
            boxes[i].box.x0 = fmaxf(boxes[i].box.x0, boxes[i].box.x1 - 0.5F * boxes[i].size);
    order(columns, boxes, 0, count, 0);
}

void columns_free(struct columns *columns)
{
    free(columns->pieces);
    *columns = (struct columns){0};
}

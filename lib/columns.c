#include "columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 12, CANDIDATES = 12, TABLE_COLUMNS = 24, TABLE_BOXES = 2000, ROW_WORDS = 9 };

/* A white strip between columns is at least so wide, as a share of the type size and in points. */
static const float gutter_share = 0.75F, gutter_points = 6.0F;

/* A column of page numbers or marks is at most this wide, as a share of the type size. */
static const float narrow = 2.5F;

struct candidate {
    float x, width;
    size_t crossings;
};

struct band {
    size_t first, count;
    size_t left;   /* how many of its boxes stand left of the gutter; they come first */
    bool narrow;   /* right of it are page numbers or the like: the gutter may be any width */
    bool crossing; /* boxes across the gutter, or next to it but nothing for columns */
    bool table;
};

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

static struct page_box bounds_of(const struct column_box *boxes, size_t count)
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

/* The most common type size: by the words. */
static float size_of(const struct column_box *boxes, size_t count)
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
    sort(boxes, count, by_baseline);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && !boxes[end].solid && !boxes[i].solid &&
               boxes[end].baseline - boxes[i].baseline <=
                   0.35F * fminf(boxes[end].size, boxes[i].size))
            end++;
        sort(boxes + i, end - i, by_left);
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

/* A column of running text: most of its lines are long and have several words. */
static bool is_prose(const struct column_box *boxes, size_t count)
{
    size_t lines = 0, full = 0, words = 0;
    if (count < 3)
        return false;
    struct page_box bounds = bounds_of(boxes, count);
    for (size_t i = 0; i < count; i++) {
        if (boxes[i].solid)
            continue;
        lines++;
        words += boxes[i].words;
        full += boxes[i].box.x1 - boxes[i].box.x0 >= 0.72F * (bounds.x1 - bounds.x0);
    }
    return lines >= 3 && full * 2 >= lines && (float)words >= 3.3F * (float)lines;
}

/* --- Tables without rules --- */

struct table {
    struct column_box *boxes;
    size_t count;
    float edges[TABLE_COLUMNS]; /* where each column begins */
    size_t columns;
    size_t *rows; /* by box */
    size_t row_count;
    size_t left;  /* so many boxes stand left of a column of short entries; 0: not known */
};

/* Columns of the table: stretches of the page's width that are parted by white strips. */
static bool find_columns(struct table *table, float size)
{
    float gap = fmaxf(gutter_points, gutter_share * size), right = -INFINITY;
    sort(table->boxes, table->count, by_left);
    table->columns = 0;
    if (table->left) {
        table->edges[0] = table->boxes[0].box.x0;
        table->edges[1] = table->boxes[table->left].box.x0;
        table->columns = 2;
        return true;
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct page_box *box = &table->boxes[i].box;
        if (table->columns == 0 || box->x0 - right >= gap) {
            if (table->columns == TABLE_COLUMNS)
                return false;
            table->edges[table->columns++] = box->x0;
        }
        right = fmaxf(right, box->x1);
    }
    return table->columns >= 2;
}

static size_t column_of(const struct table *table, const struct column_box *box)
{
    size_t column = table->columns - 1;
    while (column && box->box.x0 < table->edges[column])
        column--;
    return column;
}

/* The least distance between lines of one column: that of lines within a paragraph. */
static float pitch_of(const struct table *table, float size)
{
    float last[TABLE_COLUMNS], pitch = 1.3F * size; /* no wider than that */
    for (size_t i = 0; i < table->columns; i++)
        last[i] = -INFINITY;
    for (size_t i = 0; i < table->count; i++) {
        size_t column = column_of(table, &table->boxes[i]);
        float step = table->boxes[i].baseline - last[column];
        if (step > 0.8F * size)
            pitch = fminf(pitch, step);
        last[column] = table->boxes[i].baseline;
    }
    return pitch;
}

/* Rows parted by white bands over the full width that are wider than those between lines. */
static size_t rows_by_gaps(struct table *table, float size)
{
    float bottom = -INFINITY, pitch = pitch_of(table, size);
    const struct column_box *label = NULL;
    size_t row = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct column_box *box = &table->boxes[i];
        if (i && box->box.y0 - bottom > pitch - 0.97F * size + 0.22F * size)
            row++;
        else if (label && column_of(table, box) == 0 && fabsf(label->size - box->size) > 1 &&
                 box->box.y0 >= bottom - 0.1F * size)
            row++; /* a heading in other type */
        if (column_of(table, box) == 0)
            label = box;
        table->rows[i] = row;
        bottom = fmaxf(bottom, box->box.y1);
    }
    return row + 1;
}

static bool level(const struct column_box *a, const struct column_box *b)
{
    return fabsf(a->baseline - b->baseline) <= 0.3F * fminf(a->size, b->size);
}

/* The lines of one cell. */
struct extent {
    const struct column_box *first, *last;
    size_t lines;
};

static void extents_of(const struct table *table, size_t from, size_t to,
                       struct extent extents[TABLE_COLUMNS])
{
    memset(extents, 0, TABLE_COLUMNS * sizeof *extents);
    for (size_t i = from; i < to; i++) {
        struct extent *extent = &extents[column_of(table, &table->boxes[i])];
        if (!extent->first)
            extent->first = &table->boxes[i];
        if (!extent->last || !level(extent->last, &table->boxes[i]))
            extent->lines++;
        extent->last = &table->boxes[i];
    }
}

/* Do the cells of a row hold together: at the top, the bottom or the middle? */
static bool aligned(const struct extent *a, const struct extent *b)
{
    float middle = (a->first->baseline + a->last->baseline) / 2;
    float other = (b->first->baseline + b->last->baseline) / 2;
    return level(a->first, b->first) || level(a->last, b->last) ||
           fabsf(middle - other) <= 0.4F * a->first->size;
}

struct tally {
    size_t full, aligned, lines, cells, longest, words;
};

static struct tally tally_rows(const struct table *table)
{
    struct tally tally = {0};
    for (size_t i = 0; i < table->count; i++)
        tally.words += table->boxes[i].words;
    for (size_t i = 0; i < table->count;) {
        size_t end = i;
        while (end < table->count && table->rows[end] == table->rows[i])
            end++;
        struct extent extents[TABLE_COLUMNS];
        extents_of(table, i, end, extents);
        size_t cells = 0;
        bool all = true;
        const struct extent *one = NULL;
        for (size_t column = 0; column < table->columns; column++) {
            const struct extent *extent = &extents[column];
            if (!extent->first)
                continue;
            cells++;
            tally.lines += extent->lines;
            if (extent->lines > tally.longest)
                tally.longest = extent->lines;
            all = all && (!one || aligned(one, extent));
            one = one ? one : extent;
        }
        tally.cells += cells;
        tally.full += cells >= 2;
        tally.aligned += cells >= 2 && all;
        i = end;
    }
    return tally;
}

static size_t prose_columns(const struct table *table)
{
    struct column_box *boxes = mem_new(table->count, sizeof *boxes);
    size_t prose = 0;
    for (size_t column = 0; column < table->columns; column++) {
        size_t count = 0;
        for (size_t i = 0; i < table->count; i++)
            if (column_of(table, &table->boxes[i]) == column)
                boxes[count++] = table->boxes[i];
        prose += is_prose(boxes, count);
    }
    free(boxes);
    return prose;
}

/* Rows of a table that is set without any space between them: a row begins where a line of the
 * first column stands level with one of another, or begins with a number. */
static size_t rows_by_lines(struct table *table)
{
    size_t row = 0, others = 0, matched = 0, low = 0;
    const struct column_box *label = NULL;
    for (size_t i = 0; i < table->count; i++) {
        const struct column_box *box = &table->boxes[i];
        if (column_of(table, box) == 0) {
            bool partner = i + 1 < table->count && level(box, &table->boxes[i + 1]) &&
                           column_of(table, &table->boxes[i + 1]) > 0;
            if (label && !box->continues && (partner || box->starts))
                row++;
            label = box;
        } else {
            others++;
            low += box->continues;
            matched += label && level(label, box);
        }
        table->rows[i] = row;
    }
    return matched * 10 >= others * 7 && low * 2 < others ? row + 1 : 0;
}

/* Are the boxes [first, end) of one row so many rows, set without any space between them? Each
 * line of the first column has one of another level with it, and begins anew. */
static bool is_several(const struct table *table, size_t first, size_t end)
{
    size_t labels = 0;
    for (size_t i = first; i < end;) {
        size_t next = i + 1;
        while (next < end && level(&table->boxes[i], &table->boxes[next]))
            next++;
        if (next - i < 2 || column_of(table, &table->boxes[i]) || table->boxes[i].continues ||
            column_of(table, &table->boxes[i + 1]) == 0)
            return false;
        labels++;
        i = next;
    }
    return labels >= 2;
}

static size_t split_rows(struct table *table)
{
    size_t row = 0;
    for (size_t i = 0; i < table->count;) {
        size_t end = i, old = table->rows[i];
        while (end < table->count && table->rows[end] == old)
            end++;
        bool several = is_several(table, i, end);
        for (size_t j = i; j < end; j++) {
            row += j && (j == i || (several && !level(&table->boxes[j - 1], &table->boxes[j])));
            table->rows[j] = row;
        }
        i = end;
    }
    return row + 1;
}

/* Lines of one column to entries: one begins with a capital or a number. */
static size_t number_entries(const struct table *table, size_t column, size_t *entries)
{
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++) {
        if (column_of(table, &table->boxes[i]) != column)
            continue;
        count += count == 0 || !table->boxes[i].continues;
        entries[i] = count - 1;
    }
    return count;
}

/* Boxes and their rows, in the order of the rows. */
static void sort_rows(struct table *table, size_t rows)
{
    struct column_box *sorted = mem_new(table->count, sizeof *sorted);
    size_t *numbers = mem_new(table->count, sizeof *numbers), placed = 0;
    size_t *starts = mem_new(rows + 1, sizeof *starts);
    for (size_t i = 0; i < table->count; i++)
        starts[table->rows[i] + 1]++;
    for (size_t i = 1; i <= rows; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < table->count; i++) {
        placed = starts[table->rows[i]]++;
        sorted[placed] = table->boxes[i];
        numbers[placed] = table->rows[i];
    }
    memcpy(table->boxes, sorted, table->count * sizeof *sorted);
    memcpy(table->rows, numbers, table->count * sizeof *numbers);
    free(sorted);
    free(numbers);
    free(starts);
}

/* Rows of a table of two columns without any space between them, wherever in its row an entry
 * stands: as many entries on the left as on the right, each beside its own. */
static size_t rows_by_entries(struct table *table)
{
    size_t rows = number_entries(table, 0, table->rows), words = 0, lines = 0;
    if (table->columns != 2 || rows < 2 || number_entries(table, 1, table->rows) != rows)
        return 0;
    sort_rows(table, rows);
    for (size_t i = 0; i < table->count;) {
        size_t end = i;
        struct page_box extents[2] = {{0, INFINITY, 0, -INFINITY}, {0, INFINITY, 0, -INFINITY}};
        for (; end < table->count && table->rows[end] == table->rows[i]; end++) {
            const struct column_box *box = &table->boxes[end];
            struct page_box *extent = &extents[column_of(table, box) > 0];
            extent->y0 = fminf(extent->y0, box->box.y0);
            extent->y1 = fmaxf(extent->y1, box->box.y1);
            words += extent == &extents[1] ? box->words : 0;
            lines += extent == &extents[1];
        }
        float height = fminf(extents[0].y1 - extents[0].y0, extents[1].y1 - extents[1].y0);
        float overlap = fminf(extents[0].y1, extents[1].y1) - fmaxf(extents[0].y0, extents[1].y0);
        if (overlap < 0.6F * height)
            return 0;
        i = end;
    }
    return words <= 6 * lines ? rows : 0;
}

/* Sorted by height, those that are level from left to right. */
static void sort_level(struct column_box *boxes, size_t count)
{
    sort(boxes, count, by_baseline);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && level(&boxes[i], &boxes[end]))
            end++;
        sort(boxes + i, end - i, by_left);
        i = end;
    }
}

/* Decides whether the boxes are a table, and finds its rows. */
static bool find_table(struct table *table)
{
    float size = size_of(table->boxes, table->count);
    for (size_t i = 0; i < table->count; i++)
        if (table->boxes[i].solid)
            return false;
    if (table->count > TABLE_BOXES || !find_columns(table, size))
        return false;
    sort_level(table->boxes, table->count);
    size_t prose = prose_columns(table);
    table->row_count = rows_by_gaps(table, size);
    if (prose < table->columns)
        table->row_count = split_rows(table);
    struct tally tally = tally_rows(table);
    bool regular = tally.full * 10 >= table->row_count * 6 && tally.aligned * 10 >= tally.full * 8;
    if (prose == table->columns)
        return table->row_count >= 3 && regular && tally.lines <= 4 * tally.cells &&
               tally.longest <= 8;
    if (table->row_count >= 2 && regular && tally.lines <= 4 * tally.cells)
        return true;
    if (table->row_count == 1 && tally.full && tally.aligned && tally.longest <= 3 &&
        tally.words <= ROW_WORDS * table->columns)
        return true;
    table->row_count = rows_by_entries(table);
    if (table->row_count)
        return true;
    sort_level(table->boxes, table->count);
    table->row_count = rows_by_lines(table);
    return table->row_count > 0 && !prose;
}

static int by_cell(const void *a, const void *b)
{
    const struct column_box *x = a, *y = b;
    return compare(x->baseline, y->baseline);
}

/* Puts the boxes of each row into the order of its cells. */
static void add_table(struct columns *columns, const struct column_box *all, struct table *table)
{
    struct column_box *sorted = mem_new(table->count, sizeof *sorted);
    size_t placed = 0;
    for (size_t i = 0; i < table->count;) {
        size_t end = i;
        while (end < table->count && table->rows[end] == table->rows[i])
            end++;
        bool starts = true;
        for (size_t column = 0; column < table->columns; column++) {
            size_t first = placed;
            for (size_t j = i; j < end; j++)
                if (column_of(table, &table->boxes[j]) == column)
                    sorted[placed++] = table->boxes[j];
            if (placed == first && !starts && column + 1 == table->columns)
                continue;
            sort(sorted + first, placed - first, by_cell);
            add_piece(columns, (struct column_piece){
                                   COLUMN_CELL, (size_t)(table->boxes - all) + first,
                                   placed - first, starts});
            starts = false;
        }
        i = end;
    }
    if (placed)
        memcpy(table->boxes, sorted, placed * sizeof *sorted);
    free(sorted);
}

static bool try_table(struct columns *columns, struct column_box *all, size_t first,
                      size_t count, size_t left)
{
    struct table table = {.boxes = all + first, .count = count, .left = left};
    table.rows = mem_new(count, sizeof *table.rows);
    bool found = find_table(&table);
    if (found && columns)
        add_table(columns, all, &table);
    free(table.rows);
    return found;
}

/* --- The cut --- */

/* Is the band between two heights fit to be read as columns left and right of the gutter? */
static bool judge_band(struct column_box *boxes, struct band *band, float gutter)
{
    size_t left = 0, count = band->count;
    struct column_box *own = boxes + band->first;
    float size = size_of(own, count);
    sort(own, count, by_left);
    while (left < count && side_of(&own[left], gutter) < 0)
        left++;
    band->left = left;
    if (left == 0 || left == count)
        return false;
    struct page_box one = bounds_of(own, left), two = bounds_of(own + left, count - left);
    float overlap = fminf(one.y1, two.y1) - fmaxf(one.y0, two.y0);
    band->narrow = two.x1 - two.x0 <= narrow * size;
    bool wide = two.x0 - one.x1 >= fmaxf(gutter_points, gutter_share * size);
    if ((!wide && !band->narrow) || overlap <= 0)
        return false;
    struct column_box *copy = mem_new(count, sizeof *copy);
    memcpy(copy, own, count * sizeof *copy);
    band->table = try_table(NULL, copy, 0, count, wide ? 0 : left);
    free(copy);
    if (!wide) {
        band->narrow = band->table;
        return band->table;
    }
    band->narrow = false;
    return band->table || (left >= 2 && count - left >= 2) ||
           (overlap > 2 * size && (own[0].solid || own[left].solid || left >= 2 ||
                                   count - left >= 2));
}

/* Parts boxes (sorted by top) into bands. Returns the height that is set in columns. */
static float make_bands(struct column_box *boxes, size_t count, float gutter, struct band *bands,
                        size_t *band_count)
{
    float height = 0;
    *band_count = 0;
    for (size_t i = 0; i < count;) {
        bool crossing = side_of(&boxes[i], gutter) == 0;
        size_t end = i + 1;
        while (end < count && (side_of(&boxes[end], gutter) == 0) == crossing)
            end++;
        struct band band = {.first = i, .count = end - i, .crossing = crossing};
        if (!crossing) {
            struct page_box bounds = bounds_of(boxes + i, end - i);
            band.crossing = !judge_band(boxes, &band, gutter);
            if (!band.crossing)
                height += bounds.y1 - bounds.y0;
        }
        struct band *last = *band_count ? &bands[*band_count - 1] : NULL;
        if (last && last->crossing && band.crossing)
            last->count += band.count;
        else
            bands[(*band_count)++] = band;
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
    return x->x != y->x ? compare(x->x, y->x) : x->step - y->step;
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
        if (fell && edges[i + 1].step > 0 && crossings * 2 <= count && width > 0)
            found = keep_candidate(candidates, found,
                                   (struct candidate){edges[i].x + width / 2, width, crossings});
    }
    free(edges);
    return found;
}

static void order(struct columns *columns, struct column_box *all, size_t first, size_t count,
                  int depth);

static void order_bands(struct columns *columns, struct column_box *all, size_t first,
                        const struct band *bands, size_t band_count, int depth)
{
    for (size_t i = 0; i < band_count; i++) {
        const struct band *band = &bands[i];
        size_t start = first + band->first;
        if (band->crossing) {
            order(columns, all, start, band->count, depth + 1);
        } else if (!band->table || !try_table(columns, all, start, band->count,
                                            band->narrow ? band->left : 0)) {
            sort(all + start, band->count, by_left);
            order(columns, all, start, band->left, depth + 1);
            order(columns, all, start + band->left, band->count - band->left, depth + 1);
        }
    }
}

static void order(struct columns *columns, struct column_box *all, size_t first, size_t count,
                  int depth)
{
    struct column_box *boxes = all + first;
    struct candidate candidates[CANDIDATES];
    float best = 0, gutter = 0;
    if (count == 0)
        return;
    size_t found = count > 1 && depth < DEPTH_MAX
                       ? find_candidates(boxes, count, candidates)
                       : 0;
    struct band *bands = found ? mem_new(count, sizeof *bands) : NULL;
    size_t band_count = 0;
    for (size_t i = 0; i < found; i++) {
        sort(boxes, count, by_top);
        float height = make_bands(boxes, count, candidates[i].x, bands, &band_count);
        if (height > best) {
            best = height;
            gutter = candidates[i].x;
        }
    }
    if (best > 0) {
        sort(boxes, count, by_top);
        make_bands(boxes, count, gutter, bands, &band_count);
        order_bands(columns, all, first, bands, band_count, depth);
    } else {
        add_run(columns, all, first, count);
    }
    free(bands);
}

void columns_find(struct columns *columns, struct column_box *boxes, size_t count)
{
    columns->count = 0;
    /* Figures stand flush right: their left ends would make the strip beside them ragged. */
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

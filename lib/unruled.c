#include "unruled.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_WORDS = 9 }; /* in a cell of a table of one row */

const float unruled_gutter_points = 6.0F, unruled_gutter_share = 0.75F;

/* Columns of the table: stretches of the page's width that are parted by white strips. */
static bool find_columns(struct unruled *table, float size)
{
    float gap = fmaxf(unruled_gutter_points, unruled_gutter_share * size), right = -INFINITY;
    boxes_sort_left(table->boxes, table->count);
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
            if (table->columns == UNRULED_COLUMNS_MAX)
                return false;
            table->edges[table->columns++] = box->x0;
        }
        right = fmaxf(right, box->x1);
    }
    return table->columns >= 2;
}

size_t unruled_column(const struct unruled *table, const struct column_box *box)
{
    size_t column = table->columns - 1;
    while (column && box->box.x0 < table->edges[column])
        column--;
    return column;
}

/* The least distance between lines of one column: that of lines within a paragraph. */
static float pitch_of(const struct unruled *table, float size)
{
    float last[UNRULED_COLUMNS_MAX], pitch = 1.3F * size; /* no wider than that */
    for (size_t i = 0; i < table->columns; i++)
        last[i] = -INFINITY;
    for (size_t i = 0; i < table->count; i++) {
        size_t column = unruled_column(table, &table->boxes[i]);
        float step = table->boxes[i].baseline - last[column];
        if (step > 0.8F * size)
            pitch = fminf(pitch, step);
        last[column] = table->boxes[i].baseline;
    }
    return pitch;
}

/* Rows parted by white bands over the full width that are wider than those between lines. */
static size_t rows_by_gaps(struct unruled *table, float size)
{
    float bottom = -INFINITY, pitch = pitch_of(table, size);
    const struct column_box *label = NULL;
    size_t row = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct column_box *box = &table->boxes[i];
        if (i && box->box.y0 - bottom > pitch - 0.97F * size + 0.22F * size)
            row++;
        else if (label && unruled_column(table, box) == 0 && fabsf(label->size - box->size) > 1 &&
                 box->box.y0 >= bottom - 0.1F * size)
            row++; /* a heading in other type */
        if (unruled_column(table, box) == 0)
            label = box;
        table->rows[i] = row;
        bottom = fmaxf(bottom, box->box.y1);
    }
    return row + 1;
}

/* The lines of one cell. */
struct extent {
    const struct column_box *first, *last;
    size_t lines;
};

static void extents_of(const struct unruled *table, size_t from, size_t to,
                       struct extent extents[UNRULED_COLUMNS_MAX])
{
    memset(extents, 0, UNRULED_COLUMNS_MAX * sizeof *extents);
    for (size_t i = from; i < to; i++) {
        struct extent *extent = &extents[unruled_column(table, &table->boxes[i])];
        if (!extent->first)
            extent->first = &table->boxes[i];
        if (!extent->last || !boxes_level(extent->last, &table->boxes[i]))
            extent->lines++;
        extent->last = &table->boxes[i];
    }
}

/* Do the cells of a row hold together: at the top, the bottom or the middle? */
static bool aligned(const struct extent *a, const struct extent *b)
{
    float middle = (a->first->baseline + a->last->baseline) / 2;
    float other = (b->first->baseline + b->last->baseline) / 2;
    return boxes_level(a->first, b->first) || boxes_level(a->last, b->last) ||
           fabsf(middle - other) <= 0.4F * a->first->size;
}

struct tally {
    size_t full, aligned, lines, cells, longest, words;
};

static struct tally tally_rows(const struct unruled *table)
{
    struct tally tally = {0};
    for (size_t i = 0; i < table->count; i++)
        tally.words += table->boxes[i].words;
    for (size_t i = 0; i < table->count;) {
        size_t end = i;
        while (end < table->count && table->rows[end] == table->rows[i])
            end++;
        struct extent extents[UNRULED_COLUMNS_MAX];
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

static size_t prose_columns(const struct unruled *table)
{
    struct column_box *boxes = mem_new(table->count, sizeof *boxes);
    size_t prose = 0;
    for (size_t column = 0; column < table->columns; column++) {
        size_t count = 0;
        for (size_t i = 0; i < table->count; i++)
            if (unruled_column(table, &table->boxes[i]) == column)
                boxes[count++] = table->boxes[i];
        prose += boxes_are_prose(boxes, count);
    }
    free(boxes);
    return prose;
}

/* Rows of a table that is set without any space between them: a row begins where a line of the
 * first column stands level with one of another, or begins with a number. */
static size_t rows_by_lines(struct unruled *table)
{
    size_t row = 0, others = 0, matched = 0, low = 0;
    const struct column_box *label = NULL;
    for (size_t i = 0; i < table->count; i++) {
        const struct column_box *box = &table->boxes[i];
        if (unruled_column(table, box) == 0) {
            bool partner = i + 1 < table->count && boxes_level(box, &table->boxes[i + 1]) &&
                           unruled_column(table, &table->boxes[i + 1]) > 0;
            if (label && !box->continues && (partner || box->starts))
                row++;
            label = box;
        } else {
            others++;
            low += box->continues;
            matched += label && boxes_level(label, box);
        }
        table->rows[i] = row;
    }
    return matched * 10 >= others * 7 && low * 2 < others ? row + 1 : 0;
}

/* Rows of prose with short notes beside it, as minutes have for who is to act: each note begins
 * level with the first line of what it is about. */
static size_t rows_by_notes(struct unruled *table, float size)
{
    const float close = 1.4F; /* between lines of one note or paragraph, in type sizes */
    float above[2] = {-INFINITY, -INFINITY};
    size_t row = 0, words = 0, notes = 0;
    for (size_t i = 0; i < table->count && table->columns == 2; i++) {
        const struct column_box *box = &table->boxes[i], *next = box + 1;
        size_t column = unruled_column(table, box) > 0;
        bool anew = box->baseline - above[column] > close * size;
        if (column == 0) {
            bool noted = i + 1 < table->count && unruled_column(table, next) &&
                         boxes_level(box, next) && next->baseline - above[1] > close * size;
            row += i && (anew || noted || box->starts);
        } else {
            if (anew && (!i || !boxes_level(box - 1, box)))
                return 0;
            notes += anew;
            words += box->words;
        }
        above[column] = box->baseline;
        table->rows[i] = row;
    }
    return notes && words <= 5 * notes ? row + 1 : 0;
}

/* Are the boxes [first, end) of one row so many rows, set without any space between them? Each
 * line of the first column has one of another level with it, and begins anew. */
static bool is_several(const struct unruled *table, size_t first, size_t end)
{
    size_t labels = 0;
    for (size_t i = first; i < end;) {
        size_t next = i + 1;
        while (next < end && boxes_level(&table->boxes[i], &table->boxes[next]))
            next++;
        if (next - i < 2 || unruled_column(table, &table->boxes[i]) ||
            table->boxes[i].continues || unruled_column(table, &table->boxes[i + 1]) == 0)
            return false;
        labels++;
        i = next;
    }
    return labels >= 2;
}

static size_t split_rows(struct unruled *table)
{
    size_t row = 0;
    for (size_t i = 0; i < table->count;) {
        size_t end = i, old = table->rows[i];
        while (end < table->count && table->rows[end] == old)
            end++;
        bool several = is_several(table, i, end);
        for (size_t j = i; j < end; j++) {
            row += j &&
                   (j == i || (several && !boxes_level(&table->boxes[j - 1], &table->boxes[j])));
            table->rows[j] = row;
        }
        i = end;
    }
    return row + 1;
}

/* Lines of one column to entries: one begins with a capital or a number. */
static size_t number_entries(const struct unruled *table, size_t column, size_t *entries)
{
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++) {
        if (unruled_column(table, &table->boxes[i]) != column)
            continue;
        count += count == 0 || !table->boxes[i].continues;
        entries[i] = count - 1;
    }
    return count;
}

/* Boxes and their rows, in the order of the rows. */
static void sort_rows(struct unruled *table, size_t rows)
{
    struct column_box *sorted = mem_new(table->count, sizeof *sorted);
    size_t *numbers = mem_new(table->count, sizeof *numbers);
    size_t *starts = mem_new(rows + 1, sizeof *starts);
    for (size_t i = 0; i < table->count; i++)
        starts[table->rows[i] + 1]++;
    for (size_t i = 1; i <= rows; i++)
        starts[i] += starts[i - 1];
    for (size_t i = 0; i < table->count; i++) {
        size_t placed = starts[table->rows[i]]++;
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
static size_t rows_by_entries(struct unruled *table)
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
            struct page_box *extent = &extents[unruled_column(table, box) > 0];
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

bool unruled_find(struct unruled *table)
{
    float size = boxes_size(table->boxes, table->count);
    for (size_t i = 0; i < table->count; i++)
        if (table->boxes[i].solid)
            return false;
    if (table->count > UNRULED_BOXES_MAX || !find_columns(table, size))
        return false;
    boxes_sort_level(table->boxes, table->count);
    size_t prose = prose_columns(table);
    table->row_count = rows_by_gaps(table, size);
    if (prose < table->columns)
        table->row_count = split_rows(table);
    struct tally tally = tally_rows(table);
    bool regular =
        tally.full * 10 >= table->row_count * 6 && tally.aligned * 10 >= tally.full * 8;
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
    boxes_sort_level(table->boxes, table->count);
    table->row_count = rows_by_lines(table);
    if (table->row_count > 0 && !prose)
        return true;
    table->row_count = rows_by_notes(table, size);
    return table->row_count > 0;
}

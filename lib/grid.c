#include "grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    PAIRS_MAX = 4 * 1000 * 1000, /* rules that may meet: more are a drawing */
    FIELDS_MAX = 20 * 1000,      /* of one grid */
    STACK_MIN = 3,               /* rules one above the other that make a table by themselves */
    GRID_COUNT_MAX = 200
};

/* Points within which rules meet, and pieces of one rule lie on one line. */
static const float slack = 3.0F;
/* The highest row of a table without vertical rules. */
static const float stack_row = 120.0F;

struct rule {
    float at, from, to; /* height of a horizontal one, from left to right; else turned */
    size_t group;
    bool crossed;
};

struct rules {
    struct rule *items;
    size_t count;
};

struct finder {
    struct rules across, upright;
    size_t *parent; /* union-find over across, then upright */
};

static int compare(float a, float b)
{
    return a < b ? -1 : a > b;
}

static int by_place(const void *a, const void *b)
{
    const struct rule *x = a, *y = b;
    return x->at != y->at ? compare(x->at, y->at) : compare(x->from, y->from);
}

/* Joins the pieces of one rule: producers draw a border cell by cell. */
static void merge(struct rules *rules)
{
    size_t count = 0, window = 0;
    if (rules->count)
        qsort(rules->items, rules->count, sizeof *rules->items, by_place);
    for (size_t i = 0; i < rules->count; i++) {
        struct rule rule = rules->items[i];
        bool joined = false;
        while (window < count && rule.at - rules->items[window].at > 1.0F)
            window++;
        /* Of one height there are few pieces left once they are joined. */
        size_t tries = 0;
        for (size_t j = count; j > window && !joined && tries < 64; j--, tries++) {
            struct rule *other = &rules->items[j - 1];
            if (rule.from <= other->to + slack && rule.to >= other->from - slack) {
                other->from = fminf(other->from, rule.from);
                other->to = fmaxf(other->to, rule.to);
                joined = true;
            }
        }
        if (!joined)
            rules->items[count++] = rule;
    }
    rules->count = count;
}

static void sort_rules(struct finder *finder, const struct page *page)
{
    finder->across.items = mem_new(page->rule_count, sizeof *finder->across.items);
    finder->upright.items = mem_new(page->rule_count, sizeof *finder->upright.items);
    for (size_t i = 0; i < page->rule_count; i++) {
        struct page_box box = page->rules[i];
        if (box.x1 - box.x0 >= box.y1 - box.y0)
            finder->across.items[finder->across.count++] =
                (struct rule){(box.y0 + box.y1) / 2, box.x0, box.x1, 0, false};
        else
            finder->upright.items[finder->upright.count++] =
                (struct rule){(box.x0 + box.x1) / 2, box.y0, box.y1, 0, false};
    }
    merge(&finder->across);
    merge(&finder->upright);
}

static size_t root(size_t *parent, size_t i)
{
    while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
    return i;
}

static void unite(size_t *parent, size_t a, size_t b)
{
    a = root(parent, a);
    b = root(parent, b);
    /* The smaller number stays: it is the first field of a cell. */
    if (a < b)
        parent[b] = a;
    else
        parent[a] = b;
}

static void unite_crossing(struct finder *finder)
{
    const struct rules *across = &finder->across, *upright = &finder->upright;
    for (size_t v = 0; v < upright->count; v++) {
        const struct rule *rule = &upright->items[v];
        for (size_t h = 0; h < across->count; h++) {
            struct rule *other = &across->items[h];
            if (other->at > rule->to + slack)
                break;
            if (other->at >= rule->from - slack && other->from <= rule->at + slack &&
                other->to >= rule->at - slack) {
                unite(finder->parent, h, across->count + v);
                other->crossed = true;
            }
        }
    }
}

/* Rules of the same extent one above the other, with no upright one at them. */
static void unite_stacks(struct finder *finder)
{
    const struct rules *across = &finder->across;
    for (size_t i = 0; i < across->count; i++) {
        const struct rule *rule = &across->items[i];
        size_t tries = 0;
        for (size_t j = i + 1; j < across->count && tries < 64 && !rule->crossed; j++, tries++) {
            const struct rule *other = &across->items[j];
            if (other->at - rule->at > stack_row)
                break;
            if (!other->crossed && fabsf(rule->from - other->from) <= slack &&
                fabsf(rule->to - other->to) <= slack && rule->to - rule->from >= 100) {
                unite(finder->parent, i, j);
                break;
            }
        }
    }
}

/* Sorts the borders and keeps one of those that lie together. */
static size_t distinct(float *values, size_t count)
{
    size_t kept = 0;
    for (size_t i = 1; i < count; i++) { /* insertion: nearly sorted, at most FIELDS_MAX */
        float value = values[i];
        size_t j = i;
        for (; j && values[j - 1] > value; j--)
            values[j] = values[j - 1];
        values[j] = value;
    }
    for (size_t i = 0; i < count; i++)
        if (!kept || values[i] - values[kept - 1] > slack)
            values[kept++] = values[i];
    return kept;
}

/* Field number of a place between the borders; SIZE_MAX outside. */
static size_t find_field(const float *borders, size_t fields, float at)
{
    size_t low = 0, high = fields;
    if (!(at >= borders[0]) || !(at <= borders[fields]))
        return SIZE_MAX;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (borders[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static size_t nearest(const float *borders, size_t fields, float at)
{
    size_t found = find_field(borders, fields, at);
    if (found == SIZE_MAX)
        return at < borders[0] ? 0 : fields;
    return at - borders[found] <= borders[found + 1] - at ? found : found + 1;
}

/* Marks the stretch of a border line that a rule covers. `parts` has a place for each stretch
 * (stretches a border). */
static void cover(bool *parts, size_t stretches, const float *borders, const struct rule *rule)
{
    for (size_t i = 0; i < stretches; i++) {
        float middle = (borders[i] + borders[i + 1]) / 2;
        if (rule->from <= middle && rule->to >= middle)
            parts[i] = true;
    }
}

static void join_fields(struct grid *grid, const bool *above, const bool *beside)
{
    size_t rows = grid->rows, columns = grid->columns;
    for (size_t i = 0; i < rows * columns; i++)
        grid->cells[i] = i;
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            size_t field = row * columns + column;
            /* above[border * columns + column], beside[border * rows + row] */
            if (column + 1 < columns && !beside[(column + 1) * rows + row])
                unite(grid->cells, field, field + 1);
            if (row + 1 < rows && !above[(row + 1) * columns + column])
                unite(grid->cells, field, field + columns);
        }
    for (size_t i = 0; i < rows * columns; i++)
        grid->cells[i] = root(grid->cells, i);
}

static void find_cells(struct grid *grid, struct grids *grids, const struct finder *finder,
                       size_t group)
{
    bool *above = mem_new((grid->rows + 1) * grid->columns, sizeof *above);
    bool *beside = mem_new((grid->columns + 1) * grid->rows, sizeof *beside);
    for (size_t i = 0; i < finder->across.count; i++) {
        const struct rule *rule = &finder->across.items[i];
        if (rule->group == group)
            cover(above + nearest(grid->ys, grid->rows, rule->at) * grid->columns, grid->columns,
                  grid->xs, rule);
    }
    for (size_t i = 0; i < finder->upright.count; i++) {
        const struct rule *rule = &finder->upright.items[i];
        if (rule->group == group)
            cover(beside + nearest(grid->xs, grid->columns, rule->at) * grid->rows, grid->rows,
                  grid->ys, rule);
    }
    grid->cells = mem_arena_new(&grids->arena, grid->rows * grid->columns, sizeof *grid->cells);
    join_fields(grid, above, beside);
    free(above);
    free(beside);
}

/* The borders of a group: places of its rules, and the far ends of the others. */
static size_t find_borders(float *borders, const struct rules *rules, const struct rules *others,
                           size_t group)
{
    size_t count = 0;
    float low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < rules->count; i++)
        if (rules->items[i].group == group)
            borders[count++] = rules->items[i].at;
    for (size_t i = 0; i < others->count; i++)
        if (others->items[i].group == group) {
            low = fminf(low, others->items[i].from);
            high = fmaxf(high, others->items[i].to);
        }
    if (low < high) {
        borders[count++] = low;
        borders[count++] = high;
    }
    return distinct(borders, count);
}

static void add_grid(struct grids *grids, const struct finder *finder, size_t group, size_t size)
{
    size_t across = 0, upright = 0;
    for (size_t i = 0; i < finder->across.count; i++)
        across += finder->across.items[i].group == group;
    upright = size - across;
    if (across < 2 || upright + across > FIELDS_MAX / 8 || (upright == 0 && across < STACK_MIN))
        return;
    struct grid grid = {.stack = upright == 0};
    grid.xs = mem_arena_new(&grids->arena, upright + 2, sizeof *grid.xs);
    grid.ys = mem_arena_new(&grids->arena, across + 2, sizeof *grid.ys);
    size_t xs = find_borders(grid.xs, &finder->upright, &finder->across, group);
    size_t ys = find_borders(grid.ys, &finder->across, &finder->upright, group);
    if (xs < 2 || ys < 2 || (xs - 1) * (ys - 1) > FIELDS_MAX)
        return;
    grid.columns = xs - 1;
    grid.rows = ys - 1;
    grid.box = (struct page_box){grid.xs[0], grid.ys[0], grid.xs[xs - 1], grid.ys[ys - 1]};
    find_cells(&grid, grids, finder, group);
    grids->items = mem_grow(grids->items, &grids->room, grids->count + 1, sizeof *grids->items);
    grids->items[grids->count++] = grid;
}

static int by_area(const void *a, const void *b)
{
    const struct page_box *x = &((const struct grid *)a)->box,
                          *y = &((const struct grid *)b)->box;
    return compare((x->x1 - x->x0) * (x->y1 - x->y0), (y->x1 - y->x0) * (y->y1 - y->y0));
}

/* Numbers the groups and makes a grid of each. */
static void add_grids(struct grids *grids, struct finder *finder)
{
    size_t across = finder->across.count, total = across + finder->upright.count;
    size_t *sizes = mem_new(total, sizeof *sizes);
    for (size_t i = 0; i < total; i++) {
        size_t group = root(finder->parent, i);
        sizes[group]++;
        if (i < across)
            finder->across.items[i].group = group;
        else
            finder->upright.items[i - across].group = group;
    }
    size_t made = 0;
    for (size_t i = 0; i < total && made < GRID_COUNT_MAX; i++)
        if (sizes[i] >= 3) {
            add_grid(grids, finder, i, sizes[i]);
            made++;
        }
    free(sizes);
    if (grids->count)
        qsort(grids->items, grids->count, sizeof *grids->items, by_area);
}

void grid_find(struct grids *grids, const struct page *page)
{
    struct finder finder = {0};
    grid_clear(grids);
    if (page->rule_count < 3)
        return;
    sort_rules(&finder, page);
    size_t across = finder.across.count, upright = finder.upright.count;
    if (across && (upright + 1) * across <= PAIRS_MAX) {
        finder.parent = mem_new(across + upright, sizeof *finder.parent);
        for (size_t i = 0; i < across + upright; i++)
            finder.parent[i] = i;
        unite_crossing(&finder);
        unite_stacks(&finder);
        add_grids(grids, &finder);
    }
    free(finder.across.items);
    free(finder.upright.items);
    free(finder.parent);
}

size_t grid_cell_at(const struct grid *grid, float x, float y)
{
    size_t row = find_field(grid->ys, grid->rows, y);
    size_t column = find_field(grid->xs, grid->columns, x);
    if (row == SIZE_MAX || column == SIZE_MAX)
        return SIZE_MAX;
    return grid->cells[row * grid->columns + column];
}

void grid_clear(struct grids *grids)
{
    grids->count = 0;
    mem_arena_reset(&grids->arena);
}

void grid_free(struct grids *grids)
{
    free(grids->items);
    mem_arena_free(&grids->arena);
    *grids = (struct grids){0};
}

#include "tally.h"

#include <stdlib.h>

#include "mem.h"
#include "order.h"

/* Columns of the output: the group fields, then the operations of `totals`; in a cross
 * table the group fields, one for each value of the crossed field, and the total. */
struct tally {
    const struct tally_plan *plan;
    struct agg *totals;
    struct agg *cells;  /* grouped by the crossed field too; NULL: no cross table */
    struct set *values; /* key parts of the crossed field, unordered */
    size_t *value_order;
    struct span *names; /* of the value columns, in their order */
    size_t value_count;
    size_t *rows; /* groups of totals in their order */
    struct mem_arena arena;
};

static bool add_columns(struct agg *agg, const struct tally_plan *plan, bool crossed,
                        struct buf *why)
{
    bool good = true;
    struct span last = {"", 0};
    for (size_t i = 0; good && i < plan->group_count; i++)
        good = agg_add_group(agg, last = plan->groups[i]);
    if (good && crossed)
        good = agg_add_group(agg, last = plan->cross);
    for (size_t i = 0; good && i < plan->operation_count; i++) {
        struct span field = plan->operations[i].field;
        good = agg_add_operation(agg, plan->operations[i].number, field);
        last = field.length ? field : span_of("count");
    }
    if (!good)
        buf_add_format(
            why, "two columns would have one name, or there are more than %d: '%.*s'",
            AGG_COLUMNS_MAX, (int)last.length, last.at ? last.at : "");
    return good;
}

static size_t group_count(const struct tally *tally)
{
    return tally->plan->group_count;
}

static size_t columns(const struct tally *tally)
{
    return agg_columns(tally->totals) + (tally->cells ? tally->value_count : 0);
}

static struct span column_name(const struct tally *tally, size_t column)
{
    size_t groups = group_count(tally);
    if (!tally->cells || column < groups)
        return agg_column(tally->totals, column);
    column -= groups;
    return column < tally->value_count ? tally->names[column] : span_of("total");
}

static size_t find_column(const struct tally *tally, struct span name)
{
    size_t i = 0;
    while (i < columns(tally) && !span_equal(column_name(tally, i), name))
        i++;
    return i;
}

/* A cross table's columns are known only at its end. */
static bool check_sort(const struct tally *tally, struct buf *why)
{
    for (size_t i = 0; i < tally->plan->sort_count; i++) {
        struct span name = tally->plan->sort[i];
        name = span_part(name, span_starts(name, span_of("-")), name.length);
        if (find_column(tally, name) < columns(tally))
            continue;
        buf_add_format(why, "no field of the output to sort by: '%.*s'", (int)name.length,
                       name.at);
        return false;
    }
    return true;
}

struct tally *tally_new(const struct tally_plan *plan, struct buf *why)
{
    struct tally *tally = mem_new(1, sizeof *tally);
    tally->plan = plan;
    tally->totals = agg_new(plan->date);
    tally->cells = plan->cross.at ? agg_new(plan->date) : NULL;
    if (add_columns(tally->totals, plan, false, why) &&
        (!tally->cells || add_columns(tally->cells, plan, true, why)) &&
        (tally->cells || check_sort(tally, why)))
        return tally;
    tally_free(tally);
    return NULL;
}

void tally_free(struct tally *tally)
{
    if (!tally)
        return;
    agg_free(tally->totals);
    agg_free(tally->cells);
    set_free(tally->values);
    free(tally->value_order);
    free(tally->names);
    free(tally->rows);
    mem_arena_free(&tally->arena);
    free(tally);
}

/* Both take the same values, so that what the first takes the second does. */
bool tally_add(struct tally *tally, struct rec *rec, struct buf *why)
{
    return agg_add(tally->totals, rec, why) &&
           (!tally->cells || agg_add(tally->cells, rec, why));
}

/* Appends the value of the output's column in a group of `totals`. */
static bool value(const struct tally *tally, size_t group, size_t column,
                  struct buf *json)
{
    size_t groups = group_count(tally);
    if (!tally->cells || column < groups)
        return agg_value(tally->totals, group, column, json);
    column -= groups;
    if (column == tally->value_count)
        return agg_value(tally->totals, group, groups, json);
    struct buf key = {0};
    buf_add(&key, agg_key(tally->totals, group));
    buf_add(&key, set_key(tally->values, tally->value_order[column]));
    size_t cell = agg_find(tally->cells, buf_span(&key));
    buf_free(&key);
    return agg_value(tally->cells, cell, groups + 1, json);
}

/* The value itself; `FIELD:VALUE` where a group field, the total or an earlier column has
 * that name, and "no FIELD" for records without one. */
static struct span name_value(struct tally *tally, struct set *taken, struct span text)
{
    struct span field = tally->plan->cross;
    struct buf name = {0};
    bool added;
    if (!text.at)
        buf_add_text(&name, "no ");
    buf_add(&name, text.at ? text : field);
    for (set_add(taken, buf_span(&name), &added); !added;
         set_add(taken, buf_span(&name), &added)) {
        struct buf longer = {0};
        buf_add(&longer, field);
        buf_add_byte(&longer, ':');
        buf_add(&longer, buf_span(&name));
        buf_free(&name);
        name = longer;
    }
    struct span kept = {mem_arena_copy(&tally->arena, name.at, name.length), name.length};
    buf_free(&name);
    return kept;
}

/* The columns of the values, in order. */
static void name_values(struct tally *tally, const struct span *texts, size_t count)
{
    const struct order_column column = {texts, false};
    struct set *taken = set_new();
    bool added;
    set_add(taken, span_of("total"), &added);
    for (size_t i = 0; i < group_count(tally); i++)
        set_add(taken, tally->plan->groups[i], &added);
    tally->value_order = mem_new(count, sizeof *tally->value_order);
    tally->names = mem_new(count, sizeof *tally->names);
    order_rows(&column, 1, tally->value_order, count);
    for (size_t i = 0; i < count; i++)
        tally->names[i] = name_value(tally, taken, texts[tally->value_order[i]]);
    tally->value_count = count;
    set_free(taken);
}

/* Finds the values of the crossed field and puts them in order. */
static bool find_values(struct tally *tally, struct buf *why)
{
    struct span text;
    bool added;
    struct span *texts = NULL;
    size_t room = 0, count = 0;
    tally->values = set_new();
    for (size_t g = 0; g < agg_groups(tally->cells) && count <= TALLY_CROSS_MAX; g++) {
        struct span part = agg_key_part(tally->cells, g, group_count(tally), &text);
        set_add(tally->values, part, &added);
        if (added) {
            texts = mem_grow(texts, &room, count + 1, sizeof *texts);
            texts[count++] = text;
        }
    }
    bool good = count <= TALLY_CROSS_MAX;
    if (good)
        name_values(tally, texts, count);
    else
        buf_add_format(why, "more than %d values of '%.*s' to make columns of",
                       TALLY_CROSS_MAX, (int)tally->plan->cross.length,
                       tally->plan->cross.at);
    free(texts);
    return good;
}

/* The texts of a column in all groups, in the arena. */
static struct span *texts_of(struct tally *tally, size_t column)
{
    size_t count = agg_groups(tally->totals);
    struct span *texts = mem_arena_new(&tally->arena, count, sizeof *texts);
    struct buf json = {0}, text = {0};
    for (size_t g = 0; g < count; g++) {
        buf_clear(&json);
        buf_clear(&text);
        if (!value(tally, g, column, &json))
            continue;
        if (!scan_string(buf_span(&json), &text))
            buf_add(&text, buf_span(&json));
        texts[g] = (struct span){mem_arena_copy(&tally->arena, text.at, text.length),
                                 text.length};
    }
    buf_free(&json);
    buf_free(&text);
    return texts;
}

bool tally_arrange(struct tally *tally, struct buf *why)
{
    const struct tally_plan *plan = tally->plan;
    size_t count = 0, most = plan->sort_count + plan->group_count;
    if (tally->cells && !(find_values(tally, why) && check_sort(tally, why)))
        return false;
    struct order_column *keys = mem_new(most, sizeof *keys);
    for (size_t i = 0; i < plan->sort_count; i++) {
        struct span name = plan->sort[i];
        bool descending = span_starts(name, span_of("-"));
        size_t column = find_column(tally, span_part(name, descending, name.length));
        keys[count++] = (struct order_column){texts_of(tally, column), descending};
    }
    for (size_t i = 0; i < plan->group_count; i++)
        keys[count++] = (struct order_column){texts_of(tally, i), false};
    tally->rows = mem_new(agg_groups(tally->totals), sizeof *tally->rows);
    order_rows(keys, count, tally->rows, agg_groups(tally->totals));
    free(keys);
    return true;
}

size_t tally_count(const struct tally *tally)
{
    return agg_groups(tally->totals);
}

void tally_row(const struct tally *tally, size_t i, struct buf *out)
{
    struct buf json = {0};
    char before = '{';
    for (size_t column = 0; column < columns(tally); column++) {
        buf_clear(&json);
        if (!value(tally, tally->rows[i], column, &json))
            continue;
        buf_add_byte(out, before);
        rec_encode_string(column_name(tally, column), out);
        buf_add_byte(out, ':');
        buf_add(out, buf_span(&json));
        before = ',';
    }
    buf_add_text(out, before == '{' ? "{}" : "}");
    buf_free(&json);
}

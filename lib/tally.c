#include "tally.h"

#include <stdlib.h>
#include <string.h>

#include "bucket.h"
#include "mem.h"
#include "order.h"

/* What is counted: the rows; the cells of a cross table, grouped by the crossed field too; and
 * the totals of both. */
enum table { ROWS, CELLS, TOTALS, CROSS_TOTALS, TABLES };

static const struct table_kind {
    const char *name;
    bool crossed, total;
} kinds[TABLES] = {
    [ROWS] = {"rows", false, false},
    [CELLS] = {"cells", true, false},
    [TOTALS] = {"totals", false, true},
    [CROSS_TOTALS] = {"cross totals", true, true},
};

/* Columns of the output: the group fields, then the operations of the rows; in a cross
 * table the group fields, one for each value of the crossed field, and the total. */
struct tally {
    const struct tally_plan *plan;
    struct agg *tables[TABLES]; /* NULL: not asked for */
    struct buf until, header;
    struct set *values; /* key parts of the crossed field, unordered */
    size_t *value_order;
    struct span *names; /* of the value columns, in their order */
    size_t value_count;
    size_t *rows;              /* groups of ROWS in their order */
    size_t next;               /* row to write, or group to save */
    size_t written;            /* rows of changes */
    size_t table;              /* to save */
    size_t at[AGG_COLUMNS_MAX]; /* of the group being saved: see agg_save */
    bool header_saved, header_read, begun;
    struct span *changes; /* of the last row, not written yet */
    size_t change, change_count, change_room;
    struct buf changed;
    struct mem_arena arena;
};

static bool is_transitions(const struct tally_plan *plan)
{
    return plan->operation_count && operation_row(plan->operations[0].number)->is_changes;
}

static bool add_columns(struct agg *agg, const struct tally_plan *plan,
                        const struct table_kind *kind, struct buf *why)
{
    bool good = true;
    struct span last = {"", 0};
    for (size_t i = 0; good && !kind->total && i < plan->group_count; i++)
        good = agg_add_group(agg, last = plan->groups[i]);
    if (good && kind->crossed)
        good = agg_add_group(agg, last = plan->cross);
    for (size_t i = 0; good && i < plan->operation_count; i++) {
        struct span argument = plan->operations[i].argument;
        good = agg_add_operation(agg, plan->operations[i].number, argument);
        last = argument.length ? argument : span_of("count");
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
    return agg_columns(tally->tables[ROWS]) + (tally->tables[CELLS] ? tally->value_count : 0);
}

static struct span column_name(const struct tally *tally, size_t column)
{
    size_t groups = group_count(tally);
    if (!tally->tables[CELLS] || column < groups)
        return agg_column(tally->tables[ROWS], column);
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

static bool is_grouped_by(const struct tally_plan *plan, struct span field)
{
    for (size_t i = 0; i < plan->group_count; i++)
        if (span_equal(plan->groups[i], field))
            return true;
    return plan->cross.at && span_equal(plan->cross, field);
}

/* What operations want besides a field. */
static bool check_operations(const struct tally_plan *plan, struct buf *why)
{
    for (size_t i = 0; i < plan->operation_count; i++) {
        const struct operation *operation = operation_row(plan->operations[i].number);
        struct span argument = plan->operations[i].argument;
        if (operation->wants_last_day && !plan->at)
            buf_add_format(why, "--%s wants a date: --at DATE", operation->name);
        else if (operation->is_share && !is_grouped_by(plan, argument))
            buf_add_format(why, "--share takes one of the fields to group by: '%.*s'",
                           (int)argument.length, argument.at);
        else if (operation->is_changes && (plan->operation_count > 1 || plan->cross.at ||
                                           plan->sort_count || plan->totals))
            buf_add_text(why, "--transitions goes with no other operation, nor with --cross, "
                              "--sort or --totals");
        if (why->length)
            return false;
    }
    return true;
}

static bool find_until(struct tally *tally, struct buf *why)
{
    const char *at = tally->plan->at;
    bool good = !at || bucket_last_day(span_of(at), &tally->until);
    if (!good)
        buf_add_format(why, "--at takes a date as 2014, 2014-05 or 2014-05-23: '%s'", at);
    return good;
}

static void add_text(struct span text, bool first, struct buf *json)
{
    if (!first)
        buf_add_byte(json, ',');
    value_encode(text, json);
}

/* What two parts must have in common. The limits of rows do not matter to them. */
static void write_header(struct tally *tally)
{
    const struct tally_plan *plan = tally->plan;
    struct buf *out = &tally->header;
    buf_add_text(out, "{\"type\":\"tally plan\",\"by\":[");
    for (size_t i = 0; i < plan->group_count; i++)
        add_text(plan->groups[i], i == 0, out);
    buf_add_text(out, "],\"operations\":[");
    for (size_t i = 0; i < plan->operation_count; i++) {
        struct buf name = {0};
        buf_add_text(&name, operation_row(plan->operations[i].number)->name);
        buf_add_byte(&name, ' ');
        buf_add(&name, plan->operations[i].argument);
        add_text(span_trim(buf_span(&name)), i == 0, out);
        buf_free(&name);
    }
    buf_add_text(out, "],\"date\":");
    value_encode(span_of(plan->date), out);
    if (plan->at) {
        buf_add_text(out, ",\"at\":");
        value_encode(span_of(plan->at), out);
    }
    if (plan->cross.at) {
        buf_add_text(out, ",\"cross\":");
        value_encode(plan->cross, out);
    }
    buf_add_text(out, plan->totals ? ",\"totals\":true}" : "}");
}

/* Transitions make columns of their own. */
static bool check_changes(const struct tally_plan *plan, struct buf *why)
{
    struct buf name = {0};
    static const char *const ends[] = {"from_", "to_"};
    for (size_t i = 0; is_transitions(plan) && i < 2; i++) {
        buf_clear(&name);
        buf_add_text(&name, ends[i]);
        buf_add(&name, plan->operations[0].argument);
        for (size_t k = 0; k < plan->group_count && !why->length; k++)
            if (span_equal(plan->groups[k], buf_span(&name)) ||
                span_is(plan->groups[k], "from_date") || span_is(plan->groups[k], "to_date"))
                buf_add_format(why, "two columns would have one name: '%.*s'",
                               (int)plan->groups[k].length, plan->groups[k].at);
    }
    buf_free(&name);
    return why->length == 0;
}

struct tally *tally_new(const struct tally_plan *plan, struct buf *why)
{
    struct tally *tally = mem_new(1, sizeof *tally);
    tally->plan = plan;
    bool good = check_operations(plan, why) && check_changes(plan, why) && find_until(tally, why);
    for (size_t i = 0; good && i < TABLES; i++) {
        if ((kinds[i].crossed && !plan->cross.at) || (kinds[i].total && !plan->totals))
            continue;
        tally->tables[i] = agg_new(plan->date, buf_span(&tally->until));
        good = add_columns(tally->tables[i], plan, &kinds[i], why);
    }
    if (good && (plan->cross.at || check_sort(tally, why))) {
        write_header(tally);
        return tally;
    }
    tally_free(tally);
    return NULL;
}

void tally_free(struct tally *tally)
{
    if (!tally)
        return;
    for (size_t i = 0; i < TABLES; i++)
        agg_free(tally->tables[i]);
    set_free(tally->values);
    free(tally->value_order);
    free(tally->names);
    free(tally->rows);
    free(tally->changes);
    buf_free(&tally->until);
    buf_free(&tally->header);
    buf_free(&tally->changed);
    mem_arena_free(&tally->arena);
    free(tally);
}

/* All take the same values, so that what the first takes the others do. */
bool tally_add(struct tally *tally, struct rec *rec, struct buf *why)
{
    for (size_t i = 0; i < TABLES; i++)
        if (tally->tables[i] && !agg_add(tally->tables[i], rec, why))
            return false;
    return true;
}

/* Appends the value of the output's column in a group of the rows. */
static bool value(const struct tally *tally, size_t group, size_t column,
                  struct buf *json)
{
    const struct agg *rows = tally->tables[ROWS];
    size_t groups = group_count(tally);
    if (!tally->tables[CELLS] || column < groups)
        return agg_value(rows, group, column, json);
    column -= groups;
    if (column == tally->value_count)
        return agg_value(rows, group, groups, json);
    struct buf key = {0};
    buf_add(&key, agg_key(rows, group));
    buf_add(&key, set_key(tally->values, tally->value_order[column]));
    size_t cell = agg_find(tally->tables[CELLS], buf_span(&key));
    buf_free(&key);
    return agg_value(tally->tables[CELLS], cell, groups + 1, json);
}

/* The same in the row of totals, which says so in place of the first group field. */
static bool total(const struct tally *tally, size_t column, struct buf *json)
{
    const struct agg *totals = tally->tables[TOTALS], *crossed = tally->tables[CROSS_TOTALS];
    size_t groups = group_count(tally);
    if (column < groups) {
        if (column == 0)
            buf_add_text(json, "\"total\"");
        return column == 0;
    }
    column -= groups;
    if (!crossed)
        return agg_value(totals, 0, column, json);
    if (column == tally->value_count)
        return agg_value(totals, 0, 0, json);
    struct span key = set_key(tally->values, tally->value_order[column]);
    return agg_value(crossed, agg_find(crossed, key), 1, json);
}

/* The value itself; `FIELD:VALUE` where a group field, the total or an earlier column has
 * that name, and "no FIELD" for records without one. */
static struct span name_value(struct tally *tally, struct set *taken, struct span text)
{
    struct span field = agg_column(tally->tables[CELLS], group_count(tally));
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
        set_add(taken, agg_column(tally->tables[ROWS], i), &added);
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
    for (size_t g = 0; g < agg_groups(tally->tables[CELLS]) && count <= TALLY_CROSS_MAX; g++) {
        struct span part = agg_key_part(tally->tables[CELLS], g, group_count(tally), &text);
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
    size_t count = agg_groups(tally->tables[ROWS]);
    struct span *texts = mem_arena_new(&tally->arena, count, sizeof *texts);
    struct buf json = {0}, text = {0};
    for (size_t g = 0; g < count; g++) {
        buf_clear(&json);
        buf_clear(&text);
        if (!value(tally, g, column, &json))
            continue;
        if (!value_decode(buf_span(&json), &text))
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
    if (tally->tables[CELLS] && !(find_values(tally, why) && check_sort(tally, why)))
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
    tally->rows = mem_new(agg_groups(tally->tables[ROWS]), sizeof *tally->rows);
    order_rows(keys, count, tally->rows, agg_groups(tally->tables[ROWS]));
    free(keys);
    return true;
}

typedef bool (*value_of)(const struct tally *tally, size_t row, size_t column, struct buf *json);

static bool value_of_group(const struct tally *tally, size_t row, size_t column,
                           struct buf *json)
{
    return value(tally, tally->rows[row], column, json);
}

static bool value_of_total(const struct tally *tally, size_t row, size_t column,
                           struct buf *json)
{
    (void)row;
    return total(tally, column, json);
}

static void write_row(const struct tally *tally, size_t row, value_of find, struct buf *out)
{
    struct buf json = {0};
    char before = '{';
    for (size_t column = 0; column < columns(tally); column++) {
        buf_clear(&json);
        if (!find(tally, row, column, &json))
            continue;
        buf_add_byte(out, before);
        value_encode(column_name(tally, column), out);
        buf_add_byte(out, ':');
        buf_add(out, buf_span(&json));
        before = ',';
    }
    buf_add_text(out, before == '{' ? "{}" : "}");
    buf_free(&json);
}

/* Has the changes of the next group at hand that has any; false where none has. */
static bool next_changes(struct tally *tally)
{
    const struct agg *rows = tally->tables[ROWS];
    while (tally->change == tally->change_count && tally->next < agg_groups(rows)) {
        buf_clear(&tally->changed);
        tally->change = tally->change_count = 0;
        if (agg_value(rows, tally->rows[tally->next++], group_count(tally), &tally->changed))
            value_elements(buf_span(&tally->changed), &tally->changes, &tally->change_count,
                          &tally->change_room);
    }
    return tally->change < tally->change_count;
}

/* A row for a change: `from` and `to` with the name of the field. */
static bool write_change(struct tally *tally, struct buf *out)
{
    struct buf row = {0}, name = {0};
    struct scan_fault fault;
    if (!next_changes(tally))
        return false;
    struct rec *change = rec_new(), *fields = rec_new();
    for (size_t i = 0; i < group_count(tally); i++) {
        buf_clear(&row);
        if (value(tally, tally->rows[tally->next - 1], i, &row))
            rec_set_member(fields, column_name(tally, i), buf_span(&row));
    }
    rec_parse(change, tally->changes[tally->change++], &fault);
    for (size_t i = 0; i < rec_count(change); i++) {
        struct span key = rec_key(change, i);
        buf_clear(&name);
        buf_add(&name, key);
        if (i < 2) {
            buf_add_byte(&name, '_');
            buf_add(&name, tally->plan->operations[0].argument);
        }
        rec_set_member(fields, buf_span(&name), rec_value(change, i));
    }
    rec_encode(fields, out);
    rec_free(change);
    rec_free(fields);
    buf_free(&row);
    buf_free(&name);
    return true;
}

bool tally_row(struct tally *tally, struct buf *out)
{
    size_t count = agg_groups(tally->tables[ROWS]), top = tally->plan->top;
    if (is_transitions(tally->plan))
        return (!top || tally->written < top) && write_change(tally, out) && ++tally->written;
    size_t shown = top && top < count ? top : count;
    if (tally->next < shown)
        write_row(tally, tally->next, value_of_group, out);
    else if (tally->next == shown && tally->tables[TOTALS] && count)
        write_row(tally, 0, value_of_total, out);
    else
        return false;
    tally->next++;
    return true;
}

/* A piece of the group's states; false where the group has been written. */
static bool save_group(struct tally *tally, struct buf *out)
{
    size_t start = out->length;
    buf_add_text(out, "{\"table\":");
    value_encode(span_of(kinds[tally->table].name), out);
    buf_add_byte(out, ',');
    if (!agg_save(tally->tables[tally->table], tally->next, tally->at, tally->begun, out)) {
        out->length = start;
        return false;
    }
    buf_add_byte(out, '}');
    tally->begun = true;
    return true;
}

bool tally_part(struct tally *tally, struct buf *out)
{
    if (!tally->header_saved) {
        buf_add(out, buf_span(&tally->header));
        tally->header_saved = true;
        return true;
    }
    for (; tally->table < TABLES; tally->table++, tally->next = 0) {
        const struct agg *agg = tally->tables[tally->table];
        while (agg && tally->next < agg_groups(agg)) {
            if (save_group(tally, out))
                return true;
            tally->next++;
            tally->begun = false;
            memset(tally->at, 0, sizeof tally->at);
        }
    }
    return false;
}

enum tally_result tally_combine(struct tally *tally, struct rec *rec)
{
    struct buf line = {0};
    rec_encode(rec, &line);
    bool is_header = span_is(rec_raw(rec, "type"), "\"tally plan\"");
    bool same = is_header && span_equal(buf_span(&line), buf_span(&tally->header));
    buf_free(&line);
    tally->header_read = tally->header_read || same;
    if (is_header || !tally->header_read)
        return same ? TALLY_TAKEN : TALLY_OTHER;
    struct span name = rec_string(rec, "table");
    for (size_t i = 0; i < TABLES; i++)
        if (tally->tables[i] && span_is(name, kinds[i].name))
            return agg_load(tally->tables[i], rec) ? TALLY_TAKEN : TALLY_BAD;
    return TALLY_BAD;
}

#include "restore.h"

#include <stdlib.h>

#include "guard.h"
#include "heading.h"
#include "mem.h"
#include "set.h"

struct column {
    struct span name; /* encoded as JSON, in the arena; absent: the column is left out */
    enum heading_kind kind;
};

struct restore {
    const struct cells_plan *plan;
    struct column *columns;
    size_t count;
    bool failed;
    struct rec *value; /* for what a cell says in JSON */
    struct buf text;
    struct mem_arena arena;
};

static bool is_listed(const struct span *names, size_t count, struct span name)
{
    for (size_t i = 0; i < count; i++)
        if (span_equal(names[i], name))
            return true;
    return false;
}

static enum heading_kind kind_of(const struct cells_plan *plan, struct span name)
{
    bool listed = is_listed(plan->numbers, plan->number_count, name);
    return listed ? HEADING_NUMBER : heading_kind(name);
}

static void name_column(struct restore *reader, size_t i, struct span name)
{
    struct buf json = {0};
    value_encode(name, &json);
    reader->columns[i].kind = kind_of(reader->plan, name);
    reader->columns[i].name =
        (struct span){mem_arena_copy(&reader->arena, json.at, json.length), json.length};
    buf_free(&json);
}

struct restore *restore_new(const struct cells_plan *plan)
{
    struct restore *reader = mem_new(1, sizeof *reader);
    reader->plan = plan;
    reader->value = rec_new();
    if (plan->no_header) {
        reader->count = plan->field_count;
        reader->columns = mem_new(reader->count, sizeof *reader->columns);
        for (size_t i = 0; i < reader->count; i++)
            name_column(reader, i, plan->fields[i]);
    }
    return reader;
}

void restore_free(struct restore *reader)
{
    if (!reader)
        return;
    free(reader->columns);
    rec_free(reader->value);
    buf_free(&reader->text);
    mem_arena_free(&reader->arena);
    free(reader);
}

bool restore_failed(const struct restore *reader)
{
    return reader->failed;
}

static bool take_header(struct restore *reader, const struct table_row *row,
                        struct buf *why)
{
    const struct cells_plan *plan = reader->plan;
    struct set *names = set_new();
    bool added = true;
    reader->columns = mem_new(row->count, sizeof *reader->columns);
    reader->count = row->count;
    for (size_t i = 0; i < row->count && added; i++) {
        struct span name = guard_strip(row->fields[i]);
        if (!plan->field_count || is_listed(plan->fields, plan->field_count, name))
            name_column(reader, i, name);
        set_add(names, name, &added);
        if (name.length == 0 || !added) {
            buf_add_format(why, "column %zu has %s", i + 1,
                           name.length ? "the name of another" : "no name");
            added = false;
        }
    }
    set_free(names);
    reader->failed = !added;
    return added;
}

/* Takes the cell as JSON where all of it is one value that the kind allows. */
static bool add_value(struct restore *reader, enum heading_kind kind, struct span cell,
                      struct buf *json)
{
    struct scan_fault fault;
    bool begins = kind == HEADING_NUMBER ? strchr("-0123456789", cell.at[0]) != NULL
                                 : strchr("-0123456789[{tf", cell.at[0]) != NULL;
    if (kind == HEADING_TEXT || !begins || span_find_byte(cell, '\n') < cell.length ||
        span_find_byte(cell, '\r') < cell.length)
        return false;
    buf_clear(&reader->text);
    buf_add_text(&reader->text, "{\"v\":");
    buf_add(&reader->text, cell);
    buf_add_byte(&reader->text, '}');
    if (!rec_parse(reader->value, buf_span(&reader->text), &fault) ||
        rec_count(reader->value) != 1 ||
        rec_value(reader->value, 0).length != cell.length)
        return false;
    buf_add(json, cell);
    return true;
}

static void add_member(struct restore *reader, const struct column *column,
                       struct span cell, struct buf *json)
{
    if (json->at[json->length - 1] != '{')
        buf_add_byte(json, ',');
    buf_add(json, column->name);
    buf_add_byte(json, ':');
    if (!add_value(reader, column->kind, cell, json))
        value_encode(guard_strip(cell), json);
}

bool restore_row(struct restore *reader, const struct table_row *row,
                struct buf *json, struct buf *why)
{
    buf_clear(why);
    if (row->why) {
        buf_add_format(why, "%s", row->why);
        reader->failed = !reader->columns;
        return false;
    }
    if (!reader->columns)
        return take_header(reader, row, why);
    if (row->count != reader->count) {
        buf_add_format(
            why, "%zu field%s where %s %zu", row->count, row->count == 1 ? "" : "s",
            reader->plan->no_header ? "--fields names" : "the header has", reader->count);
        return false;
    }
    buf_add_byte(json, '{');
    for (size_t i = 0; i < row->count; i++)
        if (reader->columns[i].name.at && row->fields[i].length)
            add_member(reader, &reader->columns[i], row->fields[i], json);
    buf_add_byte(json, '}');
    return true;
}

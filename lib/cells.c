#include "cells.h"

#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "mem.h"
#include "set.h"
#include "spool.h"

/* What a cell of a column may be besides text. */
enum kind { TEXT, NUMBER, VALUE };

/* The fields of rows (RECORDS.md, "judgement" and "row"), in the order of their columns.
 */
static const struct known {
    const char *name;
    enum kind kind;
} known[] = {
    {"id", TEXT},
    {"type", TEXT},
    {"authority", TEXT},
    {"authority_id", TEXT},
    {"body", TEXT},
    {"candidates", TEXT},
    {"named_as", TEXT},
    {"delivered_by", TEXT},
    {"subject", TEXT},
    {"area", TEXT},
    {"grade", TEXT},
    {"scale", TEXT},
    {"rank", NUMBER},
    {"levels", NUMBER},
    {"raw", TEXT},
    {"status", TEXT},
    {"date", TEXT},
    {"date_basis", TEXT},
    {"inspectorate", TEXT},
    {"framework", TEXT},
    {"speaker", TEXT},
    {"speaker_role", TEXT},
    {"basis", TEXT},
    {"polarity", NUMBER},
    {"target", TEXT},
    {"value", TEXT},
    {"unit", TEXT},
    {"target_value", TEXT},
    {"sentence", TEXT},
    {"start", NUMBER},
    {"end", NUMBER},
    {"confidence", NUMBER},
    {"rule", TEXT},
    {"doc", TEXT},
    {"source", TEXT},
    {"member", TEXT},
    {"title", TEXT},
    {"publisher", TEXT},
    {"author", TEXT},
    {"doc_date", TEXT},
    {"url", TEXT},
    {"page", NUMBER},
    {"inspection_start", TEXT},
    {"inspection_end", TEXT},
    {"published", TEXT},
    {"lead_inspector", TEXT},
    {"region", TEXT},
    {"origin", TEXT},
    {"count", NUMBER},
    {"origins", NUMBER},
    {"sources", VALUE},
    {"first_reported", TEXT},
    {"last_reported", TEXT},
    {"verdict", TEXT},
    {"record_grade", TEXT},
    {"record_date", TEXT},
    {"record_source", TEXT},
    {"partial", VALUE},
};

enum { KNOWN = sizeof known / sizeof *known };

static size_t known_column(struct span name)
{
    size_t i = 0;
    while (i < KNOWN && !span_is(name, known[i].name))
        i++;
    return i;
}

/* Where a formula would begin, behind apostrophes. */
static bool is_formula(struct span text)
{
    size_t i = 0;
    while (i < text.length && text.at[i] == '\'')
        i++;
    return i < text.length && strchr("=+-@\t\r", text.at[i]) && text.at[i] != '\0';
}

static void write_text(struct span text, struct buf *out)
{
    if (!is_formula(text) || decimal_is(text)) {
        table_write_field(out, text);
        return;
    }
    struct buf guarded = {0};
    buf_add_byte(&guarded, '\'');
    buf_add(&guarded, text);
    table_write_field(out, buf_span(&guarded));
    buf_free(&guarded);
}

static struct span without_guard(struct span cell)
{
    bool guarded = cell.length && cell.at[0] == '\'' && is_formula(cell);
    return span_part(cell, guarded, cell.length);
}

struct entry {
    size_t column, start, end; /* the cell's bytes, quoted as they have to be */
};

struct cells {
    const struct cells_plan *plan;
    struct set *names;     /* of the columns, numbered as they came */
    bool begun;            /* the header was written */
    struct entry *entries; /* of the record */
    size_t count, room;
    struct buf bytes; /* of its cells, or what is spooled of it */
    size_t *guesses;  /* column of each member in the last record */
    size_t guess_count, guess_room;
    struct spool *spool;
    size_t *order;    /* columns in the order they are written */
    struct span *row; /* cells by column */
};

struct cells *cells_new(const struct cells_plan *plan)
{
    struct cells *cells = mem_new(1, sizeof *cells);
    bool added;
    cells->plan = plan;
    cells->names = set_new();
    for (size_t i = 0; i < plan->field_count; i++)
        set_add(cells->names, plan->fields[i], &added);
    if (!plan->field_count)
        cells->spool = spool_new();
    return cells;
}

void cells_free(struct cells *cells)
{
    if (!cells)
        return;
    set_free(cells->names);
    free(cells->entries);
    free(cells->guesses);
    buf_free(&cells->bytes);
    spool_free(cells->spool);
    free(cells->order);
    free(cells->row);
    free(cells);
}

/* The column of member i; records mostly have their members where the last one had them.
 */
static size_t column_of(struct cells *cells, size_t i, struct span key)
{
    bool added;
    cells->guesses =
        mem_grow(cells->guesses, &cells->guess_room, i + 1, sizeof *cells->guesses);
    while (cells->guess_count <= i)
        cells->guesses[cells->guess_count++] = SET_NONE;
    size_t guess = cells->guesses[i];
    if (guess == SET_NONE || !span_equal(set_key(cells->names, guess), key))
        cells->guesses[i] = cells->plan->field_count ? set_find(cells->names, key)
                                                     : set_add(cells->names, key, &added);
    return cells->guesses[i];
}

static void add_cell(struct cells *cells, struct rec *rec, size_t i, size_t column)
{
    struct span raw = rec_value(rec, i);
    size_t start = cells->bytes.length;
    if (raw.at[0] == '"')
        write_text(rec_text_of(rec, raw), &cells->bytes);
    else
        table_write_field(&cells->bytes, raw);
    cells->entries =
        mem_grow(cells->entries, &cells->room, cells->count + 1, sizeof *cells->entries);
    cells->entries[cells->count++] = (struct entry){column, start, cells->bytes.length};
}

static bool is_empty(struct span raw)
{
    return span_is(raw, "null") || span_is(raw, "\"\"");
}

/* Would the record's columns be more than a table may have, or one have no name? */
static const char *fault_of(struct cells *cells, struct rec *rec)
{
    size_t count = set_count(cells->names);
    bool many = count + rec_count(rec) > TABLE_FIELDS_MAX;
    for (size_t i = 0; i < rec_count(rec); i++) {
        struct span key = rec_key(rec, i);
        if (is_empty(rec_value(rec, i)))
            continue;
        if (key.length == 0)
            return "a field without a name cannot head a column";
        if (many)
            count += set_find(cells->names, key) == SET_NONE;
    }
    return count > TABLE_FIELDS_MAX ? "more columns than a table may have" : NULL;
}

/* Known fields first, then the others as they came. */
static void put_in_order(struct cells *cells)
{
    size_t count = set_count(cells->names), next = 0;
    cells->order = mem_new(count, sizeof *cells->order);
    cells->row = mem_new(count, sizeof *cells->row);
    for (size_t i = 0; i < KNOWN && !cells->plan->field_count; i++) {
        size_t column = set_find(cells->names, span_of(known[i].name));
        if (column != SET_NONE)
            cells->order[next++] = column;
    }
    for (size_t i = 0; i < count; i++)
        if (cells->plan->field_count || known_column(set_key(cells->names, i)) == KNOWN)
            cells->order[next++] = i;
}

static void end_line(const struct cells *cells, size_t start, struct buf *out)
{
    if (out->length == start)
        buf_add_text(out, "\"\""); /* an empty line would be no record */
    buf_add_text(out, cells->plan->returns ? "\r\n" : "\n");
}

static void write_header(struct cells *cells, struct buf *out)
{
    size_t count = set_count(cells->names);
    if (cells->plan->mark)
        buf_add_text(out, "\xEF\xBB\xBF");
    size_t start = out->length;
    for (size_t i = 0; i < count && !cells->plan->no_header; i++) {
        if (i)
            buf_add_byte(out, ',');
        write_text(set_key(cells->names, cells->order[i]), out);
    }
    if (!cells->plan->no_header)
        end_line(cells, start, out);
}

/* Appends a row, the header before the first. */
static void write_row(struct cells *cells, const struct entry *entries,
                      size_t entry_count, struct span bytes, struct buf *out)
{
    if (!cells->begun) {
        put_in_order(cells);
        write_header(cells, out);
        cells->begun = true;
    }
    size_t start = out->length, count = set_count(cells->names);
    memset(cells->row, 0, count * sizeof *cells->row);
    for (size_t i = 0; i < entry_count; i++)
        cells->row[entries[i].column] =
            span_part(bytes, entries[i].start, entries[i].end);
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_byte(out, ',');
        buf_add(out, cells->row[cells->order[i]]);
    }
    end_line(cells, start, out);
}

static void keep_row(struct cells *cells)
{
    size_t length = cells->bytes.length;
    buf_add(&cells->bytes, (struct span){(const char *)cells->entries,
                                         cells->count * sizeof *cells->entries});
    buf_add(&cells->bytes, (struct span){(const char *)&length, sizeof length});
    spool_add(cells->spool, buf_span(&cells->bytes));
}

bool cells_add(struct cells *cells, struct rec *rec, struct buf *out, const char **why)
{
    cells->count = 0;
    buf_clear(&cells->bytes);
    *why = cells->spool ? fault_of(cells, rec) : NULL;
    if (*why)
        return false;
    for (size_t i = 0; i < rec_count(rec); i++) {
        if (is_empty(rec_value(rec, i)))
            continue;
        size_t column = column_of(cells, i, rec_key(rec, i));
        if (column != SET_NONE)
            add_cell(cells, rec, i, column);
    }
    if (cells->spool)
        keep_row(cells);
    else
        write_row(cells, cells->entries, cells->count, buf_span(&cells->bytes), out);
    return true;
}

bool cells_finish(struct cells *cells, struct buf *out)
{
    struct span record;
    size_t length;
    if (!cells->spool || set_count(cells->names) == 0 ||
        !spool_read(cells->spool, &record))
        return false;
    memcpy(&length, record.at + record.length - sizeof length, sizeof length);
    size_t count = (record.length - sizeof length - length) / sizeof *cells->entries;
    cells->entries =
        mem_grow(cells->entries, &cells->room, count + 1, sizeof *cells->entries);
    memcpy(cells->entries, record.at + length, count * sizeof *cells->entries);
    write_row(cells, cells->entries, count, span_part(record, 0, length), out);
    return true;
}

struct column {
    struct span name; /* encoded as JSON, in the arena; absent: the column is left out */
    enum kind kind;
};

struct cells_reader {
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

static enum kind kind_of(const struct cells_plan *plan, struct span name)
{
    size_t i = known_column(name);
    if (is_listed(plan->numbers, plan->number_count, name))
        return NUMBER;
    return i < KNOWN ? known[i].kind : TEXT;
}

static void name_column(struct cells_reader *reader, size_t i, struct span name)
{
    struct buf json = {0};
    rec_encode_string(name, &json);
    reader->columns[i].kind = kind_of(reader->plan, name);
    reader->columns[i].name =
        (struct span){mem_arena_copy(&reader->arena, json.at, json.length), json.length};
    buf_free(&json);
}

struct cells_reader *cells_reader_new(const struct cells_plan *plan)
{
    struct cells_reader *reader = mem_new(1, sizeof *reader);
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

void cells_reader_free(struct cells_reader *reader)
{
    if (!reader)
        return;
    free(reader->columns);
    rec_free(reader->value);
    buf_free(&reader->text);
    mem_arena_free(&reader->arena);
    free(reader);
}

bool cells_reader_failed(const struct cells_reader *reader)
{
    return reader->failed;
}

static bool take_header(struct cells_reader *reader, const struct table_row *row,
                        struct buf *why)
{
    const struct cells_plan *plan = reader->plan;
    struct set *names = set_new();
    bool added = true;
    reader->columns = mem_new(row->count, sizeof *reader->columns);
    reader->count = row->count;
    for (size_t i = 0; i < row->count && added; i++) {
        struct span name = without_guard(row->fields[i]);
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
static bool add_value(struct cells_reader *reader, enum kind kind, struct span cell,
                      struct buf *json)
{
    struct scan_fault fault;
    bool begins = kind == NUMBER ? strchr("-0123456789", cell.at[0]) != NULL
                                 : strchr("-0123456789[{tf", cell.at[0]) != NULL;
    if (kind == TEXT || !begins || span_find_byte(cell, '\n') < cell.length ||
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

static void add_member(struct cells_reader *reader, const struct column *column,
                       struct span cell, struct buf *json)
{
    if (json->at[json->length - 1] != '{')
        buf_add_byte(json, ',');
    buf_add(json, column->name);
    buf_add_byte(json, ':');
    if (!add_value(reader, column->kind, cell, json))
        rec_encode_string(without_guard(cell), json);
}

bool cells_read(struct cells_reader *reader, const struct table_row *row,
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

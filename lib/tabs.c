#include "tabs.h"

#include <stdint.h>
#include <stdlib.h>

#include "digest.h"
#include "err.h"
#include "field.h"
#include "latest.h"
#include "mem.h"
#include "set.h"
#include "spool.h"

enum { VALUES_SHOWN = 40 /* of a field, on the sheet of definitions */ };

struct column {
    const struct field *field; /* NULL: the dictionary does not have it */
    size_t place;              /* on the sheet */
};

struct tabs {
    const struct tabs_plan *plan;
    struct fields *fields;
    struct places *places;
    struct set *names; /* of the columns, as they came */
    struct column *columns;
    size_t column_room;
    size_t *order; /* columns as they stand on the sheet */
    struct spool *spool;
    struct latest *latest;
    struct scales *scales;
    struct entry entry;
    size_t rows, cut;
    struct buf line;
};

struct tabs *tabs_new(struct places *places, const struct tabs_plan *plan)
{
    struct tabs *tabs = mem_new(1, sizeof *tabs);
    tabs->plan = plan;
    tabs->places = places;
    tabs->fields = fields_load(places);
    tabs->scales = scales_load(places);
    tabs->entry.output = plan->output;
    tabs->names = set_new();
    tabs->spool = spool_new();
    tabs->latest = latest_new();
    return tabs;
}

void tabs_free(struct tabs *tabs)
{
    if (!tabs)
        return;
    fields_free(tabs->fields);
    set_free(tabs->names);
    free(tabs->columns);
    free(tabs->order);
    spool_free(tabs->spool);
    latest_free(tabs->latest);
    buf_free(&tabs->line);
    entry_free(&tabs->entry);
    scales_free(tabs->scales);
    free(tabs);
}

size_t tabs_count(const struct tabs *tabs)
{
    return tabs->rows;
}

static bool is_empty(struct span raw)
{
    return span_is(raw, "null") || span_is(raw, "\"\"");
}

static const char *fault_of(const struct tabs *tabs, struct rec *row)
{
    size_t count = set_count(tabs->names);
    bool many = count + rec_count(row) > EXCEL_COLUMNS_MAX;
    for (size_t i = 0; i < rec_count(row); i++) {
        if (is_empty(rec_value(row, i)))
            continue;
        if (rec_key(row, i).length == 0)
            return "a field without a name cannot head a column";
        if (many)
            count += set_find(tabs->names, rec_key(row, i)) == SET_NONE;
    }
    return count > EXCEL_COLUMNS_MAX ? "more columns than a sheet may have" : NULL;
}

static void add_column(struct tabs *tabs, struct span name)
{
    bool added;
    size_t number = set_add(tabs->names, name, &added);
    if (!added)
        return;
    tabs->columns =
        mem_grow(tabs->columns, &tabs->column_room, number + 1, sizeof *tabs->columns);
    tabs->columns[number] = (struct column){.field = field_find(tabs->fields, name)};
}

bool tabs_add(struct tabs *tabs, struct rec *row, const char **why)
{
    *why = fault_of(tabs, row);
    if (*why)
        return false;
    for (size_t i = 0; i < rec_count(row); i++) {
        struct span raw = rec_value(row, i);
        if (is_empty(raw))
            continue;
        add_column(tabs, rec_key(row, i));
        if (raw.length > EXCEL_TEXT_SURE && !excel_fits(rec_text_of(row, raw)))
            *why = "a text is longer than the 32767 characters of a cell: it is cut";
    }
    tabs->cut += *why != NULL;
    latest_add(tabs->latest, row);
    buf_clear(&tabs->line);
    rec_encode(row, &tabs->line);
    spool_add(tabs->spool, buf_span(&tabs->line));
    tabs->rows++;
    return true;
}

/* The dictionary's fields in its order, then the others as they came. */
static void put_in_order(struct tabs *tabs)
{
    size_t next = 0, count = set_count(tabs->names);
    tabs->order = mem_new(count + 1, sizeof *tabs->order);
    for (size_t i = 0; i < tabs->fields->count; i++) {
        size_t column = set_find(tabs->names, tabs->fields->items[i].name);
        if (column != SET_NONE && tabs->columns[column].field == &tabs->fields->items[i])
            tabs->order[next++] = column;
    }
    for (size_t i = 0; i < count; i++)
        if (!tabs->columns[i].field)
            tabs->order[next++] = i;
    for (size_t i = 0; i < next; i++)
        tabs->columns[tabs->order[i]].place = i;
}

static enum excel_style style_of(struct rec *row, struct span name, struct span text)
{
    long long rank, levels;
    if (span_is(name, "grade") && rec_integer(row, "rank", &rank) &&
        rec_integer(row, "levels", &levels))
        return entry_rank_style(rank, levels);
    return span_is(name, "verdict") ? entry_verdict_style(text) : EXCEL_PLAIN;
}

static void write_member(struct tabs *tabs, struct rec *row, struct entry_place cell, size_t i)
{
    struct span raw = rec_value(row, i), name = rec_key(row, i);
    const struct column *column = &tabs->columns[set_find(tabs->names, name)];
    enum field_type type = column->field ? column->field->type : FIELD_STRING;
    long long page = 0;
    cell.column = column->place;
    if (raw.at[0] != '"') {
        entry_raw(&tabs->entry, cell, raw);
        return;
    }
    struct span text = rec_text_of(row, raw);
    if (type == FIELD_DATE) {
        entry_date(cell, text);
    } else if ((type == FIELD_NUMBER || type == FIELD_INTEGER) && entry_exact(text)) {
        entry_raw(&tabs->entry, cell, text);
    } else if (span_is(name, "url") || span_is(name, "source")) {
        rec_integer(row, "page", &page);
        entry_link(&tabs->entry, cell, text, page);
    } else {
        excel_text(cell.book, cell.row, cell.column, text, style_of(row, name, text));
    }
}

/* --- sheets --------------------------------------------------------------------------------- */

static double width_of(const struct column *column, struct span name)
{
    static const char *const wide[] = {"sentence", "title", "url", "verdict_reason", NULL};
    for (size_t i = 0; wide[i]; i++)
        if (span_is(name, wide[i]))
            return 50;
    if (!column->field || column->field->type == FIELD_STRING)
        return 20;
    return 12;
}

static void begin_judgements(struct tabs *tabs, struct excel *book, size_t number)
{
    struct buf name = {0};
    size_t count = set_count(tabs->names);
    buf_add_text(&name, "judgements");
    if (number > 1)
        buf_add_format(&name, " %zu", number);
    buf_add_byte(&name, '\0');
    excel_sheet(book, name.at);
    buf_free(&name);
    for (size_t i = 0; i < count; i++)
        excel_width(book, i,
                       width_of(&tabs->columns[tabs->order[i]],
                                set_key(tabs->names, tabs->order[i])));
    for (size_t i = 0; i < count; i++)
        excel_text(book, 0, i, set_key(tabs->names, tabs->order[i]), EXCEL_HEADER);
}

static void write_judgements(struct tabs *tabs, struct excel *book)
{
    struct rec *row = rec_new();
    struct scan_fault fault;
    struct span line;
    size_t place = 0, sheet = 0, columns = set_count(tabs->names);
    while (spool_read(tabs->spool, &line)) {
        if (!rec_parse(row, line, &fault))
            err_die("a row that is no record: %s", fault.why);
        if (place == tabs->plan->rows)
            excel_table(book, columns, place);
        if (place == tabs->plan->rows || sheet == 0) {
            begin_judgements(tabs, book, ++sheet);
            place = 0;
        }
        place++;
        for (size_t i = 0; i < rec_count(row); i++)
            if (!is_empty(rec_value(row, i)))
                write_member(tabs, row, (struct entry_place){book, place, 0}, i);
    }
    excel_table(book, columns, place);
    rec_free(row);
}

/* The values that a field may have, or where they stand. */
static void add_allowed(const struct field *field, struct buf *out)
{
    for (size_t i = 0; i < field->value_count && field->value_count <= VALUES_SHOWN; i++) {
        buf_add_text(out, i ? "; " : "");
        buf_add(out, field->values[i]);
    }
    if (field->value_count > VALUES_SHOWN) {
        buf_add_format(out, "%zu values: ", field->value_count);
        buf_add(out, field->registry);
    }
}

static void write_definition(const struct tabs *tabs, struct excel *book, size_t row,
                             size_t number)
{
    const struct field *field = tabs->columns[number].field;
    struct buf allowed = {0};
    excel_text(book, row, 0, set_key(tabs->names, number), EXCEL_PLAIN);
    if (field) {
        excel_text(book, row, 1, span_of(field_type_name(field->type)), EXCEL_PLAIN);
        excel_text(book, row, 2, field->description, EXCEL_WRAPPED);
        add_allowed(field, &allowed);
    }
    excel_text(book, row, 3, buf_span(&allowed), EXCEL_WRAPPED);
    buf_free(&allowed);
}

/* What a reader has to know of the workbook itself: a number and what it counts. */
static void write_notes(const struct tabs *tabs, struct excel *book, size_t row)
{
    const struct {
        const char *name, *meaning;
        size_t number;
    } notes[] = {
        {"(rows)", "Rows on the sheets of judgements", tabs->rows},
        {"(cut)", "Rows with a text cut to the 32,767 characters of a cell", tabs->cut},
        {"(without link)",
         "Addresses that are text alone: a sheet holds 65,530 links of 2,079 characters",
         tabs->entry.unlinked},
    };
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
        excel_text(book, row + i, 0, span_of(notes[i].name), EXCEL_PLAIN);
        excel_number(book, row + i, 1, (double)notes[i].number);
        excel_text(book, row + i, 2, span_of(notes[i].meaning), EXCEL_WRAPPED);
    }
}

static void write_definitions(const struct tabs *tabs, struct excel *book)
{
    static const char *const names[] = {"field", "type", "meaning", "allowed values"};
    static const int widths[] = {20, 10, 70, 70};
    size_t count = set_count(tabs->names);
    excel_sheet(book, "definitions");
    entry_header(book, names, widths, 4);
    for (size_t i = 0; i < count; i++)
        write_definition(tabs, book, i + 1, tabs->order[i]);
    write_notes(tabs, book, count + 1);
    excel_table(book, 4, count + 3);
}

void tabs_write(struct tabs *tabs, struct excel *book)
{
    struct digest digest = {tabs->places, tabs->scales, tabs->latest, &tabs->entry};
    put_in_order(tabs);
    write_judgements(tabs, book);
    digest_write(&digest, book);
    write_definitions(tabs, book);
}

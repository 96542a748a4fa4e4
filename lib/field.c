#include "field.h"

#include <stdlib.h>

#include "buf.h"
#include "err.h"
#include "mem.h"
#include "set.h"

static const char *const types[] = {
    [FIELD_STRING] = "string",   [FIELD_NUMBER] = "number", [FIELD_INTEGER] = "integer",
    [FIELD_BOOLEAN] = "boolean", [FIELD_DATE] = "date",     [FIELD_LIST] = "list"};
enum { TYPES = sizeof types / sizeof *types };

/* EDTF, levels 0 and 1, as far as RECORDS.md goes: ISO 8601-2:2019. */
#define ONE_DATE "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[~?%]?"
static const char edtf[] = ONE_DATE "(/(" ONE_DATE "|\\.\\.)?)?|(\\.\\.)?/" ONE_DATE;

const char *field_type_name(enum field_type type)
{
    return types[type];
}

static enum field_type type_of(const struct table_sheet *sheet, size_t row, struct span name)
{
    int type = 0;
    while (type < TYPES && !span_is(name, types[type]))
        type++;
    if (type == TYPES)
        err_die("%s:%zu: no type of fields: '%.*s'", sheet->path, sheet->lines[row],
                (int)name.length, name.at);
    return (enum field_type)type;
}

/* Adds a value where it is new; the register of areas has a line for every label. */
static void add_value(struct field *field, size_t *room, struct span value)
{
    bool added = false;
    if (value.length)
        set_add(field->allowed, value, &added);
    if (!added)
        return;
    field->values = mem_grow(field->values, room, field->value_count + 1, sizeof *field->values);
    field->values[field->value_count++] = value;
}

/* A cell "CODE CODE@FIRSTDAY" holds the codes of a body, one after the other in force. */
static void add_cell(struct field *field, size_t *room, struct span cell)
{
    bool codes = span_find_byte(cell, '@') < cell.length;
    struct span code;
    while (span_split(&cell, codes ? ' ' : '\n', &code))
        add_value(field, room, span_part(code, 0, span_find_byte(code, '@')));
}

/* Adds a column of a register, named as "FILE COLUMN". */
static void add_register(struct places *places, struct field *field, size_t *room,
                         struct span name)
{
    struct buf file = {0}, column = {0};
    size_t blank = span_find_byte(name, ' ');
    buf_add(&file, span_part(name, 0, blank));
    buf_add_byte(&file, '\0');
    buf_add(&column, span_part(name, blank + 1, name.length));
    buf_add_byte(&column, '\0');
    struct places_walk walk = places_walk(places, file.at);
    while (places_next(&walk))
        add_cell(field, room, places_cell(&walk, column.at));
    buf_free(&file);
    buf_free(&column);
}

static void add_values(struct places *places, struct field *field, struct span listed)
{
    struct span value, registers = field->registry;
    size_t room = 0;
    field->allowed = set_new();
    while (span_split(&listed, '|', &value))
        add_value(field, &room, value);
    while (registers.length && span_split(&registers, ';', &value))
        add_register(places, field, &room, span_trim(value));
}

bool field_allows(const struct field *field, struct span text)
{
    return (!field->value_count || set_find(field->allowed, text) != SET_NONE) &&
           (!field->shape || pattern_whole_holds(field->shape, text));
}

static void add_sheet(struct fields *fields, size_t *room, const struct table_sheet *sheet)
{
    size_t name = places_column(sheet, "field"), type = places_column(sheet, "type"),
           description = places_column(sheet, "description"),
           registry = places_column(sheet, "register"), pattern = places_column(sheet, "pattern"),
           required = places_column(sheet, "required");
    for (size_t row = 0; row < sheet->row_count; row++) {
        struct field field = {.name = table_cell(sheet, row, name),
                              .description = table_cell(sheet, row, description),
                              .type = type_of(sheet, row, table_cell(sheet, row, type)),
                              .registry = table_cell(sheet, row, registry),
                              .pattern = table_cell(sheet, row, pattern),
                              .required = table_cell(sheet, row, required).length > 0};
        if (field.type == FIELD_DATE && !field.pattern.length)
            field.pattern = span_of(edtf);
        if (field.pattern.length)
            field.shape = pattern_whole_new(field.pattern, sheet->path, sheet->lines[row]);
        fields->items = mem_grow(fields->items, room, fields->count + 1, sizeof *fields->items);
        fields->items[fields->count++] = field;
    }
}

struct fields *fields_load(struct places *places)
{
    struct fields *fields = mem_new(1, sizeof *fields);
    size_t count, room = 0, next = 0;
    /* The list of sheets is the places' own and changes with the next one that is loaded. */
    struct table_sheet *const *loaded = places_load(places, "vocab/fields.csv", &count);
    const struct table_sheet **sheets = mem_new(count, sizeof *sheets);
    for (size_t i = 0; i < count; i++) {
        sheets[i] = loaded[i];
        add_sheet(fields, &room, sheets[i]);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t row = 0; row < sheets[i]->row_count; row++)
            add_values(places, &fields->items[next++],
                       table_cell(sheets[i], row, places_column(sheets[i], "values")));
    free(sheets);
    return fields;
}

void fields_free(struct fields *fields)
{
    if (!fields)
        return;
    for (size_t i = 0; i < fields->count; i++) {
        free(fields->items[i].values);
        set_free(fields->items[i].allowed);
        pattern_whole_free(fields->items[i].shape);
    }
    free(fields->items);
    free(fields);
}

const struct field *field_find(const struct fields *fields, struct span name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (span_equal(fields->items[i].name, name))
            return &fields->items[i];
    return NULL;
}

/* The number that digits spell; -1 where a byte is no digit. */
static int digits(struct span text)
{
    int number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return -1;
        number = number * 10 + (text.at[i] - '0');
    }
    return number;
}

bool field_day(struct span text, int *year, int *month, int *day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (text.length != 10 || text.at[4] != '-' || text.at[7] != '-')
        return false;
    *year = digits(span_part(text, 0, 4));
    *month = digits(span_part(text, 5, 7));
    *day = digits(span_part(text, 8, 10));
    if (*year < 1 || *month < 1 || *month > 12 || *day < 1)
        return false;
    bool leap = (*year % 4 == 0 && *year % 100 != 0) || *year % 400 == 0;
    return *day <= lengths[*month - 1] + (*month == 2 && leap);
}

/* fuzz/table: CSV read whole and in pieces is the same, and what is written reads back. */
#include <stdint.h>
#include <stdlib.h>

#include "table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void add_number(struct buf *out, size_t number)
{
    buf_add_format(out, "%zu;", number);
}

/* All that a row says, so that two readings can be compared. */
static void note(struct buf *log, const struct table_row *row)
{
    add_number(log, row->line);
    add_number(log, row->offset);
    buf_add_text(log, row->why ? row->why : "row");
    for (size_t i = 0; !row->why && i < row->count; i++) {
        require(row->fields[i].at != NULL);
        add_number(log, row->fields[i].length);
        buf_add(log, row->fields[i]);
    }
}

/* Writes a row and reads it back. */
static void round_trip(const struct table_row *row)
{
    struct buf written = {0};
    struct table_row again;
    table_write(&written, row->fields, row->count);
    struct table *table = table_open(buf_span(&written));
    require(table_read(table, &again) == TABLE_ROW && again.count == row->count);
    for (size_t i = 0; i < row->count; i++)
        require(span_equal(again.fields[i], row->fields[i]));
    require(table_read(table, &again) == TABLE_END);
    table_free(table);
    buf_free(&written);
}

static void read_whole(struct span bytes, struct buf *log)
{
    struct table *table = table_open(bytes);
    struct table_row row;
    enum table_result result;
    while ((result = table_read(table, &row)) != TABLE_END) {
        require(result != TABLE_MORE);
        require((result == TABLE_FAULT) == (row.why != NULL));
        note(log, &row);
        if (result == TABLE_ROW)
            round_trip(&row);
    }
    table_free(table);
}

/* In pieces whose sizes the first bytes tell. */
static void read_in_pieces(struct span bytes, struct buf *log)
{
    struct table *table = table_new();
    struct table_row row;
    enum table_result result;
    size_t at = 0, piece = 0;
    while ((result = table_read(table, &row)) != TABLE_END)
        if (result != TABLE_MORE) {
            note(log, &row);
        } else if (at == bytes.length) {
            table_end(table);
        } else {
            size_t length = 1 + (unsigned char)bytes.at[piece++ % bytes.length] % 17;
            struct span next = span_part(bytes, at, at + length);
            table_add(table, next);
            at += next.length;
        }
    table_free(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    struct buf whole = {0}, pieces = {0}, fault = {0};
    struct table_sheet sheet = {0};
    read_whole(bytes, &whole);
    read_in_pieces(bytes, &pieces);
    require(span_equal(buf_span(&whole), buf_span(&pieces)));
    if (table_parse(&sheet, "file.csv", bytes, &fault))
        for (size_t i = 0; i < sheet.row_count; i++)
            require(table_cell(&sheet, i, 0).at != NULL && sheet.lines[i] > 0);
    table_sheet_free(&sheet);
    buf_free(&whole);
    buf_free(&pieces);
    buf_free(&fault);
    return 0;
}

#include "table.h"

#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

struct table {
    struct csv_parser parser;
    struct buf bytes;   /* what was added and is not read yet */
    struct span text;   /* the same, or the borrowed bytes */
    bool ended, begun;  /* no more bytes come; the byte order mark is behind us */
    bool skipping;      /* the rest of a line that is too long */
    size_t start, at;   /* of the record, of the first line that libcsv has not seen */
    size_t searched;    /* no line feed between `at` and here */
    size_t first, line; /* line numbers at `start` and `at` */
    size_t dropped;     /* bytes read before text.at[0] */
    struct buf cells;   /* of the record: fields one after the other */
    size_t *ends;       /* of each field in cells */
    struct span *fields;
    size_t count, end_room, field_room;
    bool complete, stray, many; /* what libcsv told of the line */
};

/* libcsv trims what this function calls a space: nothing is. */
static int never_space(unsigned char byte)
{
    (void)byte;
    return 0;
}

static void *grow(void *old, size_t size)
{
    return mem_resize(old, size, 1);
}

struct table *table_new(void)
{
    struct table *table = mem_new(1, sizeof *table);
    csv_init(&table->parser, CSV_STRICT);
    csv_set_space_func(&table->parser, never_space);
    csv_set_realloc_func(&table->parser, grow);
    table->first = table->line = 1;
    return table;
}

struct table *table_open(struct span bytes)
{
    struct table *table = table_new();
    table->text = bytes;
    table->ended = true;
    return table;
}

void table_free(struct table *table)
{
    if (!table)
        return;
    csv_free(&table->parser);
    buf_free(&table->bytes);
    buf_free(&table->cells);
    free(table->ends);
    free(table->fields);
    free(table);
}

void table_add(struct table *table, struct span bytes)
{
    if (table->start) {
        memmove(table->bytes.at, table->bytes.at + table->start,
                table->bytes.length - table->start);
        table->bytes.length -= table->start;
        table->at -= table->start;
        table->searched -= table->start;
        table->dropped += table->start;
        table->start = 0;
    }
    buf_add(&table->bytes, bytes);
    table->text = buf_span(&table->bytes);
}

void table_end(struct table *table)
{
    table->ended = true;
}

static void add_field(struct table *table, struct span field)
{
    table->stray = table->stray || table->complete;
    table->many = table->many || table->count == TABLE_FIELDS_MAX;
    if (table->stray || table->many)
        return;
    buf_add(&table->cells, field);
    table->ends =
        mem_grow(table->ends, &table->end_room, table->count + 1, sizeof *table->ends);
    table->ends[table->count++] = table->cells.length;
}

static void take_field(void *bytes, size_t length, void *data)
{
    add_field(data, (struct span){bytes, length});
}

static void take_row(int end, void *data)
{
    struct table *table = data;
    (void)end;
    table->complete = true;
}

/* The next line with its line feed; the last one may have none. */
static bool find_line(struct table *table, struct span *line)
{
    struct span rest = span_part(table->text, table->searched, table->text.length);
    size_t end = table->searched + span_find_byte(rest, '\n');
    table->searched = end;
    if (end == table->text.length && (!table->ended || end == table->at))
        return false;
    *line = span_part(table->text, table->at, end + 1);
    return true;
}

static void pass_line(struct table *table, struct span line)
{
    table->at += line.length;
    table->searched = table->at;
    table->line++;
}

/* A new record begins behind the lines seen so far. */
static void begin_record(struct table *table)
{
    table->start = table->at;
    table->first = table->line;
    table->count = 0;
    table->complete = table->stray = table->many = false;
    buf_clear(&table->cells);
}

/* Forgets the record and reads on with the line behind its first: a quote that is never
 * closed costs its line, not the rest of the file. No line is read more than twice for
 * it: a line that leaves a quote open when read by itself closes the one that ran on to
 * it. */
static enum table_result fault(struct table *table, struct table_row *row,
                               const char *why)
{
    *row = (struct table_row){NULL, 0, table->first, table->dropped + table->start, why};
    csv_fini(&table->parser, NULL, NULL, NULL);
    struct span rest = span_part(table->text, table->start, table->text.length);
    size_t end = span_find_byte(rest, '\n');
    table->skipping = end == rest.length && !table->ended;
    table->at = table->start + end + (end < rest.length);
    table->searched = table->at;
    table->line = table->first + (table->skipping ? 0 : 1);
    begin_record(table);
    return TABLE_FAULT;
}

static enum table_result give_row(struct table *table, struct table_row *row)
{
    size_t start = 0;
    *row = (struct table_row){NULL, table->count, table->first,
                              table->dropped + table->start, NULL};
    table->fields =
        mem_grow(table->fields, &table->field_room, table->count, sizeof *table->fields);
    for (size_t i = 0; i < table->count; i++) {
        table->fields[i] = span_part(buf_span(&table->cells), start, table->ends[i]);
        start = table->ends[i];
    }
    row->fields = table->fields;
    begin_record(table);
    return TABLE_ROW;
}

/* In slices, before each of which libcsv is told to double its buffer for a field when it
 * is full: by itself it asks for 128 bytes more each time, which is quadratic. False
 * where the bytes are malformed. */
static bool parse(struct table *table, struct span bytes)
{
    enum { SLICE = 64 * 1024, FIRST_ROOM = 4096 };
    for (size_t at = 0; at < bytes.length; at += SLICE) {
        struct span slice = span_part(bytes, at, at + SLICE);
        size_t room = csv_get_buffer_size(&table->parser);
        csv_set_blk_size(&table->parser, room > FIRST_ROOM ? room : FIRST_ROOM);
        if (csv_parse(&table->parser, slice.at, slice.length, take_field, take_row,
                      table) != slice.length)
            return false;
    }
    return true;
}

/* Is the line a record without quotes? Most are: their fields are what stands between the commas,
 * for which libcsv, that looks at every byte by itself, takes twenty times as long. */
static bool split(struct table *table, struct span line)
{
    struct span field;
    size_t end = line.length;
    end -= end && line.at[end - 1] == '\n';
    end -= end < line.length && end && line.at[end - 1] == '\r';
    line = span_part(line, 0, end);
    if (table->at != table->start || span_find_byte(line, '"') < line.length ||
        span_find_byte(line, '\r') < line.length)
        return false;
    while (span_split(&line, ',', &field))
        add_field(table, field);
    table->complete = true;
    return true;
}

/* Reads one line; a cause where it is malformed. libcsv takes a carriage return
 * outside quotes for the end of a record, so that fields behind it show a stray one. */
static const char *feed(struct table *table, struct span line)
{
    if (span_find_byte(line, '\0') < line.length)
        return "a NUL byte: not text in UTF-8";
    if (table->at == table->start && line.at[0] == '\r')
        return "a carriage return outside quotes";
    bool ended = line.at[line.length - 1] == '\n';
    if (!split(table, line) &&
        (!parse(table, line) || (!ended && !parse(table, span_of("\n")))))
        return "a quote inside a field or text behind a closing quote";
    if (table->stray)
        return "a carriage return outside quotes";
    return table->many ? "more fields than a record may have" : NULL;
}

static bool is_blank(struct span line)
{
    return line.at[0] == '\n' || span_is(line, "\r\n") || span_is(line, "\r");
}

/* Behind the byte order mark and the rest of a line that was too long; false where more
 * bytes are needed to know. */
static bool prepare(struct table *table)
{
    static const struct span mark = {"\xEF\xBB\xBF", 3};
    if (table->skipping) {
        struct span rest = span_part(table->text, table->at, table->text.length);
        size_t end = span_find_byte(rest, '\n');
        table->skipping = end == rest.length;
        table->at += end + !table->skipping;
        table->line += !table->skipping;
        table->searched = table->at;
        begin_record(table);
        return !table->skipping || table->ended;
    }
    if (table->begun)
        return true;
    if (table->text.length < mark.length && !table->ended)
        return false;
    table->begun = true;
    if (span_starts(table->text, mark)) {
        table->at = table->searched = mark.length;
        begin_record(table);
    }
    return true;
}

enum table_result table_read(struct table *table, struct table_row *row)
{
    struct span line;
    if (!prepare(table))
        return TABLE_MORE;
    while (find_line(table, &line)) {
        bool first = table->at == table->start;
        if (first && is_blank(line)) {
            pass_line(table, line);
            begin_record(table);
            continue;
        }
        if (table->at + line.length - table->start > TABLE_RECORD_MAX)
            return fault(table, row,
                         "longer than a record may be, or a quote is not closed");
        const char *why = feed(table, line);
        if (why)
            return fault(table, row, why);
        pass_line(table, line);
        if (table->complete)
            return give_row(table, row);
    }
    if (table->text.length - table->start > TABLE_RECORD_MAX)
        return fault(table, row, "longer than a record may be, or a quote is not closed");
    if (!table->ended)
        return TABLE_MORE;
    if (table->at > table->start)
        return fault(table, row, "a quote that is not closed");
    return TABLE_END;
}

static bool needs_quotes(struct span field)
{
    if (field.length == 0)
        return false;
    char first = field.at[0], last = field.at[field.length - 1];
    if (first == ' ' || first == '\t' || last == ' ' || last == '\t' || first == '\xEF')
        return true;
    for (size_t i = 0; i < field.length; i++) {
        char byte = field.at[i];
        if (byte == ',' || byte == '"' || byte == '\n' || byte == '\r')
            return true;
    }
    return false;
}

void table_write_field(struct buf *out, struct span field)
{
    struct span part;
    if (!needs_quotes(field)) {
        buf_add(out, field);
        return;
    }
    buf_add_byte(out, '"');
    for (bool first = true; span_split(&field, '"', &part); first = false) {
        if (!first)
            buf_add_text(out, "\"\"");
        buf_add(out, part);
    }
    buf_add_byte(out, '"');
}

void table_write(struct buf *out, const struct span *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_byte(out, ',');
        table_write_field(out, fields[i]);
    }
    if (count == 1 && fields[0].length == 0)
        buf_add_text(out, "\"\""); /* an empty line would be no record */
    buf_add_byte(out, '\n');
}

static struct span keep(struct table_sheet *sheet, struct span field)
{
    return (struct span){mem_arena_copy(&sheet->arena, field.at, field.length),
                         field.length};
}

static bool take_header(struct table_sheet *sheet, const struct table_row *row,
                        struct buf *message)
{
    sheet->columns = mem_new(row->count, sizeof *sheet->columns);
    for (size_t i = 0; i < row->count; i++) {
        struct span name = row->fields[i];
        if (name.length == 0) {
            buf_add_format(message, "%s:%zu: column %zu has no name", sheet->path,
                           row->line, i + 1);
            return false;
        }
        sheet->columns[i] = keep(sheet, name);
        if (table_column(sheet, sheet->columns[i].at) != TABLE_NONE) {
            buf_add_format(message, "%s:%zu: two columns are named '%s'", sheet->path,
                           row->line, sheet->columns[i].at);
            return false;
        }
        sheet->column_count = i + 1;
    }
    return true;
}

static bool take_cells(struct table_sheet *sheet, const struct table_row *row,
                       struct buf *message)
{
    if (row->count != sheet->column_count) {
        buf_add_format(message, "%s:%zu: %zu field%s where the header has %zu",
                       sheet->path, row->line, row->count, row->count == 1 ? "" : "s",
                       sheet->column_count);
        return false;
    }
    size_t first = sheet->row_count * sheet->column_count;
    sheet->cells = mem_grow(sheet->cells, &sheet->cell_room, first + row->count,
                            sizeof *sheet->cells);
    sheet->lines = mem_grow(sheet->lines, &sheet->line_room, sheet->row_count + 1,
                            sizeof *sheet->lines);
    for (size_t i = 0; i < row->count; i++)
        sheet->cells[first + i] = keep(sheet, row->fields[i]);
    sheet->lines[sheet->row_count++] = row->line;
    return true;
}

static bool take_row_of(struct table_sheet *sheet, const struct table_row *row,
                        struct buf *message)
{
    for (size_t i = 0; i < row->count; i++)
        if (!utf8_valid(row->fields[i])) {
            buf_add_format(message, "%s:%zu: field %zu is not UTF-8", sheet->path,
                           row->line, i + 1);
            return false;
        }
    return sheet->columns ? take_cells(sheet, row, message)
                          : take_header(sheet, row, message);
}

bool table_parse(struct table_sheet *sheet, const char *path, struct span bytes,
                 struct buf *message)
{
    struct table *table = table_open(bytes);
    struct table_row row = {0};
    enum table_result result;
    bool good = true;
    sheet->path = path;
    while (good && (result = table_read(table, &row)) != TABLE_END) {
        if (result == TABLE_ROW) {
            good = take_row_of(sheet, &row, message);
        } else {
            buf_add_format(message, "%s:%zu: %s", path, row.line, row.why);
            good = false;
        }
    }
    if (good && !sheet->columns) {
        buf_add_format(message, "%s: no header", path);
        good = false;
    }
    table_free(table);
    return good;
}

/* False with errno set. */
static bool read_file(const char *path, struct buf *bytes)
{
    enum { CHUNK = 64 * 1024 };
    size_t got = 0;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    do {
        got = fread(buf_reserve(bytes, CHUNK), 1, CHUNK, file);
        bytes->length += got;
    } while (got > 0 && bytes->length <= TABLE_FILE_MAX);
    int error = ferror(file) ? errno : bytes->length > TABLE_FILE_MAX ? EFBIG : 0;
    fclose(file);
    errno = error;
    return error == 0;
}

bool table_load(struct table_sheet *sheet, const char *path, struct buf *message)
{
    struct buf bytes = {0};
    bool good = read_file(path, &bytes);
    if (good)
        good = table_parse(sheet, path, buf_span(&bytes), message);
    else
        buf_add_format(message, "%s: %s", path, strerror(errno));
    buf_free(&bytes);
    return good;
}

size_t table_column(const struct table_sheet *sheet, const char *name)
{
    struct span wanted = span_of(name);
    for (size_t i = 0; i < sheet->column_count; i++)
        if (span_equal(sheet->columns[i], wanted))
            return i;
    return TABLE_NONE;
}

struct span table_cell(const struct table_sheet *sheet, size_t row, size_t column)
{
    if (row >= sheet->row_count || column >= sheet->column_count)
        return (struct span){"", 0};
    return sheet->cells[row * sheet->column_count + column];
}

void table_sheet_free(struct table_sheet *sheet)
{
    free(sheet->columns);
    free(sheet->cells);
    free(sheet->lines);
    mem_arena_free(&sheet->arena);
    *sheet = (struct table_sheet){0};
}

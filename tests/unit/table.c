/* table: CSV in pieces of any size, what is malformed, the limits; and sheets with named
 * columns. */
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

/* One line for each row or fault: its line, then the fields or the cause, all behind a
 * '|'. */
static void describe(const struct table_row *row, struct buf *out)
{
    buf_add_format(out, "%zu", row->line);
    if (row->why)
        buf_add_format(out, "!%s", row->why);
    for (size_t i = 0; !row->why && i < row->count; i++) {
        buf_add_byte(out, '|');
        buf_add(out, row->fields[i]);
    }
    buf_add_byte(out, '\n');
}

static void read_in_pieces(struct span text, size_t size, struct buf *out)
{
    struct table *table = table_new();
    struct table_row row;
    for (size_t at = 0; at < text.length; at += size) {
        table_add(table, span_part(text, at, at + size));
        while (table_read(table, &row) <= TABLE_FAULT)
            describe(&row, out);
    }
    table_end(table);
    while (table_read(table, &row) <= TABLE_FAULT)
        describe(&row, out);
    table_free(table);
}

static bool reads_as(const char *text, const char *expected)
{
    bool same = true;
    for (size_t size = 1; size < 9; size++) {
        struct buf out = {0};
        read_in_pieces(span_of(text), size, &out);
        same = same && span_is(buf_span(&out), expected);
        buf_free(&out);
    }
    struct buf out = {0};
    struct table *table = table_open(span_of(text));
    struct table_row row;
    while (table_read(table, &row) != TABLE_END)
        describe(&row, &out);
    same = same && span_is(buf_span(&out), expected);
    table_free(table);
    buf_free(&out);
    return same;
}

static void test_reading(void)
{
    CHECK(reads_as("", ""));
    CHECK(reads_as("\n\r\n\n", ""));
    CHECK(reads_as("\xEF\xBB\xBF", ""));
    CHECK(reads_as("\xEF\xBB\xBF"
                   "a,b\r\nc,d",
                   "1|a|b\n2|c|d\n"));
    CHECK(reads_as("a,\xEF\xBB\xBF"
                   "b\n",
                   "1|a|\xEF\xBB\xBF"
                   "b\n"));
    CHECK(reads_as(" a , b\t\n", "1| a | b\t\n"));
    CHECK(reads_as("\"a \"\"b\"\" \",\" \"\n", "1|a \"b\" | \n"));
    CHECK(reads_as("\"two\nlines\",x\n\nlast\n", "1|two\nlines|x\n4|last\n"));
    CHECK(reads_as("\"kept\r\n\"\r\ny\r\n", "1|kept\r\n\n3|y\n"));
    CHECK(reads_as(",\n\"\"\n", "1||\n2|\n"));
}

/* The same with every run of letters in quotes, so that libcsv reads the line. */
static void quote_letters(const char *text, struct buf *out)
{
    for (bool inside = false; *text || inside; text += *text != 0) {
        bool letter = *text == 'a';
        if (letter != inside)
            buf_add_byte(out, '"');
        inside = letter;
        if (*text)
            buf_add_byte(out, *text);
    }
}

/* A line without quotes is split without libcsv: all short texts are read as libcsv reads them. */
static void test_plain_lines(void)
{
    static const char bytes[] = "a,\r\n";
    enum { LENGTH = 6, TEXTS = 1 << 2 * LENGTH };
    for (unsigned number = 0; number < TEXTS; number++) {
        char text[LENGTH + 1] = {0};
        struct buf quoted = {0}, expected = {0};
        for (unsigned i = 0; i < LENGTH; i++)
            text[i] = bytes[number >> 2 * i & 3];
        quote_letters(text, &quoted);
        read_in_pieces(buf_span(&quoted), 3, &expected);
        buf_add(&expected, (struct span){"", 1});
        CHECK(reads_as(text, expected.at));
        buf_free(&quoted);
        buf_free(&expected);
    }
}

static void test_faults(void)
{
    static const char quote[] = "a quote inside a field or text behind a closing quote";
    struct buf expected = {0};
    buf_add_format(&expected, "1|x\n2!%s\n3|y\n4!%s\n5|z\n", quote, quote);
    CHECK(reads_as("x\na\"b\ny\n\"a\"b\nz\n", expected.at));
    buf_free(&expected);
    CHECK(reads_as("\"open\n", "1!a quote that is not closed\n"));
    CHECK(reads_as("\"open\nb\nc", "1!a quote that is not closed\n2|b\n3|c\n"));
    CHECK(reads_as("a\rb\nc\n", "1!a carriage return outside quotes\n2|c\n"));
    CHECK(reads_as("\rb\nc\n", "1!a carriage return outside quotes\n2|c\n"));
    struct buf out = {0};
    read_in_pieces((struct span){"a\0b\nc\n", 6}, 2, &out);
    CHECK(span_is(buf_span(&out), "1!a NUL byte: not text in UTF-8\n2|c\n"));
    buf_free(&out);
}

static void test_field_limit(void)
{
    for (size_t more = 0; more < 2; more++) {
        struct buf text = {0};
        struct table_row row;
        for (size_t i = 1; i < TABLE_FIELDS_MAX + more; i++)
            buf_add_byte(&text, ',');
        buf_add_text(&text, "\nnext\n");
        struct table *table = table_open(buf_span(&text));
        CHECK(table_read(table, &row) == (more ? TABLE_FAULT : TABLE_ROW));
        CHECK(more || row.count == TABLE_FIELDS_MAX);
        CHECK(table_read(table, &row) == TABLE_ROW && span_is(row.fields[0], "next"));
        table_free(table);
        buf_free(&text);
    }
}

/* A record of exactly the limit, one beyond it by a byte, and an open quote before many
 * lines. */
static void test_record_limit(void)
{
    static const char *const heads[] = {"", "x", "\"\n"};
    for (size_t i = 0; i < 3; i++) {
        struct buf text = {0};
        struct table_row row;
        buf_add_text(&text, heads[i]);
        memset(buf_reserve(&text, TABLE_RECORD_MAX - 1), 'a', TABLE_RECORD_MAX - 1);
        text.length += TABLE_RECORD_MAX - 1;
        buf_add_text(&text, "\nnext\n");
        struct table *table = table_new();
        table_add(table, buf_span(&text));
        table_end(table);
        CHECK(table_read(table, &row) == (i == 0 ? TABLE_ROW : TABLE_FAULT));
        if (i == 2) /* the long line by itself is within the limit again */
            CHECK(table_read(table, &row) == TABLE_ROW && row.line == 2);
        CHECK(table_read(table, &row) == TABLE_ROW && span_is(row.fields[0], "next"));
        table_free(table);
        buf_free(&text);
    }
}

/* What comes in pieces is dropped while the line is too long. */
static void test_endless_line(void)
{
    static char piece[1 << 20];
    struct table *table = table_new();
    struct table_row row;
    size_t faults = 0;
    memset(piece, 'a', sizeof piece);
    for (size_t i = 0; i < 200; i++) {
        table_add(table, (struct span){piece, sizeof piece});
        while (table_read(table, &row) <= TABLE_FAULT)
            faults++;
    }
    table_add(table, span_of("\nnext\n"));
    CHECK(table_read(table, &row) == TABLE_ROW && row.line == 2);
    CHECK(faults == 1);
    table_free(table);
}

static void test_writing(void)
{
    static const struct span fields[] = {{"a b", 3},  {"a,b", 3}, {"\"", 1},  {"", 0},
                                         {"x\ny", 3}, {" x", 2},  {"x\t", 2}, {"\r", 1}};
    struct buf out = {0};
    table_write(&out, fields, 8);
    CHECK(span_is(buf_span(&out),
                  "a b,\"a,b\",\"\"\"\",,\"x\ny\",\" x\",\"x\t\",\"\r\"\n"));
    buf_clear(&out);
    table_write(&out, &fields[3], 1);
    CHECK(span_is(buf_span(&out), "\"\"\n"));
    buf_free(&out);
}

/* The message for a sheet that cannot be used, or "" for one that can. */
static bool is_refused(const char *text, const char *expected)
{
    struct table_sheet sheet = {0};
    struct buf why = {0};
    bool good = table_parse(&sheet, "f.csv", span_of(text), &why);
    bool same = good == (*expected == '\0') && span_is(buf_span(&why), expected);
    table_sheet_free(&sheet);
    buf_free(&why);
    return same;
}

static void test_sheets(void)
{
    struct table_sheet sheet = {0};
    struct buf why = {0};
    CHECK(table_parse(&sheet, "f.csv", span_of("name,kind\nLeeds,city\n\"a\nb\",\n"),
                      &why));
    CHECK(sheet.row_count == 2 && sheet.lines[1] == 3);
    CHECK(table_column(&sheet, "kind") == 1 && table_column(&sheet, "no") == TABLE_NONE);
    CHECK(span_is(table_cell(&sheet, 0, 1), "city") &&
          span_is(table_cell(&sheet, 1, 1), ""));
    CHECK(table_cell(&sheet, 2, 0).at && table_cell(&sheet, 0, TABLE_NONE).length == 0);
    table_sheet_free(&sheet);
    CHECK(is_refused("", "f.csv: no header"));
    CHECK(is_refused("a,b\n", ""));
    CHECK(is_refused("a,\n", "f.csv:1: column 2 has no name"));
    CHECK(is_refused("a,a\n", "f.csv:1: two columns are named 'a'"));
    CHECK(is_refused("a,b\n1\n", "f.csv:2: 1 field where the header has 2"));
    CHECK(is_refused("a\n\n1,2\n", "f.csv:3: 2 fields where the header has 1"));
    CHECK(is_refused("a\n\"x\n", "f.csv:2: a quote that is not closed"));
    CHECK(is_refused("a\n\xE9\n", "f.csv:2: field 1 is not UTF-8"));
    CHECK(!table_load(&sheet, "/no/such/file", &why));
    CHECK(span_is(buf_span(&why), "/no/such/file: No such file or directory"));
    buf_free(&why);
}

int main(void)
{
    test_reading();
    test_plain_lines();
    test_faults();
    test_field_limit();
    test_record_limit();
    test_endless_line();
    test_writing();
    test_sheets();
    return check_finish();
}

/* lib/in and lib/document: lines and whole files; blocks, roles and white space. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "document.h"
#include "err.h"
#include "in.h"

/* --- in -------------------------------------------------------------------------------------- */

static char folder[] = "/tmp/assay-unit.XXXXXX";

static char *write_file(const char *name, struct span bytes)
{
    struct buf path = {0};
    buf_add_format(&path, "%s/%s", folder, name);
    buf_add_byte(&path, '\0');
    FILE *file = fopen(path.at, "wb");
    CHECK(file != NULL);
    if (file) {
        CHECK(fwrite(bytes.at, 1, bytes.length, file) == bytes.length);
        CHECK(fclose(file) == 0);
    }
    return path.at;
}

/* `spaces` bytes of a hole, then the text: a long line costs no disk. */
static char *write_long(const char *name, off_t hole, struct span text)
{
    char *path = write_file(name, span_of(""));
    int descriptor = open(path, O_WRONLY);
    ssize_t done = pwrite(descriptor, text.at, text.length, hole);
    CHECK(done == (ssize_t)text.length);
    close(descriptor);
    return path;
}

static void expect_line(struct in *in, const char *expected, size_t number, size_t offset)
{
    struct span line;
    CHECK(in_line(in, &line) == IN_LINE);
    CHECK(span_is(line, expected));
    CHECK(in_number(in) == number);
    CHECK(in_offset(in) == offset);
}

static void expect_end(struct in *in)
{
    struct span line;
    CHECK(in_line(in, &line) == IN_END);
    CHECK(in_line(in, &line) == IN_END);
}

static void remove_file(char *path)
{
    unlink(path);
    free(path);
}

static void test_line_ends(void)
{
    char *first = write_file("first", span_of("one\r\ntwo\n\n\r\nthree\rfour\r\r\nlast"));
    char *second = write_file("second", span_of("five\n"));
    char *empty = write_file("empty", span_of(""));
    char *operands[] = {first, empty, second};
    struct in *in = in_open(operands, 3);
    expect_line(in, "one", 1, 0);
    CHECK(strcmp(in_name(in), first) == 0);
    expect_line(in, "two", 2, 5);
    expect_line(in, "", 3, 9);
    expect_line(in, "", 4, 10);
    expect_line(in, "three\rfour\r", 5, 12);
    expect_line(in, "last", 6, 25);
    expect_line(in, "five", 1, 0);
    CHECK(strcmp(in_name(in), second) == 0);
    expect_end(in);
    in_close(in);
    remove_file(first);
    remove_file(second);
    remove_file(empty);
}

/* Lines of every length around the size of a chunk. */
static void test_chunks(void)
{
    struct buf text = {0};
    for (size_t i = 0; i < 12; i++) {
        for (size_t j = 0; j < 128 * 1024 - 6 + i; j++)
            buf_add_byte(&text, (char)('a' + i));
        buf_add_byte(&text, '\n');
    }
    char *path = write_file("chunks", buf_span(&text));
    struct in *in = in_open(&path, 1);
    struct span line;
    size_t offset = 0;
    for (size_t i = 0; i < 12; i++) {
        CHECK(in_line(in, &line) == IN_LINE && line.length == 128 * 1024 - 6 + i &&
              line.at[0] == (char)('a' + i) && line.at[line.length - 1] == (char)('a' + i));
        CHECK(in_offset(in) == offset);
        offset += line.length + 1;
    }
    expect_end(in);
    in_close(in);
    buf_free(&text);
    remove_file(path);
}

static void test_long_lines(void)
{
    struct span line;
    for (int over = -1; over <= 1; over++) {
        off_t length = IN_LINE_MAX + over;
        char *path = write_long("long", length, span_of("\nnext\n"));
        struct in *in = in_open(&path, 1);
        CHECK(in_line(in, &line) == (over > 0 ? IN_LONG : IN_LINE));
        CHECK(over > 0 || line.length == (size_t)length);
        CHECK(in_number(in) == 1 && in_offset(in) == 0);
        expect_line(in, "next", 2, (size_t)length + 1);
        expect_end(in);
        in_close(in);
        remove_file(path);
    }
    /* The long line is the last, without its end; then another file follows. */
    char *operands[] = {write_long("long", 3 * (off_t)IN_LINE_MAX, span_of("x")),
                        write_file("second", span_of("five"))};
    struct in *in = in_open(operands, 2);
    CHECK(in_line(in, &line) == IN_LONG);
    expect_line(in, "five", 1, 0);
    expect_end(in);
    in_close(in);
    remove_file(operands[0]);
    remove_file(operands[1]);
}

static void test_files(void)
{
    bool whole = false;
    struct buf bytes = {0};
    char *operands[] = {write_file("a", span_of("one\ntwo")), write_file("b", span_of("")),
                        write_long("c", (off_t)IN_FILE_MAX - 1, span_of("x")),
                        write_long("d", (off_t)IN_FILE_MAX, span_of("x"))};
    struct in *in = in_open(operands, 4);
    buf_add_text(&bytes, "is emptied first");
    CHECK(in_file(in, &bytes, &whole) && whole && span_is(buf_span(&bytes), "one\ntwo"));
    CHECK(strcmp(in_name(in), operands[0]) == 0);
    CHECK(in_file(in, &bytes, &whole) && whole && bytes.length == 0);
    CHECK(in_file(in, &bytes, &whole) && whole && bytes.length == IN_FILE_MAX);
    CHECK(in_file(in, &bytes, &whole) && !whole);
    CHECK(!in_file(in, &bytes, &whole));
    in_close(in);
    buf_free(&bytes);
    for (size_t i = 0; i < 4; i++)
        remove_file(operands[i]);
}

/* Last, as it leaves the status of trouble behind. */
static void test_unreadable(void)
{
    struct span line;
    char missing[] = "/nonexistent/file";
    char *operands[] = {missing, folder, write_file("a", span_of("one"))};
    if (!freopen("/dev/null", "w", stderr))
        return;
    struct in *in = in_open(operands, 3);
    CHECK(in_line(in, &line) == IN_LINE && span_is(line, "one"));
    expect_end(in);
    in_close(in);
    CHECK(err_status() == ERR_TROUBLE);
    remove_file(operands[2]);
}

/* --- document -------------------------------------------------------------------------------- */

static void expect_document(struct document *document, const char *text, const char *blocks)
{
    struct rec *rec = rec_new();
    struct span found;
    CHECK(span_is(document_text(document), text));
    document->media_type = "text/plain";
    document_record(document, rec);
    found = rec_raw(rec, "blocks");
    CHECK(span_is(found, blocks));
    if (!span_is(found, blocks) || !span_is(document_text(document), text))
        printf("found: %.*s\n%.*s\n", (int)document->text.length, document->text.at,
               (int)found.length, found.at);
    rec_free(rec);
    document_clear(document);
}

static void test_white_space(struct document *document)
{
    document_add(document, DOCUMENT_PARAGRAPH, span_of("  a \n\t b\xc2\xa0\xe2\x80\x83 c\r\n"), 0);
    document_add(document, DOCUMENT_PARAGRAPH, span_of(" \n\t "), 0);
    document_add(document, DOCUMENT_PARAGRAPH, span_of(""), 0);
    document_add(document, DOCUMENT_PARAGRAPH, span_of("* — *"), 0);
    document_add(document, DOCUMENT_PARAGRAPH,
                 span_of("soft\xc2\xad" "hyphen zero\xe2\x80\x8bwidth"), 0);
    document_add(document, DOCUMENT_PARAGRAPH, span_of("bell\x07 and \xef\xbb\xbfmark"), 0);
    expect_document(document, "a b c\n\nsofthyphen zerowidth\n\nbell and mark",
                    "[{\"role\":\"paragraph\",\"start\":0,\"end\":5},"
                    "{\"role\":\"paragraph\",\"start\":7,\"end\":27},"
                    "{\"role\":\"paragraph\",\"start\":29,\"end\":42}]");
}

static void test_roles(struct document *document)
{
    document_add(document, DOCUMENT_HEADING, span_of("Préface"), 1);
    document_add(document, DOCUMENT_LIST_ITEM, span_of("item"), 1);
    document_add(document, DOCUMENT_QUOTE, span_of("said"), 2);
    document_add(document, DOCUMENT_CAPTION, span_of("photo"), 0);
    expect_document(document, "Préface\n\nitem\n\nsaid\n\nphoto",
                    "[{\"role\":\"heading\",\"start\":0,\"end\":7,\"page\":1},"
                    "{\"role\":\"list item\",\"start\":9,\"end\":13,\"page\":1},"
                    "{\"role\":\"quote\",\"start\":15,\"end\":19,\"page\":2},"
                    "{\"role\":\"caption\",\"start\":21,\"end\":26}]");
}

static void test_table_rows(struct document *document)
{
    document_add(document, DOCUMENT_PARAGRAPH, span_of("before\tit"), 0);
    document_add(document, DOCUMENT_TABLE_ROW, span_of(" Area \t  Grade\t"), 0);
    document_add(document, DOCUMENT_TABLE_ROW, span_of("Overall\tGood"), 0);
    document_add(document, DOCUMENT_PARAGRAPH, span_of("after"), 0);
    expect_document(document, "before it\n\nArea\tGrade\nOverall\tGood\n\nafter",
                    "[{\"role\":\"paragraph\",\"start\":0,\"end\":9},"
                    "{\"role\":\"table row\",\"start\":11,\"end\":21},"
                    "{\"role\":\"table row\",\"start\":22,\"end\":34},"
                    "{\"role\":\"paragraph\",\"start\":36,\"end\":41}]");
    document_add(document, DOCUMENT_TABLE_ROW, span_of("\tsecond cell"), 0);
    expect_document(document, "\tsecond cell", "[{\"role\":\"table row\",\"start\":0,\"end\":12}]");
}

static void test_facts(struct document *document)
{
    document_state(document, &document->title, (struct span){NULL, 0});
    document_state(document, &document->title, span_of("  "));
    CHECK(document->title.at == NULL);
    document_state(document, &document->title, span_of(" A \n title "));
    document_state(document, &document->title, span_of("another"));
    CHECK(span_is(document->title, "A title"));
    document_clear(document);
    CHECK(document->title.at == NULL && document->block_count == 0);
}

static void test_error(struct document *document)
{
    struct rec *rec = rec_new();
    struct buf json = {0};
    document_add(document, DOCUMENT_PARAGRAPH, span_of("half read"), 0);
    document_fail(document, "broken", span_of("it breaks off"));
    document_record(document, rec);
    rec_encode(rec, &json);
    CHECK(span_is(buf_span(&json),
                  "{\"error\":{\"code\":\"broken\",\"message\":\"it breaks off\"}}"));
    buf_free(&json);
    rec_free(rec);
    document_clear(document);
}

int main(void)
{
    struct document document = {0};
    CHECK(mkdtemp(folder) != NULL);
    test_line_ends();
    test_chunks();
    test_long_lines();
    test_files();
    test_white_space(&document);
    test_roles(&document);
    test_table_rows(&document);
    test_facts(&document);
    test_error(&document);
    document_free(&document);
    test_unreadable();
    rmdir(folder);
    return check_finish();
}

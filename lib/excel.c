#define _XOPEN_SOURCE 700 /* mkstemp */
#include "excel.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "buf.h"
#include "err.h"
#include "mem.h"
#include "utf8.h"

/* 1 January 2000: any fixed day makes the bytes the same. */
enum { CREATED = 946684800, PIECE = 65536, ESCAPE_LENGTH = 7 /* of _x005F_ for _ */ };

struct excel {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *formats[EXCEL_STYLES];
    size_t links; /* of the sheet */
    int descriptor;
    int fault; /* errno of the first write that failed; 0: none did */
    struct buf text, link;
};

static const struct colour {
    lxw_color_t ground, text; /* 0: the application's own */
} colours[EXCEL_STYLES] = {
    [EXCEL_HEADER] = {0xE6E6E6, 0},     [EXCEL_VERMILION] = {0xD55E00, 0},
    [EXCEL_ORANGE] = {0xE69F00, 0},     [EXCEL_YELLOW] = {0xF0E442, 0},
    [EXCEL_SKY] = {0x56B4E9, 0},        [EXCEL_BLUE] = {0x0072B2, 0xFFFFFF},
    [EXCEL_PURPLE] = {0xCC79A7, 0},     [EXCEL_GREY] = {0xD0D0D0, 0},
};

static void make_formats(struct excel *book)
{
    for (int i = 0; i < EXCEL_STYLES; i++) {
        lxw_format *format = book->formats[i] = workbook_add_format(book->book);
        if (colours[i].ground)
            format_set_bg_color(format, colours[i].ground);
        if (colours[i].text)
            format_set_font_color(format, colours[i].text);
    }
    format_set_bold(book->formats[EXCEL_HEADER]);
    format_set_num_format(book->formats[EXCEL_DATE], "yyyy-mm-dd");
    format_set_text_wrap(book->formats[EXCEL_WRAPPED]);
    format_set_align(book->formats[EXCEL_WRAPPED], LXW_ALIGN_VERTICAL_TOP);
}

static const char *temporary_folder(void)
{
    const char *named = getenv("TMPDIR");
    return named && *named ? named : "/tmp";
}

/* A file without a name: the library opens it again by its descriptor, and nothing is left
 * behind by a program that is killed. */
static int open_temporary(void)
{
    struct buf path = {0};
    buf_add_format(&path, "%s/assay.XXXXXX", temporary_folder());
    buf_add_byte(&path, '\0');
    int descriptor = mkstemp(path.at);
    if (descriptor < 0)
        err_die("%s: a temporary file:", temporary_folder());
    unlink(path.at);
    buf_free(&path);
    return descriptor;
}

/* The library does not look whether what it writes arrives, so errno is asked: these are the
 * causes that it can have, and no call that works sets them. */
static void look(struct excel *book)
{
    if (!book->fault && (errno == ENOSPC || errno == EFBIG || errno == EDQUOT || errno == EIO))
        book->fault = errno;
    errno = 0;
}

struct excel *excel_new(const char *title, const char *comment)
{
    struct excel *book = mem_new(1, sizeof *book);
    struct buf path = {0};
    book->descriptor = open_temporary();
    buf_add_format(&path, "/dev/fd/%d", book->descriptor);
    buf_add_byte(&path, '\0');
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .use_zip64 = LXW_TRUE};
    options.tmpdir = mem_copy(temporary_folder(), span_of(temporary_folder()).length);
    book->book = workbook_new_opt(path.at, &options);
    free(options.tmpdir);
    buf_free(&path);
    if (!book->book)
        err_die("no memory for a workbook");
    lxw_doc_properties properties = {.created = CREATED};
    properties.title = mem_copy(title, span_of(title).length);
    properties.comments = mem_copy(comment, span_of(comment).length);
    workbook_set_properties(book->book, &properties);
    free(properties.title);
    free(properties.comments);
    make_formats(book);
    errno = 0;
    return book;
}

void excel_sheet(struct excel *book, const char *name)
{
    book->sheet = workbook_add_worksheet(book->book, name);
    if (!book->sheet)
        err_die("no sheet '%s': %s", name, strerror(errno));
    book->links = 0;
    worksheet_freeze_panes(book->sheet, 1, 0);
    look(book);
}

void excel_width(struct excel *book, size_t column, double width)
{
    lxw_col_t number = (lxw_col_t)column;
    worksheet_set_column(book->sheet, number, number, width, NULL);
}

/* Would the application take what begins the text for an escaped character, as _x0041_ is? Then its
 * first byte is escaped itself (ECMA-376, part 1, 22.9.2.19). */
static bool is_escape(struct span text)
{
    if (text.length < 7 || text.at[0] != '_' || text.at[1] != 'x' || text.at[6] != '_')
        return false;
    for (int i = 2; i < 6; i++)
        if (!isxdigit((unsigned char)text.at[i]))
            return false;
    return true;
}

/* Length of the longest head of the text that a cell can hold. */
static size_t head_of(struct span text)
{
    size_t at = 0, units = 0;
    if (text.length <= EXCEL_TEXT_SURE)
        return text.length;
    while (at < text.length) {
        uint32_t point;
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        units += point > 0xFFFF ? 2 : 1;
        units += is_escape(span_part(text, at, text.length)) ? ESCAPE_LENGTH - 1 : 0;
        if (units > EXCEL_TEXT_MAX)
            return at;
        at += length;
    }
    return at;
}

bool excel_fits(struct span text)
{
    return head_of(text) == text.length;
}

/* The text with a NUL behind it; U+FFFE and U+FFFF, which XML cannot hold, replaced. */
static const char *put(struct buf *buf, struct span text)
{
    buf_clear(buf);
    for (size_t at = 0; at < text.length; at++) {
        struct span rest = span_part(text, at, text.length);
        bool bad = span_starts(rest, span_of("\xEF\xBF\xBE")) ||
                   span_starts(rest, span_of("\xEF\xBF\xBF"));
        if (is_escape(rest))
            buf_add_text(buf, "_x005F");
        if (bad)
            buf_add_text(buf, "\xEF\xBF\xBD");
        else
            buf_add_byte(buf, text.at[at]);
        at += bad ? 2 : 0;
    }
    buf_add_byte(buf, '\0');
    return buf->at;
}

void excel_text(struct excel *book, size_t row, size_t column, struct span text,
                   enum excel_style style)
{
    if (text.length == 0)
        return;
    worksheet_write_string(book->sheet, (lxw_row_t)row, (lxw_col_t)column,
                           put(&book->text, span_part(text, 0, head_of(text))),
                           style == EXCEL_PLAIN ? NULL : book->formats[style]);
    look(book);
}

void excel_number(struct excel *book, size_t row, size_t column, double number)
{
    worksheet_write_number(book->sheet, (lxw_row_t)row, (lxw_col_t)column, number, NULL);
    look(book);
}

void excel_truth(struct excel *book, size_t row, size_t column, bool truth)
{
    worksheet_write_boolean(book->sheet, (lxw_row_t)row, (lxw_col_t)column, truth, NULL);
    look(book);
}

void excel_day(struct excel *book, size_t row, size_t column, const int day[3])
{
    lxw_datetime date = {.year = day[0], .month = day[1], .day = day[2]};
    worksheet_write_datetime(book->sheet, (lxw_row_t)row, (lxw_col_t)column, &date,
                             book->formats[EXCEL_DATE]);
    look(book);
}

/* What a link comes to when every byte that is no letter or digit is escaped. */
static size_t escaped_length(struct span link)
{
    size_t length = link.length;
    for (size_t i = 0; i < link.length; i++)
        if (!strchr("/:?&=.-_~#%+", link.at[i]) && !utf8_is_word_byte((unsigned char)link.at[i]))
            length += 2;
    return length;
}

bool excel_link(struct excel *book, size_t row, size_t column, struct span text,
                   struct span link)
{
    bool room = book->links < EXCEL_LINKS_MAX && escaped_length(link) <= EXCEL_LINK_MAX &&
                text.length <= EXCEL_LINK_MAX;
    if (!room) {
        excel_text(book, row, column, text, EXCEL_PLAIN);
        return false;
    }
    book->links++;
    worksheet_write_url(book->sheet, (lxw_row_t)row, (lxw_col_t)column, put(&book->link, link),
                        NULL);
    /* The library would show the link. */
    worksheet_write_string(book->sheet, (lxw_row_t)row, (lxw_col_t)column,
                           put(&book->text, text), workbook_get_default_url_format(book->book));
    look(book);
    return true;
}

void excel_table(struct excel *book, size_t columns, size_t last)
{
    if (columns)
        worksheet_autofilter(book->sheet, 0, 0, (lxw_row_t)last, (lxw_col_t)(columns - 1));
}

static void hand_over(struct excel *book, void (*write)(void *to, struct span bytes), void *to)
{
    char *piece = mem_new(PIECE, 1);
    ssize_t length = 0;
    if (lseek(book->descriptor, 0, SEEK_SET) < 0)
        book->fault = errno;
    while (!book->fault && (length = read(book->descriptor, piece, PIECE)) > 0)
        write(to, (struct span){piece, (size_t)length});
    if (length < 0)
        book->fault = errno;
    free(piece);
}

/* Closes the library's workbook; what it would say itself on standard error is said by us. */
static lxw_error close_quietly(struct excel *book)
{
    int kept = dup(STDERR_FILENO), nothing = open("/dev/null", O_WRONLY);
    if (kept >= 0 && nothing >= 0)
        dup2(nothing, STDERR_FILENO);
    errno = 0;
    lxw_error error = workbook_close(book->book);
    int fault = errno;
    if (kept >= 0)
        dup2(kept, STDERR_FILENO);
    if (kept >= 0)
        close(kept);
    if (nothing >= 0)
        close(nothing);
    errno = fault;
    return error;
}

bool excel_finish(struct excel *book, void (*write)(void *to, struct span bytes), void *to)
{
    lxw_error error = close_quietly(book);
    look(book);
    if (error != LXW_NO_ERROR && !book->fault)
        err_die("the workbook cannot be written: %s", lxw_strerror(error));
    if (!book->fault)
        hand_over(book, write, to);
    int fault = book->fault;
    close(book->descriptor);
    buf_free(&book->text);
    buf_free(&book->link);
    free(book);
    errno = fault;
    return fault == 0;
}

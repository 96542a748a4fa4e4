#include "imprint.h"

#include <string.h>

#include "date.h"
#include "utf8.h"

static const char *const months[] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};

/* How a line begins that states the day of publication (folded). */
static const char *const published[] = {
    "report published",    "published",    "date published",         "publication date",
    "date of publication", "published on", "report publication date"};

static struct span skip(struct span text, const char *bytes)
{
    while (text.length && strchr(bytes, text.at[0]))
        text = span_part(text, 1, text.length);
    return text;
}

static bool take_number(struct span *text, int *number, size_t most)
{
    size_t digits = 0;
    *number = 0;
    while (digits < text->length && digits <= most && text->at[digits] >= '0' &&
           text->at[digits] <= '9')
        *number = *number * 10 + (text->at[digits++] - '0');
    *text = span_part(*text, digits, text->length);
    return digits >= 1 && digits <= most;
}

static int take_month(struct span *text)
{
    for (int i = 0; i < 12; i++)
        if (span_starts(*text, span_of(months[i]))) {
            *text = span_part(*text, strlen(months[i]), text->length);
            return i + 1;
        }
    return 0;
}

/* "7 July 2017" or "7/07/2017" at the start of folded text: the day comes first in Britain. */
static bool take_date(struct span text, struct buf *iso)
{
    int day, month, year;
    text = skip(text, ": \t");
    if (!take_number(&text, &day, 2) || day < 1 || day > 31)
        return false;
    if (span_starts(text, span_of("st")) || span_starts(text, span_of("nd")) ||
        span_starts(text, span_of("rd")) || span_starts(text, span_of("th")))
        text = span_part(text, 2, text.length);
    if (text.length && text.at[0] == '/') {
        text = skip(text, "/");
        if (!take_number(&text, &month, 2) || month > 12 || !text.length || text.at[0] != '/')
            return false;
    } else {
        text = skip(text, " ");
        month = take_month(&text);
    }
    text = skip(text, " ,/");
    if (month < 1 || !take_number(&text, &year, 4) || year < 1900)
        return false;
    buf_add_format(iso, "%04d-%02d-%02d", year, month, day);
    return true;
}

static void read_date(struct document *document, struct span folded)
{
    struct buf iso = {0};
    for (size_t i = 0; i < sizeof published / sizeof *published && !iso.length; i++) {
        struct span head = span_of(published[i]);
        if (span_starts(folded, head))
            take_date(span_part(folded, head.length, folded.length), &iso);
    }
    if (iso.length) {
        document_state(document, &document->date, buf_span(&iso));
        document_state(document, &document->date_basis, span_of("content"));
    }
    buf_free(&iso);
}

/* The inspectorate introduces itself at the end of each of its reports. */
static void read_publisher(struct document *document, struct span folded)
{
    if (span_starts(folded, span_of("the office for standards in education")) &&
        span_find(folded, span_of("(ofsted)")) < folded.length)
        document_state(document, &document->publisher, span_of("Ofsted"));
}

/* --- The head of the first page --- */

enum { HEAD_BLOCKS = 14, LINE_BYTES_MAX = 160, BEFORE_BYTES_MAX = 60, BEHIND_BYTES_MAX = 24 };

/* Dates behind these words (folded) are not when the document was written or published. */
static const char *const other_dates[] = {
    "inspection", "inspected", "visit", "next", "deadline", "review", "closing", "embargo",
    "until",      "since",     "from",  "born", "previous", "due",    "register"};

static bool is_other_date(struct span line)
{
    struct buf folded = {0};
    utf8_fold_text(&folded, line);
    bool other =
        span_holds_any(buf_span(&folded), other_dates, sizeof other_dates / sizeof *other_dates);
    buf_free(&folded);
    return other;
}

/* A line that is hardly more than a date, or says when a meeting was held. */
static bool is_dateline(struct span line, struct when *when)
{
    if (line.length > LINE_BYTES_MAX || !date_find(line, 0, when) || is_other_date(line))
        return false;
    struct span before = span_part(line, 0, when->start);
    bool held = span_find(before, span_of("held")) < before.length ||
                span_find(before, span_of("eeting")) < before.length;
    return when->kind == WHEN_ABSOLUTE && !when->range && when->from.month &&
           before.length <= BEFORE_BYTES_MAX &&
           (held || (line.length - when->end <= BEHIND_BYTES_MAX &&
                     (!line.length || line.at[line.length - 1] != '.')));
}

static void read_dateline(struct document *document, struct span line, enum document_role role)
{
    struct when when;
    char text[WHEN_TEXT];
    if (document->date.at || role == DOCUMENT_TABLE_ROW || role == DOCUMENT_LIST_ITEM ||
        !is_dateline(line, &when))
        return;
    when_text(&when, text);
    document_state(document, &document->date, span_of(text));
    document_state(document, &document->date_basis,
                   span_of(role == DOCUMENT_HEADING ? "heading" : "byline"));
}

/* How a line begins that names who wrote the document. */
static const char *const authors[] = {"By ", "Written by ", "Author: ", "Report author: "};

static void read_author(struct document *document, struct span line)
{
    enum { NAME_BYTES_MAX = 60 };
    for (size_t i = 0; i < sizeof authors / sizeof *authors; i++) {
        struct span head = span_of(authors[i]);
        struct span name = span_part(line, head.length, line.length);
        name = span_part(name, 0, span_find_byte(name, ','));
        uint32_t point = 0;
        if (!span_starts(line, head) || !name.length || name.length > NAME_BYTES_MAX ||
            span_ends(name, span_of(".")))
            continue;
        utf8_decode(name, &point);
        if (utf8_is_upper(point))
            document_state(document, &document->author, name);
    }
}

static struct span block_text(const struct document *document, size_t i)
{
    const struct document_block *block = &document->blocks[i];
    return span_part(document_text(document), block->start, block->end);
}

static bool is_first_page(const struct document *document, size_t i)
{
    return i < HEAD_BLOCKS && document->blocks[i].page == document->blocks[0].page;
}

void imprint_read(struct document *document)
{
    struct buf folded = {0};
    for (size_t i = 0; i < document->block_count; i++) {
        buf_clear(&folded);
        utf8_fold_text(&folded, block_text(document, i));
        if (!document->date.at)
            read_date(document, buf_span(&folded));
        read_publisher(document, buf_span(&folded));
    }
    for (size_t i = 0; i < document->block_count && is_first_page(document, i); i++) {
        read_dateline(document, block_text(document, i), document->blocks[i].role);
        read_author(document, block_text(document, i));
    }
    buf_free(&folded);
}

/* --- Beside the text --- */

/* Titles (folded) that say what kind of thing a document is, or that a program gave. */
static const char *const no_titles[] = {"untitled",
                                        "untitled document",
                                        "title",
                                        "document",
                                        "new document",
                                        "template",
                                        "letterhead",
                                        "letter",
                                        "layout 1",
                                        "slide 1",
                                        "print",
                                        "blank page",
                                        "blank",
                                        "press release",
                                        "news release",
                                        "report",
                                        "media release",
                                        "press notice",
                                        "press statement",
                                        "media statement",
                                        "news",
                                        "press information",
                                        "contents",
                                        "page 1",
                                        "no slide title",
                                        "minutes",
                                        "agenda",
                                        "newsletter",
                                        "document pack",
                                        "for immediate release",
                                        "ends",
                                        "presentation",
                                        "powerpoint presentation"};

static const char *const no_title_starts[] = {"microsoft word - ",
                                              "microsoft powerpoint - ",
                                              "microsoft excel - ",
                                              "microsoft publisher - ",
                                              "untitled-",
                                              "document1",
                                              "http://",
                                              "https://",
                                              "file://",
                                              "c:\\"};

static const char *const no_title_ends[] = {".doc", ".docx", ".pdf", ".indd", ".pub",
                                            ".qxd", ".qxp",  ".rtf", ".ppt",  ".pptx",
                                            ".xls", ".xlsx", ".odt", ".html", ".htm"};

static bool is_listed(struct span folded)
{
    if (span_is_any(folded, no_titles, sizeof no_titles / sizeof *no_titles))
        return true;
    if (span_starts_any(folded, no_title_starts,
                        sizeof no_title_starts / sizeof *no_title_starts))
        return true;
    return span_ends_any(folded, no_title_ends, sizeof no_title_ends / sizeof *no_title_ends);
}

/* "PR_2016-044", "scan0001": the name of a file, and no words. */
static bool is_file_name(struct span folded)
{
    size_t letters = 0;
    bool blank = span_find_byte(folded, ' ') < folded.length, mark = false;
    for (size_t i = 0; i < folded.length; i++) {
        letters += (folded.at[i] >= 'a' && folded.at[i] <= 'z') || (folded.at[i] & 0x80);
        mark = mark || folded.at[i] == '_' || (folded.at[i] >= '0' && folded.at[i] <= '9');
    }
    return letters < 3 || (!blank && mark);
}

bool imprint_is_title(struct span text)
{
    struct buf folded = {0};
    while (text.length && (text.at[text.length - 1] == ' ' || text.at[text.length - 1] == ':'))
        text.length--;
    utf8_fold_text(&folded, text);
    bool title = !is_listed(buf_span(&folded)) && !is_file_name(buf_span(&folded));
    buf_free(&folded);
    return title;
}

/* Words (folded) in names that programs give to whom they do not know. */
static const char *const no_authors[] = {"admin",  "user",    "owner",     "unknown", "default",
                                         "author", "windows", "microsoft", "scan",    "copier",
                                         "adobe",  "word",    "test",      "temp",    "@"};

/* A name of two words, or one that is written as names are. */
static bool is_author(struct span text)
{
    struct buf folded = {0};
    uint32_t point = 0;
    utf8_fold_text(&folded, text);
    bool fit = text.length > 2 && !span_holds_any(buf_span(&folded), no_authors,
                                                  sizeof no_authors / sizeof *no_authors);
    for (size_t i = 0; i < text.length; i++)
        fit = fit && !(text.at[i] >= '0' && text.at[i] <= '9') && text.at[i] != '_';
    if (text.length)
        utf8_decode(text, &point);
    buf_free(&folded);
    return fit && (utf8_is_upper(point) || span_find_byte(text, ' ') < text.length);
}

/* "D:20160304..." to "2016-03-04". */
static void state_day(struct document *document, struct span created)
{
    struct buf iso = {0};
    struct when_date first, last;
    if (document->date.at || !span_starts(created, span_of("D:")) || created.length < 10)
        return;
    buf_add(&iso, span_part(created, 2, 6));
    buf_add_byte(&iso, '-');
    buf_add(&iso, span_part(created, 6, 8));
    buf_add_byte(&iso, '-');
    buf_add(&iso, span_part(created, 8, 10));
    /* There was no PDF before 1993. */
    if (when_parse(buf_span(&iso), &first, &last) && first.year >= 1993 && first.day) {
        document_state(document, &document->date, buf_span(&iso));
        document_state(document, &document->date_basis, span_of("metadata"));
    }
    buf_free(&iso);
}

void imprint_state(struct document *document, struct span title, struct span author,
                   struct span created)
{
    if (imprint_is_title(title))
        document_state(document, &document->title, title);
    if (is_author(author))
        document_state(document, &document->author, author);
    state_day(document, created);
}

void imprint_take_heading(struct document *document)
{
    enum { TITLE_BYTES_MIN = 12 };
    for (size_t i = 0; i < document->block_count && is_first_page(document, i); i++) {
        struct span text = block_text(document, i);
        if (document->blocks[i].role == DOCUMENT_HEADING && text.length >= TITLE_BYTES_MIN &&
            !span_ends(text, span_of(":")) && imprint_is_title(text)) {
            document_state(document, &document->title, text);
            return;
        }
    }
}

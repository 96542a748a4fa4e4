#include "imprint.h"

#include <string.h>

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

void imprint_read(struct document *document)
{
    struct buf folded = {0};
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        buf_clear(&folded);
        utf8_fold_text(&folded, span_part(document_text(document), block->start, block->end));
        if (!document->date.at)
            read_date(document, buf_span(&folded));
        read_publisher(document, buf_span(&folded));
    }
    buf_free(&folded);
}

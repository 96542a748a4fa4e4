#include "entry.h"

#include <stdlib.h>

#include "decimal.h"
#include "field.h"

enum { DIGITS_EXACT = 15 /* of a number, that a spreadsheet keeps */ };

void entry_free(struct entry *entry)
{
    buf_free(&entry->link);
    buf_free(&entry->number);
}

/* From vermilion for the worst to blue for the best grade of a scale. */
enum excel_style entry_rank_style(long long rank, long long levels)
{
    static const enum excel_style styles[] = {EXCEL_VERMILION, EXCEL_ORANGE,
                                                 EXCEL_YELLOW, EXCEL_SKY, EXCEL_BLUE};
    if (levels < 2 || levels > 100 || rank < 1 || rank > levels)
        return EXCEL_PLAIN;
    long long half = (levels - 1) / 2;
    if (rank == 1 || rank == levels)
        return styles[rank == 1 ? 0 : 4];
    if (levels % 2 && rank - 1 == half)
        return styles[2];
    return styles[rank - 1 <= half ? 1 : 3];
}

enum excel_style entry_verdict_style(struct span verdict)
{
    static const struct {
        const char *verdict;
        enum excel_style style;
    } styles[] = {{"confirmed", EXCEL_BLUE},     {"contradicted", EXCEL_VERMILION},
                  {"outdated", EXCEL_ORANGE},    {"impossible", EXCEL_PURPLE},
                  {"unverifiable", EXCEL_GREY}};
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (span_is(verdict, styles[i].verdict))
            return styles[i].style;
    return EXCEL_PLAIN;
}

static bool is_address(struct span text)
{
    return span_starts(text, span_of("http://")) || span_starts(text, span_of("https://"));
}

/* Appends ".." for each folder of the output, from where a path of ours begins; false where that
 * cannot be told without asking where we are. */
static bool add_way_back(const char *output, struct buf *link)
{
    struct span rest = span_of(output ? output : ""), part;
    if (rest.length && rest.at[0] == '/')
        return false;
    while (span_split(&rest, '/', &part)) {
        if (span_is(part, ".."))
            return false;
        if (rest.length && part.length && !span_is(part, "."))
            buf_add_text(link, "../");
    }
    return true;
}

/* A path that is nothing else to a spreadsheet: no drive, no other computer, no scheme. */
static bool is_path(struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr(":\\#?*|<>\"", text.at[i]) || (unsigned char)text.at[i] < ' ')
            return false;
    return text.length && !span_starts(text, span_of("//"));
}

/* The link of an address or path, to a page of it where one is given; empty: none. */
static struct span link_to(struct entry *entry, struct span text, long long page)
{
    struct buf *link = &entry->link;
    buf_clear(link);
    if (!is_address(text)) {
        if (!is_path(text))
            return buf_span(link);
        if (text.at[0] == '/')
            buf_add_text(link, "file://");
        else if (!add_way_back(entry->output, link))
            return (struct span){"", 0};
    }
    buf_add(link, text);
    if (page > 0 && span_find_byte(text, '#') == text.length)
        buf_add_format(link, "#page=%lld", page);
    return buf_span(link);
}

void entry_link(struct entry *entry, struct entry_place cell, struct span text, long long page)
{
    struct span link = link_to(entry, text, page);
    if (link.length == 0)
        excel_text(cell.book, cell.row, cell.column, text, EXCEL_PLAIN);
    else if (!excel_link(cell.book, cell.row, cell.column, text, link))
        entry->unlinked++;
}

void entry_date(struct entry_place cell, struct span text)
{
    int day[3];
    if (field_day(text, &day[0], &day[1], &day[2]) && day[0] >= EXCEL_YEAR_MIN)
        excel_day(cell.book, cell.row, cell.column, day);
    else
        excel_text(cell.book, cell.row, cell.column, text, EXCEL_PLAIN);
}

bool entry_exact(struct span raw)
{
    struct decimal number;
    size_t digits = 0;
    if (!decimal_is(raw) || !decimal_read(raw, &number))
        return false;
    for (size_t i = 0; i < number.digits.length; i++)
        digits += number.digits.at[i] != '.';
    return digits <= DIGITS_EXACT;
}

void entry_raw(struct entry *entry, struct entry_place cell, struct span raw)
{
    buf_clear(&entry->number);
    buf_add(&entry->number, raw);
    buf_add_byte(&entry->number, '\0');
    if (span_is(raw, "true") || span_is(raw, "false"))
        excel_truth(cell.book, cell.row, cell.column, span_is(raw, "true"));
    else if (entry_exact(raw))
        excel_number(cell.book, cell.row, cell.column, strtod(entry->number.at, NULL));
    else
        excel_text(cell.book, cell.row, cell.column, raw, EXCEL_PLAIN);
}

void entry_header(struct excel *book, const char *const *names, const int *widths, size_t count)
{
    for (size_t i = 0; i < count; i++)
        excel_width(book, i, widths[i]);
    for (size_t i = 0; i < count; i++)
        excel_text(book, 0, i, span_of(names[i]), EXCEL_HEADER);
}

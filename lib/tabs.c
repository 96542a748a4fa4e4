#include "tabs.h"

#include <stdint.h>
#include <stdlib.h>

#include "decimal.h"
#include "err.h"
#include "field.h"
#include "latest.h"
#include "mem.h"
#include "set.h"
#include "spool.h"

enum {
    DIGITS_EXACT = 15, /* of a number, that a spreadsheet keeps */
    VALUES_SHOWN = 40  /* of a field, on the sheet of definitions */
};

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
    size_t rows, cut, unlinked;
    struct buf line, link;
};

struct tabs *tabs_new(struct places *places, const struct tabs_plan *plan)
{
    struct tabs *tabs = mem_new(1, sizeof *tabs);
    tabs->plan = plan;
    tabs->places = places;
    tabs->fields = fields_load(places);
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
    buf_free(&tabs->link);
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

/* --- cells ------------------------------------------------------------------------------------ */

/* From vermilion for the worst to blue for the best grade of a scale. */
static enum excel_style style_of_rank(long long rank, long long levels)
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

static enum excel_style style_of_verdict(struct span verdict)
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

static enum excel_style style_of(struct rec *row, struct span name, struct span text)
{
    long long rank, levels;
    if (span_is(name, "grade") && rec_integer(row, "rank", &rank) &&
        rec_integer(row, "levels", &levels))
        return style_of_rank(rank, levels);
    return span_is(name, "verdict") ? style_of_verdict(text) : EXCEL_PLAIN;
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
static struct span link_to(struct tabs *tabs, struct span text, long long page)
{
    struct buf *link = &tabs->link;
    buf_clear(link);
    if (!is_address(text)) {
        if (!is_path(text))
            return buf_span(link);
        if (text.at[0] == '/')
            buf_add_text(link, "file://");
        else if (!add_way_back(tabs->plan->output, link))
            return (struct span){"", 0};
    }
    buf_add(link, text);
    if (page > 0 && span_find_byte(text, '#') == text.length)
        buf_add_format(link, "#page=%lld", page);
    return buf_span(link);
}

struct cell {
    struct excel *book;
    size_t row, column;
};

static void write_link(struct tabs *tabs, struct cell cell, struct span text, long long page)
{
    struct span link = link_to(tabs, text, page);
    if (link.length == 0)
        excel_text(cell.book, cell.row, cell.column, text, EXCEL_PLAIN);
    else if (!excel_link(cell.book, cell.row, cell.column, text, link))
        tabs->unlinked++;
}

/* A full day as a date, anything else as text. */
static void write_date(struct cell cell, struct span text)
{
    int day[3];
    if (field_day(text, &day[0], &day[1], &day[2]) && day[0] >= EXCEL_YEAR_MIN)
        excel_day(cell.book, cell.row, cell.column, day);
    else
        excel_text(cell.book, cell.row, cell.column, text, EXCEL_PLAIN);
}

/* Would the application change it? A number with more digits than it keeps stays text. */
static bool is_exact(struct span raw)
{
    struct decimal number;
    size_t digits = 0;
    if (!decimal_is(raw) || !decimal_read(raw, &number))
        return false;
    for (size_t i = 0; i < number.digits.length; i++)
        digits += number.digits.at[i] != '.';
    return digits <= DIGITS_EXACT;
}

static void write_raw(struct tabs *tabs, struct cell cell, struct span raw)
{
    buf_clear(&tabs->line);
    buf_add(&tabs->line, raw);
    buf_add_byte(&tabs->line, '\0');
    if (span_is(raw, "true") || span_is(raw, "false"))
        excel_truth(cell.book, cell.row, cell.column, span_is(raw, "true"));
    else if (is_exact(raw))
        excel_number(cell.book, cell.row, cell.column, strtod(tabs->line.at, NULL));
    else
        excel_text(cell.book, cell.row, cell.column, raw, EXCEL_PLAIN);
}

static void write_member(struct tabs *tabs, struct rec *row, struct cell cell, size_t i)
{
    struct span raw = rec_value(row, i), name = rec_key(row, i);
    const struct column *column = &tabs->columns[set_find(tabs->names, name)];
    enum field_type type = column->field ? column->field->type : FIELD_STRING;
    long long page = 0;
    cell.column = column->place;
    if (raw.at[0] != '"') {
        write_raw(tabs, cell, raw);
        return;
    }
    struct span text = rec_text_of(row, raw);
    if (type == FIELD_DATE) {
        write_date(cell, text);
    } else if ((type == FIELD_NUMBER || type == FIELD_INTEGER) && is_exact(text)) {
        write_raw(tabs, cell, text);
    } else if (span_is(name, "url") || span_is(name, "source")) {
        rec_integer(row, "page", &page);
        write_link(tabs, cell, text, page);
    } else {
        excel_text(cell.book, cell.row, cell.column, text, style_of(row, name, text));
    }
}

/* --- sheets ----------------------------------------------------------------------------------- */

static void write_header(struct excel *book, const char *const *names, const int *widths,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        excel_width(book, i, widths[i]);
    for (size_t i = 0; i < count; i++)
        excel_text(book, 0, i, span_of(names[i]), EXCEL_HEADER);
}

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
                write_member(tabs, row, (struct cell){book, place, 0}, i);
    }
    excel_table(book, columns, place);
    rec_free(row);
}

static void write_grade(struct cell cell, const struct latest_grade *grade)
{
    if (grade)
        excel_text(cell.book, cell.row, cell.column, grade->grade,
                      style_of_rank(grade->rank, grade->levels));
}

static void write_area(struct tabs *tabs, struct cell cell, const struct latest_grade *area)
{
    const size_t counts[] = {area->rows,     area->grades,    area->opinions,
                             area->findings, area->confirmed, area->contradicted};
    struct excel *book = cell.book;
    excel_text(book, cell.row, 2, area->area, EXCEL_PLAIN);
    cell.column = 3;
    write_grade(cell, area);
    cell.column = 4;
    write_date(cell, area->date);
    excel_text(book, cell.row, 5, area->framework, EXCEL_PLAIN);
    excel_text(book, cell.row, 6, area->basis, EXCEL_PLAIN);
    cell.column = 7;
    write_link(tabs, cell, area->source, 0);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        excel_number(book, cell.row, 8 + i, (double)counts[i]);
}

/* A line for each council and area: its latest grade, and how many rows speak of it. */
static void write_summary(struct tabs *tabs, struct excel *book, const size_t *order,
                          size_t count)
{
    static const char *const names[] = {"authority", "region",    "area",      "grade",    "date",
                                        "framework", "basis",     "source",    "rows",     "grades",
                                        "opinions",  "findings",  "confirmed", "contradicted"};
    static const int widths[] = {24, 20, 28, 22, 12, 16, 12, 40, 8, 8, 10, 10, 11, 13};
    enum { COLUMNS = sizeof names / sizeof *names };
    size_t row = 0;
    excel_sheet(book, "summary");
    write_header(book, names, widths, COLUMNS);
    for (size_t i = 0; i < count; i++) {
        const struct latest_council *council = latest_council(tabs->latest, order[i]);
        const struct latest_grade *area;
        for (size_t n = 0; (area = latest_area(tabs->latest, order[i], n)) != NULL &&
                           row + 1 < EXCEL_ROWS_MAX;
             n++) {
            row++;
            excel_text(book, row, 0, council->name, EXCEL_PLAIN);
            excel_text(book, row, 1, council->region, EXCEL_PLAIN);
            write_area(tabs, (struct cell){book, row, 0}, area);
        }
    }
    excel_table(book, COLUMNS, row);
}

/* The line of a register with that body; absent where there is none. */
struct line {
    const struct table_sheet *sheet;
    size_t row;
};

static struct line line_of(struct places *places, const char *file, struct span body)
{
    size_t count;
    struct table_sheet *const *sheets = places_load(places, file, &count);
    for (size_t i = 0; i < count; i++) {
        size_t column = places_column(sheets[i], "body");
        for (size_t row = 0; body.length && row < sheets[i]->row_count; row++)
            if (span_equal(table_cell(sheets[i], row, column), body))
                return (struct line){sheets[i], row};
    }
    return (struct line){NULL, 0};
}

static struct span told(struct line line, const char *column)
{
    if (!line.sheet)
        return (struct span){"", 0};
    return table_cell(line.sheet, line.row, table_column(line.sheet, column));
}

/* The areas of the wide sheet: whichever of these the report grades. */
static const struct wide {
    const char *name, *areas[2];
} wide[] = {
    {"overall", {"overall", NULL}},
    {"leadership", {"leadership", NULL}},
    {"help and protection", {"help-protection", NULL}},
    {"in care", {"children-in-care", "children-in-care-and-care-leavers"}},
    {"care leavers", {"care-leavers", NULL}},
};
enum { WIDE = sizeof wide / sizeof *wide };

static const struct latest_grade *wide_grade(const struct latest *latest, size_t council, int i)
{
    const struct latest_grade *grade = NULL;
    for (int n = 0; n < 2 && !grade && wide[i].areas[n]; n++)
        grade = latest_reported(latest, council, span_of(wide[i].areas[n]));
    return grade;
}

/* "Leeds: outstanding; York: good": neighbours whose latest report is among the rows. */
static void add_neighbours(struct tabs *tabs, struct span body, struct buf *names,
                           struct buf *grades)
{
    struct span rest = told(line_of(tabs->places, "vocab/neighbours.csv", body), "neighbours");
    struct span other;
    while (span_split(&rest, ' ', &other)) {
        struct span name = told(line_of(tabs->places, "vocab/authorities.csv", other), "name");
        size_t council = latest_find(tabs->latest, other);
        const struct latest_grade *grade =
            council == SIZE_MAX ? NULL : wide_grade(tabs->latest, council, 0);
        buf_add_text(names, names->length ? "; " : "");
        buf_add(names, name.length ? name : other);
        if (!grade)
            continue;
        buf_add_text(grades, grades->length ? "; " : "");
        buf_add(grades, name.length ? name : other);
        buf_add_text(grades, ": ");
        buf_add(grades, grade->grade);
    }
}

static void write_report(struct tabs *tabs, struct cell cell, const struct latest_report *report)
{
    excel_text(cell.book, cell.row, 9, report->framework, EXCEL_PLAIN);
    excel_text(cell.book, cell.row, 10, report->inspector, EXCEL_PLAIN);
    const struct span days[] = {report->started, report->ended, report->published};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        cell.column = 11 + i;
        write_date(cell, days[i]);
    }
    cell.column = 14;
    write_link(tabs, cell, report->link, 0);
}

static void write_council(struct tabs *tabs, struct cell cell, size_t number)
{
    const struct latest_council *council = latest_council(tabs->latest, number);
    struct line line = line_of(tabs->places, "vocab/authorities.csv", council->body);
    struct span region = told(line, "region");
    const struct span facts[] = {told(line, "urn"), told(line, "dfe"),
                                 region.length ? region : council->region, council->name};
    struct buf names = {0}, grades = {0};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        excel_text(cell.book, cell.row, i, facts[i], EXCEL_PLAIN);
    for (int i = 0; i < WIDE; i++) {
        cell.column = 4 + (size_t)i;
        write_grade(cell, wide_grade(tabs->latest, number, i));
    }
    if (council->report)
        write_report(tabs, cell, council->report);
    add_neighbours(tabs, council->body, &names, &grades);
    excel_text(cell.book, cell.row, 15, buf_span(&names), EXCEL_PLAIN);
    excel_text(cell.book, cell.row, 16, buf_span(&grades), EXCEL_PLAIN);
    buf_free(&names);
    buf_free(&grades);
}

/* A line for each council, as its data team knows it: what its latest report says. */
static void write_authorities(struct tabs *tabs, struct excel *book, const size_t *order,
                              size_t count)
{
    static const char *const names[] = {
        "urn",       "la_code",      "region",    "local_authority", "overall", "leadership",
        "help and protection", "in care", "care leavers", "framework", "inspector", "start",
        "end",       "published",    "link",      "neighbours",      "neighbours' overall"};
    static const int widths[] = {8,  8,  22, 26, 22, 22, 22, 22, 22,
                                 16, 24, 12, 12, 12, 40, 50, 50};
    enum { COLUMNS = sizeof names / sizeof *names };
    excel_sheet(book, "authorities");
    write_header(book, names, widths, COLUMNS);
    size_t row = 0;
    for (size_t i = 0; i < count && row + 1 < EXCEL_ROWS_MAX; i++)
        write_council(tabs, (struct cell){book, ++row, 0}, order[i]);
    excel_table(book, COLUMNS, row);
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
         tabs->unlinked},
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
    write_header(book, names, widths, 4);
    for (size_t i = 0; i < count; i++)
        write_definition(tabs, book, i + 1, tabs->order[i]);
    write_notes(tabs, book, count + 1);
    excel_table(book, 4, count + 3);
}

void tabs_write(struct tabs *tabs, struct excel *book)
{
    size_t count;
    size_t *order = latest_order(tabs->latest, &count);
    put_in_order(tabs);
    write_judgements(tabs, book);
    write_summary(tabs, book, order, count);
    write_authorities(tabs, book, order, count);
    write_definitions(tabs, book);
    free(order);
}

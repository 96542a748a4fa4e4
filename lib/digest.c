#include "digest.h"

#include <stdlib.h>

static void write_grade(struct entry_place cell, const struct latest_grade *grade)
{
    if (grade)
        excel_text(cell.book, cell.row, cell.column, grade->grade,
                      entry_rank_style(grade->rank, grade->levels));
}

static void write_area(struct digest *digest, struct entry_place cell,
                       const struct latest_grade *area)
{
    const size_t counts[] = {area->rows,     area->grades,    area->opinions,
                             area->findings, area->confirmed, area->contradicted};
    struct excel *book = cell.book;
    excel_text(book, cell.row, 2, area->area, EXCEL_PLAIN);
    cell.column = 3;
    write_grade(cell, area);
    cell.column = 4;
    entry_date(cell, area->date);
    excel_text(book, cell.row, 5, area->framework, EXCEL_PLAIN);
    excel_text(book, cell.row, 6, area->basis, EXCEL_PLAIN);
    cell.column = 7;
    entry_link(digest->entry, cell, area->source, 0);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        excel_number(book, cell.row, 8 + i, (double)counts[i]);
}

/* A line for each council and area: its latest grade, and how many rows speak of it. */
static void write_summary(struct digest *digest, struct excel *book, const size_t *order,
                          size_t count)
{
    static const char *const names[] = {"authority", "region",    "area",      "grade",    "date",
                                        "framework", "basis",     "source",    "rows",     "grades",
                                        "opinions",  "findings",  "confirmed", "contradicted"};
    static const int widths[] = {24, 20, 28, 22, 12, 16, 12, 40, 8, 8, 10, 10, 11, 13};
    enum { COLUMNS = sizeof names / sizeof *names };
    size_t row = 0;
    excel_sheet(book, "summary");
    entry_header(book, names, widths, COLUMNS);
    for (size_t i = 0; i < count; i++) {
        const struct latest_council *council = latest_council(digest->latest, order[i]);
        const struct latest_grade *area;
        for (size_t n = 0; (area = latest_area(digest->latest, order[i], n)) != NULL &&
                           row + 1 < EXCEL_ROWS_MAX;
             n++) {
            row++;
            excel_text(book, row, 0, council->name, EXCEL_PLAIN);
            excel_text(book, row, 1, council->region, EXCEL_PLAIN);
            write_area(digest, (struct entry_place){book, row, 0}, area);
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
    struct places_walk walk = places_walk(places, file);
    while (body.length && places_next(&walk))
        if (span_equal(places_cell(&walk, "body"), body))
            return (struct line){walk.sheet, walk.row};
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

/* Does an inspection of that framework answer for an area with its overall grade, as that of looked
 * after children did in 2013? */
static bool answers(const struct scales *scales, struct span area, struct span framework)
{
    for (size_t i = 0; i < scales->answer_count; i++) {
        const struct scale_answer *answer = &scales->answers[i];
        if (!answer->part && span_is(answer->by, "overall") &&
            scale_lists(answer->frameworks, framework) &&
            (!area.length || span_equal(answer->area, area)))
            return true;
    }
    return false;
}

/* An inspection of a part of the services gives its overall grade to that part, and none to all. */
static const struct latest_grade *wide_grade(const struct digest *digest, size_t council, int i)
{
    const struct latest_grade *grade =
        latest_reported(digest->latest, council, span_of("overall"));
    if (grade && answers(digest->scales, (struct span){"", 0}, grade->framework))
        return answers(digest->scales, span_of(wide[i].areas[0]), grade->framework) ? grade : NULL;
    grade = NULL;
    for (int n = 0; n < 2 && !grade && wide[i].areas[n]; n++)
        grade = latest_reported(digest->latest, council, span_of(wide[i].areas[n]));
    return grade;
}

/* "Leeds: outstanding; York: good": neighbours whose latest report is among the rows. */
static void add_neighbours(struct digest *digest, struct span body, struct buf *names,
                           struct buf *grades)
{
    struct span rest = told(line_of(digest->places, "vocab/neighbours.csv", body), "neighbours");
    struct span other;
    while (span_split(&rest, ' ', &other)) {
        struct span name = told(line_of(digest->places, "vocab/authorities.csv", other), "name");
        size_t council = latest_find(digest->latest, other);
        const struct latest_grade *grade =
            council == SIZE_MAX ? NULL : wide_grade(digest, council, 0);
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

static void write_report(struct digest *digest, struct entry_place cell,
                         const struct latest_report *report)
{
    excel_text(cell.book, cell.row, 9, report->framework, EXCEL_PLAIN);
    excel_text(cell.book, cell.row, 10, report->inspector, EXCEL_PLAIN);
    const struct span days[] = {report->started, report->ended, report->published};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        cell.column = 11 + i;
        entry_date(cell, days[i]);
    }
    cell.column = 14;
    entry_link(digest->entry, cell, report->link, 0);
}

static void write_council(struct digest *digest, struct entry_place cell, size_t number)
{
    const struct latest_council *council = latest_council(digest->latest, number);
    struct line line = line_of(digest->places, "vocab/authorities.csv", council->body);
    struct span region = told(line, "region");
    const struct span facts[] = {told(line, "urn"), told(line, "dfe"),
                                 region.length ? region : council->region, council->name};
    struct buf names = {0}, grades = {0};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        excel_text(cell.book, cell.row, i, facts[i], EXCEL_PLAIN);
    for (int i = 0; i < WIDE; i++) {
        cell.column = 4 + (size_t)i;
        write_grade(cell, wide_grade(digest, number, i));
    }
    if (council->report)
        write_report(digest, cell, council->report);
    add_neighbours(digest, council->body, &names, &grades);
    excel_text(cell.book, cell.row, 15, buf_span(&names), EXCEL_PLAIN);
    excel_text(cell.book, cell.row, 16, buf_span(&grades), EXCEL_PLAIN);
    buf_free(&names);
    buf_free(&grades);
}

/* A line for each council, as its data team knows it: what its latest report says. */
static void write_authorities(struct digest *digest, struct excel *book, const size_t *order,
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
    entry_header(book, names, widths, COLUMNS);
    size_t row = 0;
    for (size_t i = 0; i < count && row + 1 < EXCEL_ROWS_MAX; i++)
        write_council(digest, (struct entry_place){book, ++row, 0}, order[i]);
    excel_table(book, COLUMNS, row);
}

void digest_write(struct digest *digest, struct excel *book)
{
    size_t count;
    size_t *order = latest_order(digest->latest, &count);
    write_summary(digest, book, order, count);
    write_authorities(digest, book, order, count);
    free(order);
}

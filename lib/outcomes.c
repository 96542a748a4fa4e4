#include "outcomes.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "mem.h"
#include "utf8.h"

struct column {
    const char *field;  /* of the row; NULL: none */
    struct span area;   /* graded by this column; absent: none */
};

struct outcomes {
    struct table_sheet *const *sheets;
    size_t sheet_count;
    const struct scales *scales;
    struct column *columns;
    size_t count, room;
    bool wide; /* a column an area */
};

struct outcomes *outcomes_new(struct places *places, const struct scales *scales)
{
    struct outcomes *outcomes = mem_new(1, sizeof *outcomes);
    outcomes->sheets = places_load(places, "vocab/record_columns.csv", &outcomes->sheet_count);
    outcomes->scales = scales;
    return outcomes;
}

void outcomes_free(struct outcomes *outcomes)
{
    if (!outcomes)
        return;
    free(outcomes->columns);
    free(outcomes);
}

/* As people write the heads of columns: case, blanks and underscores do not count. */
static bool same_head(struct span head, struct span known)
{
    struct buf folded = {0};
    utf8_fold_text(&folded, span_trim(head));
    for (size_t i = 0; i < folded.length; i++)
        if (folded.at[i] == '_' || folded.at[i] == '\n')
            folded.at[i] = ' ';
    bool same = span_equal(buf_span(&folded), known);
    buf_free(&folded);
    return same;
}

/* The fields whose names a row has, so that they outlive the sheets. */
static const char *const fields[] = {
    "authority", "body",  "authority_id",     "la_code",        "urn",       "area",  "grade",
    "framework", "scale", "date",             "inspection_start", "inspection_end",
    "published", "source"};

static const char *field_of(const struct outcomes *outcomes, struct span head)
{
    for (size_t s = 0; s < outcomes->sheet_count; s++) {
        const struct table_sheet *sheet = outcomes->sheets[s];
        size_t field = places_column(sheet, "field"), column = places_column(sheet, "column");
        for (size_t row = 0; row < sheet->row_count; row++)
            if (same_head(head, table_cell(sheet, row, column)))
                for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
                    if (span_is(table_cell(sheet, row, field), fields[i]))
                        return fields[i];
    }
    return NULL;
}

static bool has_field(const struct outcomes *outcomes, const char *const *wanted, size_t count)
{
    for (size_t i = 0; i < outcomes->count; i++)
        for (size_t k = 0; outcomes->columns[i].field && k < count; k++)
            if (strcmp(outcomes->columns[i].field, wanted[k]) == 0)
                return true;
    return false;
}

static bool has_area(const struct outcomes *outcomes)
{
    for (size_t i = 0; i < outcomes->count; i++)
        if (outcomes->columns[i].area.length)
            return true;
    return false;
}

bool outcomes_header(struct outcomes *outcomes, const struct table_row *header, const char **why)
{
    static const char *const whose[] = {"authority", "body", "authority_id", "la_code", "urn"};
    static const char *const dates[] = {"date", "inspection_end"};
    outcomes->count = 0;
    outcomes->columns = mem_grow(outcomes->columns, &outcomes->room, header->count,
                                 sizeof *outcomes->columns);
    for (size_t i = 0; i < header->count; i++) {
        struct span head = header->fields[i];
        outcomes->columns[outcomes->count++] = (struct column){
            field_of(outcomes, head),
            scale_area_labelled(outcomes->scales, head, (struct span){NULL, 0})};
    }
    outcomes->wide = !has_field(outcomes, (const char *const[]){"area"}, 1);
    if (!has_field(outcomes, whose, sizeof whose / sizeof *whose))
        *why = "no column names the authority";
    else if (!has_field(outcomes, dates, sizeof dates / sizeof *dates))
        *why = "no column has the date of the judgement";
    else if (outcomes->wide ? !has_area(outcomes)
                            : !has_field(outcomes, (const char *const[]){"grade"}, 1))
        *why = "no column has a grade";
    else
        return true;
    return false;
}

/* A cell, empty where it says so in words: as Ofsted's own lists do of what was not graded. */
static struct span cell_of(struct span cell)
{
    static const char *const nothings[] = {"null", "n/a", "na", "-", "none", "not applicable"};
    struct buf folded = {0};
    cell = span_trim(cell);
    utf8_fold_text(&folded, cell);
    if (span_is_any(buf_span(&folded), nothings, sizeof nothings / sizeof *nothings))
        cell = (struct span){"", 0};
    buf_free(&folded);
    return cell;
}

/* Dates of spreadsheets are British: 30/04/2014, 30 April 2014. */
static void set_date(struct rec *row, const char *field, struct span cell)
{
    struct when when;
    char text[WHEN_TEXT];
    struct when_date first, last;
    if (!when_parse(cell, &first, &last) && date_read(cell, 0, &when) &&
        when.kind == WHEN_ABSOLUTE) {
        when_text(&when, text);
        cell = span_of(text);
    }
    rec_set_string(row, field, cell);
}

static void set_fields(const struct outcomes *outcomes, const struct table_row *line,
                       struct rec *row)
{
    for (size_t i = 0; i < outcomes->count && i < line->count; i++) {
        const char *field = outcomes->columns[i].field;
        struct span cell = cell_of(line->fields[i]);
        if (!field || cell.length == 0 || rec_has(row, field))
            continue;
        if (strcmp(field, "date") == 0 || strcmp(field, "published") == 0 ||
            strncmp(field, "inspection", 10) == 0)
            set_date(row, field, cell);
        else
            rec_set_string(row, field, cell);
    }
}

bool outcomes_row(const struct outcomes *outcomes, const struct table_row *line, size_t *i,
                  struct rec *row)
{
    rec_clear(row);
    if (!outcomes->wide) {
        if ((*i)++)
            return false;
        set_fields(outcomes, line, row);
        if (!rec_has(row, "grade"))
            return false;
        struct span area = scale_area_labelled(outcomes->scales, rec_string(row, "area"),
                                               rec_string(row, "framework"));
        if (area.length)
            rec_set_string(row, "area", area);
        return true;
    }
    while (*i < outcomes->count && *i < line->count) {
        size_t column = (*i)++;
        struct span cell = cell_of(line->fields[column]);
        if (!outcomes->columns[column].area.length || cell.length == 0)
            continue;
        set_fields(outcomes, line, row);
        rec_set_string(row, "area", outcomes->columns[column].area);
        rec_set_string(row, "grade", cell);
        return true;
    }
    return false;
}

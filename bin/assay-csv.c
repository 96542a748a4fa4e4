/* assay-csv: records to CSV that opens right in a spreadsheet, and back. */
#include <stdlib.h>

#include "err.h"
#include "filter.h"
#include "mem.h"
#include "restore.h"

static const char *fields, *numbers;
static bool mark, header, no_header, returns, reverse;

static const struct opt options[] = {
    {'f', "fields", OPT_TEXT, &fields, "LIST", "these columns, with commas between them"},
    {'r', "reverse", OPT_FLAG, &reverse, NULL, "CSV to records"},
    {'\0', "numbers", OPT_TEXT, &numbers, "LIST", "with -r: columns that hold numbers"},
    {'\0', "bom", OPT_FLAG, &mark, NULL, "begin with a byte order mark, as Excel wants"},
    {'\0', "crlf", OPT_FLAG, &returns, NULL, "end lines with CR LF"},
    {'\0', "header", OPT_FLAG, &header, NULL,
     "the first line names the columns (the default)"},
    {'\0', "no-header", OPT_FLAG, &no_header, NULL, "there is no such line"},
    {0},
};

static const struct opt_program program = {"convert records to CSV and back", "[FILE...]",
                                           options};

/* The names of a list, to be freed; ends the program where one is empty or stands twice.
 */
static struct span *split(const char *list, size_t *count)
{
    struct span rest = span_of(list), name, *names = NULL;
    size_t room = 0;
    *count = 0;
    while (span_split(&rest, ',', &name)) {
        for (size_t i = 0; i < *count; i++)
            if (span_equal(names[i], name))
                err_die("a name stands twice in a list: '%s'", list);
        if (name.length == 0 || *count == TABLE_FIELDS_MAX)
            err_die("an empty name in a list, or too many: '%s'", list);
        names = mem_grow(names, &room, *count + 1, sizeof *names);
        names[(*count)++] = name;
    }
    return names;
}

static void write_csv(struct filter *filter, const struct cells_plan *plan)
{
    struct cells *cells = cells_new(plan);
    struct buf out = {0};
    struct rec *rec;
    const char *why;
    while ((rec = filter_read(filter))) {
        filter_trim(filter, rec);
        if (!cells_add(cells, rec, &out, &why))
            filter_refuse(filter, "no column", why);
        filter_print(filter, buf_span(&out));
        buf_clear(&out);
    }
    while (cells_finish(cells, &out)) {
        filter_print(filter, buf_span(&out));
        buf_clear(&out);
    }
    buf_free(&out);
    cells_free(cells);
}

/* Writes the records of all rows that the bytes so far hold. */
static void write_records(struct filter *filter, struct table *table,
                          struct restore *reader, struct rec *rec)
{
    struct buf json = {0}, why = {0};
    struct table_row row;
    struct scan_fault fault;
    while (table_read(table, &row) <= TABLE_FAULT) {
        buf_clear(&json);
        if (restore_failed(reader))
            continue;
        if (!restore_row(reader, &row, &json, &why))
            filter_refuse_at(filter, row.line, row.offset, "not a row", why.at);
        else if (json.length && rec_parse(rec, buf_span(&json), &fault))
            filter_write(filter, rec);
        else if (json.length)
            filter_refuse_at(filter, row.line, row.offset, "not a row", fault.why);
    }
    buf_free(&json);
    buf_free(&why);
}

static void read_csv(struct filter *filter, const struct cells_plan *plan)
{
    struct table *table = table_new();
    struct restore *reader = restore_new(plan);
    struct rec *rec = rec_new();
    struct span bytes;
    while (filter_chunk(filter, &bytes)) {
        if (bytes.length == 0)
            table_end(table);
        table_add(table, bytes);
        write_records(filter, table, reader, rec);
        if (bytes.length)
            continue;
        table_free(table); /* the operand's end: the next one is a file of its own */
        restore_free(reader);
        table = table_new();
        reader = restore_new(plan);
    }
    table_free(table);
    restore_free(reader);
    rec_free(rec);
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct cells_plan plan = {.no_header = no_header, .mark = mark, .returns = returns};
    struct span *columns = split(fields, &plan.field_count);
    struct span *number_columns = split(numbers, &plan.number_count);
    plan.fields = columns;
    plan.numbers = number_columns;
    if (header && no_header)
        err_die("--header and --no-header exclude each other");
    if (reverse && no_header && !fields)
        err_die("--reverse --no-header wants the names of the columns: --fields LIST");
    if (reverse)
        read_csv(filter, &plan);
    else
        write_csv(filter, &plan);
    free(columns);
    free(number_columns);
    return filter_finish(filter);
}

/* assay-tally: groups of records, and for each its count, first and last values, sums. */
#include "err.h"
#include "filter.h"
#include "mem.h"
#include "tally.h"

#include <stdlib.h>

enum { OPERATIONS_MAX = 32, OWN_OPTIONS = 10 };

static const char *by, *date = "date", *at, *cross, *sort;
static bool no_count, totals, partial, combine;
static long top;

/* Options of the operations come from their table: one list of fields each. */
struct request {
    struct opt_texts fields[OPERATIONS_MAX];
    bool count; /* --count was given */
    struct opt options[OPERATIONS_MAX + OWN_OPTIONS + 1];
    struct tally_operation operations[AGG_COLUMNS_MAX];
    struct span groups[AGG_COLUMNS_MAX], sorts[AGG_COLUMNS_MAX];
};

static void make_options(struct request *request)
{
    const struct opt own[OWN_OPTIONS] = {
        {'b', "by", OPT_TEXT, &by, "LIST",
         "group by these fields, with commas between them"},
        {'\0', "no-count", OPT_FLAG, &no_count, NULL, "leave the count out"},
        {'\0', "date", OPT_TEXT, &date, "FIELD",
         "the date of first and last (default: date)"},
        {'\0', "at", OPT_TEXT, &at, "DATE", "the date of latest"},
        {'c', "cross", OPT_TEXT, &cross, "FIELD",
         "a cross table: one column a value of FIELD"},
        {'s', "sort", OPT_TEXT, &sort, "LIST",
         "sort by these output fields, -FIELD descending"},
        {'\0', "totals", OPT_FLAG, &totals, NULL, "end with a row of totals"},
        {'\0', "partial", OPT_FLAG, &partial, NULL, "write what --combine puts together"},
        {'\0', "combine", OPT_FLAG, &combine, NULL, "the input is what --partial wrote"},
        {'n', "top", OPT_NUMBER, &top, "N", "write the first N groups alone"},
    };
    const struct operation *row;
    size_t count = 0;
    for (size_t i = 0; i < OWN_OPTIONS; i++)
        request->options[count++] = own[i];
    for (size_t i = 0; (row = operation_row(i)); i++)
        request->options[count++] = row->argument
                                        ? (struct opt){'\0',     row->name,     OPT_TEXTS,
                                                       &request->fields[i], row->argument,
                                                       row->help}
                                        : (struct opt){'\0',    row->name, OPT_FLAG,
                                                       &request->count, NULL, row->help};
}

/* Splits a list at its commas; ends the program where it is too long or a name is empty.
 */
static size_t split(const char *list, struct span names[AGG_COLUMNS_MAX])
{
    struct span rest = span_of(list), name;
    size_t count = 0;
    while (count < AGG_COLUMNS_MAX && span_split(&rest, ',', &name)) {
        if (name.length == 0)
            err_die("an empty name in a list: '%s'", list);
        names[count++] = name;
    }
    if (rest.at)
        err_die("more than %d names in a list: '%s'", AGG_COLUMNS_MAX, list);
    return count;
}

static void list_operation(struct request *request, size_t i, const char *argument,
                           size_t *count)
{
    struct operation_use use;
    struct span field;
    const struct operation *row = operation_row(i);
    if (*count == AGG_COLUMNS_MAX)
        err_die("more than %d operations", AGG_COLUMNS_MAX);
    if (!operation_use(&use, i, span_of(argument), &field))
        err_die(row->takes_rank ? "--%s takes a part from 0 to 1 with at most 9 digits behind "
                                  "the point, a colon and the name of a field: '%s'"
                                : "--%s takes the name of a field",
                row->name, argument);
    operation_use_free(&use);
    request->operations[(*count)++] = (struct tally_operation){i, span_of(argument)};
}

static size_t list_operations(struct request *request)
{
    const struct operation *row;
    bool other = false, changes = false;
    size_t count = 0;
    for (size_t i = 0; (row = operation_row(i)); i++) {
        other = other || request->fields[i].count;
        changes = changes || (row->is_changes && request->fields[i].count);
    }
    bool counted = request->count || (!no_count && !changes && !(cross && other));
    for (size_t i = 0; (row = operation_row(i)); i++) {
        if (!row->argument && counted)
            list_operation(request, i, "", &count);
        for (size_t k = 0; k < request->fields[i].count; k++)
            list_operation(request, i, request->fields[i].items[k], &count);
        opt_free(&request->fields[i]);
    }
    return count;
}

static struct tally_plan make_plan(struct request *request)
{
    struct tally_plan plan = {.date = date,
                              .at = at,
                              .totals = totals,
                              .top = (size_t)top,
                              .groups = request->groups,
                              .operations = request->operations,
                              .sort = request->sorts};
    plan.group_count = split(by, request->groups);
    plan.sort_count = split(sort, request->sorts);
    plan.operation_count = list_operations(request);
    plan.cross = span_of(cross);
    if (cross && (plan.operation_count != 1 || plan.cross.length == 0))
        err_die("--cross takes the name of a field and one operation");
    return plan;
}

static bool next_line(struct tally *tally, struct buf *line)
{
    return partial ? tally_part(tally, line) : tally_row(tally, line);
}

static void write_lines(struct filter *filter, struct tally *tally)
{
    struct rec *row = rec_new();
    struct scan_fault fault;
    struct buf line = {0};
    for (; next_line(tally, &line); buf_clear(&line)) {
        if (!rec_parse(row, buf_span(&line), &fault))
            err_die("a row that is no record: %s", fault.why);
        filter_write(filter, row);
    }
    buf_free(&line);
    rec_free(row);
}

/* A part that is of other options makes every result wrong, so it ends the program. */
static void take_part(struct filter *filter, struct tally *tally, struct rec *rec)
{
    enum tally_result result = tally_combine(tally, rec);
    if (result == TALLY_OTHER)
        err_die("%s: not what --partial wrote with these options", filter_source(filter));
    if (result == TALLY_BAD)
        filter_refuse(filter, "no part", "not a part of a tally");
}

static void take(struct filter *filter, struct tally *tally, struct rec *rec)
{
    struct buf why = {0};
    if (combine)
        take_part(filter, tally, rec);
    else if (!tally_add(tally, rec, &why))
        filter_refuse(filter, "not a number", why.at);
    buf_free(&why);
}

int main(int argc, char **argv)
{
    struct request *request = mem_new(1, sizeof *request);
    make_options(request);
    const struct opt_program program = {"group records and aggregate their fields",
                                        "[FILE...]", request->options};
    struct filter *filter = filter_start(argc, argv, &program);
    struct tally_plan plan = make_plan(request);
    struct buf why = {0};
    struct tally *tally = tally_new(&plan, &why);
    struct rec *rec;
    if (!tally)
        err_die("%s", why.at);
    while ((rec = filter_read(filter)))
        take(filter, tally, rec);
    if (!partial && !tally_arrange(tally, &why))
        err_die("%s", why.at);
    write_lines(filter, tally);
    tally_free(tally);
    buf_free(&why);
    free(request);
    return filter_finish(filter);
}

/* assay-tally: groups of records, and for each its count, first and last values, sums. */
#include "err.h"
#include "filter.h"
#include "mem.h"
#include "tally.h"

#include <stdlib.h>

enum { OPERATIONS_MAX = 16, OWN_OPTIONS = 6 };

static const char *by, *date = "date", *cross, *sort;
static bool no_count;
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
        {'c', "cross", OPT_TEXT, &cross, "FIELD",
         "a cross table: one column a value of FIELD"},
        {'s', "sort", OPT_TEXT, &sort, "LIST",
         "sort by these output fields, -FIELD descending"},
        {'n', "top", OPT_NUMBER, &top, "N", "write the first N groups alone"},
    };
    const char *name, *help;
    bool takes_field;
    size_t count = 0;
    for (size_t i = 0; i < OWN_OPTIONS; i++)
        request->options[count++] = own[i];
    for (size_t i = 0; agg_operation(i, &name, &takes_field, &help); i++)
        request->options[count++] =
            takes_field
                ? (struct opt){'\0', name, OPT_TEXTS, &request->fields[i], "FIELD", help}
                : (struct opt){'\0', name, OPT_FLAG, &request->count, NULL, help};
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

static size_t list_operations(struct request *request)
{
    const char *name, *help;
    bool takes_field, other = false;
    size_t count = 0;
    for (size_t i = 0; agg_operation(i, &name, &takes_field, &help); i++)
        other = other || request->fields[i].count;
    bool counted = request->count || (!no_count && !(cross && other));
    for (size_t i = 0; agg_operation(i, &name, &takes_field, &help); i++) {
        size_t wanted = takes_field ? request->fields[i].count : counted;
        for (size_t k = 0; k < wanted; k++) {
            if (count == AGG_COLUMNS_MAX)
                err_die("more than %d operations", AGG_COLUMNS_MAX);
            struct span field = span_of(takes_field ? request->fields[i].items[k] : "");
            if (takes_field && field.length == 0)
                err_die("--%s takes the name of a field", name);
            request->operations[count++] = (struct tally_operation){i, field};
        }
        opt_free(&request->fields[i]);
    }
    return count;
}

static struct tally_plan make_plan(struct request *request)
{
    struct tally_plan plan = {.date = date,
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

static void write_rows(struct filter *filter, const struct tally *tally)
{
    struct rec *row = rec_new();
    struct scan_fault fault;
    struct buf line = {0};
    size_t count = tally_count(tally);
    if (top && (size_t)top < count)
        count = (size_t)top;
    for (size_t i = 0; i < count; i++) {
        buf_clear(&line);
        tally_row(tally, i, &line);
        if (rec_parse(row, buf_span(&line), &fault))
            filter_write(filter, row);
        else
            err_die("a row that is no record: %s", fault.why);
    }
    buf_free(&line);
    rec_free(row);
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
        if (!tally_add(tally, rec, &why))
            filter_refuse(filter, "not a number", why.at);
    buf_clear(&why);
    if (!tally_arrange(tally, &why))
        err_die("%s", why.at);
    write_rows(filter, tally);
    tally_free(tally);
    buf_free(&why);
    free(request);
    return filter_finish(filter);
}

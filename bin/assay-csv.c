/* assay-csv: records to CSV that opens right in a spreadsheet, and back. */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "err.h"
#include "filter.h"
#include "mem.h"
#include "package.h"
#include "restore.h"

static const char *fields, *numbers, *folder, *license;
static bool mark, header, no_header, returns, reverse;
static struct opt_texts vocabularies;

static const struct opt options[] = {
    {'f', "fields", OPT_TEXT, &fields, "LIST", "these columns, with commas between them"},
    {'r', "reverse", OPT_FLAG, &reverse, NULL, "CSV to records"},
    {'\0', "numbers", OPT_TEXT, &numbers, "LIST", "with -r: columns that hold numbers"},
    {'\0', "package", OPT_TEXT, &folder, "DIR",
     "write the CSV into DIR and beside it datapackage.json, which describes it"},
    {'\0', "license", OPT_TEXT, &license, "NAME", "with --package: the licence of the data"},
    {'V', "vocab", OPT_TEXTS, &vocabularies, "DIR", "with --package: add the registers of DIR"},
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

/* Where the CSV goes, and who takes note of it. */
struct sink {
    struct filter *filter;
    struct out *out;         /* NULL: the filter's own */
    struct package *package; /* NULL: nobody */
};

static void print(struct sink *sink, struct buf *bytes)
{
    if (sink->package)
        package_bytes(sink->package, buf_span(bytes));
    if (sink->out)
        out_write(sink->out, buf_span(bytes));
    else
        filter_print(sink->filter, buf_span(bytes));
    buf_clear(bytes);
}

static void write_csv(struct sink *sink, struct cells *cells)
{
    struct buf out = {0};
    struct rec *rec;
    const char *why;
    while ((rec = filter_read(sink->filter))) {
        filter_trim(sink->filter, rec);
        if (!cells_add(cells, rec, &out, &why))
            filter_refuse(sink->filter, "no column", why);
        else if (sink->package)
            package_add(sink->package, rec);
        print(sink, &out);
    }
    while (cells_finish(cells, &out))
        print(sink, &out);
    buf_free(&out);
}

/* The path of the CSV from the folder of its package: what -o says, which must lie in there. */
static struct span path_inside(struct span file)
{
    struct span within = span_of(folder);
    while (span_ends(within, span_of("/")))
        within = span_part(within, 0, within.length - 1);
    if (span_is(within, "."))
        within.length = 0;
    if (within.length && !span_starts(file, within))
        return (struct span){NULL, 0};
    file = span_part(file, within.length, file.length);
    bool parted = !within.length || span_starts(file, span_of("/"));
    while (parted && within.length && span_starts(file, span_of("/")))
        file = span_part(file, 1, file.length);
    while (span_starts(file, span_of("./")))
        file = span_part(file, 2, file.length);
    return parted && package_may_name(file) ? file : (struct span){NULL, 0};
}

/* Seconds since 1970 that the data are to be of; -1 where the environment does not say. */
static long long created(void)
{
    const char *given = getenv("SOURCE_DATE_EPOCH");
    char *end;
    if (!given || !*given)
        return -1;
    errno = 0;
    long long seconds = strtoll(given, &end, 10);
    if (*end || errno || seconds < 0)
        err_die("SOURCE_DATE_EPOCH is no number of seconds: '%s'", given);
    return seconds;
}

static void write_description(const struct package *package, const struct cells *cells)
{
    struct buf path = {0}, description = {0};
    buf_add_format(&path, "%s/datapackage.json", folder);
    package_write(package, cells, created(), &description);
    struct out *out = out_open(path.at);
    out_write(out, buf_span(&description));
    out_close(out);
    buf_free(&path);
    buf_free(&description);
}

/* The CSV of a data package, then what describes it. */
static void write_package(struct filter *filter, struct cells *cells)
{
    struct sink sink = {.filter = filter};
    struct buf path = {0};
    struct package_plan plan = {"data.csv", license, no_header, returns};
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        err_die("%s:", folder);
    if (filter_output(filter)) {
        plan.path = path_inside(span_of(filter_output(filter))).at;
        if (!plan.path)
            err_die("a file of a package lies in its folder and is not hidden: '%s'",
                    filter_output(filter));
    } else {
        buf_add_format(&path, "%s/%s", folder, plan.path);
        sink.out = out_open(path.at);
    }
    struct places *places = places_find(&vocabularies);
    sink.package = package_new(places, &plan);
    write_csv(&sink, cells);
    if (sink.out)
        out_close(sink.out);
    else
        filter_complete(filter);
    write_description(sink.package, cells);
    package_free(sink.package);
    places_free(places);
    buf_free(&path);
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

static void check_options(void)
{
    if (header && no_header)
        err_die("--header and --no-header exclude each other");
    if (reverse && no_header && !fields)
        err_die("--reverse --no-header wants the names of the columns: --fields LIST");
    if (folder && (reverse || mark))
        err_die("--package and %s exclude each other", reverse ? "--reverse" : "--bom");
    if (folder && !*folder)
        err_die("the name of the package's folder is empty");
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct cells_plan plan = {.no_header = no_header, .mark = mark, .returns = returns};
    struct span *columns = split(fields, &plan.field_count);
    struct span *number_columns = split(numbers, &plan.number_count);
    plan.fields = columns;
    plan.numbers = number_columns;
    check_options();
    struct cells *cells = cells_new(&plan);
    if (reverse)
        read_csv(filter, &plan);
    else if (folder)
        write_package(filter, cells);
    else
        write_csv(&(struct sink){.filter = filter}, cells);
    cells_free(cells);
    free(columns);
    free(number_columns);
    opt_free(&vocabularies);
    return filter_finish(filter);
}

/* assay-xlsx: rows to a workbook for spreadsheets. */
#include "err.h"
#include "filter.h"
#include "tabs.h"

enum { ROWS_MAX = EXCEL_ROWS_MAX - 1 }; /* below the header */

static long rows = ROWS_MAX;
static struct opt_texts vocabularies;

static const struct opt options[] = {
    {'V', "vocab", OPT_TEXTS, &vocabularies, "DIR", "add the registers in this folder"},
    {'\0', "sheet-rows", OPT_NUMBER, &rows, "N", "rows a sheet; the rest go on to another one"},
    {0},
};

static const struct opt_program program = {"rows to a workbook for spreadsheets", "[FILE...]",
                                           options};

static void print(void *filter, struct span bytes)
{
    filter_print(filter, bytes);
}

static void write_workbook(struct filter *filter, struct tabs *tabs)
{
    struct excel *book = excel_new("Judgements", "assay " ASSAY_VERSION);
    tabs_write(tabs, book);
    if (!excel_finish(book, print, filter))
        err_die("%s:", filter_output(filter) ? filter_output(filter) : "standard output");
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct tabs_plan plan = {filter_output(filter), (size_t)rows};
    if (rows > ROWS_MAX)
        err_die("--sheet-rows: a sheet has %d rows at most below its header", ROWS_MAX);
    struct places *places = places_find(&vocabularies);
    struct tabs *tabs = tabs_new(places, &plan);
    struct rec *rec;
    const char *why;
    while ((rec = filter_read(filter))) {
        filter_trim(filter, rec);
        tabs_add(tabs, rec, &why);
        if (why)
            filter_refuse(filter, "too much", why);
    }
    if (tabs_count(tabs))
        write_workbook(filter, tabs);
    tabs_free(tabs);
    places_free(places);
    opt_free(&vocabularies);
    return filter_finish(filter);
}

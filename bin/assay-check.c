/* assay-check: claims of grades held against the official record, as of their dates. */
#include "err.h"
#include "filter.h"
#include "mem.h"
#include "outcomes.h"
#include "review.h"
#include "verdict.h"

static struct opt_texts folders, files;
static const char *fail_on, *reviewer;
static bool as_review;
static long stale = 5; /* a round of inspections took at most this long: Nov 2013 to Jan 2018 */

static const struct opt options[] = {
    {'r', "record", OPT_TEXTS, &files, "FILE",
     "the official record: rows of official reports, or a CSV of outcomes"},
    {'\0', "fail-on", OPT_TEXT, &fail_on, "LIST",
     "status 1 where a row has one of these verdicts, with commas between them"},
    {'\0', "stale", OPT_NUMBER, &stale, "YEARS",
     "older judgements contradict nothing (default: 5)"},
    {'\0', "claimreview", OPT_FLAG, &as_review, NULL,
     "write checked claims as ClaimReview (schema.org)"},
    {'\0', "reviewer", OPT_TEXT, &reviewer, "NAME", "who publishes the ClaimReview"},
    {'V', "vocab", OPT_TEXTS, &folders, "DIR", "add the registers of DIR"},
    {0},
};

static const struct opt_program program = {"hold claims against the official record",
                                           "[FILE...]", options};

/* What the record is made of, while it is loaded. */
struct loading {
    struct record *record;
    struct outcomes *outcomes;
    struct rec *row;
    const char *path;
};

/* A judgement that cannot be taken: whose it is, of what, and which. */
static void refuse(struct loading *loading, size_t line, const char *why)
{
    static const char *const told[] = {"authority", "area", "grade"};
    struct buf row = {0};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct span value = rec_string(loading->row, told[i]);
        buf_add_text(&row, value.length ? row.length ? ", " : ": " : "");
        buf_add(&row, value);
    }
    buf_add_byte(&row, '\0');
    err_refuse("%s:%zu: %s%s", loading->path, line, why, row.at);
    buf_free(&row);
}

static void load_lines(struct loading *loading, struct span bytes)
{
    struct span line;
    struct scan_fault fault;
    const char *why;
    for (size_t number = 1; span_split(&bytes, '\n', &line); number++) {
        if (span_trim(line).length == 0 && bytes.length == 0)
            break;
        if (!rec_parse(loading->row, span_trim(line), &fault))
            err_refuse("%s:%zu: %s", loading->path, number, fault.why);
        else if (!record_add(loading->record, loading->row, &why))
            refuse(loading, number, why);
    }
}

/* What is wrong with all judgements of a line is said once. */
static void load_outcome(struct loading *loading, const struct table_row *line)
{
    const char *why = NULL, *last = NULL;
    size_t i = 0;
    while (outcomes_row(loading->outcomes, line, &i, loading->row)) {
        if (!rec_has(loading->row, "source"))
            rec_set_string(loading->row, "source", span_of(loading->path));
        if (record_add(loading->record, loading->row, &why) || why == last)
            continue;
        refuse(loading, line->line, why);
        last = why;
    }
}

static void load_table(struct loading *loading, struct span bytes)
{
    struct table *table = table_open(bytes);
    struct table_row line;
    enum table_result result;
    const char *why;
    bool header = true;
    while ((result = table_read(table, &line)) <= TABLE_FAULT) {
        if (result == TABLE_FAULT)
            err_refuse("%s:%zu: %s", loading->path, line.line, line.why);
        else if (!header)
            load_outcome(loading, &line);
        else if (outcomes_header(loading->outcomes, &line, &why))
            header = false;
        else
            err_die("%s:%zu: %s", loading->path, line.line, why);
    }
    table_free(table);
}

static void load_file(struct loading *loading, const char *path)
{
    struct in *in = in_open((char *const[]){(char *)(size_t)path}, 1);
    struct buf bytes = {0};
    bool whole;
    loading->path = path;
    if (!in_file(in, &bytes, &whole))
        err_die("%s: the record cannot be read", path);
    if (!whole)
        err_die("%s: a record of more than %d bytes", path, IN_FILE_MAX);
    struct span start = span_trim(buf_span(&bytes));
    if (start.length && start.at[0] == '{')
        load_lines(loading, buf_span(&bytes));
    else if (start.length)
        load_table(loading, buf_span(&bytes));
    buf_free(&bytes);
    in_close(in);
}

static void load_record(struct record *record, struct places *places, const struct scales *scales)
{
    struct loading loading = {record, outcomes_new(places, scales), rec_new(), NULL};
    for (size_t i = 0; i < files.count; i++)
        load_file(&loading, files.items[i]);
    if (files.count && record_count(record) == 0)
        err_refuse("the record holds no judgement");
    record_close(record);
    outcomes_free(loading.outcomes);
    rec_free(loading.row);
}

static void read_failing(bool failing[VERDICT_KINDS])
{
    struct span rest = span_of(fail_on), name;
    enum verdict_kind kind;
    while (span_split(&rest, ',', &name)) {
        if (!verdict_kind_of(name, &kind))
            err_die("--fail-on takes verdicts: '%s'", fail_on);
        failing[kind] = true;
    }
}

/* Was a verdict given that is to fail? */
static bool check(struct filter *filter, const struct verdict_rules *rules,
                  const bool failing[VERDICT_KINDS])
{
    bool failed = false;
    struct verdict verdict = {0};
    struct rec *rec, *review = rec_new();
    while ((rec = filter_read(filter))) {
        bool asked = verdict_asked(rec);
        if (asked) {
            verdict_of(rules, rec, &verdict);
            verdict_write(&verdict, rec);
            failed = failed || failing[verdict.kind];
        }
        if (!as_review)
            filter_write(filter, rec);
        else if (asked) {
            review_make(rec, reviewer, review);
            filter_write(filter, review);
        }
    }
    buf_free(&verdict.reason);
    rec_free(review);
    return failed;
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct places *places = places_find(&folders);
    struct vocab *vocab = vocab_load_councils(places);
    struct scales *scales = scales_load(places);
    struct councils *councils = councils_new(vocab);
    struct record *record = record_new(councils, scales);
    bool failing[VERDICT_KINDS] = {false};
    read_failing(failing);
    load_record(record, places, scales);
    bool failed =
        check(filter, &(struct verdict_rules){vocab, councils, scales, record, stale}, failing);
    record_free(record);
    councils_free(councils);
    scales_free(scales);
    vocab_free(vocab);
    places_free(places);
    opt_free(&files);
    opt_free(&folders);
    int status = filter_finish(filter);
    return failed && status == ERR_DONE ? ERR_REFUSED : status;
}

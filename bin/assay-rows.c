/* assay-rows: documents to flat rows, one a judgement (or an entity, or a document). */
#include <stdlib.h>

#include "err.h"
#include "filter.h"
#include "row.h"

static const char *fields, *type;
static bool entities, documents;
static struct opt_texts folders;

static const struct opt options[] = {
    {'e', "entities", OPT_FLAG, &entities, NULL, "one row an entity"},
    {'d', "documents", OPT_FLAG, &documents, NULL,
     "one row a document, without its text"},
    {'t', "type", OPT_TEXT, &type, "TYPE", "rows of this type alone: grade, opinion, finding"},
    {'f', "fields", OPT_TEXT, &fields, "LIST",
     "these fields alone, with commas between them"},
    {'V', "vocab", OPT_TEXTS, &folders, "DIR", "add the registers of DIR"},
    {0},
};

static const struct opt_program program = {"flatten documents into rows", "[FILE...]",
                                           options};

/* Takes the fields of --fields out of the row, in their order. */
static void pick(struct rec *row, struct rec *picked)
{
    struct span rest = span_of(fields), name;
    rec_clear(picked);
    while (span_split(&rest, ',', &name)) {
        struct buf key = {0};
        buf_add_format(&key, "%.*s", (int)name.length, name.at);
        struct span raw = rec_raw(row, buf_span(&key).at);
        if (raw.at)
            rec_set_member(picked, name, raw);
        buf_free(&key);
    }
}

static void write_rows(struct filter *filter, struct rows *rows, struct rec *document)
{
    struct rec *row = rec_new(), *picked = rec_new();
    struct buf json = {0};
    struct scan_fault fault;
    const char *why = row_open(rows, document);
    if (why)
        filter_refuse(filter, "not a document", why);
    while (row_next(rows, &json, &why)) {
        if (why || !rec_parse(row, buf_span(&json), &fault)) {
            filter_refuse(filter, "not a row", why ? why : fault.why);
            continue;
        }
        if (type && !span_is(rec_string(row, "type"), type))
            continue;
        if (fields)
            pick(row, picked);
        filter_write(filter, fields ? picked : row);
    }
    buf_free(&json);
    rec_free(row);
    rec_free(picked);
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    if (entities && documents)
        err_die("--entities and --documents exclude each other");
    enum row_kind kind = entities    ? ROW_ENTITIES
                         : documents ? ROW_DOCUMENTS
                                     : ROW_JUDGEMENTS;
    struct places *places = places_find(&folders);
    struct rows *rows = row_new(kind, places);
    struct rec *rec;
    while ((rec = filter_read(filter))) {
        if (span_is(rec_string(rec, "type"), "document"))
            write_rows(filter, rows, rec);
        else
            filter_write(filter, rec);
    }
    row_free(rows);
    places_free(places);
    opt_free(&folders);
    return filter_finish(filter);
}

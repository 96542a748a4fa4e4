/* assay-dedup: documents that are copies of each other, wholly or in part: marked, or left out. */
#include <stdlib.h>

#include "copies.h"
#include "err.h"
#include "filter.h"
#include "spool.h"

static const char *similarity = "0.4", *keep = "earliest", *folder;
static bool drop;
static struct opt_texts folders;

static const struct opt options[] = {
    {'s', "similarity", OPT_TEXT, &similarity, "SHARE",
     "the least share of words in common (default: 0.4)"},
    {'\0', "drop", OPT_FLAG, &drop, NULL,
     "write one alone of documents that are the same or near"},
    {'k', "keep", OPT_TEXT, &keep, "WHICH",
     "which one: first, earliest or longest (default: earliest)"},
    {'\0', "external", OPT_TEXT, &folder, "DIR",
     "keep what grows with the documents in files in DIR"},
    {'V', "vocab", OPT_TEXTS, &folders, "DIR", "add the registers of DIR"},
    {0},
};

static const struct opt_program program = {"mark documents that are copies", "[FILE...]",
                                           options};

static const char *const relations[] = {"same", "near", "contains", "contained in"};

/* The records in their order, and the documents among them. */
struct dedup {
    struct filter *filter;
    struct spool *records;
    struct copies *copies;
    struct identity_names *names;
    struct shingle_words words;
    struct buf line;
};

static double read_similarity(void)
{
    char *end;
    double value = strtod(similarity, &end);
    if (end == similarity || *end || !(value > 0) || value > 1)
        err_die("--similarity takes a number above 0 and up to 1: '%s'", similarity);
    return value;
}

static enum copies_keep read_keep(void)
{
    static const char *const rules[] = {"first", "earliest", "longest"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (span_is(span_of(keep), rules[i]))
            return (enum copies_keep)i;
    err_die("--keep takes first, earliest or longest: '%s'", keep);
}

static struct identity_names *load_names(void)
{
    struct places *places = places_find(&folders);
    struct vocab *vocab = vocab_load_councils(places);
    struct identity_names *names = identity_names_new(vocab);
    vocab_free(vocab);
    places_free(places);
    return names;
}

/* Documents that can be compared and named. */
static bool is_comparable(struct rec *rec)
{
    return span_is(rec_string(rec, "type"), "document") && rec_string(rec, "text").at &&
           rec_string(rec, "id").length;
}

static void add_document(struct dedup *dedup, struct rec *rec)
{
    struct copies_document document = {.id = rec_string(rec, "id"),
                                       .source = rec_string(rec, "source"),
                                       .date = rec_string(rec, "date"),
                                       .text = rec_string(rec, "text")};
    shingle_read(document.text, &dedup->words);
    document.identity = identity_of(dedup->names, rec, &dedup->words);
    copies_add(dedup->copies, &document, &dedup->words);
}

static void read_all(struct dedup *dedup)
{
    struct rec *rec;
    while ((rec = filter_read(dedup->filter))) {
        bool document = is_comparable(rec);
        if (document)
            add_document(dedup, rec);
        else if (span_is(rec_string(rec, "type"), "document") && rec_has(rec, "text"))
            filter_refuse(dedup->filter, "not a document", "a document without an id");
        filter_trim(dedup->filter, rec); /* what is not written need not be kept */
        buf_clear(&dedup->line);
        buf_add_byte(&dedup->line, document ? 'd' : 'r');
        rec_encode(rec, &dedup->line);
        spool_add(dedup->records, buf_span(&dedup->line));
    }
}

/* To three digits, cut, so that what is not the same is never 1. */
static void add_share(struct buf *json, double share)
{
    unsigned thousandths = (unsigned)(share * 1000);
    char digits[] = {'0', '.', '0', '0', '0'};
    size_t count = sizeof digits;
    for (size_t i = count; i > 2; thousandths /= 10)
        digits[--i] = (char)('0' + thousandths % 10);
    digits[0] = (char)('0' + thousandths);
    while (digits[count - 1] == '0' && count > 1)
        count--;
    buf_add(json, (struct span){digits, count - (digits[count - 1] == '.')});
}

static void mark(struct dedup *dedup, struct rec *rec, size_t document)
{
    struct copies_found found[COPIES_LISTED];
    struct buf *json = &dedup->line;
    size_t count = copies_of(dedup->copies, document, found);
    size_t origin = copies_origin(dedup->copies, document);
    buf_clear(json);
    for (size_t i = 0; i < count; i++) {
        struct span source = copies_source(dedup->copies, found[i].document);
        buf_add_text(json, i ? ",{\"of\":" : "[{\"of\":");
        value_encode(copies_id(dedup->copies, found[i].document), json);
        if (source.length) {
            buf_add_text(json, ",\"source\":");
            value_encode(source, json);
        }
        buf_add_text(json, ",\"similarity\":");
        add_share(json, found[i].similarity);
        buf_add_text(json, ",\"relation\":\"");
        buf_add_text(json, relations[found[i].relation]);
        buf_add_text(json, "\"}");
    }
    buf_add_byte(json, ']');
    if (count)
        rec_set_raw(rec, "duplicates", buf_span(json));
    else
        rec_remove(rec, "duplicates"); /* what an earlier run said */
    rec_set_string(rec, "origin", copies_id(dedup->copies, origin));
}

static void write_all(struct dedup *dedup)
{
    struct rec *rec = rec_new();
    struct span line;
    struct scan_fault fault;
    size_t document = 0;
    while (spool_read(dedup->records, &line)) {
        bool is_document = line.at[0] == 'd';
        document += is_document;
        if (is_document && !copies_is_kept(dedup->copies, document - 1)) {
            filter_drop(dedup->filter);
            continue;
        }
        if (!rec_parse(rec, span_part(line, 1, line.length), &fault))
            err_die("a record that cannot be read again: %s", fault.why);
        if (is_document)
            mark(dedup, rec, document - 1);
        filter_write(dedup->filter, rec);
    }
    rec_free(rec);
}

int main(int argc, char **argv)
{
    struct dedup dedup = {.filter = filter_start(argc, argv, &program)};
    enum copies_keep rule = read_keep();
    dedup.copies = copies_new(read_similarity(), folder);
    dedup.records = spool_new_in(folder);
    dedup.names = load_names();
    read_all(&dedup);
    copies_find(dedup.copies);
    if (drop)
        copies_keep_one(dedup.copies, rule);
    write_all(&dedup);
    identity_names_free(dedup.names);
    shingle_words_free(&dedup.words);
    copies_free(dedup.copies);
    spool_free(dedup.records);
    buf_free(&dedup.line);
    opt_free(&folders);
    return filter_finish(dedup.filter);
}

#include "merged.h"

#include <stdlib.h>

#include "mem.h"

static int by_text(const void *a, const void *b)
{
    return span_compare(*(const struct span *)a, *(const struct span *)b);
}

/* The documents, as a list of their ids in order. */
static void set_sources(const struct merge *merge, const struct merge_judgement *judgement,
                        struct rec *row)
{
    struct span *docs = mem_new(judgement->count + 1, sizeof *docs);
    struct buf json = {0};
    for (size_t i = 0; i < judgement->count; i++)
        docs[i] = set_key(merge->docs, merge->rows[judgement->first + i].doc);
    qsort(docs, judgement->count, sizeof *docs, by_text);
    for (size_t i = 0; i < judgement->count; i++) {
        if (docs[i].length == 0 || (i && span_equal(docs[i], docs[i - 1])))
            continue;
        buf_add_byte(&json, json.length ? ',' : '[');
        value_encode(docs[i], &json);
    }
    if (json.length) {
        buf_add_byte(&json, ']');
        rec_set_raw(row, "sources", buf_span(&json));
    }
    buf_free(&json);
    free(docs);
}

static void add_day(struct buf *out, long day)
{
    buf_add_format(out, "%04ld-%02ld-%02ld", day / 10000, day / 100 % 100, day % 100);
}

static void set_day(struct rec *row, const char *member, long day)
{
    struct buf text = {0};
    if (day)
        add_day(&text, day);
    rec_set_string(row, member, buf_span(&text));
    buf_free(&text);
}

/* Where no row dates it: after the other grade that came before, and not after it was first told
 * of. */
static void set_span(const struct merge_judgement *judgement, struct rec *row)
{
    long first = judgement->reported;
    struct buf date = {0};
    if (first) {
        if (judgement->from && judgement->from <= first)
            add_day(&date, judgement->from);
        else
            buf_add_text(&date, "..");
        buf_add_byte(&date, '/');
        add_day(&date, first);
        rec_set_string(row, "date", buf_span(&date));
        rec_set_string(row, "date_basis", span_of("document"));
    }
    buf_free(&date);
}

static void set_conflicts(const struct merge *merge, const struct merge_judgement *judgement,
                          struct rec *row)
{
    struct buf text = {0};
    for (size_t i = 0; i < judgement->conflict_count; i++) {
        const struct merge_judgement *other =
            &merge->judgements[merge->conflicts[judgement->first_conflict + i]];
        buf_add_text(&text, i ? "; " : "");
        buf_add(&text, set_key(merge->grades, other->grade));
        buf_add_format(&text, " (%zu of %zu)", other->origins, other->origins + judgement->origins);
    }
    rec_set_string(row, "conflicts", buf_span(&text));
    buf_free(&text);
}

void merged_write(const struct merge *merge, size_t number, struct rec *row)
{
    const struct merge_judgement *judgement = &merge->judgements[number];
    if (!judgement->to && rec_has(row, "grade"))
        set_span(judgement, row);
    rec_set_integer(row, "count", (long long)judgement->count);
    rec_set_integer(row, "origins", (long long)judgement->origins);
    set_sources(merge, judgement, row);
    set_day(row, "first_reported", judgement->reported);
    set_day(row, "last_reported", judgement->reported_last);
    set_conflicts(merge, judgement, row);
}

void merged_explain(const struct merge *merge, size_t number, struct buf *out)
{
    const struct merge_judgement *judgement = &merge->judgements[number];
    for (size_t i = judgement->first; i < judgement->first + judgement->count; i++) {
        const struct merge_row *row = &merge->rows[i];
        buf_add_text(out, i == judgement->first ? "" : "  with ");
        buf_add(out, set_key(merge->ids, row->id));
        buf_add_format(out, ": %s", telling_evidence_words[row->told.evidence]);
        if (row->told.to) {
            buf_add_text(out, ", between ");
            add_day(out, row->told.from);
            buf_add_text(out, " and ");
            add_day(out, row->told.to);
        } else if (row->told.written) {
            buf_add_text(out, ", written ");
            add_day(out, row->told.written);
        }
        buf_add_byte(out, '\n');
    }
}

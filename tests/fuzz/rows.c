/* fuzz/rows: whatever rows say, the record takes or refuses them, every claim has a verdict with
 * a reason, and merging does not depend on the order of the rows. */
#include <stdint.h>
#include <stdlib.h>

#include "merge.h"
#include "places.h"
#include "verdict.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ROWS_MAX = 64 };

static struct places *places; /* as long as the registers are used */
static struct verdict_rules rules = {.stale = 5};

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void load(void)
{
    if (rules.vocab)
        return;
    places = places_find(NULL);
    struct vocab *vocab = vocab_load_councils(places);
    rules.vocab = vocab;
    rules.scales = scales_load(places);
    rules.councils = councils_new(vocab);
}

static size_t read_rows(struct span bytes, struct rec *rows[ROWS_MAX])
{
    struct span line;
    struct scan_fault fault;
    size_t count = 0;
    while (count < ROWS_MAX && span_split(&bytes, '\n', &line)) {
        struct rec *rec = rec_new();
        if (rec_parse(rec, line, &fault))
            rows[count++] = rec;
        else
            rec_free(rec);
    }
    return count;
}

static size_t merged(struct rec **rows, size_t count, bool backwards)
{
    struct merge *merge = merge_new();
    for (size_t i = 0; i < count; i++)
        merge_add(merge, rows[backwards ? count - 1 - i : i]);
    merge_close(merge);
    size_t judgements = merge_count(merge);
    for (size_t i = 0; i < judgements; i++)
        require(merge_strongest(merge, i) < count);
    merge_free(merge);
    return judgements;
}

static void check(struct rec **rows, size_t count)
{
    struct record *record = record_new(rules.councils, rules.scales);
    struct verdict verdict = {0};
    const char *why;
    for (size_t i = 0; i < count; i++)
        record_add(record, rows[i], &why);
    record_close(record);
    rules.record = record;
    for (size_t i = 0; i < count; i++) {
        if (!verdict_asked(rows[i]))
            continue;
        verdict_of(&rules, rows[i], &verdict);
        require(verdict.kind < VERDICT_KINDS && verdict.reason.length > 0);
        verdict_write(&verdict, rows[i]);
    }
    buf_free(&verdict.reason);
    record_free(record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rec *rows[ROWS_MAX];
    load();
    size_t count = read_rows((struct span){(const char *)data, size}, rows);
    require(merged(rows, count, false) == merged(rows, count, true));
    check(rows, count);
    for (size_t i = 0; i < count; i++)
        rec_free(rows[i]);
    return 0;
}

#include "quotation.h"

#include <stdlib.h>

#include "mem.h"
#include "utf8.h"

static const char *const kinds[] = {
    [QUOTATION_DIRECT] = "direct", [QUOTATION_REPORTED] = "reported"};

void quotations_add(struct quotations *quotations, struct quotation quotation)
{
    quotations->items = mem_grow(quotations->items, &quotations->room,
                                 quotations->count + 1, sizeof *quotations->items);
    quotations->items[quotations->count++] = quotation;
}

static int by_place(const void *a, const void *b)
{
    const struct quotation *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    if (left->end != right->end)
        return left->end > right->end ? -1 : 1;
    return (left->kind > right->kind) - (left->kind < right->kind);
}

void quotations_settle(struct quotations *quotations)
{
    struct quotation *items = quotations->items;
    size_t kept = 0;
    if (quotations->count == 0)
        return;
    qsort(items, quotations->count, sizeof *items, by_place);
    for (size_t i = 0; i < quotations->count; i++) {
        size_t outer = kept;
        while (outer && items[outer - 1].end <= items[i].start)
            outer = items[outer - 1].outer;
        if (items[i].end <= items[i].start ||
            (outer && (items[outer - 1].end < items[i].end ||
                       (items[outer - 1].start == items[i].start &&
                        items[outer - 1].end == items[i].end))))
            continue;
        items[i].outer = outer;
        items[kept++] = items[i];
    }
    quotations->count = kept;
}

const struct quotation *quotations_at(const struct quotations *quotations, size_t byte)
{
    size_t low = 0, high = quotations->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (quotations->items[middle].start <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    while (low && quotations->items[low - 1].end <= byte)
        low = quotations->items[low - 1].outer;
    return low ? &quotations->items[low - 1] : NULL;
}

/* ---- records ---- */

static void add_quotation(struct buf *json, const struct utf8_index *index,
                          const struct quotation *quotation)
{
    buf_add_byte(json, '{');
    value_put(json, "kind", span_of(kinds[quotation->kind]));
    value_put_integer(json, "start", (long long)utf8_point_at(index, quotation->start));
    value_put_integer(json, "end", (long long)utf8_point_at(index, quotation->end));
    value_put(json, "speaker", quotation->speaker);
    value_put(json, "speaker_role", quotation->role);
    value_put(json, "organisation", quotation->organisation);
    if (quotation->authority)
        value_put(json, "body", quotation->authority->body);
    if (quotation->speaker_end > quotation->speaker_start) {
        value_put_integer(json, "speaker_start",
                          (long long)utf8_point_at(index, quotation->speaker_start));
        value_put_integer(json, "speaker_end",
                          (long long)utf8_point_at(index, quotation->speaker_end));
    }
    value_put(json, "via", quotation->via);
    value_put(json, "rule", quotation->rule);
    buf_add_byte(json, '}');
}

void quotations_write(const struct quotations *quotations, struct span text,
                      struct rec *rec)
{
    struct utf8_index index;
    struct buf json = {0};
    if (quotations->count == 0) {
        rec_remove(rec, "quotations");
        return;
    }
    utf8_index_make(&index, text);
    for (size_t i = 0; i < quotations->count; i++) {
        buf_add_byte(&json, i ? ',' : '[');
        add_quotation(&json, &index, &quotations->items[i]);
    }
    buf_add_byte(&json, ']');
    rec_set_raw(rec, "quotations", buf_span(&json));
    buf_free(&json);
    utf8_index_free(&index);
}

/* In the order in which they are written. */
enum {
    KIND,
    START,
    END,
    SPEAKER,
    ROLE,
    ORGANISATION,
    BODY,
    SPEAKER_START,
    SPEAKER_END,
    VIA,
    RULE,
    KEYS
};
static const struct span keys[KEYS] = {
    [KIND] = {"kind", 4},
    [START] = {"start", 5},
    [END] = {"end", 3},
    [SPEAKER] = {"speaker", 7},
    [ROLE] = {"speaker_role", 12},
    [ORGANISATION] = {"organisation", 12},
    [BODY] = {"body", 4},
    [SPEAKER_START] = {"speaker_start", 13},
    [SPEAKER_END] = {"speaker_end", 11},
    [VIA] = {"via", 3},
    [RULE] = {"rule", 4}};

static bool read_quotation(struct rec *rec, const struct span raw[KEYS],
                           const struct utf8_index *index, struct quotation *quotation)
{
    *quotation = (struct quotation){
        .speaker = rec_string_of(rec, raw[SPEAKER]),
        .role = rec_string_of(rec, raw[ROLE]),
        .organisation = rec_string_of(rec, raw[ORGANISATION]),
        .via = rec_string_of(rec, raw[VIA]),
        .rule = rec_string_of(rec, raw[RULE])};
    if (span_is(rec_string_of(rec, raw[KIND]), kinds[QUOTATION_REPORTED]))
        quotation->kind = QUOTATION_REPORTED;
    if (!value_place(raw[SPEAKER_START], index, &quotation->speaker_start) ||
        !value_place(raw[SPEAKER_END], index, &quotation->speaker_end))
        quotation->speaker_start = quotation->speaker_end = 0;
    return value_place(raw[START], index, &quotation->start) &&
           value_place(raw[END], index, &quotation->end);
}

void quotations_read(struct quotations *quotations, const struct vocab *vocab,
                     const struct utf8_index *index, struct rec *rec)
{
    struct rec_walk walk = rec_walk(rec, "quotations");
    struct span raw[KEYS];
    struct quotation quotation;
    quotations->count = 0;
    while (rec_next(&walk, keys, KEYS, raw)) {
        if (!read_quotation(rec, raw, index, &quotation))
            continue;
        quotation.authority = vocab_body(vocab, rec_string_of(rec, raw[BODY]));
        quotations_add(quotations, quotation);
    }
    quotations_settle(quotations);
}

void quotations_free(struct quotations *quotations)
{
    free(quotations->items);
    *quotations = (struct quotations){0};
}

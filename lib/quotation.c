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

static void add_text(struct buf *json, const char *key, struct span value)
{
    if (value.length == 0)
        return;
    buf_add_format(json, ",\"%s\":", key);
    rec_encode_string(value, json);
}

static void add_quotation(struct buf *json, const struct utf8_index *index,
                          const struct quotation *quotation)
{
    buf_add_format(json, "{\"kind\":\"%s\",\"start\":%zu,\"end\":%zu",
                   kinds[quotation->kind], utf8_point_at(index, quotation->start),
                   utf8_point_at(index, quotation->end));
    add_text(json, "speaker", quotation->speaker);
    add_text(json, "speaker_role", quotation->role);
    add_text(json, "organisation", quotation->organisation);
    if (quotation->authority)
        add_text(json, "body", quotation->authority->body);
    if (quotation->speaker_end > quotation->speaker_start)
        buf_add_format(json, ",\"speaker_start\":%zu,\"speaker_end\":%zu",
                       utf8_point_at(index, quotation->speaker_start),
                       utf8_point_at(index, quotation->speaker_end));
    add_text(json, "via", quotation->via);
    add_text(json, "rule", quotation->rule);
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

/* The byte of an offset in code points; false where the member is none. */
static bool read_place(const struct rec *item, const char *key,
                       const struct utf8_index *index, size_t *byte)
{
    long long point;
    if (!rec_integer(item, key, &point) || point < 0)
        return false;
    *byte = utf8_byte_at(index, (size_t)point);
    return true;
}

void quotations_read(struct quotations *quotations, const struct vocab *vocab,
                     struct span text, struct rec *rec)
{
    struct utf8_index index;
    size_t count;
    struct rec **items = rec_items(rec, "quotations", &count);
    quotations->count = 0;
    utf8_index_make(&index, text);
    for (size_t i = 0; i < count; i++) {
        struct quotation quotation = {
            .speaker = rec_string(items[i], "speaker"),
            .role = rec_string(items[i], "speaker_role"),
            .organisation = rec_string(items[i], "organisation"),
            .via = rec_string(items[i], "via"),
            .rule = rec_string(items[i], "rule"),
            .authority = vocab_body(vocab, rec_string(items[i], "body"))};
        if (span_is(rec_string(items[i], "kind"), kinds[QUOTATION_REPORTED]))
            quotation.kind = QUOTATION_REPORTED;
        if (!read_place(items[i], "start", &index, &quotation.start) ||
            !read_place(items[i], "end", &index, &quotation.end))
            continue;
        if (!read_place(items[i], "speaker_start", &index, &quotation.speaker_start) ||
            !read_place(items[i], "speaker_end", &index, &quotation.speaker_end))
            quotation.speaker_start = quotation.speaker_end = 0;
        quotations_add(quotations, quotation);
    }
    quotations_settle(quotations);
    utf8_index_free(&index);
}

void quotations_free(struct quotations *quotations)
{
    free(quotations->items);
    *quotations = (struct quotations){0};
}

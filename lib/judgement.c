#include "judgement.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

struct judgement *judgements_add(struct judgements *judgements, struct judgement judgement)
{
    judgements->items = mem_grow(judgements->items, &judgements->room, judgements->count + 1,
                                 sizeof *judgements->items);
    judgements->items[judgements->count] = judgement;
    return &judgements->items[judgements->count++];
}

struct span judgements_date(struct judgements *judgements, struct when_date date)
{
    char text[WHEN_TEXT];
    struct when when = {.from = date, .to = date};
    if (date.year == 0)
        return (struct span){NULL, 0};
    when_text(&when, text);
    return (struct span){mem_arena_copy(&judgements->arena, text, strlen(text)), strlen(text)};
}

static int by_start(const void *a, const void *b)
{
    const struct judgement *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    if (left->type != right->type)
        return left->type < right->type ? -1 : 1;
    return span_compare(left->area, right->area);
}

/* The day on which the authority's code is asked for: the judgement's own. */
static long day_of(struct span date)
{
    struct when_date first, last;
    return when_parse(date, &first, &last) ? when_last_day(last) : VOCAB_OPEN;
}

static void set_number(struct rec *item, const char *key, struct span decimal)
{
    if (decimal.length)
        rec_set_raw(item, key, decimal);
}

static void set_grade(const struct judgement *judgement, struct rec *item)
{
    rec_set_string(item, "grade", judgement->grade->grade);
    rec_set_string(item, "scale", judgement->grade->scale);
    if (judgement->grade->rank > 0)
        rec_set_integer(item, "rank", judgement->grade->rank);
    rec_set_integer(item, "levels", judgement->grade->levels);
}

/* What makes it a grade, an opinion or a finding. */
static void set_substance(const struct judgement *judgement, struct rec *item)
{
    if (judgement->type == JUDGEMENT_GRADE) {
        set_grade(judgement, item);
    } else if (judgement->type == JUDGEMENT_OPINION) {
        rec_set_integer(item, "polarity", judgement->polarity);
        rec_set_integer(item, "intensity", judgement->intensity);
    } else {
        set_number(item, "value", judgement->value);
        rec_set_string(item, "unit", judgement->unit);
        set_number(item, "target_value", judgement->target_value);
        set_number(item, "previous_value", judgement->previous_value);
        rec_set_string(item, "direction", judgement->direction);
    }
}

static void set_members(const struct judgement *judgement, struct span text,
                        const struct utf8_index *index, struct rec *item)
{
    static const char *const types[] = {"grade", "opinion", "finding"};
    rec_set_string(item, "type", span_of(types[judgement->type]));
    rec_set_string(item, "target", judgement->target);
    if (judgement->authority) {
        rec_set_string(item, "authority", judgement->authority->name);
        rec_set_string(item, "authority_id",
                       vocab_gss(judgement->authority, day_of(judgement->date)));
        rec_set_string(item, "body", judgement->authority->body);
    }
    rec_set_string(item, "named_as", judgement->named_as);
    rec_set_string(item, "subject", judgement->subject);
    rec_set_string(item, "area", judgement->area);
    set_substance(judgement, item);
    rec_set_string(item, "raw", span_part(text, judgement->start, judgement->end));
    rec_set_string(item, "status", judgement->status);
    rec_set_string(item, "date", judgement->date);
    if (judgement->date.length)
        rec_set_string(item, "date_basis", judgement->date_basis);
    rec_set_string(item, "inspectorate", judgement->inspectorate);
    rec_set_string(item, "framework", judgement->framework);
    rec_set_string(item, "speaker", judgement->speaker);
    rec_set_string(item, "speaker_role", judgement->speaker_role);
    rec_set_string(item, "basis", judgement->basis);
    rec_set_string(item, "sentence",
                   span_part(text, judgement->sentence_start, judgement->sentence_end));
    rec_set_integer(item, "start", (long long)utf8_point_at(index, judgement->start));
    rec_set_integer(item, "end", (long long)utf8_point_at(index, judgement->end));
    rec_set_number(item, "confidence", judgement->confidence);
    rec_set_string(item, "rule", judgement->rule);
    rec_set_string(item, "conflict", judgement->conflict);
}

void judgements_write(struct judgements *judgements, struct span text, struct rec *rec)
{
    struct utf8_index index;
    struct buf json = {0};
    struct rec *item = rec_new();
    utf8_index_make(&index, text);
    if (judgements->count)
        qsort(judgements->items, judgements->count, sizeof *judgements->items, by_start);
    buf_add_byte(&json, '[');
    for (size_t i = 0; i < judgements->count; i++) {
        rec_clear(item);
        set_members(&judgements->items[i], text, &index, item);
        buf_add_text(&json, i ? "," : "");
        rec_encode(item, &json);
    }
    buf_add_byte(&json, ']');
    rec_set_raw(rec, "judgements", buf_span(&json));
    rec_free(item);
    buf_free(&json);
    utf8_index_free(&index);
}

void judgements_clear(struct judgements *judgements)
{
    judgements->count = 0;
    mem_arena_reset(&judgements->arena);
}

void judgements_free(struct judgements *judgements)
{
    free(judgements->items);
    mem_arena_free(&judgements->arena);
    *judgements = (struct judgements){0};
}

/* Paragraphs at blank lines, for a document that names no blocks. */
static void add_paragraphs(struct judgement_blocks *blocks, struct span text)
{
    for (size_t start = 0; start < text.length;) {
        struct span rest = span_part(text, start, text.length);
        size_t length = span_find(rest, span_of("\n\n"));
        blocks->items =
            mem_grow(blocks->items, &blocks->room, blocks->count + 1, sizeof *blocks->items);
        if (length > 0)
            blocks->items[blocks->count++] = (struct judgement_block){
                start, start + length, span_of("paragraph"), 0};
        start += length + 2;
    }
}

void judgement_blocks_read(struct judgement_blocks *blocks, struct span text, struct rec *rec)
{
    struct utf8_index index;
    size_t count;
    struct rec **items = rec_items(rec, "blocks", &count);
    blocks->count = 0;
    utf8_index_make(&index, text);
    blocks->items = mem_grow(blocks->items, &blocks->room, count + 1, sizeof *blocks->items);
    for (size_t i = 0; i < count; i++) {
        long long start, end, page = 0;
        if (!rec_integer(items[i], "start", &start) || !rec_integer(items[i], "end", &end) ||
            start < 0 || end < start)
            continue;
        size_t from = utf8_byte_at(&index, (size_t)start);
        if (blocks->count && from < blocks->items[blocks->count - 1].end)
            continue; /* emphasis or a link within the block before */
        rec_integer(items[i], "page", &page);
        blocks->items[blocks->count++] = (struct judgement_block){
            utf8_byte_at(&index, (size_t)start), utf8_byte_at(&index, (size_t)end),
            rec_string(items[i], "role"), page};
    }
    utf8_index_free(&index);
    if (count == 0)
        add_paragraphs(blocks, text);
}

void judgement_blocks_free(struct judgement_blocks *blocks)
{
    free(blocks->items);
    *blocks = (struct judgement_blocks){0};
}

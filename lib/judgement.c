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

static void put_grade(struct buf *json, const struct judgement *judgement)
{
    value_put(json, "grade", judgement->grade->grade);
    value_put(json, "scale", judgement->grade->scale);
    if (judgement->grade->rank > 0)
        value_put_integer(json, "rank", judgement->grade->rank);
    value_put_integer(json, "levels", judgement->grade->levels);
}

/* What makes it a grade, an opinion or a finding. */
static void put_substance(struct buf *json, const struct judgement *judgement)
{
    if (judgement->type == JUDGEMENT_GRADE) {
        put_grade(json, judgement);
    } else if (judgement->type == JUDGEMENT_OPINION) {
        value_put_integer(json, "polarity", judgement->polarity);
        value_put_integer(json, "intensity", judgement->intensity);
    } else {
        value_put_raw(json, "value", judgement->value);
        value_put(json, "unit", judgement->unit);
        value_put_raw(json, "target_value", judgement->target_value);
        value_put_raw(json, "previous_value", judgement->previous_value);
        value_put(json, "direction", judgement->direction);
    }
}

static void put_judgement(struct buf *json, const struct utf8_index *index,
                          const struct judgement *judgement)
{
    static const char *const types[] = {"grade", "opinion", "finding"};
    struct span text = index->text;
    value_put(json, "type", span_of(types[judgement->type]));
    value_put(json, "target", judgement->target);
    if (judgement->authority) {
        value_put(json, "authority", judgement->authority->name);
        value_put(json, "authority_id",
                  vocab_gss(judgement->authority, day_of(judgement->date)));
        value_put(json, "body", judgement->authority->body);
    }
    value_put(json, "named_as", judgement->named_as);
    value_put(json, "subject", judgement->subject);
    value_put(json, "area", judgement->area);
    put_substance(json, judgement);
    value_put(json, "raw", span_part(text, judgement->start, judgement->end));
    value_put(json, "status", judgement->status);
    value_put(json, "date", judgement->date);
    if (judgement->date.length)
        value_put(json, "date_basis", judgement->date_basis);
    value_put(json, "inspectorate", judgement->inspectorate);
    value_put(json, "framework", judgement->framework);
    value_put(json, "speaker", judgement->speaker);
    value_put(json, "speaker_role", judgement->speaker_role);
    value_put(json, "basis", judgement->basis);
    value_put(json, "sentence",
              span_part(text, judgement->sentence_start, judgement->sentence_end));
    value_put_integer(json, "start", (long long)utf8_point_at(index, judgement->start));
    value_put_integer(json, "end", (long long)utf8_point_at(index, judgement->end));
    value_put_number(json, "confidence", judgement->confidence);
    value_put(json, "rule", judgement->rule);
    value_put(json, "conflict", judgement->conflict);
}

void judgements_write(struct judgements *judgements, const struct utf8_index *index,
                      struct rec *rec)
{
    struct buf json = {0};
    if (judgements->count)
        qsort(judgements->items, judgements->count, sizeof *judgements->items, by_start);
    buf_add_byte(&json, '[');
    for (size_t i = 0; i < judgements->count; i++) {
        buf_add_text(&json, i ? ",{" : "{");
        put_judgement(&json, index, &judgements->items[i]);
        buf_add_byte(&json, '}');
    }
    buf_add_byte(&json, ']');
    rec_set_raw(rec, "judgements", buf_span(&json));
    buf_free(&json);
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

static void add_block(struct judgement_blocks *blocks, struct judgement_block block)
{
    blocks->items =
        mem_grow(blocks->items, &blocks->room, blocks->count + 1, sizeof *blocks->items);
    blocks->items[blocks->count++] = block;
}

/* Paragraphs at blank lines, for a document that names no blocks. */
static void add_paragraphs(struct judgement_blocks *blocks, struct span text)
{
    for (size_t start = 0; start < text.length;) {
        struct span rest = span_part(text, start, text.length);
        size_t length = span_find(rest, span_of("\n\n"));
        struct judgement_block block = {start, start + length, span_of("paragraph"), 0};
        if (length > 0)
            add_block(blocks, block);
        start += length + 2;
    }
}

/* In the order in which they are written. */
enum { ROLE, START, END, PAGE, KEYS };
static const struct span keys[KEYS] = {
    [ROLE] = {"role", 4}, [START] = {"start", 5}, [END] = {"end", 3}, [PAGE] = {"page", 4}};

static bool read_block(struct rec *rec, const struct span raw[KEYS],
                       const struct utf8_index *index, struct judgement_block *block)
{
    *block = (struct judgement_block){.role = rec_string_of(rec, raw[ROLE])};
    value_integer(raw[PAGE], &block->page);
    return value_extent(raw[START], raw[END], index, &block->start, &block->end);
}

void judgement_blocks_read(struct judgement_blocks *blocks, const struct utf8_index *index,
                           struct rec *rec)
{
    struct rec_walk walk = rec_walk(rec, "blocks");
    struct span raw[KEYS];
    struct judgement_block block;
    bool named = false;
    blocks->count = 0;
    for (; rec_next(&walk, keys, KEYS, raw); named = true)
        if (read_block(rec, raw, index, &block) &&
            /* else emphasis or a link within the block before */
            (!blocks->count || block.start >= blocks->items[blocks->count - 1].end))
            add_block(blocks, block);
    if (!named)
        add_paragraphs(blocks, index->text);
}

void judgement_blocks_free(struct judgement_blocks *blocks)
{
    free(blocks->items);
    *blocks = (struct judgement_blocks){0};
}

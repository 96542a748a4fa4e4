#include "mention.h"

#include <stdlib.h>

#include "mem.h"
#include "utf8.h"

static const char *const type_names[] = {[ENTITY_AUTHORITY] = "authority",
                                         [ENTITY_ORGANISATION] = "organisation",
                                         [ENTITY_LAW] = "law",
                                         [ENTITY_CASE] = "case",
                                         [ENTITY_PERSON] = "person",
                                         [ENTITY_PROGRAMME] = "programme",
                                         [ENTITY_PLACE] = "place",
                                         [ENTITY_DATE] = "date",
                                         [ENTITY_MONEY] = "money",
                                         [ENTITY_DURATION] = "duration",
                                         [ENTITY_PERCENT] = "percent",
                                         [ENTITY_PHONE] = "phone",
                                         [ENTITY_POSTCODE] = "postcode",
                                         [ENTITY_SERVICE] = "service",
                                         [ENTITY_URL] = "url",
                                         [ENTITY_EMAIL] = "email",
                                         [ENTITY_OTHER] = "other"};

void entity_source(struct rec *rec, struct entity_source *source)
{
    struct when_date last;
    *source = (struct entity_source){.text = rec_string(rec, "text"),
                                     .title = rec_string(rec, "title"),
                                     .publisher = rec_string(rec, "publisher"),
                                     .url = rec_string(rec, "url")};
    if (!source->url.at)
        source->url = rec_string(rec, "source");
    if (!source->text.at)
        source->text = (struct span){"", 0};
    if (!when_parse(rec_string(rec, "date"), &source->date, &last))
        source->date = (struct when_date){0};
}

const char *entity_type_name(enum entity_type type)
{
    return type_names[type];
}

static enum entity_type type_of(struct span name)
{
    int type = 0;
    while (type < ENTITY_OTHER && !span_is(name, type_names[type]))
        type++;
    return (enum entity_type)type;
}

struct entity *entities_add(struct entities *entities, struct entity entity)
{
    entities->items = mem_grow(entities->items, &entities->room, entities->count + 1,
                               sizeof *entities->items);
    entities->items[entities->count] = entity;
    return &entities->items[entities->count++];
}

struct span entities_keep(struct entities *entities, struct span text)
{
    return (struct span){mem_arena_copy(&entities->arena, text.at, text.length),
                         text.length};
}

/* ---- overlaps
 * ------------------------------------------------------------------------------- */

/* An entity's place in the order of precedence. */
struct rank {
    size_t length, item;
    enum entity_type type;
};

static int by_rank(const void *a, const void *b)
{
    const struct rank *left = a, *right = b;
    if (left->length != right->length)
        return left->length > right->length ? -1 : 1;
    if (left->type != right->type)
        return left->type < right->type ? -1 : 1;
    return (left->item > right->item) - (left->item < right->item);
}

static int by_start(const void *a, const void *b)
{
    const struct entity *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    if (left->end != right->end)
        return left->end > right->end ? -1 : 1;
    return (int)left->type - (int)right->type;
}

static bool is_address(enum entity_type type)
{
    return type == ENTITY_URL || type == ENTITY_EMAIL;
}

/* What the parts of an address can tell: whose it is, and of when. */
static bool stands_in_address(enum entity_type type)
{
    return type == ENTITY_AUTHORITY || type == ENTITY_ORGANISATION || type == ENTITY_DATE;
}

enum { TAKEN = 1, ADDRESS = 2 };

static void mark(char *taken, const struct entity *entity, char how)
{
    for (size_t at = entity->start; at < entity->end; at++)
        taken[at] |= how;
}

/* Marks the bytes of what stands. Whoever stands already is at least as long, so that it
 * covers one end of what it overlaps. */
static bool take(char *taken, const struct entity *entity)
{
    if (is_address(entity->type))
        return true;
    int against = stands_in_address(entity->type) ? TAKEN : TAKEN | ADDRESS;
    if (entity->end <= entity->start || taken[entity->start] & against ||
        taken[entity->end - 1] & against)
        return false;
    mark(taken, entity, TAKEN);
    return true;
}

static void drop_hidden(struct entities *entities, struct span text)
{
    struct rank *ranks = mem_new(entities->count, sizeof *ranks);
    char *taken = mem_new(text.length + 1, 1), *stays = mem_new(entities->count, 1);
    size_t kept = 0;
    for (size_t i = 0; i < entities->count; i++) {
        const struct entity *entity = &entities->items[i];
        ranks[i] = (struct rank){entity->end - entity->start, i, entity->type};
        if (is_address(entity->type))
            mark(taken, entity, ADDRESS);
    }
    qsort(ranks, entities->count, sizeof *ranks, by_rank);
    for (size_t i = 0; i < entities->count; i++) {
        const struct entity *entity = &entities->items[ranks[i].item];
        stays[ranks[i].item] = take(taken, entity);
    }
    for (size_t i = 0; i < entities->count; i++)
        if (stays[i])
            entities->items[kept++] = entities->items[i];
    entities->count = kept;
    free(ranks);
    free(taken);
    free(stays);
}

void entities_settle(struct entities *entities, struct span text, bool all)
{
    if (entities->count == 0)
        return;
    if (!all)
        drop_hidden(entities, text);
    qsort(entities->items, entities->count, sizeof *entities->items, by_start);
}

/* ---- records
 * -------------------------------------------------------------------------------- */

static void add_candidates(struct buf *json, const struct entity *entity)
{
    for (size_t i = 0; i < entity->candidate_count; i++) {
        buf_add_text(json, i ? "," : ",\"candidates\":[");
        value_encode(entity->candidates[i]->body, json);
    }
    if (entity->candidate_count)
        buf_add_byte(json, ']');
}

/* Written by hand: most of the time of tagging would go into building records of them. */
static void add_entity(struct buf *json, const struct utf8_index *index,
                       const struct entity *entity)
{
    bool number = entity->type == ENTITY_MONEY || entity->type == ENTITY_PERCENT;
    buf_add_byte(json, '{');
    value_put(json, "type", span_of(type_names[entity->type]));
    value_put(json, "subtype", entity->subtype);
    value_put(json, "text", span_part(index->text, entity->start, entity->end));
    value_put_integer(json, "start", (long long)utf8_point_at(index, entity->start));
    value_put_integer(json, "end", (long long)utf8_point_at(index, entity->end));
    value_put(json, "name", entity->name);
    value_put(json, "follows", entity->follows);
    value_put(json, "role", entity->role);
    value_put(json, "organisation", entity->organisation);
    (number ? value_put_raw : value_put)(json, "value", entity->value);
    value_put(json, "currency", entity->currency);
    if (entity->authority && entity->type != ENTITY_AUTHORITY)
        value_put(json, "authority", entity->authority->name);
    value_put(json, "id", entity->id);
    if (entity->authority)
        value_put(json, "body", entity->authority->body);
    else
        add_candidates(json, entity);
    value_put(json, "via", entity->via);
    value_put(json, "rule", entity->rule);
    value_put(json, "evidence", entity->evidence);
    buf_add_byte(json, '}');
}

void entities_write(const struct entities *entities, struct span text, struct rec *rec)
{
    struct utf8_index index;
    struct buf json = {0};
    utf8_index_make(&index, text);
    buf_add_byte(&json, '[');
    for (size_t i = 0; i < entities->count; i++) {
        if (i)
            buf_add_byte(&json, ',');
        add_entity(&json, &index, &entities->items[i]);
    }
    buf_add_byte(&json, ']');
    rec_set_raw(rec, "entities", buf_span(&json));
    buf_free(&json);
    utf8_index_free(&index);
}

/* What judging reads of an entity, in the order in which it is written. */
enum { TYPE, SUBTYPE, START, END, NAME, ROLE, VALUE, CURRENCY, ID, BODY, VIA, RULE, KEYS };
static const struct span keys[KEYS] = {
    [TYPE] = {"type", 4},   [SUBTYPE] = {"subtype", 7},   [START] = {"start", 5},
    [END] = {"end", 3},     [NAME] = {"name", 4},         [ROLE] = {"role", 4},
    [VALUE] = {"value", 5}, [CURRENCY] = {"currency", 8}, [ID] = {"id", 2},
    [BODY] = {"body", 4},   [VIA] = {"via", 3},           [RULE] = {"rule", 4}};

/* A string, or a number as it stands. */
static struct span value_of(struct rec *rec, struct span raw)
{
    struct span text = rec_string_of(rec, raw);
    double number;
    return text.length || !value_number(raw, &number) ? text : raw;
}

/* False where it is none, or is there by coreference. */
static bool read_entity(struct rec *rec, const struct span raw[KEYS],
                        const struct utf8_index *index, struct entity *entity)
{
    *entity = (struct entity){.type = type_of(rec_string_of(rec, raw[TYPE])),
                              .subtype = rec_string_of(rec, raw[SUBTYPE]),
                              .name = rec_string_of(rec, raw[NAME]),
                              .value = value_of(rec, raw[VALUE]),
                              .role = rec_string_of(rec, raw[ROLE]),
                              .currency = rec_string_of(rec, raw[CURRENCY]),
                              .rule = rec_string_of(rec, raw[RULE]),
                              .id = rec_string_of(rec, raw[ID])};
    return value_extent(raw[START], raw[END], index, &entity->start, &entity->end) &&
           (entity->type != ENTITY_AUTHORITY ||
            !span_is(rec_string_of(rec, raw[VIA]), "coreference"));
}

void entities_read(struct entities *entities, const struct vocab *vocab,
                   const struct utf8_index *index, struct rec *rec)
{
    struct rec_walk walk = rec_walk(rec, "entities");
    struct span raw[KEYS];
    struct entity entity;
    entities->count = 0;
    while (rec_next(&walk, keys, KEYS, raw)) {
        if (!read_entity(rec, raw, index, &entity))
            continue;
        if (entity.type == ENTITY_AUTHORITY)
            entity.authority = vocab_body(vocab, rec_string_of(rec, raw[BODY]));
        entities_add(entities, entity);
    }
}

void entities_free(struct entities *entities)
{
    free(entities->items);
    mem_arena_free(&entities->arena);
    *entities = (struct entities){0};
}

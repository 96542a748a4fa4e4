#include "linked.h"

#include <stdlib.h>

enum {
    /* Objects inside one another that are looked into, and at one level; each level scans its
     * objects again, so that time stays in proportion to the bytes. */
    DEPTH_MAX = 6,
    OBJECTS_MAX = 1000,
    AUTHORS_MAX = 10
};

/* An object that others refer to by its @id. */
struct named {
    struct span id, name;
};

struct reading {
    struct linked *linked;
    struct mem_arena *arena;
    struct scan *scan;
    struct named *named;
    size_t named_count, named_room;
    struct span author_id; /* of the best ranked author that is given as a reference */
    int author_id_rank;
    size_t objects;
};

/* Ends of type names and what they make of an object. */
static const struct {
    const char *end;
    int rank;
} types[] = {
    {"Article", LINKED_ARTICLE},   {"BlogPosting", LINKED_ARTICLE},
    {"ForumPosting", LINKED_ARTICLE},
    {"MediaPosting", LINKED_ARTICLE}, {"Report", LINKED_ARTICLE},   {"Recipe", LINKED_ARTICLE},
    {"Question", LINKED_WORK},     {"CreativeWork", LINKED_WORK},   {"HowTo", LINKED_WORK},
    {"Review", LINKED_WORK},       {"Page", LINKED_PAGE},
};

/* Members that state a fact, the better first. */
static const struct {
    const char *key;
    enum linked_fact fact;
} facts[] = {
    {"headline", LINKED_TITLE},       {"name", LINKED_TITLE},
    {"author", LINKED_AUTHOR},        {"creator", LINKED_AUTHOR},
    {"publisher", LINKED_PUBLISHER},  {"datePublished", LINKED_DATE},
    {"dateCreated", LINKED_DATE},     {"inLanguage", LINKED_LANG},
    {"articleBody", LINKED_TEXT},     {"text", LINKED_TEXT},
};

/* Members whose objects speak of the page itself. */
static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage"};

/* A member's raw value; absent where the object has none. The members are borrowed copies. */
static struct span member(const struct value_member *members, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (span_is(members[i].key, key))
            return members[i].value;
    return (struct span){NULL, 0};
}

/* The members of an object, copied out of the scan; NULL where `raw` is none. */
static struct value_member *open_object(struct reading *reading, struct span raw, size_t *count)
{
    struct scan_fault fault;
    *count = 0;
    if (raw.length == 0 || raw.at[0] != '{' || reading->objects++ >= OBJECTS_MAX)
        return NULL;
    const struct value_member *found = scan_object(reading->scan, raw, count, &fault);
    if (!found)
        return NULL;
    struct value_member *copy = mem_arena_new(reading->arena, *count + 1, sizeof *copy);
    for (size_t i = 0; i < *count; i++)
        copy[i] = found[i];
    return copy;
}

static struct span string_of(struct reading *reading, struct span raw)
{
    struct buf text = {0};
    struct span copy = {NULL, 0};
    if (raw.at && value_decode(raw, &text) && text.length)
        copy = (struct span){mem_arena_copy(reading->arena, text.at, text.length), text.length};
    buf_free(&text);
    return copy;
}

/* A string, or an object's name; *id is its @id where it has no name. */
static struct span name_of(struct reading *reading, struct span raw, struct span *id)
{
    size_t count;
    struct value_member *members = open_object(reading, raw, &count);
    if (!members)
        return string_of(reading, raw);
    struct span name = string_of(reading, member(members, count, "name"));
    if (!name.at && id)
        *id = string_of(reading, member(members, count, "@id"));
    return name;
}

/* Names of a list: "A", "A and B", "A, B, C". */
static struct span names_of(struct reading *reading, struct span raw, struct span *id)
{
    struct span *items = NULL;
    size_t count = 0, room = 0, known = 0;
    if (raw.length == 0 || raw.at[0] != '[' || !value_elements(raw, &items, &count, &room)) {
        free(items);
        return name_of(reading, raw, id);
    }
    struct span names[AUTHORS_MAX];
    struct buf all = {0};
    for (size_t i = 0; i < count && known < AUTHORS_MAX; i++) {
        names[known] = name_of(reading, items[i], known ? NULL : id);
        known += names[known].at != NULL;
    }
    for (size_t i = 0; i < known; i++) {
        buf_add_text(&all, i == 0 ? "" : known == 2 ? " and " : ", ");
        buf_add(&all, names[i]);
    }
    struct span copy = {NULL, 0};
    if (all.length)
        copy = (struct span){mem_arena_copy(reading->arena, all.at, all.length), all.length};
    buf_free(&all);
    free(items);
    return copy;
}

/* The best rank among the types of an object: one name or a list of them. */
static int rank_of(struct span raw)
{
    int rank = LINKED_THING;
    for (size_t i = 0; i < raw.length; i++) {
        if (raw.at[i] != '"')
            continue;
        struct span before = span_part(raw, 0, i);
        for (size_t k = 0; k < sizeof types / sizeof *types; k++)
            if (types[k].rank < rank && span_ends(before, span_of(types[k].end)))
                rank = types[k].rank;
    }
    return rank;
}

static void note_name(struct reading *reading, const struct value_member *members, size_t count)
{
    struct named named = {string_of(reading, member(members, count, "@id")),
                          string_of(reading, member(members, count, "name"))};
    if (!named.id.at || !named.name.at)
        return;
    reading->named = mem_grow(reading->named, &reading->named_room, reading->named_count + 1,
                              sizeof *reading->named);
    reading->named[reading->named_count++] = named;
}

static void take_facts(struct reading *reading, const struct value_member *members, size_t count)
{
    struct linked *linked = reading->linked;
    int rank = rank_of(member(members, count, "@type"));
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        enum linked_fact fact = facts[i].fact;
        struct span raw = member(members, count, facts[i].key), id = {NULL, 0};
        /* The name of a thing is no title, nor is what made it. */
        if (!raw.at || rank >= linked->rank[fact] || rank == LINKED_THING)
            continue;
        struct span value = names_of(reading, raw, &id);
        if (value.at) {
            linked->value[fact] = value;
            linked->rank[fact] = rank;
        } else if (fact == LINKED_AUTHOR && id.at && rank < reading->author_id_rank) {
            reading->author_id = id;
            reading->author_id_rank = rank;
        }
    }
}

static void look_into(struct reading *reading, struct span raw, unsigned depth);

static void look_into_object(struct reading *reading, struct span raw, unsigned depth)
{
    size_t count;
    struct value_member *members = open_object(reading, raw, &count);
    if (!members)
        return;
    take_facts(reading, members, count);
    note_name(reading, members, count);
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        look_into(reading, member(members, count, inner[i]), depth + 1);
}

/* At most DEPTH_MAX deep. */
static void look_into(struct reading *reading, struct span raw, unsigned depth)
{
    struct span *items = NULL;
    size_t count = 0, room = 0;
    if (depth > DEPTH_MAX || raw.length == 0)
        return;
    if (raw.at[0] == '[' && value_elements(raw, &items, &count, &room))
        for (size_t i = 0; i < count && i < OBJECTS_MAX; i++)
            look_into_object(reading, items[i], depth);
    else
        look_into_object(reading, raw, depth);
    free(items);
}

static void resolve_author(struct reading *reading)
{
    struct linked *linked = reading->linked;
    for (size_t i = 0; i < reading->named_count; i++)
        if (reading->author_id_rank < linked->rank[LINKED_AUTHOR] &&
            span_equal(reading->named[i].id, reading->author_id)) {
            linked->value[LINKED_AUTHOR] = reading->named[i].name;
            linked->rank[LINKED_AUTHOR] = reading->author_id_rank;
        }
}

void linked_read(struct linked *linked, struct span json, struct mem_arena *arena)
{
    struct reading reading = {.linked = linked, .arena = arena, .scan = scan_new(),
                              .author_id_rank = LINKED_UNKNOWN};
    struct buf text = {0};
    /* Line ends inside strings are common and no JSON; between values a blank does as well. A
     * list is no object, which is what the scan reads: it becomes the member of one. */
    buf_add_text(&text, "{\"@graph\":");
    for (size_t i = 0; i < json.length; i++)
        buf_add_byte(&text, (unsigned char)json.at[i] < 0x20 ? ' ' : json.at[i]);
    struct span body = span_trim(buf_span(&text));
    while (body.length && body.at[body.length - 1] == ';')
        body = span_trim(span_part(body, 0, body.length - 1));
    text.length = body.length;
    buf_add_byte(&text, '}');
    look_into(&reading, buf_span(&text), 0);
    resolve_author(&reading);
    buf_free(&text);
    scan_free(reading.scan);
    free(reading.named);
}

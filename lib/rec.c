#include "rec.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct rec {
    struct span line; /* as read; absent once something was set or removed */
    struct scan *scan;
    struct value_member *fields; /* values of the line, or of the record's arena */
    size_t count, room;
    struct mem_arena arena;
    struct rec **children; /* made by rec_items; those behind child_count wait for use */
    size_t child_count, child_made, child_room;
    struct buf scratch, json; /* memory used again */
};

struct rec *rec_new(void)
{
    return mem_new(1, sizeof(struct rec));
}

void rec_free(struct rec *rec)
{
    if (!rec)
        return;
    for (size_t i = 0; i < rec->child_made; i++)
        rec_free(rec->children[i]);
    scan_free(rec->scan);
    free(rec->children);
    free(rec->fields);
    mem_arena_free(&rec->arena);
    buf_free(&rec->scratch);
    buf_free(&rec->json);
    free(rec);
}

void rec_clear(struct rec *rec)
{
    rec->child_count = 0;
    mem_arena_reset(&rec->arena);
    rec->count = 0;
    rec->line = (struct span){NULL, 0};
}

bool rec_parse(struct rec *rec, struct span line, struct scan_fault *fault)
{
    size_t count = 0;
    rec_clear(rec);
    if (!rec->scan)
        rec->scan = scan_new();
    const struct value_member *members = scan_object(rec->scan, line, &count, fault);
    if (!members)
        return false;
    rec->fields = mem_grow(rec->fields, &rec->room, count, sizeof *rec->fields);
    if (count)
        memcpy(rec->fields, members, count * sizeof *members);
    rec->count = count;
    rec->line = line;
    return true;
}

static struct span keep(struct rec *rec, struct span bytes)
{
    return (struct span){mem_arena_copy(&rec->arena, bytes.at, bytes.length), bytes.length};
}

static bool has_escape(struct span raw)
{
    return span_find_byte(raw, '\\') < raw.length;
}

struct span rec_text_of(struct rec *rec, struct span raw)
{
    if (raw.length < 2 || raw.at[0] != '"')
        return raw;
    struct span inside = span_part(raw, 1, raw.length - 1);
    if (!has_escape(inside))
        return inside;
    buf_clear(&rec->scratch);
    value_decode(raw, &rec->scratch);
    return keep(rec, buf_span(&rec->scratch));
}

struct span rec_key(struct rec *rec, size_t i)
{
    struct span key = rec->fields[i].key;
    if (!rec->fields[i].key_escaped)
        return key;
    return rec_text_of(rec, (struct span){key.at - 1, key.length + 2});
}

static size_t find(const struct rec *rec, struct span key)
{
    size_t i = 0;
    while (i < rec->count && !value_key_is(&rec->fields[i], key))
        i++;
    return i;
}

bool rec_has(const struct rec *rec, const char *key)
{
    return find(rec, span_of(key)) < rec->count;
}

size_t rec_count(const struct rec *rec)
{
    return rec->count;
}

struct span rec_value(const struct rec *rec, size_t i)
{
    return rec->fields[i].value;
}

struct span rec_raw(const struct rec *rec, const char *key)
{
    size_t i = find(rec, span_of(key));
    return i < rec->count ? rec->fields[i].value : (struct span){NULL, 0};
}

struct span rec_raw_near(const struct rec *rec, struct span key, size_t *place)
{
    if (*place >= rec->count || !value_key_is(&rec->fields[*place], key))
        *place = find(rec, key);
    return *place < rec->count ? rec->fields[*place].value : (struct span){NULL, 0};
}

struct span rec_string_of(struct rec *rec, struct span raw)
{
    if (!raw.at || raw.at[0] != '"')
        return (struct span){NULL, 0};
    return rec_text_of(rec, raw);
}

struct span rec_string(struct rec *rec, const char *key)
{
    return rec_string_of(rec, rec_raw(rec, key));
}

bool rec_integer(const struct rec *rec, const char *key, long long *value)
{
    return value_integer(rec_raw(rec, key), value);
}

bool rec_number(const struct rec *rec, const char *key, double *value)
{
    return value_number(rec_raw(rec, key), value);
}

bool rec_true(const struct rec *rec, const char *key)
{
    return span_is(rec_raw(rec, key), "true");
}

static struct rec *next_child(struct rec *rec)
{
    if (rec->child_count == rec->child_made) {
        rec->children = mem_grow(rec->children, &rec->child_room, rec->child_made + 1,
                                 sizeof *rec->children);
        rec->children[rec->child_made++] = rec_new();
    }
    return rec->children[rec->child_count];
}

/* The object that begins at `at` as a child. Behind it. */
static const char *add_child(struct rec *rec, const char *at, const char *end)
{
    struct rec *child = next_child(rec);
    rec_clear(child);
    const char *behind = value_members(at, end, &child->fields, &child->count, &child->room);
    child->line = (struct span){at, (size_t)(behind - at)};
    rec->child_count++;
    return behind;
}

static void add_children(struct rec *rec, struct span raw)
{
    const char *at = raw.at, *end = at + raw.length;
    if (*at == '{')
        add_child(rec, at, end);
    else if (*at == '[')
        for (at++; (at = value_next(at, end)) < end;)
            at = *at == '{' ? add_child(rec, at, end) : value_behind(at, end);
}

struct rec **rec_items(struct rec *rec, const char *key, size_t *count)
{
    struct span raw = rec_raw(rec, key);
    size_t first = rec->child_count;
    if (raw.length)
        add_children(rec, raw);
    *count = rec->child_count - first;
    /* A list of its own: the array of all children may move when another list is asked for. */
    struct rec **list = mem_arena_new(&rec->arena, *count + 1, sizeof *list);
    if (*count)
        memcpy(list, rec->children + first, *count * sizeof *list);
    return list;
}

struct rec_walk rec_walk(const struct rec *rec, const char *key)
{
    struct span raw = rec_raw(rec, key);
    if (raw.length == 0)
        raw.at = "";
    return (struct rec_walk){raw.at + (*raw.at == '['), raw.at + raw.length};
}

bool rec_next(struct rec_walk *walk, const struct span *keys, size_t count, struct span *raw)
{
    while ((walk->at = value_next(walk->at, walk->end)) < walk->end) {
        if (*walk->at == '{') {
            walk->at = value_pick(walk->at, walk->end, keys, count, raw);
            return true;
        }
        walk->at = value_behind(walk->at, walk->end);
    }
    return false;
}

void rec_set_member(struct rec *rec, struct span key, struct span json)
{
    size_t i = find(rec, key);
    struct span value = keep(rec, json);
    if (i == rec->count) {
        buf_clear(&rec->scratch);
        value_encode(key, &rec->scratch);
        struct span raw = keep(rec, buf_span(&rec->scratch));
        rec->fields = mem_grow(rec->fields, &rec->room, rec->count + 1, sizeof *rec->fields);
        struct span name_raw = span_part(raw, 1, raw.length - 1);
        rec->fields[rec->count++] = (struct value_member){name_raw, value, has_escape(name_raw)};
    }
    rec->fields[i].value = value;
    rec->line = (struct span){NULL, 0};
}

void rec_set_raw(struct rec *rec, const char *key, struct span json)
{
    rec_set_member(rec, span_of(key), json);
}

void rec_remove(struct rec *rec, const char *key)
{
    size_t i = find(rec, span_of(key));
    if (i == rec->count)
        return;
    rec->count--;
    memmove(rec->fields + i, rec->fields + i + 1, (rec->count - i) * sizeof *rec->fields);
    rec->line = (struct span){NULL, 0};
}

void rec_set_string(struct rec *rec, const char *key, struct span value)
{
    if (value.length == 0) {
        rec_remove(rec, key);
        return;
    }
    buf_clear(&rec->json);
    value_encode(value, &rec->json);
    rec_set_raw(rec, key, buf_span(&rec->json));
}

void rec_set_integer(struct rec *rec, const char *key, long long value)
{
    buf_clear(&rec->json);
    value_encode_integer(value, &rec->json);
    rec_set_raw(rec, key, buf_span(&rec->json));
}

void rec_set_number(struct rec *rec, const char *key, double value)
{
    if (!isfinite(value))
        return;
    buf_clear(&rec->json);
    value_encode_number(value, &rec->json);
    rec_set_raw(rec, key, buf_span(&rec->json));
}

void rec_set_true(struct rec *rec, const char *key)
{
    rec_set_raw(rec, key, span_of("true"));
}

void rec_set_record(struct rec *rec, const char *key, const struct rec *value)
{
    struct buf json = {0};
    rec_encode(value, &json);
    rec_set_raw(rec, key, buf_span(&json));
    buf_free(&json);
}

void rec_set_records(struct rec *rec, const char *key, struct rec *const *items, size_t count)
{
    struct buf json = {0};
    buf_add_byte(&json, '[');
    for (size_t i = 0; i < count; i++) {
        if (i)
            buf_add_byte(&json, ',');
        rec_encode(items[i], &json);
    }
    buf_add_byte(&json, ']');
    rec_set_raw(rec, key, buf_span(&json));
    buf_free(&json);
}

void rec_encode(const struct rec *rec, struct buf *out)
{
    if (rec->line.at) {
        buf_add(out, rec->line);
        return;
    }
    buf_add_byte(out, '{');
    for (size_t i = 0; i < rec->count; i++) {
        buf_add_text(out, i ? ",\"" : "\"");
        buf_add(out, rec->fields[i].key);
        buf_add_text(out, "\":");
        buf_add(out, rec->fields[i].value);
    }
    buf_add_byte(out, '}');
}

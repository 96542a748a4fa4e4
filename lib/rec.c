#include "rec.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "utf8.h"

enum { OFFSET_DIGITS = 15 };

struct field {
    struct span key;   /* raw, between the quotes */
    struct span value; /* raw JSON: of the line, or of the record's arena */
    bool key_escaped;
};

struct rec {
    struct span line; /* as read; absent once something was set or removed */
    struct scan *scan;
    struct field *fields;
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

static bool parse(struct rec *rec, struct scan *scan, struct span line, struct scan_fault *fault)
{
    size_t count = 0;
    rec_clear(rec);
    const struct scan_member *members = scan_object(scan, line, &count, fault);
    if (!members)
        return false;
    rec->fields = mem_grow(rec->fields, &rec->room, count, sizeof *rec->fields);
    for (size_t i = 0; i < count; i++)
        rec->fields[i] = (struct field){members[i].key, members[i].value, members[i].key_escaped};
    rec->count = count;
    rec->line = line;
    return true;
}

bool rec_parse(struct rec *rec, struct span line, struct scan_fault *fault)
{
    if (!rec->scan)
        rec->scan = scan_new();
    return parse(rec, rec->scan, line, fault);
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
    scan_string(raw, &rec->scratch);
    return keep(rec, buf_span(&rec->scratch));
}

struct span rec_key(struct rec *rec, size_t i)
{
    struct span key = rec->fields[i].key;
    if (!rec->fields[i].key_escaped)
        return key;
    return rec_text_of(rec, (struct span){key.at - 1, key.length + 2});
}

/* Keys of the contract are plain ASCII, so a raw key is compared as it stands; a key spelt with
 * escapes is decoded first. */
static bool key_is(const struct rec *rec, size_t i, struct span key)
{
    struct span raw = rec->fields[i].key;
    if (!rec->fields[i].key_escaped)
        return raw.length == key.length && (!key.length || raw.at[0] == key.at[0]) &&
               span_equal(raw, key);
    struct buf decoded = {0};
    scan_string((struct span){raw.at - 1, raw.length + 2}, &decoded);
    bool same = span_equal(buf_span(&decoded), key);
    buf_free(&decoded);
    return same;
}

static size_t find(const struct rec *rec, struct span key)
{
    size_t i = 0;
    while (i < rec->count && !key_is(rec, i, key))
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
    if (*place >= rec->count || !key_is(rec, *place, key))
        *place = find(rec, key);
    return *place < rec->count ? rec->fields[*place].value : (struct span){NULL, 0};
}

struct span rec_string(struct rec *rec, const char *key)
{
    struct span raw = rec_raw(rec, key);
    if (!raw.at || raw.at[0] != '"')
        return (struct span){NULL, 0};
    return rec_text_of(rec, raw);
}

static json_t *decode(struct span raw)
{
    json_t *value = NULL;
    if (raw.at)
        value = json_loadb(raw.at, raw.length, JSON_DECODE_ANY, NULL);
    return value;
}

/* Most numbers are offsets: a few digits, for which no value need be made. */
static bool read_offset(struct span raw, long long *value)
{
    long long number = 0;
    if (raw.length == 0 || raw.length > OFFSET_DIGITS)
        return false;
    for (size_t i = 0; i < raw.length; i++) {
        if (raw.at[i] < '0' || raw.at[i] > '9')
            return false;
        number = number * 10 + raw.at[i] - '0';
    }
    *value = number;
    return true;
}

bool rec_integer(const struct rec *rec, const char *key, long long *value)
{
    struct span raw = rec_raw(rec, key);
    if (read_offset(raw, value))
        return true;
    json_t *number = decode(raw);
    bool is = json_is_integer(number);
    if (is)
        *value = json_integer_value(number);
    json_decref(number);
    return is;
}

bool rec_number(const struct rec *rec, const char *key, double *value)
{
    json_t *number = decode(rec_raw(rec, key));
    bool is = json_is_number(number);
    if (is)
        *value = json_number_value(number);
    json_decref(number);
    return is;
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

static void add_child(struct rec *rec, struct span raw)
{
    struct scan_fault fault;
    struct rec *child = next_child(rec);
    if (!rec->scan)
        rec->scan = scan_new();
    rec_clear(child);
    rec->child_count += parse(child, rec->scan, raw, &fault);
}

struct rec **rec_items(struct rec *rec, const char *key, size_t *count)
{
    struct span raw = rec_raw(rec, key);
    size_t first = rec->child_count;
    struct span *items = NULL;
    size_t item_count = 0, item_room = 0;
    if (raw.at && raw.at[0] == '{')
        add_child(rec, raw);
    else if (raw.at && scan_elements(raw, &items, &item_count, &item_room))
        for (size_t i = 0; i < item_count; i++)
            add_child(rec, items[i]);
    free(items);
    *count = rec->child_count - first;
    /* A list of its own: the array of all children may move when another list is asked for. */
    struct rec **list = mem_arena_new(&rec->arena, *count + 1, sizeof *list);
    if (*count)
        memcpy(list, rec->children + first, *count * sizeof *list);
    return list;
}

void rec_set_member(struct rec *rec, struct span key, struct span json)
{
    size_t i = find(rec, key);
    struct span value = keep(rec, json);
    if (i == rec->count) {
        buf_clear(&rec->scratch);
        rec_encode_string(key, &rec->scratch);
        struct span raw = keep(rec, buf_span(&rec->scratch));
        rec->fields = mem_grow(rec->fields, &rec->room, rec->count + 1, sizeof *rec->fields);
        struct span name_raw = span_part(raw, 1, raw.length - 1);
        rec->fields[rec->count++] = (struct field){name_raw, value, has_escape(name_raw)};
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

static void add_dumped(json_t *value, struct buf *out)
{
    size_t flags = JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15);
    size_t needed = value ? json_dumpb(value, NULL, 0, flags) : 0;
    if (needed == 0)
        err_die("out of memory: a value of a record");
    json_dumpb(value, buf_reserve(out, needed), needed, flags);
    out->length += needed;
    json_decref(value);
}

/* Is the text its own JSON between quotes: well-formed, without quote, backslash or control? */
static bool is_plain(struct span text)
{
    for (size_t at = 0, length; at < text.length; at += length) {
        unsigned char byte = (unsigned char)text.at[at];
        length = byte < 0x80 ? 1 : utf8_sequence(span_part(text, at, text.length));
        if (length == 0 || byte < ' ' || byte == '"' || byte == '\\')
            return false;
    }
    return true;
}

void rec_encode_string(struct span text, struct buf *out)
{
    struct buf repaired = {0};
    if (is_plain(text)) { /* most are */
        buf_add_byte(out, '"');
        buf_add(out, text);
        buf_add_byte(out, '"');
        return;
    }
    if (!utf8_valid(text) || span_find_byte(text, '\0') < text.length) {
        utf8_repair(&repaired, text);
        for (size_t i = 0; i < repaired.length; i++)
            if (repaired.at[i] == '\0') /* no record may hold U+0000 */
                repaired.at[i] = ' ';
        text = buf_span(&repaired);
    }
    add_dumped(json_stringn(text.at ? text.at : "", text.length), out);
    buf_free(&repaired);
}

void rec_set_string(struct rec *rec, const char *key, struct span value)
{
    if (value.length == 0) {
        rec_remove(rec, key);
        return;
    }
    buf_clear(&rec->json);
    rec_encode_string(value, &rec->json);
    rec_set_raw(rec, key, buf_span(&rec->json));
}

void rec_set_integer(struct rec *rec, const char *key, long long value)
{
    buf_clear(&rec->json);
    if (value >= 0 && value <= UINT32_MAX)
        buf_add_number(&rec->json, (size_t)value);
    else
        buf_add_format(&rec->json, "%lld", value);
    rec_set_raw(rec, key, buf_span(&rec->json));
}

/* "0.75": most numbers have two decimals at most, for which no value need be made. */
static bool add_hundredths(double value, struct buf *out)
{
    double hundredths = round(value * 100);
    if (!(value > 0.01 && value < 1000) || hundredths / 100 != value)
        return false;
    size_t number = (size_t)hundredths;
    buf_add_number(out, number / 100);
    buf_add_byte(out, '.');
    buf_add_byte(out, (char)('0' + number / 10 % 10));
    if (number % 10)
        buf_add_byte(out, (char)('0' + number % 10));
    return true;
}

void rec_set_number(struct rec *rec, const char *key, double value)
{
    if (!isfinite(value))
        return;
    if (value == floor(value) && fabs(value) < 1e15) {
        rec_set_integer(rec, key, (long long)value);
        return;
    }
    buf_clear(&rec->json);
    if (!add_hundredths(value, &rec->json))
        add_dumped(json_real(value), &rec->json);
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

#include "scan.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { PAIRWISE_KEYS = 48, SHAPE_KEYS = 64 };

struct key {
    struct span name; /* decoded where it had escapes */
    uint32_t hash;
};

struct frame {
    size_t first_key; /* keys of this object start here */
    bool is_object;
};

/* A key of the last object as it stood there, with its quotes and its colon. */
struct expected {
    struct span text;
    uint64_t head, mask; /* the first 8 bytes, and which of them count */
};

struct scan {
    const char *start, *at, *end;
    struct scan_fault *fault;
    struct frame frames[SCAN_DEPTH_MAX];
    size_t depth;
    struct key *keys;
    size_t key_count, key_room;
    struct value_member *members;
    size_t member_count, member_room;
    struct mem_arena decoded; /* of keys with escapes */
    struct expected shape[SHAPE_KEYS];
    size_t shape_count;
    struct buf shape_text;
};

struct scan *scan_new(void)
{
    return mem_new(1, sizeof(struct scan));
}

void scan_free(struct scan *scan)
{
    if (!scan)
        return;
    mem_arena_free(&scan->decoded);
    buf_free(&scan->shape_text);
    free(scan->keys);
    free(scan->members);
    free(scan);
}

static bool fail(struct scan *scan, const char *why)
{
    scan->fault->offset = (size_t)(scan->at - scan->start);
    scan->fault->why = scan->at == scan->end ? "the line ends too early" : why;
    return false;
}

static void skip_white(struct scan *scan)
{
    while (scan->at < scan->end &&
           (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
        scan->at++;
}

static bool is_digit(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

/* From the opening quote to behind the closing one. */
static bool read_string(struct scan *scan, bool *escaped)
{
    const char *at = scan->at + 1, *end = scan->end;
    *escaped = false;
    for (;;) {
        at = value_behind_plain(at, end);
        scan->at = at;
        if (at == end)
            return fail(scan, "");
        unsigned char byte = (unsigned char)*at;
        size_t length = 1;
        if (byte == '"') {
            scan->at = at + 1;
            return true;
        }
        if (byte == '\\') {
            *escaped = true;
            if (value_escape(at, end, &length) == 0)
                return fail(scan, "a string with a bad escape");
        } else if (byte < 0x20) {
            return fail(scan, "a control character in a string");
        } else if (byte >= 0x80) {
            length = utf8_sequence((struct span){at, (size_t)(end - at)});
            if (length == 0)
                return fail(scan, "invalid UTF-8");
        }
        at += length;
    }
}

enum { INTEGER_DIGITS = 18, REAL_DIGITS = 300 }; /* so many always fit 64 bits, a double */

static bool number_fits(const char *at, size_t length, bool real, bool exponent)
{
    if (!exponent && length <= (real ? REAL_DIGITS : INTEGER_DIGITS))
        return true;
    char *text = mem_copy(at, length);
    errno = 0;
    double value = real ? strtod(text, NULL) : (double)strtoll(text, NULL, 10);
    bool fits = errno != ERANGE || (real && value < 1 && value > -1);
    free(text);
    return fits;
}

static bool read_number(struct scan *scan)
{
    const char *start = scan->at, *at = start, *end = scan->end;
    bool real = false, exponent = false;
    at += *at == '-';
    if (!is_digit(at, end))
        return fail(scan, "not a JSON value");
    if (*at == '0' && is_digit(at + 1, end))
        return fail(scan, "a number with a leading zero");
    while (is_digit(at, end))
        at++;
    if (at < end && *at == '.') {
        real = true;
        if (!is_digit(++at, end))
            return fail(scan, "a number without digits behind its point");
        while (is_digit(at, end))
            at++;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        real = exponent = true;
        at++;
        at += at < end && (*at == '+' || *at == '-');
        if (!is_digit(at, end))
            return fail(scan, "a number without digits in its exponent");
        while (is_digit(at, end))
            at++;
    }
    if (!number_fits(start, (size_t)(at - start), real, exponent))
        return fail(scan, "a number out of range");
    scan->at = at;
    return true;
}

static bool read_literal(struct scan *scan)
{
    static const char *const literals[] = {"true", "false", "null"};
    struct span rest = {scan->at, (size_t)(scan->end - scan->at)};
    if (is_digit(scan->at, scan->end)) /* most are */
        return read_number(scan);
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++)
        if (span_starts(rest, span_of(literals[i]))) {
            scan->at += strlen(literals[i]);
            return true;
        }
    return read_number(scan);
}

static uint32_t key_hash(struct span name)
{
    uint32_t head = 0, tail = 0;
    if (name.length >= 4) {
        memcpy(&head, name.at, 4);
        memcpy(&tail, name.at + name.length - 4, 4);
    } else if (name.length) {
        head = (unsigned char)name.at[0];
        tail = (unsigned char)name.at[name.length / 2];
    }
    return (head * 0x9E3779B1u) ^ (tail * 0x85EBCA77u) ^ (uint32_t)name.length;
}

static bool read_key(struct scan *scan)
{
    bool escaped;
    if (scan->at == scan->end || *scan->at != '"')
        return fail(scan, "a key must be a string");
    const char *start = scan->at + 1;
    if (!read_string(scan, &escaped))
        return false;
    struct span raw = {start, (size_t)(scan->at - 1 - start)}, name = raw;
    if (escaped) {
        struct buf decoded = {0};
        value_decode((struct span){raw.at - 1, raw.length + 2}, &decoded);
        name.at = mem_arena_copy(&scan->decoded, decoded.at, decoded.length);
        name.length = decoded.length;
        buf_free(&decoded);
    }
    scan->keys = mem_grow(scan->keys, &scan->key_room, scan->key_count + 1, sizeof(struct key));
    scan->keys[scan->key_count++] = (struct key){name, key_hash(name)};
    if (scan->depth == 1) {
        scan->members = mem_grow(scan->members, &scan->member_room, scan->member_count + 1,
                                 sizeof(struct value_member));
        scan->members[scan->member_count++] =
            (struct value_member){.key = raw, .key_escaped = escaped};
    }
    skip_white(scan);
    if (scan->at == scan->end || *scan->at != ':')
        return fail(scan, "no colon behind a key");
    scan->at++;
    return true;
}

static int compare_keys(const void *a, const void *b)
{
    return span_compare(((const struct key *)a)->name, ((const struct key *)b)->name);
}

static bool has_twins(struct key *keys, size_t count)
{
    if (count > PAIRWISE_KEYS) {
        qsort(keys, count, sizeof *keys, compare_keys);
        for (size_t i = 1; i < count; i++)
            if (span_equal(keys[i - 1].name, keys[i].name))
                return true;
        return false;
    }
    uint64_t seen = 0; /* a key whose bit is new has no twin before it */
    for (size_t i = 0; i < count; i++) {
        uint64_t bit = (uint64_t)1 << (keys[i].hash >> 26);
        for (size_t j = 0; seen & bit && j < i; j++)
            if (keys[j].hash == keys[i].hash && span_equal(keys[j].name, keys[i].name))
                return true;
        seen |= bit;
    }
    return false;
}

static bool open_frame(struct scan *scan, bool is_object)
{
    scan->frames[scan->depth].is_object = is_object;
    scan->frames[scan->depth].first_key = scan->key_count;
    scan->depth++;
    scan->at++;
    return true;
}

static bool close_frame(struct scan *scan)
{
    struct frame *frame = &scan->frames[--scan->depth];
    if (frame->is_object && scan->key_count > frame->first_key &&
        has_twins(scan->keys + frame->first_key, scan->key_count - frame->first_key))
        return fail(scan, "the same key twice in one object");
    scan->key_count = frame->first_key;
    scan->at++;
    return true;
}

/* Goes on behind a value: closes what ends here, up to the next key or element.
 * *more is false when the whole text has been read. */
static bool after_value(struct scan *scan, bool *more)
{
    for (;;) {
        *more = scan->depth > 0;
        if (!*more)
            return true;
        if (scan->depth == 1) {
            struct value_member *member = &scan->members[scan->member_count - 1];
            member->value.length = (size_t)(scan->at - member->value.at);
        }
        struct frame *frame = &scan->frames[scan->depth - 1];
        skip_white(scan);
        if (scan->at == scan->end)
            return fail(scan, "");
        if (*scan->at == ',') {
            scan->at++;
            skip_white(scan);
            return frame->is_object ? read_key(scan) : true;
        }
        if (*scan->at != (frame->is_object ? '}' : ']'))
            return fail(scan, "neither a comma nor the end behind a value");
        if (!close_frame(scan))
            return false;
    }
}

/* Reads a value; *open is true where it is a list or object that has begun and is not empty. */
static bool read_value(struct scan *scan, bool *open)
{
    bool escaped;
    *open = false;
    if (scan->depth >= SCAN_DEPTH_MAX)
        return fail(scan, "nested too deeply");
    if (scan->at == scan->end)
        return fail(scan, "");
    if (*scan->at == '"')
        return read_string(scan, &escaped);
    if (*scan->at != '{' && *scan->at != '[')
        return read_literal(scan);
    bool is_object = *scan->at == '{';
    open_frame(scan, is_object);
    skip_white(scan);
    if (scan->at < scan->end && *scan->at == (is_object ? '}' : ']'))
        return close_frame(scan);
    *open = true;
    return is_object ? read_key(scan) : true;
}

/* Records of one kind have the same keys in the same order, some of them left out. So an object
 * is first read against the keys of the last one: what is found there is no twin, and needs no
 * second look. Where it is another, or a value is no plain one, it is read on as any object. */

static bool is_expected(const struct expected *expected, const char *at, size_t left)
{
    uint64_t word;
    size_t length = expected->text.length;
    if (left < length || left < sizeof word)
        return false;
    memcpy(&word, at, sizeof word);
    if ((word ^ expected->head) & expected->mask)
        return false;
    return length <= sizeof word || memcmp(at + sizeof word, expected->text.at + sizeof word,
                                           length - sizeof word) == 0;
}

/* Takes the key of a member that stands here, or at a later place, in the shape; false where
 * none of them does. */
static bool take_expected(struct scan *scan, size_t *place)
{
    size_t left = (size_t)(scan->end - scan->at), i = *place;
    while (i < scan->shape_count && !is_expected(&scan->shape[i], scan->at, left))
        i++;
    if (i == scan->shape_count)
        return false;
    size_t length = scan->shape[i].text.length;
    struct value_member *member = &scan->members[scan->member_count++];
    *member = (struct value_member){.key = {scan->at + 1, length - 3}};
    scan->at += length;
    member->value.at = scan->at;
    *place = i + 1;
    return true;
}

/* Reads a string or number that needs no care; false where it is another value. */
static bool take_plain(struct scan *scan)
{
    bool escaped;
    if (scan->at == scan->end || *scan->at == '{' || *scan->at == '[')
        return false;
    if (*scan->at != '"')
        return read_literal(scan);
    const char *behind = value_behind_plain(scan->at + 1, scan->end);
    if (behind == scan->end || *behind != '"')
        return read_string(scan, &escaped);
    scan->at = behind + 1;
    return true;
}

/* The keys so far, for those that follow not to be their twins. */
static void note_keys(struct scan *scan)
{
    scan->keys = mem_grow(scan->keys, &scan->key_room, scan->member_count, sizeof(struct key));
    for (size_t i = 0; i < scan->member_count; i++)
        scan->keys[i] = (struct key){scan->members[i].key, key_hash(scan->members[i].key)};
    scan->key_count = scan->member_count;
}

/* Reads members of the shape behind the object's brace. *at_value: stopped before a value,
 * else before a key. True where the object ends. */
static bool read_shape(struct scan *scan, bool *at_value)
{
    size_t place = 0;
    *at_value = false;
    scan->members =
        mem_grow(scan->members, &scan->member_room, scan->shape_count, sizeof(struct value_member));
    while (take_expected(scan, &place)) {
        struct value_member *member = &scan->members[scan->member_count - 1];
        const char *start = scan->at;
        *at_value = true;
        if (!take_plain(scan)) {
            scan->at = start;
            return false;
        }
        const char *behind = scan->at;
        bool more = behind < scan->end && *behind == ',';
        if (!more && (behind == scan->end || *behind != '}')) {
            scan->at = start;
            return false;
        }
        member->value.length = (size_t)(behind - start);
        scan->at = behind + 1;
        *at_value = false;
        if (!more)
            return true;
    }
    return false;
}

/* What the next object is read against. */
static void keep_shape(struct scan *scan)
{
    struct buf *text = &scan->shape_text;
    size_t start = 0;
    buf_clear(text);
    scan->shape_count = scan->member_count <= SHAPE_KEYS ? scan->member_count : 0;
    for (size_t i = 0; i < scan->shape_count; i++) {
        if (scan->members[i].key_escaped)
            scan->shape_count = 0;
        buf_add_byte(text, '"');
        buf_add(text, scan->members[i].key);
        buf_add_text(text, "\":");
    }
    for (size_t i = 0; i < scan->shape_count; i++) {
        struct expected *expected = &scan->shape[i];
        size_t length = scan->members[i].key.length + 3;
        *expected = (struct expected){{text->at + start, length}, 0, 0};
        memcpy(&expected->head, expected->text.at, length < 8 ? length : 8);
        memset(&expected->mask, 0xFF, length < 8 ? length : 8);
        start += length;
    }
}

/* Reads the rest of the object, from a key or a value of its own on. */
static bool read_members(struct scan *scan, bool at_value)
{
    bool open, more = true;
    note_keys(scan);
    skip_white(scan);
    if (!at_value && !read_key(scan))
        return false;
    while (more && scan->depth > 0) {
        skip_white(scan);
        if (scan->depth == 1)
            scan->members[scan->member_count - 1].value.at = scan->at;
        if (!read_value(scan, &open))
            return false;
        if (!open && !after_value(scan, &more))
            return false;
    }
    keep_shape(scan);
    return true;
}

static bool is_empty_object(struct scan *scan)
{
    skip_white(scan);
    return scan->at < scan->end && *scan->at == '}';
}

static bool read_object(struct scan *scan)
{
    bool at_value;
    skip_white(scan);
    struct span rest = {scan->at, (size_t)(scan->end - scan->at)};
    if (span_starts(rest, span_of("\xEF\xBB\xBF")))
        return fail(scan, "a byte order mark before the object");
    if (rest.length == 0 || rest.at[0] != '{')
        return fail(scan, "not a JSON object");
    open_frame(scan, true);
    if (is_empty_object(scan))
        close_frame(scan);
    else if (read_shape(scan, &at_value))
        scan->depth = 0;
    else if (!read_members(scan, at_value))
        return false;
    skip_white(scan);
    return scan->at == scan->end || fail(scan, "text behind the object");
}

const struct value_member *scan_object(struct scan *scan, struct span text, size_t *count,
                                      struct scan_fault *fault)
{
    static const struct value_member none;
    scan->start = scan->at = text.at;
    scan->end = text.at + text.length;
    scan->fault = fault;
    scan->depth = scan->key_count = scan->member_count = 0;
    mem_arena_reset(&scan->decoded);
    *fault = (struct scan_fault){0, "an empty line"};
    if (span_trim(text).length == 0 || !read_object(scan))
        return NULL;
    *count = scan->member_count;
    return scan->members ? scan->members : &none;
}

#include "value.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "err.h"
#include "mem.h"

enum { OFFSET_DIGITS = 15 };

/* ---- taking apart ---------------------------------------------------------------------------- */

static bool is_white(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static const char *skip_white(const char *at, const char *end)
{
    while (at < end && is_white(*at))
        at++;
    return at;
}

/* From the opening quote to behind the closing one. */
static const char *behind_string(const char *at, const char *end, bool *escaped)
{
    for (at++; (at = value_behind_plain(at, end)) < end; at++) {
        if (*at == '"')
            return at + 1;
        if (*at != '\\')
            continue;
        *escaped = true;
        if (++at == end)
            break;
    }
    return end;
}

const char *value_behind(const char *at, const char *end)
{
    size_t depth = 0;
    bool escaped;
    while (at < end) {
        if (*at == '"') {
            at = behind_string(at, end, &escaped);
        } else if (*at == '[' || *at == '{') {
            depth++;
            at++;
        } else if (depth == 0) { /* a number or a word */
            while (at < end && *at != ',' && *at != ']' && *at != '}' && !is_white(*at))
                at++;
        } else {
            depth -= *at == ']' || *at == '}';
            at++;
        }
        if (depth == 0)
            break;
    }
    return at;
}

const char *value_next(const char *at, const char *end)
{
    at = skip_white(at, end);
    if (at < end && *at == ',')
        at = skip_white(at + 1, end);
    return at < end && *at != ']' && *at != '}' ? at : end;
}

/* The member of an object at or behind *at, which is left behind it; false where there is none:
 * *at is left at the object's end. */
static bool next_member(const char **at, const char *end, struct value_member *member)
{
    *at = skip_white(*at, end);
    if (*at < end && **at == ',')
        *at = skip_white(*at + 1, end);
    if (*at == end || **at != '"')
        return false;
    *member = (struct value_member){.key.at = *at + 1};
    const char *behind = behind_string(*at, end, &member->key_escaped);
    const char *colon = skip_white(behind, end);
    if (colon == end)
        return false;
    member->key.length = (size_t)(behind - 1 - member->key.at);
    member->value.at = skip_white(colon + 1, end);
    *at = value_behind(member->value.at, end);
    member->value.length = (size_t)(*at - member->value.at);
    return true;
}

const char *value_members(const char *at, const char *end, struct value_member **members,
                          size_t *count, size_t *room)
{
    struct value_member member;
    for (at++; next_member(&at, end, &member); (*members)[(*count)++] = member)
        *members = mem_grow(*members, room, *count + 1, sizeof **members);
    return at + (at < end);
}

const char *value_pick(const char *at, const char *end, const struct span *keys, size_t count,
                       struct span *raw)
{
    struct value_member member;
    size_t place = 0, tried;
    for (size_t k = 0; k < count; k++)
        raw[k] = (struct span){NULL, 0};
    for (at++; next_member(&at, end, &member);) {
        for (tried = 0; tried < count && !value_key_is(&member, keys[place]); tried++)
            place = place + 1 < count ? place + 1 : 0;
        if (tried < count)
            raw[place] = member.value;
    }
    return at + (at < end);
}

bool value_escaped_key_is(struct span raw, struct span key)
{
    struct buf decoded = {0};
    value_decode((struct span){raw.at - 1, raw.length + 2}, &decoded);
    bool same = span_equal(buf_span(&decoded), key);
    buf_free(&decoded);
    return same;
}

bool value_elements(struct span text, struct span **items, size_t *count, size_t *room)
{
    text = span_trim(text);
    if (text.length < 2 || text.at[0] != '[')
        return false;
    const char *at = text.at + 1, *end = text.at + text.length - 1;
    while ((at = value_next(at, end)) < end) {
        const char *behind = value_behind(at, end);
        *items = mem_grow(*items, room, *count + 1, sizeof **items);
        (*items)[(*count)++] = (struct span){at, (size_t)(behind - at)};
        at = behind;
    }
    return true;
}

static bool hex4(const char *at, const char *end, uint32_t *value)
{
    if (end - at < 4)
        return false;
    *value = 0;
    for (int i = 0; i < 4; i++) {
        unsigned char byte = (unsigned char)at[i];
        unsigned char letter = byte | 0x20;
        if (byte >= '0' && byte <= '9')
            *value = *value << 4 | (uint32_t)(byte - '0');
        else if (letter >= 'a' && letter <= 'f')
            *value = *value << 4 | (uint32_t)(letter - 'a' + 10);
        else
            return false;
    }
    return true;
}

uint32_t value_escape(const char *at, const char *end, size_t *length)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    uint32_t high, low;
    *length = 2;
    if (end - at < 2)
        return 0;
    const char *name = at[1] ? strchr(names, at[1]) : NULL;
    if (name)
        return (unsigned char)values[name - names];
    if (at[1] != 'u' || !hex4(at + 2, end, &high))
        return 0;
    *length = 6;
    if (high < 0xD800 || high > 0xDFFF)
        return high;
    if (high > 0xDBFF || end - at < 12 || at[6] != '\\' || at[7] != 'u' ||
        !hex4(at + 8, end, &low) || low < 0xDC00 || low > 0xDFFF)
        return 0;
    *length = 12;
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

bool value_decode(struct span raw, struct buf *out)
{
    if (raw.length < 2 || raw.at[0] != '"')
        return false;
    const char *at = raw.at + 1, *end = raw.at + raw.length - 1;
    while (at < end) {
        const char *slash = memchr(at, '\\', (size_t)(end - at));
        const char *stop = slash ? slash : end;
        buf_add(out, (struct span){at, (size_t)(stop - at)});
        if (!slash)
            break;
        size_t length;
        utf8_encode(out, value_escape(slash, end, &length));
        at = slash + length;
    }
    return true;
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

bool value_integer(struct span raw, long long *value)
{
    if (read_offset(raw, value))
        return true;
    json_t *number = decode(raw);
    bool is = json_is_integer(number);
    if (is)
        *value = json_integer_value(number);
    json_decref(number);
    return is;
}

bool value_number(struct span raw, double *value)
{
    json_t *number = decode(raw);
    bool is = json_is_number(number);
    if (is)
        *value = json_number_value(number);
    json_decref(number);
    return is;
}

bool value_place(struct span raw, const struct utf8_index *index, size_t *byte)
{
    long long point;
    if (!value_integer(raw, &point) || point < 0)
        return false;
    *byte = utf8_byte_at(index, (size_t)point);
    return true;
}

bool value_extent(struct span start, struct span end, const struct utf8_index *index,
                  size_t *first, size_t *behind)
{
    long long from, to;
    return value_integer(start, &from) && value_integer(end, &to) && from <= to &&
           value_place(start, index, first) && value_place(end, index, behind);
}

/* ---- writing --------------------------------------------------------------------------------- */

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
    const char *at = text.at, *end = at + text.length;
    while ((at = value_behind_plain(at, end)) < end) {
        bool control = (unsigned char)*at < ' ' || *at == '"' || *at == '\\';
        size_t length = control ? 0 : utf8_sequence((struct span){at, (size_t)(end - at)});
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

void value_encode(struct span text, struct buf *out)
{
    struct buf repaired = {0};
    if (text.length == 0 || is_plain(text)) { /* most are */
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
    add_dumped(json_stringn(text.at, text.length), out);
    buf_free(&repaired);
}

void value_encode_integer(long long value, struct buf *out)
{
    if (value >= 0 && value <= UINT32_MAX)
        buf_add_number(out, (size_t)value);
    else
        buf_add_format(out, "%lld", value);
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

void value_encode_number(double value, struct buf *out)
{
    if (value == floor(value) && fabs(value) < 1e15)
        value_encode_integer((long long)value, out);
    else if (!add_hundredths(value, out))
        add_dumped(json_real(value), out);
}

static void put_key(struct buf *out, const char *key)
{
    buf_add_text(out, out->at[out->length - 1] == '{' ? "\"" : ",\"");
    buf_add_text(out, key);
    buf_add_text(out, "\":");
}

void value_put(struct buf *out, const char *key, struct span text)
{
    if (text.length == 0)
        return;
    put_key(out, key);
    value_encode(text, out);
}

void value_put_raw(struct buf *out, const char *key, struct span json)
{
    if (json.length == 0)
        return;
    put_key(out, key);
    buf_add(out, json);
}

void value_put_integer(struct buf *out, const char *key, long long value)
{
    put_key(out, key);
    value_encode_integer(value, out);
}

void value_put_number(struct buf *out, const char *key, double value)
{
    if (!isfinite(value))
        return;
    put_key(out, key);
    value_encode_number(value, out);
}

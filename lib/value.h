/* value: one JSON value: taken apart where it is known to be good, and written.
 * Uses err mem span buf utf8.
 *
 * The only user of jansson, which reads the numbers and writes the strings that are not plain. What
 * is taken apart has passed `scan`, or was written here: it is not looked at twice. */
#ifndef VALUE_H
#define VALUE_H

#include <stdint.h>

#include "buf.h"
#include "utf8.h"

/* ---- taking apart ---- */

struct value_member {
    struct span key;   /* raw, between the quotes */
    struct span value; /* raw, with its quotes or brackets */
    bool key_escaped;  /* the key has a backslash */
};

bool value_escaped_key_is(struct span raw, struct span key); /* for value_key_is */
/* Keys of the contract are plain ASCII, so a raw key is compared as it stands; a key spelt with
 * escapes is decoded first. */
static inline bool value_key_is(const struct value_member *member, struct span key)
{
    struct span raw = member->key;
    if (member->key_escaped)
        return value_escaped_key_is(raw, key);
    return raw.length == key.length &&
           (!key.length ||
            (raw.at[0] == key.at[0] && memcmp(raw.at, key.at, key.length) == 0));
}
/* Behind the value that begins at `at`. */
const char *value_behind(const char *at, const char *end);
/* Where the next element of a list (or member of an object) begins: behind blanks and a comma.
 * `end` where there is none. */
const char *value_next(const char *at, const char *end);
/* Appends the members of the object that begins at `at` to *members with mem_grow. Behind it. */
const char *value_members(const char *at, const char *end, struct value_member **members,
                          size_t *count, size_t *room);
/* Of the members of the object that begins at `at` those of some keys, each raw in the place of
 * its key; absent where missing. Fastest where they come in the order of the keys. Behind it. */
const char *value_pick(const char *at, const char *end, const struct span *keys, size_t count,
                       struct span *raw);
/* The elements of the array that `text` is, each as a raw value, appended to *items with mem_grow.
 * False where it is no array. */
bool value_elements(struct span text, struct span **items, size_t *count, size_t *room);
/* Appends the decoded string that `raw` stands for. False where it is no string. */
bool value_decode(struct span raw, struct buf *out);
/* False where it is no whole number, or absent. */
bool value_integer(struct span raw, long long *value);
bool value_number(struct span raw, double *value);
/* The byte of an offset in code points; false where the value is none. */
bool value_place(struct span raw, const struct utf8_index *index, size_t *byte);
/* Those of a beginning and an end; false, too, where it ends before it begins. */
bool value_extent(struct span start, struct span end, const struct utf8_index *index,
                  size_t *first, size_t *behind);
/* The character that the escape at `at` stands for; *length counts the backslash, too. 0 where it
 * is none. */
uint32_t value_escape(const char *at, const char *end, size_t *length);

/* ---- writing ---- */

/* Appends `text` as a JSON string, repaired where it is no UTF-8. */
void value_encode(struct span text, struct buf *out);
void value_encode_integer(long long value, struct buf *out);
void value_encode_number(double value, struct buf *out); /* finite */
/* Append a member to an object of which `{` and perhaps other members are written. What is not
 * known is absent: nothing is appended for an empty string or an empty `json`. */
void value_put(struct buf *out, const char *key, struct span text);
void value_put_raw(struct buf *out, const char *key, struct span json);
void value_put_integer(struct buf *out, const char *key, long long value);
void value_put_number(struct buf *out, const char *key, double value);

/* ---- plain text ---- */

/* Eight bytes with a bit set in each that is a quote, a backslash, a control or not ASCII; the
 * lowest bit is exact, those above it may be borrows.
 * Source: Bit Twiddling Hacks, "Determine if a word has a byte equal to n / less than n". */
static inline uint64_t value_specials(const char *at)
{
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
    return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | (word - ones * ' ') | word) &
           highs;
}

/* Is the first byte of a word its lowest? The compiler knows the answer. */
static inline bool value_is_little_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 1;
}

/* From `at` to the first byte of a string that is not plain ASCII text. */
static inline const char *value_behind_plain(const char *at, const char *end)
{
    while (end - at >= 8) {
        uint64_t found = value_specials(at);
        if (found) {
            at += value_is_little_endian() ? (unsigned)__builtin_ctzll(found) / 8 : 0;
            break;
        }
        at += 8;
    }
    while (at < end && *at != '"' && *at != '\\' && *at >= ' ' && *at <= '~')
        at++;
    return at;
}

#endif

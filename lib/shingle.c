#include "shingle.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

struct reader {
    struct shingle_words *words;
    uint64_t hash;  /* of the word so far, without the bytes that are pending */
    uint64_t bytes; /* up to 8, in their order */
    bool longer;    /* a code point of another kind is in the hash */
};

/* One multiplication takes in as many bytes as fit; none of them is 0. */
static inline uint64_t add_pending(uint64_t hash, uint64_t bytes)
{
    hash = (hash ^ bytes) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
}

static inline void add_byte(struct reader *reader, char byte)
{
    if (reader->bytes >> 56) {
        reader->hash = add_pending(reader->hash, reader->bytes);
        reader->bytes = 0;
    }
    reader->bytes = reader->bytes << 8 | (unsigned char)byte;
}

/* Takes in letters and digits of ASCII: behind the last of them. Most of a text is read here. */
static inline const char *read_plain(struct reader *reader, const char *at, const char *end)
{
    struct reader local = *reader;
    char folded;
    while (at < end && (folded = utf8_plain[(unsigned char)*at])) {
        add_byte(&local, folded);
        at++;
    }
    *reader = local;
    return at;
}

static void add_point(struct reader *reader, uint32_t point)
{
    if (reader->bytes)
        reader->hash = add_pending(reader->hash, reader->bytes);
    reader->hash = add_pending(reader->hash, point);
    reader->bytes = 0;
    reader->longer = true;
}

static inline void end_word(struct reader *reader)
{
    struct shingle_words *words = reader->words;
    if (reader->bytes == 0 && !reader->longer)
        return;
    if (words->count == words->room)
        words->items =
            mem_grow(words->items, &words->room, words->count + 1, sizeof *words->items);
    words->items[words->count++] = (uint32_t)(shingle_mix(reader->hash ^ reader->bytes) >> 32);
    reader->hash = reader->bytes = 0;
    reader->longer = false;
}

/* Blanks, punctuation and signs of the blocks that have nothing else. */
static bool is_apart(uint32_t point)
{
    return point < 0xaa || (point >= 0xab && point < 0xb5) || (point >= 0xb6 && point < 0xba) ||
           (point >= 0xbb && point < 0xc0) || point == 0xd7 || point == 0xf7 ||
           (point >= 0x2000 && point < 0x2070) || (point >= 0x20a0 && point < 0x20d0) ||
           (point >= 0x2190 && point < 0x2c00) || (point >= 0x3000 && point < 0x3004) ||
           (point >= 0x3008 && point < 0x3020) || point >= 0xe0000 ||
           (point >= 0xe000 && point < 0xf900) || point == 0xfffd || point == 0xfeff;
}

static size_t read_long(struct reader *reader, struct span rest)
{
    uint32_t point;
    size_t length = utf8_decode(rest, &point);
    uint32_t folded = utf8_fold(point);
    if (folded == '\'' || point == 0xad)
        return length;
    if (folded < 0x80 && utf8_plain[folded])
        add_byte(reader, utf8_plain[folded]);
    else if (folded < 0x80 || is_apart(folded))
        end_word(reader);
    else
        add_point(reader, folded);
    return length;
}

void shingle_read(struct span text, struct shingle_words *words)
{
    struct reader reader = {.words = words};
    const char *at = text.at ? text.at : "", *end = at + text.length;
    words->count = 0;
    while ((at = read_plain(&reader, at, end)) < end) {
        if ((unsigned char)*at >= 0x80) {
            at += read_long(&reader, (struct span){at, (size_t)(end - at)});
            continue;
        }
        if (*at != '\'')
            end_word(&reader);
        at++;
    }
    end_word(&reader);
}

void shingle_words_free(struct shingle_words *words)
{
    free(words->items);
    *words = (struct shingle_words){0};
}

struct shingle_digest shingle_digest(const struct shingle_words *words, struct span text)
{
    struct shingle_digest digest = {words->count, ~(uint64_t)words->count};
    for (size_t i = 0; i < words->count; i += 2) {
        uint64_t second = i + 1 < words->count ? words->items[i + 1] : 0;
        uint64_t both = words->items[i] | second << 32;
        digest.high = shingle_mix(digest.high ^ both);
        digest.low = (digest.low ^ both) * 0x9e3779b97f4a7c15u;
        digest.low ^= digest.low >> 29;
    }
    for (size_t i = 0; words->count == 0 && i < text.length; i++) {
        digest.high = shingle_mix(digest.high ^ (unsigned char)text.at[i]);
        digest.low = shingle_mix(digest.low + (unsigned char)text.at[i]);
    }
    return digest;
}

/* Adds a key that is not there yet. Open addressing over the numbers of the keys. */
static void add_key(struct shingle_keys *keys, uint64_t key, size_t mask)
{
    size_t place = key & mask;
    while (keys->places[place] && keys->items[keys->places[place] - 1] != key)
        place = (place + 1) & mask;
    if (keys->places[place])
        return;
    keys->items[keys->count++] = key;
    keys->places[place] = (uint32_t)keys->count;
}

/* Keeps the different keys below the limit; false where they are more than SHINGLE_MOST. */
static bool keep_below(const struct shingle_words *words, struct shingle_keys *keys)
{
    size_t all = words->count - SHINGLE_WORDS + 1;
    size_t most = all < SHINGLE_MOST ? all : SHINGLE_MOST, size = 64;
    while (size < most)
        size *= 2;
    keys->places = mem_grow(keys->places, &keys->place_room, 2 * size, sizeof *keys->places);
    memset(keys->places, 0, 2 * size * sizeof *keys->places);
    keys->items = mem_grow(keys->items, &keys->room, most, sizeof *keys->items);
    keys->count = 0;
    for (size_t i = 0; i < all; i++) {
        uint64_t key = shingle_key(words->items + i);
        if (key > keys->limit)
            continue;
        if (keys->count == most)
            return false;
        add_key(keys, key, 2 * size - 1);
    }
    return true;
}

static int by_key(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

void shingle_keep(const struct shingle_words *words, struct shingle_keys *keys)
{
    keys->count = 0;
    keys->limit = UINT64_MAX / SHINGLE_RATE;
    if (words->count < SHINGLE_WORDS)
        return;
    while (!keep_below(words, keys))
        keys->limit /= 2;
    size_t all = words->count - SHINGLE_WORDS + 1;
    if (keys->count >= SHINGLE_LEAST || all > SHINGLE_LEAST * SHINGLE_RATE * 64)
        return;
    keys->limit = UINT64_MAX;
    keep_below(words, keys);
    qsort(keys->items, keys->count, sizeof *keys->items, by_key);
    if (keys->count > SHINGLE_LEAST) {
        keys->count = SHINGLE_LEAST;
        keys->limit = keys->items[SHINGLE_LEAST - 1];
    }
}

void shingle_keys_free(struct shingle_keys *keys)
{
    free(keys->items);
    free(keys->places);
    *keys = (struct shingle_keys){0};
}

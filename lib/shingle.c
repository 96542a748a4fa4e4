#include "shingle.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

/* What a byte is, below the letters and digits that stand for themselves in lower case. */
enum { APART, DROPPED, LONG };

struct reader {
    uint8_t table[256];
    struct shingle_words *words;
    uint64_t hash;
    bool inside;
};

/* splitmix64's finisher (Steele, Lea and Flood 2014). */
static inline uint64_t mix(uint64_t hash)
{
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebu;
    return hash ^ hash >> 31;
}

static void make_table(uint8_t table[256])
{
    for (unsigned byte = 0; byte < 256; byte++) {
        bool upper = byte >= 'A' && byte <= 'Z';
        bool other = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
        table[byte] = (uint8_t)(byte >= 0x80  ? LONG
                                : upper       ? byte + 'a' - 'A'
                                : other       ? byte
                                : byte == '\'' ? DROPPED
                                              : APART);
    }
}

static inline void add_point(struct reader *reader, uint32_t point)
{
    reader->hash = (reader->hash ^ point) * 0x9e3779b97f4a7c15u;
    reader->inside = true;
}

static inline void end_word(struct reader *reader)
{
    struct shingle_words *words = reader->words;
    if (!reader->inside)
        return;
    if (words->count == words->room)
        words->items =
            mem_grow(words->items, &words->room, words->count + 1, sizeof *words->items);
    words->items[words->count++] = (uint32_t)(mix(reader->hash) >> 32);
    reader->hash = 0;
    reader->inside = false;
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
    if (folded < 0x80 && reader->table[folded] > LONG)
        add_point(reader, reader->table[folded]);
    else if (folded < 0x80 || is_apart(folded))
        end_word(reader);
    else
        add_point(reader, folded);
    return length;
}

void shingle_read(struct span text, struct shingle_words *words)
{
    struct reader reader = {.words = words};
    make_table(reader.table);
    words->count = 0;
    for (size_t at = 0; at < text.length;) {
        uint8_t class = reader.table[(unsigned char)text.at[at]];
        if (class > LONG)
            add_point(&reader, class);
        else if (class == APART)
            end_word(&reader);
        else if (class == LONG) {
            at += read_long(&reader, span_part(text, at, text.length));
            continue;
        }
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
    for (size_t i = 0; i < words->count; i++) {
        digest.high = mix(digest.high ^ words->items[i]);
        digest.low = (digest.low ^ words->items[i]) * 0x9e3779b97f4a7c15u;
        digest.low ^= digest.low >> 29;
    }
    for (size_t i = 0; words->count == 0 && i < text.length; i++) {
        digest.high = mix(digest.high ^ (unsigned char)text.at[i]);
        digest.low = mix(digest.low + (unsigned char)text.at[i]);
    }
    return digest;
}

uint64_t shingle_key(const uint32_t *words)
{
    uint64_t first = words[0] | (uint64_t)words[1] << 32;
    uint64_t second = words[2] | (uint64_t)words[3] << 32;
    return mix(mix(first) + second);
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

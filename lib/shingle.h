/* shingle: the words of a text as numbers, runs of words as keys, and which of the keys stand
 * for the text. Uses mem span utf8. A core.
 *
 * A word is letters and digits, folded (case, accents), with apostrophes dropped; everything else
 * parts words. What is no letter that utf8 knows and no sign counts as one, so that every script
 * has words. Hashes have no seed: the same text gives the same numbers everywhere.
 *
 * Sources: Broder, "On the resemblance and containment of documents" (1997): shingles, and
 * keeping those whose hash is small, which estimates containment as well as resemblance; Brown
 * and Irber, "sourmash" (2016), call that a scaled MinHash: its size grows with the text, so that
 * a release is found in an article of any length, which sketches of one size cannot do. */
#ifndef SHINGLE_H
#define SHINGLE_H

#include <stdint.h>

#include "span.h"

enum {
    SHINGLE_WORDS = 4, /* of a key */
    /* Of the different keys of a text one in SHINGLE_RATE is kept, and at least the
     * SHINGLE_LEAST smallest; where that would be more than SHINGLE_MOST, one in twice, four
     * times as many, and so on. */
    SHINGLE_RATE = 4,
    SHINGLE_LEAST = 32,
    SHINGLE_MOST = 64 * 1024
};

struct shingle_words {
    uint32_t *items;
    size_t count, room;
};
/* Replaces what the list held. */
void shingle_read(struct span text, struct shingle_words *words);
void shingle_words_free(struct shingle_words *words);

/* Of all words in their order, or (where there is none) of the bytes of the text. */
struct shingle_digest {
    uint64_t high, low;
};
struct shingle_digest shingle_digest(const struct shingle_words *words, struct span text);

/* splitmix64's finisher (Steele, Lea and Flood 2014). */
static inline uint64_t shingle_mix(uint64_t hash)
{
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111ebu;
    return hash ^ hash >> 31;
}

/* The key of the SHINGLE_WORDS words that begin here. Its top bits decide whether it is kept. */
static inline uint64_t shingle_key(const uint32_t *words)
{
    uint64_t first = words[0] | (uint64_t)words[1] << 32;
    uint64_t second = words[2] | (uint64_t)words[3] << 32;
    return shingle_mix(first * 0x9e3779b97f4a7c15u + (second ^ second >> 29));
}

struct shingle_keys {
    uint64_t *items; /* different ones */
    size_t count, room;
    uint64_t limit; /* all keys of the text below it were kept */
    uint32_t *places;
    size_t place_room;
};
/* Replaces what the list held. */
void shingle_keep(const struct shingle_words *words, struct shingle_keys *keys);
void shingle_keys_free(struct shingle_keys *keys);

#endif

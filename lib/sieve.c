#include "sieve.h"

#include <stdint.h>
#include <stdlib.h>

#include "utf8.h"

enum { SLOTS = 4096, NONE = 0 };

struct set {
    const struct span *strings;
    size_t count;
};

/* A string of a set. Entries with the same three bytes hang together. */
struct entry {
    struct span text;
    uint32_t key, set, next; /* the next one's number plus 1 */
};

struct sieve {
    struct set *sets;
    size_t set_count, set_room;
    struct entry *entries;
    size_t count, room;
    uint32_t heads[SLOTS]; /* an entry's number plus 1 */
    uint64_t *held;        /* a bit a set */
    bool everything;
    struct mem_arena arena; /* of the strings */
    char lower[256];
};

struct sieve *sieve_new(void)
{
    struct sieve *sieve = mem_new(1, sizeof *sieve);
    for (size_t i = 0; i < 256; i++)
        sieve->lower[i] = (char)(i >= 'A' && i <= 'Z' ? i | 0x20 : i);
    return sieve;
}

void sieve_free(struct sieve *sieve)
{
    if (!sieve)
        return;
    free(sieve->sets);
    free(sieve->entries);
    free(sieve->held);
    mem_arena_free(&sieve->arena);
    free(sieve);
}

static size_t slot_of(uint32_t key)
{
    return (key * 0x9E3779B1u) >> 20;
}

static uint32_t key_of(const char *at)
{
    return (uint32_t)(unsigned char)at[0] << 16 | (uint32_t)(unsigned char)at[1] << 8 |
           (unsigned char)at[2];
}

static bool is_same(const struct set *set, const struct span *strings, size_t count)
{
    if (set->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!span_equal(set->strings[i], strings[i]))
            return false;
    return true;
}

size_t sieve_add(struct sieve *sieve, const struct span *strings, size_t count)
{
    for (size_t i = 0; i < sieve->set_count; i++)
        if (is_same(&sieve->sets[i], strings, count))
            return i;
    size_t number = sieve->set_count++;
    sieve->sets =
        mem_grow(sieve->sets, &sieve->set_room, sieve->set_count, sizeof *sieve->sets);
    struct span *kept = mem_arena_new(&sieve->arena, count, sizeof *kept);
    sieve->sets[number] = (struct set){kept, count};
    for (size_t i = 0; i < count; i++) {
        uint32_t key = key_of(strings[i].at);
        kept[i] = (struct span){
            mem_arena_copy(&sieve->arena, strings[i].at, strings[i].length), strings[i].length};
        sieve->entries =
            mem_grow(sieve->entries, &sieve->room, sieve->count + 1, sizeof *sieve->entries);
        sieve->entries[sieve->count++] =
            (struct entry){kept[i], key, (uint32_t)number, sieve->heads[slot_of(key)]};
        sieve->heads[slot_of(key)] = (uint32_t)sieve->count;
    }
    sieve->held = mem_resize(sieve->held, sieve->set_count / 64 + 1, sizeof *sieve->held);
    return number;
}

/* U+017F and U+212A are letters s and k to a caseless pattern: such a text may hold everything. */
static bool is_odd_letter(struct span text, size_t at)
{
    struct span rest = span_part(text, at, text.length);
    return span_starts(rest, span_of("\xC5\xBF")) ||
           span_starts(rest, span_of("\xE2\x84\xAA"));
}

static bool stands_at(const struct sieve *sieve, const struct entry *entry, struct span text,
                      size_t at)
{
    if (entry->text.length > text.length - at)
        return false;
    for (size_t i = SIEVE_BYTES_MIN; i < entry->text.length; i++)
        if (sieve->lower[(unsigned char)text.at[at + i]] != entry->text.at[i])
            return false;
    return true;
}

static void read_place(struct sieve *sieve, struct span text, size_t at, uint32_t key)
{
    for (uint32_t i = sieve->heads[slot_of(key)]; i != NONE; i = sieve->entries[i - 1].next) {
        const struct entry *entry = &sieve->entries[i - 1];
        uint64_t bit = (uint64_t)1 << entry->set % 64;
        if (entry->key == key && !(sieve->held[entry->set / 64] & bit) &&
            stands_at(sieve, entry, text, at))
            sieve->held[entry->set / 64] |= bit;
    }
}

void sieve_read(struct sieve *sieve, struct span text)
{
    uint32_t key = 0;
    sieve->everything = false;
    if (!sieve->set_count)
        return;
    memset(sieve->held, 0, (sieve->set_count / 64 + 1) * sizeof *sieve->held);
    for (size_t at = 0; at < text.length; at++) {
        unsigned char byte = (unsigned char)text.at[at];
        key = (key << 8 | (unsigned char)sieve->lower[byte]) & 0xFFFFFF;
        if ((byte == 0xC5 || byte == 0xE2) && is_odd_letter(text, at))
            sieve->everything = true;
        if (at >= 2 && sieve->heads[slot_of(key)] != NONE)
            read_place(sieve, text, at - 2, key);
    }
}

bool sieve_holds(const struct sieve *sieve, size_t set)
{
    return sieve->everything || (sieve->held[set / 64] >> set % 64 & 1);
}

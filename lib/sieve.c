#include "sieve.h"

#include <stdint.h>
#include <stdlib.h>

#include "utf8.h"

enum { SLOTS = 4096, NONE = 0 };

struct set {
    const struct span *strings;
    size_t count;
};

/* A string and the sets it belongs to: one string is often in many. Entries in the same slot hang
 * together. */
struct entry {
    struct span text;
    uint32_t key, next; /* the next one's number plus 1 */
    uint32_t *sets;
    size_t set_count, set_room;
    uint64_t found; /* the number of the text it was found in last */
};

struct sieve {
    struct set *sets;
    size_t set_count, set_room;
    struct entry *entries;
    size_t count, room;
    uint32_t heads[SLOTS]; /* an entry's number plus 1 */
    uint64_t *held;        /* a bit a set */
    uint64_t texts;        /* read so far */
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
    for (size_t i = 0; i < sieve->count; i++)
        free(sieve->entries[i].sets);
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

/* The string's entry, made where there is none yet. */
static struct entry *entry_of(struct sieve *sieve, struct span text)
{
    uint32_t key = key_of(text.at), *head = &sieve->heads[slot_of(key)];
    for (uint32_t i = *head; i != NONE; i = sieve->entries[i - 1].next)
        if (span_equal(sieve->entries[i - 1].text, text))
            return &sieve->entries[i - 1];
    sieve->entries =
        mem_grow(sieve->entries, &sieve->room, sieve->count + 1, sizeof *sieve->entries);
    struct span kept = {mem_arena_copy(&sieve->arena, text.at, text.length), text.length};
    sieve->entries[sieve->count++] = (struct entry){.text = kept, .key = key, .next = *head};
    *head = (uint32_t)sieve->count;
    return &sieve->entries[sieve->count - 1];
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
        struct entry *entry = entry_of(sieve, strings[i]);
        kept[i] = entry->text;
        entry->sets =
            mem_grow(entry->sets, &entry->set_room, entry->set_count + 1, sizeof *entry->sets);
        entry->sets[entry->set_count++] = (uint32_t)number;
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

static void take_entry(struct sieve *sieve, struct entry *entry)
{
    entry->found = sieve->texts;
    for (size_t i = 0; i < entry->set_count; i++)
        sieve->held[entry->sets[i] / 64] |= (uint64_t)1 << entry->sets[i] % 64;
}

static void read_place(struct sieve *sieve, struct span text, size_t at, uint32_t key)
{
    for (uint32_t i = sieve->heads[slot_of(key)]; i != NONE; i = sieve->entries[i - 1].next) {
        struct entry *entry = &sieve->entries[i - 1];
        if (entry->key == key && entry->found != sieve->texts &&
            stands_at(sieve, entry, text, at))
            take_entry(sieve, entry);
    }
}

void sieve_read(struct sieve *sieve, struct span text)
{
    uint32_t key = 0;
    sieve->everything = false;
    sieve->texts++;
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

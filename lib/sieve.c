#include "sieve.h"

#include <stdint.h>
#include <stdlib.h>

enum { SLOTS = 1024, MARKS = 8192, NONE = 0, HEAD_BYTES_MAX = 8 };

struct set {
    const struct span *strings;
    size_t count;
};

/* A string's first bytes, as many as a number holds: nearly always they tell whether it stands
 * in the text. Those in the same slot hang together. */
struct head {
    uint64_t bytes, mask; /* the last of them lowest */
    uint32_t next;        /* the next one's number plus 1 */
};

/* The string of a head and the sets it belongs to: one string is often in many. */
struct entry {
    struct span text;
    uint32_t *sets;
    size_t set_count, set_room;
    uint64_t found; /* the number of the text it was found in last */
};

struct sieve {
    struct set *sets;
    size_t set_count, set_room;
    struct head *heads;
    struct entry *entries; /* by the same number */
    size_t count, head_room, entry_room;
    uint32_t slots[SLOTS];     /* a head's number plus 1 */
    uint64_t marks[MARKS / 64]; /* few enough bytes to stay near: a bit a hash that heads have */
    uint64_t *held;            /* a bit a set */
    uint64_t texts;            /* read so far */
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
    free(sieve->heads);
    free(sieve->entries);
    free(sieve->held);
    mem_arena_free(&sieve->arena);
    free(sieve);
}

/* The last bytes of a head that its hash is of: short strings have three. */
static const uint64_t windows[] = {0xFFFFFF, 0xFFFFFFFFFF};
enum { WINDOWS = sizeof windows / sizeof *windows };

/* A number below MARKS. */
static size_t hash_of(uint64_t bytes)
{
    return bytes * 0x9E3779B97F4A7C15u >> 51;
}

static struct head head_of(struct span text)
{
    struct head head = {0, 0, NONE};
    for (size_t i = 0; i < text.length && i < HEAD_BYTES_MAX; i++) {
        head.bytes = head.bytes << 8 | (unsigned char)text.at[i];
        head.mask = head.mask << 8 | 0xFF;
    }
    return head;
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
    struct head head = head_of(text);
    size_t number = sieve->count;
    size_t hash = hash_of(head.bytes & windows[head.mask >= windows[1]]);
    uint32_t *slot = &sieve->slots[hash % SLOTS];
    for (uint32_t i = *slot; i != NONE; i = sieve->heads[i - 1].next)
        if (span_equal(sieve->entries[i - 1].text, text))
            return &sieve->entries[i - 1];
    sieve->heads = mem_grow(sieve->heads, &sieve->head_room, number + 1, sizeof *sieve->heads);
    sieve->entries =
        mem_grow(sieve->entries, &sieve->entry_room, number + 1, sizeof *sieve->entries);
    struct span kept = {mem_arena_copy(&sieve->arena, text.at, text.length), text.length};
    head.next = *slot;
    sieve->heads[number] = head;
    sieve->entries[number] = (struct entry){.text = kept};
    sieve->marks[hash / 64] |= (uint64_t)1 << hash % 64;
    *slot = (uint32_t)++sieve->count;
    return &sieve->entries[number];
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

/* Does the rest of a string stand behind its head? */
static bool goes_on(const struct sieve *sieve, struct span string, struct span text, size_t at)
{
    for (size_t i = HEAD_BYTES_MAX; i < string.length; i++, at++)
        if (at >= text.length || sieve->lower[(unsigned char)text.at[at]] != string.at[i])
            return false;
    return true;
}

static void take_entry(struct sieve *sieve, struct entry *entry)
{
    entry->found = sieve->texts;
    for (size_t i = 0; i < entry->set_count; i++)
        sieve->held[entry->sets[i] / 64] |= (uint64_t)1 << entry->sets[i] % 64;
}

/* `bytes`: the last ones before `at`. */
static void read_place(struct sieve *sieve, struct span text, size_t at, uint64_t bytes,
                       size_t hash)
{
    const struct head *head;
    for (uint32_t i = sieve->slots[hash % SLOTS]; i != NONE; i = head->next) {
        head = &sieve->heads[i - 1];
        struct entry *entry = &sieve->entries[i - 1];
        if ((bytes & head->mask) == head->bytes && entry->found != sieve->texts &&
            goes_on(sieve, entry->text, text, at))
            take_entry(sieve, entry);
    }
}

void sieve_read(struct sieve *sieve, struct span text)
{
    uint64_t bytes = 0;
    sieve->texts++;
    if (!sieve->set_count)
        return;
    memset(sieve->held, 0, (sieve->set_count / 64 + 1) * sizeof *sieve->held);
    for (size_t at = 0; at < text.length; at++) {
        bytes = bytes << 8 | (unsigned char)sieve->lower[(unsigned char)text.at[at]];
        for (size_t i = 0; i < WINDOWS; i++) {
            size_t hash = hash_of(bytes & windows[i]);
            if (sieve->marks[hash / 64] >> hash % 64 & 1)
                read_place(sieve, text, at + 1, bytes, hash);
        }
    }
}

bool sieve_holds(const struct sieve *sieve, size_t set)
{
    return sieve->held[set / 64] >> set % 64 & 1;
}

#include "sieve.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { SLOTS_MIN = 64, MARKS = 65536, FIRST_MARKS = 16384, NONE = 0 };
enum { HEAD_BYTES_MAX = 8, SHORT = 3, LONG = 5 /* bytes that are hashed */ };

struct set {
    const struct span *strings;
    size_t count;
};

/* A string and the sets it belongs to: one string is often in many. */
struct entry {
    struct span text;
    uint32_t *sets;
    size_t set_count, set_room;
    uint32_t next; /* in its slot: the next one's number plus 1 */
};

/* An entry as it is read: near those of the same slot, and all that mostly is needed. The
 * first bytes of its string, as many as a number holds, nearly always tell whether it
 * stands in a text. */
struct head {
    uint64_t bytes, mask;
    const char *text;
    uint32_t length, first_set, set_count; /* its sets, among those of all */
};

struct sieve {
    struct set *sets;
    size_t set_count, set_room;
    struct entry *entries;
    size_t count, room;
    uint32_t *slots; /* an entry's number plus 1 */
    size_t slot_count;
    struct head *heads;    /* slot after slot, once all is added; NULL: not made since */
    uint32_t *head_starts; /* by slots, and one more */
    uint32_t *head_sets;
    /* Few enough to stay near: a bit a hash that heads have, and those of their first
     * bytes. */
    uint64_t marks[MARKS / 64], first_marks[FIRST_MARKS / 64];
    uint32_t *last;  /* of each set, as sieve_last tells it */
    uint32_t *found; /* those that are not 0 */
    size_t found_count;
    struct mem_arena arena; /* of the strings */
};

struct sieve *sieve_new(void)
{
    struct sieve *sieve = mem_new(1, sizeof *sieve);
    sieve->slot_count = SLOTS_MIN;
    sieve->slots = mem_new(sieve->slot_count, sizeof *sieve->slots);
    sieve->set_count = SIEVE_ALWAYS + 1; /* none has the number 0 */
    sieve->sets = mem_grow(NULL, &sieve->set_room, sieve->set_count, sizeof *sieve->sets);
    sieve->last = mem_new(sieve->set_count, sizeof *sieve->last);
    sieve->last[SIEVE_ALWAYS] = UINT32_MAX;
    sieve->found = mem_new(sieve->set_count, sizeof *sieve->found);
    return sieve;
}

static void free_heads(struct sieve *sieve)
{
    free(sieve->heads);
    free(sieve->head_starts);
    free(sieve->head_sets);
    sieve->heads = NULL;
    sieve->head_starts = sieve->head_sets = NULL;
}

void sieve_free(struct sieve *sieve)
{
    if (!sieve)
        return;
    for (size_t i = 0; i < sieve->count; i++)
        free(sieve->entries[i].sets);
    free(sieve->sets);
    free(sieve->entries);
    free(sieve->slots);
    free_heads(sieve);
    free(sieve->last);
    free(sieve->found);
    mem_arena_free(&sieve->arena);
    free(sieve);
}

static uint64_t mask_of(size_t bytes)
{
    return bytes < sizeof(uint64_t) ? ((uint64_t)1 << 8 * bytes) - 1 : UINT64_MAX;
}

/* The bytes at a place, the first of them lowest; zeros behind the end. */
static inline uint64_t bytes_at(struct span text, size_t at)
{
    uint64_t bytes = 0;
    size_t left = text.length - at;
    if (left >= sizeof bytes) {
        const unsigned char *from = (const unsigned char *)text.at + at;
        return (uint64_t)from[0] | (uint64_t)from[1] << 8 | (uint64_t)from[2] << 16 |
               (uint64_t)from[3] << 24 | (uint64_t)from[4] << 32 |
               (uint64_t)from[5] << 40 | (uint64_t)from[6] << 48 |
               (uint64_t)from[7] << 56;
    }
    while (left-- > 0)
        bytes = bytes << 8 | (unsigned char)text.at[at + left];
    return bytes;
}

/* Of the first bytes, SHORT or LONG of them: a number below MARKS. */
static inline size_t hash_of(uint64_t bytes, size_t count)
{
    return (bytes & mask_of(count)) * 0x9E3779B97F4A7C15u >> 48;
}

/* Of three bytes, the lowest ones: a number below FIRST_MARKS. */
static inline size_t first_hash(uint32_t bytes)
{
    return (uint32_t)((bytes & 0xFFFFFF) * 0x9E3779B1u) >> 18;
}

/* How many bytes of a string are hashed. */
static size_t hashed_of(struct span text)
{
    return text.length < LONG ? SHORT : LONG;
}

static uint64_t head_bytes(struct span text)
{
    return bytes_at(text, 0) & mask_of(text.length);
}

static size_t slot_of(const struct sieve *sieve, struct span text)
{
    return hash_of(head_bytes(text), hashed_of(text)) & (sieve->slot_count - 1);
}

static void hang(struct sieve *sieve, uint32_t number)
{
    struct entry *entry = &sieve->entries[number];
    uint32_t *slot = &sieve->slots[slot_of(sieve, entry->text)];
    entry->next = *slot;
    *slot = number + 1;
}

static void grow_slots(struct sieve *sieve)
{
    free(sieve->slots);
    sieve->slot_count *= 2;
    sieve->slots = mem_new(sieve->slot_count, sizeof *sieve->slots);
    for (uint32_t i = 0; i < sieve->count; i++)
        hang(sieve, i);
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
    for (uint32_t i = sieve->slots[slot_of(sieve, text)]; i != NONE;
         i = sieve->entries[i - 1].next)
        if (span_equal(sieve->entries[i - 1].text, text))
            return &sieve->entries[i - 1];
    size_t number = sieve->count++;
    sieve->entries =
        mem_grow(sieve->entries, &sieve->room, sieve->count, sizeof *sieve->entries);
    struct span kept = {mem_arena_copy(&sieve->arena, text.at, text.length), text.length};
    sieve->entries[number] = (struct entry){.text = kept};
    if (sieve->count * 4 > sieve->slot_count)
        grow_slots(sieve);
    else
        hang(sieve, (uint32_t)number);
    return &sieve->entries[number];
}

size_t sieve_add(struct sieve *sieve, const struct span *strings, size_t count)
{
    free_heads(sieve);
    for (size_t i = SIEVE_ALWAYS + 1; i < sieve->set_count; i++)
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
        entry->sets = mem_grow(entry->sets, &entry->set_room, entry->set_count + 1,
                               sizeof *entry->sets);
        entry->sets[entry->set_count++] = (uint32_t)number;
    }
    sieve->last = mem_resize(sieve->last, sieve->set_count, sizeof *sieve->last);
    sieve->last[number] = 0;
    sieve->found = mem_resize(sieve->found, sieve->set_count, sizeof *sieve->found);
    return number;
}

static void mark(struct sieve *sieve, struct span text)
{
    size_t hash = hash_of(head_bytes(text), hashed_of(text));
    size_t first = first_hash((uint32_t)head_bytes(text));
    sieve->marks[hash / 64] |= (uint64_t)1 << hash % 64;
    sieve->first_marks[first / 64] |= (uint64_t)1 << first % 64;
}

/* Lays the entries out as they are read. */
static void make_heads(struct sieve *sieve)
{
    size_t count = 0, set_count = 0;
    for (size_t i = 0; i < sieve->count; i++)
        set_count += sieve->entries[i].set_count;
    sieve->heads = mem_new(sieve->count + 1, sizeof *sieve->heads);
    sieve->head_starts = mem_new(sieve->slot_count + 1, sizeof *sieve->head_starts);
    sieve->head_sets = mem_new(set_count + 1, sizeof *sieve->head_sets);
    set_count = 0;
    for (size_t slot = 0; slot < sieve->slot_count; slot++) {
        for (uint32_t i = sieve->slots[slot]; i != NONE; i = sieve->entries[i - 1].next) {
            const struct entry *entry = &sieve->entries[i - 1];
            sieve->heads[count++] =
                (struct head){head_bytes(entry->text), mask_of(entry->text.length),
                              entry->text.at,          (uint32_t)entry->text.length,
                              (uint32_t)set_count,     (uint32_t)entry->set_count};
            memcpy(sieve->head_sets + set_count, entry->sets,
                   entry->set_count * sizeof *entry->sets);
            set_count += entry->set_count;
            mark(sieve, entry->text);
        }
        sieve->head_starts[slot + 1] = (uint32_t)count;
    }
}

/* Notes the strings of a hash that stand at a place; `bytes` are those there. */
static inline void read_hash(struct sieve *sieve, struct span text, size_t at,
                             uint64_t bytes, size_t hash)
{
    if (!(sieve->marks[hash / 64] >> hash % 64 & 1)) /* mostly */
        return;
    const uint32_t *starts = sieve->head_starts + (hash & (sieve->slot_count - 1));
    for (uint32_t i = starts[0]; i < starts[1]; i++) {
        const struct head *head = &sieve->heads[i];
        if ((bytes & head->mask) != head->bytes)
            continue;
        if (head->length > HEAD_BYTES_MAX &&
            (head->length > text.length - at ||
             memcmp(text.at + at, head->text, head->length) != 0))
            continue;
        for (uint32_t k = 0; k < head->set_count; k++) {
            uint32_t set = sieve->head_sets[head->first_set + k];
            if (!sieve->last[set])
                sieve->found[sieve->found_count++] = set;
            sieve->last[set] = (uint32_t)at + 1;
        }
    }
}

void sieve_read(struct sieve *sieve, struct span text)
{
    if (!sieve->heads)
        make_heads(sieve);
    while (sieve->found_count)
        sieve->last[sieve->found[--sieve->found_count]] = 0;
    for (size_t at = 0; at + SIEVE_BYTES_MIN <= text.length; at++) {
        uint64_t bytes = bytes_at(text, at);
        size_t first = first_hash((uint32_t)bytes);
        if (!(sieve->first_marks[first / 64] >> first % 64 & 1)) /* at most places */
            continue;
        read_hash(sieve, text, at, bytes, hash_of(bytes, LONG));
        read_hash(sieve, text, at, bytes, hash_of(bytes, SHORT));
    }
}

const uint32_t *sieve_last(const struct sieve *sieve)
{
    return sieve->last;
}

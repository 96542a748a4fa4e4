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
};

struct sieve {
    struct set *sets;
    size_t set_count, set_room;
    struct head *heads;
    struct entry *entries; /* by the same number */
    size_t count, head_room, entry_room;
    uint32_t slots[SLOTS];     /* a head's number plus 1 */
    uint64_t marks[MARKS / 64]; /* few enough bytes to stay near: a bit a hash that heads have */
    size_t *last;              /* of each set, as sieve_last tells it */
    struct mem_arena arena; /* of the strings */
};

struct sieve *sieve_new(void)
{
    return mem_new(1, sizeof(struct sieve));
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
    free(sieve->last);
    mem_arena_free(&sieve->arena);
    free(sieve);
}

/* Of the last bytes of a head, all five or, as short strings have no more, three: a number below
 * MARKS. */
static size_t hash_of(uint64_t bytes, bool five)
{
    return (bytes & (five ? 0xFFFFFFFFFF : 0xFFFFFF)) * 0x9E3779B97F4A7C15u >> 51;
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
    size_t hash = hash_of(head.bytes, text.length >= 5);
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
    sieve->last = mem_resize(sieve->last, sieve->set_count, sizeof *sieve->last);
    return number;
}

/* `bytes`: the last ones before `at`. */
static inline void read_place(struct sieve *sieve, struct span text, size_t at, uint64_t bytes,
                              size_t hash)
{
    const struct head *head;
    if (!(sieve->marks[hash / 64] >> hash % 64 & 1)) /* nearly everywhere */
        return;
    for (uint32_t i = sieve->slots[hash % SLOTS]; i != NONE; i = head->next) {
        head = &sieve->heads[i - 1];
        if ((bytes & head->mask) != head->bytes)
            continue;
        const struct entry *entry = &sieve->entries[i - 1];
        size_t length = entry->text.length;
        size_t start = at - (length < HEAD_BYTES_MAX ? length : HEAD_BYTES_MAX);
        if (length > HEAD_BYTES_MAX &&
            !span_starts(span_part(text, start, text.length), entry->text))
            continue;
        for (size_t k = 0; k < entry->set_count; k++)
            sieve->last[entry->sets[k]] = start + 1;
    }
}

void sieve_read(struct sieve *sieve, struct span text)
{
    uint64_t bytes = 0;
    if (!sieve->set_count)
        return;
    memset(sieve->last, 0, sieve->set_count * sizeof *sieve->last);
    for (size_t at = 0; at < text.length; at++) {
        bytes = bytes << 8 | (unsigned char)text.at[at];
        read_place(sieve, text, at + 1, bytes, hash_of(bytes, false));
        read_place(sieve, text, at + 1, bytes, hash_of(bytes, true));
    }
}

size_t sieve_last(const struct sieve *sieve, size_t set)
{
    return sieve->last[set];
}

#include "set.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { FIRST_PLACES = 64 };

struct entry {
    struct span key;
    uint64_t hash;
};

struct set {
    struct entry *entries;
    size_t count, room;
    size_t *places; /* number of the entry + 1, or 0 */
    size_t mask;    /* places - 1: a power of two less one */
    uint64_t seed;
    struct mem_arena arena;
};

/* Multiplies, and folds the high half onto the low. Constants: the odd ones of
 * splitmix64. */
static uint64_t mix(uint64_t hash)
{
    hash *= 0xbf58476d1ce4e5b9u;
    hash ^= hash >> 32;
    hash *= 0x94d049bb133111ebu;
    return hash ^ hash >> 29;
}

static uint64_t hash_of(const struct set *set, struct span key)
{
    uint64_t hash = set->seed ^ key.length, word;
    size_t i = 0;
    for (; i + sizeof word <= key.length; i += sizeof word) {
        memcpy(&word, key.at + i, sizeof word);
        hash = mix(hash ^ word);
    }
    word = 0;
    if (i < key.length)
        memcpy(&word, key.at + i, key.length - i);
    return mix(hash ^ word);
}

struct set *set_new(void)
{
    struct set *set = mem_new(1, sizeof *set);
    set->places = mem_new(FIRST_PLACES, sizeof *set->places);
    set->mask = FIRST_PLACES - 1;
    set->seed = mix((uint64_t)(uintptr_t)set->places);
    return set;
}

void set_free(struct set *set)
{
    if (!set)
        return;
    free(set->entries);
    free(set->places);
    mem_arena_free(&set->arena);
    free(set);
}

/* The place of the key, or the free one where it belongs. */
static size_t place_of(const struct set *set, struct span key, uint64_t hash)
{
    size_t place = (size_t)hash & set->mask;
    while (set->places[place]) {
        const struct entry *entry = &set->entries[set->places[place] - 1];
        if (entry->hash == hash && span_equal(entry->key, key))
            break;
        place = (place + 1) & set->mask;
    }
    return place;
}

static void double_places(struct set *set)
{
    size_t count = (set->mask + 1) * 2;
    free(set->places);
    set->places = mem_new(count, sizeof *set->places);
    set->mask = count - 1;
    for (size_t i = 0; i < set->count; i++) {
        size_t place = (size_t)set->entries[i].hash & set->mask;
        while (set->places[place])
            place = (place + 1) & set->mask;
        set->places[place] = i + 1;
    }
}

size_t set_add(struct set *set, struct span key, bool *added)
{
    uint64_t hash = hash_of(set, key);
    size_t place = place_of(set, key, hash);
    *added = set->places[place] == 0;
    if (!*added)
        return set->places[place] - 1;
    if ((set->count + 1) * 2 > set->mask) {
        double_places(set);
        place = place_of(set, key, hash);
    }
    set->entries =
        mem_grow(set->entries, &set->room, set->count + 1, sizeof *set->entries);
    struct span kept = {mem_arena_copy(&set->arena, key.at, key.length), key.length};
    set->entries[set->count] = (struct entry){kept, hash};
    set->places[place] = ++set->count;
    return set->count - 1;
}

size_t set_find(const struct set *set, struct span key)
{
    size_t place = place_of(set, key, hash_of(set, key));
    return set->places[place] ? set->places[place] - 1 : SET_NONE;
}

size_t set_count(const struct set *set)
{
    return set->count;
}

struct span set_key(const struct set *set, size_t number)
{
    return set->entries[number].key;
}

struct ranked {
    struct span text;
    size_t number;
};

static int by_text(const void *a, const void *b)
{
    return span_compare(((const struct ranked *)a)->text, ((const struct ranked *)b)->text);
}

size_t *set_ranks(const struct set *set)
{
    struct ranked *texts = mem_new(set->count + 1, sizeof *texts);
    size_t *ranks = mem_new(set->count + 1, sizeof *ranks);
    for (size_t i = 0; i < set->count; i++)
        texts[i] = (struct ranked){set->entries[i].key, i};
    qsort(texts, set->count, sizeof *texts, by_text);
    for (size_t i = 0; i < set->count; i++)
        ranks[texts[i].number] = i;
    free(texts);
    return ranks;
}

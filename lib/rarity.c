#include "rarity.h"

#include <stdlib.h>

#include "mem.h"
#include "runs.h"

struct common {
    uint32_t key;
    float weight;
};

struct rarity {
    struct common *commons; /* by part, then key */
    size_t count, room;
    size_t parts[RUNS_PARTS + 1]; /* where those of a part begin */
    uint64_t *bits; /* one is set for each, by a hash: most keys are not common */
    size_t mask;    /* of the number of a bit */
    uint32_t *touched;            /* of a document: how many of its keys are common */
};

/* `marks` has the number of the list that a family was last met in. */
static size_t count_families(const struct posting_list *list, struct cluster *families,
                             uint32_t *marks, uint32_t mark)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        uint32_t family = cluster_of(families, list->documents[i]);
        count += marks[family] != mark;
        marks[family] = mark;
    }
    return count;
}

static void add_common(struct rarity *rarity, const struct posting_list *list, size_t count)
{
    rarity->commons = mem_grow(rarity->commons, &rarity->room, rarity->count + 1,
                               sizeof *rarity->commons);
    rarity->commons[rarity->count++] =
        (struct common){list->key, (float)((double)RARITY_FREE / (double)count)};
    for (size_t i = 0; i < list->count; i++)
        rarity->touched[list->documents[i]]++;
}

/* The keys are random numbers by themselves. */
static size_t bit_of(const struct rarity *rarity, size_t part, uint32_t key)
{
    return (key ^ part << 20) & rarity->mask;
}

/* Eight bits and more for each common key (Bloom 1970, with one hash). */
static void set_bits(struct rarity *rarity)
{
    size_t bits = 64;
    while (bits < 8 * rarity->count && bits <= UINT32_MAX / 2)
        bits *= 2;
    rarity->bits = mem_new(bits / 64, sizeof *rarity->bits);
    rarity->mask = bits - 1;
    for (size_t part = 0; part < RUNS_PARTS; part++)
        for (size_t i = rarity->parts[part]; i < rarity->parts[part + 1]; i++) {
            size_t bit = bit_of(rarity, part, rarity->commons[i].key);
            rarity->bits[bit / 64] |= UINT64_C(1) << bit % 64;
        }
}

struct rarity *rarity_new(struct posting *posting, struct cluster *families, size_t count)
{
    struct rarity *rarity = mem_new(1, sizeof *rarity);
    uint32_t *marks = mem_new(count, sizeof *marks), mark = 0;
    struct posting_list list;
    size_t part = 0;
    rarity->touched = mem_new(count, sizeof *rarity->touched);
    while (posting_next(posting, &list)) {
        while (part < list.part)
            rarity->parts[++part] = rarity->count;
        if (list.count <= RARITY_FREE)
            continue;
        size_t own = count_families(&list, families, marks, ++mark);
        if (own > RARITY_FREE)
            add_common(rarity, &list, own);
    }
    while (part < RUNS_PARTS)
        rarity->parts[++part] = rarity->count;
    free(marks);
    set_bits(rarity);
    return rarity;
}

void rarity_free(struct rarity *rarity)
{
    if (!rarity)
        return;
    free(rarity->commons);
    free(rarity->bits);
    free(rarity->touched);
    free(rarity);
}

double rarity_part(const struct rarity *rarity, uint32_t document, size_t keys)
{
    return keys ? (double)rarity->touched[document] / (double)keys : 0;
}

static float weight_of(const struct rarity *rarity, uint64_t key)
{
    size_t part = posting_part(key), low = rarity->parts[part], high = rarity->parts[part + 1];
    uint32_t wanted = posting_key(key);
    size_t bit = bit_of(rarity, part, wanted);
    if (!(rarity->bits[bit / 64] >> bit % 64 & 1))
        return 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rarity->commons[middle].key < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < rarity->parts[part + 1] && rarity->commons[low].key == wanted
               ? rarity->commons[low].weight
               : 1;
}

/* A word has the weight of the run nearest to it whose families were counted. */
void rarity_weigh(const struct rarity *rarity, const uint32_t *words, size_t count,
                  float *weights)
{
    size_t filled = 0, last = 0;
    float weight = 1;
    bool any = false;
    for (size_t i = 0; i + SHINGLE_WORDS <= count; i++) {
        uint64_t key = shingle_key(words + i);
        if (key > UINT64_MAX / SHINGLE_RATE)
            continue;
        float next = weight_of(rarity, key);
        size_t until = any ? (last + i + SHINGLE_WORDS) / 2 : i;
        for (; filled < until; filled++)
            weights[filled] = any ? weight : next;
        weight = next;
        last = i;
        any = true;
    }
    for (; filled < count; filled++)
        weights[filled] = weight;
}

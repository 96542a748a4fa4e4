#include "overlap.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { STEPS_PER_WORD = 8 /* places of the indexed text looked at, for a word of the other */ };

/* For the next place of a run that stands at one alone. */
#define SINGLE UINT32_MAX

struct overlap {
    struct overlap_text text;
    uint32_t *heads; /* first place of a run + 1, or 0 */
    uint32_t *seen;  /* of a head: the comparison that marked its places */
    size_t head_room, seen_room, mask;
    uint32_t *next;   /* place of the same run after this one + 1, or 0; or SINGLE */
    uint32_t *marked; /* of a word: the last comparison that marked it */
    size_t next_room, marked_room;
    uint32_t comparison;
    size_t steps; /* left for this comparison */
    size_t words; /* marked in it */
};

struct overlap *overlap_new(void)
{
    return mem_new(1, sizeof(struct overlap));
}

void overlap_free(struct overlap *overlap)
{
    if (!overlap)
        return;
    free(overlap->heads);
    free(overlap->seen);
    free(overlap->next);
    free(overlap->marked);
    free(overlap);
}

static double weight_of(const struct overlap_text *text, size_t word)
{
    return text->weights ? (double)text->weights[word] : 1;
}

static size_t runs_in(const struct overlap_text *text)
{
    return text->count < OVERLAP_WORDS ? 0 : text->count - OVERLAP_WORDS + 1;
}

static bool is_run(const uint32_t *a, const uint32_t *b)
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

/* Where the run's head is, or would be. */
static size_t place_of(const struct overlap *overlap, const uint32_t *run)
{
    uint64_t hash = (run[0] ^ (uint64_t)run[1] << 21 ^ (uint64_t)run[2] << 32) *
                    0x9e3779b97f4a7c15u;
    size_t place = (hash ^ hash >> 29) >> 7 & overlap->mask;
    while (overlap->heads[place] &&
           !is_run(overlap->text.words + overlap->heads[place] - 1, run))
        place = (place + 1) & overlap->mask;
    return place;
}

static void make_room(struct overlap *overlap, size_t count)
{
    size_t size = 64;
    while (size < 2 * count)
        size *= 2;
    overlap->mask = size - 1;
    overlap->heads =
        mem_grow(overlap->heads, &overlap->head_room, size, sizeof *overlap->heads);
    overlap->seen = mem_grow(overlap->seen, &overlap->seen_room, size, sizeof *overlap->seen);
    overlap->next =
        mem_grow(overlap->next, &overlap->next_room, count + 1, sizeof *overlap->next);
    overlap->marked =
        mem_grow(overlap->marked, &overlap->marked_room, count + 1, sizeof *overlap->marked);
    memset(overlap->heads, 0, size * sizeof *overlap->heads);
    memset(overlap->seen, 0, size * sizeof *overlap->seen);
    memset(overlap->marked, 0, (count + 1) * sizeof *overlap->marked);
}

void overlap_index(struct overlap *overlap, struct overlap_text text)
{
    make_room(overlap, text.count);
    overlap->text = text;
    overlap->comparison = 0;
    for (size_t i = runs_in(&text); i-- > 0;) {
        size_t place = place_of(overlap, text.words + i);
        uint32_t head = overlap->heads[place];
        if (head && overlap->next[head - 1] == SINGLE)
            overlap->next[head - 1] = 0;
        overlap->next[i] = head ? head : SINGLE;
        overlap->heads[place] = (uint32_t)i + 1;
    }
}

static inline void mark_word(struct overlap *overlap, size_t word)
{
    overlap->words += overlap->marked[word] != overlap->comparison;
    overlap->marked[word] = overlap->comparison;
}

/* Marks the words of all places of a run. */
static void mark_places(struct overlap *overlap, size_t place)
{
    if (overlap->seen[place] == overlap->comparison)
        return;
    overlap->seen[place] = overlap->comparison;
    for (uint32_t at = overlap->heads[place]; at && at != SINGLE && overlap->steps;
         at = overlap->next[at - 1]) {
        overlap->steps--;
        for (size_t i = at - 1; i < at - 1 + OVERLAP_WORDS; i++)
            mark_word(overlap, i);
    }
}

/* Is it this run that stands in the indexed text behind the last one, and nowhere else? All of
 * it but the last word is known to be the same. */
static inline bool goes_on(const struct overlap *overlap, size_t at, const uint32_t *run)
{
    const struct overlap_text *text = &overlap->text;
    return at + OVERLAP_WORDS <= text->count && overlap->next[at] == SINGLE &&
           text->words[at + OVERLAP_WORDS - 1] == run[OVERLAP_WORDS - 1];
}

/* Marks a run of the other text. *behind is where the one before it stands + 1, or 0. */
static bool take_run(struct overlap *overlap, const uint32_t *run, size_t *behind)
{
    if (*behind && goes_on(overlap, *behind, run)) {
        mark_word(overlap, *behind + OVERLAP_WORDS - 1);
        ++*behind;
        return true;
    }
    size_t place = place_of(overlap, run);
    *behind = overlap->heads[place];
    if (*behind)
        mark_places(overlap, place);
    return *behind != 0;
}

static size_t most(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* What is common in the other text, while it is read. */
struct common {
    size_t words, behind; /* behind the last common word */
    size_t start;         /* of the run of common words that ends there */
    size_t run, gap;
    double weight;
};

static void add_common(struct common *common, const struct overlap_text *other, size_t at)
{
    if (at > common->behind || common->words == 0) {
        common->gap = most(common->gap, at - common->behind);
        common->start = at;
    }
    for (size_t i = most(common->behind, at); i < at + OVERLAP_WORDS; i++) {
        common->words++;
        common->weight += weight_of(other, i);
    }
    common->behind = at + OVERLAP_WORDS;
    common->run = most(common->run, common->behind - common->start);
}

struct overlap_shares overlap_compare(struct overlap *overlap, struct overlap_text other)
{
    struct common common = {0};
    overlap->comparison++;
    overlap->steps = STEPS_PER_WORD * other.count;
    overlap->words = 0;
    for (size_t i = 0, behind = 0; i < runs_in(&other); i++)
        if (take_run(overlap, other.words + i, &behind))
            add_common(&common, &other, i);
    common.gap = most(common.gap, other.count - common.behind);
    double indexed = overlap->text.count ? (double)overlap->text.count : 1;
    double count = other.count ? (double)other.count : 1;
    return (struct overlap_shares){(double)overlap->words / indexed, (double)common.words / count,
                                   common.weight / count, common.run, common.gap};
}

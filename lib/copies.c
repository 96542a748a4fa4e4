#include "copies.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "overlap.h"
#include "rarity.h"
#include "runs.h"
#include "spool.h"
#include "when.h"

enum {
    FEW_WORDS = 100, /* a text of fewer words, or that repeats itself so that it has fewer keys, */
    FEW_KEYS = 8,    /* is compared for one shared key, others for two */
    SHARED_PART = 64, /* one key in so many of the smaller text's, and more, are shared */
    LEAST_WORDS = 20, /* in common, where not nearly all are */
    QUOTED_WORDS = 120, /* on end in common: a quote */
    FIRST_PLACES = 1024,
    NONE = 0 /* document 0 comes first, so it is never the next of another */
};

/* Both shares are that and more: one family. */
static const double family_share = 0.7;
/* Near: the larger text's share is no less than that part of the other's; else it contains the
 * other. */
static const double near_ratio = 0.8;
/* So much of a text stands in another that it is there whole, however common its words. */
static const double whole_share = 0.95;
/* Where fewer of the keys are common, weights change little. */
static const double common_part = 1.0 / 16;
/* Boilerplate is shared by the paragraph: what differs comes in long gaps. Where changes are
 * spread over the text (gaps of at most this part of it), or many words on end are common, a
 * part of the weight will do. The numbers were chosen on passages of reports, with
 * tests/bench/passages, so that for several ways to cut them precision is above 0.98 and recall
 * above 0.99. */
static const double edited_share = 0.68, edited_gap = 0.04, shaped_part = 0.18,
                    loose_part = 0.5;

struct document {
    struct shingle_digest digest;
    struct identity identity;
    uint32_t words, keys; /* keys that were kept */
    uint32_t original; /* the first that has the same words: itself, or an earlier one */
    uint32_t earliest; /* by date, of those with the same words (of an original) */
    uint32_t next;     /* another with the same words, or NONE */
    size_t place;      /* of its words in the spool */
    long first_day, last_day;
    const char *id, *source;
    uint32_t id_length, source_length;
};

/* Two originals that were compared. */
struct edge {
    uint32_t large, small;
    float large_share, small_share; /* of words */
    bool loose; /* much of what both have is common: told, but it joins no clusters */
};

/* One text being compared. */
struct side {
    struct buf words;
    float *weights;
    size_t room;
};

struct copies {
    double similarity;
    const char *folder;
    struct document *documents;
    size_t count, room;
    uint32_t *originals; /* number + 1, by digest: open addressing */
    size_t mask, original_count;
    struct mem_arena names;
    struct spool *words;
    struct posting *posting;
    struct shingle_keys kept;
    uint64_t *sizes; /* of each document, while pairs are made */
    struct edge *edges; /* strongest first once all are found */
    size_t edge_count, edge_room;
    size_t *firsts;   /* of an original's edges in `listed` */
    uint32_t *listed; /* edges, strongest first */
    struct cluster *near, *clusters;
    uint32_t *origins, *kept_ones; /* of a cluster's and a near cluster's head */
    struct overlap *overlap;
    struct side large, small;
};

struct copies *copies_new(double similarity, const char *folder)
{
    struct copies *copies = mem_new(1, sizeof *copies);
    copies->similarity = similarity;
    copies->folder = folder;
    copies->originals = mem_new(FIRST_PLACES, sizeof *copies->originals);
    copies->mask = FIRST_PLACES - 1;
    copies->words = spool_new_in(folder);
    copies->posting = posting_new(folder);
    copies->overlap = overlap_new();
    return copies;
}

void copies_free(struct copies *copies)
{
    if (!copies)
        return;
    free(copies->documents);
    free(copies->originals);
    mem_arena_free(&copies->names);
    spool_free(copies->words);
    posting_free(copies->posting);
    shingle_keys_free(&copies->kept);
    free(copies->edges);
    free(copies->firsts);
    free(copies->listed);
    cluster_free(copies->near);
    cluster_free(copies->clusters);
    free(copies->origins);
    free(copies->kept_ones);
    overlap_free(copies->overlap);
    buf_free(&copies->large.words);
    buf_free(&copies->small.words);
    free(copies->large.weights);
    free(copies->small.weights);
    free(copies);
}

/* --- adding ---------------------------------------------------------------------------------- */

static bool has_words_of(const struct document *a, const struct document *b)
{
    return a->digest.high == b->digest.high && a->digest.low == b->digest.low;
}

static bool is_same(const struct document *a, const struct document *b)
{
    return has_words_of(a, b) &&
           memcmp(&a->identity, &b->identity, sizeof a->identity) == 0;
}

static uint64_t place_hash(const struct document *document)
{
    const struct identity *identity = &document->identity;
    uint64_t hash = document->digest.low;
    hash ^= identity->body ^ (uint64_t)identity->started << 32;
    hash ^= identity->ended * 0x9e3779b97f4a7c15u;
    hash ^= (identity->published ^ (uint64_t)identity->framework << 32) * 0xbf58476d1ce4e5b9u;
    return hash * 0x94d049bb133111ebu >> 17;
}

static size_t place_of(const struct copies *copies, const struct document *document)
{
    size_t place = place_hash(document) & copies->mask;
    while (copies->originals[place] &&
           !is_same(&copies->documents[copies->originals[place] - 1], document))
        place = (place + 1) & copies->mask;
    return place;
}

static void widen(struct copies *copies)
{
    uint32_t *old = copies->originals;
    size_t size = copies->mask + 1;
    copies->originals = mem_new(2 * size, sizeof *old);
    copies->mask = 2 * size - 1;
    for (size_t i = 0; i < size; i++)
        if (old[i])
            copies->originals[place_of(copies, &copies->documents[old[i] - 1])] = old[i];
    free(old);
}

/* Is a dated before b? Then the earlier number is first. */
static bool is_earlier(const struct copies *copies, uint32_t a, uint32_t b)
{
    const struct document *x = &copies->documents[a], *y = &copies->documents[b];
    if (x->first_day != y->first_day)
        return x->first_day < y->first_day;
    if (x->last_day != y->last_day)
        return x->last_day < y->last_day;
    return a < b;
}

static void read_date(struct document *document, struct span date)
{
    struct when_date first, last;
    document->first_day = document->last_day = VOCAB_OPEN;
    if (!date.at || !when_parse(date, &first, &last))
        return;
    document->first_day = when_first_day(first);
    document->last_day = when_last_day(last);
}

static const char *keep_name(struct copies *copies, struct span name, uint32_t *length)
{
    if (name.length > COPIES_NAME_MAX)
        name.length = 0;
    *length = (uint32_t)name.length;
    return mem_arena_copy(&copies->names, name.at, name.length);
}

/* The words go to the spool, what is kept of them to the posting; and the whole under its digest,
 * so that texts of a few words meet those with the same words. */
static void post(struct copies *copies, struct document *document, uint32_t number,
                 const struct shingle_words *words)
{
    document->place = spool_place(copies->words);
    spool_add(copies->words, (struct span){(const char *)words->items,
                                           words->count * sizeof *words->items});
    shingle_keep(words, &copies->kept);
    document->keys = (uint32_t)copies->kept.count;
    for (size_t i = 0; i < copies->kept.count; i++)
        posting_add(copies->posting, copies->kept.items[i], number);
    posting_add(copies->posting, document->digest.high, number);
}

void copies_add(struct copies *copies, const struct copies_document *given,
                const struct shingle_words *words)
{
    uint32_t number = (uint32_t)copies->count;
    copies->documents = mem_grow(copies->documents, &copies->room, copies->count + 1,
                                 sizeof *copies->documents);
    struct document *document = &copies->documents[copies->count++];
    *document = (struct document){.digest = shingle_digest(words, given->text),
                                  .identity = given->identity,
                                  .words = (uint32_t)words->count,
                                  .original = number,
                                  .earliest = number};
    document->id = keep_name(copies, given->id, &document->id_length);
    document->source = keep_name(copies, given->source, &document->source_length);
    read_date(document, given->date);
    size_t place = place_of(copies, document);
    if (copies->originals[place]) {
        struct document *original = &copies->documents[copies->originals[place] - 1];
        document->original = copies->originals[place] - 1;
        document->next = original->next;
        original->next = number;
        if (is_earlier(copies, number, original->earliest))
            original->earliest = number;
        return;
    }
    copies->originals[place] = number + 1;
    post(copies, document, number, words);
    if (2 * ++copies->original_count > copies->mask)
        widen(copies);
}

/* --- candidates ------------------------------------------------------------------------------ */

/* Larger texts first; then by digest, so that the order of the documents does not matter. */
static bool is_larger(const struct copies *copies, uint32_t a, uint32_t b)
{
    const struct document *x = &copies->documents[a], *y = &copies->documents[b];
    if (x->words != y->words)
        return x->words > y->words;
    if (x->digest.high != y->digest.high)
        return x->digest.high > y->digest.high;
    return a < b;
}

/* What documents are compared by first, close together: most pairs need no more. */
static uint64_t *sizes_of(const struct copies *copies)
{
    uint64_t *sizes = mem_new(copies->count, sizeof *sizes);
    for (size_t i = 0; i < copies->count; i++)
        sizes[i] = (uint64_t)copies->documents[i].words << 32 |
                   copies->documents[i].digest.high >> 32;
    return sizes;
}

static void add_pair(const struct copies *copies, struct runs *pairs, uint32_t a, uint32_t b)
{
    const uint64_t *sizes = copies->sizes;
    bool larger = sizes[a] != sizes[b] ? sizes[a] > sizes[b] : is_larger(copies, a, b);
    uint32_t large = larger ? a : b, small = larger ? b : a;
    runs_add(pairs, (size_t)large * RUNS_PARTS / copies->count,
             (uint64_t)large << 32 | small);
}

/* A document of a long list, in an order that is not the input's. */
struct ordered {
    uint64_t digest;
    uint32_t document;
};

static int by_digest(const void *left, const void *right)
{
    const struct ordered *a = left, *b = right;
    if (a->digest != b->digest)
        return a->digest < b->digest ? -1 : 1;
    return (a->document > b->document) - (a->document < b->document);
}

static void pair_along(const struct copies *copies, const struct posting_list *list,
                       struct runs *pairs)
{
    struct ordered *ordered = mem_new(list->count, sizeof *ordered);
    for (size_t i = 0; i < list->count; i++)
        ordered[i] = (struct ordered){copies->documents[list->documents[i]].digest.high,
                                      list->documents[i]};
    qsort(ordered, list->count, sizeof *ordered, by_digest);
    for (size_t i = 1; i < list->count; i++) {
        add_pair(copies, pairs, ordered[i].document, ordered[i - 1].document);
        if (i > 1)
            add_pair(copies, pairs, ordered[i].document, ordered[0].document);
    }
    free(ordered);
}

static struct runs *find_pairs(struct copies *copies)
{
    struct runs *pairs = runs_new(copies->folder);
    struct posting_list list;
    copies->sizes = sizes_of(copies);
    while (posting_next(copies->posting, &list)) {
        if (list.count > COPIES_PAIRWISE) {
            pair_along(copies, &list, pairs);
            continue;
        }
        for (size_t i = 1; i < list.count; i++)
            for (size_t j = 0; j < i; j++)
                add_pair(copies, pairs, list.documents[i], list.documents[j]);
    }
    free(copies->sizes);
    copies->sizes = NULL;
    return pairs;
}

/* --- comparing ------------------------------------------------------------------------------- */

static struct overlap_text fetch(struct copies *copies, struct side *side, uint32_t number,
                                 const struct rarity *rarity)
{
    const struct document *document = &copies->documents[number];
    spool_fetch(copies->words, document->place, document->words * sizeof(uint32_t),
                &side->words);
    struct overlap_text text = {(const uint32_t *)(const void *)side->words.at, NULL,
                                document->words};
    if (!rarity)
        return text;
    side->weights =
        mem_grow(side->weights, &side->room, text.count + 1, sizeof *side->weights);
    rarity_weigh(rarity, text.words, text.count, side->weights);
    text.weights = side->weights;
    return text;
}

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static enum copies_relation relation_of(const struct copies *copies, const struct edge *edge)
{
    const struct document *x = &copies->documents[edge->large];
    const struct document *y = &copies->documents[edge->small];
    double large = (double)edge->large_share, small = (double)edge->small_share;
    if (has_words_of(x, y))
        return COPIES_SAME;
    return large >= near_ratio * small ? COPIES_NEAR : COPIES_CONTAINS;
}

/* Enough words, whatever they are. */
static bool is_alike(const struct copies *copies, const struct overlap_shares *shares,
                     uint32_t small)
{
    double words = shares->other * copies->documents[small].words;
    return shares->other >= copies->similarity &&
           (words >= LEAST_WORDS || smaller(shares->indexed, shares->other) >= near_ratio);
}

static void add_edge(struct copies *copies, uint32_t large, uint32_t small)
{
    const struct document *x = &copies->documents[large], *y = &copies->documents[small];
    struct overlap_shares shares =
        overlap_compare(copies->overlap, fetch(copies, &copies->small, small, NULL));
    bool whole = has_words_of(x, y);
    struct edge edge = {large, small, (float)shares.indexed, (float)shares.other,
                        false};
    if (!whole && !is_alike(copies, &shares, small))
        return;
    if (relation_of(copies, &edge) != COPIES_CONTAINS &&
        identity_differs(&x->identity, &y->identity))
        return;
    copies->edges = mem_grow(copies->edges, &copies->edge_room, copies->edge_count + 1,
                             sizeof *copies->edges);
    copies->edges[copies->edge_count++] = edge;
}

/* Compares what has enough in common and may be a copy. */
static void compare_pair(struct copies *copies, uint64_t pair, size_t shared, uint32_t *indexed)
{
    uint32_t large = (uint32_t)(pair >> 32), small = (uint32_t)pair;
    const struct document *x = &copies->documents[large], *y = &copies->documents[small];
    bool few = y->words < FEW_WORDS || y->keys < FEW_KEYS;
    bool enough = few || (shared >= 2 && shared * SHARED_PART >= y->keys);
    if (!enough && !has_words_of(x, y))
        return;
    if (identity_excludes(&x->identity, &y->identity))
        return;
    if (*indexed != large) {
        overlap_index(copies->overlap, fetch(copies, &copies->large, large, NULL));
        *indexed = large;
    }
    add_edge(copies, large, small);
}

static void compare_pairs(struct copies *copies, struct runs *pairs)
{
    uint32_t indexed = UINT32_MAX;
    for (size_t part = 0; part < RUNS_PARTS; part++) {
        size_t count, next;
        const uint64_t *items = runs_part(pairs, part, &count);
        for (size_t i = 0; i < count; i = next) {
            for (next = i + 1; next < count && items[next] == items[i];)
                next++;
            compare_pair(copies, items[i], next - i, &indexed);
        }
    }
}

/* --- rarity ---------------------------------------------------------------------------------- */

static struct cluster *find_families(const struct copies *copies)
{
    struct cluster *families = cluster_new(copies->count);
    for (size_t i = 0; i < copies->edge_count; i++) {
        const struct edge *edge = &copies->edges[i];
        if (smaller((double)edge->large_share, (double)edge->small_share) >= family_share)
            cluster_join(families, edge->large, edge->small);
    }
    return families;
}

/* Are there enough words that are not common? */
static bool is_telling(struct copies *copies, struct edge *edge,
                       const struct rarity *rarity, uint32_t *indexed)
{
    if ((double)edge->small_share >= whole_share)
        return true;
    if (*indexed != edge->large) {
        overlap_index(copies->overlap, fetch(copies, &copies->large, edge->large, NULL));
        *indexed = edge->large;
    }
    struct overlap_text small = fetch(copies, &copies->small, edge->small, rarity);
    struct overlap_shares shares = overlap_compare(copies->overlap, small);
    bool edited = shares.other >= edited_share &&
                  (double)shares.gap <= edited_gap * (double)small.count;
    bool shaped = edited || shares.run >= QUOTED_WORDS;
    edge->loose = !edited && shares.weight < copies->similarity * loose_part;
    return shares.weight >= copies->similarity * (shaped ? shaped_part : 1);
}

/* So little of the smaller text is common that weights would change nothing: what both have is
 * enough without it. */
static bool is_plain(const struct copies *copies, const struct rarity *rarity,
                     const struct edge *edge)
{
    double part = rarity_part(rarity, edge->small, copies->documents[edge->small].keys);
    return part < common_part || (double)edge->small_share - part >= copies->similarity;
}

/* Drops the edges that common words alone make. */
static void weigh_edges(struct copies *copies)
{
    struct cluster *families = find_families(copies);
    struct rarity *rarity = rarity_new(copies->posting, families, copies->count);
    uint32_t indexed = UINT32_MAX;
    size_t kept = 0;
    for (size_t i = 0; i < copies->edge_count; i++) {
        struct edge edge = copies->edges[i];
        if (is_plain(copies, rarity, &edge) ||
            is_telling(copies, &edge, rarity, &indexed))
            copies->edges[kept++] = edge;
    }
    copies->edge_count = kept;
    rarity_free(rarity);
    cluster_free(families);
}

/* --- clusters -------------------------------------------------------------------------------- */

static double similarity_of(const struct copies *copies, const struct edge *edge)
{
    double large = copies->documents[edge->large].words;
    double small = copies->documents[edge->small].words;
    switch (relation_of(copies, edge)) {
    case COPIES_SAME:
        return 1;
    case COPIES_NEAR:
        return (large * (double)edge->large_share + small * (double)edge->small_share) /
               (large + small);
    default:
        return (double)edge->small_share;
    }
}

/* An edge among others, by its strength and then by what the documents say. */
struct ranked {
    double similarity;
    uint64_t large, small; /* digests */
    struct edge edge;
};

static int by_strength(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    if (a->similarity != b->similarity)
        return a->similarity > b->similarity ? -1 : 1;
    if (a->large != b->large)
        return a->large < b->large ? -1 : 1;
    if (a->small != b->small)
        return a->small < b->small ? -1 : 1;
    if (a->edge.large != b->edge.large)
        return a->edge.large < b->edge.large ? -1 : 1;
    return (a->edge.small > b->edge.small) - (a->edge.small < b->edge.small);
}

static void rank_edges(struct copies *copies)
{
    struct ranked *ranked = mem_new(copies->edge_count, sizeof *ranked);
    for (size_t i = 0; i < copies->edge_count; i++) {
        const struct edge *edge = &copies->edges[i];
        ranked[i] =
            (struct ranked){similarity_of(copies, edge), copies->documents[edge->large].digest.high,
                            copies->documents[edge->small].digest.high, *edge};
    }
    if (copies->edge_count)
        qsort(ranked, copies->edge_count, sizeof *ranked, by_strength);
    for (size_t i = 0; i < copies->edge_count; i++)
        copies->edges[i] = ranked[i].edge;
    free(ranked);
}

/* The edges of each document, strongest first. */
static void list_edges(struct copies *copies)
{
    size_t *firsts = mem_new(copies->count + 2, sizeof *firsts);
    for (size_t i = 0; i < copies->edge_count; i++) {
        firsts[copies->edges[i].large + 2]++;
        firsts[copies->edges[i].small + 2]++;
    }
    for (size_t i = 2; i < copies->count + 2; i++)
        firsts[i] += firsts[i - 1];
    copies->listed = mem_new(2 * copies->edge_count, sizeof *copies->listed);
    for (size_t i = 0; i < copies->edge_count; i++) {
        copies->listed[firsts[copies->edges[i].large + 1]++] = (uint32_t)i;
        copies->listed[firsts[copies->edges[i].small + 1]++] = (uint32_t)i;
    }
    copies->firsts = firsts;
}

/* Joins two sets unless something in the one differs from something in the other. */
static void join(struct cluster *cluster, struct identity *identities, const struct edge *edge)
{
    uint32_t a = cluster_of(cluster, edge->large), b = cluster_of(cluster, edge->small);
    if (a == b || identity_differs(&identities[a], &identities[b]))
        return;
    cluster_join(cluster, a, b);
    identity_join(&identities[a < b ? a : b], &identities[a < b ? b : a]);
}

static struct cluster *find_clusters(const struct copies *copies, enum copies_relation widest)
{
    struct cluster *cluster = cluster_new(copies->count);
    struct identity *identities = mem_new(copies->count, sizeof *identities);
    for (size_t i = 0; i < copies->count; i++)
        identities[i] = copies->documents[i].identity;
    for (size_t i = 0; i < copies->edge_count; i++)
        if (!copies->edges[i].loose && relation_of(copies, &copies->edges[i]) <= widest)
            join(cluster, identities, &copies->edges[i]);
    free(identities);
    return cluster;
}

static void find_origins(struct copies *copies)
{
    copies->origins = mem_new(copies->count, sizeof *copies->origins);
    for (uint32_t i = 0; i < copies->count; i++)
        copies->origins[i] = copies->documents[i].earliest;
    for (uint32_t i = 0; i < copies->count; i++) {
        uint32_t head = cluster_of(copies->clusters, copies->documents[i].original);
        if (is_earlier(copies, i, copies->origins[head]))
            copies->origins[head] = i;
    }
}

void copies_find(struct copies *copies)
{
    if (copies->count == 0)
        return;
    struct runs *pairs = find_pairs(copies);
    compare_pairs(copies, pairs);
    runs_free(pairs);
    weigh_edges(copies);
    rank_edges(copies);
    list_edges(copies);
    copies->near = find_clusters(copies, COPIES_NEAR);
    copies->clusters = find_clusters(copies, COPIES_CONTAINS);
    find_origins(copies);
}

/* --- asking ---------------------------------------------------------------------------------- */

/* The others with the same words: all name the earliest, which names the others. */
static size_t list_same(const struct copies *copies, size_t document,
                        struct copies_found found[COPIES_LISTED])
{
    uint32_t original = copies->documents[document].original;
    uint32_t earliest = copies->documents[original].earliest;
    size_t count = 0;
    if (earliest != document) {
        found[0] = (struct copies_found){earliest, 1, COPIES_SAME};
        return 1;
    }
    uint32_t other = original;
    do {
        if (other != document)
            found[count++] = (struct copies_found){other, 1, COPIES_SAME};
        other = copies->documents[other].next;
    } while (other != NONE && count < COPIES_LISTED);
    return count;
}

size_t copies_of(const struct copies *copies, size_t document,
                 struct copies_found found[COPIES_LISTED])
{
    size_t count = list_same(copies, document, found);
    uint32_t original = copies->documents[document].original;
    for (size_t i = copies->firsts[original];
         i < copies->firsts[original + 1] && count < COPIES_LISTED; i++) {
        const struct edge *edge = &copies->edges[copies->listed[i]];
        enum copies_relation relation = relation_of(copies, edge);
        bool large = edge->large == original;
        uint32_t other = large ? edge->small : edge->large;
        if (relation == COPIES_CONTAINS && !large)
            relation = COPIES_CONTAINED;
        found[count++] = (struct copies_found){copies->documents[other].earliest,
                                               similarity_of(copies, edge), relation};
    }
    return count;
}

static uint32_t head_of(const struct copies *copies, struct cluster *cluster, size_t document)
{
    return cluster_of(cluster, copies->documents[document].original);
}

size_t copies_origin(const struct copies *copies, size_t document)
{
    return copies->origins[head_of(copies, copies->clusters, document)];
}

static bool is_longer(const struct copies *copies, uint32_t a, uint32_t b)
{
    size_t x = copies->documents[a].words, y = copies->documents[b].words;
    return x != y ? x > y : is_earlier(copies, a, b);
}

static bool is_preferred(const struct copies *copies, enum copies_keep rule, uint32_t a,
                         uint32_t b)
{
    return rule == COPIES_KEEP_FIRST      ? a < b
           : rule == COPIES_KEEP_EARLIEST ? is_earlier(copies, a, b)
                                          : is_longer(copies, a, b);
}

void copies_keep_one(struct copies *copies, enum copies_keep rule)
{
    copies->kept_ones = mem_new(copies->count, sizeof *copies->kept_ones);
    for (uint32_t i = 0; i < copies->count; i++)
        copies->kept_ones[i] = i;
    for (uint32_t i = 0; i < copies->count; i++) {
        uint32_t *kept = &copies->kept_ones[head_of(copies, copies->near, i)];
        if (is_preferred(copies, rule, i, *kept))
            *kept = i;
    }
}

bool copies_is_kept(const struct copies *copies, size_t document)
{
    return !copies->kept_ones ||
           copies->kept_ones[head_of(copies, copies->near, document)] == document;
}

struct span copies_id(const struct copies *copies, size_t document)
{
    const struct document *found = &copies->documents[document];
    return (struct span){found->id, found->id_length};
}

struct span copies_source(const struct copies *copies, size_t document)
{
    const struct document *found = &copies->documents[document];
    return (struct span){found->source, found->source_length};
}

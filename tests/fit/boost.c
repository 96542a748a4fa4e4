/* boost: fits the boosted trees of lib/forest.c or lib/cut.c, and prints them as a table of nodes.
 * usage: boost blocks|cuts FEATURES LABELS [FOLD...]
 * FEATURES has a line for each block or bound: the number of its page and, behind the last tab,
 * its features. LABELS has the page, 1 or 0, and a weight. With FOLDs (0 to 4) the pages whose
 * number leaves one of them when divided by 5 are left out.
 *
 * Source: Friedman, "Greedy function approximation: a gradient boosting machine", 2001, with
 * logistic loss and Newton steps; "Stochastic gradient boosting", 2002, for fitting each tree to
 * some of the pages. The same input gives the same trees. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cut.h"
#include "evidence.h"

enum {
    LEAVES_MAX = 8,
    NODES_MAX = 2 * LEAVES_MAX - 1, /* of a tree */
    FEATURES_MAX = EVIDENCE_FEATURES,
    BINS = 48,              /* values of a feature that a split can tell apart */
    FOLDS = 5,
    SEED = 2,
    COLUMNS = 97, /* of a line of the table, at most */
    NONE = -1
};

/* The sizes of a fit. They were chosen by cross-validation; what is said beside the tables of
 * lib/forest.c and lib/cut.c tells how much they matter. */
struct sizes {
    const char *name;
    size_t features;
    int trees, leaves;
    double shrinkage;      /* of what a tree adds */
    double penalty;        /* on the squares of the leaves' values */
    double curvature_min;  /* of the loss in a leaf: so little is no evidence */
    double features_share; /* that a tree is fitted to */
};

static const struct sizes kinds[] = {
    {"blocks", EVIDENCE_FEATURES, 150, LEAVES_MAX, 0.12, 10, 5, 0.15},
    {"cuts", CUT_FEATURES, 100, 4, 0.1, 5, 2, 0.3},
};

static const double PAGES_SHARE = 0.6; /* that a tree is fitted to */
static const double GAIN_MIN = 1e-9;

struct feature {
    float cuts[BINS]; /* between the bins, ascending */
    size_t cut_count;
    float *values;    /* of the blocks */
    uint8_t *bins;    /* of the blocks: how many cuts lie below the value */
};

struct blocks {
    size_t count, pages;
    size_t *page;
    float *wanted, *weight; /* wanted: 1 for main text, else 0 */
    float *score;           /* the log-odds that the trees give so far */
    /* The first two derivatives of the loss by the score. */
    float *slope, *curvature;
    struct feature features[FEATURES_MAX];
    const struct sizes *sizes;
    bool left_out[FOLDS];
};

struct split {
    double gain; /* 0: there is none */
    size_t feature, bin;
};

struct node {
    int below; /* the child for values in bins up to the split's; the other is the next; NONE */
    struct split split;
    float value;
    size_t start, end; /* of the sample: blocks that come here */
};

struct sums {
    double slope, curvature;
};

static void fail(const char *what)
{
    fprintf(stderr, "boost: %s\n", what);
    exit(1);
}

static void *allocate(size_t count, size_t size)
{
    void *room = calloc(count ? count : 1, size);
    if (!room)
        fail("out of memory");
    return room;
}

static FILE *open_file(const char *name)
{
    FILE *file = fopen(name, "r");
    if (!file)
        fail(name);
    return file;
}

/* --- reading ---------------------------------------------------------------------------------- */

static bool is_left_out(const struct blocks *blocks, size_t page)
{
    return blocks->left_out[page % FOLDS];
}

static void read_labels(struct blocks *blocks, const char *name)
{
    FILE *file = open_file(name);
    char *line = NULL, *end;
    size_t room = 0, lines = 0;
    while (getline(&line, &room, file) > 0)
        lines++;
    rewind(file);
    blocks->page = allocate(lines, sizeof *blocks->page);
    blocks->wanted = allocate(lines, sizeof *blocks->wanted);
    blocks->weight = allocate(lines, sizeof *blocks->weight);
    while (getline(&line, &room, file) > 0) {
        size_t page = strtoul(line, &end, 10);
        blocks->pages = page + 1;
        if (is_left_out(blocks, page))
            continue;
        blocks->page[blocks->count] = page;
        blocks->wanted[blocks->count] = strtof(end, &end);
        blocks->weight[blocks->count++] = strtof(end, NULL);
    }
    free(line);
    fclose(file);
}

static void read_values(struct blocks *blocks, size_t block, char *at)
{
    for (size_t f = 0; f < blocks->sizes->features; f++) {
        char *end;
        blocks->features[f].values[block] = strtof(at, &end);
        if (end == at)
            fail("a block has too few features");
        at = end;
    }
}

static void read_features(struct blocks *blocks, const char *name)
{
    FILE *file = open_file(name);
    char *line = NULL, *tab;
    size_t room = 0, count = 0;
    for (size_t f = 0; f < blocks->sizes->features; f++)
        blocks->features[f].values = allocate(blocks->count, sizeof(float));
    while (getline(&line, &room, file) > 0) {
        if (is_left_out(blocks, strtoul(line, NULL, 10)))
            continue;
        tab = strrchr(line, '\t');
        if (!tab || count == blocks->count)
            fail("the labels are of other blocks");
        read_values(blocks, count++, tab);
    }
    if (count != blocks->count)
        fail("the labels are of other blocks");
    free(line);
    fclose(file);
}

/* --- bins ------------------------------------------------------------------------------------- */

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Few values: a cut between each two. Many: cuts below those that part the blocks evenly. */
static void cut_feature(struct feature *feature, const float *sorted, size_t count)
{
    size_t distinct = 1;
    float last = sorted[0];
    for (size_t i = 1; i < count; i++)
        distinct += sorted[i] > sorted[i - 1];
    for (size_t i = 1; distinct <= BINS && i < count; i++)
        if (sorted[i] > sorted[i - 1])
            feature->cuts[feature->cut_count++] = (sorted[i] + sorted[i - 1]) / 2;
    for (size_t i = 1; distinct > BINS && i < BINS; i++) {
        float value = sorted[count * i / BINS];
        if (value > last)
            feature->cuts[feature->cut_count++] = value - 1e-6F * (fabsf(value) + 1e-3F);
        last = value;
    }
}

static uint8_t bin_of(const struct feature *feature, float value)
{
    size_t low = 0, high = feature->cut_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (value > feature->cuts[middle])
            low = middle + 1;
        else
            high = middle;
    }
    return (uint8_t)low;
}

static void make_bins(struct feature *feature, size_t count)
{
    float *sorted = allocate(count, sizeof *sorted);
    memcpy(sorted, feature->values, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare_floats);
    cut_feature(feature, sorted, count);
    free(sorted);
    feature->bins = allocate(count, sizeof *feature->bins);
    for (size_t i = 0; i < count; i++)
        feature->bins[i] = bin_of(feature, feature->values[i]);
    free(feature->values);
}

/* --- a tree ----------------------------------------------------------------------------------- */

/* From 0 to below 1. Source: Marsaglia, "Xorshift RNGs", 2003. */
static double draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (double)(*state >> 11) / 9007199254740992.0;
}

static uint64_t seeded(void)
{
    uint64_t state = 88172645463325252U + (uint64_t)SEED * 7919;
    for (int i = 0; i < 20; i++)
        draw(&state);
    return state;
}

static struct sums add_up(const struct blocks *blocks, const size_t *sample, size_t count)
{
    struct sums sums = {0, 0};
    for (size_t i = 0; i < count; i++) {
        sums.slope += (double)blocks->slope[sample[i]];
        sums.curvature += (double)blocks->curvature[sample[i]];
    }
    return sums;
}

/* By how much a leaf lowers the loss, but for a factor. */
static double worth(struct sums sums, double penalty)
{
    return sums.slope * sums.slope / (sums.curvature + penalty);
}

static void add_up_bins(const struct blocks *blocks, const uint8_t *bins, const size_t *sample,
                        size_t count, struct sums *sums)
{
    for (size_t i = 0; i < count; i++) {
        struct sums *bin = &sums[bins[sample[i]]];
        bin->slope += (double)blocks->slope[sample[i]];
        bin->curvature += (double)blocks->curvature[sample[i]];
    }
}

static struct split best_split(const struct blocks *blocks, const size_t *sample, size_t count,
                               const bool *used)
{
    struct sums whole = add_up(blocks, sample, count);
    struct split best = {0, 0, 0};
    double least = blocks->sizes->curvature_min, penalty = blocks->sizes->penalty;
    for (size_t f = 0; f < blocks->sizes->features; f++) {
        const struct feature *feature = &blocks->features[f];
        struct sums sums[BINS] = {{0, 0}}, below = {0, 0};
        if (!used[f] || !feature->cut_count)
            continue;
        add_up_bins(blocks, feature->bins, sample, count, sums);
        for (size_t bin = 0; bin < feature->cut_count; bin++) {
            below.slope += sums[bin].slope;
            below.curvature += sums[bin].curvature;
            struct sums above = {whole.slope - below.slope, whole.curvature - below.curvature};
            if (below.curvature < least || above.curvature < least)
                continue;
            double gain = worth(below, penalty) + worth(above, penalty) - worth(whole, penalty);
            if (gain > GAIN_MIN && gain > best.gain)
                best = (struct split){gain, f, bin};
        }
    }
    return best;
}

/* Puts the blocks for the first child to the front, each part in its order; where they end. */
static size_t part_sample(const struct blocks *blocks, const struct node *node, size_t *sample)
{
    const uint8_t *bins = blocks->features[node->split.feature].bins;
    size_t *above = allocate(node->end - node->start, sizeof *above);
    size_t middle = node->start, count = 0;
    for (size_t i = node->start; i < node->end; i++) {
        if (bins[sample[i]] <= node->split.bin)
            sample[middle++] = sample[i];
        else
            above[count++] = sample[i];
    }
    memcpy(sample + middle, above, count * sizeof *above);
    free(above);
    return middle;
}

static struct node new_leaf(const struct blocks *blocks, const size_t *sample, size_t start,
                            size_t end, const bool *used)
{
    struct split split = best_split(blocks, sample + start, end - start, used);
    return (struct node){NONE, split, 0, start, end};
}

static int best_leaf(const struct node *tree, int count)
{
    int best = NONE;
    for (int i = 0; i < count; i++)
        if (tree[i].below == NONE && tree[i].split.gain > 0 &&
            (best == NONE || tree[i].split.gain > tree[best].split.gain))
            best = i;
    return best;
}

/* Splits the leaf that gains most, until there are enough. */
static void grow_tree(const struct blocks *blocks, struct node *tree, size_t *sample, size_t size,
                      const bool *used)
{
    int count = 1, best;
    double penalty = blocks->sizes->penalty;
    tree[0] = new_leaf(blocks, sample, 0, size, used);
    while (count < 2 * blocks->sizes->leaves - 1 && (best = best_leaf(tree, count)) != NONE) {
        struct node *node = &tree[best];
        size_t middle = part_sample(blocks, node, sample);
        node->below = count;
        tree[count++] = new_leaf(blocks, sample, node->start, middle, used);
        tree[count++] = new_leaf(blocks, sample, middle, node->end, used);
    }
    for (int i = 0; i < count; i++) {
        struct sums sums = add_up(blocks, sample + tree[i].start, tree[i].end - tree[i].start);
        tree[i].value = (float)(blocks->sizes->shrinkage * sums.slope / (sums.curvature + penalty));
    }
}

static float value_of(const struct blocks *blocks, const struct node *tree, size_t block)
{
    const struct node *node = tree;
    while (node->below != NONE) {
        bool above = blocks->features[node->split.feature].bins[block] > node->split.bin;
        node = &tree[node->below + above];
    }
    return node->value;
}

/* --- the trees -------------------------------------------------------------------------------- */

/* The blocks of some pages, and what the score so far makes of them. */
static size_t take_sample(struct blocks *blocks, size_t *sample, uint64_t *state)
{
    bool *taken = allocate(blocks->pages, sizeof *taken);
    size_t size = 0;
    for (size_t page = 0; page < blocks->pages; page++)
        taken[page] = !is_left_out(blocks, page) && draw(state) < PAGES_SHARE;
    for (size_t i = 0; i < blocks->count; i++) {
        if (!taken[blocks->page[i]])
            continue;
        float likelihood = 1 / (1 + expf(-blocks->score[i]));
        blocks->slope[i] = blocks->weight[i] * (blocks->wanted[i] - likelihood);
        blocks->curvature[i] = blocks->weight[i] * likelihood * (1 - likelihood);
        sample[size++] = i;
    }
    free(taken);
    return size;
}

/* A number of the table. Numbers pass through the digits that the first fit wrote to its files,
 * so that rounding twice gives the same table. */
static int format_number(char *text, size_t room, const char *first, float number)
{
    snprintf(text, room, first, (double)number);
    int length = snprintf(text, room, "%.4g", strtod(text, NULL));
    const char *ending = strpbrk(text, ".e") ? "F" : ".0F";
    return length + snprintf(text + length, room - (size_t)length, "%s", ending);
}

static void print_entry(const char *entry, size_t *column)
{
    static const char margin[] = "   ";
    size_t length = strlen(entry);
    if (*column && *column + 1 + length > COLUMNS) {
        putchar('\n');
        *column = 0;
    }
    if (!*column)
        *column = (size_t)printf("%s", margin);
    *column += (size_t)printf(" %s", entry);
}

static int size_of(const struct node *tree, int at)
{
    int below = tree[at].below;
    return below == NONE ? 1 : 1 + size_of(tree, below) + size_of(tree, below + 1);
}

/* In preorder; as deep as a tree of so few leaves can be. */
static void print_node(const struct blocks *blocks, const struct node *tree, int at,
                       size_t *column)
{
    const struct node *node = &tree[at];
    char number[32], entry[64];
    if (node->below == NONE) {
        format_number(number, sizeof number, "%.5g", node->value);
        snprintf(entry, sizeof entry, "{-1, %s, 0},", number);
        print_entry(entry, column);
        return;
    }
    const struct split *split = &node->split;
    format_number(number, sizeof number, "%.7g",
                  blocks->features[split->feature].cuts[split->bin]);
    snprintf(entry, sizeof entry, "{%zu, %s, %d},", split->feature, number,
             1 + size_of(tree, node->below));
    print_entry(entry, column);
    print_node(blocks, tree, node->below, column);
    print_node(blocks, tree, node->below + 1, column);
}

static void fit(struct blocks *blocks)
{
    uint64_t state = seeded();
    size_t *sample = allocate(blocks->count, sizeof *sample);
    blocks->score = allocate(blocks->count, sizeof(float));
    blocks->slope = allocate(blocks->count, sizeof(float));
    blocks->curvature = allocate(blocks->count, sizeof(float));
    for (int i = 0; i < blocks->sizes->trees; i++) {
        struct node tree[NODES_MAX];
        bool used[FEATURES_MAX];
        size_t column = 0;
        for (size_t f = 0; f < blocks->sizes->features; f++)
            used[f] = draw(&state) < blocks->sizes->features_share;
        size_t size = take_sample(blocks, sample, &state);
        grow_tree(blocks, tree, sample, size, used);
        for (size_t k = 0; k < blocks->count; k++)
            blocks->score[k] += value_of(blocks, tree, k);
        print_node(blocks, tree, 0, &column);
        putchar('\n');
    }
    free(sample);
}

int main(int argc, char **argv)
{
    static struct blocks blocks;
    for (size_t i = 0; argc > 3 && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, argv[1]) == 0)
            blocks.sizes = &kinds[i];
    if (!blocks.sizes)
        fail("usage: boost blocks|cuts FEATURES LABELS [FOLD...]");
    for (int i = 4; i < argc; i++)
        blocks.left_out[strtoul(argv[i], NULL, 10) % FOLDS] = true;
    read_labels(&blocks, argv[3]);
    read_features(&blocks, argv[2]);
    if (!blocks.count)
        fail("no blocks");
    for (size_t f = 0; f < blocks.sizes->features; f++)
        make_bins(&blocks.features[f], blocks.count);
    fit(&blocks);
    return fflush(stdout) || ferror(stdout);
}

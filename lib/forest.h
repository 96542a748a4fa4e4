/* forest: boosted trees, and how likely a block is main text by those fitted to its evidence.
 * Uses mem span buf document xml flow evidence. A core.
 *
 * Source: Friedman, "Greedy function approximation: a gradient boosting machine", 2001. */
#ifndef FOREST_H
#define FOREST_H

#include "evidence.h"

enum { FOREST_LEAF = -1 };

/* A tree is its nodes in preorder: behind a node comes the way for a feature not above the
 * value, `right` nodes further on the way for one above it. A leaf's value is added up. */
struct forest_node {
    short feature; /* or FOREST_LEAF */
    float value;
    unsigned short right;
};

/* What the trees, one behind the other, add up to. */
double forest_sum(const struct forest_node *nodes, size_t count, const float *features);
/* Of a block to be main text, from 0 to 1. */
double forest_likelihood(const float features[EVIDENCE_FEATURES]);

#endif

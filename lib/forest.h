/* forest: how likely a block is main text, by boosted trees over its evidence.
 * Uses mem span buf document xml flow evidence. A core.
 *
 * Source: Friedman, "Greedy function approximation: a gradient boosting machine", 2001. */
#ifndef FOREST_H
#define FOREST_H

#include "evidence.h"

/* From 0 to 1. */
double forest_likelihood(const float features[EVIDENCE_FEATURES]);

#endif

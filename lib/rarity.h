/* rarity: how much the words of a text tell of where it comes from: 1, or less where the runs of
 * words about them are common. Uses mem runs shingle posting cluster.
 *
 * A run is common where RARITY_FREE families of documents and more have it; its words then weigh
 * RARITY_FREE times less than one for each family. Families, not documents, are counted, so that
 * what was copied often is not taken for boilerplate. Source: Sparck Jones, "A statistical
 * interpretation of term specificity" (1972). */
#ifndef RARITY_H
#define RARITY_H

#include "cluster.h"
#include "posting.h"
#include "shingle.h"

enum { RARITY_FREE = 3 };

struct rarity;

/* Reads all lists of the posting. `families` are of the `count` documents. */
struct rarity *rarity_new(struct posting *posting, struct cluster *families, size_t count);
void rarity_free(struct rarity *rarity);
/* The share of the document's kept keys, of which there are so many, that are common. */
double rarity_part(const struct rarity *rarity, uint32_t document, size_t keys);
/* The weight of each word. */
void rarity_weigh(const struct rarity *rarity, const uint32_t *words, size_t count,
                  float *weights);

#endif

/* cluster: numbered things that are joined into disjoint sets. Uses mem. A core.
 *
 * Source: Tarjan, "Efficiency of a good but not linear set union algorithm" (1975), with path
 * halving; the least number of a set stands for it, so that no result depends on the order of
 * the joins. */
#ifndef CLUSTER_H
#define CLUSTER_H

#include <stddef.h>
#include <stdint.h>

struct cluster;

struct cluster *cluster_new(size_t count);
void cluster_free(struct cluster *cluster);
uint32_t cluster_of(struct cluster *cluster, uint32_t item); /* the least of its set */
void cluster_join(struct cluster *cluster, uint32_t a, uint32_t b);

#endif

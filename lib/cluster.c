#include "cluster.h"

#include <stdlib.h>

#include "mem.h"

struct cluster {
    uint32_t *parents;
};

struct cluster *cluster_new(size_t count)
{
    struct cluster *cluster = mem_new(1, sizeof *cluster);
    cluster->parents = mem_new(count, sizeof *cluster->parents);
    for (size_t i = 0; i < count; i++)
        cluster->parents[i] = (uint32_t)i;
    return cluster;
}

void cluster_free(struct cluster *cluster)
{
    if (!cluster)
        return;
    free(cluster->parents);
    free(cluster);
}

uint32_t cluster_of(struct cluster *cluster, uint32_t item)
{
    uint32_t *parents = cluster->parents;
    while (parents[item] != item) {
        parents[item] = parents[parents[item]];
        item = parents[item];
    }
    return item;
}

void cluster_join(struct cluster *cluster, uint32_t a, uint32_t b)
{
    a = cluster_of(cluster, a);
    b = cluster_of(cluster, b);
    if (a < b)
        cluster->parents[b] = a;
    else
        cluster->parents[a] = b;
}

/* quantile: the values below which a given part of all lies, exactly. Uses mem span buf
 * decimal. A core.
 *
 * Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996, type 2: the
 * inverse of the empirical distribution function, averaged where it jumps. All numbers are
 * kept, as text. */
#ifndef QUANTILE_H
#define QUANTILE_H

#include "decimal.h"

/* The part, as a fraction. */
struct quantile_rank {
    unsigned long long part, whole; /* whole is at most QUANTILE_WHOLE_MAX */
};

#define QUANTILE_WHOLE_MAX 1000000000ull /* nine digits behind the point */

/* Reads a decimal fraction from 0 to 1; false where it is none, or has more digits. */
bool quantile_read(struct span text, struct quantile_rank *rank);

/* Start with a zeroed struct. */
struct quantile {
    struct buf texts; /* of the numbers, a NUL behind each */
    size_t count;
};
void quantile_add(struct quantile *quantile, const struct decimal *number);
/* Appends the quantile as JSON; false where there are no numbers. */
bool quantile_write(const struct quantile *quantile, struct quantile_rank rank,
                    struct buf *json);
void quantile_free(struct quantile *quantile);

#endif

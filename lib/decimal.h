/* decimal: numbers as people write them, compared and added without rounding. Uses mem
 * span buf. A core.
 *
 * A sum is a fixed-point accumulator in base 10^9 (the decimal form of the "long
 * accumulator" of Kulisch, "Computer Arithmetic and Validity", 2008), so that it does not
 * depend on the order of the numbers nor on how they were split. */
#ifndef DECIMAL_H
#define DECIMAL_H

#include <stdint.h>

#include "buf.h"

enum {
    /* Powers of ten that a digit may stand at. 2^63 numbers of the largest sum up to less
     * than the largest double, and all digits of a sum fit into the longest number that
     * `scan` takes, so that every sum is a number that a record can hold. */
    DECIMAL_POWER_MAX = 287,
    DECIMAL_POWER_MIN = -190,
    DECIMAL_SUM_POWER_MAX = DECIMAL_POWER_MAX + 19, /* 2^63 has 19 digits */
    DECIMAL_SUM_POWER_MIN = DECIMAL_POWER_MIN - 35  /* a mean's: 19 digits and 15 more */
};

struct decimal {
    bool negative;
    struct span
        digits; /* borrowed; first to last that is not 0, a point may be among them */
    int power;  /* of ten, of the first digit */
};

/* Is it spelt as a JSON number is, of whatever size? */
bool decimal_is(struct span text);
/* Reads a JSON number; false where text is none, or a digit stands outside the powers
 * above. */
bool decimal_read(struct span text, struct decimal *number);
/* The same for a sum that was written by decimal_sum_write, or a mean: those may be larger. */
bool decimal_read_sum(struct span text, struct decimal *number);
/* Less than, equal to or greater than 0, as a is to b. */
int decimal_compare(const struct decimal *a, const struct decimal *b);
/* Appends the number as JSON, spelt the one shortest way. */
void decimal_write(const struct decimal *number, struct buf *out);

/* Start with a zeroed struct. */
struct decimal_sum {
    int64_t *limbs; /* of powers of 10^9, the lowest first */
    int low;        /* the power that limbs[0] stands for */
    int count;
    uint64_t added;
};
void decimal_add(struct decimal_sum *sum, const struct decimal *number);
void decimal_sum_write(const struct decimal_sum *sum, struct buf *out);
void decimal_sum_free(struct decimal_sum *sum);

#endif

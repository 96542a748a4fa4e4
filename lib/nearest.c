#include "nearest.h"

#include <stdint.h>
#include <stdlib.h>

#include "mem.h"

enum { BITS = 64, LEVELS = 11 /* 64^11 is more than a size_t counts */ };

struct nearest {
    uint64_t *levels[LEVELS];
    size_t count; /* of levels */
};

struct nearest *nearest_new(size_t count)
{
    struct nearest *nearest = mem_new(1, sizeof *nearest);
    do {
        count = count / BITS + 1;
        nearest->levels[nearest->count++] = mem_new(count, sizeof(uint64_t));
    } while (count > 1);
    return nearest;
}

void nearest_free(struct nearest *nearest)
{
    if (!nearest)
        return;
    for (size_t i = 0; i < nearest->count; i++)
        free(nearest->levels[i]);
    free(nearest);
}

void nearest_mark(struct nearest *nearest, size_t number)
{
    for (size_t i = 0; i < nearest->count; i++, number /= BITS)
        nearest->levels[i][number / BITS] |= UINT64_C(1) << number % BITS;
}

static size_t highest(uint64_t word)
{
    return BITS - 1 - (size_t)__builtin_clzll(word);
}

size_t nearest_below(const struct nearest *nearest, size_t number)
{
    for (size_t i = 0; i < nearest->count; i++) {
        uint64_t word = nearest->levels[i][number / BITS];
        word &= UINT64_MAX >> (BITS - 1 - number % BITS);
        if (word) {
            number = number / BITS * BITS + highest(word);
            while (i-- > 0)
                number = number * BITS + highest(nearest->levels[i][number]);
            return number;
        }
        if (number < BITS)
            return NEAREST_NONE;
        number = number / BITS - 1;
    }
    return NEAREST_NONE;
}

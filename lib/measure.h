/* measure: money, percentages and durations in running text, as plain values. Uses span
 * utf8 buf. A core.
 *
 * Values are exact decimals ("5200000", "37.5"); durations are ISO 8601-1 ("P37W",
 * "PT24H"). Currencies are those of ISO 4217 that British documents print. An age ("18
 * years old") is no duration. */
#ifndef MEASURE_H
#define MEASURE_H

#include "buf.h"

enum {
    MEASURE_DIGITS = 24, /* of a number; a longer one is none */
    MEASURE_TEXT = 64    /* room for the longest value, with its NUL */
};

enum measure_kind { MEASURE_MONEY, MEASURE_PERCENT, MEASURE_DURATION };

struct measure {
    enum measure_kind kind;
    size_t start, end; /* bytes of the text */
    char value[MEASURE_TEXT];
    const char *currency; /* of money; a literal */
};

/* The next one at or after `at`. */
bool measure_find(struct span text, size_t at, struct measure *measure);

#endif

/* sieve: which sets of strings a text holds one of, and where, in one pass. Uses mem span. A core.
 *
 * Strings are sought by a hash of their first three bytes, then by one of the first five (after
 * Karp and Rabin 1987), and then held against the text. */
#ifndef SIEVE_H
#define SIEVE_H

#include <stdint.h>

#include "mem.h"
#include "span.h"

enum {
    SIEVE_BYTES_MIN = 3, /* of a string */
    SIEVE_ALWAYS = 1     /* number of a set that every text is said to hold, at its end */
};

struct sieve;

struct sieve *sieve_new(void);
void sieve_free(struct sieve *sieve);
/* Adds a set of strings; its number, above 1. The same strings in the same order are the same
 * set. */
size_t sieve_add(struct sieve *sieve, const struct span *strings, size_t count);
/* Notes what the text holds. */
void sieve_read(struct sieve *sieve, struct span text);
/* By the numbers of sets, 1 and the byte of the text read last where the last string of the set
 * begins; 0: there is none in it. Borrowed until a set is added. */
const uint32_t *sieve_last(const struct sieve *sieve);

#endif

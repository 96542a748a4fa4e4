/* sieve: which sets of strings a text holds one of, and where, in one pass. Uses mem span. A core.
 *
 * Strings are found by their first eight bytes, with a hash of the last few of these (after Karp
 * and Rabin 1987), and then held against the text. */
#ifndef SIEVE_H
#define SIEVE_H

#include "mem.h"
#include "span.h"

enum { SIEVE_BYTES_MIN = 3 /* of a string */ };

struct sieve;

struct sieve *sieve_new(void);
void sieve_free(struct sieve *sieve);
/* Adds a set of strings; its number. The same strings in the same order are the same set. */
size_t sieve_add(struct sieve *sieve, const struct span *strings, size_t count);
/* Notes what the text holds. */
void sieve_read(struct sieve *sieve, struct span text);
/* 1 and the byte of the text read last where the last string of that set begins; 0: there is none
 * in it. */
size_t sieve_last(const struct sieve *sieve, size_t set);

#endif

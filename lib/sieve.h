/* sieve: which sets of strings a text holds one of, and where, in one pass. Uses mem span begin.
 * A core.
 *
 * Strings are sought where their first two bytes may stand (begin), by a hash of the first
 * five, or three, (after Karp and Rabin 1987), and then held against the text. */
#ifndef SIEVE_H
#define SIEVE_H

#include "begin.h"
#include "mem.h"
#include "span.h"

enum { SIEVE_BYTES_MIN = 3 /* of a string */ };

struct sieve;

struct sieve *sieve_new(void);
void sieve_free(struct sieve *sieve);
/* Adds a set of strings; its number, from 1. The same strings in the same order are the same set.
 * Those with an `edge` need not be found within words. */
size_t sieve_add(struct sieve *sieve, const struct span *strings, size_t count, bool edge);
/* Notes what the text holds; `places` are its own. */
void sieve_read(struct sieve *sieve, struct span text, const struct begin_text *places);
/* The sets that the text read last holds one of, and their number. Borrowed until the next. */
const uint32_t *sieve_found(const struct sieve *sieve, size_t *count);
/* By the numbers of sets, 1 and the byte of the text read last where the last string of the set
 * begins; 0: there is none in it. Borrowed until a set is added. */
const uint32_t *sieve_last(const struct sieve *sieve);

#endif

/* sieve: which sets of strings a text holds one of, in one pass. Uses mem span. A core.
 *
 * Strings are found by their first eight bytes, with a hash of the last few of these (after Karp
 * and Rabin 1987), and then held against the text: ASCII letters of either case are one. */
#ifndef SIEVE_H
#define SIEVE_H

#include "mem.h"
#include "span.h"

enum { SIEVE_BYTES_MIN = 3 /* of a string */ };

struct sieve;

struct sieve *sieve_new(void);
void sieve_free(struct sieve *sieve);
/* Adds a set of strings in small letters; its number. The same strings in the same order are the
 * same set. */
size_t sieve_add(struct sieve *sieve, const struct span *strings, size_t count);
/* Notes what the text holds. */
void sieve_read(struct sieve *sieve, struct span text);
/* Does the text read last hold a string of that set? */
bool sieve_holds(const struct sieve *sieve, size_t set);

#endif

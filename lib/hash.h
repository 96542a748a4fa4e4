/* hash: SHA-256 of bytes, for the `id` of documents and the sums of files. Uses span. Source: FIPS
 * 180-4. */
#ifndef HASH_H
#define HASH_H

#include <stdint.h>

#include "span.h"

enum { HASH_HEX = 64, HASH_BLOCK = 64, HASH_WORDS = 8 };

/* Writes the digest as 64 lower-case hex digits and a NUL. */
void hash_sha256(struct span bytes, char hex[HASH_HEX + 1]);

/* The same of bytes that come in pieces: begin, add each, end. */
struct hash {
    uint32_t state[HASH_WORDS];
    unsigned char block[HASH_BLOCK]; /* what is not yet added */
    uint64_t length;
};
void hash_begin(struct hash *hash);
void hash_add(struct hash *hash, struct span bytes);
void hash_end(struct hash *hash, char hex[HASH_HEX + 1]);

#endif

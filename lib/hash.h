/* hash: SHA-256 of bytes, for the `id` of documents. Uses span. Source: FIPS 180-4. */
#ifndef HASH_H
#define HASH_H

#include "span.h"

enum { HASH_HEX = 64 };

/* Writes the digest as 64 lower-case hex digits and a NUL. */
void hash_sha256(struct span bytes, char hex[HASH_HEX + 1]);

#endif

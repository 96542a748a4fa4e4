#include "hash.h"

#include <stdio.h>
#include <string.h>

enum { BLOCK = HASH_BLOCK, WORDS = HASH_WORDS };

static uint32_t rotate(uint32_t word, unsigned by)
{
    return word >> by | word << (32 - by);
}

/* The message schedule of one block (FIPS 180-4, 6.2.2 step 1). */
static void schedule(uint32_t w[64], const unsigned char block[BLOCK])
{
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + w[i - 7] +
               (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
}

static void add_block(uint32_t state[WORDS], const unsigned char block[BLOCK])
{
    static const uint32_t k[64] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
        0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
        0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
        0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
        0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
        0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
        0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2};
    uint32_t w[64], s[WORDS];
    schedule(w, block);
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
        uint32_t majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
        uint32_t one =
            s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) + choice + k[i] + w[i];
        uint32_t two = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) + majority;
        memmove(s + 1, s, 7 * sizeof *s);
        s[4] += one;
        s[0] = one + two;
    }
    for (int i = 0; i < WORDS; i++)
        state[i] += s[i];
}

static const uint32_t initial[WORDS] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

void hash_begin(struct hash *hash)
{
    memcpy(hash->state, initial, sizeof initial);
    hash->length = 0;
}

void hash_add(struct hash *hash, struct span bytes)
{
    size_t kept = (size_t)(hash->length % BLOCK);
    hash->length += bytes.length;
    if (kept) {
        size_t taken = BLOCK - kept < bytes.length ? BLOCK - kept : bytes.length;
        if (taken)
            memcpy(hash->block + kept, bytes.at, taken);
        bytes = span_part(bytes, taken, bytes.length);
        if (kept + taken < BLOCK)
            return;
        add_block(hash->state, hash->block);
    }
    for (; bytes.length >= BLOCK; bytes = span_part(bytes, BLOCK, bytes.length))
        add_block(hash->state, (const unsigned char *)bytes.at);
    if (bytes.length)
        memcpy(hash->block, bytes.at, bytes.length);
}

void hash_end(struct hash *hash, char hex[HASH_HEX + 1])
{
    unsigned char block[2 * BLOCK] = {0};
    size_t rest = (size_t)(hash->length % BLOCK);
    memcpy(block, hash->block, rest);
    block[rest] = 0x80;
    size_t total = rest < BLOCK - 8 ? BLOCK : 2 * BLOCK;
    for (unsigned i = 0; i < 8; i++)
        block[total - 1 - i] = (unsigned char)(hash->length * 8 >> 8 * i);
    for (size_t i = 0; i < total; i += BLOCK)
        add_block(hash->state, block + i);
    for (int i = 0; i < WORDS; i++)
        snprintf(hex + (size_t)i * 8, 9, "%08x", (unsigned)hash->state[i]);
}

void hash_sha256(struct span bytes, char hex[HASH_HEX + 1])
{
    struct hash hash;
    hash_begin(&hash);
    hash_add(&hash, bytes);
    hash_end(&hash, hex);
}

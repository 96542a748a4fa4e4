/* posting: which documents have a key: all of them, key by key. Uses mem runs.
 *
 * (An inverted index that is only ever read from end to end: Witten, Moffat and Bell, "Managing
 * Gigabytes", 1999, chapter 5, sort-based inversion.) Of a key 40 bits are told apart; two keys
 * that agree in these are taken for one, which costs a comparison and no more. */
#ifndef POSTING_H
#define POSTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct posting;

/* `folder` as for runs_new. */
struct posting *posting_new(const char *folder);
void posting_free(struct posting *posting);
void posting_add(struct posting *posting, uint64_t key, uint32_t document);

/* The documents of one key, of which there are at least two: different ones, in the order in
 * which they were added. */
struct posting_list {
    size_t part; /* of a key: posting_part */
    uint32_t key; /* posting_key */
    uint32_t *documents; /* the caller may reorder them; valid until the next call */
    size_t count;
};
/* The next key's, by part and key; false at the end, and then from the first one again. */
bool posting_next(struct posting *posting, struct posting_list *list);
size_t posting_part(uint64_t key);
uint32_t posting_key(uint64_t key);

#endif

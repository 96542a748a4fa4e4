/* set: distinct byte strings, each with a number: the order in which they came. Uses mem
 * span. A core.
 *
 * Open addressing over a table of numbers. The hash is seeded by where the set lies in
 * memory, so that an input cannot be made to collide; nothing that a caller sees depends
 * on it. */
#ifndef SET_H
#define SET_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

#define SET_NONE ((size_t)-1)

struct set;

struct set *set_new(void);
void set_free(struct set *set);
/* The key's number, from 0; the key is copied where it is new. */
size_t set_add(struct set *set, struct span key, bool *added);
/* SET_NONE where the key is not there. */
size_t set_find(const struct set *set, struct span key);
size_t set_count(const struct set *set);
struct span set_key(const struct set *set, size_t number); /* borrowed until set_free */
/* Of each number the place of its key among all keys in their order (as bytes); to be freed. */
size_t *set_ranks(const struct set *set);

#endif

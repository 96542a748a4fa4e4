/* councils: the authority that a row is about, by its codes, numbers or name.
 * Uses mem span buf utf8 set rec vocab. A core. */
#ifndef COUNCILS_H
#define COUNCILS_H

#include "rec.h"
#include "vocab.h"

struct councils;

/* The vocabulary is borrowed until councils_free. */
struct councils *councils_new(const struct vocab *vocab);
void councils_free(struct councils *councils);

/* By `body`, `authority_id` (a GSS code), `urn` or `la_code`, else by `authority`: any spelling
 * that the register has; of several bodies of one name the one that existed on the day and holds
 * the children's duty. NULL where none is meant, or number and name are of different ones, which
 * is a slip of the list: *at_odds then tells so. */
const struct vocab_authority *councils_find(const struct councils *councils, struct rec *row,
                                            long day, bool *at_odds);

#endif

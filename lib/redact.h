/* redact: phone numbers, mail addresses, postcodes and names of people replaced by labels
 * in a document record, with every offset kept true. Uses mem span buf utf8 rec contact
 * match vocab mention. A core. */
#ifndef REDACT_H
#define REDACT_H

#include "mention.h"

/* Reads "phone,email" into bits 1 << enum entity_type. False for another type, or none.
 */
bool redact_types(struct span list, unsigned *types);

/* Replaces in text, title, author and inspection, in the sentences of judgements; moves
 * the offsets of blocks and judgements; writes the entities, which are settled. */
void redact_record(struct rec *rec, const struct vocab *vocab, struct entities *entities,
                   unsigned types);

#endif

/* resolve: which authority is meant where none is named. Uses mem span vocab entity. A core.
 *
 * Order of evidence (DOMAIN: section 3): whom the publisher or title names; whose name the first
 * lines carry; who is named most. Within a passage, who was named last. */
#ifndef RESOLVE_H
#define RESOLVE_H

#include "entity.h"

/* The authority that owns the document; NULL where several have an equal claim. */
const struct vocab_authority *resolve_owner(const struct vocab *vocab,
                                            const struct entity_source *source,
                                            const struct entities *entities);

/* The authority in focus while a text is read from front to back. Start with the first two
 * members set and the rest zero. */
struct resolve_focus {
    const struct entities *entities;     /* borrowed, ordered by start */
    const struct vocab_authority *owner; /* may be NULL */
    const struct vocab_authority *last;
    size_t last_at, next;
};
/* At a byte, which must not lie before the one asked for last: the authority named last since
 * `block_start`, else the owner, else the one named last at all. NULL where none was. */
const struct vocab_authority *resolve_at(struct resolve_focus *focus, size_t block_start,
                                         size_t byte);

#endif

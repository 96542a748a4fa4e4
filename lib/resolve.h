/* resolve: which authority is meant where none is named. Uses mem span buf vocab entity
 * quotation. A core.
 *
 * Order of evidence (DOMAIN: section 3): whom the publisher or title names; whose host
 * name the address has; whose name the first lines carry; who is named most; whose trust
 * is named. Within a
 * passage, who was named last; within a quotation, who was named there, else the
 * speaker's council. */
#ifndef RESOLVE_H
#define RESOLVE_H

#include "entity.h"
#include "quotation.h"

/* The authority whose own words the document is: its publisher or its host; else NULL. */
const struct vocab_authority *resolve_voice(const struct vocab *vocab,
                                            const struct entity_source *source);

/* The authority in focus while a text is read from front to back. Set `quotations` behind
 * resolve_start; the rest is the module's own. */
struct resolve_focus {
    const struct vocab *vocab;           /* borrowed, as are the next three */
    struct span text;
    const struct entities *entities;     /* ordered by start */
    const struct quotations *quotations; /* may be NULL */
    const struct vocab_authority *owner; /* may be NULL */
    bool weak;                           /* the owner is but named most */
    const struct vocab_authority *last;
    size_t last_at, next;
    const struct vocab_authority *section; /* that the heading above names; NULL: none */
    size_t read;                           /* bytes whose headings are known */
};
void resolve_start(struct resolve_focus *focus, const struct vocab *vocab,
                   const struct entity_source *source, const struct entities *entities);
/* At a byte, which must not lie before the one asked for last: within a quotation the
 * authority named last there, else the speaker's; else the one named last since
 * `block_start`, else whom the heading above names, else the owner, else the one named
 * last at all. NULL where none was. A trust is the council that it serves. */
const struct vocab_authority *resolve_at(struct resolve_focus *focus, size_t block_start,
                                         size_t byte);
/* Words at a byte, "the county", name the authority there. Bytes go up, as above. */
void resolve_note(struct resolve_focus *focus, const struct vocab_authority *authority,
                  size_t byte);

#endif

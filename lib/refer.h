/* refer: "the council", "the authority", "the borough": the one that owns the document or
 * was named last. Uses span vocab mention term resolve. A core.
 *
 * These mentions are for those who read the entities; entities_read passes over them,
 * since judging finds by itself whom such words mean, clause by clause. */
#ifndef REFER_H
#define REFER_H

#include "resolve.h"
#include "term.h"

/* Adds them to the list, which is ordered by start, at its end. */
void refer_find(const struct term_text *text, const struct vocab *vocab,
                const struct entity_source *source, struct entities *entities);

#endif

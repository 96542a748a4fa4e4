/* refer: whom "the council", "the borough", "we", "it" and the names of services mean:
 * the one that owns the document, or was named last, or speaks. Uses span vocab mention
 * term quotation resolve speaker. A core.
 *
 * "We" is the speaker's council within a quotation, else the council whose own words the
 * document is; "it" only what the sentence, or the one before, has as its subject. A
 * service gets the council that it is of. These mentions are for those who read the
 * entities; entities_read passes over them, since judging finds by itself whom such words
 * mean, clause by clause. */
#ifndef REFER_H
#define REFER_H

#include "resolve.h"
#include "term.h"

/* What is said, and where. All borrowed. */
struct refer_source {
    const struct vocab *vocab;
    const struct entity_source *source;
    const struct quotations *quotations;
};

/* Adds them to the list, which is ordered by start, at its end; sets the authority of
 * services. */
void refer_find(const struct term_text *text, const struct refer_source *source,
                struct entities *entities);

#endif

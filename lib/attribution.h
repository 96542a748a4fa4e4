/* attribution: finds what a text quotes and reports, and who says it.
 * Uses span utf8 rec vocab mention term resolve marks speaker quotation saying reported.
 * A core.
 *
 * Direct: what stands in quotation marks or in a block that the document marks as a
 * quote, with the speaker before it, behind it, in the middle, on the line below, as a
 * label of a transcript
 * ("Cllr Lee: No."), or the one who spoke before in the paragraph. Words in marks that
 * nobody is said to say are quotations only where they are a sentence. Reported: the
 * clause behind "said that", before ", said X" and beside "according to X". Pronouns mean
 * who spoke last. */
#ifndef ATTRIBUTION_H
#define ATTRIBUTION_H

#include "quotation.h"
#include "resolve.h"
#include "term.h"

enum {
    ATTRIBUTION_LEAD_MAX = 200, /* bytes from a verb to the quotation that it leads to */
    ATTRIBUTION_LINE_MAX =
        160 /* bytes of a line that says whose the words above it are */
};

/* Replaces what the list of quotations held. Entities are settled; the record is asked
 * for its blocks. */
void attribution_find(const struct term_text *text, struct entities *entities,
                      const struct vocab *vocab, const struct entity_source *source,
                      struct rec *rec, struct quotations *quotations);

#endif

/* told: the claims of one document, each told once, and which of them are history by now.
 * Uses mem span buf set when judgement stance. A core. */
#ifndef TOLD_H
#define TOLD_H

#include "judgement.h"

enum {
    /* Inspections of one council never lay further apart than five years (the single
     * inspection framework took from November 2013 to July 2018 to see all): what was
     * given before is no longer held. */
    TOLD_YEARS_MAX = 5
};

struct set;

/* Claims of which only the dates may differ are found by their key. */
struct told {
    struct judgements *judgements; /* borrowed */
    size_t first;                  /* of the document's claims among them */
    struct set *keys;
    size_t *last,
        *before; /* by key, the claim told last; by claim, the one before it: from 1 */
    size_t last_room, before_room;
};

/* The document's claims are those added from now on. */
void told_start(struct told *told, struct judgements *judgements);
/* Adds the claim unless the document has told it; the better dated telling is kept. */
void told_add(struct told *told, struct judgement judgement);
/* Marks what was said of a body abolished by the `last` day that the document tells of,
 * what a later claim of the same authority and area supersedes, what is told as past
 * beside another grade that is told as present, and what lies too far before the document
 * was `issued` to hold still. Days are YYYYMMDD; 0: not known. */
void told_mark_history(struct told *told, long issued, long last);
void told_finish(struct told *told);

#endif

/* evidence: what speaks for and against a block of a page being main text, as numbers.
 * Uses mem span buf utf8 document xml cue flow. A core.
 *
 * The features are those of the literature (Kohlschütter, Fankhauser and Nejdl, "Boilerplate
 * detection using shallow text features", 2010; Vogels, Ganea and Eickhoff, "Web2Text", 2018)
 * and what the names of elements and classes say: see the table in evidence.c. */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "flow.h"

enum {
    EVIDENCE_LEVELS = 5, /* of ancestors that are looked at, each holding more blocks */
    EVIDENCE_FEATURES = 192
};

struct evidence;

/* Borrows the flow and the title until it is freed. */
struct evidence *evidence_new(const struct flow *flow, struct span title);
void evidence_free(struct evidence *evidence);
void evidence_of(const struct evidence *evidence, size_t block,
                 float features[EVIDENCE_FEATURES]);
/* Does the block stand among the comments of a page that calls itself an article? */
bool evidence_is_comment(const struct evidence *evidence, size_t block);

#endif

/* evidence: what speaks for and against a block of a page being main text, as numbers.
 * Uses mem span buf document xml cue flow survey. A core.
 *
 * The features are those of the literature (Kohlschütter, Fankhauser and Nejdl, "Boilerplate
 * detection using shallow text features", 2010; Vogels, Ganea and Eickhoff, "Web2Text", 2018)
 * and what the names of elements and classes say: see the table in evidence.c. */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "flow.h"

enum {
    EVIDENCE_LEVELS = 5, /* of ancestors that are looked at, each holding more blocks */
    EVIDENCE_FEATURES = 192,
    /* Some of them. */
    EVIDENCE_LINKED = 1, EVIDENCE_FUNCTION = 2, EVIDENCE_ENDS = 5
};

/* What a page may call itself, in its metadata. */
enum evidence_claim {
    EVIDENCE_ARTICLE, EVIDENCE_NEWS, EVIDENCE_FORUM, EVIDENCE_QUESTIONS,
    EVIDENCE_CLAIMS
};

struct evidence;

/* Borrows the flow and the title until it is freed. */
struct evidence *evidence_new(const struct flow *flow, struct span title);
void evidence_free(struct evidence *evidence);
void evidence_of(const struct evidence *evidence, size_t block,
                 float features[EVIDENCE_FEATURES]);
/* The number of the blocks that are built alike, as the path of elements and classes to them
 * says; below evidence_kinds. */
size_t evidence_kind(const struct evidence *evidence, size_t block);
size_t evidence_kinds(const struct evidence *evidence);
bool evidence_claims(const struct evidence *evidence, enum evidence_claim claim);
/* Is the block a few words that lead on to other pages: "Read more", "You may also like"? */
bool evidence_leads_on(const struct evidence *evidence, size_t block);
/* Does the block stand among the comments on an article or on a blog's post? Those of a forum are
 * its text. */
bool evidence_is_comment(const struct evidence *evidence, size_t block);

#endif

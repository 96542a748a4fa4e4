/* follow: how likely one word stands behind another in English prose. Uses mem span buf
 * utf8 set hyphen. A core.
 *
 * What pairs of kinds of words are common was counted once (tests/fit/README.md); to this
 * comes what the document itself says elsewhere: its names, and the words that a hyphen
 * has parted. */
#ifndef FOLLOW_H
#define FOLLOW_H

#include "span.h"

enum {
    FOLLOW_NAT = 4
}; /* scores are in quarters of a nat: 4 is e times likelier than chance */

struct follow;

/* Learns the words and pairs of words of a document. */
struct follow *follow_new(struct span text);
void follow_free(struct follow *follow);

/* Above 0 where `behind` is likelier there than anywhere. `apart`: they do not stand side
 * by side in the document, so that it says something if they do elsewhere. */
int follow_score(const struct follow *follow, struct span before, struct span behind,
                 bool apart);
/* They cannot stand side by side in one line of prose: a sentence ends and no other
 * begins, the rest of a word is not there, a sentence begins where none ends. */
bool follow_breaks(const struct follow *follow, struct span before, struct span behind);

bool follow_ends(struct span word);    /* closes a sentence */
bool follow_dangles(struct span word); /* none ends with it: "the", "of", "pro-" */
bool follow_small(struct span word);   /* begins with a small letter */
bool follow_capital(struct span word); /* or with a capital */

#endif

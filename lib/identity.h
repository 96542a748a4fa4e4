/* identity: which inspection and which council a document is about, as far as it tells, and
 * whether two documents can be copies of each other. Uses mem span rec when vocab set shingle.
 * A core but for loading.
 *
 * Two official reports of one day share most of their words and are different judgements
 * (DOMAIN: North and West Northamptonshire, resemblance 0.825), so that words alone never
 * decide. */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "rec.h"
#include "shingle.h"
#include "vocab.h"

enum { IDENTITY_NAMED = 3 };

/* What it is about; 0 where it does not tell. */
struct identity {
    uint32_t body; /* a hash of the code of the council it is about in the main */
    uint32_t guessed; /* the same, where only words of the text tell; then body is 0 */
    uint32_t framework;
    uint32_t started, ended, published; /* of the inspection: YYYYMMDD */
};

struct identity_names; /* of councils, as words */

/* The vocabulary is needed no longer then. */
struct identity_names *identity_names_new(const struct vocab *vocab);
void identity_names_free(struct identity_names *names);

/* The council is that of `inspection`; else the only one that the title names; else, of those
 * tagged in the text the one that is named twice as often as any other. Where it is not tagged,
 * the one that its `words` name IDENTITY_NAMED times and twice as often is guessed. */
struct identity identity_of(struct identity_names *names, struct rec *document,
                            const struct shingle_words *words);
/* Do they differ in what both tell, guessed or not? Then they are no copies of each other. */
bool identity_differs(const struct identity *a, const struct identity *b);
/* Do they differ in what is no guess? Then the one does not quote the other either. */
bool identity_excludes(const struct identity *a, const struct identity *b);
/* Adds what only the other tells. */
void identity_join(struct identity *identity, const struct identity *other);

#endif

/* copies: which of very many documents are copies of each other, wholly or in part.
 * Uses mem span buf when shingle identity overlap cluster runs posting rarity spool.
 *
 * First every document is added: the words go to a spool, the kept keys to runs. Then documents
 * that share kept keys are compared on all their words. A key that few documents have brings
 * each of them together with each; one that more than COPIES_PAIRWISE have brings each together
 * with the first of them and the one before it (by digest), so that a paragraph in all documents
 * costs no more than any other.
 *
 * Sources: Broder (1997), see shingle; Manber, "Finding similar files in a large file system"
 * (1994): an index of sampled runs. What many documents share counts less: Sparck Jones, "A
 * statistical interpretation of term specificity" (1972); counted here by families of documents,
 * so that what was copied often is not taken for boilerplate.
 *
 * The result does not depend on the order of the documents but where two tell the same. */
#ifndef COPIES_H
#define COPIES_H

#include "identity.h"
#include "span.h"

enum {
    COPIES_PAIRWISE = 16, /* documents with a key that are compared each with each */
    COPIES_LISTED = 16,   /* relations of a document that are told, the strongest */
    COPIES_NAME_MAX = 4096 /* bytes of an id or source that are kept */
};

struct copies;

enum copies_relation { COPIES_SAME, COPIES_NEAR, COPIES_CONTAINS, COPIES_CONTAINED };

struct copies_document {
    struct span id, source, date; /* copied; the date in EDTF */
    struct span text;
    struct identity identity;
};

struct copies_found {
    size_t document;
    double similarity;
    enum copies_relation relation;
};

/* `similarity` is the least share of words (0 to 1). `folder`: what grows with the documents lies
 * in files there; NULL: in memory, but for the spool. */
struct copies *copies_new(double similarity, const char *folder);
void copies_free(struct copies *copies);
/* Documents are numbered from 0. `words` are those of its text. */
void copies_add(struct copies *copies, const struct copies_document *document,
                const struct shingle_words *words);
/* Once all are added. */
void copies_find(struct copies *copies);

/* What a document is a copy of, the strongest first: how many. */
size_t copies_of(const struct copies *copies, size_t document,
                 struct copies_found found[COPIES_LISTED]);
/* The earliest document of its cluster: by the first day its date can mean, then the more precise
 * date, then by order; dated ones first. Itself where it is alone. */
size_t copies_origin(const struct copies *copies, size_t document);

enum copies_keep { COPIES_KEEP_FIRST, COPIES_KEEP_EARLIEST, COPIES_KEEP_LONGEST };
/* Of documents that are the same or near, one is kept. Without it all are. */
void copies_keep_one(struct copies *copies, enum copies_keep rule);
bool copies_is_kept(const struct copies *copies, size_t document);
struct span copies_id(const struct copies *copies, size_t document);
struct span copies_source(const struct copies *copies, size_t document);

#endif

/* saying: the verbs of speech of a text, and whose each is. Uses mem span mention term marks
 * speaker quotation. A core. */
#ifndef SAYING_H
#define SAYING_H

#include "marks.h"
#include "quotation.h"
#include "speaker.h"

enum { SAYING_SPEAKERS_KEPT = 4 /* whom a pronoun can mean */ };

/* A verb of speech and whose it is. */
struct saying {
    const struct term_hit *verb;
    struct speaker speaker;
    struct span via;
    size_t start, end; /* bytes, with the speaker where that stands beside it */
    bool inverted;     /* "said Ann Lee" */
    bool used;         /* a quotation in marks is its object */
};

/* Those of one text, what stands in marks there, and the quotations that are made of them. Set
 * `text`, its speakers and `quotations`, and find the marks. */
struct sayings {
    const struct term_text *text;
    struct speaker_text speakers;
    struct marks marks;
    struct saying *items;
    size_t count, room;
    struct saying recent[SAYING_SPEAKERS_KEPT]; /* the last one first */
    struct quotations *quotations;
};

/* Verbs that take who is told; ends with NULL. */
extern const char *const saying_tells[];

/* Finds them, in their order, outside of marks; who a pronoun or a mere role means is settled. */
void saying_find(struct sayings *sayings);
/* Number of the first that begins at or behind a byte. */
size_t saying_from(const struct sayings *sayings, size_t byte);
/* Adds a quotation; `saying` tells whose it is, and may be NULL. */
void saying_quote(struct sayings *sayings, enum quotation_kind kind, size_t start, size_t end,
                  const struct saying *saying, const char *rule);
void saying_free(struct sayings *sayings);

#endif

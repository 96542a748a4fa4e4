/* quotation: who says what in a text: quoted and reported speech as spans with their
 * speaker. Uses mem span buf utf8 rec vocab mention. A core.
 *
 * Found by `attribution`; what is here carries them in records: the document's
 * `quotations`. Spans lie inside one another or apart, never across: a quoted word inside
 * reported speech lies in the clause that reports it. */
#ifndef QUOTATION_H
#define QUOTATION_H

#include "mention.h"

enum quotation_kind { QUOTATION_DIRECT, QUOTATION_REPORTED };

struct quotation {
    enum quotation_kind kind;
    size_t start, end; /* bytes of what is said, without the quotation marks */
    size_t speaker_start,
        speaker_end; /* of the words that tell who speaks; equal: none */
    struct span
        speaker; /* full name of a person or body, or the words ("council spokesman") */
    struct span role, organisation;
    struct span via, rule;
    /* Whose "we" it is: the council that the speaker is or speaks for; else NULL. */
    const struct vocab_authority *authority;
    bool of_council; /* speaks for a council that the words do not name */
    bool is_council; /* is that council: "the authority" */
    size_t outer;    /* number from 1 of the quotation around it; 0: none */
};

struct quotations {
    struct quotation *items;
    size_t count, room;
};

/* Appends; `outer` is set by quotations_settle. */
void quotations_add(struct quotations *quotations, struct quotation quotation);
/* Orders by start, the outer first; drops the later one of two alike, and what would lie
 * across another. */
void quotations_settle(struct quotations *quotations);
/* The innermost one around a byte; NULL where none is. */
const struct quotation *quotations_at(const struct quotations *quotations, size_t byte);
/* Sets the record's `quotations`; removes the member where there are none. */
void quotations_write(const struct quotations *quotations, struct span text,
                      struct rec *rec);
/* Replaces what the list held; strings are the record's. `index` is of the document's text. */
void quotations_read(struct quotations *quotations, const struct vocab *vocab,
                     const struct utf8_index *index, struct rec *rec);
void quotations_free(struct quotations *quotations);

#endif

/* speaker: who speaks, read from the words beside a verb of speech. Uses mem span set
 * vocab mention term. A core.
 *
 * Persons, bodies, pronouns, and speakers without a name ("a council spokesman", "the
 * director of children's services", "one parent"), with role and organisation where they
 * are stated. */
#ifndef SPEAKER_H
#define SPEAKER_H

#include "term.h"

enum {
    SPEAKER_WORDS_MAX = 8,   /* of a speaker without a name, to its noun */
    SPEAKER_REACH_WORDS = 40 /* from a verb back to the one it belongs to */
};

enum speaker_kind {
    SPEAKER_NONE,
    SPEAKER_PERSON,
    SPEAKER_BODY,
    SPEAKER_NOUN,   /* without a name */
    SPEAKER_PRONOUN /* `pronoun` is set; whom it means is the caller's to find */
};

struct speaker {
    enum speaker_kind kind;
    size_t first, behind; /* words */
    struct span name, role, organisation;
    const struct vocab_authority *authority; /* that it is, or that its words name */
    bool of_council; /* speaks for a council that the words do not name */
    bool is_council; /* is that council: "the authority" */
    char gender;     /* 'm', 'f'; 0: not known */
    char pronoun;    /* 'm', 'f', 't' for "they", 'i' for "it" */
};

/* Texts are borrowed; entities are ordered by start, and their arena keeps names. */
struct speaker_text {
    const struct term_text *text;
    struct entities *entities;
    struct set *people, *councils; /* their names */
    size_t *stated;  /* of a person: number from 1 of the mention with a role */
    size_t *council; /* of a council's name: number from 1 of a mention */
    size_t people_room, council_room;
};

/* Set `text` and `entities`, and all else to zero. */
void speaker_text_read(struct speaker_text *text);
void speaker_text_free(struct speaker_text *text);

/* Does a phrase break off between a word and the one before it? Not at a comma. */
bool speaker_breaks(const struct term_text *text, size_t word);
/* Who a verb's subject is, before it. */
bool speaker_before(const struct speaker_text *text, size_t verb,
                    struct speaker *speaker);
/* The speaker whose words begin at a word ("said Ann Lee, the leader"). */
bool speaker_at(const struct speaker_text *text, size_t word, struct speaker *speaker);
/* The first word of a speaker with what stands before the name: "the director, Ann Lee".
 */
size_t speaker_lead(const struct speaker_text *text, const struct speaker *speaker);
/* The entity over a word; NULL where none is. */
const struct entity *speaker_entity(const struct speaker_text *text, size_t word);

#endif

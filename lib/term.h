/* term: what else a document can name (services, programmes, cases, places) and the words
 * that surround the names of people, and where they stand in a text. Uses mem span utf8
 * vocab table places match mention sentence. May end the program while it loads.
 *
 * Tables of schemas/vocab/: services, programmes, cases, places, roles (name, canonical,
 * evidence), given_names (name, evidence), tag_words and speech_words (kind, name,
 * evidence). Evidence "case": counts only where the capitals of the table are capitals in
 * the text. */
#ifndef TERM_H
#define TERM_H

#include "mention.h"
#include "sentence.h"

enum term_kind {
    TERM_SERVICE,
    TERM_PROGRAMME,
    TERM_CASE,
    TERM_PLACE,
    TERM_ROLE,
    TERM_GIVEN,      /* a given name */
    TERM_DOUBTFUL,   /* a given name that is an ordinary word or a place too */
    TERM_TITLE,      /* "Councillor", "Mr" */
    TERM_SPEECH,     /* "said" */
    TERM_NOUN,       /* "policy": what a name is given to */
    TERM_KIND_OF,    /* "programme": right behind its name */
    TERM_WEAK_KIND,  /* "report": counts where the name stands elsewhere too */
    TERM_INTRODUCE,  /* "known as" */
    TERM_SET_UP,     /* "launched" */
    TERM_CHAIN,      /* "and finally" */
    TERM_NO_NAME,    /* no part of a person's name */
    TERM_COMMON,     /* a surname that is an ordinary word */
    TERM_COUNCIL,    /* "the council" */
    TERM_DUTY,       /* "Children", "Health": what a service is for, in its name */
    TERM_BODY,       /* "Services", "Directorate": what its name ends with */
    TERM_SAYS,       /* "said": with or without "that" */
    TERM_SAYS_THAT,  /* "noted": with "that" or a quotation */
    TERM_CALLS,      /* "described": with words in quotation marks */
    TERM_SOURCE,     /* "according to" */
    TERM_SPEAKER,    /* "spokesman": who has no name */
    TERM_HEARER,     /* "reporters": who is told */
    TERM_DEPARTMENT, /* "the department": the service named last */
    TERM_SURNAME,    /* a surname that is rather something else: "Lane", "Green" */
    TERM_LETTERS,    /* behind a name: "OBE" */
    TERM_HELPER,     /* "later": between a speaker and the verb */
    TERM_KINDS
};

struct terms;

/* Beside the names of the vocabulary, which must live longer. */
struct terms *terms_load(struct places *places, const struct vocab *vocab);
void terms_free(struct terms *terms);

/* A term in the text: the longest that starts at its first word. */
struct term_hit {
    size_t first, behind;              /* words */
    unsigned kinds;                    /* bits 1 << enum term_kind */
    struct span names[TERM_PLACE + 1]; /* canonical, of the first kinds */
};

/* A text as words, with the terms and the entities that stand there. */
struct term_text {
    struct span text;
    struct match_words words;   /* these two are filled by entities_find */
    struct sentences sentences;
    struct term_hit *hits;
    size_t hit_count, hit_room;
    unsigned
        *hit_at; /* of a word: number of the hit that starts there, from 1; 0: none */
    unsigned
        *entity_at; /* of a word: number of the entity that it is in, from 1; 0: none */
    size_t word_room, entity_room;
};

/* Finds the terms among the words of the text, which it borrows; the memory is used again
 * from document to document. Entities are ordered by start. */
void term_text_read(struct term_text *text, const struct terms *terms, struct span bytes,
                    const struct entities *entities);
void term_text_free(struct term_text *text);

/* The hit that starts at a word with one of the kinds (bits); NULL where none does. */
static inline const struct term_hit *term_at(const struct term_text *text, size_t word,
                                             unsigned kinds)
{
    if (word >= text->words.count || text->hit_at[word] == 0)
        return NULL;
    const struct term_hit *hit = &text->hits[text->hit_at[word] - 1];
    return (hit->kinds & kinds) ? hit : NULL;
}

static inline struct span term_word(const struct term_text *text, size_t word)
{
    if (word >= text->words.count)
        return (struct span){"", 0};
    return span_part(text->text, text->words.items[word].start,
                     text->words.items[word].end);
}

/* The bytes at which a word of the text begins and ends. */
static inline size_t term_start(const struct term_text *text, size_t word)
{
    return text->words.items[word].start;
}

static inline size_t term_end(const struct term_text *text, size_t word)
{
    return text->words.items[word].end;
}

static inline bool term_is_capital(const struct term_text *text, size_t word)
{
    return word < text->words.count && text->words.items[word].capital;
}

/* The bytes between a word and the one before it. */
static inline struct span term_gap(const struct term_text *text, size_t word)
{
    if (word == 0 || word >= text->words.count)
        return (struct span){"\n\n", 2};
    return span_part(text->text, text->words.items[word - 1].end,
                     text->words.items[word].start);
}

/* The first word that begins at or behind a byte. */
size_t term_from(const struct term_text *text, size_t byte);
/* Do only blanks, or a hyphen, or the stop of an initial stand between a word and the one
 * before it? A line end, a dash, a bracket, a quote part them. */
bool term_is_joined(const struct term_text *text, size_t word);
/* Copies words as a name: single blanks, "and" for "&". */
struct span term_name(const struct term_text *text, size_t first, size_t behind,
                      struct entities *entities);
/* Is the word one of the list, which ends with NULL, in any case? */
bool term_is_word(const struct term_text *text, size_t word, const char *const *list);
/* Is the word the first of its sentence or line, as far as one sees from the bytes before
 * it? */
bool term_begins(const struct term_text *text, size_t word);

#endif

/* token: a masked sentence as words, items and marks, with the classes of the words.
 * Uses mem span buf utf8 places set mask. A core but for loading.
 *
 * Classes are the function words of schemas/vocab/word_classes.csv: English has few of
 * them, and they tell where a noun phrase begins and ends; what is not listed is a word
 * of content. */
#ifndef TOKEN_H
#define TOKEN_H

#include "mask.h"
#include "places.h"

enum token_class {
    TOKEN_CONTENT,
    TOKEN_GRADABLE, /* a noun whose grade is the council's: "provision" */
    TOKEN_PART,     /* a word for what is graded: "headings", "the others" */
    TOKEN_BEARER,   /* gradable as that of an area: "work" with children in care */
    TOKEN_HOLDER,   /* a noun for the council as a whole: "borough" */
    TOKEN_PLURAL,   /* the same for several: "councils" */
    TOKEN_ADVERB,
    TOKEN_AUXILIARY,
    TOKEN_PREPOSITION,
    TOKEN_PRONOUN,
    TOKEN_RELATIVE,
    TOKEN_DETERMINER,
    TOKEN_CONJUNCTION,
    TOKEN_NEGATION,
    TOKEN_VERB, /* that has a subject: "said" */
    TOKEN_MARK,
    TOKEN_QUOTE,
    TOKEN_POSSESSIVE,
    TOKEN_ITEM
};

struct token {
    enum token_class class;
    size_t start, end; /* bytes of the masked sentence */
    size_t item;       /* of TOKEN_ITEM */
};

struct tokens {
    struct token *items;
    size_t count, room;
};

struct token_words;

struct token_words *token_words_load(struct places *places);
void token_words_free(struct token_words *words);
/* Replaces what the list held. */
void tokens_split(struct tokens *tokens, const struct token_words *words,
                  const struct mask *mask);
/* The number of tokens that end at or before a byte. */
size_t tokens_before(const struct tokens *tokens, size_t byte);
void tokens_free(struct tokens *tokens);

#endif

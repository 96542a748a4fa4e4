/* demand: what a text must hold for a pattern to match it, sought for all patterns of one or
 * several tables at once. Uses mem span buf must sieve begin. A core.
 *
 * Several tables look at the same sentence, in which but a placeholder (U+E000 to U+EFFF) changes
 * between them: words are sought again only when words have changed. */
#ifndef DEMAND_H
#define DEMAND_H

#include "begin.h"
#include "buf.h"
#include "must.h"
#include "sieve.h"

enum { DEMAND_KINDS = 64 /* of placeholders, by the last six bits of their numbers */ };

/* A text must hold one of a set of strings, or one of some kinds of placeholders. */
struct demand {
    uint64_t kinds;
    size_t set; /* of the sieve; 0: none */
};

/* The words that are needed, and the text in which they were sought last. */
struct demand_words {
    struct sieve *sieve;
    const uint32_t *last;     /* of its sets */
    struct begin_text places; /* of that text; none until they are asked for */
    struct buf read;          /* that text */
    size_t times;             /* that one was read */
};
struct demand_words *demand_words_new(void);
void demand_words_free(struct demand_words *words);

/* What one text holds. Others may look at texts with the same words, which are borrowed. */
struct demand_text {
    struct demand_words *words;
    size_t read;    /* the time at which the words were sought in this text */
    uint64_t kinds; /* of its placeholders; of those it holds */
    uint32_t last[DEMAND_KINDS]; /* 1 and the byte where the last of a kind stands */
};

/* A set of strings as a need; how much it tells: as much as its shortest string has bytes; nothing
 * where that is a placeholder, of which most texts hold some. */
struct demand demand_of(struct demand_words *words, const struct must *must, size_t *telling);
/* Looks at a text in small letters. */
void demand_look(struct demand_text *text, struct span small);
/* Looks again where the words were sought in another text since. */
void demand_keep(struct demand_text *text, struct span small);
/* 0: the text holds nothing of what is needed; else 1 and the last byte where that begins. */
size_t demand_last(const struct demand_text *text, const struct demand *demand);
/* The places of the text; borrowed until the words are sought in another. */
const struct begin_text *demand_places(struct demand_text *text, struct span small);

#endif

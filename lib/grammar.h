/* grammar: phrases built of classes of words, found in a text that match has split.
 * Uses mem span buf set places match. May end the program while it loads.
 *
 * Nobody can list all ways in which people name a thing, but they build them of few parts:
 * "help for | young people | who are at risk". vocab/area_words.csv gives the classes of
 * words, and vocab/area_forms.csv the forms: symbols parted by blanks, each {class} or a
 * word that stands for itself, with a "?" behind it where it may be absent. A form whose
 * use is "part" can stand in braces too; parts nest up to GRAMMAR_DEPTH_MAX.
 *
 * All ways to read a form are followed at once, as the set of words that they can have
 * reached (as in Thompson 1968): time grows with the length of the forms, never with the
 * ways. */
#ifndef GRAMMAR_H
#define GRAMMAR_H

#include "match.h"
#include "places.h"

enum {
    GRAMMAR_DEPTH_MAX = 8,  /* of parts in parts */
    GRAMMAR_WORDS_MAX = 63, /* of a phrase; what is longer is not found */
    GRAMMAR_LENGTHS_MAX =
        8 /* words of a class that begin alike, each longer than the other */
};

struct grammar;

/* Forms whose words are those of `beside`, which must live longer. */
struct grammar *grammar_load(struct places *places, struct match *beside);
void grammar_free(struct grammar *grammar);

/* Where words of the classes stand in one text; the memory is used again. */
struct grammar_reading {
    struct grammar_place *places;
    size_t count, room;
    size_t *heads; /* by word: number of its last place, from 1; 0: none */
    size_t head_room;
    struct grammar_passed *passed; /* by part: where it was found to end last */
    size_t passed_room;
};
void grammar_read(const struct grammar *grammar, const struct match_words *words,
                  struct grammar_reading *reading);
/* Bytes [start, end) of the text, of whole words, are of that class too. */
void grammar_note(const struct grammar *grammar, const struct match_words *words,
                  const char *class, size_t start, size_t end,
                  struct grammar_reading *reading);
void grammar_reading_free(struct grammar_reading *reading);

struct grammar_hit {
    size_t start, end;     /* bytes of the text, without a possessive 's */
    size_t first, behind;  /* words */
    struct span name, use; /* of its form; borrowed */
};
/* The next phrase that begins at word `from` or later: the longest that begins there; of
 * two alike the form told first. */
bool grammar_find(const struct grammar *grammar, const struct match_words *words,
                  const struct grammar_reading *reading, size_t from,
                  struct grammar_hit *hit);

/* Holds every form against its example, where names with a capital are of the class
 * `named`: appends a line for each that does not read it, or not as what it is. The
 * number of forms. */
size_t grammar_prove(const struct grammar *grammar, const char *named,
                     struct buf *faults);

#endif

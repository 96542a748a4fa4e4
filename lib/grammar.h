/* grammar: phrases of given forms, found in a text that match has split. Uses mem span buf
 * set match forms. A core.
 *
 * All ways to read a form are followed at once, as the set of words that they can have
 * reached (as in Thompson 1968): time grows with the length of the forms, never with the
 * ways. */
#ifndef GRAMMAR_H
#define GRAMMAR_H

#include "forms.h"

enum {
    GRAMMAR_WORDS_MAX = 63, /* of a phrase; what is longer is not found */
    GRAMMAR_LENGTHS_MAX =
        8 /* words of a class that begin alike, each longer than the other */
};

/* One text while it is read; the memory is used again. */
struct grammar_reading {
    const struct forms *forms; /* borrowed, as the words */
    const struct match_words *words;
    struct grammar_place *places; /* where words of the classes stand, as far as asked */
    size_t count, room;
    size_t *heads; /* by word: number of its last place */
    size_t head_room;
    bool opened; /* what was noted can begin a form that is looked for */
    struct grammar_passed *passed; /* by part: where it was found to end last */
    size_t passed_room;
    struct grammar_names {
        size_t first;
        uint64_t from, names;
    } asked; /* names that were found to begin at words last */
};
void grammar_read(const struct forms *forms, const struct match_words *words,
                  struct grammar_reading *reading);
/* Bytes [start, end) of the text, of whole words, are of that class too. */
void grammar_note(struct grammar_reading *reading, const char *class, size_t start,
                  size_t end);
void grammar_reading_free(struct grammar_reading *reading);

struct grammar_hit {
    size_t start, end;     /* bytes of the text, without a possessive 's */
    size_t first, behind;  /* words */
    struct span name, use; /* of its form; borrowed */
};
/* The next phrase that begins at word `from` or later: the longest that begins there; of
 * two alike the form told first. */
bool grammar_find(struct grammar_reading *reading, size_t from, struct grammar_hit *hit);

/* Holds every form against its example, where names with a capital are of the class
 * `named`: appends a line for each that does not read it, or not as what it is. The
 * number of forms. */
size_t grammar_prove(const struct forms *forms, const char *named, struct buf *faults);

#endif

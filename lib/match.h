/* match: many literal names at once, whole words, in one pass. Uses mem span buf utf8. A core.
 *
 * Names and text are read as words: folded (case, accents), with apostrophes dropped, a possessive
 * 's cut off, "&" as "and"; blanks, hyphens and the stop of an abbreviation join words, a comma is
 * a word of its own, everything else parts them. So "St. Helens", "ST HELENS" and "St Helens'"
 * are one name, and no name runs over a full stop, a bracket or a table cell.
 *
 * A trie whose edges are words: a word of the text is looked up once, in the words of all names,
 * and one that begins no name leaves at once. (Aho and Corasick 1975 read letters; over words no
 * failure links are needed, since a name starts at a word and names are short.) */
#ifndef MATCH_H
#define MATCH_H

#include <stdint.h>

#include "buf.h"

struct match;

struct match *match_new(void);
/* One that reads the same split words: borrows the words of `other`, which must live longer. */
struct match *match_new_beside(struct match *other);
/* `value` is handed back with the hits. A name may have several values. A name without a word
 * is ignored. */
void match_add(struct match *match, struct span name, uint32_t value);
void match_free(struct match *match);

/* The words of a text, with where they stand. */
struct match_word {
    size_t start, end; /* bytes; without a possessive 's */
    uint32_t id;       /* 0: in no name */
    bool joined;       /* only blanks or a hyphen stand between it and the word before */
    bool capital;      /* begins with one */
};
struct match_words {
    struct match_word *items;
    size_t count, room;
};
/* Splits `text` for match_find, of this match and all beside it; the memory of the words is used
 * again from text to text. */
void match_split(const struct match *match, struct span text, struct match_words *words);
void match_words_free(struct match_words *words);

struct match_hit {
    size_t start, end;      /* bytes of the text, without a possessive 's */
    size_t first, behind;   /* words */
    const uint32_t *values; /* borrowed from the match */
    size_t count;
};
/* The longest name that starts at a word. */
bool match_at(const struct match *match, const struct match_words *words, size_t first,
              struct match_hit *hit);
/* All names that start at a word, the shorter first, at most `room`; their number. */
size_t match_each(const struct match *match, const struct match_words *words, size_t first,
                  struct match_hit *hits, size_t room);
/* The next hit that starts at word `from` or later: the longest that starts there. */
bool match_find(const struct match *match, const struct match_words *words, size_t from,
                struct match_hit *hit);

#endif

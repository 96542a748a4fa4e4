/* fabric: the words of a text whose columns may be run together, how likely they stand
 * side by side, and the columns' pieces as they are found. Uses mem span utf8 follow. A
 * core.
 *
 * Words are known by their numbers. Scores are in quarters of a nat, as those of
 * `follow`. */
#ifndef FABRIC_H
#define FABRIC_H

#include "follow.h"

#define FABRIC_NONE ((size_t)-1)

enum {
    FABRIC_WIDTH_MIN = 22, /* of the left column, in code points */
    FABRIC_WIDTH_MAX = 72,
    FABRIC_WIDTH_STEP = 2,
    FABRIC_SLACK = 4,      /* letters are of different width */
    FABRIC_ITEMS_MAX = 64, /* numbers of list items that are kept in mind */
    FABRIC_TURN =
        4, /* costs of a seam more: the best of many places is better than chance */
    FABRIC_GAIN_MIN = 4, /* a seam, beyond that */
    FABRIC_FIT_MAX = 24, /* a piece of any width costs no more */
    FABRIC_LOST = -1000000
};

struct fabric_word {
    struct span text;
    size_t start, end; /* code points of the line */
    bool cut;          /* a fragment may begin here */
};

struct fabric_line {
    struct span text;
    size_t first, count; /* of its words */
    size_t width;
    bool apart; /* a heading, list item, quotation or table of Markdown: no part of a
                   passage */
};

struct fabric_piece {
    struct span text;   /* of the source */
    size_t first, last; /* its words */
    bool fresh;         /* an empty line stood before it */
    bool unsure; /* its ends may lie elsewhere: only what clearly follows is joined to it
                  */
};

struct fabric_pieces {
    struct fabric_piece *items;
    size_t count, room;
};

/* A score that is kept. */
struct fabric_joined {
    size_t before, behind;
    int score;
};

struct fabric {
    const struct follow *follow; /* borrowed, as is the text of lines and words */
    struct fabric_line *lines;
    size_t line_count, line_room;
    struct fabric_word *words;
    size_t word_count, word_room;
    bool items[FABRIC_ITEMS_MAX]; /* numbers that begin list items */
    size_t width;                 /* of the passage's left column; 0: not known */
    size_t usual; /* the width that passages whose lines are there have shown */
    struct fabric_pieces streams[2];
    struct fabric_joined *joins;
    bool careless; /* sentences begin with small letters as a rule */
    bool changed;  /* a passage was taken apart */
};

void fabric_start(struct fabric *fabric, struct span text, const struct follow *follow);
void fabric_free(struct fabric *fabric);

struct span fabric_text(const struct fabric *fabric, size_t word);
/* Code points of a word; from one word up to another. */
size_t fabric_wide(const struct fabric *fabric, size_t word);
size_t fabric_length(const struct fabric *fabric, size_t first, size_t behind);
/* Within a line: the number of a list item that has others elsewhere. */
bool fabric_is_item(const struct fabric *fabric, size_t word);
/* Can the word not stand behind the one before it in its line? */
bool fabric_gives_away(const struct fabric *fabric, size_t word);
/* How many words of those lines cannot. */
size_t fabric_breaks(const struct fabric *fabric, size_t from, size_t to);

/* How likely a column goes on from one word with another; 0 behind FABRIC_NONE. `fresh`:
 * an empty line may stand between. */
int fabric_join(struct fabric *fabric, size_t before, size_t behind);
int fabric_begin(struct fabric *fabric, size_t before, size_t behind, bool fresh);
/* How likely a word follows the one before it in its line; for all the words of a line
 * but the first, with regard to emphasis. */
int fabric_seam(const struct fabric *fabric, size_t behind);
void fabric_seams(const struct fabric *fabric, const struct fabric_line *line,
                  int *seams);
/* How well so many code points fit a line of a column of that width, and so that the next
 * word, so many code points wide, found no room; `ended`: the line may be short. 0 is
 * best. */
int fabric_fit(size_t length, size_t next, size_t width, bool ended);
/* The same for words that are followed in their column by the word `next`. */
int fabric_full(const struct fabric *fabric, size_t width, size_t first, size_t behind,
                size_t next);

/* Adds words to one of the two columns. */
void fabric_add(struct fabric *fabric, int stream, size_t first, size_t last, bool fresh,
                bool unsure);

#endif

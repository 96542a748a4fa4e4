/* typed: the lines of a typed text: which are bullets, numbers, cells, or no part of it.
 * Uses mem span utf8. A core. */
#ifndef TYPED_H
#define TYPED_H

#include "span.h"

enum typed_kind {
    TYPED_EMPTY,
    TYPED_TEXT,
    TYPED_BULLET,
    TYPED_NUMBERED,
    TYPED_CELLS, /* two or more in a row */
    TYPED_DROPPED
};
enum { TYPED_GAP = 4 /* blanks that set two cells apart, as a tab does */ };

struct typed_line {
    struct span text; /* without indentation, bullet and blanks at its end */
    size_t width;     /* code points, indentation included */
    size_t indent;
    enum typed_kind kind;
    int level;    /* of a Markdown heading; 0: none */
    int quoted;   /* marks of quotation before it */
    bool kept;    /* begins a block: the line end before it was meant */
    bool entry;   /* of a list without bullets: names, a line each */
};

/* Zero it and set `markdown`; the text is borrowed. */
struct typed {
    struct typed_line *lines;
    size_t count, room;
    bool markdown; /* its marks count */
};

void typed_split(struct typed *typed, struct span text);
/* Drops page numbers, and the lines beside them that other pages repeat. */
void typed_drop_running_lines(struct typed *typed);
/* Drops what blog software leaves behind its posts. */
void typed_drop_leftovers(struct typed *typed);
void typed_free(struct typed *typed);

/* "1.", "2.1", "12)", "(a)", "iv)" with a blank behind. */
bool typed_is_numbered(struct span text);
/* The text behind such a number; all of it where none stands before it. */
struct span typed_behind_number(struct span text);
bool typed_starts_lower(struct span text);
/* Is there a stop, question mark, exclamation mark or colon at its end? Quotes, brackets and the
 * marks of notes may stand behind it. */
bool typed_ends_sentence(struct span text);

#endif

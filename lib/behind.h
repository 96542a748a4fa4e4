/* behind: the lines of a text, and how likely one stands behind another in a column of prose.
 * Uses mem span utf8 follow. A core. */
#ifndef BEHIND_H
#define BEHIND_H

#include <stdbool.h>
#include <stddef.h>

#include "span.h"

enum {
    BEHIND_SLACK = 5,     /* code points: letters are of different width */
    BEHIND_UNLIKELY = -6, /* of a score: such lines are hardly one paragraph's */
    BEHIND_NEVER = -8
};

struct behind_line {
    struct span text, first, last; /* borrowed from the text; trimmed, and its words */
    size_t start, end;             /* bytes of the text, with the line's end */
    size_t width;                  /* code points */
    bool fresh;                    /* an empty line stands before it */
    bool barrier; /* a heading, quotation or table of Markdown, cells, a page's end: no prose */
};

struct behind {
    struct follow *follow;
    struct behind_line *lines; /* without the empty ones */
    size_t count, room;
    size_t width; /* of the column, in code points; 0: not known */
};

/* Reads the lines of the text, which is borrowed until behind_free. */
void behind_read(struct behind *behind, struct span text);
/* In quarters of a nat, above 0 where it is likelier there than anywhere. `apart`: the lines do
 * not follow each other in the text. */
int behind_score(const struct behind *behind, const struct behind_line *before,
                 const struct behind_line *line, bool apart);
/* The code points that the first word of `line` would have left free behind `before`. */
size_t behind_room(const struct behind *behind, const struct behind_line *before,
                   const struct behind_line *line);
bool behind_is_item(const struct behind_line *line); /* begins with a bullet or a number */
void behind_free(struct behind *behind);

#endif

/* lines: words of a page to lines: words side by side on one baseline. Uses mem span buf utf8
 * page.
 *
 * A wide gap ends a line, so that columns and the cells of a table stay apart. A core. */
#ifndef LINES_H
#define LINES_H

#include "page.h"

enum lines_mark {
    LINES_NO_MARK,
    LINES_BULLET,
    LINES_WEAK_NUMBER, /* "12." with no more than a blank behind: may be the end of a sentence */
    LINES_NUMBER
};

struct line {
    struct page_box box;
    float baseline, size; /* of its longest run of one size */
    float indent;         /* where the text begins behind the mark */
    bool bold;            /* all of it */
    enum lines_mark mark;
    size_t first, count; /* of its words in `words`, from left to right */
};

struct lines {
    struct line *items;
    size_t count, room;
    const struct page_word **words;
    size_t word_count, word_room;
};

/* Appends the lines of the words chosen (borrowed from the page until lines_clear), by height. */
void lines_make(struct lines *lines, const struct page *page,
                const struct page_word *const *chosen, size_t count);
/* Appends the line's text without its bullet. */
void lines_text(const struct lines *lines, const struct line *line, const struct page *page,
                struct buf *out);
void lines_clear(struct lines *lines);
void lines_free(struct lines *lines);

#endif

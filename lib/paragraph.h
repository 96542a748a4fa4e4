/* paragraph: lines in reading order to paragraphs, list items, headings. Uses mem span buf utf8
 * document hyphen page lines. A core. */
#ifndef PARAGRAPH_H
#define PARAGRAPH_H

#include "document.h"
#include "hyphen.h"
#include "lines.h"

struct paragraph_line {
    struct page_box box;
    float baseline, size, indent;
    bool bold;
    enum lines_mark mark;
    struct span text;
};

struct paragraph {
    enum document_role role;
    int page;
    size_t start, length; /* of its bytes in the text */
    float size;
    bool bold, marked;
    bool full;  /* its last line goes to the right edge: it may go on elsewhere */
    bool note;  /* a footnote */
    size_t run; /* which run of lines it stood in */
};

struct paragraphs {
    struct buf text;
    struct paragraph *items;
    size_t count, room;
    const struct hyphen *hyphen; /* borrowed */
    float body;                  /* type size of most of the text */
    float leading;               /* distance of lines as a share of the type size */
    bool body_bold;
    size_t runs;
};

/* The lines of one column or cell, from top to bottom. `edge` is where full lines end. */
void paragraphs_add_run(struct paragraphs *paragraphs, const struct paragraph_line *lines,
                        size_t count, int page, bool notes);
void paragraphs_add_row(struct paragraphs *paragraphs, struct span text, int page);
struct span paragraph_text(const struct paragraphs *paragraphs, size_t i);
/* Is the second the rest of the first, after a column's or page's end? */
bool paragraphs_go_on(const struct paragraphs *paragraphs, const struct paragraph *a,
                      const struct paragraph *b);
void paragraphs_free(struct paragraphs *paragraphs);

#endif

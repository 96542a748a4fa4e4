/* page: one page as positioned words and ruling lines, built from glyphs. Uses mem span buf utf8.
 *
 * Coordinates are points (1/72 inch) from the top left corner, y downward. A core. */
#ifndef PAGE_H
#define PAGE_H

#include <stdint.h>

#include "buf.h"
#include "mem.h"

/* What the page of a hostile file may hold; what is beyond is left out and `cut` is set. A dense
 * page of a newspaper has 20,000 characters and 5,000 rules. */
enum { PAGE_WORDS_MAX = 100 * 1000, PAGE_BYTES_MAX = 1000 * 1000, PAGE_RULES_MAX = 20 * 1000 };

struct page_box {
    float x0, y0, x1, y1;
};

/* A glyph as drawn: its origin on the baseline, the end of its advance, and its type size. */
struct page_glyph {
    uint32_t point;
    float x0, x1, baseline, size;
    bool bold;
    bool artifact; /* marked as no part of the content (PDF 32000-1, 14.8.2.2) */
    bool apart;    /* never part of the word before */
};

struct page_word {
    struct page_box box;
    float baseline, size;
    size_t start; /* of its bytes in the page's text */
    uint16_t length;
    bool bold, artifact;
    bool running; /* in a running head or foot (running) */
    bool glued;   /* no blank before: the rest of a word in another size or weight */
};

struct page {
    float width, height;
    int number; /* from 1 */
    struct buf text;
    struct page_word *words;
    size_t word_count, word_room;
    struct page_box *rules;
    size_t rule_count, rule_room;
    bool cut;
    bool open; /* the last word may grow */
};

/* In the order of drawing. White space ends a word; ligatures are spelt out, accents composed. */
void page_add_glyph(struct page *page, const struct page_glyph *glyph);
/* A stroked line or filled rectangle; kept where it is thin and long enough for a rule. */
void page_add_rule(struct page *page, struct page_box box);
struct span page_word_text(const struct page *page, const struct page_word *word);
void page_clear(struct page *page); /* keeps the memory */
void page_free(struct page *page);

#endif

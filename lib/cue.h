/* cue: what the class names, ids and words of a page hint at. Uses span buf utf8. A core. */
#ifndef CUE_H
#define CUE_H

#include <stdint.h>

#include "buf.h"

/* What a part of a page is for. The first group comes from names (class, id, role, itemprop),
 * the second from what a short block says. */
enum cue {
    CUE_ARTICLE, CUE_CONTENT, CUE_POST, CUE_COMMENT, CUE_SIDEBAR, CUE_FOOTER, CUE_MENU,
    CUE_RELATED, CUE_NOTICE, CUE_SIGNUP, CUE_META, CUE_TOOL, CUE_MEDIA, CUE_UNSEEN, CUE_LEAD,
    CUE_CARD, CUE_AUTHOR, CUE_PANEL, CUE_QUOTE,
    CUE_NAMES,
    CUE_SAYS_MORE = 0, CUE_SAYS_SIGNUP, CUE_SAYS_LEGAL, CUE_SAYS_COMMENT, CUE_SAYS_BYLINE,
    CUE_PHRASES
};

enum {
    CUE_TEXT_MAX = 240, /* bytes of a text that are looked at */
    CUE_WORDS_MAX = 250,
    CUE_LETTERS = 32
};

/* The words of one table by their first letter: at an edge of a word, or anywhere. */
struct cue_index {
    uint8_t edge[CUE_LETTERS], inner[CUE_LETTERS]; /* the first such word, from 1; 0: none */
    uint8_t next[CUE_WORDS_MAX + 1];               /* the next of the same letter */
};

struct cue_indexes {
    struct cue_index names, phrases;
};

void cue_index(struct cue_indexes *indexes);
/* Bits 1 << enum cue for the names in a class, id or role. */
uint32_t cue_names(const struct cue_indexes *indexes, struct span names);
/* Bits 1 << CUE_SAYS_... for what a block says. */
uint32_t cue_phrases(const struct cue_indexes *indexes, struct span text);

#endif

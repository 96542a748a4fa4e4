/* cue: what the class names, ids and words of a page hint at. Uses span buf utf8. A core. */
#ifndef CUE_H
#define CUE_H

#include <stdint.h>

#include "buf.h"

/* What a part of a page is for. The first group comes from names (class, id, role, itemprop),
 * those from CUE_WORDS on from the text itself. */
enum cue {
    CUE_ARTICLE, CUE_CONTENT, CUE_POST, CUE_COMMENT, CUE_SIDEBAR, CUE_FOOTER, CUE_HEADER,
    CUE_MENU, CUE_RELATED, CUE_SHARE, CUE_ADVERT, CUE_NOTICE, CUE_SIGNUP, CUE_META, CUE_TOOL,
    CUE_MEDIA, CUE_LEGAL, CUE_TOC, CUE_UNSEEN, CUE_TITLE, CUE_LEAD, CUE_CARD, CUE_AUTHOR,
    CUE_CODE, CUE_PANEL, CUE_QUOTE,
    CUE_NAMES,
    CUE_SAYS_SHARE = 0, CUE_SAYS_MORE, CUE_SAYS_SIGNUP, CUE_SAYS_COOKIE, CUE_SAYS_LEGAL,
    CUE_SAYS_COMMENT, CUE_SAYS_BYLINE, CUE_SAYS_DATE, CUE_SAYS_AGO, CUE_SAYS_TAGS,
    CUE_SAYS_ADVERT, CUE_SAYS_LOGIN, CUE_SAYS_PHOTO, CUE_SAYS_TOC, CUE_SAYS_PAGE,
    CUE_SAYS_CONTACT, CUE_SAYS_ABOUT, CUE_SAYS_BUY, CUE_SAYS_COUNT,
    CUE_PHRASES
};

/* Bits 1 << enum cue for the names in a class, id or role. */
uint32_t cue_names(struct span names);
/* Bits 1 << CUE_SAYS_... for what a block says. Long texts are looked at to CUE_TEXT_MAX. */
uint32_t cue_phrases(struct span text);

enum { CUE_TEXT_MAX = 240 };

#endif

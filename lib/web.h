/* web: rows as one self-contained page of HTML. Uses mem span buf utf8 hash rec. A core.
 *
 * The page is a template with {{markers}}, a style and a script; the rows stand in it as JSON that
 * cannot end the element it stands in, and the first of them once more as a plain table, for
 * readers without JavaScript. The policy of the page (Content-Security-Policy, W3C, level 3)
 * allows its own script and style by their hashes and nothing else. */
#ifndef WEB_H
#define WEB_H

#include "rec.h"

enum {
    WEB_PLAIN_ROWS = 100, /* of the plain table */
    WEB_PLAIN_BYTES = 400, /* of a cell in it; what is longer is cut and ends in dots */
    /* Bytes of rows in a page, about 150,000 rows: browsers hold a text of 512 MB and take
     * seconds for one of this size. */
    WEB_DATA_MAX = 128 * 1024 * 1024
};

/* All borrowed during web_write. */
struct web_parts {
    struct span page, style, script;
    struct span title;
    struct span base; /* put before the relative paths of sources; may be empty */
};

struct web;

struct web *web_new(void);
/* False where the page would be larger than WEB_DATA_MAX: the row is left out. */
bool web_add(struct web *web, struct rec *row);
size_t web_count(const struct web *web);
/* Appends the page. Markers that are not known are left as they are. */
void web_write(const struct web *web, const struct web_parts *parts, struct buf *out);
void web_free(struct web *web);

#endif

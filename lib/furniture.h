/* furniture: blocks of a page that are no text wherever they stand: what a button says, who a
 * poster in a forum is, a line with no more than a date. Uses span buf utf8 when date. A core. */
#ifndef FURNITURE_H
#define FURNITURE_H

#include "span.h"

/* Does the text say this and no more? "Share this", "12 likes", "Joined: May 2009", and "Re:"
 * with the page's title, which may be absent. */
bool furniture_is(struct span text, struct span title);
/* A date with its time and "published", and no more: what stands between headline and text. */
bool furniture_is_dateline(struct span text);

#endif

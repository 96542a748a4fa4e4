/* pretty: JSON for people to read: a member a line, indented. Uses buf. A core. */
#ifndef PRETTY_H
#define PRETTY_H

#include "buf.h"

/* Appends the value, which must be good JSON without white space between its parts, and a line
 * end. Lists of plain values stay on one line. Members deeper than PRETTY_DEPTH are not indented
 * further. */
enum { PRETTY_DEPTH = 64 };
void pretty_write(struct span json, struct buf *out);

#endif

/* stops: cells of text tables that a typist has set in columns. Uses mem span buf utf8. A core.
 *
 * Where cells are short a wide gap parts them; where one nearly fills its column two blanks do,
 * and only the lines above and below tell that the next cell begins at their column. Dotted
 * leaders ("Essex ........ good") part cells too, where several lines have them. */
#ifndef STOPS_H
#define STOPS_H

#include "buf.h"

enum {
    STOPS_WIDE = 4, /* blanks that part cells by themselves */
    STOPS_NEAR = 8  /* lines above and below that may bear a gap out */
};

/* Appends the text; a gap that its neighbours show to part cells becomes one tab. */
void stops_set(struct span text, struct buf *out);

#endif

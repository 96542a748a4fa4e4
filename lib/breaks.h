/* breaks: were the line ends of plain text meant? Uses span utf8 follow. A core.
 *
 * Prose breaks its lines where the next word no longer fits. Names and addresses, a line each,
 * and verse do not: their lines begin with capitals though no sentence has ended, they end early,
 * or they rhyme. */
#ifndef BREAKS_H
#define BREAKS_H

#include "span.h"

enum breaks_kind { BREAKS_NONE, BREAKS_NAMES, BREAKS_VERSE };

enum {
    BREAKS_WIDTH = 60, /* code points of a line that names or verse have at most */
    BREAKS_NAMES_MIN = 3,
    BREAKS_VERSE_MIN = 4 /* lines */
};

/* What the lines are that stand between two empty ones, without indentation. `wrap` is the width
 * at which the document breaks its prose; 0: it does not. */
enum breaks_kind breaks_find(const struct span *lines, size_t count, size_t wrap);
/* Is there a label as "Present:" with blanks that set it apart from what stands behind it? */
bool breaks_has_label(struct span line);

#endif

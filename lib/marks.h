/* marks: the passages of a text that stand in quotation marks. Uses mem span utf8. A
 * core.
 *
 * Double and single marks, straight and of print, and passages over several paragraphs,
 * each of which opens the marks again (British usage; so Hart's Rules). An apostrophe is
 * no mark: a single mark opens behind a blank and before a letter, and closes before
 * anything but a letter; behind an s and before a small letter it closes only where no
 * better place follows ("the parents' views"). */
#ifndef MARKS_H
#define MARKS_H

#include <stdbool.h>

#include "span.h"

enum { MARKS_REACH = 4000 /* bytes to the mark that closes a passage left open */ };

struct marked {
    size_t open, start, end, close; /* bytes; `open` and `close` take in the marks */
    bool single;
};

struct marks {
    struct marked *items;
    size_t count, room;
};

/* Replaces what the list held: passages in order, none within another. */
void marks_find(struct marks *marks, struct span text);
/* Adds a passage that is a quotation without marks, unless it meets one that is there. */
void marks_add(struct marks *marks, size_t start, size_t end);
/* Number of the first passage that closes behind a byte; count where none does. */
size_t marks_behind(const struct marks *marks, size_t byte);
bool marks_hold(const struct marks *marks, size_t byte);
void marks_free(struct marks *marks);

#endif

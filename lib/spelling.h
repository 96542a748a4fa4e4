/* spelling: the ways of writing that one cell of a vocabulary stands for: "fail|fails"
 * are two,
 * "(kept|left) (us|them) waiting" four. Uses mem span buf. A core.
 *
 * A choice in brackets may be empty, "went (quite |)quiet", and holds no further
 * brackets. */
#ifndef SPELLING_H
#define SPELLING_H

#include "buf.h"

enum {
    SPELLING_CHOICES_MAX = 6, /* in brackets, of one form */
    SPELLING_FORMS_MAX = 1024 /* of one cell */
};

/* Appends the forms of a cell to a buffer, each with a "|" behind it. False: there are
 * more than SPELLING_FORMS_MAX, more choices than SPELLING_CHOICES_MAX in one, or a
 * bracket has no other. */
bool spelling_forms(struct span cell, struct buf *forms);

#endif

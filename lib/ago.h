/* ago: dates that are counted from another: "two years ago", "last May", "the following week".
 * Uses utf8 when wording. A core. */
#ifndef AGO_H
#define AGO_H

#include "when.h"
#include "wording.h"

/* These read an expression at the reader; false where none of the kind starts there. The date is
 * one of kind WHEN_RELATIVE with all else 0, or becomes partial: "last May". */
/* "two years ago"; "a month earlier", "two years later": from the date stated last. */
bool ago_read_count(struct wording *reader, struct when *when);
/* "last year", "this month", "yesterday"; "the same week", from the date stated last. */
bool ago_read_named(struct wording *reader, struct when *when);
/* "on Tuesday", but not "every Tuesday". */
bool ago_read_weekday(struct wording *reader, struct when *when);

#endif

/* date: dates in running text. Uses span utf8 when wording ago. A core.
 *
 * British order: day, month, year. Nothing asks the clock: what is relative needs an anchor, and
 * when_resolve completes it. */
#ifndef DATE_H
#define DATE_H

#include "when.h"

/* Reads a date expression that starts at `at`. False where none does. */
bool date_read(struct span text, size_t at, struct when *when);
/* The next one at or after `at`. A bare year is only taken behind a word that makes it one. */
bool date_find(struct span text, size_t at, struct when *when);

#endif

/* guard: the apostrophe before a text that a spreadsheet would run as a formula: one that begins
 * with = + - @ TAB or CR and is no number, and one that begins with apostrophes before such a
 * character: taking one away gives the text back. Uses span decimal. A core.
 *
 * Source: OWASP, "CSV Injection". */
#ifndef GUARD_H
#define GUARD_H

#include "span.h"

bool guard_needed(struct span text);
/* The text of a cell, without the apostrophe that guards it. */
struct span guard_strip(struct span cell);

#endif

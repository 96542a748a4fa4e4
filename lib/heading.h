/* heading: the columns that rows are known to have, in the order in which they are written, and
 * what a cell of each may be besides text. Uses span. A core.
 *
 * Source: RECORDS.md, "judgement" and "row"; they are those of schemas/vocab/fields.csv. */
#ifndef HEADING_H
#define HEADING_H

#include "span.h"

enum heading_kind { HEADING_TEXT, HEADING_NUMBER, HEADING_VALUE };

/* The place of a column among the known ones; their number where it is none of them. */
size_t heading_place(struct span name);
size_t heading_count(void);
/* Of a column that is not known: text. */
enum heading_kind heading_kind(struct span name);

#endif

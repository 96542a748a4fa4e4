/* memo: the lines From, To, Sent and Subject as mail programs print them. Uses span. A core. */
#ifndef MEMO_H
#define MEMO_H

#include "span.h"

enum memo_field { MEMO_NONE, MEMO_FROM, MEMO_TO, MEMO_DATE, MEMO_SUBJECT };

/* What a line states, and its value (borrowed from the line, trimmed). */
enum memo_field memo_read(struct span line, struct span *value);
/* The name of "NAME <address>", "NAME [mailto:address]"; an address alone stays. */
struct span memo_name(struct span value);

#endif

/* told: one claim once, and the older of two grades as history. Uses span when judgement
 * stance. A core. */
#ifndef TOLD_H
#define TOLD_H

#include "judgement.h"

/* Adds a claim unless one from number `from` on tells it already; of the two the better
 * dated is kept. */
void told_add(struct judgements *judgements, size_t from, struct judgement judgement);
/* Of the claims from number `from` on, an older grade of an authority and area is history
 * where a newer one is told. */
void told_mark_history(struct judgements *judgements, size_t from);

#endif

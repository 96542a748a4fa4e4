/* reported: what a text reports that people said, without marks: the clause behind "said that",
 * before ", said X" and beside "according to X". Uses span term sentence marks speaker saying.
 * A core. */
#ifndef REPORTED_H
#define REPORTED_H

#include "saying.h"

/* Adds the quotations. Behind those of direct speech, whose sayings are used. */
void reported_find(struct sayings *sayings);

#endif

/* premise: what a claim takes for granted: that it is asserted, of the council's own services, at
 * some time, of a council that there was, and that there was such a grade. Uses span rec vocab
 * scale councils when trial. A core. */
#ifndef PREMISE_H
#define PREMISE_H

#include "trial.h"

/* True where the claim fails by itself, whatever the record says: the verdict is there. Otherwise
 * the claim's days and council are set. */
bool premise_fails(struct trial *trial);

#endif

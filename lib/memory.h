/* memory: what a sentence leaves in mind for those behind it: the inspectorate, areas,
 * authorities, dates and inspections it told of. Uses span when mask lexicon passage. A core. */
#ifndef MEMORY_H
#define MEMORY_H

#include "passage.h"

/* Keeps, in the passage, what its sentence leaves in mind. After it is read, before the next. */
void memory_keep(struct passage *passage);

#endif

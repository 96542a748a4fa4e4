/* dating: when a grade was given, as the text lets one know it. Uses span mask lexicon when passage
 * judgement. A core. */
#ifndef DATING_H
#define DATING_H

#include "passage.h"

/* Sets the judgement's date and basis and gives its last day; 0 where nothing tells it. */
long dating_set(const struct passage *passage, size_t item, struct judgement *judgement,
                struct judgements *judgements);

#endif

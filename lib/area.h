/* area: of what a grade is given: the areas that share it. Uses span mask lexicon passage. A core. */
#ifndef AREA_H
#define AREA_H

#include "passage.h"

enum { AREAS_MAX = 16 /* that share one grade */ };

/* The areas of a grade: those before it, else the first behind "for" or "in", else, where the rule
 * says so, the one told last. 0: of the whole. */
size_t area_find(const struct passage *passage, const struct passage_grade *grade,
                 struct span areas[AREAS_MAX]);

#endif

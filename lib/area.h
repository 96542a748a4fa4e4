/* area: of what a grade is given: the areas that share it. Uses span mask lexicon phrase
 * passage referred. A core. */
#ifndef AREA_H
#define AREA_H

#include "passage.h"

/* Sets the areas of a grade: those of the phrase that it is said of, else those behind
 * "for" or "in", else those of the grade before where the sentence goes on from it. None:
 * of the whole. */
void area_find(const struct passage *passage, struct passage_grade *grade);

#endif

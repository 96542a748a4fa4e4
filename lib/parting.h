/* parting: areas that some frameworks judge together and others apart, as those in force
 * on a claim's date did. Uses span when scale. A core.
 *
 * Facts: rows of vocab/areas.csv with the use "part" (of what), "together" and "apart"
 * (under which frameworks). A grade is told as late as WHEN_LAG_DAYS behind its
 * inspection: where two frameworks could have given it, all stands as it was told. */
#ifndef PARTING_H
#define PARTING_H

#include "scale.h"
#include "when.h"

enum { PARTING_MAX = 4 /* parts of one area */ };

/* Sets the areas that a claim of `area`, one of those that share a grade, was of on its
 * date (EDTF, or empty) and gives their number, which is at least 1. */
size_t parting_areas(const struct scales *scales, struct span area,
                     const struct span *shared, size_t shared_count, struct span date,
                     struct span areas[PARTING_MAX]);

#endif

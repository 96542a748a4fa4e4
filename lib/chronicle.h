/* chronicle: the dates that what is read stands under: the document's own, as it is stated or as
 * its head prints it, that of a label or heading, and those of a chronicle's paragraphs.
 * Uses span when mask lexicon passage. A core. */
#ifndef CHRONICLE_H
#define CHRONICLE_H

#include "passage.h"

/* Sets the passage's `issued`, `chronicle` and `latest`. The passage must have been started. */
void chronicle_start(struct passage *passage);
/* Sets its `heading`: the date that its sentence, and what follows, stands under. After each
 * passage_next. */
void chronicle_next(struct passage *passage);

#endif

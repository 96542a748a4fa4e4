/* entity: the authorities, organisations and dates that a document names, with their
 * spans. Uses mem span when date match vocab sentence mention. A core. */
#ifndef ENTITY_H
#define ENTITY_H

#include "mention.h"
#include "sentence.h"

/* Replaces what the list held; ordered by start. Strings are borrowed from the text and
 * the vocabulary, or in the list's arena. `words` and `sentences` get those of the text. */
void entities_find(struct entities *entities, const struct vocab *vocab,
                   const struct entity_source *source, struct match_words *words,
                   struct sentences *sentences);

#endif

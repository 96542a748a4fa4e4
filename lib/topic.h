/* topic: services, programmes, laws, cases and places that a text names: those of the
 * vocabularies, and programmes and services that the text itself introduces.
 * Uses mem span set term mention. A core. */
#ifndef TOPIC_H
#define TOPIC_H

#include "term.h"

enum {
    TOPIC_WORDS_MAX = 14, /* of the longest name that is read */
    TOPIC_BYTES_MAX = 120,
    TOPIC_SERVICES_MAX = 64, /* services whose names are read word by word, in one text */
    TOPIC_LOCALS_MAX = 256   /* names that one text can introduce */
};

/* Adds them to the list. */
void topic_find(const struct term_text *text, struct entities *entities);

#endif

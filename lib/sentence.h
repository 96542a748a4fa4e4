/* sentence: where the sentences of a text begin and end. Uses mem span utf8. A core.
 *
 * Blocks and table rows end sentences; so does a full stop, question or exclamation mark with
 * what closes it, before a blank and a capital, digit or opening quote; not the stop of an
 * abbreviation or initial. */
#ifndef SENTENCE_H
#define SENTENCE_H

#include "span.h"

struct sentence {
    size_t start, end; /* bytes, without blanks at either end */
};

struct sentences {
    struct sentence *items;
    size_t count, room;
};

/* Replaces what the list held. */
void sentences_split(struct sentences *sentences, struct span text);
/* The sentence that holds the byte; count where none does. */
size_t sentences_at(const struct sentences *sentences, size_t byte);
void sentences_free(struct sentences *sentences);

#endif

/* begin: the places of a text where matches of a pattern may begin, by their first two bytes.
 * Uses mem span utf8. A core.
 *
 * A pattern of many words is dear to try at every place of a text; most places are told by two
 * bytes not to be one where any of its words begins. */
#ifndef BEGIN_H
#define BEGIN_H

#include <stdint.h>

#include "mem.h"
#include "span.h"

enum {
    BEGIN_PAIRS = 512, /* that two bytes are told apart as */
    BEGIN_KINDS = 2 * BEGIN_PAIRS /* of places: each pair at an edge of a word and within one */
};

/* A bit for each kind of places where a pattern may begin. */
struct begin_heads {
    uint64_t bits[BEGIN_KINDS / 64];
};

/* The places of a text; its memory is used again. */
struct begin_text {
    uint16_t *kinds; /* of each byte */
    size_t count, room;
    uint16_t firsts[UINT8_MAX + 1]; /* what a first byte gives to its kind, once made */
    bool is_made;
};

/* A string that stands where matches begin, of one byte or more. */
void begin_add(struct begin_heads *heads, struct span head, bool edge);
void begin_read(struct begin_text *text, struct span read);
/* The first such place from *at to `last`; false: there is none. */
static inline bool begin_next(const struct begin_heads *heads, const struct begin_text *text,
                              size_t last, size_t *at)
{
    const uint16_t *kinds = text->kinds;
    size_t place = *at, behind = last < text->count ? last + 1 : text->count;
    while (place < behind && !(heads->bits[kinds[place] / 64] >> kinds[place] % 64 & 1))
        place++;
    *at = place;
    return place < behind;
}
void begin_text_free(struct begin_text *text);

#endif

#include "demand.h"

#include <stdlib.h>
#include <string.h>

#define PLACEHOLDER '\xEE' /* the first byte of each */

enum { MARK_BYTES = 3 };

struct demand_words *demand_words_new(void)
{
    struct demand_words *words = mem_new(1, sizeof *words);
    words->sieve = sieve_new();
    return words;
}

void demand_words_free(struct demand_words *words)
{
    if (!words)
        return;
    sieve_free(words->sieve);
    begin_text_free(&words->places);
    buf_free(&words->read);
    free(words);
}

/* ---- demands --------------------------------------------------------------------------------- */

static size_t telling_of(const struct must *must)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < must->count; i++)
        if (must->items[i].at[0] == PLACEHOLDER)
            least = 0;
        else if (must->items[i].length < least)
            least = must->items[i].length;
    return least;
}

/* The number of the placeholder at `at`: others may have the same one. */
static size_t kind_at(struct span text, size_t at)
{
    return at + 2 < text.length ? (unsigned char)text.at[at + 2] % DEMAND_KINDS : 0;
}

/* The last bytes of placeholders change while a text is read, its words do not: of a string with
 * both the longest run that stays stands for it, or else its first placeholder, by its kind. */
static struct span words_of(struct span text, uint64_t *kinds)
{
    struct span longest = {NULL, 0};
    size_t first = span_find_byte(text, PLACEHOLDER);
    for (size_t at = 0; at < text.length;) {
        struct span rest = span_part(text, at, text.length);
        size_t mark = span_find_byte(rest, PLACEHOLDER);
        struct span run = span_part(rest, 0, mark ? mark + MARK_BYTES - 1 : 0);
        longest = run.length > longest.length ? run : longest;
        at += mark + MARK_BYTES;
    }
    if (longest.length >= MUST_BYTES_MIN)
        return longest;
    *kinds |= (uint64_t)1 << kind_at(text, first);
    return (struct span){NULL, 0};
}

struct demand demand_of(struct demand_words *words, const struct must *must, size_t *telling)
{
    struct demand demand = {0, 0};
    struct span *strings = mem_new(must->count, sizeof *strings);
    size_t count = 0;
    for (size_t i = 0; i < must->count; i++) {
        strings[count] = words_of(must->items[i], &demand.kinds);
        count += strings[count].length > 0;
    }
    if (count)
        demand.set = sieve_add(words->sieve, strings, count);
    free(strings);
    *telling = telling_of(must);
    return demand;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* Do two texts differ in nothing but the last bytes of placeholders, which tell their kinds? */
static bool is_alike(struct span one, struct span other)
{
    if (one.length != other.length || !one.length || memcmp(one.at, other.at, one.length) == 0)
        return one.length == other.length;
    for (size_t i = 0; i < one.length; i++) {
        if (one.at[i] == other.at[i])
            continue;
        if (i < MARK_BYTES - 1 || one.at[i - 2] != PLACEHOLDER || other.at[i - 2] != PLACEHOLDER)
            return false;
    }
    return true;
}

static void seek_words(struct demand_text *text, struct span small)
{
    struct demand_words *words = text->words;
    if (!words->times || !is_alike(small, buf_span(&words->read))) {
        buf_clear(&words->read);
        buf_add(&words->read, small);
        words->places.count = 0;
        sieve_read(words->sieve, small);
        words->last = sieve_last(words->sieve);
        words->times++;
    }
    text->read = words->times;
}

void demand_look(struct demand_text *text, struct span small)
{
    text->kinds = 0;
    seek_words(text, small);
    for (size_t at = 0;; at += MARK_BYTES) {
        at += span_find_byte(span_part(small, at, small.length), PLACEHOLDER);
        if (at >= small.length)
            return;
        size_t kind = kind_at(small, at);
        text->kinds |= (uint64_t)1 << kind;
        text->last[kind] = (uint32_t)at + 1;
    }
}

void demand_keep(struct demand_text *text, struct span small)
{
    if (text->read != text->words->times)
        seek_words(text, small);
}

size_t demand_last(const struct demand_text *text, const struct demand *demand)
{
    size_t last = text->words->last[demand->set];
    uint64_t kinds = demand->kinds & text->kinds;
    for (size_t kind = 0; kinds; kind++, kinds >>= 1)
        if (kinds & 1 && text->last[kind] > last)
            last = text->last[kind];
    return last;
}

const struct begin_text *demand_places(struct demand_text *text, struct span small)
{
    if (!text->words->places.count)
        begin_read(&text->words->places, small);
    return &text->words->places;
}

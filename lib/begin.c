#include "begin.h"

#include <stdlib.h>

#include "utf8.h"

enum { WITHIN = BEGIN_PAIRS, SECONDS = 16, AMID = 31 };

/* Five bits of the first byte, letters and placeholders apart, and four of the second. Nothing
 * begins with a byte amid a character: those have a number to themselves. */
static size_t pair_of(unsigned char first, unsigned char second)
{
    size_t number = (first ^ first >> 5) & 31;
    if ((first & 0xC0) == 0x80)
        number = AMID;
    else if (number == AMID)
        number--;
    return number * SECONDS + second % SECONDS;
}

static void set_kind(struct begin_heads *heads, size_t kind)
{
    heads->bits[kind / 64] |= (uint64_t)1 << kind % 64;
}

void begin_add(struct begin_heads *heads, struct span head, bool edge)
{
    unsigned char first = (unsigned char)head.at[0];
    for (unsigned second = 0; second < SECONDS; second++) {
        if (head.length > 1 && second != (unsigned char)head.at[1] % SECONDS)
            continue;
        set_kind(heads, pair_of(first, (unsigned char)second));
        if (!edge)
            set_kind(heads, pair_of(first, (unsigned char)second) | WITHIN);
    }
}

void begin_read(struct begin_text *text, struct span read)
{
    bool word = false;
    text->kinds = mem_grow(text->kinds, &text->room, read.length + 1, sizeof *text->kinds);
    text->count = read.length;
    for (size_t i = 0; i < read.length; i++) {
        unsigned char byte = (unsigned char)read.at[i];
        unsigned char next = i + 1 < read.length ? (unsigned char)read.at[i + 1] : 0;
        bool before = word;
        word = byte == '_' || utf8_plain[byte];
        text->kinds[i] = (uint16_t)(pair_of(byte, next) + (before && word ? WITHIN : 0));
    }
}

bool begin_next(const struct begin_heads *heads, const struct begin_text *text, size_t last,
                size_t *at)
{
    for (; *at <= last && *at < text->count; ++*at)
        if (heads->bits[text->kinds[*at] / 64] >> text->kinds[*at] % 64 & 1)
            return true;
    return false;
}

void begin_text_free(struct begin_text *text)
{
    free(text->kinds);
    *text = (struct begin_text){0};
}

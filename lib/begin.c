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

static void make_firsts(struct begin_text *text)
{
    for (unsigned byte = 0; byte <= UINT8_MAX && !text->is_made; byte++) {
        bool word = byte == '_' || utf8_plain[byte];
        text->firsts[byte] = (uint16_t)(pair_of((unsigned char)byte, 0) + (word ? WITHIN : 0));
    }
    text->is_made = true;
}

void begin_read(struct begin_text *text, struct span read)
{
    unsigned before = 0;
    make_firsts(text);
    text->kinds = mem_grow(text->kinds, &text->room, read.length + 1, sizeof *text->kinds);
    text->count = read.length;
    const unsigned char *bytes = (const unsigned char *)read.at;
    for (size_t i = 0; i < read.length; i++) {
        unsigned first = text->firsts[bytes[i]];
        unsigned second = i + 1 < read.length ? bytes[i + 1] % SECONDS : 0;
        text->kinds[i] = (uint16_t)((first & (before | ~(unsigned)WITHIN)) + second);
        before = first;
    }
}

void begin_text_free(struct begin_text *text)
{
    free(text->kinds);
    *text = (struct begin_text){0};
}

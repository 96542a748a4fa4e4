/* span: a slice of bytes that somebody else owns. Uses nothing.
 *
 * Passed by value. Bytes need no NUL behind them; `at` is NULL only for a span that is absent,
 * never for an empty one. The shortest functions stand here, so that the compiler sees through
 * them: span_is with a literal becomes one comparison. */
#ifndef SPAN_H
#define SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
    const char *at;
    size_t length;
};

/* Of a C string, borrowed; absent for NULL. */
static inline struct span span_of(const char *text)
{
    return (struct span){text, text ? strlen(text) : 0};
}

/* Clipped to the whole. */
static inline struct span span_part(struct span whole, size_t start, size_t end)
{
    if (end > whole.length)
        end = whole.length;
    if (start > end)
        start = end;
    return (struct span){whole.at ? whole.at + start : NULL, end - start};
}

static inline bool span_equal(struct span a, struct span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

static inline bool span_is(struct span a, const char *text)
{
    return span_equal(a, span_of(text));
}

static inline bool span_starts(struct span whole, struct span head)
{
    return whole.length >= head.length && span_equal(span_part(whole, 0, head.length), head);
}

/* As memcmp, the shorter first where one begins the other. */
int span_compare(struct span a, struct span b);
bool span_ends(struct span whole, struct span tail);
/* Offset of the first occurrence, or whole.length where there is none. */
size_t span_find(struct span whole, struct span part);
/* Is the whole one of the words, or does it hold, begin with or end with one? */
bool span_is_any(struct span whole, const char *const words[], size_t count);
bool span_holds_any(struct span whole, const char *const words[], size_t count);
bool span_starts_any(struct span whole, const char *const words[], size_t count);
bool span_ends_any(struct span whole, const char *const words[], size_t count);
/* The same, whatever the case of ASCII letters. */
bool span_is_like(struct span whole, const char *text);
bool span_starts_like(struct span whole, const char *head);
bool span_holds_like(struct span whole, const char *part);
size_t span_find_like(struct span whole, const char *part);
size_t span_find_byte(struct span whole, char byte);
/* Without ASCII white space at both ends. */
struct span span_trim(struct span whole);
/* Up to the first blank, and behind the last. */
struct span span_first_word(struct span text);
struct span span_last_word(struct span text);
/* How many words there are, parted by blanks. */
size_t span_words(struct span text);
/* Takes the part before the next separator off `rest`. False when nothing is left. */
bool span_split(struct span *rest, char separator, struct span *part);

#endif

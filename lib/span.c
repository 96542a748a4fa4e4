#include "span.h"

#include <string.h>
#include <strings.h>

int span_compare(struct span a, struct span b)
{
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared ? memcmp(a.at, b.at, shared) : 0;
    if (order != 0)
        return order;
    return (a.length > b.length) - (a.length < b.length);
}

bool span_ends(struct span whole, struct span tail)
{
    return whole.length >= tail.length &&
           span_equal(span_part(whole, whole.length - tail.length, whole.length), tail);
}

/* How many of a hundred bytes of English text are this one. */
static const unsigned char hundredth[256] = {
    [' '] = 16, ['e'] = 10, ['t'] = 7, ['a'] = 7, ['o'] = 6, ['n'] = 6, ['i'] = 6, ['s'] = 6,
    ['r'] = 5,  ['h'] = 4,  ['l'] = 3, ['d'] = 3, ['c'] = 3, ['u'] = 2, ['m'] = 2, ['f'] = 2,
    ['p'] = 2,  ['g'] = 2,  ['w'] = 1, ['y'] = 1, ['b'] = 1, ['v'] = 1, ['.'] = 1, [','] = 1};

/* The place of a part's rarest byte: looking for that one stops least. */
static size_t rarest(struct span part)
{
    size_t found = 0;
    for (size_t i = 1; i < part.length; i++)
        if (hundredth[(unsigned char)part.at[i]] < hundredth[(unsigned char)part.at[found]])
            found = i;
    return found;
}

size_t span_find(struct span whole, struct span part)
{
    if (part.length == 0)
        return 0;
    size_t before = rarest(part);
    for (size_t at = 0; at + part.length <= whole.length; at++) {
        const char *next = memchr(whole.at + at + before, part.at[before],
                                  whole.length - part.length - at + 1);
        if (!next)
            return whole.length;
        at = (size_t)(next - whole.at) - before;
        if (memcmp(whole.at + at, part.at, part.length) == 0)
            return at;
    }
    return whole.length;
}

/* Most words differ in their first byte: no need to see how long they are. */
static bool begins_alike(struct span whole, const char *word)
{
    return !whole.length || whole.at[0] == word[0] || !word[0];
}

bool span_is_any(struct span whole, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (begins_alike(whole, words[i]) && span_is(whole, words[i]))
            return true;
    return false;
}

bool span_holds_any(struct span whole, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_find(whole, span_of(words[i])) < whole.length)
            return true;
    return false;
}

bool span_starts_any(struct span whole, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (begins_alike(whole, words[i]) && span_starts(whole, span_of(words[i])))
            return true;
    return false;
}

bool span_ends_any(struct span whole, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (span_ends(whole, span_of(words[i])))
            return true;
    return false;
}

bool span_is_like(struct span whole, const char *text)
{
    return whole.length == strlen(text) && span_starts_like(whole, text);
}

bool span_starts_like(struct span whole, const char *head)
{
    size_t length = strlen(head);
    return whole.length >= length &&
           (length == 0 || strncasecmp(whole.at, head, length) == 0);
}

bool span_holds_like(struct span whole, const char *part)
{
    return span_find_like(whole, part) < whole.length;
}

size_t span_find_like(struct span whole, const char *part)
{
    size_t length = strlen(part);
    for (size_t i = 0; i + length <= whole.length; i++)
        if (strncasecmp(whole.at + i, part, length) == 0)
            return i;
    return whole.length;
}

size_t span_find_byte(struct span whole, char byte)
{
    const char *found = whole.length ? memchr(whole.at, byte, whole.length) : NULL;
    return found ? (size_t)(found - whole.at) : whole.length;
}

static bool is_white(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

struct span span_trim(struct span whole)
{
    while (whole.length && is_white(whole.at[0])) {
        whole.at++;
        whole.length--;
    }
    while (whole.length && is_white(whole.at[whole.length - 1]))
        whole.length--;
    return whole;
}

struct span span_first_word(struct span text)
{
    return span_part(text, 0, span_find_byte(text, ' '));
}

struct span span_last_word(struct span text)
{
    size_t at = text.length;
    while (at && text.at[at - 1] != ' ')
        at--;
    return span_part(text, at, text.length);
}

size_t span_words(struct span text)
{
    struct span word;
    size_t words = 0;
    while (span_split(&text, ' ', &word))
        words += word.length > 0;
    return words;
}

bool span_split(struct span *rest, char separator, struct span *part)
{
    if (!rest->at)
        return false;
    size_t end = span_find_byte(*rest, separator);
    *part = span_part(*rest, 0, end);
    if (end == rest->length)
        *rest = (struct span){NULL, 0};
    else
        *rest = span_part(*rest, end + 1, rest->length);
    return true;
}

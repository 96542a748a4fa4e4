#include "expression.h"

#include <stdint.h>
#include <string.h>

#include "utf8.h"

static char small_of(char byte)
{
    char plain = utf8_plain[(unsigned char)byte];
    return plain ? plain : byte;
}

/* Eight bytes at once: after Mycroft, a bit of each tells whether it is a capital of ASCII. */
static uint64_t small_of_eight(uint64_t bytes)
{
    const uint64_t each = UINT64_MAX / UINT8_MAX;
    uint64_t low = bytes & 0x7F * each;
    uint64_t from_a = low + (0x80 - 'A') * each, above_z = low + (0x7F - 'Z') * each;
    return bytes | (((from_a ^ above_z) & ~bytes & 0x80 * each) >> 2);
}

void expression_small_text(char *small, struct span text)
{
    size_t at = 0;
    for (uint64_t bytes; at + sizeof bytes <= text.length; at += sizeof bytes) {
        memcpy(&bytes, text.at + at, sizeof bytes);
        bytes = small_of_eight(bytes);
        memcpy(small + at, &bytes, sizeof bytes);
    }
    for (; at < text.length; at++)
        small[at] = small_of(text.at[at]);
}

/* What the escape at the start of an expression takes: "\W", "\p{Lu}". */
static size_t escape_length(struct span expression)
{
    size_t close = span_find_byte(expression, '}');
    bool braced =
        expression.length > 2 && expression.at[2] == '{' && close < expression.length;
    return braced ? close + 1 : expression.length < 2 ? expression.length : 2;
}

struct span expression_small(struct mem_arena *arena, struct span expression)
{
    char *copy = mem_arena_copy(arena, expression.at, expression.length);
    for (size_t i = 0; i < expression.length;) {
        if (copy[i] == '\\') {
            i += escape_length(span_part(expression, i, expression.length));
            continue;
        }
        copy[i] = small_of(copy[i]);
        i++;
    }
    return (struct span){copy, expression.length};
}

/* Behind the bracket of characters at `at`. */
static size_t behind_class(struct span expression, size_t at)
{
    at += at + 1 < expression.length && expression.at[at + 1] == '^' ? 2 : 1;
    for (bool first = true; at < expression.length; first = false) {
        if (expression.at[at] == ']' && !first)
            return at + 1;
        at += expression.at[at] == '\\' ? 2 : 1;
    }
    return at;
}

/* Behind the character, the escape or the bracket of characters at `at`. */
static size_t behind_atom(struct span expression, size_t at)
{
    if (expression.at[at] == '\\')
        return at + escape_length(span_part(expression, at, expression.length));
    return expression.at[at] == '[' ? behind_class(expression, at) : at + 1;
}

struct span expression_branch(struct span expression, size_t *at)
{
    size_t start = *at, depth = 0;
    while (*at < expression.length) {
        char byte = expression.at[*at];
        if (byte == '|' && depth == 0)
            return span_part(expression, start, (*at)++);
        depth += byte == '(';
        depth -= byte == ')' && depth;
        *at = behind_atom(expression, *at);
    }
    *at = expression.length + 1;
    return span_part(expression, start, expression.length);
}

struct span expression_bare(struct span expression)
{
    size_t at = 3, depth = 1;
    if (!span_starts(expression, span_of("(?:")))
        return expression;
    while (at < expression.length && depth) {
        depth += expression.at[at] == '(';
        depth -= expression.at[at] == ')';
        at = behind_atom(expression, at);
    }
    return depth == 0 && at == expression.length ? span_part(expression, 3, at - 1) : expression;
}

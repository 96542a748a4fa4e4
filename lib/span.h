/* span: a slice of bytes that somebody else owns. Uses nothing.
 *
 * Passed by value. Bytes need no NUL behind them; `at` is NULL only for a span that is absent,
 * never for an empty one. */
#ifndef SPAN_H
#define SPAN_H

#include <stdbool.h>
#include <stddef.h>

struct span {
    const char *at;
    size_t length;
};

struct span span_of(const char *text); /* of a C string, borrowed; absent for NULL */
struct span span_part(struct span whole, size_t start, size_t end); /* clipped to the whole */
bool span_equal(struct span a, struct span b);
bool span_is(struct span a, const char *text);
/* As memcmp, the shorter first where one begins the other. */
int span_compare(struct span a, struct span b);
bool span_starts(struct span whole, struct span head);
bool span_ends(struct span whole, struct span tail);
/* Offset of the first occurrence, or whole.length where there is none. */
size_t span_find(struct span whole, struct span part);
size_t span_find_byte(struct span whole, char byte);
/* Without ASCII white space at both ends. */
struct span span_trim(struct span whole);
/* Takes the part before the next separator off `rest`. False when nothing is left. */
bool span_split(struct span *rest, char separator, struct span *part);

#endif

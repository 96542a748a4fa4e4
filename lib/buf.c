#include "buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

char *buf_reserve(struct buf *buf, size_t more)
{
    if (more > SIZE_MAX / 2 - buf->length)
        err_die("out of memory: %zu bytes more", more);
    buf->at = mem_grow(buf->at, &buf->room, buf->length + more + 1, 1);
    return buf->at + buf->length;
}

void buf_add_number(struct buf *buf, size_t number)
{
    char digits[3 * sizeof number];
    size_t first = sizeof digits;
    do
        digits[--first] = (char)('0' + number % 10);
    while (number /= 10);
    buf_add(buf, (struct span){digits + first, sizeof digits - first});
}

void buf_add_format(struct buf *buf, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int needed = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (needed > 0) {
        size_t length = (size_t)needed;
        vsnprintf(buf_reserve(buf, length), length + 1, format, again);
        buf->length += length;
    }
    va_end(again);
}

struct span buf_span(const struct buf *buf)
{
    return (struct span){buf->at ? buf->at : "", buf->length};
}

void buf_clear(struct buf *buf)
{
    buf->length = 0;
}

void buf_free(struct buf *buf)
{
    free(buf->at);
    *buf = (struct buf){0};
}

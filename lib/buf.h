/* buf: growable bytes, emptied and used again from record to record. Uses err mem span.
 *
 * Start with a zeroed struct; `at` may move with every addition. */
#ifndef BUF_H
#define BUF_H

#include "span.h"

struct buf {
    char *at;
    size_t length, room;
};

void buf_add(struct buf *buf, struct span bytes);
static inline void buf_add_text(struct buf *buf, const char *text)
{
    buf_add(buf, span_of(text));
}
void buf_add_number(struct buf *buf, size_t number); /* in decimal */
void buf_add_format(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Room for `more` bytes behind the end; the caller writes there and adds to length. */
char *buf_reserve(struct buf *buf, size_t more);
static inline void buf_add_byte(struct buf *buf, char byte)
{
    char *end = buf->length + 1 < buf->room ? buf->at + buf->length : buf_reserve(buf, 1);
    *end = byte;
    buf->length++;
}
/* The bytes so far, borrowed until the next addition; never absent. */
struct span buf_span(const struct buf *buf);
void buf_clear(struct buf *buf); /* keeps the memory */
void buf_free(struct buf *buf);

#endif

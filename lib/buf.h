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

/* Room for `more` bytes behind the end; the caller writes there and adds to length. */
char *buf_reserve(struct buf *buf, size_t more);
static inline void buf_add(struct buf *buf, struct span bytes)
{
    if (bytes.length == 0)
        return;
    bool fits = bytes.length < buf->room - buf->length;
    memcpy(fits ? buf->at + buf->length : buf_reserve(buf, bytes.length), bytes.at, bytes.length);
    buf->length += bytes.length;
}
static inline void buf_add_text(struct buf *buf, const char *text)
{
    buf_add(buf, span_of(text));
}
static inline void buf_add_byte(struct buf *buf, char byte)
{
    buf_add(buf, (struct span){&byte, 1});
}
void buf_add_number(struct buf *buf, size_t number); /* in decimal */
void buf_add_format(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The bytes so far, borrowed until the next addition; never absent. */
struct span buf_span(const struct buf *buf);
void buf_clear(struct buf *buf); /* keeps the memory */
void buf_free(struct buf *buf);

#endif

/* stream: bytes that come piece by piece, from a file or from memory. Uses span buf. A core. */
#ifndef STREAM_H
#define STREAM_H

#include "buf.h"

enum {
    /* Largest thing that is read whole: a file, the member of an archive, a record of a WARC.
     * Official reports are below 10 MB. */
    STREAM_WHOLE_MAX = 256 * 1024 * 1024
};

struct stream {
    /* The next piece, borrowed until the next call and never empty; false at the end. */
    bool (*next)(struct stream *stream, struct span *piece);
    void *context;
    const char *fault; /* static; why it broke off before its end, NULL where it did not */
};

bool stream_next(struct stream *stream, struct span *piece);
/* Appends what is left of the stream. False where that would make `bytes` larger than `max`;
 * they are at most one piece larger then. */
bool stream_gather(struct stream *stream, struct buf *bytes, size_t max);

/* Bytes in memory, and then what another stream goes on with (or NULL). Both are borrowed. */
struct stream_memory {
    struct stream stream;
    struct span bytes;
    struct stream *rest;
};
struct stream *stream_of(struct stream_memory *memory, struct span bytes, struct stream *rest);

#endif

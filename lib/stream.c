#include "stream.h"

bool stream_next(struct stream *stream, struct span *piece)
{
    return stream->next(stream, piece);
}

bool stream_gather(struct stream *stream, struct buf *bytes, size_t max)
{
    struct span piece;
    while (bytes->length <= max && stream_next(stream, &piece))
        buf_add(bytes, piece);
    return bytes->length <= max;
}

static bool next_of_memory(struct stream *stream, struct span *piece)
{
    struct stream_memory *memory = stream->context;
    *piece = memory->bytes;
    memory->bytes = (struct span){NULL, 0};
    if (piece->length)
        return true;
    bool more = memory->rest && stream_next(memory->rest, piece);
    if (memory->rest)
        stream->fault = memory->rest->fault;
    return more;
}

struct stream *stream_of(struct stream_memory *memory, struct span bytes, struct stream *rest)
{
    *memory = (struct stream_memory){{next_of_memory, memory, NULL}, bytes, rest};
    return &memory->stream;
}

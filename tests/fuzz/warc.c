/* fuzz/warc: any bytes as a web archive give the same records, whether they come whole or in
 * pieces, and all that is given out lies within them or is a payload put together. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Pieces of 1 to 61 bytes, each in memory of its own, so that nothing reaches beyond it. */
struct pieces {
    struct span rest;
    char *piece;
    size_t size;
};

static bool next_piece(struct stream *stream, struct span *piece)
{
    struct pieces *pieces = stream->context;
    pieces->size = pieces->size % 61 + 1;
    struct span part = span_part(pieces->rest, 0, pieces->size);
    free(pieces->piece);
    pieces->piece = malloc(part.length ? part.length : 1);
    if (part.length)
        memcpy(pieces->piece, part.at, part.length);
    *piece = (struct span){pieces->piece, part.length};
    pieces->rest = span_part(pieces->rest, part.length, pieces->rest.length);
    return part.length > 0;
}

static void digest(struct buf *out, struct parts *parts, size_t size)
{
    struct part part;
    size_t count = 0;
    while (part_next(parts, &part)) {
        require(++count <= size);
        require(part.bytes.length <= size && part.member.length > 0);
        buf_add(out, part.member);
        buf_add(out, part.url);
        buf_add(out, part.fetched);
        buf_add(out, part.charset);
        buf_add(out, part.bytes);
        buf_add_text(out, part.error_code ? part.error_code : part.partial ? "partial" : "whole");
    }
    part_close(parts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    struct buf whole = {0}, pieced = {0};
    struct pieces pieces = {.rest = bytes};
    struct stream stream = {next_piece, &pieces, NULL};
    digest(&whole, warc_open_bytes(bytes), size);
    digest(&pieced, warc_open(&stream), size);
    require(span_equal(buf_span(&whole), buf_span(&pieced)));
    free(pieces.piece);
    buf_free(&whole);
    buf_free(&pieced);
    return 0;
}

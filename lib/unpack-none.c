/* Stands in for unpack.c in a build without libarchive: it knows what it cannot open. */
#include "unpack.h"

#include <string.h>

const bool unpack_built = false;

bool unpack_is_gzip(struct span bytes)
{
    return span_starts(bytes, span_of("\x1F\x8B\x08"));
}

bool unpack_is_zstd(struct span bytes)
{
    return span_starts(bytes, span_of("\x28\xB5\x2F\xFD"));
}

bool unpack_is_zip(struct span bytes)
{
    return span_starts(bytes, span_of("PK\x03\x04")) || span_starts(bytes, span_of("PK\x05\x06"));
}

struct parts *unpack_open(struct span packed)
{
    (void)packed;
    return part_refuse("this build of assay-text unpacks no gzip and no zstd");
}

struct parts *unpack_open_zip(struct span zip)
{
    (void)zip;
    return part_refuse("this build of assay-text unpacks no zip");
}

struct unpack *unpack_start(struct stream *packed)
{
    (void)packed;
    return NULL;
}

struct stream *unpack_stream(struct unpack *unpack)
{
    (void)unpack;
    return NULL;
}

void unpack_end(struct unpack *unpack)
{
    (void)unpack;
}

bool unpack_member(struct span zip, const char *name, struct buf *bytes)
{
    (void)zip;
    (void)name;
    (void)bytes;
    return false;
}

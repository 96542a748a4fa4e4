/* unpack: gzip, zstd and zip to what is inside. Uses mem span buf stream part.
 * The only user of libarchive. A core.
 *
 * A bomb costs memory and time in proportion to the bounds here, never to what it unpacks to. */
#ifndef UNPACK_H
#define UNPACK_H

#include "part.h"
#include "stream.h"

enum {
    /* A stream may unpack to so many times its own bytes, beyond the first UNPACK_FREE: text
     * reaches 20, a crawl 5, deflate itself ends at 1032. */
    UNPACK_RATIO_MAX = 200,
    UNPACK_FREE = STREAM_WHOLE_MAX,
    /* Members of a zip: zips of a council's papers have some hundred. */
    UNPACK_MEMBERS_MAX = 10000
};

extern const bool unpack_built; /* false in a build without libarchive */

/* Do the first bytes look like it? (RFC 1952, RFC 8878, APPNOTE.TXT 4.3) */
bool unpack_is_gzip(struct span bytes);
bool unpack_is_zstd(struct span bytes);
bool unpack_is_zip(struct span bytes);

/* What a gzip or zstd stream unpacks to, as its only part. The bytes are borrowed. */
struct parts *unpack_open(struct span packed);
/* The files of a zip, each unpacked when it is asked for. Folders and what macOS adds are passed
 * over. The bytes are borrowed. */
struct parts *unpack_open_zip(struct span zip);

/* The same as a stream, for what need not be had whole. `packed` is borrowed. */
struct unpack;
struct unpack *unpack_start(struct stream *packed);
struct stream *unpack_stream(struct unpack *unpack);
void unpack_end(struct unpack *unpack);

/* Appends the member of that name of a zip. False where it has none, or none that can be read. */
bool unpack_member(struct span zip, const char *name, struct buf *bytes);

#endif

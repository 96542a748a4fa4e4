/* warc: the documents of a web archive, one record after the other.
 * Uses mem span buf stream part. A core.
 *
 * Sources: ISO 28500:2017 (WARC 1.1), which reads WARC 1.0 and 0.18 as well; RFC 9112 for the HTTP
 * messages in it. Memory is bounded by the largest record. */
#ifndef WARC_H
#define WARC_H

#include "part.h"
#include "stream.h"

enum {
    WARC_HEADER_MAX = 64 * 1024,      /* of a record, and of the HTTP message in it */
    WARC_RECORD_MAX = STREAM_WHOLE_MAX /* larger records are passed over, and said */
};

/* Do the first bytes begin a record? */
bool warc_is(struct span bytes);
/* The payloads of response, resource and conversion records, with url and fetch date. Passed over
 * are answers other than 2xx and what browsers fetch beside a page (by its declared type): images,
 * style sheets, scripts. The stream is borrowed. */
struct parts *warc_open(struct stream *stream);
struct parts *warc_open_bytes(struct span bytes); /* borrowed */

#endif

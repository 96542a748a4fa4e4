/* mime: one mail message to its facts and its parts, decoded. Uses mem span buf.
 * The only user of GMime. A core.
 *
 * Sources: RFC 5322, RFC 2045 to 2047 and 2231; GMime reads what mail programs make of them. */
#ifndef MIME_H
#define MIME_H

#include "buf.h"

enum {
    MIME_PARTS_MAX = 1000, /* parts of a message; mailing list digests reach a hundred */
    MIME_DEPTH_MAX = 32    /* multiparts in each other */
};

extern const bool mime_built; /* false in a build without GMime */

struct mime;

enum mime_kind { MIME_PLAIN, MIME_HTML, MIME_ATTACHMENT };

struct mime_part {
    enum mime_kind kind;
    struct span name;    /* of the file; absent where the part has none */
    struct span charset; /* as declared, or absent */
    struct span bytes;   /* decoded */
};

/* The message is borrowed until mime_close. NULL where it is none. */
struct mime *mime_open(struct span message);
/* Subject, sender (the name, or the address where there is none), Date header as an ISO date: each
 * appended where the message states it. */
void mime_facts(struct mime *mime, struct buf *subject, struct buf *sender, struct buf *date);
/* Part i in their order, borrowed until the next call; false past the end. Of alternatives only
 * the plain text is among them, or else the last that is text; images within a page are not. */
bool mime_part(struct mime *mime, size_t i, struct mime_part *part);
bool mime_cut(const struct mime *mime); /* a bound was met: there are more parts */
void mime_close(struct mime *mime);

#endif

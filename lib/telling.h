/* telling: what a row tells of a judgement: whose it is, what is said of it, and of which days it
 * can be. Uses span buf rec when record. A core. */
#ifndef TELLING_H
#define TELLING_H

#include "record.h"

/* How a row's date is known, the strongest first. */
enum telling_evidence { TELLING_REPORT, TELLING_STATEMENT, TELLING_DOCUMENT, TELLING_NOTHING };

extern const char *const telling_evidence_words[];

struct telling {
    enum telling_evidence evidence;
    bool asserted;            /* held now or once: no denial, condition or prediction */
    bool held;                /* told as what is, not as what was */
    long from, to;            /* days that the judgement can be of, YYYYMMDD; 0: not known */
    long written, written_to; /* of its document; 0: not known */
};

struct telling telling_read(struct rec *row);
/* Authority, body, subject, area and type, into the emptied buffer. */
struct span telling_place(struct rec *row, struct buf *key);
/* These and all else that has to be the same in rows of one judgement. A record that tells of
 * none is the same as another where all of it is. */
struct span telling_key(struct rec *row, struct buf *key);

#endif

/* part: what containers hold, one part after the other. Uses span mem. A core.
 *
 * The modules that open containers (unpack, mail, warc) each give a struct parts; doc walks
 * through it without knowing what container it is. */
#ifndef PART_H
#define PART_H

#include "span.h"

/* Everything is borrowed until the next part is asked for or the container is closed; absent
 * where the container does not tell. */
struct part {
    struct span bytes;
    struct span member; /* what the part is called inside its container */
    struct span file;   /* the name of a file, for a date in it */
    struct span url, fetched, charset;
    const char *media_type; /* static; what it is, whatever it looks like; mostly NULL */
    bool partial; /* not all of it is there */
    /* Why it cannot be had: both static; NULL where it can. */
    const char *error_code, *error_message;
};

struct parts {
    bool (*next)(struct parts *parts, struct part *part);
    void (*close)(struct parts *parts); /* frees the container, not what it was opened on */
};

/* False when no part is left. */
bool part_next(struct parts *parts, struct part *part);
void part_close(struct parts *parts);

/* A container whose only part says that this build cannot read it. `what` is static. */
struct parts *part_refuse(const char *what);

#endif

/* Stands in for mime.c in a build without GMime. */
#include "mime.h"

const bool mime_built = false;

struct mime *mime_open(struct span message)
{
    (void)message;
    return NULL;
}

void mime_facts(struct mime *mime, struct buf *subject, struct buf *sender, struct buf *date)
{
    (void)mime;
    (void)subject;
    (void)sender;
    (void)date;
}

bool mime_part(struct mime *mime, size_t i, struct mime_part *part)
{
    (void)mime;
    (void)i;
    (void)part;
    return false;
}

bool mime_cut(const struct mime *mime)
{
    (void)mime;
    return false;
}

void mime_close(struct mime *mime)
{
    (void)mime;
}

/* spool: records kept until all are known: a little in memory, the rest in a temporary
 * file that has no name (in $TMPDIR, or /tmp). Uses err mem span buf.
 *
 * A file that cannot be made, written or read ends the program with ERR_TROUBLE. */
#ifndef SPOOL_H
#define SPOOL_H

#include "buf.h"

enum { SPOOL_MEMORY = 8 * 1024 * 1024 };

struct spool;

struct spool *spool_new(void);
void spool_add(struct spool *spool, struct span record);
/* The records in the order they came, each borrowed until the next call; false at the
 * end. Nothing may be added after the first call. */
bool spool_read(struct spool *spool, struct span *record);
void spool_free(struct spool *spool);

#endif

/* spool: records kept until all are known: a little in memory, the rest in a temporary
 * file that has no name. Uses err mem span buf.
 *
 * A file that cannot be made, written or read ends the program with ERR_TROUBLE. */
#ifndef SPOOL_H
#define SPOOL_H

#include "buf.h"

enum { SPOOL_MEMORY = 8 * 1024 * 1024 };

struct spool;

/* The file lies in $TMPDIR, or /tmp; or in the folder, which may be NULL for these. */
struct spool *spool_new(void);
struct spool *spool_new_in(const char *folder);
void spool_add(struct spool *spool, struct span record);
/* The records in the order they came, each borrowed until the next call; false at the
 * end. Nothing may be added after the first call. */
bool spool_read(struct spool *spool, struct span *record);
/* Where the next record that is added will lie, and the record that lies there, into the emptied
 * buffer: one of the expected length is read at once. Not to be asked for once spool_read was
 * called. */
size_t spool_place(const struct spool *spool);
void spool_fetch(struct spool *spool, size_t place, size_t expected, struct buf *record);
void spool_free(struct spool *spool);

#endif

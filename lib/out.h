/* out: bytes to standard output or to a file that appears when it is complete. Uses err buf.
 *
 * What cannot be written ends the program with ERR_TROUBLE: no output is ever lost in silence.
 * A file is written beside its place under a temporary name and renamed by out_close; it is
 * removed again where the program ends before that. */
#ifndef OUT_H
#define OUT_H

#include "span.h"

struct out;

/* Standard output for NULL. A device or pipe is written in place. `path` is borrowed. */
struct out *out_open(const char *path);
void out_write(struct out *out, struct span bytes);
void out_flush(struct out *out);
/* Flushes, closes, renames, frees. */
void out_close(struct out *out);

#endif

/* runs: very many numbers of 64 bits, dealt out to parts and each part sorted when it is wanted:
 * in memory, or in a temporary file that has no name. Uses err mem buf.
 *
 * A part is what is sorted at once, so memory on disk's side is one part and a chunk for each.
 * (Knuth, TAOCP 3, 5.4.9 calls dealing out before sorting an external radix sort; the sort of a
 * part is one by bytes from the lowest on.) */
#ifndef RUNS_H
#define RUNS_H

#include <stdint.h>

#include "buf.h"

enum { RUNS_PARTS = 256 };

struct runs;

/* `folder` is where the file lies; NULL keeps all in memory. A file that cannot be made, written
 * or read ends the program with ERR_TROUBLE. */
struct runs *runs_new(const char *folder);
void runs_add(struct runs *runs, size_t part, uint64_t item);
/* The items of a part in order, borrowed until the next call. They can be had again. */
const uint64_t *runs_part(struct runs *runs, size_t part, size_t *count);
void runs_free(struct runs *runs);

#endif

/* progress: how far a long run is, on standard error: counts, rate, time left. Uses err mem.
 *
 * The only module that asks a clock, and nothing of it reaches an output. */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress;

/* `asked`: tell from the start, and line by line where standard error is no terminal. Otherwise
 * tell only where it is one, operands are named and the run is long. NULL where there is nothing
 * to tell; the other functions take NULL. Operands are borrowed until progress_end. */
struct progress *progress_start(bool asked, char *const *operands, size_t count);
/* So many records were read; `operand` (from 1) is at this byte. */
void progress_tell(struct progress *progress, unsigned long long records, size_t operand,
                   size_t offset);
/* Clears the line and frees. */
void progress_end(struct progress *progress);

#endif

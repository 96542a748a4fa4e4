/* filter: the loop that all filters share: options, operands, records, refusals, the end.
 * Uses err opt in out rec progress.
 *
 * A filter's main is: filter_start, what the program loads, `while ((rec = filter_read(f)))`
 * with filter_write, filter_finish. The common options (-o, -q, -v, -x, --progress, --rejects,
 * --tolerate) are handled here. */
#ifndef FILTER_H
#define FILTER_H

#include "in.h"
#include "opt.h"
#include "out.h"
#include "progress.h"
#include "rec.h"

struct filter;

/* Parses the options and opens nothing yet but the outputs. Ends the program on bad usage. */
struct filter *filter_start(int argc, char **argv, const struct opt_program *program);
/* The next good record of the operands, borrowed until the next call; NULL at the end. Lines
 * that are no record are refused on the way. */
struct rec *filter_read(struct filter *filter);
/* For programs whose input is no lines: see in_chunk. */
bool filter_chunk(struct filter *filter, struct span *bytes);
/* For programs that open their operands by themselves: goes on to the next one, for its name and
 * for what is said of it. False at the end. */
bool filter_operand(struct filter *filter);
const char *filter_source(const struct filter *filter); /* operand being read */
const char *filter_output(const struct filter *filter); /* file of -o; NULL: standard output */
/* Writes the record without the members dropped by -x. One that would be longer than a line
 * may be is refused. */
void filter_write(struct filter *filter, struct rec *rec);
/* The record is left out on purpose: counted in what -v says. */
void filter_drop(struct filter *filter);
/* Removes the members dropped by -x, as filter_write does: for programs that use filter_print. */
void filter_trim(const struct filter *filter, struct rec *rec);
/* Writes bytes as they are: for programs whose output is no records. */
void filter_print(struct filter *filter, struct span bytes);
/* The record just read (or the file) cannot be processed: said with file and line, or written
 * to the file of --rejects; the status is at least ERR_REFUSED. `code` is a short word. */
void filter_refuse(struct filter *filter, const char *code, const char *why);
/* The same for a record that began at this line and byte of what filter_chunk gave. */
void filter_refuse_at(struct filter *filter, size_t line, size_t offset, const char *code,
                      const char *why);
/* The operands, for a program that reads them by itself (as CSV). */
char *const *filter_operands(const struct filter *filter, size_t *count);
/* Completes the output before the end, for a program that then writes of it elsewhere. Nothing may
 * be written any more. */
void filter_complete(struct filter *filter);
/* Completes the outputs, frees, and gives the exit status. */
int filter_finish(struct filter *filter);

#endif

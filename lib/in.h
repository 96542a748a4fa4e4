/* in: the operands as one stream of lines, or of whole files, with file and line. Uses err mem buf.
 *
 * No operand, or `-`, is standard input. An operand that cannot be read is said (ERR_TROUBLE)
 * and passed over. */
#ifndef IN_H
#define IN_H

#include "buf.h"

enum {
    /* Longest line taken. A document's text is at most IN_FILE_MAX, escapes and offsets
     * about double it. */
    IN_LINE_MAX = 64 * 1024 * 1024,
    /* Largest file that is read whole: official reports are below 10 MB. */
    IN_FILE_MAX = 256 * 1024 * 1024
};

enum in_result { IN_END, IN_LINE, IN_LONG };

struct in;

/* Operands are borrowed until in_close. */
struct in *in_open(char *const *operands, size_t count);
/* The next line without its end (`\n` or `\r\n`), borrowed until the next call. IN_LONG: a
 * line over IN_LINE_MAX, passed over whole. */
enum in_result in_line(struct in *in, struct span *line);
/* The next operand's bytes, appended to nothing else: *bytes is emptied first. False at the
 * end. *whole is false where the file is larger than IN_FILE_MAX (its start is given). */
bool in_file(struct in *in, struct buf *bytes, bool *whole);
/* The next bytes of the operand, borrowed until the next call; empty at the end of each operand.
 * False when none is left. For formats whose records are no lines: in_number and in_offset tell
 * nothing. */
bool in_chunk(struct in *in, struct span *bytes);
/* Goes on to the next operand without opening it, for its name. False when none is left. */
bool in_skip(struct in *in);
/* Could the last operand not be read to its end? It was said. */
bool in_failed(const struct in *in);
const char *in_name(const struct in *in); /* of the operand being read; "-" for standard input */
size_t in_operand(const struct in *in);   /* its number, from 1; 0 before the first */
size_t in_number(const struct in *in);    /* of the last line, from 1 */
size_t in_offset(const struct in *in);    /* of the last line's first byte in its file */
void in_close(struct in *in);

#endif

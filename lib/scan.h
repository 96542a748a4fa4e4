/* scan: one strict scan of a JSON object: where its members lie. Uses mem span utf8 buf value.
 *
 * Accepts what jansson's json_loadb with JSON_REJECT_DUPLICATES accepts (RFC 8259 grammar,
 * UTF-8, no \u0000, no number out of range, no twin keys at any depth, depth at most 2048), so
 * that `value` can take every value apart later (but for a NUL behind a number, which jansson
 * swallows); tests/fuzz/scan.c holds the two together. */
#ifndef SCAN_H
#define SCAN_H

#include "value.h"

enum { SCAN_DEPTH_MAX = 2048 };

struct scan; /* memory used again from line to line */

struct scan_fault {
    size_t offset; /* bytes from the start of the text */
    const char *why;
};

struct scan *scan_new(void);
void scan_free(struct scan *scan);

/* The members of the object that `text` is, borrowed from it and from the scan until the next
 * call. NULL where it is not one: *fault says why. */
const struct value_member *scan_object(struct scan *scan, struct span text, size_t *count,
                                      struct scan_fault *fault);

#endif

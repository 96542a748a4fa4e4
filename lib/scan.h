/* scan: one strict scan of a JSON object: where its members lie. Uses mem span utf8 buf.
 *
 * Accepts what jansson's json_loadb with JSON_REJECT_DUPLICATES accepts (RFC 8259 grammar,
 * UTF-8, no \u0000, no number out of range, no twin keys at any depth, depth at most 2048), so
 * that every value can be decoded by jansson later (but for a NUL behind a number, which jansson
 * swallows); tests/fuzz/scan.c holds the two together. */
#ifndef SCAN_H
#define SCAN_H

#include "buf.h"

enum { SCAN_DEPTH_MAX = 2048 };

struct scan_member {
    struct span key;   /* raw, between the quotes */
    struct span value; /* raw, with its quotes or brackets */
    bool key_escaped;  /* the key has a backslash */
};

struct scan; /* memory used again from line to line */

struct scan_fault {
    size_t offset; /* bytes from the start of the text */
    const char *why;
};

struct scan *scan_new(void);
void scan_free(struct scan *scan);

/* The members of the object that `text` is, borrowed from it and from the scan until the next
 * call. NULL where it is not one: *fault says why. */
const struct scan_member *scan_object(struct scan *scan, struct span text, size_t *count,
                                      struct scan_fault *fault);
/* The elements of the array that `text` is (a value the scan gave), each as a raw value,
 * appended to *items with mem_grow. False where it is no array. */
bool scan_elements(struct span text, struct span **items, size_t *count, size_t *room);
/* Appends the decoded string that `raw` (a value the scan gave, with its quotes) stands for.
 * False where it is no string. */
bool scan_string(struct span raw, struct buf *out);

#endif

/* charset: bytes of a declared or guessed encoding to UTF-8. Uses span buf utf8. A core.
 *
 * Sources: WHATWG Encoding (labels: what calls itself iso-8859-1 or ascii is windows-1252), HTML
 * 13.2.3 (byte order mark first, then the meta element), Unicode (UTF-16). The legacy encodings
 * other than windows-1252 are the C library's iconv. */
#ifndef CHARSET_H
#define CHARSET_H

#include "buf.h"

/* The encoding that a page of HTML or XML declares in its first bytes, borrowed; absent where
 * it declares none. */
struct span charset_declared(struct span page);
/* Appends `bytes` as well-formed UTF-8 without byte order mark. `label` may be absent or
 * unknown. Bytes that are good UTF-8 beyond ASCII are taken for UTF-8 whatever the label says,
 * and single bytes that are none for windows-1252. */
void charset_decode(struct buf *out, struct span bytes, struct span label);

#endif

/* styles: the styles of Word and OpenDocument texts, and what they make of a paragraph.
 * Uses mem span markup. A core.
 *
 * Sources: ECMA-376 part 1, 17.7; OASIS OpenDocument 1.2 part 1, 16.2. */
#ifndef STYLES_H
#define STYLES_H

#include <stdbool.h>

#include "span.h"

enum { STYLES_MAX = 4096 }; /* of a document; those beyond make nothing of a paragraph */

struct style {
    struct span name; /* as paragraphs name it */
    bool heading, title, listed;
};

struct styles;

struct styles *styles_new(void);
/* Adds the styles of a part of the package; one that builds on another comes after it. */
void styles_read(struct styles *styles, struct span xml);
/* NULL where there is none of that name; borrowed. */
const struct style *styles_find(const struct styles *styles, struct span name);
void styles_free(struct styles *styles);

#endif

/* macro: names for placeholders in the patterns of rules. Uses buf rule mask.
 *
 * {who} in a pattern is any of the kinds that its line of a table lists. */
#ifndef MACRO_H
#define MACRO_H

#include "mask.h"
#include "rule.h"

enum { MACRO_KINDS_MAX = 8 };

struct macro_kinds {
    const char *name;
    enum mask_kind kinds[MACRO_KINDS_MAX];
    size_t count;
};

/* What rules_load takes: made by macros_make, freed by macros_free. */
struct macros {
    struct rule_macro items[RULE_MACROS_MAX];
    size_t count;
    struct buf text; /* of the expressions */
};

/* The macros of a table, of at most RULE_MACROS_MAX lines, and those of rules/macros.csv. The
 * names are borrowed. Ends the program as rules_macros does. */
void macros_make(struct macros *macros, struct places *places, const struct macro_kinds *kinds,
                 size_t count);
void macros_free(struct macros *macros);

#endif

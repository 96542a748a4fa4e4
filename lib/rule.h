/* rule: tables of patterns, one way of speaking a line. Uses err mem span buf pattern places.
 * A bad pattern ends the program and is named with file, line and place:
 * while it loads where it is a user's, of $ASSAY_VOCAB or -V; when it is tried first where it came
 * with the program.
 *
 * Columns: id, priority, pattern, value, requires, excludes, example, counter. The pattern is
 * PCRE2 over one sentence or block; `requires` and `excludes` are patterns that the same text must
 * and must not match. ASCII letters of either case are one: a pattern sees small ones alone.
 * {name} stands for a macro: of the program, or a line of schemas/rules/macros.csv. */
#ifndef RULE_H
#define RULE_H

#include "pattern.h"
#include "places.h"

enum { RULE_MACROS_MAX = 64 };

struct rule_macro {
    struct span name; /* without braces */
    struct span text; /* a PCRE2 expression */
};

struct rules;

struct rule_hit {
    size_t rule; /* number, in the order of precedence */
    size_t start, end;
    struct pattern_hit match;
};

/* Appends the macros of rules/macros.csv to the program's own; gives the new count. */
size_t rules_macros(struct places *places, struct rule_macro macros[RULE_MACROS_MAX],
                    size_t count);
/* What tables are loaded with: borrowed, all but the macros until rules_free. */
struct rule_source {
    struct places *places;
    const struct rule_macro *macros;
    size_t macro_count;
    struct demand_words *words; /* of tables that look at the same texts; NULL: each has its own */
};
/* `name` as "rules/claims.csv". */
struct rules *rules_load(const struct rule_source *source, const char *name);
void rules_free(struct rules *rules);

/* Rules in order of precedence: higher priority first, then as they stand in the files. */
size_t rules_count(const struct rules *rules);
struct span rules_id(const struct rules *rules, size_t rule);
/* As it stands in the file, macros by their names. */
struct span rules_pattern(const struct rules *rules, size_t rule);
struct span rules_value(const struct rules *rules, size_t rule);
struct span rules_example(const struct rules *rules, size_t rule);
struct span rules_counter(const struct rules *rules, size_t rule);

/* Takes a text, which must be UTF-8, to find rules in: look again when it has changed. */
void rules_look(const struct rules *rules, struct span text);
/* The first rule, from one on, that may match the text looked at last; rules_count: none. */
size_t rules_candidate(const struct rules *rules, size_t from);
/* The next match of one rule in the text looked at last, at or after `from`. Most rules and most
 * texts are told apart by the words that the pattern cannot do without. */
bool rules_find(const struct rules *rules, size_t rule, size_t from, struct rule_hit *hit);
/* All matches of all rules in a text: by precedence, then by place. */
struct rules_walk {
    const struct rules *rules;
    size_t rule, from; /* next */
};
struct rules_walk rules_walk(const struct rules *rules, struct span text);
bool rules_next(struct rules_walk *walk, struct rule_hit *hit);
/* May any rule match the text, or a part of it? Nearly no text holds a title's words. */
bool rules_may(const struct rules *rules, struct span text);
/* The first rule in order of precedence that matches. */
bool rules_first(const struct rules *rules, struct span text, struct rule_hit *hit);
/* What a named group matched: false where the rule has none or it took no part. */
bool rules_group(const struct rules *rules, const struct rule_hit *hit, const char *group,
                 size_t *start, size_t *end);

/* Appends "FILE:LINE: ID: what" and a line end. */
void rules_fault(const struct rules *rules, size_t rule, const char *what, struct buf *faults);
/* Holds every rule against its example and counter-example as they stand, and says where an
 * earlier rule takes the example; appends a line for each fault. The number of rules. */
size_t rules_prove(const struct rules *rules, struct buf *faults);

#endif

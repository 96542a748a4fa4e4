/* pattern: an expression over texts in small letters, tried only where the words stand that it
 * cannot match without. Uses err mem span buf utf8 must begin demand
 * expression.
 * The only user of pcre2. A bad expression ends the program, and is named with file, line and
 * place.
 *
 * Branches, between bars at the top of an expression, are expressions of their own: of a long list
 * of ways to say a thing a text holds the words of one or two. */
#ifndef PATTERN_H
#define PATTERN_H

#include "buf.h"
#include "demand.h"

enum {
    PATTERN_GROUPS_MAX = 12,
    PATTERN_BRANCHES_MAX = 32,
    /* Backtracking steps a match may take; then it counts as none. The slowest rule on the
     * longest sentence of 131 real documents takes 4,000. */
    PATTERN_MATCH_LIMIT = 200000
};

/* The text that patterns are tried on, one at a time. */
struct pattern_text;
/* The words are borrowed; others may look at texts with the same. */
struct pattern_text *pattern_text_new(struct demand_words *words);
void pattern_text_free(struct pattern_text *text);
/* Copies a text, which must be UTF-8; look again when it has changed. */
void pattern_text_look(struct pattern_text *text, struct span look);
size_t pattern_text_length(const struct pattern_text *text);
/* The first branch, from one on, that the text holds something for, by the numbers that
 * pattern_read has given, from 0; those of all patterns where there is none. */
size_t pattern_text_next(const struct pattern_text *text, size_t branch);

struct pattern_branch;
struct pattern {
    struct pattern_text *text; /* that it is tried on: borrowed */
    const char *path;          /* where it stands: borrowed */
    size_t line;
    struct pattern_branch *branches;
    size_t count; /* 0: there is no expression */
    size_t first; /* number of its first branch among those of the text */
};

/* Reads the expression, as PCRE2 with UTF and UCP has them; it may be changed or freed afterwards.
 * ASCII letters of either case are one in it: `\W` and other escapes stay as they are. */
void pattern_read(struct pattern *pattern, struct span expression);
/* Finds out now whether it is a good one: else when it is tried first. */
void pattern_compile(const struct pattern *pattern);
void pattern_free(struct pattern *pattern);

struct pattern_hit {
    size_t branch, start, end;
    struct {
        size_t start, end; /* SIZE_MAX: not taken part */
    } groups[PATTERN_GROUPS_MAX];
};

/* May the pattern match the text, or a part of it, by the words that it needs? */
bool pattern_may(const struct pattern *pattern);
/* The first match that begins at or after `from`. */
bool pattern_find(const struct pattern *pattern, size_t from, struct pattern_hit *hit);
/* Is there any? */
bool pattern_matches(const struct pattern *pattern);
/* What a named group matched: false where the pattern has none or it took no part. */
bool pattern_group(const struct pattern *pattern, const struct pattern_hit *hit,
                   const char *group, size_t *start, size_t *end);

/* An expression that the whole of a text has to match, capitals told apart. */
struct pattern_whole;
struct pattern_whole *pattern_whole_new(struct span expression, const char *path, size_t line);
bool pattern_whole_holds(const struct pattern_whole *whole, struct span text);
void pattern_whole_free(struct pattern_whole *whole);

#endif

/* expression: what of the syntax of PCRE2 must be known to bring an expression to small letters and
 * to part its branches; texts are brought to small letters too. Uses mem span utf8. A core.
 *
 * Patterns and texts are brought to small letters, each once: PCRE2's own caseless matching looks
 * at every s and k as a set of three characters, which makes most words dear. */
#ifndef EXPRESSION_H
#define EXPRESSION_H

#include "mem.h"
#include "span.h"

/* A copy in the arena; escapes stay as they are: of them capitals mean the contrary. */
struct span expression_small(struct mem_arena *arena, struct span expression);
/* Writes a text in small letters, as long as it is. */
void expression_small_text(char *small, struct span text);
/* Without a bracket "(?:…)" around all of it. */
struct span expression_bare(struct span expression);
/* The branch that begins at *at, which is left behind its bar, or past the end. */
struct span expression_branch(struct span expression, size_t *at);

#endif

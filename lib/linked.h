/* linked: what a page says of itself in JSON-LD. Uses mem span buf scan. A core.
 *
 * Source: schema.org's Article and WebPage, JSON-LD 1.1 (@graph, @id). Only the objects that
 * speak of the page itself are looked at: not those of its comments, related pages, reviews. */
#ifndef LINKED_H
#define LINKED_H

#include "mem.h"
#include "scan.h"

enum linked_fact {
    LINKED_TITLE, LINKED_AUTHOR, LINKED_PUBLISHER, LINKED_DATE, LINKED_LANG, LINKED_TEXT,
    LINKED_FACTS
};

enum {
    /* Of a fact: the object is the article, a question or work, the page, anything else. */
    LINKED_ARTICLE = 1, LINKED_WORK, LINKED_PAGE, LINKED_THING,
    LINKED_UNKNOWN /* the fact is not stated */
};

/* Start with all ranks LINKED_UNKNOWN. Values are copies in the arena. */
struct linked {
    struct span value[LINKED_FACTS];
    int rank[LINKED_FACTS];
};

/* Adds what `json` states, where it is better ranked than what is known. What is no good JSON
 * states nothing. */
void linked_read(struct linked *linked, struct span json, struct mem_arena *arena);

#endif

/* headline: which of a page's names for itself is its title. Uses mem span buf utf8 document xml
 * flow. A core.
 *
 * A page is named by <title> and og:title, with the site's name before or behind, by JSON-LD, by
 * its headings and by the words of its address. The name on which most of them agree is taken. */
#ifndef HEADLINE_H
#define HEADLINE_H

#include "flow.h"

/* All borrowed; absent where the page does not say. */
struct headline_names {
    const struct flow *flow;
    struct span page;   /* <title> */
    struct span shared; /* og:title or its like */
    struct span linked; /* the headline in JSON-LD */
    struct span site;   /* the site's name */
    struct span url;
    bool article;       /* the page says that it is one */
};

struct headline {
    struct span title; /* part of one of the names, or a block's text; absent where none is */
    size_t block;      /* the heading around which bylines stand; flow->count: there is none */
};

struct headline headline_find(const struct headline_names *names);
/* Is it the name of the site, or part of it, or the other way round? */
bool headline_is_site(const struct headline_names *names, struct span name);

#endif

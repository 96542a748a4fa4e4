/* flow: a page of HTML cut into blocks. Uses mem span buf utf8 document xml. A core.
 *
 * A block is what is set as one paragraph, heading, list item, table row or caption. Inline
 * elements neither end a block nor separate words; two or more <br> end one; what a reader does
 * not see (script, template, hidden, display:none) makes none. */
#ifndef FLOW_H
#define FLOW_H

#include "document.h"
#include "xml.h"

struct flow_block {
    size_t start, end;  /* bytes of flow.text; white space folded, cells of a row by tabs */
    size_t node;        /* the block-level element that holds it */
    size_t linked;      /* bytes of it inside links */
    size_t words;       /* runs of letters and digits */
    uint8_t element;    /* that the block is set as: nearest of p, li, h1, td, ... */
    uint8_t role;       /* enum document_role */
    bool bold;          /* all of it is <b> or <strong> */
};

struct flow {
    const struct xml_tree *tree; /* borrowed */
    struct flow_block *blocks;
    size_t count, room;
    struct buf text;
};

void flow_read(struct flow *flow, const struct xml_tree *tree);
void flow_free(struct flow *flow);
struct span flow_text(const struct flow *flow, size_t block);
/* Does the element begin a block of its own? */
bool flow_is_block(enum xml_element element);

#endif

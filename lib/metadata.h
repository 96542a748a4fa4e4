/* metadata: what a page of HTML states of itself. Uses mem span buf utf8 when date document xml
 * flow linked headline byline. A core.
 *
 * Looked for in JSON-LD, OpenGraph, Dublin Core and their like, microdata, the marks of bylines,
 * the words of bylines and the path of the address, in this order. A date of modification is
 * never taken for one of publication. */
#ifndef METADATA_H
#define METADATA_H

#include "document.h"
#include "flow.h"

/* States title, author, publisher, date with its basis, url and lang. */
void metadata_read(struct document *document, const struct flow *flow);

#endif

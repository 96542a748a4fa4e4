/* metadata: what a page of HTML states of itself. Uses mem span buf utf8 scan document xml.
 * A core. */
#ifndef METADATA_H
#define METADATA_H

#include "document.h"
#include "xml.h"

/* States title, author, publisher, date with its basis, url and lang. */
void metadata_read(struct document *document, const struct xml_tree *tree);

#endif

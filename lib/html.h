/* html: an HTML page's metadata and main text. Uses span buf document charset xml flow metadata
 * article. A core. */
#ifndef HTML_H
#define HTML_H

#include "document.h"

void html_read(struct document *document, struct span bytes);
/* Do the first bytes look like an HTML page? */
bool html_is(struct span bytes);

#endif

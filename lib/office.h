/* office: Word and OpenDocument texts to blocks. Uses mem span buf document when unpack markup
 * styles. A core.
 *
 * Sources: ECMA-376 part 1 (WordprocessingML), OASIS OpenDocument 1.2. Deleted and moved-away text,
 * comments, headers and footers are left out; notes follow the text. */
#ifndef OFFICE_H
#define OFFICE_H

#include "document.h"

/* Is it a package of Office Open XML, or of OpenDocument, of whatever kind? */
bool office_is_docx(struct span bytes);
bool office_is_odt(struct span bytes);
void office_read_docx(struct document *document, struct span bytes);
void office_read_odt(struct document *document, struct span bytes);

#endif

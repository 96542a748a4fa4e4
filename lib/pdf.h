/* pdf: the pages of a PDF to positioned words, and through layout to blocks.
 * Uses span buf utf8 document page layout imprint. The only user of MuPDF. A core. */
#ifndef PDF_H
#define PDF_H

#include "document.h"

void pdf_read(struct document *document, struct span bytes);
/* Is there a PDF header in the first 1024 bytes? (PDF 32000-1, annex H.3.4.1) */
bool pdf_is(struct span bytes);
extern const bool pdf_built; /* false in a build without MuPDF: pdf_read refuses by name */

#endif

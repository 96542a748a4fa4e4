/* Stands in for pdf.c in a build without MuPDF. */
#include "pdf.h"

const bool pdf_built = false;

bool pdf_is(struct span bytes)
{
    struct span head = span_part(bytes, 0, 1024);
    return span_find(head, span_of("%PDF-")) < head.length;
}

void pdf_read(struct document *document, struct span bytes)
{
    (void)bytes;
    document_fail(document, "not built in", span_of("this build of assay-text reads no PDF"));
}

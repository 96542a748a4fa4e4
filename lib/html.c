#include "html.h"
bool html_is(struct span bytes) { (void)bytes; return false; }
void html_read(struct document *document, struct span bytes) { (void)bytes; document_fail(document, "not built in", span_of("soon")); }

#include "plain.h"
#include "utf8.h"
bool plain_is_markdown(struct span bytes) { (void)bytes; return false; }
void plain_read_markdown(struct document *document, struct span bytes) { plain_read(document, bytes); }
void plain_read(struct document *document, struct span bytes) { struct buf b={0}; utf8_repair(&b, bytes); struct span r=buf_span(&b),p; while (span_split(&r,'\n',&p)) document_add(document, DOCUMENT_PARAGRAPH, p, 0); buf_free(&b); }

/* What must hold of every document, for the fuzz targets. */
#ifndef DOCUMENTS_H
#define DOCUMENTS_H

#include <stdlib.h>

#include "doc.h"
#include "utf8.h"

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Spans within blocks follow their blocks, none is empty or reaches out of its block, and none
 * begins or ends within a character. */
static void check_inner(const struct document *document)
{
    struct span text = document_text(document);
    size_t number = 0;
    for (size_t i = 0; i < document->inner_count; i++) {
        const struct document_inner *inner = &document->inner[i];
        require(inner->block >= number && inner->block < document->block_count);
        number = inner->block;
        const struct document_block *block = &document->blocks[number];
        require(inner->role > DOCUMENT_CAPTION && inner->role <= DOCUMENT_CODE);
        require(inner->start >= block->start && inner->start < inner->end);
        require(inner->end <= block->end);
        require(utf8_valid(span_part(text, inner->start, inner->end)));
        require(!inner->url.at || utf8_valid(inner->url));
    }
}

/* The blocks stand in order, none is empty, and the text is UTF-8; the record can be read. */
static void check_document(const struct document *document)
{
    struct span text = document_text(document);
    struct rec *rec = rec_new();
    struct buf json = {0};
    struct scan_fault fault;
    size_t end = 0;
    require(utf8_valid(text));
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        require(block->start >= end && block->start < block->end && block->end <= text.length);
        end = block->end;
    }
    check_inner(document);
    document_record(document, rec);
    rec_encode(rec, &json);
    require(rec_parse(rec, buf_span(&json), &fault));
    buf_free(&json);
    rec_free(rec);
}

/* All documents of the bytes, as this media type or (NULL) as what they look like. */
static void check_documents(struct span bytes, const char *type)
{
    struct stream_memory memory;
    struct document document = {0};
    struct doc *doc = doc_open(stream_of(&memory, bytes, NULL), span_of("fuzz"), span_of(type));
    size_t count = 0;
    while (doc_next(doc)) {
        require(++count < 100000);
        document_clear(&document);
        doc_read(doc, &document);
        check_document(&document);
    }
    doc_close(doc);
    document_free(&document);
}

#endif

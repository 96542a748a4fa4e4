/* fuzz/plain: any bytes as plain text and as Markdown give a text and blocks that fit it. */
#include <stdint.h>
#include <stdlib.h>

#include "plain.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* The blocks stand in order, none is empty, and the text is UTF-8 without trailing blanks. */
static void check(const struct document *document)
{
    struct span text = document_text(document);
    size_t end = 0;
    require(utf8_valid(text));
    require(span_find_byte(text, '\0') == text.length);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        require(block->start >= end && block->start < block->end && block->end <= text.length);
        require(i == 0 || block->start > end);
        end = block->end;
    }
    require(end == text.length);
}

static void read_as(void (*read)(struct document *, struct span), struct span bytes)
{
    struct document document = {0};
    struct rec *rec = rec_new();
    struct buf json = {0};
    struct scan_fault fault;
    read(&document, bytes);
    check(&document);
    document_record(&document, rec);
    rec_encode(rec, &json);
    require(rec_parse(rec, buf_span(&json), &fault));
    buf_free(&json);
    rec_free(rec);
    document_free(&document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    (void)plain_is_markdown(bytes);
    read_as(plain_read, bytes);
    read_as(plain_read_markdown, bytes);
    return 0;
}

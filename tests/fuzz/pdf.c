/* pdf: any bytes are read or refused, and the blocks lie in the text. */
#include <stdint.h>
#include <stdlib.h>

#include "pdf.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct document document = {0};
    size_t end = 0;
    pdf_read(&document, (struct span){(const char *)data, size});
    for (size_t i = 0; i < document.block_count; i++) {
        const struct document_block *block = &document.blocks[i];
        if (block->start < end || block->end <= block->start ||
            block->end > document.text.length || block->page < 1)
            abort();
        end = block->end;
    }
    if (!document.error_code && !utf8_valid(document_text(&document)))
        abort();
    document_free(&document);
    return 0;
}

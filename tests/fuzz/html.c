/* html: any bytes are read as a page; text and facts are UTF-8, and blocks lie in the text. */
#include <stdint.h>
#include <stdlib.h>

#include "html.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    struct document document = {0};
    html_is(bytes);
    html_read(&document, bytes);
    const struct span facts[] = {document.title, document.author, document.publisher,
                                 document.date,  document.url,    document.lang};
    if (!utf8_valid(document_text(&document)))
        abort();
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (facts[i].at && (facts[i].length == 0 || !utf8_valid(facts[i])))
            abort();
    for (size_t i = 0; i < document.block_count; i++)
        if (document.blocks[i].start >= document.blocks[i].end ||
            document.blocks[i].end > document.text.length)
            abort();
    document_free(&document);
    return 0;
}

/* layout: words and rules anywhere on pages are laid out, and blocks lie in the text. */
#include <stdint.h>
#include <stdlib.h>

#include "layout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Five bytes a thing: what it is, then its place and size. */
static void add_thing(struct page *page, const uint8_t *data)
{
    float x = (float)data[1] * 2.5F, y = (float)data[2] * 3.5F, size = 4 + (float)(data[3] % 24);
    if (data[0] < 48) {
        page_add_rule(page, (struct page_box){x, y, x + (float)data[3] * 2, y + 0.5F});
    } else if (data[0] < 96) {
        page_add_rule(page, (struct page_box){x, y, x + 0.5F, y + (float)data[3] * 2});
    } else {
        for (uint8_t i = 0; i <= data[4] % 12; i++) {
            struct page_glyph glyph = {
                (uint32_t)(data[0] + i), x,    x + size / 2, y, size, data[4] > 200,
                data[4] == 77,           false};
            page_add_glyph(page, &glyph);
            x += size / 2;
        }
        page->open = false;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct layout *layout = layout_new();
    struct document document = {0};
    for (int number = 1; size >= 5; number++) {
        struct page page = {.width = 640, .height = 900, .number = number};
        for (int i = 0; i < 100 && size >= 5; i++, data += 5, size -= 5)
            add_thing(&page, data);
        layout_add(layout, &page);
        page_free(&page);
    }
    layout_write(layout, &document);
    for (size_t i = 0; i < document.block_count; i++)
        if (document.blocks[i].end > document.text.length)
            abort();
    layout_free(layout);
    document_free(&document);
    return 0;
}

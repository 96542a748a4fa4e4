#include "article.h"

void article_read(struct document *document, const struct flow *flow)
{
    for (size_t i = 0; i < flow->count; i++) {
        const struct flow_block *block = &flow->blocks[i];
        size_t length = block->end - block->start;
        bool good = block->words > 10 && block->linked * 3 < length;
        if (good)
            document_add(document, (enum document_role)block->role, flow_text(flow, i), 0);
    }
}

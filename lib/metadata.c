#include "metadata.h"

void metadata_read(struct document *document, const struct xml_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++)
        if (tree->nodes[i].element == XML_TITLE) {
            struct buf text = {0};
            xml_gather(tree, i, &text);
            document_state(document, &document->title, buf_span(&text));
            buf_free(&text);
        }
}

/* blocks: the blocks of pages of HTML and their features, for fitting lib/forest.c.
 * usage: blocks PAGE...
 * A line for each block: number of the page (from 0), its name, text, features; the features are
 * separated by blanks, all else by tabs. */
#include <stdio.h>
#include <stdlib.h>

#include "charset.h"
#include "evidence.h"
#include "metadata.h"

static void read_file(struct buf *bytes, const char *name)
{
    enum { CHUNK = 1 << 16 };
    FILE *file = fopen(name, "rb");
    size_t count = 0;
    do {
        count = file ? fread(buf_reserve(bytes, CHUNK), 1, CHUNK, file) : 0;
        bytes->length += count;
    } while (count);
    if (!file || ferror(file) || fclose(file)) {
        perror(name);
        exit(1);
    }
}

static void print_text(struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        putchar((unsigned char)text.at[i] < ' ' ? ' ' : text.at[i]);
}

/* As article_read sees them. */
static void print_blocks(int page, const char *name, const struct flow *flow, struct span title)
{
    struct evidence *evidence = evidence_new(flow, title);
    float features[EVIDENCE_FEATURES];
    for (size_t i = 0; i < flow->count; i++) {
        evidence_of(evidence, i, features);
        printf("%d\t%s\t", page, name);
        print_text(flow_text(flow, i));
        for (size_t k = 0; k < EVIDENCE_FEATURES; k++)
            printf("%c%.9g", k ? ' ' : '\t', (double)features[k]);
        putchar('\n');
    }
    evidence_free(evidence);
}

static void read_page(int page, const char *name)
{
    struct buf bytes = {0}, text = {0};
    struct xml_tree tree = {0};
    struct flow flow = {0};
    struct document document = {0};
    read_file(&bytes, name);
    charset_decode(&text, buf_span(&bytes), charset_declared(buf_span(&bytes)));
    xml_read_page(&tree, buf_span(&text));
    flow_read(&flow, &tree);
    metadata_read(&document, &flow);
    if (flow.count)
        print_blocks(page, name, &flow, document.title);
    document_free(&document);
    flow_free(&flow);
    xml_free(&tree);
    buf_free(&text);
    buf_free(&bytes);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        read_page(i - 1, argv[i]);
    return fflush(stdout) || ferror(stdout);
}

/* blocks: the blocks of pages of HTML and their features, for fitting lib/forest.c, and the bounds
 * of lib/cut.c with theirs.
 * usage: blocks PAGE...
 *        blocks --cuts LABELS FOLD PAGE...
 * The first prints a line for each block: number of the page (from 0), its name, text, features;
 * the features are separated by blanks, all else by tabs. The second prints a line for each bound
 * of the pages whose number leaves FOLD when divided by 5: number of the page, whether the bound
 * is as good as any (1 or 0), how much it weighs in the fit, and behind a tab its features.
 * LABELS says of each block of all pages whether it is main text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "cut.h"
#include "evidence.h"
#include "likely.h"
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

enum { FOLDS = 5 };
static const double AS_GOOD = 0.01; /* F1 below the best that is as good */
static const double WEIGHT = 4;     /* of a page, where its bounds differ by 1 */

/* F1 of the words of the blocks that each bound takes. */
static void measure(const struct likely_block *blocks, const bool *wanted, size_t count,
                    double f1[CUT_BOUNDS])
{
    for (size_t k = 0; k < CUT_BOUNDS; k++) {
        double hits = 0, all = 1e-9;
        for (size_t i = 0; i < count; i++) {
            bool taken = blocks[i].likelihood > cut_bounds[k];
            hits += taken && wanted[i] ? (double)blocks[i].words : 0;
            all += (double)blocks[i].words * (taken + wanted[i]);
        }
        f1[k] = 2 * hits / all;
    }
}

static void print_cuts(int page, const struct likely_block *blocks, const bool *wanted,
                       size_t count, const struct evidence *evidence)
{
    double f1[CUT_BOUNDS], least = 1, most = 0;
    float features[CUT_BOUNDS][CUT_FEATURES];
    measure(blocks, wanted, count, f1);
    cut_describe(blocks, count, evidence, features);
    for (size_t k = 0; k < CUT_BOUNDS; k++) {
        least = f1[k] < least ? f1[k] : least;
        most = f1[k] > most ? f1[k] : most;
    }
    for (size_t k = 0; k < CUT_BOUNDS; k++) {
        printf("%d %d %.9g", page, f1[k] > most - AS_GOOD, WEIGHT * (most - least));
        for (size_t i = 0; i < CUT_FEATURES; i++)
            printf("%c%.9g", i ? ' ' : '\t', (double)features[k][i]);
        putchar('\n');
    }
}

/* Of the next blocks in the file. */
static bool *read_labels(FILE *labels, size_t count)
{
    bool *wanted = mem_new(count, sizeof *wanted);
    for (size_t i = 0; i < count; i++) {
        char line[100];
        if (!fgets(line, sizeof line, labels) || !strchr(line, ' ')) {
            fputs("blocks: the labels are of other blocks\n", stderr);
            exit(1);
        }
        wanted[i] = strchr(line, ' ')[1] == '1';
    }
    return wanted;
}

static FILE *labels;
static int fold;

static void judge_blocks(int page, const struct flow *flow, struct span title)
{
    bool *wanted = read_labels(labels, flow->count);
    if (page % FOLDS == fold) {
        struct evidence *evidence = evidence_new(flow, title);
        struct likely_block *blocks = likely_read(flow, evidence);
        print_cuts(page, blocks, wanted, flow->count, evidence);
        free(blocks);
        evidence_free(evidence);
    }
    free(wanted);
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
    if (flow.count && labels)
        judge_blocks(page, &flow, document.title);
    else if (flow.count)
        print_blocks(page, name, &flow, document.title);
    document_free(&document);
    flow_free(&flow);
    xml_free(&tree);
    buf_free(&text);
    buf_free(&bytes);
}

int main(int argc, char **argv)
{
    int first = 1;
    if (argc > 3 && strcmp(argv[1], "--cuts") == 0) {
        first = 4;
        fold = (int)strtol(argv[3], NULL, 10);
        labels = fopen(argv[2], "r");
        if (!labels) {
            perror(argv[2]);
            return 1;
        }
    }
    for (int i = first; i < argc; i++)
        read_page(i - first, argv[i]);
    return fflush(stdout) || ferror(stdout);
}

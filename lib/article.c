#include "article.h"

#include <stdlib.h>
#include <string.h>

#include "byline.h"
#include "cut.h"
#include "evidence.h"
#include "furniture.h"
#include "likely.h"
#include "linked.h"
#include "utf8.h"

enum {
    /* A page with fewer words in its main text may state the text elsewhere. */
    SPARSE_WORDS = 40,
    BODY_WORDS = 25, /* of a long paragraph */
    LEAD_WORDS = 10, /* of the block with which the text has begun */
    GAP_BLOCKS_MAX = 30,
    CAPTION_REACH = 3, /* blocks between a caption and the text around it */
    TITLE_MAX = 1000 /* bytes of a heading that is compared with the title */
};

/* The least likelihood of a block between others that are taken, and of a list behind one. */
static const double GAP_MIN = 0.1, LIST_MIN = 0.2;

/* The blocks of a page as they are judged. */
struct judged {
    const struct flow *flow;
    const struct evidence *evidence;
    struct likely_block *blocks;
    double least;        /* what is taken is likelier */
};

/* Does the list or table whose parts are the blocks from `i` to `end` stand right behind a block
 * that is taken, in the same element, without leading elsewhere? */
static bool continues_text(const struct judged *judged, size_t i, size_t end, size_t whole)
{
    const struct flow *flow = judged->flow;
    const struct xml_node *nodes = flow->tree->nodes;
    size_t linked = 0, last = i;
    for (size_t k = i; k < end; k++)
        linked += flow->blocks[k].linked;
    while (last > 0 && flow->blocks[last - 1].role == DOCUMENT_CAPTION && i - last < CAPTION_REACH)
        last--;
    if (last == 0 || linked > 0 || judged->blocks[last - 1].likelihood <= judged->least ||
        judged->blocks[i].likelihood < LIST_MIN)
        return false;
    size_t before = likely_whole(flow, last - 1);
    before = before ? before : flow->blocks[last - 1].node;
    return nodes[before].parent == nodes[whole].parent;
}

static void take_lists(const struct judged *judged)
{
    const struct flow *flow = judged->flow;
    for (size_t i = 0, end; i < flow->count; i = end) {
        size_t whole = likely_whole(flow, i);
        end = i + 1;
        if (!whole)
            continue;
        while (end < flow->count && likely_whole(flow, end) == whole)
            end++;
        if (judged->blocks[i].likelihood > judged->least || !continues_text(judged, i, end, whole))
            continue;
        for (size_t k = i; k < end; k++)
            judged->blocks[k].likelihood = 1;
    }
}

/* The forest was fitted to texts without captions. One is taken with the table it belongs to, or
 * where what stands before it and behind it is taken. */
static void take_captions(const struct judged *judged)
{
    const struct flow *flow = judged->flow;
    const struct xml_node *nodes = flow->tree->nodes;
    size_t before = 0; /* blocks since one was taken */
    bool taken = false;
    for (size_t i = 0; i < flow->count; i++) {
        bool likely = judged->blocks[i].likelihood > judged->least, behind = false;
        if (flow->blocks[i].role != DOCUMENT_CAPTION) {
            bool begins = likely || flow->blocks[i].element == XML_H1;
            before = begins ? 0 : before + 1;
            taken = taken || begins;
            continue;
        }
        size_t node = flow->blocks[i].node;
        bool table = nodes[node].element == XML_CAPTION;
        for (size_t k = i + 1; k < flow->count && k <= i + CAPTION_REACH && !behind; k++)
            behind = judged->blocks[k].likelihood > judged->least &&
                     (!table || flow->blocks[k].node < nodes[nodes[node].parent].end);
        if (behind && (table || (taken && before < CAPTION_REACH)))
            judged->blocks[i].likelihood = 1;
    }
}

/* Behind the last long paragraph, "You may also like" and what follows it is no text. */
static void cut_trail(const struct judged *judged)
{
    const struct flow *flow = judged->flow;
    size_t body = 0;
    bool cut = false;
    for (size_t i = 0; i < flow->count; i++)
        if (judged->blocks[i].likelihood > judged->least && flow->blocks[i].words >= BODY_WORDS)
            body = i;
    for (size_t i = body + 1; i < flow->count; i++) {
        cut = cut || (judged->blocks[i].likelihood > judged->least &&
                      evidence_leads_on(judged->evidence, i));
        if (cut)
            judged->blocks[i].likelihood = 0;
    }
}

/* What stands between two blocks that are taken, in the same element as one of them, needs less
 * to be taken where it is a table or code: they say little by themselves. */
static void fill_gaps(const struct judged *judged)
{
    const struct flow *flow = judged->flow;
    const struct xml_node *nodes = flow->tree->nodes;
    struct likely_block *blocks = judged->blocks;
    double least = judged->least;
    for (size_t i = 1, end; i < flow->count; i = end) {
        end = i + 1;
        if (blocks[i].likelihood > least || blocks[i - 1].likelihood <= least)
            continue;
        bool likely = true;
        size_t parent = nodes[flow->blocks[i - 1].node].parent;
        for (end = i; end < flow->count && blocks[end].likelihood <= least; end++)
            likely = likely && blocks[end].likelihood >= GAP_MIN &&
                     (flow->blocks[end].role == DOCUMENT_TABLE_ROW ||
                      flow->blocks[end].element == XML_PRE) &&
                     flow->blocks[end].node < nodes[parent].end;
        if (likely && end < flow->count && end - i <= GAP_BLOCKS_MAX)
            for (size_t k = i; k < end; k++)
                blocks[k].likelihood = 1;
    }
}

static bool repeats(struct span heading, struct span folded_title)
{
    struct buf folded = {0};
    utf8_fold_text(&folded, span_trim(span_part(heading, 0, TITLE_MAX)));
    bool same = span_equal(buf_span(&folded), folded_title);
    buf_free(&folded);
    return same;
}

/* Is it the line that names the author, and no more? */
static bool is_byline(const struct document *document, struct span text)
{
    if (!document->author.at || !byline_leads(text))
        return false;
    struct span name = byline_name(text);
    return span_equal(name, document->author) || span_starts(document->author, name);
}

static size_t add_likely(struct document *document, const struct judged *judged)
{
    const struct flow *flow = judged->flow;
    struct buf title = {0};
    size_t words = 0;
    bool titled = false, begun = false;
    utf8_fold_text(&title, document->title.at ? document->title : span_of(""));
    for (size_t i = 0; i < flow->count; i++) {
        const struct flow_block *block = &flow->blocks[i];
        struct span text = flow_text(flow, i);
        if (judged->blocks[i].likelihood <= judged->least || furniture_is(text, document->title))
            continue;
        /* The date below the title of a listing's first entry is of the entry. */
        begun = begun || (block->words >= LEAD_WORDS && !is_byline(document, text)) ||
                (block->role == DOCUMENT_HEADING && block->linked > 0);
        if (!begun && block->role == DOCUMENT_PARAGRAPH &&
            (furniture_is_dateline(text) || is_byline(document, text)))
            continue;
        if (!titled && block->role == DOCUMENT_HEADING && repeats(text, buf_span(&title))) {
            titled = true;
            continue;
        }
        document_add(document, (enum document_role)block->role, text, 0);
        words += block->words;
    }
    buf_free(&title);
    return words;
}

/* What the page states of its text where scripts would have to fetch it: articleBody, or the
 * description. */
static void add_stated(struct document *document, const struct xml_tree *tree)
{
    struct linked linked = {.rank = {0}};
    struct span description = {NULL, 0};
    for (size_t i = 0; i < LINKED_FACTS; i++)
        linked.rank[i] = LINKED_UNKNOWN;
    for (size_t i = 0; i + 1 < tree->count; i++) {
        if (tree->nodes[i].element == XML_SCRIPT && tree->nodes[i + 1].element == XML_TEXT)
            linked_read(&linked, xml_text(tree, i + 1), &document->arena);
        if (tree->nodes[i].element == XML_META && !description.at &&
            (span_is(xml_attribute(tree, i, XML_NAME), "description") ||
             span_is(xml_attribute(tree, i, XML_PROPERTY), "og:description")))
            description = xml_attribute(tree, i, XML_CONTENT);
    }
    struct span text = linked.value[LINKED_TEXT];
    if (text.length > 2 * document->text.length) {
        document->text.length = document->block_count = 0;
        struct span part;
        while (span_split(&text, '\n', &part))
            document_add(document, DOCUMENT_PARAGRAPH, part, 0);
    }
    if (document->text.length == 0 && description.at)
        document_add(document, DOCUMENT_PARAGRAPH, description, 0);
}

void article_read(struct document *document, const struct flow *flow)
{
    size_t words = 0;
    if (flow->count) {
        struct evidence *evidence = evidence_new(flow, document->title);
        struct likely_block *blocks = likely_read(flow, evidence);
        struct judged judged = {flow, evidence, blocks, cut_choose(blocks, flow->count, evidence)};
        fill_gaps(&judged);
        take_lists(&judged);
        take_captions(&judged);
        cut_trail(&judged);
        words = add_likely(document, &judged);
        evidence_free(evidence);
        free(blocks);
    }
    if (words < SPARSE_WORDS)
        add_stated(document, flow->tree);
}

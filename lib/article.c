#include "article.h"

#include <stdlib.h>
#include <string.h>

#include "evidence.h"
#include "forest.h"
#include "linked.h"
#include "utf8.h"
#include "when.h"

enum {
    /* A page with fewer words in its main text may state the text elsewhere. */
    SPARSE_WORDS = 40,
    DATELINE_MAX = 60,
    LEAD_WORDS = 10, /* of the block with which the text has begun */
    GAP_BLOCKS_MAX = 30,
    TITLE_MAX = 1000 /* bytes of a heading that is compared with the title */
};

/* The least likelihood of a block that is taken lies between these, whatever the page. In
 * five-fold cross-validation over 283 pages 0.3, 0.35 and 0.4 as the lower bound were within
 * 0.002 of one another. */
static const double LEAST_MIN = 0.3, LEAST_MAX = 0.5;

/* Blocks that say this and no more are never text. Folded, and compared whole. */
static const char *const furniture[] = {
    "advertisement", "advertisements", "advertising", "advert", "ad", "sponsored", "promoted",
    "advertisement - continue reading below", "story continues below advertisement",
    "article continues below advertisement", "continue reading below", "continue reading",
    "share", "share this", "share this article", "share this page", "share this post",
    "share on facebook", "share on twitter", "share via email", "tweet", "email this",
    "print", "print this page", "print this article", "copy link", "save", "bookmark",
    "follow us",
    "read more", "read more:", "read more...", "more", "learn more", "see more", "show more",
    "load more", "view all", "see all", "related articles", "related stories", "related posts",
    "related topics", "related content", "related links", "you may also like", "more stories",
    "more on this story", "recommended", "most read", "most popular", "trending",
    "back to top", "top", "skip to content", "skip to main content", "jump to content",
    "no comments", "no comments:", "comments", "post a comment", "leave a comment",
    "leave a reply", "add a comment", "view comments", "show comments", "reply", "report",
    "sign in", "log in", "login", "sign up", "register", "subscribe", "subscribe now",
    "newsletter", "menu", "search", "close", "home", "previous", "next", "older post",
    "newer post", "accept cookies", "accept all", "cookie settings",
};

/* The least likelihood of a block between others that are taken. */
static const double GAP_MIN = 0.1;

struct choice {
    double likelihood, words;
};

static int compare_choices(const void *a, const void *b)
{
    double x = ((const struct choice *)a)->likelihood, y = ((const struct choice *)b)->likelihood;
    return (x < y) - (x > y);
}

/* The threshold that gives the best F1 to be expected: half of that F1 (Lipton, Elkan and
 * Narayanaswamy, "Optimal thresholding of classifiers to maximize F1 measure", 2014). Where the
 * page is hard to tell, more is taken. Sorts the choices. */
static double least_likelihood(struct choice *choices, size_t count)
{
    double expected = 0, hits = 0, taken = 0, best = 0;
    qsort(choices, count, sizeof *choices, compare_choices);
    for (size_t i = 0; i < count; i++)
        expected += choices[i].likelihood * choices[i].words;
    for (size_t i = 0; i < count; i++) {
        hits += choices[i].likelihood * choices[i].words;
        taken += choices[i].words;
        double f1 = taken + expected > 0 ? 2 * hits / (taken + expected) : 0;
        best = f1 > best ? f1 : best;
    }
    double least = best / 2;
    return least < LEAST_MIN ? LEAST_MIN : least > LEAST_MAX ? LEAST_MAX : least;
}

/* The likelihood of every block, 0 for those of comments; the caller's to free. */
static double *judge_blocks(const struct flow *flow, struct span title)
{
    double *likelihoods = mem_new(flow->count, sizeof *likelihoods);
    struct evidence *evidence = evidence_new(flow, title);
    float features[EVIDENCE_FEATURES];
    for (size_t i = 0; i < flow->count; i++) {
        evidence_of(evidence, i, features);
        if (!evidence_is_comment(evidence, i))
            likelihoods[i] = forest_likelihood(features);
    }
    evidence_free(evidence);
    return likelihoods;
}

/* The table or list that the block is a row or item of; the block's own element: none. */
static size_t whole_of(const struct flow *flow, size_t block)
{
    const struct xml_node *nodes = flow->tree->nodes;
    size_t node = flow->blocks[block].node;
    if (flow->blocks[block].role != DOCUMENT_TABLE_ROW)
        return node;
    for (size_t outer = node; outer; outer = nodes[outer].parent)
        if (nodes[outer].element == XML_TABLE)
            return outer;
    return node;
}

/* A table is taken whole or not at all, as its likeliest row is: a header or an odd row says
 * little by itself. */
static void even_out(const struct flow *flow, double *likelihoods)
{
    for (size_t i = 0, end; i < flow->count; i = end) {
        size_t whole = whole_of(flow, i);
        double most = likelihoods[i];
        end = i + 1;
        if (flow->blocks[i].role != DOCUMENT_TABLE_ROW)
            continue;
        for (; end < flow->count && whole_of(flow, end) == whole; end++)
            most = likelihoods[end] > most ? likelihoods[end] : most;
        for (size_t k = i; k < end; k++)
            likelihoods[k] = most;
    }
}

/* What stands between two blocks that are taken, in the same element as one of them, needs less
 * to be taken where it is a table or code: they say little by themselves. */
static void fill_gaps(const struct flow *flow, double *likelihoods, double least)
{
    const struct xml_node *nodes = flow->tree->nodes;
    for (size_t i = 1, end; i < flow->count; i = end) {
        end = i + 1;
        if (likelihoods[i] > least || likelihoods[i - 1] <= least)
            continue;
        bool likely = true;
        size_t parent = nodes[flow->blocks[i - 1].node].parent;
        for (end = i; end < flow->count && likelihoods[end] <= least; end++)
            likely = likely && likelihoods[end] >= GAP_MIN &&
                     (flow->blocks[end].role == DOCUMENT_TABLE_ROW ||
                      flow->blocks[end].element == XML_PRE) &&
                     flow->blocks[end].node < nodes[parent].end;
        if (likely && end < flow->count && end - i <= GAP_BLOCKS_MAX)
            for (size_t k = i; k < end; k++)
                likelihoods[k] = 1;
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

static bool is_furniture(struct span text)
{
    for (size_t i = 0; i < sizeof furniture / sizeof *furniture; i++)
        if (text.length == strlen(furniture[i]) && repeats(text, span_of(furniture[i])))
            return true;
    return false;
}

/* A date with its time and "published", and no more: what stands between headline and text. */
static bool is_dateline(struct span text)
{
    struct when when;
    if (text.length > DATELINE_MAX || !when_find(text, 0, &when) || when.kind != WHEN_ABSOLUTE ||
        !when.from.day)
        return false;
    struct span before = span_trim(span_part(text, 0, when.start));
    struct span behind = span_part(text, when.end, text.length);
    size_t letters = 0;
    for (size_t i = 0; i < behind.length; i++)
        letters += utf8_is_letter((unsigned char)behind.at[i]);
    return letters <= 6 && before.length <= sizeof "last updated on:";
}

static size_t add_likely(struct document *document, const struct flow *flow,
                         const double *likelihoods, double least)
{
    struct buf title = {0};
    size_t words = 0;
    bool titled = false, begun = false;
    utf8_fold_text(&title, document->title.at ? document->title : span_of(""));
    for (size_t i = 0; i < flow->count; i++) {
        const struct flow_block *block = &flow->blocks[i];
        struct span text = flow_text(flow, i);
        if (likelihoods[i] <= least || is_furniture(text))
            continue;
        begun = begun || block->words >= LEAD_WORDS;
        if (!begun && block->role == DOCUMENT_PARAGRAPH && is_dateline(text))
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
        double *likelihoods = judge_blocks(flow, document->title);
        even_out(flow, likelihoods);
        struct choice *choices = mem_new(flow->count, sizeof *choices);
        for (size_t i = 0; i < flow->count; i++)
            choices[i] = (struct choice){likelihoods[i], (double)flow->blocks[i].words};
        double least = least_likelihood(choices, flow->count);
        fill_gaps(flow, likelihoods, least);
        words = add_likely(document, flow, likelihoods, least);
        free(choices);
        free(likelihoods);
    }
    if (words < SPARSE_WORDS)
        add_stated(document, flow->tree);
}

#include "article.h"

#include <stdlib.h>

#include "evidence.h"
#include "forest.h"
#include "linked.h"
#include "utf8.h"

enum {
    /* A page with fewer words in its main text may state the text elsewhere. */
    SPARSE_WORDS = 40,
    TITLE_MAX = 1000 /* bytes of a heading that is compared with the title */
};

/* The least likelihood of a block that is taken lies between these, whatever the page: the mean
 * of what was best in five-fold cross-validation over 283 pages, where 0.3 to 0.4 and 0.45 to
 * 0.6 did as well. */
static const double LEAST_MIN = 0.3, LEAST_MAX = 0.5;

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

static bool repeats(struct span heading, struct span folded_title)
{
    struct buf folded = {0};
    utf8_fold_text(&folded, span_trim(span_part(heading, 0, TITLE_MAX)));
    bool same = span_equal(buf_span(&folded), folded_title);
    buf_free(&folded);
    return same;
}

static size_t add_likely(struct document *document, const struct flow *flow,
                         const double *likelihoods, double least)
{
    struct buf title = {0};
    size_t words = 0;
    bool titled = false;
    utf8_fold_text(&title, document->title.at ? document->title : span_of(""));
    for (size_t i = 0; i < flow->count; i++) {
        const struct flow_block *block = &flow->blocks[i];
        struct span text = flow_text(flow, i);
        if (likelihoods[i] <= least)
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
        struct choice *choices = mem_new(flow->count, sizeof *choices);
        for (size_t i = 0; i < flow->count; i++)
            choices[i] = (struct choice){likelihoods[i], (double)flow->blocks[i].words};
        double least = least_likelihood(choices, flow->count);
        words = add_likely(document, flow, likelihoods, least);
        free(choices);
        free(likelihoods);
    }
    if (words < SPARSE_WORDS)
        add_stated(document, flow->tree);
}

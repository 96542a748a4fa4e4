#include "evidence.h"

#include <math.h>
#include <stdlib.h>

#include "survey.h"
#include "utf8.h"

enum {
    LEAD_ON_WORDS = 8,
    ARTICLE_WORDS = 100 /* outside of comments, for there to be an article */
};

static const double BLOG_SHARE = 0.5;

struct evidence {
    struct survey survey;
};

struct evidence *evidence_new(const struct flow *flow, struct span title)
{
    struct evidence *evidence = mem_new(1, sizeof *evidence);
    survey_page(&evidence->survey, flow, title);
    return evidence;
}

void evidence_free(struct evidence *evidence)
{
    survey_free(&evidence->survey);
    free(evidence);
}

/* The features are written one after the other; what they are called is said beside each. */
struct writer {
    float *to;
    size_t count;
};

static void put(struct writer *writer, double value)
{
    writer->to[writer->count++] = (float)value;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static double at_most(double value, double limit)
{
    return value < limit ? value : limit;
}

static void put_block(struct writer *writer, const struct survey *survey, size_t i)
{
    const struct flow_block *block = &survey->flow->blocks[i];
    const struct survey_stat *stat = &survey->stats[i];
    const struct survey_slot *slot = &survey->alike.slots[stat->alike];
    struct buf folded = {0};
    utf8_fold_text(&folded, span_part(flow_text(survey->flow, i), 0,
                                      SURVEY_WINDOW * SURVEY_WINDOWS_MAX / 2 + SURVEY_WINDOW));
    put(writer, (double)stat->words);
    put(writer, (double)stat->linked);
    put(writer, (double)stat->function);
    put(writer, (double)stat->capitals);
    put(writer, (double)stat->word_length);
    put(writer, (double)stat->ends);
    put(writer, (double)stat->commas);
    put(writer, (double)stat->digits);
    put(writer, block->element);
    put(writer, block->role);
    put(writer, survey->same.slots[stat->same].count);
    put(writer, (double)survey_overlap(survey->description, buf_span(&folded)));
    put(writer, (double)survey_overlap(survey->title, buf_span(&folded)));
    put(writer, slot->count); /* blocks built alike */
    put(writer, share(slot->words, slot->count));
    put(writer, share(slot->linked, slot->count));
    put(writer, share(slot->ends, slot->count));
    put(writer, slot->words / (survey->words + 1));
    buf_free(&folded);
}

static void put_names(struct writer *writer, const struct survey *survey, size_t i)
{
    const struct survey_place *place = &survey->places[survey->flow->blocks[i].node];
    for (size_t k = 0; k < CUE_NAMES; k++)
        put(writer, at_most(place->name[k], place->name[k] == SURVEY_FAR ? SURVEY_FAR : 15));
    for (size_t k = 0; k < SURVEY_TAGS; k++)
        put(writer, at_most(place->tag[k], place->tag[k] == SURVEY_FAR ? SURVEY_FAR : 15));
}

static void put_ancestors(struct writer *writer, const struct survey *survey, size_t i)
{
    size_t node = survey->flow->blocks[i].node;
    for (size_t level = 0; level < EVIDENCE_LEVELS; level++) {
        const struct survey_place *place = &survey->places[node];
        const struct survey_slot *slot =
            &survey->places_alike.slots[survey_slot(&survey->places_alike, place->hash)];
        put(writer, log(1 + (double)place->words));
        put(writer, share(place->linked, place->bytes));
        put(writer, share(place->good, survey->good));
        put(writer, log(1 + (double)place->blocks));
        put(writer, share(place->words, place->blocks));
        put(writer, share(place->good, place->words));
        put(writer, log(1 + (double)slot->count)); /* elements built alike */
        put(writer, share(slot->words, slot->count));
        put(writer, share(slot->good, slot->count));
        put(writer, at_most(place->images, 9));
        put(writer, at_most(place->inputs, 9));
        put(writer, at_most(place->times, 9));
        node = place->up;
    }
}

/* The innermost element that holds the headline and the block, and steps out to it. */
static void put_headline(struct writer *writer, const struct survey *survey, size_t i)
{
    const struct flow *flow = survey->flow;
    const struct xml_node *nodes = survey->tree->nodes;
    if (survey->headline >= flow->count) {
        put(writer, -1);
        put(writer, 300);
        put(writer, 30);
        put(writer, 0);
        return;
    }
    size_t node = flow->blocks[survey->headline].node, block = flow->blocks[i].node;
    int steps = 0;
    double away = (double)i - (double)survey->headline;
    for (; node && !(block >= node && block < nodes[node].end); steps++)
        node = nodes[node].parent;
    put(writer, away > 0 ? 1 : away < 0 ? 0 : 0.5);
    put(writer, away > 200 ? 200 : away < -200 ? -200 : away);
    put(writer, steps);
    put(writer, survey->places[node].words / (survey->words + 1));
}

static void put_position(struct writer *writer, const struct survey *survey, size_t i)
{
    const struct flow *flow = survey->flow;
    const struct survey_stat *stat = &survey->stats[i];
    size_t node = flow->blocks[i].node;
    put(writer, survey->tree->nodes[node].depth);
    put(writer, (double)i / (double)flow->count);
    put(writer, (double)stat->before / (survey->words + 1));
    put(writer, (double)i);
    put(writer, (double)(flow->count - i));
    put_headline(writer, survey, i);
    for (size_t k = 0; k < SURVEY_TOPS; k++) {
        size_t top = survey->top[k];
        bool inside = node >= top && node < survey->tree->nodes[top].end;
        put(writer, inside ? 1 : node < top ? 0 : -1);
    }
    put(writer, (double)i - (double)survey->last_good);
    put(writer, at_most(stat->image, 61));
}

static void put_neighbours(struct writer *writer, const struct survey *survey, size_t i)
{
    static const int offsets[] = {-2, -1, 1, 2};
    static const int reaches[] = {6, 12};
    long count = (long)survey->flow->count;
    for (size_t k = 0; k < sizeof offsets / sizeof *offsets; k++) {
        long other = (long)i + offsets[k];
        bool there = other >= 0 && other < count;
        put(writer, there ? (double)survey->stats[other].words : -1);
        put(writer, there ? (double)survey->stats[other].linked : -1);
        put(writer, there ? survey->flow->blocks[other].element : -1);
    }
    for (size_t k = 0; k < sizeof reaches / sizeof *reaches; k++) {
        double sums[4] = {0}; /* running text and all words, before and after */
        for (long far = 1; far <= reaches[k]; far++)
            for (int after = 0; after < 2; after++) {
                long other = after ? (long)i + far : (long)i - far;
                if (other < 0 || other >= count)
                    continue;
                const struct survey_stat *stat = &survey->stats[other];
                bool good = survey_reads_on(stat);
                sums[2 * after] += good ? (double)stat->words : 0;
                sums[2 * after + 1] += (double)stat->words;
            }
        for (size_t n = 0; n < 4; n++)
            put(writer, sums[n]);
    }
}

static void put_heading(struct writer *writer, const struct survey *survey, size_t i)
{
    const struct survey_stat *stat = &survey->stats[i];
    bool known =
        stat->heading < i && survey->flow->blocks[stat->heading].role == DOCUMENT_HEADING;
    uint32_t says = known ? survey->stats[stat->heading].says : 0;
    put(writer, known ? (double)(i - stat->heading) : -1);
    put(writer, known ? survey->flow->blocks[stat->heading].element : -1);
    put(writer, says != 0);
    put(writer, says >> CUE_SAYS_COMMENT & 1);
    put(writer, says >> CUE_SAYS_MORE & 1);
    put(writer, stat->comments);
    for (size_t k = 0; k < CUE_PHRASES; k++) {
        put(writer, stat->since[k]);
        put(writer, stat->until[k]);
    }
}

static void put_page(struct writer *writer, const struct survey *survey)
{
    static const enum cue shared[] = {CUE_ARTICLE, CUE_CONTENT, CUE_POST,    CUE_COMMENT,
                                      CUE_SIDEBAR, CUE_FOOTER,  CUE_RELATED, CUE_CARD};
    static const enum survey_tag tagged[] = {SURVEY_ARTICLE, SURVEY_MAIN, SURVEY_ASIDE,
                                             SURVEY_FOOTER, SURVEY_ITEM};
    const struct survey_place *root = &survey->places[0];
    put(writer, log(1 + survey->words));
    put(writer, log(1 + survey->good));
    put(writer, survey->good / (survey->words + 1));
    put(writer, survey->linked / (survey->bytes + 1));
    put(writer, survey->good_blocks);
    put(writer, survey->articles);
    put(writer, survey->h1s);
    put(writer, log(1 + (double)root->times));
    put(writer, log(1 + (double)root->images));
    put(writer, log(1 + survey->links));
    for (size_t k = 0; k < sizeof shared / sizeof *shared; k++)
        put(writer, survey->name_words[shared[k]] / (survey->good + 1));
    for (size_t k = 0; k < sizeof tagged / sizeof *tagged; k++)
        put(writer, survey->tag_words[tagged[k]] / (survey->good + 1));
    put(writer, log(1 + survey->good - survey->name_words[CUE_COMMENT]));
    for (size_t k = 0; k < SURVEY_KINDS; k++)
        put(writer, survey->kinds[k]);
}

void evidence_of(const struct evidence *evidence, size_t block, float features[EVIDENCE_FEATURES])
{
    struct writer writer = {features, 0};
    put_block(&writer, &evidence->survey, block);
    put_names(&writer, &evidence->survey, block);
    put_ancestors(&writer, &evidence->survey, block);
    put_position(&writer, &evidence->survey, block);
    put_neighbours(&writer, &evidence->survey, block);
    put_heading(&writer, &evidence->survey, block);
    put_page(&writer, &evidence->survey);
}

size_t evidence_kind(const struct evidence *evidence, size_t block)
{
    return evidence->survey.stats[block].alike;
}

size_t evidence_kinds(const struct evidence *evidence)
{
    return evidence->survey.alike.room;
}

bool evidence_claims(const struct evidence *evidence, enum evidence_claim claim)
{
    static const enum survey_kind claims[EVIDENCE_CLAIMS] = {
        [EVIDENCE_ARTICLE] = SURVEY_OG_ARTICLE,
        [EVIDENCE_NEWS] = SURVEY_NEWS_ARTICLE,
        [EVIDENCE_FORUM] = SURVEY_FORUM_POSTING,
        [EVIDENCE_QUESTIONS] = SURVEY_QUESTIONS,
    };
    return evidence->survey.kinds[claims[claim]];
}

/* Does the page call itself an article, and no forum or question? */
static bool is_article(const struct survey *survey)
{
    const bool *kinds = survey->kinds;
    return (kinds[SURVEY_OG_ARTICLE] || kinds[SURVEY_ARTICLE_FACTS] ||
            kinds[SURVEY_NEWS_ARTICLE] || kinds[SURVEY_BLOG_POSTING] ||
            kinds[SURVEY_ANY_ARTICLE]) &&
           !kinds[SURVEY_FORUM_POSTING] && !kinds[SURVEY_QUESTIONS];
}

bool evidence_leads_on(const struct evidence *evidence, size_t block)
{
    const struct survey_stat *stat = &evidence->survey.stats[block];
    return stat->words < LEAD_ON_WORDS && stat->says >> CUE_SAYS_MORE & 1;
}

bool evidence_is_comment(const struct evidence *evidence, size_t block)
{
    const struct survey *survey = &evidence->survey;
    const struct survey_place *place = &survey->places[survey->flow->blocks[block].node];
    if (is_article(survey) && place->name[CUE_COMMENT] < SURVEY_FAR)
        return survey->good - survey->name_words[CUE_COMMENT] >= ARTICLE_WORDS;
    /* A blog: most of the text is in what is called an article, an entry or a post's body. */
    return place->remarks && survey->good - survey->remarked >= ARTICLE_WORDS &&
           survey->stats[block].before >= ARTICLE_WORDS &&
           survey->name_words[CUE_ARTICLE] >= BLOG_SHARE * survey->good;
}

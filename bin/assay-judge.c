/* assay-judge: tagged documents with the judgements that they make. */
#include "claim.h"
#include "entity.h"
#include "err.h"
#include "filter.h"
#include "finding.h"
#include "opinion.h"
#include "report.h"

static struct opt_texts folders;
static bool prove, explain;

static const struct opt options[] = {
    {'V', "vocab", OPT_TEXTS, &folders, "DIR", "add the registers and rules of DIR"},
    {'\0', "explain", OPT_FLAG, &explain, NULL, "say of every word that judges what it became"},
    {'\0', "prove", OPT_FLAG, &prove, NULL, "hold every rule against its examples, and exit"},
    {0},
};

static const struct opt_program program = {
    "find the judgements that tagged documents make", "[FILE...]", options};

/* Everything that is loaded once. */
struct judge {
    struct places *places;
    struct vocab *vocab;
    struct scales *scales;
    struct report_rules *reports;
    struct claim_rules *claims;
    struct appraisal *appraisal;
    struct opinion_rules *opinions;
    struct finding_rules *findings;
    struct quotations quotations;
    struct appraisal_document document;
    struct match_words words;
    struct sentences sentences;
    struct entities entities;
    struct judgement_blocks blocks;
    struct judgements judgements;
    struct report report;
    struct buf explained;
};

static void load(struct judge *judge)
{
    judge->places = places_find(&folders);
    judge->vocab = vocab_load(judge->places);
    judge->scales = scales_load(judge->places);
    judge->reports = report_rules_load(judge->places, judge->scales);
    judge->claims = claim_rules_load(judge->places, judge->vocab, judge->scales);
    judge->appraisal = appraisal_load(judge->places, judge->vocab);
    judge->opinions = opinion_rules_load(judge->places, judge->appraisal);
    judge->findings = finding_rules_load(judge->places, judge->appraisal);
}

static void say_explained(struct judge *judge)
{
    struct span rest = buf_span(&judge->explained), line;
    while (rest.length && span_split(&rest, '\n', &line))
        if (line.length)
            err_say("%.*s", (int)line.length, line.at);
    buf_clear(&judge->explained);
}

static void unload(struct judge *judge)
{
    buf_free(&judge->explained);
    report_free(&judge->report);
    judgements_free(&judge->judgements);
    judgement_blocks_free(&judge->blocks);
    entities_free(&judge->entities);
    appraisal_document_free(&judge->document);
    sentences_free(&judge->sentences);
    match_words_free(&judge->words);
    quotations_free(&judge->quotations);
    finding_rules_free(judge->findings);
    opinion_rules_free(judge->opinions);
    appraisal_free(judge->appraisal);
    claim_rules_free(judge->claims);
    report_rules_free(judge->reports);
    scales_free(judge->scales);
    vocab_free(judge->vocab);
    places_free(judge->places);
}

/* What else it says of services: evaluations and numbers. An official report's prose evaluates in
 * every sentence, and says in its graded list what that comes to: there are no opinions of it. */
static void appraise(struct judge *judge, const struct claim_document *document, bool is_report)
{
    struct buf *explained = explain ? &judge->explained : NULL;
    judge->document.vocab = judge->vocab;
    judge->document.blocks = &judge->blocks;
    judge->document.entities = &judge->entities;
    judge->document.quotations = &judge->quotations;
    judge->document.words = &judge->words;
    judge->document.sentences = &judge->sentences;
    judge->document.source = document->source;
    judge->document.no_opinions = is_report;
    appraisal_read(judge->appraisal, &judge->judgements, &judge->document);
    if (!is_report)
        opinion_find(judge->opinions, &judge->document, &judge->judgements, explained);
    finding_find(judge->findings, &judge->document, &judge->judgements, explained);
}

/* A report speaks through its graded list, and tells of earlier ones; everything else makes
 * claims. */
static void judge_document(struct judge *judge, struct rec *rec)
{
    struct claim_document document = {
        {.text = {NULL, 0}}, &judge->words, &judge->sentences, &judge->blocks,
        &judge->entities,    judge->vocab,  judge->scales,     &judge->quotations};
    entity_source(rec, &document.source);
    struct span text = document.source.text;
    struct utf8_index index;
    utf8_index_make(&index, text);
    judgements_clear(&judge->judgements);
    match_split(judge->vocab->match, text, &judge->words);
    sentences_split(&judge->sentences, text);
    judgement_blocks_read(&judge->blocks, &index, rec);
    entities_read(&judge->entities, judge->vocab, &index, rec);
    quotations_read(&judge->quotations, judge->vocab, &index, rec);
    struct report_document report = {text,          &judge->blocks, &judge->sentences,
                                     &judge->entities, judge->vocab,   judge->scales};
    bool is_report = report_read(judge->reports, &report, &judge->report, &judge->judgements);
    if (is_report) {
        report_write(&judge->report, rec);
        claim_history(judge->claims, &document, judge->report.authority,
                      when_first_day(judge->report.started), &judge->judgements);
    } else {
        claim_find(judge->claims, &document, &judge->judgements,
                   explain ? &judge->explained : NULL);
    }
    appraise(judge, &document, is_report);
    judgements_write(&judge->judgements, &index, rec);
    utf8_index_free(&index);
}

static void prove_rules(struct judge *judge, struct filter *filter)
{
    struct buf faults = {0};
    size_t count = claim_prove(judge->claims, judge->vocab, judge->scales, &faults);
    count += report_prove(judge->reports, &faults);
    count += opinion_prove(judge->opinions, judge->vocab, &faults);
    count += finding_prove(judge->findings, judge->vocab, &faults);
    if (faults.length) {
        filter_print(filter, buf_span(&faults));
        err_raise(ERR_REFUSED);
    }
    buf_clear(&faults);
    buf_add_format(&faults, "%zu rules held against their examples\n", count);
    filter_print(filter, buf_span(&faults));
    buf_free(&faults);
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct judge judge = {0};
    struct rec *rec;
    load(&judge);
    if (prove)
        prove_rules(&judge, filter);
    while (!prove && (rec = filter_read(filter))) {
        if (span_is(rec_string(rec, "type"), "document") && rec_has(rec, "text"))
            judge_document(&judge, rec);
        say_explained(&judge);
        filter_write(filter, rec);
    }
    unload(&judge);
    opt_free(&folders);
    return filter_finish(filter);
}

#include "claim.h"

#include <stdlib.h>

#include "area.h"
#include "dating.h"
#include "mem.h"
#include "proof.h"
#include "speech.h"
#include "stance.h"
#include "told.h"
#include "whose.h"

enum { SENTENCE_BYTES_MAX = 6000 /* longer "sentences" are data: no rule reads them */ };

struct claim_rules {
    struct speech *speech;
    struct lexicon *lexicon;
};

/* A document while its claims are found. */
struct finding {
    const struct claim_rules *rules;
    struct passage passage;
    struct judgements *judgements;
    size_t first;        /* of the judgements found here */
    struct buf *explain; /* NULL: not wanted */
};

struct claim_rules *claim_rules_load(struct places *places, const struct scales *scales)
{
    struct claim_rules *rules = mem_new(1, sizeof *rules);
    rules->lexicon = lexicon_load(places, scales);
    rules->speech = speech_load(places);
    return rules;
}

void claim_rules_free(struct claim_rules *rules)
{
    if (!rules)
        return;
    speech_free(rules->speech);
    lexicon_free(rules->lexicon);
    free(rules);
}

static bool is_headline(const struct passage *passage)
{
    return passage->block < passage->document->blocks->count &&
           span_is(passage->document->blocks->items[passage->block].role, "heading");
}

/* The inspectorate named nearest to the grade in its clause, else the one named last. */
static struct span inspectorate_near(const struct passage *passage, size_t item)
{
    size_t found = passage_nearest(passage, item, MASK_INSPECTORATE, true);
    if (found == passage->mask.count)
        found = passage_nearest(passage, item, MASK_INSPECTORATE, false);
    return found < passage->mask.count ? lexicon_known(&passage->mask.items[found])->entity->name
                                       : passage->inspectorate;
}

/* The grade of the candidate with its date, on the scale meant; NULL where it is none. */
static const struct scale_grade *grade_of(struct finding *finding,
                                          const struct passage_grade *grade,
                                          struct judgement *judgement)
{
    const struct mask_item *place = &finding->passage.mask.items[grade->item];
    struct scale_context context = {.inspectorate =
                                        inspectorate_near(&finding->passage, grade->item)};
    if (judgement->authority)
        context.nation = judgement->authority->nation;
    context.day = dating_set(&finding->passage, grade->item, judgement, finding->judgements);
    return scale_meant(finding->passage.document->scales,
                       span_part(finding->passage.document->source.text, place->start, place->end),
                       &context);
}

/* One grade of one authority (`named` as the text has it; NULL where it is in focus). An absent
 * area: of the whole that its scale judges. */
static void add_for_authority(struct finding *finding, const struct passage_grade *grade,
                              struct span area, const struct vocab_authority *authority,
                              const struct entity *named)
{
    const struct mask_item *place = &finding->passage.mask.items[grade->item];
    struct judgement judgement = {
        .authority = authority,
        .area = area,
        .start = place->start,
        .end = place->end,
        .sentence_start = finding->passage.sentence_start,
        .sentence_end = finding->passage.sentence_end,
        .status = grade->status.length ? grade->status : span_of("current"),
        .basis = span_of(is_headline(&finding->passage) ? "headline" : "statement"),
        .rule = grade->rule,
        .confidence = 0.8};
    judgement.grade = grade_of(finding, grade, &judgement);
    judgement.subject = whose_subject(&finding->passage, grade->item);
    if (!judgement.grade || (!authority && !judgement.subject.length))
        return;
    if (judgement.subject.length) {
        judgement.area = (struct span){NULL, 0};
    } else {
        judgement.inspectorate = judgement.grade->inspectorate;
        if (!area.length)
            judgement.area = scale_whole(finding->passage.document->scales, judgement.grade);
    }
    if (named && span_is(named->subtype, "trust"))
        judgement.named_as =
            span_part(finding->passage.document->source.text, named->start, named->end);
    told_add(finding->judgements, finding->first, judgement);
}

/* One grade of every authority that shares it: those listed with the one that is told, else the
 * one in focus. */
static void add_for_area(struct finding *finding, const struct passage_grade *grade,
                         struct span area)
{
    size_t first, last, item = whose_authority(&finding->passage, grade);
    if (item == finding->passage.mask.count) {
        add_for_authority(finding, grade, area, passage_focus(&finding->passage), NULL);
        return;
    }
    whose_list(&finding->passage, item, &first, &last);
    for (size_t i = first; i <= last; i++) {
        const struct lexicon_known *known = lexicon_known(&finding->passage.mask.items[i]);
        add_for_authority(finding, grade, area, known->authority, known->entity);
    }
}

static void explain(struct finding *finding, size_t item, struct span rule, struct span what)
{
    const struct mask_item *place = &finding->passage.mask.items[item];
    struct span text = finding->passage.document->source.text;
    if (!finding->explain)
        return;
    buf_add(finding->explain, span_part(text, place->start, place->end));
    buf_add_text(finding->explain, "\t");
    buf_add(finding->explain, rule);
    buf_add_text(finding->explain, "\t");
    buf_add(finding->explain, what);
    buf_add_text(finding->explain, "\t");
    buf_add(finding->explain, span_part(text, finding->passage.sentence_start, finding->passage.sentence_end));
    buf_add_byte(finding->explain, '\n');
}

static void take(struct finding *finding, struct passage_grade *grade)
{
    struct span stance = stance_of(&finding->passage, finding->rules->speech, grade->item);
    struct span areas[AREAS_MAX];
    if (!grade->status.length || (stance.length && !stance_is_asserted(stance)) ||
        span_is(stance, "generic"))
        grade->status = stance;
    explain(finding, grade->item, grade->rule,
            grade->status.length ? grade->status : span_of("current"));
    if (span_is(grade->status, "generic"))
        return; /* of councils at large: nobody's grade */
    size_t count = area_find(&finding->passage, grade, areas);
    for (size_t i = 0; i < count; i++)
        add_for_area(finding, grade, areas[i]);
    if (count == 0)
        add_for_area(finding, grade, (struct span){NULL, 0});
}

/* The item that a named group of a match begins with; mask.count where it took no part. */
static size_t group_item(const struct finding *finding, const struct rule_hit *hit,
                         const char *group)
{
    size_t start, end;
    if (!rules_group(finding->rules->speech->claims, hit, group, &start, &end))
        return finding->passage.mask.count;
    return mask_at(&finding->passage.mask, start);
}

/* The grades that a rule's match names, each taken once a sentence. */
static void take_hit(struct finding *finding, const struct rule_hit *hit, bool *taken)
{
    static const char *const groups[] = {"previous", "grade"};
    bool movement = group_item(finding, hit, groups[0]) < finding->passage.mask.count;
    for (size_t g = 0; g < 2; g++) {
        size_t item = group_item(finding, hit, groups[g]);
        if (item == finding->passage.mask.count || taken[item])
            continue;
        taken[item] = true;
        struct passage_grade grade = {
            item, group_item(finding, hit, "who"),
            span_of(g == 0 ? "previous" : movement ? "current" : NULL),
            rules_id(finding->rules->speech->claims, hit->rule), hit->start,
            rules_value(finding->rules->speech->claims, hit->rule)};
        take(finding, &grade);
    }
}

static void read_sentence(struct finding *finding)
{
    const struct rules *claims = finding->rules->speech->claims;
    struct span text = buf_span(&finding->passage.mask.text);
    bool any = false;
    for (size_t i = 0; i < finding->passage.mask.count; i++)
        any = any || lexicon_is_grade(&finding->passage.mask.items[i]);
    if (!any)
        return;
    if (text.length > SENTENCE_BYTES_MAX) {
        for (size_t i = 0; i < finding->passage.mask.count; i++)
            if (lexicon_is_grade(&finding->passage.mask.items[i]))
                explain(finding, i, span_of("-"), span_of("the sentence is too long"));
        return;
    }
    bool *taken = mem_new(finding->passage.mask.count + 1, sizeof *taken);
    for (size_t r = 0; r < rules_count(claims); r++) {
        struct rule_hit hit;
        for (size_t from = 0; rules_find(claims, r, text, from, &hit);) {
            take_hit(finding, &hit, taken);
            from = hit.end > from ? hit.end : from + 1;
            while (from < text.length && ((unsigned char)text.at[from] & 0xC0) == 0x80)
                from++;
            if (from >= text.length)
                break;
        }
    }
    for (size_t i = 0; i < finding->passage.mask.count; i++)
        if (lexicon_is_grade(&finding->passage.mask.items[i]) && !taken[i])
            explain(finding, i, span_of("-"), span_of("no rule takes it"));
    free(taken);
}

void claim_find(const struct claim_rules *rules, const struct claim_document *document,
                struct judgements *judgements, struct buf *explained)
{
    struct finding finding = {.rules = rules,
                              .judgements = judgements,
                              .first = judgements->count,
                              .explain = explained};
    struct sentences sentences = {0};
    passage_start(&finding.passage, rules->lexicon, document);
    sentences_split(&sentences, document->source.text);
    for (size_t i = 0; i < sentences.count; i++) {
        passage_next(&finding.passage, &sentences.items[i]);
        read_sentence(&finding);
        passage_remember(&finding.passage);
    }
    told_mark_history(judgements, finding.first);
    sentences_free(&sentences);
    passage_finish(&finding.passage);
}

/* Rules that tell of a judgement made, not of how things are ("are good … since 2015"). */
static bool tells_judging(struct span rule)
{
    static const char *const rules[] = {"claim.participle", "claim.rating", "claim.from-to"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (span_starts(rule, span_of(rules[i])))
            return true;
    return false;
}

/* Does a claim of a report's prose tell of an earlier inspection of its own subject? */
static bool is_history(const struct judgement *claim, const struct vocab_authority *authority,
                       long started)
{
    struct when_date first, last;
    if (!tells_judging(claim->rule))
        return false;
    bool own = claim->authority == authority ||
               (claim->authority && claim->authority->to < started);
    return own && !claim->subject.length && stance_is_asserted(claim->status) &&
           span_is(claim->date_basis, "stated") && when_parse(claim->date, &first, &last) &&
           when_first_day(last) < started;
}

void claim_history(const struct claim_rules *rules, const struct claim_document *document,
                   const struct vocab_authority *authority, long started,
                   struct judgements *judgements)
{
    size_t first = judgements->count, kept = first;
    claim_find(rules, document, judgements, NULL);
    for (size_t i = first; i < judgements->count; i++) {
        struct judgement claim = judgements->items[i];
        if (!is_history(&claim, authority, started))
            continue;
        claim.status = span_of(claim.authority == authority ? "previous" : "predecessor");
        judgements->items[kept++] = claim;
    }
    judgements->count = kept;
}

size_t claim_prove(const struct claim_rules *rules, const struct vocab *vocab,
                   const struct scales *scales, struct buf *faults)
{
    const struct proof claims = {rules->lexicon, vocab, scales, false},
                       stances = {rules->lexicon, vocab, scales, true};
    return proof_of(&claims, rules->speech->claims, faults) +
           proof_of(&stances, rules->speech->stances, faults);
}

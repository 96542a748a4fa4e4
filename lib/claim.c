#include "claim.h"

#include <stdio.h>
#include <stdlib.h>

#include "antecedent.h"
#include "area.h"
#include "award.h"
#include "bare.h"
#include "chronicle.h"
#include "clause.h"
#include "dialogue.h"
#include "mem.h"
#include "memory.h"
#include "proof.h"
#include "refusal.h"
#include "said.h"
#include "schedule.h"
#include "sequel.h"
#include "speech.h"
#include "stance.h"
#include "standin.h"

enum {
    SENTENCE_BYTES_MAX = 6000, /* longer "sentences" are data: no rule reads them */
    AGAIN_MAX = 4              /* times that the rules are tried again on a sentence */
};

struct claim_rules {
    struct speech *speech;
    struct lexicon *lexicon;
};

/* A document while its claims are found. */
struct reading {
    const struct claim_rules *rules;
    struct passage passage;
    struct dialogue dialogue;
    struct antecedent antecedent;
    struct schedule schedule;
    struct award award;
    struct buf *explain; /* NULL: not wanted */
    bool *taken;         /* items of the sentence being read */
    bool *told;          /* those that are told of something that nobody grades */
    bool *took;          /* rules that took a grade; NULL: not wanted */
    struct clause clause; /* of the grade that is being taken */
};

struct claim_rules *claim_rules_load(struct places *places, const struct vocab *vocab,
                                     const struct scales *scales)
{
    struct claim_rules *rules = mem_new(1, sizeof *rules);
    rules->lexicon = lexicon_load(places, vocab, scales);
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

static void explain(struct reading *reading, size_t item, struct span rule,
                    struct span what)
{
    const struct mask_item *place = &reading->passage.mask.items[item];
    struct span text = reading->passage.document->source.text;
    if (!reading->explain)
        return;
    buf_add(reading->explain, span_part(text, place->start, place->end));
    buf_add_text(reading->explain, "\t");
    buf_add(reading->explain, rule);
    buf_add_text(reading->explain, "\t");
    buf_add(reading->explain, what);
    buf_add_text(reading->explain, "\t");
    buf_add(reading->explain, span_part(text, reading->passage.sentence_start,
                                        reading->passage.sentence_end));
    buf_add_byte(reading->explain, '\n');
}

/* Takes the grade, or says why not. */
static bool take(struct reading *reading, struct passage_grade *grade)
{
    struct passage *passage = &reading->passage;
    enum mask_kind kind = passage->mask.items[grade->item].kind;
    mask_mark(&passage->mask, grade->item, MASK_THIS);
    struct span reason =
        refusal_of(passage, reading->rules->speech, grade, reading->taken);
    mask_mark(&passage->mask, grade->item, kind);
    if (reason.length) {
        reading->told[grade->item] =
            reading->told[grade->item] || refusal_is_of_other(passage, grade, kind);
        explain(reading, grade->item, grade->rule, reason);
        return false;
    }
    clause_of(passage, grade->item, &reading->clause);
    grade->clause = &reading->clause;
    struct span stance = stance_of(passage, reading->rules->speech, grade);
    if (grade->former && span_is(stance, "denied"))
        stance = grade->status; /* "no longer inadequate but good" */
    if (!grade->status.length || (stance.length && !stance_is_asserted(stance)) ||
        span_is(stance, "generic"))
        grade->status = stance;
    bool goes_on =
        passage_is_tied(grade, PASSAGE_CARRIED) && passage->last_block == passage->block;
    if (!grade->status.length && goes_on && !stance_is_asserted(passage->last.status))
        grade->status = passage->last.status;
    explain(reading, grade->item, grade->rule,
            grade->status.length ? grade->status : span_of("current"));
    mask_mark(&passage->mask, grade->item, MASK_TAKEN);
    if (span_is(grade->status, "generic")) {
        award_note(&reading->award, grade);
        return true; /* of councils at large: nobody's grade */
    }
    area_find(passage, grade);
    award_grade(&reading->award, grade);
    grade->clause = passage->last.clause = NULL;
    return true;
}

/* "the finding was that we required improvement, and they [said the same]": of a verb
 * before another grade it is no object. */
static bool leaps(const struct reading *reading, const struct passage_grade *grade)
{
    const struct mask *mask = &reading->passage.mask;
    for (size_t i = grade->item; i-- > 0 && mask->items[i].at >= grade->start;)
        if (reading->taken[i] && (grade->ties & (PASSAGE_OBJECT | PASSAGE_EITHER)))
            return true;
    return false;
}

/* The grades that a rule's match names, each taken once a sentence. */
static void take_hit(struct reading *reading, const struct rule_hit *hit, bool same)
{
    const struct rules *claims = reading->rules->speech->claims;
    struct passage *passage = &reading->passage;
    size_t left = said_item(passage, claims, hit, SAID_PREVIOUS);
    for (enum said_grade which = SAID_PREVIOUS; which < SAID_GRADES; which++) {
        struct passage_grade grade;
        size_t item = said_item(passage, claims, hit, which);
        if (item == passage->mask.count || reading->taken[item] ||
            (passage->mask.items[item].kind == MASK_SAME) != same)
            continue;
        said_read(passage, claims, hit, which, &grade);
        if (same && leaps(reading, &grade))
            continue;
        if (which == SAID_GRADE && left < passage->mask.count && reading->taken[left])
            grade.phrase = passage->last.phrase;
        reading->taken[item] = take(reading, &grade);
        if (reading->taken[item])
            rules_look(claims, buf_span(&passage->mask.text));
        if (reading->took && reading->taken[item])
            reading->took[hit->rule] = true;
    }
}

/* The byte behind a match where the next may begin. */
static size_t behind(const struct rule_hit *hit, struct span text)
{
    size_t from = hit->start + 1;
    while (from < text.length && ((unsigned char)text.at[from] & 0xC0) == 0x80)
        from++;
    return from;
}

/* Can the sentence speak of grades at all? The patterns are dear, and most sentences
 * cannot. */
static bool may_speak(const struct passage *passage)
{
    static const char *const words[] = {
        "progress", "ssessment", "nspect",   "rating",  "grade",    "mark",   "score",
        " a one",   " a two",    " a three", " a four", "given a ", " out of ",
        "ategory",  " latter",   " former",  " a star", " stars"};
    struct span text = buf_span(&passage->mask.text);
    for (size_t i = 0; i < passage->mask.count; i++)
        if (lexicon_is_grade(&passage->mask.items[i]) ||
            passage->mask.items[i].kind == MASK_INSPECTORATE)
            return true;
    return passage_is_near(passage, passage->last_block) ||
           passage_is_near(passage, passage->cue_block) ||
           span_holds_any(text, words, sizeof words / sizeof *words);
}

/* "good practice", "“good” practice": the word before a noun. */
static bool is_attribute(const struct passage *passage, size_t item)
{
    const struct tokens *tokens = &passage->tokens;
    size_t behind = tokens_before(tokens, passage->mask.items[item].at + MASK_BYTES);
    size_t before = tokens_before(tokens, passage->mask.items[item].at);
    struct span text = buf_span(&passage->mask.text);
    if (before > 0 && span_is(span_part(text, tokens->items[before - 1].start,
                                        tokens->items[before - 1].end),
                              "of"))
        return false; /* "a rating of inadequate hanging over it" */
    while (behind < tokens->count && (tokens->items[behind].class == TOKEN_QUOTE ||
                                      tokens->items[behind].class == TOKEN_POSSESSIVE))
        behind++;
    return behind < tokens->count && tokens->items[behind].class == TOKEN_CONTENT;
}

/* Points for what was spoken of before: a grade, else an inspection. */
static int points_near(const struct reading *reading)
{
    const struct passage *passage = &reading->passage;
    bool here =
        passage->last_block == passage->block || passage->cue_block == passage->block;
    bool near = passage_is_near(passage, passage->last_block) ||
                passage_is_near(passage, passage->cue_block);
    return here ? 2 : near ? 1 : 0;
}

static void explain_points(struct reading *reading, size_t item, int points)
{
    char text[64];
    snprintf(text, sizeof text, "no rule takes it: %d of %d points", points, BARE_ENOUGH);
    explain(reading, item, span_of("-"), span_of(text));
}

/* A grade that no rule takes is taken where enough around it speaks for one. */
static void weigh(struct reading *reading, size_t item)
{
    struct passage *passage = &reading->passage;
    enum mask_kind kind = passage->mask.items[item].kind;
    struct passage_grade grade = {
        .item = item, .who = passage->mask.count, .ties = PASSAGE_FREE};
    int points = 0;
    bool may = (kind == MASK_GRADE || kind == MASK_REQUIRES) && !reading->told[item];
    if (may && !is_attribute(passage, item)) {
        mask_mark(&passage->mask, item, MASK_THIS);
        points = bare_weigh(passage, reading->rules->speech, kind, points_near(reading),
                            &grade);
        mask_mark(&passage->mask, item, kind);
    }
    if (points >= BARE_ENOUGH)
        reading->taken[item] = take(reading, &grade);
    else
        explain_points(reading, item, points);
}

/* Tries the rules on the grades of the sentence; on words for one told before, or on all
 * others. */
static void take_all(struct reading *reading, bool same)
{
    const struct rules *claims = reading->rules->speech->claims;
    struct span text = buf_span(&reading->passage.mask.text);
    rules_look(claims, text);
    for (size_t r = rules_candidate(claims, 0); r < rules_count(claims);
         r = rules_candidate(claims, r + 1)) {
        struct rule_hit hit;
        for (size_t from = 0; from < text.length && rules_find(claims, r, from, &hit);
             from = behind(&hit, text))
            take_hit(reading, &hit, same);
    }
}

/* Weighs the grades that no rule took; behind one that is taken the rules are tried
 * again, since others may go on from it ("inadequate (2019), then good (2023)"). Is any
 * word for a grade told before among them? */
static bool weigh_all(struct reading *reading)
{
    const struct mask *mask = &reading->passage.mask;
    int left = AGAIN_MAX;
    bool same = false;
    for (size_t i = 0; i < mask->count; i++) {
        bool again = mask->items[i].kind == MASK_SAME;
        same = same || again;
        if (again || !lexicon_is_grade(&mask->items[i]) || reading->taken[i])
            continue;
        weigh(reading, i);
        if (reading->taken[i] && left-- > 0)
            take_all(reading, false);
    }
    return same;
}

static void read_sentence(struct reading *reading)
{
    struct passage *passage = &reading->passage;
    if (passage->sentence_end - passage->sentence_start <= SENTENCE_BYTES_MAX &&
        may_speak(passage)) {
        antecedent_apply(&reading->antecedent, passage, reading->rules->speech);
        standin_mask(passage, reading->rules->speech);
    }
    struct span text = buf_span(&passage->mask.text);
    bool any = false;
    for (size_t i = 0; i < passage->mask.count; i++)
        any = any || lexicon_is_grade(&passage->mask.items[i]);
    if (!any)
        return;
    if (text.length > SENTENCE_BYTES_MAX) {
        for (size_t i = 0; i < passage->mask.count; i++)
            if (lexicon_is_grade(&passage->mask.items[i]))
                explain(reading, i, span_of("-"), span_of("the sentence is too long"));
        return;
    }
    tokens_split(&passage->tokens, reading->rules->speech->words, &passage->mask);
    reading->taken = mem_new(passage->mask.count + 1, sizeof *reading->taken);
    reading->told = mem_new(passage->mask.count + 1, sizeof *reading->told);
    take_all(reading, false);
    bool same = weigh_all(reading);
    if (same)
        take_all(reading, true);
    for (size_t i = 0; i < passage->mask.count && same; i++)
        if (passage->mask.items[i].kind == MASK_SAME && !reading->taken[i])
            explain(reading, i, span_of("-"), span_of("no rule takes it"));
    free(reading->taken);
    free(reading->told);
}

/* A grade of a table: its row and its column say whose it is, of what and when. */
static void take_entry(struct reading *reading, const struct schedule_entry *entry)
{
    struct passage *passage = &reading->passage;
    struct passage_grade grade = {.item = entry->item,
                                  .who = passage->mask.count,
                                  .ties = PASSAGE_LABEL,
                                  .rule = span_of("claim.table"),
                                  .table_date = entry->date};
    struct clause clause;
    clause_of(passage, entry->item, &clause);
    grade.clause = &clause;
    grade.phrase.item = passage->mask.count;
    reading->taken[entry->item] = true;
    explain(reading, entry->item, grade.rule, span_of("current"));
    award_entry(&reading->award, &grade, entry->area, entry->authority);
}

/* The sentence as the row of a table of grades; false where it is none. */
static bool read_row(struct reading *reading)
{
    struct passage *passage = &reading->passage;
    if (!schedule_read(&reading->schedule, passage))
        return false;
    reading->taken = mem_new(passage->mask.count + 1, sizeof *reading->taken);
    tokens_split(&passage->tokens, reading->rules->speech->words, &passage->mask);
    for (size_t i = 0; i < reading->schedule.entry_count; i++)
        take_entry(reading, &reading->schedule.entries[i]);
    free(reading->taken);
    return true;
}

static void read_document(struct reading *reading, const struct claim_document *document,
                          struct judgements *judgements)
{
    struct passage *passage = &reading->passage;
    const struct speech *speech = reading->rules->speech;
    passage_start(passage, reading->rules->lexicon, document, &judgements->arena);
    chronicle_start(passage);
    award_start(&reading->award, passage, &reading->dialogue, judgements);
    for (size_t i = 0; i < document->sentences->count; i++) {
        passage_next(passage, &document->sentences->items[i]);
        chronicle_next(passage);
        dialogue_next(&reading->dialogue, passage);
        sequel_apply(passage, speech, judgements, reading->award.first);
        award_listed(&reading->award);
        if (!read_row(reading))
            read_sentence(reading);
        dialogue_remember(&reading->dialogue, passage);
        antecedent_remember(&reading->antecedent, passage);
        memory_keep(passage);
    }
    award_finish(&reading->award);
    passage_finish(passage);
}

void claim_find(const struct claim_rules *rules, const struct claim_document *document,
                struct judgements *judgements, struct buf *explained)
{
    struct reading reading = {.rules = rules, .explain = explained};
    read_document(&reading, document, judgements);
}

/* Rules that tell of a judgement made, not of how things are ("are good … since 2015").
 */
static bool tells_judging(struct span rule)
{
    static const char *const rules[] = {"claim.judged", "claim.rating",   "claim.from-to",
                                        "claim.given",  "claim.movement", "claim.then"};
    return span_starts_any(rule, rules, sizeof rules / sizeof *rules);
}

/* Does a claim of a report's prose tell of an earlier inspection of its own subject? */
static bool is_history(const struct judgement *claim,
                       const struct vocab_authority *authority, long started)
{
    struct when_date first, last;
    if (!tells_judging(claim->rule))
        return false;
    bool own = claim->authority == authority ||
               (claim->authority && claim->authority->to < started);
    return own && !claim->subject.length && stance_is_asserted(claim->status) &&
           span_is(claim->date_basis, "stated") &&
           when_parse(claim->date, &first, &last) && when_first_day(last) < started;
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

/* Does the rule take a grade of the line, read as a document of its own? */
static bool takes(const struct proof *proof, size_t rule, struct span line)
{
    const struct claim_rules *rules = proof->rules;
    struct entities entities = {0};
    struct judgements judgements = {0};
    struct judgement_blocks blocks = {0};
    struct match_words words = {0};
    struct sentences sentences = {0};
    struct claim_document document = {{.text = line}, &words,       &sentences,    &blocks,
                                      &entities,      proof->vocab, proof->scales, NULL};
    struct reading reading = {.rules = rules};
    reading.took = mem_new(rules_count(rules->speech->claims), sizeof *reading.took);
    entities_find(&entities, proof->vocab, &document.source, &words, &sentences);
    read_document(&reading, &document, &judgements);
    bool found = reading.took[rule];
    free(reading.took);
    match_words_free(&words);
    sentences_free(&sentences);
    entities_free(&entities);
    judgements_free(&judgements);
    return found;
}

size_t claim_prove(const struct claim_rules *rules, const struct vocab *vocab,
                   const struct scales *scales, struct buf *faults)
{
    const struct proof proof = {rules->lexicon, vocab, scales, rules, takes};
    return lexicon_prove(rules->lexicon, faults) +
           proof_of_claims(&proof, rules->speech->claims, faults) +
           proof_of(&proof, rules->speech->stances, faults) +
           proof_of(&proof, rules->speech->refusals, faults) +
           proof_of(&proof, rules->speech->marks, faults) +
           proof_of(&proof, rules->speech->cues, faults) +
           proof_of(&proof, rules->speech->sequels, faults) +
           proof_of(&proof, rules->speech->antecedents, faults) +
           proof_of_signs(&proof, rules->speech->bare, faults);
}

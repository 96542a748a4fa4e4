#include "opinion.h"

#include <stdlib.h>
#include <string.h>

#include "macro.h"
#include "mem.h"
#include "target.h"
#include "tone.h"

enum {
    COORDINATE_GAP = 32, /* bytes between two evaluations of one list */
    INTENSITY_MAX = 3
};

struct opinion_rules {
    const struct appraisal *appraisal;
    struct rules *frames, *stances;
    struct need *needs; /* of each frame */
};

/* What a sentence must hold for a frame to take anything of it: asked before it is tried.
 */
struct need {
    unsigned long long opinions;              /* bits 1 << enum mask_kind, one of them */
    enum { ANYWHERE, BEFORE, BEHIND } target; /* where one must stand to it */
};

/* A document while its opinions are found. */
struct reading {
    const struct opinion_rules *rules;
    struct appraisal_reader reader;
    struct judgements *judgements;
    struct buf *explain; /* NULL: not wanted */
    bool *heeded;        /* of each stance, for the proof: did it change something? */
    bool *taken;         /* items of the sentence that have become something */
    size_t taken_room;
};

/* ---- loading
 * -------------------------------------------------------------------------------- */

#define TARGETS                                                                          \
    MASK_AUTHORITY, MASK_COUNCIL, MASK_SERVICE, MASK_AREA, MASK_INSPECTORATE,            \
        MASK_GOVERNMENT

static const struct macro_kinds macro_kinds[] = {
    {"target", {TARGETS}, 6},
    {"body", {MASK_AUTHORITY, MASK_COUNCIL, MASK_SERVICE, MASK_GOVERNMENT}, 4},
    {"aspect", {MASK_AREA}, 1},
    {"service", {MASK_SERVICE}, 1},
    {"inspectorate", {MASK_INSPECTORATE}, 1},
    {"authority", {MASK_AUTHORITY}, 1},
    {"place", {MASK_PLACE}, 1},
    {"person", {MASK_PERSON}, 1},
    {"somebody",
     {MASK_PERSON, MASK_ORGANISATION, MASK_INSPECTORATE, MASK_GOVERNMENT, MASK_AUTHORITY,
      MASK_COUNCIL},
     6},
    {"other", {MASK_SUBJECT, MASK_ORGANISATION, MASK_PERSON}, 3},
    {"date", {MASK_DATE}, 1},
    {"grade", {MASK_GRADE}, 1},
    {"adjective", {MASK_ADJECTIVE}, 1},
    {"trait", {MASK_TRAIT}, 1},
    {"state", {MASK_STATE}, 1},
    {"quality", {MASK_QUALITY}, 1},
    {"noun", {MASK_NOUN}, 1},
    {"verb_word", {MASK_VERB}, 1},
    {"blame", {MASK_BLAME}, 1},
    {"verdict", {MASK_VERDICT}, 1},
    {"manner", {MASK_MANNER}, 1},
    {"saying", {MASK_SAYING}, 1},
    {"this", {MASK_THIS}, 1},
};

enum { KINDS = sizeof macro_kinds / sizeof *macro_kinds };

static const unsigned long long evaluations =
    1ull << MASK_ADJECTIVE | 1ull << MASK_NOUN | 1ull << MASK_VERB | 1ull << MASK_BLAME |
    1ull << MASK_VERDICT | 1ull << MASK_QUALITY | 1ull << MASK_MANNER |
    1ull << MASK_SAYING | 1ull << MASK_TRAIT | 1ull << MASK_STATE;

static bool is_evaluation(enum mask_kind kind)
{
    return evaluations >> kind & 1;
}

/* The kinds that a frame's pattern names between `(?<opinion>` and the `)` that follows.
 */
static struct need need_of(struct span pattern)
{
    struct span mark = span_of("(?<opinion>"), name;
    size_t at = span_find(pattern, mark) + mark.length;
    struct span rest = span_part(pattern, at, pattern.length);
    size_t target = span_find(pattern, span_of("(?<target>"));
    struct need need = {0, target == pattern.length ? ANYWHERE
                           : target < at            ? BEFORE
                                                    : BEHIND};
    rest = span_part(rest, 0, span_find_byte(rest, ')'));
    while (rest.length && span_split(&rest, '|', &name))
        for (size_t i = 0; i < KINDS; i++)
            if (name.length > 2 && span_equal(span_part(name, 1, name.length - 1),
                                              span_of(macro_kinds[i].name)))
                need.opinions |= 1ull << macro_kinds[i].kinds[0];
    return need;
}

struct opinion_rules *opinion_rules_load(struct places *places,
                                         const struct appraisal *appraisal)
{
    struct opinion_rules *rules = mem_new(1, sizeof *rules);
    struct macros macros;
    rules->appraisal = appraisal;
    macros_make(&macros, places, macro_kinds, KINDS);
    const struct rule_source source = {places, macros.items, macros.count, NULL};
    rules->frames = rules_load(&source, "rules/opinions.csv");
    rules->stances = rules_load(&source, "rules/opinion_stance.csv");
    macros_free(&macros);
    rules->needs = mem_new(rules_count(rules->frames) + 1, sizeof *rules->needs);
    for (size_t i = 0; i < rules_count(rules->frames); i++)
        rules->needs[i] = need_of(rules_pattern(rules->frames, i));
    return rules;
}

void opinion_rules_free(struct opinion_rules *rules)
{
    if (!rules)
        return;
    rules_free(rules->frames);
    rules_free(rules->stances);
    free(rules->needs);
    free(rules);
}

/* ---- one opinion
 * ---------------------------------------------------------------------------- */

static void explain(struct reading *reading, size_t item, struct span rule,
                    const char *what)
{
    const struct appraisal_reader *reader = &reading->reader;
    const struct mask_item *place = &reader->mask.items[item];
    struct span text = reader->document->source.text;
    if (!reading->explain)
        return;
    buf_add(reading->explain, span_part(text, place->start, place->end));
    buf_add_text(reading->explain, "\t");
    buf_add(reading->explain, rule);
    buf_add_text(reading->explain, "\t");
    buf_add_text(reading->explain, what);
    buf_add_text(reading->explain, "\t");
    buf_add(reading->explain, span_part(text, reader->start, reader->end));
    buf_add_byte(reading->explain, '\n');
}

/* Byte of the text at a byte of the masked sentence that stands before an item. */
static size_t unmasked(const struct reading *reading, size_t item, size_t at)
{
    const struct mask *mask = &reading->reader.mask;
    size_t before = item;
    while (before > 0 && mask->items[before - 1].at >= at)
        before--;
    if (before < item)
        return mask->items[before].start - (mask->items[before].at - at);
    return mask->items[item].start - (mask->items[item].at - at);
}

static int intensity_of(const struct appraisal_word *word, const struct tone *tone)
{
    int intensity =
        word->intensity + (tone->intensified ? 1 : 0) - (tone->hedged ? 1 : 0);
    if (tone->negated && !tone->intensified)
        intensity = 1; /* "not a shambles" is faint praise */
    return intensity < 1 ? 1 : intensity > INTENSITY_MAX ? INTENSITY_MAX : intensity;
}

/* Who is quoted or reported holds it, if the rule has told nobody. */
static void set_speaker(const struct reading *reading, struct judgement *judgement)
{
    const struct quotations *quotations = reading->reader.document->quotations;
    const struct quotation *quotation =
        quotations ? quotations_at(quotations, judgement->end - 1) : NULL;
    if (judgement->speaker.length || !quotation)
        return;
    judgement->speaker = quotation->speaker;
    judgement->speaker_role = quotation->role;
}

/* Who does not blame does not praise; and what is no sham is nothing yet. */
static bool is_unsaid(enum mask_kind kind, const struct appraisal_word *word,
                      const struct tone *tone)
{
    return tone->negated &&
           (kind == MASK_BLAME || (kind == MASK_SAYING && word->polarity < 0));
}

/* An opinion of `target` (NULL: whoever is in focus) in the item's words. */
static void take(struct reading *reading, size_t item, const struct mask_item *target,
                 const struct tone *tone, struct span rule)
{
    struct appraisal_reader *reader = &reading->reader;
    const struct mask_item *place = &reader->mask.items[item];
    const struct appraisal_word *word = appraisal_known(place)->word;
    struct judgement judgement = {
        .type = JUDGEMENT_OPINION,
        .polarity = tone->negated ? -word->polarity : word->polarity,
        .intensity = intensity_of(word, tone),
        .start = unmasked(reading, item, tone->start),
        .end = place->end,
        .sentence_start = reader->start,
        .sentence_end = reader->end,
        .status = span_of(tone->previous ? "previous" : "current"),
        .basis = span_of("statement"),
        .speaker = tone->holder,
        .rule = rule,
        .word = word,
        .confidence = tone->hedged ? 0.5 : 0.7};
    reading->taken[item] = true;
    set_speaker(reading, &judgement);
    if (tone->void_ || is_unsaid(place->kind, word, tone)) {
        explain(reading, item, rule, "asked, wanted or supposed");
        return;
    }
    if (!appraisal_set_target(reader, target, &judgement)) {
        explain(reading, item, rule, "nobody is evaluated");
        return;
    }
    appraisal_set_date(reader, item, reading->judgements, &judgement);
    judgements_add(reading->judgements, judgement);
    explain(reading, item, rule, judgement.polarity < 0 ? "opinion -1" : "opinion 1");
}

/* ---- a sentence
 * ----------------------------------------------------------------------------- */

/* "cumbersome and slow to change": is the second evaluation said of the same? */
static bool is_coordinate(const struct reading *reading, size_t left, size_t right)
{
    const struct mask *mask = &reading->reader.mask;
    if (mask->items[right].kind != mask->items[left].kind || right != left + 1)
        return false;
    struct span gap = span_part(buf_span(&mask->text), mask->items[left].at + MASK_BYTES,
                                mask->items[right].at);
    static const char *const joints[] = {", ",     " and ",  " but ",
                                         ", and ", ", but ", " yet "};
    if (gap.length > COORDINATE_GAP)
        return false;
    if (span_starts_any(gap, joints, sizeof joints / sizeof *joints))
        return span_find_byte(span_part(gap, 2, gap.length), ',') == gap.length - 2;
    return false;
}

static void take_hit(struct reading *reading, const struct rule_hit *hit)
{
    const struct rules *frames = reading->rules->frames;
    struct mask *mask = &reading->reader.mask;
    const struct mask_item *target;
    size_t start, end;
    if (!rules_group(frames, hit, "opinion", &start, &end))
        return;
    size_t item = mask_at(mask, start);
    if (item == mask->count || reading->taken[item] ||
        !target_of(&reading->reader, frames, hit, item, &target))
        return;
    struct tone tone = tone_of(reading->rules->stances, mask, item, reading->heeded);
    if (rules_group(frames, hit, "holder", &start, &end))
        tone_set_holder(mask, start, &tone);
    take(reading, item, target, &tone, rules_id(frames, hit->rule));
    for (size_t next = item + 1; next < mask->count && !reading->taken[next] &&
                                 is_coordinate(reading, next - 1, next);
         next++) {
        struct tone other = tone_of(reading->rules->stances, mask, next, reading->heeded);
        other.negated =
            other.negated || (tone.negated && other.start == mask->items[next].at);
        other.void_ = other.void_ || tone.void_;
        take(reading, next, target, &other, rules_id(frames, hit->rule));
    }
}

/* Every place where a frame matches. */
static void try_frame(struct reading *reading, size_t frame)
{
    const struct rules *frames = reading->rules->frames;
    struct span text = buf_span(&reading->reader.mask.text);
    struct rule_hit hit;
    for (size_t from = 0; from < text.length && rules_find(frames, frame, from, &hit);) {
        take_hit(reading, &hit);
        from = hit.start + 1;
        while (from < text.length && ((unsigned char)text.at[from] & 0xC0) == 0x80)
            from++;
    }
}

/* Is there a target where a frame wants one? */
static bool has_target(const struct mask *mask, size_t item, const struct need *need)
{
    size_t first = need->target == BEHIND ? item + 1 : 0;
    size_t behind = need->target == BEFORE ? item : mask->count;
    if (need->target == ANYWHERE)
        return true;
    for (size_t i = first; i < behind; i++)
        if (appraisal_is_target(mask->items[i].kind) || mask->items[i].kind == MASK_PLACE)
            return true;
    return false;
}

/* Can a frame take anything that is left? */
static bool is_worth_trying(const struct reading *reading, size_t frame)
{
    const struct mask *mask = &reading->reader.mask;
    const struct need *need = &reading->rules->needs[frame];
    for (size_t i = 0; i < mask->count; i++)
        if (!reading->taken[i] && need->opinions >> mask->items[i].kind & 1 &&
            has_target(mask, i, need))
            return true;
    return false;
}

static void read_sentence(struct reading *reading)
{
    const struct rules *frames = reading->rules->frames;
    const struct mask *mask = &reading->reader.mask;
    reading->taken = mem_grow(reading->taken, &reading->taken_room, mask->count + 1,
                              sizeof *reading->taken);
    memset(reading->taken, 0, (mask->count + 1) * sizeof *reading->taken);
    rules_look(frames, buf_span(&mask->text));
    for (size_t r = rules_candidate(frames, 0); r < rules_count(frames);
         r = rules_candidate(frames, r + 1))
        if (is_worth_trying(reading, r))
            try_frame(reading, r);
    for (size_t i = 0; i < mask->count; i++)
        if (is_evaluation(mask->items[i].kind) && !reading->taken[i])
            explain(reading, i, span_of("-"), "no rule takes it");
}

static void find(const struct opinion_rules *rules,
                 const struct appraisal_document *document, struct judgements *judgements,
                 struct buf *explained, bool *heeded)
{
    struct reading reading = {
        .rules = rules, .judgements = judgements, .explain = explained, .heeded = heeded};
    appraisal_open(&reading.reader, document, &document->opinions);
    while (appraisal_next(&reading.reader, evaluations))
        read_sentence(&reading);
    free(reading.taken);
    appraisal_reader_free(&reading.reader);
}

void opinion_find(const struct opinion_rules *rules,
                  const struct appraisal_document *document,
                  struct judgements *judgements, struct buf *explained)
{
    find(rules, document, judgements, explained, NULL);
}

/* ---- proof
 * ---------------------------------------------------------------------------------- */

/* The opinions of one line, as a document of its own; notes the stances that count. */
static void read_line(const struct opinion_rules *rules, const struct vocab *vocab,
                      struct span line, struct judgements *judgements, bool *heeded)
{
    struct entities entities = {0};
    struct judgement_blocks blocks = {0};
    struct match_words words = {0};
    struct sentences sentences = {0};
    struct appraisal_document document = {vocab,  &blocks,    &entities,       NULL,
                                          &words, &sentences, {.text = line},
                                          .about_services = false};
    judgements_clear(judgements);
    entities_find(&entities, vocab, &document.source, &words, &sentences);
    appraisal_read(rules->appraisal, judgements, &document);
    find(rules, &document, judgements, NULL, heeded);
    appraisal_document_free(&document);
    match_words_free(&words);
    sentences_free(&sentences);
    entities_free(&entities);
}

static bool has_rule(const struct judgements *judgements, struct span rule)
{
    for (size_t i = 0; i < judgements->count; i++)
        if (span_equal(judgements->items[i].rule, rule))
            return true;
    return false;
}

static void prove_frames(const struct opinion_rules *rules, const struct vocab *vocab,
                         struct judgements *judgements, struct buf *faults)
{
    const struct rules *table = rules->frames;
    for (size_t i = 0; i < rules_count(table); i++) {
        struct span example = rules_example(table, i), counter = rules_counter(table, i);
        if (!example.length || !counter.length) {
            rules_fault(table, i, "a rule needs an example and a counter-example",
                        faults);
            continue;
        }
        read_line(rules, vocab, example, judgements, NULL);
        if (!has_rule(judgements, rules_id(table, i)))
            rules_fault(table, i, "does not take its example", faults);
        read_line(rules, vocab, counter, judgements, NULL);
        if (has_rule(judgements, rules_id(table, i)))
            rules_fault(table, i, "takes its counter-example", faults);
    }
}

static bool stance_counts(const struct opinion_rules *rules, const struct vocab *vocab,
                          struct judgements *judgements, struct span line, size_t stance)
{
    bool *heeded = mem_new(rules_count(rules->stances), sizeof *heeded);
    read_line(rules, vocab, line, judgements, heeded);
    bool counts = heeded[stance];
    free(heeded);
    return counts;
}

/* A stance is proved by a sentence with an evaluation that it changes. */
static void prove_stances(const struct opinion_rules *rules, const struct vocab *vocab,
                          struct judgements *judgements, struct buf *faults)
{
    const struct rules *table = rules->stances;
    for (size_t i = 0; i < rules_count(table); i++) {
        struct span example = rules_example(table, i), counter = rules_counter(table, i);
        if (!example.length || !counter.length)
            rules_fault(table, i, "a rule needs an example and a counter-example",
                        faults);
        else if (!stance_counts(rules, vocab, judgements, example, i))
            rules_fault(table, i, "changes nothing in its example", faults);
        else if (stance_counts(rules, vocab, judgements, counter, i))
            rules_fault(table, i, "changes its counter-example", faults);
    }
}

static void word_fault(const struct appraisal_word *word, const char *what,
                       struct buf *faults)
{
    buf_add_format(faults, "opinions:%zu: %s\n", word->line, what);
}

static bool has_word(const struct judgements *judgements,
                     const struct appraisal_word *word)
{
    for (size_t i = 0; i < judgements->count; i++)
        if (judgements->items[i].word == word)
            return true;
    return false;
}

static void prove_words(const struct opinion_rules *rules, const struct vocab *vocab,
                        struct judgements *judgements, struct buf *faults)
{
    for (size_t i = 0; i < appraisal_count(rules->appraisal); i++) {
        const struct appraisal_word *word = appraisal_word(rules->appraisal, i);
        if (!word->example.length || !word->counter.length) {
            word_fault(word, "a word needs an example and a counter-example", faults);
            continue;
        }
        read_line(rules, vocab, word->example, judgements, NULL);
        if (!has_word(judgements, word))
            word_fault(word, "is no opinion in its example", faults);
        read_line(rules, vocab, word->counter, judgements, NULL);
        if (has_word(judgements, word))
            word_fault(word, "is an opinion in its counter-example", faults);
    }
}

size_t opinion_prove(const struct opinion_rules *rules, const struct vocab *vocab,
                     struct buf *faults)
{
    struct judgements judgements = {0};
    prove_frames(rules, vocab, &judgements, faults);
    prove_stances(rules, vocab, &judgements, faults);
    prove_words(rules, vocab, &judgements, faults);
    judgements_free(&judgements);
    return rules_count(rules->frames) + rules_count(rules->stances) +
           appraisal_count(rules->appraisal);
}

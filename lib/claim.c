#include "claim.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "area.h"
#include "bare.h"
#include "dating.h"
#include "dialogue.h"
#include "mem.h"
#include "proof.h"
#include "schedule.h"
#include "sequel.h"
#include "speech.h"
#include "stance.h"
#include "told.h"
#include "whose.h"

enum {
    SENTENCE_BYTES_MAX = 6000, /* longer "sentences" are data: no rule reads them */
    CUE_BYTES = 240,           /* the same, within a block */
    CUE_SPAN = 400,            /* bytes of text, the same */
    CUE_REACH = 2,             /* blocks over which an inspection is still spoken of */
};

struct claim_rules {
    struct speech *speech;
    struct lexicon *lexicon;
};

/* A document while its claims are found. */
struct finding {
    const struct claim_rules *rules;
    struct passage passage;
    struct judgements *judgements;
    size_t first;                   /* of the judgements found here */
    struct told history;            /* what was told before, by key */
    struct buf *explain;            /* NULL: not wanted */
    const struct scale_grade *last; /* the grade taken last */
    struct passage_grade
        tally; /* a count's grade, whose authorities follow; no rule: none */
    struct judgement tallied;
    size_t tally_block;
    struct schedule schedule;
    struct dialogue dialogue;
    bool *taken; /* items of the sentence being read */
    bool *told;  /* those that are told of something that nobody grades */
    bool *took;  /* rules that took a grade; NULL: not wanted */
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
    return found < passage->mask.count
               ? lexicon_known(&passage->mask.items[found])->entity->name
               : passage->inspectorate;
}

/* "keeps the grade it won": the one told of that authority; "so is": the one told last.
 */
static const struct scale_grade *same_grade(const struct finding *finding,
                                            const struct judgement *judgement,
                                            const struct mask_item *place)
{
    struct span words =
        span_part(finding->passage.document->source.text, place->start, place->end);
    bool own = span_starts(words, span_of("the ")) ||
               span_starts(words, span_of("that ")) ||
               span_starts(words, span_of("stay"));
    for (size_t i = finding->judgements->count; own && i-- > finding->first;) {
        const struct judgement *told = &finding->judgements->items[i];
        if (told->authority == judgement->authority && stance_is_asserted(told->status) &&
            span_equal(told->area,
                       judgement->area.length ? judgement->area : span_of("overall")))
            return told->grade;
    }
    return finding->last;
}

/* The grade of the candidate with its date, on the scale meant; NULL where it is none. */
static const struct scale_grade *grade_of(struct finding *finding,
                                          const struct passage_grade *grade,
                                          struct judgement *judgement)
{
    const struct mask_item *place = &finding->passage.mask.items[grade->item];
    struct scale_context context = {
        .inspectorate = inspectorate_near(&finding->passage, grade->item)};
    if (judgement->authority)
        context.nation = judgement->authority->nation;
    context.day = dating_set(&finding->passage, grade, judgement);
    const struct scales *scales = finding->passage.document->scales;
    if (place->kind == MASK_SAME)
        return same_grade(finding, judgement, place);
    if (place->kind == MASK_DIGIT)
        return scale_digit(scales, lexicon_known(place)->value, &context);
    if (place->kind == MASK_LOWEST || place->kind == MASK_HIGHEST)
        return scale_end(scales, &context, place->kind == MASK_LOWEST);
    return scale_meant(
        scales,
        span_part(finding->passage.document->source.text, place->start, place->end),
        &context);
}

/* The body that held the name on the day of the grade. */
static void settle_body(const struct passage *passage, struct judgement *judgement)
{
    const struct vocab *vocab = passage->document->vocab;
    const struct vocab_authority *body = judgement->authority;
    struct when_date first, last;
    if (!body || !passage_today(passage) || !stance_is_asserted(judgement->status))
        return;
    long today = passage_today(passage);
    long day = when_parse(judgement->date, &first, &last) ? when_last_day(last) : today;
    bool wrong = day < body->from || (body->to < day && day <= today);
    for (size_t i = 0; i < vocab->authority_count && wrong; i++)
        if (span_equal(vocab->authorities[i].name, body->name) &&
            vocab->authorities[i].children && vocab_existed(&vocab->authorities[i], day))
            judgement->authority = &vocab->authorities[i];
}

/* Who says it, where it is said in a quotation. */
static void set_speaker(const struct finding *finding, struct judgement *judgement)
{
    const struct quotations *quotations = finding->passage.document->quotations;
    const struct quotation *quotation =
        quotations ? quotations_at(quotations, judgement->start) : NULL;
    if (!quotation)
        return;
    judgement->speaker = quotation->speaker;
    judgement->speaker_role = quotation->role;
}

/* Adds the claim, once for every date that is listed behind its grade. */
static void add_dated(struct finding *finding, const struct passage_grade *grade,
                      struct judgement judgement)
{
    struct passage_date dates[DATING_LIST_MAX];
    size_t count = dating_list(&finding->passage, grade, dates);
    for (size_t i = 0; i < count; i++) {
        judgement.date = dates[i].value;
        judgement.date_basis = span_of(dates[i].relative ? "relative" : "stated");
        told_add(&finding->history, judgement);
    }
    if (count == 0)
        told_add(&finding->history, judgement);
}

/* One grade of one authority. An absent area: of the whole that its scale judges. False
 * where it is none. */
static bool describe(struct finding *finding, const struct passage_grade *grade,
                     struct span area, const struct vocab_authority *authority,
                     struct judgement *described)
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
        .standing = span_is(grade->status, "standing"),
        .former = span_is(grade->status, "former"),
        .whole = !area.length,
        .tense = grade->table_date ? 0 : stance_tense(&finding->passage, grade->item),
        .confidence = 0.8};
    if (judgement.standing || judgement.former)
        judgement.status = span_of("current");
    judgement.grade = grade_of(finding, grade, &judgement);
    settle_body(&finding->passage, &judgement);
    judgement.subject = whose_subject(&finding->passage, grade);
    if (!judgement.grade || (!authority && !judgement.subject.length))
        return false;
    if (judgement.subject.length) {
        judgement.area = (struct span){NULL, 0};
    } else {
        judgement.inspectorate = judgement.grade->inspectorate;
        if (!area.length)
            judgement.area =
                scale_whole(finding->passage.document->scales, judgement.grade);
    }
    set_speaker(finding, &judgement);
    judgement.again =
        place->kind == MASK_SAME && !span_is(judgement.date_basis, "document");
    if (stance_is_asserted(judgement.status))
        finding->last = judgement.grade;
    *described = judgement;
    return true;
}

/* The same, added; `named` as the text has the authority, NULL where it is in focus. */
static void add_for_authority(struct finding *finding, const struct passage_grade *grade,
                              struct span area, const struct vocab_authority *authority,
                              const struct entity *named)
{
    struct judgement judgement;
    if (!describe(finding, grade, area, authority, &judgement))
        return;
    if (named && span_is(named->subtype, "trust"))
        judgement.named_as =
            span_part(finding->passage.document->source.text, named->start, named->end);
    add_dated(finding, grade, judgement);
}

/* "[Both] were good", "in [each] the verdict was good": does the sentence say before a
 * grade that several share it? */
static bool says_each(const struct passage *passage, size_t item)
{
    static const char *const words[] = {"both", "each", "Both", "Each", "all", "All"};
    const struct tokens *tokens = &passage->tokens;
    size_t end = tokens_before(tokens, passage->mask.items[item].at);
    for (size_t i = 0; i < end; i++)
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (span_is(span_part(buf_span(&passage->mask.text), tokens->items[i].start,
                                  tokens->items[i].end),
                        words[w]))
                return true;
    return false;
}

/* "both authorities were found to be": those that the sentence before named. */
static bool add_for_several(struct finding *finding, const struct passage_grade *grade,
                            struct span area)
{
    const struct passage *passage = &finding->passage;
    const struct phrase *phrase = &grade->phrase;
    bool near = passage->several_block == passage->block && passage->several_count;
    bool each = passage->several_count && says_each(passage, grade->item);
    bool plural = phrase->head == PHRASE_GRADABLE && phrase->plural && near;
    if ((!each && !plural) || phrase->item < passage->mask.count)
        return false;
    for (size_t i = 0; i < passage->several_count; i++)
        add_for_authority(finding, grade, area, passage->several[i], NULL);
    return true;
}

/* How many grades the sentence gives before this one. */
static size_t grade_number(const struct passage *passage, size_t item)
{
    size_t count = 0;
    for (size_t i = 0; i < item; i++)
        count += lexicon_is_grade(&passage->mask.items[i]);
    return count;
}

/* "we": the speaker's council; else the one in focus. */
static const struct vocab_authority *meant(struct finding *finding,
                                           const struct passage_grade *grade)
{
    static const char *const words[] = {"we", "We", "us", "ours", "WE"};
    const struct vocab_authority *speaker =
        passage_speaker(&finding->passage, grade->item);
    for (size_t i = 0; speaker && i < sizeof words / sizeof *words; i++)
        if (span_is(grade->phrase.word, words[i]))
            return speaker;
    bool we = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        we = we || span_is(grade->phrase.word, words[i]);
    if (we && dialogue_authority(&finding->dialogue))
        return dialogue_authority(&finding->dialogue);
    const struct passage *passage = &finding->passage;
    size_t back = span_is(grade->phrase.word, "former")   ? 2
                  : span_is(grade->phrase.word, "latter") ? 1
                                                                 : 0;
    if (back && passage->several_block == passage->block && passage->several_count >= 2)
        return passage->several[passage->several_count - back];
    return passage_focus(&finding->passage);
}

/* One grade of every authority that shares it: those listed with the one that is told,
 * else the one in focus. */
static void add_for_area(struct finding *finding, const struct passage_grade *grade,
                         struct span area)
{
    size_t first, last, item = whose_authority(&finding->passage, grade);
    if (item == finding->passage.mask.count) {
        if (!add_for_several(finding, grade, area))
            add_for_authority(finding, grade, area, meant(finding, grade), NULL);
        return;
    }
    whose_list(&finding->passage, item, &first, &last);
    if (first < last &&
        span_find(buf_span(&finding->passage.mask.text), span_of("respectively")) <
            finding->passage.mask.text.length) {
        size_t nth = grade_number(&finding->passage, grade->item);
        first = last = first + nth <= last ? first + nth : last;
    }
    for (size_t i = first; i <= last; i++) {
        const struct lexicon_known *known =
            lexicon_known(&finding->passage.mask.items[i]);
        add_for_authority(finding, grade, area, known->authority, known->entity);
    }
}

/* "Ten are outstanding. Seven are in London (Camden, …)": the authorities that a sentence
 * without a grade lists share the verdict of the count before. */
static void read_tally(struct finding *finding)
{
    struct passage *passage = &finding->passage;
    bool any = false;
    if (!finding->tally.rule.length || finding->tally_block != passage->block)
        return;
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct vocab_authority *authority =
            lexicon_known(&passage->mask.items[i])->authority;
        if (lexicon_is_grade(&passage->mask.items[i])) {
            finding->tally.rule = (struct span){NULL, 0};
            return;
        }
        any = any || authority;
    }
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct lexicon_known *known = lexicon_known(&passage->mask.items[i]);
        if (!known->authority)
            continue;
        struct judgement judgement = finding->tallied;
        judgement.authority = known->authority;
        told_add(&finding->history, judgement);
    }
    if (!any)
        finding->tally.rule = (struct span){NULL, 0};
}

static void explain(struct finding *finding, size_t item, struct span rule,
                    struct span what)
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
    buf_add(finding->explain, span_part(text, finding->passage.sentence_start,
                                        finding->passage.sentence_end));
    buf_add_byte(finding->explain, '\n');
}

static bool is_tied(const struct passage_grade *grade, unsigned ties)
{
    return (grade->ties & ties) != 0;
}

/* What the grade is said of, by the rule's tie. `verb` and `object` are bytes of the
 * masked sentence; the latter where an object begins, 0 where there is none. */
static void find_phrase(const struct passage *passage, struct passage_grade *grade,
                        size_t verb, size_t object)
{
    const struct mask *mask = &passage->mask;
    size_t at = mask->items[grade->item].at;
    struct phrase none = {.start = at, .end = at, .item = mask->count};
    grade->phrase = none;
    if (is_tied(grade, PASSAGE_LABEL) && grade->who < mask->count)
        grade->phrase = phrase_before(&passage->tokens, mask, 0,
                                      mask->items[grade->who].at + MASK_BYTES, true);
    if (is_tied(grade, PASSAGE_OBJECT) || (is_tied(grade, PASSAGE_EITHER) && object))
        grade->phrase = phrase_before(&passage->tokens, mask, object, at, false);
    if (is_tied(grade, PASSAGE_SUBJECT) ||
        (is_tied(grade, PASSAGE_EITHER) && grade->phrase.head != PHRASE_GRADABLE &&
         grade->phrase.head != PHRASE_PRONOUN))
        grade->phrase = phrase_before(&passage->tokens, mask, 0, verb, false);
}

/* Is a block behind by so few others, or by so little text, that its matter still stands?
 */
static bool is_near(const struct passage *passage, size_t block)
{
    const struct judgement_blocks *blocks = passage->document->blocks;
    if (block == SIZE_MAX || block < passage->fresh_block)
        return false;
    return block + CUE_REACH >= passage->block ||
           (block < blocks->count &&
            blocks->items[block].end + CUE_SPAN >= passage->sentence_start);
}

/* Does anything in the sentence, or just before, tell that grades are spoken of? */
static bool speaks_of_grades(const struct finding *finding)
{
    const struct passage *passage = &finding->passage;
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_INSPECTORATE ||
            passage->mask.items[i].kind == MASK_DATE)
            return true;
    if (is_near(passage, passage->last_block) || is_near(passage, passage->cue_block))
        return true;
    struct rule_hit hit;
    struct span text = passage->document->source.text;
    size_t start = passage->sentence_start, end = passage->sentence_end;
    if (rules_first(finding->rules->speech->cues, buf_span(&passage->mask.text), &hit))
        return true;
    for (size_t left = CUE_BYTES; left && start > 0 && text.at[start - 1] != '\n'; left--)
        start--;
    for (size_t left = CUE_BYTES; left && end < text.length && text.at[end] != '\n';
         left--)
        end++;
    while (start < end && ((unsigned char)text.at[start] & 0xC0) == 0x80)
        start++;
    while (end < text.length && ((unsigned char)text.at[end] & 0xC0) == 0x80)
        end++;
    return rules_first(finding->rules->speech->cues, span_part(text, start, end), &hit);
}

/* Is the grade before it in the sentence none that was taken? */
static bool follows_refused(const struct finding *finding, size_t item)
{
    const struct mask *mask = &finding->passage.mask;
    for (size_t i = item; i-- > 0;)
        if (lexicon_is_grade(&mask->items[i]))
            return !finding->taken[i];
    return false;
}

/* "she was rated good" */
static bool is_person(const struct phrase *phrase)
{
    static const char *const words[] = {"he", "she", "He", "She", "I", "him", "her"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (phrase->head == PHRASE_PRONOUN && span_is(phrase->word, words[i]))
            return true;
    return false;
}

/* Why the grade is none of a council's service; absent where it is one. */
static struct span refusal(const struct finding *finding,
                           const struct passage_grade *grade)
{
    const struct phrase *phrase = &grade->phrase;
    const struct rules *refusals = finding->rules->speech->refusals;
    struct rule_hit hit;
    bool said_of = is_tied(grade, PASSAGE_SUBJECT | PASSAGE_OBJECT | PASSAGE_EITHER);
    if (said_of && phrase->head == PHRASE_OTHER)
        return span_of("said of what nobody grades");
    if (said_of && is_person(phrase))
        return span_of("said of a person");
    if (is_tied(grade, PASSAGE_OBJECT) && phrase->head == PHRASE_NONE)
        return span_of("no object before it");
    if (phrase->joined && phrase->head == PHRASE_NONE &&
        follows_refused(finding, grade->item))
        return span_of("goes on from what is no grade");
    const struct mask *mask = &finding->passage.mask;
    bool vague = phrase->head == PHRASE_PRONOUN || phrase->head == PHRASE_NONE ||
                 phrase->item == mask->count ||
                 mask->items[phrase->item].kind == MASK_COUNCIL;
    if (vague && is_tied(grade, PASSAGE_PLAIN | PASSAGE_FRAGMENT) &&
        !speaks_of_grades(finding))
        return span_of("nothing near tells of grades");
    if (rules_first(refusals, buf_span(&finding->passage.mask.text), &hit))
        return rules_value(refusals, hit.rule);
    return (struct span){NULL, 0};
}

/* "Ten are outstanding": a number of councils, none of which the sentence or the one
 * before names. */
static bool counts(const struct passage *passage, const struct passage_grade *grade)
{
    const struct phrase *phrase = &grade->phrase;
    bool several = passage->several_block == passage->block && passage->several_count;
    if (phrase->head != PHRASE_GRADABLE || !phrase->plural ||
        phrase->item < passage->mask.count)
        return false;
    return whose_authority(passage, grade) == passage->mask.count && !several;
}

static void start_tally(struct finding *finding, const struct passage_grade *grade)
{
    if (!describe(finding, grade, (struct span){NULL, 0},
                  finding->passage.document->vocab->authorities, &finding->tallied))
        return;
    finding->tally = *grade;
    finding->tally_block = finding->passage.block;
}

/* "The claimant was rated good": is that what the grade is told of? "Requires
 * improvement" may be no verb. */
static bool is_of_other(const struct passage_grade *grade, enum mask_kind kind)
{
    return kind != MASK_REQUIRES && is_tied(grade, PASSAGE_SUBJECT) &&
           (grade->phrase.head == PHRASE_OTHER || is_person(&grade->phrase));
}

/* Takes the grade, or says why not. */
static bool take(struct finding *finding, struct passage_grade *grade)
{
    struct passage *passage = &finding->passage;
    enum mask_kind kind = passage->mask.items[grade->item].kind;
    mask_mark(&passage->mask, grade->item, MASK_THIS);
    struct span reason = refusal(finding, grade);
    mask_mark(&passage->mask, grade->item, kind);
    if (reason.length) {
        finding->told[grade->item] =
            finding->told[grade->item] || is_of_other(grade, kind);
        explain(finding, grade->item, grade->rule, reason);
        return false;
    }
    struct span stance = stance_of(passage, finding->rules->speech, grade->item);
    if (grade->former && span_is(stance, "denied"))
        stance = grade->status; /* "no longer inadequate but good" */
    if (!grade->status.length || (stance.length && !stance_is_asserted(stance)) ||
        span_is(stance, "generic"))
        grade->status = stance;
    bool goes_on =
        is_tied(grade, PASSAGE_CARRIED) && passage->last_block == passage->block;
    if (!grade->status.length && goes_on && !stance_is_asserted(passage->last.status))
        grade->status = passage->last.status;
    explain(finding, grade->item, grade->rule,
            grade->status.length ? grade->status : span_of("current"));
    mask_mark(&passage->mask, grade->item, MASK_TAKEN);
    if (span_is(grade->status, "generic"))
        return true; /* of councils at large: nobody's grade */
    area_find(passage, grade);
    if (counts(passage, grade)) {
        start_tally(finding, grade);
        return true;
    }
    for (size_t i = 0; i < grade->area_count; i++)
        add_for_area(finding, grade, grade->areas[i]);
    if (grade->area_count == 0)
        add_for_area(finding, grade, (struct span){NULL, 0});
    passage->last = *grade;
    passage->last_sentence = passage->sentence_start;
    passage->last_block = passage->block;
    return true;
}

/* The words of a rule's value. */
static unsigned ties_of(struct span value)
{
    static const struct {
        const char *name;
        enum passage_tie tie;
    } names[] = {{"subject", PASSAGE_SUBJECT}, {"object", PASSAGE_OBJECT},
                 {"either", PASSAGE_EITHER},   {"label", PASSAGE_LABEL},
                 {"behind", PASSAGE_BEHIND},   {"fragment", PASSAGE_FRAGMENT},
                 {"carried", PASSAGE_CARRIED}, {"rating", PASSAGE_RATING},
                 {"free", PASSAGE_FREE},       {"previous", PASSAGE_PREVIOUS},
                 {"plain", PASSAGE_PLAIN}};
    struct span word;
    unsigned ties = 0;
    while (span_split(&value, ' ', &word))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (span_is(word, names[i].name))
                ties |= names[i].tie;
    return ties;
}

/* Where a named group of a match begins; `otherwise` where it took no part. */
static size_t group_start(const struct finding *finding, const struct rule_hit *hit,
                          const char *group, size_t otherwise)
{
    size_t start, end;
    return rules_group(finding->rules->speech->claims, hit, group, &start, &end)
               ? start
               : otherwise;
}

/* The item that a named group of a match begins with; mask.count where it took no part.
 */
static size_t group_item(const struct finding *finding, const struct rule_hit *hit,
                         const char *group)
{
    return mask_at(&finding->passage.mask, group_start(finding, hit, group, SIZE_MAX));
}

/* Is anything that can hold a grade named between verb and grade? */
static bool has_object(const struct passage *passage, size_t verb, size_t item)
{
    for (size_t i = item; i-- > 0 && passage->mask.items[i].at >= verb;) {
        enum mask_kind kind = passage->mask.items[i].kind;
        if (kind == MASK_AUTHORITY || kind == MASK_AREA || kind == MASK_SERVICE ||
            kind == MASK_COUNCIL || kind == MASK_SUBJECT)
            return true;
    }
    return false;
}

/* The grades that a rule's match names, each taken once a sentence. */
static void take_hit(struct finding *finding, const struct rule_hit *hit, bool same)
{
    static const char *const groups[] = {"previous", "grade"};
    const struct rules *claims = finding->rules->speech->claims;
    bool movement = group_item(finding, hit, groups[0]) < finding->passage.mask.count;
    for (size_t g = 0; g < 2; g++) {
        size_t item = group_item(finding, hit, groups[g]);
        if (item == finding->passage.mask.count || finding->taken[item] ||
            (finding->passage.mask.items[item].kind == MASK_SAME) != same)
            continue;
        struct passage_grade grade = {.item = item,
                                      .who = group_item(finding, hit, "who"),
                                      .ties = ties_of(rules_value(claims, hit->rule)),
                                      .rule = rules_id(claims, hit->rule),
                                      .start = hit->start};
        grade.former = g == 0;
        if (movement)
            grade.status = span_of(g == 0 ? "previous" : "current");
        size_t verb = group_start(finding, hit, "verb", hit->start);
        size_t object = group_start(finding, hit, "object", 0);
        if (object == 0 && has_object(&finding->passage, verb, item))
            object = verb + 1;
        find_phrase(&finding->passage, &grade, verb, object);
        /* "clawed its way from inadequate to good": nothing else moves so */
        struct phrase holder;
        if (movement && grade.phrase.head == PHRASE_OTHER &&
            whose_phrase(&finding->passage, group_item(finding, hit, groups[0]), &holder))
            grade.phrase = holder;
        if (g == 1 && movement && finding->taken[group_item(finding, hit, groups[0])])
            grade.phrase = finding->passage.last.phrase;
        finding->taken[item] = take(finding, &grade);
        if (finding->taken[item])
            rules_look(claims, buf_span(&finding->passage.mask.text));
        if (finding->took && finding->taken[item])
            finding->took[hit->rule] = true;
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
        " a one",   " a two",    " a three", " a four", "given a ", "scored", " out of "};
    struct span text = buf_span(&passage->mask.text);
    for (size_t i = 0; i < passage->mask.count; i++)
        if (lexicon_is_grade(&passage->mask.items[i]) ||
            passage->mask.items[i].kind == MASK_INSPECTORATE)
            return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_find(text, span_of(words[i])) < text.length)
            return true;
    return is_near(passage, passage->last_block) || is_near(passage, passage->cue_block);
}

/* Masks the words that mean a grade only where they stand so: "given a [three]", "[so is]
 * Kent". */
static void mark_words(struct finding *finding)
{
    static const struct {
        const char *value;
        enum mask_kind kind;
    } kinds[] = {{"same", MASK_SAME}, {"lowest", MASK_LOWEST}, {"highest", MASK_HIGHEST}};
    const struct rules *marks = finding->rules->speech->marks;
    struct passage *passage = &finding->passage;
    rules_look(marks, buf_span(&passage->mask.text));
    for (size_t r = 0; r < rules_count(marks); r++) {
        struct rule_hit hit;
        size_t start, end;
        if (!rules_may(marks, r) ||
            !rules_find(marks, r, buf_span(&passage->mask.text), 0, &hit) ||
            !rules_group(marks, &hit, "mark", &start, &end))
            continue;
        struct lexicon_known *known = mem_arena_new(passage->arena, 1, sizeof *known);
        known->value = rules_value(marks, r);
        enum mask_kind kind = MASK_DIGIT;
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (span_is(known->value, kinds[k].value))
                kind = kinds[k].kind;
        mask_insert(&passage->mask, start, end, kind, known);
        rules_look(marks, buf_span(&passage->mask.text));
    }
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
static int points_near(const struct finding *finding)
{
    const struct passage *passage = &finding->passage;
    bool here =
        passage->last_block == passage->block || passage->cue_block == passage->block;
    bool near =
        is_near(passage, passage->last_block) || is_near(passage, passage->cue_block);
    return here ? 2 : near ? 1 : 0;
}

static void explain_points(struct finding *finding, size_t item, int points)
{
    char text[64];
    snprintf(text, sizeof text, "no rule takes it: %d of %d points", points, BARE_ENOUGH);
    explain(finding, item, span_of("-"), span_of(text));
}

/* A grade that no rule takes is taken where enough around it speaks for one. */
static void weigh(struct finding *finding, size_t item)
{
    struct passage *passage = &finding->passage;
    enum mask_kind kind = passage->mask.items[item].kind;
    struct passage_grade grade = {
        .item = item, .who = passage->mask.count, .ties = PASSAGE_FREE};
    int points = 0;
    bool may = (kind == MASK_GRADE || kind == MASK_REQUIRES) && !finding->told[item];
    if (may && !is_attribute(passage, item)) {
        mask_mark(&passage->mask, item, MASK_THIS);
        points = bare_weigh(passage, finding->rules->speech, kind, points_near(finding),
                            &grade);
        mask_mark(&passage->mask, item, kind);
    }
    if (points >= BARE_ENOUGH)
        finding->taken[item] = take(finding, &grade);
    else
        explain_points(finding, item, points);
}

/* Tries the rules on the grades of the sentence; on words for one told before, or on all
 * others. */
static void take_all(struct finding *finding, bool same)
{
    const struct rules *claims = finding->rules->speech->claims;
    struct span text = buf_span(&finding->passage.mask.text);
    rules_look(claims, text);
    for (size_t r = 0; r < rules_count(claims); r++) {
        struct rule_hit hit;
        if (!rules_may(claims, r))
            continue;
        for (size_t from = 0;
             from < text.length && rules_find(claims, r, text, from, &hit);
             from = behind(&hit, text))
            take_hit(finding, &hit, same);
    }
}

static void read_sentence(struct finding *finding)
{
    struct passage *passage = &finding->passage;
    if (passage->sentence_end - passage->sentence_start <= SENTENCE_BYTES_MAX &&
        may_speak(passage))
        mark_words(finding);
    struct span text = buf_span(&passage->mask.text);
    bool any = false;
    for (size_t i = 0; i < passage->mask.count; i++)
        any = any || lexicon_is_grade(&passage->mask.items[i]);
    if (!any)
        return;
    if (text.length > SENTENCE_BYTES_MAX) {
        for (size_t i = 0; i < passage->mask.count; i++)
            if (lexicon_is_grade(&passage->mask.items[i]))
                explain(finding, i, span_of("-"), span_of("the sentence is too long"));
        return;
    }
    tokens_split(&passage->tokens, finding->rules->speech->words, &passage->mask);
    finding->taken = mem_new(passage->mask.count + 1, sizeof *finding->taken);
    finding->told = mem_new(passage->mask.count + 1, sizeof *finding->told);
    take_all(finding, false);
    bool same = false;
    for (size_t i = 0; i < passage->mask.count; i++) {
        bool again = passage->mask.items[i].kind == MASK_SAME;
        if (lexicon_is_grade(&passage->mask.items[i]) && !again && !finding->taken[i])
            weigh(finding, i);
        same = same || again;
    }
    if (same)
        take_all(finding, true);
    for (size_t i = 0; i < passage->mask.count && same; i++)
        if (passage->mask.items[i].kind == MASK_SAME && !finding->taken[i])
            explain(finding, i, span_of("-"), span_of("no rule takes it"));
    free(finding->taken);
    free(finding->told);
}

/* A grade of a table: its row and its column say whose it is, of what and when. */
static void take_entry(struct finding *finding, const struct schedule_entry *entry)
{
    struct passage *passage = &finding->passage;
    struct passage_grade grade = {.item = entry->item,
                                  .who = passage->mask.count,
                                  .ties = PASSAGE_LABEL,
                                  .rule = span_of("claim.table"),
                                  .table_date = entry->date};
    grade.phrase.item = passage->mask.count;
    finding->taken[entry->item] = true;
    explain(finding, entry->item, grade.rule, span_of("current"));
    add_for_authority(finding, &grade, entry->area,
                      entry->authority ? entry->authority : passage_focus(passage), NULL);
    passage->last_block = passage->block;
}

/* The sentence as the row of a table of grades; false where it is none. */
static bool read_row(struct finding *finding)
{
    struct passage *passage = &finding->passage;
    if (!schedule_read(&finding->schedule, passage))
        return false;
    finding->taken = mem_new(passage->mask.count + 1, sizeof *finding->taken);
    for (size_t i = 0; i < finding->schedule.entry_count; i++)
        take_entry(finding, &finding->schedule.entries[i]);
    free(finding->taken);
    return true;
}

static void read_document(struct finding *finding, const struct claim_document *document)
{
    struct sentences sentences = {0};
    finding->first = finding->judgements->count;
    told_start(&finding->history, finding->judgements);
    passage_start(&finding->passage, finding->rules->lexicon, document,
                  &finding->judgements->arena);
    sentences_split(&sentences, document->source.text);
    for (size_t i = 0; i < sentences.count; i++) {
        passage_next(&finding->passage, &sentences.items[i]);
        dialogue_next(&finding->dialogue, &finding->passage);
        sequel_apply(&finding->passage, finding->rules->speech, finding->judgements,
                     finding->first);
        read_tally(finding);
        if (!read_row(finding))
            read_sentence(finding);
        dialogue_remember(&finding->dialogue, &finding->passage);
        passage_remember(&finding->passage);
    }
    told_mark_history(&finding->history, passage_issued(&finding->passage),
                      passage_last_day(&finding->passage));
    told_finish(&finding->history);
    sentences_free(&sentences);
    passage_finish(&finding->passage);
}

void claim_find(const struct claim_rules *rules, const struct claim_document *document,
                struct judgements *judgements, struct buf *explained)
{
    struct finding finding = {
        .rules = rules, .judgements = judgements, .explain = explained};
    read_document(&finding, document);
}

/* Rules that tell of a judgement made, not of how things are ("are good … since 2015").
 */
static bool tells_judging(struct span rule)
{
    static const char *const rules[] = {"claim.judged", "claim.rating",   "claim.from-to",
                                        "claim.given",  "claim.movement", "claim.then"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (span_starts(rule, span_of(rules[i])))
            return true;
    return false;
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
    struct claim_document document = {{.text = line}, &blocks,       &entities,
                                      proof->vocab,   proof->scales, NULL};
    struct match_words words = {0};
    struct sentences sentences = {0};
    struct finding finding = {.rules = rules, .judgements = &judgements};
    finding.took = mem_new(rules_count(rules->speech->claims), sizeof *finding.took);
    entities_find(&entities, proof->vocab, &document.source, &words, &sentences);
    read_document(&finding, &document);
    bool found = finding.took[rule];
    free(finding.took);
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
    return proof_of_claims(&proof, rules->speech->claims, faults) +
           proof_of(&proof, rules->speech->stances, faults) +
           proof_of(&proof, rules->speech->refusals, faults) +
           proof_of(&proof, rules->speech->marks, faults) +
           proof_of(&proof, rules->speech->cues, faults) +
           proof_of(&proof, rules->speech->sequels, faults) +
           proof_of_signs(&proof, rules->speech->bare, faults);
}

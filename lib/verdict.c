#include "verdict.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "when.h"

static const char *const names[VERDICT_KINDS] = {"confirmed", "contradicted", "outdated",
                                                 "impossible", "unverifiable"};

const char *verdict_name(enum verdict_kind kind)
{
    return names[kind];
}

bool verdict_kind_of(struct span name, enum verdict_kind *kind)
{
    for (int i = 0; i < VERDICT_KINDS; i++)
        if (span_is(name, names[i])) {
            *kind = (enum verdict_kind)i;
            return true;
        }
    return false;
}

bool verdict_asked(struct rec *row)
{
    struct span type = rec_string(row, "type");
    return rec_string(row, "grade").length && (!type.length || span_is(type, "grade"));
}

struct claim {
    const struct vocab_authority *authority;
    struct span area, grade, status;
    long from, to;       /* the days that its date can mean */
    long written;        /* first day on which the document can have been written; 0: not known */
    long written_to;     /* the last */
    bool dated;          /* by its own words, not by its document alone */
    bool denied, past;   /* past: "had been", without saying when */
};

/* Everything a step needs; each step decides, or leaves the claim to the next. */
struct trial {
    const struct verdict_rules *rules;
    struct rec *row;
    struct claim claim;
    struct record_list held, dated; /* on the claim's days; judged within them */
    struct verdict *verdict;
};

static bool decide(struct trial *trial, enum verdict_kind kind,
                   const struct record_judgement *judgement)
{
    trial->verdict->kind = kind;
    trial->verdict->judgement = judgement;
    return true;
}

static void say(struct trial *trial, const char *words)
{
    buf_add_text(&trial->verdict->reason, words);
}

static void say_span(struct trial *trial, struct span text)
{
    buf_add(&trial->verdict->reason, text);
}

static void say_day(struct trial *trial, long day)
{
    buf_add_format(&trial->verdict->reason, "%04ld-%02ld-%02ld", day / 10000, day / 100 % 100,
                   day % 100);
}

static bool not_said_of_the_service(struct trial *trial)
{
    struct span subject = rec_string(trial->row, "subject");
    if (!subject.length)
        return false;
    say(trial, "the grade is that of another subject (");
    say_span(trial, subject);
    say(trial, "), which the record does not hold");
    return decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

static bool not_asserted(struct trial *trial)
{
    struct span status = trial->claim.status;
    if (!span_is(status, "hypothetical") && !span_is(status, "predicted"))
        return false;
    say(trial, "nothing is asserted: the grade is ");
    say_span(trial, status);
    return decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

static bool without_date(struct trial *trial)
{
    struct claim *claim = &trial->claim;
    struct span basis = rec_string(trial->row, "date_basis");
    claim->past = span_is(claim->status, "previous") || span_is(claim->status, "predecessor");
    if (!record_days(rec_string(trial->row, "doc_date"), &claim->written, &claim->written_to))
        claim->written = claim->written_to = 0;
    claim->dated = record_days(rec_string(trial->row, "date"), &claim->from, &claim->to) &&
                   !span_is(basis, "document");
    if (claim->dated)
        return false;
    if (claim->written || record_days(rec_string(trial->row, "date"), &claim->written,
                                      &claim->written_to)) {
        claim->from = claim->past ? 0 : claim->written;
        claim->to = claim->written_to;
        return false;
    }
    say(trial, "neither the claim nor its document has a date");
    return decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

/* Did the body exist on the claim's days? Reports on a council that has ended may still appear for
 * a while. */
static bool existed(const struct vocab_authority *authority, const struct claim *claim)
{
    return authority->from <= claim->to &&
           when_day_after(authority->to, WHEN_LAG_DAYS) >= claim->from;
}

static bool lists_body(struct span bodies, struct span body)
{
    struct span part;
    while (span_split(&bodies, ' ', &part))
        if (span_equal(part, body))
            return true;
    return false;
}

/* The one body of the same name that came before or after and existed then: Somerset County
 * Council for Somerset Council. NULL where there is none. */
static const struct vocab_authority *kin_of(const struct trial *trial)
{
    const struct vocab_authority *authority = trial->claim.authority;
    for (size_t i = 0; i < trial->rules->vocab->authority_count; i++) {
        const struct vocab_authority *other = &trial->rules->vocab->authorities[i];
        if (span_equal(other->name, authority->name) && existed(other, &trial->claim) &&
            (lists_body(other->successors, authority->body) ||
             lists_body(authority->successors, other->body)))
            return other;
    }
    return NULL;
}

static bool without_authority(struct trial *trial)
{
    bool at_odds;
    trial->claim.authority =
        councils_find(trial->rules->councils, trial->row, trial->claim.to, &at_odds);
    if (trial->claim.authority)
        return false;
    say(trial, "the claim names no authority that the register knows");
    return decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

static bool no_such_council(struct trial *trial)
{
    struct claim *claim = &trial->claim;
    if (existed(claim->authority, claim))
        return false;
    const struct vocab_authority *kin = kin_of(trial);
    if (kin) {
        claim->authority = kin;
        return false;
    }
    say_span(trial, claim->authority->name);
    if (claim->authority->to < claim->from) {
        say(trial, " was abolished on ");
        say_day(trial, claim->authority->to);
    } else {
        say(trial, " was created on ");
        say_day(trial, claim->authority->from);
    }
    return decide(trial, VERDICT_IMPOSSIBLE, NULL);
}

/* Scales for the whole council (stars of the CPA) grade nothing else, and nothing else is graded
 * on them. */
static bool is_of_area(const struct scales *scales, const struct scale_grade *grade,
                       struct span area)
{
    static const char *const apart[] = {"corporate", "social-services", "education"};
    struct span whole = scale_whole(scales, grade);
    for (size_t i = 0; i < sizeof apart / sizeof *apart; i++)
        if (span_is(whole, apart[i]) || span_is(area, apart[i]))
            return span_equal(whole, area);
    return true;
}

/* A grade given within the claim's days; or, where only the document is dated, one that may still
 * be held: from a scale that ended no longer ago than a round of inspections takes. */
static bool can_be_given(const struct trial *trial, const struct scale_grade *grade)
{
    const struct claim *claim = &trial->claim;
    long reach = claim->dated ? when_day_after(grade->to, WHEN_LAG_DAYS)
                              : grade->to + trial->rules->stale * 10000;
    return grade->from <= claim->to && reach >= claim->from;
}

static bool no_such_grade(struct trial *trial)
{
    const struct claim *claim = &trial->claim;
    const struct scales *scales = trial->rules->scales;
    bool known = false, informal = false;
    if (claim->denied)
        return false;
    for (size_t i = 0; i < scales->grade_count; i++) {
        const struct scale_grade *grade = &scales->grades[i];
        if (!span_equal(grade->grade, claim->grade))
            continue;
        informal = informal || !grade->inspectorate.length;
        if (!grade->inspectorate.length || !span_equal(grade->nation, claim->authority->nation))
            continue;
        known = true;
        if (is_of_area(scales, grade, claim->area) && can_be_given(trial, grade))
            return false;
    }
    if (!known && !informal)
        return false;
    say(trial, "no official scale in force ");
    say(trial, claim->dated ? "at the date claimed" : "when the document was written");
    say(trial, " has the grade \"");
    say_span(trial, claim->grade);
    say(trial, "\" for this");
    return decide(trial, VERDICT_IMPOSSIBLE, NULL);
}

static void gather(struct trial *trial)
{
    const struct claim *claim = &trial->claim;
    record_held(trial->rules->record,
                &(struct record_query){claim->authority, claim->area, claim->from, claim->to},
                &trial->held);
    for (size_t i = 0; i < trial->held.count; i++) {
        const struct record_judgement *judgement = trial->held.items[i];
        if (!claim->dated || judgement->known < claim->from)
            continue;
        trial->dated.items = mem_grow(trial->dated.items, &trial->dated.room,
                                      trial->dated.count + 1, sizeof *trial->dated.items);
        trial->dated.items[trial->dated.count++] = judgement;
    }
}

static bool in_parts(struct span area, const struct scales *scales)
{
    for (size_t i = 0; i < scales->answer_count; i++)
        if (scales->answers[i].part && span_equal(scales->answers[i].area, area))
            return true;
    return false;
}

/* A joint area where the record grades its parts: each must bear the claim out. */
static bool judged_in_parts(struct trial *trial)
{
    const struct scales *scales = trial->rules->scales;
    const struct claim *claim = &trial->claim;
    const struct record_judgement *other = NULL, *same = NULL;
    size_t parts = 0, agreeing = 0;
    if (trial->held.count || !in_parts(claim->area, scales))
        return false;
    for (size_t i = 0; i < scales->answer_count; i++) {
        if (!scales->answers[i].part || !span_equal(scales->answers[i].area, claim->area))
            continue;
        struct record_list list = {0};
        record_held(trial->rules->record,
                    &(struct record_query){claim->authority, scales->answers[i].by, claim->from,
                                           claim->to},
                    &list);
        parts++;
        const struct record_judgement *last = list.count ? list.items[list.count - 1] : NULL;
        free(list.items);
        if (last && span_equal(last->grade, claim->grade)) {
            agreeing++;
            same = last;
        } else if (last)
            other = last;
    }
    if (!other && agreeing < parts)
        return false;
    say(trial, other ? "the record judges the parts of this area apart, and differently"
                     : "the record judges the parts of this area apart, and alike");
    bool borne_out = claim->denied ? other != NULL : other == NULL;
    return decide(trial, borne_out ? VERDICT_CONFIRMED : VERDICT_CONTRADICTED,
                  other ? other : same);
}

static const struct record_judgement *with_grade(const struct record_list *list,
                                                 struct span grade)
{
    for (size_t i = list->count; i-- > 0;)
        if (span_equal(list->items[i]->grade, grade))
            return list->items[i];
    return NULL;
}

/* The last that is a report's own grade. */
static const struct record_judgement *last_of(const struct record_list *list)
{
    for (size_t i = list->count; i-- > 0;)
        if (!list->items[i]->told)
            return list->items[i];
    return NULL;
}

static void say_judgement(struct trial *trial, const struct record_judgement *judgement)
{
    say(trial, "the record has \"");
    say_span(trial, judgement->grade);
    say(trial, "\" for ");
    say_span(trial, judgement->authority->name);
    say(trial, ", ");
    say_span(trial, judgement->area);
    say(trial, ", judged ");
    say_day(trial, judgement->ended);
    if (judgement->told)
        say(trial, " (told by a later report)");
}

static bool superseded(const struct trial *trial, const struct record_judgement *judgement)
{
    return judgement->next && trial->claim.written &&
           judgement->next->known < trial->claim.written &&
           !span_equal(judgement->next->grade, judgement->grade);
}

/* A month or a day, not a year. */
static bool is_precise(const struct claim *claim)
{
    return claim->dated && claim->from / 100 == claim->to / 100;
}

/* A judgement not yet public on the days claimed leaves the older one in force. Of a year alone,
 * the judgement made in it is meant. */
static bool public_yet(const struct claim *claim, const struct record_judgement *last)
{
    return !last || (is_precise(claim) || !claim->dated ? last->known : last->ended) <= claim->to;
}

static bool borne_out(struct trial *trial)
{
    const struct claim *claim = &trial->claim;
    const struct record_list *list = trial->dated.count ? &trial->dated : &trial->held;
    const struct record_judgement *same = with_grade(list, claim->grade);
    if (!same && !public_yet(claim, last_of(list)))
        same = with_grade(&trial->held, claim->grade);
    if (!same)
        return false;
    say_judgement(trial, same);
    if (claim->denied)
        return decide(trial, VERDICT_CONTRADICTED, same);
    if (!claim->past && superseded(trial, same)) {
        say(trial, "; superseded on ");
        say_day(trial, same->next->ended);
        return decide(trial, VERDICT_OUTDATED, same);
    }
    return decide(trial, VERDICT_CONFIRMED, same);
}

/* "Is inadequate", of a council that was until the record moved on. */
static bool was_once(struct trial *trial)
{
    const struct claim *claim = &trial->claim;
    struct record_list list = {0};
    if (claim->dated || claim->denied || claim->past || !trial->held.count)
        return false;
    record_held(trial->rules->record,
                &(struct record_query){claim->authority, claim->area, 0, claim->to}, &list);
    const struct record_judgement *same = with_grade(&list, claim->grade);
    free(list.items);
    if (!same || !same->next)
        return false;
    say_judgement(trial, same);
    say(trial, "; superseded on ");
    say_day(trial, same->next->ended);
    return decide(trial, VERDICT_OUTDATED, same);
}

static bool not_in_the_record(struct trial *trial)
{
    const struct claim *claim = &trial->claim;
    if (last_of(&trial->held) && !(claim->past && !claim->dated))
        return false;
    say(trial, "the record has no judgement of ");
    say_span(trial, claim->authority->name);
    say(trial, ", ");
    say_span(trial, claim->area);
    say(trial, claim->past && !claim->dated ? ", that the claim can mean" : ", for that time");
    return decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

/* Who gives a month or a day dates an inspection, not a state of things: where the record has none
 * of that time, and has had none for a year, it is the record that lacks it. */
static bool stale(struct trial *trial)
{
    const struct record_judgement *last = last_of(&trial->held);
    const struct claim *claim = &trial->claim;
    bool precise = is_precise(claim);
    long years = precise && trial->rules->stale > 1 ? 1 : trial->rules->stale;
    if ((precise ? last->known : last->ended) + years * 10000 >= claim->from)
        return false;
    say_judgement(trial, last);
    say(trial, ", too long before to say what held then");
    return decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

static bool contradicted(struct trial *trial)
{
    const struct record_judgement *last =
        last_of(trial->dated.count ? &trial->dated : &trial->held);
    if (!last)
        last = last_of(&trial->held);
    say_judgement(trial, last);
    return decide(trial, trial->claim.denied ? VERDICT_CONFIRMED : VERDICT_CONTRADICTED, last);
}

void verdict_of(const struct verdict_rules *rules, struct rec *row, struct verdict *verdict)
{
    static bool (*const before[])(struct trial *) = {
        not_said_of_the_service, not_asserted,    without_date,
        without_authority,       no_such_council, no_such_grade};
    static bool (*const after[])(struct trial *) = {
        judged_in_parts, borne_out, was_once, not_in_the_record, stale, contradicted};
    struct trial trial = {.rules = rules, .row = row, .verdict = verdict};
    bool decided = false;
    trial.claim = (struct claim){.area = rec_string(row, "area"),
                                 .grade = rec_string(row, "grade"),
                                 .status = rec_string(row, "status")};
    trial.claim.denied = span_is(trial.claim.status, "denied");
    buf_clear(&verdict->reason);
    for (size_t i = 0; i < sizeof before / sizeof *before && !decided; i++)
        decided = before[i](&trial);
    if (!decided)
        gather(&trial);
    for (size_t i = 0; i < sizeof after / sizeof *after && !decided; i++)
        decided = after[i](&trial);
    free(trial.held.items);
    free(trial.dated.items);
}

void verdict_write(const struct verdict *verdict, struct rec *row)
{
    const struct record_judgement *judgement = verdict->judgement;
    rec_set_string(row, "verdict", span_of(names[verdict->kind]));
    rec_set_string(row, "verdict_reason", buf_span(&verdict->reason));
    if (!judgement)
        return;
    if (!span_equal(judgement->area, rec_string(row, "area")))
        rec_set_string(row, "record_area", judgement->area);
    rec_set_string(row, "record_grade", judgement->grade);
    rec_set_string(row, "record_date", judgement->date);
    rec_set_string(row, "record_source", judgement->source);
}

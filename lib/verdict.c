#include "verdict.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "premise.h"

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

static void say_judgement(struct trial *trial, const struct record_judgement *judgement)
{
    trial_say(trial, "the record has \"");
    trial_say_span(trial, judgement->grade);
    trial_say(trial, "\" for ");
    trial_say_span(trial, judgement->authority->name);
    trial_say(trial, ", ");
    trial_say_span(trial, judgement->area);
    trial_say(trial, ", judged ");
    if (judgement->told)
        trial_say_span(trial, judgement->date);
    else
        trial_say_day(trial, judgement->ended);
    trial_say(trial, judgement->told ? " (told by a later report)" : "");
}

/* The last judgement of one part of the claim's area; NULL where the record has none. */
static const struct record_judgement *part_held(struct trial *trial, struct span area)
{
    const struct claim *claim = &trial->claim;
    struct record_list list = {0};
    record_held(trial->rules->record,
                &(struct record_query){claim->authority, area, claim->from, claim->to}, &list);
    const struct record_judgement *last = list.count ? list.items[list.count - 1] : NULL;
    free(list.items);
    return last;
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
        const struct record_judgement *last = part_held(trial, scales->answers[i].by);
        parts++;
        if (!last)
            continue;
        bool agrees = span_equal(last->grade, claim->grade);
        agreeing += agrees;
        *(agrees ? &same : &other) = last;
        trial_say(trial, !trial->verdict->reason.length ? "judged in parts: " : "; ");
        say_judgement(trial, last);
    }
    if (!other && agreeing < parts) {
        buf_clear(&trial->verdict->reason);
        return false;
    }
    bool borne_out = claim->denied ? other != NULL : other == NULL;
    return trial_decide(trial, borne_out ? VERDICT_CONFIRMED : VERDICT_CONTRADICTED,
                        other ? other : same);
}

/* The last with that grade; what a report judged itself goes before what it tells. */
static const struct record_judgement *with_grade(const struct record_list *list,
                                                 struct span grade)
{
    const struct record_judgement *told = NULL;
    for (size_t i = list->count; i-- > 0;) {
        const struct record_judgement *judgement = list->items[i];
        if (!span_equal(judgement->grade, grade))
            continue;
        if (!judgement->told)
            return judgement;
        told = told ? told : judgement;
    }
    return told;
}

/* Is the whole claimed where the judgement is of a part? */
static bool misses(struct trial *trial, const struct record_judgement *judgement)
{
    return judgement->part && span_is(trial->claim.area, "overall") &&
           !span_equal(rec_string(trial->row, "framework"), judgement->framework);
}

/* The last that is a report's own grade, and can contradict the claim. */
static const struct record_judgement *last_of(struct trial *trial, const struct record_list *list)
{
    for (size_t i = list->count; i-- > 0;)
        if (!list->items[i]->told && !misses(trial, list->items[i]))
            return list->items[i];
    return NULL;
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
    if (!same && !public_yet(claim, last_of(trial, list)))
        same = with_grade(&trial->held, claim->grade);
    if (!same)
        return false;
    say_judgement(trial, same);
    if (claim->denied)
        return trial_decide(trial, VERDICT_CONTRADICTED, same);
    if (!claim->past && superseded(trial, same)) {
        trial_say(trial, "; superseded on ");
        trial_say_day(trial, same->next->ended);
        return trial_decide(trial, VERDICT_OUTDATED, same);
    }
    return trial_decide(trial, VERDICT_CONFIRMED, same);
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
    trial_say(trial, "; superseded on ");
    trial_say_day(trial, same->next->ended);
    return trial_decide(trial, VERDICT_OUTDATED, same);
}

static bool not_in_the_record(struct trial *trial)
{
    const struct claim *claim = &trial->claim;
    if (last_of(trial, &trial->held) && !(claim->past && !claim->dated))
        return false;
    trial_say(trial, "the record has no judgement of ");
    trial_say_span(trial, claim->authority->name);
    trial_say(trial, ", ");
    trial_say_span(trial, claim->area);
    trial_say(trial,
              claim->past && !claim->dated ? ", that the claim can mean" : ", for that time");
    return trial_decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

/* Who gives a month or a day dates an inspection, not a state of things: where the record has none
 * of that time, and has had none for a year, it is the record that lacks it. */
static bool stale(struct trial *trial)
{
    const struct record_judgement *last = last_of(trial, &trial->held);
    const struct claim *claim = &trial->claim;
    bool precise = is_precise(claim);
    long years = precise && trial->rules->stale > 1 ? 1 : trial->rules->stale;
    if ((precise ? last->known : last->ended) + years * 10000 >= claim->from)
        return false;
    say_judgement(trial, last);
    trial_say(trial, ", too long before to say what held then");
    return trial_decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

static bool contradicted(struct trial *trial)
{
    const struct record_judgement *last =
        last_of(trial, trial->dated.count ? &trial->dated : &trial->held);
    if (!last)
        last = last_of(trial, &trial->held);
    say_judgement(trial, last);
    return trial_decide(trial, trial->claim.denied ? VERDICT_CONFIRMED : VERDICT_CONTRADICTED,
                        last);
}

void verdict_of(const struct verdict_rules *rules, struct rec *row, struct verdict *verdict)
{
    static bool (*const steps[])(struct trial *) = {
        judged_in_parts, borne_out, was_once, not_in_the_record, stale, contradicted};
    struct trial trial = {.rules = rules, .row = row, .verdict = verdict};
    trial.claim = (struct claim){.area = rec_string(row, "area"),
                                 .grade = record_grade(rules->scales, row),
                                 .status = rec_string(row, "status")};
    trial.claim.denied = span_is(trial.claim.status, "denied");
    buf_clear(&verdict->reason);
    bool decided = premise_fails(&trial);
    if (!decided)
        gather(&trial);
    for (size_t i = 0; i < sizeof steps / sizeof *steps && !decided; i++)
        decided = steps[i](&trial);
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

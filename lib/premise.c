#include "premise.h"

#include "when.h"

static bool not_said_of_the_service(struct trial *trial)
{
    struct span subject = rec_string(trial->row, "subject");
    if (!subject.length)
        return false;
    trial_say(trial, "the grade is that of another subject (");
    trial_say_span(trial, subject);
    trial_say(trial, "), which the record does not hold");
    return trial_decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

static bool not_asserted(struct trial *trial)
{
    struct span status = trial->claim.status;
    if (!span_is(status, "hypothetical") && !span_is(status, "predicted"))
        return false;
    trial_say(trial, "nothing is asserted: the grade is ");
    trial_say_span(trial, status);
    return trial_decide(trial, VERDICT_UNVERIFIABLE, NULL);
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
    trial_say(trial, "neither the claim nor its document has a date");
    return trial_decide(trial, VERDICT_UNVERIFIABLE, NULL);
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
    trial_say(trial, "the claim names no authority that the register knows");
    return trial_decide(trial, VERDICT_UNVERIFIABLE, NULL);
}

/* A district, whose county answers for its children. */
static bool without_the_duty(struct trial *trial)
{
    const struct vocab *vocab = trial->rules->vocab;
    const struct vocab_authority *authority = trial->claim.authority;
    if (authority->children || !authority->county.length)
        return false;
    trial_say_span(trial, authority->name);
    trial_say(trial, " has no children's services");
    for (size_t i = 0; i < vocab->authority_count; i++)
        if (span_equal(vocab->authorities[i].body, authority->county)) {
            trial_say(trial, ": those are the duty of ");
            trial_say_span(trial, vocab->authorities[i].name);
        }
    return trial_decide(trial, VERDICT_UNVERIFIABLE, NULL);
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
    trial_say_span(trial, claim->authority->name);
    if (claim->authority->to < claim->from) {
        trial_say(trial, " was abolished on ");
        trial_say_day(trial, claim->authority->to);
    } else {
        trial_say(trial, " was created on ");
        trial_say_day(trial, claim->authority->from);
    }
    return trial_decide(trial, VERDICT_IMPOSSIBLE, NULL);
}

/* Scales for the whole council (stars of the CPA) grade nothing else, and nothing else is graded
 * on them. */
static bool is_of_area(const struct scales *scales, const struct scale_grade *grade,
                       struct span area)
{
    static const char *const apart[] = {"corporate", "social-services", "education"};
    struct span whole = scale_whole(scales, grade);
    if (span_is_any(whole, apart, sizeof apart / sizeof *apart) ||
        span_is_any(area, apart, sizeof apart / sizeof *apart))
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
    bool graded = false; /* are there scales for this nation? */
    if (claim->denied)
        return false;
    for (size_t i = 0; i < scales->grade_count; i++) {
        const struct scale_grade *grade = &scales->grades[i];
        if (!grade->inspectorate.length || !span_equal(grade->nation, claim->authority->nation))
            continue;
        graded = true;
        if (span_equal(grade->grade, claim->grade) && is_of_area(scales, grade, claim->area) &&
            can_be_given(trial, grade))
            return false;
    }
    if (!graded)
        return false;
    trial_say(trial, "no official scale in force ");
    trial_say(trial, claim->dated ? "at the date claimed" : "when the document was written");
    trial_say(trial, " has the grade \"");
    trial_say_span(trial, claim->grade);
    trial_say(trial, "\" for this");
    return trial_decide(trial, VERDICT_IMPOSSIBLE, NULL);
}

bool premise_fails(struct trial *trial)
{
    static bool (*const steps[])(struct trial *) = {
        not_said_of_the_service, not_asserted,    without_date,
        without_authority,       without_the_duty, no_such_council, no_such_grade};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i](trial))
            return true;
    return false;
}

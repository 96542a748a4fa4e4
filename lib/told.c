#include "told.h"

#include "stance.h"

/* Do the dates lie no further apart than a visit and its report? */
static bool within_lag(const struct judgement *a, const struct judgement *b)
{
    struct when_date a_first, a_last, b_first, b_last;
    return when_parse(a->date, &a_first, &a_last) && when_parse(b->date, &b_first, &b_last) &&
           when_first_day(a_first) <= when_day_after(when_last_day(b_last), WHEN_LAG_DAYS) &&
           when_first_day(b_first) <= when_day_after(when_last_day(a_last), WHEN_LAG_DAYS);
}

static bool same_claim(const struct judgement *a, const struct judgement *b)
{
    bool same_year = !a->date.length || !b->date.length ||
                     span_equal(span_part(a->date, 0, 4), span_part(b->date, 0, 4)) ||
                     (!a->again && !b->again &&
                      (span_is(a->date_basis, "document") ||
                       span_is(b->date_basis, "document")));
    return a->authority == b->authority && span_equal(a->area, b->area) &&
           span_equal(a->subject, b->subject) &&
           span_equal(a->grade->grade, b->grade->grade) &&
           stance_is_asserted(a->status) == stance_is_asserted(b->status) &&
           (same_year || within_lag(a, b));
}

/* One claim once: the better dated, then the surer telling is kept. */
void told_add(struct judgements *judgements, size_t from, struct judgement judgement)
{
    for (size_t i = from; i < judgements->count; i++) {
        struct judgement *told = &judgements->items[i];
        if (!same_claim(told, &judgement))
            continue;
        bool dated = span_is(told->date_basis, "document") &&
                     !span_is(judgement.date_basis, "document") && judgement.date.length;
        if (dated || (!told->date.length && judgement.date.length))
            *told = judgement;
        return;
    }
    judgements_add(judgements, judgement);
}

/* Does the other claim supersede the one? Inspections do not follow each other within the time
 * that a report takes to appear: of the same grade, or of the whole, both are of one then. */
static bool supersedes(const struct judgement *other, const struct judgement *claim)
{
    struct when_date first, last, next;
    bool other_grade = span_equal(other->area, claim->area) &&
                       !span_equal(other->grade->grade, claim->grade->grade);
    bool covers = span_equal(other->area, claim->area) ||
                  (span_is(other->area, "overall") &&
                   span_equal(other->inspectorate, claim->inspectorate));
    return other->authority == claim->authority && covers && !other->subject.length &&
           stance_is_asserted(other->status) && when_parse(claim->date, &first, &last) &&
           when_parse(other->date, &next, &first) &&
           when_day_after(when_last_day(last), other_grade ? 0 : WHEN_LAG_DAYS) <
               when_first_day(next);
}

/* Is the one told as past, the other, of another grade, as what is now? */
static bool is_past_of(const struct judgement *claim, const struct judgement *other)
{
    struct when_date first, last, next;
    bool covers = span_equal(other->area, claim->area);
    bool later = when_parse(claim->date, &first, &last) &&
                 when_parse(other->date, &next, &first) &&
                 when_first_day(next) < when_first_day(last);
    return other->authority == claim->authority && covers && !other->subject.length &&
           !later && stance_is_asserted(other->status) && claim->tense < 0 &&
           other->tense > claim->tense && other->tense != 0 &&
           !span_equal(other->grade->grade, claim->grade->grade);
}

void told_mark_history(struct judgements *judgements, size_t from)
{
    struct judgement *items = judgements->items;
    for (size_t i = from; i < judgements->count; i++)
        for (size_t j = from; j < judgements->count && !items[i].standing; j++)
            if (i != j && span_is(items[i].status, "current") &&
                (supersedes(&items[j], &items[i]) || is_past_of(&items[i], &items[j])))
                items[i].status = span_of("previous");
}

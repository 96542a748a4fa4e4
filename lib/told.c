#include "told.h"

#include "stance.h"

static bool same_claim(const struct judgement *a, const struct judgement *b)
{
    bool same_year = !a->date.length || !b->date.length ||
                     span_equal(span_part(a->date, 0, 4), span_part(b->date, 0, 4)) ||
                     span_is(a->date_basis, "document") ||
                     span_is(b->date_basis, "document");
    return a->authority == b->authority && span_equal(a->area, b->area) &&
           span_equal(a->subject, b->subject) &&
           span_equal(a->grade->grade, b->grade->grade) &&
           stance_is_asserted(a->status) == stance_is_asserted(b->status) && same_year;
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

/* Does the other claim supersede the one? */
static bool supersedes(const struct judgement *other, const struct judgement *claim)
{
    struct when_date first, last, next;
    bool covers = span_equal(other->area, claim->area) || span_is(other->area, "overall");
    return other->authority == claim->authority && covers && !other->subject.length &&
           stance_is_asserted(other->status) && when_parse(claim->date, &first, &last) &&
           when_parse(other->date, &next, &first) &&
           when_last_day(last) < when_first_day(next);
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

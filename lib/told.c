#include "told.h"

#include "stance.h"

static bool same_claim(const struct judgement *a, const struct judgement *b)
{
    bool same_year = !a->date.length || !b->date.length ||
                     span_equal(span_part(a->date, 0, 4), span_part(b->date, 0, 4)) ||
                     span_is(a->date_basis, "document") || span_is(b->date_basis, "document");
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

/* An older grade of the same authority and area is history once a newer one is told. */
void told_mark_history(struct judgements *judgements, size_t from)
{
    struct judgement *items = judgements->items;
    for (size_t i = from; i < judgements->count; i++)
        for (size_t j = from; j < judgements->count; j++) {
            struct when_date first, last, other;
            if (items[i].authority == items[j].authority && i != j &&
                span_equal(items[i].area, items[j].area) && stance_is_asserted(items[j].status) &&
                span_is(items[i].status, "current") &&
                when_parse(items[i].date, &first, &last) &&
                when_parse(items[j].date, &other, &first) &&
                when_last_day(last) < when_first_day(other))
                items[i].status = span_of("previous");
        }
}

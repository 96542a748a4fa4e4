#include "stance.h"

bool stance_is_asserted(struct span status)
{
    return !span_is(status, "denied") && !span_is(status, "hypothetical") &&
           !span_is(status, "predicted");
}

struct span stance_of(struct passage *passage, const struct speech *speech, size_t item)
{
    struct mask *mask = &passage->mask;
    size_t start, end;
    struct rule_hit hit;
    enum mask_kind kind = mask->items[item].kind;
    passage_clause(passage, item, &start, &end);
    mask_mark(mask, item, MASK_THIS);
    struct span clause = span_part(buf_span(&mask->text), start, end);
    struct span stance = {NULL, 0};
    if (rules_first(speech->stances, clause, &hit))
        stance = rules_value(speech->stances, hit.rule);
    mask_mark(mask, item, kind);
    return stance;
}

#include "tone.h"

enum { REACH = 160 /* bytes before an evaluation that can change it */ };

void tone_set_holder(const struct mask *mask, size_t at, struct tone *tone)
{
    size_t item = mask_at(mask, at);
    if (item == mask->count || tone->holder.length)
        return;
    const struct appraisal_known *known = appraisal_known(&mask->items[item]);
    if (known->entity)
        tone->holder = known->entity->name;
    else if (known->word)
        tone->holder = known->word->target;
}

/* `window`: where the text that the rule saw begins in the masked sentence. */
static void heed(const struct rules *table, const struct rule_hit *hit, size_t window,
                 struct tone *tone)
{
    struct span value = rules_value(table, hit->rule);
    size_t start, end;
    if (span_is(value, "negated"))
        tone->negated = !tone->negated;
    else if (span_is(value, "void"))
        tone->void_ = true;
    else if (span_is(value, "previous"))
        tone->previous = true;
    else if (span_is(value, "hedged"))
        tone->hedged = true;
    else if (span_is(value, "intensified"))
        tone->intensified = true;
    if (rules_group(table, hit, "words", &start, &end) && window + start < tone->start)
        tone->start = window + start;
}

/* What is further away than a clause or two changes nothing. */
static size_t window_of(const struct mask *mask, size_t item)
{
    size_t start = mask->items[item].at;
    if (start <= REACH)
        return 0;
    start -= REACH;
    while (start < mask->items[item].at && mask->text.at[start] != ' ')
        start++;
    return start;
}

/* One rule of each kind counts: the first in order of precedence. */
struct tone tone_of(const struct rules *table, struct mask *mask, size_t item,
                    bool *heeded)
{
    enum mask_kind kind = mask->items[item].kind;
    struct tone tone = {.start = mask->items[item].at};
    struct span done[8];
    size_t count = 0, window = window_of(mask, item);
    mask_mark(mask, item, MASK_THIS);
    struct span text = span_part(buf_span(&mask->text), window, mask->text.length);
    rules_look(table, text);
    for (size_t r = rules_candidate(table, 0); r < rules_count(table);
         r = rules_candidate(table, r + 1)) {
        struct rule_hit hit;
        bool seen = false;
        for (size_t i = 0; i < count; i++)
            seen = seen || span_equal(done[i], rules_value(table, r));
        if (seen || count == sizeof done / sizeof *done || !rules_find(table, r, 0, &hit))
            continue;
        heed(table, &hit, window, &tone);
        if (heeded)
            heeded[hit.rule] = true;
        done[count++] = rules_value(table, r);
    }
    mask_mark(mask, item, kind);
    return tone;
}

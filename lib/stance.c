#include "stance.h"

bool stance_is_asserted(struct span status)
{
    return !span_is(status, "denied") && !span_is(status, "hypothetical") &&
           !span_is(status, "predicted");
}

/* Appends the clause without the relative asides that the grade is not in: what "which they
 * praised last time," says is said of something else. */
static void add_without_asides(struct buf *out, const struct passage *passage, size_t start,
                               size_t at, size_t end)
{
    struct span text = buf_span(&passage->mask.text);
    for (size_t i = start; i < at; i++) {
        size_t close = text.at[i] == ',' ? passage_aside(passage, i, at) : 0;
        if (close == 0)
            continue;
        buf_add(out, span_part(text, start, i));
        start = i = close;
    }
    buf_add(out, span_part(text, start, end));
}

struct span stance_of(struct passage *passage, const struct speech *speech, size_t item)
{
    struct mask *mask = &passage->mask;
    size_t start, end;
    struct rule_hit hit;
    enum mask_kind kind = mask->items[item].kind;
    passage_clause(passage, item, &start, &end);
    mask_mark(mask, item, MASK_THIS);
    struct span stance = {NULL, 0};
    struct buf clause = {0};
    add_without_asides(&clause, passage, start, mask->items[item].at, end);
    if (rules_first(speech->stances, buf_span(&clause), &hit))
        stance = rules_value(speech->stances, hit.rule);
    buf_free(&clause);
    mask_mark(mask, item, kind);
    return stance;
}

int stance_tense(const struct passage *passage, size_t item)
{
    static const struct {
        const char *words;
        int tense;
    } signs[] = {{" had been ", -2}, {" had ", -2},  {" was ", -1}, {" were ", -1},
                 {" is ", 1},        {" are ", 1},   {" now ", 1},  {" has ", 1},
                 {" have ", 1},      {" remain", 1}, {" today ", 1}};
    size_t start, end, last = 0;
    int tense = 0;
    passage_clause(passage, item, &start, &end);
    struct span clause =
        span_part(buf_span(&passage->mask.text), start, passage->mask.items[item].at);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        struct span sign = span_of(signs[i].words);
        for (size_t from = 0; from < clause.length;) {
            size_t at = from + span_find(span_part(clause, from, clause.length), sign);
            if (at >= clause.length)
                break;
            if (at + 1 > last) {
                last = at + 1;
                tense = signs[i].tense;
            }
            from = at + 1;
        }
    }
    return tense;
}

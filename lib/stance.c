#include "stance.h"

#include "clause.h"

bool stance_is_asserted(struct span status)
{
    return !span_is(status, "denied") && !span_is(status, "hypothetical") &&
           !span_is(status, "predicted");
}

struct span stance_of(struct passage *passage, const struct speech *speech,
                      const struct passage_grade *grade)
{
    struct mask *mask = &passage->mask;
    struct rule_hit hit;
    struct buf said = {0};
    enum mask_kind kind = mask->items[grade->item].kind;
    mask_mark(mask, grade->item, MASK_THIS);
    clause_write(grade->clause, buf_span(&mask->text), grade->clause->end, &said);
    mask_mark(mask, grade->item, kind);
    struct span stance = {NULL, 0};
    if (rules_first(speech->stances, buf_span(&said), &hit))
        stance = rules_value(speech->stances, hit.rule);
    buf_free(&said);
    return stance;
}

/* The words of a grade that is a verb: "requires", "required". */
static int own_tense(const struct passage *passage, const struct mask_item *grade)
{
    struct span words =
        span_part(passage->document->source.text, grade->start, grade->end);
    if (grade->kind != MASK_REQUIRES && grade->kind != MASK_PERFORMS)
        return 0;
    struct span verb = span_part(words, 0, span_find_byte(words, ' '));
    if (span_ends(verb, span_of("ed")))
        return -1;
    return span_ends(verb, span_of("s")) || span_ends(verb, span_of("S")) ? 1 : 0;
}

int stance_tense(const struct passage *passage, const struct passage_grade *grade)
{
    static const struct {
        const char *words;
        int tense;
    } signs[] = {{" had been ", -2}, {" had ", -2},      {" was ", -1},
                 {" were ", -1},     {" is ", 1},        {" are ", 1},
                 {" now ", 1},       {" has ", 1},       {" have ", 1},
                 {" remain", 1},     {" today ", 1},     {" having been ", -2},
                 {" became ", -1},   {" received ", -1}, {" required ", -1}};
    /* Without an auxiliary they are no participles. */
    static const char *const verbs[] = {" found ", " judged ",   " rated ",
                                        " gave ",  " graded ",   " awarded ",
                                        " said ",  " concluded "};
    const struct mask_item *item = &passage->mask.items[grade->item];
    struct buf said = {0};
    size_t last = 0;
    int tense = own_tense(passage, item);
    if (tense)
        return tense;
    clause_write(grade->clause, buf_span(&passage->mask.text), item->at, &said);
    struct span words = buf_span(&said);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        struct span sign = span_of(signs[i].words);
        for (size_t from = 0; from < words.length;) {
            size_t at = from + span_find(span_part(words, from, words.length), sign);
            if (at >= words.length)
                break;
            if (at + 1 > last) {
                last = at + 1;
                tense = signs[i].tense;
            }
            from = at + 1;
        }
    }
    if (tense == 0 && span_holds_any(words, verbs, sizeof verbs / sizeof *verbs))
        tense = -1;
    buf_free(&said);
    return tense;
}

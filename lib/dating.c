#include "dating.h"

enum {
    DATE_REACH = 160, /* bytes between a grade and a date that dates it */
    DATE_LEAD = 14    /* bytes of " overall in " between the two */
};

static long day_of(const struct when_date *date)
{
    return date->year ? when_last_day(*date) : 0;
}

/* "good in 2018": the date that the grade leads to. */
static bool leads_to_date(const struct passage *passage, size_t item)
{
    const struct mask *mask = &passage->mask;
    if (item + 1 >= mask->count || mask->items[item + 1].kind != MASK_DATE ||
        !lexicon_known(&mask->items[item + 1])->entity->value.length)
        return false;
    struct span gap = span_part(buf_span(&mask->text), mask->items[item].at + MASK_BYTES,
                                mask->items[item + 1].at);
    return gap.length <= DATE_LEAD && span_find_byte(gap, ',') == gap.length &&
           span_find_byte(gap, ';') == gap.length;
}

/* The date that the grade leads to, else the one of the sentence that stands nearest to it. */
static const struct entity *date_near(const struct passage *passage, size_t item)
{
    const struct mask *mask = &passage->mask;
    const struct entity *best = NULL;
    size_t distance = DATE_REACH;
    if (leads_to_date(passage, item))
        return lexicon_known(&mask->items[item + 1])->entity;
    for (size_t i = 0; i < mask->count; i++) {
        const struct mask_item *other = &mask->items[i];
        if (other->kind != MASK_DATE || !lexicon_known(other)->entity->value.length)
            continue;
        size_t apart = other->at > mask->items[item].at ? other->at - mask->items[item].at
                                                        : mask->items[item].at - other->at;
        if (apart < distance) {
            distance = apart;
            best = lexicon_known(other)->entity;
        }
    }
    return best;
}

static long use_date(const struct entity *date, struct judgement *judgement)
{
    struct when_date first, last;
    if (!date || !when_parse(date->value, &first, &last))
        return 0;
    judgement->date = date->value;
    judgement->date_basis = span_of("stated");
    return day_of(&last);
}

/* In a document without a date, a sentence without one goes on in the year of the one before,
 * within its block; else the last year told only helps to choose the scale. */
static long set_told_date(const struct passage *passage, struct judgement *judgement)
{
    struct judgement ignored;
    bool near = passage->told_block == passage->block || passage->told_block == passage->lead;
    return use_date(passage->told, near ? judgement : &ignored);
}

/* Sets the judgement's date and gives its last day; 0 where nothing tells it. */
long dating_set(const struct passage *passage, size_t item, struct judgement *judgement,
                struct judgements *judgements)
{
    const struct entity *near = date_near(passage, item);
    struct when_date first, last;
    if (near && when_parse(near->value, &first, &last)) {
        judgement->date = near->value;
        judgement->date_basis =
            span_of(span_is(near->rule, "date.relative") ? "relative" : "stated");
        return day_of(&last);
    }
    if (passage->heading)
        return use_date(passage->heading, judgement);
    if (passage->document->source.date.year == 0)
        return set_told_date(passage, judgement);
    judgement->date = judgements_date(judgements, passage->document->source.date);
    judgement->date_basis = span_of("document");
    return day_of(&passage->document->source.date);
}
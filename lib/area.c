#include "area.h"

enum { AREA_REACH = 80 /* bytes between an area and its grade */ };

/* Is the text between a grade and an area behind it "for" or "in" the area? */
static bool leads_to(const struct passage *passage, size_t grade, size_t area)
{
    const struct mask *mask = &passage->mask;
    struct span between = span_part(buf_span(&mask->text), mask->items[grade].at + MASK_BYTES,
                                    mask->items[area].at);
    static const char *const exceptions[] = {"except", "apart", "other than", "exception"};
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
        if (span_find(between, span_of(exceptions[i])) < between.length)
            return false; /* "good in all areas but leadership" */
    return span_find(between, span_of(" for ")) < between.length ||
           span_find(between, span_of(" in ")) < between.length ||
           span_trim(between).length <= 2;
}

static bool is_whole(enum mask_kind kind)
{
    return kind == MASK_AUTHORITY || kind == MASK_SERVICE || kind == MASK_COUNCIL;
}

/* Areas before the grade and behind `start`: all that share it, or those of the grade before where
 * nothing new is named in between ("inadequate in 2015 and good in 2018"). */
static size_t areas_from(const struct passage *passage, const struct passage_grade *grade,
                         size_t start, struct span areas[AREAS_MAX])
{
    const struct mask *mask = &passage->mask;
    size_t found = 0;
    bool whole = false;
    for (size_t i = grade->item; i-- > 0 && mask->items[i].at >= start;) {
        whole = whole || is_whole(mask->items[i].kind);
        if (lexicon_is_grade(&mask->items[i]) && (found || whole))
            break;
        size_t apart = mask->items[grade->item].at - mask->items[i].at;
        if (mask->items[i].kind != MASK_AREA || (apart > AREA_REACH && !found))
            continue;
        if (found < AREAS_MAX)
            areas[found++] = lexicon_known(&mask->items[i])->value;
    }
    return found;
}

/* Those within the words that the rule matched ("judged safeguarding inadequate"), else those of
 * the clause. */
static size_t areas_before(const struct passage *passage, const struct passage_grade *grade,
                           struct span areas[AREAS_MAX])
{
    const struct mask *mask = &passage->mask;
    size_t start, end;
    passage_clause(passage, grade->item, &start, &end);
    if (grade->who < mask->count && mask->items[grade->who].kind == MASK_AREA)
        start = mask->items[grade->who].at;
    size_t found = 0;
    if (span_is(grade->reach, "area within"))
        found = areas_from(passage, grade, grade->start, areas);
    return found ? found : areas_from(passage, grade, start, areas);
}

size_t area_find(const struct passage *passage, const struct passage_grade *grade,
                 struct span areas[AREAS_MAX])
{
    const struct mask *mask = &passage->mask;
    size_t item = grade->item, found = 0;
    if (!span_is(grade->reach, "area behind"))
        found = areas_before(passage, grade, areas);
    if (found)
        return found;
    size_t behind = passage_nearest(passage, item, MASK_AREA, false);
    if (behind < mask->count && behind <= item + 2 && leads_to(passage, item, behind)) {
        areas[0] = lexicon_known(&mask->items[behind])->value;
        return 1;
    }
    /* "Sandwell's was inadequate": its what? The area that the passage speaks of. */
    if (span_is(grade->reach, "same area") && passage->area_block == passage->block &&
        passage->area.length) {
        areas[0] = passage->area;
        return 1;
    }
    return 0;
}

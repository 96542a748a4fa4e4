#include "parting.h"

enum parted { AS_TOLD, TOGETHER, APART };

/* "ilacs-2018", or "sif" where a framework has no edition */
static bool is_listed(struct span frameworks, const struct scale_framework *framework)
{
    struct span listed, id = framework->framework;
    while (span_split(&frameworks, ' ', &listed)) {
        if (!span_starts(listed, id))
            continue;
        struct span edition = span_part(listed, id.length, listed.length);
        if (edition.length ? edition.at[0] == '-' &&
                                 span_equal(span_part(edition, 1, edition.length),
                                            framework->edition)
                           : framework->edition.length == 0)
            return true;
    }
    return false;
}

static bool could_give(const struct scale_framework *framework, long first, long last)
{
    return framework->from <= last &&
           when_day_after(framework->to, WHEN_LAG_DAYS) >= first;
}

/* How the frameworks that could have given a grade between two days judge an area's
 * parts. */
static enum parted judged(const struct scales *scales, struct span whole, long first,
                          long last)
{
    bool seen[APART + 1] = {false};
    for (size_t i = 0; i < scales->parting_count; i++)
        for (size_t f = 0; f < scales->framework_count; f++)
            if (span_equal(scales->partings[i].area, whole) &&
                is_listed(scales->partings[i].frameworks, &scales->frameworks[f]) &&
                could_give(&scales->frameworks[f], first, last))
                seen[scales->partings[i].together ? TOGETHER : APART] = true;
    if (seen[TOGETHER] == seen[APART])
        return AS_TOLD;
    return seen[TOGETHER] ? TOGETHER : APART;
}

static bool is_shared(struct span area, const struct span *shared, size_t shared_count)
{
    for (size_t i = 0; i < shared_count; i++)
        if (span_equal(shared[i], area))
            return true;
    return false;
}

/* Is the area a part of the whole, all of whose parts share the grade? */
static bool completes(const struct scales *scales, struct span whole, struct span area,
                      const struct span *shared, size_t shared_count)
{
    bool part = false;
    for (size_t i = 0; i < scales->answer_count; i++) {
        const struct scale_answer *answer = &scales->answers[i];
        if (!answer->part || !span_equal(answer->area, whole))
            continue;
        if (!is_shared(answer->by, shared, shared_count))
            return false;
        part = part || span_equal(answer->by, area);
    }
    return part;
}

static size_t parts_of(const struct scales *scales, struct span whole,
                       struct span areas[PARTING_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < scales->answer_count && count < PARTING_MAX; i++)
        if (scales->answers[i].part && span_equal(scales->answers[i].area, whole))
            areas[count++] = scales->answers[i].by;
    return count;
}

size_t parting_areas(const struct scales *scales, struct span area,
                     const struct span *shared, size_t shared_count, struct span date,
                     struct span areas[PARTING_MAX])
{
    struct when_date first, last;
    areas[0] = area;
    if (!when_parse(date, &first, &last))
        return 1;
    for (size_t i = 0; i < scales->parting_count; i++) {
        struct span whole = scales->partings[i].area;
        bool told = span_equal(whole, area);
        if (!told && !completes(scales, whole, area, shared, shared_count))
            continue;
        enum parted parted =
            judged(scales, whole, when_first_day(first), when_last_day(last));
        if (!told && parted == TOGETHER)
            areas[0] = whole;
        return told && parted == APART ? parts_of(scales, whole, areas) : 1;
    }
    return 1;
}

#include "record.h"

#include <stdlib.h>

#include "mem.h"
#include "when.h"

struct record {
    const struct councils *councils;
    const struct scales *scales;
    struct record_judgement *items;
    size_t count, room;
    struct mem_arena arena;
};

struct record *record_new(const struct councils *councils, const struct scales *scales)
{
    struct record *record = mem_new(1, sizeof *record);
    record->councils = councils;
    record->scales = scales;
    return record;
}

void record_free(struct record *record)
{
    if (!record)
        return;
    free(record->items);
    mem_arena_free(&record->arena);
    free(record);
}

size_t record_count(const struct record *record)
{
    return record->count;
}

bool record_days(struct span date, long *from, long *to)
{
    struct when_date first, last;
    if (!when_parse(date, &first, &last))
        return false;
    *from = when_first_day(first);
    *to = when_last_day(last);
    return true;
}

static struct span keep(struct record *record, struct span text)
{
    if (!text.length)
        return (struct span){NULL, 0};
    return (struct span){mem_arena_copy(&record->arena, text.at, text.length), text.length};
}

/* What the days of a report's row are; false where none is there. */
static bool read_days(struct rec *row, struct record_judgement *judgement)
{
    long from, to;
    struct span date = rec_string(row, "date");
    if (record_days(rec_string(row, "inspection_end"), &from, &to)) {
        judgement->started = from;
        judgement->ended = to;
    } else if (record_days(date, &from, &to)) {
        judgement->started = from;
        judgement->ended = to;
    } else
        return false;
    if (record_days(rec_string(row, "inspection_start"), &from, &to) &&
        from < judgement->started)
        judgement->started = from;
    if (record_days(rec_string(row, "published"), &from, &to))
        judgement->known = to;
    else
        judgement->known = when_day_after(judgement->ended, WHEN_LAG_DAYS);
    if (judgement->ended < judgement->started)
        judgement->ended = judgement->started;
    if (judgement->known < judgement->ended)
        judgement->known = judgement->ended;
    return true;
}

/* An official report's own grade, or an earlier one that its prose dates. */
static bool is_official(struct rec *row, bool *told)
{
    struct span basis = rec_string(row, "basis"), type = rec_string(row, "type");
    if ((type.length && !span_is(type, "grade")) || rec_has(row, "subject"))
        return false;
    *told = basis.length && !span_is(basis, "report");
    if (!*told)
        return true;
    struct span status = rec_string(row, "status");
    return rec_has(row, "inspection_end") &&
           (span_is(status, "previous") || span_is(status, "predecessor")) &&
           span_is(rec_string(row, "date_basis"), "stated");
}

/* The framework's plain id: a visit's length does not matter here. */
static struct span framework_of(struct rec *row)
{
    struct span framework = rec_string(row, "framework");
    if (framework.length == 0)
        framework = rec_string(row, "scale");
    return span_starts(framework, span_of("ilacs")) ? span_part(framework, 0, 5) : framework;
}

/* Grades may be spelled in a list of outcomes as anywhere. */
struct span record_grade(const struct scales *scales, struct rec *row)
{
    struct span grade = rec_string(row, "grade"), scale = framework_of(row);
    const struct scale_grade *known = scale_on(scales, scale, grade);
    for (size_t i = 0; !known && i < scales->grade_count; i++)
        if (span_equal(scales->grades[i].grade, grade))
            return grade;
    for (size_t i = 0; !known && i < scales->grade_count; i++)
        known = scale_on(scales, scales->grades[i].scale, grade);
    return known ? known->grade : grade;
}

static bool is_grade(const struct scales *scales, struct span grade)
{
    for (size_t i = 0; i < scales->grade_count; i++)
        if (span_equal(scales->grades[i].grade, grade))
            return true;
    return false;
}

/* Is it the overall grade of an inspection that answers for an area alone? */
static bool is_of_part(const struct scales *scales, const struct record_judgement *judgement)
{
    for (size_t i = 0; i < scales->answer_count; i++) {
        const struct scale_answer *answer = &scales->answers[i];
        if (!answer->part && span_is(answer->by, "overall") &&
            scale_lists(answer->frameworks, judgement->framework))
            return span_is(judgement->area, "overall");
    }
    return false;
}

bool record_add(struct record *record, struct rec *row, const char **why)
{
    struct record_judgement judgement = {.until = VOCAB_OPEN, .order = record->count};
    bool at_odds;
    if (span_is(rec_string(row, "type"), "document")) {
        *why = "a document, no row: assay-rows makes rows of it";
        return false;
    }
    if (!is_official(row, &judgement.told))
        return true;
    if (judgement.told ? !record_days(rec_string(row, "date"), &judgement.started,
                                      &judgement.ended)
                       : !read_days(row, &judgement)) {
        *why = "no date of the judgement that can be read";
        return false;
    }
    if (judgement.told)
        judgement.known = judgement.ended;
    judgement.authority = councils_find(record->councils, row, judgement.ended, &at_odds);
    if (!judgement.authority) {
        *why = at_odds ? "the number and the name are of different authorities"
                       : "no authority that the register knows";
        return false;
    }
    judgement.grade = keep(record, record_grade(record->scales, row));
    judgement.area = keep(record, rec_string(row, "area"));
    *why = !judgement.area.length                           ? "no area"
           : !judgement.grade.length                        ? "no grade"
           : !is_grade(record->scales, judgement.grade)     ? "a grade that no scale has"
                                                            : NULL;
    if (*why)
        return false;
    judgement.framework = keep(record, framework_of(row));
    judgement.part = is_of_part(record->scales, &judgement);
    judgement.source = keep(record, rec_string(row, "source"));
    struct span date = rec_string(row, "date");
    judgement.date = keep(record, date.length ? date : rec_string(row, "inspection_end"));
    record->items = mem_grow(record->items, &record->room, record->count + 1,
                             sizeof *record->items);
    record->items[record->count++] = judgement;
    return true;
}

static int by_body_and_day(const void *a, const void *b)
{
    const struct record_judgement *left = a, *right = b;
    int order = span_compare(left->authority->body, right->authority->body);
    if (order)
        return order;
    if (left->ended != right->ended)
        return left->ended < right->ended ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

static bool answers(const struct scales *scales, struct span area,
                    const struct record_judgement *judgement)
{
    if (span_equal(area, judgement->area))
        return true;
    for (size_t i = 0; i < scales->answer_count; i++) {
        const struct scale_answer *answer = &scales->answers[i];
        if (!answer->part && span_equal(answer->area, area) &&
            span_equal(answer->by, judgement->area) &&
            scale_lists(answer->frameworks, judgement->framework))
            return true;
    }
    return false;
}

/* A full inspection of the council's services ends whatever held before, though it may not grade
 * the same areas (no adoption since 2018, no overall since 2026); it says nothing of the board. */
static bool is_full(const struct record_judgement *judgement)
{
    return !judgement->told && (span_is(judgement->framework, "sif") ||
                                span_is(judgement->framework, "ilacs"));
}

static bool supersedes(const struct record *record, const struct record_judgement *later,
                       const struct record_judgement *earlier)
{
    if (later->ended <= earlier->ended)
        return false;
    /* Told by its year alone, it may be that very judgement. */
    if (later->told && later->started <= earlier->known)
        return false;
    if (later->part && !earlier->part && span_is(earlier->area, "overall"))
        return false;
    if (answers(record->scales, earlier->area, later) ||
        answers(record->scales, later->area, earlier))
        return true;
    static const char *const own[] = {"lscb", "corporate", "social-services", "education"};
    if (span_is_any(earlier->area, own, sizeof own / sizeof *own) ||
        span_is_any(later->area, own, sizeof own / sizeof *own))
        return false;
    return is_full(later);
}

void record_close(struct record *record)
{
    if (record->count)
        qsort(record->items, record->count, sizeof *record->items, by_body_and_day);
    for (size_t i = 0; i < record->count; i++) {
        struct record_judgement *earlier = &record->items[i];
        for (size_t k = i + 1; k < record->count && !earlier->next; k++) {
            const struct record_judgement *later = &record->items[k];
            if (later->authority != earlier->authority)
                break;
            if (supersedes(record, later, earlier)) {
                earlier->next = later;
                earlier->until = later->known;
            }
        }
    }
}

/* The first judgement of an authority, or the place where it would be. */
static size_t first_of(const struct record *record, struct span body)
{
    size_t low = 0, high = record->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (span_compare(record->items[middle].authority->body, body) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void record_held(const struct record *record, const struct record_query *query,
                 struct record_list *list)
{
    for (size_t i = first_of(record, query->authority->body);
         i < record->count && record->items[i].authority == query->authority; i++) {
        const struct record_judgement *judgement = &record->items[i];
        if (judgement->started > query->to || judgement->until < query->from ||
            !answers(record->scales, query->area, judgement))
            continue;
        list->items = mem_grow(list->items, &list->room, list->count + 1, sizeof *list->items);
        list->items[list->count++] = judgement;
    }
}

#include "told.h"

#include <stdint.h>
#include <stdlib.h>

#include "mem.h"
#include "set.h"
#include "stance.h"

enum { YEAR = 10000 /* between days written YYYYMMDD */ };

void told_start(struct told *told, struct judgements *judgements)
{
    *told = (struct told){
        .judgements = judgements, .first = judgements->count, .keys = set_new()};
}

void told_finish(struct told *told)
{
    set_free(told->keys);
    free(told->last);
    free(told->before);
}

/* Do the dates lie no further apart than a visit and its report? */
static bool within_lag(const struct judgement *a, const struct judgement *b)
{
    struct when_date a_first, a_last, b_first, b_last;
    return when_parse(a->date, &a_first, &a_last) &&
           when_parse(b->date, &b_first, &b_last) &&
           (a_first.month || b_first.month) && /* two years are two */
           when_first_day(a_first) <=
               when_day_after(when_last_day(b_last), WHEN_LAG_DAYS) &&
           when_first_day(b_first) <=
               when_day_after(when_last_day(a_last), WHEN_LAG_DAYS);
}

static bool is_of_document(const struct judgement *claim)
{
    return span_is(claim->date_basis, "document");
}

/* Of two claims alike in all but their dates: are they one? What is said to be so on the
 * document's day may be what was given some years before. */
static bool same_time(const struct judgement *a, const struct judgement *b)
{
    struct when_date first, a_last, b_last;
    if (!when_parse(a->date, &first, &a_last) || !when_parse(b->date, &first, &b_last) ||
        a_last.year == b_last.year)
        return true;
    int apart =
        a_last.year > b_last.year ? a_last.year - b_last.year : b_last.year - a_last.year;
    if (is_of_document(a) || is_of_document(b))
        return !a->again && !b->again && apart <= TOLD_YEARS_MAX;
    return within_lag(a, b);
}

/* The number of all claims that agree in everything but the date. */
static size_t key_of(struct told *told, const struct judgement *judgement)
{
    struct buf key = {0};
    bool added;
    buf_add(&key, (struct span){(const char *)&judgement->authority,
                                sizeof judgement->authority});
    buf_add(&key, judgement->area);
    buf_add_byte(&key, '\0');
    buf_add(&key, judgement->subject);
    buf_add_byte(&key, '\0');
    buf_add(&key, judgement->grade->grade);
    buf_add_byte(&key, stance_is_asserted(judgement->status));
    size_t number = set_add(told->keys, buf_span(&key), &added);
    buf_free(&key);
    told->last = mem_grow(told->last, &told->last_room, number + 1, sizeof *told->last);
    if (added)
        told->last[number] = 0;
    return number;
}

/* One claim once: the better dated, then the surer telling is kept. */
void told_add(struct told *told, struct judgement judgement)
{
    struct judgement *items = told->judgements->items + told->first, *same = NULL;
    size_t key = key_of(told, &judgement);
    /* As many as there are years: claims of one year are one. */
    for (size_t i = told->last[key]; i; i = told->before[i - 1])
        if (same_time(&items[i - 1], &judgement))
            same = &items[i - 1];
    if (same) {
        bool dated =
            is_of_document(same) && !is_of_document(&judgement) && judgement.date.length;
        if (dated || (!same->date.length && judgement.date.length))
            *same = judgement;
        return;
    }
    size_t number = told->judgements->count - told->first;
    judgements_add(told->judgements, judgement);
    told->before =
        mem_grow(told->before, &told->before_room, number + 1, sizeof *told->before);
    told->before[number] = told->last[key];
    told->last[key] = number + 1;
}

/* What a document tells of one grade of one area of an authority: the first days of its
 * latest telling, dated; in the past tense; in the present; and of any that is not said
 * to be of an inspection before. In the last three WHEN_OPEN stands for a telling without
 * a date, 0 for none. */
struct course {
    const struct vocab_authority *authority;
    struct span area, grade;
    long dated, past, present, plain;
};

struct courses {
    struct course *items;
    size_t count;
};

static int compare_areas(const struct course *a, const struct course *b)
{
    uintptr_t left = (uintptr_t)a->authority, right = (uintptr_t)b->authority;
    return left != right ? (left > right) - (left < right)
                         : span_compare(a->area, b->area);
}

static int compare_courses(const void *a, const void *b)
{
    const struct course *left = a, *right = b;
    int order = compare_areas(left, right);
    return order ? order : span_compare(left->grade, right->grade);
}

static void keep_later(long *day, long other)
{
    if (other > *day)
        *day = other;
}

/* What "had been" or is history was not given on the document's day. */
static bool is_dated(const struct judgement *claim)
{
    bool past = claim->tense == -2 || span_is(claim->status, "previous");
    return !past || !is_of_document(claim);
}

static struct course course_of(const struct judgement *claim)
{
    struct when_date first, last;
    struct course course = {
        claim->authority, claim->area, claim->grade->grade, 0, 0, 0, 0};
    long day = WHEN_OPEN;
    bool past = span_is(claim->status, "previous");
    if (is_dated(claim) && when_parse(claim->date, &first, &last))
        course.dated = day = when_first_day(first);
    course.past = claim->tense == -1 ? day : 0;
    course.present = claim->tense > 0 && !past ? day : 0;
    course.plain = claim->former || past ? 0 : day;
    return course;
}

static struct courses courses_of(const struct told *told)
{
    const struct judgement *items = told->judgements->items + told->first;
    size_t count = told->judgements->count - told->first, kept = 0;
    struct courses courses = {mem_new(count + 1, sizeof *courses.items), 0};
    for (size_t i = 0; i < count; i++)
        if (!items[i].subject.length && items[i].authority &&
            stance_is_asserted(items[i].status))
            courses.items[courses.count++] = course_of(&items[i]);
    if (courses.count == 0)
        return courses;
    qsort(courses.items, courses.count, sizeof *courses.items, compare_courses);
    for (size_t i = 1; i < courses.count; i++) {
        struct course *course = &courses.items[kept], *next = &courses.items[i];
        if (compare_courses(course, next)) {
            courses.items[++kept] = *next;
            continue;
        }
        keep_later(&course->dated, next->dated);
        keep_later(&course->past, next->past);
        keep_later(&course->present, next->present);
        keep_later(&course->plain, next->plain);
    }
    courses.count = kept + 1;
    return courses;
}

/* The first course of an area of an authority. */
static size_t first_course(const struct courses *courses, const struct course *area)
{
    size_t low = 0, high = courses->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_areas(&courses->items[middle], area) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The latest that is told of the area: of its other grades, or of the same. */
static struct course latest(const struct courses *courses, const struct judgement *claim,
                            struct span area, bool other)
{
    struct course found = {.authority = claim->authority, .area = area};
    for (size_t i = first_course(courses, &found);
         i < courses->count && compare_areas(&courses->items[i], &found) == 0; i++) {
        const struct course *course = &courses->items[i];
        if (span_equal(course->grade, claim->grade->grade) == other)
            continue;
        keep_later(&found.dated, course->dated);
        keep_later(&found.past, course->past);
        keep_later(&found.present, course->present);
        keep_later(&found.plain, course->plain);
    }
    return found;
}

/* Is the claim superseded by what the document tells else? Inspections do not follow each
 * other within the time that a report takes to appear: of the same grade, or of the
 * whole, both are of one then. */
static bool is_superseded(const struct courses *courses, const struct judgement *claim)
{
    struct when_date first, last;
    struct span whole = span_of("overall");
    struct course others = latest(courses, claim, claim->area, true);
    long day = 0, behind = 0;
    if (is_dated(claim) && when_parse(claim->date, &first, &last)) {
        day = when_first_day(last);
        behind = when_day_after(when_last_day(last), last.month ? WHEN_LAG_DAYS : 0);
        if (others.dated > when_last_day(last) ||
            latest(courses, claim, claim->area, false).dated > behind)
            return true;
    }
    if (behind && !claim->whole && !span_equal(claim->area, whole) &&
        (latest(courses, claim, whole, true).dated > behind ||
         latest(courses, claim, whole, false).dated > behind))
        return true;
    bool past = claim->tense == -2 && others.past && others.past >= day;
    past = past || (claim->tense < 0 && others.present && others.present >= day);
    return past || (claim->former && others.plain && others.plain >= day);
}

/* Does its date, or the end of its scale, lie too far back? */
static bool is_stale(const struct judgement *claim, long today)
{
    struct when_date first, last;
    long bound = today / YEAR - TOLD_YEARS_MAX;
    if (today == 0)
        return false;
    return claim->grade->to / YEAR < bound ||
           (claim->tense <= 0 && !is_of_document(claim) &&
            when_parse(claim->date, &first, &last) && last.year < bound);
}

/* What is history was not given on the document's day: when, is not known. */
static void forget_day(struct judgement *claim)
{
    if (span_is(claim->status, "previous") && is_of_document(claim))
        claim->date = claim->date_basis = (struct span){NULL, 0};
}

void told_mark_history(struct told *told, long issued, long last)
{
    struct courses courses = courses_of(told);
    for (size_t i = told->first; i < told->judgements->count; i++) {
        struct judgement *claim = &told->judgements->items[i];
        if (!claim->authority || !stance_is_asserted(claim->status))
            continue;
        if (claim->authority->to < last)
            claim->status = span_of("predecessor");
        if (!span_is(claim->status, "current") || claim->standing)
            continue;
        if (is_superseded(&courses, claim) || is_stale(claim, issued))
            claim->status = span_of("previous");
    }
    for (size_t i = told->first; i < told->judgements->count; i++)
        forget_day(&told->judgements->items[i]);
    free(courses.items);
}

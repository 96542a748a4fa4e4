#include "latest.h"

#include <stdint.h>
#include <stdlib.h>

#include "mem.h"
#include "order.h"
#include "record.h"
#include "set.h"

struct council {
    struct latest_council told;
    size_t *areas; /* numbers of grades */
    size_t count, room;
    size_t report; /* number of the latest one, SIZE_MAX: none */
};

struct latest {
    struct set *keys;    /* of councils: body, or a blank and the name */
    struct set *areas;   /* of council and area */
    struct set *reports; /* of council and document */
    struct set *graded;  /* of report and area */
    struct council *councils;
    struct latest_grade *grades, *reported;
    struct latest_report *found;
    size_t council_room, grade_room, reported_room, report_room;
    struct mem_arena arena;
    struct buf key;
};

struct latest *latest_new(void)
{
    struct latest *latest = mem_new(1, sizeof *latest);
    latest->keys = set_new();
    latest->areas = set_new();
    latest->reports = set_new();
    latest->graded = set_new();
    return latest;
}

void latest_free(struct latest *latest)
{
    if (!latest)
        return;
    for (size_t i = 0; i < set_count(latest->keys); i++)
        free(latest->councils[i].areas);
    set_free(latest->keys);
    set_free(latest->areas);
    set_free(latest->reports);
    set_free(latest->graded);
    free(latest->councils);
    free(latest->grades);
    free(latest->reported);
    free(latest->found);
    mem_arena_free(&latest->arena);
    buf_free(&latest->key);
    free(latest);
}

/* A copy of a member's text; empty where the row has none. */
static struct span text_of(struct latest *latest, struct rec *row, const char *member)
{
    struct span text = rec_string(row, member);
    return (struct span){mem_arena_copy(&latest->arena, text.at ? text.at : "", text.length),
                         text.length};
}

/* A key of a number and a text. */
static struct span key_of(struct latest *latest, size_t number, struct span text)
{
    buf_clear(&latest->key);
    buf_add_number(&latest->key, number);
    buf_add_byte(&latest->key, ' ');
    buf_add(&latest->key, text);
    return buf_span(&latest->key);
}

static size_t council_of(struct latest *latest, struct rec *row)
{
    struct span body = rec_string(row, "body"), name = rec_string(row, "authority");
    bool added;
    buf_clear(&latest->key);
    buf_add_text(&latest->key, body.length ? "" : " ");
    buf_add(&latest->key, body.length ? body : name);
    size_t number = set_add(latest->keys, buf_span(&latest->key), &added);
    latest->councils =
        mem_grow(latest->councils, &latest->council_room, number + 1, sizeof *latest->councils);
    if (added) {
        struct latest_council told = {text_of(latest, row, name.length ? "authority" : "body"),
                                      text_of(latest, row, "body"), {"", 0}, NULL};
        latest->councils[number] = (struct council){.told = told, .report = SIZE_MAX};
    }
    if (latest->councils[number].told.region.length == 0)
        latest->councils[number].told.region = text_of(latest, row, "region");
    return number;
}

static long day_of(struct rec *row, const char *const *members)
{
    long from, to;
    for (size_t i = 0; members[i]; i++)
        if (record_days(rec_string(row, members[i]), &from, &to))
            return from;
    return 0;
}

static bool is(struct rec *row, const char *member, const char *value)
{
    return span_is(rec_string(row, member), value);
}

static bool counts(struct rec *row)
{
    struct span status = rec_string(row, "status"), grade = rec_string(row, "grade");
    return grade.length && !span_is(grade, "not judged") &&
           (!status.length || span_is(status, "current")) && !rec_has(row, "subject") &&
           !is(row, "verdict", "contradicted") && !is(row, "verdict", "impossible");
}

/* What the row says of the area takes the place of what was known. */
static void take(struct latest *latest, struct latest_grade *grade, struct rec *row, long day)
{
    long long rank = 0, levels = 0;
    grade->grade = text_of(latest, row, "grade");
    grade->date = text_of(latest, row, "date");
    grade->framework = text_of(latest, row, "framework");
    grade->basis = text_of(latest, row, "basis");
    grade->source = text_of(latest, row, "source");
    grade->day = day;
    bool ranked = rec_integer(row, "rank", &rank) && rec_integer(row, "levels", &levels) &&
                  rank > 0 && rank <= levels && levels < 100;
    grade->rank = ranked ? (long)rank : 0;
    grade->levels = ranked ? (long)levels : 0;
}

static bool supersedes(const struct latest_grade *grade, struct rec *row, long day)
{
    if (grade->grade.length == 0 || day != grade->day)
        return grade->grade.length == 0 || day > grade->day;
    return is(row, "basis", "report") && !span_is(grade->basis, "report");
}

static void add_area(struct latest *latest, size_t council, struct rec *row, long day)
{
    bool added;
    struct span area = rec_string(row, "area");
    size_t number = set_add(latest->areas, key_of(latest, council, area), &added);
    latest->grades =
        mem_grow(latest->grades, &latest->grade_room, number + 1, sizeof *latest->grades);
    struct latest_grade *grade = &latest->grades[number];
    if (added) {
        struct council *owner = &latest->councils[council];
        *grade = (struct latest_grade){.area = text_of(latest, row, "area")};
        owner->areas =
            mem_grow(owner->areas, &owner->room, owner->count + 1, sizeof *owner->areas);
        owner->areas[owner->count++] = number;
    }
    grade->rows++;
    grade->opinions += is(row, "type", "opinion");
    grade->findings += is(row, "type", "finding");
    grade->grades += rec_has(row, "grade");
    grade->confirmed += is(row, "verdict", "confirmed");
    grade->contradicted += is(row, "verdict", "contradicted");
    if (counts(row) && supersedes(grade, row, day))
        take(latest, grade, row, day);
}

static struct latest_report *report_of(struct latest *latest, size_t council, struct rec *row)
{
    static const char *const days[] = {"inspection_end", "published", "date", NULL};
    bool added;
    size_t number =
        set_add(latest->reports, key_of(latest, council, rec_string(row, "doc")), &added);
    latest->found =
        mem_grow(latest->found, &latest->report_room, number + 1, sizeof *latest->found);
    struct latest_report *report = &latest->found[number];
    if (added)
        *report = (struct latest_report){
            .doc = text_of(latest, row, "doc"),
            .framework = text_of(latest, row, "framework"),
            .inspector = text_of(latest, row, "lead_inspector"),
            .started = text_of(latest, row, "inspection_start"),
            .ended = text_of(latest, row, "inspection_end"),
            .published = text_of(latest, row, "published"),
            .link = text_of(latest, row, rec_has(row, "url") ? "url" : "source"),
            .day = day_of(row, days)};
    return report;
}

/* The latest report is the latest that grades the service: one of the areas of all frameworks. */
static bool is_whole(struct span area)
{
    return span_is(area, "overall") || span_is(area, "help-protection") ||
           span_is(area, "leadership");
}

static void add_report(struct latest *latest, size_t council, struct rec *row)
{
    bool added;
    struct span area = rec_string(row, "area");
    const struct latest_report *report = report_of(latest, council, row);
    size_t number = (size_t)(report - latest->found);
    size_t place = set_add(latest->graded, key_of(latest, number, area), &added);
    latest->reported =
        mem_grow(latest->reported, &latest->reported_room, place + 1, sizeof *latest->reported);
    if (added) {
        latest->reported[place] = (struct latest_grade){.area = text_of(latest, row, "area")};
        take(latest, &latest->reported[place], row, report->day);
    }
    struct council *owner = &latest->councils[council];
    if (is_whole(area) &&
        (owner->report == SIZE_MAX || report->day > latest->found[owner->report].day))
        owner->report = number;
}

void latest_add(struct latest *latest, struct rec *row)
{
    static const char *const days[] = {"date", "published", "inspection_end", "doc_date", NULL};
    if (!rec_string(row, "body").length && !rec_string(row, "authority").length)
        return;
    size_t council = council_of(latest, row);
    add_area(latest, council, row, day_of(row, days));
    if (counts(row) && is(row, "basis", "report"))
        add_report(latest, council, row);
}

size_t *latest_order(struct latest *latest, size_t *count)
{
    *count = set_count(latest->keys);
    struct span *names = mem_new(*count + 1, sizeof *names);
    size_t *order = mem_new(*count + 1, sizeof *order);
    for (size_t i = 0; i < *count; i++) {
        struct council *council = &latest->councils[i];
        names[i] = council->told.name;
        if (council->report != SIZE_MAX)
            council->told.report = &latest->found[council->report];
    }
    order_rows(&(struct order_column){.texts = names}, 1, order, *count);
    free(names);
    return order;
}

const struct latest_council *latest_council(const struct latest *latest, size_t council)
{
    return &latest->councils[council].told;
}

size_t latest_find(const struct latest *latest, struct span body)
{
    return set_find(latest->keys, body);
}

const struct latest_grade *latest_area(const struct latest *latest, size_t council, size_t i)
{
    const struct council *owner = &latest->councils[council];
    return i < owner->count ? &latest->grades[owner->areas[i]] : NULL;
}

const struct latest_grade *latest_reported(const struct latest *latest, size_t council,
                                           struct span area)
{
    struct buf key = {0};
    if (latest->councils[council].report == SIZE_MAX)
        return NULL;
    buf_add_number(&key, latest->councils[council].report);
    buf_add_byte(&key, ' ');
    buf_add(&key, area);
    size_t place = set_find(latest->graded, buf_span(&key));
    buf_free(&key);
    return place == SET_NONE ? NULL : &latest->reported[place];
}

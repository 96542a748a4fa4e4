#include "dating.h"

#include "clause.h"
#include "stance.h"

enum {
    DATE_REACH = 160, /* bytes between a grade and a date that dates it */
    LIST_REACH = 60,  /* and where several are listed behind it */
    DATE_LEAD = 24    /* bytes of " as recently as " between the two */
};

static struct span between(const struct passage *passage, size_t left, size_t right)
{
    const struct mask *mask = &passage->mask;
    return span_part(buf_span(&mask->text), mask->items[left].at + MASK_BYTES,
                     mask->items[right].at);
}

static bool is_dated(struct passage *passage, size_t item)
{
    struct passage_date ignored;
    return passage->mask.items[item].kind == MASK_DATE &&
           passage_date(passage, item, &ignored);
}

/* Is something else said in between? */
static bool tells(struct span gap)
{
    static const char *const words[] = {" is ", " was ", " were ", " are ", " but ",
                                        " to ", " has ", " had ",  " who ", " which "};
    return span_holds_any(gap, words, sizeof words / sizeof *words);
}

/* "good in 2018", "good (2018)": the date that the grade leads to. */
static bool leads_to_date(struct passage *passage, size_t item)
{
    if (item + 1 >= passage->mask.count || !is_dated(passage, item + 1))
        return false;
    struct span gap = between(passage, item, item + 1);
    size_t comma = span_find_byte(gap, ',');
    bool apart = comma < gap.length && !span_is(span_trim(gap), ",");
    return gap.length <= DATE_LEAD && !apart && !tells(gap) &&
           span_find_byte(gap, ';') == gap.length &&
           span_find(gap, span_of(" and ")) == gap.length;
}

/* Is the date another grade's? */
static bool is_taken(struct passage *passage, size_t date, size_t item)
{
    return date > 0 && date - 1 != item &&
           lexicon_is_grade(&passage->mask.items[date - 1]) &&
           leads_to_date(passage, date - 1);
}

static bool is_grade_between(const struct passage *passage, size_t left, size_t right)
{
    for (size_t i = left + 1; i < right; i++)
        if (lexicon_is_grade(&passage->mask.items[i]))
            return true;
    return false;
}

/* "plans agreed in 2020", "the strategy for 2024 to 2029": the date of what somebody made
 * up, not of a grade. */
static bool is_of_plan(const struct passage *passage, size_t item)
{
    static const char *const joins[] = {" in ", " on ", " by ", " for ", " from ", " "};
    static const char *const words[] = {
        " agreed",      " approved", " adopted",   " launched", " created",
        " founded",     " signed",   " appointed", " elected",  " introduced",
        " established", " set up",   " strategy",  " plan",     " budget",
        " programme",   " formed",   " scheduled"};
    struct span before =
        span_part(buf_span(&passage->mask.text), 0, passage->mask.items[item].at);
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++)
        if (span_ends(before, span_of(joins[i]))) {
            before.length -= strlen(joins[i]);
            return span_ends_any(before, words, sizeof words / sizeof *words);
        }
    return false;
}

/* "In 2015 it was good but for adoption, which limped in": the sentence's only date,
 * where it stands before the grade and the clause does not speak of now; else mask.count.
 */
static size_t sole_date(struct passage *passage, const struct clause *clause, size_t item)
{
    static const char *const words[] = {" is ",     " are ", " now ", " remains ",
                                        " remain ", " has ", " have "};
    size_t found = passage->mask.count;
    struct span said =
        span_part(buf_span(&passage->mask.text), clause->start, clause->end);
    if (span_holds_any(said, words, sizeof words / sizeof *words))
        return found;
    for (size_t i = 0; i < passage->mask.count; i++) {
        if (!is_dated(passage, i) || is_of_plan(passage, i) ||
            !clause_may_date(clause, passage->mask.items[i].at))
            continue;
        if (found < passage->mask.count || i > item)
            return passage->mask.count;
        found = i;
    }
    return found;
}

static bool joins(struct span gap)
{
    return span_find(gap, span_of(" and ")) < gap.length;
}

/* The date nearest to the grade in its clause, else the one before it that no other grade
 * stands between; mask.count where there is none. */
static size_t nearest_date(struct passage *passage, const struct clause *clause,
                           size_t item)
{
    const struct mask *mask = &passage->mask;
    size_t best = mask->count, distance = DATE_REACH;
    bool best_aside = false;
    for (size_t i = 0; i < mask->count; i++) {
        size_t at = mask->items[i].at, own = mask->items[item].at;
        size_t apart = at > own ? at - own : own - at;
        bool inside = at >= clause->start && at < clause->end;
        bool aside = clause_is_aside(clause, at); /* "Ofsted, which visited in May," */
        bool better =
            best < mask->count && best_aside != aside ? best_aside : apart < distance;
        if (!better || apart >= DATE_REACH || !clause_may_date(clause, at) ||
            is_of_plan(passage, i) || !is_dated(passage, i) || is_taken(passage, i, item))
            continue;
        if (!inside && (i > item || is_grade_between(passage, i, item)))
            continue;
        if (i > item && best < item && joins(between(passage, i - 1, i)))
            continue; /* "By 2015 it was good, and in 2018": of what comes next */
        distance = apart;
        best = i;
        best_aside = aside;
    }
    return best;
}

static bool is_word(const struct passage *passage, size_t token, const char *word)
{
    const struct token *at = &passage->tokens.items[token];
    return span_is(span_part(buf_span(&passage->mask.text), at->start, at->end), word);
}

/* A small number in words or digits; 0: none. "a year" is one. */
static int number_at(const struct passage *passage, size_t token)
{
    static const char *const words[] = {"one",  "two", "three",  "four",
                                        "five", "six", "seven",  "eight",
                                        "nine", "ten", "eleven", "twelve"};
    static const char *const digits[] = {"1", "2", "3", "4",  "5",  "6",
                                         "7", "8", "9", "10", "11", "12"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (is_word(passage, token, words[i]) || is_word(passage, token, digits[i]))
            return (int)i + 1;
    return is_word(passage, token, "a") ? 1 : 0;
}

/* "three years later", "a year earlier", "the following year": years from the date told
 * last; 0 where the sentence tells none before the grade. */
static int years_from_told(const struct passage *passage, size_t item)
{
    const struct tokens *tokens = &passage->tokens;
    size_t end = tokens_before(tokens, passage->mask.items[item].at);
    for (size_t i = 1; i < end; i++) {
        bool year = is_word(passage, i, "year") || is_word(passage, i, "years");
        if (!year)
            continue;
        if (is_word(passage, i - 1, "following") || is_word(passage, i - 1, "next"))
            return is_word(passage, i - 1, "following") ? 1 : 0;
        int count = number_at(passage, i - 1);
        if (i + 1 < end &&
            (is_word(passage, i + 1, "later") || is_word(passage, i + 1, "on")))
            return count;
        if (i + 1 < end &&
            (is_word(passage, i + 1, "earlier") || is_word(passage, i + 1, "before")))
            return -count;
    }
    return 0;
}

static long use(const struct passage_date *date, const char *basis,
                struct judgement *judgement)
{
    judgement->date = date->value;
    judgement->date_basis = span_of(basis);
    return when_last_day(date->last);
}

static bool is_near(const struct passage *passage, size_t block)
{
    return block == passage->block || block == passage->lead;
}

static bool is_now(const struct passage *passage, size_t item)
{
    static const char *const words[] = {" now ", " today ", "today ", "now ",
                                        " currently "};
    size_t start, end;
    passage_clause(passage, item, &start, &end);
    struct span clause =
        span_part(buf_span(&passage->mask.text), start, passage->mask.items[item].at);
    return span_holds_any(clause, words, sizeof words / sizeof *words);
}

/* "in that exercise", "at the same inspection": what was dated last. */
static bool points_back(const struct passage *passage, const struct clause *clause)
{
    static const char *const words[] = {"exercise", "inspection", "round",  "report",
                                        "visit",    "assessment", "review", "year"};
    struct span said =
        span_part(buf_span(&passage->mask.text), clause->start, clause->end);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = span_find(said, span_of(words[i]));
        struct span before = span_part(said, 0, at);
        if (at < said.length && (span_ends(before, span_of(" that ")) ||
                                 span_ends(before, span_of(" the same "))))
            return true;
    }
    return false;
}

/* Does it lie so far before the document that its report cannot be news there? */
static bool is_past(const struct passage *passage, const struct passage_date *date)
{
    return passage->issued.value.length &&
           when_day_after(when_last_day(date->last), WHEN_LAG_DAYS) <
               when_first_day(passage->issued.first);
}

/* Does the sentence name a report or who makes it? It may be another than before. */
static bool names_report(const struct passage *passage)
{
    static const char *const words[] = {"nspect", "report", "Report", "verdict",
                                        "letter", "latest", " new "};
    struct span said = buf_span(&passage->mask.text);
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_INSPECTORATE)
            return true;
    return span_holds_any(said, words, sizeof words / sizeof *words);
}

/* "In 2017 the whole was inadequate. Adoption was good.": what goes on in the past from a
 * grade of long ago, in the same paragraph. */
static bool goes_on(const struct passage *passage, const struct judgement *judgement)
{
    return judgement->tense < 0 && passage->graded_block == passage->block &&
           passage->graded.value.length && is_past(passage, &passage->graded) &&
           !names_report(passage);
}

/* What was found at the inspection that the sentence before dates: in the past tense, of
 * the same authority, unless the document has told of its own day's judgement on it. */
static bool is_of_visit(const struct passage *passage, const struct judgement *judgement)
{
    const struct passage_visit *visit = &passage->visit;
    return visit->date.value.length && passage->block <= visit->block + 1 &&
           (judgement->tense < 0 || (judgement->tense == 0 && !visit->graded)) &&
           passage->fresh != judgement->authority &&
           (!visit->authority || visit->authority == judgement->authority);
}

static long from_context(struct passage *passage, const struct clause *clause,
                         const struct passage_grade *grade, struct judgement *judgement)
{
    struct passage_date date, from = passage->told;
    int years = years_from_told(passage, grade->item);
    size_t base = years ? sole_date(passage, clause, grade->item) : passage->mask.count;
    if (base < passage->mask.count)
        passage_date(passage, base, &from);
    if (years && from.value.length) {
        struct when_date moved = {from.first.year + years, 0, 0};
        passage_keep_date(passage, moved, &date);
        if (!passage_today(passage) || when_first_day(moved) <= passage_today(passage))
            return use(&date, "relative", judgement);
    }
    bool now = passage->issued.value.length && is_now(passage, grade->item);
    if (passage->heading.value.length && !now)
        return use(&passage->heading, "stated", judgement);
    if (passage->told.value.length && points_back(passage, clause))
        return use(&passage->told, "stated", judgement);
    if (is_of_visit(passage, judgement))
        return use(&passage->visit.date, "inspection", judgement);
    bool alone = (grade->ties & (PASSAGE_FRAGMENT | PASSAGE_CARRIED)) != 0;
    bool told = passage->told.value.length && is_near(passage, passage->told_block);
    bool listed = passage->lead != passage->block && passage->told_block == passage->lead;
    if (told && (alone || listed || !passage->issued.value.length))
        return use(&passage->told, "stated", judgement);
    if (passage->inspected.value.length && stance_is_asserted(judgement->status) &&
        judgement->authority && passage->inspected_of == judgement->authority)
        return use(&passage->inspected, "inspection", judgement);
    if (goes_on(passage, judgement))
        return use(&passage->graded, "stated", judgement);
    passage->fresh = judgement->authority;
    if (passage->issued.value.length)
        return use(&passage->issued, "document", judgement);
    /* The last date told anywhere helps to choose the scale, no more. */
    return passage->told.value.length ? when_last_day(passage->told.last) : 0;
}

static bool is_list_gap(struct span gap)
{
    static const char *const words[] = {
        ",",    "and",      ", and",        "&",           "and in",
        ", in", ", and in", "and again in", "and then in", "and then"};
    struct span bare = span_trim(gap);
    return span_is_any(bare, words, sizeof words / sizeof *words);
}

static bool is_graded(const struct passage *passage, size_t item)
{
    return lexicon_is_grade(&passage->mask.items[item]) ||
           passage->mask.items[item].kind == MASK_TAKEN;
}

/* "and [in 2018] requires improvement": is the date another grade's, right behind it? */
static bool leads_on(const struct passage *passage, size_t item)
{
    return item + 1 < passage->mask.count && is_graded(passage, item + 1) &&
           span_trim(between(passage, item, item + 1)).length == 0;
}

/* "in 2014, in 2018 and in 2023 it was": the first of the dates that are listed before
 * the grade in its clause; the grade where none are. */
static size_t first_listed(struct passage *passage, const struct passage_grade *grade)
{
    size_t item = grade->item, first = item;
    while (first > 0 && passage->mask.items[first - 1].kind != MASK_DATE &&
           !lexicon_is_grade(&passage->mask.items[first - 1]))
        first--;
    if (first == 0 || !is_dated(passage, first - 1) ||
        passage->mask.items[first - 1].at < grade->clause->start ||
        !clause_may_date(grade->clause, passage->mask.items[first - 1].at) ||
        between(passage, first - 1, item).length > LIST_REACH)
        return item;
    for (first--; first > 0 && is_dated(passage, first - 1) &&
                  is_list_gap(between(passage, first - 1, first));)
        first--;
    bool others = first > 0 && is_graded(passage, first - 1) &&
                  span_is(span_trim(between(passage, first - 1, first)), "in");
    return others ? item : first; /* "good in 2015, and in 2018 inadequate" */
}

size_t dating_list(struct passage *passage, const struct passage_grade *grade,
                   struct passage_date dates[DATING_LIST_MAX])
{
    size_t item = grade->item + 1, count = 0, end = passage->mask.count;
    if (item < end && passage->mask.items[item].kind == MASK_INSPECTORATE)
        item++; /* "by Estyn in 2011 and 2013" */
    if (grade->table_date)
        return 0;
    if (item >= end || !is_dated(passage, item) ||
        between(passage, grade->item, item).length > LIST_REACH) {
        item = first_listed(passage, grade);
        end = grade->item;
    }
    for (; item < end && count < DATING_LIST_MAX && is_dated(passage, item); item++) {
        if (count && (!is_list_gap(between(passage, item - 1, item)) ||
                      (item > grade->item && leads_on(passage, item))))
            break;
        passage_date(passage, item, &dates[count++]);
    }
    return count > 1 ? count : 0;
}

static long date_of(struct passage *passage, const struct passage_grade *grade,
                    struct judgement *judgement)
{
    struct passage_date date;
    size_t item = grade->item;
    if (grade->table_date)
        return use(grade->table_date, "stated", judgement);
    struct clause clause = *grade->clause;
    size_t found =
        leads_to_date(passage, item) ? item + 1 : nearest_date(passage, &clause, item);
    if (found == passage->mask.count && !years_from_told(passage, item))
        found = sole_date(passage, &clause, item);
    if (found == passage->mask.count && judgement->tense == -1 &&
        judgement->area.length) {
        clause.aside_count =
            0; /* "Kent, judged good in 2017, was outstanding for adoption" */
        found = sole_date(passage, &clause, item);
    }
    bool own = found == item + 1 && leads_to_date(passage, item);
    if (grade->former && !own) {
        struct judgement ignored = *judgement;
        struct passage_grade later = *grade;
        later.former = false;
        return date_of(passage, &later, &ignored);
    }
    if (found == passage->mask.count)
        return from_context(passage, &clause, grade, judgement);
    bool led = found == item + 1 && leads_to_date(passage, item);
    passage_date(passage, found, &date);
    /* "it was good in 2015 and is now inadequate": now is the document's time */
    bool later = passage->issued.value.length &&
                 when_last_day(date.last) < when_first_day(passage->issued.first);
    if (!led && later && is_now(passage, item))
        return use(&passage->issued, "document", judgement);
    return use(&date, date.relative ? "relative" : "stated", judgement);
}

long dating_set(struct passage *passage, const struct passage_grade *grade,
                struct judgement *judgement)
{
    long day = date_of(passage, grade, judgement);
    struct passage_date *graded = &passage->graded;
    graded->value = span_is(judgement->date_basis, "document") ? (struct span){NULL, 0}
                                                               : judgement->date;
    if (!when_parse(graded->value, &graded->first, &graded->last))
        graded->value = (struct span){NULL, 0};
    passage->graded_block = passage->block;
    return day;
}

#include "claim.h"

#include <stdlib.h>
#include <string.h>

#include "lexicon.h"
#include "mask.h"
#include "mem.h"
#include "resolve.h"
#include "sentence.h"

enum {
    SENTENCE_BYTES_MAX = 6000, /* longer "sentences" are data: no rule reads them */
    DATE_REACH = 160,          /* bytes between a grade and a date that dates it */
    AREA_REACH = 80,          /* and between an area and its grade */
    DATE_LEAD = 14,            /* bytes of " overall in " between the two */
    PLACEHOLDER = 3,           /* bytes of one */
    LIST_GAP = 24              /* bytes between two members of a list */
};

struct claim_rules {
    struct rules *claims, *stances;
    struct lexicon *lexicon;
};

/* A document while its claims are found. */
struct finding {
    const struct claim_rules *rules;
    const struct claim_document *document;
    struct judgements *judgements;
    struct lexicon_items known; /* of the whole text */
    size_t next_item;
    struct mask mask; /* of the sentence being read */
    size_t sentence_start, sentence_end;
    struct resolve_focus focus;
    size_t block; /* that holds the sentence */
    struct span inspectorate; /* named last */
    struct span topic;        /* the other provider that the sentence before ended on */
    size_t topic_block;
    const struct entity *told; /* the date stated last */
    size_t told_block;
    size_t lead; /* block that leads in the list or table being read; else this block */
    const struct entity *heading; /* the date that the passage stands under */
    struct span area;             /* told last, in area_block */
    size_t area_block;
    struct span document_subject; /* of a document that is about other providers */
    struct buf *explain;          /* NULL: not wanted */
    size_t first; /* of the judgements found here */
};

/* A grade that a rule has found in the sentence being read. */
struct candidate {
    size_t item;   /* the grade */
    size_t who;    /* the item that the rule says it belongs to; mask.count: none */
    struct span status, rule;
    size_t start;      /* where the rule's match begins in the masked sentence */
    struct span reach; /* of its area: "same area" as told before, "area behind", "area within" */
};

/* ---- loading -------------------------------------------------------------------------------- */

/* An expression for any of some placeholders. */
static void add_choice(struct buf *out, const enum mask_kind *kinds, size_t count)
{
    buf_add_byte(out, '[');
    for (size_t i = 0; i < count; i++)
        mask_placeholder(kinds[i], out);
    buf_add_byte(out, ']');
}

struct macro_kinds {
    const char *name;
    enum mask_kind kinds[6];
    size_t count;
};

static const struct macro_kinds macro_kinds[] = {
    {"authority", {MASK_AUTHORITY}, 1},
    {"area", {MASK_AREA}, 1},
    {"service", {MASK_SERVICE}, 1},
    {"council", {MASK_COUNCIL}, 1},
    {"who", {MASK_AUTHORITY, MASK_AREA, MASK_SERVICE, MASK_COUNCIL, MASK_SUBJECT}, 5},
    {"grade", {MASK_GRADE, MASK_REQUIRES}, 2},
    {"requires", {MASK_REQUIRES}, 1},
    {"stars", {MASK_STARS}, 1},
    {"performs", {MASK_PERFORMS}, 1},
    {"inspectorate", {MASK_INSPECTORATE}, 1},
    {"date", {MASK_DATE}, 1},
    {"subject", {MASK_SUBJECT}, 1},
    {"this", {MASK_THIS}, 1},
};

enum { KINDS = sizeof macro_kinds / sizeof *macro_kinds };

static void load_rules(struct claim_rules *rules, struct places *places)
{
    struct buf text = {0};
    struct rule_macro macros[RULE_MACROS_MAX];
    size_t starts[KINDS + 1];
    for (size_t i = 0; i < KINDS; i++) {
        starts[i] = text.length;
        add_choice(&text, macro_kinds[i].kinds, macro_kinds[i].count);
    }
    starts[KINDS] = text.length;
    for (size_t i = 0; i < KINDS; i++)
        macros[i] = (struct rule_macro){span_of(macro_kinds[i].name),
                                        span_part(buf_span(&text), starts[i], starts[i + 1])};
    size_t count = rules_macros(places, macros, KINDS);
    rules->claims = rules_load(places, "rules/claims.csv", macros, count);
    rules->stances = rules_load(places, "rules/stance.csv", macros, count);
    buf_free(&text);
}

struct claim_rules *claim_rules_load(struct places *places, const struct scales *scales)
{
    struct claim_rules *rules = mem_new(1, sizeof *rules);
    rules->lexicon = lexicon_load(places, scales);
    load_rules(rules, places);
    return rules;
}

void claim_rules_free(struct claim_rules *rules)
{
    if (!rules)
        return;
    rules_free(rules->claims);
    rules_free(rules->stances);
    lexicon_free(rules->lexicon);
    free(rules);
}

/* ---- one grade ------------------------------------------------------------------------------- */

static const struct lexicon_known *known_of(const struct mask_item *item)
{
    return item->what;
}

static bool is_grade(const struct mask_item *item)
{
    return item->kind == MASK_GRADE || item->kind == MASK_REQUIRES || item->kind == MASK_STARS ||
           item->kind == MASK_PERFORMS || item->kind == MASK_THIS;
}

/* Where the clause of an item begins and ends in the masked sentence. */
static void clause_of(const struct finding *finding, size_t item, size_t *start, size_t *end)
{
    static const char *const breaks[] = {"; ", " but ", " although ", " while ", " whereas ",
                                         " though ", " – ", " — "};
    struct span text = buf_span(&finding->mask.text);
    size_t at = finding->mask.items[item].at;
    *start = 0;
    *end = text.length;
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        struct span mark = span_of(breaks[i]);
        for (size_t from = 0; from < text.length;) {
            size_t found = from + span_find(span_part(text, from, text.length), mark);
            if (found >= text.length)
                break;
            if (found < at && found + mark.length > *start)
                *start = found + mark.length;
            if (found > at && found < *end)
                *end = found;
            from = found + mark.length;
        }
    }
}

static struct span stance_of(struct finding *finding, size_t item)
{
    struct mask *mask = &finding->mask;
    size_t start, end;
    struct rule_hit hit;
    enum mask_kind kind = mask->items[item].kind;
    clause_of(finding, item, &start, &end);
    mask_mark(mask, item, MASK_THIS);
    struct span clause = span_part(buf_span(&mask->text), start, end);
    struct span stance = {NULL, 0};
    if (rules_first(finding->rules->stances, clause, &hit))
        stance = rules_value(finding->rules->stances, hit.rule);
    mask_mark(mask, item, kind);
    return stance;
}

/* The nearest item of a kind before or behind the grade, within its clause; mask.count where
 * there is none. */
static size_t nearest(const struct finding *finding, size_t item, enum mask_kind kind, bool before)
{
    const struct mask *mask = &finding->mask;
    size_t start, end;
    clause_of(finding, item, &start, &end);
    if (before) {
        for (size_t i = item; i-- > 0 && mask->items[i].at >= start;)
            if (mask->items[i].kind == kind)
                return i;
        return mask->count;
    }
    for (size_t i = item + 1; i < mask->count && mask->items[i].at < end; i++)
        if (mask->items[i].kind == kind)
            return i;
    return mask->count;
}

/* "a school in Essex": the council's name only says where. */
static bool is_place(const struct finding *finding, size_t item)
{
    static const char *const words[] = {" in ", " at ", " near ", " outside ", " from "};
    struct span before = span_part(buf_span(&finding->mask.text), 0, finding->mask.items[item].at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_ends(before, span_of(words[i])))
            return true;
    return false;
}

/* Another provider is nearer to the grade than anything of the council's. */
static struct span subject_of(const struct finding *finding, size_t item)
{
    const struct mask *mask = &finding->mask;
    size_t start, end;
    clause_of(finding, item, &start, &end);
    for (size_t i = item; i-- > 0 && mask->items[i].at >= start;) {
        enum mask_kind kind = mask->items[i].kind;
        if (kind == MASK_SUBJECT)
            return known_of(&mask->items[i])->value;
        if (kind == MASK_AREA || kind == MASK_SERVICE ||
            ((kind == MASK_AUTHORITY || kind == MASK_COUNCIL) && !is_place(finding, i)))
            return (struct span){NULL, 0};
    }
    size_t behind = nearest(finding, item, MASK_SUBJECT, false);
    if (behind <= item + 2 && behind < mask->count)
        return known_of(&mask->items[behind])->value;
    /* A sentence that names nobody goes on about whom the one before spoke of. */
    if (finding->topic_block == finding->block && finding->topic.length)
        return finding->topic;
    return finding->document_subject;
}

/* The item that tells the authority: the rule's own, else the nearest before the grade, else the
 * first behind it. */
static size_t authority_item(const struct finding *finding, const struct candidate *candidate)
{
    const struct mask *mask = &finding->mask;
    if (candidate->who < mask->count && known_of(&mask->items[candidate->who])->authority)
        return candidate->who;
    for (size_t i = candidate->item; i-- > 0;)
        if (known_of(&mask->items[i])->authority)
            return i;
    for (size_t i = candidate->item + 1; i < mask->count; i++)
        if (known_of(&mask->items[i])->authority)
            return i;
    return mask->count;
}

/* Words that may stand between the members of a list. */
static bool is_list_word(struct span word)
{
    static const char *const words[] = {"and", "council", "councils", "s", "the", "or", "both"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(word, words[i]))
            return true;
    return word.length == 0;
}

/* Are two items members of one list: nothing between them but commas and such words? */
static bool are_listed(const struct finding *finding, size_t left, size_t right)
{
    const struct mask *mask = &finding->mask;
    struct span gap = span_part(buf_span(&mask->text), mask->items[left].at + PLACEHOLDER,
                                mask->items[right].at);
    bool joined = false;
    if (gap.length > LIST_GAP)
        return false;
    for (size_t start = 0, i = 0; i <= gap.length; i++) {
        char byte = i < gap.length ? gap.at[i] : ' ';
        if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'))
            continue;
        struct span word = span_part(gap, start, i);
        if (!is_list_word(word))
            return false;
        joined = joined || span_is(word, "and") || byte == ',' || byte == '&' || byte == ';';
        start = i + 1;
    }
    return joined;
}

/* First and last item of the list of authorities that one belongs to. */
static void authority_list(const struct finding *finding, size_t item, size_t *first, size_t *last)
{
    const struct mask *mask = &finding->mask;
    *first = *last = item;
    if (mask->items[item].kind != MASK_AUTHORITY)
        return;
    while (*first > 0 && mask->items[*first - 1].kind == MASK_AUTHORITY &&
           are_listed(finding, *first - 1, *first))
        (*first)--;
    while (*last + 1 < mask->count && mask->items[*last + 1].kind == MASK_AUTHORITY &&
           are_listed(finding, *last, *last + 1))
        (*last)++;
}

static const struct vocab_authority *in_focus(struct finding *finding)
{
    size_t block_start = finding->block < finding->document->blocks->count
                             ? finding->document->blocks->items[finding->block].start
                             : finding->sentence_start;
    return resolve_at(&finding->focus, block_start, finding->sentence_start);
}

/* ---- dates ----------------------------------------------------------------------------------- */

static long day_of(const struct when_date *date)
{
    return date->year ? when_last_day(*date) : 0;
}

/* "good in 2018": the date that the grade leads to. */
static bool leads_to_date(const struct finding *finding, size_t item)
{
    const struct mask *mask = &finding->mask;
    if (item + 1 >= mask->count || mask->items[item + 1].kind != MASK_DATE ||
        !known_of(&mask->items[item + 1])->entity->value.length)
        return false;
    struct span gap = span_part(buf_span(&mask->text), mask->items[item].at + PLACEHOLDER,
                                mask->items[item + 1].at);
    return gap.length <= DATE_LEAD && span_find_byte(gap, ',') == gap.length &&
           span_find_byte(gap, ';') == gap.length;
}

/* The date that the grade leads to, else the one of the sentence that stands nearest to it. */
static const struct entity *date_near(const struct finding *finding, size_t item)
{
    const struct mask *mask = &finding->mask;
    const struct entity *best = NULL;
    size_t distance = DATE_REACH;
    if (leads_to_date(finding, item))
        return known_of(&mask->items[item + 1])->entity;
    for (size_t i = 0; i < mask->count; i++) {
        const struct mask_item *other = &mask->items[i];
        if (other->kind != MASK_DATE || !known_of(other)->entity->value.length)
            continue;
        size_t apart = other->at > mask->items[item].at ? other->at - mask->items[item].at
                                                        : mask->items[item].at - other->at;
        if (apart < distance) {
            distance = apart;
            best = known_of(other)->entity;
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
static long set_told_date(const struct finding *finding, struct judgement *judgement)
{
    struct judgement ignored;
    bool near = finding->told_block == finding->block || finding->told_block == finding->lead;
    return use_date(finding->told, near ? judgement : &ignored);
}

/* Sets the judgement's date and gives its last day; 0 where nothing tells it. */
static long set_date(struct finding *finding, size_t item, struct judgement *judgement)
{
    const struct entity *near = date_near(finding, item);
    struct when_date first, last;
    if (near && when_parse(near->value, &first, &last)) {
        judgement->date = near->value;
        judgement->date_basis =
            span_of(span_is(near->rule, "date.relative") ? "relative" : "stated");
        return day_of(&last);
    }
    if (finding->heading)
        return use_date(finding->heading, judgement);
    if (finding->document->source.date.year == 0)
        return set_told_date(finding, judgement);
    judgement->date = judgements_date(finding->judgements, finding->document->source.date);
    judgement->date_basis = span_of("document");
    return day_of(&finding->document->source.date);
}

/* ---- a claim --------------------------------------------------------------------------------- */

static bool is_asserted(struct span status)
{
    return !span_is(status, "denied") && !span_is(status, "hypothetical") &&
           !span_is(status, "predicted");
}

static bool same_claim(const struct judgement *a, const struct judgement *b)
{
    bool same_year = !a->date.length || !b->date.length ||
                     span_equal(span_part(a->date, 0, 4), span_part(b->date, 0, 4)) ||
                     span_is(a->date_basis, "document") || span_is(b->date_basis, "document");
    return a->authority == b->authority && span_equal(a->area, b->area) &&
           span_equal(a->subject, b->subject) &&
           span_equal(a->grade->grade, b->grade->grade) &&
           is_asserted(a->status) == is_asserted(b->status) && same_year;
}

/* One claim once: the better dated, then the surer telling is kept. */
static void add_claim(struct finding *finding, struct judgement judgement)
{
    for (size_t i = finding->first; i < finding->judgements->count; i++) {
        struct judgement *told = &finding->judgements->items[i];
        if (!same_claim(told, &judgement))
            continue;
        bool dated = span_is(told->date_basis, "document") &&
                     !span_is(judgement.date_basis, "document") && judgement.date.length;
        if (dated || (!told->date.length && judgement.date.length))
            *told = judgement;
        return;
    }
    judgements_add(finding->judgements, judgement);
}

static bool is_headline(const struct finding *finding)
{
    return finding->block < finding->document->blocks->count &&
           span_is(finding->document->blocks->items[finding->block].role, "heading");
}

/* The inspectorate named nearest to the grade in its clause, else the one named last. */
static struct span inspectorate_near(const struct finding *finding, size_t item)
{
    size_t found = nearest(finding, item, MASK_INSPECTORATE, true);
    if (found == finding->mask.count)
        found = nearest(finding, item, MASK_INSPECTORATE, false);
    return found < finding->mask.count ? known_of(&finding->mask.items[found])->entity->name
                                       : finding->inspectorate;
}

/* The grade of the candidate with its date, on the scale meant; NULL where it is none. */
static const struct scale_grade *grade_of(struct finding *finding,
                                          const struct candidate *candidate,
                                          struct judgement *judgement)
{
    const struct mask_item *place = &finding->mask.items[candidate->item];
    struct scale_context context = {.inspectorate =
                                        inspectorate_near(finding, candidate->item)};
    if (judgement->authority)
        context.nation = judgement->authority->nation;
    context.day = set_date(finding, candidate->item, judgement);
    return scale_meant(finding->document->scales,
                       span_part(finding->document->source.text, place->start, place->end),
                       &context);
}

/* One grade of one authority (`named` as the text has it; NULL where it is in focus). An absent
 * area: of the whole that its scale judges. */
static void add_for_authority(struct finding *finding, const struct candidate *candidate,
                              struct span area, const struct vocab_authority *authority,
                              const struct entity *named)
{
    const struct mask_item *place = &finding->mask.items[candidate->item];
    struct judgement judgement = {
        .authority = authority,
        .area = area,
        .start = place->start,
        .end = place->end,
        .sentence_start = finding->sentence_start,
        .sentence_end = finding->sentence_end,
        .status = candidate->status.length ? candidate->status : span_of("current"),
        .basis = span_of(is_headline(finding) ? "headline" : "statement"),
        .rule = candidate->rule,
        .confidence = 0.8};
    judgement.grade = grade_of(finding, candidate, &judgement);
    judgement.subject = subject_of(finding, candidate->item);
    if (!judgement.grade || (!authority && !judgement.subject.length))
        return;
    if (judgement.subject.length) {
        judgement.area = (struct span){NULL, 0};
    } else {
        judgement.inspectorate = judgement.grade->inspectorate;
        if (!area.length)
            judgement.area = scale_whole(finding->document->scales, judgement.grade);
    }
    if (named && span_is(named->subtype, "trust"))
        judgement.named_as =
            span_part(finding->document->source.text, named->start, named->end);
    add_claim(finding, judgement);
}

/* One grade of every authority that shares it: those listed with the one that is told, else the
 * one in focus. */
static void add_for_area(struct finding *finding, const struct candidate *candidate,
                         struct span area)
{
    size_t first, last, item = authority_item(finding, candidate);
    if (item == finding->mask.count) {
        add_for_authority(finding, candidate, area, in_focus(finding), NULL);
        return;
    }
    authority_list(finding, item, &first, &last);
    for (size_t i = first; i <= last; i++) {
        const struct lexicon_known *known = known_of(&finding->mask.items[i]);
        add_for_authority(finding, candidate, area, known->authority, known->entity);
    }
}

/* Is the text between a grade and an area behind it "for" or "in" the area? */
static bool leads_to(const struct finding *finding, size_t grade, size_t area)
{
    const struct mask *mask = &finding->mask;
    struct span between = span_part(buf_span(&mask->text), mask->items[grade].at + PLACEHOLDER,
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
static bool add_areas_from(struct finding *finding, const struct candidate *candidate,
                           size_t start)
{
    const struct mask *mask = &finding->mask;
    bool found = false, whole = false;
    for (size_t i = candidate->item; i-- > 0 && mask->items[i].at >= start;) {
        whole = whole || is_whole(mask->items[i].kind);
        if (is_grade(&mask->items[i]) && (found || whole))
            break;
        size_t apart = mask->items[candidate->item].at - mask->items[i].at;
        if (mask->items[i].kind != MASK_AREA || (apart > AREA_REACH && !found))
            continue;
        add_for_area(finding, candidate, known_of(&mask->items[i])->value);
        found = true;
    }
    return found;
}

/* Those within the words that the rule matched ("judged safeguarding inadequate"), else those of
 * the clause. */
static bool add_areas_before(struct finding *finding, const struct candidate *candidate)
{
    const struct mask *mask = &finding->mask;
    size_t start, end;
    clause_of(finding, candidate->item, &start, &end);
    if (candidate->who < mask->count && mask->items[candidate->who].kind == MASK_AREA)
        start = mask->items[candidate->who].at;
    return (span_is(candidate->reach, "area within") &&
            add_areas_from(finding, candidate, candidate->start)) ||
           add_areas_from(finding, candidate, start);
}

/* The areas of a grade: those before it, else the first behind "for" or "in". False where none
 * is told. */
static bool add_for_areas(struct finding *finding, const struct candidate *candidate)
{
    const struct mask *mask = &finding->mask;
    size_t item = candidate->item;
    if (!span_is(candidate->reach, "area behind") && add_areas_before(finding, candidate))
        return true;
    size_t behind = nearest(finding, item, MASK_AREA, false);
    if (behind == mask->count || behind > item + 2 || !leads_to(finding, item, behind))
        return false;
    add_for_area(finding, candidate, known_of(&mask->items[behind])->value);
    return true;
}

static void explain(struct finding *finding, size_t item, struct span rule, struct span what)
{
    const struct mask_item *place = &finding->mask.items[item];
    struct span text = finding->document->source.text;
    if (!finding->explain)
        return;
    buf_add(finding->explain, span_part(text, place->start, place->end));
    buf_add_text(finding->explain, "\t");
    buf_add(finding->explain, rule);
    buf_add_text(finding->explain, "\t");
    buf_add(finding->explain, what);
    buf_add_text(finding->explain, "\t");
    buf_add(finding->explain, span_part(text, finding->sentence_start, finding->sentence_end));
    buf_add_byte(finding->explain, '\n');
}

static void take(struct finding *finding, struct candidate *candidate)
{
    struct span stance = stance_of(finding, candidate->item);
    if (!candidate->status.length || (stance.length && !is_asserted(stance)) ||
        span_is(stance, "generic"))
        candidate->status = stance;
    explain(finding, candidate->item, candidate->rule,
            candidate->status.length ? candidate->status : span_of("current"));
    if (span_is(candidate->status, "generic"))
        return; /* of councils at large: nobody's grade */
    if (add_for_areas(finding, candidate))
        return;
    /* "Sandwell's was inadequate": its what? The area that the passage speaks of. */
    bool same = span_is(candidate->reach, "same area") &&
                finding->area_block == finding->block;
    add_for_area(finding, candidate, same ? finding->area : (struct span){NULL, 0});
}

/* The item that a named group of a match begins with; mask.count where it took no part. */
static size_t group_item(const struct finding *finding, const struct rule_hit *hit,
                         const char *group)
{
    size_t start, end;
    if (!rules_group(finding->rules->claims, hit, group, &start, &end))
        return finding->mask.count;
    return mask_at(&finding->mask, start);
}

/* The grades that a rule's match names, each taken once a sentence. */
static void take_hit(struct finding *finding, const struct rule_hit *hit, bool *taken)
{
    static const char *const groups[] = {"previous", "grade"};
    bool movement = group_item(finding, hit, groups[0]) < finding->mask.count;
    for (size_t g = 0; g < 2; g++) {
        size_t item = group_item(finding, hit, groups[g]);
        if (item == finding->mask.count || taken[item])
            continue;
        taken[item] = true;
        struct candidate candidate = {item, group_item(finding, hit, "who"),
                                      span_of(g == 0 ? "previous" : movement ? "current" : NULL),
                                      rules_id(finding->rules->claims, hit->rule), hit->start,
                                      rules_value(finding->rules->claims, hit->rule)};
        take(finding, &candidate);
    }
}

static void read_sentence(struct finding *finding)
{
    const struct rules *claims = finding->rules->claims;
    struct span text = buf_span(&finding->mask.text);
    bool any = false;
    for (size_t i = 0; i < finding->mask.count; i++)
        any = any || is_grade(&finding->mask.items[i]);
    if (!any)
        return;
    if (text.length > SENTENCE_BYTES_MAX) {
        for (size_t i = 0; i < finding->mask.count; i++)
            if (is_grade(&finding->mask.items[i]))
                explain(finding, i, span_of("-"), span_of("the sentence is too long"));
        return;
    }
    bool *taken = mem_new(finding->mask.count + 1, sizeof *taken);
    for (size_t r = 0; r < rules_count(claims); r++) {
        struct rule_hit hit;
        for (size_t from = 0; rules_find(claims, r, text, from, &hit);) {
            take_hit(finding, &hit, taken);
            from = hit.end > from ? hit.end : from + 1;
            while (from < text.length && ((unsigned char)text.at[from] & 0xC0) == 0x80)
                from++;
            if (from >= text.length)
                break;
        }
    }
    for (size_t i = 0; i < finding->mask.count; i++)
        if (is_grade(&finding->mask.items[i]) && !taken[i])
            explain(finding, i, span_of("-"), span_of("no rule takes it"));
    free(taken);
}

/* Keeps what the sentence just read leaves in mind. */
static void remember(struct finding *finding)
{
    for (size_t i = 0; i < finding->mask.count; i++) {
        const struct mask_item *item = &finding->mask.items[i];
        if (item->kind == MASK_INSPECTORATE)
            finding->inspectorate = known_of(item)->entity->name;
        if (item->kind == MASK_AREA) {
            finding->area = known_of(item)->value;
            finding->area_block = finding->block;
        }
        if (item->kind == MASK_DATE && known_of(item)->entity->value.length) {
            finding->told = known_of(item)->entity;
            finding->told_block = finding->block;
        }
        if (item->kind == MASK_SUBJECT)
            finding->topic = known_of(item)->value;
        else if (item->kind == MASK_SERVICE || item->kind == MASK_AREA ||
                 ((item->kind == MASK_AUTHORITY || item->kind == MASK_COUNCIL) &&
                  !is_place(finding, i)))
            finding->topic = (struct span){NULL, 0};
        finding->topic_block = finding->block;
    }
}

/* "29 January 2018" alone, or before a colon or dash, dates what stands below it: up to the next
 * such line. Only in documents that are chronicles, which have no date of their own. */
static void note_heading(struct finding *finding)
{
    const struct mask *mask = &finding->mask;
    struct span text = buf_span(&mask->text);
    if (finding->document->source.date.year || mask->count == 0 ||
        mask->items[0].kind != MASK_DATE || mask->items[0].at != 0 ||
        !known_of(&mask->items[0])->entity->value.length)
        return;
    struct span rest = span_trim(span_part(text, PLACEHOLDER, text.length));
    if (rest.length == 0 || rest.at[0] == ':' || rest.at[0] == '-' ||
        span_starts(rest, span_of("\xE2\x80\x93")) || span_starts(rest, span_of("\t")))
        finding->heading = known_of(&mask->items[0])->entity;
}

static void next_sentence(struct finding *finding, const struct sentence *sentence)
{
    const struct judgement_blocks *blocks = finding->document->blocks;
    finding->sentence_start = sentence->start;
    finding->sentence_end = sentence->end;
    while (finding->block < blocks->count &&
           blocks->items[finding->block].end <= sentence->start)
        finding->block++;
    bool listed = finding->block < blocks->count &&
                  (span_is(blocks->items[finding->block].role, "table row") ||
                   span_is(blocks->items[finding->block].role, "list item"));
    if (!listed)
        finding->lead = finding->block;
    const struct lexicon_items *known = &finding->known;
    while (finding->next_item < known->count &&
           known->items[finding->next_item].start < sentence->start)
        finding->next_item++;
    size_t first = finding->next_item, end = first;
    while (end < known->count && known->items[end].end <= sentence->end)
        end++;
    mask_make(&finding->mask, finding->document->source.text, sentence->start, sentence->end,
              known->items + first, end - first);
}

/* An older grade of the same authority and area is history once a newer one is told. */
static void mark_history(struct finding *finding)
{
    struct judgement *items = finding->judgements->items;
    for (size_t i = finding->first; i < finding->judgements->count; i++)
        for (size_t j = finding->first; j < finding->judgements->count; j++) {
            struct when_date first, last, other;
            if (items[i].authority == items[j].authority && i != j &&
                span_equal(items[i].area, items[j].area) && is_asserted(items[j].status) &&
                span_is(items[i].status, "current") &&
                when_parse(items[i].date, &first, &last) &&
                when_parse(items[j].date, &other, &first) &&
                when_last_day(last) < when_first_day(other))
                items[i].status = span_of("previous");
        }
}

/* A document that speaks of schools (or homes) and hardly of the council's services: what it
 * says of nobody in particular is about them. */
static struct span document_subject(const struct finding *finding)
{
    size_t others = 0, own = 0;
    struct span subject = {NULL, 0};
    for (size_t i = 0; i < finding->known.count; i++) {
        const struct mask_item *item = &finding->known.items[i];
        if (item->kind == MASK_SUBJECT) {
            subject = known_of(item)->value;
            others++;
        }
        own += item->kind == MASK_SERVICE || item->kind == MASK_AREA ||
               item->kind == MASK_COUNCIL;
    }
    return others > 2 * own ? subject : (struct span){NULL, 0};
}

static void start(struct finding *finding, const struct claim_rules *rules,
                  const struct claim_document *document, struct judgements *judgements)
{
    *finding = (struct finding){.rules = rules,
                                .document = document,
                                .judgements = judgements,
                                .first = judgements->count};
    finding->focus.entities = document->entities;
    finding->focus.owner = resolve_owner(document->vocab, &document->source, document->entities);
    lexicon_find(rules->lexicon, document->vocab, document->source.text, document->entities,
                 &finding->known);
    finding->document_subject = document_subject(finding);
}

static void finish(struct finding *finding)
{
    lexicon_items_free(&finding->known);
    mask_free(&finding->mask);
}

void claim_find(const struct claim_rules *rules, const struct claim_document *document,
                 struct judgements *judgements, struct buf *explained)
{
    struct finding finding;
    struct sentences sentences = {0};
    start(&finding, rules, document, judgements);
    finding.explain = explained;
    sentences_split(&sentences, document->source.text);
    for (size_t i = 0; i < sentences.count; i++) {
        next_sentence(&finding, &sentences.items[i]);
        note_heading(&finding);
        read_sentence(&finding);
        remember(&finding);
    }
    mark_history(&finding);
    sentences_free(&sentences);
    finish(&finding);
}

/* Rules that tell of a judgement made, not of how things are ("are good … since 2015"). */
static bool tells_judging(struct span rule)
{
    static const char *const rules[] = {"claim.participle", "claim.rating", "claim.from-to"};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (span_starts(rule, span_of(rules[i])))
            return true;
    return false;
}

/* Does a claim of a report's prose tell of an earlier inspection of its own subject? */
static bool is_history(const struct judgement *claim, const struct vocab_authority *authority,
                       long started)
{
    struct when_date first, last;
    if (!tells_judging(claim->rule))
        return false;
    bool own = claim->authority == authority ||
               (claim->authority && claim->authority->to < started);
    return own && !claim->subject.length && is_asserted(claim->status) &&
           span_is(claim->date_basis, "stated") && when_parse(claim->date, &first, &last) &&
           when_first_day(last) < started;
}

void claim_history(const struct claim_rules *rules, const struct claim_document *document,
                   const struct vocab_authority *authority, long started,
                   struct judgements *judgements)
{
    size_t first = judgements->count, kept = first;
    claim_find(rules, document, judgements, NULL);
    for (size_t i = first; i < judgements->count; i++) {
        struct judgement claim = judgements->items[i];
        if (!is_history(&claim, authority, started))
            continue;
        claim.status = span_of(claim.authority == authority ? "previous" : "predecessor");
        judgements->items[kept++] = claim;
    }
    judgements->count = kept;
}

/* ---- proof of the rule lines ----------------------------------------------------------------- */

/* Masks one line as a document of its own and asks whether the rule matches it; for stances,
 * whether it does for any of its grades. */
static bool line_matches(const struct claim_rules *rules, const struct vocab *vocab,
                         const struct scales *scales, struct span line, const struct rules *table,
                         size_t rule, size_t *first)
{
    struct entities entities = {0};
    struct judgements judgements = {0};
    struct judgement_blocks blocks = {0};
    struct claim_document document = {{.text = line}, &blocks, &entities, vocab, scales};
    struct finding finding;
    struct rule_hit hit;
    bool found = false;
    entities_find(&entities, vocab, &document.source);
    start(&finding, rules, &document, &judgements);
    next_sentence(&finding, &(struct sentence){0, line.length});
    for (size_t i = 0; i < finding.mask.count && !found; i++) {
        if (!is_grade(&finding.mask.items[i]))
            continue;
        enum mask_kind kind = finding.mask.items[i].kind;
        if (table == rules->stances)
            mask_mark(&finding.mask, i, MASK_THIS);
        found = rules_find(table, rule, buf_span(&finding.mask.text), 0, &hit);
        *first = rules_first(table, buf_span(&finding.mask.text), &hit) ? hit.rule
                                                                         : rules_count(table);
        mask_mark(&finding.mask, i, kind);
    }
    finish(&finding);
    entities_free(&entities);
    judgements_free(&judgements);
    return found;
}

static size_t prove_table(const struct claim_rules *rules, const struct vocab *vocab,
                          const struct scales *scales, const struct rules *table,
                          struct buf *faults)
{
    for (size_t i = 0; i < rules_count(table); i++) {
        size_t first = i, ignored;
        struct span example = rules_example(table, i), counter = rules_counter(table, i);
        if (!example.length || !counter.length)
            rules_fault(table, i, "a rule needs an example and a counter-example", faults);
        else if (!line_matches(rules, vocab, scales, example, table, i, &first))
            rules_fault(table, i, "does not match its example", faults);
        else if (first != i)
            rules_fault(table, i, "an earlier rule takes its example", faults);
        else if (line_matches(rules, vocab, scales, counter, table, i, &ignored))
            rules_fault(table, i, "matches its counter-example", faults);
    }
    return rules_count(table);
}

size_t claim_prove(const struct claim_rules *rules, const struct vocab *vocab,
                    const struct scales *scales, struct buf *faults)
{
    return prove_table(rules, vocab, scales, rules->claims, faults) +
           prove_table(rules, vocab, scales, rules->stances, faults);
}

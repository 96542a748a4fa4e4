#include "report.h"
#include "date.h"

#include <stdlib.h>

#include "mem.h"
#include "utf8.h"

enum {
    TITLE_BLOCKS = 14, /* the title stands among the first of them */
    FACT_BLOCKS = 40,  /* the dates among these */
    VERDICT_BYTES = 600, /* a verdict is the start of a block's first sentence */
    SHORT_DAYS = 6, STANDARD_DAYS = 13 /* DOMAIN: one week on site, two weeks */
};

struct report_rules {
    struct rules *titles, *facts, *verdicts;
    struct demand_words *words; /* that they need */
    struct buf grades; /* the macro {grade} */
};

/* One report while it is being read. */
struct reading {
    const struct report_rules *rules;
    const struct report_document *document;
    struct report *report;
    struct judgements *judgements;
    const struct scale_framework *framework;
    size_t first; /* of the judgements that this report added */
    bool dated;   /* it prints its dates on site, or who led it */
    bool several_visits;
};

struct report_rules *report_rules_load(struct places *places, const struct scales *scales)
{
    struct report_rules *rules = mem_new(1, sizeof *rules);
    scale_pattern(scales, (struct span){"", 0}, &rules->grades);
    struct rule_macro macros[RULE_MACROS_MAX] = {{span_of("grade"), buf_span(&rules->grades)}};
    rules->words = demand_words_new();
    const struct rule_source source = {places, macros, rules_macros(places, macros, 1),
                                       rules->words};
    rules->titles = rules_load(&source, "rules/report_titles.csv");
    rules->facts = rules_load(&source, "rules/report_facts.csv");
    rules->verdicts = rules_load(&source, "rules/report_verdicts.csv");
    return rules;
}

void report_rules_free(struct report_rules *rules)
{
    if (!rules)
        return;
    rules_free(rules->titles);
    rules_free(rules->facts);
    rules_free(rules->verdicts);
    demand_words_free(rules->words);
    buf_free(&rules->grades);
    free(rules);
}

static struct span block_text(const struct report_document *document, size_t i)
{
    const struct judgement_block *block = &document->blocks->items[i];
    return span_part(document->text, block->start, block->end);
}

/* Offset in the text of a span that points into it. */
static size_t offset_in(struct span text, struct span part)
{
    return (size_t)(part.at - text.at);
}

/* The framework that the title names: block by block, then over all first blocks in one, since a
 * title may run over several. */
static bool find_title(struct reading *reading)
{
    const struct report_document *document = reading->document;
    const struct rules *titles = reading->rules->titles;
    struct rule_hit hit;
    struct buf joined = {0};
    size_t best = rules_count(titles);
    size_t head = document->blocks->count < TITLE_BLOCKS ? document->blocks->count : TITLE_BLOCKS;
    for (size_t i = 0; i < head; i++) {
        buf_add_text(&joined, i ? " " : "");
        buf_add(&joined, block_text(document, i));
    }
    bool may = rules_may(titles, buf_span(&joined));
    for (size_t i = 0; i < head && may; i++)
        if (rules_first(titles, block_text(document, i), &hit) && hit.rule < best)
            best = hit.rule;
    if (may && best == rules_count(titles) && rules_first(titles, buf_span(&joined), &hit))
        best = hit.rule;
    buf_free(&joined);
    if (best == rules_count(titles))
        return false;
    reading->report->framework = rules_value(titles, best);
    return true;
}

static bool is_before(struct when_date a, struct when_date b)
{
    return when_first_day(a) < when_first_day(b);
}

static void read_dates(struct reading *reading, struct span value)
{
    struct report *report = reading->report;
    struct when when;
    size_t visits = 0;
    for (size_t at = 0; date_find(value, at, &when); at = when.end) {
        if (when.kind != WHEN_ABSOLUTE || when.from.day == 0)
            continue;
        if (report->started.year == 0 || is_before(when.from, report->started))
            report->started = when.from;
        if (report->ended.year == 0 || is_before(report->ended, when.to))
            report->ended = when.to;
        visits++;
    }
    reading->several_visits = visits > 1;
    reading->dated = reading->dated || visits > 0;
}

static void read_published(struct reading *reading, struct span value)
{
    struct when when;
    if (date_find(value, 0, &when) && when.start <= 12 && when.kind == WHEN_ABSOLUTE &&
        when.from.day)
        reading->report->published = when.from;
}

/* Words that are never part of an inspector's name, though they begin with a capital. */
static bool is_no_name(struct span word)
{
    static const char *const words[] = {"Her",    "His",   "HMI",       "HMIs",     "Deputy",
                                        "Lead",   "Team",  "Senior",    "Seconded", "Associate",
                                        "The",    "Ofsted", "Inspector", "Inspectors", "Majesty",
                                        "Additional", "Shadow", "Quality", "Social", "Age"};
    return span_is_any(word, words, sizeof words / sizeof *words);
}

/* A capitalised word of a name, hyphens and apostrophes in it. Its length, else 0. */
static size_t name_word(struct span text)
{
    size_t at = 0;
    uint32_t point;
    while (at < text.length) {
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        uint32_t folded = utf8_fold(point);
        if (at == 0 && !utf8_is_upper(point))
            return 0;
        if (!utf8_is_letter(point) && folded != '-' && folded != '\'')
            break;
        at += length;
    }
    return is_no_name(span_part(text, 0, at)) ? 0 : at;
}

/* A name of two words or more at the start of `text`: its length, else 0. */
static size_t name_length(struct span text)
{
    size_t end = 0, words = 0;
    while (words < 5) {
        size_t at = end;
        while (at < text.length && (text.at[at] == ' ' || (words && text.at[at] == '.')))
            at++;
        size_t length = name_word(span_part(text, at, text.length));
        if (length == 0)
            break;
        end = at + length;
        words++;
    }
    return words > 1 ? end : 0;
}

/* "Lead inspector: NAME, Her Majesty's Inspector"; "Lead inspectors: NAME, …, and NAME". */
static void read_lead(struct reading *reading, struct span value)
{
    struct buf *lead = &reading->report->lead;
    size_t label = span_find_byte(value, ' ') + 1;
    struct span rest = span_part(value, label, value.length);
    bool several = span_starts(rest, span_of("inspectors"));
    rest = span_part(rest, several ? 10 : 9, rest.length);
    while (rest.length) {
        rest = span_trim(rest);
        if (rest.length && (rest.at[0] == ':' || rest.at[0] == ',')) {
            rest = span_part(rest, 1, rest.length);
            continue;
        }
        size_t length = name_length(rest);
        if (length) {
            buf_add_text(lead, lead->length ? "; " : "");
            buf_add(lead, span_part(rest, 0, length));
        }
        size_t next = span_find(rest, span_of("and "));
        if (!several || next == rest.length)
            break;
        rest = span_part(rest, next + 4, rest.length);
    }
    reading->dated = reading->dated || lead->length > 0;
}

/* The first telling that can be read counts. */
static bool is_known(const struct report *report, struct span field)
{
    if (span_is(field, "dates"))
        return report->started.year != 0;
    return span_is(field, "lead") ? report->lead.length > 0 : report->published.year != 0;
}

static void read_fact(struct reading *reading, struct span field, struct span value)
{
    if (span_is(field, "dates"))
        read_dates(reading, value);
    else if (span_is(field, "published"))
        read_published(reading, value);
    else if (span_is(field, "lead"))
        read_lead(reading, value);
}

/* May the block tell a fact that is not known yet? Who led the inspection is told anywhere. */
static bool may_tell(const struct report *report, size_t block, struct span text)
{
    static const char *const words[] = {"nspector", "NSPECTOR"};
    bool lead = !is_known(report, span_of("lead"));
    if (block >= FACT_BLOCKS)
        return lead && span_holds_any(text, words, sizeof words / sizeof *words);
    return lead || !is_known(report, span_of("dates")) || !is_known(report, span_of("published"));
}

/* A block, and with it the next one where it is a label alone. */
static struct span labelled_text(const struct report_document *document, size_t i)
{
    const struct judgement_block *blocks = document->blocks->items;
    struct span text = block_text(document, i);
    if (!span_ends(text, span_of(":")) || i + 1 >= document->blocks->count)
        return text;
    return span_part(document->text, blocks[i].start, blocks[i + 1].end);
}

static void find_facts(struct reading *reading)
{
    const struct rules *facts = reading->rules->facts;
    for (size_t i = 0; i < reading->document->blocks->count; i++) {
        struct span text = labelled_text(reading->document, i);
        struct rule_hit hit;
        size_t start, end;
        if (!may_tell(reading->report, i, text))
            continue;
        rules_look(facts, text);
        for (size_t r = rules_candidate(facts, 0); r < rules_count(facts);
             r = rules_candidate(facts, r + 1))
            if ((i < FACT_BLOCKS || span_is(rules_value(facts, r), "lead")) &&
                !is_known(reading->report, rules_value(facts, r)) &&
                rules_find(facts, r, 0, &hit) &&
                rules_group(facts, &hit, "value", &start, &end))
                read_fact(reading, rules_value(facts, r), span_part(text, start, end));
    }
}

/* The body of that name which existed on the day; the same where none did. */
static const struct vocab_authority *on_day(const struct vocab *vocab,
                                            const struct vocab_authority *authority, long day)
{
    if (day == 0 || vocab_existed(authority, day))
        return authority;
    for (size_t i = 0; i < vocab->authority_count; i++) {
        const struct vocab_authority *other = &vocab->authorities[i];
        if (span_equal(other->name, authority->name) && vocab_existed(other, day))
            return other;
    }
    return authority;
}

/* The first authority that the report names and that has the children's duty owns it. */
static void find_authority(struct reading *reading)
{
    const struct entities *entities = reading->document->entities;
    struct report *report = reading->report;
    long day = report->ended.year ? when_last_day(report->ended) : 0;
    for (size_t i = 0; i < entities->count && !report->authority; i++)
        if (entities->items[i].authority && entities->items[i].authority->children)
            report->authority =
                on_day(reading->document->vocab, entities->items[i].authority, day);
}

/* Days from one date to another within two years: enough to tell one week from two. */
static long days_between(struct when_date from, struct when_date to)
{
    static const int before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    long first = from.year * 365L + before[(from.month - 1) % 12] + from.day;
    long last = to.year * 365L + before[(to.month - 1) % 12] + to.day;
    return last - first;
}

/* ILACS visits are told apart by their length alone: no report prints which it is. */
static void name_visit(struct reading *reading)
{
    struct report *report = reading->report;
    if (!span_is(report->framework, "ilacs") || report->ended.year == 0 ||
        reading->several_visits)
        return;
    long days = days_between(report->started, report->ended);
    if (days >= 0 && days <= SHORT_DAYS)
        report->framework = span_of("ilacs-short");
    else if (days > SHORT_DAYS && days <= STANDARD_DAYS)
        report->framework = span_of("ilacs-standard");
}

static void add_conflict(struct reading *reading, struct judgement *judgement,
                         const struct scale_grade *other, struct span rule)
{
    struct buf told = {0};
    buf_add(&told, rule);
    buf_add_text(&told, ": ");
    buf_add(&told, other->grade);
    judgement->conflict = (struct span){
        mem_arena_copy(&reading->judgements->arena, told.at, told.length), told.length};
    judgement->confidence = 0.5;
    buf_free(&told);
}

/* A grade of one area: the first telling counts, later ones must agree with it. */
static void note_grade(struct reading *reading, struct span area, struct span raw,
                       size_t block, struct span rule)
{
    const struct report_document *document = reading->document;
    const struct scale_grade *grade =
        scale_on(document->scales, reading->framework->scale, raw);
    if (!grade || !area.length)
        return;
    for (size_t i = reading->first; i < reading->judgements->count; i++) {
        struct judgement *told = &reading->judgements->items[i];
        if (!span_equal(told->area, area))
            continue;
        if (told->grade != grade && !span_equal(told->grade->grade, grade->grade) &&
            !told->conflict.length)
            add_conflict(reading, told, grade, rule);
        return;
    }
    size_t start = offset_in(document->text, raw);
    judgements_add(reading->judgements,
                   (struct judgement){.area = area,
                                      .grade = grade,
                                      .start = start,
                                      .end = start + raw.length,
                                      .sentence_start = document->blocks->items[block].start,
                                      .sentence_end = document->blocks->items[block].end,
                                      .status = span_of("current"),
                                      .basis = span_of("report"),
                                      .rule = rule,
                                      .confidence = 1});
}

/* A table row: the cell that is a grade, and the cell that is an area's label. */
static void read_row(struct reading *reading, size_t block)
{
    const struct report_document *document = reading->document;
    struct span rest = block_text(document, block), cell, raw = {NULL, 0}, area = {NULL, 0};
    while (span_split(&rest, '\t', &cell)) {
        if (!area.length)
            area = scale_area_labelled(document->scales, cell, reading->framework->framework);
        if (scale_on(document->scales, reading->framework->scale, cell))
            raw = span_trim(cell);
    }
    if (raw.length && area.length)
        note_grade(reading, area, raw, block, span_of("report.list"));
}

/* "The experiences and progress of care leavers: good", or the grade in the block behind. */
static void read_heading(struct reading *reading, size_t block)
{
    const struct report_document *document = reading->document;
    struct span text = block_text(document, block);
    size_t colon = span_find_byte(text, ':');
    struct span label = span_part(text, 0, colon);
    struct span framework = reading->framework->framework;
    struct span area = scale_area_labelled(document->scales, label, framework);
    struct span raw = span_trim(span_part(text, colon + 1, text.length));
    if (area.length && colon + 1 < text.length)
        note_grade(reading, area, raw, block, span_of("report.heading"));
    else if (area.length && block + 1 < document->blocks->count)
        note_grade(reading, area, block_text(document, block + 1), block + 1,
                   span_of("report.heading"));
}

static struct span first_sentence(const struct report_document *document, size_t block)
{
    const struct sentences *sentences = document->sentences;
    struct span text = span_trim(block_text(document, block));
    size_t first = sentences_at(sentences, offset_in(document->text, text));
    if (first == sentences->count)
        return text;
    size_t end = sentences->items[first].end - offset_in(document->text, text);
    return span_part(text, 0, end);
}

static void read_verdict(struct reading *reading, size_t block)
{
    const struct rules *verdicts = reading->rules->verdicts;
    struct span text = first_sentence(reading->document, block);
    struct rule_hit hit;
    size_t start, end, cut = VERDICT_BYTES;
    while (cut < text.length && ((unsigned char)text.at[cut] & 0xC0) == 0x80)
        cut--; /* it fell into a character */
    text = span_part(text, 0, cut);
    if (rules_first(verdicts, text, &hit) && rules_group(verdicts, &hit, "grade", &start, &end))
        note_grade(reading, rules_value(verdicts, hit.rule), span_part(text, start, end), block,
                   rules_id(verdicts, hit.rule));
}

static void find_grades(struct reading *reading)
{
    const struct judgement_blocks *blocks = reading->document->blocks;
    for (size_t i = 0; i < blocks->count; i++) {
        if (span_is(blocks->items[i].role, "table row"))
            read_row(reading, i);
        else
            read_heading(reading, i);
        read_verdict(reading, i);
    }
}

static void complete(struct reading *reading)
{
    struct report *report = reading->report;
    bool printed = report->published.year != 0;
    struct span date =
        judgements_date(reading->judgements, printed ? report->published : report->ended);
    report->inspectorate = reading->framework->inspectorate;
    for (size_t i = reading->first; i < reading->judgements->count; i++) {
        struct judgement *judgement = &reading->judgements->items[i];
        judgement->authority = report->authority;
        judgement->framework = report->framework;
        judgement->inspectorate = report->inspectorate;
        judgement->date = date;
        judgement->date_basis = span_of(printed ? "published" : "inspection");
    }
}

bool report_read(const struct report_rules *rules, const struct report_document *document,
                 struct report *report, struct judgements *judgements)
{
    struct reading reading = {.rules = rules,
                              .document = document,
                              .report = report,
                              .judgements = judgements,
                              .first = judgements->count};
    struct buf lead = report->lead;
    *report = (struct report){.lead = lead};
    buf_clear(&report->lead);
    if (!find_title(&reading))
        return false;
    find_facts(&reading);
    long day = report->started.year ? when_first_day(report->started) : 0;
    reading.framework = scale_framework(document->scales, report->framework, day);
    if (!reading.dated || !reading.framework)
        return false;
    find_authority(&reading);
    name_visit(&reading);
    find_grades(&reading);
    complete(&reading);
    return true;
}

static void set_date(struct rec *rec, const char *key, struct when_date date)
{
    char text[WHEN_TEXT];
    struct when when = {.from = date, .to = date};
    if (date.year == 0)
        return;
    when_text(&when, text);
    rec_set_string(rec, key, span_of(text));
}

void report_write(const struct report *report, struct rec *rec)
{
    struct rec *inspection = rec_new();
    rec_set_string(inspection, "framework", report->framework);
    rec_set_string(inspection, "inspectorate", report->inspectorate);
    set_date(inspection, "started", report->started);
    set_date(inspection, "ended", report->ended);
    set_date(inspection, "published", report->published);
    rec_set_string(inspection, "lead_inspector", buf_span(&report->lead));
    if (report->authority) {
        long day = report->ended.year ? when_last_day(report->ended) : VOCAB_OPEN;
        rec_set_string(inspection, "authority", report->authority->name);
        rec_set_string(inspection, "authority_id", vocab_gss(report->authority, day));
        rec_set_string(inspection, "body", report->authority->body);
    }
    rec_set_record(rec, "inspection", inspection);
    rec_free(inspection);
}

void report_free(struct report *report)
{
    buf_free(&report->lead);
}

size_t report_prove(const struct report_rules *rules, struct buf *faults)
{
    return rules_prove(rules->titles, faults) + rules_prove(rules->facts, faults) +
           rules_prove(rules->verdicts, faults);
}

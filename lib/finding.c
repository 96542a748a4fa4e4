#include "finding.h"

#include <stdlib.h>
#include <string.h>

#include "macro.h"
#include "measure.h"
#include "mem.h"

enum {
    NUMBER_BYTES = 32, /* of a number; a longer one is none */
    DURATION_YEARS_MAX = 10,
    SEQUEL_MAX = 120, /* bytes of a sentence that only sets a number against the last */
    SEQUEL_GAP = 4    /* bytes between the two */
};

struct finding_rules {
    const struct appraisal *appraisal;
    struct rules *findings, *contexts, *sequels, *elsewhere;
    struct need *needs; /* of each rule of `findings` */
};

/* What a sentence must hold for a rule to take anything of it: asked before it is tried. */
struct need {
    unsigned long long values;   /* bits 1 << enum mask_kind, one of them, */
    bool figure;                 /* or a number in digits */
    unsigned long long measured; /* and one of these, where there are any, */
    bool behind;                 /* after a number */
};

/* A document while its findings are found. */
struct reading {
    const struct finding_rules *rules;
    struct appraisal_reader reader;
    struct judgements *judgements;
    struct buf *explain; /* NULL: not wanted */
    size_t taken;        /* of the sentence's findings: the first in judgements */
    unsigned long long kinds;       /* in the sentence: bits 1 << enum mask_kind */
    unsigned long long behind;      /* those of them behind its first number */
    bool figures;                   /* and a number in digits */
    struct rule_hit *beside;        /* matches of the contexts in the sentence */
    size_t beside_count, beside_room;
    enum { UNKNOWN, NO, YES } told_beside, elsewhere;
    bool of_people; /* is what is elsewhere who lives in the area? */
    bool *heeded;        /* of each context, for the proof: did it tell something? */
};

/* A number of the sentence: a decimal, and what it counts. */
struct quantity {
    struct span value, unit;
    size_t start, end; /* bytes of the text */
};

/* ---- loading
 * -------------------------------------------------------------------------------- */

static const struct macro_kinds macro_kinds[] = {
    {"percent", {MASK_PERCENT, MASK_SHARE}, 2},
    {"share", {MASK_SHARE}, 1},
    {"grade", {MASK_GRADE}, 1},
    {"duration", {MASK_DURATION}, 1},
    {"money", {MASK_MONEY}, 1},
    {"number", {MASK_NUMBER}, 1},
    {"measured", {MASK_MEASURED, MASK_WAIT}, 2},
    {"wait", {MASK_WAIT}, 1},
    {"date", {MASK_DATE}, 1},
    {"place", {MASK_PLACE, MASK_AUTHORITY}, 2},
    {"target", {MASK_AUTHORITY, MASK_COUNCIL, MASK_SERVICE, MASK_AREA}, 4},
};

enum { KINDS = sizeof macro_kinds / sizeof *macro_kinds };

/* Bytes to the `)` that closes a group, from behind its beginning. No class of the tables holds
 * a bracket. */
static size_t group_length(struct span rest)
{
    size_t depth = 1, at = 0;
    for (; at < rest.length && depth; at++)
        depth += rest.at[at] == '(' ? 1u : 0u, depth -= rest.at[at] == ')' ? 1u : 0u;
    return at;
}

/* The kinds that stand in a group of a pattern. */
static unsigned long long kinds_of(struct span pattern, const char *mark)
{
    size_t at = span_find(pattern, span_of(mark));
    struct span rest = span_part(pattern, at, pattern.length);
    unsigned long long kinds = 0;
    rest = span_part(rest, 1, rest.length);
    rest = span_part(rest, 0, group_length(rest));
    for (size_t i = 0; i < KINDS; i++) {
        struct span name = span_of(macro_kinds[i].name);
        size_t found = span_find(rest, name);
        if (found == 0 || found == rest.length || rest.at[found - 1] != '{')
            continue;
        for (size_t k = 0; k < macro_kinds[i].count; k++)
            kinds |= 1ull << macro_kinds[i].kinds[k];
    }
    return kinds;
}

static struct need need_of(struct span pattern)
{
    struct need need = {.values = kinds_of(pattern, "(?<value>"),
                        .measured = kinds_of(pattern, "(?<measured>")};
    need.behind = need.measured && span_find(pattern, span_of("(?<value>")) <
                                       span_find(pattern, span_of("(?<measured>"));
    need.figure = span_find(pattern, span_of("(?<value>{figure}")) < pattern.length ||
                  span_find(pattern, span_of("|{figure}")) < pattern.length ||
                  !need.values;
    return need;
}

struct finding_rules *finding_rules_load(struct places *places,
                                         const struct appraisal *appraisal)
{
    struct finding_rules *rules = mem_new(1, sizeof *rules);
    struct macros macros;
    rules->appraisal = appraisal;
    macros_make(&macros, places, macro_kinds, KINDS);
    const struct rule_source source = {places, macros.items, macros.count, NULL};
    rules->findings = rules_load(&source, "rules/findings.csv");
    rules->contexts = rules_load(&source, "rules/finding_context.csv");
    rules->sequels = rules_load(&source, "rules/finding_sequels.csv");
    rules->elsewhere = rules_load(&source, "rules/finding_elsewhere.csv");
    macros_free(&macros);
    rules->needs = mem_new(rules_count(rules->findings) + 1, sizeof *rules->needs);
    for (size_t i = 0; i < rules_count(rules->findings); i++)
        rules->needs[i] = need_of(rules_pattern(rules->findings, i));
    return rules;
}

void finding_rules_free(struct finding_rules *rules)
{
    if (!rules)
        return;
    rules_free(rules->findings);
    rules_free(rules->contexts);
    rules_free(rules->sequels);
    rules_free(rules->elsewhere);
    free(rules->needs);
    free(rules);
}

/* ---- numbers
 * -------------------------------------------------------------------------------- */

static struct span keep(struct reading *reading, const char *text, size_t length)
{
    return (struct span){mem_arena_copy(&reading->judgements->arena, text, length),
                         length};
}

/* "P37W": 37 weeks. A month and a minute share a letter, told apart by the T. */
static bool read_duration(struct span value, struct quantity *quantity)
{
    static const struct {
        char letter;
        const char *unit, *of_time;
    } units[] = {{'D', "day", NULL},
                 {'W', "week", NULL},
                 {'M', "month", "minute"},
                 {'Y', "year", NULL},
                 {'H', NULL, "hour"}};
    bool time = span_starts(value, span_of("PT"));
    size_t head = time ? 2 : 1;
    if (value.length < head + 2)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].letter == value.at[value.length - 1])
            quantity->unit = span_of(time ? units[i].of_time : units[i].unit);
    quantity->value = span_part(value, head, value.length - 1);
    return quantity->unit.length > 0;
}

static bool read_item(const struct mask_item *item, struct quantity *quantity)
{
    const struct appraisal_known *known = appraisal_known(item);
    quantity->start = item->start;
    quantity->end = item->end;
    quantity->value = known->entity ? known->entity->value : known->word->note;
    if (item->kind == MASK_PERCENT || item->kind == MASK_SHARE)
        quantity->unit = span_of("percent");
    if (item->kind == MASK_DURATION)
        return read_duration(quantity->value, quantity);
    if (item->kind == MASK_MONEY)
        quantity->unit =
            known->entity->currency.length ? known->entity->currency : span_of("GBP");
    return quantity->value.length > 0;
}

/* "1,204" and "28.5" as JSON numbers. */
static bool read_number(struct reading *reading, struct span text,
                        struct quantity *quantity)
{
    char digits[NUMBER_BYTES];
    size_t length = 0;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.at[i];
        bool digit = byte >= '0' && byte <= '9';
        if (byte == ',' && length)
            continue;
        if ((!digit && byte != '.') || length == sizeof digits)
            return false;
        if (!(digit && length == 1 && digits[0] == '0'))
            digits[length++] = byte;
        else
            digits[0] = byte;
    }
    if (length == 0 || digits[0] == '.' || digits[length - 1] == '.')
        return false;
    quantity->value = keep(reading, digits, length);
    return true;
}

/* Byte of the text at a byte of the masked sentence. */
static size_t unmasked(const struct appraisal_reader *reader, size_t at)
{
    const struct mask *mask = &reader->mask;
    size_t before = mask->count;
    while (before > 0 && mask->items[before - 1].at > at)
        before--;
    if (before == 0)
        return reader->start + at;
    return mask->items[before - 1].end + (at - mask->items[before - 1].at - 3);
}

/* What a named group of a match tells; `unit` of a bare number. */
static bool quantity_of(struct reading *reading, const struct rules *table,
                        const struct rule_hit *hit, const char *group, struct span unit,
                        struct quantity *quantity)
{
    const struct mask *mask = &reading->reader.mask;
    size_t start, end;
    *quantity = (struct quantity){.unit = unit};
    if (!rules_group(table, hit, group, &start, &end))
        return false;
    size_t item = mask_at(mask, start);
    if (item < mask->count)
        return read_item(&mask->items[item], quantity);
    quantity->start = unmasked(&reading->reader, start);
    quantity->end = quantity->start + (end - start);
    return read_number(reading, span_part(buf_span(&mask->text), start, end), quantity);
}

/* ---- what stands beside a number
 * ------------------------------------------------------------ */

static double number(struct span decimal)
{
    char text[MEASURE_TEXT] = {0};
    memcpy(text, decimal.at,
           decimal.length < sizeof text ? decimal.length : sizeof text - 1);
    return strtod(text, NULL);
}

static void set_direction(struct reading *reading, struct judgement *judgement,
                          const char *more, const char *less, struct span other,
                          struct span of)
{
    double value = number(judgement->value), against = number(other);
    struct buf text = {0};
    if (judgement->direction.length || value == against)
        return;
    buf_add_text(&text, value > against ? more : less);
    if (of.length) {
        buf_add_byte(&text, ' ');
        buf_add(&text, of);
    }
    judgement->direction = keep(reading, text.at, text.length);
    buf_free(&text);
}

/* A number of a context is a finding's where it is told in its unit and is not itself. */
static bool is_beside(const struct quantity *other, const struct quantity *told)
{
    return span_equal(other->unit, told->unit) && other->start != told->start;
}

static void note_heeded(struct reading *reading, size_t context)
{
    if (reading->heeded)
        reading->heeded[context] = true;
}

/* What a context says of the finding: a group "target_value", "previous_value" or
 * "compared", or its value alone ("rising", "above England"). */
static void heed(struct reading *reading, const struct rule_hit *hit,
                 const struct quantity *told, struct judgement *judgement)
{
    const struct rules *table = reading->rules->contexts;
    struct span value = rules_value(table, hit->rule);
    struct quantity other;
    if (quantity_of(reading, table, hit, "target_value", told->unit, &other)) {
        if (!is_beside(&other, told) || judgement->target_value.length)
            return;
        judgement->target_value = other.value;
        set_direction(reading, judgement, "above", "below", other.value,
                      span_of("target"));
    } else if (quantity_of(reading, table, hit, "previous_value", told->unit, &other)) {
        if (!is_beside(&other, told) || judgement->previous_value.length)
            return;
        judgement->previous_value = other.value;
        set_direction(reading, judgement, "rising", "falling", other.value,
                      (struct span){NULL, 0});
    } else if (quantity_of(reading, table, hit, "compared", told->unit, &other)) {
        if (!is_beside(&other, told))
            return;
        set_direction(reading, judgement, "above", "below", other.value, value);
    } else if (!judgement->direction.length && value.length) {
        judgement->direction = value;
    } else {
        return;
    }
    note_heeded(reading, hit->rule);
}

/* Every match of a context in the sentence, looked for once. */
static void find_beside(struct reading *reading)
{
    struct rule_hit hit;
    if (reading->told_beside != UNKNOWN)
        return;
    struct rules_walk walk =
        rules_walk(reading->rules->contexts, buf_span(&reading->reader.mask.text));
    while (rules_next(&walk, &hit)) {
        reading->beside = mem_grow(reading->beside, &reading->beside_room,
                                   reading->beside_count + 1, sizeof *reading->beside);
        reading->beside[reading->beside_count++] = hit;
    }
    reading->told_beside = reading->beside_count ? YES : NO;
}

static void read_contexts(struct reading *reading, const struct quantity *told,
                          struct judgement *judgement)
{
    find_beside(reading);
    for (size_t i = 0; i < reading->beside_count; i++)
        heed(reading, &reading->beside[i], told, judgement);
}

/* Is it a number that is told as a target, of before or for comparison only (a group
 * "other")? */
static bool is_other(struct reading *reading, const struct quantity *told)
{
    const struct rules *table = reading->rules->contexts;
    struct quantity other;
    find_beside(reading);
    for (size_t i = 0; i < reading->beside_count; i++)
        if (quantity_of(reading, table, &reading->beside[i], "other", told->unit, &other) &&
            other.start == told->start) {
            note_heeded(reading, reading->beside[i].rule);
            return true;
        }
    return false;
}

/* Does a rule's value have a mark, as "weak bare" has two? */
static bool has_mark(const struct rules *table, const struct rule_hit *hit, const char *mark)
{
    struct span value = rules_value(table, hit->rule), word;
    while (value.length && span_split(&value, ' ', &word))
        if (span_is(word, mark))
            return true;
    return false;
}

/* Does the sentence speak of something else: with the mark "people" of who lives in the area,
 * with "weak" of them or of taxes, polls, prices, plans? What is only near a number counts
 * nothing there. */
static bool is_elsewhere(struct reading *reading, const struct rule_hit *hit)
{
    const struct rules *table = reading->rules->elsewhere, *findings = reading->rules->findings;
    struct rule_hit other;
    bool weak = has_mark(findings, hit, "weak");
    if (!weak && !has_mark(findings, hit, "people"))
        return false;
    if (reading->elsewhere == UNKNOWN) {
        bool found = rules_first(table, buf_span(&reading->reader.mask.text), &other);
        reading->elsewhere = found ? YES : NO;
        reading->of_people = found && has_mark(table, &other, "people");
    }
    return reading->elsewhere == YES && (weak || reading->of_people);
}

/* Years beyond what a service takes over anything are an age. */
static bool is_age(const struct quantity *told)
{
    return span_is(told->unit, "year") && number(told->value) > DURATION_YEARS_MAX;
}

/* A bare count of what anybody has ("287 children") tells of no performance, but where
 * something is set against it. */
static bool is_bare(const struct reading *reading, const struct rule_hit *hit,
                    const struct appraisal_word *word, const struct judgement *judgement)
{
    return has_mark(reading->rules->findings, hit, "bare") &&
           !(word && word->told) && !judgement->target_value.length &&
           !judgement->previous_value.length &&
           !(judgement->direction.length && word && word->area.length);
}

/* Years are told of lives and offices too: a rule that names nothing measured takes none. */
static bool is_too_long(const struct rules *table, const struct rule_hit *hit,
                        const struct quantity *told)
{
    return has_mark(table, hit, "short") && span_is(told->unit, "year");
}

/* ---- one finding
 * ---------------------------------------------------------------------------- */

static void explain(struct reading *reading, const struct judgement *judgement)
{
    struct span text = reading->reader.document->source.text;
    if (!reading->explain)
        return;
    buf_add(reading->explain, span_part(text, judgement->start, judgement->end));
    buf_add_text(reading->explain, "\t");
    buf_add(reading->explain, judgement->rule);
    buf_add_text(reading->explain, "\tfinding ");
    buf_add(reading->explain, judgement->value);
    buf_add_text(reading->explain, " ");
    buf_add(reading->explain, judgement->unit);
    buf_add_text(reading->explain, "\t");
    buf_add(reading->explain,
            span_part(text, judgement->sentence_start, judgement->sentence_end));
    buf_add_byte(reading->explain, '\n');
}

/* A number is told once, by the first rule that takes it. */
static bool is_taken(const struct reading *reading, size_t start)
{
    for (size_t i = reading->taken; i < reading->judgements->count; i++)
        if (reading->judgements->items[i].start <= start &&
            reading->judgements->items[i].end > start)
            return true;
    return false;
}

/* Of the authorities, councils and services in the sentence the last one before a byte of the
 * text, else the first behind; NULL where none is. */
static const struct mask_item *nearest_body(const struct mask *mask, size_t start)
{
    const struct mask_item *body = NULL;
    for (size_t i = 0; i < mask->count; i++) {
        const struct mask_item *item = &mask->items[i];
        if (!appraisal_is_target(item->kind) && item->kind != MASK_PLACE)
            continue;
        if (item->start > start)
            return body ? body : item;
        body = item;
    }
    return body;
}

/* "Norfolk County Council", and not the town. */
static bool is_body(const struct appraisal_reader *reader, const struct mask_item *item)
{
    const struct entity *entity = appraisal_known(item)->entity;
    return item->kind == MASK_COUNCIL ||
           (item->kind == MASK_AUTHORITY && entity &&
            !span_equal(entity->name, span_part(reader->document->source.text, item->start,
                                                item->end)));
}

/* What was measured, and whose it is. Numbers of children, staff and files are a
 * service's only where services are spoken of; where a rule names nothing measured, so is
 * every number that it takes. `item`: what is measured, mask->count where nothing is. */
static bool set_subject(struct reading *reading, size_t item, struct judgement *judgement)
{
    struct appraisal_reader *reader = &reading->reader;
    const struct mask *mask = &reader->mask;
    bool measured = item < mask->count;
    bool anchored = reader->document->about_services || reader->document->about_care ||
                    (measured && reader->document->about_councils);
    bool money = span_is(judgement->unit, "GBP"); /* that councils spend on anything */
    for (size_t i = 0; !anchored && (measured || !money) && i < mask->count; i++)
        anchored = measured ? appraisal_is_target(mask->items[i].kind) ||
                                  mask->items[i].kind == MASK_PLACE
                            : is_body(reader, &mask->items[i]);
    if (!anchored)
        return false;
    const struct mask_item *subject =
        measured ? &mask->items[item] : nearest_body(mask, judgement->start);
    if (!appraisal_set_target(reader, subject, judgement) && !measured)
        return false;
    if (measured && appraisal_known(subject)->word)
        judgement->area = appraisal_known(subject)->word->area;
    if (!judgement->target.length)
        judgement->target = judgement->named_as;
    return true;
}

static void take(struct reading *reading, const struct rule_hit *hit)
{
    struct appraisal_reader *reader = &reading->reader;
    const struct rules *table = reading->rules->findings;
    const struct mask *mask = &reader->mask;
    struct quantity told, other;
    size_t start, end, item = mask->count;
    struct span unit = {NULL, 0};
    const struct appraisal_word *word = NULL;
    if (rules_group(table, hit, "measured", &start, &end))
        item = mask_at(mask, start);
    if (item < mask->count)
        word = appraisal_known(&mask->items[item])->word;
    if (word)
        unit = word->note;
    if (span_starts(rules_value(table, hit->rule), span_of("per ")))
        unit = rules_value(table, hit->rule);
    if (!quantity_of(reading, table, hit, "value", unit, &told) ||
        is_taken(reading, told.start) || !told.unit.length || is_age(&told) ||
        is_too_long(table, hit, &told) ||
        is_elsewhere(reading, hit) ||
        is_other(reading, &told))
        return;
    struct judgement judgement = {.type = JUDGEMENT_FINDING,
                                  .value = told.value,
                                  .unit = told.unit,
                                  .start = told.start,
                                  .end = told.end,
                                  .sentence_start = reader->start,
                                  .sentence_end = reader->end,
                                  .status = span_of("current"),
                                  .basis = span_of("statement"),
                                  .rule = rules_id(table, hit->rule),
                                  .confidence = 0.7};
    if (!set_subject(reading, item, &judgement))
        return;
    if (quantity_of(reading, table, hit, "previous_value", told.unit, &other)) {
        judgement.previous_value = other.value;
        set_direction(reading, &judgement, "rising", "falling", other.value,
                      (struct span){NULL, 0});
    }
    read_contexts(reading, &told, &judgement);
    if (is_bare(reading, hit, word, &judgement))
        return;
    appraisal_set_date(reader, item, reading->judgements, &judgement);
    judgements_add(reading->judgements, judgement);
    explain(reading, &judgement);
}

static const unsigned long long numbers = 1ull << MASK_PERCENT | 1ull << MASK_SHARE |
                                          1ull << MASK_DURATION | 1ull << MASK_MONEY |
                                          1ull << MASK_NUMBER;

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* Notes what the sentence holds. */
static void look(struct reading *reading)
{
    const struct mask *mask = &reading->reader.mask;
    reading->kinds = 0;
    reading->figures = false;
    reading->beside_count = 0;
    reading->told_beside = reading->elsewhere = UNKNOWN;
    reading->taken = reading->judgements->count;
    size_t first = 0; /* number */
    while (first < mask->text.length && !is_digit(mask->text.at[first]))
        first++;
    reading->figures = first < mask->text.length;
    reading->behind = 0;
    for (size_t i = 0; i < mask->count; i++) {
        unsigned long long kind = 1ull << mask->items[i].kind;
        if ((reading->kinds & numbers) || mask->items[i].at > first)
            reading->behind |= kind;
        reading->kinds |= kind;
    }
}

/* Can a rule take anything of the sentence? */
static bool is_worth_trying(const struct reading *reading, size_t rule)
{
    const struct need *need = &reading->rules->needs[rule];
    return ((need->figure && reading->figures) || (need->values & reading->kinds)) &&
           (!need->measured ||
            (need->measured & (need->behind ? reading->behind : reading->kinds)));
}

static bool has_number(const struct reading *reading)
{
    for (size_t i = 0; i < rules_count(reading->rules->findings); i++)
        if (is_worth_trying(reading, i))
            return true;
    return false;
}

static void read_sentence(struct reading *reading)
{
    const struct rules *table = reading->rules->findings;
    struct span text = buf_span(&reading->reader.mask.text);
    struct rule_hit hit;
    rules_look(table, text);
    for (size_t r = rules_candidate(table, 0); r < rules_count(table);
         r = rules_candidate(table, r + 1))
        if (is_worth_trying(reading, r))
            for (size_t from = 0;
                 from < text.length && rules_find(table, r, from, &hit);
                 from = hit.end > from ? hit.end : text.length)
                take(reading, &hit);
}

/* "The limit is 26 weeks": is a unit of the text, which may be left out, the finding's? */
static bool is_unit(struct span written, struct span unit)
{
    if (span_is(unit, "percent"))
        return !written.length || span_is(written, "%") || span_starts(written, span_of("per"));
    return !written.length || !span_is(written, "%");
}

/* What a sequel says of the finding told last. */
static void heed_sequel(struct reading *reading, struct span text, const struct rule_hit *hit,
                        struct judgement *judgement)
{
    const struct rules *table = reading->rules->sequels;
    struct quantity other = {.unit = judgement->unit};
    struct span written = {NULL, 0};
    size_t start, end;
    if (rules_group(table, hit, "unit", &start, &end))
        written = span_part(text, start, end);
    bool target = rules_group(table, hit, "target_value", &start, &end);
    if ((!target && !rules_group(table, hit, "previous_value", &start, &end)) ||
        !is_unit(written, judgement->unit) ||
        !read_number(reading, span_part(text, start, end), &other))
        return;
    if (target && !judgement->target_value.length) {
        judgement->target_value = other.value;
        set_direction(reading, judgement, "above", "below", other.value, span_of("target"));
    } else if (!target && !judgement->previous_value.length) {
        judgement->previous_value = other.value;
        set_direction(reading, judgement, "rising", "falling", other.value,
                      (struct span){NULL, 0});
    } else {
        return;
    }
    if (reading->heeded)
        reading->heeded[rules_count(reading->rules->contexts) + hit->rule] = true;
}

/* "They took 71 weeks. Parliament's limit is 26." The next sentence, as the text has it. */
static void read_sequel(struct reading *reading)
{
    const struct appraisal_reader *reader = &reading->reader;
    const struct sentences *sentences = reader->document->sentences;
    struct rule_hit hit;
    if (reading->taken == reading->judgements->count || reader->sentence >= sentences->count)
        return;
    const struct sentence *next = &sentences->items[reader->sentence];
    if (next->end - next->start > SEQUEL_MAX || next->start - reader->end > SEQUEL_GAP)
        return;
    struct span text = span_part(reader->document->source.text, next->start, next->end);
    if (rules_first(reading->rules->sequels, text, &hit))
        heed_sequel(reading, text, &hit,
                    &reading->judgements->items[reading->judgements->count - 1]);
}

static void find(const struct finding_rules *rules,
                 const struct appraisal_document *document, struct judgements *judgements,
                 struct buf *explained, bool *heeded)
{
    struct reading reading = {.rules = rules,
                              .judgements = judgements,
                              .explain = explained,
                              .heeded = heeded};
    appraisal_open(&reading.reader, document, &document->findings);
    const unsigned long long told = 1ull << MASK_MEASURED | 1ull << MASK_WAIT |
                                    1ull << MASK_PERCENT | 1ull << MASK_SHARE |
                                    1ull << MASK_DURATION | 1ull << MASK_MONEY;
    while (appraisal_next(&reading.reader, told)) {
        look(&reading);
        if (has_number(&reading)) {
            read_sentence(&reading);
            read_sequel(&reading);
        }
    }
    free(reading.beside);
    appraisal_reader_free(&reading.reader);
}

void finding_find(const struct finding_rules *rules,
                  const struct appraisal_document *document,
                  struct judgements *judgements, struct buf *explained)
{
    find(rules, document, judgements, explained, NULL);
}

/* ---- proof
 * ---------------------------------------------------------------------------------- */

static void add_measures(struct entities *entities, struct span line)
{
    static const enum entity_type types[] = {ENTITY_MONEY, ENTITY_PERCENT,
                                             ENTITY_DURATION};
    struct measure measure;
    for (size_t at = 0; measure_find(line, at, &measure); at = measure.end)
        entities_add(entities, (struct entity){.type = types[measure.kind],
                                               .start = measure.start,
                                               .end = measure.end,
                                               .value = entities_keep(
                                                   entities, span_of(measure.value))});
    entities_settle(entities, line, false);
}

/* Does a line, as a document of its own, give a finding by that rule? Notes the contexts
 * that tell something of it. */
static bool line_gives(const struct finding_rules *rules, const struct vocab *vocab,
                       struct span line, struct span rule, bool *heeded)
{
    struct entities entities = {0};
    struct judgements judgements = {0};
    struct judgement_blocks blocks = {0};
    struct match_words words = {0};
    struct sentences sentences = {0};
    struct appraisal_document document = {vocab,  &blocks,    &entities,       NULL,
                                          &words, &sentences, {.text = line},
                                          .about_services = false};
    bool found = false;
    entities_find(&entities, vocab, &document.source, &words, &sentences);
    add_measures(&entities, line);
    appraisal_read(rules->appraisal, &judgements, &document);
    find(rules, &document, &judgements, NULL, heeded);
    for (size_t i = 0; i < judgements.count; i++)
        found = found || span_equal(judgements.items[i].rule, rule);
    appraisal_document_free(&document);
    match_words_free(&words);
    sentences_free(&sentences);
    judgements_free(&judgements);
    entities_free(&entities);
    return found;
}

static bool context_tells(const struct finding_rules *rules, const struct vocab *vocab,
                          struct span line, size_t context)
{
    bool *heeded = mem_new(rules_count(rules->contexts) + rules_count(rules->sequels),
                           sizeof *heeded);
    line_gives(rules, vocab, line, span_of(""), heeded);
    bool tells = heeded[context];
    free(heeded);
    return tells;
}

/* A context is proved by a sentence with a finding of which it tells something. */
static void prove_contexts(const struct finding_rules *rules, const struct vocab *vocab,
                           const struct rules *table, size_t first, struct buf *faults)
{
    for (size_t i = 0; i < rules_count(table); i++) {
        struct span example = rules_example(table, i), counter = rules_counter(table, i);
        if (!example.length || !counter.length)
            rules_fault(table, i, "a rule needs an example and a counter-example",
                        faults);
        else if (!context_tells(rules, vocab, example, first + i))
            rules_fault(table, i, "tells nothing of its example", faults);
        else if (context_tells(rules, vocab, counter, first + i))
            rules_fault(table, i, "tells of its counter-example", faults);
    }
}

size_t finding_prove(const struct finding_rules *rules, const struct vocab *vocab,
                     struct buf *faults)
{
    const struct rules *table = rules->findings;
    for (size_t i = 0; i < rules_count(table); i++) {
        struct span example = rules_example(table, i), counter = rules_counter(table, i);
        if (!example.length || !counter.length)
            rules_fault(table, i, "a rule needs an example and a counter-example",
                        faults);
        else if (!line_gives(rules, vocab, example, rules_id(table, i), NULL))
            rules_fault(table, i, "does not take its example", faults);
        else if (line_gives(rules, vocab, counter, rules_id(table, i), NULL))
            rules_fault(table, i, "takes its counter-example", faults);
    }
    size_t contexts = rules_count(rules->contexts);
    prove_contexts(rules, vocab, rules->contexts, 0, faults);
    prove_contexts(rules, vocab, rules->sequels, contexts, faults);
    return rules_count(table) + contexts + rules_count(rules->sequels) +
           rules_prove(rules->elsewhere, faults);
}

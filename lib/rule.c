#include "rule.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

struct rule {
    struct pattern pattern, requires, excludes; /* the last two may be none */
    struct span id, text, value, example, counter;
    long priority;
    const struct table_sheet *sheet;
    size_t row, order;
    bool is_own; /* the user's */
};

struct rules {
    struct rule *items;
    size_t count, room;
    struct pattern_text *looked; /* at last */
    struct demand_words *own;    /* NULL: it shares those of other tables */
    size_t *owners;              /* of each branch of the rules' patterns, the rule */
    size_t branch_count;
};

/* ---- loading --------------------------------------------------------------------------------- */

static bool fill_macro(struct buf *out, struct span name, const struct rule_source *source)
{
    for (size_t i = 0; i < source->macro_count; i++) {
        if (!span_equal(name, source->macros[i].name))
            continue;
        buf_add_text(out, "(?:");
        buf_add(out, source->macros[i].text);
        buf_add_text(out, ")");
        return true;
    }
    return false;
}

static bool is_name(struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!((text.at[i] >= 'a' && text.at[i] <= 'z') || text.at[i] == '\'' ||
              (text.at[i] == '_' && i)))
            return false;
    return text.length > 0;
}

/* {name} stands for a macro; {2,5} is a quantifier. */
static void expand(struct buf *out, struct span pattern, const struct rule_source *source,
                   const struct rule *rule)
{
    while (pattern.length) {
        size_t open = span_find_byte(pattern, '{');
        buf_add(out, span_part(pattern, 0, open));
        pattern = span_part(pattern, open, pattern.length);
        size_t close = span_find_byte(pattern, '}'), taken = 1;
        struct span name = span_part(pattern, 1, close);
        if (close == pattern.length || !is_name(name)) {
            buf_add(out, span_part(pattern, 0, taken));
        } else {
            if (!fill_macro(out, name, source))
                err_die("%s:%zu: no macro {%.*s}", rule->sheet->path,
                        rule->sheet->lines[rule->row], (int)name.length, name.at);
            taken = close + 1;
        }
        pattern = span_part(pattern, taken, pattern.length);
    }
}

/* Reads a cell as one of the rule's patterns: none where it is empty. */
static void read_pattern(const struct rules *rules, const struct rule *rule, const char *column,
                         const struct rule_source *source, struct pattern *pattern)
{
    struct buf expanded = {0};
    struct span cell =
        table_cell(rule->sheet, rule->row, places_column(rule->sheet, column));
    *pattern = (struct pattern){.text = rules->looked,
                                .path = rule->sheet->path,
                                .line = rule->sheet->lines[rule->row]};
    if (cell.length == 0)
        return;
    expand(&expanded, cell, source, rule);
    pattern_read(pattern, buf_span(&expanded));
    buf_free(&expanded);
    /* A user's are compiled at once, so that a bad one is said. Those that came with the program
     * have been held against their examples: each waits until it is tried. */
    if (rule->is_own)
        pattern_compile(pattern);
}

/* The branches of what finds a rule come first, in the order of the rules. */
static void read_patterns(struct rules *rules, const struct rule_source *source)
{
    size_t room = 0;
    for (size_t i = 0; i < rules->count; i++) {
        struct rule *rule = &rules->items[i];
        read_pattern(rules, rule, "pattern", source, &rule->pattern);
        for (size_t k = 0; k < rule->pattern.count; k++) {
            rules->owners = mem_grow(rules->owners, &room, rules->branch_count + 1,
                                     sizeof *rules->owners);
            rules->owners[rules->branch_count++] = i;
        }
    }
    for (size_t i = 0; i < rules->count; i++) {
        struct rule *rule = &rules->items[i];
        read_pattern(rules, rule, "requires", source, &rule->requires);
        read_pattern(rules, rule, "excludes", source, &rule->excludes);
    }
}

static void add_rule(struct rules *rules, const struct table_sheet *sheet, size_t row,
                     bool is_own)
{
    char digits[16] = {0};
    struct span priority = table_cell(sheet, row, places_column(sheet, "priority"));
    memcpy(digits, priority.at, priority.length < 15 ? priority.length : 15);
    struct rule rule = {.text = table_cell(sheet, row, places_column(sheet, "pattern")),
                        .id = table_cell(sheet, row, places_column(sheet, "id")),
                        .value = table_cell(sheet, row, places_column(sheet, "value")),
                        .example = table_cell(sheet, row, places_column(sheet, "example")),
                        .counter = table_cell(sheet, row, places_column(sheet, "counter")),
                        .priority = strtol(digits, NULL, 10),
                        .sheet = sheet,
                        .row = row,
                        .order = rules->count,
                        .is_own = is_own};
    if (rule.id.length == 0 || rule.text.length == 0)
        err_die("%s:%zu: a rule needs an id and a pattern", sheet->path, sheet->lines[row]);
    rules->items = mem_grow(rules->items, &rules->room, rules->count + 1, sizeof *rules->items);
    rules->items[rules->count++] = rule;
}

static int by_precedence(const void *a, const void *b)
{
    const struct rule *left = a, *right = b;
    if (left->priority != right->priority)
        return left->priority > right->priority ? -1 : 1;
    return (left->order > right->order) - (left->order < right->order);
}

size_t rules_macros(struct places *places, struct rule_macro macros[RULE_MACROS_MAX], size_t count)
{
    struct places_walk walk = places_walk(places, "rules/macros.csv");
    while (places_next(&walk)) {
        if (count == RULE_MACROS_MAX)
            err_die("%s:%zu: more than %d macros", walk.sheet->path,
                    walk.sheet->lines[walk.row], RULE_MACROS_MAX);
        macros[count++] = (struct rule_macro){places_cell(&walk, "macro"),
                                              places_cell(&walk, "pattern")};
    }
    return count;
}

struct rules *rules_load(const struct rule_source *source, const char *name)
{
    struct rules *rules = mem_new(1, sizeof *rules);
    size_t count;
    rules->own = source->words ? NULL : demand_words_new();
    rules->looked = pattern_text_new(source->words ? source->words : rules->own);
    struct table_sheet *const *sheets = places_load(source->places, name, &count);
    for (size_t s = 0; s < count; s++)
        for (size_t row = 0; row < sheets[s]->row_count; row++)
            add_rule(rules, sheets[s], row, s > 0 || !places_shipped(source->places));
    if (rules->count)
        qsort(rules->items, rules->count, sizeof *rules->items, by_precedence);
    read_patterns(rules, source);
    return rules;
}

void rules_free(struct rules *rules)
{
    if (!rules)
        return;
    for (size_t i = 0; i < rules->count; i++) {
        pattern_free(&rules->items[i].pattern);
        pattern_free(&rules->items[i].requires);
        pattern_free(&rules->items[i].excludes);
    }
    pattern_text_free(rules->looked);
    demand_words_free(rules->own);
    free(rules->owners);
    free(rules->items);
    free(rules);
}

size_t rules_count(const struct rules *rules)
{
    return rules->count;
}

struct span rules_id(const struct rules *rules, size_t rule)
{
    return rules->items[rule].id;
}

struct span rules_pattern(const struct rules *rules, size_t rule)
{
    return rules->items[rule].text;
}

struct span rules_value(const struct rules *rules, size_t rule)
{
    return rules->items[rule].value;
}

struct span rules_example(const struct rules *rules, size_t rule)
{
    return rules->items[rule].example;
}

struct span rules_counter(const struct rules *rules, size_t rule)
{
    return rules->items[rule].counter;
}

/* ---- matching -------------------------------------------------------------------------------- */

void rules_look(const struct rules *rules, struct span text)
{
    pattern_text_look(rules->looked, text);
}

size_t rules_candidate(const struct rules *rules, size_t from)
{
    if (from >= rules->count)
        return rules->count;
    size_t branch = pattern_text_next(rules->looked, rules->items[from].pattern.first);
    return branch < rules->branch_count ? rules->owners[branch] : rules->count;
}

bool rules_find(const struct rules *rules, size_t number, size_t from, struct rule_hit *hit)
{
    const struct rule *rule = &rules->items[number];
    if ((rule->requires.count && !pattern_may(&rule->requires)) ||
        !pattern_find(&rule->pattern, from, &hit->match) ||
        (rule->requires.count && !pattern_matches(&rule->requires)) ||
        (rule->excludes.count && pattern_matches(&rule->excludes)))
        return false;
    hit->rule = number;
    hit->start = hit->match.start;
    hit->end = hit->match.end;
    return true;
}

struct rules_walk rules_walk(const struct rules *rules, struct span text)
{
    rules_look(rules, text);
    return (struct rules_walk){rules, 0, 0};
}

/* A match of nothing is the rule's last. */
bool rules_next(struct rules_walk *walk, struct rule_hit *hit)
{
    const size_t length = pattern_text_length(walk->rules->looked);
    for (;; walk->rule++, walk->from = 0) {
        size_t candidate = rules_candidate(walk->rules, walk->rule);
        if (candidate == walk->rules->count)
            return false;
        walk->from = candidate == walk->rule ? walk->from : 0;
        walk->rule = candidate;
        if (walk->from >= length || !rules_find(walk->rules, walk->rule, walk->from, hit))
            continue;
        walk->from = hit->end > walk->from ? hit->end : length;
        return true;
    }
}

bool rules_may(const struct rules *rules, struct span text)
{
    rules_look(rules, text);
    for (size_t i = rules_candidate(rules, 0); i < rules->count;
         i = rules_candidate(rules, i + 1))
        if (pattern_may(&rules->items[i].pattern))
            return true;
    return false;
}

bool rules_first(const struct rules *rules, struct span text, struct rule_hit *hit)
{
    rules_look(rules, text);
    for (size_t i = rules_candidate(rules, 0); i < rules->count;
         i = rules_candidate(rules, i + 1))
        if (rules_find(rules, i, 0, hit))
            return true;
    return false;
}

bool rules_group(const struct rules *rules, const struct rule_hit *hit, const char *group,
                 size_t *start, size_t *end)
{
    return pattern_group(&rules->items[hit->rule].pattern, &hit->match, group, start, end);
}

void rules_fault(const struct rules *rules, size_t rule, const char *what, struct buf *faults)
{
    const struct rule *faulty = &rules->items[rule];
    buf_add_format(faults, "%s:%zu: %.*s: %s\n", faulty->sheet->path,
                   faulty->sheet->lines[faulty->row],
                   (int)faulty->id.length, faulty->id.at, what);
}

static bool finds(const struct rules *rules, size_t rule, struct span text)
{
    struct rule_hit hit;
    rules_look(rules, text);
    return rules_find(rules, rule, 0, &hit);
}

size_t rules_prove(const struct rules *rules, struct buf *faults)
{
    for (size_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->items[i];
        struct rule_hit hit;
        if (!rule->example.length || !rule->counter.length)
            rules_fault(rules, i, "a rule needs an example and a counter-example", faults);
        else if (!finds(rules, i, rule->example))
            rules_fault(rules, i, "does not match its example", faults);
        else if (rules_first(rules, rule->example, &hit) && hit.rule != i)
            rules_fault(rules, i, "an earlier rule takes its example", faults);
        else if (finds(rules, i, rule->counter))
            rules_fault(rules, i, "matches its counter-example", faults);
    }
    return rules->count;
}

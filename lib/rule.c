#include "rule.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

struct rule {
    struct pattern pattern, requires, excludes; /* the last two may be none */
    struct span id, text, value, example, counter;
    long priority;
    const char *path;
    size_t line, order;
};

struct rules {
    struct rule *items;
    size_t count, room;
    struct pattern_text *looked; /* at last */
    size_t *keys; /* of the rules, together: most rules are refused by them alone */
};

/* ---- loading --------------------------------------------------------------------------------- */

static bool fill_macro(struct buf *out, struct span name, const struct rule_macro *macros,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!span_equal(name, macros[i].name))
            continue;
        buf_add_text(out, "(?:");
        buf_add(out, macros[i].text);
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
static void expand(struct buf *out, struct span pattern, const struct rule_macro *macros,
                   size_t count, const char *path, size_t line)
{
    for (size_t i = 0; i < pattern.length; i++) {
        struct span rest = span_part(pattern, i, pattern.length);
        size_t close = span_find_byte(rest, '}');
        struct span name = span_part(rest, 1, close);
        if (rest.at[0] != '{' || close == rest.length || !is_name(name)) {
            buf_add_byte(out, rest.at[0]);
            continue;
        }
        if (!fill_macro(out, name, macros, count))
            err_die("%s:%zu: no macro {%.*s}", path, line, (int)name.length, name.at);
        i += close;
    }
}

/* One of a rule's patterns; none where its cell is empty. */
static struct pattern read_pattern(const struct rules *rules, const struct rule *rule,
                                   struct span cell, const struct rule_macro *macros,
                                   size_t count)
{
    struct pattern pattern = {rules->looked, rule->path, rule->line, NULL, 0};
    struct buf expanded = {0};
    if (cell.length == 0)
        return pattern;
    expand(&expanded, cell, macros, count, rule->path, rule->line);
    pattern_read(&pattern, buf_span(&expanded));
    buf_free(&expanded);
    return pattern;
}

static void add_rule(struct rules *rules, const struct table_sheet *sheet, size_t row,
                     const struct rule_macro *macros, size_t count)
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
                        .path = sheet->path,
                        .line = sheet->lines[row],
                        .order = rules->count};
    struct span pattern = table_cell(sheet, row, places_column(sheet, "pattern"));
    if (rule.id.length == 0 || pattern.length == 0)
        err_die("%s:%zu: a rule needs an id and a pattern", rule.path, rule.line);
    struct span requires = table_cell(sheet, row, places_column(sheet, "requires"));
    struct span excludes = table_cell(sheet, row, places_column(sheet, "excludes"));
    rule.pattern = read_pattern(rules, &rule, pattern, macros, count);
    rule.requires = read_pattern(rules, &rule, requires, macros, count);
    rule.excludes = read_pattern(rules, &rule, excludes, macros, count);
    rules->items = mem_grow(rules->items, &rules->room, rules->count + 1, sizeof *rules->items);
    rules->items[rules->count++] = rule;
}

/* A user's patterns are compiled while they load, so that a bad one is said at once. Those that
 * came with the program have been held against their examples: each waits until it is tried. */
static void compile_rule(const struct rule *rule)
{
    pattern_compile(&rule->pattern);
    pattern_compile(&rule->requires);
    pattern_compile(&rule->excludes);
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

struct rules *rules_load(struct places *places, const char *name,
                         const struct rule_macro *macros, size_t macro_count)
{
    struct rules *rules = mem_new(1, sizeof *rules);
    size_t count;
    rules->looked = pattern_text_new();
    struct table_sheet *const *sheets = places_load(places, name, &count);
    for (size_t s = 0; s < count; s++)
        for (size_t row = 0; row < sheets[s]->row_count; row++) {
            add_rule(rules, sheets[s], row, macros, macro_count);
            if (s > 0 || !places_shipped(places))
                compile_rule(&rules->items[rules->count - 1]);
        }
    if (rules->count)
        qsort(rules->items, rules->count, sizeof *rules->items, by_precedence);
    rules->keys = mem_new(rules->count, sizeof *rules->keys);
    for (size_t i = 0; i < rules->count; i++)
        rules->keys[i] = pattern_key(&rules->items[i].pattern);
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
    free(rules->keys);
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

static bool find_rule(const struct rules *rules, size_t number, size_t from, struct rule_hit *hit)
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

bool rules_find(const struct rules *rules, size_t rule, size_t from, struct rule_hit *hit)
{
    return pattern_text_holds(rules->looked, rules->keys[rule]) &&
           find_rule(rules, rule, from, hit);
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
    for (; walk->rule < walk->rules->count; walk->rule++, walk->from = 0) {
        if (walk->from >= length || !rules_find(walk->rules, walk->rule, walk->from, hit))
            continue;
        walk->from = hit->end > walk->from ? hit->end : length;
        return true;
    }
    return false;
}

bool rules_may(const struct rules *rules, struct span text)
{
    bool may = false;
    rules_look(rules, text);
    for (size_t i = 0; i < rules->count && !may; i++)
        may = pattern_may(&rules->items[i].pattern);
    return may;
}

bool rules_first(const struct rules *rules, struct span text, struct rule_hit *hit)
{
    rules_look(rules, text);
    for (size_t i = 0; i < rules->count; i++)
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
    buf_add_format(faults, "%s:%zu: %.*s: %s\n", faulty->path, faulty->line,
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

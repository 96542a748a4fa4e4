#define PCRE2_CODE_UNIT_WIDTH 8
#include "rule.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "must.h"
#include "sieve.h"
#include "utf8.h"

#define NO_KEY SIZE_MAX

struct pattern {
    struct span text; /* with its macros, in small letters; absent: there is none */
    pcre2_code *code; /* NULL: not compiled yet */
    bool tried;
    bool machine; /* it is machine code by now */
};

struct rule {
    struct span id, text, value, example, counter;
    long priority;
    const char *path;
    size_t line, order;
    struct pattern pattern, requires, excludes; /* the last two may be none */
    size_t *needs; /* sets of the sieve: a text that holds none of one is not matched */
    size_t need_count, need_room;
    size_t own_needs; /* the first so many stand in the match, the others anywhere */
    size_t key, telling; /* the need that tells most, or NO_KEY; how much it tells */
};

struct rules {
    struct rule *items;
    size_t count, room;
    struct sieve *sieve;
    size_t *keys; /* of the rules, together: most rules are refused by them alone */
    struct buf *small; /* the text looked at, in small letters */
    struct mem_arena arena; /* of the patterns' texts */
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_match_data *aside; /* for a match of which only the fact is asked */
};

/* ---- small letters ---------------------------------------------------------------------------
 *
 * Patterns and texts are brought to small letters, each once: PCRE2's own caseless matching looks
 * at every s and k as a set of three characters, which makes most words dear. */

static char small_of(char byte)
{
    char plain = utf8_plain[(unsigned char)byte];
    return plain ? plain : byte;
}

/* What the escape at the start of a pattern takes: "\W", "\p{Lu}". */
static size_t escape_length(struct span pattern)
{
    size_t close = span_find_byte(pattern, '}');
    bool braced = pattern.length > 2 && pattern.at[2] == '{' && close < pattern.length;
    return braced ? close + 1 : pattern.length < 2 ? pattern.length : 2;
}

/* Escapes stay as they are: of them capitals mean the contrary. */
static void make_small(struct buf *pattern)
{
    for (size_t i = 0; i < pattern->length;) {
        struct span rest = span_part(buf_span(pattern), i, pattern->length);
        if (rest.at[0] == '\\') {
            i += escape_length(rest);
            continue;
        }
        pattern->at[i] = small_of(pattern->at[i]);
        i++;
    }
}

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

static pcre2_code *compile(struct span pattern, uint32_t options, const char *path, size_t line)
{
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern.at, pattern.length,
                      PCRE2_UTF | PCRE2_UCP | options, &error, &offset, NULL);
    if (!code) {
        char message[256];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message);
        err_die("%s:%zu: pattern, byte %zu of '%.*s': %s", path, line, (size_t)offset,
                (int)pattern.length, pattern.at, message);
    }
    return code;
}

/* How much a set tells: as much as its shortest string has bytes; nothing where that is a
 * placeholder, of which most texts hold some. */
static size_t telling(const struct must *must)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < must->count; i++)
        if (must->items[i].at[0] == '\xEE')
            least = 0;
        else if (must->items[i].length < least)
            least = must->items[i].length;
    return least;
}

/* A text must hold what the pattern cannot match without. */
static void add_needs(struct rules *rules, struct rule *rule, struct span pattern)
{
    struct mem_arena arena = {0};
    for (const struct must *must = must_of(&arena, pattern); must; must = must->next) {
        rule->needs = mem_grow(rule->needs, &rule->need_room, rule->need_count + 1,
                               sizeof *rule->needs);
        size_t set = sieve_add(rules->sieve, must->items, must->count);
        rule->needs[rule->need_count++] = set;
        if (rule->key == NO_KEY || telling(must) > rule->telling) {
            rule->key = set;
            rule->telling = telling(must);
        }
    }
    mem_arena_free(&arena);
}

/* One of a rule's patterns; none where its cell is empty. */
static struct pattern add_pattern(struct rules *rules, struct rule *rule, struct span cell,
                                  const struct rule_macro *macros, size_t count)
{
    struct pattern pattern = {.text = {NULL, 0}};
    struct buf expanded = {0};
    if (cell.length == 0)
        return pattern;
    expand(&expanded, cell, macros, count, rule->path, rule->line);
    make_small(&expanded);
    pattern.text.at = mem_arena_copy(&rules->arena, expanded.at, expanded.length);
    pattern.text.length = expanded.length;
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
                        .key = NO_KEY,
                        .order = rules->count};
    struct span pattern = table_cell(sheet, row, places_column(sheet, "pattern"));
    if (rule.id.length == 0 || pattern.length == 0)
        err_die("%s:%zu: a rule needs an id and a pattern", rule.path, rule.line);
    rule.pattern = add_pattern(rules, &rule, pattern, macros, count);
    add_needs(rules, &rule, rule.pattern.text);
    rule.own_needs = rule.need_count;
    struct span requires = table_cell(sheet, row, places_column(sheet, "requires"));
    rule.requires = add_pattern(rules, &rule, requires, macros, count);
    add_needs(rules, &rule, rule.requires.text);
    struct span excludes = table_cell(sheet, row, places_column(sheet, "excludes"));
    rule.excludes = add_pattern(rules, &rule, excludes, macros, count);
    rules->items = mem_grow(rules->items, &rules->room, rules->count + 1, sizeof *rules->items);
    rules->items[rules->count++] = rule;
}

static void compile_pattern(const struct rule *rule, struct pattern *pattern)
{
    if (pattern->text.length && !pattern->code)
        pattern->code = compile(pattern->text, PCRE2_USE_OFFSET_LIMIT, rule->path, rule->line);
}

/* A user's patterns are compiled while they load, so that a bad one is said at once. Those that
 * came with the program have been held against their examples: each waits until it is tried. */
static void compile_rule(struct rule *rule)
{
    compile_pattern(rule, &rule->pattern);
    compile_pattern(rule, &rule->requires);
    compile_pattern(rule, &rule->excludes);
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
    rules->context = pcre2_match_context_create(NULL);
    rules->data = pcre2_match_data_create(RULE_GROUPS_MAX, NULL);
    rules->aside = pcre2_match_data_create(1, NULL);
    if (!rules->context || !rules->data || !rules->aside)
        err_die("out of memory: rules");
    pcre2_set_match_limit(rules->context, RULE_MATCH_LIMIT);
    rules->sieve = sieve_new();
    rules->small = mem_new(1, sizeof *rules->small);
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
        rules->keys[i] = rules->items[i].key;
    return rules;
}

void rules_free(struct rules *rules)
{
    if (!rules)
        return;
    for (size_t i = 0; i < rules->count; i++) {
        pcre2_code_free(rules->items[i].pattern.code);
        pcre2_code_free(rules->items[i].requires.code);
        pcre2_code_free(rules->items[i].excludes.code);
        free(rules->items[i].needs);
    }
    sieve_free(rules->sieve);
    free(rules->keys);
    buf_free(rules->small);
    free(rules->small);
    mem_arena_free(&rules->arena);
    pcre2_match_data_free(rules->data);
    pcre2_match_data_free(rules->aside);
    pcre2_match_context_free(rules->context);
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

/* Matches the text looked at from a byte on, and at the latest at `last`. A pattern is made machine
 * code when it is tried first: that costs more than reading it. Then straight into that:
 * pcre2_match looks at its arguments first, which takes longer than most of these tries. */
static int match(const struct rules *rules, const struct rule *rule, struct pattern *pattern,
                 size_t from, size_t last, pcre2_match_data *data)
{
    if (!pattern->tried) {
        compile_pattern(rule, pattern);
        pattern->machine = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
        pattern->tried = true;
    }
    pcre2_set_offset_limit(rules->context, last);
    return (pattern->machine ? pcre2_jit_match : pcre2_match)(
        pattern->code, (PCRE2_SPTR)rules->small->at, rules->small->length, from,
        PCRE2_NO_UTF_CHECK, data, rules->context);
}

static bool matches(const struct rules *rules, const struct rule *rule, struct pattern *pattern)
{
    return match(rules, rule, pattern, 0, PCRE2_UNSET, rules->aside) >= 0;
}

void rules_look(const struct rules *rules, struct span text)
{
    buf_clear(rules->small);
    char *small = buf_reserve(rules->small, text.length);
    for (size_t i = 0; i < text.length; i++)
        small[i] = small_of(text.at[i]);
    rules->small->length = text.length;
    sieve_read(rules->sieve, buf_span(rules->small));
}

/* The last byte at which a match can begin: what it must hold stands no earlier. False: none. */
static bool last_begin(const struct rules *rules, const struct rule *rule, size_t *last)
{
    *last = rules->small->length;
    for (size_t i = 0; i < rule->need_count; i++) {
        size_t found = sieve_last(rules->sieve, rule->needs[i]);
        if (found == 0)
            return false;
        if (i < rule->own_needs && found - 1 < *last)
            *last = found - 1;
    }
    return true;
}

static bool find_rule(const struct rules *rules, size_t number, size_t from, struct rule_hit *hit)
{
    struct rule *rule = &rules->items[number];
    size_t last;
    if (!last_begin(rules, rule, &last) || last < from)
        return false;
    int found = match(rules, rule, &rule->pattern, from, last, rules->data);
    if (found < 0 || (rule->requires.text.length && !matches(rules, rule, &rule->requires)) ||
        (rule->excludes.text.length && matches(rules, rule, &rule->excludes)))
        return false;
    const size_t taken_count = found ? (size_t)found : RULE_GROUPS_MAX; /* 0: or more */
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(rules->data);
    hit->rule = number;
    hit->start = offsets[0];
    hit->end = offsets[1];
    for (size_t i = 0; i < RULE_GROUPS_MAX; i++) {
        bool taken = i < taken_count && offsets[2 * i] != PCRE2_UNSET;
        hit->groups[i].start = taken ? offsets[2 * i] : SIZE_MAX;
        hit->groups[i].end = taken ? offsets[2 * i + 1] : SIZE_MAX;
    }
    return true;
}

bool rules_find(const struct rules *rules, size_t rule, size_t from, struct rule_hit *hit)
{
    size_t key = rules->keys[rule];
    return (key == NO_KEY || sieve_last(rules->sieve, key)) && find_rule(rules, rule, from, hit);
}

struct rules_walk rules_walk(const struct rules *rules, struct span text)
{
    rules_look(rules, text);
    return (struct rules_walk){rules, 0, 0};
}

/* A match of nothing is the rule's last. */
bool rules_next(struct rules_walk *walk, struct rule_hit *hit)
{
    const size_t length = walk->rules->small->length;
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
    size_t last;
    rules_look(rules, text);
    for (size_t i = 0; i < rules->count && !may; i++)
        may = last_begin(rules, &rules->items[i], &last);
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
    int number =
        pcre2_substring_number_from_name(rules->items[hit->rule].pattern.code, (PCRE2_SPTR)group);
    if (number < 1 || number >= RULE_GROUPS_MAX || hit->groups[number].start == SIZE_MAX)
        return false;
    *start = hit->groups[number].start;
    *end = hit->groups[number].end;
    return true;
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

struct rule_whole {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
};

struct rule_whole *rule_whole_new(struct span pattern, const char *path, size_t line)
{
    struct rule_whole *whole = mem_new(1, sizeof *whole);
    whole->code = compile(pattern, PCRE2_ANCHORED | PCRE2_ENDANCHORED, path, line);
    whole->data = pcre2_match_data_create(1, NULL);
    whole->context = pcre2_match_context_create(NULL);
    if (!whole->data || !whole->context)
        err_die("out of memory: a pattern");
    pcre2_set_match_limit(whole->context, RULE_MATCH_LIMIT);
    return whole;
}

bool rule_whole_holds(const struct rule_whole *whole, struct span text)
{
    return pcre2_match(whole->code, (PCRE2_SPTR)text.at, text.length, 0, PCRE2_NO_UTF_CHECK,
                       whole->data, whole->context) >= 0;
}

void rule_whole_free(struct rule_whole *whole)
{
    if (!whole)
        return;
    pcre2_code_free(whole->code);
    pcre2_match_data_free(whole->data);
    pcre2_match_context_free(whole->context);
    free(whole);
}

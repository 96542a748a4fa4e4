#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "expression.h"
#include "mem.h"
#include "utf8.h"

/* Places where a match may begin that are tried each by itself: then all others at once, for a
 * match may take PATTERN_MATCH_LIMIT steps at each. */
enum { PLACES_MAX = 12 };

struct pattern_text {
    struct buf small; /* in small letters */
    bool wide;        /* it has letters, digits or blanks that ASCII lacks, or may have */
    struct demand_text holds;
    uint64_t *may; /* a bit for each branch that is worth trying on it */
    size_t branch_count;
    size_t *firsts; /* of each, the set of its most telling need; of none the one always held */
    struct marked { /* those that a placeholder will do for */
        size_t branch;
        uint64_t kinds;
    } *marked;
    size_t marked_count, first_room, marked_room;
    pcre2_match_context *context;
    pcre2_match_data *data;
    struct mem_arena arena; /* of the branches */
};

struct pattern_branch {
    struct span expression; /* in small letters */
    /* For texts that are not wide, and for those that are: what a letter is need not be looked up
     * where all are of ASCII, which takes a fourth less. */
    struct code {
        pcre2_code *code; /* NULL: not compiled yet */
        bool tried;
        bool machine; /* it is machine code by now */
    } codes[2];
    struct begin_heads *heads; /* where it may begin; NULL: anywhere */
    struct demand *needs; /* the most telling first */
    size_t need_count;
};

/* ---- branches -------------------------------------------------------------------------------- */

static void add_needs(struct pattern_text *text, struct pattern_branch *branch,
                      const struct must *sets)
{
    size_t count = 0, most = 0;
    for (const struct must *must = sets; must; must = must->next)
        count++;
    branch->needs = mem_arena_new(&text->arena, count, sizeof *branch->needs);
    for (const struct must *must = sets; must; must = must->next) {
        size_t number = branch->need_count++, telling;
        branch->needs[number] = demand_of(text->holds.words, must, &telling);
        if (number && telling <= most)
            continue;
        most = telling;
        struct demand first = branch->needs[0];
        branch->needs[0] = branch->needs[number];
        branch->needs[number] = first;
    }
}

/* Most branches are refused by their most telling need alone: these stand together. */
static void add_first(struct pattern_text *text, const struct pattern_branch *branch)
{
    static const struct demand nothing = {0, SIEVE_ALWAYS};
    const struct demand *need = branch->need_count ? branch->needs : &nothing;
    size_t number = text->branch_count++;
    text->may = mem_resize(text->may, text->branch_count / 64 + 1, sizeof *text->may);
    text->firsts =
        mem_grow(text->firsts, &text->first_room, text->branch_count, sizeof *text->firsts);
    text->firsts[number] = need->set;
    if (!need->kinds)
        return;
    text->marked = mem_grow(text->marked, &text->marked_room, text->marked_count + 1,
                            sizeof *text->marked);
    text->marked[text->marked_count++] = (struct marked){number, need->kinds};
}

static void add_heads(struct pattern_text *text, struct pattern_branch *branch,
                      const struct must_known *known)
{
    if (!known->head_count)
        return;
    branch->heads = mem_arena_new(&text->arena, 1, sizeof *branch->heads);
    *branch->heads = (struct begin_heads){0};
    for (size_t i = 0; i < known->head_count; i++)
        begin_add(branch->heads, known->heads[i], known->edge);
}

static void set_branches(struct pattern *pattern, const struct span *expressions,
                         const struct must_known *known, size_t count)
{
    struct pattern_text *text = pattern->text;
    pattern->branches = mem_arena_new(&text->arena, count, sizeof *pattern->branches);
    pattern->count = count;
    pattern->first = text->branch_count;
    for (size_t i = 0; i < count; i++) {
        struct pattern_branch *branch = &pattern->branches[i];
        *branch = (struct pattern_branch){.expression = expressions[i]};
        add_needs(text, branch, known[i].sets);
        add_first(text, branch);
        add_heads(text, branch, &known[i]);
    }
}

/* The branches and what is known of each; 0 where they are too many, or one needs no words: then
 * they are not told apart. */
static size_t read_branches(struct mem_arena *arena, struct span all, struct span *expressions,
                            struct must_known *known)
{
    size_t count = 0;
    for (size_t at = 0; at <= all.length; count++) {
        if (count == PATTERN_BRANCHES_MAX)
            return 0;
        expressions[count] = expression_branch(all, &at);
        known[count] = must_of(arena, expressions[count]);
        if (!known[count].sets)
            return 0;
    }
    return count;
}

void pattern_read(struct pattern *pattern, struct span expression)
{
    struct span expressions[PATTERN_BRANCHES_MAX];
    struct must_known known[PATTERN_BRANCHES_MAX];
    struct mem_arena arena = {0};
    struct span small = expression_small(&pattern->text->arena, expression);
    size_t count = read_branches(&arena, expression_bare(small), expressions, known);
    if (count == 0) {
        expressions[0] = small;
        known[0] = must_of(&arena, small);
        count = 1;
    }
    set_branches(pattern, expressions, known, count);
    mem_arena_free(&arena);
}

static pcre2_code *compile(struct span expression, uint32_t options, const char *path,
                           size_t line)
{
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)expression.at, expression.length,
                      PCRE2_UTF | options, &error, &offset, NULL);
    if (!code) {
        char message[256];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message);
        err_die("%s:%zu: pattern, byte %zu of '%.*s': %s", path, line, (size_t)offset,
                (int)expression.length, expression.at, message);
    }
    return code;
}

static void compile_branch(const struct pattern *pattern, struct pattern_branch *branch,
                           bool wide)
{
    if (!branch->codes[wide].code)
        branch->codes[wide].code =
            compile(branch->expression, PCRE2_USE_OFFSET_LIMIT | (wide ? PCRE2_UCP : 0),
                    pattern->path, pattern->line);
}

void pattern_compile(const struct pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++)
        compile_branch(pattern, &pattern->branches[i], false);
}

void pattern_free(struct pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++)
        for (size_t wide = 0; wide < 2; wide++)
            pcre2_code_free(pattern->branches[i].codes[wide].code);
    pattern->count = 0;
}

/* ---- the text -------------------------------------------------------------------------------- */

struct pattern_text *pattern_text_new(struct demand_words *words)
{
    struct pattern_text *text = mem_new(1, sizeof *text);
    text->holds.words = words;
    text->may = mem_new(1, sizeof *text->may);
    text->context = pcre2_match_context_create(NULL);
    text->data = pcre2_match_data_create(PATTERN_GROUPS_MAX, NULL);
    if (!text->context || !text->data)
        err_die("out of memory: patterns");
    pcre2_set_match_limit(text->context, PATTERN_MATCH_LIMIT);
    return text;
}

void pattern_text_free(struct pattern_text *text)
{
    if (!text)
        return;
    buf_free(&text->small);
    pcre2_match_data_free(text->data);
    pcre2_match_context_free(text->context);
    mem_arena_free(&text->arena);
    free(text->firsts);
    free(text->marked);
    free(text->may);
    free(text);
}

/* Another text may have been looked at for other patterns since. */
static void keep_words(struct pattern_text *text)
{
    demand_keep(&text->holds, buf_span(&text->small));
}

/* Notes the branches worth trying, all at once: most are not. */
static void note_branches(struct pattern_text *text)
{
    const uint32_t *last = text->holds.words->last;
    for (size_t first = 0; first < text->branch_count; first += 64) {
        size_t left = text->branch_count - first;
        uint64_t bits = 0;
        for (size_t i = left < 64 ? left : 64; i-- > 0;)
            bits = bits << 1 | (last[text->firsts[first + i]] != 0);
        text->may[first / 64] = bits;
    }
    for (size_t i = 0; i < text->marked_count; i++) {
        const struct marked *marked = &text->marked[i];
        uint64_t may = (marked->kinds & text->holds.kinds) != 0;
        text->may[marked->branch / 64] |= may << marked->branch % 64;
    }
}

/* Placeholders, quotation marks, dashes and signs of money are neither letters, digits nor blanks,
 * with Unicode's properties or without: other characters beyond ASCII may be. */
static bool is_wide(struct span text)
{
    for (size_t at = 0; at < text.length;) {
        uint32_t point = (unsigned char)text.at[at];
        at += point < 0x80 ? 1 : utf8_decode(span_part(text, at, text.length), &point);
        if (point >= 0x80 && !(point >= 0xE000 && point < 0xF900) &&
            !(point >= 0x2010 && point < 0x2028) && point != 0xA3 && point != 0x20AC)
            return true;
    }
    return false;
}

void pattern_text_look(struct pattern_text *text, struct span look)
{
    buf_clear(&text->small);
    expression_small_text(buf_reserve(&text->small, look.length), look);
    text->small.length = look.length;
    text->wide = is_wide(buf_span(&text->small));
    demand_look(&text->holds, buf_span(&text->small));
    note_branches(text);
}

size_t pattern_text_next(const struct pattern_text *text, size_t branch)
{
    for (; branch < text->branch_count; branch++) {
        uint64_t left = text->may[branch / 64] >> branch % 64;
        if (left & 1)
            return branch;
        if (!left)
            branch |= 63;
    }
    return text->branch_count;
}

size_t pattern_text_length(const struct pattern_text *text)
{
    return text->small.length;
}

/* ---- matching -------------------------------------------------------------------------------- */

/* The last byte at which a match can begin: what it must hold stands no earlier. False: none. */
static bool last_begin(const struct pattern *pattern, size_t number, size_t *last)
{
    const struct pattern_text *text = pattern->text;
    const struct pattern_branch *branch = &pattern->branches[number];
    *last = text->small.length;
    number += pattern->first;
    if (!(text->may[number / 64] >> number % 64 & 1))
        return false;
    for (size_t i = 0; i < branch->need_count; i++) {
        size_t found = demand_last(&text->holds, &branch->needs[i]);
        if (found == 0)
            return false;
        if (found - 1 < *last)
            *last = found - 1;
    }
    return true;
}

bool pattern_may(const struct pattern *pattern)
{
    size_t last;
    keep_words(pattern->text);
    for (size_t i = 0; i < pattern->count; i++)
        if (last_begin(pattern, i, &last))
            return true;
    return false;
}

/* Tries a branch at the places from `from` to `last`. It is made machine code when it is tried
 * first: that costs more than reading it. Then straight into that: pcre2_match looks at its
 * arguments first, which takes longer than most of these tries. */
static int match_between(const struct pattern *pattern, struct pattern_branch *branch,
                         size_t from, size_t last)
{
    const struct pattern_text *text = pattern->text;
    struct code *code = &branch->codes[text->wide];
    if (!code->tried) {
        compile_branch(pattern, branch, text->wide);
        code->machine = pcre2_jit_compile(code->code, PCRE2_JIT_COMPLETE) == 0;
        code->tried = true;
    }
    pcre2_set_offset_limit(text->context, last);
    return (code->machine ? pcre2_jit_match : pcre2_match)(
        code->code, (PCRE2_SPTR)text->small.at, text->small.length, from,
        PCRE2_NO_UTF_CHECK, text->data, text->context);
}

/* The same, at the places alone where it may begin. */
static int match(const struct pattern *pattern, struct pattern_branch *branch, size_t from,
                 size_t last)
{
    struct pattern_text *text = pattern->text;
    if (!branch->heads)
        return match_between(pattern, branch, from, last);
    const struct begin_text *places = demand_places(&text->holds, buf_span(&text->small));
    for (size_t tried = 0; begin_next(branch->heads, places, last, &from); from++) {
        bool alone = ++tried < PLACES_MAX;
        int found = match_between(pattern, branch, from, alone ? from : last);
        if (found != PCRE2_ERROR_NOMATCH || !alone)
            return found;
    }
    return PCRE2_ERROR_NOMATCH;
}

/* `found`: the groups matched, 0 where there are more than there is room for. */
static void note_hit(const struct pattern_text *text, size_t branch, int found,
                     struct pattern_hit *hit)
{
    const size_t count = found ? (size_t)found : PATTERN_GROUPS_MAX;
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(text->data);
    hit->branch = branch;
    hit->start = offsets[0];
    hit->end = offsets[1];
    for (size_t i = 0; i < PATTERN_GROUPS_MAX; i++) {
        bool taken = i < count && offsets[2 * i] != PCRE2_UNSET;
        hit->groups[i].start = taken ? offsets[2 * i] : SIZE_MAX;
        hit->groups[i].end = taken ? offsets[2 * i + 1] : SIZE_MAX;
    }
}

/* Of two branches the one whose match begins first; of two that begin together the first. */
bool pattern_find(const struct pattern *pattern, size_t from, struct pattern_hit *hit)
{
    size_t behind = SIZE_MAX; /* a better match begins before it */
    keep_words(pattern->text);
    for (size_t i = 0; i < pattern->count && from < behind; i++) {
        struct pattern_branch *branch = &pattern->branches[i];
        size_t last;
        if (!last_begin(pattern, i, &last) || last < from)
            continue;
        int found = match(pattern, branch, from, last < behind ? last : behind - 1);
        if (found < 0)
            continue;
        note_hit(pattern->text, i, found, hit);
        behind = hit->start;
    }
    return behind != SIZE_MAX;
}

bool pattern_matches(const struct pattern *pattern)
{
    size_t last;
    keep_words(pattern->text);
    for (size_t i = 0; i < pattern->count; i++)
        if (last_begin(pattern, i, &last) &&
            match(pattern, &pattern->branches[i], 0, last) >= 0)
            return true;
    return false;
}

bool pattern_group(const struct pattern *pattern, const struct pattern_hit *hit,
                   const char *group, size_t *start, size_t *end)
{
    const struct code *codes = pattern->branches[hit->branch].codes;
    int number = pcre2_substring_number_from_name(
        codes[0].code ? codes[0].code : codes[1].code, (PCRE2_SPTR)group);
    if (number < 1 || number >= PATTERN_GROUPS_MAX || hit->groups[number].start == SIZE_MAX)
        return false;
    *start = hit->groups[number].start;
    *end = hit->groups[number].end;
    return true;
}

/* ---- whole texts ----------------------------------------------------------------------------- */

struct pattern_whole {
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
};

struct pattern_whole *pattern_whole_new(struct span expression, const char *path, size_t line)
{
    struct pattern_whole *whole = mem_new(1, sizeof *whole);
    whole->code =
        compile(expression, PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED, path, line);
    whole->data = pcre2_match_data_create(1, NULL);
    whole->context = pcre2_match_context_create(NULL);
    if (!whole->data || !whole->context)
        err_die("out of memory: a pattern");
    pcre2_set_match_limit(whole->context, PATTERN_MATCH_LIMIT);
    return whole;
}

bool pattern_whole_holds(const struct pattern_whole *whole, struct span text)
{
    return pcre2_match(whole->code, (PCRE2_SPTR)text.at, text.length, 0, PCRE2_NO_UTF_CHECK,
                       whole->data, whole->context) >= 0;
}

void pattern_whole_free(struct pattern_whole *whole)
{
    if (!whole)
        return;
    pcre2_code_free(whole->code);
    pcre2_match_data_free(whole->data);
    pcre2_match_context_free(whole->context);
    free(whole);
}

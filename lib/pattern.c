#define PCRE2_CODE_UNIT_WIDTH 8
#include "pattern.h"

#include <pcre2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "begin.h"
#include "err.h"
#include "mem.h"
#include "must.h"
#include "sieve.h"
#include "utf8.h"

#define PLACEHOLDER '\xEE' /* the first byte of each */

/* Places where a match may begin that are tried each by itself: then all others at once, for a
 * match may take PATTERN_MATCH_LIMIT steps at each. */
enum { PLACES_MAX = 12 };

struct pattern_words {
    struct sieve *sieve;
    const uint32_t *last;     /* of its sets; NULL: nothing has been read */
    struct begin_text places; /* of the text that was read last, once a pattern asks for them */
    struct buf read;          /* that text */
    size_t times;             /* that one was read */
};

/* The placeholders of a text: kinds are numbers below MARKS, and bits. */
enum { MARKS = 64, MARK_BYTES = 3 };
struct marks {
    uint64_t kinds;
    uint32_t last[MARKS]; /* 1 and the byte where the last of a kind stands; of those it holds */
};

struct pattern_text {
    struct buf small; /* in small letters */
    struct pattern_words *words;
    size_t read; /* the time at which the words were sought in this text */
    struct marks marks;
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

/* A text must hold one of a set of strings, or one of some kinds of placeholders. */
struct pattern_need {
    uint64_t kinds;
    size_t set; /* of the sieve; 0: none */
};

struct pattern_branch {
    struct span expression; /* in small letters */
    pcre2_code *code; /* NULL: not compiled yet */
    bool tried;
    bool machine; /* it is machine code by now */
    struct begin_heads *heads; /* where it may begin; NULL: anywhere */
    struct pattern_need *needs; /* the most telling first */
    size_t need_count;
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

/* Eight bytes at once: after Mycroft, a bit of each tells whether it is a capital of ASCII. */
static uint64_t small_of_eight(uint64_t bytes)
{
    const uint64_t each = UINT64_MAX / UINT8_MAX;
    uint64_t low = bytes & 0x7F * each;
    uint64_t from_a = low + (0x80 - 'A') * each, above_z = low + (0x7F - 'Z') * each;
    return bytes | (((from_a ^ above_z) & ~bytes & 0x80 * each) >> 2);
}

static void copy_small(char *small, struct span text)
{
    size_t at = 0;
    for (uint64_t bytes; at + sizeof bytes <= text.length; at += sizeof bytes) {
        memcpy(&bytes, text.at + at, sizeof bytes);
        bytes = small_of_eight(bytes);
        memcpy(small + at, &bytes, sizeof bytes);
    }
    for (; at < text.length; at++)
        small[at] = small_of(text.at[at]);
}

/* What the escape at the start of an expression takes: "\W", "\p{Lu}". */
static size_t escape_length(struct span expression)
{
    size_t close = span_find_byte(expression, '}');
    bool braced =
        expression.length > 2 && expression.at[2] == '{' && close < expression.length;
    return braced ? close + 1 : expression.length < 2 ? expression.length : 2;
}

/* A copy; escapes stay as they are: of them capitals mean the contrary. */
static struct span small_copy(struct mem_arena *arena, struct span expression)
{
    char *copy = mem_arena_copy(arena, expression.at, expression.length);
    for (size_t i = 0; i < expression.length;) {
        if (copy[i] == '\\') {
            i += escape_length(span_part(expression, i, expression.length));
            continue;
        }
        copy[i] = small_of(copy[i]);
        i++;
    }
    return (struct span){copy, expression.length};
}

/* ---- branches -------------------------------------------------------------------------------- */

/* Behind the bracket of characters at `at`. */
static size_t behind_class(struct span expression, size_t at)
{
    at += at + 1 < expression.length && expression.at[at + 1] == '^' ? 2 : 1;
    for (bool first = true; at < expression.length; first = false) {
        if (expression.at[at] == ']' && !first)
            return at + 1;
        at += expression.at[at] == '\\' ? 2 : 1;
    }
    return at;
}

/* Behind the character, the escape or the bracket of characters at `at`. */
static size_t behind_atom(struct span expression, size_t at)
{
    if (expression.at[at] == '\\')
        return at + escape_length(span_part(expression, at, expression.length));
    return expression.at[at] == '[' ? behind_class(expression, at) : at + 1;
}

/* The branch that begins at *at; *at is left behind its bar, or past the end. */
static struct span next_branch(struct span expression, size_t *at)
{
    size_t start = *at, depth = 0;
    while (*at < expression.length) {
        char byte = expression.at[*at];
        if (byte == '|' && depth == 0)
            return span_part(expression, start, (*at)++);
        depth += byte == '(';
        depth -= byte == ')' && depth;
        *at = behind_atom(expression, *at);
    }
    *at = expression.length + 1;
    return span_part(expression, start, expression.length);
}

/* Without a bracket around all of it. */
static struct span without_group(struct span expression)
{
    size_t at = 3, depth = 1;
    if (!span_starts(expression, span_of("(?:")))
        return expression;
    while (at < expression.length && depth) {
        depth += expression.at[at] == '(';
        depth -= expression.at[at] == ')';
        at = behind_atom(expression, at);
    }
    return depth == 0 && at == expression.length ? span_part(expression, 3, at - 1) : expression;
}

/* How much a set tells: as much as its shortest string has bytes; nothing where that is a
 * placeholder, of which most texts hold some. */
static size_t telling(const struct must *must)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < must->count; i++)
        if (must->items[i].at[0] == PLACEHOLDER)
            least = 0;
        else if (must->items[i].length < least)
            least = must->items[i].length;
    return least;
}

/* The number of the placeholder at `at`: others may have the same one. */
static size_t kind_at(struct span text, size_t at)
{
    return at + 2 < text.length ? (unsigned char)text.at[at + 2] % MARKS : 0;
}

/* The last bytes of placeholders change while a text is read, its words do not: of a string with
 * both the longest run that stays stands for it, or else its first placeholder, by its kind. */
static struct span words_of(struct span text, uint64_t *kinds)
{
    struct span longest = {NULL, 0};
    size_t first = span_find_byte(text, PLACEHOLDER);
    for (size_t at = 0; at < text.length;) {
        struct span rest = span_part(text, at, text.length);
        size_t mark = span_find_byte(rest, PLACEHOLDER);
        struct span run = span_part(rest, 0, mark ? mark + MARK_BYTES - 1 : 0);
        longest = run.length > longest.length ? run : longest;
        at += mark + MARK_BYTES;
    }
    if (longest.length >= MUST_BYTES_MIN)
        return longest;
    *kinds |= (uint64_t)1 << kind_at(text, first);
    return (struct span){NULL, 0};
}

static struct pattern_need need_of(struct pattern_text *text, const struct must *must)
{
    struct pattern_need need = {0, 0};
    struct span *words = mem_arena_new(&text->arena, must->count, sizeof *words);
    size_t count = 0;
    for (size_t i = 0; i < must->count; i++) {
        words[count] = words_of(must->items[i], &need.kinds);
        count += words[count].length > 0;
    }
    if (count)
        need.set = sieve_add(text->words->sieve, words, count);
    return need;
}

static void add_needs(struct pattern_text *text, struct pattern_branch *branch,
                      const struct must *sets)
{
    size_t count = 0, most = 0;
    for (const struct must *must = sets; must; must = must->next)
        count++;
    branch->needs = mem_arena_new(&text->arena, count, sizeof *branch->needs);
    for (const struct must *must = sets; must; must = must->next) {
        size_t number = branch->need_count++;
        branch->needs[number] = need_of(text, must);
        if (number && telling(must) <= most)
            continue;
        most = telling(must);
        struct pattern_need first = branch->needs[0];
        branch->needs[0] = branch->needs[number];
        branch->needs[number] = first;
    }
}

/* Most branches are refused by their most telling need alone: these stand together. */
static void add_first(struct pattern_text *text, const struct pattern_branch *branch)
{
    static const struct pattern_need nothing = {0, SIEVE_ALWAYS};
    const struct pattern_need *need = branch->need_count ? branch->needs : &nothing;
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

/* Branches are told apart where each needs words of its own: else the whole is one. */
void pattern_read(struct pattern *pattern, struct span expression)
{
    struct span expressions[PATTERN_BRANCHES_MAX];
    struct must_known known[PATTERN_BRANCHES_MAX];
    struct mem_arena arena = {0};
    bool apart = true;
    struct span small = small_copy(&pattern->text->arena, expression);
    struct span all = without_group(small);
    size_t count = 0;
    for (size_t at = 0; at <= all.length && apart; count++) {
        apart = count < PATTERN_BRANCHES_MAX;
        if (!apart)
            break;
        expressions[count] = next_branch(all, &at);
        known[count] = must_of(&arena, expressions[count]);
        apart = known[count].sets != NULL;
    }
    if (!apart) {
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
                      PCRE2_UTF | PCRE2_UCP | options, &error, &offset, NULL);
    if (!code) {
        char message[256];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof message);
        err_die("%s:%zu: pattern, byte %zu of '%.*s': %s", path, line, (size_t)offset,
                (int)expression.length, expression.at, message);
    }
    return code;
}

static void compile_branch(const struct pattern *pattern, struct pattern_branch *branch)
{
    if (!branch->code)
        branch->code = compile(branch->expression, PCRE2_USE_OFFSET_LIMIT, pattern->path,
                               pattern->line);
}

void pattern_compile(const struct pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++)
        compile_branch(pattern, &pattern->branches[i]);
}

void pattern_free(struct pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++)
        pcre2_code_free(pattern->branches[i].code);
    pattern->count = 0;
}

/* ---- the text -------------------------------------------------------------------------------- */

struct pattern_words *pattern_words_new(void)
{
    struct pattern_words *words = mem_new(1, sizeof *words);
    words->sieve = sieve_new();
    return words;
}

void pattern_words_free(struct pattern_words *words)
{
    if (!words)
        return;
    sieve_free(words->sieve);
    begin_text_free(&words->places);
    buf_free(&words->read);
    free(words);
}

struct pattern_text *pattern_text_new(struct pattern_words *words)
{
    struct pattern_text *text = mem_new(1, sizeof *text);
    text->words = words;
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

/* Do two texts differ in nothing but the last bytes of placeholders, which tell their kinds? */
static bool is_alike(struct span one, struct span other)
{
    if (one.length != other.length || memcmp(one.at, other.at, one.length) == 0)
        return one.length == other.length;
    for (size_t i = 0; i < one.length; i++)
        if (one.at[i] != other.at[i] &&
            (i < MARK_BYTES - 1 || one.at[i - 2] != PLACEHOLDER || other.at[i - 2] != PLACEHOLDER))
            return false;
    return true;
}

static void read_marks(struct marks *marks, struct span text)
{
    marks->kinds = 0;
    for (size_t at = 0;; at += MARK_BYTES) {
        struct span rest = span_part(text, at, text.length);
        at += span_find_byte(rest, PLACEHOLDER);
        if (at >= text.length)
            return;
        size_t kind = kind_at(text, at);
        marks->kinds |= (uint64_t)1 << kind;
        marks->last[kind] = (uint32_t)at + 1;
    }
}

static void seek_words(struct pattern_text *text)
{
    struct pattern_words *words = text->words;
    struct span small = buf_span(&text->small);
    if (!words->times || !is_alike(small, buf_span(&words->read))) {
        buf_clear(&words->read);
        buf_add(&words->read, small);
        words->places.count = 0;
        sieve_read(words->sieve, small);
        words->last = sieve_last(words->sieve);
        words->times++;
    }
    text->read = words->times;
}

/* Another text may have been read for other patterns since. */
static void keep_words(struct pattern_text *text)
{
    if (text->read != text->words->times)
        seek_words(text);
}

/* Notes the branches worth trying, all at once: most are not. */
static void note_branches(struct pattern_text *text)
{
    const uint32_t *last = text->words->last;
    for (size_t first = 0; first < text->branch_count; first += 64) {
        size_t left = text->branch_count - first;
        uint64_t bits = 0;
        for (size_t i = left < 64 ? left : 64; i-- > 0;)
            bits = bits << 1 | (last[text->firsts[first + i]] != 0);
        text->may[first / 64] = bits;
    }
    for (size_t i = 0; i < text->marked_count; i++) {
        const struct marked *marked = &text->marked[i];
        uint64_t may = (marked->kinds & text->marks.kinds) != 0;
        text->may[marked->branch / 64] |= may << marked->branch % 64;
    }
}

/* 0: the text holds nothing of what is needed; else 1 and the last byte where that begins. */
static inline size_t last_of(const struct pattern_text *text, const struct pattern_need *need)
{
    size_t last = text->words->last[need->set];
    uint64_t kinds = need->kinds & text->marks.kinds;
    for (size_t kind = 0; kinds; kind++, kinds >>= 1)
        if (kinds & 1 && text->marks.last[kind] > last)
            last = text->marks.last[kind];
    return last;
}

void pattern_text_look(struct pattern_text *text, struct span look)
{
    buf_clear(&text->small);
    copy_small(buf_reserve(&text->small, look.length), look);
    text->small.length = look.length;
    read_marks(&text->marks, buf_span(&text->small));
    seek_words(text);
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
        size_t found = last_of(text, &branch->needs[i]);
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
    if (!branch->tried) {
        compile_branch(pattern, branch);
        branch->machine = pcre2_jit_compile(branch->code, PCRE2_JIT_COMPLETE) == 0;
        branch->tried = true;
    }
    pcre2_set_offset_limit(text->context, last);
    return (branch->machine ? pcre2_jit_match : pcre2_match)(
        branch->code, (PCRE2_SPTR)text->small.at, text->small.length, from,
        PCRE2_NO_UTF_CHECK, text->data, text->context);
}

/* The same, at the places alone where it may begin. */
static int match(const struct pattern *pattern, struct pattern_branch *branch, size_t from,
                 size_t last)
{
    struct begin_text *places = &pattern->text->words->places;
    if (!branch->heads)
        return match_between(pattern, branch, from, last);
    if (!places->count)
        begin_read(places, buf_span(&pattern->text->small));
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
    int number = pcre2_substring_number_from_name(pattern->branches[hit->branch].code,
                                                  (PCRE2_SPTR)group);
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
    whole->code = compile(expression, PCRE2_ANCHORED | PCRE2_ENDANCHORED, path, line);
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

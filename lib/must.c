#include "must.h"

#include "utf8.h"

enum {
    CROSS_MAX = 24, /* strings that a sequence may come to */
    PLAIN_MAX = 12, /* bytes of text taken at once */
    CLASS_MAX = 12  /* members of a bracket that are told apart */
};

/* What a part of a pattern matches. */
struct part {
    bool exact; /* the strings are all that it matches */
    const struct span *items; /* in the arena */
    size_t count;
    struct must *musts; /* what else the text must hold */
    const struct span *heads; /* one of them stands where it begins; of an exact one its items */
    size_t head_count; /* 0: not known */
    bool edge;         /* it does not begin within a word */
};

struct reader {
    struct mem_arena *arena;
    struct span pattern;
    size_t at, depth;
    bool unknown; /* met what it cannot read */
};

/* ---- sets of strings ------------------------------------------------------------------------- */

static void set_text(struct reader *reader, struct part *part, struct span text)
{
    struct span *items = mem_arena_new(reader->arena, 1, sizeof *items);
    items[0] = text;
    part->exact = true;
    part->items = items;
    part->count = 1;
}

static void set_nothing(struct part *part)
{
    static const struct span nothing = {"", 0};
    part->exact = true;
    part->items = &nothing;
    part->count = 1;
    part->head_count = 0;
    part->edge = false;
}

static void set_anything(struct part *part)
{
    part->exact = false;
    part->count = part->head_count = 0;
    part->edge = false;
}

/* `items` with `more` behind them. */
static void add_items(struct reader *reader, struct part *part, const struct span *more,
                      size_t count)
{
    struct span *items = mem_arena_new(reader->arena, part->count + count, sizeof *items);
    if (part->count)
        memcpy(items, part->items, part->count * sizeof *items);
    memcpy(items + part->count, more, count * sizeof *items);
    part->items = items;
    part->count += count;
}

/* Keeps strings as a set, if every one of them tells something. */
static void flush(struct reader *reader, struct must **list, const struct part *part)
{
    for (size_t i = 0; i < part->count; i++)
        if (part->items[i].length < MUST_BYTES_MIN)
            return;
    if (!part->exact || !part->count)
        return;
    struct must *must = mem_arena_new(reader->arena, 1, sizeof *must);
    *must = (struct must){part->items, part->count, *list};
    *list = must;
}

static void append(struct must **list, struct must *more)
{
    while (*list)
        list = &(*list)->next;
    *list = more;
}

/* `run` followed by `part`, where that stays few and short. */
static bool cross(struct reader *reader, struct part *run, const struct part *part)
{
    size_t count = 0;
    if (!part->exact || run->count * part->count > CROSS_MAX)
        return false;
    struct span *items = mem_arena_new(reader->arena, run->count * part->count, sizeof *items);
    for (size_t i = 0; i < run->count; i++)
        for (size_t k = 0; k < part->count; k++) {
            struct span head = run->items[i], tail = part->items[k];
            if (head.length + tail.length > MUST_BYTES_MAX)
                return false;
            char *joined = mem_arena_new(reader->arena, head.length + tail.length + 1, 1);
            memcpy(joined, head.at, head.length);
            memcpy(joined + head.length, tail.at, tail.length);
            items[count++] = (struct span){joined, head.length + tail.length};
        }
    run->items = items;
    run->count = count;
    return true;
}

static bool is_nothing(const struct part *part)
{
    return part->exact && part->count == 1 && part->items[0].length == 0;
}

/* ---- what a match begins with --------------------------------------------------------------- */

/* An exact part begins with what it is. */
static void tell_heads(struct part *part)
{
    if (!part->exact || part->head_count)
        return;
    for (size_t i = 0; i < part->count; i++)
        if (part->items[i].length == 0)
            return;
    part->heads = part->items;
    part->head_count = part->count;
}

/* Adds the heads of what may stand there instead; false where too many are known, or none. */
static bool add_heads(struct reader *reader, struct part *part, const struct part *other)
{
    size_t count = part->head_count + other->head_count;
    if (other->head_count == 0 || count > MUST_STRINGS_MAX)
        return false;
    struct span *heads = mem_arena_new(reader->arena, count, sizeof *heads);
    if (part->head_count)
        memcpy(heads, part->heads, part->head_count * sizeof *heads);
    memcpy(heads + part->head_count, other->heads, other->head_count * sizeof *heads);
    part->heads = heads;
    part->head_count = count;
    return true;
}

/* The heads of a run of text with `next` behind it, as that may be reached at once. */
static void add_run(struct reader *reader, struct part *begin, const struct part *run,
                    struct part *next)
{
    struct span *heads = mem_arena_new(reader->arena, run->count + 1, sizeof *heads);
    size_t count = 0;
    for (size_t i = 0; i < run->count; i++)
        if (run->items[i].length)
            heads[count++] = run->items[i];
    bool empty = count < run->count || !run->count;
    begin->heads = heads;
    begin->head_count = count <= MUST_STRINGS_MAX ? count : 0;
    if (!empty)
        return;
    if (next)
        tell_heads(next);
    if (!next || begin->head_count < count || !add_heads(reader, begin, next))
        begin->head_count = 0;
}

static char next_byte(const struct reader *reader)
{
    return reader->at < reader->pattern.length ? reader->pattern.at[reader->at] : '\0';
}

static bool skip(struct reader *reader, const char *text)
{
    struct span rest = span_part(reader->pattern, reader->at, reader->pattern.length);
    if (!span_starts(rest, span_of(text)))
        return false;
    reader->at += strlen(text);
    return true;
}

/* ---- characters ------------------------------------------------------------------------------ */

/* The character in small letters: itself alone where it has no case, or one of ASCII's. */
static void set_point(struct reader *reader, struct part *part, uint32_t point)
{
    struct buf bytes = {0};
    bool caseless = point < 0x80 || point == 0xA3 || (point >= 0x2000 && point < 0x2070) ||
                    (point >= 0xE000 && point < 0xF900);
    if (!caseless) {
        set_anything(part);
        return;
    }
    utf8_encode(&bytes, point >= 'A' && point <= 'Z' ? point | 0x20 : point);
    set_text(reader, part, (struct span){mem_arena_copy(reader->arena, bytes.at, bytes.length),
                                         bytes.length});
    buf_free(&bytes);
}

static bool is_plain(char byte)
{
    return byte == ' ' || utf8_plain[(unsigned char)byte];
}

/* Letters, digits and blanks up to one that is repeated: nearly all of a pattern. */
static bool read_plain(struct reader *reader, struct part *part)
{
    struct span rest = span_part(reader->pattern, reader->at, reader->pattern.length);
    size_t length = 0;
    while (length < rest.length && length < PLAIN_MAX && is_plain(rest.at[length]))
        length++;
    if (length < rest.length && length && strchr("?*+{", rest.at[length]))
        length--;
    if (length < 2)
        return false;
    char *bytes = mem_arena_copy(reader->arena, rest.at, length);
    for (size_t i = 0; i < length; i++)
        bytes[i] = bytes[i] == ' ' ? ' ' : utf8_plain[(unsigned char)bytes[i]];
    set_text(reader, part, (struct span){bytes, length});
    reader->at += length;
    return true;
}

/* The number of "\x{E001}", whose brace stands at `at`. */
static bool read_number(struct reader *reader, uint32_t *point)
{
    size_t start = reader->at + 1;
    *point = 0;
    for (reader->at = start; reader->at < reader->pattern.length; reader->at++) {
        char byte = reader->pattern.at[reader->at];
        if (byte == '}' && reader->at > start)
            return reader->at++, true;
        char small = utf8_plain[(unsigned char)byte];
        if (!small || small > 'f' || reader->at - start > 5)
            return false;
        *point = *point * 16 + (uint32_t)(small > '9' ? small - 'a' + 10 : small - '0');
    }
    return false;
}

/* One escape; false where it stands for more than one character, or for a place. */
static bool read_escape(struct reader *reader, uint32_t *point, bool *place)
{
    char byte = next_byte(reader);
    *place = byte == 'b' || byte == 'B' || byte == 'A' || byte == 'Z' || byte == 'z';
    if (reader->at == reader->pattern.length) {
        reader->unknown = true;
        return false;
    }
    if (!utf8_plain[(unsigned char)byte]) {
        reader->at += utf8_decode(
            span_part(reader->pattern, reader->at, reader->pattern.length), point);
        return true;
    }
    reader->at++;
    if (byte == 't' || byte == 'n') {
        *point = byte == 't' ? '\t' : '\n';
        return true;
    }
    bool brace = reader->at < reader->pattern.length && reader->pattern.at[reader->at] == '{';
    if (byte == 'x' && brace && read_number(reader, point))
        return true;
    static const char many[] = "wWdDsShHvVR";
    reader->unknown = reader->unknown || (!*place && !memchr(many, byte, sizeof many - 1));
    return false;
}

/* A bracket of a few characters is those; every other is anything. */
static void read_class(struct reader *reader, struct part *part)
{
    bool several = skip(reader, "^"), place;
    set_anything(part);
    for (bool first = true; first || next_byte(reader) != ']'; first = false) {
        struct span rest = span_part(reader->pattern, reader->at, reader->pattern.length);
        struct part one = {.exact = false};
        uint32_t point;
        if (!rest.length || span_starts(rest, span_of("[:"))) {
            reader->unknown = true;
            return;
        }
        several = several || rest.at[0] == '-';
        reader->at += utf8_decode(rest, &point);
        if (point == '\\' && !read_escape(reader, &point, &place))
            several = true;
        else
            set_point(reader, &one, point);
        if (one.exact && part->count < CLASS_MAX)
            add_items(reader, part, one.items, 1);
        else
            several = true;
    }
    reader->at++;
    part->exact = true;
    if (several)
        set_anything(part);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static void read_choice(struct reader *reader, struct part *part);

/* What stands in `(` or `(?...`: true for one that only looks, `*holds` where the match must hold
 * what it sees: not where it looks back. */
static bool read_opening(struct reader *reader, bool *holds)
{
    *holds = true;
    if (!skip(reader, "?"))
        return false;
    if (skip(reader, "="))
        return true;
    if (skip(reader, "!") || skip(reader, "<!") || skip(reader, "<=")) {
        *holds = false;
        return true;
    }
    if (skip(reader, ":") || skip(reader, "|"))
        return false;
    reader->unknown = reader->unknown || !skip(reader, "<");
    reader->at += span_find_byte(
        span_part(reader->pattern, reader->at, reader->pattern.length), '>');
    reader->unknown = reader->unknown || !skip(reader, ">");
    return false;
}

static void read_group(struct reader *reader, struct part *part)
{
    bool holds, looks = read_opening(reader, &holds);
    reader->unknown = reader->unknown || ++reader->depth > MUST_DEPTH_MAX || skip(reader, "*");
    if (reader->unknown)
        return;
    read_choice(reader, part);
    reader->depth--;
    reader->unknown = reader->unknown || !skip(reader, ")");
    if (!looks)
        return;
    if (holds)
        flush(reader, &part->musts, part);
    else
        part->musts = NULL;
    tell_heads(part);
    const struct part seen = *part;
    set_nothing(part);
    part->heads = seen.heads;
    part->head_count = holds ? seen.head_count : 0;
    part->edge = holds && seen.edge;
}

/* A letter, a bracket, a group. */
static void read_atom(struct reader *reader, struct part *part)
{
    uint32_t point;
    bool place = false, edge = span_starts(span_part(reader->pattern, reader->at,
                                                     reader->pattern.length), span_of("\\b"));
    reader->at += utf8_decode(
        span_part(reader->pattern, reader->at, reader->pattern.length), &point);
    if (point == '(')
        read_group(reader, part);
    else if (point == '[')
        read_class(reader, part);
    else if (point == '.')
        set_anything(part);
    else if (point == '^' || point == '$')
        set_nothing(part);
    else if (point != '\\' || read_escape(reader, &point, &place))
        set_point(reader, part, point);
    else if (place)
        set_nothing(part);
    else
        set_anything(part);
    part->edge = part->edge || (place && edge);
}

/* "{2,5}": how often at least, and at most. */
static bool read_bounds(struct reader *reader, bool *none, bool *once)
{
    size_t at = reader->at + 1, digits = at;
    struct span pattern = reader->pattern;
    if (at < pattern.length && (pattern.at[at] == ',' || pattern.at[at] == ' '))
        reader->unknown = true; /* versions of PCRE2 differ */
    while (at < pattern.length && utf8_is_digit((unsigned char)pattern.at[at]))
        at++;
    if (at == digits)
        return false;
    *none = pattern.at[digits] == '0';
    *once = false;
    while (at < pattern.length &&
           (pattern.at[at] == ',' || utf8_is_digit((unsigned char)pattern.at[at])))
        at++;
    if (at == pattern.length || pattern.at[at] != '}')
        return false;
    reader->at = at + 1;
    return true;
}

/* The quantifier behind an atom. `none`: it may be left out; `once`: it comes no more often. */
static bool read_quantifier(struct reader *reader, bool *none, bool *once)
{
    char byte = next_byte(reader);
    *none = byte == '?' || byte == '*';
    *once = byte == '?';
    if (*none || byte == '+')
        reader->at++;
    else if (byte != '{' || !read_bounds(reader, none, once))
        return false;
    if (next_byte(reader) == '?' || next_byte(reader) == '+')
        reader->at++;
    return true;
}

static void read_repeated(struct reader *reader, struct part *part)
{
    bool none, once;
    if (read_plain(reader, part))
        return;
    read_atom(reader, part);
    if (reader->unknown || !read_quantifier(reader, &none, &once))
        return;
    if (!none) {
        flush(reader, &part->musts, part);
        tell_heads(part);
        part->exact = false;
        part->count = 0;
        return;
    }
    part->musts = NULL;
    part->edge = false;
    part->head_count = 0;
    struct span nothing = span_of("");
    if (once && part->exact && part->count < MUST_STRINGS_MAX)
        add_items(reader, part, &nothing, 1);
    else
        set_anything(part);
}

static void read_sequence(struct reader *reader, struct part *part)
{
    struct part begin = {.exact = false};
    bool whole = true, begun = false;
    set_nothing(part);
    part->musts = NULL;
    while (!reader->unknown && next_byte(reader) && next_byte(reader) != '|' &&
           next_byte(reader) != ')') {
        struct part next = {.exact = false};
        read_repeated(reader, &next);
        append(&part->musts, next.musts);
        if (!begun && is_nothing(part)) { /* what is asked of the very place */
            begin.edge = begin.edge || next.edge;
            begun = next.head_count && (!next.exact || is_nothing(&next));
            begun = begun && add_heads(reader, &begin, &next);
        }
        if (next.exact && is_nothing(part)) {
            next.musts = part->musts;
            *part = next;
        } else if (!cross(reader, part, &next)) {
            if (!begun)
                add_run(reader, &begin, part, &next);
            begun = true;
            whole = false;
            flush(reader, &part->musts, part);
            next.musts = part->musts;
            *part = next;
            if (!next.exact)
                set_nothing(part);
        }
    }
    if (!begun)
        add_run(reader, &begin, part, NULL);
    if (!whole) {
        flush(reader, &part->musts, part);
        set_anything(part);
    }
    part->heads = begin.heads;
    part->head_count = begin.head_count;
    part->edge = begin.edge;
}

/* How little a set tells. A placeholder (private use, U+E000 to U+EFFF) tells least: the text is
 * asked about because it holds some. */
static size_t dullness(const struct must *must)
{
    for (size_t i = 0; i < must->count; i++)
        if ((unsigned char)must->items[i].at[0] == 0xEE)
            return MUST_STRINGS_MAX + must->count;
    return must->count;
}

/* The set that tells most: the smallest of words. */
static const struct must *best_of(const struct must *must)
{
    const struct must *best = must;
    for (; must; must = must->next)
        if (dullness(must) < dullness(best))
            best = must;
    return best;
}

/* Adds the strings of a branch, one of which it cannot do without; false where it has none. */
static bool add_branch(struct reader *reader, struct part *choice, struct part *branch)
{
    const struct must own = {branch->items, branch->count, NULL};
    const struct must *best = branch->exact ? &own : best_of(branch->musts);
    choice->exact = choice->exact && branch->exact;
    if (!best || best->count == 0 || choice->count + best->count > MUST_STRINGS_MAX)
        return false;
    add_items(reader, choice, best->items, best->count);
    return !reader->unknown;
}

static void read_choice(struct reader *reader, struct part *part)
{
    read_sequence(reader, part);
    if (next_byte(reader) != '|' || reader->unknown)
        return;
    struct part choice = {.exact = true, .edge = part->edge}, branch = *part;
    bool known = add_branch(reader, &choice, &branch);
    bool begun = add_heads(reader, &choice, &branch);
    while (!reader->unknown && skip(reader, "|")) {
        read_sequence(reader, &branch);
        known = known && add_branch(reader, &choice, &branch);
        begun = begun && add_heads(reader, &choice, &branch);
        choice.edge = choice.edge && branch.edge;
    }
    bool exact = choice.exact && known;
    *part = choice;
    part->musts = NULL;
    if (!exact) {
        part->exact = known;
        flush(reader, &part->musts, part);
        set_anything(part);
    }
    part->heads = choice.heads;
    part->head_count = begun ? choice.head_count : 0;
    part->edge = choice.edge;
}

struct must_known must_of(struct mem_arena *arena, struct span pattern)
{
    struct reader reader = {.arena = arena, .pattern = pattern};
    struct part part = {.exact = false};
    read_choice(&reader, &part);
    if (reader.unknown || reader.at < pattern.length)
        return (struct must_known){.sets = NULL};
    flush(&reader, &part.musts, &part);
    tell_heads(&part);
    return (struct must_known){part.musts, part.heads, part.head_count, part.edge};
}

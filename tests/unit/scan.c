/* lib/scan against jansson: every text of json-cases.txt, and mutations of them. */
#include <stdint.h>
#include <string.h>

#include "check.h"
#include "differential.h"
#include "mem.h"

enum { CASES_MAX = 1000, MUTATIONS = 150000, MUTANT_MAX = 4096 };

struct text {
    struct buf bytes;
    bool good;
};

static struct text texts[CASES_MAX];
static size_t text_count;

/* <HH> is the byte with that hex value. */
static bool is_byte(const char *at, char *byte)
{
    char *end;
    unsigned long value = at[0] == '<' ? strtoul(at + 1, &end, 16) : 0;
    if (at[0] != '<' || end != at + 3 || *end != '>')
        return false;
    *byte = (char)(unsigned char)value;
    return true;
}

static void add_line(const char *line)
{
    struct text *text = &texts[text_count++];
    text->good = line[0] == '+';
    for (const char *at = line + 2; *at && *at != '\n'; at++) {
        char byte = *at;
        at += is_byte(at, &byte) ? 3 : 0;
        buf_add_byte(&text->bytes, byte);
    }
}

static void read_cases(void)
{
    char line[4096];
    FILE *file = fopen("tests/unit/json-cases.txt", "r");
    CHECK(file != NULL);
    while (file && text_count < CASES_MAX && fgets(line, sizeof line, file))
        if (line[0] == '+' || line[0] == '-')
            add_line(line);
    if (file)
        fclose(file);
    CHECK(text_count > 200 && text_count < CASES_MAX);
}

static void test_cases(struct scan *scan)
{
    bool accepted;
    for (size_t i = 0; i < text_count; i++) {
        struct span text = buf_span(&texts[i].bytes);
        CHECK(differential(scan, text, &accepted));
        if (accepted != texts[i].good)
            printf("%s: %.*s\n", accepted ? "taken" : "refused", (int)text.length, text.at);
        CHECK(accepted == texts[i].good);
    }
}

static void nest(struct buf *out, size_t depth, const char *open, const char *inside,
                 const char *close)
{
    buf_clear(out);
    buf_add_text(out, "{\"a\":");
    for (size_t i = 0; i < depth; i++)
        buf_add_text(out, open);
    buf_add_text(out, inside);
    for (size_t i = 0; i < depth; i++)
        buf_add_text(out, close);
    buf_add_text(out, "}");
}

static void test_depth(struct scan *scan)
{
    bool accepted;
    struct buf text = {0};
    for (size_t depth = SCAN_DEPTH_MAX - 4; depth < SCAN_DEPTH_MAX + 4; depth++) {
        nest(&text, depth, "[", "", "]");
        CHECK(differential(scan, buf_span(&text), &accepted));
        CHECK(accepted == (depth < SCAN_DEPTH_MAX));
        nest(&text, depth, "[", "1", "]");
        CHECK(differential(scan, buf_span(&text), &accepted));
        CHECK(accepted == (depth + 1 < SCAN_DEPTH_MAX));
        nest(&text, depth, "{\"a\":", "null", "}");
        CHECK(differential(scan, buf_span(&text), &accepted));
        CHECK(accepted == (depth + 1 < SCAN_DEPTH_MAX));
    }
    nest(&text, 1000000, "[", "", "]");
    CHECK(differential(scan, buf_span(&text), &accepted) && !accepted);
    buf_free(&text);
}

/* Objects of many keys: twins are found whatever the number and wherever they stand. */
static void test_many_keys(struct scan *scan)
{
    bool accepted;
    struct buf text = {0};
    for (int count = 1; count <= 400; count += count < 70 ? 1 : 37)
        for (int twin = -1; twin < count; twin += count < 70 ? 5 : 97) {
            buf_clear(&text);
            for (int i = 0; i < count; i++)
                buf_add_format(&text, "%s\"key%d\":%d", i ? "," : "{", i * 7919 % 100003, i);
            if (twin >= 0)
                buf_add_format(&text, ",\"k\\u0065y%d\":0", twin * 7919 % 100003);
            buf_add_text(&text, "}");
            CHECK(differential(scan, buf_span(&text), &accepted) && accepted == (twin < 0));
        }
    buf_free(&text);
}

/* Every length around the eight bytes that are looked at together, at every alignment. */
static void test_lengths(struct scan *scan)
{
    static const char *const specials[] = {"", "\\n", "\\u00e9", "\xc3\xa9", "\x1f", "\xff", "\\"};
    bool accepted;
    struct buf text = {0};
    for (size_t s = 0; s < sizeof specials / sizeof *specials; s++)
        for (int before = 0; before < 20; before++)
            for (int behind = 0; behind < 10; behind++) {
                buf_clear(&text);
                buf_add_format(&text, "{\"a\":\"%.*s%s%.*s\"}", before, "xxxxxxxxxxxxxxxxxxxx",
                               specials[s], behind, "yyyyyyyyyy");
                CHECK(differential(scan, buf_span(&text), &accepted));
            }
    buf_free(&text);
}

/* xorshift64 (Marsaglia 2003), so that every run mutates alike. */
static uint64_t next_random(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static size_t below(size_t bound)
{
    return bound ? (size_t)(next_random() % bound) : 0;
}

static struct span random_piece(void)
{
    static const char *const pieces[] = {
        "{",  "}",   "[",     "]",      ",",     ":",       "\"",    "\\",   "\\u", "\\ud83d",
        "e",  ".",   "-",     "0",      "9",     "null",    "true",  " ",    "\t",  "\"a\":1",
        "\n", "\xc3", "\xa9", "\\ude00", "\x01", "1e400", "{\"a\":", "[[[[", "]]",  "\\u0000"};
    if (below(4) == 0) {
        struct span other = buf_span(&texts[below(text_count)].bytes);
        size_t start = below(other.length + 1);
        return span_part(other, start, start + below(other.length + 1));
    }
    return span_of(pieces[below(sizeof pieces / sizeof *pieces)]);
}

/* Puts a piece in the place of a short part of the text. */
static void mutate(struct buf *text, struct buf *scratch)
{
    struct span old = buf_span(text);
    size_t start = below(old.length + 1), gone = below(3);
    buf_clear(scratch);
    buf_add(scratch, span_part(old, 0, start));
    if (below(8))
        buf_add(scratch, random_piece());
    buf_add(scratch, span_part(old, start + gone, old.length));
    struct buf swapped = *text;
    *text = *scratch;
    *scratch = swapped;
}

static void test_mutations(struct scan *scan)
{
    struct buf text = {0}, scratch = {0};
    unsigned long good = 0;
    bool accepted;
    for (int i = 0; i < MUTATIONS; i++) {
        buf_clear(&text);
        buf_add(&text, buf_span(&texts[below(text_count)].bytes));
        for (size_t edits = 1 + below(4); edits; edits--)
            mutate(&text, &scratch);
        if (text.length > MUTANT_MAX)
            continue;
        bool same = differential(scan, buf_span(&text), &accepted);
        if (!same)
            CHECK(same);
        good += accepted;
    }
    CHECK(good > MUTATIONS / 50); /* else the mutations say little */
    buf_free(&text);
    buf_free(&scratch);
}

int main(void)
{
    struct scan *scan = scan_new();
    read_cases();
    test_cases(scan);
    test_depth(scan);
    test_many_keys(scan);
    test_lengths(scan);
    test_mutations(scan);
    for (size_t i = 0; i < text_count; i++)
        buf_free(&texts[i].bytes);
    scan_free(scan);
    return check_finish();
}

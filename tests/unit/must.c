/* must, sieve: what a pattern matches is never sieved out, and most of what it cannot match is. */
#include "must.h"

#include <stdint.h>

#include "check.h"
#include "sieve.h"

/* 1 and the last byte of the text, in small letters, at which a match of the pattern may begin, as
 * far as its words tell; 0: it does not match. */
static size_t may_match(const char *pattern, const char *text)
{
    struct mem_arena arena = {0};
    struct sieve *sieve = sieve_new();
    size_t sets[16], count = 0;
    for (const struct must *must = must_of(&arena, span_of(pattern)).sets; must && count < 16;
         must = must->next)
        sets[count++] = sieve_add(sieve, must->items, must->count);
    sieve_read(sieve, span_of(text));
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        if (sieve_last(sieve)[sets[i]] < last)
            last = sieve_last(sieve)[sets[i]];
    sieve_free(sieve);
    mem_arena_free(&arena);
    return last;
}

/* Each pattern matches the first text, by the syntax of PCRE2, and its words lack in the second
 * (NULL: it has none that every match holds, or none that can be told). */
static const struct {
    const char *pattern, *matched, *other;
} cases[] = {
    {"\\brated\\b", "It was rated low.", "It was ranked low."},
    {"(?:rated|judged) (?:an? )?good", "judged a good one", "judged bad"},
    {"(?:rated|judged) (?:an? )?good", "rated good", "a good one"},
    {"(?<verb>find|found)[^.]{0,20}?poor", "found it all poor", "found it all weak"},
    {"colou?r", "The color red", "The colander"},
    {"colou?r", "The colour red", "The colonel"},
    {"abcd*efg", "abcefg", "abcdd"},
    {"abcd{0,2}efg", "abcefg", "abdefg"},
    {"(?:abc)+d", "abcabcd", "abd"},
    {"(?=.*needle)hay", "hay with a needle", "hay without"},
    {"(?!needle)hay", "hay", "straw"},
    {"(?<=the )council", "the council", "a county"},
    {"caf\xC3\xA9 bar", "my caf\xC3\xA9 bar", "cafe"},
    {"[\xE2\x80\x98'\"]word", "\xE2\x80\x98word", "(word)"},
    {"\\x{E001} and \\x{E002}", "\xEE\x80\x81 and \xEE\x80\x82", "\xEE\x80\x81 and 2"},
    {"[^ab]cde", "xcde", "xcd"},
    {"[]x]yz", "]yz", "ayz"},
    {"a.c", "abc", NULL},
    {"abc|", "nothing", NULL},
    {"abc|[0-9]+", "12", NULL},
    {"(?i:abc)", "abc", NULL},
    {"(abc)\\1", "abcabc", NULL},
    {"\\p{L}abc", "xabc", NULL},
    {"ab\\.cd", "ab.cd", "abxcd"},
    {"a{b}cd", "a{b}cd", "abcd"},
    {"(?|one two|two one) three", "two one three", "one three"},
};

/* A match begins no later than the last of the words that it must hold, of which what stands
 * behind it is none. */
static void check_begin(void)
{
    CHECK(may_match("rated (?:an? )?good", "was rated good, was rated bad") == 1 + 4);
    CHECK(may_match("\\w+ed good", "it was graded good, not rated good") == 1 + 27);
    CHECK(may_match("one.*two", "one two one") == 1 + 4);
    CHECK(may_match("(?=.*needle)hay", "hay, needle, hay") == 1 + 5);
    CHECK(may_match("(?<=the )council", "the council") == 1 + 4);
    CHECK(may_match("(?<=council )is", "the council is") == SIZE_MAX);
}

/* What matches begin with, told by commas, and whether at the edge of a word alone. */
static const struct {
    const char *pattern, *heads;
    bool edge;
} beginnings[] = {
    {"\\b(?:rated|judged) good", "rated good,judged good", true},
    {"(?:\\brated|\\bjudged) good", "rated good,judged good", true},
    {"(?:\\brated|judged)[^.]*good", "rated,judged", false},
    {"colou?r", "color,colour", false},
    {"(?:an? )?good", "a good,an good,good", false},
    {"(?:an? )?[^.]*", "", false}, /* may be empty, or begin with anything */
    {"(?:the )?\\w+ing", "", false},
    {"(?:the )?(?:needs? .*|failing)", "the ,need ,needs ,failing", false},
    {"(?:abc)+d", "abc", false},
    {"(?:abc)*d", "", false},
    {"(?=hay|straw).*needle", "hay,straw", false},
    {"(?!hay)(?<=a )straw", "straw", false},
    {"(?<verb>is|was) poor", "is poor,was poor", false},
    {"[ab]c|d", "ac,bc,d", false},
    {"abc|", "", false},
    {"^abc.*d", "abc", false},
    {"(?:\\babc)?def", "abcdef,def", false},
    {"(abc)\\1", "", false},
};

static bool has_heads(const struct must_known *known, const char *heads)
{
    struct span rest = span_of(heads), head;
    size_t count = 0;
    while (rest.length && span_split(&rest, ',', &head)) {
        bool found = false;
        for (size_t i = 0; i < known->head_count; i++)
            found = found || span_equal(known->heads[i], head);
        if (!found)
            return false;
        count++;
    }
    return known->head_count == count;
}

static void check_heads(void)
{
    struct mem_arena arena = {0};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        struct must_known known = must_of(&arena, span_of(beginnings[i].pattern));
        CHECK(has_heads(&known, beginnings[i].heads));
        CHECK(!known.head_count || known.edge == beginnings[i].edge);
    }
    mem_arena_free(&arena);
}

static void check_depth(void)
{
    struct buf pattern = {0};
    struct mem_arena arena = {0};
    for (size_t depth = MUST_DEPTH_MAX; depth <= MUST_DEPTH_MAX + 1; depth++) {
        buf_clear(&pattern);
        for (size_t i = 0; i < depth; i++)
            buf_add_text(&pattern, "(?:");
        buf_add_text(&pattern, "word");
        for (size_t i = 0; i < depth; i++)
            buf_add_text(&pattern, ")");
        CHECK((must_of(&arena, buf_span(&pattern)).sets != NULL) == (depth <= MUST_DEPTH_MAX));
    }
    mem_arena_free(&arena);
    buf_free(&pattern);
}

int main(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK(may_match(cases[i].pattern, cases[i].matched));
        CHECK(!cases[i].other || !may_match(cases[i].pattern, cases[i].other));
    }
    check_begin();
    check_heads();
    check_depth();
    return check_finish();
}

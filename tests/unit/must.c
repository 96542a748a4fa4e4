/* must, sieve: what a pattern matches is never sieved out, and most of what it cannot match is. */
#include "must.h"

#include "check.h"
#include "sieve.h"

/* May the pattern match the text, as far as its words tell? */
static bool may_match(const char *pattern, const char *text)
{
    struct mem_arena arena = {0};
    struct sieve *sieve = sieve_new();
    size_t sets[16], count = 0;
    for (const struct must *must = must_of(&arena, span_of(pattern)); must && count < 16;
         must = must->next)
        sets[count++] = sieve_add(sieve, must->items, must->count);
    sieve_read(sieve, span_of(text));
    bool may = true;
    for (size_t i = 0; i < count; i++)
        may = may && sieve_holds(sieve, sets[i]);
    sieve_free(sieve);
    mem_arena_free(&arena);
    return may;
}

/* Each pattern matches the first text, by the syntax of PCRE2, and its words lack in the second
 * (NULL: it has none that every match holds, or none that can be told). */
static const struct {
    const char *pattern, *matched, *other;
} cases[] = {
    {"\\brated\\b", "It was RATED low.", "It was ranked low."},
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
    {"caf\xC3\xA9 bar", "CAF\xC3\x89 BAR", "cafe"},
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
    {"ab\\.cd", "AB.CD", "abxcd"},
    {"a{b}cd", "a{b}cd", "abcd"},
    {"(?|one two|two one) three", "two one three", "one three"},
};

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
        CHECK((must_of(&arena, buf_span(&pattern)) != NULL) == (depth <= MUST_DEPTH_MAX));
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
    check_depth();
    return check_finish();
}

/* pattern: what is found is what the expression tried at every place would find. */
#include "pattern.h"

#include <stdint.h>
#include <string.h>

#include "check.h"

static struct pattern read(struct pattern_text *text, struct span expression)
{
    struct pattern pattern = {text, "test.csv", 1, NULL, 0, 0};
    pattern_read(&pattern, expression);
    return pattern;
}

/* A pattern with a text and words of its own. */
struct trial {
    struct demand_words *words;
    struct pattern_text *text;
    struct pattern pattern;
};

static struct trial start(struct span expression)
{
    struct trial trial = {.words = demand_words_new()};
    trial.text = pattern_text_new(trial.words);
    trial.pattern = read(trial.text, expression);
    return trial;
}

static void finish(struct trial *trial)
{
    pattern_free(&trial->pattern);
    pattern_text_free(trial->text);
    demand_words_free(trial->words);
}

/* Where the first match from a byte on stands: "start-end", or "-". */
static struct {
    const char *expression, *text;
    size_t from;
    const char *found;
} cases[] = {
    {"rated good", "It was RATED Good.", 0, "7-17"},
    {"\\brated (?:good|poor)", "it was underrated good, rated poor", 0, "24-34"},
    {"rated|judged", "judged, then rated", 0, "0-6"},    /* the branch behind begins first */
    {"rated|judged", "judged, then rated", 1, "13-18"},
    {"rated good|rated", "rated good", 0, "0-10"},       /* of two the first */
    {"rated|rated good", "rated good", 0, "0-5"},
    {"(?:rated|judged) (?:good|poor)|weak", "weak or judged poor", 0, "0-4"},
    {"(?:rated good|judged poor)", "was judged poor", 0, "4-15"},
    {"(?:rated)|(?:judged)", "was judged", 0, "4-10"},
    {"[|]abc|[)(|]def", "xx|abc", 0, "2-6"},             /* bars within brackets part nothing */
    {"abc\\|def|ghi", "ghi abc|def", 1, "4-11"},
    {"(?:abc|def)xyz|ghi", "defxyz", 0, "0-6"},
    {"abc|d", "xxd", 0, "2-3"},                          /* a branch too short for the sieve */
    {"abc|.", "xabc", 0, "0-1"},
    {"\xE2\x80\x98good", "x \xE2\x80\x98good", 0, "2-9"},
    {"rated", "a rate", 0, "-"},
    {"\\Wgood", "\xE2\x80\x9Cgood", 0, "0-7"},
    {"a\\w*z", "ab az", 0, "3-5"},
    {"a\\w*z", "ab a\xC3\xA9z", 0, "3-7"},               /* letters beyond ASCII are letters */
    {"\\bgood", "\xC3\xA9good, \xC2\xA0good", 0, "10-14"}, /* and make words */
    {"a\\sz", "a\xC2\xA0z", 0, "0-4"},                   /* so are its blanks blanks */
    {"a\\Wz", "a\xE2\x80\x99z", 0, "0-5"},
};

static void check_cases(void)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct trial trial = start(span_of(cases[i].expression));
        struct pattern_hit hit;
        struct buf found = {0};
        pattern_text_look(trial.text, span_of(cases[i].text));
        bool is = pattern_find(&trial.pattern, cases[i].from, &hit);
        if (is)
            buf_add_format(&found, "%zu-%zu", hit.start, hit.end);
        else
            buf_add_text(&found, "-");
        CHECK(span_is(buf_span(&found), cases[i].found));
        CHECK(!is || (pattern_may(&trial.pattern) && pattern_matches(&trial.pattern)));
        buf_free(&found);
        finish(&trial);
    }
}

/* Groups are those of the branch that matched. */
static void check_groups(void)
{
    struct trial trial =
        start(span_of("(?<who>essex) was rated|judged (?<what>poor) by (?<who>ofsted)"));
    struct pattern_hit hit;
    size_t start, end;
    pattern_text_look(trial.text, span_of("Judged poor by Ofsted"));
    CHECK(pattern_find(&trial.pattern, 0, &hit));
    CHECK(pattern_group(&trial.pattern, &hit, "who", &start, &end) && start == 15 && end == 21);
    CHECK(pattern_group(&trial.pattern, &hit, "what", &start, &end) && start == 7);
    pattern_text_look(trial.text, span_of("Essex was rated"));
    CHECK(pattern_find(&trial.pattern, 0, &hit));
    CHECK(!pattern_group(&trial.pattern, &hit, "what", &start, &end));
    finish(&trial);
}

/* More places where a match may begin than are tried one by one, the last of them good. */
static void check_places(void)
{
    struct trial trial = start(span_of("\\brated \\w+ good"));
    struct pattern_hit hit;
    struct buf long_text = {0};
    for (size_t i = 0; i < 40; i++)
        buf_add_text(&long_text, "rated so poor ");
    size_t start = long_text.length;
    buf_add_text(&long_text, "rated so good");
    pattern_text_look(trial.text, buf_span(&long_text));
    CHECK(pattern_find(&trial.pattern, 0, &hit) && hit.start == start);
    CHECK(!pattern_find(&trial.pattern, start + 1, &hit));
    buf_free(&long_text);
    finish(&trial);
}

/* As many branches as are told apart, and one more. */
static void check_branches(void)
{
    for (size_t count = PATTERN_BRANCHES_MAX; count <= PATTERN_BRANCHES_MAX + 1; count++) {
        struct buf expression = {0};
        for (size_t i = 0; i < count; i++)
            buf_add_format(&expression, "%sword%zuend", i ? "|" : "", i);
        struct trial trial = start(buf_span(&expression));
        CHECK(trial.pattern.count == (count <= PATTERN_BRANCHES_MAX ? count : 1));
        struct pattern_hit hit;
        pattern_text_look(trial.text, span_of("a word31end"));
        CHECK(pattern_find(&trial.pattern, 0, &hit) && hit.start == 2);
        buf_free(&expression);
        finish(&trial);
    }
}

/* A match that takes more steps than it may is none, and the program goes on. */
static void check_limit(void)
{
    struct trial trial = start(span_of("(?:a+)+(?:a+)+(?:a+)+b needle"));
    struct pattern_hit hit;
    struct buf long_text = {0};
    for (size_t i = 0; i < 60; i++)
        buf_add_text(&long_text, "a");
    buf_add_text(&long_text, "c, and no b needle");
    pattern_text_look(trial.text, buf_span(&long_text));
    CHECK(!pattern_find(&trial.pattern, 0, &hit));
    buf_free(&long_text);
    finish(&trial);
}

/* Two tables that share their words: each keeps to its own text, whatever the other looks at, and
 * a placeholder that has become another one is seen. */
static void check_shared(void)
{
    struct demand_words *words = demand_words_new();
    struct pattern_text *one = pattern_text_new(words), *other = pattern_text_new(words);
    struct pattern rated = read(one, span_of("rated \\x{E001}"));
    struct pattern ranked = read(other, span_of("ranked \\x{E002}|rated \\x{E002}"));
    struct pattern_hit hit;
    pattern_text_look(one, span_of("rated \xEE\x80\x81"));
    pattern_text_look(other, span_of("was ranked \xEE\x80\x82"));
    CHECK(pattern_find(&rated, 0, &hit) && hit.start == 0);
    CHECK(pattern_find(&ranked, 0, &hit) && hit.start == 4);
    CHECK(pattern_find(&rated, 0, &hit) && hit.start == 0);
    pattern_text_look(other, span_of("rated \xEE\x80\x82"));
    CHECK(pattern_find(&ranked, 0, &hit) && hit.start == 0);
    pattern_text_look(one, span_of("rated \xEE\x80\x82"));
    CHECK(!pattern_find(&rated, 0, &hit));
    pattern_text_look(one, span_of(""));
    pattern_text_look(other, span_of(""));
    CHECK(!pattern_find(&rated, 0, &hit) && !pattern_may(&ranked));
    pattern_free(&rated);
    pattern_free(&ranked);
    pattern_text_free(one);
    pattern_text_free(other);
    demand_words_free(words);
}

int main(void)
{
    check_shared();
    check_cases();
    check_groups();
    check_places();
    check_branches();
    check_limit();
    return check_finish();
}

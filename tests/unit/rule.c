/* rule: a match that would take too many steps counts as none, and takes no time. */
#include "rule.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

/* The first way of the pattern tries every way to cut the letters in ones and twos, Fibonacci's
 * number of them, before the second one matches: 10 letters are 89 ways, 60 are 2.5e12, which
 * without the limit would take an hour. */
static bool matches_after(const struct rules *rules, size_t letters)
{
    char text[64];
    struct rule_hit hit;
    memset(text, 'a', letters);
    text[letters] = '!';
    rules_look(rules, (struct span){text, letters + 1});
    return rules_find(rules, 0, 0, &hit);
}

int main(void)
{
    setenv("ASSAY_VOCAB", "tests/unit/places", 1);
    struct places *places = places_find(NULL);
    const struct rule_source source = {places, NULL, 0, NULL};
    struct rules *rules = rules_load(&source, "rules/limit.csv");
    struct buf faults = {0};
    CHECK(rules_count(rules) == 1);
    CHECK(matches_after(rules, 10));
    CHECK(!matches_after(rules, 60));
    CHECK(matches_after(rules, 10)); /* the limit is of one match, not of the program */
    CHECK(rules_prove(rules, &faults) == 1 && faults.length == 0);
    buf_free(&faults);
    rules_free(rules);
    places_free(places);
    return check_finish();
}

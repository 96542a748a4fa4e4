#include "said.h"

#include <stdint.h>

#include "whose.h"

static const char *const groups[SAID_GRADES] = {"previous", "grade"};

/* What the grade is said of, by the rule's tie. `verb` and `object` are bytes of the
 * masked sentence; the latter where an object begins, 0 where there is none. */
static void find_phrase(const struct passage *passage, struct passage_grade *grade,
                        size_t verb, size_t object)
{
    const struct mask *mask = &passage->mask;
    size_t at = mask->items[grade->item].at;
    struct phrase none = {.start = at, .end = at, .item = mask->count};
    grade->phrase = none;
    if (passage_is_tied(grade, PASSAGE_LABEL) && grade->who < mask->count)
        grade->phrase = phrase_before(&passage->tokens, mask, 0,
                                      mask->items[grade->who].at + MASK_BYTES, true);
    if (passage_is_tied(grade, PASSAGE_OBJECT) ||
        (passage_is_tied(grade, PASSAGE_EITHER) && object))
        grade->phrase = phrase_before(&passage->tokens, mask, object, at, false);
    if (passage_is_tied(grade, PASSAGE_SUBJECT) ||
        (passage_is_tied(grade, PASSAGE_EITHER) &&
         grade->phrase.head != PHRASE_GRADABLE && grade->phrase.head != PHRASE_PRONOUN))
        grade->phrase = phrase_before(&passage->tokens, mask, 0, verb, false);
}

/* The words of a rule's value. */
static unsigned ties_of(struct span value)
{
    static const struct {
        const char *name;
        enum passage_tie tie;
    } names[] = {{"subject", PASSAGE_SUBJECT}, {"object", PASSAGE_OBJECT},
                 {"either", PASSAGE_EITHER},   {"label", PASSAGE_LABEL},
                 {"behind", PASSAGE_BEHIND},   {"fragment", PASSAGE_FRAGMENT},
                 {"carried", PASSAGE_CARRIED}, {"rating", PASSAGE_RATING},
                 {"free", PASSAGE_FREE},       {"previous", PASSAGE_PREVIOUS},
                 {"plain", PASSAGE_PLAIN}};
    struct span word;
    unsigned ties = 0;
    while (span_split(&value, ' ', &word))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (span_is(word, names[i].name))
                ties |= names[i].tie;
    return ties;
}

/* Where a named group of a match begins; `otherwise` where it took no part. */
static size_t group_start(const struct rules *claims, const struct rule_hit *hit,
                          const char *group, size_t otherwise)
{
    size_t start, end;
    return rules_group(claims, hit, group, &start, &end) ? start : otherwise;
}

/* The item that a named group of a match begins with; mask.count where it took no part.
 */
static size_t group_item(const struct passage *passage, const struct rules *claims,
                         const struct rule_hit *hit, const char *group)
{
    return mask_at(&passage->mask, group_start(claims, hit, group, SIZE_MAX));
}

/* Is anything that can hold a grade named between verb and grade? */
static bool has_object(const struct passage *passage, size_t verb, size_t item)
{
    for (size_t i = item; i-- > 0 && passage->mask.items[i].at >= verb;) {
        enum mask_kind kind = passage->mask.items[i].kind;
        if (kind == MASK_AUTHORITY || kind == MASK_AREA || kind == MASK_SERVICE ||
            kind == MASK_COUNCIL || kind == MASK_SUBJECT)
            return true;
    }
    return false;
}

size_t said_item(const struct passage *passage, const struct rules *claims,
                 const struct rule_hit *hit, enum said_grade which)
{
    return group_item(passage, claims, hit, groups[which]);
}

void said_read(const struct passage *passage, const struct rules *claims,
               const struct rule_hit *hit, enum said_grade which,
               struct passage_grade *grade)
{
    size_t item = said_item(passage, claims, hit, which);
    size_t left = said_item(passage, claims, hit, SAID_PREVIOUS);
    bool movement = left < passage->mask.count;
    *grade = (struct passage_grade){.item = item,
                                    .who = group_item(passage, claims, hit, "who"),
                                    .ties = ties_of(rules_value(claims, hit->rule)),
                                    .rule = rules_id(claims, hit->rule),
                                    .start = hit->start,
                                    .former = which == SAID_PREVIOUS};
    if (movement)
        grade->status = span_of(which == SAID_PREVIOUS ? "previous" : "current");
    if (passage->mask.items[item].kind == MASK_STEPS)
        grade->status = span_of("current"); /* "dropped two grades": to what is reached */
    size_t verb = group_start(claims, hit, "verb", hit->start);
    size_t object = group_start(claims, hit, "object", 0);
    if (object == 0 && has_object(passage, verb, item))
        object = verb + 1;
    find_phrase(passage, grade, verb, object);
    /* "clawed its way from inadequate to good": nothing else moves so */
    struct phrase holder;
    if (movement &&
        (grade->phrase.head == PHRASE_OTHER || grade->phrase.head == PHRASE_PARTS) &&
        whose_phrase(passage, left, &holder))
        grade->phrase = holder;
}

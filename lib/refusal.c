#include "refusal.h"

#include "area.h"

enum {
    CUE_BYTES = 240,    /* around a sentence, in its block, that tell of grades */
    SILENT_BYTES = 1000 /* text that names nothing of a council's, to be about none */
};

/* Does anything in the sentence, or just before, tell that grades are spoken of? */
static bool speaks_of_grades(const struct passage *passage, const struct rules *cues)
{
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_INSPECTORATE ||
            passage->mask.items[i].kind == MASK_DATE)
            return true;
    if (passage_is_near(passage, passage->last_block) ||
        passage_is_near(passage, passage->cue_block))
        return true;
    struct rule_hit hit;
    struct span text = passage->document->source.text;
    size_t start = passage->sentence_start, end = passage->sentence_end;
    if (rules_first(cues, buf_span(&passage->mask.text), &hit))
        return true;
    for (size_t left = CUE_BYTES; left && start > 0 && text.at[start - 1] != '\n'; left--)
        start--;
    for (size_t left = CUE_BYTES; left && end < text.length && text.at[end] != '\n';
         left--)
        end++;
    while (start < end && ((unsigned char)text.at[start] & 0xC0) == 0x80)
        start++;
    while (end < text.length && ((unsigned char)text.at[end] & 0xC0) == 0x80)
        end++;
    return rules_first(cues, span_part(text, start, end), &hit);
}

/* Does the document, at some length, name no inspectorate, no council's service and no
 * grade that councils alone are given, and the sentence nothing that is graded? The brand
 * "KENT" is no county. */
static bool is_about_else(const struct passage *passage)
{
    if (passage->document->source.text.length < SILENT_BYTES)
        return false;
    for (size_t i = 0; i < passage->known.count; i++) {
        const struct mask_item *item = &passage->known.items[i];
        if (item->kind == MASK_INSPECTORATE || item->kind == MASK_SERVICE ||
            item->kind == MASK_COUNCIL || item->kind == MASK_REQUIRES ||
            (item->kind == MASK_GRADE &&
             span_is(lexicon_known(item)->value, "inadequate")))
            return false;
    }
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_SUBJECT ||
            passage->mask.items[i].kind == MASK_AREA)
            return false;
    return true;
}

/* Is the grade before it in the sentence none that was taken? */
static bool follows_refused(const struct mask *mask, size_t item, const bool *taken)
{
    for (size_t i = item; i-- > 0;)
        if (lexicon_is_grade(&mask->items[i]))
            return !taken[i];
    return false;
}

/* "she was rated good" */
static bool is_person(const struct phrase *phrase)
{
    static const char *const words[] = {"he", "she", "He", "She", "I", "him", "her"};
    return phrase->head == PHRASE_PRONOUN &&
           span_is_any(phrase->word, words, sizeof words / sizeof *words);
}

/* "two headings, for adoption and for leadership, were" */
static bool names_areas(const struct passage *passage, const struct passage_grade *grade)
{
    struct passage_grade found = *grade;
    area_find(passage, &found);
    return found.area_count > 0;
}

/* "Kingston's services": upon Thames or upon Hull? Does the phrase name such a council,
 * or else the sentence before the grade, and no other? No other is meant then. */
static bool is_undecided(const struct mask *mask, const struct passage_grade *grade)
{
    bool found = false, other = false;
    for (size_t i = 0; i < grade->item; i++) {
        const struct lexicon_known *known = lexicon_known(&mask->items[i]);
        bool named = known->entity && known->entity->type == ENTITY_AUTHORITY;
        other = other || mask->items[i].kind == MASK_AUTHORITY ||
                mask->items[i].kind == MASK_SUBJECT;
        if (!named || known->entity->authority)
            continue;
        if (mask->items[i].at >= grade->phrase.start &&
            mask->items[i].at < grade->phrase.end)
            return true;
        found = true;
    }
    return found && !other;
}

struct span refusal_of(const struct passage *passage, const struct speech *speech,
                       const struct passage_grade *grade, const bool *taken)
{
    const struct mask *mask = &passage->mask;
    const struct phrase *phrase = &grade->phrase;
    struct rule_hit hit;
    bool said_of =
        passage_is_tied(grade, PASSAGE_SUBJECT | PASSAGE_OBJECT | PASSAGE_EITHER);
    if (said_of && phrase->head == PHRASE_OTHER)
        return span_of("said of what nobody grades");
    if (said_of && phrase->head == PHRASE_PARTS && !names_areas(passage, grade))
        return span_of("of areas that it does not name");
    if (is_undecided(mask, grade))
        return span_of("of a council that cannot be told from another");
    if (said_of && is_person(phrase))
        return span_of("said of a person");
    if (passage_is_tied(grade, PASSAGE_OBJECT) && phrase->head == PHRASE_NONE)
        return span_of("no object before it");
    if (phrase->joined && phrase->head == PHRASE_NONE &&
        follows_refused(mask, grade->item, taken))
        return span_of("goes on from what is no grade");
    bool vague = phrase->head == PHRASE_PRONOUN || phrase->head == PHRASE_NONE ||
                 phrase->item == mask->count ||
                 mask->items[phrase->item].kind == MASK_COUNCIL;
    if (vague && passage_is_tied(grade, PASSAGE_PLAIN | PASSAGE_FRAGMENT) &&
        !speaks_of_grades(passage, speech->cues))
        return span_of("nothing near tells of grades");
    if (is_about_else(passage))
        return span_of("the document speaks of no council's service");
    if (rules_first(speech->refusals, buf_span(&mask->text), &hit))
        return rules_value(speech->refusals, hit.rule);
    return (struct span){NULL, 0};
}

/* "The claimant was rated good": is that what the grade is told of? "Requires
 * improvement" may be no verb. */
bool refusal_is_of_other(const struct passage *passage, const struct passage_grade *grade,
                         enum mask_kind kind)
{
    if (passage_is_tied(grade, PASSAGE_SUBJECT) && is_undecided(&passage->mask, grade))
        return true;
    return kind != MASK_REQUIRES && passage_is_tied(grade, PASSAGE_SUBJECT) &&
           (grade->phrase.head == PHRASE_OTHER || grade->phrase.head == PHRASE_PARTS ||
            is_person(&grade->phrase));
}

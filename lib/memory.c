#include "memory.h"

#include <string.h>

enum {
    ARTICLE = 4, /* bytes of "The " */
    AREA_END = 2 /* of a stop behind an area that ends its sentence */
};

/* The authorities of the sentence, where they are two or more. */
static void remember_several(struct passage *passage)
{
    const struct vocab_authority *found[PASSAGE_SEVERAL_MAX];
    size_t count = 0;
    for (size_t i = 0; i < passage->mask.count && count < PASSAGE_SEVERAL_MAX; i++) {
        const struct vocab_authority *authority =
            lexicon_known(&passage->mask.items[i])->authority;
        bool again = false;
        for (size_t k = 0; k < count; k++)
            again = again || found[k] == authority;
        if (authority && !again)
            found[count++] = authority;
    }
    if (count < 2)
        return;
    memcpy(passage->several, found, count * sizeof *found);
    passage->several_count = count;
    passage->several_block = passage->block;
}

/* "good by 2026": a date to come. */
static bool is_ahead(const struct passage *passage, size_t item)
{
    struct span before =
        span_part(buf_span(&passage->mask.text), 0, passage->mask.items[item].at);
    return span_ends(before, span_of(" by "));
}

/* "[The] adoption [service] was slow in Essex": what is spoken of is the area. */
static bool begins_with_area(const struct passage *passage)
{
    const struct mask *mask = &passage->mask;
    return mask->count && mask->items[0].kind == MASK_AREA &&
           mask->items[0].at <= ARTICLE;
}

/* "Ofsted also reviewed the board. It is good": the area that a sentence without a grade
 * ends on. */
static void remember_area(struct passage *passage)
{
    bool silent = passage->mask.count == 0 && passage->open_block == passage->block;
    if (silent)
        return; /* "We looked it up." */
    passage->open_area = (struct span){NULL, 0};
    passage->open_block = passage->block;
    passage->open_end = false;
    bool alone =
        true; /* nothing else that is graded is named: "Adoption is looked at again." */
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct mask_item *item = &passage->mask.items[i];
        if (lexicon_is_grade(item)) {
            passage->open_area = (struct span){NULL, 0};
            return;
        }
        if (item->kind == MASK_AREA) {
            passage->open_area = lexicon_known(item)->value;
            passage->open_end =
                item->at + MASK_BYTES + AREA_END >= passage->mask.text.length;
        } else if (item->kind == MASK_SERVICE ||
                   ((item->kind == MASK_AUTHORITY || item->kind == MASK_COUNCIL) &&
                    !passage_is_place(passage, i))) {
            alone = false;
            if (!begins_with_area(passage))
                passage->open_area = (struct span){NULL, 0};
        }
    }
    passage->open_end = passage->open_end || (alone && begins_with_area(passage));
}

/* A heading such as "Parking" begins something else. */
static void remember_heading(struct passage *passage)
{
    const struct judgement_blocks *blocks = passage->document->blocks;
    bool heading = passage->block < blocks->count &&
                   span_is(blocks->items[passage->block].role, "heading");
    if (heading && passage->mask.count == 0)
        passage->fresh_block = passage->block + 1;
}

/* "Our last full inspection was reported in December": the date of what is judged below.
 */
static void remember_inspection(struct passage *passage)
{
    static const char *const words[] = {" report", "published"};
    struct span text = buf_span(&passage->mask.text);
    const struct vocab_authority *authority = NULL;
    struct passage_date date, found = {.value = {NULL, 0}};
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct mask_item *item = &passage->mask.items[i];
        if (lexicon_known(item)->authority)
            authority = lexicon_known(item)->authority;
        if (!found.value.length && item->kind == MASK_DATE &&
            passage_date(passage, i, &date) && date.first.month && !is_ahead(passage, i))
            found = date;
    }
    long today = passage_today(passage);
    if (!found.value.length || (today && when_first_day(found.first) > today) ||
        !span_holds_any(text, words, sizeof words / sizeof *words))
        return;
    passage->inspected = found;
    passage->inspected_of = authority ? authority : passage_focus(passage);
}

/* "Both were inspected in October" */
static bool is_of_several(const struct passage *passage)
{
    static const char *const words[] = {"oth ", "councils", "authorities", "ll of them",
                                        "ll three"};
    struct span text = buf_span(&passage->mask.text);
    return span_holds_any(text, words, sizeof words / sizeof *words);
}

/* Keeps the date of a sentence that tells of an inspection, and whose that was. */
static void remember_visit(struct passage *passage, const struct passage_date *date)
{
    struct passage_visit visit = {.block = passage->block};
    size_t count = 0;
    if (passage_tells_of_inspection(passage))
        visit.date = *date;
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct vocab_authority *authority =
            lexicon_known(&passage->mask.items[i])->authority;
        visit.graded = visit.graded || lexicon_is_grade(&passage->mask.items[i]);
        if (authority && authority != visit.authority) {
            visit.authority = authority;
            count++;
        }
    }
    if (count > 1)
        visit.authority = NULL;
    if (count == 0 && !is_of_several(passage))
        visit.authority = passage_focus(passage);
    passage->visit = visit;
}

/* "A joint team from Ofsted and the CQC": does the sentence name an inspectorate of
 * councils? */
static bool names_ours(const struct passage *passage)
{
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_INSPECTORATE &&
            !lexicon_judges(passage->lexicon,
                            lexicon_known(&passage->mask.items[i])->entity->name)
                 .length)
            return true;
    return false;
}

static void remember_inspectorate(struct passage *passage, struct span name)
{
    struct span judged = lexicon_judges(passage->lexicon, name);
    if (judged.length && names_ours(passage))
        return;
    passage->inspectorate = name;
    passage->cue_block = passage->block;
    passage->ours_named = passage->ours_named || !judged.length;
    passage->judged = passage->ours_named ? (struct span){NULL, 0} : judged;
}

void memory_keep(struct passage *passage)
{
    remember_heading(passage);
    remember_area(passage);
    remember_several(passage);
    remember_inspection(passage);
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct mask_item *item = &passage->mask.items[i];
        if ((item->kind == MASK_COUNCIL || item->kind == MASK_AREA) &&
            lexicon_known(item)->authority)
            resolve_note(&passage->focus, lexicon_known(item)->authority, item->start);
        if (item->kind == MASK_INSPECTORATE)
            remember_inspectorate(passage, lexicon_known(item)->entity->name);
        if (item->kind == MASK_AREA && i > 0 &&
            passage->mask.items[i - 1].kind == MASK_AUTHORITY)
            passage->owned_area = lexicon_known(item)->value;
        struct passage_date date;
        if (item->kind == MASK_DATE && passage_date(passage, i, &date) &&
            !is_ahead(passage, i)) {
            passage->told = date;
            passage->told_block = passage->block;
            remember_visit(passage, &date);
        }
        if (item->kind == MASK_SUBJECT)
            passage->topic = lexicon_known(item)->value;
        else if (item->kind == MASK_SERVICE ||
                 (item->kind == MASK_AREA && !lexicon_known(item)->loose) ||
                 ((item->kind == MASK_AUTHORITY || item->kind == MASK_COUNCIL) &&
                  !passage_is_place(passage, i)))
            passage->topic = (struct span){NULL, 0};
        if (item->kind == MASK_SERVICE ||
            (item->kind == MASK_AREA && !lexicon_known(item)->loose))
            passage->subject = (struct span){NULL, 0};
        passage->topic_block = passage->block;
    }
}

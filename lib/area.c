#include "area.h"

#include "referred.h"

enum {
    OF_REACH = 12,  /* bytes of " of its own " */
    AREA_REACH = 80 /* bytes between an area and its grade */
};

static void add_one(struct passage_grade *grade, struct span area)
{
    for (size_t i = 0; i < grade->area_count; i++)
        if (span_equal(grade->areas[i], area))
            return;
    if (grade->area_count < PASSAGE_AREAS_MAX)
        grade->areas[grade->area_count++] = area;
}

/* An area, or a list of areas that a word stands for. */
static void add(struct passage_grade *grade, struct span areas)
{
    struct span area;
    while (span_split(&areas, ';', &area))
        add_one(grade, area);
}

/* "[‘outstanding’] leadership": nothing but quotes between them. */
static bool is_bare(struct span between)
{
    static const char *const quotes[] = {"’", "”", "\"", "'", ")"};
    between = span_trim(between);
    for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
        if (span_is(between, quotes[i]))
            return true;
    return between.length <= 2 && span_find_byte(between, ',') == between.length;
}

/* Does the text hold the preposition, with no comma behind it? Not "in 2022, with". */
static bool leads(struct span between, const char *preposition)
{
    size_t at = span_find(between, span_of(preposition));
    struct span behind = span_part(between, at, between.length);
    return at < between.length &&
           span_find_byte(behind, ',') >=
               span_find_byte(behind, ':'); /* "in all: this, that" */
}

/* Is the text between a grade and an area behind it "for" or "in" the area? */
static bool leads_to(const struct passage *passage, const struct passage_grade *from,
                     size_t area)
{
    size_t grade = from->item;
    const struct mask *mask = &passage->mask;
    struct span between = span_part(
        buf_span(&mask->text), mask->items[grade].at + MASK_BYTES, mask->items[area].at);
    struct span value = lexicon_known(&mask->items[area])->value;
    if (span_is(span_trim(between), ",") && span_find_byte(value, ';') < value.length)
        return true; /* "inadequate, both" */
    static const char *const exceptions[] = {"except", "apart", "other than", "exception",
                                             " but ",  " bar ", "save for"};
    if (span_holds_any(between, exceptions, sizeof exceptions / sizeof *exceptions))
        return false; /* "good in all areas but leadership" */
    bool same = mask->items[grade].kind == MASK_SAME;
    if (same && (span_is(span_trim(between), "of") || leads(between, " about ")))
        return true; /* "reached the same conclusion about leadership" */
    return leads(between, " for ") || leads(between, " in ") || leads(between, " on ") ||
           ((from->ties & PASSAGE_BEHIND) &&
            (span_find(between, span_of(" of ")) < between.length ||
             span_ends(between, span_of(" to ")))) ||
           is_bare(between);
}

static bool is_whole(enum mask_kind kind)
{
    return kind == MASK_AUTHORITY || kind == MASK_SERVICE || kind == MASK_COUNCIL;
}

static void add_within(const struct passage *passage, struct passage_grade *grade,
                       size_t start, size_t end)
{
    const struct mask *mask = &passage->mask;
    for (size_t i = 0; i < mask->count && mask->items[i].at < end; i++)
        if (mask->items[i].at >= start && lexicon_known(&mask->items[i])->alone)
            start = mask->items[i].at;
    for (size_t i = 0; i < mask->count && mask->items[i].at < end; i++)
        if (mask->items[i].at >= start &&
            (mask->items[i].kind == MASK_AREA || mask->items[i].kind == MASK_PEOPLE))
            add(grade, lexicon_known(&mask->items[i])->value);
}

/* Areas before the grade in its clause: all that share it, or those of the grade before
 * where nothing new is named in between ("inadequate in 2015 and good in 2018"). */
static void add_before(const struct passage *passage, struct passage_grade *grade)
{
    const struct mask *mask = &passage->mask;
    size_t start, end;
    bool whole = false;
    passage_clause(passage, grade->item, &start, &end);
    for (size_t i = grade->item; i-- > 0 && mask->items[i].at >= start;) {
        whole = whole || is_whole(mask->items[i].kind);
        if (lexicon_is_grade(&mask->items[i]) && (grade->area_count || whole))
            break;
        size_t apart = mask->items[grade->item].at - mask->items[i].at;
        if (mask->items[i].kind == MASK_AREA &&
            (apart <= AREA_REACH || grade->area_count))
            add(grade, lexicon_known(&mask->items[i])->value);
    }
}

/* "The other judgements, for leadership and for adoption, were": the areas of an aside
 * that a phrase without any is followed by. */
static void add_aside(const struct passage *passage, struct passage_grade *grade)
{
    const struct phrase *phrase = &grade->phrase;
    const struct mask *mask = &passage->mask;
    struct span text = buf_span(&mask->text);
    bool several = phrase->item == mask->count && span_ends(phrase->word, span_of("s"));
    if ((phrase->head != PHRASE_PARTS && !phrase->plural && !several) ||
        phrase->end >= text.length)
        return;
    struct span behind = span_part(text, phrase->end, mask->items[grade->item].at);
    if (!span_starts(behind, span_of(",")) && !span_starts(behind, span_of(" (")) &&
        !span_starts(behind, span_of(" –")) && !span_starts(behind, span_of(" - ")) &&
        !span_starts(behind, span_of(" inspected")))
        return;
    for (size_t i = 0; i < grade->item; i++)
        if (mask->items[i].at >= phrase->end && mask->items[i].kind != MASK_AREA)
            return;
    add_within(passage, grade, phrase->end, mask->items[grade->item].at);
}

/* "the bottom mark: leadership, adoption and care leavers" */
static bool leads_list(const struct passage *passage, size_t item)
{
    const struct mask *mask = &passage->mask;
    size_t at = mask->items[item].at + MASK_BYTES;
    struct span behind = span_part(buf_span(&mask->text), at, mask->text.length);
    for (size_t i = item + 1; i < mask->count; i++)
        if (lexicon_is_grade(&mask->items[i]))
            return false;
    size_t namely = span_find(behind, span_of(", namely "));
    return span_starts(behind, span_of(": ")) || namely < behind.length;
}

/* "inadequate overall and for adoption": the whole too. */
static bool goes_with_whole(const struct passage *passage, size_t item)
{
    static const char *const words[] = {" overall and ", " overall, and "};
    size_t at = passage->mask.items[item].at + MASK_BYTES;
    struct span text = buf_span(&passage->mask.text);
    return span_starts_any(span_part(text, at, text.length), words, 2);
}

/* "The inspection of adoption was in 2012, when it was judged": what an inspection was
 * of. */
static void add_inspected(const struct passage *passage, struct passage_grade *grade)
{
    const struct mask *mask = &passage->mask;
    static const char *const words[] = {"inspection of ", "inspections of ",
                                        "review of "};
    struct span text = buf_span(&mask->text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = span_find(text, span_of(words[i]));
        for (size_t k = 0; k < grade->item && at < text.length; k++)
            if (mask->items[k].at > at && mask->items[k].kind == MASK_AREA)
                add(grade, lexicon_known(&mask->items[k])->value);
    }
}

/* ", and for the": nothing but what stands between the members of a list. */
static bool joins(struct span between)
{
    static const char *const words[] = {"and",  "&",    "for",  "in",    "on",
                                        "to",   "of",   "the",  "its",   "as",
                                        "well", "also", "both", "their", "our"};
    struct span word;
    bool joined = false;
    while (span_split(&between, ' ', &word)) {
        if (span_ends(word, span_of(",")) || span_ends(word, span_of(";"))) {
            joined = true;
            word.length--;
        }
        bool listed = !word.length;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            listed = listed || span_is(word, words[i]);
        if (!listed)
            return false;
        joined = joined || span_is(word, "and") || span_is(word, "&");
    }
    return joined;
}

/* "good for adoption, and [leadership] was inadequate": does a verb stand behind the
 * item? */
static bool begins_clause(const struct passage *passage, size_t item)
{
    const struct tokens *tokens = &passage->tokens;
    size_t token = tokens_before(tokens, passage->mask.items[item].at + MASK_BYTES);
    if (token == tokens->count)
        return false;
    return tokens->items[token].class == TOKEN_AUXILIARY ||
           (tokens->items[token].class == TOKEN_ITEM &&
            lexicon_is_grade(&passage->mask.items[tokens->items[token].item]));
}

/* The areas that are listed behind one. */
static void add_listed(const struct passage *passage, struct passage_grade *grade,
                       size_t area)
{
    const struct mask *mask = &passage->mask;
    for (; area + 1 < mask->count && mask->items[area + 1].kind == MASK_AREA; area++) {
        struct span between =
            span_part(buf_span(&mask->text), mask->items[area].at + MASK_BYTES,
                      mask->items[area + 1].at);
        if (!joins(between) || begins_clause(passage, area + 1))
            return;
        add(grade, lexicon_known(&mask->items[area + 1])->value);
    }
}

/* "inadequate for leadership and adoption" */
/* "the overall effectiveness of its [safeguarding]": is the whole that of the next area?
 */
static bool is_overall_of(const struct mask *mask, size_t area)
{
    if (!span_is(lexicon_known(&mask->items[area])->value, "overall") ||
        area + 1 == mask->count || mask->items[area + 1].kind != MASK_AREA)
        return false;
    struct span gap = span_part(buf_span(&mask->text), mask->items[area].at + MASK_BYTES,
                                mask->items[area + 1].at);
    return span_starts(gap, span_of(" of ")) && gap.length <= OF_REACH;
}

static void add_behind(const struct passage *passage, struct passage_grade *grade)
{
    const struct mask *mask = &passage->mask;
    size_t area = passage_nearest(passage, grade->item, MASK_AREA, false);
    if (area < mask->count && leads_list(passage, grade->item)) {
        add_within(passage, grade, mask->items[grade->item].at, mask->text.length);
        return;
    }
    for (size_t i = grade->item + 1; i < area && i < mask->count; i++)
        if (lexicon_is_grade(&mask->items[i]))
            return;
    if (area == mask->count || area > grade->item + 2 || !leads_to(passage, grade, area))
        return;
    if (is_overall_of(mask, area))
        area++;
    add(grade, lexicon_known(&mask->items[area])->value);
    add_listed(passage, grade, area);
}

static void carry(const struct passage *passage, struct passage_grade *grade)
{
    for (size_t i = 0; i < passage->last.area_count; i++)
        add(grade, passage->last.areas[i]);
}

static bool in_same_sentence(const struct passage *passage)
{
    return passage->last_block != SIZE_MAX &&
           passage->last_sentence == passage->sentence_start;
}

/* "the overall effectiveness of safeguarding" is safeguarding's. */
static void drop_overall(struct passage_grade *grade)
{
    for (size_t i = 0; i < grade->area_count && grade->area_count > 1; i++)
        if (span_is(grade->areas[i], "overall"))
            grade->areas[i] = grade->areas[--grade->area_count];
}

/* "an outstanding for adoption": of what follows, whatever stands before. */
static void add_led(const struct passage *passage, struct passage_grade *grade)
{
    const struct mask *mask = &passage->mask;
    size_t next = grade->item + 1;
    if (!(grade->ties & PASSAGE_FREE) || next >= mask->count ||
        mask->items[next].kind != MASK_AREA)
        return;
    struct span gap = span_trim(span_part(buf_span(&mask->text),
                                          mask->items[grade->item].at + MASK_BYTES,
                                          mask->items[next].at));
    if (span_is(gap, "for") || span_is(gap, "for the") || span_is(gap, "on") ||
        span_is(gap, "for its"))
        add_behind(passage, grade);
}

/* "good for adoption and adequate [overall]" */
static bool is_overall(const struct passage *passage, const struct passage_grade *grade)
{
    const struct mask *mask = &passage->mask;
    return span_starts(span_part(buf_span(&mask->text),
                                 mask->items[grade->item].at + MASK_BYTES,
                                 mask->text.length),
                       span_of(" overall"));
}

/* "good ([was] inadequate)" */
static bool is_bracketed(const struct passage *passage, size_t item)
{
    struct span text = buf_span(&passage->mask.text);
    return span_ends(span_part(text, 0, passage->mask.items[item].at), span_of("(was "));
}

void area_find(const struct passage *passage, struct passage_grade *grade)
{
    const struct phrase *phrase = &grade->phrase;
    bool tied = phrase->head == PHRASE_GRADABLE || (grade->ties & PASSAGE_LABEL);
    grade->area_count = 0;
    add_led(passage, grade);
    if (grade->area_count)
        return;
    if (phrase->item == passage->mask.count && phrase->head == PHRASE_GRADABLE &&
        (span_is(phrase->word, "board") || span_is(phrase->word, "Board")))
        add(grade, span_of("lscb"));
    if (tied && phrase->start < phrase->end)
        add_within(passage, grade, phrase->start, phrase->end);
    size_t behind = phrase->item < passage->mask.count ? phrase->item : grade->who;
    if (behind < passage->mask.count && behind > grade->item)
        add_listed(passage, grade, behind);
    if (!grade->area_count)
        add_aside(passage, grade);
    /* "an inspection of adoption found the arrangements adequate" */
    bool word = phrase->head == PHRASE_GRADABLE && phrase->item == passage->mask.count &&
                !phrase->whole;
    if (!grade->area_count && !(grade->ties & PASSAGE_LABEL) &&
        (word || (grade->ties & PASSAGE_RATING)))
        add_before(passage, grade);
    if (!grade->area_count && (word || phrase->head == PHRASE_PRONOUN))
        add_inspected(passage, grade);
    if (grade->area_count && span_find(buf_span(&passage->mask.text), span_of(" of ")) <
                                 passage->mask.items[grade->item].at)
        drop_overall(grade);
    if (grade->area_count == 1 && span_is(grade->areas[0], "overall")) {
        grade->area_count = 0;
        add(grade, referred_front(passage, grade));
        if (!grade->area_count)
            add(grade, span_of("overall"));
    }
    if (!grade->area_count) {
        add_behind(passage, grade);
        if (grade->area_count && goes_with_whole(passage, grade->item))
            add(grade, span_of("overall"));
    }
    if (!grade->area_count)
        add(grade, referred_front(passage, grade));
    if (!grade->area_count)
        add(grade, referred_there(passage, grade));
    if (grade->area_count)
        return;
    if (phrase->head == PHRASE_PRONOUN || phrase->head == PHRASE_GRADABLE)
        add(grade, referred_relative(passage, grade));
    if (phrase->head == PHRASE_PRONOUN && !grade->area_count)
        add(grade, referred_subject(passage, grade));
    if (!grade->area_count)
        add(grade, referred_before(passage, grade));
    /* "inadequate for adoption, as it was in 2018" */
    const struct mask_item *place = &passage->mask.items[grade->item];
    bool then = place->kind == MASK_SAME && span_is(lexicon_known(place)->value, "then");
    bool again = (grade->ties & PASSAGE_CARRIED) || phrase->joined || then ||
                 is_bracketed(passage, grade->item);
    if (again && in_same_sentence(passage) && !is_overall(passage, grade))
        carry(passage, grade);
    /* "Sandwell's was inadequate": its what? The area that the passage speaks of. */
    if (phrase->owner && !grade->area_count && passage->owned_area.length)
        add(grade, passage->owned_area);
}

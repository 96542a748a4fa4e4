#include "antecedent.h"

#include "mem.h"

enum {
    BLOCK_REACH = 1,   /* blocks over which a list of areas is still spoken of */
    NAMES_REACH = 120, /* items before a word for a council that may be meant */
    SECTION_REACH = 6, /* blocks, the same */
    ALONE = 2          /* areas that begin a list anew */
};

/* ---- areas
 * ---------------------------------------------------------------------------------- */

static bool is_theme(const struct mask_item *item)
{
    return item->kind == MASK_AREA && !span_is(lexicon_known(item)->value, "overall");
}

static size_t find(const struct antecedent *antecedent, struct span area)
{
    size_t i = 0;
    while (i < antecedent->count && !span_equal(antecedent->areas[i], area))
        i++;
    return i;
}

static void add(struct antecedent *antecedent, struct span areas, bool graded)
{
    struct span area;
    antecedent->last = areas;
    while (span_split(&areas, ';', &area)) {
        size_t i = find(antecedent, area);
        if (i == ANTECEDENT_AREAS_MAX)
            return;
        if (i == antecedent->count)
            antecedent->areas[antecedent->count++] = area;
        antecedent->graded[i] = antecedent->graded[i] || graded;
    }
}

/* Adds the areas that the sentence names before a byte of its mask. Two or more that are
 * new begin a list of their own. */
static void add_named(struct antecedent *antecedent, const struct passage *passage,
                      size_t end)
{
    size_t strange = 0;
    bool graded = false;
    struct antecedent before = *antecedent;
    for (size_t i = 0; i < passage->mask.count && passage->mask.items[i].at < end; i++) {
        const struct mask_item *item = &passage->mask.items[i];
        strange +=
            is_theme(item) && find(&before, lexicon_known(item)->value) == before.count;
        graded = graded || lexicon_is_grade(item) || item->kind == MASK_TAKEN;
    }
    if (strange >= ALONE)
        antecedent->count = 0;
    for (size_t i = 0; i < passage->mask.count && passage->mask.items[i].at < end; i++)
        if (is_theme(&passage->mask.items[i]))
            add(antecedent, lexicon_known(&passage->mask.items[i])->value, graded);
}

void antecedent_remember(struct antecedent *antecedent, const struct passage *passage)
{
    bool any = false;
    for (size_t i = 0; i < passage->mask.count; i++)
        any = any || is_theme(&passage->mask.items[i]);
    if (!any)
        return;
    if (passage->block > antecedent->block + BLOCK_REACH)
        antecedent->count = 0;
    antecedent->block = passage->block;
    add_named(antecedent, passage, passage->mask.text.length);
}

/* The same with areas that two are judged under parted again: "children in care and care
 * leavers. Both were". */
static struct antecedent parted(const struct antecedent *antecedent,
                                const struct scales *scales)
{
    struct antecedent parts = {.block = antecedent->block, .last = antecedent->last};
    for (size_t i = 0; i < antecedent->count; i++) {
        size_t count = parts.count;
        for (size_t k = 0; k < scales->answer_count; k++)
            if (scales->answers[k].part &&
                span_equal(scales->answers[k].area, antecedent->areas[i]))
                add(&parts, scales->answers[k].by, antecedent->graded[i]);
        if (parts.count == count)
            add(&parts, antecedent->areas[i], antecedent->graded[i]);
    }
    return parts;
}

/* "two", "all three": how many the words say there are; 0: they do not. */
static size_t number_of(struct span words)
{
    static const char *const numbers[] = {"one", "two", "three", "four", "five", "six"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (words.length == span_of(numbers[i]).length &&
            span_equal(span_part(words, 1, words.length),
                       span_part(span_of(numbers[i]), 1, words.length)) &&
            (words.at[0] | 0x20) == numbers[i][0])
            return i + 1;
    return 0;
}

/* The areas that the words of a rule's value mean, as a list; absent: not so many were
 * told. */
static struct span choose(const struct antecedent *antecedent, struct span value,
                          size_t number, struct mem_arena *arena)
{
    static const struct {
        const char *name;
        size_t first; /* from 1 */
    } orders[] = {
        {"first", 1}, {"second", 2}, {"third", 3}, {"fourth", 4}, {"former", 1}};
    size_t first = 0, end = antecedent->count, found = 0;
    if (span_is(value, "this"))
        return antecedent->last;
    bool others = span_is(value, "others"), all = span_is(value, "all");
    bool pair =
        span_is(value, "former") || span_is(value, "latter") || span_is(value, "both");
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        if (span_is(value, orders[i].name)) {
            first = orders[i].first - 1;
            end = first + (number ? number : 1);
        }
    if (span_is(value, "last") || span_is(value, "latter"))
        first = end - (number && number < end ? number : 1);
    bool fits = antecedent->count >= ALONE && end <= antecedent->count &&
                (!pair || antecedent->count == ALONE) &&
                (!all || !number || number == antecedent->count);
    struct buf list = {0};
    for (size_t i = first; i < end && fits; i++)
        if (!others || !antecedent->graded[i]) {
            buf_add_text(&list, found++ ? ";" : "");
            buf_add(&list, antecedent->areas[i]);
        }
    fits = fits && found && (!others || !number || number == found);
    struct span chosen = {fits ? mem_arena_copy(arena, list.at, list.length) : NULL,
                          fits ? list.length : 0};
    buf_free(&list);
    return chosen;
}

/* Names the sentence two councils before the byte, and fewer areas? */
static bool has_pair(const struct passage *passage, size_t end,
                     const struct vocab_authority *pair[ALONE])
{
    size_t count = 0, areas = 0;
    for (size_t i = 0; i < passage->mask.count && passage->mask.items[i].at < end; i++) {
        const struct mask_item *item = &passage->mask.items[i];
        const struct vocab_authority *authority = lexicon_known(item)->authority;
        areas += is_theme(item);
        if (!authority || lexicon_known(item)->alone || (count && pair[0] == authority))
            continue;
        if (count == ALONE && pair[1] != authority)
            return false;
        if (count < ALONE)
            pair[count++] = authority;
    }
    return count == ALONE && areas < ALONE;
}

/* Were several councils named since the areas were, so that "both" are they? */
static bool are_councils(const struct antecedent *antecedent,
                         const struct passage *passage)
{
    return passage->several_count && passage->several_block == passage->block &&
           (antecedent->block < passage->block || antecedent->count < ALONE);
}

/* The area of a board of the authority's, where that is what was named of it last: "the
 * boards of Essex and Kent were reviewed; the latter is good"; else absent. */
static struct span board_of(const struct passage *passage,
                            const struct vocab_authority *authority)
{
    struct span none = {NULL, 0};
    size_t left = NAMES_REACH;
    for (size_t i = passage->next_item; i-- > 0 && left > 0; left--) {
        const struct mask_item *item = &passage->known.items[i];
        if (item->start < passage->sentence_start &&
            lexicon_known(item)->authority == authority)
            return item->kind == MASK_AREA ? lexicon_known(item)->value : none;
    }
    return none;
}

/* "the former": masks what a rule finds as the one of two councils that it means. */
static void mask_council(struct passage *passage, const struct rules *rules,
                         const struct rule_hit *hit, size_t start, size_t end,
                         const struct vocab_authority *const pair[ALONE])
{
    struct span value = rules_value(rules, hit->rule);
    bool latter = span_is(value, "latter") || span_is(value, "second");
    if (!latter && !span_is(value, "former") && !span_is(value, "first"))
        return;
    struct lexicon_known *known = mem_arena_new(passage->arena, 1, sizeof *known);
    known->alone = true;
    known->authority = pair[latter];
    known->value = board_of(passage, known->authority);
    mask_insert(&passage->mask, start, end,
                known->value.length ? MASK_AREA : MASK_AUTHORITY, known);
    rules_look(rules, buf_span(&passage->mask.text));
}

/* Masks what a rule finds, where the areas told of fit it. */
static void mask_words(const struct antecedent *antecedent, struct passage *passage,
                       const struct rules *rules, const struct rule_hit *hit)
{
    size_t start, end, from, to, number = 0;
    struct antecedent told = {.count = 0};
    if (!rules_group(rules, hit, "mark", &start, &end))
        return;
    const struct vocab_authority *pair[ALONE];
    if (has_pair(passage, start, pair)) {
        mask_council(passage, rules, hit, start, end, pair);
        return;
    }
    if (are_councils(antecedent, passage)) {
        if (passage->several_count == ALONE)
            mask_council(passage, rules, hit, start, end, passage->several);
        return;
    }
    if (rules_group(rules, hit, "number", &from, &to))
        number = number_of(span_part(buf_span(&passage->mask.text), from, to));
    if (antecedent->block + BLOCK_REACH >= passage->block)
        told = *antecedent;
    add_named(&told, passage, start);
    struct span value = rules_value(rules, hit->rule);
    struct span areas = choose(&told, value, number, passage->arena);
    if (!areas.length) {
        told = parted(&told, passage->document->scales);
        areas = choose(&told, value, number, passage->arena);
    }
    if (!areas.length)
        return;
    struct lexicon_known *known = mem_arena_new(passage->arena, 1, sizeof *known);
    known->value = areas;
    known->alone = true;
    mask_insert(&passage->mask, start, end, MASK_AREA, known);
    rules_look(rules, buf_span(&passage->mask.text));
}

/* ---- councils
 * ------------------------------------------------------------------------------- */

/* Does the text hold the word, whatever its case? The word is in small letters. */
static bool holds(struct span text, struct span word)
{
    for (size_t i = 0; i + word.length <= text.length; i++) {
        size_t same = 0;
        while (same < word.length && (text.at[i + same] | 0x20) == (word.at[same] | 0x20))
            same++;
        if (same == word.length)
            return true;
    }
    return false;
}

/* Do words for a council, of which those behind a minus tell what it is not, fit one's
 * kind or full name? "county -city": 1 a county, -1 a city, 0 neither. */
static int calls(struct span words, const struct vocab_authority *authority)
{
    struct span word;
    int fits = 0;
    while (authority && span_split(&words, ' ', &word)) {
        bool no = span_starts(word, span_of("-"));
        word = span_part(word, no, word.length);
        if (!holds(authority->kind, word) && !holds(authority->official, word))
            continue;
        if (!no)
            return 1;
        fits = -1;
    }
    return fits;
}

/* The council meant by the item, a word for one such as "the county": of those named
 * before it in the sentence, the one in focus, and those named before, the first that is
 * so called. NULL: none is. */
static const struct vocab_authority *called(struct passage *passage, size_t item)
{
    const struct mask *mask = &passage->mask;
    const struct judgement_blocks *blocks = passage->document->blocks;
    struct span words = lexicon_known(&mask->items[item])->value;
    for (size_t i = item; i-- > 0;)
        if (calls(words, lexicon_known(&mask->items[i])->authority) > 0)
            return lexicon_known(&mask->items[i])->authority;
    const struct vocab_authority *focus = passage_focus(passage);
    if (calls(words, focus) >= 0)
        return focus;
    const struct lexicon_items *known = &passage->known;
    size_t earliest = passage->block < blocks->count && passage->block > SECTION_REACH
                          ? blocks->items[passage->block - SECTION_REACH].start
                          : 0;
    size_t left = NAMES_REACH;
    for (size_t i = passage->next_item; i-- > 0 && left > 0; left--) {
        const struct mask_item *named = &known->items[i];
        if (named->start < earliest)
            break;
        if (named->kind == MASK_AUTHORITY &&
            calls(words, lexicon_known(named)->authority) > 0)
            return lexicon_known(named)->authority;
    }
    return NULL;
}

/* "the county, Essex,": the name itself follows. */
static bool is_named_behind(const struct mask *mask, size_t item)
{
    if (item + 1 >= mask->count || mask->items[item + 1].kind != MASK_AUTHORITY)
        return false;
    struct span gap = span_part(buf_span(&mask->text), mask->items[item].at + MASK_BYTES,
                                mask->items[item + 1].at);
    gap = span_trim(gap);
    return span_is(gap, ",") || span_is(gap, "of") || !gap.length;
}

static void resolve_councils(struct passage *passage)
{
    for (size_t i = 0; i < passage->mask.count; i++) {
        struct mask_item *item = &passage->mask.items[i];
        if (item->kind != MASK_COUNCIL || !lexicon_known(item)->value.length ||
            span_is(lexicon_known(item)->value, "service") ||
            is_named_behind(&passage->mask, i))
            continue;
        const struct vocab_authority *authority = called(passage, i);
        if (!authority)
            continue;
        struct lexicon_known *known = mem_arena_new(passage->arena, 1, sizeof *known);
        *known = *lexicon_known(item);
        known->authority = authority;
        item->what = known;
    }
}

void antecedent_apply(const struct antecedent *antecedent, struct passage *passage,
                      const struct speech *speech)
{
    const struct rules *rules = speech->antecedents;
    struct rule_hit hit;
    resolve_councils(passage);
    rules_look(rules, buf_span(&passage->mask.text));
    for (size_t r = rules_candidate(rules, 0); r < rules_count(rules);
         r = rules_candidate(rules, r + 1))
        if (rules_find(rules, r, 0, &hit))
            mask_words(antecedent, passage, rules, &hit);
}

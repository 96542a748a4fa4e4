#include "standin.h"

#include "mem.h"

enum { HITS_MAX = 8 /* of one rule in a sentence */ };

/* The first number from one to four among the words, as a digit; 0: there is none. */
static char number_in(struct span words)
{
    static const char *const names[] = {"one", "two", "three", "four"};
    struct span word;
    while (span_split(&words, ' ', &word)) {
        if (word.length && word.at[0] >= '1' && word.at[0] <= '4')
            return word.at[0];
        for (size_t i = 0; i < sizeof names / sizeof *names && word.length; i++)
            if ((word.at[0] | 0x20) == *names[i] &&
                span_starts(span_part(word, 1, word.length), span_of(names[i] + 1)))
                return (char)('1' + i);
    }
    return 0;
}

/* The rule's value with the number of the words in the place of its "#". */
static struct span value_of(struct span value, struct span words, struct mem_arena *arena)
{
    if (!span_ends(value, span_of("#")))
        return value;
    char *copy = mem_arena_copy(arena, value.at, value.length);
    copy[value.length - 1] = number_in(words);
    return (struct span){copy, value.length};
}

static enum mask_kind kind_of(struct span value)
{
    static const struct {
        const char *value;
        enum mask_kind kind;
    } kinds[] = {{"same", MASK_SAME},      {"then", MASK_SAME},
                 {"lowest", MASK_LOWEST},  {"highest", MASK_HIGHEST},
                 {"lowest 1", MASK_STEPS}, {"highest 1", MASK_STEPS},
                 {"up 1", MASK_STEPS},     {"up 2", MASK_STEPS},
                 {"down 1", MASK_STEPS},   {"down 2", MASK_STEPS}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (span_is(value, kinds[i].value))
            return kinds[i].kind;
    return MASK_DIGIT;
}

/* "graded 2 [(adequate)]": what says again what the number means is one with it; so are
 * the stars that one is without. */
static void join_gloss(struct passage *passage, size_t item)
{
    static const char *const words[] = {"",
                                        "(",
                                        "or",
                                        ", or",
                                        ",",
                                        ", that is",
                                        "that is",
                                        ", meaning",
                                        "–",
                                        ", that is to say",
                                        ", which is",
                                        "that is to say",
                                        ", which means",
                                        ", which counts as",
                                        "then, which counts as",
                                        "overall, which equates to"};
    struct mask *mask = &passage->mask;
    const struct mask_item *next = mask->items + item + 1;
    if (item + 1 >= mask->count ||
        (next->kind != MASK_GRADE && next->kind != MASK_REQUIRES &&
         next->kind != MASK_LOWEST && next->kind != MASK_HIGHEST &&
         next->kind != MASK_STARS))
        return;
    struct span lead = span_trim(
        span_part(buf_span(&mask->text), mask->items[item].at + MASK_BYTES, next->at));
    size_t behind = next->at + MASK_BYTES;
    bool closed =
        span_is(lead, "(") && behind < mask->text.length && mask->text.at[behind] == ')';
    if (span_is_any(lead, words, sizeof words / sizeof *words))
        mask_join(mask, item, closed);
}

static void mask_words(struct passage *passage, struct span value, size_t start,
                       size_t end)
{
    struct lexicon_known *known = mem_arena_new(passage->arena, 1, sizeof *known);
    struct span words = span_part(buf_span(&passage->mask.text), start, end);
    known->value = value_of(value, words, passage->arena);
    enum mask_kind kind = kind_of(known->value);
    mask_insert(&passage->mask, start, end, kind, known);
    if (kind == MASK_DIGIT)
        join_gloss(passage, mask_at(&passage->mask, start));
}

/* "Kent has three stars. Essex has [one]": do the sentence, or those shortly before it?
 */
static bool speaks_of_stars(const struct passage *passage)
{
    if (passage_is_near(passage, passage->stars_block))
        return true;
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_STARS)
            return true;
    struct span text = buf_span(&passage->mask.text);
    return span_find(text, span_of(" star")) < text.length;
}

void standin_mask(struct passage *passage, const struct speech *speech)
{
    const struct rules *marks = speech->marks;
    struct rule_hit hit;
    size_t start, end;
    bool stars = speaks_of_stars(passage);
    rules_look(marks, buf_span(&passage->mask.text));
    for (size_t r = rules_candidate(marks, 0); r < rules_count(marks);
         r = rules_candidate(marks, r + 1)) {
        size_t left = HITS_MAX;
        if (!stars && span_starts(rules_value(marks, r), span_of("stars:")))
            continue;
        while (left-- > 0 && rules_find(marks, r, 0, &hit) &&
               rules_group(marks, &hit, "mark", &start, &end)) {
            mask_words(passage, rules_value(marks, r), start, end);
            rules_look(marks, buf_span(&passage->mask.text));
        }
    }
}

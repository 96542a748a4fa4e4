#include "whose.h"

enum { LIST_GAP = 24 /* bytes between two members of a list */ };

/* Another provider is nearer to the grade than anything of the council's. */
struct span whose_subject(const struct passage *passage, size_t item)
{
    const struct mask *mask = &passage->mask;
    size_t start, end;
    passage_clause(passage, item, &start, &end);
    for (size_t i = item; i-- > 0 && mask->items[i].at >= start;) {
        enum mask_kind kind = mask->items[i].kind;
        if (kind == MASK_SUBJECT)
            return lexicon_known(&mask->items[i])->value;
        if (kind == MASK_AREA || kind == MASK_SERVICE ||
            ((kind == MASK_AUTHORITY || kind == MASK_COUNCIL) && !passage_is_place(passage, i)))
            return (struct span){NULL, 0};
    }
    size_t behind = passage_nearest(passage, item, MASK_SUBJECT, false);
    if (behind <= item + 2 && behind < mask->count)
        return lexicon_known(&mask->items[behind])->value;
    /* A sentence that names nobody goes on about whom the one before spoke of. */
    if (passage->topic_block == passage->block && passage->topic.length)
        return passage->topic;
    return passage->document_subject;
}

/* The item that tells the authority: the rule's own, else the nearest before the grade, else the
 * first behind it. */
size_t whose_authority(const struct passage *passage, const struct passage_grade *grade)
{
    const struct mask *mask = &passage->mask;
    if (grade->who < mask->count && lexicon_known(&mask->items[grade->who])->authority)
        return grade->who;
    for (size_t i = grade->item; i-- > 0;)
        if (lexicon_known(&mask->items[i])->authority)
            return i;
    for (size_t i = grade->item + 1; i < mask->count; i++)
        if (lexicon_known(&mask->items[i])->authority)
            return i;
    return mask->count;
}

/* Words that may stand between the members of a list. */
static bool is_list_word(struct span word)
{
    static const char *const words[] = {"and", "council", "councils", "s", "the", "or", "both"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(word, words[i]))
            return true;
    return word.length == 0;
}

/* Are two items members of one list: nothing between them but commas and such words? */
static bool are_listed(const struct passage *passage, size_t left, size_t right)
{
    const struct mask *mask = &passage->mask;
    struct span gap = span_part(buf_span(&mask->text), mask->items[left].at + MASK_BYTES,
                                mask->items[right].at);
    bool joined = false;
    if (gap.length > LIST_GAP)
        return false;
    for (size_t start = 0, i = 0; i <= gap.length; i++) {
        char byte = i < gap.length ? gap.at[i] : ' ';
        if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'))
            continue;
        struct span word = span_part(gap, start, i);
        if (!is_list_word(word))
            return false;
        joined = joined || span_is(word, "and") || byte == ',' || byte == '&' || byte == ';';
        start = i + 1;
    }
    return joined;
}

/* First and last item of the list of authorities that one belongs to. */
void whose_list(const struct passage *passage, size_t item, size_t *first, size_t *last)
{
    const struct mask *mask = &passage->mask;
    *first = *last = item;
    if (mask->items[item].kind != MASK_AUTHORITY)
        return;
    while (*first > 0 && mask->items[*first - 1].kind == MASK_AUTHORITY &&
           are_listed(passage, *first - 1, *first))
        (*first)--;
    while (*last + 1 < mask->count && mask->items[*last + 1].kind == MASK_AUTHORITY &&
           are_listed(passage, *last, *last + 1))
        (*last)++;
}
#include "whose.h"

#include "clause.h"

enum {
    LIST_GAP = 24,    /* bytes between two members of a list */
    OWNER_BYTES = 5,  /* of "’s " */
    OWNED_GAP = 16,   /* bytes of "’s own overall " */
    BEHIND_REACH = 40 /* bytes between a grade and whose it is */
};

static struct span value_of(const struct passage *passage, size_t item)
{
    return lexicon_known(&passage->mask.items[item])->value;
}

static bool is_own(const struct passage *passage, size_t item)
{
    enum mask_kind kind = passage->mask.items[item].kind;
    return kind == MASK_AREA || kind == MASK_SERVICE ||
           ((kind == MASK_AUTHORITY || kind == MASK_COUNCIL) &&
            !passage_is_place(passage, item));
}

/* "the NHS trust was told that its [children's services]": the provider that "its" means;
 * the item where it means none. */
static size_t owner_of(const struct passage *passage, size_t item)
{
    static const char *const words[] = {" its ", " their "};
    const struct mask *mask = &passage->mask;
    struct span before = span_part(buf_span(&mask->text), 0, mask->items[item].at);
    if (mask->items[item].kind != MASK_SERVICE ||
        !span_ends_any(before, words, sizeof words / sizeof *words))
        return item;
    size_t i = item;
    while (i > 0 && (mask->items[i - 1].kind == MASK_DATE ||
                     mask->items[i - 1].kind == MASK_INSPECTORATE))
        i--;
    return i > 0 && mask->items[i - 1].kind == MASK_SUBJECT ? i - 1 : item;
}

/* "the agency that serves [Hull]", "Adopt South, which covers [Kent and Essex],": the
 * provider of whose relative clause the council's name is part; else the item. */
static size_t server_of(const struct passage *passage, size_t item)
{
    size_t owner = owner_of(passage, item);
    if (owner < item)
        return owner;
    static const char *const joins[] = {" that ",     " which ",  ", which ", " serving ",
                                        " covering ", " run by ", " for "};
    const struct mask *mask = &passage->mask;
    for (size_t i = item; i-- > 0;) {
        if (lexicon_is_grade(&mask->items[i]) || mask->items[i].kind == MASK_SERVICE)
            break;
        struct span behind = span_part(buf_span(&mask->text),
                                       mask->items[i].at + MASK_BYTES, mask->text.length);
        if (mask->items[i].kind == MASK_SUBJECT)
            return span_starts_any(behind, joins, sizeof joins / sizeof *joins) ? i
                                                                                : item;
    }
    return item;
}

/* The provider or council's service nearest before the grade in its clause; mask.count:
 * neither. */
static size_t nearest_holder(const struct passage *passage, size_t item)
{
    const struct mask *mask = &passage->mask;
    size_t start, end;
    passage_clause(passage, item, &start, &end);
    for (size_t i = item; i-- > 0 && mask->items[i].at >= start;)
        if (mask->items[i].kind == MASK_SUBJECT || is_own(passage, i))
            return server_of(passage, i);
    return mask->count;
}

/* The inspectorate named last before an item of the sentence; mask.count: none. */
static size_t last_inspectorate(const struct mask *mask, size_t item)
{
    for (size_t i = item; i-- > 0;)
        if (mask->items[i].kind == MASK_INSPECTORATE)
            return i;
    return mask->count;
}

/* All that the inspectorates named before the item judge, where none is ours. */
static struct span judged_so_far(const struct passage *passage, size_t item)
{
    bool named = last_inspectorate(&passage->mask, item) < passage->mask.count;
    return named ? (struct span){NULL, 0} : passage->judged;
}

/* The subject that the inspectorate judges which stands nearest to the grade in its
 * clause; where the clause names none and nothing of the council's, the one named last in
 * the block. */
static struct span judged_by(const struct passage *passage, size_t item, bool own)
{
    const struct mask *mask = &passage->mask;
    size_t before = passage_nearest(passage, item, MASK_INSPECTORATE, true),
           behind = passage_nearest(passage, item, MASK_INSPECTORATE, false);
    size_t nearest = before == mask->count   ? behind
                     : behind == mask->count ? before
                     : mask->items[item].at - mask->items[before].at <
                             mask->items[behind].at - mask->items[item].at
                         ? before
                         : behind;
    if (nearest == mask->count)
        nearest = last_inspectorate(mask, item);
    if (nearest < mask->count)
        return lexicon_judges(passage->lexicon,
                              lexicon_known(&mask->items[nearest])->entity->name);
    bool last =
        !own && passage->inspectorate.length && passage->cue_block == passage->block;
    return last ? lexicon_judges(passage->lexicon, passage->inspectorate)
                : (struct span){NULL, 0};
}

/* "good [by the CQC]": does the inspectorate stand right behind the grade? */
static bool is_named_by(const struct passage *passage, size_t item)
{
    static const char *const words[] = {"by", "by the", "from", "from the"};
    const struct mask *mask = &passage->mask;
    if (item + 1 >= mask->count || mask->items[item + 1].kind != MASK_INSPECTORATE)
        return false;
    struct span gap = span_part(buf_span(&mask->text), mask->items[item].at + MASK_BYTES,
                                mask->items[item + 1].at);
    return span_is_any(span_trim(gap), words, sizeof words / sizeof *words);
}

/* "Leadership at the academy": what the phrase that begins with an area is said of. */
static size_t subject_in(const struct passage *passage, const struct phrase *phrase)
{
    const struct mask *mask = &passage->mask;
    size_t i = phrase->item;
    if (i >= mask->count || mask->items[i].kind != MASK_AREA)
        return mask->count;
    if (i > 0 && mask->items[i - 1].kind == MASK_SUBJECT &&
        mask->items[i - 1].at >= phrase->start &&
        mask->items[i].at - mask->items[i - 1].at <= MASK_BYTES + OWNER_BYTES)
        return i - 1; /* "the academy's leadership" */
    while (i < mask->count && mask->items[i].at < phrase->end &&
           mask->items[i].kind != MASK_SUBJECT)
        i++;
    return i < mask->count && mask->items[i].at < phrase->end ? i : mask->count;
}

/* "rated good as a fostering agency": what the grade is of. */
static size_t subject_as(const struct passage *passage, size_t item)
{
    static const char *const words[] = {"as a",    "as an",     "as its", "as their",
                                        "for its", "for their", "for the"};
    const struct mask *mask = &passage->mask;
    if (item + 1 >= mask->count || mask->items[item + 1].kind != MASK_SUBJECT)
        return mask->count;
    struct span gap =
        span_trim(span_part(buf_span(&mask->text), mask->items[item].at + MASK_BYTES,
                            mask->items[item + 1].at));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(gap, words[i]))
            return item + 1;
    return mask->count;
}

/* An area that schools, homes and adult care have too. */
static bool is_shared(struct span area)
{
    return span_is(area, "overall") || span_is(area, "leadership");
}

struct span whose_subject(const struct passage *passage,
                          const struct passage_grade *grade)
{
    const struct mask *mask = &passage->mask;
    const struct phrase *phrase = &grade->phrase;
    size_t holder = phrase->head == PHRASE_GRADABLE && phrase->item < mask->count
                        ? server_of(passage, phrase->item)
                        : nearest_holder(passage, grade->item);
    size_t provider = subject_in(passage, phrase);
    if (provider == mask->count)
        provider = subject_as(passage, grade->item);
    if (provider < mask->count)
        return value_of(passage, provider);
    if (holder < mask->count && mask->items[holder].kind == MASK_SUBJECT)
        return value_of(passage, holder);
    /* "Kent's fire service was fair. Surrey's was good": its what? */
    if (phrase->owner && passage->topic_block == passage->block && passage->topic.length)
        return passage->topic;
    bool again = passage->subject.length && passage_is_near(passage, passage->last_block);
    if (again && holder < mask->count && span_is(value_of(passage, holder), "service"))
        return passage->subject;
    /* "its overall rating by the Care Quality Commission": of whatever that one judges */
    bool service = holder < mask->count && (mask->items[holder].kind == MASK_SERVICE ||
                                            (mask->items[holder].kind == MASK_AREA &&
                                             !is_shared(value_of(passage, holder))));
    struct span by = judged_by(passage, grade->item, service);
    if (by.length && (!service || is_named_by(passage, grade->item)))
        return by;
    /* Leadership is graded of a home too, in a document about one. */
    bool shared = holder < mask->count && passage->document_subject.length &&
                  (mask->items[holder].kind == MASK_AREA ||
                   mask->items[holder].kind == MASK_PEOPLE ||
                   span_is(value_of(passage, holder), "service"));
    if (holder < mask->count && !shared)
        return service ? (struct span){NULL, 0} : judged_so_far(passage, grade->item);
    size_t behind = passage_nearest(passage, grade->item, MASK_SUBJECT, false);
    if (behind <= grade->item + 2 && behind < mask->count)
        return value_of(passage, behind);
    /* A sentence that names nobody goes on about whom the one before spoke of; who says
     * "we" for a council does not. */
    bool we = (span_is(phrase->word, "we") || span_is(phrase->word, "We")) &&
              passage_speaker(passage, grade->item);
    if (!we && passage->topic_block == passage->block && passage->topic.length)
        return passage->topic;
    if (again && !we)
        return passage->subject;
    struct span judged = judged_so_far(passage, grade->item);
    return judged.length ? judged : passage->document_subject;
}

static bool names_authority(const struct passage *passage, size_t item)
{
    return lexicon_known(&passage->mask.items[item])->authority != NULL;
}

/* The authority that the phrase names: the head, else the last one in it. */
static size_t in_phrase(const struct passage *passage, const struct phrase *phrase)
{
    const struct mask *mask = &passage->mask;
    if (phrase->item < mask->count && names_authority(passage, phrase->item))
        return phrase->item;
    for (size_t i = mask->count; i-- > 0;)
        if (mask->items[i].at >= phrase->start && mask->items[i].at < phrase->end &&
            names_authority(passage, i))
            return i;
    return mask->count;
}

/* "an inadequate rating for Essex", "nine are good: Essex, …": the grade leads to what
 * follows. */
static bool leads_behind(const struct passage *passage, const struct passage_grade *grade,
                         size_t item)
{
    static const char *const breaks[] = {",",      ";",       " and ", " but ",
                                         " than ", " while ", "."};
    const struct mask *mask = &passage->mask;
    struct span gap =
        span_part(buf_span(&mask->text), mask->items[grade->item].at + MASK_BYTES,
                  mask->items[item].at);
    if (span_is(span_trim(gap), ":"))
        return true;
    if (span_holds_any(gap, breaks, sizeof breaks / sizeof *breaks))
        return false;
    return (grade->ties & PASSAGE_BEHIND) && gap.length <= BEHIND_REACH;
}

/* "Essex, the other half of old Kent, did better: [good]": the authority nearest before
 * the grade in its clause that stands in no aside. */
static size_t nearest_main(const struct passage *passage, size_t item)
{
    struct clause clause;
    clause_of(passage, item, &clause);
    for (size_t i = item; i-- > 0 && passage->mask.items[i].at >= clause.start;)
        if (names_authority(passage, i) &&
            !clause_is_aside(&clause, passage->mask.items[i].at))
            return i;
    return passage->mask.count;
}

/* "all but for [Kent] are", "it was Essex and not [Kent]": what is said of others, unless
 * the name has words of its own behind it ("unlike Kent, which was good"). */
static bool is_excepted(const struct passage *passage, size_t item)
{
    static const char *const before[] = {" except ",     " except for ", " apart from ",
                                         " other than ", " unlike ",     " and not ",
                                         ", not ",       " excluding "};
    static const char *const behind[] = {", which", ", where", ", whose", ", who",
                                         " which",  ", rated", ", judged"};
    struct span text = buf_span(&passage->mask.text);
    size_t at = passage->mask.items[item].at;
    struct span lead = span_part(text, 0, at);
    bool named = span_ends_any(lead, before, sizeof before / sizeof *before) ||
                 span_is(lead, "Unlike ");
    return named && !span_starts_any(span_part(text, at + MASK_BYTES, text.length),
                                     behind, sizeof behind / sizeof *behind);
}

/* Does the item right before the grade name a council that owns it? */
static bool owns(const struct passage *passage, size_t item)
{
    static const char *const marks[] = {"'s ", "’s ", "' ", "’ "};
    const struct mask *mask = &passage->mask;
    if (item == 0 || !names_authority(passage, item - 1))
        return false;
    struct span gap =
        span_part(buf_span(&mask->text), mask->items[item - 1].at + MASK_BYTES,
                  mask->items[item].at);
    return gap.length <= OWNED_GAP &&
           span_starts_any(gap, marks, sizeof marks / sizeof *marks);
}

static size_t found_authority(const struct passage *passage,
                              const struct passage_grade *grade)
{
    const struct mask *mask = &passage->mask;
    if (grade->who < mask->count && names_authority(passage, grade->who))
        return grade->who;
    size_t named = in_phrase(passage, &grade->phrase);
    if (named == mask->count && owns(passage, grade->item))
        named = grade->item - 1; /* "Salford's good rating" */
    if (named < mask->count)
        return named;
    for (size_t i = grade->item + 1; i < mask->count && i <= grade->item + 2; i++)
        if (names_authority(passage, i) && leads_behind(passage, grade, i))
            return i;
    size_t main = nearest_main(passage, grade->item);
    if (main < mask->count)
        return main;
    for (size_t i = grade->item; i-- > 0;)
        if (names_authority(passage, i))
            return i;
    size_t start, end;
    passage_clause(passage, grade->item, &start, &end);
    for (size_t i = grade->item + 1; i < mask->count && mask->items[i].at < end; i++)
        if (names_authority(passage, i))
            return i;
    return mask->count;
}

size_t whose_authority(const struct passage *passage, const struct passage_grade *grade)
{
    size_t item = found_authority(passage, grade);
    while (item < passage->mask.count && is_excepted(passage, item)) {
        size_t before = item;
        while (before > 0 && !names_authority(passage, before - 1))
            before--;
        item = before ? before - 1 : passage->mask.count;
    }
    return item;
}

bool whose_phrase(const struct passage *passage, size_t item, struct phrase *phrase)
{
    const struct mask *mask = &passage->mask;
    size_t start, end;
    passage_clause(passage, item, &start, &end);
    for (size_t i = item; i-- > 0 && mask->items[i].at >= start;) {
        enum mask_kind kind = mask->items[i].kind;
        if (kind != MASK_AUTHORITY && kind != MASK_AREA && kind != MASK_SERVICE &&
            kind != MASK_COUNCIL && kind != MASK_SUBJECT)
            continue;
        *phrase = phrase_before(&passage->tokens, mask, start,
                                mask->items[i].at + MASK_BYTES, true);
        return true;
    }
    return false;
}

/* Words that may stand between the members of a list. */
static bool is_list_word(struct span word)
{
    static const char *const words[] = {"and", "council", "councils", "s",
                                        "the", "or",      "nor",      "both"};
    if (span_is_any(word, words, sizeof words / sizeof *words))
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
    if (gap.length > LIST_GAP || lexicon_known(&passage->mask.items[left])->alone ||
        lexicon_known(&passage->mask.items[right])->alone)
        return false;
    for (size_t start = 0, i = 0; i <= gap.length; i++) {
        char byte = i < gap.length ? gap.at[i] : ' ';
        if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'))
            continue;
        struct span word = span_part(gap, start, i);
        if (!is_list_word(word))
            return false;
        joined = joined || span_is(word, "and") || span_is(word, "or") ||
                 span_is(word, "nor") || byte == ',' || byte == '&' || byte == ';';
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
           !is_excepted(passage, *first - 1) && are_listed(passage, *first - 1, *first))
        (*first)--;
    while (*last + 1 < mask->count && mask->items[*last + 1].kind == MASK_AUTHORITY &&
           !is_excepted(passage, *last + 1) && are_listed(passage, *last, *last + 1))
        (*last)++;
}

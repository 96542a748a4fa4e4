#include "saying.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

static const unsigned verbs =
    1u << TERM_SAYS | 1u << TERM_SAYS_THAT | 1u << TERM_CALLS | 1u << TERM_SOURCE;

/* Verbs that take who is told. */
const char *const saying_tells[] = {
    "told",   "tells", "tell",  "assured", "assures",
    "warned", "promised",     "warns", "asked",   NULL};

static bool is_meant(const struct speaker *speaker, char pronoun)
{
    bool person = speaker->kind == SPEAKER_PERSON;
    if (pronoun == 'i')
        return speaker->kind == SPEAKER_BODY ||
               (speaker->kind == SPEAKER_NOUN && !speaker->gender);
    if (pronoun == 't')
        return !person;
    return (person || speaker->kind == SPEAKER_NOUN) &&
           (!speaker->gender || speaker->gender == pronoun);
}

/* The last person, or body, that the text names before a word, not further than a
 * paragraph or two. */
static bool named_before(const struct sayings *sayings, size_t word, char pronoun,
                         struct speaker *speaker)
{
    for (size_t back = word; back > 0 && word - back < 2 * SPEAKER_REACH_WORDS; back--) {
        const struct entity *entity = speaker_entity(&sayings->speakers, back - 1);
        bool person = entity && entity->type == ENTITY_PERSON;
        bool body = entity && (entity->type == ENTITY_ORGANISATION ||
                               entity->type == ENTITY_AUTHORITY);
        if ((pronoun == 'i' ? !body : !person) || pronoun == 't')
            continue;
        while (back > 1 && entity == speaker_entity(&sayings->speakers, back - 2))
            back--;
        if (speaker_at(&sayings->speakers, back - 1, speaker) &&
            is_meant(speaker, pronoun))
            return true;
    }
    return false;
}

/* Who a pronoun means: of those who spoke, the last whom it fits. */
static void resolve_pronoun(const struct sayings *sayings, struct saying *saying)
{
    struct speaker *speaker = &saying->speaker, found;
    size_t first = speaker->first, behind = speaker->behind;
    if (speaker->kind != SPEAKER_PRONOUN)
        return;
    saying->via = span_of("coreference");
    found = (struct speaker){.kind = SPEAKER_NONE};
    for (size_t i = 0; i < SAYING_SPEAKERS_KEPT && found.kind == SPEAKER_NONE; i++)
        if (is_meant(&sayings->recent[i].speaker, speaker->pronoun))
            found = sayings->recent[i].speaker;
    if (found.kind == SPEAKER_NONE &&
        !named_before(sayings, first, speaker->pronoun, &found))
        found.kind = SPEAKER_NONE;
    if (!found.gender && (speaker->pronoun == 'm' || speaker->pronoun == 'f'))
        found.gender = speaker->pronoun;
    *speaker = found;
    speaker->first = first;
    speaker->behind = behind;
}

/* "the minister" means the minister who spoke before. */
static void resolve_noun(const struct sayings *sayings, struct saying *saying)
{
    struct speaker *speaker = &saying->speaker;
    if (speaker->kind != SPEAKER_NOUN || speaker->organisation.length ||
        speaker->role.length < speaker->name.length ||
        !term_is_word(sayings->text, speaker->first, (const char *const[]){"the", NULL}))
        return;
    for (size_t i = 0; i < SAYING_SPEAKERS_KEPT; i++) {
        struct speaker known = sayings->recent[i].speaker;
        if (known.kind != SPEAKER_PERSON ||
            span_find(known.role, speaker->role) >= known.role.length)
            continue;
        known.first = speaker->first;
        known.behind = speaker->behind;
        saying->via = span_of("coreference");
        *speaker = known;
        return;
    }
}

static void remember(struct sayings *sayings, const struct saying *saying)
{
    size_t known = 0;
    if (saying->speaker.kind == SPEAKER_NONE)
        return;
    while (known + 1 < SAYING_SPEAKERS_KEPT &&
           !span_equal(sayings->recent[known].speaker.name, saying->speaker.name))
        known++;
    memmove(sayings->recent + 1, sayings->recent, known * sizeof *sayings->recent);
    sayings->recent[0] = *saying;
}

static bool ends_here(const struct sayings *sayings, size_t word)
{
    static const char *const parts[] = {",", "who", "which", "and", NULL};
    return word >= sayings->text->words.count || speaker_breaks(sayings->text, word) ||
           term_is_word(sayings->text, word, parts);
}

/* "…,” said Ann Lee" or ", said Ofsted." */
static bool is_inverted(struct sayings *sayings, const struct term_hit *verb,
                        struct speaker *speaker)
{
    size_t start = term_start(sayings->text, verb->first),
           mark = marks_behind(&sayings->marks, start);
    bool comma =
        verb->first > 0 && span_is(term_word(sayings->text, verb->first - 1), ",");
    bool quoted = mark > 0;
    comma = comma && !term_is_word(sayings->text, verb->first, saying_tells);
    if (quoted) {
        size_t close = sayings->marks.items[mark - 1].close;
        struct span gap = span_part(sayings->text->text, close, start);
        quoted = close <= start && start - close < 4 &&
                 span_find_byte(gap, '\n') == gap.length;
    }
    if (!(quoted || comma) || verb->behind >= sayings->text->words.count ||
        speaker_breaks(sayings->text, verb->behind) ||
        !speaker_at(&sayings->speakers, verb->behind, speaker))
        return false;
    return quoted || ends_here(sayings, speaker->behind);
}

static bool is_passive(const struct sayings *sayings, size_t verb)
{
    static const char *const words[] = {"is",  "was", "were", "been",  "be",    "being",
                                        "are", "to",  "not",  "never", "being", NULL};
    return verb > 0 && term_is_word(sayings->text, verb - 1, words);
}

/* Whose a verb is; false where it is nobody's. */
static bool find_speaker(struct sayings *sayings, struct saying *saying)
{
    const struct term_hit *verb = saying->verb;
    struct speaker *speaker = &saying->speaker;
    if (verb->kinds & 1u << TERM_SOURCE)
        return verb->behind < sayings->text->words.count &&
               speaker_at(&sayings->speakers, verb->behind, speaker);
    if (is_passive(sayings, verb->first))
        return false;
    saying->inverted = is_inverted(sayings, verb, speaker);
    return saying->inverted || speaker_before(&sayings->speakers, verb->first, speaker);
}

static void set_extent(const struct sayings *sayings, struct saying *saying)
{
    const struct speaker *speaker = &saying->speaker;
    saying->start = term_start(sayings->text, saying->verb->first);
    saying->end = term_end(sayings->text, saying->verb->behind - 1);
    if (speaker->first < saying->verb->first)
        saying->start =
            term_start(sayings->text, speaker_lead(&sayings->speakers, speaker));
    else if (speaker->behind > saying->verb->behind)
        saying->end = term_end(sayings->text, speaker->behind - 1);
}

void saying_find(struct sayings *sayings)
{
    for (size_t h = 0; h < sayings->text->hit_count; h++) {
        const struct term_hit *hit = &sayings->text->hits[h];
        struct saying saying = {.verb = hit, .via = span_of("name")};
        if (!(hit->kinds & verbs) ||
            marks_hold(&sayings->marks, term_start(sayings->text, hit->first)) ||
            (sayings->count &&
             sayings->items[sayings->count - 1].verb->behind > hit->first) ||
            !find_speaker(sayings, &saying))
            continue;
        resolve_pronoun(sayings, &saying);
        resolve_noun(sayings, &saying);
        set_extent(sayings, &saying);
        remember(sayings, &saying);
        sayings->items = mem_grow(sayings->items, &sayings->room, sayings->count + 1,
                                  sizeof *sayings->items);
        sayings->items[sayings->count++] = saying;
    }
}

/* Number of the first saying that begins at or behind a byte. */
size_t saying_from(const struct sayings *sayings, size_t byte)
{
    size_t low = 0, high = sayings->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (term_start(sayings->text, sayings->items[middle].verb->first) < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void saying_quote(struct sayings *sayings, enum quotation_kind kind, size_t start,
                  size_t end, const struct saying *saying, const char *rule)
{
    struct quotation quotation = {
        .kind = kind, .start = start, .end = end, .rule = span_of(rule)};
    if (saying && saying->speaker.kind != SPEAKER_NONE) {
        const struct speaker *speaker = &saying->speaker;
        quotation.speaker = speaker->name;
        quotation.role = speaker->role;
        quotation.organisation = speaker->organisation;
        quotation.authority = speaker->authority;
        quotation.via = saying->via;
        quotation.speaker_start = term_start(sayings->text, speaker->first);
        quotation.speaker_end = term_end(sayings->text, speaker->behind - 1);
        quotation.of_council = speaker->of_council;
        quotation.is_council = speaker->is_council;
    }
    quotations_add(sayings->quotations, quotation);
}

void saying_free(struct sayings *sayings)
{
    speaker_text_free(&sayings->speakers);
    marks_free(&sayings->marks);
    free(sayings->items);
}

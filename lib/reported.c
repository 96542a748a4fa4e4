#include "reported.h"

#include <string.h>

#include "sentence.h"

static bool has_byte(struct span text, const char *any)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr(any, text.at[i]))
            return true;
    return false;
}

static size_t sentence_end(const struct sayings *sayings, size_t byte)
{
    const struct sentences *sentences = &sayings->text->sentences;
    size_t i = sentences_at(sentences, byte);
    return i < sentences->count ? sentences->items[i].end : byte;
}

static size_t sentence_start(const struct sayings *sayings, size_t byte)
{
    const struct sentences *sentences = &sayings->text->sentences;
    size_t i = sentences_at(sentences, byte);
    return i < sentences->count ? sentences->items[i].start : byte;
}

/* Behind who is told. */
static size_t skip_hearer(const struct sayings *sayings, size_t word)
{
    static const char *const articles[] = {"the", "a", "an", "its", "our", "their", NULL};
    if (!term_is_word(sayings->text, word - 1, saying_tells))
        return word;
    const struct term_hit *hit = term_at(sayings->text, word, 1u << TERM_HEARER);
    const struct entity *entity = speaker_entity(&sayings->speakers, word);
    size_t behind = hit ? hit->behind : word;
    bool told = term_is_word(sayings->text, word - 1,
                             (const char *const[]){"told", "tells", "tell", NULL});
    if (told && !hit && !entity && term_is_word(sayings->text, word, articles)) {
        behind = word + 2;
        entity = speaker_entity(&sayings->speakers, word + 1);
    }
    while (entity && behind < sayings->text->words.count &&
           speaker_entity(&sayings->speakers, behind) == entity)
        behind++;
    return behind;
}

/* The word that begins the clause behind a verb; SIZE_MAX where none follows. */
static size_t clause_word(const struct sayings *sayings, const struct saying *saying)
{
    static const char *const that[] = {"that", NULL};
    static const char *const no_clause[] = {
        "of",        "about",  "to",      "in",   "on",      "at",    "so",
        "no",        "yes",    "nothing", "for",  "by",      "with",  "and",
        "but",       "from",   "as",      "when", "it's",    ",",     "during",
        "after",     "before", "or",      "his",  "her",     "their", "how",
        "why",       "what",   "while",   "more", "whether", "if",    "anything",
        "something", "little", "much",    NULL};
    const struct term_text *text = sayings->text;
    size_t word = saying->verb->behind;
    for (size_t at = word; at < text->words.count && at - word < 14; at++) {
        if (speaker_breaks(text, at) && at > word)
            break;
        if (term_is_word(sayings->text, at, that))
            return at + 1;
    }
    if (!(saying->verb->kinds & 1u << TERM_SAYS) || saying->inverted)
        return (size_t)-1;
    word = skip_hearer(sayings, word);
    const struct entity *entity = speaker_entity(&sayings->speakers, word);
    const struct term_hit *helper = term_at(text, word, 1u << TERM_HELPER);
    if (helper)
        word = helper->behind;
    else if (entity && entity->type == ENTITY_DATE)
        while (speaker_entity(&sayings->speakers, word) == entity)
            word++;
    bool possessive = term_is_word(
        sayings->text, word, (const char *const[]){"his", "her", "their", "its", NULL});
    bool none = word >= text->words.count ||
                (!possessive && term_is_word(sayings->text, word, no_clause)) ||
                has_byte(term_gap(text, word), ".?!:;\n\t");
    return none ? (size_t)-1 : word;
}

/* Where a clause ends before its sentence does: at "; ", ", but", or what is said next.
 */
static size_t clause_end(const struct sayings *sayings, const struct saying *saying,
                         size_t start, size_t end)
{
    static const char *const stops[] = {"; ", ", but ", ", while ", ", whereas ",
                                        ", although "};
    struct span clause = span_part(sayings->text->text, start, end);
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        size_t found = span_find(clause, span_of(stops[i]));
        if (found < clause.length && !marks_hold(&sayings->marks, start + found))
            clause.length = found;
    }
    const struct saying *next = saying + 1;
    if (next < sayings->items + sayings->count && next->start > start &&
        next->start < start + clause.length)
        clause.length = next->start - start;
    static const char *const tails[] = {" and", ",", " but", " while", " as",
                                        ".",    "!", "?",    ";",      ":"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails;) {
        clause = span_trim(clause);
        bool cut = span_ends(clause, span_of(tails[i]));
        clause.length -= cut ? strlen(tails[i]) : 0;
        i = cut ? 0 : i + 1;
    }
    return start + clause.length;
}

static bool add_clause(struct sayings *sayings, const struct saying *saying, size_t start,
                       size_t end, const char *rule)
{
    size_t mark = marks_behind(&sayings->marks, start);
    const struct marked *marked =
        mark < sayings->marks.count ? &sayings->marks.items[mark] : NULL;
    if (marked && marked->open < start && marked->close < end)
        start = marked->close; /* begins within marks: behind them */
    end = clause_end(sayings, saying, start, end);
    if (marked && marked->open <= start + 1 && marked->close + 1 >= end)
        return false; /* nothing but what stands in marks */
    if (end <= start + 4)
        return false;
    saying_quote(sayings, QUOTATION_REPORTED, start, end, saying, rule);
    return true;
}

/* Does nothing follow but who was told, and when? */
static bool is_last(const struct sayings *sayings, const struct saying *saying)
{
    size_t word = saying->verb->behind;
    if (saying->inverted)
        return true;
    word = skip_hearer(sayings, word);
    const struct term_hit *helper = term_at(sayings->text, word, 1u << TERM_HELPER);
    const struct entity *entity = speaker_entity(&sayings->speakers, word);
    if (helper)
        word = helper->behind;
    else if (entity && entity->type == ENTITY_DATE)
        while (speaker_entity(&sayings->speakers, word) == entity)
            word++;
    return word >= sayings->text->words.count || speaker_breaks(sayings->text, word);
}

/* "…, Ofsted said.", "…, according to the report." */
static void add_before(struct sayings *sayings, const struct saying *saying)
{
    size_t start = sentence_start(sayings, saying->start);
    struct span before = span_trim(span_part(sayings->text->text, start, saying->start));
    bool source = saying->verb->kinds & 1u << TERM_SOURCE;
    if (before.length == 0 || saying->used ||
        (!source && (!span_ends(before, span_of(",")) || !is_last(sayings, saying))))
        return;
    size_t mark = marks_behind(&sayings->marks, saying->start);
    if (mark > 0 && sayings->marks.items[mark - 1].close + 4 > saying->start &&
        sayings->marks.items[mark - 1].open <= start + 1)
        return; /* what stands in marks was added */
    const struct saying *first = saying;
    while (first > sayings->items && first[-1].start >= start)
        first--;
    if (first == saying)
        add_clause(sayings, saying, start, saying->start,
                   source ? "speech.according" : "speech.before");
}

void reported_find(struct sayings *sayings)
{
    for (size_t i = 0; i < sayings->count; i++) {
        const struct saying *saying = &sayings->items[i];
        const struct term_text *text = sayings->text;
        if (saying->speaker.kind == SPEAKER_NONE)
            continue;
        size_t end = sentence_end(sayings, saying->start), word = (size_t)-1;
        if (saying->verb->kinds & 1u << TERM_SOURCE) {
            size_t behind = saying->speaker.behind;
            if (sentence_start(sayings, saying->start) == saying->start &&
                behind + 1 < text->words.count && term_start(sayings->text, behind) < end)
                word = behind + span_is(term_word(text, behind), ",");
        } else if (!(saying->verb->kinds & 1u << TERM_CALLS)) {
            word = clause_word(sayings, saying);
        }
        if (word == (size_t)-1)
            add_before(sayings, saying);
        else if (word < text->words.count && term_start(sayings->text, word) < end)
            add_clause(sayings, saying, term_start(sayings->text, word), end,
                       "speech.behind");
    }
}

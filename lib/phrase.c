#include "phrase.h"

enum {
    NOUNS_MAX = 7,      /* words of one noun phrase */
    PREDICATE_MAX = 14, /* words of a predicate before "and" */
    RELATIVE_MAX = 30,  /* of a relative clause */
    CHAIN_MAX = 24,     /* phrases in a chain or list */
    NONE = -1
};

struct reading {
    const struct tokens *tokens;
    const struct mask *mask;
    long first; /* token that may be read */
};

static bool is_within(const struct reading *reading, long i)
{
    return i >= 0 && (size_t)i < reading->tokens->count;
}

/* Before the first token and behind the last there is a mark. */
static enum token_class class_at(const struct reading *reading, long i)
{
    return is_within(reading, i) ? reading->tokens->items[i].class : TOKEN_MARK;
}

static struct span text_at(const struct reading *reading, long i)
{
    if (!is_within(reading, i))
        return (struct span){"", 0};
    const struct token *token = &reading->tokens->items[i];
    return span_part(buf_span(&reading->mask->text), token->start, token->end);
}

static bool is_mark(const struct reading *reading, long i, const char *mark)
{
    return i >= 0 && class_at(reading, i) == TOKEN_MARK &&
           span_is(text_at(reading, i), mark);
}

static enum mask_kind kind_at(const struct reading *reading, long i)
{
    return reading->mask->items[reading->tokens->items[i].item].kind;
}

static bool is_date(const struct reading *reading, long i)
{
    return class_at(reading, i) == TOKEN_ITEM && kind_at(reading, i) == MASK_DATE;
}

static bool is_grade(const struct reading *reading, long i)
{
    if (class_at(reading, i) != TOKEN_ITEM)
        return false;
    enum mask_kind kind = kind_at(reading, i);
    return kind == MASK_GRADE || kind == MASK_REQUIRES || kind == MASK_STARS ||
           kind == MASK_PERFORMS || kind == MASK_THIS || kind == MASK_TAKEN ||
           kind == MASK_SAME || kind == MASK_LOWEST || kind == MASK_HIGHEST ||
           kind == MASK_STEPS || kind == MASK_DIGIT;
}

/* What a grade can be said of. */
static bool is_holder(const struct reading *reading, long i)
{
    if (class_at(reading, i) != TOKEN_ITEM)
        return false;
    enum mask_kind kind = kind_at(reading, i);
    return kind == MASK_AUTHORITY || kind == MASK_AREA || kind == MASK_SERVICE ||
           kind == MASK_COUNCIL || kind == MASK_SUBJECT || kind == MASK_PEOPLE;
}

/* Before adverbs, auxiliaries, dates and quotes: "had [ ] not yet been". */
static long before_adverbs(const struct reading *reading, long i)
{
    for (; i >= reading->first; i--) {
        enum token_class class = class_at(reading, i);
        bool adverb = class == TOKEN_ADVERB || class == TOKEN_AUXILIARY ||
                      class == TOKEN_NEGATION || class == TOKEN_QUOTE ||
                      class == TOKEN_POSSESSIVE;
        /* "was in 2019 judged", "last year was" */
        if (is_date(reading, i)) {
            if (i > 0 && class_at(reading, i - 1) == TOKEN_PREPOSITION)
                i--;
            continue;
        }
        /* "Essex, three times found" */
        if (span_is(text_at(reading, i), "times") && i > reading->first &&
            class_at(reading, i - 1) == TOKEN_PLURAL) {
            i--;
            continue;
        }
        /* "Essex [hopes to be]" */
        bool leads =
            (class == TOKEN_CONTENT || class == TOKEN_VERB) && i > reading->first &&
            i + 1 < (long)reading->tokens->count &&
            (span_is(text_at(reading, i + 1), "to") ||
             span_is(text_at(reading, i + 1), "being") ||
             span_is(text_at(reading, i + 1), "having")) &&
            (is_holder(reading, i - 1) || class_at(reading, i - 1) == TOKEN_PRONOUN ||
             class_at(reading, i - 1) == TOKEN_AUXILIARY ||
             class_at(reading, i - 1) == TOKEN_ADVERB ||
             class_at(reading, i - 1) == TOKEN_NEGATION ||
             class_at(reading, i - 1) == TOKEN_GRADABLE);
        if (!adverb && !leads)
            break;
    }
    return i;
}

/* The token before the bracket that closes at `i`. */
static long before_bracket(const struct reading *reading, long i)
{
    long open = i;
    while (open >= 0 && !is_mark(reading, open, "("))
        open--;
    return open >= 0 ? open - 1 : NONE;
}

/* "The third, [Essex], was": the authority that is all of the aside that the comma at `i`
 * closes; else NONE. */
static long named_aside(const struct reading *reading, long i)
{
    long name = i - 1;
    if (class_at(reading, name) == TOKEN_POSSESSIVE)
        name--;
    return is_mark(reading, i, ",") && name > reading->first &&
                   class_at(reading, name) == TOKEN_ITEM &&
                   kind_at(reading, name) == MASK_AUTHORITY &&
                   is_mark(reading, name - 1, ",")
               ? name
               : NONE;
}

/* "Essex, which Kent has helped since 2017, when it was good, [is]": the holder before a
 * relative clause of several parts that the comma at `i` closes; else NONE. */
static long before_relative(const struct reading *reading, long i)
{
    static const char *const words[] = {"which", "who", "whose", "where"};
    long commas = 0;
    for (long open = i - 1; open > 0 && i - open <= RELATIVE_MAX; open--) {
        if (class_at(reading, open) == TOKEN_MARK && !is_mark(reading, open, ","))
            return NONE;
        if (!is_mark(reading, open, ","))
            continue;
        commas++;
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (span_is(text_at(reading, open + 1), words[w]) &&
                is_holder(reading, open - 1))
                return commas > 1 ? open - 1 : NONE;
    }
    return NONE;
}

/* The token before the aside that the comma at `i` closes; where none opened it, the
 * holder that stands right before the comma. */
static long before_aside(const struct reading *reading, long i)
{
    long open = before_relative(reading, i);
    if (open != NONE)
        return open;
    open = i - 1;
    while (open >= 0 && class_at(reading, open) != TOKEN_MARK && !is_grade(reading, open))
        open--;
    if (is_mark(reading, open, ","))
        return class_at(reading, open + 1) == TOKEN_CONJUNCTION ? i - 1 : open - 1;
    /* "which was the weak spot when it required improvement, is now good" */
    while (open >= 0 && !is_mark(reading, open, ",") && !is_mark(reading, open, ";"))
        open--;
    if (is_mark(reading, open, ",") && open + 1 < i &&
        class_at(reading, open + 1) == TOKEN_RELATIVE)
        return open - 1;
    return is_holder(reading, i - 1) ? i - 1 : NONE;
}

static bool is_noun(const struct reading *reading, long i)
{
    enum token_class class = class_at(reading, i);
    return class == TOKEN_CONTENT || class == TOKEN_GRADABLE || class == TOKEN_PLURAL ||
           class == TOKEN_HOLDER || class == TOKEN_BEARER || class == TOKEN_PART ||
           class == TOKEN_DETERMINER || class == TOKEN_POSSESSIVE ||
           class == TOKEN_QUOTE || class == TOKEN_PRONOUN || class == TOKEN_ADVERB ||
           (class == TOKEN_ITEM && !is_grade(reading, i) && !is_date(reading, i));
}

/* "in both of them [the] help was": what stands behind such a pronoun begins another
 * phrase. */
static bool parts_phrases(const struct reading *reading, long i)
{
    struct span before = text_at(reading, i - 1);
    return (class_at(reading, i) == TOKEN_DETERMINER ||
            class_at(reading, i) == TOKEN_ITEM) &&
           (span_is(before, "them") || span_is(before, "us"));
}

/* First token of the noun phrase that ends at `i`. */
static long phrase_start(const struct reading *reading, long i)
{
    long first = i;
    /* "the region Essex was", "waiting for help as Essex was": a name stands alone, or
     * behind its article: "on the Isle of Wight" */
    if (class_at(reading, i) == TOKEN_ITEM && kind_at(reading, i) == MASK_AUTHORITY)
        return i > reading->first && class_at(reading, i - 1) == TOKEN_DETERMINER ? i - 1
                                                                                  : i;
    for (int words = 0; first > reading->first && words < NOUNS_MAX &&
                        is_noun(reading, first - 1) && !parts_phrases(reading, first);
         words++)
        first--;
    return first;
}

static bool is_authority(const struct reading *reading, long i)
{
    return class_at(reading, i) == TOKEN_ITEM && kind_at(reading, i) == MASK_AUTHORITY;
}

static bool is_subject_pronoun(struct span word)
{
    static const char *const words[] = {"it", "they", "we", "he", "she", "I", "you"};
    return span_is_any(word, words, sizeof words / sizeof *words);
}

/* "talks [after] Essex was": what begins a clause more often than it goes with a noun. */
static bool is_when(struct span word)
{
    static const char *const words[] = {"after", "before", "since", "until", "once"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(word, words[i]))
            return true;
    return false;
}

/* "services [run] by", "support [given] to": a participle that goes with the noun before
 * it. */
static bool is_reduced(const struct reading *reading, long i)
{
    static const char *const words[] = {"run", "led", "given", "held", "bought", "seen"};
    bool participle = span_ends(text_at(reading, i), span_of("ed"));
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        participle = participle || span_is(text_at(reading, i), words[w]);
    enum token_class before = class_at(reading, i - 1);
    return participle && i > reading->first &&
           (class_at(reading, i) == TOKEN_CONTENT ||
            class_at(reading, i) == TOKEN_VERB) &&
           (before == TOKEN_GRADABLE || before == TOKEN_HOLDER || before == TOKEN_PART ||
            before == TOKEN_BEARER || is_holder(reading, i - 1));
}

/* The last token of the head of a chain of prepositions that ends at `i`. */
static long chain_head(const struct reading *reading, long i, long *first)
{
    *first = phrase_start(reading, i);
    if (is_subject_pronoun(text_at(reading, i)))
        return i; /* "has improved since [it] was" */
    for (int links = 0; links < CHAIN_MAX; links++) {
        long before = *first - 1;
        if (before <= reading->first || class_at(reading, before) != TOKEN_PREPOSITION)
            break;
        long noun = before - 1;
        if (class_at(reading, noun) == TOKEN_POSSESSIVE ||
            class_at(reading, noun) == TOKEN_QUOTE)
            noun--;
        if (is_mark(reading, noun, ")"))
            noun = before_bracket(reading, noun);
        if (noun < 0 || !is_noun(reading, noun))
            break;
        if (is_when(text_at(reading, before)) && is_holder(reading, i))
            break;
        if (is_authority(reading, noun) && is_authority(reading, i))
            break; /* "joins Slough from [Essex], which is" */
        if (is_reduced(reading, noun))
            noun--;
        i = noun;
        *first = phrase_start(reading, i);
    }
    return i;
}

/* Takes in what is listed before: "help and protection, leadership and [adoption]"; the
 * last two are joined by more than a comma. */
static long list_start(const struct reading *reading, long first, bool listed,
                       bool *plural)
{
    for (int links = 0; links < CHAIN_MAX && first > reading->first + 1; links++) {
        long i = first - 1, ignored;
        bool joined = false, conjoined = listed || links > 0;
        if (i > reading->first && class_at(reading, i) == TOKEN_PREPOSITION)
            i--; /* "for adoption and [for] care leavers" */
        while (i >= 0 && (is_mark(reading, i, ",") || is_mark(reading, i, "&") ||
                          is_mark(reading, i, ";") ||
                          (class_at(reading, i) == TOKEN_CONJUNCTION &&
                           (span_is(text_at(reading, i), "and") ||
                            span_is(text_at(reading, i), "or") ||
                            span_is(text_at(reading, i), "nor"))))) {
            joined = true;
            conjoined = conjoined || !is_mark(reading, i, ",");
            i--;
        }
        while (i >= 0 && (class_at(reading, i) == TOKEN_QUOTE ||
                          class_at(reading, i) == TOKEN_POSSESSIVE))
            i--;
        if (is_mark(reading, i, ")"))
            i = before_bracket(reading, i);
        if (!joined || !conjoined || i < 0 || !is_holder(reading, i))
            break;
        *plural = true;
        chain_head(reading, i, &ignored);
        first = ignored < first ? ignored : i;
    }
    return first;
}

/* "that some can be outstanding" */
static bool is_some(struct span word)
{
    static const char *const words[] = {"some", "many", "most", "several",
                                        "Some", "Many", "Most", "every"};
    return span_is_any(word, words, sizeof words / sizeof *words);
}

static bool is_service_word(struct span word)
{
    static const char *const words[] = {"service",     "services",     "department",
                                        "departments", "arrangements", "provision",
                                        "system",      "performance"};
    return span_is_any(word, words, sizeof words / sizeof *words);
}

/* "work with children in care": work on an area bears its grade; "that work" on one named
 * before. */
static bool bears(const struct reading *reading, const struct phrase *phrase)
{
    struct span before = span_part(buf_span(&reading->mask->text), 0, phrase->start);
    bool that =
        span_ends(before, span_of(" that ")) || span_ends(before, span_of(" this "));
    for (size_t i = 0; i < reading->mask->count; i++) {
        const struct mask_item *item = &reading->mask->items[i];
        if ((that || item->at >= phrase->start) && item->at < phrase->end &&
            (item->kind == MASK_AREA || item->kind == MASK_SERVICE))
            return true;
    }
    return false;
}

/* "my first place", "my managers": not a council's. */
static bool is_mine(const struct reading *reading, long i, const struct phrase *phrase)
{
    for (; i >= 0 && reading->tokens->items[i].start >= phrase->start; i--)
        if (span_is(text_at(reading, i), "my") || span_is(text_at(reading, i), "My"))
            return true;
    return false;
}

/* "every area", "all the headings": the whole. */
static bool is_all(const struct reading *reading, long i, const struct phrase *phrase)
{
    static const char *const words[] = {"all", "All", "every", "Every", "each", "Each"};
    bool all = false, some = false;
    for (; i >= 0 && reading->tokens->items[i].start >= phrase->start; i--) {
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            all = all || span_is(text_at(reading, i), words[w]);
        some = some || class_at(reading, i) == TOKEN_PLURAL ||
               class_at(reading, i) == TOKEN_CONJUNCTION;
    }
    return all && !some;
}

/* "the housing [repairs] service": a service of something else. */
static bool is_other_service(const struct reading *reading, long i)
{
    return class_at(reading, i) == TOKEN_GRADABLE && i > reading->first &&
           class_at(reading, i - 1) == TOKEN_CONTENT &&
           is_service_word(text_at(reading, i));
}

/* "those for children in care" */
static bool is_those(struct span word)
{
    static const char *const words[] = {"those", "Those", "that", "That", "these"};
    return span_is_any(word, words, sizeof words / sizeof *words);
}

static bool is_each(struct span word)
{
    static const char *const words[] = {"each", "Each", "both", "Both"};
    return span_is_any(word, words, sizeof words / sizeof *words);
}

/* "the part about care leavers" */
static bool holds_area(const struct reading *reading, const struct phrase *phrase)
{
    for (size_t i = 0; i < reading->mask->count; i++) {
        const struct mask_item *item = &reading->mask->items[i];
        if (item->kind == MASK_AREA && item->at >= phrase->start &&
            item->at < phrase->end)
            return true;
    }
    return false;
}

static enum phrase_head head_of(const struct reading *reading, long i,
                                struct phrase *phrase)
{
    enum token_class class = class_at(reading, i);
    if (is_holder(reading, i)) {
        phrase->item = reading->tokens->items[i].item;
        bool some =
            kind_at(reading, i) == MASK_PEOPLE &&
            (is_mine(reading, i, phrase) || class_at(reading, i + 1) == TOKEN_RELATIVE);
        return some ? PHRASE_OTHER : PHRASE_GRADABLE;
    }
    phrase->word = text_at(reading, i);
    phrase->plural = phrase->plural || class == TOKEN_PLURAL;
    if (is_other_service(reading, i) || is_mine(reading, i, phrase))
        return PHRASE_OTHER;
    if (is_each(phrase->word)) { /* "each of them" */
        phrase->plural = true;
        return PHRASE_PRONOUN;
    }
    phrase->whole = class == TOKEN_HOLDER || class == TOKEN_PLURAL;
    if (class == TOKEN_GRADABLE || class == TOKEN_PLURAL || class == TOKEN_HOLDER)
        return PHRASE_GRADABLE;
    bool parts = span_ends(phrase->word, span_of("s"));
    if (class == TOKEN_PART && !parts && holds_area(reading, phrase))
        return PHRASE_GRADABLE;
    if (class == TOKEN_PART)
        return is_all(reading, i, phrase) ? PHRASE_GRADABLE : PHRASE_PARTS;
    if (class == TOKEN_DETERMINER)
        return is_some(phrase->word) ? PHRASE_OTHER : PHRASE_NONE;
    bool those = class_at(reading, i + 1) == TOKEN_PREPOSITION && is_those(phrase->word);
    if ((class == TOKEN_BEARER || those) && bears(reading, phrase))
        return PHRASE_GRADABLE;
    return class == TOKEN_PRONOUN || class == TOKEN_RELATIVE ? PHRASE_PRONOUN
                                                             : PHRASE_OTHER;
}

/* "the part about care leavers": an area of which a word before it bears the grade. */
static bool is_borne(const struct reading *reading, long i)
{
    long first, head = chain_head(reading, i, &first);
    return kind_at(reading, i) == MASK_AREA && head < i &&
           (class_at(reading, head) == TOKEN_BEARER ||
            class_at(reading, head) == TOKEN_PART);
}

/* "had been reviewed and [was good]": the holder that the predicate before was said of.
 */
static long before_predicate(const struct reading *reading, long i)
{
    for (long left = PREDICATE_MAX; i >= reading->first && left > 0; i--, left--) {
        if (is_grade(reading, i) || is_mark(reading, i, ";") || is_mark(reading, i, ":"))
            return NONE;
        if (is_holder(reading, i) && kind_at(reading, i) != MASK_COUNCIL &&
            (i == reading->first || class_at(reading, i - 1) != TOKEN_PREPOSITION ||
             is_borne(reading, i)))
            return i;
    }
    return NONE;
}

/* "the board was one of the few [to be called]": the subject of the copula before the
 * phrase. */
static long before_nominative(const struct reading *reading, long head, long *first)
{
    static const char *const words[] = {"one",  "few",    "first", "only",
                                        "last", "latest", "second"};
    long before = *first - 1;
    if (is_holder(reading, head) || before <= reading->first ||
        class_at(reading, before) != TOKEN_AUXILIARY)
        return head;
    bool counts =
        span_is_any(text_at(reading, head), words, sizeof words / sizeof *words);
    before = before_adverbs(reading, before);
    return counts && before >= reading->first && is_noun(reading, before)
               ? chain_head(reading, before, first)
               : head;
}

/* "money on Essex [being] rated good": what stands before is the subject, whatever
 * governs it. */
static bool is_gerund(const struct reading *reading, long i)
{
    return i + 1 < (long)reading->tokens->count &&
           (span_is(text_at(reading, i + 1), "being") ||
            span_is(text_at(reading, i + 1), "having"));
}

/* "the inspectors' view of [adoption], graded good": the area that the comma at `i`, or
 * the relative pronoun behind one, stands right behind; else NONE. */
static long area_before(const struct reading *reading, long i)
{
    if (class_at(reading, i) == TOKEN_RELATIVE)
        i--;
    return is_mark(reading, i, ",") && i > reading->first &&
                   class_at(reading, i - 1) == TOKEN_ITEM &&
                   kind_at(reading, i - 1) == MASK_AREA
               ? i - 1
               : NONE;
}

static bool is_dash(const struct reading *reading, long i)
{
    return is_mark(reading, i, "-") || is_mark(reading, i, "–") ||
           is_mark(reading, i, "—");
}

/* The token before the aside that the dash at `i` closes; that dash where none opens it.
 */
static long before_dash(const struct reading *reading, long i)
{
    for (long open = i - 1; open > reading->first; open--) {
        if (is_grade(reading, open) || is_mark(reading, open, ";") ||
            is_mark(reading, open, ":"))
            return i;
        if (is_dash(reading, open))
            return open - 1;
    }
    return i;
}

/* The token before all asides that end at `i`; `named` is set to what one of them names.
 */
static long before_asides(const struct reading *reading, long i, long *named)
{
    for (int asides = 0; asides < CHAIN_MAX && i >= reading->first; asides++) {
        long aside = i;
        if (*named == NONE)
            *named = named_aside(reading, i);
        if (*named == NONE)
            *named = area_before(reading, i);
        if (is_mark(reading, i, ")"))
            i = before_bracket(reading, i);
        else if (is_mark(reading, i, ","))
            i = before_aside(reading, i);
        else if (is_dash(reading, i))
            i = before_dash(reading, i);
        else if (class_at(reading, i) == TOKEN_RELATIVE && i > 0)
            i = is_mark(reading, i - 1, ",") ? i - 2 : i - 1;
        if (i == aside || i < reading->first) {
            i = aside;
            break;
        }
        i = before_adverbs(reading, i);
    }
    return i;
}

/* "experts from [Essex], rated good", "better than [Essex], which is": the council behind
 * such a word and before a comma is what the clause goes on about; "a hotel in Essex," is
 * not. */
static bool is_told_of(const struct reading *reading, long i)
{
    static const char *const words[] = {"from", "than", "by",     "with",
                                        "to",   "like", "against"};
    return is_authority(reading, i) && is_mark(reading, i + 1, ",") &&
           span_is_any(text_at(reading, i - 1), words, sizeof words / sizeof *words);
}

struct phrase phrase_before(const struct tokens *tokens, const struct mask *mask,
                            size_t from, size_t byte, bool listed)
{
    struct reading reading = {tokens, mask, 0};
    struct phrase phrase = {PHRASE_NONE, {NULL, 0}, byte,  byte, mask->count,
                            false,       false,     false, false};
    while (reading.first < (long)tokens->count &&
           tokens->items[reading.first].start < from)
        reading.first++;
    long i = before_adverbs(&reading, (long)tokens_before(tokens, byte) - 1), first;
    phrase.owner = i >= 0 && i + 1 < (long)tokens_before(tokens, byte) &&
                   class_at(&reading, i + 1) == TOKEN_POSSESSIVE &&
                   class_at(&reading, i) == TOKEN_ITEM &&
                   kind_at(&reading, i) == MASK_AUTHORITY;
    long named = NONE;
    i = before_asides(&reading, i, &named);
    if (i >= reading.first && (class_at(&reading, i) == TOKEN_CONJUNCTION ||
                               class_at(&reading, i) == TOKEN_PREPOSITION)) {
        phrase.joined = true;
        i = before_predicate(&reading, i);
    }
    if (i > reading.first && is_mark(&reading, i, ",") &&
        class_at(&reading, i - 1) == TOKEN_CONTENT) {
        phrase.head = PHRASE_OTHER; /* "listening, requires improvement" */
        phrase.word = text_at(&reading, i - 1);
    }
    if (i < reading.first || class_at(&reading, i) == TOKEN_MARK || is_grade(&reading, i))
        return phrase;
    if (is_reduced(&reading, i))
        i--; /* "three of the areas inspected" */
    phrase.end = tokens->items[i].end;
    long nearest = i;
    if (is_gerund(&reading, i) && is_holder(&reading, i))
        first = phrase_start(&reading, i);
    else
        i = before_nominative(&reading, chain_head(&reading, i, &first), &first);
    phrase.start = tokens->items[first].start;
    phrase.head = head_of(&reading, i, &phrase);
    if (phrase.head == PHRASE_OTHER && named == NONE && is_told_of(&reading, nearest))
        named = nearest;
    if ((phrase.head == PHRASE_OTHER || phrase.head == PHRASE_PARTS) && named != NONE) {
        first = named;
        phrase.end = tokens->items[named].end;
        phrase.head = head_of(&reading, named, &phrase);
    }
    first = list_start(&reading, first, listed, &phrase.plural);
    phrase.start = tokens->items[first].start;
    return phrase;
}

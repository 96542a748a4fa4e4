#include "naming.h"

#include <string.h>

#include "utf8.h"

enum {
    POSSESSIVE = 6, /* bytes between two words of a phrase, with an apostrophe of print */
    NICKNAME_MAX = 24 /* bytes of "(call me Dave)" */
};

struct span naming_word(const struct naming *naming, size_t word)
{
    return term_word(naming->text, word);
}

bool naming_is_comma(const struct naming *naming, size_t word)
{
    struct span surface = naming_word(naming, word);
    return surface.length == 1 && surface.at[0] == ',';
}

/* "UNISON", "MASH", but not "WILL" beside "TUCKLEY". */
static bool is_loud(struct span surface)
{
    size_t letters = 0;
    for (size_t at = 0; at < surface.length;) {
        uint32_t point;
        at += utf8_decode(span_part(surface, at, surface.length), &point);
        if (!utf8_is_upper(point) && utf8_fold(point) != '\'')
            return false;
        letters++;
    }
    return letters > 1;
}

static bool has_digit(struct span surface)
{
    for (size_t i = 0; i < surface.length; i++)
        if (surface.at[i] >= '0' && surface.at[i] <= '9')
            return true;
    return false;
}

bool naming_is_initial(struct span surface)
{
    return surface.length == 1 && surface.at[0] >= 'A' && surface.at[0] <= 'Z';
}

static const unsigned no_names = 1u << TERM_NO_NAME | 1u << TERM_ROLE | 1u << TERM_TITLE |
                                 1u << TERM_SERVICE | 1u << TERM_PLACE |
                                 1u << TERM_PROGRAMME | 1u << TERM_DUTY |
                                 1u << TERM_BODY | 1u << TERM_LETTERS;

/* The entity that a word is by itself: "Kent", "May"; NULL where it is none, or a part of
 * one. */
const struct entity *naming_entity(const struct naming *naming, size_t word)
{
    const struct match_word *place = &naming->text->words.items[word];
    unsigned number = naming->text->entity_at[word];
    const struct entity *entity = number ? &naming->entities->items[number - 1] : NULL;
    return entity && entity->start == place->start && entity->end == place->end ? entity
                                                                                : NULL;
}

/* A council's name or a month where no place or time is meant: "that Kent Brodie", but
 * not "in Kent Hill wrote". */
static bool is_given_entity(const struct naming *naming, size_t word)
{
    static const char *const places[] = {"in",   "at",   "of",     "from",  "near",
                                         "for",  "to",   "by",     "since", "until",
                                         "last", "next", "this",   "and",   "early",
                                         "late", "mid",  "during", "on",    NULL};
    const struct entity *entity = naming_entity(naming, word);
    const struct term_text *text = naming->text;
    return entity && term_at(text, word, NAMING_GIVEN) &&
           (entity->type == ENTITY_DATE ||
            (entity->type == ENTITY_AUTHORITY && !entity->made)) &&
           !(word > 0 && term_is_joined(text, word) &&
             (term_is_word(text, word - 1, places) ||
              has_digit(naming_word(naming, word - 1))));
}

/* Can the word be part of a name? A council's name can be a surname. */
bool naming_is_name_word(const struct naming *naming, size_t word, bool first)
{
    const struct term_text *text = naming->text;
    struct span surface = naming_word(naming, word);
    bool titled = first && word > 0 && term_at(text, word - 1, 1u << TERM_TITLE);
    bool month = (first && is_given_entity(naming, word)) ||
                 (titled && naming_entity(naming, word));
    if (!term_is_capital(text, word) || has_digit(surface) ||
        (!month && term_at(text, word, no_names)))
        return false;
    if (is_loud(surface) && !(first && term_at(text, word, NAMING_GIVEN)))
        return false;
    if (text->entity_at[word] == 0 || month)
        return true;
    const struct entity *entity = naming_entity(naming, word);
    return !first && entity &&
           ((entity->type == ENTITY_AUTHORITY && !entity->made) ||
            (entity->type == ENTITY_DATE && term_at(text, word, NAMING_GIVEN)));
}

/* A word in capitals behind one: "DAVID BURY", but not "DAVID SAID". */
static bool is_loud_name(const struct naming *naming, size_t word)
{
    unsigned number = naming->text->entity_at[word];
    const struct entity *entity = naming_entity(naming, word);
    return is_loud(naming_word(naming, word)) &&
           !term_at(naming->text, word, no_names | 1u << TERM_SPEECH | 1u << TERM_SAYS) &&
           (number == 0 || (entity && entity->type == ENTITY_AUTHORITY && !entity->made));
}

static bool is_particle(const struct naming *naming, size_t word)
{
    static const char *const particles[] = {
        "de", "van", "der", "von", "den", "al",  "bin", "bint", "ap",  "el", "du",
        "la", "le",  "da",  "dos", "di",  "ibn", "ter", "y",    "del", NULL};
    size_t next = word;
    while (next < word + 3 && term_is_word(naming->text, next, particles) &&
           term_is_joined(naming->text, next + 1))
        next++; /* "van der Merwe" */
    return next > word && naming_is_name_word(naming, next, false);
}

/* "David (call me Dave) Cameron": the word behind the bracket, or `word`. */
static size_t skip_nickname(const struct naming *naming, size_t word)
{
    const struct term_text *text = naming->text;
    struct span gap = term_gap(text, word);
    if (!span_is(gap, " ("))
        return word;
    for (size_t next = word + 1;
         next < text->words.count && next < word + NAMING_WORDS_MAX; next++) {
        gap = term_gap(text, next);
        if (span_is(gap, ") ") &&
            text->words.items[next].start - text->words.items[word].start <= NICKNAME_MAX)
            return next;
        if (!span_is(gap, " "))
            break;
    }
    return word;
}

/* Does a phrase end between a word and the one before it? */
bool naming_breaks(struct span gap)
{
    for (size_t i = 0; i < gap.length; i++)
        if (strchr(".!?;\"()[]\n\t", gap.at[i]))
            return true;
    return gap.length > POSSESSIVE ||
           span_find(gap, span_of("\xE2\x80\x9C")) < gap.length ||
           span_find(gap, span_of("\xE2\x80\x9D")) < gap.length;
}

/* What may stand between a name and its role: "(", "the", "who is Barnet's". */
size_t naming_skip_to_role(const struct naming *naming, size_t word)
{
    static const char *const words[] = {
        "the",     "its",         "our",       "their",     "a",       "who",
        "is",      "was",         "then",      "now",       "new",     "former",
        "an",      "acting",      "interim",   "council's", "their",   "outgoing",
        "current", "authority's", "borough's", "s",         "council", NULL};
    for (size_t skipped = 0;
         skipped < NAMING_WORDS_MAX + 2 && word < naming->text->words.count;
         skipped++, word++) {
        if (term_at(naming->text, word, 1u << TERM_ROLE))
            break;
        if (!term_is_word(naming->text, word, words) &&
            naming->text->entity_at[word] == 0)
            break;
        if (word + 1 < naming->text->words.count &&
            naming_breaks(term_gap(naming->text, word + 1)))
            break;
    }
    return word;
}

bool naming_speaks(const struct naming *naming, size_t first, size_t behind)
{
    const struct term_text *text = naming->text;
    const struct term_hit *helper = term_at(text, behind, 1u << TERM_HELPER);
    if (behind < text->words.count && term_is_joined(text, behind) &&
        (term_at(text, behind, 1u << TERM_SPEECH) ||
         (helper && term_at(text, helper->behind, 1u << TERM_SPEECH))))
        return true; /* "Lee said", "Lee has said" */
    return first > 0 && term_is_joined(text, first) &&
           term_at(text, first - 1, 1u << TERM_SPEECH) != NULL;
}

/* "Sarah Lane said", "Kate Green (chair)": a word that is rather no name ends one behind
 * a given name, where what follows is said of a person. */
static bool is_doubtful_surname(const struct naming *naming, size_t first, size_t word)
{
    static const char *const places[] = {"in",   "on",  "at", "of",   "off",
                                         "from", "the", "to", "near", NULL};
    const struct term_text *text = naming->text;
    bool given = term_at(text, first, 1u << TERM_GIVEN) ||
                 (first > 0 && term_at(text, first - 1, 1u << TERM_TITLE));
    if (!given || !term_is_joined(text, word) || !term_is_capital(text, word) ||
        !term_at(text, word, 1u << TERM_SURNAME) || text->entity_at[word] ||
        (first > 0 && term_is_word(text, first - 1, places)))
        return false;
    size_t behind = word + 1;
    bool apart = behind >= text->words.count || !term_is_capital(text, behind) ||
                 !term_is_joined(text, behind);
    size_t role = behind + naming_is_comma(naming, behind);
    return apart &&
           (naming_speaks(naming, first, behind) ||
            term_at(text, naming_skip_to_role(naming, role), 1u << TERM_ROLE) ||
            (first > 0 && term_at(text, first - 1, 1u << TERM_TITLE | 1u << TERM_ROLE)));
}

/* Behind the name that begins at a word. */
size_t naming_end(const struct naming *naming, size_t first)
{
    const struct term_text *text = naming->text;
    size_t word = first + 1;
    if (term_at(text, first, NAMING_GIVEN) && word < text->words.count) {
        size_t behind = skip_nickname(naming, word);
        if (behind > word && naming_is_name_word(naming, behind, false))
            return behind + 1;
    }
    for (; word < text->words.count && word - first < NAMING_WORDS_MAX; word++) {
        bool capitals = is_loud(naming_word(naming, first)) && is_loud_name(naming, word);
        if (!term_is_joined(text, word) ||
            !(capitals || naming_is_name_word(naming, word, false) ||
              is_particle(naming, word)))
            break;
    }
    while (word > first + 1 && naming_is_initial(naming_word(naming, word - 1)))
        word--;
    if (word < text->words.count && word - first < NAMING_WORDS_MAX &&
        is_doubtful_surname(naming, first, word))
        word++;
    return word;
}

/* "katie  PERRIOR" as "Katie PERRIOR" is left; what stands in brackets goes. */
struct span naming_name(struct naming *naming, size_t first, size_t behind)
{
    struct buf name = {0};
    bool nickname =
        behind - first > 2 && span_is(term_gap(naming->text, first + 1), " (");
    for (size_t word = first; word < behind; word++) {
        if (nickname && word > first && word + 1 < behind)
            continue;
        struct span gap = term_gap(naming->text, word);
        if (word > first)
            buf_add_byte(&name, gap.length == 1 && gap.at[0] == '-' ? '-' : ' ');
        buf_add(&name, naming_word(naming, word));
    }
    struct span kept = entities_keep(naming->entities, buf_span(&name));
    buf_free(&name);
    return kept;
}

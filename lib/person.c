#include "person.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "set.h"
#include "utf8.h"

enum {
    ENOUGH = 2,     /* points of evidence that make a name a person's */
    POSSESSIVE = 6, /* bytes between two words of a phrase, with an apostrophe of print */
    NICKNAME_MAX = 24 /* bytes of "(call me Dave)" */
};

struct person {
    size_t first, behind; /* words of the name, without title */
    struct span name, role, organisation;
    const char *rule;
    bool titled;
};

enum { PART = 1, FULL = 2 };

/* Who bears a name: numbers of entities, from 1; 0: nobody. */
struct bearer {
    size_t first, last, man,
        woman;    /* of the text; the last with a title of a man's, a woman's */
    bool several; /* people with different full names */
};

struct people {
    const struct term_text *text;
    struct entities *entities;
    struct set *surnames;
    struct bearer *bearers; /* of a surname */
    size_t bearer_room;
    struct set *givens; /* names that come first in full ones */
    struct bearer *given;
    size_t given_room;
    struct set *titled, *heard; /* words behind a title; words alone that speak */
    char *named;                /* of a word: whether it is in a name that was found */
    bool list;                  /* of councillors; it goes on where the last name ended */
    size_t list_end;
};

static const unsigned given_kinds = 1u << TERM_GIVEN | 1u << TERM_DOUBTFUL;

static struct span word_at(const struct people *people, size_t word)
{
    return term_word(people->text, word);
}

static bool is_comma(const struct people *people, size_t word)
{
    struct span surface = word_at(people, word);
    return surface.length == 1 && surface.at[0] == ',';
}

/* ---- the name
 * ------------------------------------------------------------------------------- */

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

static bool is_initial(struct span surface)
{
    return surface.length == 1 && surface.at[0] >= 'A' && surface.at[0] <= 'Z';
}

static bool is_speaker(const struct people *people, size_t first, size_t behind);
static size_t skip_to_role(const struct people *people, size_t word);

static const unsigned no_names = 1u << TERM_NO_NAME | 1u << TERM_ROLE | 1u << TERM_TITLE |
                                 1u << TERM_SERVICE | 1u << TERM_PLACE |
                                 1u << TERM_PROGRAMME | 1u << TERM_DUTY |
                                 1u << TERM_BODY | 1u << TERM_LETTERS;

/* The entity that a word is by itself: "Kent", "May"; NULL where it is none, or a part of
 * one. */
static const struct entity *entity_of(const struct people *people, size_t word)
{
    const struct match_word *place = &people->text->words.items[word];
    unsigned number = people->text->entity_at[word];
    const struct entity *entity = number ? &people->entities->items[number - 1] : NULL;
    return entity && entity->start == place->start && entity->end == place->end ? entity
                                                                                : NULL;
}

/* A council's name or a month where no place or time is meant: "that Kent Brodie", but
 * not "in Kent Hill wrote". */
static bool is_given_entity(const struct people *people, size_t word)
{
    static const char *const places[] = {"in",   "at",   "of",     "from",  "near",
                                         "for",  "to",   "by",     "since", "until",
                                         "last", "next", "this",   "and",   "early",
                                         "late", "mid",  "during", "on",    NULL};
    const struct entity *entity = entity_of(people, word);
    const struct term_text *text = people->text;
    return entity && term_at(text, word, given_kinds) &&
           (entity->type == ENTITY_DATE ||
            (entity->type == ENTITY_AUTHORITY && !entity->made)) &&
           !(word > 0 && term_is_joined(text, word) &&
             (term_is_word(text, word - 1, places) ||
              has_digit(word_at(people, word - 1))));
}

/* Can the word be part of a name? A council's name can be a surname. */
static bool is_name_word(const struct people *people, size_t word, bool first)
{
    const struct term_text *text = people->text;
    struct span surface = word_at(people, word);
    bool titled = first && word > 0 && term_at(text, word - 1, 1u << TERM_TITLE);
    bool month =
        (first && is_given_entity(people, word)) || (titled && entity_of(people, word));
    if (!term_is_capital(text, word) || has_digit(surface) ||
        (!month && term_at(text, word, no_names)))
        return false;
    if (is_loud(surface) && !(first && term_at(text, word, given_kinds)))
        return false;
    if (text->entity_at[word] == 0 || month)
        return true;
    const struct entity *entity = entity_of(people, word);
    return !first && entity &&
           ((entity->type == ENTITY_AUTHORITY && !entity->made) ||
            (entity->type == ENTITY_DATE && term_at(text, word, given_kinds)));
}

/* A word in capitals behind one: "DAVID BURY", but not "DAVID SAID". */
static bool is_loud_name(const struct people *people, size_t word)
{
    unsigned number = people->text->entity_at[word];
    const struct entity *entity = entity_of(people, word);
    return is_loud(word_at(people, word)) &&
           !term_at(people->text, word, no_names | 1u << TERM_SPEECH | 1u << TERM_SAYS) &&
           (number == 0 || (entity && entity->type == ENTITY_AUTHORITY && !entity->made));
}

static bool is_particle(const struct people *people, size_t word)
{
    static const char *const particles[] = {
        "de", "van", "der", "von", "den", "al",  "bin", "bint", "ap",  "el", "du",
        "la", "le",  "da",  "dos", "di",  "ibn", "ter", "y",    "del", NULL};
    size_t next = word;
    while (next < word + 3 && term_is_word(people->text, next, particles) &&
           term_is_joined(people->text, next + 1))
        next++; /* "van der Merwe" */
    return next > word && is_name_word(people, next, false);
}

/* "David (call me Dave) Cameron": the word behind the bracket, or `word`. */
static size_t skip_nickname(const struct people *people, size_t word)
{
    const struct term_text *text = people->text;
    struct span gap = term_gap(text, word);
    if (!span_is(gap, " ("))
        return word;
    for (size_t next = word + 1;
         next < text->words.count && next < word + PERSON_WORDS_MAX; next++) {
        gap = term_gap(text, next);
        if (span_is(gap, ") ") &&
            text->words.items[next].start - text->words.items[word].start <= NICKNAME_MAX)
            return next;
        if (!span_is(gap, " "))
            break;
    }
    return word;
}

/* "Sarah Lane said", "Kate Green (chair)": a word that is rather no name ends one behind
 * a given name, where what follows is said of a person. */
static bool is_doubtful_surname(const struct people *people, size_t first, size_t word)
{
    static const char *const places[] = {"in",   "on",  "at", "of",   "off",
                                         "from", "the", "to", "near", NULL};
    const struct term_text *text = people->text;
    bool given = term_at(text, first, 1u << TERM_GIVEN) ||
                 (first > 0 && term_at(text, first - 1, 1u << TERM_TITLE));
    if (!given || !term_is_joined(text, word) || !term_is_capital(text, word) ||
        !term_at(text, word, 1u << TERM_SURNAME) || text->entity_at[word] ||
        (first > 0 && term_is_word(text, first - 1, places)))
        return false;
    size_t behind = word + 1;
    bool apart = behind >= text->words.count || !term_is_capital(text, behind) ||
                 !term_is_joined(text, behind);
    size_t role = behind + is_comma(people, behind);
    return apart &&
           (is_speaker(people, first, behind) ||
            term_at(text, skip_to_role(people, role), 1u << TERM_ROLE) ||
            (first > 0 && term_at(text, first - 1, 1u << TERM_TITLE | 1u << TERM_ROLE)));
}

/* Behind the name that begins at a word. */
static size_t name_end(const struct people *people, size_t first)
{
    const struct term_text *text = people->text;
    size_t word = first + 1;
    if (term_at(text, first, given_kinds) && word < text->words.count) {
        size_t behind = skip_nickname(people, word);
        if (behind > word && is_name_word(people, behind, false))
            return behind + 1;
    }
    for (; word < text->words.count && word - first < PERSON_WORDS_MAX; word++) {
        bool capitals = is_loud(word_at(people, first)) && is_loud_name(people, word);
        if (!term_is_joined(text, word) ||
            !(capitals || is_name_word(people, word, false) || is_particle(people, word)))
            break;
    }
    while (word > first + 1 && is_initial(word_at(people, word - 1)))
        word--;
    if (word < text->words.count && word - first < PERSON_WORDS_MAX &&
        is_doubtful_surname(people, first, word))
        word++;
    return word;
}

/* "katie  PERRIOR" as "Katie PERRIOR" is left; what stands in brackets goes. */
static struct span person_name(struct people *people, size_t first, size_t behind)
{
    struct buf name = {0};
    bool nickname =
        behind - first > 2 && span_is(term_gap(people->text, first + 1), " (");
    for (size_t word = first; word < behind; word++) {
        if (nickname && word > first && word + 1 < behind)
            continue;
        struct span gap = term_gap(people->text, word);
        if (word > first)
            buf_add_byte(&name, gap.length == 1 && gap.at[0] == '-' ? '-' : ' ');
        buf_add(&name, word_at(people, word));
    }
    struct span kept = entities_keep(people->entities, buf_span(&name));
    buf_free(&name);
    return kept;
}

/* ---- the role
 * ------------------------------------------------------------------------------- */

/* Does a phrase end between a word and the one before it? */
static bool is_broken(struct span gap)
{
    for (size_t i = 0; i < gap.length; i++)
        if (strchr(".!?;\"()[]\n\t", gap.at[i]))
            return true;
    return gap.length > POSSESSIVE ||
           span_find(gap, span_of("\xE2\x80\x9C")) < gap.length ||
           span_find(gap, span_of("\xE2\x80\x9D")) < gap.length;
}

static bool ends_complement(const struct people *people, size_t word)
{
    static const char *const verbs[] = {
        "is",    "was",     "has",    "had", "will", "who",  "which", "that", "are",
        "were",  "have",    "said",   "to",  "from", "when", "while", "by",   "would",
        "also",  "after",   "where",  "did", "does", "says", "told",  "as",   "but",
        "since", "because", "before", "he",  "she",  "they", NULL};
    return term_is_word(people->text, word, verbs) ||
           term_at(people->text, word, 1u << TERM_SPEECH) != NULL;
}

static bool opens_complement(const struct people *people, size_t word)
{
    static const char *const words[] = {"for", "of", "at", "with", "and", NULL};
    return term_is_word(people->text, word, words);
}

/* Behind what a role is for: "of Children's Services at Bexley". */
static size_t complement_end(const struct people *people, const struct term_hit *role)
{
    const struct term_text *text = people->text;
    size_t word = role->behind;
    while (word < text->words.count &&
           term_at(text, word, 1u << TERM_BODY | 1u << TERM_DUTY) &&
           !is_broken(term_gap(text, word)) && term_is_capital(text, word))
        word++; /* "for Children and Young People's Services" */
    if (word > role->behind)
        return word;
    bool open = term_is_word(text, word - 1, (const char *const[]){"of", "for", NULL});
    if (!open && (word >= text->words.count || is_broken(term_gap(text, word)) ||
                  !opens_complement(people, word)))
        return role->behind;
    for (; word < text->words.count && word - role->first < PERSON_ROLE_MAX; word++) {
        bool broken = is_broken(term_gap(text, word)) ||
                      span_find(term_gap(text, word), span_of("\xE2\x80\x93")) <
                          term_gap(text, word).length;
        bool the = term_is_word(text, word + 1, (const char *const[]){"the", "a", NULL});
        bool person = term_is_word(text, word, (const char *const[]){"and", NULL}) &&
                      (term_at(text, word + 1, given_kinds | 1u << TERM_TITLE) ||
                       (the && term_at(text, word + 2, 1u << TERM_ROLE)));
        if (broken || person || is_comma(people, word) || ends_complement(people, word) ||
            (word > role->behind && term_at(text, word, 1u << TERM_TITLE)))
            break;
    }
    while (word > role->behind &&
           (opens_complement(people, word - 1) ||
            term_is_word(text, word - 1,
                         (const char *const[]){"the", "a", "our", "its", NULL})))
        word--;
    return word;
}

/* The name of the first organisation or council among words. */
static struct span organisation_in(const struct people *people, size_t first,
                                   size_t behind)
{
    for (size_t word = first; word < behind && word < people->text->words.count; word++) {
        unsigned number = people->text->entity_at[word];
        const struct entity *entity =
            number ? &people->entities->items[number - 1] : NULL;
        if (entity && (entity->type == ENTITY_ORGANISATION || entity->authority))
            return entity->name;
    }
    return (struct span){NULL, 0};
}

static struct span words_of(const struct people *people, size_t first, size_t behind)
{
    return term_name(people->text, first, behind, people->entities);
}

/* The role whose last word stands right before `behind`: the longest. */
static const struct term_hit *role_ending(const struct people *people, size_t word,
                                          size_t behind)
{
    const struct term_hit *longest = NULL;
    for (size_t back = 0; back < PERSON_WORDS_MAX && back <= word; back++) {
        const struct term_hit *hit = term_at(people->text, word - back, 1u << TERM_ROLE);
        if (hit && hit->behind > word && hit->behind <= behind)
            longest = hit;
    }
    return longest;
}

/* "Ann Lee, the leader, and Bob Ray": is a role told of the person before it? */
static bool is_taken_role(const struct people *people, size_t role)
{
    static const char *const words[] = {"the", "its", "our", "their",
                                        "a",   "an",  "and", NULL};
    const struct term_text *text = people->text;
    size_t word = role;
    for (size_t i = 0; i < 3 && word > 0 && term_is_word(text, word - 1, words); i++)
        word--;
    if (word > 1 && is_comma(people, word - 1))
        return people->named[word - 2] != 0;
    return word > 0 && people->named[word - 1] && word == role &&
           span_is(term_gap(text, role), " (");
}

/* An MP is not of the council that has the name of the constituency. */
static void leave_constituency(struct person *person)
{
    if (span_starts(person->role, span_of("MP")))
        person->organisation = (struct span){NULL, 0};
}

/* A role whose words, with what it is for, reach up to the name. */
static bool state_role(struct people *people, const struct term_hit *role, size_t behind,
                       struct person *person)
{
    size_t end = complement_end(people, role), first = role->first;
    if (end < behind || (behind > role->behind && opens_complement(people, behind - 1)) ||
        is_taken_role(people, role->first))
        return false; /* "Jan Edwards HMI and Tom Lee" */
    while (first + 1 < behind && people->text->entity_at[first])
        first++; /* "Reading Borough Council's leader" */
    person->role = words_of(people, first, behind);
    person->organisation = organisation_in(people, role->first, behind);
    if (!person->organisation.length && role->first > 0 &&
        !is_broken(term_gap(people->text, role->first)))
        person->organisation = organisation_in(people, role->first - 1, role->first);
    leave_constituency(person);
    return true;
}

/* "Cabinet Member for Children's Services Katie Perrior", "Lead inspector: Jan Edwards".
 */
static bool role_before(struct people *people, size_t first, struct person *person)
{
    const struct term_text *text = people->text;
    size_t behind = first;
    if (first > 0 && is_comma(people, first - 1) && !is_broken(term_gap(text, first - 1)))
        behind--;
    if (behind == 0 || (behind == first && is_broken(term_gap(text, first))))
        return false;
    for (size_t word = behind; word > 0 && behind - word < PERSON_ROLE_MAX; word--) {
        const struct term_hit *role = role_ending(people, word - 1, behind);
        if (role)
            return state_role(people, role, behind, person);
        if (is_comma(people, word - 1) || ends_complement(people, word - 1) ||
            (word < behind && is_broken(term_gap(text, word))))
            return false;
    }
    return false;
}

/* What may stand between a name and its role: "(", "the", "who is Barnet's". */
static size_t skip_to_role(const struct people *people, size_t word)
{
    static const char *const words[] = {
        "the",     "its",         "our",       "their",     "a",       "who",
        "is",      "was",         "then",      "now",       "new",     "former",
        "an",      "acting",      "interim",   "council's", "their",   "outgoing",
        "current", "authority's", "borough's", "s",         "council", NULL};
    for (size_t skipped = 0;
         skipped < PERSON_WORDS_MAX + 2 && word < people->text->words.count;
         skipped++, word++) {
        if (term_at(people->text, word, 1u << TERM_ROLE))
            break;
        if (!term_is_word(people->text, word, words) &&
            people->text->entity_at[word] == 0)
            break;
        if (word + 1 < people->text->words.count &&
            is_broken(term_gap(people->text, word + 1)))
            break;
    }
    return word;
}

/* Behind the letters that follow a name: "OBE", "KC", "DL". */
static size_t skip_letters(const struct people *people, size_t word)
{
    const struct term_text *text = people->text;
    while (word < text->words.count && term_at(text, word, 1u << TERM_LETTERS) &&
           (term_is_joined(text, word) || is_comma(people, word - 1)))
        word++;
    return word;
}

/* ", and lead for early help": what a role goes on with behind a comma or "and". */
static size_t role_goes_on(const struct people *people, size_t end)
{
    static const char *const and[] = {"and", NULL};
    const struct term_text *text = people->text;
    size_t word = end;
    if (word < text->words.count && is_comma(people, word))
        word++;
    if (!term_is_word(text, word, and) || is_broken(term_gap(text, word)))
        return end;
    word++;
    const struct term_hit *role = term_at(text, word, 1u << TERM_ROLE);
    if (role && !is_broken(term_gap(text, word))) {
        size_t behind = complement_end(people, role);
        bool another = behind < text->words.count && term_is_capital(text, behind) &&
                       term_is_joined(text, behind); /* "and leader Bob Ray" */
        return another ? end : behind;
    }
    struct term_hit lead = {.first = word, .behind = word + 1};
    static const char *const words[] = {"lead", "responsible", NULL};
    return term_is_word(text, word, words) && opens_complement(people, word + 1)
               ? complement_end(people, &lead)
               : end;
}

/* ", portfolio holder for children and young people,", " (Communities Secretary)". */
static bool role_after(struct people *people, size_t behind, struct person *person)
{
    const struct term_text *text = people->text;
    size_t word = skip_letters(people, behind);
    if (word >= text->words.count)
        return false;
    struct span gap = term_gap(text, word);
    bool bracket = span_is(gap, " ("), line = span_is(gap, "\n") || span_is(gap, "\n\n");
    if (is_comma(people, word) && ++word >= text->words.count)
        return false;
    if (!bracket && !line && is_broken(gap))
        return false;
    size_t from = word;
    if (!line)
        word = skip_to_role(people, word);
    const struct term_hit *role = term_at(text, word, 1u << TERM_ROLE);
    if (!role || (line && !term_is_capital(text, word)))
        return false;
    size_t end = role_goes_on(people, complement_end(people, role));
    size_t first = role->first;
    while (first + 1 < end && text->entity_at[first])
        first++;
    person->role = words_of(people, first, end);
    person->organisation = organisation_in(people, from, end);
    if (!person->organisation.length && end + 1 < text->words.count &&
        is_comma(people, end) && !is_broken(term_gap(text, end)) &&
        !is_broken(term_gap(text, end + 1)))
        person->organisation = organisation_in(people, end + 1, end + 2);
    leave_constituency(person);
    return true;
}

/* "John Burgess, Barnet UNISON" or "(UNISON)". */
static struct span organisation_after(const struct people *people, size_t behind)
{
    const struct term_text *text = people->text;
    bool comma = behind + 1 < text->words.count && is_comma(people, behind);
    size_t word = behind + comma;
    bool beside =
        word < text->words.count &&
        (comma ? !is_broken(term_gap(text, word)) : span_is(term_gap(text, word), " ("));
    return beside ? organisation_in(people, word, word + 1) : (struct span){NULL, 0};
}

/* ---- evidence
 * ------------------------------------------------------------------------------- */

static bool is_line(const struct people *people, size_t first, size_t behind)
{
    const struct term_text *text = people->text;
    struct span gap = term_gap(text, first);
    bool ends =
        behind >= text->words.count ||
        span_find_byte(term_gap(text, behind), '\n') < term_gap(text, behind).length;
    bool by = first > 0 &&
              term_is_word(text, first - 1, (const char *const[]){"by", NULL}) &&
              term_is_capital(text, first - 1);
    return ends && (by || span_find_byte(gap, '\n') < gap.length);
}

static bool is_speaker(const struct people *people, size_t first, size_t behind)
{
    const struct term_text *text = people->text;
    const struct term_hit *helper = term_at(text, behind, 1u << TERM_HELPER);
    if (behind < text->words.count && term_is_joined(text, behind) &&
        (term_at(text, behind, 1u << TERM_SPEECH) ||
         (helper && term_at(text, helper->behind, 1u << TERM_SPEECH))))
        return true; /* "Lee said", "Lee has said" */
    return first > 0 && term_is_joined(text, first) &&
           term_at(text, first - 1, 1u << TERM_SPEECH) != NULL;
}

/* Does what follows the name make it a place's or a body's: "Victoria Road"? */
static bool is_other_name(const struct people *people, size_t first, size_t behind)
{
    const struct term_text *text = people->text;
    static const char *const saints[] = {"st", "saint", "the", NULL};
    unsigned against = 1u << TERM_NO_NAME | 1u << TERM_BODY | 1u << TERM_DUTY;
    if (behind < text->words.count && term_is_joined(text, behind) &&
        term_is_capital(text, behind) && term_at(text, behind, against))
        return true;
    if (behind < text->words.count && term_is_joined(text, behind) &&
        text->entity_at[behind] && term_is_capital(text, behind))
        return people->entities->items[text->entity_at[behind] - 1].type ==
               ENTITY_ORGANISATION;
    return first > 0 && term_is_joined(text, first) &&
           term_is_word(text, first - 1, saints);
}

/* Notes the surnames that the text has with a title, and those that speak without a given
 * name: either speaks for whoever bears them in full. */
static void note_surnames(struct people *people)
{
    const struct term_text *text = people->text;
    bool added;
    for (size_t word = 0; word + 1 < text->words.count; word++) {
        bool alone = !term_is_joined(text, word) || !term_is_capital(text, word - 1);
        if (term_at(text, word, 1u << TERM_TITLE) && term_is_joined(text, word + 1) &&
            is_name_word(people, word + 1, false))
            set_add(people->titled, word_at(people, word + 1), &added);
        if (alone && term_at(text, word + 1, 1u << TERM_SPEECH) &&
            term_is_joined(text, word + 1) && is_name_word(people, word, true))
            set_add(people->heard, word_at(people, word), &added);
    }
}

static bool is_in(const struct set *set, struct span word)
{
    return set_find(set, word) != SET_NONE;
}

static size_t skip_titles(const struct people *people, size_t word)
{
    size_t name = word;
    while (term_at(people->text, name, 1u << TERM_TITLE) && name - word < 3 &&
           term_is_joined(people->text, name + 1))
        name = term_at(people->text, name, 1u << TERM_TITLE)->behind;
    return name;
}

/* A name that begins with an ordinary word stands beyond a heading or list only where the
 * words on both sides are in small letters. */
static bool is_in_prose(const struct people *people, size_t first, size_t behind)
{
    const struct term_text *text = people->text;
    return first > 0 && !term_begins(text, first) && !term_is_capital(text, first - 1) &&
           (behind >= text->words.count || !term_is_capital(text, behind));
}

static bool is_date(const struct people *people, size_t word)
{
    const struct entity *entity = entity_of(people, word);
    return entity && entity->type == ENTITY_DATE;
}

/* Two words or three that no table knows: with a verb of speech they are a person's,
 * though no list has the given name. */
static bool is_plain_name(const struct people *people, size_t first, size_t behind)
{
    if (behind - first < 2 || behind - first > 3)
        return false;
    for (size_t word = first; word < behind; word++)
        if (people->text->hit_at[word] || people->text->entity_at[word])
            return false;
    struct span last = word_at(people, behind - 1);
    return !span_ends(last, span_of("s")) && last.length > 2;
}

/* The points that speak for a person; the first of them names the rule. */
static int weigh(struct people *people, size_t begin, struct person *person)
{
    const struct term_text *text = people->text;
    size_t first = person->first, behind = person->behind;
    int points = 0;
    person->rule = "person.name";
    if (term_at(text, first, 1u << TERM_GIVEN))
        points = 2;
    else if (term_at(text, first, 1u << TERM_DOUBTFUL))
        points = is_in_prose(people, first, behind) && !is_date(people, first) ? 2 : 1;
    if (is_speaker(people, begin, behind)) {
        points += is_plain_name(people, first, behind) ? 2 : 1;
        person->rule = "person.speaks";
    }
    if (is_line(people, first, behind) && points)
        points += 1;
    if (behind - first > 1) {
        struct span surname = word_at(people, behind - 1);
        points += is_in(people->titled, surname) ? 2 : is_in(people->heard, surname);
    }
    if (role_before(people, begin, person) ||
        (person->titled && role_before(people, first, person)) ||
        role_after(people, behind, person)) {
        points += 2;
        person->rule = "person.role";
    }
    if (person->titled) {
        points += 3;
        person->rule = "person.title";
    }
    return points;
}

/* ---- finding
 * -------------------------------------------------------------------------------- */

static char gender_before(const struct people *people, size_t first)
{
    static const char *const men[] = {"mr", "sir", "lord", "baron", NULL};
    static const char *const women[] = {"mrs",  "ms",       "miss", "dame",
                                        "lady", "baroness", NULL};
    if (first == 0 || !term_is_joined(people->text, first))
        return 0;
    return term_is_word(people->text, first - 1, men)     ? 'm'
           : term_is_word(people->text, first - 1, women) ? 'f'
                                                          : 0;
}

static struct bearer *bearer_of(const struct set *names, struct bearer *bearers,
                                struct span name)
{
    size_t number = set_find(names, name);
    return number == SET_NONE ? NULL : &bearers[number];
}

/* A full name bears a word: the entity of that number. */
static void note_bearer(const struct people *people, struct bearer *bearer, size_t number,
                        char gender)
{
    const struct entity *items = people->entities->items;
    bearer->last = number;
    bearer->several =
        bearer->several || (bearer->first && !span_equal(items[bearer->first - 1].name,
                                                         items[number - 1].name));
    if (!bearer->first)
        bearer->first = number;
    if (gender == 'm')
        bearer->man = number;
    if (gender == 'f')
        bearer->woman = number;
}

static struct bearer *add_bearer(struct set *names, struct bearer **bearers, size_t *room,
                                 struct span name)
{
    bool added;
    if (set_count(names) >= PERSON_COUNT_MAX && set_find(names, name) == SET_NONE)
        return NULL;
    size_t number = set_add(names, name, &added);
    *bearers = mem_grow(*bearers, room, number + 1, sizeof **bearers);
    if (added)
        (*bearers)[number] = (struct bearer){0};
    return &(*bearers)[number];
}

/* Notes a full name by its last word and its first. */
static void note_names(struct people *people, const struct person *person)
{
    size_t number = people->entities->count;
    char gender = gender_before(people, person->first);
    struct bearer *bearer =
        add_bearer(people->surnames, &people->bearers, &people->bearer_room,
                   word_at(people, person->behind - 1));
    if (bearer)
        note_bearer(people, bearer, number, gender);
    if (!term_at(people->text, person->first, 1u << TERM_GIVEN))
        return;
    bearer = add_bearer(people->givens, &people->given, &people->given_room,
                        word_at(people, person->first));
    if (bearer)
        note_bearer(people, bearer, number, gender);
}

static void add_person(struct people *people, const struct person *person,
                       const char *via)
{
    const struct term_text *text = people->text;
    struct entity entity = {.type = ENTITY_PERSON,
                            .start = text->words.items[person->first].start,
                            .end = text->words.items[person->behind - 1].end,
                            .name = person->name,
                            .role = person->role,
                            .organisation = person->organisation,
                            .via = span_of(via),
                            .rule = span_of(person->rule)};
    for (size_t word = person->first; word < person->behind; word++)
        people->named[word] = person->behind - person->first > 1 ? FULL : PART;
    entities_add(people->entities, entity);
    if (person->behind - person->first > 1)
        note_names(people, person);
}

/* "Councillor" is the role where no other is stated. */
static void state_title(struct people *people, size_t begin, struct person *person)
{
    static const char *const councillors[] = {"councillor",  "cllr",  "coun",
                                              "councillors", "cllrs", NULL};
    for (size_t word = begin; word < person->first && !person->role.length; word++)
        if (term_is_word(people->text, word, councillors))
            person->role = span_of("Councillor");
    if (!person->organisation.length)
        person->organisation = organisation_after(people, person->behind);
}

/* "Councillors Ann Lee, Bob Ray and Cy Poe": a title in the plural stands for all. */
static void go_on_list(struct people *people, size_t begin, struct person *person)
{
    static const char *const plurals[] = {"councillors", "cllrs", NULL};
    static const char *const joins[] = {",", "and", NULL};
    const struct term_text *text = people->text;
    size_t back = person->first;
    if (begin < person->first && term_is_word(text, begin, plurals)) {
        people->list_end = person->behind;
        people->list = true;
    } else if (people->list) {
        while (back > people->list_end && term_is_word(text, back - 1, joins))
            back--;
        bool bracket = back > people->list_end &&
                       span_find_byte(term_gap(text, person->first - 1), ')') <
                           term_gap(text, person->first - 1).length;
        bool listed = back == people->list_end || bracket;
        for (size_t word = people->list_end; listed && word < person->first; word++)
            listed = bracket || !is_broken(term_gap(text, word));
        people->list = listed;
        people->list_end = person->behind;
        if (listed && !person->role.length)
            person->role = span_of("Councillor");
    }
}

/* A full name, or a surname behind a title. Words behind it; `begin` where there is none.
 */
static size_t find_at(struct people *people, size_t begin)
{
    const struct term_text *text = people->text;
    struct person person = {.first = skip_titles(people, begin)};
    person.titled = person.first > begin;
    if (person.first >= text->words.count ||
        !(is_name_word(people, person.first, true) ||
          (person.titled && is_name_word(people, person.first, false))))
        return begin;
    person.behind = name_end(people, person.first);
    bool single = person.behind - person.first == 1;
    if ((single && (!person.titled || is_initial(word_at(people, person.first)))) ||
        is_other_name(people, begin, person.behind) ||
        weigh(people, begin, &person) < ENOUGH)
        return begin;
    person.name = person_name(people, person.first, person.behind);
    state_title(people, begin, &person);
    go_on_list(people, begin, &person);
    add_person(people, &person, "name");
    return person.behind;
}

/* May a word be a surname that stands alone? */
static bool stands_alone(const struct people *people, size_t word)
{
    const struct term_text *text = people->text;
    unsigned doubts = 1u << TERM_COMMON | 1u << TERM_NO_NAME | 1u << TERM_GIVEN;
    bool said = is_speaker(people, word, word + 1);
    if (people->named[word] || is_other_name(people, word, word + 1))
        return false;
    if (text->entity_at[word])
        return said && people->entities->items[text->entity_at[word] - 1].type ==
                           ENTITY_AUTHORITY;
    if (word > 0 && term_is_joined(text, word) && term_is_capital(text, word - 1) &&
        !term_begins(text, word - 1))
        return false; /* somebody else's */
    if (word + 1 < text->words.count && term_is_joined(text, word + 1) &&
        term_is_capital(text, word + 1))
        return false;
    return said || !(term_at(text, word, doubts) && term_begins(text, word));
}

/* Who is meant by a surname: whoever bore it last; before anybody did, the only one of
 * the text who does. Where several do, a title says which. 0: not known. */
static size_t who_bears(const struct bearer *bearer, char gender)
{
    if (!bearer)
        return 0;
    if (gender && bearer->several)
        return gender == 'm' ? bearer->man : bearer->woman;
    return bearer->last ? bearer->last : bearer->several ? 0 : bearer->first;
}

static void forget_last(struct bearer *bearers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bearers[i].last = 0;
}

static bool is_doubted(const struct people *people, size_t word)
{
    return term_at(people->text, word,
                   1u << TERM_COMMON | 1u << TERM_NO_NAME | given_kinds) != NULL;
}

/* A surname, or a given name, that stands alone. */
static void find_alone(struct people *people, size_t word)
{
    const struct bearer *bearer =
        bearer_of(people->surnames, people->bearers, word_at(people, word));
    size_t known = who_bears(bearer, 0);
    struct person person = {.first = word, .behind = word + 1, .rule = "person.surname"};
    if (known && !bearer->last && is_doubted(people, word) &&
        !is_speaker(people, word, word + 1))
        known = 0;
    if (!known && term_at(people->text, word, 1u << TERM_GIVEN)) {
        bearer = bearer_of(people->givens, people->given, word_at(people, word));
        known = bearer && !bearer->several ? bearer->last : 0;
        person.rule = "person.given-name";
    }
    if (!known || !stands_alone(people, word))
        return;
    person.name = people->entities->items[known - 1].name;
    add_person(people, &person, "alias");
}

/* A mention found at first: a full name is borne from here on, a surname gets the full
 * one. */
static void settle_mention(struct people *people, size_t number, size_t word)
{
    struct entity *entity = &people->entities->items[number - 1];
    size_t first = word;
    while (first > 0 && people->text->words.items[first - 1].start >= entity->start)
        first--;
    struct bearer *bearer =
        bearer_of(people->surnames, people->bearers, word_at(people, word));
    if (people->named[word] == FULL) {
        struct bearer *given =
            bearer_of(people->givens, people->given, word_at(people, first));
        if (bearer)
            bearer->last = number;
        if (given)
            given->last = number;
        return;
    }
    size_t known = who_bears(bearer, gender_before(people, first));
    if (known) {
        entity->name = people->entities->items[known - 1].name;
        entity->via = span_of("alias");
    }
}

/* Goes through the text again, so that a surname is that of whoever bore it last before.
 */
static void find_surnames(struct people *people, size_t next, size_t behind)
{
    const struct term_text *text = people->text;
    forget_last(people->bearers, set_count(people->surnames));
    forget_last(people->given, set_count(people->givens));
    for (size_t word = 0; word < text->words.count; word++) {
        for (; next < behind &&
               people->entities->items[next].end <= text->words.items[word].end;
             next++)
            if (people->entities->items[next].end == text->words.items[word].end)
                settle_mention(people, next + 1, word);
        if (term_is_capital(text, word))
            find_alone(people, word);
    }
}

void person_find(const struct term_text *text, struct entities *entities)
{
    struct people people = {.text = text,
                            .entities = entities,
                            .surnames = set_new(),
                            .givens = set_new(),
                            .titled = set_new(),
                            .heard = set_new()};
    size_t before = entities->count;
    people.named = mem_new(text->words.count + 1, 1);
    note_surnames(&people);
    for (size_t word = 0; word < text->words.count;) {
        size_t behind = word;
        if (term_is_capital(text, word))
            behind = find_at(&people, word);
        word = behind > word ? behind : word + 1;
    }
    if (set_count(people.surnames))
        find_surnames(&people, before, entities->count);
    free(people.named);
    free(people.bearers);
    free(people.given);
    set_free(people.surnames);
    set_free(people.givens);
    set_free(people.titled);
    set_free(people.heard);
}

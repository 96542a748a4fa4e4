#include "person.h"

#include <stdlib.h>

#include "mem.h"
#include "role.h"
#include "set.h"

enum { ENOUGH = 2 /* points of evidence that make a name a person's */ };

struct person {
    size_t first, behind; /* words of the name, without title */
    struct span name;
    struct role role;
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
    struct naming naming;
    struct set *surnames;
    struct bearer *bearers; /* of a surname */
    size_t bearer_room;
    struct set *givens; /* names that come first in full ones */
    struct bearer *given;
    size_t given_room;
    struct set *titled, *heard; /* words behind a title; words alone that speak */
    bool list;                  /* of councillors; it goes on where the last name ended */
    size_t list_end;
};

/* ---- evidence
 * ------------------------------------------------------------------------------- */

static bool is_line(const struct people *people, size_t first, size_t behind)
{
    const struct term_text *text = people->naming.text;
    struct span gap = term_gap(text, first);
    bool ends =
        behind >= text->words.count ||
        span_find_byte(term_gap(text, behind), '\n') < term_gap(text, behind).length;
    bool by = first > 0 &&
              term_is_word(text, first - 1, (const char *const[]){"by", NULL}) &&
              term_is_capital(text, first - 1);
    return ends && (by || span_find_byte(gap, '\n') < gap.length);
}

/* Does what follows the name make it a place's or a body's: "Victoria Road"? */
static bool is_other_name(const struct people *people, size_t first, size_t behind)
{
    const struct term_text *text = people->naming.text;
    static const char *const saints[] = {"st", "saint", "the", NULL};
    unsigned against = 1u << TERM_NO_NAME | 1u << TERM_BODY | 1u << TERM_DUTY;
    if (behind < text->words.count && term_is_joined(text, behind) &&
        term_is_capital(text, behind) && term_at(text, behind, against))
        return true;
    if (behind < text->words.count && term_is_joined(text, behind) &&
        text->entity_at[behind] && term_is_capital(text, behind))
        return people->naming.entities->items[text->entity_at[behind] - 1].type ==
               ENTITY_ORGANISATION;
    return first > 0 && term_is_joined(text, first) &&
           term_is_word(text, first - 1, saints);
}

/* Notes the surnames that the text has with a title, and those that speak without a given
 * name: either speaks for whoever bears them in full. */
static void note_surnames(struct people *people)
{
    const struct term_text *text = people->naming.text;
    bool added;
    for (size_t word = 0; word + 1 < text->words.count; word++) {
        bool alone = !term_is_joined(text, word) || !term_is_capital(text, word - 1);
        if (term_at(text, word, 1u << TERM_TITLE) && term_is_joined(text, word + 1) &&
            naming_is_name_word(&people->naming, word + 1, false))
            set_add(people->titled, naming_word(&people->naming, word + 1), &added);
        if (alone && term_at(text, word + 1, 1u << TERM_SPEECH) &&
            term_is_joined(text, word + 1) &&
            naming_is_name_word(&people->naming, word, true))
            set_add(people->heard, naming_word(&people->naming, word), &added);
    }
}

static bool is_in(const struct set *set, struct span word)
{
    return set_find(set, word) != SET_NONE;
}

static size_t skip_titles(const struct people *people, size_t word)
{
    size_t name = word;
    while (term_at(people->naming.text, name, 1u << TERM_TITLE) && name - word < 3 &&
           term_is_joined(people->naming.text, name + 1))
        name = term_at(people->naming.text, name, 1u << TERM_TITLE)->behind;
    return name;
}

/* A name that begins with an ordinary word stands beyond a heading or list only where the
 * words on both sides are in small letters. */
static bool is_in_prose(const struct people *people, size_t first, size_t behind)
{
    const struct term_text *text = people->naming.text;
    return first > 0 && !term_begins(text, first) && !term_is_capital(text, first - 1) &&
           (behind >= text->words.count || !term_is_capital(text, behind));
}

static bool is_date(const struct people *people, size_t word)
{
    const struct entity *entity = naming_entity(&people->naming, word);
    return entity && entity->type == ENTITY_DATE;
}

/* Two words or three that no table knows: with a verb of speech they are a person's,
 * though no list has the given name. */
static bool is_plain_name(const struct people *people, size_t first, size_t behind)
{
    if (behind - first < 2 || behind - first > 3)
        return false;
    for (size_t word = first; word < behind; word++)
        if (people->naming.text->hit_at[word] || people->naming.text->entity_at[word])
            return false;
    struct span last = naming_word(&people->naming, behind - 1);
    return !span_ends(last, span_of("s")) && last.length > 2;
}

/* The points that speak for a person; the first of them names the rule. */
static int weigh(struct people *people, size_t begin, struct person *person)
{
    const struct term_text *text = people->naming.text;
    size_t first = person->first, behind = person->behind;
    int points = 0;
    person->rule = "person.name";
    if (term_at(text, first, 1u << TERM_GIVEN))
        points = 2;
    else if (term_at(text, first, 1u << TERM_DOUBTFUL))
        points = is_in_prose(people, first, behind) && !is_date(people, first) ? 2 : 1;
    if (naming_speaks(&people->naming, begin, behind)) {
        points += is_plain_name(people, first, behind) ? 2 : 1;
        person->rule = "person.speaks";
    }
    if (is_line(people, first, behind) && points)
        points += 1;
    if (behind - first > 1) {
        struct span surname = naming_word(&people->naming, behind - 1);
        points += is_in(people->titled, surname) ? 2 : is_in(people->heard, surname);
    }
    if (role_before(&people->naming, begin, &person->role) ||
        (person->titled && role_before(&people->naming, first, &person->role)) ||
        role_after(&people->naming, behind, &person->role)) {
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
    if (first == 0 || !term_is_joined(people->naming.text, first))
        return 0;
    return term_is_word(people->naming.text, first - 1, men)     ? 'm'
           : term_is_word(people->naming.text, first - 1, women) ? 'f'
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
    const struct entity *items = people->naming.entities->items;
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
    size_t number = people->naming.entities->count;
    char gender = gender_before(people, person->first);
    struct bearer *bearer =
        add_bearer(people->surnames, &people->bearers, &people->bearer_room,
                   naming_word(&people->naming, person->behind - 1));
    if (bearer)
        note_bearer(people, bearer, number, gender);
    if (!term_at(people->naming.text, person->first, 1u << TERM_GIVEN))
        return;
    bearer = add_bearer(people->givens, &people->given, &people->given_room,
                        naming_word(&people->naming, person->first));
    if (bearer)
        note_bearer(people, bearer, number, gender);
}

static void add_person(struct people *people, const struct person *person,
                       const char *via)
{
    const struct term_text *text = people->naming.text;
    struct entity entity = {.type = ENTITY_PERSON,
                            .start = text->words.items[person->first].start,
                            .end = text->words.items[person->behind - 1].end,
                            .name = person->name,
                            .role = person->role.words,
                            .organisation = person->role.organisation,
                            .via = span_of(via),
                            .rule = span_of(person->rule)};
    for (size_t word = person->first; word < person->behind; word++)
        people->naming.named[word] = person->behind - person->first > 1 ? FULL : PART;
    entities_add(people->naming.entities, entity);
    if (person->behind - person->first > 1)
        note_names(people, person);
}

/* "Councillor" is the role where no other is stated. */
static void state_title(struct people *people, size_t begin, struct person *person)
{
    static const char *const councillors[] = {"councillor",  "cllr",  "coun",
                                              "councillors", "cllrs", NULL};
    for (size_t word = begin; word < person->first && !person->role.words.length; word++)
        if (term_is_word(people->naming.text, word, councillors))
            person->role.words = span_of("Councillor");
    if (!person->role.organisation.length)
        person->role.organisation = role_organisation(&people->naming, person->behind);
}

/* "Councillors Ann Lee, Bob Ray and Cy Poe": a title in the plural stands for all. */
static void go_on_list(struct people *people, size_t begin, struct person *person)
{
    static const char *const plurals[] = {"councillors", "cllrs", NULL};
    static const char *const joins[] = {",", "and", NULL};
    const struct term_text *text = people->naming.text;
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
            listed = bracket || !naming_breaks(term_gap(text, word));
        people->list = listed;
        people->list_end = person->behind;
        if (listed && !person->role.words.length)
            person->role.words = span_of("Councillor");
    }
}

/* A full name, or a surname behind a title. Words behind it; `begin` where there is none.
 */
static size_t find_at(struct people *people, size_t begin)
{
    const struct term_text *text = people->naming.text;
    struct person person = {.first = skip_titles(people, begin)};
    person.titled = person.first > begin;
    if (person.first >= text->words.count ||
        !(naming_is_name_word(&people->naming, person.first, true) ||
          (person.titled && naming_is_name_word(&people->naming, person.first, false))))
        return begin;
    person.behind = naming_end(&people->naming, person.first);
    bool single = person.behind - person.first == 1;
    if ((single && (!person.titled ||
                    naming_is_initial(naming_word(&people->naming, person.first)))) ||
        is_other_name(people, begin, person.behind) ||
        weigh(people, begin, &person) < ENOUGH)
        return begin;
    person.name = naming_name(&people->naming, person.first, person.behind);
    state_title(people, begin, &person);
    go_on_list(people, begin, &person);
    add_person(people, &person, "name");
    return person.behind;
}

/* May a word be a surname that stands alone? */
static bool stands_alone(const struct people *people, size_t word)
{
    const struct term_text *text = people->naming.text;
    unsigned doubts = 1u << TERM_COMMON | 1u << TERM_NO_NAME | 1u << TERM_GIVEN;
    bool said = naming_speaks(&people->naming, word, word + 1);
    if (people->naming.named[word] || is_other_name(people, word, word + 1))
        return false;
    if (text->entity_at[word])
        return said && people->naming.entities->items[text->entity_at[word] - 1].type ==
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
    return term_at(people->naming.text, word,
                   1u << TERM_COMMON | 1u << TERM_NO_NAME | NAMING_GIVEN) != NULL;
}

/* A surname, or a given name, that stands alone. */
static void find_alone(struct people *people, size_t word)
{
    const struct bearer *bearer =
        bearer_of(people->surnames, people->bearers, naming_word(&people->naming, word));
    size_t known = who_bears(bearer, 0);
    struct person person = {.first = word, .behind = word + 1, .rule = "person.surname"};
    if (known && !bearer->last && is_doubted(people, word) &&
        !naming_speaks(&people->naming, word, word + 1))
        known = 0;
    if (!known && term_at(people->naming.text, word, 1u << TERM_GIVEN)) {
        bearer =
            bearer_of(people->givens, people->given, naming_word(&people->naming, word));
        known = bearer && !bearer->several ? bearer->last : 0;
        person.rule = "person.given-name";
    }
    if (!known || !stands_alone(people, word))
        return;
    person.name = people->naming.entities->items[known - 1].name;
    add_person(people, &person, "alias");
}

/* A mention found at first: a full name is borne from here on, a surname gets the full
 * one. */
static void settle_mention(struct people *people, size_t number, size_t word)
{
    struct entity *entity = &people->naming.entities->items[number - 1];
    size_t first = word;
    while (first > 0 &&
           people->naming.text->words.items[first - 1].start >= entity->start)
        first--;
    struct bearer *bearer =
        bearer_of(people->surnames, people->bearers, naming_word(&people->naming, word));
    if (people->naming.named[word] == FULL) {
        struct bearer *given =
            bearer_of(people->givens, people->given, naming_word(&people->naming, first));
        if (bearer)
            bearer->last = number;
        if (given)
            given->last = number;
        return;
    }
    size_t known = who_bears(bearer, gender_before(people, first));
    if (known) {
        entity->name = people->naming.entities->items[known - 1].name;
        entity->via = span_of("alias");
    }
}

/* Goes through the text again, so that a surname is that of whoever bore it last before.
 */
static void find_surnames(struct people *people, size_t next, size_t behind)
{
    const struct term_text *text = people->naming.text;
    forget_last(people->bearers, set_count(people->surnames));
    forget_last(people->given, set_count(people->givens));
    for (size_t word = 0; word < text->words.count; word++) {
        for (; next < behind &&
               people->naming.entities->items[next].end <= text->words.items[word].end;
             next++)
            if (people->naming.entities->items[next].end == text->words.items[word].end)
                settle_mention(people, next + 1, word);
        if (term_is_capital(text, word))
            find_alone(people, word);
    }
}

void person_find(const struct term_text *text, struct entities *entities)
{
    struct people people = {.naming = {.text = text, .entities = entities},
                            .surnames = set_new(),
                            .givens = set_new(),
                            .titled = set_new(),
                            .heard = set_new()};
    size_t before = entities->count;
    people.naming.named = mem_new(text->words.count + 1, 1);
    note_surnames(&people);
    for (size_t word = 0; word < text->words.count;) {
        size_t behind = word;
        if (term_is_capital(text, word))
            behind = find_at(&people, word);
        word = behind > word ? behind : word + 1;
    }
    if (set_count(people.surnames))
        find_surnames(&people, before, entities->count);
    free(people.naming.named);
    free(people.bearers);
    free(people.given);
    set_free(people.surnames);
    set_free(people.givens);
    set_free(people.titled);
    set_free(people.heard);
}

#include "speaker.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "set.h"

static const unsigned nouns = 1u << TERM_SPEAKER | 1u << TERM_ROLE;
static const unsigned verbs =
    1u << TERM_SAYS | 1u << TERM_SAYS_THAT | 1u << TERM_CALLS | 1u << TERM_SOURCE;

bool speaker_breaks(const struct term_text *text, size_t word)
{
    static const char *const marks[] = {"\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98"};
    struct span gap = term_gap(text, word);
    if (span_is(gap, " ") || span_is(gap, ". "))
        return gap.at[0] == '.' && !text->words.items[word].joined &&
               !term_at(text, word - 1, 1u << TERM_TITLE);
    for (size_t i = 0; i < gap.length; i++)
        if (strchr("!?;:\"\n\t", gap.at[i]) ||
            (gap.at[i] == '.' && !text->words.items[word].joined))
            return true;
    return span_holds_any(gap, marks, sizeof marks / sizeof *marks);
}

static bool is_comma(const struct term_text *text, size_t word)
{
    return span_is(term_word(text, word), ",");
}

const struct entity *speaker_entity(const struct speaker_text *text, size_t word)
{
    const struct entities *entities = text->entities;
    if (word >= text->text->words.count)
        return NULL;
    size_t byte = text->text->words.items[word].start, low = 0, high = entities->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (entities->items[middle].start <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low && entities->items[low - 1].end > byte ? &entities->items[low - 1] : NULL;
}

static bool can_speak(const struct entity *entity)
{
    return entity && (entity->type == ENTITY_PERSON || entity->type == ENTITY_AUTHORITY ||
                      entity->type == ENTITY_ORGANISATION);
}

/* ---- what a speaker is ---- */

/* Does a role say that whoever has it speaks for a council? */
static bool is_of_council(struct span role)
{
    static const char *const words[] = {"ouncil",
                                        "abinet",
                                        "lead member",
                                        "Lead Member",
                                        "ortfolio",
                                        "children's services",
                                        "Children's Services",
                                        "children\xE2\x80\x99s services",
                                        "Children\xE2\x80\x99s Services",
                                        "ayor",
                                        "town hall"};
    return span_holds_any(role, words, sizeof words / sizeof *words);
}

static char gender_of_title(const struct term_text *text, size_t word)
{
    static const char *const men[] = {"mr", "sir", "lord", "baron", "councilman", NULL};
    static const char *const women[] = {"mrs",  "ms",       "miss", "dame",
                                        "lady", "baroness", NULL};
    return term_is_word(text, word, men)     ? 'm'
           : term_is_word(text, word, women) ? 'f'
                                             : 0;
}

static char gender_of_noun(const struct term_text *text, size_t word)
{
    static const char *const men[] = {"spokesman",   "chairman", "father",  "dad",
                                      "man",         "boy",      "brother", "uncle",
                                      "grandfather", NULL};
    static const char *const women[] = {"spokeswoman", "chairwoman", "mother", "mum",
                                        "woman",       "girl",       "sister", "aunt",
                                        "grandmother", NULL};
    return term_is_word(text, word, men)     ? 'm'
           : term_is_word(text, word, women) ? 'f'
                                             : 0;
}

static size_t word_of(const struct term_text *text, size_t byte, size_t near)
{
    size_t word = near;
    while (word > 0 && text->words.items[word - 1].end > byte)
        word--;
    return word;
}

static size_t word_behind(const struct term_text *text, size_t byte, size_t near)
{
    size_t word = near;
    while (word < text->words.count && text->words.items[word].start < byte)
        word++;
    return word;
}

/* Notes the first entity of a name: its number from 1, by the name's. */
static void note(struct set *names, size_t **numbers, size_t *room, struct span name,
                 size_t number)
{
    bool added;
    size_t key = set_add(names, name, &added);
    *numbers = mem_grow(*numbers, room, key + 1, sizeof **numbers);
    if (added)
        (*numbers)[key] = number;
}

void speaker_text_read(struct speaker_text *text)
{
    text->people = set_new();
    text->councils = set_new();
    for (size_t i = 0; i < text->entities->count; i++) {
        const struct entity *entity = &text->entities->items[i];
        if (entity->type == ENTITY_PERSON &&
            (entity->role.length || entity->organisation.length))
            note(text->people, &text->stated, &text->people_room, entity->name, i + 1);
        if (entity->type == ENTITY_AUTHORITY && entity->authority)
            note(text->councils, &text->council, &text->council_room, entity->name,
                 i + 1);
    }
}

void speaker_text_free(struct speaker_text *text)
{
    set_free(text->people);
    set_free(text->councils);
    free(text->stated);
    free(text->council);
    *text = (struct speaker_text){.text = NULL};
}

/* The mention that states a person's role, or this one. */
static const struct entity *stated(const struct speaker_text *text,
                                   const struct entity *person)
{
    size_t key = person->role.length ? SET_NONE : set_find(text->people, person->name);
    return key == SET_NONE ? person : &text->entities->items[text->stated[key] - 1];
}

/* The council that has the name of a person's organisation. */
static const struct vocab_authority *named_authority(const struct speaker_text *text,
                                                     struct span organisation)
{
    size_t key = organisation.length ? set_find(text->councils, organisation) : SET_NONE;
    return key == SET_NONE ? NULL
                           : text->entities->items[text->council[key] - 1].authority;
}

/* "the council's chief executive, Ian Hale": is a council spoken of beside a person? */
static bool is_beside_council(const struct speaker_text *text,
                              const struct entity *person, size_t near)
{
    const struct term_text *words = text->text;
    size_t first = word_of(words, person->start, near);
    size_t behind = word_behind(words, person->end, first);
    for (size_t word = first; word > 0 && first - word < SPEAKER_WORDS_MAX; word--) {
        if (speaker_breaks(words, word))
            break;
        if (term_at(words, word - 1, 1u << TERM_COUNCIL))
            return true;
    }
    for (size_t word = behind;
         word < words->words.count && word - behind < SPEAKER_WORDS_MAX + 2; word++) {
        if (speaker_breaks(words, word) || term_at(words, word, verbs))
            break;
        if (term_at(words, word, 1u << TERM_COUNCIL))
            return true;
    }
    return false;
}

static void set_person(const struct speaker_text *text, const struct entity *entity,
                       struct speaker *speaker)
{
    const struct entity *known = stated(text, entity);
    speaker->kind = SPEAKER_PERSON;
    speaker->name = entity->name;
    speaker->role = known->role;
    speaker->organisation = known->organisation;
    speaker->authority = named_authority(text, known->organisation);
    speaker->of_council =
        !known->organisation.length && known->role.length &&
        (is_of_council(known->role) || is_beside_council(text, known, speaker->first));
    for (; speaker->first > 0 &&
           term_at(text->text, speaker->first - 1, 1u << TERM_TITLE) &&
           term_is_joined(text->text, speaker->first);
         speaker->first--)
        if (!speaker->gender)
            speaker->gender = gender_of_title(text->text, speaker->first - 1);
}

static void set_entity(const struct speaker_text *text, size_t word,
                       const struct entity *entity, struct speaker *speaker)
{
    *speaker = (struct speaker){.first = word_of(text->text, entity->start, word),
                                .behind = word_behind(text->text, entity->end, word)};
    if (entity->type == ENTITY_PERSON) {
        set_person(text, entity, speaker);
        return;
    }
    speaker->kind = SPEAKER_BODY;
    speaker->name = entity->name;
    speaker->organisation = entity->name;
    speaker->authority = entity->authority;
}

static bool is_article(const struct term_text *text, size_t word)
{
    static const char *const words[] = {
        "the", "a",   "an", "its",     "their", "his",     "her",  "our",   "this",
        "one", "two", "my", "another", "some",  "several", "many", "three", NULL};
    return term_is_word(text, word, words);
}

static bool is_connected(const struct term_text *text, size_t word)
{
    static const char *const words[] = {"for", "of", "at", "from", "with", "on", NULL};
    return term_is_word(text, word, words);
}

/* The noun of a speaker without a name: what the speaker is. */
static void set_noun_role(const struct speaker_text *text, struct speaker *speaker)
{
    const struct term_text *words = text->text;
    for (size_t word = speaker->first; word < speaker->behind; word++) {
        const struct term_hit *hit = term_at(words, word, nouns);
        if (speaker->role.length && is_connected(words, word))
            return;
        if (!hit || hit->behind > speaker->behind ||
            can_speak(speaker_entity(text, word)))
            continue;
        speaker->role = term_name(words, word, hit->behind, text->entities);
        speaker->gender = gender_of_noun(words, hit->behind - 1);
        word = hit->behind - 1;
    }
}

/* A speaker without a name: who its words name or speak for. */
static void set_noun(const struct speaker_text *text, struct speaker *speaker)
{
    const struct term_text *words = text->text;
    size_t first = speaker->first;
    static const char *const articles[] = {"the", "a", "an", NULL};
    speaker->kind = SPEAKER_NOUN;
    while (first + 1 < speaker->behind && term_is_word(words, first, articles))
        first++;
    speaker->name = term_name(words, first, speaker->behind, text->entities);
    set_noun_role(text, speaker);
    for (size_t word = speaker->first; word < speaker->behind; word++) {
        const struct entity *entity = speaker_entity(text, word);
        if (!can_speak(entity) || entity->type == ENTITY_PERSON)
            continue;
        speaker->organisation = entity->name;
        speaker->authority = entity->authority;
    }
    const struct term_hit *council = term_at(words, speaker->first, 1u << TERM_COUNCIL);
    speaker->is_council = council && council->behind == speaker->behind;
    speaker->of_council = !speaker->organisation.length &&
                          (speaker->is_council || is_of_council(speaker->name));
    if (speaker->is_council)
        speaker->role = (struct span){NULL, 0};
}

/* ---- before a verb ---- */

/* The noun that ends right before `behind`, where it begins; `behind` where none does. */
static size_t noun_start(const struct term_text *text, size_t behind)
{
    size_t first = behind;
    for (size_t back = 1; back <= SPEAKER_WORDS_MAX && back <= behind; back++) {
        const struct term_hit *hit =
            term_at(text, behind - back, nouns | 1u << TERM_COUNCIL);
        if (hit && hit->behind == behind)
            first = behind - back;
        if (speaker_breaks(text, behind - back) || is_comma(text, behind - back))
            break;
    }
    return first;
}

/* Back over the words that belong to a noun, to its article or the name that owns it. */
static size_t phrase_start(const struct speaker_text *text, size_t first)
{
    const struct term_text *words = text->text;
    static const char *const stops[] = {"in",   "on",   "by",    "to",    "and", "but",
                                        "that", "as",   "when",  "while", "if",  "is",
                                        "was",  "were", "are",   "of",    "for", "at",
                                        "from", "with", "which", "who",   "or",  NULL};
    size_t start = first;
    for (size_t back = first; back > 0 && first - back < SPEAKER_WORDS_MAX; back--) {
        if (speaker_breaks(words, back) || is_comma(words, back - 1) ||
            term_is_word(words, back - 1, stops) || term_at(words, back - 1, verbs))
            break;
        bool article = is_article(words, back - 1);
        if (article || can_speak(speaker_entity(text, back - 1)) ||
            term_at(words, back - 1, nouns | 1u << TERM_COUNCIL))
            start = back - 1;
        if (article)
            break;
    }
    return start;
}

/* "[the leader of] Barnet Council": the noun that a name before the verb hangs on. */
static bool hangs_on_noun(const struct speaker_text *text, size_t behind,
                          struct speaker *speaker)
{
    const struct term_text *words = text->text;
    for (size_t back = behind; back > 1 && behind - back < SPEAKER_WORDS_MAX + 2;
         back--) {
        if (speaker_breaks(words, back) || is_comma(words, back) ||
            is_comma(words, back - 1) || term_at(words, back - 1, verbs))
            return false;
        if (!is_connected(words, back - 1))
            continue;
        size_t noun = noun_start(words, back - 1);
        if (noun == back - 1)
            continue;
        speaker->first = phrase_start(text, noun);
        speaker->behind = behind;
        set_noun(text, speaker);
        return true;
    }
    return false;
}

static bool set_pronoun(const struct term_text *text, size_t word,
                        struct speaker *speaker)
{
    static const struct {
        const char *word;
        char pronoun;
    } pronouns[] = {{"he", 'm'}, {"she", 'f'}, {"they", 't'}, {"it", 'i'}};
    for (size_t i = 0; i < sizeof pronouns / sizeof *pronouns; i++)
        if (term_is_word(text, word, (const char *const[]){pronouns[i].word, NULL})) {
            *speaker = (struct speaker){.kind = SPEAKER_PRONOUN,
                                        .first = word,
                                        .behind = word + 1,
                                        .pronoun = pronouns[i].pronoun};
            return true;
        }
    return false;
}

/* The speaker whose last word stands right before `behind`. */
static bool speaker_ending(const struct speaker_text *text, size_t behind,
                           struct speaker *speaker)
{
    *speaker = (struct speaker){.kind = SPEAKER_NONE};
    if (behind == 0)
        return false;
    const struct entity *entity = speaker_entity(text, behind - 1);
    if (entity && entity->type == ENTITY_PERSON) {
        set_entity(text, behind - 1, entity, speaker);
        return true;
    }
    if (set_pronoun(text->text, behind - 1, speaker))
        return true;
    static const char *const ones[] = {"one", "another", "others", "some", "many", NULL};
    size_t noun = noun_start(text->text, behind);
    if (term_is_word(text->text, behind - 1, ones))
        noun = behind - 1;
    if (noun < behind && !can_speak(entity)) {
        speaker->first = phrase_start(text, noun);
        speaker->behind = behind;
        set_noun(text, speaker);
        return true;
    }
    if (hangs_on_noun(text, behind, speaker))
        return true;
    if (!can_speak(entity))
        return false;
    set_entity(text, behind - 1, entity, speaker);
    return true;
}

/* "Ann Lee, the council's director, said": the name that words between commas stand
 * behind. */
static bool before_apposition(const struct speaker_text *text, size_t comma,
                              struct speaker *speaker)
{
    const struct term_text *words = text->text;
    const struct entity *body = NULL;
    size_t body_word = 0, noun = 0;
    for (size_t back = comma; back > 0 && comma - back < SPEAKER_REACH_WORDS; back--) {
        const struct entity *entity = speaker_entity(text, back - 1);
        size_t behind = entity ? word_behind(words, entity->end, back - 1) : 0;
        bool parted = can_speak(entity) && behind <= comma &&
                      (is_comma(words, behind) ||
                       span_starts(term_gap(words, behind), span_of(" (")));
        if (parted && entity->type == ENTITY_PERSON) {
            set_entity(text, back - 1, entity, speaker);
            return true;
        }
        if (parted && !body) {
            body = entity;
            body_word = back - 1;
        }
        if (is_comma(words, back) && noun_start(words, back) < back)
            noun = back;
        if (speaker_breaks(words, back - 1))
            break;
    }
    if (body) {
        set_entity(text, body_word, body, speaker);
    } else if (noun) {
        *speaker = (struct speaker){.behind = noun};
        speaker->first = phrase_start(text, noun_start(words, noun));
        set_noun(text, speaker);
    }
    return body || noun;
}

/* "She apologised and said": the first who acts in the sentence. */
static bool subject(const struct speaker_text *text, size_t behind,
                    struct speaker *speaker)
{
    static const char *const places[] = {"in", "at",   "of", "from", "for", "to",
                                         "by", "with", "on", "into", NULL};
    const struct term_text *words = text->text;
    struct speaker found = {.kind = SPEAKER_NONE}, other;
    for (size_t back = behind; back > 0 && behind - back < SPEAKER_REACH_WORDS; back--) {
        const struct entity *entity = speaker_entity(text, back - 1);
        bool place = back > 1 && term_is_word(words, back - 2, places);
        if (entity && entity->type == ENTITY_PERSON && !place)
            set_entity(text, back - 1, entity, &found);
        else if (set_pronoun(words, back - 1, &other))
            found = other;
        else if (can_speak(entity) && entity->type != ENTITY_PERSON && !place &&
                 word_of(words, entity->start, back - 1) == back - 1)
            set_entity(text, back - 1, entity, &found);
        if (speaker_breaks(words, back - 1))
            break;
    }
    if (found.kind != SPEAKER_NONE)
        *speaker = found;
    return found.kind != SPEAKER_NONE;
}

static bool is_helper(const struct speaker_text *text, size_t word)
{
    struct span surface = term_word(text->text, word);
    const struct entity *entity = speaker_entity(text, word);
    return (surface.length > 4 && span_ends(surface, span_of("ly")) && !entity) ||
           (entity && entity->type == ENTITY_DATE);
}

/* Before what stands between a speaker and the verb: "has since", "on Tuesday". */
static size_t skip_helpers(const struct speaker_text *text, size_t verb)
{
    const struct term_text *words = text->text;
    size_t behind = verb;
    for (size_t skipped = 0; behind > 0 && skipped < SPEAKER_WORDS_MAX; skipped++) {
        size_t start = behind;
        if (speaker_breaks(words, behind))
            break;
        for (size_t back = 1; back <= 3 && back <= behind; back++) {
            const struct term_hit *hit = term_at(words, behind - back, 1u << TERM_HELPER);
            if (hit && hit->behind == behind)
                start = behind - back;
        }
        if (start == behind && is_helper(text, behind - 1))
            start = behind - 1;
        if (start < behind && start > 0 && speaker_entity(text, start) &&
            term_is_word(words, start - 1, (const char *const[]){"on", "in", NULL}))
            start--;
        if (start == behind)
            break;
        behind = start;
    }
    return behind;
}

size_t speaker_lead(const struct speaker_text *text, const struct speaker *speaker)
{
    struct speaker role;
    size_t first = speaker->first;
    if (speaker->kind != SPEAKER_PERSON || first == 0 ||
        speaker_breaks(text->text, first))
        return first;
    size_t behind = first - is_comma(text->text, first - 1);
    bool before =
        behind > 0 && speaker_ending(text, behind, &role) && role.kind == SPEAKER_NOUN;
    return before ? role.first : first;
}

bool speaker_before(const struct speaker_text *text, size_t verb, struct speaker *speaker)
{
    static const char *const joins[] = {"and", "but", "then", "or", NULL};
    static const char *const relatives[] = {"who", "which", NULL};
    const struct term_text *words = text->text;
    size_t behind = skip_helpers(text, verb);
    *speaker = (struct speaker){.kind = SPEAKER_NONE};
    if (behind == 0 || speaker_breaks(words, behind))
        return false;
    if (term_is_word(words, behind - 1, relatives)) {
        behind--;
        behind -= behind > 0 && is_comma(words, behind - 1);
        return speaker_ending(text, behind, speaker) ||
               before_apposition(text, behind, speaker);
    }
    if (term_is_word(words, behind - 1, joins))
        return subject(text, behind - 1, speaker);
    if (is_comma(words, behind - 1))
        return before_apposition(text, behind - 1, speaker);
    if (!speaker_ending(text, behind, speaker))
        return false;
    /* "Ann Lee, leader of the council, said" hangs on the name, not on the noun. */
    struct speaker named;
    if (speaker->kind == SPEAKER_NOUN && speaker->first > 1 &&
        is_comma(words, speaker->first - 1) &&
        speaker_ending(text, speaker->first - 1, &named) && named.kind == SPEAKER_PERSON)
        *speaker = named;
    return true;
}

/* ---- behind a verb ---- */

/* Behind what a noun is of: "for the Department for Education". */
static size_t complement_end(const struct speaker_text *text, size_t behind)
{
    const struct term_text *words = text->text;
    size_t word = behind;
    if (word >= words->words.count || !is_connected(words, word) ||
        speaker_breaks(words, word))
        return behind;
    for (word++; word < words->words.count && word - behind < SPEAKER_WORDS_MAX; word++) {
        if (speaker_breaks(words, word) || is_comma(words, word) ||
            term_at(words, word, verbs))
            return word;
        const struct entity *entity = speaker_entity(text, word);
        if (can_speak(entity))
            return word_behind(words, entity->end, word);
    }
    return behind;
}

static bool is_no_start(const struct term_text *text, size_t word)
{
    static const char *const words[] = {"that", "there", "in",   "on",   "at",
                                        "to",   "for",   "of",   "this", "if",
                                        "when", "and",   "with", NULL};
    return term_is_word(text, word, words);
}

bool speaker_at(const struct speaker_text *text, size_t word, struct speaker *speaker)
{
    const struct term_text *words = text->text;
    size_t first = word, noun = 0;
    *speaker = (struct speaker){.kind = SPEAKER_NONE};
    for (; word < words->words.count && word - first < 2 * SPEAKER_WORDS_MAX; word++) {
        const struct entity *entity = speaker_entity(text, word);
        if ((word > first && speaker_breaks(words, word)) || term_at(words, word, verbs))
            break;
        if (entity && entity->type == ENTITY_PERSON) {
            set_entity(text, word, entity, speaker);
            return true;
        }
        if ((is_comma(words, word) && !noun) || is_no_start(words, first))
            break;
        if (term_at(words, word, 1u << TERM_TITLE))
            continue;
        const struct term_hit *hit = term_at(words, word, nouns);
        if (hit && !can_speak(entity) && !noun) {
            noun = complement_end(text, hit->behind);
            if (!is_comma(words, noun))
                break; /* "said a spokesman for the council" */
        }
        if (!noun && can_speak(entity) &&
            word == first + (size_t)is_article(words, first)) {
            set_entity(text, word, entity, speaker);
            size_t behind = speaker->behind;
            if (!term_at(words, behind, nouns) || !term_is_joined(words, behind))
                return true;
            speaker->kind = SPEAKER_NONE; /* "said Barnet Council's leader" */
        }
    }
    if (!noun)
        return set_pronoun(words, first, speaker);
    speaker->first = first;
    speaker->behind = noun;
    set_noun(text, speaker);
    return true;
}

#include "role.h"

enum { WORDS_MAX = 14 /* from a role to the name beside it */ };

static bool ends_complement(const struct naming *naming, size_t word)
{
    static const char *const verbs[] = {
        "is",    "was",     "has",    "had", "will", "who",  "which", "that", "are",
        "were",  "have",    "said",   "to",  "from", "when", "while", "by",   "would",
        "also",  "after",   "where",  "did", "does", "says", "told",  "as",   "but",
        "since", "because", "before", "he",  "she",  "they", NULL};
    return term_is_word(naming->text, word, verbs) ||
           term_at(naming->text, word, 1u << TERM_SPEECH) != NULL;
}

static bool opens_complement(const struct naming *naming, size_t word)
{
    static const char *const words[] = {"for", "of", "at", "with", "and", NULL};
    return term_is_word(naming->text, word, words);
}

/* Behind what a role is for: "of Children's Services at Bexley". */
static size_t complement_end(const struct naming *naming, const struct term_hit *role)
{
    const struct term_text *text = naming->text;
    size_t word = role->behind;
    while (word < text->words.count &&
           term_at(text, word, 1u << TERM_BODY | 1u << TERM_DUTY) &&
           !naming_breaks(term_gap(text, word)) && term_is_capital(text, word))
        word++; /* "for Children and Young People's Services" */
    if (word > role->behind)
        return word;
    bool open = term_is_word(text, word - 1, (const char *const[]){"of", "for", NULL});
    if (!open && (word >= text->words.count || naming_breaks(term_gap(text, word)) ||
                  !opens_complement(naming, word)))
        return role->behind;
    for (; word < text->words.count && word - role->first < WORDS_MAX; word++) {
        bool broken = naming_breaks(term_gap(text, word)) ||
                      span_find(term_gap(text, word), span_of("\xE2\x80\x93")) <
                          term_gap(text, word).length;
        bool the = term_is_word(text, word + 1, (const char *const[]){"the", "a", NULL});
        bool person = term_is_word(text, word, (const char *const[]){"and", NULL}) &&
                      (term_at(text, word + 1, NAMING_GIVEN | 1u << TERM_TITLE) ||
                       (the && term_at(text, word + 2, 1u << TERM_ROLE)));
        if (broken || person || naming_is_comma(naming, word) ||
            ends_complement(naming, word) ||
            (word > role->behind && term_at(text, word, 1u << TERM_TITLE)))
            break;
    }
    while (word > role->behind &&
           (opens_complement(naming, word - 1) ||
            term_is_word(text, word - 1,
                         (const char *const[]){"the", "a", "our", "its", NULL})))
        word--;
    return word;
}

/* The name of the first organisation or council among words. */
static struct span organisation_in(const struct naming *naming, size_t first,
                                   size_t behind)
{
    for (size_t word = first; word < behind && word < naming->text->words.count; word++) {
        unsigned number = naming->text->entity_at[word];
        const struct entity *entity =
            number ? &naming->entities->items[number - 1] : NULL;
        if (entity && (entity->type == ENTITY_ORGANISATION || entity->authority))
            return entity->name;
    }
    return (struct span){NULL, 0};
}

static struct span words_of(const struct naming *naming, size_t first, size_t behind)
{
    return term_name(naming->text, first, behind, naming->entities);
}

/* The role whose last word stands right before `behind`: the longest. */
static const struct term_hit *role_ending(const struct naming *naming, size_t word,
                                          size_t behind)
{
    const struct term_hit *longest = NULL;
    for (size_t back = 0; back < NAMING_WORDS_MAX && back <= word; back++) {
        const struct term_hit *hit = term_at(naming->text, word - back, 1u << TERM_ROLE);
        if (hit && hit->behind > word && hit->behind <= behind)
            longest = hit;
    }
    return longest;
}

/* "Ann Lee, the leader, and Bob Ray": is a role told of the person before it? */
static bool is_taken_role(const struct naming *naming, size_t role)
{
    static const char *const words[] = {"the", "its", "our", "their",
                                        "a",   "an",  "and", NULL};
    const struct term_text *text = naming->text;
    size_t word = role;
    for (size_t i = 0; i < 3 && word > 0 && term_is_word(text, word - 1, words); i++)
        word--;
    if (word > 1 && naming_is_comma(naming, word - 1))
        return naming->named[word - 2] != 0;
    return word > 0 && naming->named[word - 1] && word == role &&
           span_is(term_gap(text, role), " (");
}

/* An MP is not of the council that has the name of the constituency. */
static void leave_constituency(struct role *stated)
{
    if (span_starts(stated->words, span_of("MP")))
        stated->organisation = (struct span){NULL, 0};
}

/* A role whose words, with what it is for, reach up to the name. */
static bool state_role(struct naming *naming, const struct term_hit *role, size_t behind,
                       struct role *stated)
{
    size_t end = complement_end(naming, role), first = role->first;
    if (end < behind || (behind > role->behind && opens_complement(naming, behind - 1)) ||
        is_taken_role(naming, role->first))
        return false; /* "Jan Edwards HMI and Tom Lee" */
    while (first + 1 < behind && naming->text->entity_at[first])
        first++; /* "Reading Borough Council's leader" */
    stated->words = words_of(naming, first, behind);
    stated->organisation = organisation_in(naming, role->first, behind);
    if (!stated->organisation.length && role->first > 0 &&
        !naming_breaks(term_gap(naming->text, role->first)))
        stated->organisation = organisation_in(naming, role->first - 1, role->first);
    leave_constituency(stated);
    return true;
}

/* "Cabinet Member for Children's Services Katie Perrior", "Lead inspector: Jan Edwards".
 */
bool role_before(struct naming *naming, size_t first, struct role *stated)
{
    const struct term_text *text = naming->text;
    size_t behind = first;
    if (first > 0 && naming_is_comma(naming, first - 1) &&
        !naming_breaks(term_gap(text, first - 1)))
        behind--;
    if (behind == 0 || (behind == first && naming_breaks(term_gap(text, first))))
        return false;
    for (size_t word = behind; word > 0 && behind - word < WORDS_MAX; word--) {
        const struct term_hit *role = role_ending(naming, word - 1, behind);
        if (role)
            return state_role(naming, role, behind, stated);
        if (naming_is_comma(naming, word - 1) || ends_complement(naming, word - 1) ||
            (word < behind && naming_breaks(term_gap(text, word))))
            return false;
    }
    return false;
}

/* Behind the letters that follow a name: "OBE", "KC", "DL". */
static size_t skip_letters(const struct naming *naming, size_t word)
{
    const struct term_text *text = naming->text;
    while (word < text->words.count && term_at(text, word, 1u << TERM_LETTERS) &&
           (term_is_joined(text, word) || naming_is_comma(naming, word - 1)))
        word++;
    return word;
}

/* ", and lead for early help": what a role goes on with behind a comma or "and". */
static size_t role_goes_on(const struct naming *naming, size_t end)
{
    static const char *const and[] = {"and", NULL};
    const struct term_text *text = naming->text;
    size_t word = end;
    if (word < text->words.count && naming_is_comma(naming, word))
        word++;
    if (!term_is_word(text, word, and) || naming_breaks(term_gap(text, word)))
        return end;
    word++;
    const struct term_hit *role = term_at(text, word, 1u << TERM_ROLE);
    if (role && !naming_breaks(term_gap(text, word))) {
        size_t behind = complement_end(naming, role);
        bool another = behind < text->words.count && term_is_capital(text, behind) &&
                       term_is_joined(text, behind); /* "and leader Bob Ray" */
        return another ? end : behind;
    }
    struct term_hit lead = {.first = word, .behind = word + 1};
    static const char *const words[] = {"lead", "responsible", NULL};
    return term_is_word(text, word, words) && opens_complement(naming, word + 1)
               ? complement_end(naming, &lead)
               : end;
}

/* ", portfolio holder for children and young people,", " (Communities Secretary)". */
bool role_after(struct naming *naming, size_t behind, struct role *stated)
{
    const struct term_text *text = naming->text;
    size_t word = skip_letters(naming, behind);
    if (word >= text->words.count)
        return false;
    struct span gap = term_gap(text, word);
    bool bracket = span_is(gap, " ("), line = span_is(gap, "\n") || span_is(gap, "\n\n");
    if (naming_is_comma(naming, word) && ++word >= text->words.count)
        return false;
    if (!bracket && !line && naming_breaks(gap))
        return false;
    size_t from = word;
    if (!line)
        word = naming_skip_to_role(naming, word);
    const struct term_hit *role = term_at(text, word, 1u << TERM_ROLE);
    if (!role || (line && !term_is_capital(text, word)))
        return false;
    size_t end = role_goes_on(naming, complement_end(naming, role));
    size_t first = role->first;
    while (first + 1 < end && text->entity_at[first])
        first++;
    stated->words = words_of(naming, first, end);
    stated->organisation = organisation_in(naming, from, end);
    if (!stated->organisation.length && end + 1 < text->words.count &&
        naming_is_comma(naming, end) && !naming_breaks(term_gap(text, end)) &&
        !naming_breaks(term_gap(text, end + 1)))
        stated->organisation = organisation_in(naming, end + 1, end + 2);
    leave_constituency(stated);
    return true;
}

/* "John Burgess, Barnet UNISON" or "(UNISON)". */
struct span role_organisation(const struct naming *naming, size_t behind)
{
    const struct term_text *text = naming->text;
    bool comma = behind + 1 < text->words.count && naming_is_comma(naming, behind);
    size_t word = behind + comma;
    bool beside =
        word < text->words.count && (comma ? !naming_breaks(term_gap(text, word))
                                           : span_is(term_gap(text, word), " ("));
    return beside ? organisation_in(naming, word, word + 1) : (struct span){NULL, 0};
}

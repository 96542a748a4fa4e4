#include "grammar.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "set.h"

struct grammar_place {
    size_t name, behind; /* the word behind it */
    size_t next;         /* number of a place at the same word, or NO_PLACE */
};

/* In the stead of the number of a word's place. */
enum { UNREAD = 0, NO_PLACE = 1, PLACES = 2 /* the first number */ };

/* A part is asked for by many forms at the same words. */
struct grammar_passed {
    size_t first; /* 1 and the first word; 0: none */
    uint64_t from, reached;
};

/* ---- where words stand
 * ----------------------------------------------------------------------- */

void grammar_read(const struct forms *forms, const struct match_words *words,
                  struct grammar_reading *reading)
{
    reading->forms = forms;
    reading->words = words;
    reading->count = PLACES;
    reading->opened = false;
    reading->heads = mem_grow(reading->heads, &reading->head_room, words->count + 1,
                              sizeof *reading->heads);
    memset(reading->heads, 0, words->count * sizeof *reading->heads);
    reading->passed = mem_grow(reading->passed, &reading->passed_room, forms->name_count,
                               sizeof *reading->passed);
    memset(reading->passed, 0, forms->name_count * sizeof *reading->passed);
    reading->asked = (struct grammar_names){0};
}

static void add_place(struct grammar_reading *reading, size_t word, size_t name,
                      size_t behind)
{
    reading->places = mem_grow(reading->places, &reading->room, reading->count + 1,
                               sizeof *reading->places);
    reading->places[reading->count] =
        (struct grammar_place){name, behind, reading->heads[word]};
    reading->heads[word] = reading->count++;
}

/* The number of the last place that begins at a word. Most words are never asked about. */
static size_t last_place(struct grammar_reading *reading, size_t word)
{
    struct match_hit hits[GRAMMAR_LENGTHS_MAX];
    if (reading->heads[word] != UNREAD)
        return reading->heads[word];
    reading->heads[word] = NO_PLACE;
    size_t count = match_each(reading->forms->match, reading->words, word, hits,
                              GRAMMAR_LENGTHS_MAX);
    for (size_t i = 0; i < count; i++)
        for (size_t v = 0; v < hits[i].count; v++)
            add_place(reading, word, hits[i].values[v], hits[i].behind);
    return reading->heads[word];
}

void grammar_note(struct grammar_reading *reading, const char *class, size_t start,
                  size_t end)
{
    const struct match_words *words = reading->words;
    size_t name = set_find(reading->forms->numbers, span_of(class));
    size_t low = 0, high = words->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (words->items[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    size_t behind = low;
    while (behind < words->count && words->items[behind].end <= end)
        behind++;
    if (name == SET_NONE || behind == low || words->items[low].start != start)
        return;
    last_place(reading, low); /* those of its words are read first */
    add_place(reading, low, name, behind);
    reading->opened = reading->opened || reading->forms->names[name].begins.count;
}

void grammar_reading_free(struct grammar_reading *reading)
{
    free(reading->places);
    free(reading->heads);
    free(reading->passed);
    *reading = (struct grammar_reading){0};
}

/* ---- phrases at one word
 *
 * Sets of words are bits, the first word's the lowest. */

static uint64_t pass_form(struct grammar_reading *reading, const struct forms_form *form,
                          size_t first, uint64_t from);

/* The bits of the names that begin at the words. */
static uint64_t names_at(struct grammar_reading *reading, size_t first, uint64_t from)
{
    uint64_t names = 0, left = from;
    if (reading->asked.first == first + 1 && reading->asked.from == from)
        return reading->asked.names;
    for (size_t word = first; left && word < reading->words->count; word++, left >>= 1) {
        if (!(left & 1) || (word > first && !reading->words->items[word].joined))
            continue;
        for (size_t p = last_place(reading, word); p != NO_PLACE;
             p = reading->places[p].next)
            names |= forms_bit(reading->places[p].name);
    }
    reading->asked = (struct grammar_names){first + 1, from, names};
    return names;
}

/* Where words of a name that begin at one of the words can end. */
static uint64_t pass_words(struct grammar_reading *reading, size_t name, size_t first,
                           uint64_t from)
{
    uint64_t reached = 0;
    for (size_t word = first; from && word < reading->words->count; word++, from >>= 1) {
        if (!(from & 1) || (word > first && !reading->words->items[word].joined))
            continue;
        for (size_t p = last_place(reading, word); p != NO_PLACE;
             p = reading->places[p].next) {
            size_t length = reading->places[p].behind - first;
            if (reading->places[p].name == name && length <= GRAMMAR_WORDS_MAX)
                reached |= (uint64_t)1 << length;
        }
    }
    return reached;
}

/* The same of a name's words and forms. */
static uint64_t pass_name(struct grammar_reading *reading, size_t number, size_t first,
                          uint64_t from)
{
    const struct forms *forms = reading->forms;
    const struct forms_name *name = &forms->names[number];
    struct grammar_passed *passed = &reading->passed[number];
    if (passed->first == first + 1 && passed->from == from)
        return passed->reached;
    uint64_t names = names_at(reading, first, from);
    if (!(names & name->firsts))
        return 0; /* nearly always */
    uint64_t reached = pass_words(reading, number, first, from);
    for (size_t i = 0; i < name->parts.count; i++) {
        const struct forms_form *form = &forms->items[name->parts.items[i]];
        if (names & form->firsts)
            reached |= pass_form(reading, form, first, from);
    }
    *passed = (struct grammar_passed){first + 1, from, reached};
    return reached;
}

/* Where a form that begins at one of the words can end. Depth: of the parts, which is
 * bounded. */
static uint64_t pass_form(struct grammar_reading *reading, const struct forms_form *form,
                          size_t first, uint64_t from)
{
    const struct forms_symbol *symbols = reading->forms->symbols + form->first;
    for (size_t s = 0; s < form->count && from; s++)
        from = pass_name(reading, symbols[s].name, first, from) |
               (symbols[s].optional ? from : 0);
    return from;
}

/* The length in words of the longest phrase of a form; 0: none. */
static size_t length_of(struct grammar_reading *reading, const struct forms_form *form,
                        size_t first)
{
    size_t length = 0;
    uint64_t reached = pass_form(reading, form, first, 1) >> 1;
    for (; reached; reached >>= 1)
        length++;
    return length;
}

/* The forms that can begin with the place by what stands behind it: bits of its name's
 * `begins`. */
static uint64_t may_begin(struct grammar_reading *reading, struct grammar_place place)
{
    const struct match_words *words = reading->words;
    const struct forms *forms = reading->forms;
    const uint64_t *follows = forms->follows + place.name * forms->name_count;
    uint64_t may = forms->names[place.name].whole;
    if (place.behind >= words->count || !words->items[place.behind].joined)
        return may;
    for (size_t p = last_place(reading, place.behind); p != NO_PLACE;
         p = reading->places[p].next)
        may |= follows[reading->places[p].name];
    return may;
}

/* The longest phrase that begins at a word. */
static bool find_at(struct grammar_reading *reading, size_t first, struct grammar_hit *hit)
{
    const struct forms *forms = reading->forms;
    size_t longest = 0, best = 0;
    for (size_t p = last_place(reading, first), next; p != NO_PLACE; p = next) {
        struct grammar_place place = reading->places[p]; /* which may move */
        const size_t *begins = forms->names[place.name].begins.items;
        uint64_t may = begins ? may_begin(reading, place) : 0;
        next = place.next;
        for (; may; may >>= 1, begins++) {
            size_t length =
                may & 1 ? length_of(reading, &forms->items[*begins], first) : 0;
            if (length > longest || (length == longest && length && *begins < best)) {
                longest = length;
                best = *begins;
            }
        }
    }
    if (!longest)
        return false;
    *hit = (struct grammar_hit){reading->words->items[first].start,
                                reading->words->items[first + longest - 1].end,
                                first,
                                first + longest,
                                forms->items[best].value,
                                forms->items[best].use};
    return true;
}

bool grammar_find(struct grammar_reading *reading, size_t from, struct grammar_hit *hit)
{
    const struct forms *forms = reading->forms;
    for (size_t first = from; first < reading->words->count; first++) {
        size_t word = reading->words->items[first].id;
        bool may = (word < forms->open_count && forms->opens[word]) ||
                   (reading->opened && reading->heads[first] > NO_PLACE);
        if (may && find_at(reading, first, hit))
            return true;
    }
    return false;
}

/* ---- proof
 * ---------------------------------------------------------------------------------- */

/* Does the form read all of its example? One that is looked for must be what is found
 * there. */
static bool reads_example(struct grammar_reading *reading, const struct forms_form *form)
{
    size_t count = reading->words->count;
    struct grammar_hit hit;
    if (count == 0 || count > GRAMMAR_WORDS_MAX ||
        !(pass_form(reading, form, 0, 1) >> count & 1))
        return false;
    return form->part != SET_NONE ||
           (find_at(reading, 0, &hit) && span_equal(hit.name, form->value) &&
            span_equal(hit.use, form->use));
}

size_t grammar_prove(const struct forms *forms, const char *named, struct buf *faults)
{
    struct match_words words = {0};
    struct grammar_reading reading = {0};
    for (size_t i = 0; i < forms->count; i++) {
        const struct forms_form *form = &forms->items[i];
        match_split(forms->match, form->example, &words);
        grammar_read(forms, &words, &reading);
        for (size_t w = 0; w < words.count; w++)
            if (words.items[w].capital)
                grammar_note(&reading, named, words.items[w].start, words.items[w].end);
        if (reads_example(&reading, form))
            continue;
        buf_add_text(faults, "area_forms.csv: ");
        buf_add(faults, form->text);
        buf_add_text(faults, ": not the reading of its example: ");
        buf_add(faults, form->example);
        buf_add_byte(faults, '\n');
    }
    match_words_free(&words);
    grammar_reading_free(&reading);
    return forms->count;
}

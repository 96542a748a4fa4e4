#include "grammar.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "set.h"

struct symbol {
    size_t name; /* number of a class, word or part */
    bool optional;
};

struct form {
    size_t name; /* the number of a part; of another use SET_NONE */
    struct span value, use, text, example;
    size_t first, count; /* symbols */
    size_t row;
};

struct numbers {
    size_t *items;
    size_t count, room;
};

/* What a name in a form stands for: words, or forms. */
struct name {
    struct numbers forms;  /* of a part */
    struct numbers begins; /* the forms that are looked for and can begin with it */
    size_t depth;          /* of parts in it */
    bool known;            /* it has words or forms */
};

struct grammar {
    struct set *names; /* "{class}", or a word */
    struct name *items;
    size_t room;
    struct symbol *symbols;
    size_t symbol_count, symbol_room;
    struct form *forms;
    size_t form_count, form_room;
    struct match *match; /* values are numbers of names */
};

struct grammar_place {
    size_t name, behind; /* the word behind it */
    size_t next;         /* place of the same word, from 1; 0: none */
};

/* A part is asked for by many forms at the same words. */
struct grammar_passed {
    size_t first; /* 1 and the search's word; 0: none */
    uint64_t from, reached;
};

/* ---- loading
 * -------------------------------------------------------------------------------- */

static void add_number(struct numbers *numbers, size_t number)
{
    numbers->items = mem_grow(numbers->items, &numbers->room, numbers->count + 1,
                              sizeof *numbers->items);
    numbers->items[numbers->count++] = number;
}

static size_t name_of(struct grammar *grammar, struct span text)
{
    bool added;
    size_t number = set_add(grammar->names, text, &added);
    if (added) {
        grammar->items =
            mem_grow(grammar->items, &grammar->room, number + 1, sizeof *grammar->items);
        grammar->items[number] = (struct name){.depth = 0};
    }
    return number;
}

static size_t class_of(struct grammar *grammar, struct span class)
{
    struct buf braced = {0};
    buf_add_byte(&braced, '{');
    buf_add(&braced, class);
    buf_add_byte(&braced, '}');
    size_t number = name_of(grammar, buf_span(&braced));
    buf_free(&braced);
    return number;
}

/* A class without words has only what grammar_note tells. */
static void add_words(struct grammar *grammar, const struct table_sheet *sheet)
{
    size_t class = places_column(sheet, "class"), words = places_column(sheet, "words");
    for (size_t row = 0; row < sheet->row_count; row++) {
        struct span rest = table_cell(sheet, row, words), word;
        size_t number = class_of(grammar, places_filled(sheet, row, class));
        grammar->items[number].known = true;
        while (span_split(&rest, '|', &word))
            match_add(grammar->match, word, (uint32_t)number);
    }
}

static void add_symbol(struct grammar *grammar, struct span text)
{
    bool optional = span_ends(text, span_of("?"));
    size_t number = name_of(grammar, span_part(text, 0, text.length - optional));
    grammar->symbols = mem_grow(grammar->symbols, &grammar->symbol_room,
                                grammar->symbol_count + 1, sizeof *grammar->symbols);
    grammar->symbols[grammar->symbol_count++] = (struct symbol){number, optional};
    if (text.at[0] != '{' && !grammar->items[number].known) {
        grammar->items[number].known = true;
        match_add(grammar->match, span_part(text, 0, text.length - optional),
                  (uint32_t)number);
    }
}

static void add_forms(struct grammar *grammar, const struct table_sheet *sheet)
{
    static const char *const uses[] = {"part", "area", "people", NULL};
    size_t name = places_column(sheet, "name"), form = places_column(sheet, "form"),
           use = places_column(sheet, "use"), example = places_column(sheet, "example");
    for (size_t row = 0; row < sheet->row_count; row++) {
        struct form added = {.name = SET_NONE,
                             .value = places_filled(sheet, row, name),
                             .use = places_word(sheet, row, use, uses),
                             .text = table_cell(sheet, row, form),
                             .example = table_cell(sheet, row, example),
                             .first = grammar->symbol_count,
                             .row = row};
        struct span rest = places_filled(sheet, row, form), text;
        while (span_split(&rest, ' ', &text))
            if (text.length)
                add_symbol(grammar, text);
        added.count = grammar->symbol_count - added.first;
        if (span_is(added.use, "part")) {
            added.name = class_of(grammar, added.value);
            grammar->items[added.name].known = true;
            add_number(&grammar->items[added.name].forms, grammar->form_count);
        }
        grammar->forms = mem_grow(grammar->forms, &grammar->form_room,
                                  grammar->form_count + 1, sizeof *grammar->forms);
        grammar->forms[grammar->form_count++] = added;
    }
}

/* Sets how deep parts nest; refuses names that stand for nothing and parts without an
 * end. The forms are the sheet's from number `from` on. */
static void check(struct grammar *grammar, const struct table_sheet *sheet, size_t from)
{
    size_t form_column = places_column(sheet, "form");
    for (size_t i = from; i < grammar->form_count; i++)
        for (size_t s = 0; s < grammar->forms[i].count; s++)
            if (!grammar->items[grammar->symbols[grammar->forms[i].first + s].name].known)
                places_refuse(sheet, grammar->forms[i].row, form_column,
                              "no such class or part");
    for (size_t round = 0; round <= GRAMMAR_DEPTH_MAX; round++)
        for (size_t i = 0; i < grammar->form_count; i++) {
            const struct form *form = &grammar->forms[i];
            for (size_t s = 0; s < form->count && form->name != SET_NONE; s++) {
                size_t depth =
                    grammar->items[grammar->symbols[form->first + s].name].depth + 1;
                if (depth > GRAMMAR_DEPTH_MAX)
                    places_refuse(sheet, form->row, form_column, "parts nest too deep");
                if (grammar->items[form->name].depth < depth)
                    grammar->items[form->name].depth = depth;
            }
        }
}

/* The names that a form can begin with are told of it. Depth: of the parts, which is
 * bounded. */
static void note_begins(struct grammar *grammar, const struct form *form,
                        size_t looked_for)
{
    for (size_t s = 0; s < form->count; s++) {
        const struct symbol *symbol = &grammar->symbols[form->first + s];
        struct name *name = &grammar->items[symbol->name];
        struct numbers *begins = &name->begins;
        if (begins->count == 0 || begins->items[begins->count - 1] != looked_for)
            add_number(begins, looked_for);
        for (size_t i = 0; i < name->forms.count; i++)
            note_begins(grammar, &grammar->forms[name->forms.items[i]], looked_for);
        if (!symbol->optional)
            return;
    }
}

struct grammar *grammar_load(struct places *places, struct match *beside)
{
    struct grammar *grammar = mem_new(1, sizeof *grammar);
    size_t count;
    grammar->names = set_new();
    grammar->match = match_new_beside(beside);
    struct table_sheet *const *sheets =
        places_load(places, "vocab/area_words.csv", &count);
    for (size_t i = 0; i < count; i++)
        add_words(grammar, sheets[i]);
    sheets = places_load(places, "vocab/area_forms.csv", &count);
    for (size_t i = 0; i < count; i++) {
        size_t from = grammar->form_count;
        add_forms(grammar, sheets[i]);
        check(grammar, sheets[i], from);
    }
    for (size_t i = 0; i < grammar->form_count; i++)
        if (grammar->forms[i].name == SET_NONE)
            note_begins(grammar, &grammar->forms[i], i);
    return grammar;
}

void grammar_free(struct grammar *grammar)
{
    if (!grammar)
        return;
    for (size_t i = 0; i < set_count(grammar->names); i++) {
        free(grammar->items[i].forms.items);
        free(grammar->items[i].begins.items);
    }
    set_free(grammar->names);
    match_free(grammar->match);
    free(grammar->items);
    free(grammar->symbols);
    free(grammar->forms);
    free(grammar);
}

/* ---- one text
 * ------------------------------------------------------------------------------- */

static void add_place(struct grammar_reading *reading, size_t word, size_t name,
                      size_t behind)
{
    reading->places = mem_grow(reading->places, &reading->room, reading->count + 1,
                               sizeof *reading->places);
    reading->places[reading->count] =
        (struct grammar_place){name, behind, reading->heads[word]};
    reading->heads[word] = ++reading->count;
}

void grammar_read(const struct grammar *grammar, const struct match_words *words,
                  struct grammar_reading *reading)
{
    struct match_hit hits[GRAMMAR_LENGTHS_MAX];
    reading->count = 0;
    reading->heads = mem_grow(reading->heads, &reading->head_room, words->count + 1,
                              sizeof *reading->heads);
    memset(reading->heads, 0, words->count * sizeof *reading->heads);
    size_t names = set_count(grammar->names);
    reading->passed =
        mem_grow(reading->passed, &reading->passed_room, names, sizeof *reading->passed);
    memset(reading->passed, 0, names * sizeof *reading->passed);
    for (size_t first = 0; first < words->count; first++) {
        size_t count =
            match_each(grammar->match, words, first, hits, GRAMMAR_LENGTHS_MAX);
        for (size_t i = 0; i < count; i++)
            for (size_t v = 0; v < hits[i].count; v++)
                add_place(reading, first, hits[i].values[v], hits[i].behind);
    }
}

void grammar_note(const struct grammar *grammar, const struct match_words *words,
                  const char *class, size_t start, size_t end,
                  struct grammar_reading *reading)
{
    size_t name = set_find(grammar->names, span_of(class)), low = 0, high = words->count;
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
    if (name != SET_NONE && behind > low && words->items[low].start == start)
        add_place(reading, low, name, behind);
}

void grammar_reading_free(struct grammar_reading *reading)
{
    free(reading->places);
    free(reading->heads);
    free(reading->passed);
    *reading = (struct grammar_reading){0};
}

/* A search at one word: sets of words are bits, the first word's the lowest. */
struct search {
    const struct grammar *grammar;
    const struct match_words *words;
    const struct grammar_reading *reading;
    size_t first;
};

static uint64_t pass_form(const struct search *search, const struct form *form,
                          uint64_t from);

/* Where words or forms of a name that begin at one of the words can end. */
static uint64_t pass_name(const struct search *search, size_t number, uint64_t from)
{
    const struct name *name = &search->grammar->items[number];
    struct grammar_passed *passed = &search->reading->passed[number];
    uint64_t reached = 0;
    if (passed->first == search->first + 1 && passed->from == from)
        return passed->reached;
    for (size_t i = 0; i < name->forms.count; i++)
        reached |= pass_form(search, &search->grammar->forms[name->forms.items[i]], from);
    for (size_t offset = 0; offset <= GRAMMAR_WORDS_MAX && from >> offset; offset++) {
        size_t word = search->first + offset;
        if (!(from >> offset & 1) || word >= search->words->count ||
            (offset && !search->words->items[word].joined))
            continue;
        for (size_t p = search->reading->heads[word]; p;
             p = search->reading->places[p - 1].next) {
            const struct grammar_place *place = &search->reading->places[p - 1];
            if (place->name == number &&
                place->behind - search->first <= GRAMMAR_WORDS_MAX)
                reached |= (uint64_t)1 << (place->behind - search->first);
        }
    }
    *passed = (struct grammar_passed){search->first + 1, from, reached};
    return reached;
}

/* Where a form that begins at one of the words can end. Depth: of the parts, which is
 * bounded. */
static uint64_t pass_form(const struct search *search, const struct form *form,
                          uint64_t from)
{
    for (size_t s = 0; s < form->count && from; s++) {
        const struct symbol *symbol = &search->grammar->symbols[form->first + s];
        from = pass_name(search, symbol->name, from) | (symbol->optional ? from : 0);
    }
    return from;
}

/* The longest phrase that begins at the search's word. */
static bool find_at(const struct search *search, struct grammar_hit *hit)
{
    const struct grammar *grammar = search->grammar;
    size_t longest = 0, best = 0;
    for (size_t p = search->reading->heads[search->first]; p;
         p = search->reading->places[p - 1].next) {
        const struct numbers *begins =
            &grammar->items[search->reading->places[p - 1].name].begins;
        for (size_t i = 0; i < begins->count; i++) {
            size_t number = begins->items[i], length = 0;
            uint64_t reached = pass_form(search, &grammar->forms[number], 1) >> 1;
            for (; reached; reached >>= 1)
                length++;
            if (length > longest || (length == longest && length && number < best)) {
                longest = length;
                best = number;
            }
        }
    }
    if (!longest)
        return false;
    size_t behind = search->first + longest;
    *hit = (struct grammar_hit){search->words->items[search->first].start,
                                search->words->items[behind - 1].end,
                                search->first,
                                behind,
                                grammar->forms[best].value,
                                grammar->forms[best].use};
    return true;
}

bool grammar_find(const struct grammar *grammar, const struct match_words *words,
                  const struct grammar_reading *reading, size_t from,
                  struct grammar_hit *hit)
{
    for (size_t first = from; first < words->count; first++) {
        const struct search search = {grammar, words, reading, first};
        if (reading->heads[first] && find_at(&search, hit))
            return true;
    }
    return false;
}

/* ---- proof
 * ---------------------------------------------------------------------------------- */

/* Does the form read all of its example? One that is looked for must be what is found
 * there. */
static bool reads_example(const struct grammar *grammar, const struct form *form,
                          const struct match_words *words,
                          const struct grammar_reading *reading)
{
    const struct search search = {grammar, words, reading, 0};
    struct grammar_hit hit;
    if (words->count == 0 || words->count > GRAMMAR_WORDS_MAX ||
        !(pass_form(&search, form, 1) >> words->count & 1))
        return false;
    return form->name != SET_NONE ||
           (find_at(&search, &hit) && span_equal(hit.name, form->value) &&
            span_equal(hit.use, form->use));
}

size_t grammar_prove(const struct grammar *grammar, const char *named, struct buf *faults)
{
    struct match_words words = {0};
    struct grammar_reading reading = {0};
    for (size_t i = 0; i < grammar->form_count; i++) {
        const struct form *form = &grammar->forms[i];
        match_split(grammar->match, form->example, &words);
        grammar_read(grammar, &words, &reading);
        for (size_t w = 0; w < words.count; w++)
            if (words.items[w].capital)
                grammar_note(grammar, &words, named, words.items[w].start,
                             words.items[w].end, &reading);
        if (reads_example(grammar, form, &words, &reading))
            continue;
        buf_add_text(faults, "area_forms.csv: ");
        buf_add(faults, form->text);
        buf_add_text(faults, ": not the reading of its example: ");
        buf_add(faults, form->example);
        buf_add_byte(faults, '\n');
    }
    match_words_free(&words);
    grammar_reading_free(&reading);
    return grammar->form_count;
}

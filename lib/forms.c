#include "forms.h"

#include <stdlib.h>

#include "mem.h"
#include "set.h"

static void add_number(struct forms_numbers *numbers, size_t number)
{
    numbers->items = mem_grow(numbers->items, &numbers->room, numbers->count + 1,
                              sizeof *numbers->items);
    numbers->items[numbers->count++] = number;
}

static size_t name_of(struct forms *forms, struct span text)
{
    bool added;
    size_t number = set_add(forms->numbers, text, &added);
    if (added) {
        forms->names =
            mem_grow(forms->names, &forms->name_room, number + 1, sizeof *forms->names);
        forms->names[number] = (struct forms_name){.firsts = forms_bit(number)};
        forms->name_count = number + 1;
    }
    return number;
}

static size_t class_of(struct forms *forms, struct span class)
{
    struct buf braced = {0};
    buf_add_byte(&braced, '{');
    buf_add(&braced, class);
    buf_add_byte(&braced, '}');
    size_t number = name_of(forms, buf_span(&braced));
    buf_free(&braced);
    return number;
}

/* Words that a name stands for. */
static void add_words_of(struct forms *forms, size_t number, struct span text)
{
    struct match_words words = {0};
    match_add(forms->match, text, (uint32_t)number);
    match_split(forms->match, text, &words);
    if (words.count)
        add_number(&forms->names[number].words, words.items[0].id);
    match_words_free(&words);
}

/* A class without words has only what is noted in a text (grammar_note). */
static void add_words(struct forms *forms, const struct table_sheet *sheet)
{
    size_t class = places_column(sheet, "class"), words = places_column(sheet, "words");
    for (size_t row = 0; row < sheet->row_count; row++) {
        struct span rest = table_cell(sheet, row, words), word;
        size_t number = class_of(forms, places_filled(sheet, row, class));
        forms->names[number].known = true;
        while (span_split(&rest, '|', &word))
            add_words_of(forms, number, word);
    }
}

/* Is it one that must stand? */
static bool add_symbol(struct forms *forms, struct span text)
{
    bool optional = span_ends(text, span_of("?"));
    text = span_part(text, 0, text.length - optional);
    size_t number = name_of(forms, text);
    forms->symbols = mem_grow(forms->symbols, &forms->symbol_room,
                              forms->symbol_count + 1, sizeof *forms->symbols);
    forms->symbols[forms->symbol_count++] = (struct forms_symbol){number, optional};
    if (text.at[0] != '{' && !forms->names[number].known) {
        forms->names[number].known = true;
        add_words_of(forms, number, text);
    }
    return !optional;
}

static void add_forms(struct forms *forms, const struct table_sheet *sheet)
{
    static const char *const uses[] = {"part", "area", "people", NULL};
    size_t name = places_column(sheet, "name"), form = places_column(sheet, "form"),
           use = places_column(sheet, "use"), example = places_column(sheet, "example");
    for (size_t row = 0; row < sheet->row_count; row++) {
        struct forms_form added = {.part = SET_NONE,
                                   .value = places_filled(sheet, row, name),
                                   .use = places_word(sheet, row, use, uses),
                                   .text = places_filled(sheet, row, form),
                                   .example = table_cell(sheet, row, example),
                                   .first = forms->symbol_count,
                                   .sheet = sheet,
                                   .row = row};
        struct span rest = added.text, text;
        bool stands = false;
        while (span_split(&rest, ' ', &text))
            if (text.length && add_symbol(forms, text))
                stands = true;
        if (!stands)
            places_refuse(sheet, row, form, "all of it may be absent");
        added.count = forms->symbol_count - added.first;
        if (span_is(added.use, "part")) {
            added.part = class_of(forms, added.value);
            forms->names[added.part].known = true;
            add_number(&forms->names[added.part].parts, forms->count);
        }
        forms->items =
            mem_grow(forms->items, &forms->room, forms->count + 1, sizeof *forms->items);
        forms->items[forms->count++] = added;
    }
}

_Noreturn static void refuse(const struct forms_form *form, const char *why)
{
    places_refuse(form->sheet, form->row, places_column(form->sheet, "form"), why);
}

static struct forms_name *named(const struct forms *forms, size_t symbol)
{
    return &forms->names[forms->symbols[symbol].name];
}

/* Sets how deep parts nest; refuses names that stand for nothing and parts without an
 * end. The forms from number `from` on are new. */
static void check(struct forms *forms, size_t from)
{
    for (size_t i = from; i < forms->count; i++)
        for (size_t s = 0; s < forms->items[i].count; s++)
            if (!named(forms, forms->items[i].first + s)->known)
                refuse(&forms->items[i], "no such class or part");
    for (size_t round = 0; round <= FORMS_DEPTH_MAX; round++)
        for (size_t i = 0; i < forms->count; i++) {
            const struct forms_form *form = &forms->items[i];
            for (size_t s = 0; s < form->count && form->part != SET_NONE; s++) {
                size_t depth = named(forms, form->first + s)->depth + 1;
                if (depth > FORMS_DEPTH_MAX)
                    refuse(form, "parts nest too deep");
                if (forms->names[form->part].depth < depth)
                    forms->names[form->part].depth = depth;
            }
        }
}

/* ---- what is told beforehand
 * ----------------------------------------------------------------- */

/* Notes what names the forms and parts can begin with. */
static void note_firsts(struct forms *forms)
{
    for (size_t round = 0; round <= FORMS_DEPTH_MAX; round++)
        for (size_t i = 0; i < forms->count; i++) {
            struct forms_form *form = &forms->items[i];
            size_t s = form->first;
            do
                form->firsts |= named(forms, s)->firsts;
            while (forms->symbols[s++].optional);
            if (form->part != SET_NONE)
                forms->names[form->part].firsts |= form->firsts;
        }
}

/* Where the reading of a form stands: at a symbol; behind its end in what it is part of. */
struct rest {
    const struct forms_form *form;
    size_t symbol;
    const struct rest *behind; /* NULL: nothing */
};

/* The last of the forms, as a bit. */
static uint64_t last_bit(const struct forms_numbers *numbers)
{
    return (uint64_t)1 << (numbers->count - 1);
}

static void add_begin(struct forms *forms, size_t name, size_t form)
{
    struct forms_numbers *begins = &forms->names[name].begins;
    if (begins->count && begins->items[begins->count - 1] == form)
        return;
    if (begins->count == FORMS_BEGINS_MAX)
        refuse(&forms->items[form], "more forms begin alike than fit");
    add_number(begins, form);
}

/* Notes each name that form number `form`, which is looked for, can begin with, while
 * `first` is SET_NONE; then each that can follow that first name. Depth: of the parts and
 * the symbols, which is bounded. */
static void note_begins(struct forms *forms, const struct rest *rest, size_t form,
                        size_t first)
{
    struct forms_name *begun = first == SET_NONE ? NULL : &forms->names[first];
    while (rest && rest->symbol == rest->form->count)
        rest = rest->behind;
    if (!rest) {
        begun->whole |= last_bit(&begun->begins);
        return;
    }
    const struct forms_symbol *symbol = &forms->symbols[rest->form->first + rest->symbol];
    const struct forms_numbers *parts = &forms->names[symbol->name].parts;
    const struct rest next = {rest->form, rest->symbol + 1, rest->behind};
    if (begun) {
        uint64_t *follows = forms->follows + first * forms->name_count;
        follows[symbol->name] |= last_bit(&begun->begins);
    } else {
        add_begin(forms, symbol->name, form);
        note_begins(forms, &next, form, symbol->name);
    }
    for (size_t i = 0; i < parts->count; i++) {
        const struct rest part = {&forms->items[parts->items[i]], 0, &next};
        note_begins(forms, &part, form, first);
    }
    if (symbol->optional)
        note_begins(forms, &next, form, first);
}

/* Notes the words of the names that a form looked for can begin with. */
static void note_opens(struct forms *forms)
{
    size_t room = 0;
    for (size_t i = 0; i < forms->name_count; i++) {
        const struct forms_name *name = &forms->names[i];
        for (size_t w = 0; w < name->words.count && name->begins.count; w++) {
            size_t word = name->words.items[w];
            forms->opens = mem_grow(forms->opens, &room, word + 1, sizeof *forms->opens);
            while (forms->open_count <= word)
                forms->opens[forms->open_count++] = false;
            forms->opens[word] = true;
        }
    }
}

struct forms *forms_load(struct places *places, struct match *beside)
{
    struct forms *forms = mem_new(1, sizeof *forms);
    size_t count;
    forms->numbers = set_new();
    forms->match = match_new_beside(beside);
    struct table_sheet *const *sheets =
        places_load(places, "vocab/area_words.csv", &count);
    for (size_t i = 0; i < count; i++)
        add_words(forms, sheets[i]);
    sheets = places_load(places, "vocab/area_forms.csv", &count);
    for (size_t i = 0; i < count; i++) {
        size_t from = forms->count;
        add_forms(forms, sheets[i]);
        check(forms, from);
    }
    note_firsts(forms);
    forms->follows =
        mem_new(forms->name_count * forms->name_count, sizeof *forms->follows);
    for (size_t i = 0; i < forms->count; i++) {
        const struct rest all = {&forms->items[i], 0, NULL};
        if (forms->items[i].part == SET_NONE)
            note_begins(forms, &all, i, SET_NONE);
    }
    note_opens(forms);
    return forms;
}

void forms_free(struct forms *forms)
{
    if (!forms)
        return;
    for (size_t i = 0; i < forms->name_count; i++) {
        free(forms->names[i].parts.items);
        free(forms->names[i].words.items);
        free(forms->names[i].begins.items);
    }
    set_free(forms->numbers);
    match_free(forms->match);
    free(forms->follows);
    free(forms->opens);
    free(forms->names);
    free(forms->symbols);
    free(forms->items);
    free(forms);
}

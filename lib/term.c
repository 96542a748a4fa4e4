#include "term.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

struct term {
    enum term_kind kind;
    struct span text, canonical;
    bool exact;
};

struct terms {
    struct match *match; /* values are indexes of `items` */
    struct term *items;
    size_t count, room;
};

/* ---- loading
 * -------------------------------------------------------------------------------- */

static void add_term(struct terms *terms, struct term term)
{
    terms->items =
        mem_grow(terms->items, &terms->room, terms->count + 1, sizeof *terms->items);
    terms->items[terms->count] = term;
    match_add(terms->match, term.text, (uint32_t)terms->count++);
}

static void load_named(struct terms *terms, struct places *places, const char *path,
                       enum term_kind kind)
{
    struct places_walk walk = places_walk(places, path);
    while (places_next(&walk)) {
        size_t name = places_column(walk.sheet, "name");
        add_term(terms, (struct term){kind, places_filled(walk.sheet, walk.row, name),
                                      places_cell(&walk, "canonical"),
                                      places_cell(&walk, "evidence").length > 0});
    }
}

static void load_given_names(struct terms *terms, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/given_names.csv");
    while (places_next(&walk)) {
        size_t name = places_column(walk.sheet, "name");
        bool doubtful = places_cell(&walk, "evidence").length > 0;
        struct span text = places_filled(walk.sheet, walk.row, name);
        add_term(terms,
                 (struct term){doubtful ? TERM_DOUBTFUL : TERM_GIVEN, text, text, true});
    }
}

static enum term_kind kind_named(struct span name)
{
    static const struct {
        const char *name;
        enum term_kind kind;
    } kinds[] = {{"title", TERM_TITLE},         {"speech", TERM_SPEECH},
                 {"noun", TERM_NOUN},           {"kind of", TERM_KIND_OF},
                 {"weak kind", TERM_WEAK_KIND}, {"introduce", TERM_INTRODUCE},
                 {"set up", TERM_SET_UP},       {"chain", TERM_CHAIN},
                 {"not a name", TERM_NO_NAME},  {"common", TERM_COMMON},
                 {"council", TERM_COUNCIL},     {"duty", TERM_DUTY},
                 {"body", TERM_BODY},           {"says", TERM_SAYS},
                 {"says that", TERM_SAYS_THAT}, {"calls", TERM_CALLS},
                 {"source", TERM_SOURCE},       {"speaker", TERM_SPEAKER},
                 {"hearer", TERM_HEARER},       {"department", TERM_DEPARTMENT},
                 {"surname", TERM_SURNAME},     {"letters", TERM_LETTERS},
                 {"helper", TERM_HELPER}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (span_is(name, kinds[i].name))
            return kinds[i].kind;
    return TERM_KINDS;
}

static void load_words(struct terms *terms, struct places *places, const char *path)
{
    struct places_walk walk = places_walk(places, path);
    while (places_next(&walk)) {
        size_t kind = places_column(walk.sheet, "kind"),
               name = places_column(walk.sheet, "name");
        struct span text = places_filled(walk.sheet, walk.row, name);
        struct term term = {kind_named(table_cell(walk.sheet, walk.row, kind)), text, text,
                            places_cell(&walk, "evidence").length > 0};
        if (term.kind == TERM_KINDS)
            places_refuse(walk.sheet, walk.row, kind, "unknown word");
        add_term(terms, term);
    }
}

struct terms *terms_load(struct places *places, const struct vocab *vocab)
{
    struct terms *terms = mem_new(1, sizeof *terms);
    terms->match = match_new_beside(vocab->match);
    load_named(terms, places, "vocab/services.csv", TERM_SERVICE);
    load_named(terms, places, "vocab/programmes.csv", TERM_PROGRAMME);
    load_named(terms, places, "vocab/cases.csv", TERM_CASE);
    load_named(terms, places, "vocab/places.csv", TERM_PLACE);
    load_named(terms, places, "vocab/roles.csv", TERM_ROLE);
    load_given_names(terms, places);
    load_words(terms, places, "vocab/tag_words.csv");
    load_words(terms, places, "vocab/speech_words.csv");
    return terms;
}

void terms_free(struct terms *terms)
{
    if (!terms)
        return;
    match_free(terms->match);
    free(terms->items);
    free(terms);
}

/* ---- one text
 * ------------------------------------------------------------------------------- */

/* The next letter of `text` at or after *at; 0 where there is none. */
static uint32_t next_letter(struct span text, size_t *at)
{
    while (*at < text.length) {
        uint32_t point;
        *at += utf8_decode(span_part(text, *at, text.length), &point);
        if (utf8_is_letter(point))
            return point;
    }
    return 0;
}

/* Is every capital of the table's spelling one in the text? */
static bool has_capitals(struct span surface, struct span wanted)
{
    size_t here = 0, there = 0;
    if (span_equal(surface, wanted))
        return true;
    for (;;) {
        uint32_t point = next_letter(wanted, &there), found = next_letter(surface, &here);
        if (point == 0 || found == 0)
            return point == found;
        if (utf8_is_upper(point) && !utf8_is_upper(found))
            return false;
    }
}

static void add_hit(struct term_text *text, const struct terms *terms,
                    const struct match_hit *match)
{
    struct term_hit hit = {.first = match->first, .behind = match->behind};
    struct span surface = span_part(text->text, match->start, match->end);
    for (size_t i = 0; i < match->count; i++) {
        const struct term *term = &terms->items[match->values[i]];
        if (term->exact && !has_capitals(surface, term->text))
            continue;
        hit.kinds |= 1u << term->kind;
        if (term->kind <= TERM_PLACE)
            hit.names[term->kind] = term->canonical;
    }
    if (hit.kinds == 0)
        return;
    text->hits =
        mem_grow(text->hits, &text->hit_room, text->hit_count + 1, sizeof *text->hits);
    text->hits[text->hit_count++] = hit;
    text->hit_at[match->first] = (unsigned)text->hit_count;
}

static void mark_entities(struct term_text *text, const struct entities *entities)
{
    size_t word = 0;
    for (size_t i = 0; i < entities->count; i++) {
        const struct entity *entity = &entities->items[i];
        if (entity->type == ENTITY_URL || entity->type == ENTITY_EMAIL)
            continue;
        while (word < text->words.count && text->words.items[word].end <= entity->start)
            word++;
        for (; word < text->words.count && text->words.items[word].start < entity->end;
             word++)
            text->entity_at[word] = (unsigned)i + 1;
    }
}

void term_text_read(struct term_text *text, const struct terms *terms, struct span bytes,
                    const struct entities *entities)
{
    struct match_hit hit;
    text->text = bytes;
    text->hit_count = 0;
    size_t count = text->words.count + 1;
    text->hit_at = mem_grow(text->hit_at, &text->word_room, count, sizeof *text->hit_at);
    text->entity_at =
        mem_grow(text->entity_at, &text->entity_room, count, sizeof *text->entity_at);
    memset(text->hit_at, 0, count * sizeof *text->hit_at);
    memset(text->entity_at, 0, count * sizeof *text->entity_at);
    for (size_t at = 0; match_find(terms->match, &text->words, at, &hit);
         at = hit.first + 1)
        add_hit(text, terms, &hit);
    mark_entities(text, entities);
}

void term_text_free(struct term_text *text)
{
    match_words_free(&text->words);
    sentences_free(&text->sentences);
    free(text->hits);
    free(text->hit_at);
    free(text->entity_at);
    *text = (struct term_text){.hit_count = 0};
}

bool term_is_joined(const struct term_text *text, size_t word)
{
    struct span gap = term_gap(text, word);
    if (gap.length == 1 && (gap.at[0] == ' ' || gap.at[0] == '-'))
        return true; /* nearly always */
    if (span_is(gap, ".") || span_is(gap, ". "))
        return text->words.items[word].joined;
    return span_is(gap, "\xC2\xA0");
}

size_t term_from(const struct term_text *text, size_t byte)
{
    size_t low = 0, high = text->words.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (term_start(text, middle) < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool term_is_word(const struct term_text *text, size_t word, const char *const *list)
{
    struct span surface = term_word(text, word);
    for (; *list; list++) {
        size_t i = 0;
        while (i < surface.length && (*list)[i] &&
               (surface.at[i] == (*list)[i] ||
                (surface.at[i] >= 'A' && surface.at[i] <= 'Z' &&
                 (surface.at[i] | 0x20) == (*list)[i])))
            i++;
        if (i == surface.length && (*list)[i] == '\0')
            return true;
    }
    return false;
}

struct span term_name(const struct term_text *text, size_t first, size_t behind,
                      struct entities *entities)
{
    struct buf name = {0};
    size_t end = text->words.items[behind - 1].end;
    for (size_t at = text->words.items[first].start; at < end; at++) {
        char byte = text->text.at[at];
        bool blank = byte == ' ' || byte == '\n' || byte == '\t';
        if (byte == '&')
            buf_add_text(&name, "and");
        else if (!blank)
            buf_add_byte(&name, byte);
        else if (name.length && name.at[name.length - 1] != ' ')
            buf_add_byte(&name, ' ');
    }
    struct span kept = entities_keep(entities, buf_span(&name));
    buf_free(&name);
    return kept;
}

bool term_begins(const struct term_text *text, size_t word)
{
    size_t at = text->words.items[word].start;
    while (at > 0) {
        uint32_t point;
        at -= utf8_decode_last(span_part(text->text, 0, at), &point);
        uint32_t folded = utf8_fold(point);
        if (point == '\n' || point == '.' || point == '!' || point == '?' ||
            point == ':' || point == 0x2022)
            return true;
        if (folded != ' ' && folded != '"' && folded != '\'' && point != '(' &&
            folded != '-')
            return false;
    }
    return true;
}

#include "lexicon.h"

#include <stdlib.h>

#include "grammar.h"
#include "mem.h"

struct word {
    enum mask_kind kind;
    struct span value; /* area or subject */
    struct span text;
};

/* The class of names of councils in the forms of areas. */
static const char named_council[] = "{authority}";

struct lexicon {
    struct match *match; /* values are indexes of `words` */
    struct forms *areas;
    struct word *words;
    size_t count, room;
    struct word *judges; /* of an inspectorate; `text` is its name */
    size_t judge_count, judge_room;
};

/* ---- loading -------------------------------------------------------------------------------- */

static void add_word(struct lexicon *lexicon, enum mask_kind kind, struct span text,
                     struct span value)
{
    lexicon->words =
        mem_grow(lexicon->words, &lexicon->room, lexicon->count + 1, sizeof *lexicon->words);
    lexicon->words[lexicon->count] = (struct word){kind, value, text};
    match_add(lexicon->match, text, (uint32_t)lexicon->count++);
}

static enum mask_kind kind_of_grade(struct span words)
{
    if (span_find(words, span_of("improve")) < words.length || span_is(words, "RI"))
        return MASK_REQUIRES;
    if (span_starts(words, span_of("perform")))
        return MASK_PERFORMS;
    return span_find(words, span_of("star")) < words.length ? MASK_STARS : MASK_GRADE;
}

static void add_grades(struct lexicon *lexicon, const struct scales *scales)
{
    for (size_t i = 0; i < scales->grade_count; i++) {
        const struct scale_grade *grade = &scales->grades[i];
        for (size_t w = 0; w < grade->word_count && grade->rank > 0; w++)
            add_word(lexicon, kind_of_grade(grade->words[w]), grade->words[w], grade->grade);
    }
}

static bool has_blank(struct span text)
{
    return span_find_byte(text, ' ') < text.length;
}

/* "the" in front would hide a longer label that begins behind it. */
static struct span without_article(struct span label)
{
    struct span article = span_of("the ");
    return span_starts(label, article) ? span_part(label, article.length, label.length) : label;
}

static bool is_people(struct span label)
{
    static const char *const heads[] = {"children", "looked", "care leavers", "young", "those"};
    return span_starts_any(label, heads, sizeof heads / sizeof *heads);
}

/* "services for children in care", which "services for children" would hide. */
static void add_services(struct lexicon *lexicon, const struct scale_area *area)
{
    static const char *const heads[] = {"services for ", "services to ", "support for ",
                                        "experiences and progress of ", "the experiences of "};
    struct buf label = {0};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        buf_clear(&label);
        buf_add_text(&label, heads[i]);
        buf_add(&label, area->label);
        add_word(lexicon, MASK_AREA, buf_span(&label), area->area);
    }
    buf_free(&label);
}

/* Labels of one word ("overall") are plain English in prose, unless listed as a way of speaking. */
static void add_areas(struct lexicon *lexicon, const struct scales *scales)
{
    for (size_t i = 0; i < scales->area_count; i++) {
        const struct scale_area *area = &scales->areas[i];
        if (area->frameworks.length || (!area->prose && !has_blank(area->label)))
            continue;
        add_word(lexicon, MASK_AREA, without_article(area->label), area->area);
        if (is_people(area->label))
            add_services(lexicon, area);
    }
}

static enum mask_kind kind_named(struct span name)
{
    static const struct {
        const char *name;
        enum mask_kind kind;
    } kinds[] = {{"service", MASK_SERVICE}, {"subject", MASK_SUBJECT}, {"council", MASK_COUNCIL},
                 {"same", MASK_SAME}, {"then", MASK_SAME},       {"lowest", MASK_LOWEST},
                 {"highest", MASK_HIGHEST}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (span_is(name, kinds[i].name))
            return kinds[i].kind;
    return MASK_ORGANISATION;
}

static void add_claim_words(struct lexicon *lexicon, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/claim_words.csv");
    while (places_next(&walk)) {
        struct span name = places_cell(&walk, "kind");
        struct word word = {kind_named(name), places_cell(&walk, "value"),
                            places_cell(&walk, "words")};
        if (span_is(name, "judges")) {
            lexicon->judges = mem_grow(lexicon->judges, &lexicon->judge_room,
                                       lexicon->judge_count + 1, sizeof *lexicon->judges);
            lexicon->judges[lexicon->judge_count++] = word;
            continue;
        }
        add_word(lexicon, word.kind, word.text, word.value);
    }
}

struct lexicon *lexicon_load(struct places *places, const struct vocab *vocab,
                             const struct scales *scales)
{
    struct lexicon *lexicon = mem_new(1, sizeof *lexicon);
    lexicon->match = match_new_beside(vocab->match);
    add_grades(lexicon, scales);
    add_areas(lexicon, scales);
    add_claim_words(lexicon, places);
    lexicon->areas = forms_load(places, lexicon->match);
    return lexicon;
}

void lexicon_free(struct lexicon *lexicon)
{
    if (!lexicon)
        return;
    forms_free(lexicon->areas);
    match_free(lexicon->match);
    free(lexicon->words);
    free(lexicon->judges);
    free(lexicon);
}

size_t lexicon_prove(const struct lexicon *lexicon, struct buf *faults)
{
    return grammar_prove(lexicon->areas, named_council, faults);
}

struct span lexicon_judges(const struct lexicon *lexicon, struct span inspectorate)
{
    for (size_t i = 0; i < lexicon->judge_count; i++)
        if (span_equal(lexicon->judges[i].text, inspectorate))
            return lexicon->judges[i].value;
    return (struct span){NULL, 0};
}

/* ---- one document --------------------------------------------------------------------------- */

static void add_item(struct lexicon_items *items, enum mask_kind kind, size_t start, size_t end,
                     struct lexicon_known known)
{
    struct lexicon_known *kept = mem_arena_new(&items->arena, 1, sizeof *kept);
    *kept = known;
    items->items = mem_grow(items->items, &items->room, items->count + 1, sizeof *items->items);
    items->items[items->count++] = (struct mask_item){kind, start, end, 0, kept};
}

/* The council whose name a board's begins with: the longest such name. */
static const struct vocab_authority *board_owner(const struct vocab *vocab, struct span name)
{
    const struct vocab_authority *owner = NULL;
    for (size_t i = 0; i < vocab->authority_count; i++) {
        const struct vocab_authority *authority = &vocab->authorities[i];
        size_t length = authority->name.length;
        if (authority->children && span_starts(name, authority->name) && length < name.length &&
            name.at[length] == ' ' && (!owner || owner->name.length < length))
            owner = authority;
    }
    return owner;
}

/* Whose word is none of an inspectorate's: a court, an ombudsman. */
static bool is_court(const struct entity *entity)
{
    static const char *const words[] = {"Ombudsman", "Information Commissioner"};
    return span_is(entity->subtype, "court") ||
           span_holds_any(entity->name, words, sizeof words / sizeof *words);
}

static void add_organisation(struct lexicon_items *items, const struct vocab *vocab,
                             const struct entity *entity)
{
    struct lexicon_known known = {.entity = entity};
    enum mask_kind kind = MASK_ORGANISATION;
    if (is_court(entity))
        return; /* its words tell more to the rules */
    if (span_is(entity->subtype, "inspectorate")) {
        kind = MASK_INSPECTORATE;
    } else if (span_is(entity->subtype, "trust")) {
        known.authority = vocab_served(vocab, entity->name);
        kind = known.authority ? MASK_AUTHORITY : MASK_ORGANISATION;
    } else if (span_is(entity->subtype, "board") &&
               span_ends(entity->name, span_of("Local Safeguarding Children Board"))) {
        known.authority = board_owner(vocab, entity->name);
        known.value = span_of("lscb");
        kind = MASK_AREA;
    }
    add_item(items, kind, entity->start, entity->end, known);
}

/* The councils that the words of an address name: ".../progress-at-essex-childrens-services". */
static void add_address(struct lexicon_items *items, const struct vocab *vocab, struct span text,
                        const struct entity *entity)
{
    struct match_hit hit;
    struct span address = span_part(text, entity->start, entity->end);
    match_split(vocab->match, address, &items->address);
    for (size_t at = 0; match_find(vocab->match, &items->address, at, &hit); at = hit.behind)
        for (size_t v = 0; v < hit.count; v++) {
            const struct vocab_name *name = &vocab->names[hit.values[v]];
            if (name->kind != VOCAB_AUTHORITY || name->context || name->exact ||
                !vocab->authorities[name->index].children)
                continue;
            struct lexicon_known known = {.authority = &vocab->authorities[name->index]};
            add_item(items, MASK_AUTHORITY, entity->start + hit.start, entity->start + hit.end,
                     known);
            break;
        }
}

static void add_entities(struct lexicon_items *items, const struct vocab *vocab,
                         const struct lexicon_text *text)
{
    for (size_t i = 0; i < text->entities->count; i++) {
        const struct entity *entity = &text->entities->items[i];
        struct lexicon_known known = {.entity = entity};
        if (entity->type == ENTITY_ORGANISATION) {
            add_organisation(items, vocab, entity);
        } else if (entity->type == ENTITY_DATE) {
            add_item(items, MASK_DATE, entity->start, entity->end, known);
        } else if (entity->type == ENTITY_URL) {
            add_address(items, vocab, text->text, entity);
        } else if (entity->type == ENTITY_AUTHORITY) {
            /* A district's name is a place: its county holds the duty. */
            bool holds = entity->authority && entity->authority->children;
            known.authority = holds ? entity->authority : NULL;
            add_item(items, holds ? MASK_AUTHORITY : MASK_ORGANISATION, entity->start,
                     entity->end, known);
        }
    }
}

static void add_words(struct lexicon_items *items, const struct lexicon *lexicon,
                      const struct match_words *words)
{
    struct match_hit hit;
    for (size_t at = 0; match_find(lexicon->match, words, at, &hit); at = hit.behind) {
        const struct word *word = &lexicon->words[hit.values[0]];
        add_item(items, word->kind, hit.start, hit.end,
                 (struct lexicon_known){.value = word->value});
    }
}

/* Areas in people's own words; "the way Kent is led" names the council too. */
static void add_phrases(struct lexicon_items *items, const struct lexicon *lexicon,
                        const struct match_words *words, size_t named)
{
    struct grammar_hit hit;
    grammar_read(lexicon->areas, words, &items->reading);
    for (size_t i = 0; i < named; i++)
        if (items->items[i].kind == MASK_AUTHORITY)
            grammar_note(&items->reading, named_council, items->items[i].start,
                         items->items[i].end);
    size_t from = 0;
    for (size_t at = 0; grammar_find(&items->reading, at, &hit); at = hit.behind) {
        struct lexicon_known known = {.value = hit.name, .loose = true};
        while (from < named && items->items[from].start < hit.start)
            from++;
        for (size_t i = from; i < named && items->items[i].end <= hit.end; i++)
            if (lexicon_known(&items->items[i])->authority)
                known.authority = lexicon_known(&items->items[i])->authority;
        add_item(items, span_is(hit.use, "people") ? MASK_PEOPLE : MASK_AREA, hit.start, hit.end,
                 known);
    }
}

/* By start; of two that start together the longer first, and then the lexicon's word, which
 * knows that a board is an area, and "leaders" one of their own. */
static int rank(const struct mask_item *item)
{
    return lexicon_known(item)->loose ? 2 : item->kind == MASK_ORGANISATION;
}

static int by_start(const void *a, const void *b)
{
    const struct mask_item *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    if (left->end != right->end)
        return left->end > right->end ? -1 : 1;
    return rank(left) - rank(right);
}

/* "Essex Constabulary": the last word of an organisation's name tells what it is. */
static void tell_kind(struct mask_item *organisation, const struct mask_item *word)
{
    if (organisation->kind == MASK_ORGANISATION && word->kind == MASK_SUBJECT &&
        organisation->end == word->end) {
        organisation->kind = MASK_SUBJECT;
        organisation->what = word->what;
    }
}

/* Leaves out what begins within another: all but the council of "the [City of London]". A phrase
 * with an area's own name in it is no loose one. */
static size_t keep_apart(struct mask_item *items, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        struct mask_item *last = kept ? &items[kept - 1] : NULL;
        if (last && items[i].start < last->end && last->kind == MASK_COUNCIL &&
            items[i].kind == MASK_AUTHORITY)
            last = --kept ? &items[kept - 1] : NULL;
        if (!last || items[i].start >= last->end)
            items[kept++] = items[i];
        else if (items[i].kind == MASK_AREA && !lexicon_known(&items[i])->loose)
            ((struct lexicon_known *)last->what)->loose = false;
        else
            tell_kind(last, &items[i]);
    }
    return kept;
}

void lexicon_find(const struct lexicon *lexicon, const struct vocab *vocab,
                  const struct lexicon_text *text, struct lexicon_items *items)
{
    items->count = 0;
    mem_arena_reset(&items->arena);
    add_entities(items, vocab, text);
    size_t named = items->count;
    add_words(items, lexicon, text->words);
    add_phrases(items, lexicon, text->words, named);
    if (items->count)
        qsort(items->items, items->count, sizeof *items->items, by_start);
    items->count = keep_apart(items->items, items->count);
}

void lexicon_items_free(struct lexicon_items *items)
{
    free(items->items);
    match_words_free(&items->address);
    grammar_reading_free(&items->reading);
    mem_arena_free(&items->arena);
    *items = (struct lexicon_items){0};
}

const struct lexicon_known *lexicon_known(const struct mask_item *item)
{
    return item->what;
}

bool lexicon_is_grade(const struct mask_item *item)
{
    return item->kind == MASK_GRADE || item->kind == MASK_REQUIRES || item->kind == MASK_STARS ||
           item->kind == MASK_PERFORMS || item->kind == MASK_THIS || item->kind == MASK_SAME ||
           item->kind == MASK_LOWEST || item->kind == MASK_HIGHEST ||
           item->kind == MASK_STEPS || item->kind == MASK_DIGIT;
}

#include "appraisal.h"

#include "err.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "spelling.h"

enum {
    PLACEHOLDER = 3,   /* bytes of one */
    POSSESSOR_GAP = 24, /* bytes between a possessor and what it has */
    CARE_WORDS = 2      /* counted things of a service that tell what a document is about */
};

struct appraisal {
    struct match *match; /* values are indexes of `words` */
    struct appraisal_word *words;
    size_t count, room;
    size_t opinions; /* the first so many are lines of opinions.csv */
};

/* ---- loading
 * -------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum mask_kind kind;
} kinds[] = {{"adjective", MASK_ADJECTIVE},
             {"quality", MASK_QUALITY},
             {"noun", MASK_NOUN},
             {"verb", MASK_VERB},
             {"blame", MASK_BLAME},
             {"verdict", MASK_VERDICT},
             {"manner", MASK_MANNER},
             {"saying", MASK_SAYING},
             {"service", MASK_SERVICE},
             {"council", MASK_COUNCIL},
             {"aspect", MASK_AREA},
             {"inspectorate", MASK_INSPECTORATE},
             {"government", MASK_GOVERNMENT},
             {"other", MASK_SUBJECT},
             {"measured", MASK_MEASURED},
             {"wait", MASK_WAIT},
             {"trait", MASK_TRAIT},
             {"state", MASK_STATE},
             {"share", MASK_SHARE},
             {"none", MASK_TAKEN}, /* a longer name that only looks like one of the others */
             {"number", MASK_NUMBER}};

static enum mask_kind kind_named(const struct table_sheet *sheet, size_t row,
                                 struct span name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (span_is(name, kinds[i].name))
            return kinds[i].kind;
    err_die("%s:%zu: no kind '%.*s'", sheet->path, sheet->lines[row], (int)name.length,
            name.at);
    return MASK_SUBJECT;
}

/* "-1" or "2"; anything else is told with its place. */
static int small_number(const struct table_sheet *sheet, size_t row, size_t column, int least,
                        int most)
{
    struct span cell = table_cell(sheet, row, column);
    bool minus = cell.length == 2 && cell.at[0] == '-';
    char digit = cell.length == 1 ? cell.at[0] : minus ? cell.at[1] : 'x';
    int value =
        digit >= '0' && digit <= '9' ? (minus ? '0' - digit : digit - '0') : most + 1;
    if (value < least || value > most || value == 0)
        err_die("%s:%zu: %.*s '%.*s'", sheet->path, sheet->lines[row],
                (int)sheet->columns[column].length, sheet->columns[column].at,
                (int)cell.length, cell.at);
    return value;
}

/* Adds the forms of a line: "fail|fails|failed". */
static void add_word(struct appraisal *appraisal, const struct places_walk *walk,
                     struct appraisal_word word)
{
    struct span form, forms = places_cell(walk, "words");
    struct buf spelt = {0};
    if (span_find_byte(forms, '(') < forms.length) {
        if (!spelling_forms(forms, &spelt))
            err_die("%s:%zu: words '%.*s': more than %d forms, more than %d choices in one, or a "
                    "bracket without its other",
                    walk->sheet->path, walk->sheet->lines[walk->row], (int)forms.length, forms.at,
                    SPELLING_FORMS_MAX, SPELLING_CHOICES_MAX);
        forms = buf_span(&spelt);
    }
    appraisal->words = mem_grow(appraisal->words, &appraisal->room, appraisal->count + 1,
                                sizeof *appraisal->words);
    appraisal->words[appraisal->count] = word;
    while (forms.length && span_split(&forms, '|', &form))
        match_add(appraisal->match, span_trim(form), (uint32_t)appraisal->count);
    appraisal->count++;
    buf_free(&spelt);
}

static void load_opinions(struct appraisal *appraisal, struct places *places)
{
    static const char *const names[] = {"frame", "polarity", "intensity", "example", "counter"};
    enum { FRAME, POLARITY, INTENSITY, EXAMPLE, COUNTER, COLUMNS };
    size_t columns[COLUMNS] = {0};
    const struct table_sheet *sheet = NULL;
    struct places_walk walk = places_walk(places, "vocab/opinions.csv");
    while (places_next(&walk)) {
        size_t row = walk.row;
        for (size_t i = 0; walk.sheet != sheet && i < COLUMNS; i++)
            columns[i] = places_column(walk.sheet, names[i]);
        sheet = walk.sheet;
        add_word(appraisal, &walk,
                 (struct appraisal_word){
                     .kind = kind_named(sheet, row, table_cell(sheet, row, columns[FRAME])),
                     .line = sheet->lines[row],
                     .polarity = small_number(sheet, row, columns[POLARITY], -1, 1),
                     .intensity = small_number(sheet, row, columns[INTENSITY], 1, 3),
                     .example = table_cell(sheet, row, columns[EXAMPLE]),
                     .counter = table_cell(sheet, row, columns[COUNTER])});
    }
    appraisal->opinions = appraisal->count;
}

static void load_targets(struct appraisal *appraisal, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/opinion_targets.csv");
    while (places_next(&walk))
        add_word(appraisal, &walk,
                 (struct appraisal_word){
                     .kind = kind_named(walk.sheet, walk.row, places_cell(&walk, "kind")),
                     .target = places_cell(&walk, "target"),
                     .note = places_cell(&walk, "scope")});
}

static void load_measured(struct appraisal *appraisal, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/measured.csv");
    while (places_next(&walk))
        add_word(appraisal, &walk,
                 (struct appraisal_word){
                     .kind = kind_named(walk.sheet, walk.row, places_cell(&walk, "kind")),
                     .note = places_cell(&walk, "unit"),
                     .area = places_cell(&walk, "area"),
                     .told = span_is(places_cell(&walk, "bare"), "told")});
}

struct appraisal *appraisal_load(struct places *places, const struct vocab *vocab)
{
    struct appraisal *appraisal = mem_new(1, sizeof *appraisal);
    appraisal->match = match_new_beside(vocab->match);
    load_opinions(appraisal, places);
    load_targets(appraisal, places);
    load_measured(appraisal, places);
    return appraisal;
}

void appraisal_free(struct appraisal *appraisal)
{
    if (!appraisal)
        return;
    match_free(appraisal->match);
    free(appraisal->words);
    free(appraisal);
}

size_t appraisal_count(const struct appraisal *appraisal)
{
    return appraisal->opinions;
}

const struct appraisal_word *appraisal_word(const struct appraisal *appraisal,
                                            size_t number)
{
    return &appraisal->words[number];
}

/* ---- one document
 * --------------------------------------------------------------------------- */

const struct appraisal_known *appraisal_known(const struct mask_item *item)
{
    return item->what;
}

bool appraisal_is_target(enum mask_kind kind)
{
    return kind == MASK_AUTHORITY || kind == MASK_COUNCIL || kind == MASK_SERVICE ||
           kind == MASK_AREA || kind == MASK_INSPECTORATE || kind == MASK_GOVERNMENT;
}

static void add_item(struct appraisal_document *document, struct appraisal_items *items,
                     struct mask_item item, struct appraisal_known known)
{
    if (items == &document->opinions && document->no_opinions)
        return;
    struct appraisal_known *kept = mem_arena_new(&document->arena, 1, sizeof *kept);
    *kept = known;
    item.what = kept;
    items->items =
        mem_grow(items->items, &items->room, items->count + 1, sizeof *items->items);
    items->items[items->count++] = item;
}

/* "a school in Essex": the council's name only says where. */
static bool is_place(struct span text, const struct entity *entity)
{
    static const char *const words[] = {
        " in ",     " at ", " near ", " outside ", " across ", " from ",      " to ",
        " around ", "In ",  "At ",    "Across ",   " within ", " throughout "};
    struct span before =
        span_part(text, entity->start < 12 ? 0 : entity->start - 12, entity->start);
    if (!span_equal(span_part(text, entity->start, entity->end), entity->name))
        return false; /* "Essex County Council" is the body */
    return span_ends_any(before, words, sizeof words / sizeof *words);
}

/* A trust or board that is nobody's children's service is no target: the NHS's,
 * charities'. */
static bool is_service_body(const struct vocab *vocab, const struct entity *entity)
{
    if (span_is(entity->subtype, "board"))
        return span_find(entity->name, span_of("Safeguarding")) < entity->name.length;
    for (size_t i = 0; i < vocab->trust_count; i++)
        if (span_equal(vocab->trusts[i].name, entity->name))
            return true;
    return false;
}

static enum mask_kind kind_of_organisation(const struct vocab *vocab,
                                           const struct entity *entity)
{
    if (span_is(entity->subtype, "inspectorate"))
        return MASK_INSPECTORATE;
    if (span_is(entity->subtype, "government"))
        return MASK_GOVERNMENT;
    return is_service_body(vocab, entity) ? MASK_SERVICE : MASK_ORGANISATION;
}

/* MASK_KINDS for what the masks leave as text. */
static enum mask_kind kind_of_entity(const struct appraisal_document *document,
                                     const struct entity *entity)
{
    switch (entity->type) {
    case ENTITY_AUTHORITY:
        return !entity->authority                        ? MASK_ORGANISATION
               : is_place(document->source.text, entity) ? MASK_PLACE
                                                         : MASK_AUTHORITY;
    case ENTITY_ORGANISATION:
        return kind_of_organisation(document->vocab, entity);
    case ENTITY_PERSON:
        return MASK_PERSON;
    case ENTITY_PROGRAMME:
        return MASK_ORGANISATION;
    case ENTITY_SERVICE:
        return MASK_SERVICE;
    case ENTITY_DATE:
        return MASK_DATE;
    case ENTITY_PERCENT:
        return MASK_PERCENT;
    case ENTITY_DURATION:
        return MASK_DURATION;
    case ENTITY_MONEY:
        return MASK_MONEY;
    default:
        return MASK_KINDS;
    }
}

static void add_entities(struct appraisal_document *document)
{
    for (size_t i = 0; i < document->entities->count; i++) {
        const struct entity *entity = &document->entities->items[i];
        struct mask_item item = {kind_of_entity(document, entity), entity->start,
                                 entity->end, 0, NULL};
        if (item.kind == MASK_KINDS || item.end > document->source.text.length)
            continue;
        add_item(document, &document->opinions, item,
                 (struct appraisal_known){NULL, entity});
        add_item(document, &document->findings, item,
                 (struct appraisal_known){NULL, entity});
        bool bare = span_equal(entity->name,
                               span_part(document->source.text, item.start, item.end));
        document->about_services = document->about_services ||
                                   item.kind == MASK_SERVICE ||
                                   item.kind == MASK_INSPECTORATE;
        document->about_councils =
            document->about_councils || (item.kind == MASK_AUTHORITY && !bare);
    }
}

static const struct vocab_authority *only_authority(const struct entities *entities)
{
    const struct vocab_authority *only = NULL;
    for (size_t i = 0; i < entities->count; i++) {
        const struct vocab_authority *authority = entities->items[i].authority;
        if (entities->items[i].type != ENTITY_AUTHORITY || !authority)
            continue;
        if (only && only != authority)
            return NULL;
        only = authority;
    }
    return only;
}

static bool is_measuring(enum mask_kind kind)
{
    return kind == MASK_MEASURED || kind == MASK_WAIT || kind == MASK_SHARE ||
           kind == MASK_NUMBER;
}

static void add_words(const struct appraisal *appraisal,
                      struct appraisal_document *document)
{
    struct match_hit hit;
    size_t told = 0;
    for (size_t at = 0; match_find(appraisal->match, document->words, at, &hit);
         at = hit.behind)
        for (size_t v = 0; v < hit.count; v++) {
            const struct appraisal_word *word = &appraisal->words[hit.values[v]];
            struct mask_item item = {word->kind, hit.start, hit.end, 0, NULL};
            struct appraisal_known known = {word, NULL};
            if (!is_measuring(word->kind))
                add_item(document, &document->opinions, item, known);
            if (is_measuring(word->kind) || appraisal_is_target(word->kind))
                add_item(document, &document->findings, item, known);
            document->about_services =
                document->about_services || word->kind == MASK_SERVICE;
            document->about_councils =
                document->about_councils || word->kind == MASK_COUNCIL;
            document->about_services =
                document->about_services ||
                (word->kind == MASK_MEASURED && span_is(word->note, "service"));
            told += word->told;
        }
    document->about_care = told >= CARE_WORDS || (told && document->about_councils);
}

static void add_grades(const struct judgements *judgements,
                       struct appraisal_document *document)
{
    for (size_t i = 0; i < judgements->count; i++) {
        struct mask_item item = {MASK_GRADE, judgements->items[i].start,
                                 judgements->items[i].end, 0, NULL};
        add_item(document, &document->opinions, item,
                 (struct appraisal_known){NULL, NULL});
        add_item(document, &document->findings, item,
                 (struct appraisal_known){NULL, NULL});
    }
}

/* Of two that begin together the longer stands; of two of one length a grade, then a word
 * that numbers are told of, then an entity. */
static int precedence(const struct mask_item *item)
{
    if (item->kind == MASK_GRADE)
        return 0;
    if (item->kind == MASK_MEASURED || item->kind == MASK_WAIT)
        return 1;
    return appraisal_known(item)->entity ? 2 : 3;
}

static int by_start(const void *a, const void *b)
{
    const struct mask_item *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    if (left->end != right->end)
        return left->end > right->end ? -1 : 1;
    return precedence(left) - precedence(right);
}

/* "the department" is the beginning of a name: "the Department for Education". */
static bool begins_name(const struct appraisal_items *items, size_t item)
{
    const struct mask_item *word = &items->items[item];
    for (size_t i = item + 1; i < items->count && items->items[i].start < word->end; i++)
        if (items->items[i].end > word->end && appraisal_known(&items->items[i])->entity)
            return !appraisal_known(word)->entity;
    return false;
}

static void settle(struct appraisal_items *items)
{
    size_t kept = 0;
    if (items->count)
        qsort(items->items, items->count, sizeof *items->items, by_start);
    for (size_t i = 0; i < items->count; i++)
        if ((kept == 0 || items->items[i].start >= items->items[kept - 1].end) &&
            !begins_name(items, i))
            items->items[kept++] = items->items[i];
    items->count = kept;
}

void appraisal_read(const struct appraisal *appraisal,
                    const struct judgements *judgements,
                    struct appraisal_document *document)
{
    mem_arena_reset(&document->arena);
    document->opinions.count = document->findings.count = 0;
    document->about_services = document->about_councils = document->about_care = false;
    add_entities(document);
    document->only = only_authority(document->entities);
    add_words(appraisal, document);
    add_grades(judgements, document);
    settle(&document->opinions);
    settle(&document->findings);
    resolve_start(&document->focus, document->vocab, &document->source,
                  document->entities);
}

void appraisal_document_free(struct appraisal_document *document)
{
    free(document->opinions.items);
    free(document->findings.items);
    mem_arena_free(&document->arena);
}

/* ---- sentence by sentence
 * ------------------------------------------------------------------- */

/* What the sentence read last leaves in mind: the last target that is no inspectorate. */
static void remember(struct appraisal_reader *reader, size_t first, size_t behind)
{
    for (size_t i = first; i < behind; i++) {
        const struct mask_item *item = &reader->items->items[i];
        if (!appraisal_is_target(item->kind) || item->kind == MASK_INSPECTORATE)
            continue;
        reader->topic = item;
        reader->topic_block = reader->block;
    }
}

static void find_block(struct appraisal_reader *reader)
{
    const struct judgement_blocks *blocks = reader->document->blocks;
    while (reader->block < blocks->count &&
           blocks->items[reader->block].end <= reader->start)
        reader->block++;
}

void appraisal_open(struct appraisal_reader *reader,
                    const struct appraisal_document *document,
                    const struct appraisal_items *items)
{
    *reader = (struct appraisal_reader){
        .document = document, .items = items, .focus = document->focus};
}

bool appraisal_next(struct appraisal_reader *reader, unsigned long long wanted)
{
    const struct appraisal_document *document = reader->document;
    const struct appraisal_items *items = reader->items;
    while (reader->sentence < document->sentences->count && reader->item < items->count) {
        const struct sentence *sentence = &document->sentences->items[reader->sentence++];
        while (reader->item < items->count &&
               items->items[reader->item].start < sentence->start)
            reader->item++; /* one that two sentences share */
        size_t first = reader->item, behind = first;
        bool found = false;
        if (first == items->count || items->items[first].start >= sentence->end)
            continue;
        for (; behind < items->count && items->items[behind].start < sentence->end;
             behind++)
            found = found || (wanted >> items->items[behind].kind & 1);
        remember(reader, reader->first, reader->first + reader->mask.count);
        reader->first = first;
        reader->item = behind;
        reader->start = sentence->start;
        reader->end = sentence->end;
        find_block(reader);
        if (items->items[behind - 1].end > sentence->end)
            behind--;
        reader->mask.count = 0;
        if (found && sentence->end - sentence->start <= APPRAISAL_SENTENCE_MAX) {
            mask_make(&reader->mask, document->source.text, sentence->start,
                      sentence->end, items->items + first, behind - first);
            return true;
        }
        remember(reader, first, behind);
    }
    return false;
}

void appraisal_reader_free(struct appraisal_reader *reader)
{
    mask_free(&reader->mask);
}

/* ---- whose
 * ---------------------------------------------------------------------------------- */

static const struct vocab_authority *authority_at(const struct appraisal_reader *reader,
                                                  size_t item)
{
    const struct entity *entity = appraisal_known(&reader->mask.items[item])->entity;
    return entity ? entity->authority : NULL;
}

const struct vocab_authority *appraisal_in_focus(struct appraisal_reader *reader)
{
    const struct judgement_blocks *blocks = reader->document->blocks;
    size_t block_start = reader->block < blocks->count
                             ? blocks->items[reader->block].start
                             : reader->start;
    const struct vocab_authority *focus =
        resolve_at(&reader->focus, block_start, reader->start);
    return focus ? focus : reader->document->only;
}

/* Bytes of the masked text between two items. */
static struct span between(const struct appraisal_reader *reader, size_t left,
                           size_t right)
{
    return span_part(buf_span(&reader->mask.text),
                     reader->mask.items[left].at + PLACEHOLDER,
                     reader->mask.items[right].at);
}

const struct vocab_authority *appraisal_authority(struct appraisal_reader *reader,
                                                  size_t item)
{
    const struct mask *mask = &reader->mask;
    const struct appraisal_known *known = appraisal_known(&mask->items[item]);
    if (authority_at(reader, item))
        return authority_at(reader, item);
    if (mask->items[item].kind == MASK_INSPECTORATE ||
        mask->items[item].kind == MASK_GOVERNMENT ||
        (known->word && span_is(known->word->note, "plural")))
        return NULL;
    if (item + 1 < mask->count && mask->items[item + 1].kind == MASK_PLACE &&
        between(reader, item, item + 1).length <= 8)
        return authority_at(reader, item + 1); /* "services in Essex" */
    for (size_t i = item; i-- > 0;)
        if (authority_at(reader, i))
            return authority_at(reader, i);
    for (size_t i = item + 1; i < mask->count; i++)
        if (authority_at(reader, i))
            return authority_at(reader, i);
    return appraisal_in_focus(reader);
}

/* What is evaluated, by its kind and words, where no authority is known. */
static struct span target_name(const struct mask_item *item)
{
    const struct appraisal_known *known = appraisal_known(item);
    return known->entity ? known->entity->name : known->word->target;
}

/* "Ofsted's inspection regime" is Ofsted's: the number of what an aspect belongs to by
 * the words before it, else its own. */
static size_t possessor(const struct appraisal_reader *reader, size_t item)
{
    const struct mask *mask = &reader->mask;
    if (item == 0 || item >= mask->count || mask->items[item].kind != MASK_AREA ||
        !appraisal_is_target(mask->items[item - 1].kind) ||
        mask->items[item - 1].kind == MASK_AREA)
        return item;
    struct span gap = between(reader, item - 1, item);
    bool possessive =
        span_starts(gap, span_of("'")) || span_starts(gap, span_of("\xE2\x80\x99"));
    return possessive && gap.length <= POSSESSOR_GAP ? item - 1 : item;
}

bool appraisal_set_target(struct appraisal_reader *reader, const struct mask_item *item,
                          struct judgement *judgement)
{
    const struct span text = reader->document->source.text;
    size_t number = reader->mask.count;
    for (size_t i = 0; item && i < reader->mask.count; i++)
        if (reader->mask.items[i].start == item->start)
            number = possessor(reader, i);
    if (number < reader->mask.count)
        item = &reader->mask.items[number];
    bool own = item && appraisal_known(item)->entity && appraisal_known(item)->entity->authority;
    if (own)
        judgement->authority = appraisal_known(item)->entity->authority;
    else if (number < reader->mask.count)
        judgement->authority = appraisal_authority(reader, number);
    else if (!item || (item->kind != MASK_INSPECTORATE && item->kind != MASK_GOVERNMENT))
        judgement->authority = appraisal_in_focus(reader);
    if (judgement->authority)
        judgement->target = judgement->authority->name;
    else if (item)
        judgement->target = target_name(item);
    if (item && !own)
        judgement->named_as = span_part(text, item->start, item->end);
    return judgement->target.length > 0;
}

void appraisal_set_date(struct appraisal_reader *reader, size_t item,
                        struct judgements *judgements, struct judgement *judgement)
{
    const struct mask *mask = &reader->mask;
    const struct entity *best = NULL;
    size_t distance = SIZE_MAX, at = item < mask->count ? mask->items[item].at : 0;
    for (size_t i = 0; i < mask->count; i++) {
        const struct entity *entity = appraisal_known(&mask->items[i])->entity;
        if (mask->items[i].kind != MASK_DATE || !entity->value.length)
            continue;
        size_t apart =
            mask->items[i].at > at ? mask->items[i].at - at : at - mask->items[i].at;
        if (apart < distance) {
            distance = apart;
            best = entity;
        }
    }
    if (best) {
        judgement->date = best->value;
        judgement->date_basis =
            span_of(span_is(best->rule, "date.relative") ? "relative" : "stated");
        return;
    }
    judgement->date = judgements_date(judgements, reader->document->source.date);
    judgement->date_basis = span_of("document");
}

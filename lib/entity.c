#include "entity.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sentence.h"
#include "utf8.h"

enum { CUE_WORDS = 3 /* of the longest cue that stands before a name */ };

/* One document while it is being tagged. */
struct tagger {
    struct entities *entities;
    const struct vocab *vocab;
    const struct entity_source *source;
    struct span text;
    struct match_words words, cue_words;
    struct sentences sentences;
    const struct vocab_authority **strong; /* bodies named beyond doubt */
    size_t strong_count, strong_room;
};

void entity_source(struct rec *rec, struct entity_source *source)
{
    struct when_date last;
    *source = (struct entity_source){.text = rec_string(rec, "text"),
                                     .title = rec_string(rec, "title"),
                                     .publisher = rec_string(rec, "publisher")};
    if (!source->text.at)
        source->text = (struct span){"", 0};
    if (!when_parse(rec_string(rec, "date"), &source->date, &last))
        source->date = (struct when_date){0};
}

static struct entity *add(struct entities *entities, struct entity entity)
{
    entities->items =
        mem_grow(entities->items, &entities->room, entities->count + 1, sizeof *entities->items);
    entities->items[entities->count] = entity;
    return &entities->items[entities->count++];
}

/* Every word of a name but "and", "of", "upon", "the" begins with a capital or digit. */
static bool is_capitalised(struct span surface)
{
    bool inside = false;
    for (size_t at = 0; at < surface.length;) {
        uint32_t point;
        size_t length = utf8_decode(span_part(surface, at, surface.length), &point);
        bool word = utf8_is_word(point) || utf8_fold(point) == '\'';
        if (word && !inside && utf8_is_letter(point) && !utf8_is_upper(point)) {
            struct span rest = span_part(surface, at, surface.length);
            static const char *const small[] = {"and", "of", "upon", "the", "on", "in", "under",
                                                "le", "y", "for", "with", "council"};
            size_t i = 0, count = sizeof small / sizeof *small;
            while (i < count && !(span_starts(rest, span_of(small[i])) &&
                                  (rest.length == strlen(small[i]) ||
                                   !utf8_is_word((unsigned char)rest.at[strlen(small[i])]))))
                i++;
            if (i == count)
                return false;
        }
        inside = word;
        at += length;
    }
    return true;
}

static bool is_all_lower(struct span surface)
{
    for (size_t at = 0; at < surface.length;) {
        uint32_t point;
        at += utf8_decode(span_part(surface, at, surface.length), &point);
        if (utf8_is_upper(point))
            return false;
    }
    return true;
}

/* The day spoken of at a place: a full date of its sentence, else the document's, else none. */
static long day_at(const struct tagger *tagger, size_t byte)
{
    size_t i = sentences_at(&tagger->sentences, byte);
    if (i < tagger->sentences.count) {
        struct span sentence = span_part(tagger->text, 0, tagger->sentences.items[i].end);
        struct when when;
        size_t at = tagger->sentences.items[i].start;
        while (when_find(sentence, at, &when)) {
            if (when.kind == WHEN_ABSOLUTE)
                return when_first_day(when.to);
            at = when.end;
        }
    }
    return tagger->source->date.year ? when_last_day(tagger->source->date) : 0;
}

/* Candidates of a hit that its spelling allows. A spelling from the registers beats one that a
 * form made for another body. */
static size_t spelled_candidates(const struct tagger *tagger, const struct match_hit *hit,
                                 struct vocab_name found[VOCAB_BODIES_MAX])
{
    struct span surface = span_part(tagger->text, hit->start, hit->end);
    size_t count = 0;
    bool registered = false;
    for (size_t i = 0; i < hit->count && count < VOCAB_BODIES_MAX; i++) {
        const struct vocab_name *name = &tagger->vocab->names[hit->values[i]];
        if (name->exact && !span_equal(name->text, surface))
            continue;
        registered = registered || (name->kind == VOCAB_AUTHORITY &&
                                    strcmp(name->rule, "authority_forms") != 0);
        found[count++] = *name;
    }
    if (!registered)
        return count;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (found[i].kind != VOCAB_AUTHORITY || strcmp(found[i].rule, "authority_forms") != 0)
            found[kept++] = found[i];
    return kept;
}

static void add_candidate(struct entity *entity, const struct vocab_authority *authority)
{
    for (size_t i = 0; i < entity->candidate_count; i++)
        if (entity->candidates[i] == authority)
            return;
    if (entity->candidate_count < VOCAB_BODIES_MAX)
        entity->candidates[entity->candidate_count++] = authority;
}

/* Keeps the candidates that pass, where any does. */
static void prefer(struct entity *entity, bool (*passes)(const struct vocab_authority *, long),
                   long day)
{
    size_t kept = 0;
    for (size_t i = 0; i < entity->candidate_count; i++)
        if (passes(entity->candidates[i], day))
            entity->candidates[kept++] = entity->candidates[i];
    if (kept)
        entity->candidate_count = kept;
}

static bool has_duty(const struct vocab_authority *authority, long day)
{
    (void)day;
    return authority->children;
}

/* Without a date, what still exists comes before what does not. */
static bool exists(const struct vocab_authority *authority, long day)
{
    return day ? vocab_existed(authority, day) : authority->to == VOCAB_OPEN;
}

/* The hit of cue words right behind (or before) the words of a name. */
static bool beside(const struct tagger *tagger, size_t first, size_t behind, bool before,
                   struct match_hit *hit)
{
    const struct match_words *words = &tagger->cue_words;
    const struct match *match = tagger->vocab->cue_match;
    if (!before)
        return behind < words->count && words->items[behind].joined &&
               match_find(match, words, behind, hit) && hit->first == behind;
    if (!words->items[first].joined)
        return false;
    for (size_t back = first < CUE_WORDS ? 0 : first - CUE_WORDS; back < first; back++)
        if (match_find(match, words, back, hit) && hit->first == back && hit->behind == first)
            return true;
    return false;
}

/* Cues right beside a bare name: 1 for, -1 against, 0 none; what stands behind it goes first. */
static int cue_weight(const struct tagger *tagger, size_t first, size_t behind)
{
    struct match_hit hit;
    for (int before = 0; before <= 1; before++) {
        if (!beside(tagger, first, behind, before, &hit))
            continue;
        for (size_t i = 0; i < hit.count; i++) {
            const struct vocab_cue *cue = &tagger->vocab->cues[hit.values[i]];
            if (cue->before == (before == 1) && cue->weight)
                return cue->weight;
        }
    }
    return 0;
}

/* A bare name that is part of an organisation's: adds the organisation. *behind is the word
 * behind it. */
static bool add_formed(struct tagger *tagger, const struct match_hit *name,
                       const struct vocab_name *names, size_t count, size_t *behind)
{
    const struct vocab *vocab = tagger->vocab;
    struct match_hit hit;
    if (names[0].kind != VOCAB_AUTHORITY || names[0].made)
        return false;
    for (int before = 0; before <= 1; before++) {
        if (!beside(tagger, name->first, name->behind, before, &hit))
            continue;
        for (size_t i = 0; i < hit.count; i++) {
            const struct vocab_cue *form = &vocab->cues[hit.values[i]];
            if (form->before != (before == 1) || !form->canonical.length)
                continue;
            struct span surface = span_part(tagger->text, name->start, name->end);
            struct entity entity = {.type = ENTITY_ORGANISATION,
                                    .start = before ? hit.start : name->start,
                                    .end = before ? name->end : hit.end,
                                    .type_name = span_of("organisation"),
                                    .subtype = form->subtype,
                                    .via = span_of("name"),
                                    .rule = span_of("organisation_forms")};
            if (!is_capitalised(surface))
                return false;
            entity.name = vocab_fill(&tagger->entities->arena, form->canonical,
                                     count > 1 ? surface
                                               : vocab->authorities[names[0].index].name);
            add(tagger->entities, entity);
            *behind = before ? name->behind : hit.behind;
            return true;
        }
    }
    return false;
}

static bool begins_sentence(const struct tagger *tagger, size_t byte)
{
    size_t i = sentences_at(&tagger->sentences, byte);
    return i < tagger->sentences.count && tagger->sentences.items[i].start == byte;
}

static void note_strong(struct tagger *tagger, const struct vocab_authority *authority)
{
    tagger->strong = mem_grow(tagger->strong, &tagger->strong_room, tagger->strong_count + 1,
                              sizeof *tagger->strong);
    tagger->strong[tagger->strong_count++] = authority;
}

static bool is_strong(const struct tagger *tagger, const struct vocab_authority *authority)
{
    for (size_t i = 0; i < tagger->strong_count; i++)
        if (tagger->strong[i] == authority)
            return true;
    return false;
}

/* A mention whose spelling and place allow an authority. False where they speak against it. */
static bool authority_mention(struct tagger *tagger, const struct match_hit *hit,
                              const struct vocab_name *names, size_t count, struct entity *entity)
{
    struct span surface = span_part(tagger->text, hit->start, hit->end);
    bool context = true, made = true;
    for (size_t i = 0; i < count; i++) {
        if (names[i].kind != VOCAB_AUTHORITY)
            continue;
        context = context && names[i].context;
        made = made && names[i].made;
        add_candidate(entity, &tagger->vocab->authorities[names[i].index]);
        entity->via = span_of(names[i].via);
        entity->rule = span_of(names[i].rule);
    }
    int cue = made ? 1 : cue_weight(tagger, hit->first, hit->behind);
    if (entity->candidate_count == 0 || is_all_lower(surface) || cue < 0 ||
        (!made && !is_capitalised(surface)))
        return false;
    entity->made = made;
    prefer(entity, exists, day_at(tagger, hit->start));
    if (context)
        return cue > 0 || !begins_sentence(tagger, hit->start) || hit->behind - hit->first > 1;
    return true;
}

static struct entity *add_hit(struct tagger *tagger, const struct match_hit *hit,
                              const struct vocab_name *names, size_t count)
{
    struct entity entity = {.start = hit->start, .end = hit->end};
    for (size_t i = 0; i < count; i++) {
        if (names[i].kind == VOCAB_AUTHORITY)
            continue;
        bool trust = names[i].kind == VOCAB_TRUST;
        const struct vocab_organisation *organisation =
            trust ? NULL : &tagger->vocab->organisations[names[i].index];
        entity.type = ENTITY_ORGANISATION;
        entity.type_name = span_of("organisation");
        entity.subtype = trust ? span_of("trust") : organisation->subtype;
        entity.name = trust ? tagger->vocab->trusts[names[i].index].name : organisation->canonical;
        entity.via = span_of(names[i].via);
        entity.rule = span_of(names[i].rule);
        return add(tagger->entities, entity);
    }
    entity.type = ENTITY_AUTHORITY;
    entity.type_name = span_of("authority");
    if (!authority_mention(tagger, hit, names, count, &entity))
        return NULL;
    return add(tagger->entities, entity);
}

/* Names of the title and publisher stand beyond doubt where they are official ones. */
static void note_strong_names(struct tagger *tagger, struct span text)
{
    struct match_words words = {0};
    struct match_hit hit;
    if (!text.at)
        return;
    match_split(tagger->vocab->match, text, &words);
    for (size_t at = 0; match_find(tagger->vocab->match, &words, at, &hit); at = hit.behind)
        for (size_t i = 0; i < hit.count; i++) {
            const struct vocab_name *name = &tagger->vocab->names[hit.values[i]];
            if (name->kind == VOCAB_AUTHORITY && !name->context && hit.count == 1)
                note_strong(tagger, &tagger->vocab->authorities[name->index]);
        }
    match_words_free(&words);
}

static void decide(struct entity *entity, const struct vocab_authority *authority, long day)
{
    entity->authority = authority;
    entity->name = authority->name;
    entity->id = vocab_gss(authority, day ? day : VOCAB_OPEN);
}

/* Who is meant: the only candidate, one named beyond doubt elsewhere, the one with the
 * children's duty; a bare town name of a district stays undecided. */
static void resolve_mention(struct tagger *tagger, struct entity *entity)
{
    long day = day_at(tagger, entity->start);
    if (entity->candidate_count > 1) {
        size_t strong = 0;
        for (size_t i = 0; i < entity->candidate_count; i++)
            if (is_strong(tagger, entity->candidates[i]) && strong++ == 0)
                entity->candidates[0] = entity->candidates[i];
        if (strong == 1)
            entity->candidate_count = 1;
    }
    prefer(entity, has_duty, day);
    if (entity->candidate_count != 1)
        return;
    const struct vocab_authority *authority = entity->candidates[0];
    if (authority->children || entity->made || is_strong(tagger, authority))
        decide(entity, authority, day);
}

static void find_names(struct tagger *tagger)
{
    struct match_hit hit;
    const struct vocab *vocab = tagger->vocab;
    match_split(vocab->match, tagger->text, &tagger->words);
    match_split(vocab->cue_match, tagger->text, &tagger->cue_words);
    for (size_t at = 0; match_find(vocab->match, &tagger->words, at, &hit);) {
        struct vocab_name names[VOCAB_BODIES_MAX];
        size_t count = spelled_candidates(tagger, &hit, names);
        if (count && add_formed(tagger, &hit, names, count, &at))
            continue;
        struct entity *entity = count ? add_hit(tagger, &hit, names, count) : NULL;
        if (entity && entity->candidate_count == 1 && entity->made)
            note_strong(tagger, entity->candidates[0]);
        at = count ? hit.behind : hit.first + 1;
    }
}

static void find_dates(struct tagger *tagger)
{
    struct when when;
    for (size_t at = 0; when_find(tagger->text, at, &when); at = when.end) {
        struct entity entity = {.type = ENTITY_DATE, .start = when.start, .end = when.end};
        char text[WHEN_TEXT];
        entity.type_name = span_of("date");
        entity.rule = span_of(when.kind == WHEN_ABSOLUTE  ? "date.absolute"
                              : when.kind == WHEN_PARTIAL ? "date.partial"
                                                          : "date.relative");
        entity.when = when;
        if (when_resolve(&entity.when, tagger->source->date)) {
            when_text(&entity.when, text);
            entity.value.length = strlen(text);
            entity.value.at =
                mem_arena_copy(&tagger->entities->arena, text, entity.value.length);
        }
        add(tagger->entities, entity);
    }
}

static int by_start(const void *a, const void *b)
{
    const struct entity *left = a, *right = b;
    if (left->start != right->start)
        return left->start < right->start ? -1 : 1;
    return (left->end < right->end) - (left->end > right->end);
}

void entities_find(struct entities *entities, const struct vocab *vocab,
                   const struct entity_source *source)
{
    struct tagger tagger = {
        .entities = entities, .vocab = vocab, .source = source, .text = source->text};
    entities->count = 0;
    mem_arena_reset(&entities->arena);
    sentences_split(&tagger.sentences, source->text);
    note_strong_names(&tagger, source->title);
    note_strong_names(&tagger, source->publisher);
    find_names(&tagger);
    for (size_t i = 0; i < entities->count; i++)
        if (entities->items[i].type == ENTITY_AUTHORITY)
            resolve_mention(&tagger, &entities->items[i]);
    find_dates(&tagger);
    if (entities->count)
        qsort(entities->items, entities->count, sizeof *entities->items, by_start);
    match_words_free(&tagger.words);
    match_words_free(&tagger.cue_words);
    sentences_free(&tagger.sentences);
    free(tagger.strong);
}

static void set_candidates(const struct entity *entity, struct rec *item)
{
    struct buf json = {0};
    buf_add_byte(&json, '[');
    for (size_t i = 0; i < entity->candidate_count; i++) {
        if (i)
            buf_add_byte(&json, ',');
        rec_encode_string(entity->candidates[i]->body, &json);
    }
    buf_add_byte(&json, ']');
    rec_set_raw(item, "candidates", buf_span(&json));
    buf_free(&json);
}

void entities_write(const struct entities *entities, struct span text, struct rec *rec)
{
    struct utf8_index index;
    struct buf json = {0};
    struct rec *item = rec_new();
    utf8_index_make(&index, text);
    buf_add_byte(&json, '[');
    for (size_t i = 0; i < entities->count; i++) {
        const struct entity *entity = &entities->items[i];
        rec_clear(item);
        rec_set_string(item, "type", entity->type_name);
        rec_set_string(item, "subtype", entity->subtype);
        rec_set_string(item, "text", span_part(text, entity->start, entity->end));
        rec_set_integer(item, "start", (long long)utf8_point_at(&index, entity->start));
        rec_set_integer(item, "end", (long long)utf8_point_at(&index, entity->end));
        rec_set_string(item, "name", entity->name);
        rec_set_string(item, "value", entity->value);
        rec_set_string(item, "id", entity->id);
        if (entity->authority)
            rec_set_string(item, "body", entity->authority->body);
        else if (entity->candidate_count)
            set_candidates(entity, item);
        rec_set_string(item, "via", entity->via);
        rec_set_string(item, "rule", entity->rule);
        buf_add_text(&json, i ? "," : "");
        rec_encode(item, &json);
    }
    buf_add_byte(&json, ']');
    rec_set_raw(rec, "entities", buf_span(&json));
    rec_free(item);
    buf_free(&json);
    utf8_index_free(&index);
}

static enum entity_type type_of(struct span name)
{
    return span_is(name, "authority")      ? ENTITY_AUTHORITY
           : span_is(name, "organisation") ? ENTITY_ORGANISATION
           : span_is(name, "date")         ? ENTITY_DATE
                                           : ENTITY_OTHER;
}

void entities_read(struct entities *entities, const struct vocab *vocab, struct span text,
                   struct rec *rec)
{
    struct utf8_index index;
    size_t count;
    struct rec **items = rec_items(rec, "entities", &count);
    entities->count = 0;
    utf8_index_make(&index, text);
    for (size_t i = 0; i < count; i++) {
        long long start, end;
        if (!rec_integer(items[i], "start", &start) || !rec_integer(items[i], "end", &end) ||
            start < 0 || end < start)
            continue;
        struct entity entity = {.start = utf8_byte_at(&index, (size_t)start),
                                .end = utf8_byte_at(&index, (size_t)end),
                                .type_name = rec_string(items[i], "type"),
                                .subtype = rec_string(items[i], "subtype"),
                                .name = rec_string(items[i], "name"),
                                .value = rec_string(items[i], "value"),
                                .rule = rec_string(items[i], "rule"),
                                .id = rec_string(items[i], "id")};
        entity.type = type_of(entity.type_name);
        if (entity.type == ENTITY_AUTHORITY)
            entity.authority = vocab_body(vocab, rec_string(items[i], "body"));
        add(entities, entity);
    }
    utf8_index_free(&index);
}

void entities_free(struct entities *entities)
{
    free(entities->items);
    mem_arena_free(&entities->arena);
    *entities = (struct entities){0};
}

#include "redact.h"

#include <stdlib.h>

#include "contact.h"
#include "match.h"
#include "mem.h"
#include "utf8.h"

static const struct {
    enum entity_type type;
    enum contact_kind contact;
    const char *label;
} labels[] = {{ENTITY_PHONE, CONTACT_PHONE, "[phone]"},
              {ENTITY_EMAIL, CONTACT_EMAIL, "[email]"},
              {ENTITY_POSTCODE, CONTACT_POSTCODE, "[postcode]"},
              {ENTITY_PERSON, CONTACT_URL, "[person]"}};

enum {
    LABELS = sizeof labels / sizeof *labels,
    PERSON_LABEL = LABELS - 1,
    NAME_BYTES_MIN = 4, /* of a name that is looked for within a mail address */
    NAMES_MAX = 1024    /* names that are */
};

/* What is taken out of the text, and where it stood and stands. */
struct cut {
    size_t start, end;         /* bytes of the old text */
    size_t new_start, new_end; /* of the new one */
};

struct redaction {
    const struct vocab *vocab;
    unsigned types;
    struct cut *cuts;
    size_t count, room;
    struct buf text;
    struct utf8_index old, new;
    struct match *people; /* their names as the text has them */
    struct span *names;   /* the words of these, in small letters without accents */
    size_t name_count, name_room;
    struct mem_arena arena;
};

bool redact_types(struct span list, unsigned *types)
{
    struct span name;
    *types = 0;
    while (span_split(&list, ',', &name)) {
        size_t i = 0;
        while (i < LABELS && !span_is(name, entity_type_name(labels[i].type)))
            i++;
        if (i == LABELS)
            return false;
        *types |= 1u << labels[i].type;
    }
    return *types != 0;
}

static const char *label_of(const struct redaction *redaction, enum entity_type type)
{
    for (size_t i = 0; i < LABELS; i++)
        if (labels[i].type == type && redaction->types & 1u << type)
            return labels[i].label;
    return NULL;
}

/* ---- the text
 * ------------------------------------------------------------------------------- */

/* Notes the words of a name, to be found in mail addresses. */
static void note_name(struct redaction *redaction, struct span surface)
{
    struct buf folded = {0};
    struct span rest, word;
    utf8_fold_text(&folded, surface);
    rest = buf_span(&folded);
    while (rest.length && span_split(&rest, ' ', &word)) {
        bool known = word.length < NAME_BYTES_MIN || redaction->name_count >= NAMES_MAX;
        for (size_t i = 0; i < redaction->name_count && !known; i++)
            known = span_equal(redaction->names[i], word);
        if (known)
            continue;
        redaction->names = mem_grow(redaction->names, &redaction->name_room,
                                    redaction->name_count + 1, sizeof *redaction->names);
        redaction->names[redaction->name_count++] = (struct span){
            mem_arena_copy(&redaction->arena, word.at, word.length), word.length};
    }
    buf_free(&folded);
}

/* Bytes of a mail address that stand before its @ and name a person; 0 where they do not. */
static size_t named_part(const struct redaction *redaction, struct span address)
{
    struct span local = span_part(address, 0, span_find_byte(address, '@'));
    struct buf folded = {0};
    size_t named = 0;
    utf8_fold_text(&folded, local);
    for (size_t i = 0; i < redaction->name_count && !named; i++)
        if (span_find(buf_span(&folded), redaction->names[i]) < folded.length)
            named = local.length;
    buf_free(&folded);
    return named;
}

static void note_people(struct redaction *redaction, struct span text,
                        const struct entities *entities)
{
    for (size_t i = 0; i < entities->count; i++) {
        const struct entity *entity = &entities->items[i];
        struct span surface = span_part(text, entity->start, entity->end);
        if (!label_of(redaction, ENTITY_PERSON) || entity->type != ENTITY_PERSON)
            continue;
        match_add(redaction->people, surface, 0);
        match_add(redaction->people, entity->name, 0);
        note_name(redaction, entity->name);
    }
}

/* Cuts what is to go, and drops the entities that stood inside it. */
static void cut_text(struct redaction *redaction, struct span text,
                     struct entities *entities)
{
    size_t kept = 0, done = 0;
    for (size_t i = 0; i < entities->count; i++) {
        struct entity *entity = &entities->items[i];
        const char *label = label_of(redaction, entity->type);
        size_t end = entity->end;
        if (entity->start < done)
            continue; /* inside what was cut */
        if (!label && entity->type == ENTITY_EMAIL) {
            end = entity->start +
                  named_part(redaction, span_part(text, entity->start, entity->end));
            label = end > entity->start ? labels[PERSON_LABEL].label : NULL;
        }
        if (label) {
            buf_add(&redaction->text, span_part(text, done, entity->start));
            redaction->cuts = mem_grow(redaction->cuts, &redaction->room,
                                       redaction->count + 1, sizeof *redaction->cuts);
            struct cut *cut = &redaction->cuts[redaction->count++];
            *cut = (struct cut){entity->start, end, redaction->text.length, 0};
            buf_add_text(&redaction->text, label);
            cut->new_end = redaction->text.length;
            done = end;
            entity->name = (struct span){NULL, 0};
        }
        entities->items[kept++] = *entity;
    }
    entities->count = kept;
    buf_add(&redaction->text, span_part(text, done, text.length));
}

/* Where a byte of the old text is in the new one; inside a cut, the label's start or end.
 */
static size_t moved(const struct redaction *redaction, size_t byte, bool end)
{
    size_t low = 0, high = redaction->count;
    while (low <
           high) { /* the last cut that begins before the byte, or at it for a start */
        size_t middle = low + (high - low) / 2;
        if (redaction->cuts[middle].start < byte + !end)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return byte;
    const struct cut *cut = &redaction->cuts[low - 1];
    if (byte < cut->end)
        return end ? cut->new_end : cut->new_start;
    return byte - cut->end + cut->new_end;
}

static void move_entities(const struct redaction *redaction, struct entities *entities)
{
    for (size_t i = 0; i < entities->count; i++) {
        struct entity *entity = &entities->items[i];
        entity->start = moved(redaction, entity->start, false);
        entity->end = moved(redaction, entity->end, true);
    }
}

/* ---- other strings
 * -------------------------------------------------------------------------- */

static void redact_contacts(const struct redaction *redaction, struct span text,
                            struct buf *out)
{
    struct contact contact;
    size_t done = 0;
    for (size_t at = 0; contact_find(text, at, &contact); at = contact.end) {
        for (size_t i = 0; i < PERSON_LABEL; i++)
            if (labels[i].contact == contact.kind &&
                redaction->types & 1u << labels[i].type) {
                buf_add(out, span_part(text, done, contact.start));
                buf_add_text(out, labels[i].label);
                done = contact.end;
            }
        struct span address = span_part(text, contact.start, contact.end);
        size_t named = contact.kind == CONTACT_EMAIL && done != contact.end
                           ? named_part(redaction, address)
                           : 0;
        if (named) {
            buf_add(out, span_part(text, done, contact.start));
            buf_add_text(out, labels[PERSON_LABEL].label);
            done = contact.start + named;
        }
    }
    buf_add(out, span_part(text, done, text.length));
}

/* Names of people that the text has, where a capital begins them. */
static void redact_people(const struct redaction *redaction, struct span text,
                          struct buf *out)
{
    struct match_words words = {0};
    struct match_hit hit;
    size_t done = 0;
    match_split(redaction->people, text, &words);
    for (size_t at = 0; match_find(redaction->people, &words, at, &hit);
         at = hit.behind) {
        uint32_t point;
        utf8_decode(span_part(text, hit.start, hit.end), &point);
        if (!utf8_is_upper(point))
            continue;
        buf_add(out, span_part(text, done, hit.start));
        buf_add_text(out, labels[PERSON_LABEL].label);
        done = hit.end;
    }
    buf_add(out, span_part(text, done, text.length));
    match_words_free(&words);
}

static void redact_string(const struct redaction *redaction, struct rec *rec,
                          const char *key)
{
    struct buf contacts = {0}, people = {0};
    struct span value = rec_string(rec, key);
    if (!value.length)
        return;
    redact_contacts(redaction, value, &contacts);
    redact_people(redaction, buf_span(&contacts), &people);
    rec_set_string(rec, key, buf_span(&people));
    buf_free(&contacts);
    buf_free(&people);
}

/* An author or speaker is a person, but where the registers know a body of that name, or the
 * words are what somebody without a name is called. */
static void redact_name(const struct redaction *redaction, struct rec *rec,
                        const char *key)
{
    struct match_words words = {0};
    struct match_hit hit;
    struct span name = rec_string(rec, key), role = rec_string(rec, "speaker_role");
    bool nameless = role.length && span_find(name, role) < name.length;
    if (!name.length || nameless || !(redaction->types & 1u << ENTITY_PERSON)) {
        redact_string(redaction, rec, key);
        return;
    }
    match_split(redaction->vocab->match, name, &words);
    if (match_find(redaction->vocab->match, &words, 0, &hit))
        redact_string(redaction, rec, key);
    else
        rec_set_string(rec, key, span_of(labels[PERSON_LABEL].label));
    match_words_free(&words);
}

/* ---- lists of the record
 * -------------------------------------------------------------------- */

static void move_offset(const struct redaction *redaction, struct rec *item,
                        const char *key, bool end)
{
    long long point;
    if (!rec_integer(item, key, &point) || point < 0)
        return;
    size_t byte = moved(redaction, utf8_byte_at(&redaction->old, (size_t)point), end);
    rec_set_integer(item, key, (long long)utf8_point_at(&redaction->new, byte));
}

static void redact_list(const struct redaction *redaction, struct rec *rec,
                        const char *key)
{
    static const char *const texts[] = {"text", "sentence", "named_as", "raw"};
    size_t count;
    struct rec **items = rec_items(rec, key, &count);
    if (count == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        move_offset(redaction, items[i], "start", false);
        move_offset(redaction, items[i], "end", true);
        move_offset(redaction, items[i], "speaker_start", false);
        move_offset(redaction, items[i], "speaker_end", true);
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
            redact_string(redaction, items[i], texts[t]);
        redact_name(redaction, items[i], "speaker");
    }
    rec_set_records(rec, key, items, count);
}

static void redact_inspection(const struct redaction *redaction, struct rec *rec)
{
    size_t count;
    struct rec **items = rec_items(rec, "inspection", &count);
    if (count != 1 || !(redaction->types & 1u << ENTITY_PERSON) ||
        !rec_has(items[0], "lead_inspector"))
        return;
    rec_set_string(items[0], "lead_inspector", span_of(labels[PERSON_LABEL].label));
    rec_set_record(rec, "inspection", items[0]);
}

void redact_record(struct rec *rec, const struct vocab *vocab, struct entities *entities,
                   unsigned types)
{
    struct redaction redaction = {.vocab = vocab, .types = types, .people = match_new()};
    struct span text = rec_string(rec, "text");
    note_people(&redaction, text, entities);
    cut_text(&redaction, text, entities);
    utf8_index_make(&redaction.old, text);
    utf8_index_make(&redaction.new, buf_span(&redaction.text));
    move_entities(&redaction, entities);
    entities_write(entities, buf_span(&redaction.text), rec);
    redact_list(&redaction, rec, "blocks");
    redact_list(&redaction, rec, "judgements");
    redact_list(&redaction, rec, "quotations");
    redact_string(&redaction, rec, "title");
    redact_name(&redaction, rec, "author");
    redact_inspection(&redaction, rec);
    rec_set_string(rec, "text", buf_span(&redaction.text));
    utf8_index_free(&redaction.old);
    utf8_index_free(&redaction.new);
    match_free(redaction.people);
    buf_free(&redaction.text);
    free(redaction.cuts);
    free(redaction.names);
    mem_arena_free(&redaction.arena);
}

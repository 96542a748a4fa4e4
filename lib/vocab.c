#include "vocab.h"

#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "set.h"

long vocab_day(struct span cell, long otherwise)
{
    long day = 0;
    for (size_t i = 0; i < cell.length; i++)
        if (cell.at[i] >= '0' && cell.at[i] <= '9')
            day = day * 10 + (cell.at[i] - '0');
    return cell.length ? day : otherwise;
}

static void add_name(struct vocab *vocab, struct span text, struct vocab_name name)
{
    name.text = text;
    vocab->names =
        mem_grow(vocab->names, &vocab->name_room, vocab->name_count + 1, sizeof *vocab->names);
    vocab->names[vocab->name_count] = name;
    if (vocab->match)
        match_add(vocab->match, text, (uint32_t)vocab->name_count);
    vocab->name_count++;
}

/* Of two authorities with one code the first is found by it. */
static void note_body(struct vocab *vocab, struct span body)
{
    bool added;
    size_t number = set_add(vocab->bodies, body, &added);
    vocab->body_at =
        mem_grow(vocab->body_at, &vocab->body_room, number + 1, sizeof *vocab->body_at);
    if (added)
        vocab->body_at[number] = vocab->authority_count - 1;
}

static void add_authority(struct vocab *vocab, const struct table_sheet *sheet, size_t row)
{
    vocab->authorities = mem_grow(vocab->authorities, &vocab->authority_room,
                                  vocab->authority_count + 1, sizeof *vocab->authorities);
    struct vocab_authority *authority = &vocab->authorities[vocab->authority_count++];
    struct {
        const char *column;
        struct span *cell;
    } cells[] = {{"body", &authority->body},     {"name", &authority->name},
                 {"kind", &authority->kind},     {"nation", &authority->nation},
                 {"region", &authority->region}, {"county", &authority->county},
                 {"gss", &authority->gss},       {"successors", &authority->successors},
                 {"urn", &authority->urn},       {"dfe", &authority->dfe},
                 {"official_name", &authority->official}};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        *cells[i].cell = table_cell(sheet, row, places_column(sheet, cells[i].column));
    static const char *const yes_no[] = {"yes", "no", NULL};
    places_filled(sheet, row, places_column(sheet, "body"));
    places_filled(sheet, row, places_column(sheet, "name"));
    authority->children =
        span_is(places_word(sheet, row, places_column(sheet, "children"), yes_no), "yes");
    authority->from = vocab_day(places_day(sheet, row, places_column(sheet, "from")), 0);
    authority->to = vocab_day(places_day(sheet, row, places_column(sheet, "to")), VOCAB_OPEN);
    note_body(vocab, authority->body);
}

static void load_authorities(struct vocab *vocab, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/authorities.csv");
    while (places_next(&walk)) {
        add_authority(vocab, walk.sheet, walk.row);
        struct vocab_name name = {VOCAB_AUTHORITY, vocab->authority_count - 1, "name",
                                  "authorities",   false, false, false, {NULL, 0}, false};
        add_name(vocab, vocab->authorities[name.index].name, name);
        name.made = true;
        add_name(vocab, places_cell(&walk, "official_name"), name);
    }
}

static size_t find_body(const struct vocab *vocab, struct span body)
{
    size_t number = set_find(vocab->bodies, body);
    return number == SET_NONE ? vocab->authority_count : vocab->body_at[number];
}

/* Does the spelling itself say that a council is meant? */
static bool has_status_word(struct span text)
{
    static const char *const words[] = {"council", "borough", "cyngor", "comhairle", "county",
                                        "city",    "district", "corporation", "authority"};
    struct buf folded = {0};
    for (size_t i = 0; i < text.length; i++)
        buf_add_byte(&folded, (char)(text.at[i] >= 'A' && text.at[i] <= 'Z' ? text.at[i] | 0x20
                                                                            : text.at[i]));
    bool has = span_holds_any(buf_span(&folded), words, sizeof words / sizeof *words);
    buf_free(&folded);
    return has;
}

/* The bare short name where the table says that it misleads. */
static void mark_context(struct vocab *vocab, size_t authority, struct span text, bool word)
{
    for (size_t i = 0; i < vocab->name_count; i++) {
        struct vocab_name *name = &vocab->names[i];
        if (name->index == authority && name->kind == VOCAB_AUTHORITY && !name->made &&
            span_equal(name->text, text)) {
            name->context = true;
            name->word = word;
        }
    }
}

static void load_names(struct vocab *vocab, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/authority_names.csv");
    while (places_next(&walk)) {
        const struct table_sheet *sheet = walk.sheet;
        size_t row = walk.row;
        size_t body = places_column(sheet, "body"), text = places_column(sheet, "name"),
               kind = places_column(sheet, "kind"), evidence = places_column(sheet, "evidence");
        size_t index = find_body(vocab, table_cell(sheet, row, body));
        static const char *const kinds[] = {"alias", "abbreviation", "misprint", NULL};
        struct span spelling = places_filled(sheet, row, text);
        bool short_form = span_is(places_word(sheet, row, kind, kinds), "abbreviation");
        bool context = table_cell(sheet, row, evidence).length > 0;
        bool word = span_is(table_cell(sheet, row, evidence), "word");
        if (index == vocab->authority_count)
            places_refuse(sheet, row, body, "no authority has this code");
        if (context)
            mark_context(vocab, index, spelling, word);
        struct vocab_name name = {VOCAB_AUTHORITY, index, short_form ? "abbreviation" : "alias",
                                  "authority_names", context, short_form,
                                  has_status_word(spelling), {NULL, 0}, false};
        name.word = word;
        add_name(vocab, spelling, name);
    }
}

static const char placeholder[] = "{name}";

struct span vocab_fill(struct mem_arena *arena, struct span form, struct span name)
{
    struct span mark = span_of(placeholder);
    size_t at = span_find(form, mark);
    if (at == form.length)
        return (struct span){mem_arena_copy(arena, form.at, form.length), form.length};
    struct span behind = span_part(form, at + mark.length, form.length);
    size_t length = at + name.length + behind.length;
    char *filled = mem_arena_new(arena, length + 1, 1);
    memcpy(filled, form.at, at);
    memcpy(filled + at, name.at, name.length);
    memcpy(filled + at + name.length, behind.at, behind.length);
    return (struct span){filled, length};
}

static bool fits(struct span kind, const struct vocab_authority *authority)
{
    return span_is(kind, "*") || span_equal(kind, authority->kind);
}

/* Official-looking names, made from short names and from the aliases that decide by themselves. */
static void fill_forms(struct vocab *vocab, const struct table_sheet *sheet)
{
    size_t kind = places_column(sheet, "kind"), form = places_column(sheet, "form");
    size_t given = vocab->name_count;
    for (size_t i = 0; i < given; i++) {
        struct vocab_name base = vocab->names[i];
        if (base.kind != VOCAB_AUTHORITY || base.made ||
            (base.context && strcmp(base.via, "name") != 0))
            continue;
        for (size_t row = 0; row < sheet->row_count; row++) {
            if (!fits(table_cell(sheet, row, kind), &vocab->authorities[base.index]))
                continue;
            struct span text = vocab_fill(&vocab->arena, table_cell(sheet, row, form), base.text);
            struct vocab_name name = {VOCAB_AUTHORITY, base.index, "alias", "authority_forms",
                                      false, false, true, {NULL, 0}, false};
            add_name(vocab, text, name);
        }
    }
}

static void add_organisation(struct vocab *vocab, struct span subtype, struct span canonical,
                             struct span text, struct vocab_name name)
{
    vocab->organisations = mem_grow(vocab->organisations, &vocab->organisation_room,
                                    vocab->organisation_count + 1, sizeof *vocab->organisations);
    vocab->organisations[vocab->organisation_count] =
        (struct vocab_organisation){subtype, canonical};
    name.kind = VOCAB_ORGANISATION;
    name.index = vocab->organisation_count++;
    add_name(vocab, text, name);
}

static void load_organisations(struct vocab *vocab, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/organisations.csv");
    while (places_next(&walk)) {
        const struct table_sheet *sheet = walk.sheet;
        size_t row = walk.row;
        size_t text = places_column(sheet, "name"), subtype = places_column(sheet, "subtype"),
               canonical = places_column(sheet, "canonical"),
               evidence = places_column(sheet, "evidence");
        struct span spelling = places_filled(sheet, row, text);
        struct span main = table_cell(sheet, row, canonical);
        struct vocab_name name = {.via = span_equal(spelling, main) ? "name" : "alias",
                                  .rule = "organisations",
                                  .exact = table_cell(sheet, row, evidence).length > 0};
        add_organisation(vocab, table_cell(sheet, row, subtype), main, spelling, name);
    }
}

static void check_bodies(const struct vocab *vocab, const struct table_sheet *sheet, size_t row,
                         size_t column)
{
    struct span rest = table_cell(sheet, row, column), body;
    while (rest.length && span_split(&rest, ' ', &body))
        if (find_body(vocab, body) == vocab->authority_count)
            places_refuse(sheet, row, column, "no authority has this code");
}

static void load_trusts(struct vocab *vocab, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/trusts.csv");
    while (places_next(&walk)) {
        const struct table_sheet *sheet = walk.sheet;
        size_t row = walk.row;
        vocab->trusts = mem_grow(vocab->trusts, &vocab->trust_room, vocab->trust_count + 1,
                                 sizeof *vocab->trusts);
        check_bodies(vocab, sheet, row, places_column(sheet, "serves"));
        vocab->trusts[vocab->trust_count] = (struct vocab_trust){
            places_filled(sheet, row, places_column(sheet, "name")),
            places_filled(sheet, row, places_column(sheet, "serves")),
            vocab_day(places_day(sheet, row, places_column(sheet, "from")), 0),
            vocab_day(places_day(sheet, row, places_column(sheet, "to")), VOCAB_OPEN)};
        struct vocab_name name = {VOCAB_TRUST, vocab->trust_count++, "name", "trusts",
                                  false,       true,                 false,  {NULL, 0}, false};
        add_name(vocab, vocab->trusts[name.index].name, name);
    }
}

static void add_cue(struct vocab *vocab, struct span words, struct vocab_cue cue)
{
    vocab->cues =
        mem_grow(vocab->cues, &vocab->cue_room, vocab->cue_count + 1, sizeof *vocab->cues);
    vocab->cues[vocab->cue_count] = cue;
    match_add(vocab->cue_match, words, (uint32_t)vocab->cue_count++);
}

static void load_cues(struct vocab *vocab, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/name_cues.csv");
    while (places_next(&walk)) {
        const struct table_sheet *sheet = walk.sheet;
        size_t row = walk.row;
        size_t cue = places_column(sheet, "cue"), side = places_column(sheet, "side"),
               speaks = places_column(sheet, "speaks");
        static const char *const sides[] = {"before", "behind", NULL};
        static const char *const votes[] = {"for", "against", NULL};
        struct vocab_cue words = {
            .before = span_is(places_word(sheet, row, side, sides), "before"),
            .weight = span_is(places_word(sheet, row, speaks, votes), "for") ? 1 : -1};
        add_cue(vocab, places_filled(sheet, row, cue), words);
    }
}

/* "{name} Police", "University of {name}": organisations that carry an authority's name. They
 * keep it from being read as the council's. */
static void load_organisation_forms(struct vocab *vocab, struct places *places)
{
    struct places_walk walk = places_walk(places, "vocab/organisation_forms.csv");
    while (places_next(&walk)) {
        const struct table_sheet *sheet = walk.sheet;
        size_t row = walk.row;
        size_t column = places_column(sheet, "form"), subtype = places_column(sheet, "subtype"),
               canonical = places_column(sheet, "canonical");
        struct span form = table_cell(sheet, row, column);
        struct span mark = span_of(placeholder);
        struct vocab_cue words = {.before = span_ends(form, mark),
                                  .subtype = table_cell(sheet, row, subtype),
                                  .canonical = table_cell(sheet, row, canonical)};
        if (words.before == span_starts(form, mark))
            places_refuse(sheet, row, column, "does not begin or end with {name}");
        add_cue(vocab,
                words.before ? span_part(form, 0, form.length - mark.length)
                             : span_part(form, mark.length, form.length),
                words);
    }
}

static void load_councils(struct vocab *vocab, struct places *places)
{
    size_t count;
    load_authorities(vocab, places);
    load_names(vocab, places);
    struct table_sheet *const *forms = places_load(places, "vocab/authority_forms.csv", &count);
    for (size_t s = 0; s < count; s++)
        fill_forms(vocab, forms[s]);
}

static struct vocab *vocab_new(void)
{
    struct vocab *vocab = mem_new(1, sizeof *vocab);
    vocab->bodies = set_new();
    return vocab;
}

struct vocab *vocab_load_councils(struct places *places)
{
    struct vocab *vocab = vocab_new();
    load_councils(vocab, places);
    return vocab;
}

struct vocab *vocab_load(struct places *places)
{
    struct vocab *vocab = vocab_new();
    vocab->match = match_new();
    vocab->cue_match = match_new_beside(vocab->match);
    load_councils(vocab, places);
    load_organisation_forms(vocab, places);
    load_organisations(vocab, places);
    load_trusts(vocab, places);
    load_cues(vocab, places);
    return vocab;
}

void vocab_free(struct vocab *vocab)
{
    if (!vocab)
        return;
    free(vocab->authorities);
    set_free(vocab->bodies);
    free(vocab->body_at);
    free(vocab->organisations);
    free(vocab->trusts);
    free(vocab->names);
    free(vocab->cues);
    match_free(vocab->cue_match);
    match_free(vocab->match);
    mem_arena_free(&vocab->arena);
    free(vocab);
}

const struct vocab_authority *vocab_body(const struct vocab *vocab, struct span body)
{
    size_t i = find_body(vocab, body);
    return i < vocab->authority_count ? &vocab->authorities[i] : NULL;
}

const struct vocab_authority *vocab_served(const struct vocab *vocab, struct span trust)
{
    for (size_t i = 0; i < vocab->trust_count; i++)
        if (span_equal(vocab->trusts[i].name, trust))
            return vocab_body(vocab, vocab->trusts[i].serves);
    return NULL;
}

bool vocab_existed(const struct vocab_authority *authority, long day)
{
    return authority->from <= day && day <= authority->to;
}

struct span vocab_gss(const struct vocab_authority *authority, long day)
{
    struct span rest = authority->gss, part, code = {NULL, 0};
    while (span_split(&rest, ' ', &part)) {
        size_t at = span_find_byte(part, '@');
        if (at < part.length && vocab_day(span_part(part, at + 1, part.length), 0) > day)
            break;
        if (at)
            code = span_part(part, 0, at);
    }
    return code;
}

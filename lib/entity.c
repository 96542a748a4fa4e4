#include "entity.h"
#include "date.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { CUE_WORDS = 3 /* of the longest cue that stands before a name */ };

/* One document while it is being tagged. */
struct tagger {
    struct entities *entities;
    const struct vocab *vocab;
    const struct entity_source *source;
    struct span text;
    struct match_words *words; /* of the text */
    const struct sentences *sentences;
    size_t date_count; /* the list's first entities: the dates of the text */
    const struct vocab_authority **strong; /* bodies named beyond doubt */
    size_t strong_count, strong_room;
};

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
            static const char *const small[] = {"and", "of",  "upon",  "the",
                                                "on",  "in",  "under", "le",
                                                "y",   "for", "with",  "council"};
            size_t i = 0, count = sizeof small / sizeof *small;
            while (i < count &&
                   !(span_starts(rest, span_of(small[i])) &&
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

/* The first date that ends behind a byte. */
static size_t date_behind(const struct tagger *tagger, size_t byte)
{
    size_t low = 0, high = tagger->date_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tagger->entities->items[middle].end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The day spoken of at a place: a full date of its sentence, else the document's, else
 * none. */
static long day_at(const struct tagger *tagger, size_t byte)
{
    size_t i = sentences_at(tagger->sentences, byte);
    if (i < tagger->sentences->count) {
        const struct sentence *sentence = &tagger->sentences->items[i];
        for (size_t d = date_behind(tagger, sentence->start); d < tagger->date_count;
             d++) {
            const struct entity *date = &tagger->entities->items[d];
            if (date->start >= sentence->end)
                break;
            if (date->when.kind == WHEN_ABSOLUTE)
                return when_first_day(date->when.to);
        }
    }
    return tagger->source->date.year ? when_last_day(tagger->source->date) : 0;
}

/* Candidates of a hit that its spelling allows. A spelling from the registers beats one
 * that a form made for another body. */
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
        if (found[i].kind != VOCAB_AUTHORITY ||
            strcmp(found[i].rule, "authority_forms") != 0)
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

/* Keeps the candidates that pass, where any does. True where that left fewer. */
static bool prefer(struct entity *entity,
                   bool (*passes)(const struct vocab_authority *, long), long day)
{
    size_t kept = 0;
    for (size_t i = 0; i < entity->candidate_count; i++)
        if (passes(entity->candidates[i], day))
            entity->candidates[kept++] = entity->candidates[i];
    bool fewer = kept > 0 && kept < entity->candidate_count;
    if (fewer)
        entity->candidate_count = kept;
    return fewer;
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

/* The hit of cue words right behind (or before) a name. */
static bool beside(const struct tagger *tagger, const struct match_hit *name, bool before,
                   struct match_hit *hit)
{
    const struct match_words *words = tagger->words;
    const struct match *match = tagger->vocab->cue_match;
    size_t first = name->first, behind = name->behind;
    bool found = false;
    if (!before)
        return behind < words->count && words->items[behind].joined &&
               match_at(match, words, behind, hit);
    if (!words->items[first].joined)
        return false;
    for (size_t back = first < CUE_WORDS ? 0 : first - CUE_WORDS; back < first && !found;
         back++)
        found = match_at(match, words, back, hit) && hit->behind == first;
    return found;
}

/* Cues right beside a bare name: 1 for, -1 against, 0 none; what stands behind it goes
 * first. */
static int cue_weight(const struct tagger *tagger, const struct match_hit *name)
{
    struct match_hit hit;
    for (int before = 0; before <= 1; before++) {
        if (!beside(tagger, name, before == 1, &hit))
            continue;
        for (size_t i = 0; i < hit.count; i++) {
            const struct vocab_cue *cue = &tagger->vocab->cues[hit.values[i]];
            if (cue->before == (before == 1) && cue->weight)
                return cue->weight;
        }
    }
    return 0;
}

/* A bare name that is part of an organisation's: adds the organisation. *behind is the
 * word behind it. */
static bool add_formed(struct tagger *tagger, const struct match_hit *name,
                       const struct vocab_name *names, size_t count, size_t *behind)
{
    const struct vocab *vocab = tagger->vocab;
    struct match_hit hit;
    if (names[0].kind != VOCAB_AUTHORITY || names[0].made)
        return false;
    for (int before = 0; before <= 1; before++) {
        if (!beside(tagger, name, before == 1, &hit))
            continue;
        for (size_t i = 0; i < hit.count; i++) {
            const struct vocab_cue *form = &vocab->cues[hit.values[i]];
            if (form->before != (before == 1) || !form->canonical.length)
                continue;
            struct span surface = span_part(tagger->text, name->start, name->end);
            struct entity entity = {.type = ENTITY_ORGANISATION,
                                    .start = before ? hit.start : name->start,
                                    .end = before ? name->end : hit.end,
                                    .subtype = form->subtype,
                                    .via = span_of("name"),
                                    .rule = span_of("organisation_forms")};
            struct span words = span_part(tagger->text, hit.start, hit.end);
            bool proper =
                span_is(form->subtype, "media") || span_is(form->subtype, "union");
            if (!is_capitalised(surface) || (proper && is_all_lower(words)))
                return false; /* "children placed by Kent live far away" */
            entity.name =
                vocab_fill(&tagger->entities->arena, form->canonical,
                           count > 1 ? surface : vocab->authorities[names[0].index].name);
            entities_add(tagger->entities, entity);
            *behind = before ? name->behind : hit.behind;
            return true;
        }
    }
    return false;
}

static bool begins_sentence(const struct tagger *tagger, size_t byte)
{
    size_t i = sentences_at(tagger->sentences, byte);
    return i < tagger->sentences->count && tagger->sentences->items[i].start == byte;
}

static void note_strong(struct tagger *tagger, const struct vocab_authority *authority)
{
    tagger->strong = mem_grow(tagger->strong, &tagger->strong_room,
                              tagger->strong_count + 1, sizeof *tagger->strong);
    tagger->strong[tagger->strong_count++] = authority;
}

static bool is_strong(const struct tagger *tagger,
                      const struct vocab_authority *authority)
{
    for (size_t i = 0; i < tagger->strong_count; i++)
        if (tagger->strong[i] == authority)
            return true;
    return false;
}

/* "Hull City", "Derby County": a club's name too. */
static bool is_club_like(struct span surface)
{
    return span_ends(surface, span_of(" City")) || span_ends(surface, span_of(" County"));
}

/* Says what became of a name that can mean several things. */
static void explain(const struct tagger *tagger, const struct entity *entity,
                    const char *what)
{
    struct buf *out = tagger->entities->explain;
    struct span surface = span_part(tagger->text, entity->start, entity->end);
    if (!out)
        return;
    buf_add_format(out, "%zu '%.*s': ", entity->start, (int)surface.length, surface.at);
    for (size_t i = 0; i < entity->candidate_count && !entity->authority; i++)
        buf_add_format(out, "%.*s? ", (int)entity->candidates[i]->body.length,
                       entity->candidates[i]->body.at);
    if (entity->authority)
        buf_add_format(out, "%.*s: ", (int)entity->name.length, entity->name.at);
    buf_add_format(out, "%s\n", what);
}

/* "Reading's board", and not "Reading's a pleasure": the possessive of a name. */
static bool is_possessive(const struct tagger *tagger, const struct match_hit *hit)
{
    static const char *const contracted[] = {
        "a",     "an",    "the",    "not", "been", "so",   "just", "good",
        "great", "going", "all",    "too", "no",   "easy", "hard", "fun",
        "what",  "one",   "where",  "how", "best", "for",  "like", "never",
        "very",  "about", "always", "on",  "in",   "off"};
    struct span rest = span_part(tagger->text, hit->end, tagger->text.length);
    size_t mark = span_starts(rest, span_of("'s "))   ? 3
                  : span_starts(rest, span_of("’s ")) ? strlen("’s ")
                                                      : 0;
    if (!mark)
        return false;
    rest = span_part(rest, mark, rest.length);
    struct span word = span_part(rest, 0, span_find_byte(rest, ' '));
    return word.length &&
           !span_is_any(word, contracted, sizeof contracted / sizeof *contracted);
}

/* A mention whose spelling and place allow an authority. False where they speak against
 * it. */
static bool authority_mention(struct tagger *tagger, const struct match_hit *hit,
                              const struct vocab_name *names, size_t count,
                              struct entity *entity)
{
    struct span surface = span_part(tagger->text, hit->start, hit->end);
    bool context = true, made = true, word = false;
    for (size_t i = 0; i < count; i++) {
        if (names[i].kind != VOCAB_AUTHORITY)
            continue;
        context = context && names[i].context;
        word = word || names[i].word;
        made = made && names[i].made;
        add_candidate(entity, &tagger->vocab->authorities[names[i].index]);
        entity->via = span_of(names[i].via);
        entity->rule = span_of(names[i].rule);
    }
    int cue = made && !is_club_like(surface) ? 1 : cue_weight(tagger, hit);
    if (entity->candidate_count == 0 || is_all_lower(surface) ||
        (!made && !is_capitalised(surface)))
        return false;
    entity->made = made;
    if (cue == 0 && word && is_possessive(tagger, hit))
        cue = 1;
    if (cue < 0 || (word && cue == 0 && hit->behind - hit->first == 1 &&
                    begins_sentence(tagger, hit->start))) {
        explain(tagger, entity,
                cue < 0 ? "no council: the words beside it"
                        : "no council: an ordinary word begins the sentence");
        return false;
    }
    if (context)
        entity->evidence =
            span_of(cue > 0 ? "words beside it" : "capital inside a sentence");
    if (prefer(entity, exists, day_at(tagger, hit->start)))
        entity->evidence = span_of("existed on the day");
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
        entity.subtype = trust ? span_of("trust") : organisation->subtype;
        entity.name =
            trust ? tagger->vocab->trusts[names[i].index].name : organisation->canonical;
        entity.via = span_of(names[i].via);
        entity.rule = span_of(names[i].rule);
        return entities_add(tagger->entities, entity);
    }
    entity.type = ENTITY_AUTHORITY;
    if (!authority_mention(tagger, hit, names, count, &entity))
        return NULL;
    return entities_add(tagger->entities, entity);
}

/* Names of the title and publisher stand beyond doubt where they are official ones. */
static void note_strong_names(struct tagger *tagger, struct span text)
{
    struct match_words words = {0};
    struct match_hit hit;
    if (!text.at)
        return;
    match_split(tagger->vocab->match, text, &words);
    for (size_t at = 0; match_find(tagger->vocab->match, &words, at, &hit);
         at = hit.behind)
        for (size_t i = 0; i < hit.count; i++) {
            const struct vocab_name *name = &tagger->vocab->names[hit.values[i]];
            if (name->kind == VOCAB_AUTHORITY && !name->context && hit.count == 1)
                note_strong(tagger, &tagger->vocab->authorities[name->index]);
        }
    match_words_free(&words);
}

static void decide(struct entity *entity, const struct vocab_authority *authority,
                   long day)
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
        if (strong == 1) {
            entity->candidate_count = 1;
            entity->evidence = span_of("named beyond doubt elsewhere");
        }
    }
    if (prefer(entity, has_duty, day))
        entity->evidence = span_of("children's duty");
    const struct vocab_authority *authority = entity->candidates[0];
    bool decided = entity->candidate_count == 1 &&
                   (authority->children || entity->made || is_strong(tagger, authority));
    if (decided)
        decide(entity, authority, day);
    else
        entity->evidence = (struct span){NULL, 0};
    if (!decided || entity->evidence.length)
        explain(tagger, entity, decided ? entity->evidence.at : "undecided");
}

static void find_names(struct tagger *tagger)
{
    struct match_hit hit;
    const struct vocab *vocab = tagger->vocab;
    for (size_t at = 0; match_find(vocab->match, tagger->words, at, &hit);) {
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

/* What a date that is not complete is counted from. */
static struct when_date anchor_of(const struct tagger *tagger, const struct when *when,
                                  struct when_date last)
{
    struct when_date document = tagger->source->date;
    return when->told || document.year == 0 ? last : document;
}

static void find_dates(struct tagger *tagger)
{
    struct when when;
    struct when_date last = {0, 0, 0}; /* stated */
    for (size_t at = 0; date_find(tagger->text, at, &when); at = when.end) {
        struct entity entity = {
            .type = ENTITY_DATE, .start = when.start, .end = when.end};
        char text[WHEN_TEXT];
        entity.rule = span_of(when.kind == WHEN_ABSOLUTE  ? "date.absolute"
                              : when.kind == WHEN_PARTIAL ? "date.partial"
                                                          : "date.relative");
        entity.when = when;
        if (when_resolve(&entity.when, anchor_of(tagger, &when, last))) {
            last = entity.when.to;
            when_text(&entity.when, text);
            entity.value = entities_keep(tagger->entities, span_of(text));
        }
        entities_add(tagger->entities, entity);
    }
}

void entities_find(struct entities *entities, const struct vocab *vocab,
                   const struct entity_source *source, struct match_words *words,
                   struct sentences *sentences)
{
    struct tagger tagger = {.entities = entities,
                            .vocab = vocab,
                            .source = source,
                            .text = source->text,
                            .words = words,
                            .sentences = sentences};
    entities->count = 0;
    mem_arena_reset(&entities->arena);
    match_split(vocab->match, source->text, words);
    sentences_split(sentences, source->text);
    note_strong_names(&tagger, source->title);
    note_strong_names(&tagger, source->publisher);
    find_dates(&tagger);
    tagger.date_count = entities->count;
    find_names(&tagger);
    for (size_t i = 0; i < entities->count; i++)
        if (entities->items[i].type == ENTITY_AUTHORITY)
            resolve_mention(&tagger, &entities->items[i]);
    entities_settle(entities, source->text, true);
    free(tagger.strong);
}

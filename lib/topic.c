#include "topic.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "set.h"
#include "utf8.h"

enum {
    LOOK_BACK = 4,      /* words from "called" back to what is called so */
    LAWS_KEPT = 16,     /* named with their year, so that later mentions find it */
    PROGRAMME_WORDS = 5 /* of a name without quotes */
};

/* A name that the text introduces. */
struct local {
    enum entity_type type;
    size_t first, behind; /* words of the mention that introduced it */
    struct span name;     /* canonical */
    struct span follows;  /* what it was called before, as the text states it */
    struct span rule;
    bool weak; /* counts only where it stands elsewhere too */
    size_t seen;
    size_t next; /* local of the same first word, from 1; 0: none */
};

struct topics {
    const struct term_text *text;
    struct entities *entities;
    struct local *locals;
    size_t count, room;
    struct set *words; /* first words of the locals */
    bool begins[256];  /* does one begin with that byte? Most words of the text do not */
    size_t *heads;     /* of a first word: its first local, from 1 */
    size_t head_room;
    struct {
        size_t first, behind; /* words without the year */
        struct span name;
    } laws[LAWS_KEPT];
    size_t law_count;
};

static size_t word_start(const struct term_text *text, size_t word)
{
    return text->words.items[word].start;
}

static void add(struct topics *topics, enum entity_type type, size_t first, size_t behind,
                struct span name, const char *via, struct span rule)
{
    struct entity entity = {.type = type,
                            .start = word_start(topics->text, first),
                            .end = topics->text->words.items[behind - 1].end,
                            .name = name,
                            .via = span_of(via),
                            .rule = rule};
    entities_add(topics->entities, entity);
}

/* ---- names of the vocabularies
 * -------------------------------------------------------------- */

static void add_known(struct topics *topics)
{
    static const struct {
        enum term_kind kind;
        enum entity_type type;
        const char *rule;
    } kinds[] = {{TERM_SERVICE, ENTITY_SERVICE, "services"},
                 {TERM_PROGRAMME, ENTITY_PROGRAMME, "programmes"},
                 {TERM_CASE, ENTITY_CASE, "cases"},
                 {TERM_PLACE, ENTITY_PLACE, "places"}};
    for (size_t h = 0; h < topics->text->hit_count; h++) {
        const struct term_hit *hit = &topics->text->hits[h];
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (hit->kinds & 1u << kinds[k].kind)
                add(topics, kinds[k].type, hit->first, hit->behind,
                    hit->names[kinds[k].kind], "name", span_of(kinds[k].rule));
    }
}

/* ---- laws
 * ----------------------------------------------------------------------------------- */

static bool is_connector(const struct term_text *text, size_t word)
{
    static const char *const words[] = {"and", "of", "for", "to", "&", ",", "etc", NULL};
    return term_is_word(text, word, words);
}

/* Blanks, brackets and hyphens stand inside the name of an act; a paragraph's end does
 * not. */
static bool is_inside(struct span gap)
{
    for (size_t i = 0; i < gap.length; i++)
        if (!strchr(" ()-\n'", gap.at[i]) && (unsigned char)gap.at[i] < 0x80)
            return false;
    return gap.length < 4 && span_find(gap, span_of("\n\n")) == gap.length &&
           span_find(gap, span_of(" -")) == gap.length;
}

static size_t law_start(const struct term_text *text, size_t act)
{
    static const char *const not_first[] = {
        "the",    "under", "in",   "section", "schedule", "part", "by", "since", "a",
        "an",     "this",  "that", "its",     "our",      "and",  "of", "to",    "when",
        "unlike", "for",   "if",   "with",    "see",      ",",    "&",  NULL};
    size_t first = act;
    for (size_t word = act; word > 0 && act - word < TOPIC_WORDS_MAX; word--) {
        if (!is_inside(term_gap(text, word)))
            break;
        if (term_is_capital(text, word - 1))
            first = word - 1;
        else if (!is_connector(text, word - 1))
            break;
    }
    while (first < act && term_is_word(text, first, not_first))
        first++;
    return first;
}

static bool is_year(struct span word)
{
    return word.length == 4 &&
           (span_starts(word, span_of("18")) || span_starts(word, span_of("19")) ||
            span_starts(word, span_of("20")));
}

/* "Act 1989", "Act, 1989", "Act (Northern Ireland) 1995", "Act of 1989". */
static size_t law_end(const struct term_text *text, size_t act, bool *dated)
{
    static const char *const between[] = {
        ",", "of", "northern", "ireland", "scotland", "wales", "england", "and", NULL};
    *dated = false;
    for (size_t word = act + 1; word < text->words.count && word < act + 5; word++) {
        if (!is_inside(term_gap(text, word)))
            break;
        if (is_year(term_word(text, word))) {
            *dated = true;
            return word + 1;
        }
        if (!term_is_word(text, word, between))
            break;
    }
    return act + 1;
}

static bool same_words(const struct term_text *text, size_t a, size_t b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!span_equal(term_word(text, a + i), term_word(text, b + i)))
            return false;
    return true;
}

/* "Equality Act (2010" as "Equality Act 2010". */
static struct span without_bracket(struct entities *entities, struct span name)
{
    size_t at = name.length > 5 ? name.length - 5 : 0;
    if (at == 0 || name.at[at] != '(')
        return name;
    char *bytes = mem_arena_copy(&entities->arena, name.at, name.length);
    memmove(bytes + at, bytes + at + 1, 4);
    return (struct span){bytes, name.length - 1};
}

/* The name of an act: as printed, but "Act" where it is in capitals; with the year that
 * an earlier mention gave. */
static struct span law_name(struct topics *topics, size_t first, size_t act,
                            size_t behind, bool dated)
{
    for (size_t i = 0; i < topics->law_count && !dated; i++)
        if (topics->laws[i].behind - topics->laws[i].first == act + 1 - first &&
            same_words(topics->text, topics->laws[i].first, first, act + 1 - first))
            return topics->laws[i].name;
    struct span name = term_name(topics->text, first, behind, topics->entities);
    struct span loud = span_of(" ACT");
    size_t at = span_find(name, loud);
    if (at < name.length) {
        char *bytes = mem_arena_copy(&topics->entities->arena, name.at, name.length);
        memcpy(bytes + at, " Act", loud.length);
        name.at = bytes;
    }
    name = without_bracket(topics->entities, name);
    if (dated && topics->law_count < LAWS_KEPT) {
        topics->laws[topics->law_count].first = first;
        topics->laws[topics->law_count].behind = act + 1;
        topics->laws[topics->law_count++].name = name;
    }
    return name;
}

static void find_laws(struct topics *topics)
{
    const struct term_text *text = topics->text;
    for (size_t word = 1; word < text->words.count; word++) {
        struct span surface = term_word(text, word);
        if (surface.at[0] != 'A' && surface.at[0] != 'R')
            continue;
        bool dated, act = span_is(surface, "Act") || span_is(surface, "ACT");
        if (!act && !span_is(surface, "Regulations"))
            continue;
        size_t behind = law_end(text, word, &dated), first = law_start(text, word);
        bool loud = span_is(surface, "ACT"); /* or an abbreviation */
        if (first == word || ((!act || loud) && !dated))
            continue;
        add(topics, ENTITY_LAW, first, behind,
            law_name(topics, first, word, behind, dated), "name",
            span_of(dated ? "law.dated" : "law.undated"));
    }
}

/* ---- names that the text introduces
 * --------------------------------------------------------- */

static void add_local(struct topics *topics, struct local local)
{
    bool added;
    if (topics->count == TOPIC_LOCALS_MAX)
        return;
    struct span first = term_word(topics->text, local.first);
    size_t number = set_add(topics->words, first, &added);
    topics->begins[(unsigned char)first.at[0]] = true;
    if (number >= topics->head_room || !topics->heads) {
        size_t old = topics->heads ? topics->head_room : 0;
        topics->heads = mem_grow(topics->heads, &topics->head_room, number + 1,
                                 sizeof *topics->heads);
        memset(topics->heads + old, 0, (topics->head_room - old) * sizeof *topics->heads);
    }
    for (size_t i = topics->heads[number]; i; i = topics->locals[i - 1].next) {
        struct local *known = &topics->locals[i - 1];
        if (known->behind - known->first != local.behind - local.first ||
            !same_words(topics->text, known->first, local.first,
                        local.behind - local.first))
            continue;
        known->weak = known->weak && local.weak;
        if (!known->follows.length)
            known->follows = local.follows;
        return;
    }
    local.next = topics->heads[number];
    topics->locals = mem_grow(topics->locals, &topics->room, topics->count + 1,
                              sizeof *topics->locals);
    topics->locals[topics->count++] = local;
    topics->heads[number] = topics->count;
}

static bool is_quote(struct span gap, bool opens)
{
    uint32_t point;
    if (gap.length == 0)
        return false;
    if (opens)
        utf8_decode_last(gap, &point);
    else
        utf8_decode(gap, &point);
    if (point == ',' && !opens && gap.length > 1)
        utf8_decode(span_part(gap, 1, gap.length), &point);
    return utf8_fold(point) == '"' || utf8_fold(point) == '\'';
}

static bool has_capital(struct span surface)
{
    for (size_t at = 0; at < surface.length;) {
        uint32_t point;
        at += utf8_decode(span_part(surface, at, surface.length), &point);
        if (utf8_is_upper(point))
            return true;
    }
    return false;
}

/* Behind a name in quotes that begins at a word; 0 where none does. */
static size_t quoted_end(const struct term_text *text, size_t first)
{
    if (!is_quote(term_gap(text, first), true))
        return 0;
    for (size_t word = first + 1;
         word <= text->words.count && word - first <= PROGRAMME_WORDS; word++) {
        struct span gap = word < text->words.count
                              ? term_gap(text, word)
                              : span_part(text->text, text->words.items[word - 1].end,
                                          text->text.length);
        uint32_t point = 0;
        if (gap.length)
            utf8_decode(gap, &point);
        if (is_quote(gap, false) || point == '.')
            return is_quote(gap, false) || span_find_byte(gap, '"') < gap.length ||
                           span_find(gap, span_of("\xE2\x80\x9D")) < gap.length ||
                           span_find(gap, span_of("\xE2\x80\x99")) < gap.length
                       ? word
                       : 0;
    }
    return 0;
}

static bool is_taken(const struct term_text *text, size_t word)
{
    return text->entity_at[word] > 0;
}

/* Behind the run of capitalised words that begins at a word. */
static size_t capital_end(const struct term_text *text, size_t first)
{
    size_t behind = first;
    for (size_t word = first; word < text->words.count && word - first < PROGRAMME_WORDS;
         word++) {
        if (word > first && !term_is_joined(text, word))
            break;
        if (term_is_capital(text, word) || has_capital(term_word(text, word)))
            behind = word + 1; /* "easyCouncil" too */
        else if (word == first || !is_connector(text, word) ||
                 term_word(text, word).at[0] == ',')
            break;
    }
    return behind;
}

/* The name at a word, in quotes or capitals: behind it, 0 where there is none. */
static size_t name_end(const struct term_text *text, size_t first)
{
    if (first >= text->words.count)
        return 0;
    size_t behind = quoted_end(text, first);
    if (behind == 0 && is_inside(term_gap(text, first)))
        behind = capital_end(text, first);
    if (behind <= first)
        return 0;
    struct span surface =
        span_part(text->text, word_start(text, first), text->words.items[behind - 1].end);
    bool person = term_at(text, first, 1u << TERM_GIVEN | 1u << TERM_TITLE) != NULL;
    return has_capital(surface) && surface.length < TOPIC_BYTES_MAX && !person &&
                   !is_taken(text, first)
               ? behind
               : 0;
}

static struct span add_programme(struct topics *topics, size_t first, size_t behind, bool weak,
                                 const char *rule, struct span follows)
{
    struct local local = {.type = ENTITY_PROGRAMME,
                          .first = first,
                          .behind = behind,
                          .name =
                              term_name(topics->text, first, behind, topics->entities),
                          .follows = follows,
                          .rule = span_of(rule),
                          .weak = weak};
    add_local(topics, local);
    return local.name;
}

/* What a name was called before; the other way round behind "formerly". */
static void set_follows(struct topics *topics, struct span name, struct span before)
{
    for (size_t i = 0; i < topics->count; i++)
        if (span_equal(topics->locals[i].name, name) && !span_equal(name, before))
            topics->locals[i].follows = before;
}

/* "… later to be known as “Y” then “Z” and finally “W”": what follows a name. */
static void follow_chain(struct topics *topics, size_t word, struct span before)
{
    const struct term_text *text = topics->text;
    unsigned chains = 1u << TERM_CHAIN | 1u << TERM_INTRODUCE;
    for (;;) {
        if (word < text->words.count && term_word(text, word).at[0] == ',')
            word++;
        const struct term_hit *hit = term_at(text, word, chains);
        if (!hit)
            return;
        static const char *const back[] = {"formerly", "previously", NULL};
        bool formerly = term_is_word(text, hit->first, back);
        word = hit->behind;
        hit = term_at(text, word, chains); /* "then renamed" */
        if (hit)
            word = hit->behind;
        size_t behind = name_end(text, word);
        if (behind == 0)
            return;
        struct span name = add_programme(topics, word, behind, false, "programme.chain",
                                         formerly ? (struct span){NULL, 0} : before);
        if (formerly)
            set_follows(topics, before, name);
        before = name;
        word = behind;
    }
}

/* The name that a programme has which was introduced and stands right before a word, but for
 * "was": "Future Shape was renamed". */
static struct span programme_before(const struct topics *topics, size_t word)
{
    static const char *const verbs[] = {"was", "is", "been", "has", "had", "being", NULL};
    const struct term_text *text = topics->text;
    size_t behind = word;
    while (behind > 0 && word - behind < LOOK_BACK && term_is_word(text, behind - 1, verbs))
        behind--;
    for (size_t i = 0; i < topics->count; i++) {
        const struct local *local = &topics->locals[i];
        size_t length = local->behind - local->first;
        if (length <= behind && local->type == ENTITY_PROGRAMME &&
            same_words(text, local->first, behind - length, length))
            return local->name;
    }
    return (struct span){NULL, 0};
}

static bool follows_noun(const struct term_text *text, size_t word)
{
    for (size_t back = 1; back <= LOOK_BACK && back <= word; back++) {
        const struct term_hit *hit = term_at(text, word - back, 1u << TERM_NOUN);
        if (hit)
            return true;
        if (!text->words.items[word - back + 1].joined)
            return false;
    }
    return false;
}

/* "<Name> programme": the first word of the name; `word` where there is none. */
static size_t name_before(const struct term_text *text, size_t word, bool weak)
{
    size_t first = word, plain = 0;
    while (first > 0 && word - first < PROGRAMME_WORDS && term_is_joined(text, first) &&
           term_is_capital(text, first - 1) && !is_taken(text, first - 1) &&
           !term_at(text, first - 1, 1u << TERM_ROLE | 1u << TERM_GIVEN))
        first--;
    static const char *const articles[] = {"a", "an", "the", NULL};
    while (first < word && (term_at(text, first, 1u << TERM_NO_NAME) ||
                            term_is_word(text, first, articles)))
        first++;
    if (term_at(text, first, 1u << TERM_SERVICE))
        return word;
    for (size_t i = first; i < word; i++)
        plain += !term_at(text, i, 1u << TERM_NO_NAME | 1u << TERM_SERVICE);
    bool enough = word - first >= 2 && plain >= (weak ? word - first : 1);
    return enough ? first : word;
}

static void find_programmes(struct topics *topics)
{
    const struct term_text *text = topics->text;
    for (size_t h = 0; h < text->hit_count; h++) {
        const struct term_hit *hit = &text->hits[h];
        size_t behind = 0, first;
        if (hit->kinds & 1u << TERM_INTRODUCE && follows_noun(text, hit->first) &&
            (behind = name_end(text, hit->behind))) {
            struct span name = add_programme(topics, hit->behind, behind, false,
                                             "programme.introduced", (struct span){NULL, 0});
            follow_chain(topics, behind, name);
        }
        static const char *const renamed[] = {"renamed", "rebranded", NULL};
        struct span before = {NULL, 0};
        if (behind == 0 && term_is_word(text, hit->first, renamed))
            before = programme_before(topics, hit->first);
        if (before.length && (behind = name_end(text, hit->behind)))
            follow_chain(topics, behind,
                         add_programme(topics, hit->behind, behind, false,
                                       "programme.renamed", before));
        if (hit->kinds & 1u << TERM_SET_UP && (behind = name_end(text, hit->behind)) &&
            behind - hit->behind >= 2 && !term_at(text, hit->behind, 1u << TERM_SERVICE))
            add_programme(topics, hit->behind, behind, true, "programme.set-up",
                          (struct span){NULL, 0});
        bool weak = hit->kinds & 1u << TERM_WEAK_KIND;
        if (!weak && !(hit->kinds & 1u << TERM_KIND_OF))
            continue;
        first = name_before(text, hit->first, weak);
        if (first < hit->first) {
            struct span name = add_programme(topics, first, hit->first, weak,
                                             "programme.kind", (struct span){NULL, 0});
            follow_chain(topics, hit->behind, name);
        }
    }
}

/* "Adult Social Care and Health Services", and the initials that later stand for it. */
static void add_service(struct topics *topics, size_t first, size_t behind)
{
    const struct term_text *text = topics->text;
    struct buf initials = {0};
    for (size_t word = first; word < behind; word++)
        if (term_is_capital(text, word))
            buf_add_byte(&initials, term_word(text, word).at[0]);
    struct span name = term_name(text, first, behind, topics->entities);
    const struct term_hit *known = term_at(text, first, 1u << TERM_SERVICE);
    if (!known || known->behind != behind)
        add(topics, ENTITY_SERVICE, first, behind, name, "name",
            span_of("service.words"));
    for (size_t word = 0; initials.length > 2 && word < text->words.count; word++)
        if (span_equal(term_word(text, word), buf_span(&initials))) {
            struct local local = {.type = ENTITY_SERVICE,
                                  .first = word,
                                  .behind = word + 1,
                                  .name = name,
                                  .rule = span_of("service.initials")};
            add_local(topics, local);
            break;
        }
    buf_free(&initials);
}

static void find_services(struct topics *topics)
{
    const struct term_text *text = topics->text;
    unsigned duty = 1u << TERM_DUTY | 1u << TERM_SERVICE;
    size_t found =
        0; /* a text in which every word is one would be read again and again */
    for (size_t word = 2; word < text->words.count && found < TOPIC_SERVICES_MAX;
         word++) {
        if (!term_at(text, word, 1u << TERM_BODY))
            continue;
        size_t first = word;
        for (size_t back = word; back > 0 && word - back < TOPIC_WORDS_MAX; back--) {
            bool comma = term_word(text, back - 1).at[0] == ',';
            if (!comma && !is_inside(term_gap(text, back)))
                break;
            if (term_at(text, back - 1, duty) && term_is_capital(text, back - 1))
                first = back - 1;
            else if (!is_connector(text, back - 1))
                break;
        }
        if (word - first < 2)
            continue;
        add_service(topics, first, word + 1);
        found++;
    }
}

/* ---- every mention of what was introduced
 * --------------------------------------------------- */

static const struct local *local_at(const struct topics *topics, size_t word,
                                    size_t *which)
{
    const struct term_text *text = topics->text;
    struct span first = term_word(text, word);
    const struct local *best = NULL;
    if (!topics->begins[(unsigned char)first.at[0]])
        return NULL;
    size_t number = set_find(topics->words, first);
    if (number == SET_NONE)
        return NULL;
    for (size_t i = topics->heads[number]; i; i = topics->locals[i - 1].next) {
        const struct local *local = &topics->locals[i - 1];
        size_t length = local->behind - local->first;
        if (word + length > text->words.count ||
            !same_words(text, local->first, word, length) ||
            (best && best->behind - best->first >= length))
            continue;
        best = local;
        *which = i - 1;
    }
    return best;
}

/* Does the mention stand there without what made its name a name? */
static bool stands_alone(const struct term_text *text, const struct local *local,
                         size_t word)
{
    size_t behind = word + local->behind - local->first;
    if (span_is(local->rule, "programme.kind"))
        return !term_at(text, behind, 1u << TERM_WEAK_KIND);
    return word != local->first;
}

static void add_mentions(struct topics *topics)
{
    size_t which = 0;
    for (int pass = 0; pass < 2; pass++) /* counts, then adds */
        for (size_t word = 0; word < topics->text->words.count; word++) {
            const struct local *local = local_at(topics, word, &which);
            if (!local)
                continue;
            if (pass == 0)
                topics->locals[which].seen += stands_alone(topics->text, local, word);
            else if (!local->weak || local->seen) {
                add(topics, local->type, word, word + local->behind - local->first,
                    local->name, "name", local->rule);
                topics->entities->items[topics->entities->count - 1].follows =
                    local->follows;
            }
        }
}

void topic_find(const struct term_text *text, struct entities *entities)
{
    struct topics topics = {.text = text, .entities = entities, .words = set_new()};
    find_laws(&topics);
    find_programmes(&topics);
    find_services(&topics);
    if (topics.count)
        add_mentions(
            &topics); /* before the vocabularies: the text says what its initials mean */
    add_known(&topics);
    free(topics.locals);
    free(topics.heads);
    set_free(topics.words);
}

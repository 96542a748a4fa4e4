#include "refer.h"

#include "speaker.h"

enum {
    EXPLETIVE_WORDS = 6, /* from "it is" to the "that" which it stands for */
    OF_KIND_MAX = 40     /* entities that are looked back over for "the county council" */
};

/* What was named last, or is the subject of a sentence. */
struct named {
    const struct vocab_authority *authority; /* NULL: something else, or nothing */
    size_t end;                              /* byte */
};

struct referring {
    const struct term_text *text;
    const struct refer_source *source;
    struct entities *entities;
    struct resolve_focus focus;
    const struct vocab_authority *voice; /* whose words the document is; may be NULL */
    size_t paragraph, read;              /* start of the paragraph, bytes read for it */
    size_t count, next;                  /* of the entities that are no references */
    struct named last, subject, before;  /* of this sentence, and of the one before */
    size_t words;                        /* of the sentence so far */
};

/* "the county" is no borough, "the borough" no county. */
static bool fits(struct span words, const struct vocab_authority *authority)
{
    bool county = span_is(authority->kind, "county");
    if (span_find(words, span_of("borough")) < words.length)
        return !county;
    if (span_find(words, span_of("county")) < words.length)
        return !span_is(authority->kind, "london borough") &&
               !span_is(authority->kind, "metropolitan district");
    return true;
}

/* Has the council's own name the kind in it that the words give? */
static bool fits_well(struct span words, const struct vocab_authority *authority)
{
    static const struct {
        const char *word, *kind;
    } kinds[] = {{"county", "County"}, {"borough", "Borough"}, {"city", "City"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (span_find(words, span_of(kinds[i].word)) < words.length)
            return span_find(authority->official, span_of(kinds[i].kind)) <
                   authority->official.length;
    return true;
}

/* Moves the start of the paragraph to that of the one which holds a byte. */
static void find_paragraph(struct referring *referring, size_t at)
{
    struct span text = referring->text->text;
    for (; referring->read < at; ++referring->read)
        if (text.at[referring->read] == '\n' && referring->read + 1 < at &&
            text.at[referring->read + 1] == '\n')
            referring->paragraph = referring->read + 2;
}

static const struct vocab_authority *in_focus(struct referring *referring, size_t byte)
{
    find_paragraph(referring, byte);
    return resolve_at(&referring->focus, referring->paragraph, byte);
}

static long day_of(const struct referring *referring)
{
    const struct entity_source *source = referring->source->source;
    return source->date.year ? when_last_day(source->date) : VOCAB_OPEN;
}

static void set_authority(const struct referring *referring, struct entity *entity,
                          const struct vocab_authority *authority)
{
    entity->authority = authority;
    entity->id = vocab_gss(authority, day_of(referring));
}

static void add(struct referring *referring, size_t first, size_t behind,
                const struct vocab_authority *authority, const char *rule)
{
    struct entity entity = {.type = ENTITY_AUTHORITY,
                            .start = referring->text->words.items[first].start,
                            .end = referring->text->words.items[behind - 1].end,
                            .name = authority->name,
                            .via = span_of("coreference"),
                            .rule = span_of(rule)};
    set_authority(referring, &entity, authority);
    entities_add(referring->entities, entity);
}

static void note(struct referring *referring, const struct vocab_authority *authority,
                 size_t end)
{
    referring->last = (struct named){authority, end};
    if (!referring->subject.end && referring->words < 4)
        referring->subject = referring->last;
}

/* ---- "the council", "we" ---- */

/* "Essex County Council and Southend ... [the county council]": the one of that kind that
 * was named last, where the one in focus is of another; else the one in focus. */
static const struct vocab_authority *of_kind(const struct referring *referring,
                                             struct span words,
                                             const struct vocab_authority *focus)
{
    if (!focus || fits_well(words, focus))
        return focus;
    for (size_t i = referring->next, left = OF_KIND_MAX; i-- > 0 && left > 0; left--) {
        const struct entity *entity = &referring->entities->items[i];
        if (entity->type == ENTITY_AUTHORITY && entity->authority &&
            entity->authority->children && fits_well(words, entity->authority))
            return entity->authority;
    }
    return focus;
}

static bool refer_council(struct referring *referring, const struct term_hit *hit)
{
    static const char *const of[] = {"of", NULL};
    const struct term_text *text = referring->text;
    size_t start = text->words.items[hit->first].start,
           end = text->words.items[hit->behind - 1].end;
    if (text->entity_at[hit->behind - 1] || term_is_word(text, hit->behind, of))
        return false;
    struct span words = span_part(text->text, start, end);
    const struct vocab_authority *authority =
        of_kind(referring, words, in_focus(referring, start));
    if (referring->next < referring->count) { /* "the council in Bolton" */
        const struct entity *place = &referring->entities->items[referring->next];
        if (place->authority && place->type == ENTITY_AUTHORITY &&
            place->start == end + 4 &&
            span_is(span_part(text->text, end, place->start), " in "))
            authority = place->authority;
    }
    if (!authority || !fits(words, authority))
        return false;
    add(referring, hit->first, hit->behind, authority, "refer.council");
    note(referring, authority, end);
    return true;
}

/* Whose "we" it is at a byte: the speaker's, else the document's. */
static const struct vocab_authority *who_we_are(const struct referring *referring,
                                                size_t byte)
{
    const struct quotations *list = referring->source->quotations;
    const struct quotation *quotation = list ? quotations_at(list, byte) : NULL;
    while (quotation && quotation->kind == QUOTATION_REPORTED)
        quotation = quotation->outer ? &list->items[quotation->outer - 1] : NULL;
    return quotation ? quotation->authority : referring->voice;
}

/* ---- "it" ---- */

static bool is_place(const struct referring *referring, const struct entity *entity)
{
    static const char *const words[] = {" in ",      " at ",     " near ", " from ",
                                        " outside ", " across ", "In ",    "Across "};
    struct span before = span_part(referring->text->text, 0, entity->start);
    return !entity->made && span_ends_any(before, words, sizeof words / sizeof *words);
}

/* Takes in the entities that begin before a byte. */
static void pass_entities(struct referring *referring, size_t byte)
{
    for (; referring->next < referring->count &&
           referring->entities->items[referring->next].start < byte;
         referring->next++) {
        const struct entity *entity = &referring->entities->items[referring->next];
        if (entity->type == ENTITY_AUTHORITY)
            note(referring, is_place(referring, entity) ? NULL : entity->authority,
                 entity->end);
        else if (entity->type <= ENTITY_PROGRAMME)
            note(referring, NULL, entity->end);
    }
}

/* "it is clear that": "it" stands for nothing. */
static bool is_expletive(const struct term_text *text, size_t word)
{
    static const char *const verbs[] = {
        "is",   "was",    "would", "may",  "might",   "seems", "seemed", "takes",
        "took", "became", "s",     "will", "appears", "can",   "could",  NULL};
    static const char *const behind[] = {"that", "to",  "how",  "whether", "when",
                                         "who",  "why", "what", "if",      NULL};
    if (!term_is_word(text, word + 1, verbs))
        return false;
    for (size_t at = word + 2; at < text->words.count && at < word + EXPLETIVE_WORDS;
         at++)
        if (term_is_word(text, at, behind))
            return true;
    return false;
}

static bool is_act(const struct term_text *text, size_t word)
{
    static const char *const verbs[] = {
        "has",    "had",   "will",   "must",   "should",   "needs",  "plans",  "also",
        "said",   "says",  "wants",  "spends", "employs",  "runs",   "serves", "provides",
        "failed", "added", "failed", "spent",  "accepted", "hopes",  "aims",   "did",
        "does",   "can",   "could",  "cannot", "received", "became", "now",    NULL};
    return word < text->words.count && term_is_word(text, word, verbs);
}

static void refer_it(struct referring *referring, size_t word, bool owner)
{
    const struct term_text *text = referring->text;
    const struct vocab_authority *authority = referring->last.authority;
    if (!owner && is_expletive(text, word))
        return;
    if (referring->words == 0 && !owner)
        authority = is_act(text, word + 1) ? referring->before.authority : NULL;
    else if (referring->words == 0)
        authority = referring->before.authority;
    if (!authority)
        return;
    add(referring, word, word + 1, authority, "refer.it");
    if (!owner)
        note(referring, authority, text->words.items[word].end);
}

/* ---- services ---- */

/* The council named right beside a service: "Barnet's Family Services", "children's
 * services in Barnet"; *general where it stands for services at large ("across England").
 */
static const struct entity *beside(const struct referring *referring, size_t service,
                                   bool *general)
{
    static const char *const joins[] = {" in ", " at ", " for ", " across ", " of "};
    const struct entity *items = referring->entities->items;
    const struct entity *entity = &items[service];
    struct span text = referring->text->text;
    size_t next = service + 1;
    *general = false;
    if (service > 0 && items[service - 1].authority &&
        entity->start < items[service - 1].end + 6)
        return &items[service - 1];
    struct span rest = span_part(text, entity->end, text.length);
    for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
        struct span join = span_of(joins[i]);
        if (!span_starts(rest, join) || rest.length == join.length)
            continue;
        char first = rest.at[join.length];
        if (next < referring->count && items[next].start == entity->end + join.length &&
            items[next].type == ENTITY_AUTHORITY)
            return items[next].authority ? &items[next] : NULL;
        *general = first >= 'A' && first <= 'Z';
    }
    return NULL;
}

static void refer_services(struct referring *referring)
{
    struct entity *items = referring->entities->items;
    for (size_t i = 0; i < referring->count; i++) {
        bool general = false;
        if (items[i].type != ENTITY_SERVICE)
            continue;
        const struct vocab_authority *focus = in_focus(referring, items[i].start);
        const struct entity *named = beside(referring, i, &general);
        if (named) {
            set_authority(referring, &items[i], named->authority);
        } else if (focus && !general) {
            set_authority(referring, &items[i], focus);
            items[i].via = span_of("coreference");
        }
    }
}

/* "the department": the service named last before it. */
static void refer_department(struct referring *referring, const struct term_hit *hit)
{
    const struct term_text *text = referring->text;
    struct entity entity = {.type = ENTITY_SERVICE,
                            .start = text->words.items[hit->first].start,
                            .end = text->words.items[hit->behind - 1].end,
                            .via = span_of("coreference"),
                            .rule = span_of("refer.department")};
    const struct entity *items = referring->entities->items;
    for (size_t i = referring->next; i-- > 0;) {
        bool government = span_is(items[i].subtype, "government");
        if (items[i].type != ENTITY_SERVICE && !government)
            continue;
        entity.name = items[i].name;
        if (government) {
            entity.type = ENTITY_ORGANISATION;
            entity.subtype = items[i].subtype;
        }
        break;
    }
    const struct vocab_authority *focus = in_focus(referring, entity.start);
    if (!entity.name.length)
        return;
    if (focus && entity.type == ENTITY_SERVICE)
        set_authority(referring, &entity, focus);
    entities_add(referring->entities, entity);
}

/* ---- all ---- */

static void begin_sentence(struct referring *referring, size_t word)
{
    bool paragraph = span_find_byte(term_gap(referring->text, word), '\n') <
                     term_gap(referring->text, word).length;
    referring->before = paragraph ? (struct named){NULL, 0} : referring->subject;
    referring->last = referring->subject = (struct named){NULL, 0};
    referring->words = 0;
}

/* What a word refers to; the number of words that do. */
static size_t refer_word(struct referring *referring, size_t word)
{
    static const char *const we[] = {"we", "our", "us", "ours", NULL};
    static const char *const its[] = {"its", NULL}, *const it[] = {"it", NULL};
    const struct term_text *text = referring->text;
    const struct term_hit *hit = term_at(text, word, 1u << TERM_COUNCIL);
    size_t length = text->words.items[word].end - text->words.items[word].start;
    if (hit && refer_council(referring, hit))
        return hit->behind - hit->first;
    hit = term_at(text, word, 1u << TERM_DEPARTMENT);
    if (hit && !text->entity_at[hit->behind - 1]) {
        refer_department(referring, hit);
        return hit->behind - hit->first;
    }
    if (term_at(text, word,
                1u << TERM_NOUN | 1u << TERM_WEAK_KIND | 1u << TERM_KIND_OF) &&
        referring->last.end < text->words.items[word].start)
        referring->last = (struct named){NULL, 0};
    if (length < 2 || length > 4)
        return 1;
    const struct vocab_authority *who =
        term_is_word(text, word, we)
            ? who_we_are(referring, text->words.items[word].start)
            : NULL;
    if (who)
        add(referring, word, word + 1, who, "refer.we");
    else if (term_is_word(text, word, its) || term_is_word(text, word, it))
        refer_it(referring, word, length == 3);
    return 1;
}

void refer_find(const struct term_text *text, const struct refer_source *source,
                struct entities *entities)
{
    struct referring referring = {.text = text,
                                  .source = source,
                                  .entities = entities,
                                  .count = entities->count,
                                  .voice = resolve_voice(source->vocab, source->source)};
    resolve_start(&referring.focus, source->vocab, source->source, entities);
    referring.focus.quotations = source->quotations;
    struct resolve_focus front = referring.focus;
    refer_services(&referring);
    /* Again from the front. */
    referring.focus = front;
    referring.paragraph = referring.read = 0;
    struct entities known = *entities;
    referring.focus.entities = &known;
    for (size_t word = 0; word < text->words.count;) {
        if (speaker_breaks(text, word))
            begin_sentence(&referring, word);
        pass_entities(&referring, text->words.items[word].start);
        size_t taken = refer_word(&referring, word);
        known.items = entities->items;
        referring.words += taken;
        word += taken;
    }
}

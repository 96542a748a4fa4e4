#include "resolve.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum {
    HEAD_BYTES = 400,   /* title, byline and first sentence */
    HEADING_BYTES = 60, /* of a line that may head a section */
    HEADING_REST = 12   /* bytes of it beside the council's name: "2. Essex today" */
};

/* Has it the children's duty on that day? Day 0: has it ever had it? */
static bool has_duty(const struct vocab_authority *authority, long day)
{
    return authority && authority->children && (!day || vocab_existed(authority, day));
}

/* The council that a trust serves; NULL where it serves several, or is no trust. */
static const struct vocab_authority *served_by(const struct vocab *vocab,
                                               const struct entity *entity)
{
    return entity->type == ENTITY_ORGANISATION && span_is(entity->subtype, "trust")
               ? vocab_served(vocab, entity->name)
               : NULL;
}

/* The only authority with the children's duty that a line names. */
static const struct vocab_authority *named_in(const struct vocab *vocab, struct span line,
                                              const struct entities *entities, long day)
{
    const struct vocab_authority *found = NULL;
    struct match_words words = {0};
    struct match_hit hit;
    bool several = false;
    if (!line.at)
        return NULL;
    match_split(vocab->match, line, &words);
    for (size_t at = 0; match_find(vocab->match, &words, at, &hit); at = hit.behind)
        for (size_t e = 0; e < entities->count; e++) {
            const struct vocab_authority *authority = entities->items[e].authority;
            for (size_t v = 0; authority && v < hit.count; v++) {
                const struct vocab_name *name = &vocab->names[hit.values[v]];
                if (name->kind != VOCAB_AUTHORITY ||
                    &vocab->authorities[name->index] != authority ||
                    !has_duty(authority, day))
                    continue;
                several = several || (found && found != authority);
                found = authority;
            }
        }
    match_words_free(&words);
    return several ? NULL : found;
}

/* The one named most among the mentions before `until`; NULL on a tie. */
static const struct vocab_authority *most_named(const struct vocab *vocab,
                                                const struct entities *entities,
                                                size_t until, long day)
{
    size_t *counts = mem_new(vocab->authority_count + 1, sizeof *counts), most = 0;
    const struct vocab_authority *best = NULL;
    bool tie = false;
    size_t behind = 0;
    for (; behind < entities->count && entities->items[behind].start < until; behind++)
        if (has_duty(entities->items[behind].authority, day))
            counts[entities->items[behind].authority - vocab->authorities]++;
    for (size_t i = 0; i < behind; i++) {
        const struct vocab_authority *authority = entities->items[i].authority;
        size_t count = authority ? counts[authority - vocab->authorities] : 0;
        if (count == 0 || authority == best)
            continue;
        tie = count == most || (tie && count < most);
        if (count > most)
            best = authority;
        most = count > most ? count : most;
    }
    free(counts);
    return tie ? NULL : best;
}

/* How a line must name a council. */
enum naming {
    NAMING_ALONE,    /* by a name that nothing else has, and say nothing else */
    NAMING_OFFICIAL, /* by a name that nothing else has */
    NAMING_ANY       /* by any name: "Barnet UNISON" */
};

/* The only council that a line names, on a day. */
static const struct vocab_authority *
official_in(const struct vocab *vocab, struct span line, long day, enum naming naming)
{
    const struct vocab_authority *found = NULL;
    struct match_words words = {0};
    struct match_hit hit;
    bool several = false;
    if (!line.at)
        return NULL;
    match_split(vocab->match, line, &words);
    for (size_t at = 0; match_find(vocab->match, &words, at, &hit); at = hit.behind)
        for (size_t v = 0; v < hit.count; v++) {
            const struct vocab_name *name = &vocab->names[hit.values[v]];
            if (name->kind != VOCAB_AUTHORITY || (naming != NAMING_ANY && !name->made) ||
                (naming == NAMING_ALONE && (hit.first > 0 || hit.behind < words.count)) ||
                (naming == NAMING_ANY && !vocab->authorities[name->index].children))
                continue;
            const struct vocab_authority *authority = &vocab->authorities[name->index];
            if (day ? !vocab_existed(authority, day) : authority->to != VOCAB_OPEN)
                continue;
            several = several || (found && found != authority);
            found = authority;
        }
    match_words_free(&words);
    return several || !found || !found->children ? NULL : found;
}

/* "www.northyorks.gov.uk" has "northyorks"; absent where the address is no council's. */
static struct span host_label(struct span url)
{
    static const char *const ends[] = {".gov.uk", ".gov.wales", ".llyw.cymru",
                                       ".gov.scot"};
    size_t start = span_find(url, span_of("://"));
    if (start == url.length)
        return (struct span){NULL, 0};
    struct span host = span_part(url, start + 3, url.length);
    host.length = span_find_byte(host, '/');
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!span_ends(host, span_of(ends[i])))
            continue;
        host.length -= strlen(ends[i]);
        for (size_t at = host.length; at > 0; at--)
            if (host.at[at - 1] == '.')
                return span_part(host, at, host.length);
        return host;
    }
    return (struct span){NULL, 0};
}

/* Letters of a name as a host name has them: "North Yorkshire" as "northyorkshire". */
static void add_letters(struct buf *out, struct span name)
{
    for (size_t i = 0; i < name.length; i++) {
        char byte = name.at[i];
        if (byte >= 'A' && byte <= 'Z')
            byte = (char)(byte | 0x20);
        if (byte >= 'a' && byte <= 'z')
            buf_add_byte(out, byte);
    }
}

/* The council whose host name an address has. */
static const struct vocab_authority *host_of(const struct vocab *vocab, struct span url,
                                             long day)
{
    struct span label = host_label(url);
    struct buf wanted = {0}, name = {0};
    const struct vocab_authority *found = NULL;
    add_letters(&wanted, label);
    for (size_t i = 0; label.length && i < vocab->name_count; i++) {
        if (vocab->names[i].kind != VOCAB_AUTHORITY)
            continue;
        const struct vocab_authority *authority =
            &vocab->authorities[vocab->names[i].index];
        if (!authority->children ||
            (day ? !vocab_existed(authority, day) : authority->to != VOCAB_OPEN))
            continue;
        buf_clear(&name);
        add_letters(&name, vocab->names[i].text);
        if (span_equal(buf_span(&name), buf_span(&wanted)))
            found = authority;
    }
    buf_free(&wanted);
    buf_free(&name);
    return found;
}

static long day_of(const struct entity_source *source)
{
    return source->date.year ? when_last_day(source->date) : 0;
}

/* The owner as publisher, title, host or the first lines tell it. */
static const struct vocab_authority *told_on(const struct vocab *vocab,
                                             const struct entity_source *source,
                                             const struct entities *entities, long day)
{
    const struct vocab_authority *owner =
        named_in(vocab, source->publisher, entities, day);
    if (!owner)
        owner = official_in(vocab, source->publisher, day, NAMING_OFFICIAL);
    if (!owner)
        owner = host_of(vocab, source->url, day);
    if (!owner)
        owner = named_in(vocab, source->title, entities, day);
    if (!owner)
        owner = official_in(vocab, source->title, day, NAMING_OFFICIAL);
    return owner ? owner : most_named(vocab, entities, HEAD_BYTES, day);
}

/* The same, else the one named most, else whom the publisher names in any way; *weak
 * where it is but named most. */
static const struct vocab_authority *owner_on(const struct vocab *vocab,
                                              const struct entity_source *source,
                                              const struct entities *entities, long day,
                                              bool *weak)
{
    const struct vocab_authority *owner = told_on(vocab, source, entities, day);
    *weak = false;
    if (owner)
        return owner;
    const struct vocab_authority *any =
        official_in(vocab, source->publisher, day, NAMING_ANY);
    owner = most_named(vocab, entities, source->text.length, day);
    *weak = owner && owner != any;
    return owner ? owner : any;
}

/* The council that the only trust named serves; NULL where several are named. */
static const struct vocab_authority *only_served(const struct vocab *vocab,
                                                 const struct entities *entities)
{
    const struct vocab_authority *found = NULL;
    for (size_t i = 0; i < entities->count; i++) {
        const struct vocab_authority *served = served_by(vocab, &entities->items[i]);
        if (found && served && served != found)
            return NULL;
        found = served ? served : found;
    }
    return found;
}

/* One of the document's day; else, and weak, one long gone, whose history it tells; else
 * one whose trust alone is named. NULL where several have an equal claim. */
static const struct vocab_authority *find_owner(const struct vocab *vocab,
                                                const struct entity_source *source,
                                                const struct entities *entities,
                                                bool *weak)
{
    long day = day_of(source);
    const struct vocab_authority *owner = owner_on(vocab, source, entities, day, weak);
    if (owner)
        return owner;
    if (day)
        owner = owner_on(vocab, source, entities, 0, weak);
    *weak = true;
    return owner ? owner : only_served(vocab, entities);
}

const struct vocab_authority *resolve_voice(const struct vocab *vocab,
                                            const struct entity_source *source)
{
    const struct vocab_authority *voice =
        official_in(vocab, source->publisher, day_of(source), NAMING_ALONE);
    return voice ? voice : host_of(vocab, source->url, day_of(source));
}

/* The innermost quotation around a byte whose speaker's council is known. */
static const struct quotation *quoted_at(const struct quotations *quotations, size_t byte)
{
    const struct quotation *quotation =
        quotations ? quotations_at(quotations, byte) : NULL;
    while (quotation && !quotation->authority)
        quotation = quotation->outer ? &quotations->items[quotation->outer - 1] : NULL;
    return quotation;
}

/* Does the line that holds these bytes stand alone, and end no sentence? */
static bool stands_alone(struct span text, size_t start, size_t end)
{
    bool before = start == 0 || (start > 1 && text.at[start - 2] == '\n');
    bool behind = end + 1 >= text.length || text.at[end + 1] == '\n';
    return before && behind && end > start && end - start <= HEADING_BYTES &&
           !strchr(".,;:?!", text.at[end - 1]);
}

/* The first entity that begins at a byte or later. */
static size_t entity_from(const struct entities *entities, size_t byte)
{
    size_t low = 0, high = entities->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (entities->items[middle].start < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A heading that is a council's name, or hardly more, begins its section; any other, but
 * for a date, ends it. */
static void read_heading(struct resolve_focus *focus, size_t start, size_t end)
{
    const struct entities *entities = focus->entities;
    for (size_t i = entity_from(entities, start);
         i < entities->count && entities->items[i].start < end; i++) {
        const struct entity *entity = &entities->items[i];
        size_t rest = (end - start) - (entity->end - entity->start);
        if (entity->type == ENTITY_DATE)
            return;
        if (entity->type == ENTITY_AUTHORITY && entity->authority &&
            entity->authority->children && entity->end <= end && rest <= HEADING_REST) {
            focus->section = entity->authority;
            return;
        }
    }
    focus->section = NULL;
}

static void read_headings(struct resolve_focus *focus, size_t byte)
{
    struct span text = focus->text;
    while (focus->read < byte) {
        size_t start = focus->read;
        size_t end = start + span_find_byte(span_part(text, start, text.length), '\n');
        if (end >= byte)
            return;
        if (stands_alone(text, start, end))
            read_heading(focus, start, end);
        focus->read = end + 1;
    }
}

void resolve_start(struct resolve_focus *focus, const struct vocab *vocab,
                   const struct entity_source *source, const struct entities *entities)
{
    *focus = (struct resolve_focus){
        .vocab = vocab, .text = source->text, .entities = entities};
    focus->owner = find_owner(vocab, source, entities, &focus->weak);
}

/* Takes in the authorities that are named before a byte. */
static void read_names(struct resolve_focus *focus, size_t byte)
{
    const struct entities *entities = focus->entities;
    for (; focus->next < entities->count && entities->items[focus->next].start < byte;
         focus->next++) {
        const struct entity *entity = &entities->items[focus->next];
        const struct vocab_authority *named = entity->type == ENTITY_AUTHORITY
                                                  ? entity->authority
                                                  : served_by(focus->vocab, entity);
        if (named && named->children) {
            focus->last = named;
            focus->last_at = entity->start;
        }
    }
}

void resolve_note(struct resolve_focus *focus, const struct vocab_authority *authority,
                  size_t byte)
{
    read_names(focus, byte);
    focus->last = authority;
    focus->last_at = byte;
}

const struct vocab_authority *resolve_at(struct resolve_focus *focus, size_t block_start,
                                         size_t byte)
{
    read_names(focus, byte);
    read_headings(focus, byte);
    const struct quotation *quotation = quoted_at(focus->quotations, byte);
    if (quotation)
        return focus->last && focus->last_at >= quotation->start ? focus->last
                                                                 : quotation->authority;
    if (focus->last && focus->last_at >= block_start)
        return focus->last;
    if (focus->section)
        return focus->section;
    return focus->owner && !(focus->weak && focus->last) ? focus->owner : focus->last;
}

#include "resolve.h"

#include <stdlib.h>

#include "mem.h"

enum { HEAD_BYTES = 400 /* title, byline and first sentence */ };

/* The only authority with the children's duty that a line names. */
static const struct vocab_authority *named_in(const struct vocab *vocab, struct span line,
                                              const struct entities *entities)
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
                    &vocab->authorities[name->index] != authority || !authority->children)
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
                                                const struct entities *entities, size_t until)
{
    size_t *counts = mem_new(vocab->authority_count + 1, sizeof *counts), most = 0;
    const struct vocab_authority *best = NULL;
    bool tie = false;
    size_t behind = 0;
    for (; behind < entities->count && entities->items[behind].start < until; behind++)
        if (entities->items[behind].authority && entities->items[behind].authority->children)
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

const struct vocab_authority *resolve_owner(const struct vocab *vocab,
                                            const struct entity_source *source,
                                            const struct entities *entities)
{
    const struct vocab_authority *owner = named_in(vocab, source->publisher, entities);
    if (!owner)
        owner = named_in(vocab, source->title, entities);
    if (!owner)
        owner = most_named(vocab, entities, HEAD_BYTES);
    if (!owner)
        owner = most_named(vocab, entities, source->text.length);
    return owner;
}

const struct vocab_authority *resolve_at(struct resolve_focus *focus, size_t block_start,
                                         size_t byte)
{
    const struct entities *entities = focus->entities;
    for (; focus->next < entities->count && entities->items[focus->next].start < byte;
         focus->next++)
        if (entities->items[focus->next].authority &&
            entities->items[focus->next].authority->children) {
            focus->last = entities->items[focus->next].authority;
            focus->last_at = entities->items[focus->next].start;
        }
    if (focus->last && focus->last_at >= block_start)
        return focus->last;
    return focus->owner ? focus->owner : focus->last;
}

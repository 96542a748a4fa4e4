#include "refer.h"

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

/* Moves *start to the start of the paragraph that holds a byte; what lies before *read
 * was read. */
static void find_paragraph(struct span text, size_t at, size_t *read, size_t *start)
{
    for (; *read < at; ++*read)
        if (text.at[*read] == '\n' && *read + 1 < at && text.at[*read + 1] == '\n')
            *start = *read + 2;
}

void refer_find(const struct term_text *text, const struct vocab *vocab,
                const struct entity_source *source, struct entities *entities)
{
    struct resolve_focus focus = {.entities = entities};
    long day = source->date.year ? when_last_day(source->date) : VOCAB_OPEN;
    size_t start = 0, read = 0;
    focus.owner = resolve_owner(vocab, source, entities);
    for (size_t h = 0; h < text->hit_count; h++) {
        const struct term_hit *hit = &text->hits[h];
        static const char *const of[] = {"of", NULL};
        if (!(hit->kinds & 1u << TERM_COUNCIL) || text->entity_at[hit->behind - 1] ||
            term_is_word(text, hit->behind, of))
            continue;
        struct entity entity = {.type = ENTITY_AUTHORITY,
                                .start = text->words.items[hit->first].start,
                                .end = text->words.items[hit->behind - 1].end,
                                .via = span_of("coreference"),
                                .rule = span_of("refer.council")};
        find_paragraph(text->text, entity.start, &read, &start);
        entity.authority = resolve_at(&focus, start, entity.start);
        if (!entity.authority ||
            !fits(span_part(text->text, entity.start, entity.end), entity.authority))
            continue;
        entity.name = entity.authority->name;
        entity.id = vocab_gss(entity.authority, day);
        entities_add(entities, entity);
    }
}

#include "board.h"

enum { BOARD_REACH = 1200 /* bytes from a board to "the Board" that means it */ };

/* What boards are called in organisations.csv, and behind a council's name. */
static const struct {
    const char *canonical, *behind;
} kinds[] = {{"LSCB", " Local Safeguarding Children Board"},
             {"Safeguarding Children Board", " Local Safeguarding Children Board"},
             {"Safeguarding Children Partnership", " Safeguarding Children Partnership"}};

static const char *kind_of(const struct entity *entity)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (entity->type == ENTITY_ORGANISATION &&
            span_is(entity->name, kinds[i].canonical))
            return kinds[i].behind;
    return NULL;
}

/* "LSCBs", "every LSCB", "an LSCB": boards at large. */
static bool is_general(struct span text, const struct entity *entity)
{
    static const char *const heads[] = {" a ",    " an ",    " every ", " each ", " all ",
                                        " most ", " other ", " any ",   " no "};
    struct span before = span_part(text, 0, entity->start);
    struct span surface = span_part(text, entity->start, entity->end);
    if (span_ends_any(before, heads, sizeof heads / sizeof *heads))
        return true;
    return span_ends(surface, span_of("s")) && span_find(surface, span_of("LSCB")) == 0;
}

static size_t block_start(struct span text, size_t at)
{
    while (at > 1 && !(text.at[at - 1] == '\n' && text.at[at - 2] == '\n'))
        at--;
    return at > 1 ? at : 0;
}

static struct span join(struct entities *entities, struct span council, const char *kind)
{
    struct buf name = {0};
    buf_add(&name, council);
    buf_add_text(&name, kind);
    struct span kept = entities_keep(entities, buf_span(&name));
    buf_free(&name);
    return kept;
}

/* "the Board" in the text that follows a board up to the next organisation. */
static void add_references(struct entities *entities, struct span text,
                           const struct entity *board, size_t until)
{
    static const char words[] = "he Board";
    struct entity reference = *board;
    size_t at = board->end, length = sizeof words - 1;
    if (until > board->end + BOARD_REACH)
        until = board->end + BOARD_REACH;
    while ((at += span_find(span_part(text, at, until), span_of(words))) + length <=
           until) {
        char behind = at + length < text.length ? text.at[at + length] : ' ';
        bool word = (behind >= 'a' && behind <= 'z') || (behind >= 'A' && behind <= 'Z');
        reference.start = at + 3;
        reference.end = at + length;
        reference.via = span_of("coreference");
        reference.rule = span_of("board.the");
        at += length;
        if (!word)
            entities_add(entities, reference);
    }
}

void board_link(struct entities *entities, const struct vocab *vocab,
                const struct entity_source *source)
{
    struct resolve_focus focus;
    size_t count = entities->count, block = 0, block_at = 0;
    resolve_start(&focus, vocab, source, entities);
    for (size_t i = 0; i < count; i++) {
        const char *kind = kind_of(&entities->items[i]);
        if (!kind || is_general(source->text, &entities->items[i]))
            continue;
        size_t at = entities->items[i].start, next = i + 1;
        size_t start = block_start(span_part(source->text, block_at, source->text.length),
                                   at - block_at);
        block = start ? block_at + start : block;
        block_at = at;
        const struct vocab_authority *council = resolve_at(&focus, block, at);
        if (!council)
            continue;
        entities->items[i].name = join(entities, council->name, kind);
        while (next < count && entities->items[next].type != ENTITY_ORGANISATION)
            next++;
        struct entity board = entities->items[i];
        add_references(entities, source->text, &board,
                       next < count ? entities->items[next].start : source->text.length);
    }
}

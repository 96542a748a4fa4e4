#include "styles.h"

#include <stdlib.h>

#include "markup.h"
#include "mem.h"

struct styles {
    struct style items[STYLES_MAX];
    size_t count;
    struct mem_arena arena;
};

struct styles *styles_new(void)
{
    return mem_new(1, sizeof(struct styles));
}

const struct style *styles_find(const struct styles *styles, struct span name)
{
    for (size_t i = 0; styles && name.at && i < styles->count; i++)
        if (span_equal(styles->items[i].name, name))
            return &styles->items[i];
    return NULL;
}

/* The names of Word's own styles are English in every edition, their ids are not. */
static void judge(struct style *style, struct span name)
{
    style->heading = style->heading || span_starts_like(name, "heading");
    style->title = style->title || (span_starts_like(name, "title") && name.length == 5);
    style->listed = style->listed || span_starts_like(name, "list bullet") ||
                    span_starts_like(name, "list number");
}

static struct style *add(struct styles *styles, struct span name)
{
    if (!name.at || styles->count >= STYLES_MAX)
        return NULL;
    struct style *style = &styles->items[styles->count++];
    const char *copy = mem_arena_copy(&styles->arena, name.at, name.length);
    *style = (struct style){.name = {copy, name.length}};
    return style;
}

/* A style is what the one is that it builds on; "Heading 1" is a heading whatever that is. */
static void inherit(const struct styles *styles, struct style *style, struct span parent)
{
    const struct style *from = styles_find(styles, parent);
    if (!from || !style)
        return;
    style->heading = style->heading || from->heading;
    style->title = style->title || from->title;
    style->listed = style->listed || from->listed;
}

static struct style *start_style(struct styles *styles, struct markup *markup)
{
    struct span id = markup_attribute(markup, "styleId");
    struct style *style = add(styles, id.at ? id : markup_attribute(markup, "name"));
    if (style && !id.at) {
        struct span parent = markup_attribute(markup, "parent-style-name");
        judge(style, style->name);
        judge(style, parent);
        inherit(styles, style, parent);
    }
    return style;
}

void styles_read(struct styles *styles, struct span xml)
{
    struct markup *markup = markup_open(xml);
    struct style *style = NULL;
    struct span name;
    enum markup_event event;
    while ((event = markup_next(markup, &name)) > MARKUP_DAMAGED) {
        if (event == MARKUP_END && span_is(name, "style"))
            style = NULL;
        if (event != MARKUP_START)
            continue;
        if (span_is(name, "style"))
            style = start_style(styles, markup);
        else if (style && span_is(name, "name"))
            judge(style, markup_attribute(markup, "val"));
        else if (style && span_is(name, "basedOn"))
            inherit(styles, style, markup_attribute(markup, "val"));
        else if (style && span_is(name, "outlineLvl"))
            style->heading = !span_is(markup_attribute(markup, "val"), "9");
    }
    markup_close(markup);
}

void styles_free(struct styles *styles)
{
    mem_arena_free(&styles->arena);
    free(styles);
}

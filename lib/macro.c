#include "macro.h"

/* An expression for any of some placeholders. */
static void add_choice(struct buf *out, const struct macro_kinds *kinds)
{
    buf_add_byte(out, '[');
    for (size_t i = 0; i < kinds->count; i++)
        mask_placeholder(kinds->kinds[i], out);
    buf_add_byte(out, ']');
}

void macros_make(struct macros *macros, struct places *places, const struct macro_kinds *kinds,
                 size_t count)
{
    size_t starts[RULE_MACROS_MAX + 1] = {0};
    macros->text = (struct buf){0};
    for (size_t i = 0; i < count; i++) {
        add_choice(&macros->text, &kinds[i]);
        starts[i + 1] = macros->text.length;
    }
    for (size_t i = 0; i < count; i++)
        macros->items[i] = (struct rule_macro){
            span_of(kinds[i].name),
            span_part(buf_span(&macros->text), starts[i], starts[i + 1])};
    macros->count = rules_macros(places, macros->items, count);
}

void macros_free(struct macros *macros)
{
    buf_free(&macros->text);
}

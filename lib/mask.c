#include "mask.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { FIRST_PLACEHOLDER = 0xE000 };

void mask_placeholder(enum mask_kind kind, struct buf *out)
{
    utf8_encode(out, FIRST_PLACEHOLDER + (uint32_t)kind);
}

/* Copies text, leaving out placeholders of its own that it might hold: all begin with one byte. */
static void copy(struct buf *out, struct span text)
{
    while (text.length) {
        size_t run = span_find_byte(text, (char)0xEE);
        buf_add(out, span_part(text, 0, run));
        text = span_part(text, run, text.length);
        if (text.length == 0)
            return;
        uint32_t point;
        size_t length = utf8_decode(text, &point);
        if (point < FIRST_PLACEHOLDER || point >= FIRST_PLACEHOLDER + MASK_KINDS)
            buf_add(out, span_part(text, 0, length));
        text = span_part(text, length, text.length);
    }
}

void mask_make(struct mask *mask, struct span text, size_t start, size_t end,
               const struct mask_item *items, size_t count)
{
    buf_clear(&mask->text);
    mask->items = mem_grow(mask->items, &mask->room, count + 1, sizeof *mask->items);
    mask->count = count;
    size_t at = start;
    mask->first = start;
    for (size_t i = 0; i < count; i++) {
        copy(&mask->text, span_part(text, at, items[i].start));
        mask->items[i] = items[i];
        mask->items[i].at = mask->text.length;
        mask_placeholder(items[i].kind, &mask->text);
        at = items[i].end;
    }
    copy(&mask->text, span_part(text, at, end));
}

size_t mask_at(const struct mask *mask, size_t byte)
{
    size_t low = 0, high = mask->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (mask->items[middle].at < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low < mask->count && mask->items[low].at == byte ? low : mask->count;
}

/* The byte of the text that stands at a byte of the masked sentence. */
static size_t text_byte(const struct mask *mask, size_t first, size_t item, size_t byte)
{
    if (item == 0)
        return first + byte;
    const struct mask_item *before = &mask->items[item - 1];
    return before->end + (byte - before->at - MASK_BYTES);
}

void mask_insert(struct mask *mask, size_t start, size_t end, enum mask_kind kind,
                 const void *what)
{
    size_t item = 0, length = mask->text.length;
    struct buf rest = {0};
    while (item < mask->count && mask->items[item].at < start)
        item++;
    struct mask_item added = {kind, text_byte(mask, mask->first, item, start),
                              text_byte(mask, mask->first, item, end), start, what};
    mask->items = mem_grow(mask->items, &mask->room, mask->count + 2, sizeof *mask->items);
    memmove(mask->items + item + 1, mask->items + item,
            (mask->count - item) * sizeof *mask->items);
    mask->items[item] = added;
    mask->count++;
    buf_add(&rest, span_part(buf_span(&mask->text), end, length));
    mask->text.length = start;
    mask_placeholder(kind, &mask->text);
    buf_add(&mask->text, buf_span(&rest));
    buf_free(&rest);
    for (size_t i = item + 1; i < mask->count; i++)
        mask->items[i].at = mask->items[i].at + mask->text.length - length;
}

void mask_join(struct mask *mask, size_t item, size_t behind)
{
    struct mask_item *first = &mask->items[item], *second = first + 1;
    size_t from = first->at + MASK_BYTES, to = second->at + MASK_BYTES + behind;
    first->end = second->end + behind;
    memmove(mask->text.at + from, mask->text.at + to, mask->text.length - to);
    mask->text.length -= to - from;
    mask->count--;
    memmove(second, second + 1, (mask->count - item - 1) * sizeof *second);
    for (size_t i = item + 1; i < mask->count; i++)
        mask->items[i].at -= to - from;
}

void mask_mark(struct mask *mask, size_t item, enum mask_kind kind)
{
    struct buf placeholder = {0};
    mask_placeholder(kind, &placeholder);
    memcpy(mask->text.at + mask->items[item].at, placeholder.at, MASK_BYTES);
    buf_free(&placeholder);
}

void mask_free(struct mask *mask)
{
    buf_free(&mask->text);
    free(mask->items);
    *mask = (struct mask){0};
}

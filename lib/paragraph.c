#include "paragraph.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

enum { HEADING_BYTES_MAX = 240, HEADING_LINES_MAX = 5 };

/* Shares of the type size, of the distance of lines, of the column's width. */
static const float size_slack = 0.06F;   /* lines of one paragraph differ by less */
static const float leading_slack = 1.2F; /* a gap above this parts paragraphs */
static const float heading_size = 1.12F; /* larger than the body: a heading */
static const float step = 0.8F;          /* an indent */

/* What is known of the paragraph while lines are added. */
struct state {
    struct paragraphs *to;
    const struct paragraph_line *lines;
    size_t first, last;
    float left, right; /* of the column */
    float leading;     /* points between lines, 0 where the type decides */
    bool notes;
};

struct span paragraph_text(const struct paragraphs *paragraphs, size_t i)
{
    const struct paragraph *item = &paragraphs->items[i];
    return span_part(buf_span(&paragraphs->text), item->start, item->start + item->length);
}

static bool is_closing(uint32_t point)
{
    return point == ')' || point == ']' || point == '"' || point == '\'' || point == 0x2019 ||
           point == 0x201D;
}

/* The mark that ends the text, past closing quotes; 0 for a letter or anything else. */
static uint32_t end_mark(struct span text)
{
    uint32_t point = 0;
    do {
        if (!text.length)
            return 0;
        text = span_part(text, 0, text.length - utf8_decode_last(text, &point));
    } while (is_closing(point));
    return point == '.' || point == '!' || point == '?' || point == ':' || point == ';' ||
                   point == 0x2026
               ? point
               : 0;
}

static bool ends_sentence(struct span text)
{
    uint32_t mark = end_mark(text);
    return mark && mark != ';';
}

/* Ends within a word or a range: "2014-", "2018–". */
static bool ends_torn(struct span text)
{
    uint32_t point = 0, before = 0;
    size_t length = text.length ? utf8_decode_last(text, &point) : 0;
    text = span_part(text, 0, text.length - length);
    if (text.length)
        utf8_decode_last(text, &before);
    return (point == '-' || point == 0xAD || point == 0x2010 || point == 0x2013) &&
           utf8_is_word(before);
}

static bool starts_low(struct span text)
{
    uint32_t point;
    while (text.length) {
        text = span_part(text, utf8_decode(text, &point), text.length);
        if (utf8_is_letter(point))
            return !utf8_is_upper(point);
        if (!is_closing(point) && point != '(' && point != 0x2018 && point != 0x201C)
            return false;
    }
    return false;
}

static float first_word_width(const struct paragraph_line *line)
{
    size_t blank = span_find_byte(line->text, ' ');
    float share = line->text.length ? (float)blank / (float)line->text.length : 1;
    return share * (line->box.x1 - line->box.x0);
}

/* Would the next line's first words have fitted behind this one? Then the break was meant. */
static bool had_room(const struct state *state, const struct paragraph_line *line,
                     const struct paragraph_line *next)
{
    float room = state->right - line->box.x1;
    return room > first_word_width(next) + 1.2F * line->size;
}

static bool other_type(const struct paragraph_line *a, const struct paragraph_line *b)
{
    return fabsf(a->size - b->size) > size_slack * fmaxf(a->size, b->size) + 0.3F;
}

static bool breaks_by_indent(const struct state *state, const struct paragraph_line *line,
                             const struct paragraph_line *next)
{
    const struct paragraph_line *head = &state->lines[state->first];
    float size = next->size;
    bool first = line == head;
    if (first && head->mark)
        return next->box.x0 < head->box.x0 - step * size ||
               (next->box.x0 < head->indent - step * size && ends_sentence(line->text));
    if (first)
        return fabsf(next->box.x0 - line->box.x0) > step * size && ends_sentence(line->text);
    if (next->box.x0 > line->box.x0 + step * size)
        return ends_sentence(line->text);
    return next->box.x0 < line->box.x0 - step * size && ends_sentence(line->text);
}

/* Does a new paragraph begin with the next line? */
static bool breaks(const struct state *state, const struct paragraph_line *line,
                   const struct paragraph_line *next)
{
    float gap = next->baseline - line->baseline;
    float usual = fmaxf(state->leading, state->to->leading * fmaxf(line->size, next->size));
    bool ended = ends_sentence(line->text), low = starts_low(next->text);
    if (gap > leading_slack * usual || gap < -0.5F * line->size)
        return true;
    if (next->mark == LINES_BULLET || next->mark == LINES_NUMBER)
        return true;
    if (next->mark == LINES_WEAK_NUMBER && ended)
        return true;
    if (ends_torn(line->text) && !other_type(line, next))
        return false;
    if (other_type(line, next))
        return !(low && !ended && fabsf(line->size - next->size) < 0.15F * line->size);
    if (line->bold != next->bold && !(low && !ended))
        return had_room(state, line, next) || ended || line->bold;
    if (breaks_by_indent(state, line, next))
        return true;
    if (low)
        return false;
    if (ended)
        return had_room(state, line, next);
    /* Both go to the edge of a narrower part of the column: neither ends a paragraph. */
    if (line->text.length >= 30 && fabsf(line->box.x1 - next->box.x1) < 0.1F * line->size)
        return false;
    return !line->bold && state->right - line->box.x1 > 0.4F * (state->right - state->left) &&
           had_room(state, line, next);
}

static bool is_heading(const struct state *state, const struct paragraph *paragraph)
{
    const struct paragraphs *to = state->to;
    struct span text =
        span_part(buf_span(&to->text), paragraph->start, paragraph->start + paragraph->length);
    uint32_t mark = end_mark(text);
    if (state->notes || text.length > HEADING_BYTES_MAX || mark == '.' || mark == ';' ||
        state->last - state->first + 1 > HEADING_LINES_MAX)
        return false;
    size_t colon = span_find_byte(text, ':');
    /* "Inspection dates: ..." states a thing, whatever its type. */
    bool states = colon < 40 && colon + 1 < text.length && paragraph->size < 1.4F * to->body &&
                  !starts_low(span_part(text, colon + 2, text.length));
    if (paragraph->size >= heading_size * to->body)
        return !states;
    return paragraph->bold && !to->body_bold && paragraph->size >= 0.9F * to->body && !states;
}

static void finish(struct state *state, int page)
{
    struct paragraphs *to = state->to;
    const struct paragraph_line *head = &state->lines[state->first];
    const struct paragraph_line *tail = &state->lines[state->last];
    struct paragraph paragraph = {.page = page,
                                  .start = to->text.length,
                                  .size = head->size,
                                  .bold = true,
                                  .marked = head->mark != LINES_NO_MARK,
                                  .note = state->notes,
                                  .run = to->runs};
    struct buf text = {0};
    for (size_t i = state->first; i <= state->last; i++) {
        hyphen_join(to->hyphen, &text, state->lines[i].text);
        paragraph.bold = paragraph.bold && state->lines[i].bold;
    }
    buf_add(&to->text, buf_span(&text));
    paragraph.length = text.length;
    buf_free(&text);
    paragraph.full = state->right - tail->box.x1 <= 0.2F * (state->right - state->left);
    if (head->mark == LINES_BULLET)
        paragraph.role = DOCUMENT_LIST_ITEM;
    else if (is_heading(state, &paragraph))
        paragraph.role = DOCUMENT_HEADING;
    to->items = mem_grow(to->items, &to->room, to->count + 1, sizeof *to->items);
    to->items[to->count++] = paragraph;
}

/* The usual distance of lines in a column of full lines that are set wider than the rest of the
 * document; 0 where there is none. */
static float wide_leading(const struct state *state, size_t count)
{
    float total = 0, width = state->right - state->left;
    size_t steps = 0, full = 0;
    for (size_t i = 1; i < count; i++) {
        const struct paragraph_line *line = &state->lines[i - 1];
        float gap = state->lines[i].baseline - line->baseline;
        if (gap > 0 && gap < 3 * line->size) {
            total += gap;
            steps++;
        }
        full += line->box.x1 - line->box.x0 > 0.8F * width;
    }
    if (steps < 4 || full * 10 < steps * 7)
        return 0;
    float mean = total / (float)steps, usual = state->to->leading * state->lines[0].size;
    return mean > leading_slack * usual ? mean : 0;
}

void paragraphs_add_run(struct paragraphs *paragraphs, const struct paragraph_line *lines,
                        size_t count, int page, bool notes)
{
    struct state state = {.to = paragraphs, .lines = lines, .notes = notes};
    if (!count)
        return;
    state.left = lines[0].box.x0;
    state.right = lines[0].box.x1;
    for (size_t i = 1; i < count; i++) {
        state.left = fminf(state.left, lines[i].box.x0);
        state.right = fmaxf(state.right, lines[i].box.x1);
    }
    state.leading = wide_leading(&state, count);
    for (size_t i = 1; i < count; i++) {
        if (breaks(&state, &lines[i - 1], &lines[i])) {
            finish(&state, page);
            state.first = i;
        }
        state.last = i;
    }
    finish(&state, page);
    paragraphs->runs++;
}

void paragraphs_add_row(struct paragraphs *paragraphs, struct span text, int page)
{
    struct paragraph paragraph = {.role = DOCUMENT_TABLE_ROW,
                                  .page = page,
                                  .start = paragraphs->text.length,
                                  .length = text.length,
                                  .size = paragraphs->body};
    buf_add(&paragraphs->text, text);
    paragraphs->items = mem_grow(paragraphs->items, &paragraphs->room, paragraphs->count + 1,
                                 sizeof *paragraphs->items);
    paragraphs->items[paragraphs->count++] = paragraph;
}

bool paragraphs_go_on(const struct paragraphs *paragraphs, const struct paragraph *a,
                      const struct paragraph *b)
{
    struct span whole = buf_span(&paragraphs->text);
    struct span head = span_part(whole, a->start, a->start + a->length);
    struct span tail = span_part(whole, b->start, b->start + b->length);
    if ((a->role != DOCUMENT_PARAGRAPH && a->role != DOCUMENT_LIST_ITEM) ||
        b->role != DOCUMENT_PARAGRAPH || b->marked || a->note || b->note ||
        fabsf(a->size - b->size) > size_slack * a->size + 0.3F || end_mark(head))
        return false;
    if (a->run == b->run || a->page > b->page)
        return false;
    enum { LONG = 100, SHORT = 40 }; /* bytes: no lines of a list or an address */
    bool column = b->page == a->page && a->length >= LONG && b->length >= SHORT;
    return starts_low(tail) || (a->full && (column || b->page == a->page + 1));
}

void paragraphs_free(struct paragraphs *paragraphs)
{
    buf_free(&paragraphs->text);
    free(paragraphs->items);
    *paragraphs = (struct paragraphs){0};
}

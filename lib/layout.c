#include "layout.h"

#include <math.h>
#include <stdlib.h>

#include "hyphen.h"
#include "imprint.h"
#include "lines.h"
#include "paragraph.h"
#include "running.h"
#include "sheet.h"
#include "utf8.h"

enum {
    SAMPLE_PAGES = 8,
    TITLE_BYTES_MAX = 300,
    TABLE_ROWS_MAX = 200, /* so far back the head of a table is looked for */
    ASIDE_MAX = 12,       /* paragraphs of a box that a paragraph goes on behind */
    ASIDE_RUNS_MAX = 3
};

struct layout {
    struct page *pages;
    size_t count, room;
    struct hyphen *hyphen;
    struct paragraphs paragraphs;
};

struct layout *layout_new(void)
{
    struct layout *layout = mem_new(1, sizeof *layout);
    layout->hyphen = hyphen_new();
    layout->paragraphs.hyphen = layout->hyphen;
    return layout;
}

void layout_free(struct layout *layout)
{
    if (!layout)
        return;
    for (size_t i = 0; i < layout->count; i++)
        page_free(&layout->pages[i]);
    free(layout->pages);
    hyphen_free(layout->hyphen);
    paragraphs_free(&layout->paragraphs);
    free(layout);
}

void layout_add(struct layout *layout, struct page *page)
{
    layout->pages =
        mem_grow(layout->pages, &layout->room, layout->count + 1, sizeof *layout->pages);
    layout->pages[layout->count++] = *page;
    *page = (struct page){0};
    const struct page *own = &layout->pages[layout->count - 1];
    for (size_t i = 0; i < own->word_count; i++)
        hyphen_learn(layout->hyphen, page_word_text(own, &own->words[i]));
}

/* --- The type of the body --- */

static void find_body(struct layout *layout)
{
    enum { SIZES = 200 }; /* half points */
    size_t letters[SIZES] = {0}, bold = 0, all = 0, best = 24;
    for (size_t i = 0; i < layout->count; i++)
        for (size_t j = 0; j < layout->pages[i].word_count; j++) {
            const struct page_word *word = &layout->pages[i].words[j];
            if (word->running || !(word->size * 2 < SIZES - 1))
                continue;
            letters[(size_t)(word->size * 2 + 0.5F)] += word->length;
            all += word->length;
            bold += word->bold ? word->length : 0;
        }
    for (size_t i = 0; i < SIZES; i++)
        if (letters[i] > letters[best])
            best = i;
    layout->paragraphs.body = (float)best / 2;
    layout->paragraphs.body_bold = bold * 2 > all;
}

static const struct page_word **all_words(const struct page *page, size_t *count)
{
    const struct page_word **words = mem_new(page->word_count, sizeof *words);
    *count = 0;
    for (size_t i = 0; i < page->word_count; i++)
        if (!page->words[i].running)
            words[(*count)++] = &page->words[i];
    return words;
}

/* Distance of lines as a share of the type size, that most steps have; by twentieths. */
static void find_leading(struct layout *layout)
{
    enum { STEPS = 60 };
    size_t steps[STEPS] = {0}, best = 24;
    struct lines lines = {0};
    size_t stride = layout->count / SAMPLE_PAGES + 1;
    for (size_t i = layout->count > 2; i < layout->count; i += stride) {
        size_t count;
        const struct page_word **words = all_words(&layout->pages[i], &count);
        lines_make(&lines, &layout->pages[i], words, count);
        for (size_t j = 1; j < lines.count; j++) {
            const struct line *a = &lines.items[j - 1], *b = &lines.items[j];
            float share = (b->baseline - a->baseline) / a->size * 20;
            if (fabsf(a->size - layout->paragraphs.body) <= 0.5F && share >= 16 &&
                share < STEPS && fabsf(a->box.x0 - b->box.x0) < a->size)
                steps[(size_t)share]++;
        }
        free(words);
    }
    for (size_t i = 0; i < STEPS; i++)
        if (steps[i] > steps[best])
            best = i;
    layout->paragraphs.leading = ((float)best + 0.5F) / 20;
    lines_free(&lines);
}

/* --- The document --- */

/* The paragraph behind this one that may be its rest: the next of the text proper. */
static size_t find_next(const struct paragraphs *paragraphs, size_t i)
{
    size_t next = i + 1;
    while (next < paragraphs->count && paragraphs->items[next].note)
        next++;
    return next;
}

static bool starts_low(struct span text)
{
    uint32_t point = 0;
    if (text.length)
        utf8_decode(text, &point);
    return utf8_is_letter(point) && !utf8_is_upper(point);
}

static struct span first_cell(struct span row)
{
    return span_part(row, 0, span_find_byte(row, '\t'));
}

/* Is the first row of a page the rest of the last one of the page before? Its first cell with
 * text goes on in lower case. */
static bool row_goes_on(const struct layout *layout, size_t i, size_t next)
{
    const struct paragraph *a = &layout->paragraphs.items[i];
    const struct paragraph *b = &layout->paragraphs.items[next];
    struct span text = paragraph_text(&layout->paragraphs, next);
    if (a->role != DOCUMENT_TABLE_ROW || b->role != DOCUMENT_TABLE_ROW ||
        b->page != a->page + 1 || starts_low(first_cell(paragraph_text(&layout->paragraphs, i))))
        return false;
    while (text.length && text.at[0] == '\t')
        text = span_part(text, 1, text.length);
    return starts_low(text);
}

/* The row that may be the rest of one at a page's end: the first of the next page, but for a
 * short running head that too few pages have to be known for one. */
static size_t find_row(const struct layout *layout, size_t i, size_t next)
{
    enum { BETWEEN_MAX = 2, BETWEEN_BYTES = 80 };
    const struct paragraphs *paragraphs = &layout->paragraphs;
    size_t row = next;
    if (paragraphs->items[i].role != DOCUMENT_TABLE_ROW)
        return next;
    while (row < paragraphs->count && row - next <= BETWEEN_MAX &&
           paragraphs->items[row].role != DOCUMENT_TABLE_ROW &&
           paragraphs->items[row].length <= BETWEEN_BYTES)
        row++;
    return row < paragraphs->count && row - next <= BETWEEN_MAX ? row : next;
}

/* The head of a table printed again on a page of its rows: the same as the first row of the table
 * that goes on to the end of the page before. */
static bool is_head_again(const struct layout *layout, size_t i, size_t next)
{
    const struct paragraphs *paragraphs = &layout->paragraphs;
    size_t head = i;
    if (next >= paragraphs->count || paragraphs->items[i].role != DOCUMENT_TABLE_ROW ||
        paragraphs->items[next].role != DOCUMENT_TABLE_ROW ||
        paragraphs->items[next].page != paragraphs->items[i].page + 1)
        return false;
    while (head && i - head < TABLE_ROWS_MAX &&
           paragraphs->items[head - 1].role == DOCUMENT_TABLE_ROW)
        head--;
    for (; head <= i; head++)
        if (span_equal(paragraph_text(paragraphs, head), paragraph_text(paragraphs, next)))
            return true;
    return false;
}

/* Does the paragraph end open, and the other go on in lower case? */
static bool is_torn(const struct paragraphs *paragraphs, const struct paragraph *head,
                    size_t rest)
{
    struct paragraph apart = *head;
    apart.run = SIZE_MAX;
    return starts_low(paragraph_text(paragraphs, rest)) &&
           paragraphs->items[rest].bold == head->bold &&
           paragraphs_go_on(paragraphs, &apart, &paragraphs->items[rest]);
}

/* Where a paragraph goes on behind something that is set apart from the text, as a box or a quote
 * in large type, if not behind the last paragraph of that: SIZE_MAX where it does not. */
static size_t find_behind(const struct paragraphs *paragraphs, const struct paragraph *tail,
                          size_t next)
{
    const struct paragraph *items = paragraphs->items;
    size_t runs = 0;
    for (size_t i = next; i + 1 < paragraphs->count && i - next < ASIDE_MAX; i++) {
        const struct paragraph *aside = &items[i], *rest = &items[i + 1];
        bool other = aside->run != tail->run || aside->size > 1.1F * tail->size ||
                     aside->size < 0.9F * tail->size || aside->bold != tail->bold;
        runs += i == next || aside->run != items[i - 1].run;
        if (!other || runs > ASIDE_RUNS_MAX || aside->page != tail->page)
            return SIZE_MAX;
        if ((rest->run != aside->run || tail->run == rest->run) &&
            is_torn(paragraphs, tail, i + 1))
            return is_torn(paragraphs, aside, i + 1) ? SIZE_MAX : i + 1;
    }
    return SIZE_MAX;
}

/* The cells of two halves of a row, each behind its own. */
static void join_rows(const struct layout *layout, struct buf *row, struct span rest)
{
    struct buf joined = {0};
    struct buf old = *row;
    struct span before = buf_span(&old);
    for (bool first = true; before.length || rest.length; first = false) {
        struct span cell = {"", 0}, more = {"", 0};
        struct buf text = {0};
        if (before.length)
            span_split(&before, '\t', &cell);
        if (rest.length)
            span_split(&rest, '\t', &more);
        buf_add(&text, cell);
        if (more.length)
            hyphen_join(layout->hyphen, &text, more);
        if (!first)
            buf_add_byte(&joined, '\t');
        buf_add(&joined, buf_span(&text));
        buf_free(&text);
    }
    *row = joined;
    buf_free(&old);
}

/* Adds a paragraph with what goes on behind it on later pages and columns. */
static void write_paragraph(const struct layout *layout, struct document *document, bool *taken,
                            size_t i)
{
    const struct paragraphs *paragraphs = &layout->paragraphs;
    const struct paragraph *head = &paragraphs->items[i], *tail = head;
    struct buf text = {0};
    buf_add(&text, paragraph_text(paragraphs, i));
    size_t next = find_next(paragraphs, i);
    size_t row = find_row(layout, i, next);
    if (is_head_again(layout, i, row)) {
        taken[row] = true;
        row = find_next(paragraphs, row);
    }
    if (row < paragraphs->count && row_goes_on(layout, i, row)) {
        join_rows(layout, &text, paragraph_text(paragraphs, row));
        taken[row] = true;
    }
    while (next < paragraphs->count) {
        if (taken[next] || !paragraphs_go_on(paragraphs, tail, &paragraphs->items[next]))
            next = tail->full ? find_behind(paragraphs, tail, next) : SIZE_MAX;
        if (next == SIZE_MAX || taken[next])
            break;
        hyphen_join(layout->hyphen, &text, paragraph_text(paragraphs, next));
        taken[next] = true;
        tail = &paragraphs->items[next];
        next = find_next(paragraphs, next);
    }
    document_add(document, head->role, buf_span(&text), head->page);
    buf_free(&text);
}

static bool speaks_of_inspection(struct span text)
{
    struct buf folded = {0};
    utf8_fold_text(&folded, text);
    bool found = span_find(buf_span(&folded), span_of("inspection")) < folded.length;
    buf_free(&folded);
    return found;
}

/* The largest type of the first page. An inspection's report has whose and what it is in two
 * headings below each other, either first. */
static void state_title(const struct layout *layout, struct document *document)
{
    const struct paragraphs *paragraphs = &layout->paragraphs;
    size_t best = SIZE_MAX;
    float largest = paragraphs->body * 1.12F;
    for (size_t i = 0; i < paragraphs->count; i++) {
        const struct paragraph *item = &paragraphs->items[i];
        if (item->page != paragraphs->items[0].page)
            break;
        if (item->role == DOCUMENT_HEADING && item->size > largest * 1.02F &&
            item->length <= TITLE_BYTES_MAX && imprint_is_title(paragraph_text(paragraphs, i))) {
            best = i;
            largest = item->size;
        }
    }
    if (best == SIZE_MAX)
        return;
    struct buf title = {0};
    struct span first = paragraph_text(paragraphs, best), second;
    buf_add(&title, first);
    if (best + 1 < paragraphs->count && paragraphs->items[best + 1].role == DOCUMENT_HEADING) {
        second = paragraph_text(paragraphs, best + 1);
        if (speaks_of_inspection(first) != speaks_of_inspection(second) &&
            paragraphs->items[best + 1].page == paragraphs->items[best].page) {
            buf_add_text(&title, ": ");
            buf_add(&title, second);
        }
    }
    document_state(document, &document->title, buf_span(&title));
    buf_free(&title);
}

void layout_write(struct layout *layout, struct document *document)
{
    running_mark(layout->pages, layout->count);
    find_body(layout);
    find_leading(layout);
    for (size_t i = 0; i < layout->count; i++)
        sheet_lay(&layout->paragraphs, &layout->pages[i]);
    bool *taken = mem_new(layout->paragraphs.count, sizeof *taken);
    for (size_t i = 0; i < layout->paragraphs.count; i++)
        if (!taken[i])
            write_paragraph(layout, document, taken, i);
    free(taken);
    state_title(layout, document);
}

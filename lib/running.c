#include "running.h"

#include <math.h>
#include <stdlib.h>

#include "lines.h"
#include "utf8.h"

/* Shares of the page's height in which running lines stand. */
static const float margin = 0.13F;
/* Points by which the place of a running line may differ from page to page. */
static const float slack = 4.0F;
/* Larger than the text by this, a line is a heading. */
static const float large_type = 1.15F;

enum { LINE_WORDS_MAX = 60, PAGE_EDGES_MAX = 400 };

/* One line in the margin of one page. */
struct edge {
    uint64_t hash;             /* of its text with the digits folded */
    float y;                   /* from the top, or below 0: from the bottom */
    size_t page, first, count; /* its words among `words` */
    bool artifact, number, running;
};

struct edges {
    struct edge *items;
    size_t count, room;
    struct page_word **words;
    size_t word_count, word_room;
    float body; /* type size of most words */
};

static bool in_margin(const struct page *page, const struct page_word *word)
{
    return word->box.y1 <= margin * page->height || word->box.y0 >= (1 - margin) * page->height;
}

/* In large type a number is a chapter's: there digits count. */
static uint64_t hash_text(uint64_t hash, struct span text, bool large)
{
    while (text.length) {
        uint32_t point;
        size_t length = utf8_decode(text, &point);
        hash =
            (hash ^ (utf8_is_digit(point) && !large ? '0' : utf8_fold(point))) * 1099511628211U;
        text = span_part(text, length, text.length);
    }
    return hash;
}

/* "12", "- 12 -", "Page 3 of 12", "iv". */
static bool is_page_number(const struct page *page, struct page_word *const *words, size_t count)
{
    size_t numbers = 0;
    for (size_t i = 0; i < count; i++) {
        struct span text = page_word_text(page, words[i]);
        bool digits = text.length > 0 && text.length <= 4, roman = digits && count == 1;
        bool mark = text.length <= 3;
        for (size_t j = 0; j < text.length; j++) {
            char byte = text.at[j];
            digits = digits && byte >= '0' && byte <= '9';
            roman = roman && (byte == 'i' || byte == 'v' || byte == 'x');
            mark = mark && !(byte >= '0' && byte <= '9') && !(byte >= 'A' && byte <= 'Z') &&
                   !(byte >= 'a' && byte <= 'z');
        }
        bool word = span_is(text, "Page") || span_is(text, "page") || span_is(text, "of") ||
                    span_is(text, "P") || span_is(text, "p") || span_is(text, "PAGE");
        numbers += digits || roman;
        if (!digits && !roman && !mark && !word)
            return false;
    }
    return numbers >= 1 && numbers <= 2;
}

static void add_line(struct edges *edges, const struct page *page, size_t number,
                     const struct lines *lines, const struct line *line)
{
    struct edge edge = {.page = number,
                        .first = edges->word_count,
                        .count = line->count,
                        .hash = 14695981039346656037U,
                        .artifact = true};
    bool low = line->baseline > page->height / 2, large = line->size > large_type * edges->body;
    edge.y = low ? line->baseline - page->height : line->baseline;
    edges->words = mem_grow(edges->words, &edges->word_room, edges->word_count + line->count,
                            sizeof *edges->words);
    for (size_t i = 0; i < line->count; i++) {
        const struct page_word *word = lines->words[line->first + i];
        /* The pages are ours to change; lines only borrow them as they are. */
        edges->words[edges->word_count++] = page->words + (word - page->words);
        edge.hash = hash_text(edge.hash * 31, page_word_text(page, word), large);
        edge.artifact = edge.artifact && word->artifact;
    }
    edge.number = is_page_number(page, edges->words + edge.first, edge.count);
    edges->items = mem_grow(edges->items, &edges->room, edges->count + 1, sizeof *edges->items);
    edges->items[edges->count++] = edge;
}

static void add_page(struct edges *edges, const struct page *page, size_t number,
                     struct lines *lines)
{
    const struct page_word **chosen = mem_new(page->word_count, sizeof *chosen);
    size_t count = 0;
    for (size_t i = 0; i < page->word_count; i++)
        if (in_margin(page, &page->words[i]))
            chosen[count++] = &page->words[i];
    lines_make(lines, page, chosen, count);
    for (size_t i = 0; i < lines->count; i++)
        if (lines->items[i].count && lines->items[i].count <= LINE_WORDS_MAX)
            add_line(edges, page, number, lines, &lines->items[i]);
    free(chosen);
}

static int by_text(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    return x->page < y->page ? -1 : x->page > y->page;
}

/* Marks lines that stand in one place on enough pages, and on most of those between: a heading
 * that several chapters share stands on pages far apart. */
static void mark_repeated(struct edges *edges, size_t pages)
{
    for (size_t i = 0; i < edges->count;) {
        size_t end = i + 1, different = 1;
        size_t enough = pages > 5 && !edges->items[i].artifact ? 3 : 2;
        size_t first = edges->items[i].page, last = first;
        while (end < edges->count && edges->items[end].hash == edges->items[i].hash &&
               edges->items[end].y - edges->items[end - 1].y <= slack) {
            size_t page = edges->items[end].page;
            different += page != edges->items[end - 1].page;
            first = page < first ? page : first;
            last = page > last ? page : last;
            end++;
        }
        bool dense = edges->items[i].artifact || (last - first) * 2 <= (different - 1) * 5;
        for (size_t j = i; j < end; j++)
            edges->items[j].running = dense && different >= enough;
        i = end;
    }
}

/* The outermost line of a page's head or foot. */
static bool is_outermost(const struct edges *edges, const struct edge *edge, size_t first,
                         size_t end)
{
    for (size_t i = first; i < end; i++) {
        const struct edge *other = &edges->items[i];
        if ((other->y < 0) != (edge->y < 0) || other->running)
            continue;
        if (edge->y < 0 ? other->y > edge->y + slack : other->y < edge->y - slack)
            return false;
    }
    return true;
}

static int by_page(const void *a, const void *b)
{
    const struct edge *x = a, *y = b;
    if (x->page != y->page)
        return x->page < y->page ? -1 : 1;
    return x->first < y->first ? -1 : x->first > y->first;
}

/* A page number, and what stands on one line with it. */
static void mark_level(struct edges *edges, const struct edge *number, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (fabsf(edges->items[i].y - number->y) <= slack / 2)
            edges->items[i].running = true;
}

static void mark_numbers(struct edges *edges)
{
    for (size_t i = 0; i < edges->count;) {
        size_t end = i;
        while (end < edges->count && edges->items[end].page == edges->items[i].page)
            end++;
        for (size_t j = i; j < end && end - i <= PAGE_EDGES_MAX; j++)
            if (edges->items[j].number && is_outermost(edges, &edges->items[j], i, end))
                mark_level(edges, &edges->items[j], i, end);
        i = end;
    }
}

static float body_size(const struct page *pages, size_t count)
{
    enum { SIZES = 100 };
    size_t words[SIZES] = {0}, best = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < pages[i].word_count; j++) {
            float size = pages[i].words[j].size;
            words[size > 0 && size < SIZES ? (size_t)size : 0]++;
        }
    for (size_t i = 1; i < SIZES; i++)
        if (words[i] > words[best])
            best = i;
    return (float)best + 0.5F;
}

void running_mark(struct page *pages, size_t count)
{
    struct edges edges = {.body = body_size(pages, count)};
    struct lines lines = {0};
    for (size_t i = 0; i < count; i++)
        add_page(&edges, &pages[i], i, &lines);
    if (edges.count) {
        qsort(edges.items, edges.count, sizeof *edges.items, by_text);
        mark_repeated(&edges, count);
        qsort(edges.items, edges.count, sizeof *edges.items, by_page);
        mark_numbers(&edges);
    }
    for (size_t i = 0; i < edges.count; i++)
        for (size_t j = 0; edges.items[i].running && j < edges.items[i].count; j++)
            edges.words[edges.items[i].first + j]->running = true;
    lines_free(&lines);
    free(edges.items);
    free(edges.words);
}

#include "lines.h"

#include <math.h>
#include <stdlib.h>

#include "utf8.h"

/* Shares of the type size. */
static const float gap_max = 0.85F; /* between words of a line; justified text stays below */
static const float gap_mark = 4.5F; /* behind a bullet or a number */
static const float gap_tab = 0.45F; /* wider than a blank: somebody pressed the tabulator */
static const float baseline_slack = 0.2F; /* within a line */
static const float small = 0.85F;         /* footnote marks are at most this of their line */

/* A line while words are added to it, from left to right. */
struct strand {
    size_t line;
    struct strand *next; /* in the same slot */
};

/* Lines that still may grow, by the height of their baseline. */
struct loom {
    const struct page *page;
    struct lines *lines;
    struct strand **slots;
    size_t slot_count;
    size_t *next;         /* word number to the word behind it in its line, plus one */
    size_t *last, *first; /* by line: of its words */
    bool *gone;           /* by line: became part of another */
    struct mem_arena arena;
};

/* How well a word goes with a line. */
struct fit {
    size_t line;
    float misfit;
};

/* Lines open at one height: more than a page has columns. Bounds the search on hostile
 * pages. */
enum { STRANDS_MAX = 64 };

static const float slot_height = 8;
static const float type_largest = 72;

static bool is_bullet(uint32_t point)
{
    static const uint32_t bullets[] = {0x2022, 0x2023, 0x2043, 0x2219, 0x25A0, 0x25A1,
                                       0x25AA, 0x25AB, 0x25B6, 0x25BA, 0x25C6, 0x25CA,
                                       0x25CB, 0x25CF, 0x25E6, 0x25FC, 0x25FE, 0x2713,
                                       0x2714, 0x27A2, 0x27A4, 0x2666, 0x2756, 0xFFFD};
    if (point >= 0xE000 && point < 0xF900)
        return true;
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (point == bullets[i])
            return true;
    return false;
}

/* These are bullets only with a tabulator behind them. */
static bool is_weak_bullet(uint32_t point)
{
    return point == '-' || point == '*' || point == 'o' || point == 0xB7 || point == 0xA7 ||
           (point >= 0x2010 && point <= 0x2015) || point == '>';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* "1.", "12)", "2.1", "(3)": returns how sure it is that this is a number of a list. */
static enum lines_mark number_of(struct span text, bool tab)
{
    size_t i = 0, digits = 0, points = 0;
    bool open = text.length && text.at[0] == '(';
    for (i = open; i < text.length && (is_digit(text.at[i]) || text.at[i] == '.'); i++) {
        digits = text.at[i] == '.' ? 0 : digits + 1;
        points += text.at[i] == '.';
        if (digits > 3)
            return LINES_NO_MARK;
    }
    if (i == open || !is_digit(text.at[open]))
        return LINES_NO_MARK;
    bool closed = i + 1 == text.length && text.at[i] == ')';
    if (i < text.length && !closed)
        return LINES_NO_MARK;
    if (tab && (points || closed))
        return LINES_NUMBER;
    return points || closed ? LINES_WEAK_NUMBER : LINES_NO_MARK;
}

/* "a)", "(iv)", "b." in front of a tabulator. */
static bool is_letter_mark(struct span text)
{
    size_t open = text.length && text.at[0] == '(', letters = 0;
    while (open + letters < text.length && text.at[open + letters] >= 'a' &&
           text.at[open + letters] <= 'z')
        letters++;
    return open + letters + 1 == text.length && letters >= 1 && letters <= 4 &&
           (text.at[text.length - 1] == ')' ||
            (!open && letters == 1 && text.at[text.length - 1] == '.'));
}

static enum lines_mark mark_of(const struct page *page, const struct page_word *word, float gap)
{
    struct span text = page_word_text(page, word);
    uint32_t point;
    bool tab = gap >= gap_tab * word->size;
    size_t length = text.length ? utf8_decode(text, &point) : 0;
    if (length && length == text.length && (is_bullet(point) || (tab && is_weak_bullet(point))))
        return LINES_BULLET;
    if (tab && is_letter_mark(text))
        return LINES_NUMBER;
    return number_of(text, tab);
}

static int by_left(const void *a, const void *b)
{
    const struct page_word *x = *(const struct page_word *const *)a;
    const struct page_word *y = *(const struct page_word *const *)b;
    if (x->box.x0 != y->box.x0)
        return x->box.x0 < y->box.x0 ? -1 : 1;
    return x->start < y->start ? -1 : x->start > y->start;
}

static int by_height(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    if (x->baseline != y->baseline)
        return x->baseline < y->baseline ? -1 : 1;
    return x->box.x0 < y->box.x0 ? -1 : x->box.x0 > y->box.x0;
}

static struct strand **slot_of(struct loom *loom, float baseline)
{
    float slot = baseline / slot_height + 1;
    size_t last = loom->slot_count - 1;
    return &loom->slots[!(slot > 0) ? 0 : slot >= (float)last ? last : (size_t)slot];
}

static float gap_allowed(const struct loom *loom, size_t line, const struct page_word *word)
{
    const struct page_word *last = loom->lines->words[loom->last[line]];
    float size = fmaxf(last->size, word->size);
    bool alone = loom->first[line] == loom->last[line];
    bool mark = alone && mark_of(loom->page, last, word->box.x0 - last->box.x1);
    return (mark ? gap_mark : gap_max) * size;
}

/* How badly the word fits behind the line; below 0 where it does not. */
static float misfit_of(const struct loom *loom, size_t line, const struct page_word *word)
{
    const struct line *of = &loom->lines->items[line];
    const struct page_word *last = loom->lines->words[loom->last[line]];
    float larger = fmaxf(of->size, word->size), smaller = fminf(of->size, word->size);
    float away = fabsf(word->baseline - of->baseline), gap = word->box.x0 - last->box.x1;
    bool raised = smaller <= small * larger && gap <= 0.5F * larger && away <= 0.5F * larger;
    if ((away > baseline_slack * smaller && !raised) || gap < -0.5F * larger)
        return -1;
    return away + fmaxf(gap, 0) * 0.01F;
}

/* Looks through the open lines of one slot; those that are left behind are forgotten. */
static void search_slot(struct loom *loom, struct strand **at, const struct page_word *word,
                        struct fit *best)
{
    for (size_t seen = 0; *at && seen < STRANDS_MAX; seen++) {
        size_t line = (*at)->line;
        const struct page_word *last = loom->lines->words[loom->last[line]];
        float gap = word->box.x0 - last->box.x1;
        float misfit = gap <= gap_allowed(loom, line, word) ? misfit_of(loom, line, word) : -1;
        if (misfit >= 0 && (best->line == SIZE_MAX || misfit < best->misfit))
            *best = (struct fit){line, misfit};
        if (gap > gap_mark * type_largest)
            *at = (*at)->next;
        else
            at = &(*at)->next;
    }
    *at = NULL;
}

/* The open line that the word goes on with; SIZE_MAX where there is none. */
static size_t find_line(struct loom *loom, const struct page_word *word)
{
    struct fit best = {SIZE_MAX, 0};
    struct strand **before = NULL;
    for (int step = -1; step <= 1; step++) {
        struct strand **slot = slot_of(loom, word->baseline + (float)step * slot_height);
        if (slot != before)
            search_slot(loom, slot, word, &best);
        before = slot;
    }
    return best.line;
}

static bool same_text(const struct page *page, const struct page_word *a,
                      const struct page_word *b)
{
    return span_equal(page_word_text(page, a), page_word_text(page, b));
}

/* The same word drawn again in nearly the same place: bold type or a shadow of poor men.
 */
static bool is_double(const struct loom *loom, size_t line, const struct page_word *word)
{
    const struct page_word *last = loom->lines->words[loom->last[line]];
    return fabsf(last->box.x0 - word->box.x0) <= 0.2F * word->size &&
           same_text(loom->page, last, word);
}

static void open_line(struct loom *loom, const struct page_word *word, size_t number)
{
    struct lines *lines = loom->lines;
    size_t line = lines->count;
    lines->items = mem_grow(lines->items, &lines->room, line + 1, sizeof *lines->items);
    lines->items[line] = (struct line){
        .box = word->box, .baseline = word->baseline, .size = word->size, .indent = word->box.x0};
    loom->first[line] = loom->last[line] = number;
    lines->count++;
    struct strand *strand = mem_arena_new(&loom->arena, 1, sizeof *strand);
    struct strand **slot = slot_of(loom, word->baseline);
    *strand = (struct strand){line, *slot};
    *slot = strand;
}

static void add_word(struct loom *loom, size_t number)
{
    const struct page_word *word = loom->lines->words[number];
    size_t line = find_line(loom, word);
    if (line == SIZE_MAX) {
        open_line(loom, word, number);
        return;
    }
    if (is_double(loom, line, word))
        return;
    struct line *of = &loom->lines->items[line];
    loom->next[loom->last[line]] = number + 1;
    loom->last[line] = number;
    of->box.x1 = fmaxf(of->box.x1, word->box.x1);
    if (word->size > of->size) { /* the line is set in the larger type */
        of->size = word->size;
        of->baseline = word->baseline;
    }
}

/* --- Stretched lines ---
 *
 * Justified type in narrow columns has gaps as wide as those between columns. But a
 * gutter goes on above and below, and such a gap does not. */

enum { NEIGHBOURS_MAX = 64 };

enum { ENDS = 8 };

/* A gap in a line, and where the parts of the line behind it end. */
struct gap {
    float left, right;
    float ends[ENDS];
    size_t end_count;
};

/* How the lines near a gap stand to it. */
struct witness {
    int across, white, aligned;
    bool flush; /* one of them ends where the line does */
};

/* Looks at the lines [from, end) of the order (by height): does one cover the gap, or do
 * they stand left and right of it? */
static void ask_lines(const struct loom *loom, const size_t *order, size_t from, size_t end,
                      const struct gap *gap, struct witness *witness)
{
    float left = gap->left, right = gap->right;
    bool across = false, touching = false, before = false, behind = false, aligned = false;
    const float hair = 0.5F;
    for (size_t i = from; i < end; i++) {
        const struct page_box *box = &loom->lines->items[order[i]].box;
        across = across || (box->x0 <= left + hair && box->x1 >= right - hair);
        before = before || box->x0 < left;
        behind = behind || box->x0 >= right - hair;
        touching = touching || (box->x1 > left + hair && box->x0 < right - hair);
        aligned = aligned || fabsf(box->x0 - right) <= 2 * hair;
        for (size_t j = 0; j < gap->end_count; j++)
            witness->flush = witness->flush || fabsf(box->x1 - gap->ends[j]) <= 3 * hair;
    }
    witness->aligned += aligned && before;
    witness->across += across;
    witness->white += before && behind && !touching;
}

/* Asks the two lines above and the two below that stand as close as those of a paragraph.
 */
static struct witness ask_neighbours(const struct loom *loom, const size_t *order, size_t count,
                                     size_t at, const struct gap *gap)
{
    static const float rings[] = {0.8F, 1.55F, 2.9F}; /* of the type size */
    struct witness witness = {0};
    const struct line *line = &loom->lines->items[order[at]];
    size_t up = at, down = at;
    for (int ring = 0; ring < 3; ring++) {
        float reach = rings[ring] * line->size;
        size_t higher = up, lower = down;
        while (higher && at - higher < NEIGHBOURS_MAX &&
               line->baseline - loom->lines->items[order[higher - 1]].baseline <= reach)
            higher--;
        while (lower + 1 < count && lower - at < NEIGHBOURS_MAX &&
               loom->lines->items[order[lower + 1]].baseline - line->baseline <= reach)
            lower++;
        if (ring) {
            ask_lines(loom, order, higher, up, gap, &witness);
            ask_lines(loom, order, down + 1, lower + 1, gap, &witness);
        }
        up = higher;
        down = lower;
    }
    return witness;
}

/* The nearest line to the right on the same baseline, as its place in the order. */
static size_t right_of(const struct loom *loom, const size_t *order, size_t count, size_t at)
{
    const struct line *items = loom->lines->items, *line = &items[order[at]];
    size_t found = SIZE_MAX, low = at, high = at;
    while (low && at - low < NEIGHBOURS_MAX &&
           line->baseline - items[order[low - 1]].baseline <= baseline_slack * line->size)
        low--;
    while (high + 1 < count && high - at < NEIGHBOURS_MAX &&
           items[order[high + 1]].baseline - line->baseline <= baseline_slack * line->size)
        high++;
    for (size_t i = low; i <= high; i++)
        if (i != at && items[order[i]].box.x0 >= line->box.x1 &&
            (found == SIZE_MAX || items[order[i]].box.x0 < items[order[found]].box.x0))
            found = i;
    return found;
}

static void append_line(struct loom *loom, size_t to, size_t from)
{
    struct line *items = loom->lines->items;
    loom->next[loom->last[to]] = loom->first[from] + 1;
    loom->last[to] = loom->last[from];
    items[to].box.x1 = fmaxf(items[to].box.x1, items[from].box.x1);
    loom->gone[from] = true;
}

static bool starts_low(const struct loom *loom, size_t line)
{
    struct span text = page_word_text(loom->page, loom->lines->words[loom->first[line]]);
    return text.length && text.at[0] >= 'a' && text.at[0] <= 'z';
}

/* How many words to the right stand as far from each other as these two, where that shows
 * a justified line of few words: cells would differ in width, and begin with capitals. */
static size_t count_even(const struct loom *loom, const size_t *order, size_t count, size_t at)
{
    const float widest = 2.5F, alike = 0.06F; /* shares of the type size */
    const struct line *items = loom->lines->items, *line = &items[order[at]];
    size_t gaps = 0, low = 0, next;
    float even = 0;
    while ((next = right_of(loom, order, count, at)) != SIZE_MAX) {
        float gap = items[order[next]].box.x0 - items[order[at]].box.x1;
        bool one_word = loom->first[order[next]] == loom->last[order[next]];
        if (gaps == 0)
            even = gap;
        if (!one_word || gap > widest * line->size || fabsf(gap - even) > alike * line->size)
            break;
        low += starts_low(loom, order[next]);
        gaps++;
        at = next;
    }
    return gaps >= 3 && low * 2 > gaps ? gaps : 0;
}

static void mend_line(struct loom *loom, const size_t *order, size_t count, size_t at)
{
    const float stretch = 5.0F; /* no blank is wider, as a share of the type size */
    struct line *items = loom->lines->items;
    for (size_t even = count_even(loom, order, count, at); even; even--)
        append_line(loom, order[at], order[right_of(loom, order, count, at)]);
    size_t next = right_of(loom, order, count, at);
    while (next != SIZE_MAX && !loom->gone[order[next]]) {
        struct line *line = &items[order[at]], *other = &items[order[next]];
        float size = fmaxf(line->size, other->size);
        if (other->box.x0 - line->box.x1 > stretch * size ||
            fabsf(line->size - other->size) > 0.1F * size)
            return;
        struct gap gap = {.left = line->box.x1, .right = other->box.x0};
        for (size_t i = next; i != SIZE_MAX && gap.end_count < ENDS;
             i = right_of(loom, order, count, i))
            gap.ends[gap.end_count++] = items[order[i]].box.x1;
        struct witness witness = ask_neighbours(loom, order, count, at, &gap);
        /* Cells begin at one place; that the words of two stretched lines do is chance.
         */
        if (witness.across <= witness.white || (witness.aligned && witness.across <= 2) ||
            !witness.flush)
            return;
        append_line(loom, order[at], order[next]);
        next = right_of(loom, order, count, at);
    }
}

struct height {
    float baseline, left;
    size_t line;
};

static int by_baseline(const void *a, const void *b)
{
    const struct height *x = a, *y = b;
    if (x->baseline != y->baseline)
        return x->baseline < y->baseline ? -1 : 1;
    if (x->left != y->left)
        return x->left < y->left ? -1 : 1;
    return x->line < y->line ? -1 : x->line > y->line;
}

static void mend_lines(struct loom *loom)
{
    struct lines *lines = loom->lines;
    struct height *heights = mem_new(lines->count, sizeof *heights);
    size_t *order = mem_new(lines->count, sizeof *order), kept = 0;
    loom->gone = mem_new(lines->count, sizeof *loom->gone);
    for (size_t i = 0; i < lines->count; i++)
        heights[i] = (struct height){lines->items[i].baseline, lines->items[i].box.x0, i};
    if (lines->count)
        qsort(heights, lines->count, sizeof *heights, by_baseline);
    for (size_t i = 0; i < lines->count; i++)
        order[i] = heights[i].line;
    for (size_t i = 0; i < lines->count; i++)
        if (!loom->gone[order[i]])
            mend_line(loom, order, lines->count, i);
    for (size_t i = 0; i < lines->count; i++)
        if (!loom->gone[i]) {
            lines->items[kept] = lines->items[i];
            loom->first[kept] = loom->first[i];
            loom->last[kept++] = loom->last[i];
        }
    lines->count = kept;
    free(heights);
    free(order);
    free(loom->gone);
}

static bool is_digits(struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_digit(text.at[i]) && text.at[i] != ',')
            return false;
    return text.length > 0 && text.length <= 5;
}

/* A small raised number behind a word: a footnote's mark. "m2" is a unit. */
static bool is_note(const struct page *page, const struct line *line,
                    const struct page_word *before, const struct page_word *word)
{
    struct span text = page_word_text(page, word), previous = page_word_text(page, before);
    if (word->size > small * line->size || line->baseline - word->baseline < 0.1F * line->size)
        return false;
    if (word->box.x0 - before->box.x1 > 0.35F * line->size || !is_digits(text))
        return false;
    return !span_is(previous, "m") && !span_is(previous, "km") && !span_is(previous, "cm");
}

/* Finds size, weight, extent and mark of the line from its words. */
static void measure(const struct lines *lines, struct line *line, const struct page *page)
{
    const struct page_word *const *words = lines->words + line->first;
    float width = 0;
    line->bold = true;
    line->box = words[0]->box;
    for (size_t i = 0; i < line->count; i++) {
        float own = 0;
        for (size_t j = i; j < line->count && words[j]->size == words[i]->size; j++)
            own += words[j]->box.x1 - words[j]->box.x0;
        if (own > width) {
            width = own;
            line->size = words[i]->size;
            line->baseline = words[i]->baseline;
        }
        while (i + 1 < line->count && words[i + 1]->size == words[i]->size)
            i++;
    }
    float gap = line->count > 1 ? words[1]->box.x0 - words[0]->box.x1 : 0;
    line->mark = line->count > 1 ? mark_of(page, words[0], gap) : LINES_NO_MARK;
    for (size_t i = 0; i < line->count; i++) {
        line->bold = line->bold && (words[i]->bold || (i == 0 && line->mark == LINES_BULLET));
        line->box.y0 = fminf(line->box.y0, words[i]->box.y0);
        line->box.x1 = fmaxf(line->box.x1, words[i]->box.x1);
        line->box.y1 = fmaxf(line->box.y1, words[i]->box.y1);
    }
    line->indent = words[line->mark ? 1 : 0]->box.x0;
}

/* Lays the words of each line together, without the marks of footnotes. */
static void lay_down(struct loom *loom)
{
    struct lines *lines = loom->lines;
    const struct page_word **words = lines->words;
    size_t total = lines->word_count, count = 0;
    lines->words = mem_new(total ? total : 1, sizeof *words);
    for (size_t i = 0; i < lines->count; i++) {
        struct line *line = &lines->items[i];
        const struct page_word *before = NULL;
        line->first = count;
        for (size_t at = loom->first[i] + 1; at; at = loom->next[at - 1]) {
            const struct page_word *word = words[at - 1];
            if (before && is_note(loom->page, line, before, word))
                continue;
            lines->words[count++] = before = word;
        }
        line->count = count - line->first;
        measure(lines, line, loom->page);
    }
    lines->word_count = count;
    lines->word_room = total ? total : 1;
    free(words);
}

void lines_make(struct lines *lines, const struct page *page,
                const struct page_word *const *chosen, size_t count)
{
    struct loom loom = {.page = page, .lines = lines};
    lines_clear(lines);
    float height = page->height > 0 && page->height < 20000 ? page->height : 20000;
    loom.slot_count = (size_t)(height / slot_height) + 3;
    loom.slots = mem_new(loom.slot_count, sizeof *loom.slots);
    loom.next = mem_new(count, sizeof *loom.next);
    loom.first = mem_new(count, sizeof *loom.first); /* no more lines than words */
    loom.last = mem_new(count, sizeof *loom.last);
    lines->words = mem_grow(lines->words, &lines->word_room, count, sizeof *lines->words);
    for (size_t i = 0; i < count; i++)
        lines->words[i] = chosen[i];
    lines->word_count = count;
    if (count)
        qsort(lines->words, count, sizeof *lines->words, by_left);
    for (size_t i = 0; i < count; i++)
        add_word(&loom, i);
    mend_lines(&loom);
    lay_down(&loom);
    if (lines->count)
        qsort(lines->items, lines->count, sizeof *lines->items, by_height);
    free(loom.slots);
    free(loom.next);
    free(loom.first);
    free(loom.last);
    mem_arena_free(&loom.arena);
}

void lines_text(const struct lines *lines, const struct line *line, const struct page *page,
                struct buf *out)
{
    for (size_t i = line->mark == LINES_BULLET; i < line->count; i++) {
        const struct page_word *word = lines->words[line->first + i];
        if (i > (line->mark == LINES_BULLET) && !word->glued)
            buf_add_byte(out, ' ');
        buf_add(out, page_word_text(page, word));
    }
}

void lines_clear(struct lines *lines)
{
    lines->count = lines->word_count = 0;
}

void lines_free(struct lines *lines)
{
    free(lines->items);
    free(lines->words);
    *lines = (struct lines){0};
}

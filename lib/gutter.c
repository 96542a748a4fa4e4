#include "gutter.h"

#include <stdint.h>
#include <stdlib.h>

#include "follow.h"
#include "hyphen.h"
#include "mem.h"
#include "utf8.h"

enum {
    GAP_MIN = 2,      /* blanks of a gutter, in the line where it is narrowest */
    GAP_FIRST = 3,    /* and in the line where it is found */
    EMPTY_MAX = 2,    /* lines within columns */
    AGAIN_MAX = 3,    /* lines of one column alone below one of them */
    LINES_MAX = 500,  /* of columns; longer ones are put in order in parts */
    BOTH_MIN = 4,     /* lines with text on both sides */
    GOES_ON_MIN = 2,  /* lines on either side with which a sentence goes on, */
    GOES_ON_PART = 4, /* and one in so many */
    ALIGNED_MIN = 2,  /* rows of a table have their empty lines on both sides at once */
    ROW_LINES = 5,    /* of a table, on average */
    TAB = 8,
    DEPTH_MAX = 3, /* four columns */
    WIDE = 1 << 20
};

struct line {
    struct span text;     /* without blanks at its end */
    size_t indent, width; /* code points */
};

struct gutter {
    size_t from, to; /* columns of blanks, in code points */
};

struct page {
    struct line *lines;
    size_t count, room;
    struct hyphen *hyphen;
    struct buf *out;
    int depth;
};

static void add_line(struct page *page, struct span text)
{
    struct line line = {.text = text};
    while (line.text.length && (line.text.at[line.text.length - 1] == ' ' ||
                                line.text.at[line.text.length - 1] == '\r'))
        line.text.length--;
    bool begun = false;
    for (size_t i = 0; i < line.text.length; i++) {
        begun = begun || line.text.at[i] != ' ';
        line.indent += !begun;
        line.width += ((unsigned char)line.text.at[i] & 0xC0) != 0x80;
    }
    page->lines =
        mem_grow(page->lines, &page->room, page->count + 1, sizeof *page->lines);
    page->lines[page->count++] = line;
}

/* The strip of blanks of the line that overlaps with the gutter most; none: false. Beyond
 * its end and before its beginning a line is blank. */
static bool narrow(const struct line *line, const struct gutter *gutter,
                   struct gutter *common)
{
    struct gutter best = {0}, run = {0};
    size_t column = 0;
    for (size_t i = 0; i <= line->text.length; i++) {
        bool end = i == line->text.length;
        if (!end && ((unsigned char)line->text.at[i] & 0xC0) == 0x80)
            continue;
        if (end || line->text.at[i] != ' ') {
            run.to = column;
        } else if (i == 0 || line->text.at[i - 1] != ' ') {
            run = (struct gutter){column, 0};
        }
        bool closes = !end && line->text.at[i] != ' ' && i && line->text.at[i - 1] == ' ';
        if (end)
            run = (struct gutter){column, WIDE};
        if (closes || end) {
            size_t from = run.from > gutter->from ? run.from : gutter->from;
            size_t to = run.to < gutter->to ? run.to : gutter->to;
            if (to > from && to - from > best.to - best.from)
                best = (struct gutter){from, to};
        }
        column++;
    }
    *common = best;
    return best.to - best.from >= GAP_MIN;
}

/* The bytes of a line left or right of a gutter. */
static struct span side_of(const struct line *line, const struct gutter *gutter,
                           bool right)
{
    size_t column = 0, at = 0;
    while (at < line->text.length && column < gutter->to) {
        column++;
        at++;
        while (at < line->text.length &&
               ((unsigned char)line->text.at[at] & 0xC0) == 0x80)
            at++;
    }
    return right ? span_part(line->text, at, line->text.length)
                 : span_trim(span_part(line->text, 0, at));
}

static struct span cell_of(const struct line *line, const struct gutter *gutter,
                           bool right)
{
    return span_trim(side_of(line, gutter, right));
}

/* Does the gutter soon have text on both sides again? */
static bool opens_again(const struct page *page, size_t from, const struct gutter *gutter)
{
    for (size_t i = from; i < page->count && i <= from + AGAIN_MAX; i++) {
        const struct line *line = &page->lines[i];
        struct gutter common;
        if (line->width == 0 || !narrow(line, gutter, &common))
            return false;
        if (line->indent < common.from && line->width > common.to)
            return true;
    }
    return false;
}

/* The lines from `from` on that a gutter found there runs through; empty ones at the end
 * are not counted. */
static size_t follow_gutter(const struct page *page, size_t from, struct gutter *gutter)
{
    size_t end = from, empty = 0;
    for (size_t i = from; i < page->count && i < from + LINES_MAX && empty <= EMPTY_MAX;
         i++) {
        struct gutter common;
        if (page->lines[i].width == 0) {
            empty++;
            continue;
        }
        if (!narrow(&page->lines[i], gutter, &common))
            break;
        bool both =
            page->lines[i].indent < common.from && page->lines[i].width > common.to;
        bool beside =
            page->lines[i].width > common.to; /* something stands on the right */
        if (!both && !beside && empty && !opens_again(page, i, gutter))
            break; /* below the columns */
        *gutter = common;
        empty = 0;
        end = i + 1;
    }
    return end;
}

/* Does the line go on with a sentence of the line before it? */
static bool goes_on(struct span before, struct span cell)
{
    return before.length && cell.length && follow_small(cell) &&
           !follow_ends(span_last_word(before));
}

static bool has_word(struct span cell)
{
    size_t letters = 0;
    for (size_t i = 0; i < cell.length; i++)
        letters += utf8_is_letter((unsigned char)cell.at[i]);
    return letters > 2;
}

static bool has_gap(struct span cell)
{
    return span_find(cell, span_of("   ")) < cell.length;
}

struct evidence {
    size_t both;               /* lines with text on both sides */
    size_t pairs[2], going[2]; /* lines that follow each other on a side; that go on */
    size_t aligned,
        unaligned; /* paragraphs that end on both sides at once, or on one alone */
    size_t begins,
        torn;      /* lines where both sides begin something, and where one goes on */
    size_t worded; /* cells on the left that are more than a number or a bullet */
    bool inner;    /* a side has gaps of its own */
};

static struct evidence weigh(const struct page *page, size_t from, size_t to,
                             const struct gutter *gutter)
{
    struct evidence evidence = {0};
    struct span before[2] = {{"", 0}, {"", 0}};
    for (size_t i = from; i < to; i++) {
        struct span cells[2];
        for (int side = 0; side < 2; side++)
            cells[side] = cell_of(&page->lines[i], gutter, side);
        const bool on[2] = {goes_on(before[0], cells[0]), goes_on(before[1], cells[1])};
        if (cells[0].length && cells[1].length) {
            evidence.begins += !on[0] && !on[1];
            evidence.torn += on[0] != on[1] && before[0].length && before[1].length;
        }
        evidence.worded += has_word(cells[0]);
        evidence.both += cells[0].length && cells[1].length;
        evidence.aligned += !cells[0].length && !cells[1].length;
        evidence.unaligned += (!cells[0].length) != (!cells[1].length);
        for (int side = 0; side < 2; side++) {
            evidence.pairs[side] += before[side].length && cells[side].length;
            evidence.going[side] += on[side];
            evidence.inner = evidence.inner || has_gap(cells[side]);
            if (cells[side].length || (!cells[0].length && !cells[1].length))
                before[side] = cells[side];
        }
    }
    return evidence;
}

/* A table whose cells have several lines: its rows begin on both sides at once. */
static bool is_table(const struct evidence *evidence, size_t lines)
{
    return evidence->begins >= 2 && evidence->torn == 0 && !evidence->inner &&
           evidence->worded * 2 >= evidence->begins && evidence->worded >= 2 &&
           evidence->going[0] + evidence->going[1] > 0 &&
           evidence->begins * ROW_LINES >= lines;
}

static bool is_prose(const struct evidence *evidence)
{
    for (int side = 0; side < 2; side++)
        if (evidence->going[side] < GOES_ON_MIN ||
            evidence->going[side] * GOES_ON_PART < evidence->pairs[side])
            return false;
    return evidence->both >= BOTH_MIN &&
           !(evidence->aligned >= ALIGNED_MIN && evidence->unaligned < evidence->aligned);
}

enum found { FOUND_NOTHING, FOUND_COLUMNS, FOUND_TABLE };

/* What begins in this line, its end and its gutter. */
static enum found find_columns(const struct page *page, size_t from,
                               struct gutter *gutter, size_t *end)
{
    const struct line *line = &page->lines[from];
    size_t blanks = 0, column = 0;
    for (size_t i = 0; i < line->text.length; i++) {
        if (((unsigned char)line->text.at[i] & 0xC0) == 0x80)
            continue;
        if (line->text.at[i] != ' ' && blanks >= GAP_FIRST && column > line->indent) {
            *gutter = (struct gutter){column - blanks, column};
            *end = follow_gutter(page, from, gutter);
            struct evidence evidence = weigh(page, from, *end, gutter);
            if (is_table(&evidence, *end - from))
                return FOUND_TABLE;
            if (is_prose(&evidence))
                return FOUND_COLUMNS;
        }
        blanks = line->text.at[i] == ' ' ? blanks + 1 : 0;
        column++;
    }
    return FOUND_NOTHING;
}

static bool is_bullet(struct span cell)
{
    uint32_t point, next = 0;
    if (cell.length < 3)
        return false;
    size_t length = utf8_decode(cell, &point);
    utf8_decode(span_part(cell, length, cell.length), &next);
    return next == ' ' && !utf8_is_word(point) && point != '&';
}

/* Does the cell begin a paragraph? A sentence has ended, and its first word would have
 * fitted. */
static bool begins(struct span before, struct span cell, size_t width)
{
    if (is_bullet(cell))
        return true;
    bool room = utf8_count(before) + 1 + utf8_count(span_first_word(cell)) < width;
    bool ended = follow_ends(span_last_word(before)) && room;
    bool short_title = room && utf8_count(before) * 3 < width * 2 && !follow_small(cell) &&
                       !follow_dangles(span_last_word(before));
    return ended || short_title;
}

/* Joins the lines of a column to paragraphs. */
static void write_column(struct page *page, struct span column)
{
    struct buf paragraph = {0};
    struct span rest = column, cell, before = {"", 0};
    size_t width = 0;
    while (span_split(&rest, '\n', &cell))
        width = utf8_count(span_trim(cell)) > width ? utf8_count(span_trim(cell)) : width;
    rest = column;
    while (span_split(&rest, '\n', &cell)) {
        cell = span_trim(cell);
        if (paragraph.length && (!cell.length || begins(before, cell, width))) {
            buf_add(page->out, buf_span(&paragraph));
            buf_add_text(page->out, "\n\n");
            buf_clear(&paragraph);
        }
        hyphen_join(page->hyphen, &paragraph, cell);
        before = cell;
    }
    buf_add(page->out, buf_span(&paragraph));
    buf_add_text(page->out, "\n\n");
    buf_free(&paragraph);
}

static bool undo(struct span text, struct buf *out, struct hyphen *hyphen, int depth);

/* The columns of these lines, the left one first; the right one may hold more. */
static void write_columns(struct page *page, size_t from, size_t to,
                          const struct gutter *gutter)
{
    struct buf sides[2] = {{0}, {0}};
    for (size_t i = from; i < to; i++)
        for (int side = 0; side < 2; side++) {
            buf_add(&sides[side], side_of(&page->lines[i], gutter, side));
            buf_add_byte(&sides[side], '\n');
        }
    for (int side = 0; side < 2; side++) {
        struct buf inner = {0};
        if (page->depth < DEPTH_MAX &&
            undo(buf_span(&sides[side]), &inner, page->hyphen, page->depth + 1))
            buf_add(page->out, buf_span(&inner));
        else
            write_column(page, buf_span(&sides[side]));
        buf_free(&inner);
        buf_free(&sides[side]);
    }
}

static void end_row(struct page *page, struct buf cells[2])
{
    if (cells[0].length && cells[1].length) {
        buf_add(page->out, buf_span(&cells[0]));
        buf_add_byte(page->out, '\t');
    } else if (cells[0].length) {
        buf_add(page->out, buf_span(&cells[0]));
    }
    buf_add(page->out, buf_span(&cells[1]));
    buf_add_byte(page->out, '\n');
    buf_clear(&cells[0]);
    buf_clear(&cells[1]);
}

/* The rows of a table, a line each, with a tab between the cells. */
static void write_table(struct page *page, size_t from, size_t to,
                        const struct gutter *gutter)
{
    struct buf cells[2] = {{0}, {0}};
    struct span before[2] = {{"", 0}, {"", 0}};
    for (size_t i = from; i < to; i++) {
        bool on = false, any = false;
        for (int side = 0; side < 2; side++) {
            struct span cell = cell_of(&page->lines[i], gutter, side);
            on = on || goes_on(before[side], cell);
            any = any || cell.length;
        }
        bool fills = cells[0].length == 0 && cells[1].length && any &&
                     cell_of(&page->lines[i], gutter, true).length == 0;
        if (!on && !fills && (cells[0].length || cells[1].length))
            end_row(page, cells);
        for (int side = 0; side < 2; side++) {
            struct span cell = cell_of(&page->lines[i], gutter, side);
            hyphen_join(page->hyphen, &cells[side], cell);
            before[side] = cell.length || !any ? cell : before[side];
        }
    }
    end_row(page, cells);
    buf_free(&cells[0]);
    buf_free(&cells[1]);
}

static bool undo(struct span text, struct buf *out, struct hyphen *hyphen, int depth)
{
    struct page page = {.hyphen = hyphen, .out = out, .depth = depth};
    struct span line;
    bool any = false;
    size_t before = out->length;
    while (span_split(&text, '\n', &line))
        add_line(&page, line);
    for (size_t i = 0; i < page.count;) {
        struct gutter gutter;
        size_t end;
        enum found found = find_columns(&page, i, &gutter, &end);
        if (found == FOUND_NOTHING) {
            buf_add(out, page.lines[i++].text);
            buf_add_byte(out, '\n');
            continue;
        }
        buf_add_byte(out, '\n');
        if (found == FOUND_TABLE)
            write_table(&page, i, end, &gutter);
        else
            write_columns(&page, i, end, &gutter);
        any = true;
        i = end;
    }
    if (!any)
        out->length = before;
    free(page.lines);
    return any;
}

static void learn(struct hyphen *hyphen, struct span text)
{
    size_t start = 0;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && text.at[i] != ' ' && text.at[i] != '\n')
            continue;
        if (i > start)
            hyphen_learn(hyphen, span_part(text, start, i));
        start = i + 1;
    }
}

/* Tabs to blanks, up to the next eighth column. */
static void expand(struct span text, struct buf *out)
{
    size_t column = 0;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.at[i];
        if (byte == '\t') {
            do
                buf_add_byte(out, ' ');
            while (++column % TAB);
            continue;
        }
        buf_add_byte(out, byte == '\f' ? '\n' : byte);
        column = byte == '\n' || byte == '\f'
                     ? 0
                     : column + (((unsigned char)byte & 0xC0) != 0x80);
    }
}

bool gutter_undo(struct span text, struct buf *out)
{
    struct span three = span_of("   ");
    if (span_find(text, three) == text.length)
        return false;
    struct hyphen *hyphen = hyphen_new();
    struct buf expanded = {0};
    expand(text, &expanded);
    learn(hyphen, text);
    bool any = undo(buf_span(&expanded), out, hyphen, 0);
    buf_free(&expanded);
    hyphen_free(hyphen);
    return any;
}

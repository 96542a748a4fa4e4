#include "stops.h"

#include <stdlib.h>

#include "mem.h"
#include "utf8.h"

enum {
    NARROW = 2, /* blanks of the least gap */
    MIDDLE = 3, /* blanks of one that two like it bear out */
    DOTS = 3,   /* of the shortest leader */
    MANY = 4,   /* of one that tells leaders */
    TAB = 8
};

/* Blanks or a leader between two words of a line. */
struct gap {
    size_t start, end; /* bytes of the line */
    size_t column;     /* characters before the word behind it */
    size_t blanks;     /* outside a leader */
    size_t dots;       /* of a leader; 0: none */
};

struct line {
    struct span text;
    size_t first, count; /* gaps */
    bool rule;           /* strokes only, as below a table's head */
};

/* Lines that follow one another, with one empty line between them at most. */
struct run {
    struct line *lines;
    size_t count, room;
    struct gap *gaps;
    size_t gap_count, gap_room;
};

static bool is_dot(uint32_t point)
{
    return point == '.' || point == 0xB7 || point == 0x2026;
}

static bool is_stroke(uint32_t point)
{
    return point == '-' || point == '=' || point == '_' || point == '+' || point == '|' ||
           utf8_is_space(point);
}

/* Takes blanks and dots from the byte `at` on. */
static struct gap read_gap(struct span text, size_t at, size_t column)
{
    struct gap gap = {.start = at};
    uint32_t point;
    while (at < text.length) {
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        if (!utf8_is_space(point) && !is_dot(point))
            break;
        column = point == '\t' ? column / TAB * TAB + TAB : column + 1;
        gap.blanks += utf8_is_space(point);
        gap.dots += is_dot(point) ? (point == 0x2026 ? DOTS : 1) : 0;
        at += length;
    }
    gap.end = at;
    gap.column = column;
    return gap;
}

static void add_gap(struct run *run, struct line *line, struct gap gap)
{
    bool leader = gap.dots >= DOTS && gap.blanks;
    bool label = gap.start && line->text.at[gap.start - 1] == ':'; /* "Present:  NAME" */
    if (gap.start == 0 || gap.end == line->text.length || (label && gap.blanks < STOPS_WIDE) ||
        (!leader && (gap.dots || gap.blanks < NARROW)))
        return;
    run->gaps = mem_grow(run->gaps, &run->gap_room, run->gap_count + 1, sizeof *run->gaps);
    run->gaps[run->gap_count++] = gap;
    line->count++;
}

static void add_line(struct run *run, struct span text)
{
    struct line line = {.text = text, .first = run->gap_count, .rule = true};
    size_t column = 0;
    for (size_t at = 0; at < text.length;) {
        uint32_t point;
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        line.rule = line.rule && is_stroke(point);
        if (!utf8_is_space(point) && !is_dot(point)) {
            at += length;
            column++;
            continue;
        }
        struct gap gap = read_gap(text, at, column);
        add_gap(run, &line, gap);
        at = gap.end;
        column = gap.column;
    }
    run->lines = mem_grow(run->lines, &run->room, run->count + 1, sizeof *run->lines);
    run->lines[run->count++] = line;
}

/* What the lines near by hold at the gap's column. */
struct support {
    size_t wide, middle; /* lines with such a gap there */
    size_t leaders;      /* lines with a long leader anywhere */
};

static void add_support(const struct run *run, const struct line *line, const struct gap *gap,
                        struct support *support)
{
    bool wide = false, middle = false, leader = false;
    for (size_t i = line->first; i < line->first + line->count; i++) {
        const struct gap *other = &run->gaps[i];
        leader = leader || other->dots >= MANY;
        if (other->column != gap->column || other->dots)
            continue;
        wide = wide || other->blanks >= STOPS_WIDE || line->rule;
        middle = middle || other->blanks >= MIDDLE;
    }
    support->wide += wide;
    support->middle += middle;
    support->leaders += leader;
}

static bool is_empty(const struct line *line)
{
    return span_trim(line->text).length == 0;
}

/* Only the lines next to a leader bear it out: dots mean much else. */
static bool parts_cells(const struct run *run, size_t number, const struct gap *gap)
{
    struct support support = {0, 0, 0};
    size_t reach = gap->dots ? 0 : STOPS_NEAR;
    size_t from = number > reach ? number - reach : 0, to = number + reach;
    while (gap->dots && from && !is_empty(&run->lines[from - 1]) && number - from < STOPS_NEAR)
        from--;
    while (gap->dots && to + 1 < run->count && !is_empty(&run->lines[to + 1]) &&
           to - number < STOPS_NEAR)
        to++;
    for (size_t i = from; i < run->count && i <= to; i++)
        if (i != number)
            add_support(run, &run->lines[i], gap, &support);
    if (gap->dots)
        return support.leaders > 0;
    return support.wide > 0 || (gap->blanks >= MIDDLE && support.middle > 1);
}

static void write_run(struct run *run, struct buf *out)
{
    for (size_t i = 0; i < run->count; i++) {
        const struct line *line = &run->lines[i];
        size_t done = 0;
        for (size_t g = line->first; !line->rule && g < line->first + line->count; g++) {
            const struct gap *gap = &run->gaps[g];
            if (!parts_cells(run, i, gap))
                continue;
            buf_add(out, span_part(line->text, done, gap->start));
            buf_add_byte(out, '\t');
            done = gap->end;
        }
        buf_add(out, span_part(line->text, done, line->text.length));
        buf_add_byte(out, '\n');
    }
    run->count = run->gap_count = 0;
}

void stops_set(struct span text, struct buf *out)
{
    struct run run = {0};
    struct span line;
    bool was_empty = false;
    while (span_split(&text, '\n', &line)) {
        bool empty = span_trim(line).length == 0;
        add_line(&run, line);
        if (empty && was_empty) /* rows may have one empty line between them */
            write_run(&run, out);
        was_empty = empty;
    }
    write_run(&run, out);
    free(run.lines);
    free(run.gaps);
}

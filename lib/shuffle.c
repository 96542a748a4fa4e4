#include "shuffle.h"

#include <stdlib.h>

#include "behind.h"
#include "follow.h"
#include "hyphen.h"
#include "mem.h"
#include "turns.h"

#define NONE ((size_t)-1)

enum {
    WIDTH_MIN = 20,     /* code points of a line of a column */
    PASSAGE_MAX = 400,  /* lines; a longer one is put in order in parts */
    PASSAGES_MAX = 200, /* of a document; those behind stay as they are */
    BREAK_REACH = 20,   /* lines between two breaks of a passage */
    PADDING = 20,       /* lines before and behind them that may belong to it */
    OVER_MIN = 2,       /* full lines in a column with which a sentence goes on beyond another */
    OVER_PART = 5,      /* column's, and one in so many turns */
    /* In quarters of a nat: */
    BEGIN_SMALL = 8, /* a column that begins within a sentence */
    END_WITHIN = 4,  /* or ends so */
    /* Of 875 texts without columns, broken at 36 to 74 code points, one came to 21 and none to
     * more; of 480 with lines by turns, half came to more than 120. */
    GAIN_MIN = 24,
    FRAGMENT_GAIN = 8, /* from here on, what does not clearly follow is set apart */
    SURE_MIN = 4
};

struct shuffle {
    struct behind behind; /* its width is that of the columns of the passage at hand */
    struct hyphen *hyphen;
    struct span text;
    struct buf *out, paragraph;
    bool changed;
};

static void learn(struct shuffle *shuffle)
{
    for (size_t i = 0; i < shuffle->behind.count; i++) {
        struct span rest = shuffle->behind.lines[i].text, word;
        while (span_split(&rest, ' ', &word))
            hyphen_learn(shuffle->hyphen, word);
    }
}

static bool is_break(const struct shuffle *shuffle, size_t line)
{
    const struct behind_line *of = &shuffle->behind.lines[line];
    return !of->barrier && !of[-1].barrier &&
           behind_score(&shuffle->behind, of - 1, of, false) <= BEHIND_NEVER;
}

static int compare_sizes(const void *a, const void *b)
{
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    return (left > right) - (left < right);
}

/* The width that nine of ten lines of the column do not go over; `columns` may be NULL: of all
 * lines. */
static size_t usual_width(const struct shuffle *shuffle, size_t from, size_t to,
                          const unsigned char *columns, int column)
{
    size_t *widths = mem_new(to - from, sizeof *widths), count = 0;
    for (size_t i = from; i < to; i++)
        if (!columns || columns[i - from] == column)
            widths[count++] = shuffle->behind.lines[i].width;
    qsort(widths, count, sizeof *widths, compare_sizes);
    size_t width = count ? widths[count * 9 / 10] : 0;
    free(widths);
    return width;
}

/* ---- writing */

static void copy_lines(struct shuffle *shuffle, size_t from, size_t to)
{
    size_t start = from ? shuffle->behind.lines[from - 1].end : 0;
    size_t end = to ? shuffle->behind.lines[to - 1].end : 0;
    if (to == shuffle->behind.count)
        end = shuffle->text.length;
    buf_add(shuffle->out, span_part(shuffle->text, start, end));
}

static void end_paragraph(struct shuffle *shuffle)
{
    if (shuffle->paragraph.length) {
        buf_add(shuffle->out, buf_span(&shuffle->paragraph));
        buf_add_text(shuffle->out, "\n\n");
    }
    buf_clear(&shuffle->paragraph);
}

/* Is the line a part of the paragraph that the one before it in its column ends so far? */
static bool goes_on(const struct shuffle *shuffle, size_t before, size_t line)
{
    const struct behind_line *last = &shuffle->behind.lines[before],
                             *next = &shuffle->behind.lines[line];
    int score = behind_score(&shuffle->behind, last, next, line != before + 1);
    bool ended = follow_ends(last->last), room = behind_room(&shuffle->behind, last, next) > 0;
    if (behind_is_item(next) || score < BEHIND_UNLIKELY)
        return false;
    if (next->fresh && line == before + 1 && !follow_small(next->first))
        return false;
    if (!ended)
        return follow_small(next->first) || !room;
    return !next->fresh && !room;
}

/* Does a sentence go on from the end of one column at the head of the next? */
static bool flows_over(const struct shuffle *shuffle, size_t before, size_t line)
{
    const struct behind_line *last = &shuffle->behind.lines[before],
                             *next = &shuffle->behind.lines[line];
    return !follow_ends(last->last) && follow_small(next->first) && !behind_is_item(next) &&
           follow_score(shuffle->behind.follow, last->last, next->first, true) > 0;
}

static void write_columns(struct shuffle *shuffle, size_t from, size_t to,
                          const unsigned char *columns)
{
    size_t before = NONE;
    buf_add_byte(shuffle->out, '\n');
    for (int column = 0; column < TURNS_COLUMNS; column++) {
        bool head = true;
        shuffle->behind.width = usual_width(shuffle, from, to, columns, column);
        for (size_t i = from; i < to; i++) {
            if (columns[i - from] != column)
                continue;
            if (before != NONE &&
                !(head ? flows_over(shuffle, before, i) : goes_on(shuffle, before, i)))
                end_paragraph(shuffle);
            hyphen_join(shuffle->hyphen, &shuffle->paragraph, shuffle->behind.lines[i].text);
            before = i;
            head = false;
        }
    }
    end_paragraph(shuffle);
}

/* ---- passages */

static void score_lines(const struct shuffle *shuffle, size_t from, size_t to,
                        struct turns_line *scores)
{
    for (size_t i = from; i < to; i++) {
        const struct behind_line *line = &shuffle->behind.lines[i];
        struct turns_line *of = &scores[i - from];
        for (size_t above = 1; above <= TURNS_REACH && above <= i - from; above++)
            of->behind[above] = behind_score(&shuffle->behind, line - above, line, above > 1);
        of->first = follow_small(line->first) ? -BEGIN_SMALL : 0;
        of->last = follow_ends(line->last) ? 0 : -END_WITHIN;
        of->fresh = line->fresh;
        of->torn = i > from && line->fresh && !follow_ends(line[-1].last) &&
                   !behind_is_item(line) && !behind_room(&shuffle->behind, line - 1, line);
    }
}

struct passage {
    size_t from, to;
    size_t first, last; /* breaks stand before these lines */
    size_t breaks, width;
};

/* A short line between two empty ones: a title, a date. */
static bool stands_alone(const struct shuffle *shuffle, const struct passage *passage,
                         size_t line)
{
    const struct behind_line *of = &shuffle->behind.lines[line];
    return of->fresh && line + 1 < shuffle->behind.count && of[1].fresh &&
           !follow_ends(of->last) && of->width * 3 < passage->width * 2;
}

/* May the line be one of a column of that passage, above or below its breaks? */
static bool may_belong(const struct shuffle *shuffle, const struct passage *passage, size_t line)
{
    return !shuffle->behind.lines[line].barrier &&
           shuffle->behind.lines[line].width <= passage->width + 2 * BEHIND_SLACK &&
           !stands_alone(shuffle, passage, line);
}

/* Are there empty lines within it? Else it ends at the first. */
static bool has_empty(const struct shuffle *shuffle, const struct passage *passage)
{
    size_t empty = 0;
    for (size_t i = passage->first; i <= passage->last; i++)
        empty += shuffle->behind.lines[i].fresh;
    return empty > 1;
}

/* The passage whose first break stands before line `first`, not beyond `from`. */
static struct passage find_passage(const struct shuffle *shuffle, size_t first, size_t from)
{
    struct passage passage = {.first = first, .last = first, .breaks = 1};
    for (size_t i = first + 1; i < shuffle->behind.count && i - first < PASSAGE_MAX; i++) {
        if (shuffle->behind.lines[i].barrier || i - passage.last > BREAK_REACH)
            break;
        if (is_break(shuffle, i)) {
            passage.last = i;
            passage.breaks++;
        }
    }
    passage.width = usual_width(shuffle, first - 1, passage.last + 1, NULL, 0);
    passage.from = first - 1;
    passage.to = passage.last + 1;
    bool empty = has_empty(shuffle, &passage);
    while (passage.from > from && first - passage.from <= PADDING &&
           (empty || !shuffle->behind.lines[passage.from].fresh) &&
           may_belong(shuffle, &passage, passage.from - 1))
        passage.from--;
    while (passage.to < shuffle->behind.count && passage.to - passage.last <= PADDING &&
           (empty || !shuffle->behind.lines[passage.to].fresh) &&
           may_belong(shuffle, &passage, passage.to))
        passage.to++;
    return passage;
}

/* In each column sentences go on behind lines of others: else these are rows of a table, or
 * paragraphs that all begin alike. */
static bool goes_over(const struct shuffle *shuffle, const struct passage *passage,
                      const unsigned char *columns)
{
    size_t over[TURNS_COLUMNS] = {0}, turns[TURNS_COLUMNS] = {0}, last[TURNS_COLUMNS] = {0};
    for (size_t i = passage->from; i < passage->to; i++) {
        unsigned char column = columns[i - passage->from];
        const struct behind_line *line = &shuffle->behind.lines[i],
                                 *before = &shuffle->behind.lines[last[column]];
        bool across = last[column] && last[column] + 1 < i;
        turns[column] += across;
        over[column] += across && follow_small(line->first) && !follow_ends(before->last) &&
                        !behind_room(&shuffle->behind, before, line);
        last[column] = i;
    }
    for (int column = 0; column < TURNS_COLUMNS; column++)
        if (last[column] && (over[column] < OVER_MIN || over[column] * OVER_PART < turns[column]))
            return false;
    return true;
}

/* From the first turn to the last, keeps together only what clearly is. */
static void write_fragments(struct shuffle *shuffle, const struct passage *passage,
                            const struct turns_line *scores, const unsigned char *columns)
{
    size_t count = passage->to - passage->from, first = 1, last = count - 1;
    while (first < last && columns[first] == columns[first - 1])
        first++;
    while (last > first && columns[last] == columns[last - 1])
        last--;
    for (size_t i = 0; i < count; i++) {
        if (i >= first && i <= last && scores[i].behind[1] < SURE_MIN)
            buf_add_byte(shuffle->out, '\n');
        copy_lines(shuffle, passage->from + i, passage->from + i + 1);
    }
}

/* False where the passage stays as it is. */
static bool part_passage(struct shuffle *shuffle, const struct passage *passage)
{
    size_t count = passage->to - passage->from;
    struct turns_line *scores = mem_new(count, sizeof *scores);
    unsigned char *columns = mem_new(count, sizeof *columns);
    shuffle->behind.width = passage->width;
    score_lines(shuffle, passage->from, passage->to, scores);
    int gain = turns_find(scores, count, columns);
    bool by_turns = gain >= FRAGMENT_GAIN && goes_over(shuffle, passage, columns);
    bool clear = by_turns && gain >= GAIN_MIN + (int)passage->breaks;
    if (clear)
        write_columns(shuffle, passage->from, passage->to, columns);
    else if (by_turns)
        write_fragments(shuffle, passage, scores, columns);
    free(scores);
    free(columns);
    return by_turns;
}

static void undo(struct shuffle *shuffle)
{
    size_t done = 0, passages = 0;
    for (size_t at = 1; at < shuffle->behind.count && passages < PASSAGES_MAX; at++) {
        shuffle->behind.width = 0;
        if (at <= done || !is_break(shuffle, at))
            continue;
        struct passage passage = find_passage(shuffle, at, done);
        at = passage.last;
        if (passage.width < WIDTH_MIN)
            continue;
        passages++;
        size_t before = shuffle->out->length;
        copy_lines(shuffle, done, passage.from);
        if (part_passage(shuffle, &passage)) {
            shuffle->changed = true;
            done = passage.to;
        } else {
            shuffle->out->length = before;
        }
    }
    copy_lines(shuffle, done, shuffle->behind.count);
}

bool shuffle_undo(struct span text, struct buf *out)
{
    struct shuffle shuffle = {.text = text, .out = out, .hyphen = hyphen_new()};
    size_t before = out->length;
    behind_read(&shuffle.behind, text);
    learn(&shuffle);
    undo(&shuffle);
    if (!shuffle.changed)
        out->length = before;
    behind_free(&shuffle.behind);
    hyphen_free(shuffle.hyphen);
    buf_free(&shuffle.paragraph);
    return shuffle.changed;
}

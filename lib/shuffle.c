#include "shuffle.h"

#include <stdlib.h>
#include <string.h>

#include "follow.h"
#include "hyphen.h"
#include "mem.h"
#include "turns.h"
#include "utf8.h"

#define NONE ((size_t)-1)

enum {
    WIDTH_MIN = 20,     /* code points of a line of a column */
    WIDTH_MAX = 110,    /* longer ones are paragraphs */
    PASSAGE_MAX = 400,  /* lines; a longer one is put in order in parts */
    PASSAGES_MAX = 200, /* of a document; those behind stay as they are */
    EMPTY_MAX = 2,      /* empty lines within a passage */
    BREAK_REACH = 20,   /* lines between two breaks of a passage */
    PADDING = 20,       /* lines before and behind them that may belong to it */
    SLACK = 5,          /* letters are of different width */
    OVER_MIN = 2,       /* full lines in a column with which a sentence goes on beyond another */
    OVER_PART = 5,      /* column's, and one in so many turns */
    /* In quarters of a nat: */
    BREAK_SCORE = -8,  /* lines that hardly follow each other */
    BREAK_COST = 8,    /* and those that cannot */
    UNFILLED_MAX = 12, /* a line that breaks off though the next word would have fitted */
    HEADING_SCORE = -2,
    BEGIN_SMALL = 8, /* a column that begins within a sentence */
    END_WITHIN = 4,  /* or ends so */
    MARK_COST = 24,  /* the mark of a list item away from its text */
    /* Of 875 texts without columns, broken at 36 to 74 code points, one came to 21 and none to
     * more; of 480 with lines by turns, half came to more than 120. */
    GAIN_MIN = 24,
    FRAGMENT_GAIN = 8, /* from here on, what does not clearly follow is set apart */
    SURE_MIN = 4,
    JOIN_MIN = -6 /* what is less likely begins a paragraph */
};

struct line {
    struct span text, first, last; /* trimmed; its words */
    size_t start, end;             /* bytes of the source, with the line's end */
    size_t width;
    bool fresh;   /* an empty line stands before it */
    bool barrier; /* a heading, quotation or table of Markdown, cells, a page's end: no part */
};

struct shuffle {
    struct follow *follow;
    struct hyphen *hyphen;
    struct span text;
    struct line *lines; /* without the empty ones */
    size_t count, room;
    size_t width; /* of the columns of the passage at hand */
    struct buf *out, paragraph;
    bool changed;
};

/* ---- lines */

/* Blanks that set cells apart. */
static bool has_cells(struct span text)
{
    return span_find_byte(text, '\t') < text.length ||
           span_find(text, span_of("   ")) < text.length;
}

static void split_lines(struct shuffle *shuffle)
{
    struct span text = shuffle->text;
    size_t start = 0, empty = 0;
    bool page_end = false;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && text.at[i] != '\n')
            continue;
        struct span whole = span_part(text, start, i), trimmed = span_trim(whole);
        page_end = page_end || span_find_byte(whole, '\f') < whole.length;
        empty++;
        if (trimmed.length) {
            struct line line = {.text = trimmed,
                                .start = start,
                                .end = i < text.length ? i + 1 : i,
                                .fresh = empty > 1,
                                .width = utf8_count(trimmed),
                                .first = span_first_word(trimmed),
                                .last = span_last_word(trimmed)};
            line.barrier = page_end || empty > EMPTY_MAX + 1 || line.width > WIDTH_MAX ||
                           strchr("#>|", trimmed.at[0]) || has_cells(trimmed);
            shuffle->lines = mem_grow(shuffle->lines, &shuffle->room, shuffle->count + 1,
                                      sizeof *shuffle->lines);
            shuffle->lines[shuffle->count++] = line;
            empty = 0;
            page_end = false;
        }
        start = i + 1;
    }
}

static void learn(struct shuffle *shuffle)
{
    for (size_t i = 0; i < shuffle->count; i++) {
        struct span rest = shuffle->lines[i].text, word;
        while (span_split(&rest, ' ', &word))
            hyphen_learn(shuffle->hyphen, word);
    }
}

/* ---- what speaks for one line behind another */

/* A bullet, or the number of a paragraph. */
static bool is_mark(struct span word)
{
    uint32_t point;
    if (!word.length)
        return false;
    size_t length = utf8_decode(word, &point);
    if (!utf8_is_digit(point))
        return length == word.length && !utf8_is_word(point) && point != '&';
    return word.length < 6 && strchr(".)", word.at[word.length - 1]);
}

static bool is_item(const struct line *line)
{
    return is_mark(line->first);
}

/* The mark of a list item that stands alone. */
static bool is_mark_alone(const struct line *line)
{
    return line->first.length == line->text.length && is_mark(line->first);
}

/* So many code points are left in a line, behind which another stands, for its first word. */
static size_t room_behind(const struct shuffle *shuffle, const struct line *before,
                          const struct line *line)
{
    size_t filled = before->width + 1 + utf8_count(line->first) + SLACK;
    return filled < shuffle->width ? shuffle->width - filled : 0;
}

static int score_behind(const struct shuffle *shuffle, const struct line *before,
                        const struct line *line, bool apart)
{
    bool ended = follow_ends(before->last);
    size_t room = room_behind(shuffle, before, line);
    if (is_mark_alone(before))
        return apart ? -MARK_COST : 0; /* it is the next line's */
    if (is_item(line))
        return ended || room ? 0 : JOIN_MIN;
    int score = follow_score(shuffle->follow, before->last, line->first, apart);
    if (follow_breaks(shuffle->follow, before->last, line->first))
        score -= BREAK_COST;
    if (ended)
        return score;
    int unfilled = room > UNFILLED_MAX ? UNFILLED_MAX : (int)room;
    if (follow_small(line->first))
        return score - unfilled;
    return unfilled == UNFILLED_MAX && score < HEADING_SCORE ? HEADING_SCORE : score;
}

static bool is_break(const struct shuffle *shuffle, size_t line)
{
    const struct line *of = &shuffle->lines[line];
    return !of->barrier && !of[-1].barrier &&
           score_behind(shuffle, of - 1, of, false) <= BREAK_SCORE;
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
            widths[count++] = shuffle->lines[i].width;
    qsort(widths, count, sizeof *widths, compare_sizes);
    size_t width = count ? widths[count * 9 / 10] : 0;
    free(widths);
    return width;
}

/* ---- writing */

static void copy_lines(struct shuffle *shuffle, size_t from, size_t to)
{
    size_t start = from ? shuffle->lines[from - 1].end : 0;
    size_t end = to ? shuffle->lines[to - 1].end : 0;
    if (to == shuffle->count)
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
    const struct line *last = &shuffle->lines[before], *next = &shuffle->lines[line];
    int score = score_behind(shuffle, last, next, line != before + 1);
    bool ended = follow_ends(last->last), room = room_behind(shuffle, last, next) > 0;
    if (is_item(next) || score < JOIN_MIN)
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
    const struct line *last = &shuffle->lines[before], *next = &shuffle->lines[line];
    return !follow_ends(last->last) && follow_small(next->first) && !is_item(next) &&
           follow_score(shuffle->follow, last->last, next->first, true) > 0;
}

static void write_columns(struct shuffle *shuffle, size_t from, size_t to,
                          const unsigned char *columns)
{
    size_t before = NONE;
    buf_add_byte(shuffle->out, '\n');
    for (int column = 0; column < TURNS_COLUMNS; column++) {
        bool head = true;
        shuffle->width = usual_width(shuffle, from, to, columns, column);
        for (size_t i = from; i < to; i++) {
            if (columns[i - from] != column)
                continue;
            if (before != NONE &&
                !(head ? flows_over(shuffle, before, i) : goes_on(shuffle, before, i)))
                end_paragraph(shuffle);
            hyphen_join(shuffle->hyphen, &shuffle->paragraph, shuffle->lines[i].text);
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
        const struct line *line = &shuffle->lines[i];
        struct turns_line *of = &scores[i - from];
        for (size_t above = 1; above <= TURNS_REACH && above <= i - from; above++)
            of->behind[above] = score_behind(shuffle, line - above, line, above > 1);
        of->first = follow_small(line->first) ? -BEGIN_SMALL : 0;
        of->last = follow_ends(line->last) ? 0 : -END_WITHIN;
        of->fresh = line->fresh;
        of->torn = i > from && line->fresh && !follow_ends(line[-1].last) && !is_item(line) &&
                   !room_behind(shuffle, line - 1, line);
    }
}

struct passage {
    size_t from, to;
    size_t first, last; /* breaks stand before these lines */
    size_t breaks, width;
};

/* A short line between two empty ones: a title, a date. */
static bool stands_alone(const struct shuffle *shuffle, const struct passage *passage, size_t line)
{
    const struct line *of = &shuffle->lines[line];
    return of->fresh && line + 1 < shuffle->count && of[1].fresh && !follow_ends(of->last) &&
           of->width * 3 < passage->width * 2;
}

/* May the line be one of a column of that passage, above or below its breaks? */
static bool may_belong(const struct shuffle *shuffle, const struct passage *passage, size_t line)
{
    return !shuffle->lines[line].barrier &&
           shuffle->lines[line].width <= passage->width + 2 * SLACK &&
           !stands_alone(shuffle, passage, line);
}

/* Are there empty lines within it? Else it ends at the first. */
static bool has_empty(const struct shuffle *shuffle, const struct passage *passage)
{
    size_t empty = 0;
    for (size_t i = passage->first; i <= passage->last; i++)
        empty += shuffle->lines[i].fresh;
    return empty > 1;
}

/* The passage whose first break stands before line `first`, not beyond `from`. */
static struct passage find_passage(const struct shuffle *shuffle, size_t first, size_t from)
{
    struct passage passage = {.first = first, .last = first, .breaks = 1};
    for (size_t i = first + 1; i < shuffle->count && i - first < PASSAGE_MAX; i++) {
        if (shuffle->lines[i].barrier || i - passage.last > BREAK_REACH)
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
           (empty || !shuffle->lines[passage.from].fresh) &&
           may_belong(shuffle, &passage, passage.from - 1))
        passage.from--;
    while (passage.to < shuffle->count && passage.to - passage.last <= PADDING &&
           (empty || !shuffle->lines[passage.to].fresh) &&
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
        const struct line *line = &shuffle->lines[i], *before = &shuffle->lines[last[column]];
        bool across = last[column] && last[column] + 1 < i;
        turns[column] += across;
        over[column] += across && follow_small(line->first) && !follow_ends(before->last) &&
                        !room_behind(shuffle, before, line);
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
    shuffle->width = passage->width;
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
    for (size_t at = 1; at < shuffle->count && passages < PASSAGES_MAX; at++) {
        shuffle->width = 0;
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
    copy_lines(shuffle, done, shuffle->count);
}

bool shuffle_undo(struct span text, struct buf *out)
{
    struct shuffle shuffle = {.text = text, .out = out, .hyphen = hyphen_new()};
    size_t before = out->length;
    shuffle.follow = follow_new(text);
    split_lines(&shuffle);
    learn(&shuffle);
    undo(&shuffle);
    if (!shuffle.changed)
        out->length = before;
    follow_free(shuffle.follow);
    hyphen_free(shuffle.hyphen);
    free(shuffle.lines);
    buf_free(&shuffle.paragraph);
    return shuffle.changed;
}

#include "behind.h"

#include <stdlib.h>

#include "follow.h"
#include "mem.h"
#include "utf8.h"

enum {
    WIDTH_MAX = 110, /* code points; longer lines are paragraphs */
    EMPTY_MAX = 2,   /* empty lines within a passage */
    /* In quarters of a nat: */
    BREAK_COST = 8,    /* lines that cannot follow each other */
    UNFILLED_MAX = 12, /* a line that breaks off though the next word would have fitted */
    HEADING_SCORE = -2,
    MARK_COST = 24 /* the mark of a list item away from its text */
};

/* Blanks that set cells apart. */
static bool has_cells(struct span text)
{
    return span_find_byte(text, '\t') < text.length ||
           span_find(text, span_of("   ")) < text.length;
}

void behind_read(struct behind *behind, struct span text)
{
    behind->follow = follow_new(text);
    size_t start = 0, empty = 0;
    bool page_end = false;
    for (size_t i = 0; i <= text.length; i++) {
        if (i < text.length && text.at[i] != '\n')
            continue;
        struct span whole = span_part(text, start, i), trimmed = span_trim(whole);
        page_end = page_end || span_find_byte(whole, '\f') < whole.length;
        empty++;
        if (trimmed.length) {
            struct behind_line line = {.text = trimmed,
                                       .start = start,
                                       .end = i < text.length ? i + 1 : i,
                                       .fresh = empty > 1,
                                       .width = utf8_count(trimmed),
                                       .first = span_first_word(trimmed),
                                       .last = span_last_word(trimmed)};
            line.barrier = page_end || empty > EMPTY_MAX + 1 || line.width > WIDTH_MAX ||
                           span_find_byte(span_of("#>|"), trimmed.at[0]) < 3 ||
                           has_cells(trimmed);
            behind->lines =
                mem_grow(behind->lines, &behind->room, behind->count + 1, sizeof *behind->lines);
            behind->lines[behind->count++] = line;
            empty = 0;
            page_end = false;
        }
        start = i + 1;
    }
}

/* A bullet, or the number of a paragraph. */
static bool is_mark(struct span word)
{
    uint32_t point;
    if (!word.length)
        return false;
    size_t length = utf8_decode(word, &point);
    if (!utf8_is_digit(point))
        return length == word.length && !utf8_is_word(point) && point != '&';
    return word.length < 6 && span_find_byte(span_of(".)"), word.at[word.length - 1]) < 2;
}

bool behind_is_item(const struct behind_line *line)
{
    return is_mark(line->first);
}

/* The mark of a list item that stands alone. */
static bool is_mark_alone(const struct behind_line *line)
{
    return line->first.length == line->text.length && is_mark(line->first);
}

size_t behind_room(const struct behind *behind, const struct behind_line *before,
                   const struct behind_line *line)
{
    size_t filled = before->width + 1 + utf8_count(line->first) + BEHIND_SLACK;
    return filled < behind->width ? behind->width - filled : 0;
}

int behind_score(const struct behind *behind, const struct behind_line *before,
                 const struct behind_line *line, bool apart)
{
    bool ended = follow_ends(before->last);
    size_t room = behind_room(behind, before, line);
    if (is_mark_alone(before))
        return apart ? -MARK_COST : 0; /* it is the next line's */
    if (behind_is_item(line))
        return ended || room ? 0 : BEHIND_UNLIKELY;
    int score = follow_score(behind->follow, before->last, line->first, apart);
    if (follow_breaks(behind->follow, before->last, line->first))
        score -= BREAK_COST;
    if (ended)
        return score;
    int unfilled = room > UNFILLED_MAX ? UNFILLED_MAX : (int)room;
    if (follow_small(line->first))
        return score - unfilled;
    return unfilled == UNFILLED_MAX && score < HEADING_SCORE ? HEADING_SCORE : score;
}

void behind_free(struct behind *behind)
{
    follow_free(behind->follow);
    free(behind->lines);
    *behind = (struct behind){0};
}

#include "weave.h"

#include "fabric.h"
#include "hyphen.h"
#include "seam.h"
#include "strand.h"

enum {
    WRAPPED_MAX = 130, /* code points of a line that two columns can make */
    ROWS_MAX = 400,    /* of a passage; a longer one is taken apart in parts */
    BREAKS_MIN = 2,    /* impossible neighbours that make a passage suspect, */
    BREAK_ROWS = 16,   /* one among so many lines */
    BREAK_WORDS = 40,  /* or words */
    FRAGMENT_ROWS = 3, /* that make fragments of it, where it cannot be put in order */
    FRAGMENT_WORDS = 25,
    SURE_MIN =
        6 /* quarters of a nat: a piece of lost lines goes on with another's paragraph */
};

struct weave {
    struct fabric fabric;
    struct hyphen *hyphen;
    struct buf *out, paragraph;
};

/* ---- writing */

static void end_paragraph(struct weave *weave)
{
    if (weave->paragraph.length) {
        buf_add(weave->out, buf_span(&weave->paragraph));
        buf_add_text(weave->out, "\n\n");
    }
    buf_clear(&weave->paragraph);
}

/* Does the piece go on with the paragraph that the one before it is part of? */
static bool goes_on(struct weave *weave, const struct fabric_piece *before,
                    const struct fabric_piece *piece)
{
    struct span last = fabric_text(&weave->fabric, before->last),
                first = fabric_text(&weave->fabric, piece->first);
    if (fabric_is_item(&weave->fabric, piece->first))
        return false;
    if (piece->unsure && before->unsure)
        return fabric_join(&weave->fabric, before->last, piece->first) >= SURE_MIN;
    if (follow_ends(last))
        return !follow_small(first) && !piece->fresh &&
               fabric_full(&weave->fabric, weave->fabric.width, before->first,
                           before->last + 1, piece->first) == 0;
    if (follow_small(first))
        return fabric_join(&weave->fabric, before->last, piece->first) > -2 * FOLLOW_NAT;
    return (!piece->fresh || follow_dangles(last)) &&
           !follow_breaks(weave->fabric.follow, last, first) &&
           fabric_full(&weave->fabric, weave->fabric.width, before->first,
                       before->last + 1, piece->first) == 0;
}

static void write_streams(struct weave *weave)
{
    const struct fabric_piece *before = NULL;
    for (int stream = 0; stream < 2; stream++) {
        struct fabric_pieces *pieces = &weave->fabric.streams[stream];
        for (size_t i = 0; i < pieces->count; i++) {
            struct fabric_piece *piece = &pieces->items[i];
            piece->fresh = piece->fresh || i == 0;
            if (before && !goes_on(weave, before, piece))
                end_paragraph(weave);
            hyphen_join(weave->hyphen, &weave->paragraph, piece->text);
            before = piece;
        }
        pieces->count = 0;
    }
    end_paragraph(weave);
}

/* ---- passages */

static size_t group_end(const struct weave *weave, size_t from)
{
    size_t to = from;
    while (to < weave->fabric.line_count && weave->fabric.lines[to].count &&
           weave->fabric.lines[to].apart == weave->fabric.lines[from].apart)
        to++;
    return to;
}

static bool is_wrapped(const struct weave *weave, size_t from, size_t to)
{
    size_t fabric_wide = 0;
    for (size_t i = from; i < to; i++) {
        if (weave->fabric.lines[i].count > SEAM_WORDS_MAX)
            return false;
        fabric_wide += weave->fabric.lines[i].width > WRAPPED_MAX;
    }
    return to > from && fabric_wide * 4 < to - from;
}

static size_t skip_empty(const struct weave *weave, size_t at)
{
    while (at < weave->fabric.line_count && !weave->fabric.lines[at].count)
        at++;
    return at;
}

static size_t words_of(const struct weave *weave, size_t from, size_t to)
{
    size_t words = 0;
    for (size_t i = from; i < to; i++)
        words += weave->fabric.lines[i].count;
    return words;
}

/* Is there a break in so few lines or words, those that are there? */
static bool is_dense(const struct weave *weave, size_t from, size_t to, size_t breaks,
                     size_t lines, size_t words)
{
    return is_wrapped(weave, from, to) && to - from >= SEAM_LINES_MIN
               ? breaks * lines >= to - from
               : breaks * words >= words_of(weave, from, to);
}

/* Where the suspect groups that follow each other from `from` end. */
static size_t passage_end(const struct weave *weave, size_t from, size_t *breaks)
{
    size_t end = from;
    *breaks = 0;
    for (size_t at = from;
         at < weave->fabric.line_count && !weave->fabric.lines[at].apart;) {
        size_t to = group_end(weave, at), found = fabric_breaks(&weave->fabric, at, to);
        if (!found || !is_dense(weave, at, to, found, BREAK_ROWS, BREAK_WORDS))
            break;
        *breaks += found;
        end = to;
        at = skip_empty(weave, to);
    }
    return end;
}

static void copy_lines(struct weave *weave, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        buf_add(weave->out, weave->fabric.lines[i].text);
        buf_add_byte(weave->out, '\n');
    }
}

/* Cuts the lines where neighbours cannot be such, and leaves each part alone. */
static void write_fragments(struct weave *weave, size_t from, size_t to)
{
    size_t breaks = fabric_breaks(&weave->fabric, from, to);
    write_streams(weave);
    bool broken = breaks >= BREAKS_MIN &&
                  is_dense(weave, from, to, breaks, FRAGMENT_ROWS, FRAGMENT_WORDS);
    if (!broken && !(breaks && weave->fabric.usual)) {
        copy_lines(weave, from, to);
        buf_add_byte(weave->out, '\n');
        return;
    }
    weave->fabric.changed = true;
    for (size_t i = from; i < to; i++) {
        const struct fabric_line *line = &weave->fabric.lines[i];
        size_t first = line->first;
        for (size_t k = 1; k <= line->count; k++) {
            size_t word = line->first + k;
            if (k < line->count && !weave->fabric.words[word].cut &&
                !fabric_gives_away(&weave->fabric, word))
                continue;
            struct span head = fabric_text(&weave->fabric, first),
                        tail = fabric_text(&weave->fabric, word - 1);
            buf_add(weave->out,
                    (struct span){head.at, (size_t)(tail.at + tail.length - head.at)});
            buf_add_text(weave->out, "\n\n");
            first = word;
        }
    }
}

/* Takes the groups of a passage apart. */
static void part_passage(struct weave *weave, size_t from, size_t to)
{
    weave->fabric.width = weave->fabric.usual;
    for (size_t at = from; at < to;) {
        size_t end = group_end(weave, at), wrapped = at;
        while (wrapped < to && is_wrapped(weave, wrapped, group_end(weave, wrapped)) &&
               wrapped - at < ROWS_MAX)
            wrapped = skip_empty(weave, group_end(weave, wrapped));
        if (wrapped > at) {
            end = wrapped < to ? wrapped : to;
            if (!seam_part(&weave->fabric, at, end))
                write_fragments(weave, at, end);
        } else if (end > at + 1 ||
                   !strand_part(&weave->fabric, &weave->fabric.lines[at], true)) {
            write_fragments(weave, at, end);
        }
        at = skip_empty(weave, end);
    }
    write_streams(weave);
}

static bool undo(struct weave *weave)
{
    size_t done = 0;
    for (size_t at = skip_empty(weave, 0); at < weave->fabric.line_count;) {
        size_t breaks, end = passage_end(weave, at, &breaks);
        if (breaks < BREAKS_MIN && !(breaks && weave->fabric.usual)) {
            at = skip_empty(weave, group_end(weave, at));
            continue;
        }
        copy_lines(weave, done, at);
        part_passage(weave, at, end);
        done = at = skip_empty(weave, end);
    }
    copy_lines(weave, done, weave->fabric.line_count);
    return weave->fabric.changed;
}

bool weave_undo(struct span text, struct buf *out)
{
    struct weave weave = {.out = out, .hyphen = hyphen_new()};
    struct fabric *fabric = &weave.fabric;
    struct follow *follow = follow_new(text);
    size_t before = out->length;
    fabric_start(fabric, text, follow);
    for (size_t i = 0; i < fabric->word_count; i++)
        hyphen_learn(weave.hyphen, fabric->words[i].text);
    size_t breaks = fabric_breaks(fabric, 0, fabric->line_count);
    bool any = breaks >= BREAKS_MIN && undo(&weave);
    if (any && fabric->usual) { /* now the width is known from the first line on */
        out->length = before;
        undo(&weave);
    }
    if (!any)
        out->length = before;
    follow_free(follow);
    hyphen_free(weave.hyphen);
    fabric_free(fabric);
    buf_free(&weave.paragraph);
    return any;
}

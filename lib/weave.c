#include "weave.h"

#include <stdlib.h>
#include <string.h>

#include "follow.h"
#include "hyphen.h"
#include "mem.h"
#include "utf8.h"

#define NONE ((size_t)-1)

enum {
    WRAPPED_MAX = 130,  /* code points of a line that two columns can make */
    ROWS_MAX = 400,     /* of a passage; a longer one is taken apart in parts */
    ROW_WORDS = 40,     /* woven lines have below thirty */
    JOINED_WORDS = 600, /* of a paragraph whose lines are lost */
    PIECE_WORDS = 18,
    WIDTH_MIN = 22, /* of the left column, in code points */
    WIDTH_MAX = 72,
    WIDTH_STEP = 2,
    SLACK = 4,         /* letters are of different width */
    BREAKS_MIN = 2,    /* impossible neighbours that make a passage suspect, */
    BREAK_ROWS = 16,   /* one among so many lines */
    BREAK_WORDS = 40,  /* or words */
    FRAGMENT_ROWS = 3, /* that make fragments of it, where it cannot be put in order */
    FRAGMENT_WORDS = 25,
    ROWS_MIN = 3,
    /* In quarters of a nat: */
    TURN_COST = 4, /* a seam more, as the best of many places is better than chance */
    GAIN_MIN = 4,  /* a seam, beyond that */
    REST_COST = 3, /* a line's worth of text that is not taken apart */
    MARK_SEAM = 8,
    ITEM_SEAM = -20, /* a list item within a sentence */
    SURE_MIN = 6,
    PLACE_MAX = 24, /* a piece of any width costs no more */
    ITEMS_MAX = 64, /* numbers of list items that are kept in mind */
    CACHE = 1 << 12,
    LOST = -1000000
};

struct word {
    struct span text;
    size_t start, end; /* code points of the line */
    bool cut;          /* a fragment may begin here */
};

struct line {
    struct span text;
    size_t first, count; /* of its words */
    size_t width;
    bool apart; /* a heading, list item, quotation or table of Markdown: no part of a
                   passage */
};

struct piece {
    struct span text;   /* of the source */
    size_t first, last; /* its words */
    bool fresh;         /* an empty line stood before it */
    bool unsure; /* its ends may lie elsewhere: only what clearly follows is joined to it
                  */
};

struct pieces {
    struct piece *items;
    size_t count, room;
};

struct cached {
    size_t before, behind;
    int score;
};

struct weave {
    const struct follow *follow;
    struct hyphen *hyphen;
    struct line *lines;
    size_t line_count, line_room;
    struct word *words;
    size_t word_count, word_room;
    bool items[ITEMS_MAX]; /* numbers that begin list items */
    size_t width;          /* of the passage's left column; 0: not known */
    size_t usual;          /* the width that passages whose lines are there have shown */
    struct pieces streams[2];
    struct cached *cache;
    bool careless; /* sentences begin with small letters as a rule */
    bool changed;
    struct buf *out, paragraph;
};

/* ---- lines and words */

static void add_word(struct weave *weave, struct span text, size_t start, size_t end)
{
    weave->words = mem_grow(weave->words, &weave->word_room, weave->word_count + 1,
                            sizeof *weave->words);
    weave->words[weave->word_count++] = (struct word){text, start, end, false};
}

static bool is_apart(struct span text)
{
    if (!text.length || strchr("#>|", text.at[0]))
        return text.length > 0;
    return text.length > 1 && strchr("-*+", text.at[0]) && text.at[1] == ' ';
}

static void add_line(struct weave *weave, struct span text)
{
    struct line line = {
        .text = text, .first = weave->word_count, .apart = is_apart(text)};
    size_t at = 0, column = 0;
    while (at < text.length) {
        size_t start = at, begin = column;
        while (at < text.length && !strchr(" \t\f\r", text.at[at])) {
            uint32_t point;
            at += utf8_decode(span_part(text, at, text.length), &point);
            column++;
        }
        if (at > start)
            add_word(weave, span_part(text, start, at), begin, column);
        at += at < text.length && at == start;
        column += at > start && column == begin;
    }
    line.count = weave->word_count - line.first;
    line.width = line.count ? weave->words[weave->word_count - 1].end : 0;
    weave->lines = mem_grow(weave->lines, &weave->line_room, weave->line_count + 1,
                            sizeof *weave->lines);
    weave->lines[weave->line_count++] = line;
}

static void split_lines(struct weave *weave, struct span text)
{
    struct span line;
    while (span_split(&text, '\n', &line))
        add_line(weave, line);
}

/* The number of "2."; 0: none. */
static size_t item_number(struct span word)
{
    size_t number = 0, at = 0;
    while (at < word.length && at < 2 && utf8_is_digit((unsigned char)word.at[at]))
        number = number * 10 + (size_t)(word.at[at++] - '0');
    return at && at + 1 == word.length && word.at[at] == '.' ? number : 0;
}

static bool may_be_item(const struct weave *weave, size_t word)
{
    size_t number = item_number(weave->words[word].text);
    return number && number + 1 < ITEMS_MAX && word + 1 < weave->word_count &&
           follow_capital(weave->words[word + 1].text);
}

/* Within a line: "... of you who are 2. To deliver ...", of a list that has its other
 * items elsewhere. */
static bool is_item(const struct weave *weave, size_t word)
{
    size_t number = item_number(weave->words[word].text);
    return may_be_item(weave, word) &&
           (weave->items[number - 1] || weave->items[number + 1]);
}

static void find_items(struct weave *weave)
{
    for (size_t i = 0; i < weave->line_count; i++) {
        const struct line *line = &weave->lines[i];
        bool list = false; /* all of it in one line */
        for (size_t k = 0; k < line->count; k++) {
            size_t word = line->first + k;
            bool ended = k && follow_ends(weave->words[word - 1].text);
            list =
                list || (item_number(weave->words[word].text) == 1 && line->count > 20);
            if (!ended && !list && may_be_item(weave, word))
                weave->items[item_number(weave->words[word].text)] = true;
        }
    }
}

/* ---- what speaks for a passage */

static struct span text_of(const struct weave *weave, size_t word)
{
    return weave->words[word].text;
}

/* Do these neighbours within a line give the passage away? */
static bool gives_away(const struct weave *weave, size_t word)
{
    struct span before = text_of(weave, word - 1);
    if (weave->careless && follow_ends(before))
        return false;
    return follow_breaks(weave->follow, before, text_of(weave, word)) ||
           (is_item(weave, word) && !follow_ends(before));
}

/* The end of a line and the next: a hyphen may part a word that stands nowhere else. */
static bool gives_away_at_end(const struct weave *weave, size_t before, size_t behind)
{
    struct span left = text_of(weave, before), right = text_of(weave, behind);
    if (!follow_breaks(weave->follow, left, right) ||
        (weave->careless && follow_ends(left)))
        return false;
    return follow_ends(left) ||
           follow_score(weave->follow, left, right, false) < -2 * FOLLOW_NAT;
}

static size_t breaks_of(const struct weave *weave, size_t from, size_t to)
{
    size_t breaks = 0;
    for (size_t i = from; i < to; i++) {
        const struct line *line = &weave->lines[i];
        for (size_t k = 1; k < line->count; k++)
            breaks += gives_away(weave, line->first + k);
        if (i + 1 < to && line->count && weave->lines[i + 1].count)
            breaks += gives_away_at_end(weave, line->first + line->count - 1,
                                        weave->lines[i + 1].first);
    }
    return breaks;
}

/* Has the text the same two words side by side at the place of one of them? Then that
 * says nothing of joining them. */
static bool stand_so(const struct weave *weave, size_t before, size_t behind)
{
    return (behind && span_equal(text_of(weave, behind - 1), text_of(weave, before))) ||
           span_equal(text_of(weave, before + 1), text_of(weave, behind));
}

static int join_score(struct weave *weave, size_t before, size_t behind)
{
    if (before == NONE)
        return 0;
    struct cached *cached = &weave->cache[(before * 31 + behind) % CACHE];
    if (cached->before != before || cached->behind != behind) {
        bool item = is_item(weave, behind);
        int score =
            follow_score(weave->follow, text_of(weave, before), text_of(weave, behind),
                         !stand_so(weave, before, behind));
        *cached = (struct cached){before, behind, item && score < 0 ? 0 : score};
    }
    return cached->score;
}

/* The same where an empty line may stand between: behind it a paragraph begins. */
static int begin_score(struct weave *weave, size_t before, size_t behind, bool fresh)
{
    int score = join_score(weave, before, behind);
    return fresh && score < 0 && !follow_small(text_of(weave, behind)) ? 0 : score;
}

static int seam_score(const struct weave *weave, size_t behind)
{
    return follow_score(weave->follow, text_of(weave, behind - 1), text_of(weave, behind),
                        false);
}

/* The seams of a line. Emphasis that ends or begins at one joins nothing; emphasis about
 * it does. */
static void score_seams(const struct weave *weave, const struct line *line, int *seams)
{
    bool within = false;
    for (size_t cut = 1; cut < line->count; cut++) {
        size_t word = line->first + cut;
        struct span before = text_of(weave, word - 1);
        bool opened = span_starts(before, span_of("**")),
             closed = span_ends(before, span_of("**"));
        within = (within || opened) && !closed;
        seams[cut] = seam_score(weave, word) + (within ? MARK_SEAM : 0);
        if (closed || span_starts(text_of(weave, word), span_of("**")))
            seams[cut] -= MARK_SEAM;
    }
}

/* ---- a passage whose lines are there: one seam a line */

struct choice {
    int score;
    int from;                     /* the choice in the row before */
    size_t left, right;           /* last words of the columns so far */
    bool left_fresh, right_fresh; /* an empty line stands behind them */
};

struct rows {
    const struct line **lines;
    size_t count;
    struct choice (*choices)[ROW_WORDS + 1]; /* [row][words on the left] */
    int (*seams)[ROW_WORDS + 1];             /* score of the neighbours at each place */
    const bool *fresh;
};

/* How well so many code points fit a line of a column of that width: not beyond it, and
 * so that the next word, so many code points wide, found no room. `ended`: the line may
 * be short. */
static int place_score(size_t length, size_t next, size_t width, bool ended)
{
    if (length > width + SLACK / 2) {
        int excess = (int)(length - width - SLACK / 2) * 4;
        return -(excess > PLACE_MAX ? PLACE_MAX : excess);
    }
    size_t filled = length + 1 + next + SLACK;
    int room = filled < width ? (int)(width - filled) * 2 : 0,
        most = ended ? 2 : PLACE_MAX;
    return -(room > most ? most : room);
}

static size_t wide(const struct weave *weave, size_t word)
{
    return weave->words[word].end - weave->words[word].start;
}

static size_t length_of(const struct weave *weave, size_t first, size_t behind)
{
    return weave->words[behind - 1].end - weave->words[first].start;
}

/* What the places of a row's words say of a seam behind `cut` of them. */
static int own_score(const struct weave *weave, const struct rows *rows, size_t row,
                     size_t cut, size_t width)
{
    const struct line *line = rows->lines[row];
    size_t first = line->first, behind = first + line->count;
    if (cut == 0 || cut == line->count)
        return place_score(line->width, width, width, true) - (cut ? 0 : 8) -
               (line->width > width * 3 / 2 ? PLACE_MAX : 0);
    bool last = row + 1 == rows->count || rows->fresh[row + 1];
    size_t next = row + 1 == rows->count ? 0 : wide(weave, rows->lines[row + 1]->first);
    bool ended = last || follow_ends(text_of(weave, first + cut - 1));
    return place_score(length_of(weave, first, first + cut), next, width, ended) +
           place_score(length_of(weave, first + cut, behind), width, width, true) -
           rows->seams[row][cut] - TURN_COST;
}

/* Was the row before full on the right, as the next word there found no room? */
static int right_score(const struct weave *weave, const struct rows *rows, size_t row,
                       size_t cut, size_t before, size_t width)
{
    const struct line *line = rows->lines[row - 1];
    size_t behind = line->first + line->count;
    if (before == 0 || before == line->count || rows->fresh[row])
        return 0;
    size_t next = rows->lines[row]->first + cut;
    bool ended = follow_ends(text_of(weave, behind - 1));
    return place_score(length_of(weave, line->first + before, behind), wide(weave, next),
                       width, ended) /
           2;
}

static struct choice choose(struct weave *weave, const struct rows *rows, size_t row,
                            size_t cut, size_t width)
{
    const struct line *line = rows->lines[row];
    size_t first = line->first, last = first + line->count - 1;
    struct choice best = {.score = LOST, .left = NONE, .right = NONE};
    int own = own_score(weave, rows, row, cut, width);
    for (size_t i = 0; i <= (row ? rows->lines[row - 1]->count : 0); i++) {
        struct choice before = {.left = NONE, .right = NONE};
        if (row)
            before = rows->choices[row - 1][i];
        bool left_fresh = before.left_fresh || rows->fresh[row];
        bool right_fresh = before.right_fresh || rows->fresh[row];
        int score = before.score + own;
        if (cut)
            score += begin_score(weave, before.left, first, left_fresh);
        if (cut < line->count)
            score += begin_score(weave, before.right, first + cut, right_fresh) +
                     (row && cut ? right_score(weave, rows, row, cut, i, width) : 0);
        if (score > best.score)
            best = (struct choice){score,
                                   (int)i,
                                   cut ? first + cut - 1 : before.left,
                                   cut < line->count ? last : before.right,
                                   !cut && left_fresh,
                                   cut == line->count && right_fresh};
    }
    return best;
}

/* The best score for a left column of that width; its seams are in the choices. */
static int fit(struct weave *weave, const struct rows *rows, size_t width, size_t *end)
{
    int best = LOST;
    for (size_t row = 0; row < rows->count; row++)
        for (size_t cut = 0; cut <= rows->lines[row]->count; cut++)
            rows->choices[row][cut] = choose(weave, rows, row, cut, width);
    for (size_t cut = 0; cut <= rows->lines[rows->count - 1]->count; cut++)
        if (rows->choices[rows->count - 1][cut].score > best) {
            best = rows->choices[rows->count - 1][cut].score;
            *end = cut;
        }
    return best;
}

static int natural_score(struct weave *weave, const struct rows *rows)
{
    int score = 0;
    for (size_t row = 1; row < rows->count; row++)
        score += begin_score(
            weave, rows->lines[row - 1]->first + rows->lines[row - 1]->count - 1,
            rows->lines[row]->first, rows->fresh[row]);
    return score;
}

static void add_piece(struct weave *weave, int stream, size_t first, size_t last,
                      bool fresh, bool unsure)
{
    struct pieces *pieces = &weave->streams[stream];
    const char *start = weave->words[first].text.at;
    struct span end = weave->words[last].text;
    pieces->items =
        mem_grow(pieces->items, &pieces->room, pieces->count + 1, sizeof *pieces->items);
    pieces->items[pieces->count++] = (struct piece){
        {start, (size_t)(end.at + end.length - start)}, first, last, fresh, unsure};
}

/* Cuts the rows as chosen, from the last to the first; returns how many have a seam. */
static size_t read_cuts(const struct rows *rows, size_t end, size_t *cuts)
{
    size_t seams = 0, cut = end;
    for (size_t row = rows->count; row-- > 0;) {
        cuts[row] = cut;
        seams += cut > 0 && cut < rows->lines[row]->count;
        cut = (size_t)rows->choices[row][cut].from;
    }
    return seams;
}

static void add_rows(struct weave *weave, const struct rows *rows, const size_t *cuts)
{
    for (size_t row = 0; row < rows->count; row++) {
        size_t first = rows->lines[row]->first, count = rows->lines[row]->count;
        if (cuts[row])
            add_piece(weave, 0, first, first + cuts[row] - 1, rows->fresh[row], false);
        if (cuts[row] < count)
            add_piece(weave, 1, first + cuts[row], first + count - 1, rows->fresh[row],
                      false);
    }
}

/* Takes the rows apart where that reads clearly better than they do as they stand. */
static bool part_rows(struct weave *weave, const struct rows *rows)
{
    size_t *cuts = mem_new(rows->count, sizeof *cuts);
    int natural = natural_score(weave, rows), best = LOST;
    size_t width = 0, end = 0;
    for (size_t row = 0; row < rows->count; row++)
        score_seams(weave, rows->lines[row], rows->seams[row]);
    for (size_t tried = WIDTH_MIN; tried <= WIDTH_MAX; tried += WIDTH_STEP) {
        int score = fit(weave, rows, tried, &end);
        if (score > best) {
            best = score;
            width = tried;
        }
    }
    fit(weave, rows, width, &end);
    size_t seams = read_cuts(rows, end, cuts);
    size_t wide_rows = 0; /* that the left column alone could not fill */
    for (size_t row = 0; row < rows->count; row++)
        wide_rows += rows->lines[row]->width > width + SLACK;
    bool clear = seams >= ROWS_MIN && seams * 4 >= wide_rows * 3 &&
                 seams * 2 >= rows->count && best - natural >= GAIN_MIN * (int)seams;
    if (clear) {
        weave->changed = true;
        add_rows(weave, rows, cuts);
        weave->width = weave->usual = width;
    }
    free(cuts);
    return clear;
}

/* ---- a paragraph whose lines are lost: pieces of the columns in turn */

struct state { /* of the piece that starts at a word and is so many words long */
    int score;
    size_t before; /* where the piece before it starts; NONE: it is the first */
};

struct joined {
    size_t first, count; /* the words */
    size_t width;
    struct state (*states)[PIECE_WORDS + 1];
    int *seams; /* score of the neighbours before each word */
};

/* The piece [first, behind) is followed in its column by the word `next`, which would
 * have fitted unless the piece is full, or ends something. */
static int full_score(const struct weave *weave, size_t width, size_t first,
                      size_t behind, size_t next)
{
    bool ended = is_item(weave, next) || follow_ends(text_of(weave, behind - 1));
    return place_score(length_of(weave, first, behind), wide(weave, next), width, ended);
}

/* What it brings to begin a piece at `start` behind the piece [middle, start), which came
 * behind one that starts at `before`. */
static int turn_score(struct weave *weave, const struct joined *joined, size_t before,
                      size_t middle, size_t start)
{
    int score = -joined->seams[start - joined->first] - TURN_COST;
    if (middle == joined->first) /* the second column begins */
        return score - (follow_small(text_of(weave, start)) ? 4 : 0);
    return score + join_score(weave, middle - 1, start) +
           full_score(weave, joined->width, before, middle, start);
}

static void extend(struct weave *weave, struct joined *joined, size_t start, size_t words)
{
    struct state *state = &joined->states[start - joined->first][words];
    size_t behind = start + words, end = joined->first + joined->count;
    for (size_t more = 1; more <= PIECE_WORDS && behind + more <= end; more++) {
        struct state *next = &joined->states[behind - joined->first][more];
        size_t length = length_of(weave, behind, behind + more);
        bool last = behind + more == end;
        bool inside =
            more > 1 && joined->seams[behind + more - 1 - joined->first] <= ITEM_SEAM;
        if (inside || (!last && length > joined->width + 2 * SLACK))
            break;
        int score =
            state->score + turn_score(weave, joined, state->before, start, behind);
        if (!last && length > joined->width + SLACK)
            score -= (int)(length - joined->width - SLACK) * 4;
        if (score > next->score)
            *next = (struct state){score, start};
    }
}

struct split {
    int score;
    size_t start, words; /* of the last piece but one; the last goes on to the end */
};

static struct split split_joined(struct weave *weave, struct joined *joined)
{
    struct split best = {.score = LOST};
    size_t item = 0;
    for (size_t i = 1; i < joined->count; i++)
        item = joined->seams[i] <= ITEM_SEAM ? i : item;
    for (size_t i = 0; i < joined->count; i++)
        for (size_t k = 0; k <= PIECE_WORDS; k++)
            joined->states[i][k] = (struct state){LOST, NONE};
    for (size_t k = 1; k <= PIECE_WORDS && k < joined->count; k++) {
        size_t length = length_of(weave, joined->first, joined->first + k);
        if (length <= joined->width + SLACK)
            joined->states[0][k].score = 0;
    }
    for (size_t i = 0; i < joined->count; i++)
        for (size_t k = 1; k <= PIECE_WORDS && i + k < joined->count; k++) {
            const struct state *state = &joined->states[i][k];
            if (state->score == LOST)
                continue;
            size_t start = joined->first + i;
            int score =
                state->score + turn_score(weave, joined, state->before, start, start + k);
            size_t rest = length_of(weave, start + k, joined->first + joined->count);
            score -= (int)(rest / joined->width) * REST_COST;
            if (i + k >= item && state->before != NONE && score > best.score)
                best = (struct split){score, start, k};
            extend(weave, joined, start, k);
        }
    return best;
}

/* Where the pieces start, from the end of the paragraph back; how many these are. */
static size_t read_split(const struct joined *joined, struct split split, size_t *starts)
{
    size_t count = 0, start = split.start, words = split.words;
    starts[count++] = joined->first + joined->count;
    starts[count++] = start + words;
    for (;;) {
        size_t before = joined->states[start - joined->first][words].before;
        starts[count++] = start;
        if (before == NONE)
            return count;
        words = start - before;
        start = before;
    }
}

/* Takes the paragraph apart where each turn from one column to the other makes it read
 * better. */
static bool add_split(struct weave *weave, const struct joined *joined,
                      struct split split, bool fresh)
{
    size_t *starts = mem_new(joined->count + 2, sizeof *starts);
    size_t count = read_split(joined, split, starts);
    bool clear = split.score >= GAIN_MIN * (int)(count - 2);
    for (size_t i = 1; !clear && weave->usual && i + 1 < count; i++)
        weave->words[starts[i]].cut = joined->seams[starts[i] - joined->first] < 0;
    for (size_t i = count - 1, stream = 0; clear && i > 0; i--, stream = !stream)
        add_piece(weave, (int)stream, starts[i], starts[i - 1] - 1,
                  fresh && i + 2 >= count, true);
    free(starts);
    return clear;
}

static bool part_joined(struct weave *weave, const struct line *line, bool fresh)
{
    struct joined joined = {.first = line->first, .count = line->count};
    struct split best = {.score = LOST};
    size_t width = 0;
    if (line->count > JOINED_WORDS)
        return false;
    joined.states = mem_new(line->count, sizeof *joined.states);
    joined.seams = mem_new(line->count, sizeof *joined.seams);
    for (size_t i = 1; i < line->count; i++)
        joined.seams[i] = is_item(weave, line->first + i) &&
                                  !follow_ends(text_of(weave, line->first + i - 1))
                              ? ITEM_SEAM
                              : seam_score(weave, line->first + i);
    size_t from = weave->width ? weave->width : WIDTH_MIN;
    size_t to = weave->width ? weave->width : WIDTH_MAX;
    for (joined.width = from; joined.width <= to; joined.width += WIDTH_STEP) {
        struct split split = split_joined(weave, &joined);
        if (split.score > best.score) {
            best = split;
            width = joined.width;
        }
    }
    joined.width = width;
    bool clear = best.score > LOST &&
                 add_split(weave, &joined, split_joined(weave, &joined), fresh);
    weave->changed = weave->changed || clear;
    free(joined.states);
    free(joined.seams);
    return clear;
}

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
static bool goes_on(struct weave *weave, const struct piece *before,
                    const struct piece *piece)
{
    struct span last = text_of(weave, before->last), first = text_of(weave, piece->first);
    if (is_item(weave, piece->first))
        return false;
    if (piece->unsure && before->unsure)
        return join_score(weave, before->last, piece->first) >= SURE_MIN;
    if (follow_ends(last))
        return !follow_small(first) && !piece->fresh &&
               full_score(weave, weave->width, before->first, before->last + 1,
                          piece->first) == 0;
    if (follow_small(first))
        return join_score(weave, before->last, piece->first) > -2 * FOLLOW_NAT;
    return (!piece->fresh || follow_dangles(last)) &&
           !follow_breaks(weave->follow, last, first) &&
           full_score(weave, weave->width, before->first, before->last + 1,
                      piece->first) == 0;
}

static void write_streams(struct weave *weave)
{
    const struct piece *before = NULL;
    for (int stream = 0; stream < 2; stream++) {
        struct pieces *pieces = &weave->streams[stream];
        for (size_t i = 0; i < pieces->count; i++) {
            struct piece *piece = &pieces->items[i];
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
    while (to < weave->line_count && weave->lines[to].count &&
           weave->lines[to].apart == weave->lines[from].apart)
        to++;
    return to;
}

static bool is_wrapped(const struct weave *weave, size_t from, size_t to)
{
    size_t wide = 0;
    for (size_t i = from; i < to; i++) {
        if (weave->lines[i].count > ROW_WORDS)
            return false;
        wide += weave->lines[i].width > WRAPPED_MAX;
    }
    return to > from && wide * 4 < to - from;
}

static size_t skip_empty(const struct weave *weave, size_t at)
{
    while (at < weave->line_count && !weave->lines[at].count)
        at++;
    return at;
}

static size_t words_of(const struct weave *weave, size_t from, size_t to)
{
    size_t words = 0;
    for (size_t i = from; i < to; i++)
        words += weave->lines[i].count;
    return words;
}

/* Is there a break in so few lines or words, those that are there? */
static bool is_dense(const struct weave *weave, size_t from, size_t to, size_t breaks,
                     size_t lines, size_t words)
{
    return is_wrapped(weave, from, to) && to - from >= ROWS_MIN
               ? breaks * lines >= to - from
               : breaks * words >= words_of(weave, from, to);
}

/* Where the suspect groups that follow each other from `from` end. */
static size_t passage_end(const struct weave *weave, size_t from, size_t *breaks)
{
    size_t end = from;
    *breaks = 0;
    for (size_t at = from; at < weave->line_count && !weave->lines[at].apart;) {
        size_t to = group_end(weave, at), found = breaks_of(weave, at, to);
        if (!found || !is_dense(weave, at, to, found, BREAK_ROWS, BREAK_WORDS))
            break;
        *breaks += found;
        end = to;
        at = skip_empty(weave, to);
    }
    return end;
}

static bool part_wrapped(struct weave *weave, size_t from, size_t to)
{
    struct rows rows = {0};
    size_t most = to - from;
    bool *fresh = mem_new(most, sizeof *fresh);
    rows.lines = mem_new(most, sizeof *rows.lines);
    for (size_t i = from; i < to; i++) {
        if (!weave->lines[i].count)
            continue;
        fresh[rows.count] = i == from || !weave->lines[i - 1].count;
        rows.lines[rows.count++] = &weave->lines[i];
    }
    rows.fresh = fresh;
    rows.choices = mem_new(rows.count, sizeof *rows.choices);
    rows.seams = mem_new(rows.count, sizeof *rows.seams);
    bool parted = part_rows(weave, &rows);
    free(fresh);
    free(rows.lines);
    free(rows.choices);
    free(rows.seams);
    return parted;
}

static void copy_lines(struct weave *weave, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        buf_add(weave->out, weave->lines[i].text);
        buf_add_byte(weave->out, '\n');
    }
}

/* Cuts the lines where neighbours cannot be such, and leaves each part alone. */
static void write_fragments(struct weave *weave, size_t from, size_t to)
{
    size_t breaks = breaks_of(weave, from, to);
    write_streams(weave);
    bool broken = breaks >= BREAKS_MIN &&
                  is_dense(weave, from, to, breaks, FRAGMENT_ROWS, FRAGMENT_WORDS);
    if (!broken && !(breaks && weave->usual)) {
        copy_lines(weave, from, to);
        buf_add_byte(weave->out, '\n');
        return;
    }
    weave->changed = true;
    for (size_t i = from; i < to; i++) {
        const struct line *line = &weave->lines[i];
        size_t first = line->first;
        for (size_t k = 1; k <= line->count; k++) {
            size_t word = line->first + k;
            if (k < line->count && !weave->words[word].cut && !gives_away(weave, word))
                continue;
            struct span head = text_of(weave, first), tail = text_of(weave, word - 1);
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
    weave->width = weave->usual;
    for (size_t at = from; at < to;) {
        size_t end = group_end(weave, at), wrapped = at;
        while (wrapped < to && is_wrapped(weave, wrapped, group_end(weave, wrapped)) &&
               wrapped - at < ROWS_MAX)
            wrapped = skip_empty(weave, group_end(weave, wrapped));
        if (wrapped > at) {
            end = wrapped < to ? wrapped : to;
            if (!part_wrapped(weave, at, end))
                write_fragments(weave, at, end);
        } else if (end > at + 1 || !part_joined(weave, &weave->lines[at], true)) {
            write_fragments(weave, at, end);
        }
        at = skip_empty(weave, end);
    }
    write_streams(weave);
}

/* What one in so many sentences does is the writer's way. */
static bool is_careless(const struct weave *weave)
{
    size_t small = 0, capital = 0;
    for (size_t i = 1; i < weave->word_count; i++) {
        if (!follow_ends(text_of(weave, i - 1)))
            continue;
        small += follow_breaks(weave->follow, text_of(weave, i - 1), text_of(weave, i));
        capital += follow_capital(text_of(weave, i));
    }
    return small > capital;
}

static void learn(struct weave *weave)
{
    weave->careless = is_careless(weave);
    for (size_t i = 0; i < weave->word_count; i++)
        hyphen_learn(weave->hyphen, weave->words[i].text);
    for (size_t i = 0; i < CACHE; i++)
        weave->cache[i].before = NONE;
}

static bool undo(struct weave *weave)
{
    size_t done = 0;
    for (size_t at = skip_empty(weave, 0); at < weave->line_count;) {
        size_t breaks, end = passage_end(weave, at, &breaks);
        if (breaks < BREAKS_MIN && !(breaks && weave->usual)) {
            at = skip_empty(weave, group_end(weave, at));
            continue;
        }
        copy_lines(weave, done, at);
        part_passage(weave, at, end);
        done = at = skip_empty(weave, end);
    }
    copy_lines(weave, done, weave->line_count);
    return weave->changed;
}

bool weave_undo(struct span text, struct buf *out)
{
    struct weave weave = {.out = out, .hyphen = hyphen_new()};
    struct follow *follow = follow_new(text);
    size_t before = out->length;
    weave.follow = follow;
    weave.cache = mem_new(CACHE, sizeof *weave.cache);
    split_lines(&weave, text);
    find_items(&weave);
    learn(&weave);
    size_t breaks = breaks_of(&weave, 0, weave.line_count);
    bool any = breaks >= BREAKS_MIN && undo(&weave);
    if (any && weave.usual) { /* now the width is known from the first line on */
        out->length = before;
        undo(&weave);
    }
    if (!any)
        out->length = before;
    follow_free(follow);
    hyphen_free(weave.hyphen);
    free(weave.lines);
    free(weave.words);
    free(weave.cache);
    for (int i = 0; i < 2; i++)
        free(weave.streams[i].items);
    buf_free(&weave.paragraph);
    return any;
}

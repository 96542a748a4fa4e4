#include "fabric.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum {
    /* In quarters of a nat: */
    MARK_SEAM = 8,
    JOINS = 1 << 12 /* scores that are kept */
};

static void add_word(struct fabric *fabric, struct span text, size_t start, size_t end)
{
    fabric->words = mem_grow(fabric->words, &fabric->word_room, fabric->word_count + 1,
                             sizeof *fabric->words);
    fabric->words[fabric->word_count++] = (struct fabric_word){text, start, end, false};
}

static bool is_apart(struct span text)
{
    if (!text.length || strchr("#>|", text.at[0]))
        return text.length > 0;
    return text.length > 1 && strchr("-*+", text.at[0]) && text.at[1] == ' ';
}

static void add_line(struct fabric *fabric, struct span text)
{
    struct fabric_line line = {
        .text = text, .first = fabric->word_count, .apart = is_apart(text)};
    size_t at = 0, column = 0;
    while (at < text.length) {
        size_t start = at, begin = column;
        while (at < text.length && !strchr(" \t\f\r", text.at[at])) {
            uint32_t point;
            at += utf8_decode(span_part(text, at, text.length), &point);
            column++;
        }
        if (at > start)
            add_word(fabric, span_part(text, start, at), begin, column);
        at += at < text.length && at == start;
        column += at > start && column == begin;
    }
    line.count = fabric->word_count - line.first;
    line.width = line.count ? fabric->words[fabric->word_count - 1].end : 0;
    fabric->lines = mem_grow(fabric->lines, &fabric->line_room, fabric->line_count + 1,
                             sizeof *fabric->lines);
    fabric->lines[fabric->line_count++] = line;
}

static void split_lines(struct fabric *fabric, struct span text)
{
    struct span line;
    while (span_split(&text, '\n', &line))
        add_line(fabric, line);
}

/* The number of "2."; 0: none. */
static size_t item_number(struct span word)
{
    size_t number = 0, at = 0;
    while (at < word.length && at < 2 && utf8_is_digit((unsigned char)word.at[at]))
        number = number * 10 + (size_t)(word.at[at++] - '0');
    return at && at + 1 == word.length && word.at[at] == '.' ? number : 0;
}

static bool may_be_item(const struct fabric *fabric, size_t word)
{
    size_t number = item_number(fabric->words[word].text);
    return number && number + 1 < FABRIC_ITEMS_MAX && word + 1 < fabric->word_count &&
           follow_capital(fabric->words[word + 1].text);
}

/* Within a line: "... of you who are 2. To deliver ...", of a list that has its other
 * items elsewhere. */
bool fabric_is_item(const struct fabric *fabric, size_t word)
{
    size_t number = item_number(fabric->words[word].text);
    return may_be_item(fabric, word) &&
           (fabric->items[number - 1] || fabric->items[number + 1]);
}

static void find_items(struct fabric *fabric)
{
    for (size_t i = 0; i < fabric->line_count; i++) {
        const struct fabric_line *line = &fabric->lines[i];
        bool list = false; /* all of it in one line */
        for (size_t k = 0; k < line->count; k++) {
            size_t word = line->first + k;
            bool ended = k && follow_ends(fabric->words[word - 1].text);
            list =
                list || (item_number(fabric->words[word].text) == 1 && line->count > 20);
            if (!ended && !list && may_be_item(fabric, word))
                fabric->items[item_number(fabric->words[word].text)] = true;
        }
    }
}

struct span fabric_text(const struct fabric *fabric, size_t word)
{
    return fabric->words[word].text;
}

/* Do these neighbours within a line give the passage away? */
bool fabric_gives_away(const struct fabric *fabric, size_t word)
{
    struct span before = fabric_text(fabric, word - 1);
    if (fabric->careless && follow_ends(before))
        return false;
    return follow_breaks(fabric->follow, before, fabric_text(fabric, word)) ||
           (fabric_is_item(fabric, word) && !follow_ends(before));
}

/* The end of a line and the next: a hyphen may part a word that stands nowhere else. */
static bool gives_away_at_end(const struct fabric *fabric, size_t before, size_t behind)
{
    struct span left = fabric_text(fabric, before), right = fabric_text(fabric, behind);
    if (!follow_breaks(fabric->follow, left, right) ||
        (fabric->careless && follow_ends(left)))
        return false;
    return follow_ends(left) ||
           follow_score(fabric->follow, left, right, false) < -2 * FOLLOW_NAT;
}

size_t fabric_breaks(const struct fabric *fabric, size_t from, size_t to)
{
    size_t breaks = 0;
    for (size_t i = from; i < to; i++) {
        const struct fabric_line *line = &fabric->lines[i];
        for (size_t k = 1; k < line->count; k++)
            breaks += fabric_gives_away(fabric, line->first + k);
        if (i + 1 < to && line->count && fabric->lines[i + 1].count)
            breaks += gives_away_at_end(fabric, line->first + line->count - 1,
                                        fabric->lines[i + 1].first);
    }
    return breaks;
}

/* Has the text the same two words side by side at the place of one of them? Then that
 * says nothing of joining them. */
static bool stand_so(const struct fabric *fabric, size_t before, size_t behind)
{
    return (behind &&
            span_equal(fabric_text(fabric, behind - 1), fabric_text(fabric, before))) ||
           span_equal(fabric_text(fabric, before + 1), fabric_text(fabric, behind));
}

int fabric_join(struct fabric *fabric, size_t before, size_t behind)
{
    if (before == FABRIC_NONE)
        return 0;
    struct fabric_joined *joined = &fabric->joins[(before * 31 + behind) % JOINS];
    if (joined->before != before || joined->behind != behind) {
        bool item = fabric_is_item(fabric, behind);
        int score =
            follow_score(fabric->follow, fabric_text(fabric, before),
                         fabric_text(fabric, behind), !stand_so(fabric, before, behind));
        *joined = (struct fabric_joined){before, behind, item && score < 0 ? 0 : score};
    }
    return joined->score;
}

/* The same where an empty line may stand between: behind it a paragraph begins. */
int fabric_begin(struct fabric *fabric, size_t before, size_t behind, bool fresh)
{
    int score = fabric_join(fabric, before, behind);
    return fresh && score < 0 && !follow_small(fabric_text(fabric, behind)) ? 0 : score;
}

int fabric_seam(const struct fabric *fabric, size_t behind)
{
    return follow_score(fabric->follow, fabric_text(fabric, behind - 1),
                        fabric_text(fabric, behind), false);
}

/* The seams of a line. Emphasis that ends or begins at one joins nothing; emphasis about
 * it does. */
void fabric_seams(const struct fabric *fabric, const struct fabric_line *line, int *seams)
{
    bool within = false;
    for (size_t cut = 1; cut < line->count; cut++) {
        size_t word = line->first + cut;
        struct span before = fabric_text(fabric, word - 1);
        bool opened = span_starts(before, span_of("**")),
             closed = span_ends(before, span_of("**"));
        within = (within || opened) && !closed;
        seams[cut] = fabric_seam(fabric, word) + (within ? MARK_SEAM : 0);
        if (closed || span_starts(fabric_text(fabric, word), span_of("**")))
            seams[cut] -= MARK_SEAM;
    }
}

/* How well so many code points fit a line of a column of that width: not beyond it, and
 * so that the next word, so many code points fabric_wide, found no room. `ended`: the
 * line may be short. */
int fabric_fit(size_t length, size_t next, size_t width, bool ended)
{
    if (length > width + FABRIC_SLACK / 2) {
        int excess = (int)(length - width - FABRIC_SLACK / 2) * 4;
        return -(excess > FABRIC_FIT_MAX ? FABRIC_FIT_MAX : excess);
    }
    size_t filled = length + 1 + next + FABRIC_SLACK;
    int room = filled < width ? (int)(width - filled) * 2 : 0,
        most = ended ? 2 : FABRIC_FIT_MAX;
    return -(room > most ? most : room);
}

size_t fabric_wide(const struct fabric *fabric, size_t word)
{
    return fabric->words[word].end - fabric->words[word].start;
}

size_t fabric_length(const struct fabric *fabric, size_t first, size_t behind)
{
    return fabric->words[behind - 1].end - fabric->words[first].start;
}

/* The piece [first, behind) is followed in its column by the word `next`, which would
 * have fitted unless the piece is full, or ends something. */
int fabric_full(const struct fabric *fabric, size_t width, size_t first, size_t behind,
                size_t next)
{
    bool ended =
        fabric_is_item(fabric, next) || follow_ends(fabric_text(fabric, behind - 1));
    return fabric_fit(fabric_length(fabric, first, behind), fabric_wide(fabric, next),
                      width, ended);
}

void fabric_add(struct fabric *fabric, int stream, size_t first, size_t last, bool fresh,
                bool unsure)
{
    struct fabric_pieces *pieces = &fabric->streams[stream];
    const char *start = fabric->words[first].text.at;
    struct span end = fabric->words[last].text;
    pieces->items =
        mem_grow(pieces->items, &pieces->room, pieces->count + 1, sizeof *pieces->items);
    pieces->items[pieces->count++] = (struct fabric_piece){
        {start, (size_t)(end.at + end.length - start)}, first, last, fresh, unsure};
}

/* What one in so many sentences does is the writer's way. */
static bool is_careless(const struct fabric *fabric)
{
    size_t small = 0, capital = 0;
    for (size_t i = 1; i < fabric->word_count; i++) {
        if (!follow_ends(fabric_text(fabric, i - 1)))
            continue;
        small += follow_breaks(fabric->follow, fabric_text(fabric, i - 1),
                               fabric_text(fabric, i));
        capital += follow_capital(fabric_text(fabric, i));
    }
    return small > capital;
}

void fabric_start(struct fabric *fabric, struct span text, const struct follow *follow)
{
    *fabric =
        (struct fabric){.follow = follow, .joins = mem_new(JOINS, sizeof *fabric->joins)};
    split_lines(fabric, text);
    find_items(fabric);
    fabric->careless = is_careless(fabric);
    for (size_t i = 0; i < JOINS; i++)
        fabric->joins[i].before = FABRIC_NONE;
}

void fabric_free(struct fabric *fabric)
{
    free(fabric->lines);
    free(fabric->words);
    free(fabric->joins);
    for (int i = 0; i < 2; i++)
        free(fabric->streams[i].items);
}

#include "strand.h"

#include <stdlib.h>

#include "mem.h"

enum {
    JOINED_WORDS = 600, /* of a paragraph whose lines are lost */
    PIECE_WORDS = 18,
    /* In quarters of a nat: */
    REST_COST = 3,  /* a line's worth of text that is not taken apart */
    ITEM_SEAM = -20 /* a list item within a sentence */
};

struct state { /* of the piece that starts at a word and is so many words long */
    int score;
    size_t before; /* where the piece before it starts; FABRIC_NONE: it is the first */
};

struct joined {
    size_t first, count; /* the words */
    size_t width;
    struct state (*states)[PIECE_WORDS + 1];
    int *seams; /* score of the neighbours before each word */
};

/* What it brings to begin a piece at `start` behind the piece [middle, start), which
 * came behind one that starts at `before`. */
static int turn_score(struct fabric *fabric, const struct joined *joined, size_t before,
                      size_t middle, size_t start)
{
    int score = -joined->seams[start - joined->first] - FABRIC_TURN;
    if (middle == joined->first) /* the second column begins */
        return score - (follow_small(fabric_text(fabric, start)) ? 4 : 0);
    return score + fabric_join(fabric, middle - 1, start) +
           fabric_full(fabric, joined->width, before, middle, start);
}

static void extend(struct fabric *fabric, struct joined *joined, size_t start,
                   size_t words)
{
    struct state *state = &joined->states[start - joined->first][words];
    size_t behind = start + words, end = joined->first + joined->count;
    for (size_t more = 1; more <= PIECE_WORDS && behind + more <= end; more++) {
        struct state *next = &joined->states[behind - joined->first][more];
        size_t length = fabric_length(fabric, behind, behind + more);
        bool last = behind + more == end;
        bool inside =
            more > 1 && joined->seams[behind + more - 1 - joined->first] <= ITEM_SEAM;
        if (inside || (!last && length > joined->width + 2 * FABRIC_SLACK))
            break;
        int score =
            state->score + turn_score(fabric, joined, state->before, start, behind);
        if (!last && length > joined->width + FABRIC_SLACK)
            score -= (int)(length - joined->width - FABRIC_SLACK) * 4;
        if (score > next->score)
            *next = (struct state){score, start};
    }
}

struct split {
    int score;
    size_t start, words; /* of the last piece but one; the last goes on to the end */
};

static struct split split_joined(struct fabric *fabric, struct joined *joined)
{
    struct split best = {.score = FABRIC_LOST};
    size_t item = 0;
    for (size_t i = 1; i < joined->count; i++)
        item = joined->seams[i] <= ITEM_SEAM ? i : item;
    for (size_t i = 0; i < joined->count; i++)
        for (size_t k = 0; k <= PIECE_WORDS; k++)
            joined->states[i][k] = (struct state){FABRIC_LOST, FABRIC_NONE};
    for (size_t k = 1; k <= PIECE_WORDS && k < joined->count; k++) {
        size_t length = fabric_length(fabric, joined->first, joined->first + k);
        if (length <= joined->width + FABRIC_SLACK)
            joined->states[0][k].score = 0;
    }
    for (size_t i = 0; i < joined->count; i++)
        for (size_t k = 1; k <= PIECE_WORDS && i + k < joined->count; k++) {
            const struct state *state = &joined->states[i][k];
            if (state->score == FABRIC_LOST)
                continue;
            size_t start = joined->first + i;
            int score = state->score +
                        turn_score(fabric, joined, state->before, start, start + k);
            size_t rest = fabric_length(fabric, start + k, joined->first + joined->count);
            score -= (int)(rest / joined->width) * REST_COST;
            if (i + k >= item && state->before != FABRIC_NONE && score > best.score)
                best = (struct split){score, start, k};
            extend(fabric, joined, start, k);
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
        if (before == FABRIC_NONE)
            return count;
        words = start - before;
        start = before;
    }
}

/* Takes the paragraph apart where each turn from one column to the other makes it read
 * better. */
static bool add_split(struct fabric *fabric, const struct joined *joined,
                      struct split split, bool fresh)
{
    size_t *starts = mem_new(joined->count + 2, sizeof *starts);
    size_t count = read_split(joined, split, starts);
    bool clear = split.score >= FABRIC_GAIN_MIN * (int)(count - 2);
    for (size_t i = 1; !clear && fabric->usual && i + 1 < count; i++)
        fabric->words[starts[i]].cut = joined->seams[starts[i] - joined->first] < 0;
    for (size_t i = count - 1, stream = 0; clear && i > 0; i--, stream = !stream)
        fabric_add(fabric, (int)stream, starts[i], starts[i - 1] - 1,
                   fresh && i + 2 >= count, true);
    free(starts);
    return clear;
}

bool strand_part(struct fabric *fabric, const struct fabric_line *line, bool fresh)
{
    struct joined joined = {.first = line->first, .count = line->count};
    struct split best = {.score = FABRIC_LOST};
    size_t width = 0;
    if (line->count > JOINED_WORDS)
        return false;
    joined.states = mem_new(line->count, sizeof *joined.states);
    joined.seams = mem_new(line->count, sizeof *joined.seams);
    for (size_t i = 1; i < line->count; i++)
        joined.seams[i] = fabric_is_item(fabric, line->first + i) &&
                                  !follow_ends(fabric_text(fabric, line->first + i - 1))
                              ? ITEM_SEAM
                              : fabric_seam(fabric, line->first + i);
    size_t from = fabric->width ? fabric->width : FABRIC_WIDTH_MIN;
    size_t to = fabric->width ? fabric->width : FABRIC_WIDTH_MAX;
    for (joined.width = from; joined.width <= to; joined.width += FABRIC_WIDTH_STEP) {
        struct split split = split_joined(fabric, &joined);
        if (split.score > best.score) {
            best = split;
            width = joined.width;
        }
    }
    joined.width = width;
    bool clear = best.score > FABRIC_LOST &&
                 add_split(fabric, &joined, split_joined(fabric, &joined), fresh);
    fabric->changed = fabric->changed || clear;
    free(joined.states);
    free(joined.seams);
    return clear;
}

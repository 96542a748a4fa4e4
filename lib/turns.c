#include "turns.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* The state behind a line: where the last lines of the two other columns stand, in the order in
 * which their turn comes: so many lines above, or one of these. */
enum { ENDED, UNBEGUN, LINE_ABOVE, PLACES = TURNS_REACH - 1 + LINE_ABOVE };
enum { LOST = -1000000 };
enum step { STEP_NONE, STEP_STAY, STEP_TURN, STEP_SKIP, STEP_END_FIRST, STEP_END_SECOND };

/* Costs in quarters of a nat. */
enum {
    BEGIN_COST = 12, /* a column more */
    END_COST = 6,
    SKIP_COST = 14,   /* not the column whose turn it is */
    PERIOD_COST = 12, /* that it is this period, and these lines */
    UNDUE_COST = 12,
    TORN_COST = 6,
    BEFORE_PART = 6 /* of staying, before another column has begun */
};

/* How a tool goes about it: what it costs to turn to the next column and to stay; behind an empty
 * line and elsewhere. -4 ln p of likelihoods 0.95, 0.4, 0.2, 0.1 and 0.03. */
struct habit {
    int turn, stay, fresh_turn, fresh_stay;
    int period; /* turns are due every so many lines; 0: at any */
};
static const struct habit habits[] = {
    {0, 12, 0, 12, 0},                                      /* a line each */
    {4, 2, 4, 2, 0},                                        /* two, five, ten lines */
    {6, 1, 6, 1, 0},   {9, 0, 9, 0, 0},   {14, 0, 0, 9, 0}, /* a block each, empty lines between
                                                             */
    {14, 0, 3, 3, 0},  {0, 12, 0, 12, 2},                   /* as many lines of each */
    {0, 12, 0, 12, 3}, {0, 12, 0, 12, 4}, {0, 12, 0, 12, 5}, {0, 12, 0, 12, 6},
};

struct state {
    int score;
    unsigned char first, second; /* the state that it comes from */
    unsigned char step;
};

struct turns {
    const struct turns_line *lines;
    size_t count;
    struct habit habit;
    size_t due;                             /* the first line at which a turn is due */
    struct state (*states)[PLACES][PLACES]; /* [line][first][second] */
};

static int last_score(const struct turns *turns, size_t line, int place)
{
    return turns->lines[line - (size_t)(place - LINE_ABOVE + 1)].last;
}

static void offer(struct state *state, int score, int first, int second, enum step step)
{
    if (score > state->score)
        *state = (struct state){score, (unsigned char)first, (unsigned char)second,
                                (unsigned char)step};
}

/* The same place, seen from one line below; PLACES: out of reach. */
static int below(int place)
{
    return place < LINE_ABOVE ? place : place + 1;
}

/* Columns end where they stand: the last line of one of the others is its last. */
static void end_columns(struct turns *turns, size_t line)
{
    struct state(*states)[PLACES] = turns->states[line];
    for (int first = UNBEGUN; first < PLACES; first++)
        for (int second = UNBEGUN; second < PLACES; second++) {
            int score = states[first][second].score - END_COST;
            if (score <= LOST)
                continue;
            if (first >= LINE_ABOVE)
                offer(&states[second][ENDED], score + last_score(turns, line, first), first,
                      second, STEP_END_FIRST);
            if (second >= LINE_ABOVE)
                offer(&states[first][ENDED], score + last_score(turns, line, second), first,
                      second, STEP_END_SECOND);
        }
    for (int first = LINE_ABOVE; first < PLACES; first++)
        if (states[first][ENDED].score > LOST)
            offer(&states[ENDED][ENDED],
                  states[first][ENDED].score - END_COST + last_score(turns, line, first), first,
                  ENDED, STEP_END_FIRST);
}

/* What it brings that the line goes on with the column that stands there. */
static int join_score(const struct turns *turns, size_t line, int place)
{
    const struct turns_line *of = &turns->lines[line];
    return place == UNBEGUN ? of->first - BEGIN_COST : of->behind[place - LINE_ABOVE + 2];
}

static bool is_due(const struct turns *turns, size_t line)
{
    size_t period = (size_t)turns->habit.period;
    return period == 0 || line % period == turns->due;
}

static int stay_cost(const struct turns *turns, size_t line)
{
    if (!is_due(turns, line))
        return 0;
    return turns->lines[line].fresh ? turns->habit.fresh_stay : turns->habit.stay;
}

static int turn_cost(const struct turns *turns, size_t line)
{
    if (!is_due(turns, line))
        return UNDUE_COST;
    return turns->lines[line].fresh ? turns->habit.fresh_turn : turns->habit.turn;
}

static void go_on(struct turns *turns, size_t line, int first, int second)
{
    int score = turns->states[line - 1][first][second].score;
    struct state(*next)[PLACES] = turns->states[line];
    int stay = stay_cost(turns, line), turn = turn_cost(turns, line);
    bool alone = first < LINE_ABOVE && second < LINE_ABOVE;
    int first_below = below(first), second_below = below(second);
    if (alone) /* columns begin side by side, most often, and end as they are long */
        stay = first == ENDED ? 0 : turns->lines[line].torn ? TORN_COST : stay / BEFORE_PART;
    if (first_below < PLACES && second_below < PLACES)
        offer(&next[first_below][second_below],
              score + turns->lines[line].behind[1] - stay, first, second, STEP_STAY);
    if (first == ENDED)
        return;
    int turned = score + join_score(turns, line, first) - turn;
    if (second == ENDED)
        offer(&next[LINE_ABOVE][ENDED], turned, first, second, STEP_TURN);
    else if (second_below < PLACES)
        offer(&next[second_below][LINE_ABOVE], turned, first, second, STEP_TURN);
    if (second >= LINE_ABOVE && first_below < PLACES)
        offer(&next[LINE_ABOVE][first_below],
              score + join_score(turns, line, second) - turn - SKIP_COST, first, second,
              STEP_SKIP);
}

/* The best end: no column is left that has not begun. */
static struct state best_end(const struct turns *turns)
{
    struct state(*states)[PLACES] = turns->states[turns->count - 1], best = {.score = LOST};
    for (int first = 0; first < PLACES; first++)
        for (int second = 0; second < PLACES; second++) {
            int score = states[first][second].score;
            if (score <= LOST || first == UNBEGUN || second == UNBEGUN)
                continue;
            score += first ? last_score(turns, turns->count - 1, first) : 0;
            score += second ? last_score(turns, turns->count - 1, second) : 0;
            offer(&best, score, first, second, STEP_NONE);
        }
    return best;
}

/* The best score of so many columns. */
static struct state weigh(struct turns *turns, int columns)
{
    for (size_t line = 0; line < turns->count; line++)
        for (int first = 0; first < PLACES; first++)
            for (int second = 0; second < PLACES; second++)
                turns->states[line][first][second] = (struct state){.score = LOST};
    turns->states[0][UNBEGUN][columns > 2 ? UNBEGUN : ENDED].score = 0;
    for (size_t line = 1; line < turns->count; line++) {
        int most = columns > 2 ? PLACES : ENDED + 1;
        for (int first = 0; first < PLACES; first++)
            for (int second = 0; second < most; second++)
                if (turns->states[line - 1][first][second].score > LOST)
                    go_on(turns, line, first, second);
        end_columns(turns, line);
    }
    return best_end(turns);
}

/* Reads the columns from the last line back. Those of a line are told by which line stands above
 * it in its column: `above`, NONE for the first. */
static void read_above(const struct turns *turns, struct state end, size_t *above)
{
    int first = end.first, second = end.second;
    for (size_t line = turns->count - 1; line > 0;) {
        const struct state *state = &turns->states[line][first][second];
        int before = state->step == STEP_SKIP ? state->second : state->first;
        first = state->first;
        second = state->second;
        if (state->step == STEP_END_FIRST || state->step == STEP_END_SECOND)
            continue;
        if (state->step == STEP_STAY)
            above[line] = line - 1;
        else
            above[line] = before == UNBEGUN ? line : line - (size_t)(before - LINE_ABOVE + 2);
        line--;
    }
}

static void name_columns(const size_t *above, size_t count, unsigned char *columns)
{
    unsigned char begun = 1;
    columns[0] = 0;
    for (size_t line = 1; line < count; line++)
        columns[line] = above[line] == line ? begun++ : columns[above[line]];
}

/* Tries a habit; keeps the columns where they are the best so far. */
static void try_habit(struct turns *turns, int column_count, int *best, size_t *above,
                      unsigned char *columns)
{
    size_t last = turns->habit.period ? (size_t)turns->habit.period : 1;
    for (turns->due = 0; turns->due < last; turns->due++) {
        struct state end = weigh(turns, column_count);
        int score = end.score - (turns->habit.period ? PERIOD_COST : 0);
        if (score <= *best)
            continue;
        *best = score;
        read_above(turns, end, above);
        name_columns(above, turns->count, columns);
    }
}

int turns_find(const struct turns_line *lines, size_t count, unsigned char *columns)
{
    struct turns turns = {.lines = lines, .count = count};
    int natural = 0;
    memset(columns, 0, count);
    for (size_t line = 1; line < count; line++)
        natural += lines[line].behind[1] - (lines[line].torn ? TORN_COST : 0);
    if (count < 2)
        return 0;
    int best = natural;
    turns.states = mem_new(count, sizeof *turns.states);
    size_t *above = mem_new(count, sizeof *above);
    for (int column_count = 2; column_count <= TURNS_COLUMNS; column_count++)
        for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
            turns.habit = habits[i];
            try_habit(&turns, column_count, &best, above, columns);
        }
    free(turns.states);
    free(above);
    return best - natural;
}

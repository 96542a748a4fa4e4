#include "seam.h"

#include <stdlib.h>

#include "mem.h"

struct choice {
    int score;
    int from;                     /* the choice in the row before */
    size_t left, right;           /* last words of the columns so far */
    bool left_fresh, right_fresh; /* an empty line stands behind them */
};

struct rows {
    const struct fabric_line **lines;
    size_t count;
    struct choice (*choices)[SEAM_WORDS_MAX + 1]; /* [row][words on the left] */
    int (*seams)[SEAM_WORDS_MAX + 1]; /* score of the neighbours at each place */
    const bool *fresh;
};

/* What the places of a row's words say of a seam behind `cut` of them. */
static int own_score(const struct fabric *fabric, const struct rows *rows, size_t row,
                     size_t cut, size_t width)
{
    const struct fabric_line *line = rows->lines[row];
    size_t first = line->first, behind = first + line->count;
    if (cut == 0 || cut == line->count)
        return fabric_fit(line->width, width, width, true) - (cut ? 0 : 8) -
               (line->width > width * 3 / 2 ? FABRIC_FIT_MAX : 0);
    bool last = row + 1 == rows->count || rows->fresh[row + 1];
    size_t next =
        row + 1 == rows->count ? 0 : fabric_wide(fabric, rows->lines[row + 1]->first);
    bool ended = last || follow_ends(fabric_text(fabric, first + cut - 1));
    return fabric_fit(fabric_length(fabric, first, first + cut), next, width, ended) +
           fabric_fit(fabric_length(fabric, first + cut, behind), width, width, true) -
           rows->seams[row][cut] - FABRIC_TURN;
}

/* Was the row before full on the right, as the next word there found no room? */
static int right_score(const struct fabric *fabric, const struct rows *rows, size_t row,
                       size_t cut, size_t before, size_t width)
{
    const struct fabric_line *line = rows->lines[row - 1];
    size_t behind = line->first + line->count;
    if (before == 0 || before == line->count || rows->fresh[row])
        return 0;
    size_t next = rows->lines[row]->first + cut;
    bool ended = follow_ends(fabric_text(fabric, behind - 1));
    return fabric_fit(fabric_length(fabric, line->first + before, behind),
                      fabric_wide(fabric, next), width, ended) /
           2;
}

static struct choice choose(struct fabric *fabric, const struct rows *rows, size_t row,
                            size_t cut, size_t width)
{
    const struct fabric_line *line = rows->lines[row];
    size_t first = line->first, last = first + line->count - 1;
    struct choice best = {
        .score = FABRIC_LOST, .left = FABRIC_NONE, .right = FABRIC_NONE};
    int own = own_score(fabric, rows, row, cut, width);
    for (size_t i = 0; i <= (row ? rows->lines[row - 1]->count : 0); i++) {
        struct choice before = {.left = FABRIC_NONE, .right = FABRIC_NONE};
        if (row)
            before = rows->choices[row - 1][i];
        bool left_fresh = before.left_fresh || rows->fresh[row];
        bool right_fresh = before.right_fresh || rows->fresh[row];
        int score = before.score + own;
        if (cut)
            score += fabric_begin(fabric, before.left, first, left_fresh);
        if (cut < line->count)
            score += fabric_begin(fabric, before.right, first + cut, right_fresh) +
                     (row && cut ? right_score(fabric, rows, row, cut, i, width) : 0);
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
static int fit(struct fabric *fabric, const struct rows *rows, size_t width, size_t *end)
{
    int best = FABRIC_LOST;
    for (size_t row = 0; row < rows->count; row++)
        for (size_t cut = 0; cut <= rows->lines[row]->count; cut++)
            rows->choices[row][cut] = choose(fabric, rows, row, cut, width);
    for (size_t cut = 0; cut <= rows->lines[rows->count - 1]->count; cut++)
        if (rows->choices[rows->count - 1][cut].score > best) {
            best = rows->choices[rows->count - 1][cut].score;
            *end = cut;
        }
    return best;
}

static int natural_score(struct fabric *fabric, const struct rows *rows)
{
    int score = 0;
    for (size_t row = 1; row < rows->count; row++)
        score += fabric_begin(
            fabric, rows->lines[row - 1]->first + rows->lines[row - 1]->count - 1,
            rows->lines[row]->first, rows->fresh[row]);
    return score;
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

static void add_rows(struct fabric *fabric, const struct rows *rows, const size_t *cuts)
{
    for (size_t row = 0; row < rows->count; row++) {
        size_t first = rows->lines[row]->first, count = rows->lines[row]->count;
        if (cuts[row])
            fabric_add(fabric, 0, first, first + cuts[row] - 1, rows->fresh[row], false);
        if (cuts[row] < count)
            fabric_add(fabric, 1, first + cuts[row], first + count - 1, rows->fresh[row],
                       false);
    }
}

/* Takes the rows apart where that reads clearly better than they do as they stand. */
static bool part_rows(struct fabric *fabric, const struct rows *rows)
{
    size_t *cuts = mem_new(rows->count, sizeof *cuts);
    int natural = natural_score(fabric, rows), best = FABRIC_LOST;
    size_t width = 0, end = 0;
    for (size_t row = 0; row < rows->count; row++)
        fabric_seams(fabric, rows->lines[row], rows->seams[row]);
    for (size_t tried = FABRIC_WIDTH_MIN; tried <= FABRIC_WIDTH_MAX;
         tried += FABRIC_WIDTH_STEP) {
        int score = fit(fabric, rows, tried, &end);
        if (score > best) {
            best = score;
            width = tried;
        }
    }
    fit(fabric, rows, width, &end);
    size_t seams = read_cuts(rows, end, cuts);
    size_t wide_rows = 0; /* that the left column alone could not fill */
    for (size_t row = 0; row < rows->count; row++)
        wide_rows += rows->lines[row]->width > width + FABRIC_SLACK;
    bool clear = seams >= SEAM_LINES_MIN && seams * 4 >= wide_rows * 3 &&
                 seams * 2 >= rows->count &&
                 best - natural >= FABRIC_GAIN_MIN * (int)seams;
    if (clear) {
        fabric->changed = true;
        add_rows(fabric, rows, cuts);
        fabric->width = fabric->usual = width;
    }
    free(cuts);
    return clear;
}

bool seam_part(struct fabric *fabric, size_t from, size_t to)
{
    struct rows rows = {0};
    size_t most = to - from;
    bool *fresh = mem_new(most, sizeof *fresh);
    rows.lines = mem_new(most, sizeof *rows.lines);
    for (size_t i = from; i < to; i++) {
        if (!fabric->lines[i].count)
            continue;
        fresh[rows.count] = i == from || !fabric->lines[i - 1].count;
        rows.lines[rows.count++] = &fabric->lines[i];
    }
    rows.fresh = fresh;
    rows.choices = mem_new(rows.count, sizeof *rows.choices);
    rows.seams = mem_new(rows.count, sizeof *rows.seams);
    bool parted = part_rows(fabric, &rows);
    free(fresh);
    free(rows.lines);
    free(rows.choices);
    free(rows.seams);
    return parted;
}

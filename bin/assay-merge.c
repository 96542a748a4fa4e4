/* assay-merge: rows that tell of the same judgement become one row with its sources. */
#include "err.h"
#include "filter.h"
#include "mem.h"
#include "merged.h"
#include "spool.h"

#include <stdlib.h>

static bool sorted, explaining;

static const struct opt options[] = {
    {'s', "sorted", OPT_FLAG, &sorted, NULL,
     "the input is sorted by body and area: write as they end"},
    {'\0', "explain", OPT_FLAG, &explaining, NULL,
     "say on standard error which rows were joined"},
    {0},
};

static const struct opt_program program = {"join rows that tell of the same judgement",
                                           "[FILE...]", options};

/* The rows so far, until it is known which stand for a judgement. */
struct pile {
    struct merge *merge;
    struct spool *spool;
};

static struct pile begin(void)
{
    return (struct pile){merge_new(), spool_new()};
}

static void add(struct pile *pile, struct rec *row, struct buf *line)
{
    buf_clear(line);
    rec_encode(row, line);
    spool_add(pile->spool, buf_span(line));
    merge_add(pile->merge, row);
}

/* The rows that stand for judgements, in the judgements' order; to be freed. */
static struct span *strongest_rows(struct pile *pile, struct mem_arena *arena)
{
    size_t count = merge_count(pile->merge), rows = 0;
    struct span line, *lines = mem_new(count + 1, sizeof *lines);
    for (size_t i = 0; i < count; i++)
        rows = merge_strongest(pile->merge, i) >= rows ? merge_strongest(pile->merge, i) + 1 : rows;
    size_t *judgement = mem_new(rows + 1, sizeof *judgement);
    for (size_t i = 0; i < count; i++)
        judgement[merge_strongest(pile->merge, i)] = i + 1;
    for (size_t i = 0; i < rows && spool_read(pile->spool, &line); i++)
        if (judgement[i])
            lines[judgement[i] - 1] =
                (struct span){mem_arena_copy(arena, line.at, line.length), line.length};
    free(judgement);
    return lines;
}

static void write_pile(struct filter *filter, struct pile *pile)
{
    struct mem_arena arena = {0};
    struct rec *row = rec_new();
    struct scan_fault fault;
    struct buf why = {0};
    merge_close(pile->merge);
    struct span *lines = strongest_rows(pile, &arena);
    for (size_t i = 0; i < merge_count(pile->merge); i++) {
        if (!rec_parse(row, lines[i], &fault))
            err_die("a row that is no record: %s", fault.why);
        merged_write(pile->merge, i, row);
        filter_write(filter, row);
        buf_clear(&why);
        merged_explain(pile->merge, i, &why);
        buf_add_byte(&why, '\0');
        if (explaining)
            err_say("%.*s", (int)why.length - 2, why.at);
    }
    buf_free(&why);
    free(lines);
    rec_free(row);
    mem_arena_free(&arena);
    merge_free(pile->merge);
    spool_free(pile->spool);
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct pile pile = begin();
    struct buf line = {0};
    struct rec *rec;
    while ((rec = filter_read(filter))) {
        if (sorted && merge_begins(pile.merge, rec)) {
            write_pile(filter, &pile);
            pile = begin();
        }
        add(&pile, rec, &line);
    }
    write_pile(filter, &pile);
    buf_free(&line);
    return filter_finish(filter);
}

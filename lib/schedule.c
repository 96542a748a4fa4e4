#include "schedule.h"

#include <stdint.h>

enum { BLOCKS_APART = 1 /* rows of one table stand in neighbouring blocks */ };

static struct span trimmed(struct span cell)
{
    cell = span_trim(cell);
    while (cell.length && (cell.at[0] == '*' || cell.at[0] == '|'))
        cell = span_trim(span_part(cell, 1, cell.length));
    while (cell.length &&
           (cell.at[cell.length - 1] == '*' || cell.at[cell.length - 1] == '|'))
        cell = span_trim(span_part(cell, 0, cell.length - 1));
    return cell;
}

/* A cell that heads the grade of the whole. */
static bool is_whole(struct span head)
{
    static const char *const words[] = {
        "overall", "Overall",   "Rating",    "rating",        "Grade",        "grade",
        "Verdict", "Judgement", "judgement", "Ofsted rating", "Ofsted grade", "Result"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(head, words[i]))
            return true;
    return false;
}

/* "2015" alone in a cell. */
static bool is_year(struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.length == 4 &&
           (span_starts(text, span_of("19")) || span_starts(text, span_of("20")));
}

/* The council whose name is all that a cell holds: in a table no other evidence is
 * wanted. */
static const struct vocab_authority *named_by(const struct vocab *vocab, struct span cell)
{
    struct match_words words = {0};
    struct match_hit hit;
    const struct vocab_authority *found = NULL;
    match_split(vocab->match, cell, &words);
    if (match_find(vocab->match, &words, 0, &hit) && hit.start == 0 &&
        hit.end == cell.length)
        for (size_t i = 0; i < hit.count && !found; i++) {
            const struct vocab_name *name = &vocab->names[hit.values[i]];
            if (name->kind == VOCAB_AUTHORITY && vocab->authorities[name->index].children)
                found = &vocab->authorities[name->index];
        }
    match_words_free(&words);
    return found;
}

static void read_cell(struct passage *passage, size_t start, size_t end,
                      struct schedule_cell *cell)
{
    const struct mask *mask = &passage->mask;
    struct span text = buf_span(&mask->text), bare = trimmed(span_part(text, start, end));
    *cell = (struct schedule_cell){.item = SIZE_MAX};
    cell->start = (size_t)(bare.at - text.at);
    cell->end = cell->start + bare.length;
    if (is_whole(bare))
        cell->area = span_of("overall");
    if (is_year(bare)) {
        int year = 0;
        for (size_t i = 0; i < bare.length; i++)
            year = 10 * year + (bare.at[i] - '0');
        passage_keep_date(passage, (struct when_date){year, 0, 0}, &cell->date);
    }
    for (size_t i = 0; i < mask->count; i++) {
        const struct mask_item *item = &mask->items[i];
        if (item->at < start || item->at >= end)
            continue;
        const struct lexicon_known *known = lexicon_known(item);
        cell->item = i;
        cell->grade = lexicon_is_grade(item) && bare.length == MASK_BYTES;
        if (known->authority)
            cell->authority = known->authority;
        if (item->kind == MASK_AREA)
            cell->area = known->value;
        if (item->kind == MASK_DATE)
            passage_date(passage, i, &cell->date);
    }
    if (cell->item == SIZE_MAX && bare.length && !cell->area.length)
        cell->authority = named_by(passage->document->vocab, bare);
}

/* Splits the row; the number of cells. */
static size_t split(struct passage *passage,
                    struct schedule_cell cells[SCHEDULE_CELLS_MAX])
{
    struct span text = buf_span(&passage->mask.text);
    size_t count = 0, start = 0;
    if (text.length && text.at[0] == '|')
        start = 1;
    for (size_t at = start; at <= text.length && count < SCHEDULE_CELLS_MAX; at++) {
        bool end = at == text.length;
        if (!end && text.at[at] != '\t' && text.at[at] != '|')
            continue;
        if (!end || trimmed(span_part(text, start, at)).length)
            read_cell(passage, start, at, &cells[count++]);
        start = at + 1;
    }
    return count;
}

/* Does the row say what the columns below it are? */
static bool is_head(const struct schedule *schedule)
{
    size_t named = 0;
    for (size_t i = 0; i < schedule->cell_count; i++) {
        const struct schedule_cell *cell = &schedule->cells[i];
        if (cell->grade)
            return false;
        named += cell->area.length || cell->authority || cell->date.value.length;
    }
    return named > 0 && schedule->cell_count > 1;
}

static void note_row(struct schedule *schedule)
{
    schedule->authority = NULL;
    schedule->area = (struct span){NULL, 0};
    schedule->date = (struct passage_date){.value = {NULL, 0}};
    for (size_t i = 0; i < schedule->cell_count; i++) {
        const struct schedule_cell *cell = &schedule->cells[i];
        if (cell->grade)
            continue;
        if (cell->authority && !schedule->authority)
            schedule->authority = cell->authority;
        if (cell->area.length && !schedule->area.length)
            schedule->area = cell->area;
        if (cell->date.value.length)
            schedule->date = cell->date;
    }
}

bool schedule_read(struct schedule *schedule, struct passage *passage)
{
    struct span text = buf_span(&passage->mask.text);
    bool strokes = span_find_byte(text, '\t') < text.length ||
                   span_find_byte(text, '|') < text.length;
    bool follows = passage->block <= schedule->block + BLOCKS_APART;
    schedule->cell_count = strokes ? split(passage, schedule->cells) : 0;
    if (!follows || schedule->cell_count < 2)
        schedule->head_count = 0;
    if (schedule->cell_count < 2)
        return false;
    schedule->block = passage->block;
    if (is_head(schedule)) {
        for (size_t i = 0; i < schedule->cell_count; i++)
            schedule->heads[i] = schedule->cells[i];
        schedule->head_count = schedule->cell_count;
        schedule->named = false;
        return false;
    }
    note_row(schedule);
    schedule->named = schedule->named || schedule->authority;
    /* A row that names nobody, where the others do, is somebody's whom the register
     * lacks. */
    return schedule->head_count == schedule->cell_count &&
           (schedule->authority || !schedule->named);
}

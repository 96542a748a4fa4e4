#include "schedule.h"

#include <stdint.h>

#include "mem.h"

enum {
    BLOCKS_APART = 1, /* rows of one table stand in neighbouring blocks */
    CUE_BLOCKS = 12   /* and its digits are marks where so near above inspections are spoken of */
};

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
    if (span_is_any(head, words, sizeof words / sizeof *words))
        return true;
    return span_starts(head, span_of("Overall")) || span_starts(head, span_of("OVERALL"));
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

/* Is all but so many bytes of placeholders brackets, blanks and the like? */
static bool only_marks(struct span cell, size_t placeholders)
{
    size_t marks = 0;
    for (size_t i = 0; i < cell.length; i++)
        marks += cell.at[i] == ' ' || cell.at[i] == '(' || cell.at[i] == ')' ||
                 cell.at[i] == ',' || cell.at[i] == '[' || cell.at[i] == ']';
    return marks + placeholders == cell.length;
}

static void read_cell(struct passage *passage, size_t start, size_t end,
                      struct schedule_cell *cell)
{
    const struct mask *mask = &passage->mask;
    struct span text = buf_span(&mask->text), bare = trimmed(span_part(text, start, end));
    size_t grades = 0, bytes = 0;
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
        bool grade = lexicon_is_grade(item);
        if (grade || !grades)
            cell->item = i;
        grades += grade;
        bytes += grade || item->kind == MASK_DATE ? MASK_BYTES : 0;
        if (known->authority)
            cell->authority = known->authority;
        if (item->kind == MASK_AREA)
            cell->area = known->value;
        if (item->kind == MASK_DATE)
            passage_date(passage, i, &cell->date);
    }
    cell->grade = grades == 1 && only_marks(bare, bytes);
    if (cell->item == SIZE_MAX && bare.length && !cell->area.length)
        cell->authority = named_by(passage->document->vocab, bare);
}

/* Where the second of two grades begins that a cell holds with nothing but blanks between: the
 * table had two columns there; 0: it holds no two. */
static size_t second_grade(const struct mask *mask, size_t start, size_t end)
{
    struct span text = buf_span(&mask->text);
    struct span bare = trimmed(span_part(text, start, end));
    size_t first = (size_t)(bare.at - text.at), number = mask_at(mask, first);
    size_t count = mask->count;
    if (number + 1 >= count || !lexicon_is_grade(&mask->items[number]) ||
        !lexicon_is_grade(&mask->items[number + 1]))
        return 0;
    size_t second = mask->items[number + 1].at;
    bool apart = span_trim(span_part(text, first + MASK_BYTES, second)).length == 0;
    return apart && second + MASK_BYTES == first + bare.length ? second : 0;
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
        size_t second = second_grade(&passage->mask, start, at);
        if (second && count + 1 < SCHEDULE_CELLS_MAX) {
            read_cell(passage, start, second, &cells[count++]);
            start = second;
        }
        if (!end || trimmed(span_part(text, start, at)).length)
            read_cell(passage, start, at, &cells[count++]);
        start = at + 1;
    }
    return count;
}

/* Below dated columns, and where inspections are spoken of, lone digits are marks. */
static void mask_digits(const struct schedule *schedule, struct passage *passage)
{
    bool dated = false;
    for (size_t i = 0; i < schedule->head_count; i++)
        dated = dated || schedule->heads[i].date.value.length;
    if (!dated || passage->cue_block == SIZE_MAX ||
        passage->block > passage->cue_block + CUE_BLOCKS)
        return;
    for (size_t i = 1; i < passage->mask.text.length; i++) {
        struct span text = buf_span(&passage->mask.text);
        bool ends = i + 1 == text.length || text.at[i + 1] == '\t';
        if (text.at[i - 1] != '\t' || !ends || text.at[i] < '1' || text.at[i] > '4')
            continue;
        struct lexicon_known *known = mem_arena_new(passage->arena, 1, sizeof *known);
        known->value = (struct span){mem_arena_copy(passage->arena, text.at + i, 1), 1};
        mask_insert(&passage->mask, i, i + 1, MASK_DIGIT, known);
    }
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

static void add_entry(struct schedule *schedule, struct schedule_entry entry)
{
    if (schedule->entry_count < SCHEDULE_ENTRIES_MAX)
        schedule->entries[schedule->entry_count++] = entry;
}

/* The row's grades, each of what its row and its column name. */
static void take_columns(struct schedule *schedule)
{
    for (size_t i = 0; i < schedule->cell_count; i++) {
        const struct schedule_cell *cell = &schedule->cells[i], *head = &schedule->heads[i];
        if (!cell->grade)
            continue;
        /* A column headed "Grade" says nothing of the area that its row names. */
        bool of_row = schedule->area.length &&
                      (!head->area.length || span_is(head->area, "overall"));
        const struct passage_date *date = cell->date.value.length   ? &cell->date
                                          : head->date.value.length ? &head->date
                                                                    : &schedule->date;
        add_entry(schedule, (struct schedule_entry){
                                cell->item,
                                head->authority       ? head->authority
                                : schedule->authority ? schedule->authority
                                                      : schedule->heads[0].authority,
                                of_row ? schedule->area : head->area,
                                date->value.length ? date : NULL});
    }
}

/* A council's name and its grade, once or several times in the row. */
static void take_pairs(struct schedule *schedule)
{
    for (size_t i = 0; i + 1 < schedule->cell_count; i += 2) {
        const struct schedule_cell *name = &schedule->cells[i], *cell = name + 1;
        if (!name->authority || name->grade || !cell->grade || cell->authority) {
            schedule->entry_count = 0;
            return;
        }
        add_entry(schedule,
                  (struct schedule_entry){cell->item, name->authority, name->area,
                                          cell->date.value.length ? &cell->date : NULL});
    }
}

/* The council that a name of a list stands for, told or in the register. */
static const struct vocab_authority *listed(const struct passage *passage, struct span name)
{
    struct span text = buf_span(&passage->mask.text);
    if (span_ends(name, span_of(")")))
        name = span_trim(span_part(name, 0, span_find_byte(name, '(')));
    size_t item = name.length == MASK_BYTES
                      ? mask_at(&passage->mask, (size_t)(name.at - text.at))
                      : passage->mask.count;
    return item < passage->mask.count ? lexicon_known(&passage->mask.items[item])->authority
                                      : named_by(passage->document->vocab, name);
}

/* The end of the list's next name: a comma outside brackets. */
static size_t name_end(struct span list, size_t from)
{
    for (bool inside = false; from < list.length; from++) {
        char byte = list.at[from];
        if (!inside && (byte == ',' || byte == ';'))
            break;
        inside = byte == '(' || (inside && byte != ')');
    }
    return from;
}

/* "Bury", or "Bury and Bath and North East Somerset": the register knows which "and" parts. */
static bool take_last_names(struct schedule *schedule, const struct passage *passage,
                            struct span names, struct schedule_entry entry)
{
    struct span joint = span_of(" and ");
    entry.authority = listed(passage, names);
    if (entry.authority) {
        add_entry(schedule, entry);
        return true;
    }
    for (size_t at = 0; at < names.length; at += joint.length) {
        at += span_find(span_part(names, at, names.length), joint);
        entry.authority = listed(passage, span_part(names, 0, at));
        const struct vocab_authority *second =
            listed(passage, span_part(names, at + joint.length, names.length));
        if (!entry.authority || !second)
            continue;
        add_entry(schedule, entry);
        entry.authority = second;
        add_entry(schedule, entry);
        return true;
    }
    return false;
}

static bool take_names(struct schedule *schedule, const struct passage *passage,
                       struct span list, struct schedule_entry entry)
{
    for (size_t at = 0, end; at < list.length; at = end + 1) {
        end = name_end(list, at);
        struct span names = span_trim(span_part(list, at, end));
        if (span_starts(names, span_of("and ")))
            names = span_part(names, 4, names.length);
        if (!take_last_names(schedule, passage, names, entry))
            return false;
    }
    return true;
}

/* One grade and, in another cell, nothing but the names of councils that share it. */
static void take_group(struct schedule *schedule, const struct passage *passage)
{
    const struct schedule_cell *grade = NULL;
    struct span text = buf_span(&passage->mask.text);
    for (size_t i = 0; i < schedule->cell_count; i++) {
        const struct schedule_cell *cell = &schedule->cells[i];
        if (cell->grade && grade)
            return;
        grade = cell->grade ? cell : grade;
    }
    for (size_t i = 0; grade && i < schedule->cell_count; i++) {
        const struct schedule_cell *cell = &schedule->cells[i];
        struct schedule_entry entry = {.item = grade->item,
                                       .date = grade->date.value.length ? &grade->date : NULL};
        struct span list = span_part(text, cell->start, cell->end);
        if (cell == grade || !list.length)
            continue;
        if (take_names(schedule, passage, list, entry) && schedule->entry_count > 1)
            return;
        schedule->entry_count = 0;
    }
}

/* Reads the head's row. */
static void take_head(struct schedule *schedule)
{
    for (size_t i = 0; i < schedule->cell_count; i++)
        schedule->heads[i] = schedule->cells[i];
    schedule->head_count = schedule->cell_count;
    schedule->named = false;
}

bool schedule_read(struct schedule *schedule, struct passage *passage)
{
    struct span text = buf_span(&passage->mask.text);
    bool strokes = span_find_byte(text, '\t') < text.length ||
                   span_find_byte(text, '|') < text.length;
    bool follows = passage->block <= schedule->block + BLOCKS_APART;
    schedule->entry_count = 0;
    if (strokes && follows)
        mask_digits(schedule, passage);
    schedule->cell_count = strokes ? split(passage, schedule->cells) : 0;
    if (!follows || schedule->cell_count < 2)
        schedule->head_count = 0;
    if (schedule->cell_count < 2)
        return false;
    schedule->block = passage->block;
    if (is_head(schedule)) {
        take_head(schedule);
        return false;
    }
    note_row(schedule);
    schedule->named = schedule->named || schedule->authority;
    if (schedule->head_count != schedule->cell_count) {
        take_pairs(schedule);
        if (!schedule->entry_count)
            take_group(schedule, passage);
        return schedule->entry_count > 0;
    }
    take_columns(schedule);
    /* A row that names nobody, where the others do, is somebody's whom the register
     * lacks. */
    return schedule->authority || !schedule->named;
}

#include "sheet.h"

#include <math.h>
#include <stdlib.h>

#include "columns.h"
#include "grid.h"
#include "lines.h"
#include "utf8.h"

enum {
    CELL_LINES_MAX = 14, /* two longer cells in a row: columns of text and no table */
    LONE_WORDS = 9,      /* in a cell of a row by itself */
    LONE_GAP = 2         /* between its cells, in type sizes */
};

/* Notes are at most this share of the body's size. */
static const float note_size = 0.9F;

/* Where a word stands: in which cell of which grid. */
struct place {
    const struct page_word *word;
    size_t grid, cell; /* SIZE_MAX: in none */
};

/* A page being laid out. */
struct sheet {
    struct paragraphs *paragraphs;
    const struct page *page;
    struct grids grids;
    struct place *places; /* by grid and cell */
    size_t place_count;
    struct place *grid_places; /* of each grid: in which cell of another it stands */
    bool *drawn;               /* by grid: its text was taken */
};

static int by_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->grid != y->grid)
        return x->grid < y->grid ? -1 : 1;
    if (x->cell != y->cell)
        return x->cell < y->cell ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

/* The first place of this cell or one behind it. */
static size_t find_places(const struct sheet *sheet, size_t grid, size_t cell)
{
    size_t low = 0, high = sheet->place_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct place *place = &sheet->places[middle];
        if (place->grid < grid || (place->grid == grid && place->cell < cell))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A region's lines, columns and where each piece begins. */
struct region {
    struct lines lines;
    struct column_box *boxes;
    size_t count;
    struct columns columns;
};

static bool is_figure(struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
    return text.length >= 1 && text.length <= 4;
}

static struct column_box box_of_line(const struct sheet *sheet, const struct region *region,
                                     size_t number)
{
    const struct line *line = &region->lines.items[number];
    uint32_t point = 0;
    size_t skip = line->mark == LINES_BULLET;
    struct span text = page_word_text(
        sheet->page, region->lines.words[line->first + (skip < line->count ? skip : 0)]);
    if (text.length)
        utf8_decode(text, &point);
    return (struct column_box){.box = line->box,
                               .baseline = line->baseline,
                               .size = line->size,
                               .words = line->count,
                               .number = number,
                               .figure = line->count == 1 && is_figure(text),
                               .starts = line->mark != LINES_NO_MARK,
                               .continues = utf8_is_letter(point) && !utf8_is_upper(point)};
}

static void region_words(const struct sheet *sheet, struct region *region, size_t grid,
                         size_t cell)
{
    size_t count = 0;
    size_t first = find_places(sheet, grid, cell);
    const struct page_word **words = NULL;
    while (first + count < sheet->place_count && sheet->places[first + count].grid == grid &&
           sheet->places[first + count].cell == cell)
        count++;
    words = mem_new(count, sizeof *words);
    for (size_t i = 0; i < count; i++)
        words[i] = sheet->places[first + i].word;
    lines_make(&region->lines, sheet->page, words, count);
    free(words);
}

static void region_open(struct sheet *sheet, struct region *region, size_t grid, size_t cell)
{
    *region = (struct region){0};
    region_words(sheet, region, grid, cell);
    region->boxes = mem_new(region->lines.count + sheet->grids.count, sizeof *region->boxes);
    for (size_t i = 0; i < region->lines.count; i++)
        region->boxes[region->count++] = box_of_line(sheet, region, i);
    for (size_t i = 0; i < sheet->grids.count; i++) {
        const struct grid *inner = &sheet->grids.items[i];
        const struct place *place = &sheet->grid_places[i];
        if (!sheet->drawn[i] && place->grid == grid && (grid == SIZE_MAX || place->cell == cell))
            region->boxes[region->count++] =
                (struct column_box){.box = inner->box,
                                    .baseline = inner->box.y0,
                                    .size = sheet->paragraphs->body,
                                    .words = 1,
                                    .number = region->lines.count + i,
                                    .solid = true};
    }
}

static void region_close(struct region *region)
{
    lines_free(&region->lines);
    columns_free(&region->columns);
    free(region->boxes);
}

/* Lines of boxes [first, end) that stand side by side become one. Its text goes to `text`; the
 * length of its span is where there. */
static struct paragraph_line merge_lines(const struct sheet *sheet, const struct region *region,
                                         size_t first, size_t end, struct buf *text)
{
    const struct line *head = &region->lines.items[region->boxes[first].number];
    struct paragraph_line merged = {head->box,  head->baseline, head->size,          head->indent,
                                    head->bold, head->mark,     {NULL, text->length}};
    for (size_t i = first; i < end; i++) {
        const struct line *line = &region->lines.items[region->boxes[i].number];
        if (i > first)
            buf_add_byte(text, ' ');
        lines_text(&region->lines, line, sheet->page, text);
        merged.box.x1 = fmaxf(merged.box.x1, line->box.x1);
        merged.box.y1 = fmaxf(merged.box.y1, line->box.y1);
        merged.bold = merged.bold && line->bold;
    }
    return merged;
}

/* The end of the boxes from `first` that stand side by side. */
static size_t level_end(const struct region *region, size_t first, size_t end)
{
    const struct column_box *boxes = region->boxes, *box = &boxes[first];
    size_t next = first + 1;
    while (next < end && !boxes[next].solid &&
           fabsf(boxes[next].baseline - box->baseline) <=
               0.35F * fminf(boxes[next].size, box->size) &&
           boxes[next].box.x0 >= boxes[next - 1].box.x1 - box->size)
        next++;
    return next;
}

/* The lines of boxes [first, end), which hold no grid. */
static void lay_lines(struct sheet *sheet, const struct region *region, size_t first, size_t end,
                      bool notes)
{
    struct buf text = {0};
    struct paragraph_line *lines = mem_new(end - first, sizeof *lines);
    size_t count = 0;
    for (size_t i = first; i < end;) {
        size_t next = level_end(region, i, end);
        lines[count++] = merge_lines(sheet, region, i, next, &text);
        i = next;
    }
    /* So far the text of a line is where it begins: the text has moved as it grew. */
    struct span whole = buf_span(&text);
    for (size_t i = 0; i < count; i++)
        lines[i].text = span_part(whole, lines[i].text.length,
                                  i + 1 < count ? lines[i + 1].text.length : whole.length);
    paragraphs_add_run(sheet->paragraphs, lines, count, sheet->page->number, notes);
    free(lines);
    buf_free(&text);
}

/* Appends the text of a cell's lines as one line of text. */
static void add_cell_text(const struct sheet *sheet, const struct region *region,
                          const struct column_piece *piece, struct buf *out)
{
    struct buf line = {0};
    struct buf cell = {0};
    for (size_t i = piece->first; i < piece->first + piece->count; i++) {
        if (region->boxes[i].solid)
            continue;
        buf_clear(&line);
        lines_text(&region->lines, &region->lines.items[region->boxes[i].number], sheet->page,
                   &line);
        hyphen_join(sheet->paragraphs->hyphen, &cell, buf_span(&line));
    }
    buf_add(out, buf_span(&cell));
    buf_free(&line);
    buf_free(&cell);
}

/* The number of a list ("2.1", "3.", "a)") is no cell by itself. */
static bool is_number(struct span text)
{
    size_t digits = 0, others = 0;
    for (size_t i = 0; i < text.length; i++) {
        digits += text.at[i] >= '0' && text.at[i] <= '9';
        others += text.at[i] == '.' || text.at[i] == ')';
    }
    return text.length && text.length <= 6 && digits && others && digits + others == text.length;
}

static bool letter_follows(struct span text)
{
    uint32_t point = 0;
    if (text.length)
        utf8_decode(text, &point);
    return utf8_is_letter(point);
}

/* Writes a row from its cells (parted by tabs): without empty cells at its end, a number joined
 * with the label behind it. */
static void add_row(struct sheet *sheet, struct span cells)
{
    while (cells.length && cells.at[cells.length - 1] == '\t')
        cells.length--;
    size_t tab = span_find_byte(cells, '\t');
    struct span head = span_part(cells, 0, tab), rest = span_part(cells, tab + 1, cells.length);
    struct buf row = {0};
    buf_add(&row, cells);
    if (tab < cells.length && is_number(head) && letter_follows(rest))
        row.at[tab] = ' ';
    if (row.length)
        paragraphs_add_row(sheet->paragraphs, buf_span(&row), sheet->page->number);
    buf_free(&row);
}

/* Calls itself through the pieces of its cells; each grid is drawn once, so no deeper than there
 * are grids (GRID_COUNT_MAX). */
static void lay_grid(struct sheet *sheet, size_t number);

/* Is a line of parts that stand far from each other the only row of a table that is left of it on
 * this page? A stretched line of a paragraph would go to the right edge. */
static bool is_lone_row(const struct sheet *sheet, const struct region *region, size_t first,
                        size_t end, float right)
{
    const struct column_box *boxes = region->boxes;
    size_t words = 0;
    for (size_t i = first; i < end; i++) {
        words += boxes[i].words;
        if (i > first && boxes[i].box.x0 - boxes[i - 1].box.x1 < LONE_GAP * boxes[i].size)
            return false;
    }
    const struct line *line = &region->lines.items[boxes[first].number];
    struct span last =
        page_word_text(sheet->page, region->lines.words[line->first + line->count - 1]);
    return end - first >= 2 && words <= LONE_WORDS * (end - first) && !boxes[first].continues &&
           !boxes[end - 1].continues && !span_ends(last, span_of(":")) &&
           (boxes[end - 1].figure || right - boxes[end - 1].box.x1 > boxes[first].size);
}

static void lay_lone_row(struct sheet *sheet, const struct region *region, size_t first,
                         size_t end)
{
    struct buf row = {0};
    for (size_t i = first; i < end; i++) {
        struct column_piece cell = {COLUMN_CELL, i, 1, false};
        if (i > first)
            buf_add_byte(&row, '\t');
        add_cell_text(sheet, region, &cell, &row);
    }
    add_row(sheet, buf_span(&row));
    buf_free(&row);
}

/* Lines of boxes [first, end), which hold no grid, and rows that stand alone among them. */
static void lay_mixed(struct sheet *sheet, const struct region *region, size_t first, size_t end)
{
    float right = 0;
    size_t from = first;
    for (size_t i = first; i < end; i++)
        right = fmaxf(right, region->boxes[i].box.x1);
    for (size_t i = first; i < end;) {
        size_t next = level_end(region, i, end);
        bool goes_on = next < end && region->boxes[next].continues &&
                       region->boxes[next].baseline - region->boxes[i].baseline <
                           1.5F * region->boxes[i].size;
        if (!goes_on && is_lone_row(sheet, region, i, next, right)) {
            if (from < i)
                lay_lines(sheet, region, from, i, false);
            lay_lone_row(sheet, region, i, next);
            from = next;
        }
        i = next;
    }
    if (from < end)
        lay_lines(sheet, region, from, end, false);
}

static void lay_run(struct sheet *sheet, const struct region *region,
                    const struct column_piece *piece)
{
    size_t first = piece->first, end = first + piece->count;
    while (first < end) {
        size_t next = first;
        while (next < end && !region->boxes[next].solid)
            next++;
        if (next > first)
            lay_mixed(sheet, region, first, next);
        if (next < end)
            lay_grid(sheet, region->boxes[next++].number - region->lines.count);
        first = next;
    }
}

/* "Lead inspector: A. Name" is set as a table and is none. */
static bool is_statement(const struct buf *rows)
{
    struct span rest = buf_span(rows), row;
    size_t labels = 0, pairs = 0;
    while (span_split(&rest, '\n', &row)) {
        struct span cell;
        size_t cells = 0;
        while (span_split(&row, '\t', &cell)) {
            labels += cells == 0 && span_ends(cell, span_of(":"));
            cells++;
        }
        if (cells > 2)
            return false;
        pairs++;
    }
    return labels > 0 && labels * 2 >= pairs;
}

static void add_statement(struct sheet *sheet, struct span row)
{
    struct buf text = {0};
    struct span cell;
    while (span_split(&row, '\t', &cell)) {
        if (text.length)
            buf_add_byte(&text, ' ');
        buf_add(&text, cell);
    }
    struct paragraph_line line = {.size = sheet->paragraphs->body, .text = buf_span(&text)};
    paragraphs_add_run(sheet->paragraphs, &line, 1, sheet->page->number, false);
    buf_free(&text);
}

/* The end of the row that begins with the cell `first`. */
static size_t row_end(const struct columns *columns, size_t first)
{
    size_t end = first + 1;
    while (end < columns->count && columns->pieces[end].kind == COLUMN_CELL &&
           !columns->pieces[end].starts_row)
        end++;
    return end;
}

static void add_cells(const struct sheet *sheet, const struct region *region, size_t first,
                      size_t end, struct buf *row)
{
    for (size_t i = first; i < end; i++) {
        if (i > first)
            buf_add_byte(row, '\t');
        add_cell_text(sheet, region, &region->columns.pieces[i], row);
    }
}

/* Rows without rules, from the cells [first, end) of the pieces. */
static void lay_table(struct sheet *sheet, const struct region *region, size_t first, size_t end)
{
    const struct columns *columns = &region->columns;
    struct buf rows = {0}, row = {0};
    for (size_t i = first; i < end; i = row_end(columns, i)) {
        if (i > first)
            buf_add_byte(&rows, '\n');
        add_cells(sheet, region, i, row_end(columns, i), &rows);
    }
    bool statements = is_statement(&rows);
    for (size_t i = first; i < end; i = row_end(columns, i)) {
        buf_clear(&row);
        add_cells(sheet, region, i, row_end(columns, i), &row);
        if (row_end(columns, i) == i + 1 || span_ends(buf_span(&row), span_of("\t")))
            lay_run(sheet, region, &columns->pieces[i]); /* a heading within the table */
        else if (statements)
            add_statement(sheet, buf_span(&row));
        else
            add_row(sheet, buf_span(&row));
    }
    buf_free(&rows);
    buf_free(&row);
}

static void lay_pieces(struct sheet *sheet, const struct region *region)
{
    const struct columns *columns = &region->columns;
    for (size_t i = 0; i < columns->count;) {
        size_t end = i + 1;
        if (columns->pieces[i].kind == COLUMN_RUN) {
            lay_run(sheet, region, &columns->pieces[i]);
        } else {
            while (end < columns->count && columns->pieces[end].kind == COLUMN_CELL)
                end++;
            lay_table(sheet, region, i, end);
        }
        i = end;
    }
}

/* --- Tables with rules --- */

/* One cell of a row. */
struct cell {
    size_t cell, first_column, last_column;
    struct region region;
    size_t lines;
    bool holds_grid;
};

static void open_cell(struct sheet *sheet, struct cell *cell, size_t number)
{
    const struct grid *grid = &sheet->grids.items[number];
    region_open(sheet, &cell->region, number, cell->cell);
    cell->lines = cell->region.lines.count;
    cell->holds_grid = cell->region.count > cell->lines;
    cell->first_column = cell->last_column = cell->cell % grid->columns;
    size_t row = cell->cell / grid->columns * grid->columns;
    while (cell->last_column + 1 < grid->columns &&
           grid->cells[row + cell->last_column + 1] == cell->cell)
        cell->last_column++;
    columns_find(&cell->region.columns, cell->region.boxes, cell->region.count);
}

static void add_region_text(const struct sheet *sheet, const struct region *region,
                            struct buf *out)
{
    for (size_t i = 0; i < region->columns.count; i++) {
        if (i)
            buf_add_byte(out, ' ');
        add_cell_text(sheet, region, &region->columns.pieces[i], out);
    }
}

/* Empty cells in front are an indent where no cell with text ends within them. */
static void lay_cells(struct sheet *sheet, struct cell *cells, size_t count, size_t indent,
                      const struct grid *grid)
{
    size_t filled = 0, prose = 0;
    struct cell *only = NULL;
    for (size_t i = 0; i < count; i++)
        if (cells[i].region.count) {
            filled++;
            only = &cells[i];
            prose += cells[i].holds_grid ? 2 : cells[i].lines > CELL_LINES_MAX;
        }
    bool whole = only && only->first_column <= indent && only->last_column + 1 == grid->columns;
    if (filled == 0)
        return;
    if ((filled == 1 && (whole || only->lines > 3)) || prose >= 2) {
        for (size_t i = 0; i < count; i++)
            lay_pieces(sheet, &cells[i].region);
        return;
    }
    struct buf row = {0};
    bool begun = false;
    for (size_t i = 0; i < count; i++) {
        if (!begun && !cells[i].region.count && cells[i].last_column < indent)
            continue;
        if (begun)
            buf_add_byte(&row, '\t');
        begun = true;
        add_region_text(sheet, &cells[i].region, &row);
    }
    add_row(sheet, buf_span(&row));
    buf_free(&row);
}

/* The first column that some cell with text ends in. */
static size_t find_indent(const struct sheet *sheet, size_t number)
{
    const struct grid *grid = &sheet->grids.items[number];
    size_t least = grid->columns - 1;
    for (size_t i = find_places(sheet, number, 0);
         i < sheet->place_count && sheet->places[i].grid == number; i++) {
        size_t cell = sheet->places[i].cell, column = cell % grid->columns;
        size_t row = cell / grid->columns * grid->columns;
        if (i && sheet->places[i - 1].grid == number && sheet->places[i - 1].cell == cell)
            continue;
        while (column + 1 < grid->columns && grid->cells[row + column + 1] == cell)
            column++;
        if (column < least)
            least = column;
    }
    return least;
}

/* Fields without rules between them may be columns all the same. */
static void lay_stack_row(struct sheet *sheet, size_t number, size_t cell)
{
    struct region region;
    region_open(sheet, &region, number, cell);
    columns_find(&region.columns, region.boxes, region.count);
    lay_pieces(sheet, &region);
    region_close(&region);
}

static void lay_grid(struct sheet *sheet, size_t number)
{
    const struct grid *grid = &sheet->grids.items[number];
    if (sheet->drawn[number])
        return;
    sheet->drawn[number] = true;
    size_t indent = find_indent(sheet, number);
    struct cell *cells = mem_new(grid->columns, sizeof *cells);
    for (size_t row = 0; row < grid->rows; row++) {
        size_t count = 0;
        for (size_t column = 0; column < grid->columns; column++) {
            size_t field = row * grid->columns + column;
            if (grid->cells[field] != field)
                continue;
            if (grid->columns == 1) {
                lay_stack_row(sheet, number, field);
                continue;
            }
            cells[count].cell = field;
            open_cell(sheet, &cells[count++], number);
        }
        lay_cells(sheet, cells, count, indent, grid);
        for (size_t i = 0; i < count; i++)
            region_close(&cells[i].region);
    }
    free(cells);
}

/* --- Footnotes --- */

static bool is_small(const struct sheet *sheet, const struct line *line)
{
    return line->size <= note_size * sheet->paragraphs->body;
}

/* Begins with a raised number, a star, or a number (1, 1., 1)) before a word, as a footnote does.
 */
static bool starts_note(const struct sheet *sheet, const struct region *region,
                        const struct line *line)
{
    const struct page_word *const *words = region->lines.words + line->first;
    struct span text = page_word_text(sheet->page, words[0]);
    size_t digits = 0;
    while (digits < text.length && text.at[digits] >= '0' && text.at[digits] <= '9')
        digits++;
    if (text.length && text.at[0] == '*')
        return true;
    if (digits == 0 || digits > 3)
        return false;
    if (words[0]->size < 0.85F * line->size || line->baseline - words[0]->baseline > 1)
        return true;
    bool closed = digits + 1 == text.length && (text.at[digits] == '.' || text.at[digits] == ')');
    return (digits == text.length || closed) && line->count > 1 &&
           letter_follows(page_word_text(sheet->page, words[1]));
}

/* Is there no line to the left of this one? (Lines are ordered by height.) */
static bool begins_row(const struct lines *lines, size_t number)
{
    const struct line *line = &lines->items[number];
    if (number && line->baseline - lines->items[number - 1].baseline < 0.3F * line->size)
        return false;
    return number + 1 >= lines->count ||
           lines->items[number + 1].baseline - line->baseline >= 0.3F * line->size ||
           lines->items[number + 1].box.x0 >= line->box.x0;
}

/* Takes the footnotes off the end of the page's boxes (sorted by height); returns where they
 * begin. */
static size_t find_notes(const struct sheet *sheet, struct region *region)
{
    size_t start = region->count, lines = region->lines.count;
    float below = sheet->page->height * 0.35F;
    if (lines < region->count) /* nothing but grids behind the lines */
        for (size_t i = lines; i < region->count; i++)
            below = fmaxf(below, region->boxes[i].box.y1);
    size_t first = lines;
    while (first && is_small(sheet, &region->lines.items[first - 1]) &&
           region->lines.items[first - 1].box.y0 >= below)
        first--;
    for (size_t i = first; i < lines; i++)
        if (starts_note(sheet, region, &region->lines.items[i]) &&
            begins_row(&region->lines, i)) {
            start = i;
            break;
        }
    return start < lines ? start : region->count;
}

/* The boxes of lines [notes, lines) go behind all others. */
static void move_notes(struct region *region, size_t notes)
{
    size_t lines = region->lines.count, count = lines - notes, rest = region->count - count;
    struct column_box *boxes = mem_new(region->count, sizeof *boxes);
    for (size_t i = 0; i < region->count; i++)
        boxes[i < notes ? i : i < lines ? rest + i - notes : i - count] = region->boxes[i];
    free(region->boxes);
    region->boxes = boxes;
}

static void lay_notes(struct sheet *sheet, struct region *region, size_t first)
{
    for (size_t i = first; i < region->count; i++) {
        struct line *line = &region->lines.items[region->boxes[i].number];
        if (line->mark != LINES_BULLET && starts_note(sheet, region, line))
            line->mark = LINES_NUMBER;
    }
    if (first < region->count)
        lay_lines(sheet, region, first, region->count, true);
}

/* --- The page --- */

static void lay_root(struct sheet *sheet)
{
    struct region region;
    region_open(sheet, &region, SIZE_MAX, SIZE_MAX);
    /* The boxes of lines still come first, in the order of the lines. */
    size_t notes = find_notes(sheet, &region), rest = region.count;
    if (notes < region.lines.count) {
        rest -= region.lines.count - notes;
        move_notes(&region, notes);
    }
    columns_find(&region.columns, region.boxes, rest);
    lay_pieces(sheet, &region);
    lay_notes(sheet, &region, rest);
    region_close(&region);
}

static struct place find_place(const struct grids *grids, size_t from, float x, float y)
{
    for (size_t i = from; i < grids->count; i++) {
        size_t cell = grid_cell_at(&grids->items[i], x, y);
        if (cell != SIZE_MAX)
            return (struct place){NULL, i, cell};
    }
    return (struct place){NULL, SIZE_MAX, SIZE_MAX};
}

static void place_words(struct sheet *sheet)
{
    const struct page *page = sheet->page;
    const struct grids *grids = &sheet->grids;
    sheet->places = mem_new(page->word_count, sizeof *sheet->places);
    for (size_t i = 0; i < page->word_count; i++) {
        const struct page_word *word = &page->words[i];
        if (word->running)
            continue;
        /* A word belongs to the cell that it begins in: text that is too long runs over. */
        float x = fminf(word->box.x0 + 0.5F * word->size, (word->box.x0 + word->box.x1) / 2);
        struct place place = find_place(grids, 0, x, word->baseline - 0.3F * word->size);
        place.word = word;
        sheet->places[sheet->place_count++] = place;
    }
    if (sheet->place_count)
        qsort(sheet->places, sheet->place_count, sizeof *sheet->places, by_place);
}

/* Which grid stands in which; those without a word are out of the way. */
static void place_grids(struct sheet *sheet)
{
    const struct grids *grids = &sheet->grids;
    for (size_t i = 0; i < grids->count; i++)
        sheet->drawn[i] = true;
    for (size_t i = 0; i < sheet->place_count; i++)
        if (sheet->places[i].grid != SIZE_MAX)
            sheet->drawn[sheet->places[i].grid] = false;
    for (size_t i = 0; i < grids->count; i++) {
        const struct page_box *box = &grids->items[i].box;
        sheet->grid_places[i] =
            find_place(grids, i + 1, (box->x0 + box->x1) / 2, (box->y0 + box->y1) / 2);
        if (!sheet->drawn[i] && sheet->grid_places[i].grid != SIZE_MAX)
            sheet->drawn[sheet->grid_places[i].grid] = false;
    }
}

void sheet_lay(struct paragraphs *paragraphs, const struct page *page)
{
    struct sheet sheet = {.paragraphs = paragraphs, .page = page};
    grid_find(&sheet.grids, page);
    sheet.grid_places = mem_new(sheet.grids.count, sizeof *sheet.grid_places);
    sheet.drawn = mem_new(sheet.grids.count, sizeof *sheet.drawn);
    place_words(&sheet);
    place_grids(&sheet);
    lay_root(&sheet);
    grid_free(&sheet.grids);
    free(sheet.grid_places);
    free(sheet.drawn);
    free(sheet.places);
}

#include "cells.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "guard.h"
#include "heading.h"
#include "mem.h"
#include "set.h"
#include "spool.h"

enum { BLOCK = 128 * 1024 /* bytes of rows that are spooled at once */ };

struct cells {
    const struct cells_plan *plan;
    struct set *names; /* of the columns, numbered as they came */
    size_t *order;     /* columns in the order they are written */
    size_t order_room;
    size_t *guesses; /* column of each member in the last record */
    size_t guess_count, guess_room;
    size_t *members; /* of a column: the member of this record + 1, or 0 */
    size_t member_room;
    struct buf guarded;
    struct spool *spool; /* NULL: the plan names the columns */
    struct buf block;    /* how many columns its rows have, and the rows */
    size_t columns;      /* of the block */
    bool begun;          /* the header was written */
};

static void begin_block(struct cells *cells)
{
    cells->columns = set_count(cells->names);
    buf_clear(&cells->block);
    buf_add(&cells->block,
            (struct span){(const char *)&cells->columns, sizeof cells->columns});
}

/* Known columns stand before those that are not. */
static void put_in_order(struct cells *cells, size_t column, struct span name)
{
    size_t place = column, rank = heading_place(name);
    cells->order = mem_grow(cells->order, &cells->order_room, column + 1, sizeof *cells->order);
    while (place > 0 && !cells->plan->field_count && rank < heading_count() &&
           heading_place(set_key(cells->names, cells->order[place - 1])) > rank)
        place--;
    memmove(cells->order + place + 1, cells->order + place,
            (column - place) * sizeof *cells->order);
    cells->order[place] = column;
    cells->members =
        mem_grow(cells->members, &cells->member_room, column + 1, sizeof *cells->members);
}

static size_t add_column(struct cells *cells, struct span name)
{
    bool added;
    size_t column = set_add(cells->names, name, &added);
    if (added)
        put_in_order(cells, column, name);
    return column;
}

struct cells *cells_new(const struct cells_plan *plan)
{
    struct cells *cells = mem_new(1, sizeof *cells);
    cells->plan = plan;
    cells->names = set_new();
    for (size_t i = 0; i < plan->field_count; i++)
        add_column(cells, plan->fields[i]);
    if (plan->field_count)
        return cells;
    cells->spool = spool_new();
    begin_block(cells);
    return cells;
}

void cells_free(struct cells *cells)
{
    if (!cells)
        return;
    set_free(cells->names);
    free(cells->order);
    free(cells->guesses);
    free(cells->members);
    buf_free(&cells->guarded);
    buf_free(&cells->block);
    spool_free(cells->spool);
    free(cells);
}

/* --- columns --------------------------------------------------------------------------------- */

/* Absent, null or "". */
static bool is_empty(struct span raw)
{
    return (raw.length == 2 && raw.at[0] == '"') || (raw.length == 4 && raw.at[0] == 'n');
}

/* The column of member i, which mostly is where it was in the last record; SET_NONE: there is
 * none. */
static size_t find_column(struct cells *cells, size_t i, struct span key)
{
    size_t guess = cells->guesses[i];
    if (guess == SET_NONE || !span_equal(set_key(cells->names, guess), key))
        cells->guesses[i] = set_find(cells->names, key);
    return cells->guesses[i];
}

/* Says which member stands in each column; false where one has none. */
static bool find_members(struct cells *cells, struct rec *rec)
{
    size_t count = rec_count(rec);
    bool all = true;
    cells->guesses =
        mem_grow(cells->guesses, &cells->guess_room, count, sizeof *cells->guesses);
    while (cells->guess_count < count)
        cells->guesses[cells->guess_count++] = SET_NONE;
    if (set_count(cells->names))
        memset(cells->members, 0, set_count(cells->names) * sizeof *cells->members);
    for (size_t i = 0; i < count; i++) {
        if (is_empty(rec_value(rec, i)))
            continue;
        size_t column = find_column(cells, i, rec_key(rec, i));
        if (column == SET_NONE)
            all = false;
        else
            cells->members[column] = i + 1;
    }
    return all;
}

/* Would the columns be more than a table may have, or one have no name? */
static const char *fault_of(struct cells *cells, struct rec *rec)
{
    size_t count = set_count(cells->names);
    for (size_t i = 0; i < rec_count(rec); i++) {
        if (is_empty(rec_value(rec, i)))
            continue;
        struct span key = rec_key(rec, i);
        if (key.length == 0)
            return "a field without a name cannot head a column";
        count += set_find(cells->names, key) == SET_NONE;
    }
    return count > TABLE_FIELDS_MAX ? "more columns than a table may have" : NULL;
}

static void spool_block(struct cells *cells)
{
    if (cells->block.length > sizeof cells->columns)
        spool_add(cells->spool, buf_span(&cells->block));
    begin_block(cells);
}

/* What the records so far did not have: rows from here on are wider. */
static void add_columns(struct cells *cells, struct rec *rec)
{
    for (size_t i = 0; i < rec_count(rec); i++)
        if (!is_empty(rec_value(rec, i)))
            add_column(cells, rec_key(rec, i));
    spool_block(cells);
    find_members(cells, rec);
}

/* --- rows ------------------------------------------------------------------------------------ */

/* Eight bytes with a bit set in each that is a comma or a backslash (as in scan.c). */
static inline uint64_t specials(const char *at)
{
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    uint64_t comma = word ^ ones * ',', slash = word ^ ones * '\\';
    return (((comma - ones) & ~comma) | ((slash - ones) & ~slash)) & highs;
}

/* Is the inside of a JSON string the cell as it stands? It is taken to be none where that is not
 * seen at once. */
static bool is_plain(struct span text)
{
    const char *at = text.at, *end = at + text.length;
    char first = text.at[0];
    if (strchr("=+-@' ", (unsigned char)first) || first == '\xEF' || end[-1] == ' ')
        return false;
    for (; end - at >= 8; at += 8)
        if (specials(at))
            return false;
    while (at < end && *at != ',' && *at != '\\')
        at++;
    return at == end;
}

static void write_text(struct cells *cells, struct span text, struct buf *out)
{
    if (!guard_needed(text)) {
        table_write_field(out, text);
        return;
    }
    buf_clear(&cells->guarded);
    buf_add_byte(&cells->guarded, '\'');
    buf_add(&cells->guarded, text);
    table_write_field(out, buf_span(&cells->guarded));
}

static void write_cell(struct cells *cells, struct rec *rec, struct span raw, struct buf *out)
{
    struct span inside = {raw.at + 1, raw.length - 2};
    if (raw.at[0] != '"')
        table_write_field(out, raw);
    else if (is_plain(inside))
        buf_add(out, inside);
    else
        write_text(cells, rec_text_of(rec, raw), out);
}

static void end_line(const struct cells *cells, struct buf *out)
{
    buf_add_text(out, cells->plan->returns ? "\r\n" : "\n");
}

static void write_row(struct cells *cells, struct rec *rec, struct buf *out)
{
    size_t count = set_count(cells->names);
    for (size_t i = 0; i < count; i++) {
        size_t member = cells->members[cells->order[i]];
        if (i)
            buf_add_byte(out, ',');
        if (member)
            write_cell(cells, rec, rec_value(rec, member - 1), out);
    }
}

/* An empty line would be no record. */
static void end_row(const struct cells *cells, size_t start, struct buf *out)
{
    if (out->length == start)
        buf_add_text(out, "\"\"");
    end_line(cells, out);
}

static void write_header(struct cells *cells, struct buf *out)
{
    size_t count = set_count(cells->names);
    cells->begun = true;
    if (cells->plan->mark)
        buf_add_text(out, "\xEF\xBB\xBF");
    size_t start = out->length;
    for (size_t i = 0; i < count && !cells->plan->no_header; i++) {
        if (i)
            buf_add_byte(out, ',');
        write_text(cells, set_key(cells->names, cells->order[i]), out);
    }
    if (!cells->plan->no_header)
        end_row(cells, start, out);
}

bool cells_add(struct cells *cells, struct rec *rec, struct buf *out, const char **why)
{
    bool all = find_members(cells, rec);
    *why = cells->spool && !all ? fault_of(cells, rec) : NULL;
    if (*why)
        return false;
    if (cells->spool) {
        if (!all)
            add_columns(cells, rec);
        write_row(cells, rec, &cells->block);
        end_line(cells, &cells->block);
        if (cells->block.length >= BLOCK)
            spool_block(cells);
        return true;
    }
    if (!cells->begun)
        write_header(cells, out);
    size_t start = out->length;
    write_row(cells, rec, out);
    end_row(cells, start, out);
    return true;
}

/* --- the spool ------------------------------------------------------------------------------- */

static const char *behind_quoted(const char *at)
{
    for (at++; *at != '"' || at[1] == '"'; at++)
        at += *at == '"';
    return at + 1;
}

/* The cell that begins here, as it was written: a comma or the line's end stands behind it. */
static struct span take_cell(const char **at)
{
    const char *start = *at;
    if (*start == '"')
        *at = behind_quoted(start);
    else
        while (**at != ',' && **at != '\r' && **at != '\n')
            ++*at;
    return (struct span){start, (size_t)(*at - start)};
}

/* Writes rows of fewer columns with an empty cell for each that came after them. */
static void widen(struct cells *cells, size_t columns, struct span rows, struct buf *out)
{
    size_t count = set_count(cells->names);
    const char *at = rows.at, *end = at + rows.length;
    while (at < end) {
        size_t start = out->length, taken = 0;
        for (size_t i = 0; i < count; i++) {
            if (i)
                buf_add_byte(out, ',');
            if (cells->order[i] >= columns)
                continue;
            buf_add(out, take_cell(&at));
            at += ++taken < columns; /* the comma */
        }
        at += cells->plan->returns ? 2 : 1;
        end_row(cells, start, out);
    }
}

size_t cells_columns(const struct cells *cells)
{
    return cells->begun ? set_count(cells->names) : 0;
}

struct span cells_name(const struct cells *cells, size_t column)
{
    return set_key(cells->names, cells->order[column]);
}

bool cells_finish(struct cells *cells, struct buf *out)
{
    struct span block;
    size_t columns, count = set_count(cells->names);
    if (!cells->spool || count == 0)
        return false;
    if (!cells->begun) {
        spool_block(cells);
        write_header(cells, out);
    }
    if (!spool_read(cells->spool, &block))
        return false;
    memcpy(&columns, block.at, sizeof columns);
    struct span rows = span_part(block, sizeof columns, block.length);
    if (columns == count && count > 1) /* the cells of one column alone may make empty lines */
        buf_add(out, rows);
    else
        widen(cells, columns, rows, out);
    return true;
}

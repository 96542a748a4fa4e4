#include "halves.h"

#include <stdlib.h>

#include "follow.h"
#include "mem.h"
#include "utf8.h"

enum {
    LABEL_MAX = 80, /* code points of a line of a label, indentation included */
    LABEL_LINES = 4,
    VALUE_MAX = 45,
    VALUE_LINES = 3,
    GAP_MIN = 4,   /* blanks between label and value */
    DEPTH_MIN = 20, /* at which a value stands */
    HANGING = 8
};

/* A line: a label's, a value's, or both side by side. */
struct line {
    struct span text;         /* of the source */
    struct span label, value; /* trimmed; at most one of them is empty */
    size_t indent, end, from; /* where the label begins and ends, where the value begins */
};

struct lines {
    struct line *items;
    size_t count, room;
};

static void read_line(struct lines *lines, struct span text)
{
    struct line line = {.text = text};
    size_t column = 0, blanks = 0, gap = text.length;
    bool begun = false, tab = false;
    for (size_t at = 0; at < text.length;) {
        uint32_t point;
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        bool blank = point == ' ' || point == '\t' || point == '\r' || point == '\f';
        if (!blank && (!begun || blanks >= GAP_MIN || tab)) {
            gap = begun || column >= DEPTH_MIN ? at : gap;
            line.from = gap == at ? column : line.from;
            line.indent = begun ? line.indent : column;
            begun = true;
        }
        line.end = !blank && gap == text.length ? column + 1 : line.end;
        blanks = blank ? blanks + 1 : 0;
        tab = begun && blank && (tab || point == '\t');
        column += point == '\t' ? GAP_MIN : 1;
        at += length;
    }
    line.label = span_trim(span_part(text, 0, gap));
    line.value = span_trim(span_part(text, gap, text.length));
    lines->items =
        mem_grow(lines->items, &lines->room, lines->count + 1, sizeof *lines->items);
    lines->items[lines->count++] = line;
}

static bool is_empty(const struct lines *lines, size_t at)
{
    return at >= lines->count ||
           (!lines->items[at].label.length && !lines->items[at].value.length);
}

static bool is_label(const struct lines *lines, size_t at)
{
    return at < lines->count && lines->items[at].label.length &&
           lines->items[at].end <= LABEL_MAX;
}

static bool is_value(struct span value)
{
    return value.length && utf8_count(value) <= VALUE_MAX &&
           span_find(value, span_of("   ")) == value.length &&
           span_find_byte(value, '\t') == value.length;
}

/* Does the label go on in this line? It may hang under its number. */
static bool goes_on(const struct line *before, const struct line *line)
{
    size_t hanging = utf8_is_digit((unsigned char)before->label.at[0]) ? HANGING : 1;
    return follow_small(line->label) && !follow_ends(span_last_word(before->label)) &&
           line->indent <= before->indent + hanging && before->indent <= line->indent + 1;
}

struct row {
    size_t to; /* the line behind it */
    size_t labels[LABEL_LINES], label_count, values[VALUE_LINES], value_count;
    size_t end, from; /* where its labels end and its values begin */
};

static bool add_label(struct row *row, const struct line *line, size_t at)
{
    if (row->label_count == LABEL_LINES)
        return false;
    row->labels[row->label_count++] = at;
    row->end = line->end > row->end ? line->end : row->end;
    return true;
}

static bool add_value(struct row *row, const struct line *line, size_t at)
{
    bool second = row->value_count > 0;
    if (row->value_count == VALUE_LINES || !is_value(line->value) ||
        (second && (!follow_small(line->value) || line->from != row->from)))
        return false;
    row->values[row->value_count++] = at;
    row->from = line->from;
    return true;
}

/* Is it whole, and a row? Behind it a column of prose would go on. */
static bool is_row(const struct lines *lines, const struct row *row)
{
    if (!row->label_count || !row->value_count || row->from <= row->end)
        return false;
    const struct line *next = is_empty(lines, row->to) ? NULL : &lines->items[row->to];
    struct span last = lines->items[row->values[row->value_count - 1]].value;
    struct span label = lines->items[row->labels[row->label_count - 1]].label;
    bool more = next && next->value.length && next->from == row->from &&
                next->label.length && follow_small(next->value);
    return !more && !follow_dangles(span_last_word(last)) &&
           !follow_ends(span_last_word(label));
}

/* A row that begins with this line of a label; false: it is none. */
static bool read_row(const struct lines *lines, size_t at, struct row *row)
{
    const struct line *items = lines->items, *before = &items[at];
    *row = (struct row){.to = at + 1};
    if (!is_label(lines, at) || before->value.length || follow_small(before->label))
        return false;
    add_label(row, before, at);
    for (; !is_empty(lines, row->to); row->to++) {
        const struct line *line = &items[row->to];
        bool more = is_label(lines, row->to) && goes_on(before, line);
        if ((line->label.length && !more) || (line->value.length && row->value_count == 0 &&
                                              !line->label.length && row->label_count > 1))
            break;
        if ((more && !add_label(row, line, row->to)) ||
            (line->value.length && !add_value(row, line, row->to)))
            return false;
        before = more ? line : before;
    }
    return row->label_count > 1 && is_row(lines, row);
}

static bool is_value_alone(const struct lines *lines, size_t at)
{
    return at < lines->count && !lines->items[at].label.length &&
           is_value(lines->items[at].value);
}

/* A value whose first line stands above its label, and another beside or below that. */
static bool read_value_about(const struct lines *lines, size_t at, struct row *row)
{
    const struct line *before = NULL;
    if (!is_value_alone(lines, at) || !is_label(lines, at + 1))
        return false;
    *row = (struct row){.to = at};
    for (; !is_empty(lines, row->to); row->to++) {
        const struct line *line = &lines->items[row->to];
        bool more = line->label.length > 0;
        if (more && before && !goes_on(before, line))
            break;
        if (!more && before && is_label(lines, row->to + 1) && row->value_count > 1 &&
            !goes_on(before, line + 1))
            break; /* of the next row */
        if ((more && (!is_label(lines, row->to) || !add_label(row, line, row->to))) ||
            (line->value.length && !add_value(row, line, row->to)))
            return false;
        before = more ? line : before;
    }
    return row->value_count > 1 && is_row(lines, row);
}

/* The value behind blanks, at its column if it can be. */
static void write_row(const struct lines *lines, const struct row *row, struct buf *out)
{
    size_t start = out->length;
    for (size_t i = 0; i < row->label_count; i++) {
        if (i)
            buf_add_byte(out, ' ');
        buf_add(out, lines->items[row->labels[i]].label);
    }
    size_t column = utf8_count(span_part(buf_span(out), start, out->length));
    for (size_t at = column; at < column + GAP_MIN || at < row->from; at++)
        buf_add_byte(out, ' ');
    for (size_t i = 0; i < row->value_count; i++) {
        if (i)
            buf_add_byte(out, ' ');
        buf_add(out, lines->items[row->values[i]].value);
    }
    buf_add_byte(out, '\n');
}

void halves_join(struct span text, struct buf *out)
{
    struct lines lines = {0};
    struct span line;
    struct row row;
    while (span_split(&text, '\n', &line))
        read_line(&lines, line);
    for (size_t at = 0; at < lines.count;) {
        if (read_row(&lines, at, &row) || read_value_about(&lines, at, &row)) {
            write_row(&lines, &row, out);
            at = row.to;
        } else {
            buf_add(out, lines.items[at++].text);
            buf_add_byte(out, '\n');
        }
    }
    free(lines.items);
}

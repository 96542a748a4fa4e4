#include "plain.h"

#include <stdlib.h>
#include <string.h>

#include "breaks.h"
#include "date.h"
#include "dateline.h"
#include "follow.h"
#include "gutter.h"
#include "halves.h"
#include "hyphen.h"
#include "markdown.h"
#include "memo.h"
#include "shuffle.h"
#include "stops.h"
#include "utf8.h"
#include "weave.h"

enum {
    /* Wrapped prose is rarely wider; files with longer lines have one paragraph a line. */
    WRAP_WIDTH_MAX = 120,
    PLAIN_BYTES_MAX = 24 * 1024 * 1024, /* so that its record fits a line (IN_LINE_MAX) */
    TITLE_MAX = 160,   /* characters of a line that can be a title */
    HEADING_MAX = 100, /* or a heading */
    HEAD_BLOCKS = 8,   /* a byline stands among the first of them */
    HEAD_LINES = 12,   /* and From and Subject among these */
    HEAD_CELLS = 3,    /* lines in which blanks part a letter head; below, they part a table */
    ROMAN_MAX = 5,     /* letters of an item's number: "xviii" */
    LIST_INDENT = 4,   /* of names below the first, behind a label */
    MEETING_REACH = 90, /* bytes from "Minutes" to "held on" */
    CHRONICLE_DATES = 3,
    SIGNATURE_BLOCKS = 8, /* a release is signed in its last blocks */
    LABEL_WORDS = 3,   /* of "Inspection date: 4 June" */
    CELL_GAP = 4       /* blanks that set two cells apart */
};

enum line_kind { LINE_EMPTY, LINE_TEXT, LINE_BULLET, LINE_NUMBERED, LINE_CELLS, LINE_DROPPED };

struct line {
    struct span text; /* without indentation, bullet and blanks at its end */
    size_t width;     /* code points, indentation included */
    size_t indent;
    enum line_kind kind;
    int level;    /* of a Markdown heading; 0: none */
    int quoted;   /* marks of quotation before it */
    bool kept;    /* begins a block: the line end before it was meant */
    bool entry;   /* of a list without bullets: names, a line each */
};

struct reader {
    struct document *document;
    struct line *lines;
    size_t count, room;
    size_t wrap;  /* width at which lines were broken; 0: one paragraph a line */
    bool markdown;
    struct markdown marks;
    const struct line *item; /* that the paragraph begins with; NULL: it is no list item */
    struct buf paragraph;
    struct hyphen *hyphen; /* the words of this text */
};

static uint32_t first_point(struct span text)
{
    uint32_t point = 0;
    if (text.length)
        utf8_decode(text, &point);
    return point;
}

static uint32_t last_point(struct span text)
{
    uint32_t point = 0;
    if (text.length)
        utf8_decode_last(text, &point);
    return point;
}

/* Glyphs that begin list items: ASCII marks, bullets, squares, dashes, and the private-use
 * code points that symbol fonts leave behind. */
static bool is_bullet(uint32_t point)
{
    return point == '*' || point == '-' || point == '+' || point == 0xB7 || point == 0x2022 ||
           point == 0x2023 || point == 0x2013 || point == 0x2014 || point == 0x2043 ||
           (point >= 0x25A0 && point <= 0x25FF) || (point >= 0x2700 && point <= 0x27BF) ||
           (point >= 0xF000 && point <= 0xF0FF);
}

/* A bullet and a blank; a letter 'o' only where it is indented, as word processors leave it. */
static size_t bullet_length(struct span text, size_t indent)
{
    uint32_t point, next = 0;
    if (text.length < 2)
        return 0;
    size_t length = utf8_decode(text, &point);
    struct span rest = span_part(text, length, text.length);
    if (rest.length)
        utf8_decode(rest, &next);
    bool mark = is_bullet(point) || (point == 'o' && indent > 0);
    if (span_ends(text, span_of(" -")) || span_ends(text, span_of(" *")))
        return 0; /* "- ENDS -" */
    return mark && utf8_is_space(next) ? length : 0;
}

/* Bytes of "iv", or within brackets "a", before the bracket that closes them. */
static size_t letters_of_item(struct span text, bool open)
{
    size_t roman = 0;
    while (roman < text.length && roman < ROMAN_MAX && strchr("ivx", text.at[roman]))
        roman++;
    if (roman && roman < text.length && text.at[roman] == ')')
        return roman;
    bool letter = open && text.length > 1 && text.at[0] >= 'a' && text.at[0] <= 'z';
    return letter && text.at[1] == ')' ? 1 : 0;
}

/* "1.", "2.1", "12)", "(a)", "iv)" with a blank behind. */
static bool is_numbered(struct span text)
{
    size_t at = text.length && text.at[0] == '(';
    size_t digits = 0, marks = 0;
    size_t run = 0; /* of digits: four are a year */
    while (at < text.length && digits < 6 && run < 4 &&
           (utf8_is_digit((unsigned char)text.at[at]) ||
            (digits && text.at[at] == '.' && ++marks))) {
        run = text.at[at] == '.' ? 0 : run + 1;
        at++;
        digits++;
    }
    if (run > 3)
        return false;
    if (digits == 0) {
        bool open = at > 0;
        at += letters_of_item(span_part(text, at, text.length), open);
        digits = at > open;
    }
    bool closed = at < text.length && text.at[at] == ')';
    at += closed;
    return digits && digits < 6 && (closed || marks) && at < text.length &&
           (text.at[at] == ' ' || text.at[at] == '\t');
}

/* Cells that their neighbours bear out, see stops. */
static bool has_tab(struct span text)
{
    return span_find_byte(text, '\t') < text.length;
}

static bool has_gap(struct span text)
{
    size_t blanks = 0;
    for (size_t i = 0; i < text.length; i++) {
        blanks = text.at[i] == ' ' ? blanks + 1 : 0;
        if (text.at[i] == '\t' || (blanks >= CELL_GAP && i + 1 < text.length))
            return true;
    }
    return false;
}

static struct span behind_number(struct span text)
{
    struct span number = span_first_word(text);
    return is_numbered(text) ? span_trim(span_part(text, number.length, text.length)) : text;
}

static void classify(struct line *line)
{
    if (line->text.length == 0) {
        line->kind = LINE_EMPTY;
        return;
    }
    size_t bullet = bullet_length(line->text, line->indent);
    if (bullet) {
        line->text = span_trim(span_part(line->text, bullet, line->text.length));
        line->kind = has_tab(line->text) ? LINE_CELLS : LINE_BULLET;
    } else if (is_numbered(line->text)) {
        line->kind = has_gap(behind_number(line->text)) ? LINE_CELLS : LINE_NUMBERED;
    } else {
        line->kind = has_gap(line->text) ? LINE_CELLS : LINE_TEXT;
    }
}

/* The marks "> " and ">> " that mail and forums set before quoted lines. In text that is no
 * Markdown a number behind them is compared ("> 50 places"), and "->" is none. */
static size_t quote_length(struct span text, bool markdown)
{
    size_t at = 0, end = 0;
    while (at < text.length && (text.at[at] == '>' || (text.at[at] == ' ' && end))) {
        at++;
        end = text.at[at - 1] == '>' ? at : end;
    }
    bool apart = at > end || at == text.length;
    bool compared = at < text.length && utf8_is_digit((unsigned char)text.at[at]);
    return markdown || (apart && !compared) ? end : 0;
}

static void add_line(struct reader *reader, struct span raw)
{
    struct line line = {.text = raw};
    while (line.text.length && (line.text.at[0] == ' ' || line.text.at[0] == '\t')) {
        line.indent += line.text.at[0] == '\t' ? 8 : 1;
        line.text = span_part(line.text, 1, line.text.length);
    }
    line.text = span_trim(line.text);
    line.width = utf8_count(line.text) + line.indent;
    size_t quoted = quote_length(line.text, reader->markdown);
    for (size_t i = 0; i < quoted; i++)
        line.quoted += line.text.at[i] == '>';
    line.text = span_trim(span_part(line.text, quoted, line.text.length));
    while (reader->markdown && line.level < 6 && line.text.length && line.text.at[0] == '#') {
        line.level++;
        line.text = span_part(line.text, 1, line.text.length);
    }
    line.text = span_trim(line.text);
    classify(&line);
    reader->lines =
        mem_grow(reader->lines, &reader->room, reader->count + 1, sizeof *reader->lines);
    reader->lines[reader->count++] = line;
}

static void split_lines(struct reader *reader, struct span text)
{
    size_t start = 0;
    for (size_t i = 0; i <= text.length; i++) {
        bool end = i == text.length || text.at[i] == '\n' || text.at[i] == '\f' ||
                   text.at[i] == '\r';
        if (!end)
            continue;
        add_line(reader, span_part(text, start, i));
        if (i < text.length && text.at[i] == '\f')
            add_line(reader, (struct span){"", 0});
        if (i + 1 < text.length && text.at[i] == '\r' && text.at[i + 1] == '\n')
            i++;
        start = i + 1;
    }
}

/* A number that stands alone far from the left margin is a page's. */
static bool is_page_number(const struct line *line)
{
    struct span number = line->text;
    if (number.length > 4 && span_starts(number, span_of("- ")) &&
        span_ends(number, span_of(" -"))) /* "- 4 -" */
        number = span_part(number, 2, number.length - 2);
    else if (line->indent < 8)
        return false;
    if (number.length == 0 || number.length > 4)
        return false;
    for (size_t i = 0; i < number.length; i++)
        if (!utf8_is_digit((unsigned char)number.at[i]))
            return false;
    return true;
}

static struct line *neighbour(struct reader *reader, size_t from, int step)
{
    size_t i = from;
    for (int seen = 0; seen < 4; seen++) {
        if ((step < 0 && i == 0) || (step > 0 && i + 1 >= reader->count))
            return NULL;
        i = step < 0 ? i - 1 : i + 1;
        if (reader->lines[i].kind != LINE_EMPTY)
            return &reader->lines[i];
    }
    return NULL;
}

static bool occurs_again(const struct reader *reader, const struct line *line)
{
    size_t same = 0;
    for (size_t i = 0; i < reader->count; i++)
        same += reader->lines[i].kind != LINE_EMPTY &&
                span_equal(reader->lines[i].text, line->text);
    return same > 1;
}

/* Drops page numbers, and the lines beside them that other pages repeat. */
static void drop_running_lines(struct reader *reader)
{
    for (size_t i = 0; i < reader->count; i++) {
        if (!is_page_number(&reader->lines[i]))
            continue;
        for (int step = -1; step <= 1; step += 2) {
            struct line *line = neighbour(reader, i, step);
            if (line && line->kind != LINE_DROPPED && occurs_again(reader, line)) {
                for (size_t j = 0; j < reader->count; j++)
                    if (&reader->lines[j] != line &&
                        span_equal(reader->lines[j].text, line->text))
                        reader->lines[j].kind = LINE_DROPPED;
                line->kind = LINE_DROPPED;
            }
        }
        reader->lines[i].kind = LINE_DROPPED;
    }
}

static bool starts_lower(struct span text)
{
    uint32_t point = first_point(text);
    return utf8_is_letter(point) && !utf8_is_upper(point);
}

/* Without "[^1]" or "[12]", the marks of notes, at its end. */
static struct span without_notes(struct span text)
{
    while (text.length && text.at[text.length - 1] == ']') {
        size_t at = text.length - 1;
        while (at && text.at[at - 1] != '[' && text.at[at - 1] != ' ')
            at--;
        struct span label = span_part(text, at, text.length - 1);
        if (at < 2 || text.at[at - 1] != '[' || !label.length ||
            (label.at[0] != '^' && !utf8_is_digit((unsigned char)label.at[0])))
            break;
        text = span_part(text, 0, at - 1);
    }
    return text;
}

static bool ends_sentence(struct span text)
{
    text = without_notes(text);
    while (text.length) {
        uint32_t point;
        size_t length = utf8_decode_last(text, &point);
        if (point == '.' || point == '?' || point == '!' || point == ':')
            return true;
        if (point != ')' && utf8_fold(point) != '"' && utf8_fold(point) != '\'' && point != '*')
            return false;
        text = span_part(text, 0, text.length - length);
    }
    return false;
}

static bool ends_with_comma(struct span text)
{
    return last_point(text) == ',';
}

static int compare_sizes(const void *a, const void *b)
{
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    return (left > right) - (left < right);
}

/* The width at which lines were broken: the 95th percentile, where lines that go on in lower
 * case are common enough to show that lines were broken at all. */
static size_t find_wrap(struct reader *reader)
{
    size_t *widths = mem_new(reader->count + 1, sizeof *widths);
    size_t count = 0, pairs = 0, continued = 0;
    for (size_t i = 0; i < reader->count; i++) {
        const struct line *line = &reader->lines[i];
        if (line->kind == LINE_EMPTY || line->kind == LINE_DROPPED || line->kind == LINE_CELLS)
            continue;
        bool alone = (i == 0 || reader->lines[i - 1].kind == LINE_EMPTY) &&
                     (i + 1 == reader->count || reader->lines[i + 1].kind == LINE_EMPTY);
        if (!alone) /* else it tells nothing of where lines were broken */
            widths[count++] = line->width;
        if (i == 0 || reader->lines[i - 1].kind == LINE_EMPTY)
            continue;
        pairs++;
        continued += line->kind == LINE_TEXT && starts_lower(line->text) &&
                     !ends_sentence(reader->lines[i - 1].text);
    }
    qsort(widths, count, sizeof *widths, compare_sizes);
    size_t wide = count ? widths[count * 95 / 100] : 0;
    free(widths);
    return pairs && continued * 5 >= pairs && wide <= WRAP_WIDTH_MAX ? wide : 0;
}

/* Would the next line's first word have fitted on this one? Then the break was meant. */
static bool was_broken(const struct reader *reader, const struct line *line,
                       const struct line *next)
{
    return line->width + 1 + utf8_count(span_first_word(next->text)) > reader->wrap * 9 / 10;
}

/* "posted by: NAME", as forums print it above a post. */
static bool begins_with_label(struct span text)
{
    size_t end = span_find(text, span_of(": "));
    return end < text.length && end < 20;
}

/* Does `next` go on with the paragraph that `line` is part of? `alone`: the paragraph has no
 * other line so far. */
static bool continues(const struct reader *reader, const struct line *line,
                      const struct line *next, bool alone)
{
    if (next->kind != LINE_TEXT || next->level || line->level || next->quoted != line->quoted)
        return false;
    if (next->kept || (reader->markdown && span_starts(next->text, span_of("[^"))))
        return false;
    if (line->kind == LINE_CELLS)
        return false;
    if (reader->item && next->indent > reader->item->indent + 1)
        return true; /* hangs under its number or bullet */
    if (next->quoted && !reader->markdown &&
        (begins_with_label(next->text) ||
         (begins_with_label(line->text) && !starts_lower(next->text))))
        return false;
    bool ended = ends_sentence(line->text);
    if (last_point(line->text) == '-' && starts_lower(next->text))
        return true;
    if (starts_lower(next->text) && !ended)
        return true;
    if (reader->wrap == 0)
        return reader->markdown && !ended && line->width > WRAP_WIDTH_MAX / 3;
    if (was_broken(reader, line, next))
        return true;
    return !ended && (!alone || line->width > reader->wrap * 2 / 3);
}

static bool is_address(struct span text)
{
    return span_find(text, span_of("://")) < text.length;
}

/* A short line on its own, no sentence, is a heading. */
static bool is_heading(const struct reader *reader, const struct line *line, size_t next)
{
    if (line->level)
        return true;
    bool free_behind = next >= reader->count || reader->lines[next].kind != LINE_TEXT ||
                       reader->wrap == 0;
    return line->kind == LINE_TEXT && !line->quoted && !line->kept && free_behind &&
           utf8_count(line->text) <= HEADING_MAX && !ends_sentence(line->text) &&
           !starts_lower(line->text) && last_point(line->text) != ',' &&
           last_point(line->text) != ';' && !is_address(line->text) &&
           utf8_is_word(first_point(line->text));
}

/* Cells are set apart by tabs or wide gaps; a number stays with the first. */
static void add_cells(struct reader *reader, struct span text)
{
    struct span rest = behind_number(text);
    size_t blanks = rest.length < text.length;
    buf_clear(&reader->paragraph);
    if (blanks)
        buf_add(&reader->paragraph, span_first_word(text));
    for (size_t i = 0; i < rest.length; i++) {
        if (rest.at[i] == ' ') {
            blanks++;
            continue;
        }
        if (blanks)
            buf_add_byte(&reader->paragraph, blanks >= CELL_GAP ? '\t' : ' ');
        blanks = 0;
        buf_add_byte(&reader->paragraph, rest.at[i]);
    }
    document_add(reader->document, DOCUMENT_TABLE_ROW, buf_span(&reader->paragraph), 0);
}

static void emit(struct reader *reader, enum document_role role, struct span text)
{
    struct buf clean = {0};
    if (!reader->markdown) {
        document_add(reader->document, role, text, 0);
        return;
    }
    markdown_write(&reader->marks, text, &clean);
    document_add_marked(reader->document, markdown_is_image(text) ? DOCUMENT_CAPTION : role,
                        buf_span(&clean), reader->marks.urls, reader->marks.url_count);
    buf_free(&clean);
}

/* | cell | cell | of Markdown; the rule beneath the header has no letters and falls out. */
static bool add_markdown_row(struct reader *reader, struct span text)
{
    if (!reader->markdown || text.length < 2 || text.at[0] != '|')
        return false;
    struct span rest = span_part(text, 1, text.length - (text.at[text.length - 1] == '|')), cell;
    buf_clear(&reader->paragraph);
    for (bool first = true; span_split(&rest, '|', &cell); first = false) {
        if (!first)
            buf_add_byte(&reader->paragraph, '\t');
        buf_add(&reader->paragraph, span_trim(cell));
    }
    emit(reader, DOCUMENT_TABLE_ROW, buf_span(&reader->paragraph));
    return true;
}

static size_t add_paragraph(struct reader *reader, size_t i)
{
    const struct line *first = &reader->lines[i], *line = first;
    if (add_markdown_row(reader, first->text))
        return i + 1;
    bool stray = reader->wrap && first->indent == 0 && i > 0 && !first->kept &&
                 reader->lines[i - 1].kind == LINE_TEXT && !has_tab(first->text) &&
                 !is_numbered(first->text);
    if (first->kind == LINE_CELLS && !stray) {
        add_cells(reader, first->text);
        return i + 1;
    }
    bool listed = first->kind == LINE_BULLET || first->kind == LINE_NUMBERED;
    reader->item = listed ? first : NULL;
    buf_clear(&reader->paragraph);
    buf_add(&reader->paragraph, first->text);
    size_t next = i + 1;
    while (next < reader->count &&
           (reader->lines[next].kind == LINE_DROPPED ||
            continues(reader, line, &reader->lines[next], line == first))) {
        if (reader->lines[next].kind != LINE_DROPPED) {
            line = &reader->lines[next];
            hyphen_join(reader->hyphen, &reader->paragraph, line->text);
        }
        next++;
    }
    enum document_role role = listed || first->entry ? DOCUMENT_LIST_ITEM
                              : first->quoted        ? DOCUMENT_QUOTE
                              : line == first && is_heading(reader, first, next)
                                  ? DOCUMENT_HEADING
                                  : DOCUMENT_PARAGRAPH;
    emit(reader, role, buf_span(&reader->paragraph));
    return next;
}

static struct span block_text(const struct document *document, size_t i)
{
    const struct document_block *block = &document->blocks[i];
    return span_part(document_text(document), block->start, block->end);
}

static bool is_dateline(struct span text, struct when *when)
{
    if (!date_find(text, 0, when) || when->kind == WHEN_RELATIVE)
        return false;
    struct span before = span_part(text, 0, when->start);
    if (dateline_is_other(before))
        return false;
    bool alone = when->start == 0 && when->end + 2 > text.length;
    return (alone || !ends_sentence(text)) && utf8_count(before) <= 40 &&
           text.length - when->end <= 24 && utf8_count(text) <= 80;
}

static void state_date(struct document *document, const struct when *when, const char *basis)
{
    char text[WHEN_TEXT];
    when_text(when, text);
    document_state(document, &document->date, span_of(text));
    document_state(document, &document->date_basis, span_of(basis));
}

/* The year that completes "4 June": the latest that the document names. */
static int latest_year(struct span text)
{
    struct when when;
    int year = 0;
    for (size_t at = 0; date_find(text, at, &when); at = when.end)
        if (when.kind == WHEN_ABSOLUTE && when.to.year > year && when.to.month)
            year = when.to.year;
    return year;
}

/* A document with several blocks that are dates is a chronicle: none of them is its own. */
static bool is_chronicle(const struct document *document)
{
    struct when when;
    size_t dates = 0;
    for (size_t i = 0; i < document->block_count && dates < CHRONICLE_DATES; i++) {
        struct span text = block_text(document, i);
        dates += utf8_count(text) <= 40 && date_find(text, 0, &when) && when.start == 0 &&
                 when.end == text.length;
    }
    return dates >= CHRONICLE_DATES;
}

/* "Minutes of the meeting held on 4 June 2013", but not what was done with them. */
static bool is_meeting(struct span text, struct when *when)
{
    static const char *const heads[] = {"minutes", "notes of", "record of", "meeting held"};
    struct buf folded = {0};
    utf8_fold_text(&folded, span_part(text, 0, MEETING_REACH));
    bool head = span_starts_any(buf_span(&folded), heads, sizeof heads / sizeof *heads);
    buf_free(&folded);
    if (!head || !date_find(text, 0, when) || when->kind != WHEN_ABSOLUTE ||
        when->start > 2 * MEETING_REACH || !when->from.day)
        return false;
    struct span behind = span_part(text, when->end, text.length);
    return !span_starts(behind, span_of(" were")) && !span_starts(behind, span_of(" was"));
}

/* Do several lines begin with a date? Then they tell of it, and it is not the document's. */
static bool is_timeline(const struct reader *reader)
{
    struct when when;
    size_t dates = 0;
    for (size_t i = 0; i < reader->count && dates < CHRONICLE_DATES; i++)
        dates += date_read(reader->lines[i].text, 0, &when) && when.kind == WHEN_ABSOLUTE;
    return dates >= CHRONICLE_DATES;
}

/* A date that is set apart in one of the first lines. */
static void find_dateline(const struct reader *reader)
{
    struct when when;
    size_t seen = 0;
    bool timeline = is_timeline(reader);
    for (size_t i = 0; i < reader->count && seen < HEAD_LINES; i++) {
        const struct line *line = &reader->lines[i];
        if (line->kind == LINE_EMPTY || line->kind == LINE_DROPPED)
            continue;
        seen++;
        if (line->kind == LINE_BULLET || (line->kind == LINE_CELLS && seen > HEAD_CELLS))
            continue;
        if (dateline_read(line->text, &when) && !(timeline && when.start == 0)) {
            state_date(reader->document, &when, "byline");
            return;
        }
    }
}

/* A dateline among the first blocks, or a title that begins with a day: "4 June - …". */
static void find_date(const struct reader *reader)
{
    struct document *document = reader->document;
    struct when when;
    if (is_chronicle(document))
        return;
    size_t head = document->block_count < HEAD_BLOCKS ? document->block_count : HEAD_BLOCKS;
    for (size_t i = 0; i < head; i++) {
        struct span text = block_text(document, i);
        bool line = document->blocks[i].role != DOCUMENT_TABLE_ROW &&
                    document->blocks[i].role != DOCUMENT_LIST_ITEM;
        if (line && is_dateline(text, &when) && when.kind == WHEN_ABSOLUTE && !when.range) {
            state_date(document, &when, "byline");
            return;
        }
        if (line && is_meeting(text, &when)) {
            state_date(document, &when, "heading");
            return;
        }
        if (i == 0 && date_read(text, 0, &when) && when.kind == WHEN_PARTIAL && when.from.day) {
            int year = latest_year(document_text(document));
            if (year == 0)
                continue;
            when.from.year = when.to.year = year;
            state_date(document, &when, "heading");
            return;
        }
    }
    find_dateline(reader);
}

static void find_title(struct document *document)
{
    struct when when;
    bool behind_row = false; /* of a letter head, or of names: a heading alone is a title there */
    for (size_t i = 0; i < document->block_count && i < 3; i++) {
        struct span text = block_text(document, i);
        enum document_role role = document->blocks[i].role;
        if (is_dateline(text, &when) && when.start < 12 && when.end + 12 > text.length)
            continue;
        bool may = behind_row ? role == DOCUMENT_HEADING
                              : role != DOCUMENT_LIST_ITEM && role != DOCUMENT_TABLE_ROW;
        behind_row = role == DOCUMENT_TABLE_ROW;
        if (may && utf8_count(text) <= TITLE_MAX &&
            (role == DOCUMENT_HEADING || (!ends_sentence(text) || span_ends(text, span_of("..")) ||
                                          last_point(text) == '?')))
            document_state(document, &document->title, text);
        if (role != DOCUMENT_TABLE_ROW)
            return;
    }
}

/* "By NAME", "Published by NAME": the words behind, up to a comma or the end of the line. */
static void find_names(struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        struct span text = block_text(document, i);
        struct span by = span_of("By "), published = span_of("Published by ");
        if (span_starts(text, published) && utf8_count(text) <= 80)
            document_state(document, &document->publisher,
                           span_part(text, published.length, text.length));
        else if (i < HEAD_BLOCKS && span_starts(text, by) && utf8_count(text) <= 60 &&
                 utf8_is_upper(first_point(span_part(text, by.length, text.length))))
            document_state(document, &document->author,
                           span_part(text, by.length, span_find_byte(text, ',')));
    }
}

/* The cell of a running head that is a council's name: its text is no part of the document, but
 * whose paper it is. */
static bool council_cell(struct span line, struct span *cell)
{
    struct span council = span_of("Council");
    size_t end = span_find(line, council) + council.length, start = 0;
    if (end > line.length || (end < line.length && line.at[end] != ' ' && line.at[end] != '\t'))
        return false;
    for (size_t i = 0; i + 1 < end; i++)
        if (line.at[i] == '\t' || (line.at[i] == ' ' && line.at[i + 1] == ' '))
            start = i + 1;
    *cell = span_trim(span_part(line, start, end));
    return cell->length > council.length && utf8_is_upper(first_point(*cell));
}

static void find_running_publisher(const struct reader *reader)
{
    struct span cell;
    for (size_t i = 0; i < reader->count; i++) {
        if (reader->lines[i].kind != LINE_DROPPED || !council_cell(reader->lines[i].text, &cell))
            continue;
        document_state(reader->document, &reader->document->publisher, cell);
        return;
    }
}

/* "Present:   NAME" with further names below the first, a line each. The label stays with
 * the first, as it does where there is no other. */
static size_t keep_list(struct reader *reader, size_t i)
{
    const struct line *first = &reader->lines[i];
    bool label = breaks_has_label(first->text);
    size_t next = i + 1, names = 0;
    for (; label && next < reader->count && reader->lines[next].kind == LINE_TEXT; next++) {
        struct line *line = &reader->lines[next];
        struct span before = line[-1].text;
        bool goes_on = starts_lower(line->text) || ends_with_comma(before) ||
                       follow_dangles(span_last_word(before));
        if (line->indent < first->indent + LIST_INDENT || ends_sentence(line->text))
            break;
        line->kept = line->entry = !goes_on;
        names += !goes_on;
    }
    return names ? next : i + 1;
}

/* Names and addresses, a line each, and verse. */
static size_t keep_breaks(struct reader *reader, size_t from)
{
    size_t end = from, room = 0;
    struct span *texts = NULL;
    for (; end < reader->count && reader->lines[end].kind == LINE_TEXT &&
           !reader->lines[end].kept && reader->lines[end].quoted == reader->lines[from].quoted;
         end++) {
        texts = mem_grow(texts, &room, end - from + 1, sizeof *texts);
        texts[end - from] = reader->lines[end].text;
    }
    enum breaks_kind kind = breaks_find(texts, end - from, reader->wrap);
    bool list = kind == BREAKS_NAMES && last_point(texts[0]) == ':';
    for (size_t i = from; kind != BREAKS_NONE && i < end; i++) {
        reader->lines[i].kept = true;
        reader->lines[i].entry = list && i > from;
    }
    free(texts);
    return end > from ? end : from + 1;
}

/* "11.40", above what happened then. */
static bool is_time(struct span text)
{
    size_t hours = 0;
    while (hours < text.length && hours < 3 && utf8_is_digit((unsigned char)text.at[hours]))
        hours++;
    struct span rest = span_part(text, hours, text.length);
    return hours && hours < 3 && rest.length == 3 && (rest.at[0] == '.' || rest.at[0] == ':') &&
           rest.at[1] >= '0' && rest.at[1] <= '5' && utf8_is_digit((unsigned char)rest.at[2]);
}

/* "Inspection date: 4 June 2013", "Report published: …", a line each. */
static bool is_labelled(struct span text)
{
    size_t end = span_find(text, span_of(": ")), words = 1;
    for (size_t i = 0; i < end && end < text.length; i++)
        words += text.at[i] == ' ';
    return end < text.length && words <= LABEL_WORDS && utf8_is_upper(first_point(text)) &&
           utf8_is_digit(first_point(span_trim(span_part(text, end + 1, text.length))));
}

static void keep_lines(struct reader *reader)
{
    for (size_t i = 0; !reader->markdown && i < reader->count; i++) {
        struct line *line = &reader->lines[i];
        bool torn = i && line[-1].kind == LINE_TEXT &&
                    follow_dangles(span_last_word(line[-1].text));
        line->kept = line->kept || is_time(line->text) ||
                     (line->kind == LINE_TEXT && is_labelled(line->text) && !torn);
    }
    for (size_t i = 0; !reader->markdown && i < reader->count;)
        i = keep_list(reader, i);
    for (size_t i = 0; !reader->markdown && i < reader->count;)
        i = keep_breaks(reader, i);
}

/* From, Sent and Subject, printed in the first lines. */
static void find_memo(struct reader *reader)
{
    struct document *document = reader->document;
    struct span values[MEMO_SUBJECT + 1] = {{0}}, value;
    size_t at = 0, count = 0;
    while (at < reader->count && at < HEAD_LINES &&
           memo_read(reader->lines[at].text, &value) == MEMO_NONE)
        at++;
    for (; at < reader->count; at++, count++) {
        enum memo_field field = memo_read(reader->lines[at].text, &value);
        if (field == MEMO_NONE)
            break;
        if (!values[field].at)
            values[field] = value;
    }
    if (!values[MEMO_FROM].length || count < 2)
        return;
    struct when when;
    for (size_t i = at - count; i <= at && i < reader->count; i++)
        reader->lines[i].kept = true;
    document_state(document, &document->title, values[MEMO_SUBJECT]);
    document_state(document, &document->author, memo_name(values[MEMO_FROM]));
    if (date_find(values[MEMO_DATE], 0, &when) && when.kind == WHEN_ABSOLUTE)
        state_date(document, &when, "byline");
}

static void learn_words(struct reader *reader)
{
    for (size_t i = 0; i < reader->count; i++) {
        struct span rest = reader->lines[i].text, word;
        while (span_split(&rest, ' ', &word))
            hyphen_learn(reader->hyphen, word);
    }
}

static void reader_free(struct reader *reader)
{
    hyphen_free(reader->hyphen);
    free(reader->lines);
    markdown_free(&reader->marks);
    buf_free(&reader->paragraph);
}

/* What blog software leaves behind its posts: no part of the text. */
static bool is_leftover(struct span text)
{
    static const char *const whole[] = {"No comments:", "No comments", "Post a Comment",
                                        "Post a comment", "Leave a comment", "Leave a reply",
                                        "Share this:", "Like this:", "Email This", "BlogThis!",
                                        "Older Post", "Newer Post", "Home", "Reply"};
    return span_is_any(text, whole, sizeof whole / sizeof *whole);
}

static void drop_leftovers(struct reader *reader)
{
    for (size_t i = reader->count; i-- > 0;) {
        struct line *line = &reader->lines[i];
        if (line->kind == LINE_EMPTY)
            continue;
        if (!is_leftover(line->text))
            break; /* at the end of the text alone: "Home" may be a heading elsewhere */
        line->kind = LINE_DROPPED;
    }
}

/* "=====" or "-----" beneath a line makes it a heading. */
static bool is_underline(struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((text.at[i] != '=' && text.at[i] != '-') || text.at[i] != text.at[0])
            return false;
    return text.length > 2;
}

/* Lines of Markdown that are no text: where links by reference lead, what underlines headings. */
static void drop_marks(struct reader *reader)
{
    for (size_t i = 0; reader->markdown && i < reader->count; i++) {
        struct line *line = &reader->lines[i];
        if (line->kind != LINE_TEXT)
            continue;
        if (markdown_define(&reader->marks, line->text)) {
            line->kind = LINE_DROPPED;
        } else if (i && reader->lines[i - 1].kind == LINE_TEXT && is_underline(line->text)) {
            reader->lines[i - 1].level = 2;
            line->kind = LINE_EMPTY;
        }
    }
}

/* Words with which a post in an organisation begins, behind a name. */
static const char *const posts[] = {"Branch", "Secretary", "Chair", "Leader", "Director", "Chief",
                                    "Regional", "General", "Convenor", "Organiser", "President",
                                    "Officer", "Head", "Editor", "Councillor", "Deputy",
                                    "Assistant", "Executive", "Cabinet", "Press"};

static bool is_post(struct span word)
{
    return span_is_any(word, posts, sizeof posts / sizeof *posts);
}

/* Length of one to four capitalised words at the start, up to a post or a comma; 0: no name. */
static size_t name_length(struct span text)
{
    size_t end = 0, words = 0;
    while (end < text.length && words < 4) {
        size_t start = end + (words > 0);
        struct span rest = span_part(text, start, text.length);
        size_t length = 0;
        while (length < rest.length && rest.at[length] != ' ' && rest.at[length] != ',')
            length++;
        struct span word = span_part(rest, 0, length);
        if (!utf8_is_upper(first_point(word)) || is_post(word))
            break;
        words++;
        end = start + length;
        if (end < text.length && text.at[end] == ',')
            break;
    }
    return end;
}

/* "(NAME POST, ORGANISATION)." at the end of a release: who wrote it; and whose it is, where the
 * title names that organisation too. */
static bool read_signature(struct document *document, struct span text)
{
    size_t close = span_find_byte(text, ')'), comma = span_find_byte(text, ',');
    if (text.length < 8 || text.at[0] != '(' || close + 2 < text.length || comma > close)
        return false;
    struct span inside = span_part(text, 1, close);
    struct span name = span_part(inside, 0, name_length(inside));
    struct span organisation = span_trim(span_part(text, comma + 1, close));
    struct span behind = span_trim(span_part(inside, name.length, comma - 1));
    size_t blank = span_find_byte(behind, ' ');
    if (span_find_byte(name, ' ') == name.length || !is_post(span_part(behind, 0, blank)))
        return false;
    document_state(document, &document->author, name);
    if (document->title.at && span_find(document->title, organisation) < document->title.length)
        document_state(document, &document->publisher, organisation);
    return true;
}

/* The last line, where it is one to three capitalised words behind a sentence, signs a post. */
static void find_signature(struct document *document)
{
    size_t count = document->block_count;
    for (size_t i = count; i-- > 0 && i + SIGNATURE_BLOCKS >= count;)
        if (read_signature(document, block_text(document, i)))
            return;
    if (count < 3 || !ends_sentence(block_text(document, count - 2)))
        return;
    struct span last = block_text(document, count - 1);
    if (document->blocks[count - 1].role == DOCUMENT_HEADING && utf8_count(last) <= 40 &&
        name_length(last) == last.length && !span_is(last, "ENDS") && !span_is(last, "End"))
        document_state(document, &document->author, last);
}

/* Columns that a tool has run together become paragraphs. False where there were none. */
static bool undo_columns(struct span text, struct buf *out)
{
    static bool (*const ways[])(struct span, struct buf *) = {gutter_undo, shuffle_undo,
                                                              weave_undo};
    bool any = false;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct buf apart = {0};
        bool undone = ways[i](any ? buf_span(out) : text, &apart);
        if (undone) {
            buf_free(out);
            *out = apart;
        } else {
            buf_free(&apart);
        }
        any = any || undone;
    }
    return any;
}

static void read_text(struct document *document, struct span bytes, bool markdown)
{
    struct reader reader = {
        .document = document, .markdown = markdown, .hyphen = hyphen_new()};
    struct buf repaired = {0}, columns = {0}, cells = {0}, rows = {0};
    if (bytes.length > PLAIN_BYTES_MAX) {
        document_fail(document, "too large", span_of("more text than one document may have"));
        reader_free(&reader);
        return;
    }
    struct span mark = span_of("\xEF\xBB\xBF");
    utf8_repair(&repaired, span_starts(bytes, mark) ? span_part(bytes, 3, bytes.length) : bytes);
    halves_join(buf_span(&repaired), &rows);
    stops_set(buf_span(undo_columns(buf_span(&rows), &columns) ? &columns : &rows), &cells);
    split_lines(&reader, buf_span(&cells));
    drop_running_lines(&reader);
    drop_leftovers(&reader);
    drop_marks(&reader);
    learn_words(&reader);
    reader.wrap = find_wrap(&reader);
    find_memo(&reader);
    keep_lines(&reader);
    for (size_t i = 0; i < reader.count;)
        if (reader.lines[i].kind == LINE_EMPTY || reader.lines[i].kind == LINE_DROPPED)
            i++;
        else
            i = add_paragraph(&reader, i);
    find_title(document);
    find_date(&reader);
    find_names(document);
    find_signature(document);
    find_running_publisher(&reader);
    reader_free(&reader);
    buf_free(&repaired);
    buf_free(&columns);
    buf_free(&cells);
    buf_free(&rows);
}

void plain_read(struct document *document, struct span bytes)
{
    read_text(document, bytes, false);
}

void plain_read_markdown(struct document *document, struct span bytes)
{
    read_text(document, bytes, true);
}

bool plain_is_markdown(struct span bytes)
{
    size_t headings = 0, emphasis = 0, links = 0, lines = 0;
    struct span rest = span_part(bytes, 0, 64 * 1024), line;
    while (span_split(&rest, '\n', &line)) {
        size_t marks = 0;
        lines++;
        while (marks < line.length && line.at[marks] == '#')
            marks++;
        headings += marks > 0 && marks <= 6 && marks < line.length && line.at[marks] == ' ';
        emphasis += span_find(line, span_of("**")) < line.length;
        links += span_find(line, span_of("](")) < line.length;
    }
    return headings + links > 0 && (headings + emphasis + links) * 40 >= lines;
}

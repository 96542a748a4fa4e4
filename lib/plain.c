#include "plain.h"

#include <stdlib.h>

#include "breaks.h"
#include "follow.h"
#include "gutter.h"
#include "halves.h"
#include "hyphen.h"
#include "letterhead.h"
#include "markdown.h"
#include "shuffle.h"
#include "stops.h"
#include "typed.h"
#include "utf8.h"
#include "weave.h"

enum {
    /* Wrapped prose is rarely wider; files with longer lines have one paragraph a line. */
    WRAP_WIDTH_MAX = 120,
    PLAIN_BYTES_MAX = 24 * 1024 * 1024, /* so that its record fits a line (IN_LINE_MAX) */
    HEADING_MAX = 100, /* characters of a line that can be a heading */
    LIST_INDENT = 4,   /* of names below the first, behind a label */
    LABEL_WORDS = 3    /* of "Inspection date: 4 June" */
};

struct reader {
    struct document *document;
    struct typed typed;
    size_t wrap;  /* width at which lines were broken; 0: one paragraph a line */
    struct markdown marks;
    const struct typed_line *item; /* that the paragraph begins with; NULL: it is no list item */
    struct buf paragraph;
    struct hyphen *hyphen; /* the words of this text */
};

static bool ends_with_comma(struct span text)
{
    return utf8_last(text) == ',';
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
    size_t *widths = mem_new(reader->typed.count + 1, sizeof *widths);
    size_t count = 0, pairs = 0, continued = 0;
    for (size_t i = 0; i < reader->typed.count; i++) {
        const struct typed_line *line = &reader->typed.lines[i];
        if (line->kind == TYPED_EMPTY || line->kind == TYPED_DROPPED || line->kind == TYPED_CELLS)
            continue;
        bool alone = (i == 0 || reader->typed.lines[i - 1].kind == TYPED_EMPTY) &&
                     (i + 1 == reader->typed.count ||
                      reader->typed.lines[i + 1].kind == TYPED_EMPTY);
        if (!alone) /* else it tells nothing of where lines were broken */
            widths[count++] = line->width;
        if (i == 0 || reader->typed.lines[i - 1].kind == TYPED_EMPTY)
            continue;
        pairs++;
        continued += line->kind == TYPED_TEXT && typed_starts_lower(line->text) &&
                     !typed_ends_sentence(reader->typed.lines[i - 1].text);
    }
    qsort(widths, count, sizeof *widths, compare_sizes);
    size_t wide = count ? widths[count * 95 / 100] : 0;
    free(widths);
    return pairs && continued * 5 >= pairs && wide <= WRAP_WIDTH_MAX ? wide : 0;
}

/* Would the next line's first word have fitted on this one? Then the break was meant. */
static bool was_broken(const struct reader *reader, const struct typed_line *line,
                       const struct typed_line *next)
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
static bool continues(const struct reader *reader, const struct typed_line *line,
                      const struct typed_line *next, bool alone)
{
    if (next->kind != TYPED_TEXT || next->level || line->level || next->quoted != line->quoted)
        return false;
    if (next->kept || (reader->typed.markdown && span_starts(next->text, span_of("[^"))))
        return false;
    if (line->kind == TYPED_CELLS)
        return false;
    if (reader->item && next->indent > reader->item->indent + 1)
        return true; /* hangs under its number or bullet */
    if (next->quoted && !reader->typed.markdown &&
        (begins_with_label(next->text) ||
         (begins_with_label(line->text) && !typed_starts_lower(next->text))))
        return false;
    bool ended = typed_ends_sentence(line->text);
    if (utf8_last(line->text) == '-' && typed_starts_lower(next->text))
        return true;
    if (typed_starts_lower(next->text) && !ended)
        return true;
    if (reader->wrap == 0)
        return reader->typed.markdown && !ended && line->width > WRAP_WIDTH_MAX / 3;
    if (was_broken(reader, line, next))
        return true;
    return !ended && (!alone || line->width > reader->wrap * 2 / 3);
}

static bool is_address(struct span text)
{
    return span_find(text, span_of("://")) < text.length;
}

/* A short line on its own, no sentence, is a heading. */
static bool is_heading(const struct reader *reader, const struct typed_line *line, size_t next)
{
    if (line->level)
        return true;
    bool free_behind = next >= reader->typed.count ||
                       reader->typed.lines[next].kind != TYPED_TEXT || reader->wrap == 0;
    return line->kind == TYPED_TEXT && !line->quoted && !line->kept && free_behind &&
           utf8_count(line->text) <= HEADING_MAX && !typed_ends_sentence(line->text) &&
           !typed_starts_lower(line->text) && utf8_last(line->text) != ',' &&
           utf8_last(line->text) != ';' && !is_address(line->text) &&
           utf8_is_word(utf8_first(line->text));
}

/* Cells are set apart by tabs or wide gaps; a number stays with the first. */
static void add_cells(struct reader *reader, struct span text)
{
    struct span rest = typed_behind_number(text);
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
            buf_add_byte(&reader->paragraph, blanks >= TYPED_GAP ? '\t' : ' ');
        blanks = 0;
        buf_add_byte(&reader->paragraph, rest.at[i]);
    }
    document_add(reader->document, DOCUMENT_TABLE_ROW, buf_span(&reader->paragraph), 0);
}

static void emit(struct reader *reader, enum document_role role, struct span text)
{
    struct buf clean = {0};
    if (!reader->typed.markdown) {
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
    if (!reader->typed.markdown || text.length < 2 || text.at[0] != '|')
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
    const struct typed_line *first = &reader->typed.lines[i], *line = first;
    if (add_markdown_row(reader, first->text))
        return i + 1;
    bool stray = reader->wrap && first->indent == 0 && i > 0 && !first->kept &&
                 reader->typed.lines[i - 1].kind == TYPED_TEXT &&
                 span_find_byte(first->text, '\t') == first->text.length &&
                 !typed_is_numbered(first->text);
    if (first->kind == TYPED_CELLS && !stray) {
        add_cells(reader, first->text);
        return i + 1;
    }
    bool listed = first->kind == TYPED_BULLET || first->kind == TYPED_NUMBERED;
    reader->item = listed ? first : NULL;
    buf_clear(&reader->paragraph);
    buf_add(&reader->paragraph, first->text);
    size_t next = i + 1;
    while (next < reader->typed.count &&
           (reader->typed.lines[next].kind == TYPED_DROPPED ||
            continues(reader, line, &reader->typed.lines[next], line == first))) {
        if (reader->typed.lines[next].kind != TYPED_DROPPED) {
            line = &reader->typed.lines[next];
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

/* "Present:   NAME" with further names below the first, a line each. The label stays with
 * the first, as it does where there is no other. */
static size_t keep_list(struct reader *reader, size_t i)
{
    const struct typed_line *first = &reader->typed.lines[i];
    bool label = breaks_has_label(first->text);
    size_t next = i + 1, names = 0;
    for (; label && next < reader->typed.count && reader->typed.lines[next].kind == TYPED_TEXT;
         next++) {
        struct typed_line *line = &reader->typed.lines[next];
        struct span before = line[-1].text;
        bool goes_on = typed_starts_lower(line->text) || ends_with_comma(before) ||
                       follow_dangles(span_last_word(before));
        if (line->indent < first->indent + LIST_INDENT || typed_ends_sentence(line->text))
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
    for (; end < reader->typed.count && reader->typed.lines[end].kind == TYPED_TEXT &&
           !reader->typed.lines[end].kept &&
           reader->typed.lines[end].quoted == reader->typed.lines[from].quoted;
         end++) {
        texts = mem_grow(texts, &room, end - from + 1, sizeof *texts);
        texts[end - from] = reader->typed.lines[end].text;
    }
    enum breaks_kind kind = breaks_find(texts, end - from, reader->wrap);
    bool list = kind == BREAKS_NAMES && utf8_last(texts[0]) == ':';
    for (size_t i = from; kind != BREAKS_NONE && i < end; i++) {
        reader->typed.lines[i].kept = true;
        reader->typed.lines[i].entry = list && i > from;
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
    return end < text.length && words <= LABEL_WORDS && utf8_is_upper(utf8_first(text)) &&
           utf8_is_digit(utf8_first(span_trim(span_part(text, end + 1, text.length))));
}

static void keep_lines(struct reader *reader)
{
    for (size_t i = 0; !reader->typed.markdown && i < reader->typed.count; i++) {
        struct typed_line *line = &reader->typed.lines[i];
        bool torn = i && line[-1].kind == TYPED_TEXT &&
                    follow_dangles(span_last_word(line[-1].text));
        line->kept = line->kept || is_time(line->text) ||
                     (line->kind == TYPED_TEXT && is_labelled(line->text) && !torn);
    }
    for (size_t i = 0; !reader->typed.markdown && i < reader->typed.count;)
        i = keep_list(reader, i);
    for (size_t i = 0; !reader->typed.markdown && i < reader->typed.count;)
        i = keep_breaks(reader, i);
}

static void learn_words(struct reader *reader)
{
    for (size_t i = 0; i < reader->typed.count; i++) {
        struct span rest = reader->typed.lines[i].text, word;
        while (span_split(&rest, ' ', &word))
            hyphen_learn(reader->hyphen, word);
    }
}

static void reader_free(struct reader *reader)
{
    hyphen_free(reader->hyphen);
    typed_free(&reader->typed);
    markdown_free(&reader->marks);
    buf_free(&reader->paragraph);
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
    for (size_t i = 0; reader->typed.markdown && i < reader->typed.count; i++) {
        struct typed_line *line = &reader->typed.lines[i];
        if (line->kind != TYPED_TEXT)
            continue;
        if (markdown_define(&reader->marks, line->text)) {
            line->kind = TYPED_DROPPED;
        } else if (i && reader->typed.lines[i - 1].kind == TYPED_TEXT && is_underline(line->text)) {
            reader->typed.lines[i - 1].level = 2;
            line->kind = TYPED_EMPTY;
        }
    }
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
        .document = document, .typed = {.markdown = markdown}, .hyphen = hyphen_new()};
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
    typed_split(&reader.typed, buf_span(&cells));
    typed_drop_running_lines(&reader.typed);
    typed_drop_leftovers(&reader.typed);
    drop_marks(&reader);
    learn_words(&reader);
    reader.wrap = find_wrap(&reader);
    letterhead_read_memo(&reader.typed, document);
    keep_lines(&reader);
    for (size_t i = 0; i < reader.typed.count;)
        if (reader.typed.lines[i].kind == TYPED_EMPTY ||
            reader.typed.lines[i].kind == TYPED_DROPPED)
            i++;
        else
            i = add_paragraph(&reader, i);
    letterhead_read(&reader.typed, document);
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

#include "typed.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { ROMAN_MAX = 5 /* letters of an item's number: "xviii" */ };

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
bool typed_is_numbered(struct span text)
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
        if (text.at[i] == '\t' || (blanks >= TYPED_GAP && i + 1 < text.length))
            return true;
    }
    return false;
}

struct span typed_behind_number(struct span text)
{
    struct span number = span_first_word(text);
    return typed_is_numbered(text) ? span_trim(span_part(text, number.length, text.length)) : text;
}

static void classify(struct typed_line *line)
{
    if (line->text.length == 0) {
        line->kind = TYPED_EMPTY;
        return;
    }
    size_t bullet = bullet_length(line->text, line->indent);
    if (bullet) {
        line->text = span_trim(span_part(line->text, bullet, line->text.length));
        line->kind = has_tab(line->text) ? TYPED_CELLS : TYPED_BULLET;
    } else if (typed_is_numbered(line->text)) {
        line->kind = has_gap(typed_behind_number(line->text)) ? TYPED_CELLS : TYPED_NUMBERED;
    } else {
        line->kind = has_gap(line->text) ? TYPED_CELLS : TYPED_TEXT;
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

static void add_line(struct typed *typed, struct span raw)
{
    struct typed_line line = {.text = raw};
    while (line.text.length && (line.text.at[0] == ' ' || line.text.at[0] == '\t')) {
        line.indent += line.text.at[0] == '\t' ? 8 : 1;
        line.text = span_part(line.text, 1, line.text.length);
    }
    line.text = span_trim(line.text);
    line.width = utf8_count(line.text) + line.indent;
    size_t quoted = quote_length(line.text, typed->markdown);
    for (size_t i = 0; i < quoted; i++)
        line.quoted += line.text.at[i] == '>';
    line.text = span_trim(span_part(line.text, quoted, line.text.length));
    while (typed->markdown && line.level < 6 && line.text.length && line.text.at[0] == '#') {
        line.level++;
        line.text = span_part(line.text, 1, line.text.length);
    }
    line.text = span_trim(line.text);
    classify(&line);
    typed->lines =
        mem_grow(typed->lines, &typed->room, typed->count + 1, sizeof *typed->lines);
    typed->lines[typed->count++] = line;
}

void typed_split(struct typed *typed, struct span text)
{
    size_t start = 0;
    for (size_t i = 0; i <= text.length; i++) {
        bool end = i == text.length || text.at[i] == '\n' || text.at[i] == '\f' ||
                   text.at[i] == '\r';
        if (!end)
            continue;
        add_line(typed, span_part(text, start, i));
        if (i < text.length && text.at[i] == '\f')
            add_line(typed, (struct span){"", 0});
        if (i + 1 < text.length && text.at[i] == '\r' && text.at[i + 1] == '\n')
            i++;
        start = i + 1;
    }
}

/* A number that stands alone far from the left margin is a page's. */
static bool is_page_number(const struct typed_line *line)
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

static struct typed_line *neighbour(struct typed *typed, size_t from, int step)
{
    size_t i = from;
    for (int seen = 0; seen < 4; seen++) {
        if ((step < 0 && i == 0) || (step > 0 && i + 1 >= typed->count))
            return NULL;
        i = step < 0 ? i - 1 : i + 1;
        if (typed->lines[i].kind != TYPED_EMPTY)
            return &typed->lines[i];
    }
    return NULL;
}

static bool occurs_again(const struct typed *typed, const struct typed_line *line)
{
    size_t same = 0;
    for (size_t i = 0; i < typed->count; i++)
        same += typed->lines[i].kind != TYPED_EMPTY &&
                span_equal(typed->lines[i].text, line->text);
    return same > 1;
}

/* Drops page numbers, and the lines beside them that other pages repeat. */
void typed_drop_running_lines(struct typed *typed)
{
    for (size_t i = 0; i < typed->count; i++) {
        if (!is_page_number(&typed->lines[i]))
            continue;
        for (int step = -1; step <= 1; step += 2) {
            struct typed_line *line = neighbour(typed, i, step);
            if (line && line->kind != TYPED_DROPPED && occurs_again(typed, line)) {
                for (size_t j = 0; j < typed->count; j++)
                    if (&typed->lines[j] != line &&
                        span_equal(typed->lines[j].text, line->text))
                        typed->lines[j].kind = TYPED_DROPPED;
                line->kind = TYPED_DROPPED;
            }
        }
        typed->lines[i].kind = TYPED_DROPPED;
    }
}

bool typed_starts_lower(struct span text)
{
    uint32_t point = utf8_first(text);
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

bool typed_ends_sentence(struct span text)
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

/* What blog software leaves behind its posts: no part of the text. */
static bool is_leftover(struct span text)
{
    static const char *const whole[] = {"No comments:", "No comments", "Post a Comment",
                                        "Post a comment", "Leave a comment", "Leave a reply",
                                        "Share this:", "Like this:", "Email This", "BlogThis!",
                                        "Older Post", "Newer Post", "Home", "Reply"};
    return span_is_any(text, whole, sizeof whole / sizeof *whole);
}

void typed_drop_leftovers(struct typed *typed)
{
    for (size_t i = typed->count; i-- > 0;) {
        struct typed_line *line = &typed->lines[i];
        if (line->kind == TYPED_EMPTY)
            continue;
        if (!is_leftover(line->text))
            break; /* at the end of the text alone: "Home" may be a heading elsewhere */
        line->kind = TYPED_DROPPED;
    }
}
void typed_free(struct typed *typed)
{
    free(typed->lines);
}

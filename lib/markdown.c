#include "markdown.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { LABELS_MAX = 1000, LABEL_BYTES = 400, URL_BYTES = 4000 };

struct writer {
    struct markdown *markdown;
    struct buf *out;
    struct span text;
    size_t at;
    char open; /* the mark of the emphasis that is open; 0: none */
};

/* "[label]" at the start: its length, 0 where there is none that is short. */
static size_t label_length(struct span text)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.length && i < LABEL_BYTES; i++) {
        depth += text.at[i] == '[';
        depth -= text.at[i] == ']';
        if (depth == 0)
            return i + 1;
    }
    return 0;
}

/* "(url)" or "(url "title")" at the start: its length, and the url. */
static size_t target_length(struct span text, struct span *url)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.length && i < URL_BYTES; i++) {
        depth += text.at[i] == '(';
        depth -= text.at[i] == ')';
        if (depth)
            continue;
        struct span inside = span_trim(span_part(text, 1, i));
        *url = span_part(inside, 0, span_find_byte(inside, ' '));
        if (span_starts(*url, span_of("<")) && span_ends(*url, span_of(">")))
            *url = span_part(*url, 1, url->length - 1);
        return i + 1;
    }
    return 0;
}

bool markdown_define(struct markdown *markdown, struct span line)
{
    size_t length = line.length && line.at[0] == '[' ? label_length(line) : 0;
    if (length < 3 || length >= line.length || line.at[length] != ':' || line.at[1] == '^')
        return false;
    struct span rest = span_trim(span_part(line, length + 1, line.length));
    struct span target = span_part(rest, 0, span_find_byte(rest, ' '));
    bool address = span_find_byte(target, '/') < target.length ||
                   span_find_byte(target, '@') < target.length ||
                   span_find_byte(target, '#') < target.length;
    if (!address || markdown->count >= LABELS_MAX)
        return false;
    size_t needed = markdown->count + 1;
    markdown->labels = mem_grow(markdown->labels, &markdown->room, needed,
                                sizeof *markdown->labels);
    markdown->targets = mem_grow(markdown->targets, &markdown->target_room, needed,
                                 sizeof *markdown->targets);
    markdown->labels[markdown->count] = span_part(line, 1, length - 1);
    markdown->targets[markdown->count++] = target;
    return true;
}

static struct span find_label(const struct markdown *markdown, struct span label)
{
    for (size_t i = 0; i < markdown->count; i++)
        if (span_equal(markdown->labels[i], label))
            return markdown->targets[i];
    return (struct span){0};
}

static void mark(struct writer *writer, enum document_role role, bool ends)
{
    int byte = (ends ? DOCUMENT_SPAN_ENDS : DOCUMENT_SPAN_BEGINS) + (int)role -
               DOCUMENT_EMPHASIS;
    buf_add_byte(writer->out, (char)byte);
}

static void write_marks(struct writer *writer);

static void write_link(struct writer *writer, struct span label, struct span url)
{
    struct markdown *markdown = writer->markdown;
    struct writer inner = {.markdown = markdown, .out = writer->out, .text = label};
    size_t count = markdown->url_count;
    markdown->urls = mem_grow(markdown->urls, &markdown->url_room, count + 1,
                              sizeof *markdown->urls);
    markdown->urls[markdown->url_count++] = url;
    mark(writer, DOCUMENT_LINK, false);
    write_marks(&inner);
    mark(writer, DOCUMENT_LINK, true);
}

/* A link or image at `at`, of whatever kind: "[label](url)", "[label][reference]", "[label]". */
static bool take_link(struct writer *writer)
{
    struct span rest = span_part(writer->text, writer->at, writer->text.length), url = {0};
    size_t length = label_length(rest), more = 0;
    if (length < 3)
        return false;
    struct span label = span_part(rest, 1, length - 1);
    struct span behind = span_part(rest, length, rest.length);
    if (behind.length && behind.at[0] == '(') {
        more = target_length(behind, &url);
        if (!more)
            return false;
    } else {
        if (behind.length && behind.at[0] == '[')
            more = label_length(behind);
        url = find_label(writer->markdown, more > 2 ? span_part(behind, 1, more - 1) : label);
    }
    if (!url.at)
        return false;
    write_link(writer, label, url);
    writer->at += length + more;
    return true;
}

/* "[^1]", where a footnote belongs, and "[^1]:" before it. */
static bool take_footnote(struct writer *writer)
{
    struct span rest = span_part(writer->text, writer->at, writer->text.length);
    size_t length = span_starts(rest, span_of("[^")) ? label_length(rest) : 0;
    if (length < 4 || span_find_byte(span_part(rest, 0, length), ' ') < length)
        return false;
    bool note = writer->at == 0 && length < rest.length && rest.at[length] == ':';
    writer->at += length + note;
    return true;
}

/* "<https://...>" and "<name@host>". */
static bool take_address(struct writer *writer)
{
    struct span rest = span_part(writer->text, writer->at + 1, writer->text.length);
    size_t end = span_find_byte(rest, '>');
    struct span inside = span_part(rest, 0, end);
    bool address = span_find(inside, span_of("://")) < inside.length ||
                   span_find_byte(inside, '@') < inside.length;
    if (end == rest.length || end > URL_BYTES || !address ||
        span_find_byte(inside, ' ') < inside.length)
        return false;
    struct markdown *markdown = writer->markdown;
    markdown->urls = mem_grow(markdown->urls, &markdown->url_room, markdown->url_count + 1,
                              sizeof *markdown->urls);
    markdown->urls[markdown->url_count++] = inside;
    mark(writer, DOCUMENT_LINK, false);
    buf_add(writer->out, inside);
    mark(writer, DOCUMENT_LINK, true);
    writer->at += end + 2;
    return true;
}

/* Code keeps every mark within. */
static bool take_code(struct writer *writer)
{
    struct span rest = span_part(writer->text, writer->at, writer->text.length);
    size_t ticks = 0;
    while (ticks < rest.length && rest.at[ticks] == '`')
        ticks++;
    struct span behind = span_part(rest, ticks, rest.length);
    size_t end = span_find(behind, span_part(rest, 0, ticks));
    writer->at += ticks;
    if (end == behind.length)
        return true;
    mark(writer, DOCUMENT_CODE, false);
    buf_add(writer->out, span_part(behind, 0, end));
    mark(writer, DOCUMENT_CODE, true);
    writer->at += end + ticks;
    return true;
}

static uint32_t point_before(struct span text, size_t at)
{
    uint32_t point = ' ';
    if (at)
        utf8_decode_last(span_part(text, 0, at), &point);
    return point;
}

static uint32_t point_at(struct span text, size_t at)
{
    uint32_t point = ' ';
    if (at < text.length)
        utf8_decode(span_part(text, at, text.length), &point);
    return point;
}

/* A run of asterisks or underscores opens or closes emphasis, or is none (5 * 3, snake_case). */
static void take_emphasis(struct writer *writer)
{
    char byte = writer->text.at[writer->at];
    size_t end = writer->at;
    while (end < writer->text.length && writer->text.at[end] == byte)
        end++;
    uint32_t before = point_before(writer->text, writer->at), next = point_at(writer->text, end);
    bool blank_before = utf8_is_space(before) || before == '\t';
    bool blank_behind = utf8_is_space(next) || next == '\t';
    bool inside = utf8_is_word(before) && utf8_is_word(next);
    bool literal = (blank_before && blank_behind && end < writer->text.length && writer->at) ||
                   (inside && (byte == '_' || (utf8_is_digit(before) && utf8_is_digit(next))));
    if (literal) {
        buf_add(writer->out, span_part(writer->text, writer->at, end));
    } else if (writer->open == byte && !blank_before) {
        mark(writer, DOCUMENT_EMPHASIS, true);
        writer->open = 0;
    } else if (!writer->open && !blank_behind) {
        mark(writer, DOCUMENT_EMPHASIS, false);
        writer->open = byte;
    }
    writer->at = end;
}

static void write_marks(struct writer *writer)
{
    struct span text = writer->text;
    while (writer->at < text.length) {
        char byte = text.at[writer->at];
        bool image = byte == '!' && writer->at + 1 < text.length && text.at[writer->at + 1] == '[';
        if (byte == '\\' && writer->at + 1 < text.length &&
            strchr("\\`*_{}[]()#+-.!|><", text.at[writer->at + 1])) {
            buf_add_byte(writer->out, text.at[writer->at + 1]);
            writer->at += 2;
        } else if (byte == '*' || byte == '_') {
            take_emphasis(writer);
        } else if (byte == '`') {
            take_code(writer);
        } else if (image) {
            writer->at++;
            if (!take_link(writer))
                buf_add_byte(writer->out, '!');
        } else if (!((byte == '[' && (take_footnote(writer) || take_link(writer))) ||
                     (byte == '<' && take_address(writer)))) {
            if (byte < DOCUMENT_SPAN_BEGINS || byte >= DOCUMENT_SPAN_ENDS + 3)
                buf_add_byte(writer->out, byte);
            writer->at++;
        }
    }
}

void markdown_write(struct markdown *markdown, struct span text, struct buf *out)
{
    struct writer writer = {.markdown = markdown, .out = out, .text = text};
    markdown->url_count = 0;
    write_marks(&writer);
}

bool markdown_is_image(struct span text)
{
    struct span url;
    if (!span_starts(text, span_of("![")))
        return false;
    size_t label = label_length(span_part(text, 1, text.length));
    struct span behind = span_part(text, 1 + label, text.length);
    return label && behind.length && behind.at[0] == '(' &&
           target_length(behind, &url) == behind.length;
}

void markdown_free(struct markdown *markdown)
{
    free(markdown->labels);
    free(markdown->targets);
    free(markdown->urls);
    *markdown = (struct markdown){0};
}

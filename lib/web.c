#include "web.h"

#include <stdlib.h>

#include "hash.h"
#include "mem.h"
#include "utf8.h"

struct web {
    struct buf data;  /* the rows as JSON, with commas and line ends between them */
    struct buf plain; /* rows of the plain table */
    struct buf line;
    size_t count;
};

struct web *web_new(void)
{
    return mem_new(1, sizeof(struct web));
}

size_t web_count(const struct web *web)
{
    return web->count;
}

/* Text of an element or a quoted attribute. Controls are shown by their pictures (U+2400 on), as
 * HTML has no way to write them. */
static void escape_html(struct buf *out, struct span text)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (byte == '&')
            buf_add_text(out, "&amp;");
        else if (byte == '<')
            buf_add_text(out, "&lt;");
        else if (byte == '>')
            buf_add_text(out, "&gt;");
        else if (byte == '"')
            buf_add_text(out, "&quot;");
        else if (byte == '\'')
            buf_add_text(out, "&#39;");
        else if (byte == 0x7F)
            utf8_encode(out, 0x2421);
        else if (byte < 0x20 && byte != '\t' && byte != '\n')
            utf8_encode(out, 0x2400u + byte);
        else
            buf_add_byte(out, (char)byte);
    }
}

/* In JSON these bytes stand in strings alone, where an escape means the same. U+2028 and U+2029
 * are line ends to a script. */
static void escape_json(struct buf *out, struct span json)
{
    size_t done = 0;
    for (size_t i = 0; i < json.length; i++) {
        const char *escape = NULL;
        size_t length = 1;
        struct span rest = span_part(json, i, i + 3);
        if (json.at[i] == '<')
            escape = "\\u003c";
        else if (json.at[i] == '>')
            escape = "\\u003e";
        else if (json.at[i] == '&')
            escape = "\\u0026";
        else if (span_is(rest, "\xE2\x80\xA8") || span_is(rest, "\xE2\x80\xA9"))
            length = 3, escape = json.at[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
        if (!escape)
            continue;
        buf_add(out, span_part(json, done, i));
        buf_add_text(out, escape);
        i += length - 1;
        done = i + 1;
    }
    buf_add(out, span_part(json, done, json.length));
}

/* The columns of the plain table. */
static const struct {
    const char *key, *heading;
} columns[] = {
    {"authority", "Authority"}, {"area", "Area"},         {"grade", "Grade"},
    {"status", "Status"},       {"date", "Date"},         {"verdict", "Verdict"},
    {"sentence", "Sentence"},   {"source", "Source"},     {"page", "Page"},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void add_plain_row(struct web *web, struct rec *row)
{
    buf_add_text(&web->plain, "<tr>");
    for (size_t i = 0; i < COLUMNS; i++) {
        struct span raw = rec_raw(row, columns[i].key);
        struct span text = raw.at ? rec_text_of(row, raw) : raw;
        size_t end = text.length;
        if (end > WEB_PLAIN_BYTES) /* not within a sequence */
            for (end = WEB_PLAIN_BYTES; end && ((unsigned char)text.at[end] & 0xC0) == 0x80;)
                end--;
        buf_add_text(&web->plain, i == 0 ? "<th scope=\"row\">" : "<td>");
        escape_html(&web->plain, span_part(text, 0, end));
        buf_add_text(&web->plain, end < text.length ? "…" : "");
        buf_add_text(&web->plain, i == 0 ? "</th>" : "</td>");
    }
    buf_add_text(&web->plain, "</tr>\n");
}

bool web_add(struct web *web, struct rec *row)
{
    size_t before = web->data.length;
    buf_clear(&web->line);
    rec_encode(row, &web->line);
    if (web->line.length > WEB_DATA_MAX - before)
        return false;
    buf_add_text(&web->data, web->count ? ",\n" : "");
    escape_json(&web->data, buf_span(&web->line));
    if (web->data.length > WEB_DATA_MAX) {
        web->data.length = before;
        return false;
    }
    if (web->count++ < WEB_PLAIN_ROWS)
        add_plain_row(web, row);
    return true;
}

static unsigned digit_value(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/* `'sha256-…'`, the digest in base64 (RFC 4648). */
static void add_hash(struct buf *out, struct span bytes)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[HASH_HEX + 1];
    hash_sha256(bytes, hex);
    buf_add_text(out, "'sha256-");
    for (size_t i = 0; i < HASH_HEX; i += 3) { /* 3 hex digits are 12 bits, 2 letters */
        unsigned bits = 0;
        for (size_t j = i; j < i + 3; j++)
            bits = bits << 4 | (j < HASH_HEX ? digit_value(hex[j]) : 0);
        buf_add_byte(out, letters[bits >> 6]);
        buf_add_byte(out, i + 1 < HASH_HEX ? letters[bits & 63] : '='); /* the last has one */
    }
    buf_add_byte(out, '\'');
}

static void add_policy(const struct web *web, const struct web_parts *parts, struct buf *out)
{
    (void)web;
    buf_add_text(out, "default-src 'none'; script-src ");
    add_hash(out, parts->script);
    buf_add_text(out, "; style-src ");
    add_hash(out, parts->style);
    buf_add_text(out, "; base-uri 'none'; form-action 'none'; "
                      "require-trusted-types-for 'script'; trusted-types 'none'");
}

static void add_title(const struct web *web, const struct web_parts *parts, struct buf *out)
{
    (void)web;
    escape_html(out, parts->title);
}

static void add_base(const struct web *web, const struct web_parts *parts, struct buf *out)
{
    (void)web;
    escape_html(out, parts->base);
}

static void add_style(const struct web *web, const struct web_parts *parts, struct buf *out)
{
    (void)web;
    buf_add(out, parts->style);
}

static void add_script(const struct web *web, const struct web_parts *parts, struct buf *out)
{
    (void)web;
    buf_add(out, parts->script);
}

static void add_data(const struct web *web, const struct web_parts *parts, struct buf *out)
{
    (void)parts;
    buf_add_text(out, "[");
    buf_add(out, buf_span(&web->data));
    buf_add_text(out, "]");
}

static void add_plain(const struct web *web, const struct web_parts *parts, struct buf *out)
{
    (void)parts;
    size_t shown = web->count < WEB_PLAIN_ROWS ? web->count : WEB_PLAIN_ROWS;
    buf_add_format(out, "<table>\n<caption>The first %zu of %zu rows</caption>\n<thead><tr>",
                   shown, web->count);
    for (size_t i = 0; i < COLUMNS; i++)
        buf_add_format(out, "<th scope=\"col\">%s</th>", columns[i].heading);
    buf_add_text(out, "</tr></thead>\n<tbody>\n");
    buf_add(out, buf_span(&web->plain));
    buf_add_text(out, "</tbody>\n</table>");
}

typedef void web_marker(const struct web *web, const struct web_parts *parts, struct buf *out);

static const struct {
    const char *name;
    web_marker *add;
} markers[] = {
    {"policy", add_policy}, {"title", add_title},   {"base", add_base},  {"style", add_style},
    {"script", add_script}, {"data", add_data},     {"plain", add_plain},
};

static web_marker *marker_named(struct span name)
{
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
        if (span_is(name, markers[i].name))
            return markers[i].add;
    return NULL;
}

void web_write(const struct web *web, const struct web_parts *parts, struct buf *out)
{
    struct span rest = parts->page;
    for (;;) {
        size_t open = span_find(rest, span_of("{{"));
        buf_add(out, span_part(rest, 0, open));
        rest = span_part(rest, open, rest.length);
        if (rest.length == 0)
            return;
        size_t close = span_find(rest, span_of("}}"));
        web_marker *add = marker_named(span_part(rest, 2, close));
        size_t taken = add ? close + 2 : 2;
        if (add)
            add(web, parts, out);
        else
            buf_add(out, span_part(rest, 0, taken));
        rest = span_part(rest, taken, rest.length);
    }
}

void web_free(struct web *web)
{
    buf_free(&web->data);
    buf_free(&web->plain);
    buf_free(&web->line);
    free(web);
}

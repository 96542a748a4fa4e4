#include "warc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum { BROTLI_LOOK = 256 };

struct warc {
    struct parts parts;
    struct stream *stream;
    struct stream_memory memory;
    struct buf buf;
    size_t start; /* of what was not given out yet */
    size_t number; /* of the record, from 1 */
    size_t owed;   /* bytes to pass over before the next */
    struct buf body;  /* a payload that had to be changed */
    struct buf label; /* of a record that has no id */
    bool ended;
};

bool warc_is(struct span bytes)
{
    return span_starts(bytes, span_of("WARC/1.")) || span_starts(bytes, span_of("WARC/0."));
}

/* --- the stream ------------------------------------------------------------------------------- */

static struct span pending(const struct warc *warc)
{
    return span_part(buf_span(&warc->buf), warc->start, warc->buf.length);
}

/* One piece more behind what is pending. False at the end. */
static bool fill(struct warc *warc)
{
    struct span piece;
    if (warc->start) {
        struct span rest = pending(warc);
        memmove(warc->buf.at, rest.at, rest.length);
        warc->buf.length = rest.length;
        warc->start = 0;
    }
    if (warc->ended || !stream_next(warc->stream, &piece)) {
        warc->ended = true;
        return false;
    }
    buf_add(&warc->buf, piece);
    return true;
}

/* Passes over so many bytes, which need not be in memory at once. */
static void skip(struct warc *warc, size_t length)
{
    for (;;) {
        size_t here = warc->buf.length - warc->start;
        if (length <= here) {
            warc->start += length;
            return;
        }
        length -= here;
        warc->start = warc->buf.length;
        if (!fill(warc))
            return;
    }
}

static void fill_up_to(struct warc *warc, size_t length)
{
    bool more = true;
    while (more && warc->buf.length - warc->start < length)
        more = fill(warc);
}

/* --- headers ---------------------------------------------------------------------------------- */

/* Length of a header with the empty line behind it; 0 where it does not end. */
static size_t header_length(struct span text)
{
    size_t line = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] != '\n')
            continue;
        size_t end = i > line && text.at[i - 1] == '\r' ? i - 1 : i;
        if (end == line && i > 0)
            return i + 1;
        line = i + 1;
    }
    return 0;
}

/* The value of a field, trimmed; absent where the header has none of that name. */
static struct span field(struct span header, const char *name)
{
    struct span line;
    size_t length = strlen(name);
    while (span_split(&header, '\n', &line))
        if (line.length > length && line.at[length] == ':' && span_starts_like(line, name))
            return span_trim(span_part(line, length + 1, line.length));
    return (struct span){NULL, 0};
}

/* False where it is no number. Too large a number becomes SIZE_MAX / 1024. */
static bool read_length(struct span digits, size_t base, size_t *value)
{
    static const char names[] = "0123456789abcdef";
    *value = 0;
    for (size_t i = 0; i < digits.length; i++) {
        char lower = (char)(digits.at[i] >= 'A' ? digits.at[i] | 0x20 : digits.at[i]);
        const char *digit = lower ? strchr(names, lower) : NULL;
        if (!digit || (size_t)(digit - names) >= base)
            return false;
        *value = *value * base + (size_t)(digit - names);
        if (*value > SIZE_MAX / 1024)
            *value = SIZE_MAX / 1024;
    }
    return digits.length > 0;
}

/* What browsers fetch beside a page. */
static bool is_furniture(struct span type)
{
    static const char *const kinds[] = {
        "image/", "audio/", "video/", "font/", "text/css", "text/javascript", "text/dns",
        "application/javascript", "application/x-javascript", "application/ecmascript",
        "application/json", "application/manifest+json", "application/font", "application/x-font",
        "application/vnd.ms-fontobject",
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (span_starts_like(type, kinds[i]))
            return true;
    return false;
}

/* --- HTTP ------------------------------------------------------------------------------------- */

/* Appends the body without its chunk lines. False where it is not chunked: many crawlers store it
 * put together and keep the header. */
static bool join_chunks(struct span body, struct buf *out)
{
    while (body.length) {
        size_t size, end = span_find_byte(body, '\n');
        struct span line = span_trim(span_part(body, 0, end));
        line = span_trim(span_part(line, 0, span_find_byte(line, ';')));
        if (end == body.length || line.length > 16 || !read_length(line, 16, &size))
            return false;
        if (size == 0)
            return true;
        body = span_part(body, end + 1, body.length);
        buf_add(out, span_part(body, 0, size));
        body = span_part(body, size < body.length ? size : body.length, body.length);
        while (body.length && (body.at[0] == '\r' || body.at[0] == '\n'))
            body = span_part(body, 1, body.length);
    }
    return true; /* cut off */
}

static struct span charset_of(struct span type)
{
    struct span rest = type, parameter;
    while (span_split(&rest, ';', &parameter)) {
        parameter = span_trim(parameter);
        if (!span_starts_like(parameter, "charset="))
            continue;
        struct span value = span_part(parameter, 8, parameter.length);
        if (value.length >= 2 && value.at[0] == '"')
            value = span_part(value, 1, value.length - 1);
        return value;
    }
    return (struct span){NULL, 0};
}

/* Compressed with brotli? It has no magic number, and many crawlers undo it and keep the header: a
 * control that no text has, near the start, tells. */
static bool is_brotli(struct span header, struct span body)
{
    if (!span_starts_like(field(header, "Content-Encoding"), "br"))
        return false;
    for (size_t i = 0; i < body.length && i < BROTLI_LOOK; i++)
        if ((unsigned char)body.at[i] < 0x20 && !memchr("\t\n\f\r", body.at[i], 4))
            return !span_starts_like(body, "%PDF") && !span_starts_like(body, "PK");
    return false;
}

/* Puts the body of an HTTP answer in place of the message. False where it is no document. */
static bool open_answer(struct warc *warc, struct part *part)
{
    struct span message = part->bytes;
    size_t length = header_length(span_part(message, 0, WARC_HEADER_MAX));
    struct span header = span_part(message, 0, length ? length : message.length);
    struct span status = span_part(header, span_find_byte(header, ' '), header.length);
    if (!span_starts_like(header, "HTTP/") || !span_starts_like(span_trim(status), "2"))
        return false;
    struct span type = field(header, "Content-Type");
    if (is_furniture(type))
        return false;
    part->bytes = span_part(message, header.length, message.length);
    part->charset = charset_of(type);
    buf_clear(&warc->body);
    if (span_starts_like(field(header, "Transfer-Encoding"), "chunked") &&
        join_chunks(part->bytes, &warc->body))
        part->bytes = buf_span(&warc->body);
    if (is_brotli(header, part->bytes)) {
        part->error_code = "unknown format";
        part->error_message = "compressed with brotli, which is not read";
    }
    return true;
}

/* --- records ---------------------------------------------------------------------------------- */

static struct span without_angles(struct span text)
{
    if (text.length >= 2 && text.at[0] == '<' && text.at[text.length - 1] == '>')
        return span_part(text, 1, text.length - 1);
    return text;
}

/* Is it a date as WARC writes it, 2016-01-02T03:04:05Z, perhaps with a fraction? EDTF as it is. */
static bool is_date(struct span text)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd";
    if (text.length < sizeof shape || text.length > 30 || text.at[text.length - 1] != 'Z')
        return false;
    for (size_t i = 0; i + 1 < sizeof shape; i++)
        if (shape[i] == 'd' ? text.at[i] < '0' || text.at[i] > '9' : text.at[i] != shape[i])
            return false;
    return true;
}

static struct span label(struct warc *warc, struct span id)
{
    if (id.length)
        return without_angles(id);
    buf_clear(&warc->label);
    buf_add_format(&warc->label, "record %zu", warc->number);
    return buf_span(&warc->label);
}

/* Does a record of this header hold a document? */
static bool is_wanted(struct span header)
{
    struct span type = field(header, "WARC-Type"), kind = field(header, "Content-Type");
    return span_is(type, "response") ||
           ((span_is(type, "resource") || span_is(type, "conversion")) && !is_furniture(kind));
}

static bool refuse(struct part *part, const char *code, const char *message)
{
    part->error_code = code;
    part->error_message = message;
    return true;
}

/* The record at the start, whose header and block are in memory. False where it is no document.
 * `length` is what the header says. */
static bool read_record(struct warc *warc, size_t head, size_t length, struct part *part)
{
    struct span record = pending(warc), header = span_part(record, 0, head);
    struct span date = field(header, "WARC-Date");
    part->member = label(warc, field(header, "WARC-Record-ID"));
    part->url = without_angles(field(header, "WARC-Target-URI"));
    part->fetched = is_date(date) ? date : (struct span){NULL, 0};
    if (length > WARC_RECORD_MAX)
        return refuse(part, "too large", "a record larger than is read at once");
    part->bytes = span_part(record, head, head + length);
    part->partial = part->bytes.length < length || field(header, "WARC-Truncated").length;
    if (span_is(field(header, "WARC-Type"), "response"))
        return span_starts_like(field(header, "Content-Type"), "application/http") &&
               open_answer(warc, part);
    part->charset = charset_of(field(header, "Content-Type"));
    return true;
}

/* Goes to the next line that begins a record. False where none is left. */
static bool find_record(struct warc *warc)
{
    for (;;) {
        struct span rest = pending(warc);
        size_t at = span_find(rest, span_of("\nWARC/"));
        if (at < rest.length) {
            warc->start += at + 1;
            return true;
        }
        warc->start += rest.length > 8 ? rest.length - 8 : 0;
        if (!fill(warc)) {
            warc->start = warc->buf.length;
            return false;
        }
    }
}

/* What is not a record where one should begin: passed over up to the next, and said. */
static bool refuse_damage(struct warc *warc, struct part *part)
{
    bool more = find_record(warc);
    part->member = label(warc, (struct span){NULL, 0});
    (void)refuse(part, "damaged", more ? "no record begins here: passed over up to the next"
                                       : "no record begins here: the rest is passed over");
    return true;
}

static bool refuse_end(struct warc *warc, struct part *part)
{
    if (!warc->stream->fault)
        return false;
    part->member = label(warc, (struct span){NULL, 0});
    (void)refuse(part, "damaged", warc->stream->fault);
    warc->stream->fault = NULL;
    return true;
}

static void skip_blank_lines(struct warc *warc)
{
    fill_up_to(warc, 8);
    while (warc->start < warc->buf.length &&
           (warc->buf.at[warc->start] == '\r' || warc->buf.at[warc->start] == '\n')) {
        warc->start++;
        fill_up_to(warc, 8);
    }
}

/* Length of the header at the start, and what it says of its block. False where there is none. */
static bool read_header(struct warc *warc, size_t *head, size_t *length)
{
    *head = 0;
    for (size_t size = 1024; *head == 0 && size <= WARC_HEADER_MAX; size *= 2) {
        fill_up_to(warc, size);
        *head = header_length(span_part(pending(warc), 0, size));
    }
    return *head && warc_is(pending(warc)) &&
           read_length(field(span_part(pending(warc), 0, *head), "Content-Length"), 10, length);
}

static bool next_record(struct parts *parts, struct part *part)
{
    struct warc *warc = (struct warc *)parts;
    size_t head, length;
    for (;;) {
        /* Only now, as what was given out is borrowed up to here. */
        skip(warc, warc->owed);
        warc->owed = 0;
        *part = (struct part){0};
        skip_blank_lines(warc);
        if (warc->start == warc->buf.length)
            return refuse_end(warc, part);
        warc->number++;
        if (!read_header(warc, &head, &length))
            return refuse_damage(warc, part);
        warc->owed = head + length;
        if (!is_wanted(span_part(pending(warc), 0, head)))
            continue;
        if (length <= WARC_RECORD_MAX)
            fill_up_to(warc, head + length);
        if (read_record(warc, head, length, part))
            return true;
    }
}

static void close_warc(struct parts *parts)
{
    struct warc *warc = (struct warc *)parts;
    buf_free(&warc->buf);
    buf_free(&warc->body);
    buf_free(&warc->label);
    free(warc);
}

struct parts *warc_open(struct stream *stream)
{
    struct warc *warc = mem_new(1, sizeof *warc);
    warc->parts = (struct parts){next_record, close_warc};
    warc->stream = stream;
    return &warc->parts;
}

struct parts *warc_open_bytes(struct span bytes)
{
    struct parts *parts = warc_open(NULL);
    struct warc *warc = (struct warc *)parts;
    warc->stream = stream_of(&warc->memory, bytes, NULL);
    return parts;
}

#include "doc.h"

#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "date.h"
#include "hash.h"
#include "html.h"
#include "mail.h"
#include "office.h"
#include "part.h"
#include "pdf.h"
#include "plain.h"
#include "unpack.h"
#include "warc.h"

enum {
    /* Bytes read to see what a file is: mail headers may be long. */
    HEAD = 64 * 1024,
    ID = 16
};

/* A format is read as a document, opened as a container, or both: then it is a document, and what
 * it contains follows. */
struct format {
    const char *media_type;
    bool (*is)(struct span bytes);
    void (*read)(struct document *document, struct span bytes);
    struct parts *(*open)(struct span bytes);
    bool wrapper; /* what is inside stands for it: no member of its own */
    const char *help;
};

/* --- formats ---------------------------------------------------------------------------------- */

/* Bytes that no text has: NUL and most controls, among the first that are looked at. */
static bool is_text(struct span bytes)
{
    size_t controls = 0;
    struct span head = span_part(bytes, 0, 4096);
    for (size_t i = 0; i < head.length; i++) {
        unsigned char byte = (unsigned char)head.at[i];
        if (byte == 0)
            return false;
        controls += byte < 0x20 && !strchr("\t\n\v\f\r\x1b", byte);
    }
    return controls * 50 <= head.length;
}

static bool is_markdown(struct span bytes)
{
    return is_text(bytes) && plain_is_markdown(bytes);
}

/* What is known and not read, so that it can be named. Some of it would pass for text. */
static const struct {
    const char *magic, *name;
} known[] = {
    {"{\\rtf", "Rich Text Format"},
    {"%!PS", "PostScript"},
    {"\xD0\xCF\x11\xE0", "an old Word, Excel or Outlook file (OLE 2)"},
    {"\x89PNG", "a PNG image"},
    {"\xFF\xD8\xFF", "a JPEG image"},
    {"GIF8", "a GIF image"},
    {"II*", "a TIFF image"},
    {"MM", "a TIFF image"},
    {"Rar!", "a RAR archive"},
    {"7z\xBC\xAF", "a 7-Zip archive"},
    {"BZh", "bzip2"},
    {"\xFD" "7zXZ", "xz"},
    {"SQLite format 3", "a SQLite database"},
    {"\x7F" "ELF", "a program"},
};

static const char *known_binary(struct span bytes)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (span_starts(bytes, span_of(known[i].magic)) &&
            (!is_text(bytes) || strchr("{%", known[i].magic[0])))
            return known[i].name;
    return NULL;
}

/* In the order in which they are tried: containers first, as they may hold any other format near
 * their start; plain text is what is left. */
static const struct format formats[] = {
    {"application/gzip", unpack_is_gzip, NULL, unpack_open, true, "gzip around any of these"},
    {"application/zstd", unpack_is_zstd, NULL, unpack_open, true, "zstd around any of these"},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", office_is_docx,
     office_read_docx, NULL, false, "Word since 2007 (.docx)"},
    {"application/vnd.oasis.opendocument.text", office_is_odt, office_read_odt, NULL, false,
     "OpenDocument text (.odt)"},
    {"application/zip", unpack_is_zip, NULL, unpack_open_zip, false, "each file of a zip"},
    {"application/warc", warc_is, NULL, warc_open_bytes, false,
     "web archives: each page, its text too (WARC, WET)"},
    {"application/mbox", mail_is_box, NULL, mail_open_box, false, "each message of a mailbox"},
    {"message/rfc822", mail_is, mail_read, mail_open, false, "a message and its attachments"},
    {"application/pdf", pdf_is, pdf_read, NULL, false, "PDF, pages in reading order"},
    {"text/html", html_is, html_read, NULL, false, "HTML, the main text of the page"},
    {"text/markdown", is_markdown, plain_read_markdown, NULL, false, "Markdown"},
    {"text/plain", is_text, plain_read, NULL, false, "plain text"},
};

enum { FORMATS = sizeof formats / sizeof *formats };

bool doc_format(size_t i, const char **media_type, const char **help)
{
    if (i >= FORMATS)
        return false;
    *media_type = formats[i].media_type;
    *help = formats[i].help;
    return true;
}

static const struct format *named_format(struct span type)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (span_is(type, formats[i].media_type))
            return &formats[i];
    return NULL;
}

static const struct format *find_format(struct span bytes)
{
    if (known_binary(bytes))
        return NULL;
    for (size_t i = 0; i < FORMATS; i++)
        if (formats[i].is(bytes))
            return &formats[i];
    return NULL;
}

/* --- containers ------------------------------------------------------------------------------- */

struct level {
    struct parts *parts;
    size_t path; /* length of the path before its members */
    bool wrapper;
    char id[HASH_HEX + 1]; /* its own */
};

struct doc {
    struct level levels[DOC_DEPTH_MAX];
    size_t depth;
    struct stream *stream;
    struct stream_memory whole; /* the head and the rest */
    struct unpack *unpack;      /* of a web archive that is read as a stream */
    struct buf bytes;           /* of the file, or its head */
    struct span name, type;
    bool started;

    struct part part; /* the document found */
    const struct format *format;
    const char *error_code, *error_message;
    struct buf path;
    char id[HASH_HEX + 1];
    bool pending;      /* it is a container as well, and not opened yet */
    bool streamed;     /* the first container is a stream without end */
    size_t unpacked;   /* bytes had from containers */
    bool full;         /* more than are wanted: what is open is left */
};

static bool fail(struct doc *doc, const char *code, const char *message)
{
    doc->error_code = code;
    doc->error_message = message;
    return true;
}

static bool in_wrapper(const struct doc *doc)
{
    return doc->depth && doc->levels[doc->depth - 1].wrapper;
}

/* Is this the file itself, though perhaps unpacked? */
static bool is_own(const struct doc *doc)
{
    for (size_t i = 0; i < doc->depth; i++)
        if (!doc->levels[i].wrapper)
            return false;
    return true;
}

static void push(struct doc *doc, struct parts *parts, bool wrapper)
{
    struct level *level = &doc->levels[doc->depth++];
    *level = (struct level){parts, doc->path.length, wrapper, ""};
    memcpy(level->id, doc->id, sizeof level->id);
    doc->pending = false;
}

static void pop(struct doc *doc)
{
    struct level *level = &doc->levels[--doc->depth];
    part_close(level->parts);
    doc->path.length = level->path;
}

static void choose_format(struct doc *doc)
{
    struct span bytes = doc->part.bytes;
    const struct format *looks = find_format(bytes);
    if (doc->part.media_type)
        looks = named_format(span_of(doc->part.media_type));
    if (doc->type.at && is_own(doc) && !(looks && looks->wrapper))
        looks = named_format(doc->type);
    doc->format = looks;
}

/* The path gets the part's name behind its container's. */
static void set_path(struct doc *doc)
{
    doc->path.length = doc->depth ? doc->levels[doc->depth - 1].path : 0;
    if (!doc->part.member.length)
        return;
    if (doc->path.length)
        buf_add_byte(&doc->path, '/');
    buf_add(&doc->path, doc->part.member);
}

/* What is known of a wrapper holds for what is inside, which is the same document. */
static void set_identity(struct doc *doc, const struct part *outer)
{
    if (in_wrapper(doc)) {
        doc->part.file = outer->file;
        doc->part.url = outer->url;
        doc->part.fetched = outer->fetched;
        doc->part.charset = outer->charset;
        doc->part.partial = doc->part.partial || outer->partial;
        return;
    }
    if (doc->part.error_code && !doc->part.member.length && doc->depth) {
        /* It is about the container, behind members that it could have. */
        doc->path.length = doc->levels[doc->depth - 1].path;
        memcpy(doc->id, doc->levels[doc->depth - 1].id, sizeof doc->id);
        return;
    }
    set_path(doc);
    doc->id[0] = '\0';
    if (doc->part.error_code)
        return; /* its bytes are not all there */
    hash_sha256(doc->part.bytes, doc->id);
    doc->id[ID] = '\0';
}

/* Takes in the part just had. True where it is a document, or an error that is to be told; false
 * where it was a container and is open now. */
static bool examine(struct doc *doc, const struct part *outer)
{
    set_identity(doc, outer);
    doc->error_code = NULL;
    doc->format = NULL;
    doc->pending = false;
    if (doc->streamed && doc->depth == 1)
        doc->unpacked = 0;
    doc->unpacked += doc->depth ? doc->part.bytes.length : 0;
    doc->full = doc->unpacked > DOC_UNPACKED_MAX;
    if (doc->full)
        return fail(doc, "too large", "unpacks to more than is read of one file");
    if (doc->part.error_code)
        return fail(doc, doc->part.error_code, doc->part.error_message);
    if (doc->part.bytes.length == 0)
        return fail(doc, "empty", doc->depth ? "it is empty" : "the file is empty");
    choose_format(doc);
    if (!doc->format || !doc->format->open)
        return true;
    if (doc->depth == DOC_DEPTH_MAX)
        return fail(doc, "too deep", "too many containers in each other");
    doc->pending = doc->format->read != NULL;
    if (!doc->pending)
        push(doc, doc->format->open(doc->part.bytes), doc->format->wrapper);
    return doc->pending;
}

/* Does the head begin a web archive, perhaps packed? Then the file need not be had whole. */
static bool is_streamed(struct span head, bool *packed)
{
    struct stream_memory memory;
    struct span piece;
    *packed = unpack_built && (unpack_is_gzip(head) || unpack_is_zstd(head));
    if (!*packed)
        return warc_is(head);
    struct unpack *unpack = unpack_start(stream_of(&memory, head, NULL));
    bool is = stream_next(unpack_stream(unpack), &piece) && warc_is(piece);
    unpack_end(unpack);
    return is;
}

/* The file itself, as a part or as an open web archive. */
static bool start(struct doc *doc)
{
    bool packed;
    doc->started = true;
    while (doc->bytes.length < HEAD) {
        struct span piece;
        if (!stream_next(doc->stream, &piece))
            break;
        buf_add(&doc->bytes, piece);
    }
    bool other = doc->type.at && !span_is(doc->type, "application/warc");
    if (!other && is_streamed(buf_span(&doc->bytes), &packed)) {
        struct stream *stream = stream_of(&doc->whole, buf_span(&doc->bytes), doc->stream);
        doc->streamed = true;
        if (packed)
            doc->unpack = unpack_start(stream);
        push(doc, warc_open(packed ? unpack_stream(doc->unpack) : stream), false);
        return false;
    }
    bool whole = stream_gather(doc->stream, &doc->bytes, STREAM_WHOLE_MAX);
    doc->part = (struct part){.bytes = buf_span(&doc->bytes), .file = doc->name};
    if (doc->stream->fault)
        return false; /* no document: it may say something else than its beginning */
    if (!whole) {
        doc->part.error_code = "too large";
        doc->part.error_message = "larger than assay-text reads";
    }
    return examine(doc, &doc->part);
}

struct doc *doc_open(struct stream *stream, struct span name, struct span type)
{
    struct doc *doc = mem_new(1, sizeof *doc);
    doc->stream = stream;
    doc->name = name;
    doc->type = type;
    return doc;
}

bool doc_next(struct doc *doc)
{
    if (!doc->started && start(doc))
        return true;
    if (doc->pending)
        push(doc, doc->format->open(doc->part.bytes), doc->format->wrapper);
    while (doc->full && doc->depth > doc->streamed)
        pop(doc);
    while (doc->depth) {
        struct part outer = doc->part;
        if (!part_next(doc->levels[doc->depth - 1].parts, &doc->part))
            pop(doc);
        else if (examine(doc, &outer))
            return true;
    }
    return false;
}

/* --- documents -------------------------------------------------------------------------------- */

/* A whole ISO date in a file's name is the last, weakest statement of a date. */
static void date_from_name(struct document *document, struct span name)
{
    struct when when;
    char date[WHEN_TEXT];
    for (size_t at = 0; date_find(name, at, &when); at = when.end) {
        when_text(&when, date);
        struct span written = span_part(name, when.start, when.end);
        if (when.range || when.from.day == 0 || !span_is(written, date))
            continue;
        document_state(document, &document->date, span_of(date));
        document_state(document, &document->date_basis, span_of("filename"));
        return;
    }
}

/* A page that does not declare its encoding is in the one that its answer or its part declared. */
static void read_bytes(struct doc *doc, struct document *document)
{
    struct buf decoded = {0};
    struct span bytes = doc->part.bytes;
    bool text = span_starts(span_of(doc->format->media_type), span_of("text/"));
    if (text && doc->part.charset.length && !charset_declared(bytes).at) {
        charset_decode(&decoded, bytes, doc->part.charset);
        bytes = buf_span(&decoded);
    }
    doc->format->read(document, bytes);
    buf_free(&decoded);
}

static void fail_unknown(struct document *document, struct span bytes)
{
    struct buf message = {0};
    const char *name = known_binary(bytes);
    buf_add_format(&message, "%s%sno format that can be read", name ? name : "", name ? ": " : "");
    document_fail(document, "unknown format", buf_span(&message));
    buf_free(&message);
}

void doc_read(struct doc *doc, struct document *document)
{
    if (doc->format)
        document->media_type = doc->format->media_type;
    if (doc->error_code) {
        document_fail(document, doc->error_code, span_of(doc->error_message));
        return;
    }
    if (!doc->format) {
        fail_unknown(document, doc->part.bytes);
        return;
    }
    document_state(document, &document->url, doc->part.url);
    read_bytes(doc, document);
    if (document->error_code)
        return;
    document->partial = document->partial || doc->part.partial;
    date_from_name(document, doc->part.file);
    if (document->text.length == 0 && !doc->format->open)
        document_fail(document, "no text", span_of("nothing of it is text"));
}

struct span doc_id(const struct doc *doc)
{
    return (struct span){doc->id, doc->id[0] ? ID : 0};
}

struct span doc_member(const struct doc *doc)
{
    return buf_span(&doc->path);
}

struct span doc_fetched(const struct doc *doc)
{
    return doc->part.fetched;
}

void doc_close(struct doc *doc)
{
    while (doc->depth)
        pop(doc);
    unpack_end(doc->unpack);
    buf_free(&doc->bytes);
    buf_free(&doc->path);
    free(doc);
}

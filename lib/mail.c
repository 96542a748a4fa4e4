#include "mail.h"

#include <stdlib.h>

#include "charset.h"
#include "html.h"
#include "mem.h"
#include "mime.h"
#include "plain.h"

enum {
    /* Bytes looked at to recognise a message: signatures of relays make headers long. */
    HEADER_LOOKED_AT = 64 * 1024
};

/* --- recognising ------------------------------------------------------------------------------ */

/* Fields that mail programs and relays write, people do not. */
static const char *const transport[] = {
    "Message-ID", "MIME-Version", "Received", "Return-Path", "Delivered-To", "Content-Type",
    "Content-Transfer-Encoding", "DKIM-Signature", "ARC-Seal", "X-Mailer", "Reply-To", "References",
    "In-Reply-To", "X-Original-To", "Envelope-To",
};

/* Takes the first line off; a carriage return at its end is left out. */
static struct span take_line(struct span *rest)
{
    struct span line = {NULL, 0};
    span_split(rest, '\n', &line);
    if (line.length && line.at[line.length - 1] == '\r')
        line.length--;
    return line;
}

/* Length of the field's name (RFC 5322, 2.2), 0 where the line begins no field. */
static size_t field_name(struct span line)
{
    size_t length = 0;
    while (length < line.length && line.at[length] > ' ' && line.at[length] < 0x7F &&
           line.at[length] != ':')
        length++;
    return length < line.length && line.at[length] == ':' ? length : 0;
}

static bool is_transport(struct span name)
{
    for (size_t i = 0; i < sizeof transport / sizeof *transport; i++)
        if (span_is_like(name, transport[i]))
            return true;
    return false;
}

bool mail_is(struct span bytes)
{
    struct span rest = span_part(bytes, 0, HEADER_LOOKED_AT);
    bool sent = false, named = false, first = true;
    while (rest.length) {
        struct span line = take_line(&rest);
        if (line.length == 0)
            break;
        bool continued = !first && (line.at[0] == ' ' || line.at[0] == '\t');
        size_t name = field_name(line);
        if (!continued && name == 0)
            return false;
        sent = sent || (!continued && is_transport(span_part(line, 0, name)));
        named = named || span_starts_like(line, "From:") || span_starts_like(line, "Subject:");
        first = false;
    }
    return sent && named;
}

/* `From sender Thu May  5 10:00:00 2022`: a time of day tells it from a sentence. */
static bool is_separator(struct span line)
{
    if (!span_starts(line, span_of("From ")))
        return false;
    for (size_t i = 5; i + 4 < line.length; i++)
        if (line.at[i + 2] == ':' && line.at[i] >= '0' && line.at[i] <= '2' &&
            line.at[i + 1] >= '0' && line.at[i + 1] <= '9' && line.at[i + 3] >= '0' &&
            line.at[i + 3] <= '5')
            return true;
    return false;
}

bool mail_is_box(struct span bytes)
{
    struct span rest = span_part(bytes, 0, HEADER_LOOKED_AT);
    if (!is_separator(take_line(&rest)))
        return false;
    return field_name(take_line(&rest)) > 0;
}

/* --- the body --------------------------------------------------------------------------------- */

struct body {
    struct document *document;
    struct buf own;   /* lines of the sender's */
    struct buf quote; /* a paragraph of somebody else's */
    size_t depth;     /* of the quote */
    bool original;    /* all that follows is the message replied to */
};

static void end_own(struct body *body)
{
    if (body->own.length)
        plain_read(body->document, buf_span(&body->own));
    buf_clear(&body->own);
}

static void end_quote(struct body *body)
{
    if (body->quote.length)
        document_add(body->document, DOCUMENT_QUOTE, buf_span(&body->quote), 0);
    buf_clear(&body->quote);
}

/* How many marks of quotation stand before the line, which is left without them. `>From ` alone
 * is how a mailbox writes a line that begins with From. */
static size_t take_marks(struct span *line)
{
    size_t depth = 0, at = 0;
    while (at < line->length && (line->at[at] == '>' || (depth && line->at[at] == ' ')))
        depth += line->at[at++] == '>';
    bool escaped = depth == 1 && span_starts_like(*line, ">From ");
    *line = span_part(*line, escaped ? 1 : at, line->length);
    return escaped ? 0 : depth;
}

/* How mail programs without marks begin the message that is replied to: a line of dashes and
 * words, or the head of the message itself. */
static bool begins_original(struct span line, struct span rest)
{
    struct span next = take_line(&rest);
    if (span_starts_like(line, "--") && span_find(line, span_of("Original Message")) < line.length)
        return true;
    if (span_starts_like(line, "--") && span_find(line, span_of("Forwarded message")) < line.length)
        return true;
    return span_starts_like(line, "From: ") &&
           (span_starts_like(next, "Sent: ") || span_starts_like(next, "Date: ") ||
            span_starts_like(next, "To: "));
}

static void add_line(struct body *body, struct span line, size_t depth)
{
    if (depth == 0 && !body->original) {
        end_quote(body);
        buf_add(&body->own, line);
        buf_add_byte(&body->own, '\n');
        return;
    }
    end_own(body);
    if (depth != body->depth || span_trim(line).length == 0)
        end_quote(body);
    body->depth = depth;
    buf_add(&body->quote, line);
    if (line.length)
        buf_add_byte(&body->quote, '\n');
}

static void read_text(struct document *document, struct span text)
{
    struct body body = {.document = document};
    while (text.length) {
        struct span line = take_line(&text);
        size_t depth = take_marks(&line);
        body.original = body.original || (depth == 0 && begins_original(line, text));
        add_line(&body, line, depth);
    }
    end_own(&body);
    end_quote(&body);
    buf_free(&body.own);
    buf_free(&body.quote);
}

static void read_facts(struct document *document, struct mime *mime)
{
    struct buf subject = {0}, sender = {0}, date = {0};
    mime_facts(mime, &subject, &sender, &date);
    document_state(document, &document->title, buf_span(&subject));
    document_state(document, &document->author, buf_span(&sender));
    document_state(document, &document->date, buf_span(&date));
    if (date.length)
        document_state(document, &document->date_basis, span_of("metadata"));
    buf_free(&subject);
    buf_free(&sender);
    buf_free(&date);
}

void mail_read(struct document *document, struct span message)
{
    struct mime_part part;
    struct buf text = {0};
    if (!mime_built) {
        document_fail(document, "not built in", span_of("this build of assay-text reads no mail"));
        return;
    }
    struct mime *mime = mime_open(message);
    if (!mime) {
        document_fail(document, "damaged", span_of("no mail message"));
        return;
    }
    read_facts(document, mime);
    for (size_t i = 0; mime_part(mime, i, &part); i++) {
        if (part.kind == MIME_ATTACHMENT)
            continue;
        buf_clear(&text);
        charset_decode(&text, part.bytes, part.charset);
        if (part.kind == MIME_HTML)
            html_read(document, buf_span(&text));
        else
            read_text(document, buf_span(&text));
    }
    buf_free(&text);
    mime_close(mime);
}

/* --- attachments ------------------------------------------------------------------------------ */

struct attachments {
    struct parts parts;
    struct mime *mime;
    size_t next, number;
    struct buf label;
    bool ended;
};

static bool next_attachment(struct parts *parts, struct part *part)
{
    struct attachments *attachments = (struct attachments *)parts;
    struct mime_part found;
    do {
        if (!attachments->mime || !mime_part(attachments->mime, attachments->next++, &found)) {
            bool cut = attachments->mime && mime_cut(attachments->mime) && !attachments->ended;
            attachments->ended = true;
            part->error_code = "too many members";
            part->error_message = "the message has more parts than are read";
            return cut;
        }
    } while (found.kind != MIME_ATTACHMENT);
    buf_clear(&attachments->label);
    buf_add_format(&attachments->label, "attachment %zu", ++attachments->number);
    if (found.name.length) {
        buf_add_text(&attachments->label, ": ");
        buf_add(&attachments->label, found.name);
    }
    part->member = buf_span(&attachments->label);
    part->file = found.name;
    part->charset = found.charset;
    part->bytes = found.bytes;
    return true;
}

static void close_attachments(struct parts *parts)
{
    struct attachments *attachments = (struct attachments *)parts;
    mime_close(attachments->mime);
    buf_free(&attachments->label);
    free(attachments);
}

struct parts *mail_open(struct span message)
{
    struct attachments *attachments = mem_new(1, sizeof *attachments);
    attachments->parts = (struct parts){next_attachment, close_attachments};
    attachments->mime = mime_open(message);
    return &attachments->parts;
}

/* --- mailboxes -------------------------------------------------------------------------------- */

struct box {
    struct parts parts;
    struct span rest;
    size_t number;
    struct buf label;
};

/* Length of the message up to the empty line before the next separator. */
static size_t message_length(struct span rest)
{
    for (size_t at = 0; at < rest.length;) {
        size_t found = at + span_find(span_part(rest, at, rest.length), span_of("\nFrom "));
        if (found >= rest.length)
            break;
        size_t before = found;
        if (before && rest.at[before - 1] == '\r')
            before--;
        struct span next = span_part(rest, found + 1, rest.length);
        if ((before == 0 || rest.at[before - 1] == '\n') && is_separator(take_line(&next)))
            return found + 1;
        at = found + 1;
    }
    return rest.length;
}

static bool next_message(struct parts *parts, struct part *part)
{
    struct box *box = (struct box *)parts;
    if (box->rest.length == 0)
        return false;
    take_line(&box->rest); /* the separator */
    size_t length = message_length(box->rest);
    buf_clear(&box->label);
    buf_add_format(&box->label, "message %zu", ++box->number);
    part->member = buf_span(&box->label);
    part->bytes = span_part(box->rest, 0, length);
    part->media_type = "message/rfc822";
    box->rest = span_part(box->rest, length, box->rest.length);
    return true;
}

static void close_box(struct parts *parts)
{
    struct box *box = (struct box *)parts;
    buf_free(&box->label);
    free(box);
}

struct parts *mail_open_box(struct span bytes)
{
    struct box *box = mem_new(1, sizeof *box);
    *box = (struct box){.parts = {next_message, close_box}, .rest = bytes};
    return &box->parts;
}

#include "mime.h"

#include <gmime/gmime.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

const bool mime_built = true;

struct found {
    GMimeObject *object; /* the message's */
    enum mime_kind kind;
};

struct mime {
    GMimeMessage *message;
    struct found *found;
    size_t count, room;
    GMimeStream *decoded; /* of the part that was asked for last */
    bool cut;
};

/* GMime counts how often it is begun, and what it holds lives as long as the program. */
static GMimeMessage *parse(struct span bytes)
{
    g_mime_init();
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.at, bytes.length);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeParserOptions *options = g_mime_parser_options_new();
    const char *charsets[] = {"utf-8", "windows-1252", NULL};
    g_mime_parser_options_set_fallback_charsets(options, charsets);
    GMimeMessage *message = g_mime_parser_construct_message(parser, options);
    g_mime_parser_options_free(options);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static void add(struct mime *mime, GMimeObject *object, enum mime_kind kind)
{
    if (mime->count >= MIME_PARTS_MAX) {
        mime->cut = true;
        return;
    }
    mime->found = mem_grow(mime->found, &mime->room, mime->count + 1, sizeof *mime->found);
    mime->found[mime->count++] = (struct found){object, kind};
}

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(object), type, subtype);
}

static bool is_attached(GMimeObject *object)
{
    const char *disposition = g_mime_object_get_disposition(object);
    return disposition && g_ascii_strcasecmp(disposition, "attachment") == 0;
}

/* Parts that are no documents of their own unless they are attached: what a page shows, and
 * signatures. */
static bool is_furniture(GMimeObject *object)
{
    static const char *const types[][2] = {
        {"image", "*"}, {"audio", "*"}, {"video", "*"}, {"text", "calendar"},
        {"application", "pgp-signature"}, {"application", "pkcs7-signature"},
        {"application", "x-pkcs7-signature"}, {"application", "ms-tnef"},
    };
    bool signature = is_type(object, "application", "*");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_type(object, types[i][0], types[i][1]))
            return signature || !is_attached(object);
    return false;
}

static void add_leaf(struct mime *mime, GMimeObject *object, bool body)
{
    bool plain = is_type(object, "text", "plain"), html = is_type(object, "text", "html");
    bool named = GMIME_IS_PART(object) && g_mime_part_get_filename(GMIME_PART(object));
    if ((plain || html) && !named && !is_attached(object)) {
        if (body)
            add(mime, object, plain ? MIME_PLAIN : MIME_HTML);
    } else if (!is_furniture(object)) {
        add(mime, object, MIME_ATTACHMENT);
    }
}

/* Of alternatives the plain text, else the last that can hold text. */
static int preferred(GMimeMultipart *alternatives)
{
    int last = -1, count = g_mime_multipart_get_count(alternatives);
    for (int i = 0; i < count; i++) {
        GMimeObject *object = g_mime_multipart_get_part(alternatives, i);
        if (is_type(object, "text", "plain"))
            return i;
        if (GMIME_IS_MULTIPART(object) || is_type(object, "text", "html"))
            last = i;
    }
    return last;
}

/* `body`: its text is the message's, and not an alternative that was not chosen. */
static void walk(struct mime *mime, GMimeObject *object, bool body, int depth)
{
    if (!GMIME_IS_MULTIPART(object)) {
        add_leaf(mime, object, body);
        return;
    }
    if (depth >= MIME_DEPTH_MAX) {
        mime->cut = true;
        return;
    }
    GMimeMultipart *multipart = GMIME_MULTIPART(object);
    int chosen = is_type(object, "multipart", "alternative") ? preferred(multipart) : -1;
    int count = g_mime_multipart_get_count(multipart);
    for (int i = 0; i < count; i++)
        walk(mime, g_mime_multipart_get_part(multipart, i),
             body && (chosen < 0 || chosen == i), depth + 1);
}

struct mime *mime_open(struct span bytes)
{
    GMimeMessage *message = parse(bytes);
    if (!message)
        return NULL;
    struct mime *mime = mem_new(1, sizeof *mime);
    GMimeObject *body = g_mime_message_get_mime_part(message);
    mime->message = message;
    if (body)
        walk(mime, body, true, 0);
    return mime;
}

static void add_sender(GMimeMessage *message, struct buf *out)
{
    InternetAddressList *list = g_mime_message_get_from(message);
    if (!list || internet_address_list_length(list) == 0)
        return;
    InternetAddress *address = internet_address_list_get_address(list, 0);
    const char *name = internet_address_get_name(address);
    if (name && *name)
        buf_add_text(out, name);
    else if (INTERNET_ADDRESS_IS_MAILBOX(address) &&
             internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)))
        buf_add_text(out, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address)));
}

/* Where an encoded word ends that is filled up, and another follows (RFC 2047, 6.2): GMime 3.2
 * takes two such words for one and drops the second. */
static size_t word_end(struct span raw)
{
    for (size_t at = 0; at + 3 <= raw.length; at++) {
        struct span rest = span_part(raw, at, raw.length);
        if (!span_starts(rest, span_of("=?=")))
            continue;
        struct span behind = span_part(rest, 3, rest.length), next = span_trim(behind);
        if (next.length < behind.length && span_starts(next, span_of("=?")))
            return at + 3;
    }
    return raw.length;
}

static void add_subject(GMimeMessage *message, struct buf *out)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    GMimeHeader *header = g_mime_header_list_get_header(headers, "Subject");
    const char *raw = header ? g_mime_header_get_raw_value(header) : NULL;
    char *whole = raw ? g_mime_utils_header_unfold(raw) : NULL;
    struct span rest = span_trim(span_of(whole ? whole : ""));
    while (rest.length) {
        size_t end = word_end(rest);
        char *part = mem_copy(rest.at, end);
        char *text = g_mime_utils_header_decode_text(NULL, part);
        buf_add_text(out, text ? text : "");
        rest = span_trim(span_part(rest, end, rest.length));
        g_free(text);
        free(part);
    }
    g_free(whole);
}

void mime_facts(struct mime *mime, struct buf *subject, struct buf *sender, struct buf *date)
{
    GDateTime *when = g_mime_message_get_date(mime->message);
    add_subject(mime->message, subject);
    add_sender(mime->message, sender);
    /* The day where the sender was, as the header says it. */
    if (when && g_date_time_get_year(when) > 1970)
        buf_add_format(date, "%04d-%02d-%02d", g_date_time_get_year(when),
                       g_date_time_get_month(when), g_date_time_get_day_of_month(when));
}

/* The message's own bytes for one that is attached, else what its encoding stands for. */
static void decode(struct mime *mime, GMimeObject *object)
{
    if (mime->decoded)
        g_object_unref(mime->decoded);
    mime->decoded = g_mime_stream_mem_new();
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
        if (message)
            g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, mime->decoded);
    } else if (GMIME_IS_PART(object)) {
        GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));
        if (content)
            g_mime_data_wrapper_write_to_stream(content, mime->decoded);
    }
}

bool mime_part(struct mime *mime, size_t i, struct mime_part *part)
{
    if (i >= mime->count)
        return false;
    GMimeObject *object = mime->found[i].object;
    decode(mime, object);
    GByteArray *array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(mime->decoded));
    *part = (struct mime_part){
        .kind = mime->found[i].kind,
        .charset = span_of(g_mime_object_get_content_type_parameter(object, "charset")),
        .bytes = {array->data ? (const char *)array->data : "", array->len}};
    if (GMIME_IS_PART(object))
        part->name = span_of(g_mime_part_get_filename(GMIME_PART(object)));
    return true;
}

bool mime_cut(const struct mime *mime)
{
    return mime->cut;
}

void mime_close(struct mime *mime)
{
    if (!mime)
        return;
    if (mime->decoded)
        g_object_unref(mime->decoded);
    g_object_unref(mime->message);
    free(mime->found);
    free(mime);
}

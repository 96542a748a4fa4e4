#include "doc.h"

#include <string.h>

#include "html.h"
#include "pdf.h"
#include "plain.h"
#include "when.h"

struct format {
    const char *media_type;
    bool (*is)(struct span bytes);
    void (*read)(struct document *document, struct span bytes);
    const char *help;
};

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

/* In the order in which they are tried: plain text is what is left. */
static const struct format formats[] = {
    {"application/pdf", pdf_is, pdf_read, "PDF, pages in reading order"},
    {"text/html", html_is, html_read, "HTML, the main text of the page"},
    {"text/markdown", is_markdown, plain_read_markdown, "Markdown"},
    {"text/plain", is_text, plain_read, "plain text"},
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

static const struct format *find_format(struct span bytes, struct span type)
{
    for (size_t i = 0; i < FORMATS; i++)
        if (type.at ? span_is(type, formats[i].media_type) : formats[i].is(bytes))
            return &formats[i];
    return NULL;
}

/* A whole ISO date in a file's name is the last, weakest statement of a date. */
static void date_from_name(struct document *document, struct span name)
{
    struct when when;
    char date[WHEN_TEXT];
    for (size_t at = 0; when_find(name, at, &when); at = when.end) {
        when_text(&when, date);
        struct span written = span_part(name, when.start, when.end);
        if (when.range || when.from.day == 0 || !span_is(written, date))
            continue;
        document_state(document, &document->date, span_of(date));
        document_state(document, &document->date_basis, span_of("filename"));
        return;
    }
}

void doc_read(struct document *document, struct span bytes, struct span name, struct span type)
{
    if (bytes.length == 0) {
        document_fail(document, "empty", span_of("the file is empty"));
        return;
    }
    const struct format *format = find_format(bytes, type);
    if (!format) {
        document_fail(document, "unknown format", span_of("no format that can be read"));
        return;
    }
    document->media_type = format->media_type;
    format->read(document, bytes);
    if (!document->error_code)
        date_from_name(document, name);
    if (!document->error_code && document->text.length == 0)
        document_fail(document, "no text", span_of("nothing of it is text"));
}

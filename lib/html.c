#include "html.h"

#include <string.h>

#include "article.h"
#include "charset.h"
#include "metadata.h"

enum {
    /* Bytes looked at to recognise a page, behind white space and comments. */
    SNIFFED = 4096,
    /* Tags that make bytes without a beginning a page. */
    TAGS_MIN = 3
};

/* What may stand first in a page (WHATWG MIME Sniffing, 7.1, and what error pages begin with). */
static const char *const openings[] = {
    "<!doctype html", "<html", "<head", "<body", "<title", "<meta",
};

/* What fragments of pages hold. */
static const char *const common[] = {
    "<p>", "<p ", "<div", "<br", "<a ", "</a>", "<span", "<table", "<script", "<h1", "<h2",
    "<ul", "<li", "<img", "<font", "<center",
};

/* Without white space, comments, XML declaration and other processing instructions. */
static struct span skip_prologue(struct span text)
{
    for (;;) {
        text = span_trim(text);
        const char *end = span_starts_like(text, "<!--") ? "-->" : NULL;
        if (span_starts_like(text, "<?"))
            end = ">";
        if (!end)
            return text;
        size_t at = span_find(text, span_of(end));
        if (at == text.length)
            return text;
        text = span_part(text, at + strlen(end), text.length);
    }
}

static bool has_tags(struct span text)
{
    size_t tags = 0;
    if (text.length == 0 || text.at[0] != '<')
        return false;
    for (size_t i = 0; i < text.length && tags < TAGS_MIN; i++)
        if (text.at[i] == '<')
            for (size_t k = 0; k < sizeof common / sizeof *common; k++)
                tags += span_starts_like(span_part(text, i, text.length), common[k]);
    return tags >= TAGS_MIN;
}

bool html_is(struct span bytes)
{
    struct buf head = {0};
    charset_decode(&head, span_part(bytes, 0, SNIFFED), (struct span){NULL, 0});
    struct span text = skip_prologue(buf_span(&head));
    bool is = has_tags(text);
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++)
        is = is || span_starts_like(text, openings[i]);
    buf_free(&head);
    return is;
}

void html_read(struct document *document, struct span bytes)
{
    struct buf page = {0};
    struct xml_tree tree = {0};
    struct flow flow = {0};
    charset_decode(&page, bytes, charset_declared(bytes));
    xml_read_page(&tree, buf_span(&page));
    buf_free(&page);
    flow_read(&flow, &tree);
    metadata_read(document, &flow);
    article_read(document, &flow);
    document->partial = document->partial || tree.partial;
    flow_free(&flow);
    xml_free(&tree);
}

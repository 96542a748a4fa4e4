#include "xml.h"

#include <libxml/HTMLparser.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char *const element_names[XML_ELEMENTS] = {
    "",
    "a", "abbr", "address", "article", "aside", "audio", "b", "base",
    "blockquote", "body", "br", "button", "canvas", "caption", "cite", "code",
    "dd", "details", "dialog", "div", "dl", "dt", "em", "fieldset",
    "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img",
    "input", "label", "legend", "li", "link", "main", "math", "menu", "meta",
    "nav", "noscript", "object", "ol", "option", "p", "pre", "q", "script",
    "section", "select", "small", "span", "strong", "style", "sub", "summary",
    "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot",
    "th", "thead", "time", "title", "tr", "tt", "u", "ul", "video", "wbr",
};

static const char *const attribute_names[XML_ATTRIBUTES] = {
    "aria-hidden", "aria-label", "class", "content", "datetime", "hidden", "href",
    "http-equiv", "id", "itemprop", "itemtype", "lang", "name", "property",
    "pubdate", "rel", "role", "style", "title", "type",
};

/* Character references that HTML reads without their semicolon, too (WHATWG HTML 13.5), and
 * libxml2 does not. */
static const char *const unclosed[] = {
    "aacute", "acirc", "acute", "aelig", "agrave", "amp", "aring", "atilde", "auml", "brvbar",
    "ccedil", "cedil", "cent", "copy", "curren", "deg", "divide", "eacute", "ecirc", "egrave",
    "eth", "euml", "frac12", "frac14", "frac34", "gt", "iacute", "icirc", "iexcl", "igrave",
    "iquest", "iuml", "laquo", "lt", "macr", "micro", "middot", "nbsp", "not", "ntilde",
    "oacute", "ocirc", "ograve", "ordf", "ordm", "oslash", "otilde", "ouml", "para", "plusmn",
    "pound", "quot", "raquo", "reg", "sect", "shy", "sup1", "sup2", "sup3", "szlig", "thorn",
    "times", "uacute", "ucirc", "ugrave", "uml", "uuml", "yacute", "yen", "yuml",
};

enum { REFERENCE_MAX = 8 }; /* bytes behind the ampersand, more than the longest of them */

struct reader {
    struct xml_tree *tree;
    xmlParserCtxtPtr parser;
    size_t *open; /* nodes that are open, the root first */
    size_t depth, room;
};

static int find_name(const char *const *names, int low, int high, const char *name)
{
    while (low < high) {
        int middle = low + (high - low) / 2;
        int order = strcmp(name, names[middle]);
        if (order == 0)
            return middle;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return XML_NONE;
}

static void stop(struct reader *reader)
{
    reader->tree->partial = true;
    xmlStopParser(reader->parser);
}

/* A new node inside the innermost open one; NULL where the page has too many. */
static struct xml_node *add_node(struct reader *reader, int element)
{
    struct xml_tree *tree = reader->tree;
    if (tree->count >= XML_NODES_MAX) {
        stop(reader);
        return NULL;
    }
    tree->nodes = mem_grow(tree->nodes, &tree->room, tree->count + 1, sizeof *tree->nodes);
    /* What stands behind the root's end belongs to it all the same: there is one root. */
    size_t parent = reader->depth ? reader->open[reader->depth - 1] : 0;
    struct xml_node *node = &tree->nodes[tree->count++];
    *node = (struct xml_node){.element = (uint8_t)element,
                              .depth = (uint16_t)reader->depth,
                              .parent = (uint32_t)parent,
                              .end = (uint32_t)tree->count};
    return node;
}

static void add_value(struct xml_tree *tree, struct xml_node *node, int name, const char *value)
{
    struct span text = span_of(value ? value : "");
    tree->values = mem_grow(tree->values, &tree->value_room, tree->value_count + 1,
                            sizeof *tree->values);
    tree->values[tree->value_count++] = (struct xml_value){
        (enum xml_attribute)name, (uint32_t)tree->text.length, (uint32_t)text.length};
    buf_add(&tree->text, text);
    node->attributes++;
}

static void start_element(void *context, const xmlChar *name, const xmlChar **attributes)
{
    struct reader *reader = context;
    int element = find_name(element_names, 1, XML_ELEMENTS, (const char *)name);
    struct xml_node *node = add_node(reader, element == XML_NONE ? XML_OTHER : element);
    if (!node)
        return;
    node->first = (uint32_t)reader->tree->value_count;
    for (; attributes && attributes[0] && node->attributes < XML_ATTRIBUTES; attributes += 2) {
        int kept = find_name(attribute_names, 0, XML_ATTRIBUTES, (const char *)attributes[0]);
        if (kept != XML_NONE)
            add_value(reader->tree, node, kept, (const char *)attributes[1]);
    }
    if (reader->depth >= XML_DEPTH_MAX) {
        stop(reader);
        return;
    }
    reader->open = mem_grow(reader->open, &reader->room, reader->depth + 1,
                            sizeof *reader->open);
    reader->open[reader->depth++] = reader->tree->count - 1;
}

static void end_element(void *context, const xmlChar *name)
{
    struct reader *reader = context;
    (void)name; /* libxml2 closes what it opened, innermost first */
    if (reader->depth == 0)
        return;
    size_t node = reader->open[--reader->depth];
    reader->tree->nodes[node].end = (uint32_t)reader->tree->count;
}

static void add_text(void *context, const xmlChar *text, int length)
{
    struct reader *reader = context;
    struct xml_tree *tree = reader->tree;
    if (length <= 0 || reader->depth == 0)
        return;
    size_t parent = reader->open[reader->depth - 1];
    struct xml_node *last = tree->count ? &tree->nodes[tree->count - 1] : NULL;
    if (!last || last->element != XML_TEXT || last->parent != parent ||
        last->first + last->length != tree->text.length) {
        last = add_node(reader, XML_TEXT);
        if (!last)
            return;
        last->first = (uint32_t)tree->text.length;
    }
    buf_add(&tree->text, (struct span){(const char *)text, (size_t)length});
    last->length += (uint32_t)length;
}

/* What stands in script and style is kept only where it can be data about the page. */
static void add_raw(void *context, const xmlChar *text, int length)
{
    struct reader *reader = context;
    if (reader->depth == 0)
        return;
    size_t node = reader->open[reader->depth - 1];
    struct span type = xml_attribute(reader->tree, node, XML_TYPE);
    if (span_find(type, span_of("ld+json")) < type.length)
        add_text(context, text, length);
}

/* libxml2 takes time in proportion to the square of a tag's attributes. Blanks in `page` what
 * a tag has beyond XML_TAG_ATTRIBUTES_MAX; NUL bytes, at which it would stop, become blanks. */
static void tame(char *page, size_t length)
{
    size_t attributes = 0;
    char quote = '\0';
    bool in_tag = false;
    for (size_t i = 0; i < length; i++) {
        char byte = page[i];
        if (byte == '\0')
            page[i] = byte = ' ';
        if (!in_tag) {
            in_tag = byte == '<' && i + 1 < length && (page[i + 1] | 0x20) >= 'a' &&
                     (page[i + 1] | 0x20) <= 'z';
            attributes = 0;
            quote = '\0';
        } else if (quote) {
            quote = byte == quote ? '\0' : quote;
        } else if (byte == '>') {
            in_tag = false;
        } else if ((byte == '"' || byte == '\'') && page[i - 1] == '=') {
            quote = byte;
        } else {
            attributes += byte == ' ' || byte == '\n' || byte == '\t' || byte == '/' ||
                          byte == '"' || byte == '\'';
        }
        if (in_tag && attributes > 2 * XML_TAG_ATTRIBUTES_MAX && byte != '<')
            page[i] = ' ';
    }
}

static bool is_alphanumeric(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* The bytes behind the ampersand at the start of `text` that are a reference for want of a
 * semicolon; 0 where they are none. In `?a=1&copy=2` there is none. */
static size_t unclosed_reference(struct span text)
{
    size_t end = 1;
    char name[REFERENCE_MAX + 1] = "";
    while (end < text.length && end <= REFERENCE_MAX && is_alphanumeric(text.at[end])) {
        name[end - 1] = text.at[end];
        end++;
    }
    if (end < 3 || end > REFERENCE_MAX || end >= text.length || text.at[end] == ';' ||
        text.at[end] == '=')
        return 0;
    /* The capital letters of accents are those of the small ones: `&Eacute`. */
    bool known = find_name(unclosed, 0, sizeof unclosed / sizeof *unclosed, name) != XML_NONE;
    if (!known && end > 4 && name[0] < 'a') {
        name[0] = (char)(name[0] | 0x20);
        known = find_name(unclosed, 0, sizeof unclosed / sizeof *unclosed, name) != XML_NONE;
    }
    return known ? end - 1 : 0;
}

/* Appends the page, with the semicolons that are missing. */
static void close_references(struct buf *out, struct span page)
{
    while (page.length) {
        size_t at = span_find_byte(page, '&');
        size_t name = at < page.length
                          ? unclosed_reference(span_part(page, at, page.length)) : 0;
        size_t end = at + name + (at < page.length);
        buf_add(out, span_part(page, 0, end));
        if (name)
            buf_add_byte(out, ';');
        page = span_part(page, end, page.length);
    }
}

static xmlParserCtxtPtr new_parser(const char *page, size_t length, struct reader *reader)
{
    xmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(page, (int)length);
    if (!parser)
        return NULL;
    /* UTF-8, whatever a meta element says; no network, no messages. */
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                   HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    parser->charset = XML_CHAR_ENCODING_UTF8;
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->initialized = 1;
    parser->sax->startElement = start_element;
    parser->sax->endElement = end_element;
    parser->sax->characters = add_text;
    parser->sax->ignorableWhitespace = add_text;
    parser->sax->cdataBlock = add_raw;
    parser->userData = reader;
    return parser;
}

void xml_read_page(struct xml_tree *tree, struct span page)
{
    struct reader reader = {.tree = tree};
    struct buf copy = {0};
    tree->partial = page.length > INT_MAX / 2;
    close_references(&copy, span_part(page, 0, INT_MAX / 2));
    tame(copy.at, copy.length);
    if (copy.length)
        reader.parser = new_parser(copy.at, copy.length, &reader);
    if (reader.parser) {
        htmlParseDocument(reader.parser);
        htmlFreeParserCtxt(reader.parser);
    }
    while (reader.depth)
        end_element(&reader, NULL);
    if (tree->count)
        tree->nodes[0].end = (uint32_t)tree->count;
    free(reader.open);
    buf_free(&copy);
}

void xml_free(struct xml_tree *tree)
{
    free(tree->nodes);
    free(tree->values);
    buf_free(&tree->text);
    *tree = (struct xml_tree){0};
}

struct span xml_text(const struct xml_tree *tree, size_t node)
{
    const struct xml_node *text = &tree->nodes[node];
    return text->element == XML_TEXT
               ? span_part(buf_span(&tree->text), text->first, text->first + text->length)
               : (struct span){NULL, 0};
}

struct span xml_attribute(const struct xml_tree *tree, size_t node, enum xml_attribute name)
{
    const struct xml_node *element = &tree->nodes[node];
    for (size_t i = 0; i < element->attributes; i++) {
        const struct xml_value *value = &tree->values[element->first + i];
        if (value->name == name)
            return span_part(buf_span(&tree->text), value->start, value->start + value->length);
    }
    return (struct span){NULL, 0};
}

void xml_gather(const struct xml_tree *tree, size_t node, struct buf *out)
{
    for (size_t i = node; i < tree->nodes[node].end; i++)
        buf_add(out, xml_text(tree, i));
}

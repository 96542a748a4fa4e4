#include "markup.h"

#include <libxml/xmlreader.h>
#include <limits.h>
#include <stdlib.h>

#include "mem.h"

struct markup {
    xmlTextReaderPtr reader;
    bool empty; /* the element just started has ended, too */
};

struct markup *markup_open(struct span bytes)
{
    struct markup *markup = mem_new(1, sizeof *markup);
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA;
    if (bytes.length < INT_MAX)
        markup->reader = xmlReaderForMemory(bytes.at, (int)bytes.length, NULL, NULL, options);
    return markup;
}

static struct span span_of_xml(const xmlChar *text)
{
    return span_of((const char *)text);
}

enum markup_event markup_next(struct markup *markup, struct span *text)
{
    *text = (struct span){"", 0};
    if (!markup->reader)
        return MARKUP_DAMAGED;
    if (markup->empty) {
        markup->empty = false;
        *text = span_of_xml(xmlTextReaderConstLocalName(markup->reader));
        return MARKUP_END;
    }
    int more;
    while ((more = xmlTextReaderRead(markup->reader)) == 1) {
        switch (xmlTextReaderNodeType(markup->reader)) {
        case XML_READER_TYPE_ELEMENT:
            markup->empty = xmlTextReaderIsEmptyElement(markup->reader) == 1;
            *text = span_of_xml(xmlTextReaderConstLocalName(markup->reader));
            return MARKUP_START;
        case XML_READER_TYPE_END_ELEMENT:
            *text = span_of_xml(xmlTextReaderConstLocalName(markup->reader));
            return MARKUP_END;
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            *text = span_of_xml(xmlTextReaderConstValue(markup->reader));
            return MARKUP_TEXT;
        default:
            break;
        }
    }
    return more == 0 ? MARKUP_END_OF_TEXT : MARKUP_DAMAGED;
}

struct span markup_attribute(struct markup *markup, const char *name)
{
    struct span value = {NULL, 0};
    while (!value.at && xmlTextReaderMoveToNextAttribute(markup->reader) == 1)
        if (span_is(span_of_xml(xmlTextReaderConstLocalName(markup->reader)), name))
            value = span_of_xml(xmlTextReaderConstValue(markup->reader));
    xmlTextReaderMoveToElement(markup->reader);
    return value;
}

void markup_close(struct markup *markup)
{
    xmlFreeTextReader(markup->reader);
    free(markup);
}

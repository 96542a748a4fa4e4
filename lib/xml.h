/* xml: a page of HTML as a flat tree. Uses mem span buf. The only user of libxml2. A core.
 *
 * Nodes lie in document order, each with the number of the first node behind its descendants:
 * a walk over the tree is a loop over an array, and no depth of nesting can exhaust the stack.
 * Only the attributes of enum xml_attribute are kept, and of elements that are not in enum
 * xml_element only that they are there. */
#ifndef XML_H
#define XML_H

#include <stdint.h>

#include "buf.h"
#include "mem.h"

/* In the order of the table in xml.c, which is that of the alphabet. */
enum xml_element {
    XML_OTHER,
    XML_A, XML_ABBR, XML_ADDRESS, XML_ARTICLE, XML_ASIDE, XML_AUDIO, XML_B, XML_BASE,
    XML_BLOCKQUOTE, XML_BODY, XML_BR, XML_BUTTON, XML_CANVAS, XML_CAPTION, XML_CITE, XML_CODE,
    XML_DD, XML_DETAILS, XML_DIALOG, XML_DIV, XML_DL, XML_DT, XML_EM, XML_FIELDSET,
    XML_FIGCAPTION, XML_FIGURE, XML_FONT, XML_FOOTER, XML_FORM, XML_H1, XML_H2, XML_H3, XML_H4,
    XML_H5, XML_H6, XML_HEAD, XML_HEADER, XML_HR, XML_HTML, XML_I, XML_IFRAME, XML_IMG,
    XML_INPUT, XML_LABEL, XML_LEGEND, XML_LI, XML_LINK, XML_MAIN, XML_MATH, XML_MENU, XML_META,
    XML_NAV, XML_NOSCRIPT, XML_OBJECT, XML_OL, XML_OPTION, XML_P, XML_PRE, XML_Q, XML_SCRIPT,
    XML_SECTION, XML_SELECT, XML_SMALL, XML_SPAN, XML_STRONG, XML_STYLE, XML_SUB, XML_SUMMARY,
    XML_SUP, XML_SVG, XML_TABLE, XML_TBODY, XML_TD, XML_TEMPLATE, XML_TEXTAREA, XML_TFOOT,
    XML_TH, XML_THEAD, XML_TIME, XML_TITLE, XML_TR, XML_TT, XML_U, XML_UL, XML_VIDEO, XML_WBR,
    XML_ELEMENTS,
    XML_TEXT /* no element: a run of text */
};

enum xml_attribute {
    XML_ARIA_HIDDEN, XML_ARIA_LABEL, XML_CLASS, XML_CONTENT, XML_DATETIME, XML_HIDDEN, XML_HREF,
    XML_HTTP_EQUIV, XML_ID, XML_ITEMPROP, XML_ITEMTYPE, XML_LANG, XML_NAME, XML_PROPERTY,
    XML_PUBDATE, XML_REL, XML_ROLE, XML_STYLE_ATTRIBUTE, XML_TITLE_ATTRIBUTE, XML_TYPE,
    XML_ATTRIBUTES
};

enum {
    /* Elements open at once. Browsers stop at 512 and flatten what lies deeper; what libxml2
     * does for an end tag takes time in proportion to it. */
    XML_DEPTH_MAX = 2048,
    /* Nodes of a page: the largest page seen has 40,000. */
    XML_NODES_MAX = 4 * 1000 * 1000,
    /* Attributes of a tag: libxml2 compares each with all before it. */
    XML_TAG_ATTRIBUTES_MAX = 256,
    XML_NONE = -1
};

struct xml_node {
    uint8_t element;      /* enum xml_element */
    uint8_t attributes;   /* how many are kept */
    uint16_t depth;       /* 0 for the root */
    uint32_t parent;      /* 0 for the root, which is node 0, too */
    uint32_t end;         /* the first node that is no descendant */
    uint32_t first;       /* its first attribute, or the offset of its text */
    uint32_t length;      /* of its text in bytes */
};

struct xml_value {
    enum xml_attribute name;
    uint32_t start, length;
};

struct xml_tree {
    struct xml_node *nodes;
    size_t count, room;
    struct xml_value *values;
    size_t value_count, value_room;
    struct buf text; /* texts and attribute values, well-formed UTF-8 without NUL */
    bool partial;    /* a bound was met: the rest of the page is not here */
};

/* Reads a page that is well-formed UTF-8, whatever encoding it declares. Start with a zeroed
 * struct; it holds nothing of `page` afterwards. */
void xml_read_page(struct xml_tree *tree, struct span page);
void xml_free(struct xml_tree *tree);

/* The text of a XML_TEXT node, borrowed from the tree. */
struct span xml_text(const struct xml_tree *tree, size_t node);
/* Absent where the element has no such attribute. */
struct span xml_attribute(const struct xml_tree *tree, size_t node, enum xml_attribute name);
/* Appends the texts below the node. */
void xml_gather(const struct xml_tree *tree, size_t node, struct buf *out);

#endif

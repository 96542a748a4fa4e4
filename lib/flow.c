#include "flow.h"

#include <stdlib.h>

#include "utf8.h"

/* How an element is set. */
enum set {
    INLINE, /* the text runs on */
    BLOCK,  /* begins and ends a block */
    BREAK,  /* a line end */
    CELL,   /* of a table: a block, or a tab in a row */
    ROW,
    GONE    /* no text for readers inside */
};

static const uint8_t sets[XML_ELEMENTS] = {
    [XML_ADDRESS] = BLOCK,  [XML_ARTICLE] = BLOCK,    [XML_ASIDE] = BLOCK,
    [XML_AUDIO] = GONE,     [XML_BLOCKQUOTE] = BLOCK, [XML_BODY] = BLOCK,
    [XML_BR] = BREAK,       [XML_BUTTON] = BLOCK,     [XML_CANVAS] = GONE,
    [XML_CAPTION] = BLOCK,  [XML_DD] = BLOCK,         [XML_DETAILS] = BLOCK,
    [XML_DIALOG] = GONE,    [XML_DIV] = BLOCK,        [XML_DL] = BLOCK,
    [XML_DT] = BLOCK,       [XML_FIELDSET] = BLOCK,   [XML_FIGCAPTION] = BLOCK,
    [XML_FIGURE] = BLOCK,   [XML_FOOTER] = BLOCK,     [XML_FORM] = BLOCK,
    [XML_H1] = BLOCK,       [XML_H2] = BLOCK,         [XML_H3] = BLOCK,
    [XML_H4] = BLOCK,       [XML_H5] = BLOCK,         [XML_H6] = BLOCK,
    [XML_HEAD] = GONE,      [XML_HEADER] = BLOCK,     [XML_HR] = BLOCK,
    [XML_HTML] = BLOCK,     [XML_IFRAME] = GONE,      [XML_INPUT] = GONE,
    [XML_LEGEND] = BLOCK,   [XML_LI] = BLOCK,         [XML_MAIN] = BLOCK,
    [XML_MATH] = GONE,      [XML_MENU] = BLOCK,       [XML_NAV] = BLOCK,
    [XML_NOSCRIPT] = GONE,  [XML_OBJECT] = GONE,      [XML_OL] = BLOCK,
    [XML_OPTION] = GONE,    [XML_P] = BLOCK,          [XML_PRE] = BLOCK,
    [XML_SCRIPT] = GONE,    [XML_SECTION] = BLOCK,    [XML_SELECT] = GONE,
    [XML_STYLE] = GONE,     [XML_SUMMARY] = BLOCK,    [XML_SVG] = GONE,
    [XML_TABLE] = BLOCK,    [XML_TBODY] = BLOCK,      [XML_TD] = CELL,
    [XML_TEMPLATE] = GONE,  [XML_TEXTAREA] = GONE,    [XML_TFOOT] = BLOCK,
    [XML_TH] = CELL,        [XML_THEAD] = BLOCK,      [XML_TITLE] = GONE,
    [XML_TR] = ROW,         [XML_UL] = BLOCK,         [XML_VIDEO] = GONE,
};

enum {
    /* A table whose cells are longer holds the layout of the page, not data. */
    CELL_TEXT_MAX = 1500,
    /* A page with fewer words is one that scripts fill: a menu, a notice, no text. */
    SCRIPTED_WORDS_MAX = 100,
    SCRIPTED_NOTICE = 20, /* words of a notice */
    CLOSE_NODES = 8, /* within which an element's first text stands */
    CHIP_MIN = 3     /* bytes of a word that is set as one of several */
};

bool flow_is_block(enum xml_element element)
{
    return element < XML_ELEMENTS &&
           (sets[element] == BLOCK || sets[element] == CELL || sets[element] == ROW);
}

/* `display:none` with or without blanks; `visibility:hidden`. */
static bool is_styled_away(struct span style)
{
    struct span rest = style, rule;
    while (span_split(&rest, ';', &rule)) {
        bool display = span_holds_like(rule, "display") && span_holds_like(rule, "none");
        bool visibility = span_holds_like(rule, "visibility") && span_holds_like(rule, "hidden");
        if (display || visibility)
            return true;
    }
    return false;
}

/* Shown after all, at a click or once a script of the page has run: panels of tabs and of
 * accordions, and the parts that React streams behind the page and then moves to their places. */
static bool is_shown_later(const struct xml_tree *tree, size_t node)
{
    struct span class = xml_attribute(tree, node, XML_CLASS);
    return span_holds_like(class, "collaps") || span_holds_like(class, "accordion") ||
           span_is(xml_attribute(tree, node, XML_ROLE), "tabpanel") ||
           span_starts(xml_attribute(tree, node, XML_ID), span_of("S:"));
}

static bool is_hidden(const struct xml_tree *tree, size_t node)
{
    const struct xml_node *element = &tree->nodes[node];
    if (element->attributes == 0 || element->element == XML_BODY || element->element == XML_HTML)
        return false;
    struct span hidden = xml_attribute(tree, node, XML_HIDDEN);
    struct span style = xml_attribute(tree, node, XML_STYLE_ATTRIBUTE);
    bool away = hidden.at || span_is(xml_attribute(tree, node, XML_ARIA_HIDDEN), "true") ||
                (style.at && is_styled_away(style));
    return away && !is_shown_later(tree, node);
}

/* Does the table hold data: rows of several short cells, and no table or heading inside? */
static bool is_data_table(const struct xml_tree *tree, size_t table)
{
    size_t cells = 0, rows = 0, cell_text = 0, cell_end = 0;
    for (size_t i = table + 1; i < tree->nodes[table].end; i++) {
        const struct xml_node *node = &tree->nodes[i];
        if (node->element == XML_TABLE || (node->element >= XML_H1 && node->element <= XML_H3))
            return false;
        if (node->element == XML_TR)
            rows++;
        if (node->element == XML_TD || node->element == XML_TH) {
            cells++;
            cell_text = 0;
            cell_end = node->end;
        }
        if (node->element == XML_TEXT && i < cell_end)
            cell_text += node->length;
        if (cell_text > CELL_TEXT_MAX)
            return false;
    }
    return cells > rows;
}

/* The walk: the block being written and what is open around it. */
struct walk {
    struct flow *flow;
    size_t open[XML_DEPTH_MAX + 1]; /* block-level elements, the innermost last */
    size_t depth;
    size_t start;     /* of the block in flow->text */
    size_t linked, words, bold;
    size_t link_end, bold_end; /* first node behind the <a>, <b> that is open */
    size_t row_end;            /* first node behind the data row that is open */
    size_t whole_end;          /* ... behind the heading that is open */
    size_t data_end;           /* ... behind the data table that is open */
    size_t kept_end;           /* ... behind the code that is open, where letters stand close */
    unsigned breaks;           /* <br> since the last word */
    bool space, in_word;
    bool scriptless; /* read what stands in <noscript> */
};

/* What decides the role, looking outward from the block; none of them: a paragraph. */
static const struct {
    uint8_t element, role;
} roles[] = {
    {XML_H1, DOCUMENT_HEADING},         {XML_H2, DOCUMENT_HEADING},
    {XML_H3, DOCUMENT_HEADING},         {XML_H4, DOCUMENT_HEADING},
    {XML_H5, DOCUMENT_HEADING},         {XML_H6, DOCUMENT_HEADING},
    {XML_LEGEND, DOCUMENT_HEADING},     {XML_SUMMARY, DOCUMENT_HEADING},
    {XML_LI, DOCUMENT_LIST_ITEM},       {XML_DD, DOCUMENT_LIST_ITEM},
    {XML_DT, DOCUMENT_LIST_ITEM},       {XML_BLOCKQUOTE, DOCUMENT_QUOTE},
    {XML_FIGCAPTION, DOCUMENT_CAPTION}, {XML_CAPTION, DOCUMENT_CAPTION},
};

static bool ends_role(uint8_t element)
{
    return element == XML_ARTICLE || element == XML_SECTION || element == XML_MAIN ||
           element == XML_TD || element == XML_BODY;
}

static uint8_t role_of(const struct walk *walk)
{
    const struct xml_tree *tree = walk->flow->tree;
    if (walk->row_end)
        return DOCUMENT_TABLE_ROW;
    for (size_t i = walk->depth; i-- > 0;) {
        uint8_t element = tree->nodes[walk->open[i]].element;
        for (size_t k = 0; k < sizeof roles / sizeof *roles; k++)
            if (roles[k].element == element)
                return roles[k].role;
        if (ends_role(element))
            break;
    }
    return DOCUMENT_PARAGRAPH;
}

/* The element that says most about how the block is set: beyond <div>, which says nothing. */
static uint8_t element_of(const struct walk *walk)
{
    const struct xml_tree *tree = walk->flow->tree;
    for (size_t i = walk->depth; i-- > 0;) {
        uint8_t element = tree->nodes[walk->open[i]].element;
        if (element != XML_DIV)
            return element;
        if (i + 3 < walk->depth)
            break;
    }
    return XML_DIV;
}

static void end_block(struct walk *walk)
{
    struct flow *flow = walk->flow;
    size_t end = flow->text.length;
    if (walk->words > 0) {
        flow->blocks = mem_grow(flow->blocks, &flow->room, flow->count + 1,
                                sizeof *flow->blocks);
        flow->blocks[flow->count++] = (struct flow_block){
            .start = walk->start,
            .end = end,
            .node = walk->depth ? walk->open[walk->depth - 1] : 0,
            .linked = walk->linked,
            .words = walk->words,
            .element = element_of(walk),
            .role = role_of(walk),
            .bold = walk->bold * 10 >= (end - walk->start) * 9,
        };
    } else {
        flow->text.length = walk->start;
    }
    walk->start = flow->text.length;
    walk->linked = walk->words = walk->bold = 0;
    walk->breaks = 0;
    walk->space = walk->in_word = false;
}

/* Ends the block, or parts the words where one line must hold the whole: rows, headings. */
static void part(struct walk *walk, size_t node)
{
    if (node < walk->row_end || node < walk->whole_end)
        walk->space = true;
    else
        end_block(walk);
}

static void write_byte(struct walk *walk, char byte, size_t node)
{
    buf_add_byte(&walk->flow->text, byte);
    walk->linked += node < walk->link_end;
    walk->bold += node < walk->bold_end;
}

static bool is_white(unsigned char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* In <pre> an empty line parts blocks as <br><br> does; a line end is a break there. */
static void write_text(struct walk *walk, struct span text, size_t node, bool kept)
{
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        if (is_white(byte)) {
            walk->space = true;
            walk->breaks += kept && byte == '\n';
            walk->in_word = false;
            continue;
        }
        if (walk->breaks >= 2)
            part(walk, node);
        if (walk->space && walk->flow->text.length > walk->start)
            write_byte(walk, walk->breaks ? '\n' : ' ', node);
        walk->space = false;
        walk->breaks = 0;
        bool word = byte >= 0x80 || utf8_is_word(byte);
        walk->words += word && !walk->in_word;
        walk->in_word = word || (walk->in_word && byte == '\'');
        write_byte(walk, (char)byte, node);
    }
}

static void close_ended(struct walk *walk, size_t node)
{
    const struct xml_tree *tree = walk->flow->tree;
    while (walk->depth && node >= tree->nodes[walk->open[walk->depth - 1]].end) {
        size_t last = walk->open[walk->depth - 1];
        if (walk->row_end && node >= walk->row_end) {
            end_block(walk);
            walk->row_end = 0;
        }
        part(walk, last < walk->whole_end && node >= walk->whole_end ? node : last);
        walk->depth--;
        if (node >= walk->whole_end)
            walk->whole_end = 0;
    }
}

static void open_block(struct walk *walk, size_t node)
{
    const struct xml_tree *tree = walk->flow->tree;
    const struct xml_node *element = &tree->nodes[node];
    if (sets[element->element] == CELL && node < walk->row_end && node >= walk->whole_end) {
        if (walk->words)
            buf_add_byte(&walk->flow->text, '\t');
        walk->space = walk->in_word = false;
    } else {
        part(walk, node);
    }
    walk->open[walk->depth++] = node;
    if (element->element == XML_PRE && node >= walk->kept_end)
        walk->kept_end = element->end;
    if (element->element == XML_TABLE && node >= walk->data_end && is_data_table(tree, node))
        walk->data_end = element->end;
    if (element->element == XML_TR && node < walk->data_end)
        walk->row_end = element->end;
    if (element->element >= XML_H1 && element->element <= XML_H6 && !walk->whole_end)
        walk->whole_end = element->end;
}

/* The element that ends where the node begins, or the node itself. */
static size_t sibling_before(const struct xml_tree *tree, size_t node)
{
    size_t before = node - 1;
    for (int i = 0; i < CLOSE_NODES && tree->nodes[before].parent != tree->nodes[node].parent; i++)
        before = tree->nodes[before].parent;
    bool beside = tree->nodes[before].parent == tree->nodes[node].parent && before != node &&
                  tree->nodes[before].end == node;
    return beside ? before : node;
}

static struct span first_text(const struct xml_tree *tree, size_t node)
{
    for (size_t i = node + 1; i < tree->nodes[node].end && i < node + CLOSE_NODES; i++)
        if (tree->nodes[i].element == XML_TEXT)
            return xml_text(tree, i);
    return (struct span){NULL, 0};
}

/* <span>wren</span><time>January 1</time>, <b class="tag">one</b><b class="tag">two</b>: set
 * apart by style, without a blank between. So it is where an element with a class or a date
 * begins in what no word goes on with, a capital or a digit behind a small letter, and where two
 * with one class stand side by side. Code and letters set one by one stand close. */
static bool runs_together(const struct walk *walk, size_t node)
{
    const struct xml_tree *tree = walk->flow->tree;
    const struct buf *text = &walk->flow->text;
    struct span class = xml_attribute(tree, node, XML_CLASS);
    struct span next = first_text(tree, node);
    if (walk->space || text->length == walk->start || next.length == 0 || node < walk->kept_end ||
        !(class.length || tree->nodes[node].element == XML_TIME))
        return false;
    unsigned char before = (unsigned char)text->at[text->length - 1];
    unsigned char after = (unsigned char)next.at[0];
    bool small = before >= 'a' && before <= 'z', digit = utf8_is_digit(before);
    bool capital = after >= 'A' && after <= 'Z', behind = after >= 'a' && after <= 'z';
    if ((small && capital) || (digit && capital))
        return true;
    size_t last = sibling_before(tree, node);
    if (last == node || tree->nodes[last].element == XML_TEXT)
        return false;
    bool alike = span_equal(xml_attribute(tree, last, XML_CLASS), class) && class.length;
    return (small && utf8_is_digit(after)) ||
           (alike && small && behind && next.length >= CHIP_MIN &&
            first_text(tree, last).length >= CHIP_MIN);
}

static void open_inline(struct walk *walk, size_t node)
{
    if (node && runs_together(walk, node))
        walk->space = true;
    const struct xml_node *element = &walk->flow->tree->nodes[node];
    if (element->element == XML_CODE && node >= walk->kept_end)
        walk->kept_end = element->end;
    if (element->element == XML_A && node >= walk->link_end &&
        xml_attribute(walk->flow->tree, node, XML_HREF).at)
        walk->link_end = element->end;
    if ((element->element == XML_B || element->element == XML_STRONG) && node >= walk->bold_end)
        walk->bold_end = element->end;
}

static bool in_pre(const struct walk *walk)
{
    for (size_t i = walk->depth; i-- > 0;)
        if (walk->flow->tree->nodes[walk->open[i]].element == XML_PRE)
            return true;
    return false;
}

/* Words within a line that are for those alone who have the page read out to them. */
static bool is_spoken(const struct xml_tree *tree, size_t node)
{
    static const char *const names[] = {"sr-only", "visually-hidden", "visuallyhidden",
                                        "screen-reader-text", "govuk-visually-hidden"};
    struct span class = xml_attribute(tree, node, XML_CLASS), name;
    if (tree->nodes[node].element != XML_SPAN || !class.length)
        return false;
    while (span_split(&class, ' ', &name))
        if (span_is_any(name, names, sizeof names / sizeof *names))
            return true;
    return false;
}

/* The mark beside a heading by which one links to it: "#", a pilcrow, or nothing at all. */
static bool is_permalink(const struct walk *walk, size_t node)
{
    const struct xml_tree *tree = walk->flow->tree;
    struct span to = xml_attribute(tree, node, XML_HREF);
    if (node >= walk->whole_end || tree->nodes[node].element != XML_A || !to.length ||
        to.at[0] != '#')
        return false;
    for (size_t i = node; i < tree->nodes[node].end; i++) {
        struct span text = xml_text(tree, i);
        for (size_t k = 0; k < text.length; k++) {
            unsigned char byte = (unsigned char)text.at[k];
            /* 0xC2 and 0xE2 begin signs and no letters. */
            if ((byte < 0x80 && utf8_is_word(byte)) ||
                (byte >= 0xC3 && byte != 0xE2))
                return false;
        }
    }
    return true;
}

/* Visits the node; gives the next one to visit. */
static size_t visit(struct walk *walk, size_t node)
{
    const struct xml_tree *tree = walk->flow->tree;
    const struct xml_node *element = &tree->nodes[node];
    if (element->element == XML_TEXT) {
        write_text(walk, xml_text(tree, node), node, in_pre(walk));
        return node + 1;
    }
    bool gone = element->element == XML_NOSCRIPT ? !walk->scriptless
                                                 : sets[element->element] == GONE;
    if (gone || is_hidden(tree, node) || is_permalink(walk, node) || is_spoken(tree, node))
        return element->end;
    if (flow_is_block((enum xml_element)element->element)) {
        open_block(walk, node);
    } else if (sets[element->element] == BREAK) {
        walk->space = true;
        walk->in_word = false;
        walk->breaks++;
    } else {
        open_inline(walk, node);
    }
    return node + 1;
}

static size_t read_blocks(struct flow *flow, const struct xml_tree *tree, bool scriptless)
{
    struct walk *walk = mem_new(1, sizeof *walk);
    flow->tree = tree;
    flow->count = flow->text.length = 0;
    walk->flow = flow;
    walk->scriptless = scriptless;
    size_t node = 0, words = 0;
    while (node < tree->count) {
        close_ended(walk, node);
        node = visit(walk, node);
    }
    close_ended(walk, tree->count);
    end_block(walk);
    free(walk);
    for (size_t i = 0; i < flow->count; i++)
        words += flow->blocks[i].words;
    return words;
}

/* A page that scripts fill shows its text in <noscript> to those who run none; a notice that asks
 * for scripts is shorter than the page. */
void flow_read(struct flow *flow, const struct xml_tree *tree)
{
    size_t words = read_blocks(flow, tree, false);
    if (words < SCRIPTED_WORDS_MAX && read_blocks(flow, tree, true) < 2 * words + SCRIPTED_NOTICE)
        read_blocks(flow, tree, false);
}

void flow_free(struct flow *flow)
{
    free(flow->blocks);
    buf_free(&flow->text);
    *flow = (struct flow){0};
}

struct span flow_text(const struct flow *flow, size_t block)
{
    return span_part(buf_span(&flow->text), flow->blocks[block].start, flow->blocks[block].end);
}

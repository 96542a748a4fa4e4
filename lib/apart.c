#include "apart.h"

#include <stdlib.h>

#include "byline.h"
#include "utf8.h"

enum {
    SENTENCE_WORDS = 10, ARTICLE_WORDS = 60, /* of a text that is more than its comments */
    ENTRIES_MIN = 3, /* elements built alike, each with a title that is a link */
    TITLE_WORDS_MIN = 3, /* of a link that is a title and no name of a poster or topic */
    SKIPPED_MAX = 8  /* texts without a word at the start of an entry */
};

static bool names_comments(const struct xml_tree *tree, size_t node)
{
    static const char *const words[] = {"comment", "disqus", "respond", "discussion"};
    uint8_t element = tree->nodes[node].element;
    struct span class = xml_attribute(tree, node, XML_CLASS);
    struct span id = xml_attribute(tree, node, XML_ID);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_holds_like(class, words[i]) || span_holds_like(id, words[i]))
            return flow_is_block((enum xml_element)element) && element != XML_BODY;
    return false;
}

/* Who comments on a text is not its author. Comments stand behind a text: what is called so
 * before it, or where there is no other, as in a forum, is the text. */
static void mark_comments(const struct flow *flow, bool *apart)
{
    const struct xml_tree *tree = flow->tree;
    size_t words = 0, block = 0;
    for (size_t i = 0, end = 0; i < tree->count; i++) {
        for (; block < flow->count && flow->blocks[block].node < i; block++)
            if (flow->blocks[block].words >= SENTENCE_WORDS)
                words += flow->blocks[block].words;
        if (i >= end && words >= ARTICLE_WORDS && tree->nodes[i].attributes &&
            names_comments(tree, i))
            end = tree->nodes[i].end;
        apart[i] = i < end;
    }
}

static size_t words_of(struct span text)
{
    size_t words = 0;
    bool in_word = false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool word = byte >= 0x80 || utf8_is_word(byte);
        words += word && !in_word;
        in_word = word;
    }
    return words;
}

/* The titles in a page that are links. */
struct titles {
    const struct xml_tree *tree;
    uint32_t *before; /* linked headings before the node, count + 1 of them */
    bool *linked;     /* is the node inside a link? */
};

static bool is_heading(uint8_t element)
{
    return element >= XML_H1 && element <= XML_H6;
}

static void find_titles(struct titles *titles)
{
    const struct xml_tree *tree = titles->tree;
    size_t link_end = 0, heading = 0, heading_end = 0;
    bool counted = false;
    for (size_t i = 0; i < tree->count; i++) {
        uint8_t element = tree->nodes[i].element;
        struct span to = xml_attribute(tree, i, XML_HREF);
        /* A link to a place in a page is that of a forum's post to itself. */
        bool link = element == XML_A && to.at && span_find_byte(to, '#') == to.length;
        titles->before[i + 1] = titles->before[i];
        if (link && i >= link_end)
            link_end = tree->nodes[i].end;
        if (is_heading(element)) {
            heading = i;
            heading_end = tree->nodes[i].end;
            counted = false;
        }
        titles->linked[i] = i < link_end;
        if (heading && i < heading_end && i < link_end && !counted) {
            titles->before[i + 1]++;
            counted = true;
        }
    }
}

/* Has the element a heading that is a link, or does its text begin with a link of some words? */
static bool is_titled(const struct titles *titles, size_t node)
{
    const struct xml_tree *tree = titles->tree;
    size_t end = tree->nodes[node].end;
    if (titles->before[end] > titles->before[node])
        return true;
    size_t skipped = 0;
    for (size_t i = node; i < end && skipped < SKIPPED_MAX; i++) {
        size_t words = tree->nodes[i].element == XML_TEXT ? words_of(xml_text(tree, i)) : 0;
        if (words)
            return titles->linked[i] && words >= TITLE_WORDS_MIN;
        skipped++;
    }
    return false;
}

/* What an element shares with those built alike beside it: parent, name and first class. */
static uint32_t kind_of(const struct xml_tree *tree, size_t node)
{
    const struct xml_node *element = &tree->nodes[node];
    struct span class = xml_attribute(tree, node, XML_CLASS);
    uint32_t hash = (2166136261U ^ element->parent) * 16777619U;
    hash = (hash ^ element->element) * 16777619U;
    for (size_t i = 0; i < class.length && class.at[i] != ' '; i++)
        if (!utf8_is_digit((unsigned char)class.at[i]))
            hash = (hash ^ (unsigned char)class.at[i]) * 16777619U;
    return hash ^ hash >> 15;
}

/* Entries of a list lead elsewhere: some elements built alike in one place, each with a title
 * that is a link. The posts of a forum have none. */
static void mark_entries(const struct titles *titles, bool *apart)
{
    const struct xml_tree *tree = titles->tree;
    size_t room = 16;
    while (room < tree->count)
        room *= 2;
    /* A collision of kinds adds up two counts: it takes a page built for it, and costs a date. */
    uint8_t *counts = mem_new(room, sizeof *counts);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 1; i < tree->count; i++) {
            uint8_t element = tree->nodes[i].element;
            if (element == XML_TEXT || !flow_is_block((enum xml_element)element) ||
                is_heading(element) || !is_titled(titles, i))
                continue;
            uint8_t *count = &counts[kind_of(tree, i) & (room - 1)];
            if (pass == 0)
                *count = (uint8_t)(*count + (*count < ENTRIES_MIN));
            else
                apart[i] = apart[i] || *count >= ENTRIES_MIN;
        }
    free(counts);
}

bool *apart_read(const struct flow *flow)
{
    const struct xml_tree *tree = flow->tree;
    bool *apart = mem_new(tree->count, sizeof *apart);
    struct titles titles = {
        .tree = tree,
        .before = mem_new(tree->count + 1, sizeof *titles.before),
        .linked = mem_new(tree->count, sizeof *titles.linked),
    };
    mark_comments(flow, apart);
    find_titles(&titles);
    mark_entries(&titles, apart);
    for (size_t i = 1; i < tree->count; i++)
        apart[i] = apart[i] || apart[tree->nodes[i].parent];
    free(titles.before);
    free(titles.linked);
    return apart;
}

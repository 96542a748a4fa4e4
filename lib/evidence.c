#include "evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cue.h"
#include "utf8.h"

enum {
    FAR = 20,         /* no such element around the block */
    FAR_SAID = 40,    /* no such words in so many blocks */
    GOOD_WORDS = 10,  /* a block of so many words, little linked, reads like running text */
    LEAD_ON_WORDS = 8,
    SHORT_WORDS = 12, /* longer blocks are not looked at for phrases */
    WINDOW_BITS = 1 << 15,
    WINDOW = 8,       /* bytes of the strings that are compared with title and description */
    WINDOWS_MAX = 60,
    CACHED = 1024,
    ARTICLE_WORDS = 100 /* outside of comments, for there to be an article */
};

static const double GOOD_LINKED_MAX = 0.4, GOOD_FUNCTION_MIN = 0.1, BLOG_SHARE = 0.5;
/* Shares of the running text that the "top" elements hold: the innermost with so much. */
static const double top_shares[] = {0.4, 0.6, 0.8, 0.95};

enum { TOPS = sizeof top_shares / sizeof *top_shares };

/* Elements that say what they hold, and the roles that say the same. */
enum tag { ARTICLE, MAIN, NAV, ASIDE, HEADER, FOOTER, ITEM, FIGURE, SECTION, TAGS };

static const struct {
    uint8_t element, tag;
    const char *role;
} tags[] = {
    {XML_ARTICLE, ARTICLE, "article"}, {XML_MAIN, MAIN, "main"},
    {XML_NAV, NAV, "navigation"},      {XML_ASIDE, ASIDE, "complementary"},
    {XML_HEADER, HEADER, "banner"},    {XML_FOOTER, FOOTER, "contentinfo"},
    {XML_LI, ITEM, "listitem"},        {XML_FIGURE, FIGURE, "figure"},
    {XML_SECTION, SECTION, "region"},
};

/* Kinds of pages, by what they call themselves. */
enum kind {
    OG_ARTICLE, OG_WEBSITE, ARTICLE_FACTS, NEWS_ARTICLE, BLOG_POSTING, ANY_ARTICLE, FORUM_POSTING,
    QUESTIONS, ITEM_LIST, WEB_PAGE, ORGANISATION, KINDS
};

static const struct {
    const char *type;
    enum kind kind;
} types[] = {
    {"NewsArticle", NEWS_ARTICLE}, {"BlogPosting", BLOG_POSTING}, {"\"Article\"", ANY_ARTICLE},
    {"DiscussionForumPosting", FORUM_POSTING}, {"QAPage", QUESTIONS}, {"ItemList", ITEM_LIST},
    {"\"WebPage\"", WEB_PAGE}, {"Organization", ORGANISATION},
};

/* An element with all that is in it. */
struct place {
    uint8_t name[CUE_NAMES]; /* steps outward to the nearest element so named, or FAR */
    uint8_t tag[TAGS];
    bool remarks; /* inside of what is called "comments": see names_remarks */
    uint32_t hash; /* of the path of elements and classes: what is built alike */
    uint32_t up;   /* the nearest ancestor with more blocks */
    uint32_t words, bytes, linked, blocks, good, images, inputs, times;
};

struct stat {
    float words, linked, function, capitals, word_length, ends, commas, digits;
    uint32_t says;
    bool good;
    uint32_t alike; /* slot of the blocks that are built alike */
    uint32_t same;  /* slot of the blocks that say the same */
    uint32_t heading; /* the last heading before, or the block itself */
    uint32_t image;   /* nodes since the last image */
    float before;     /* words before it */
    uint8_t since[CUE_PHRASES], until[CUE_PHRASES]; /* blocks to the nearest that says so */
    uint8_t comments; /* headings about comments before it */
};

/* What is built alike, or says the same. */
struct slot {
    uint32_t hash, count;
    double words, linked, ends, good;
};

struct slots {
    struct slot *slots;
    size_t room; /* a power of two, more than twice what goes in */
};

struct evidence {
    const struct flow *flow;
    const struct xml_tree *tree;
    struct place *places;
    struct stat *stats;
    struct slots alike, places_alike, same;
    unsigned char title[WINDOW_BITS / 8], description[WINDOW_BITS / 8]; /* sets of windows */
    size_t top[TOPS];
    size_t headline; /* block, or flow->count */
    size_t last_good;
    double words, bytes, linked, good, good_blocks, articles, h1s, links;
    double remarked; /* running text inside of remarks */
    double name_words[CUE_NAMES], tag_words[TAGS]; /* running text below such elements */
    bool kinds[KINDS];
    struct cue_indexes cues;
};

/* Words of English and its neighbours that running text is full of and lists of links are not. */
static const char *const function_words[] = {
    "the", "of", "and", "to", "a", "in", "is", "that", "for", "on", "with", "as", "was", "it",
    "are", "this", "be", "by", "an", "or", "at", "from", "have", "has", "not", "but", "they",
    "their", "which", "we", "you", "i", "he", "she", "his", "her", "will", "been", "who", "were",
    "de", "la", "et", "le", "der", "die", "und", "que", "en", "el", "il", "di",
};

static bool is_function_word(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof function_words / sizeof *function_words; i++)
        if (function_words[i][0] == word[0] && strlen(function_words[i]) == length &&
            memcmp(function_words[i], word, length) == 0)
            return true;
    return false;
}

static void make_slots(struct slots *slots, size_t count)
{
    slots->room = 16;
    while (slots->room < 2 * count + 2)
        slots->room *= 2;
    slots->slots = mem_new(slots->room, sizeof *slots->slots);
}

static uint32_t find_slot(const struct slots *slots, uint32_t hash)
{
    hash |= 1; /* 0 marks an empty slot */
    size_t at = hash * 2654435761U & (slots->room - 1);
    while (slots->slots[at].hash && slots->slots[at].hash != hash)
        at = (at + 1) & (slots->room - 1);
    slots->slots[at].hash = hash;
    return (uint32_t)at;
}

static uint32_t hash_bytes(uint32_t hash, struct span bytes)
{
    for (size_t i = 0; i < bytes.length; i++)
        hash = (hash ^ (unsigned char)bytes.at[i]) * 16777619U;
    return hash;
}

/* Closing quotes and brackets may stand behind a sentence's end. */
static float end_of_sentence(struct span text)
{
    size_t end = text.length;
    while (end && (strchr("\"')", text.at[end - 1]) || (unsigned char)text.at[end - 1] >= 0x80))
        end--;
    char last = end ? text.at[end - 1] : ' ';
    return last == '.' || last == '!' || last == '?' ? 1.0F : last == ':' ? 0.5F : 0.0F;
}

static void measure_words(struct stat *stat, struct span text)
{
    char word[16] = "";
    size_t length = 0, words = 0, capitals = 0, functions = 0, digits = 0, commas = 0;
    bool in_word = false;
    for (size_t i = 0; i <= text.length; i++) {
        unsigned char byte = i < text.length ? (unsigned char)text.at[i] : ' ';
        if (byte >= 0x80 || utf8_is_word(byte)) {
            if (!in_word) {
                words++;
                capitals += byte >= 'A' && byte <= 'Z';
                digits += utf8_is_digit(byte);
                length = 0;
            }
            if (length < sizeof word)
                word[length++] = (char)(byte | 0x20);
            in_word = true;
            continue;
        }
        functions += in_word && is_function_word(word, length);
        commas += byte == ',' || byte == ';';
        in_word = false;
    }
    float all = words ? (float)words : 1;
    stat->function = (float)functions / all;
    stat->capitals = (float)capitals / all;
    stat->digits = (float)digits / all;
    stat->commas = (float)commas;
    stat->word_length = (float)text.length / all;
}

static void measure_block(struct evidence *evidence, size_t i)
{
    const struct flow_block *block = &evidence->flow->blocks[i];
    struct stat *stat = &evidence->stats[i];
    struct span text = flow_text(evidence->flow, i);
    measure_words(stat, text);
    stat->words = (float)block->words;
    stat->linked = (float)block->linked / (float)(text.length ? text.length : 1);
    stat->ends = end_of_sentence(text);
    stat->good = stat->words >= GOOD_WORDS && stat->linked < GOOD_LINKED_MAX &&
                 stat->function > GOOD_FUNCTION_MIN;
    if (stat->words < SHORT_WORDS || block->role == DOCUMENT_HEADING)
        stat->says = cue_phrases(&evidence->cues, text);
}

/* Names repeat from element to element: the last ones are kept. */
struct cache {
    uint32_t hash[CACHED], cues[CACHED];
};

static uint32_t names_of(const struct evidence *evidence, struct cache *cache, size_t node,
                         struct buf *scratch)
{
    static const enum xml_attribute named[] = {XML_CLASS, XML_ID, XML_ROLE, XML_ITEMPROP};
    buf_clear(scratch);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        buf_add(scratch, xml_attribute(evidence->tree, node, named[i]));
        buf_add_byte(scratch, ' ');
    }
    uint32_t hash = hash_bytes(2166136261U, buf_span(scratch)) | 1;
    size_t at = hash % CACHED;
    if (cache->hash[at] != hash) {
        cache->hash[at] = hash;
        cache->cues[at] = cue_names(&evidence->cues, buf_span(scratch));
    }
    return cache->cues[at];
}

static void step_outward(struct place *place)
{
    for (size_t k = 0; k < CUE_NAMES; k++)
        place->name[k] = (uint8_t)(place->name[k] + (place->name[k] < FAR - 1));
    for (size_t k = 0; k < TAGS; k++)
        place->tag[k] = (uint8_t)(place->tag[k] + (place->tag[k] < FAR - 1));
}

/* The element and its first class; digits in a class count things that are alike. */
static uint32_t path_hash(uint32_t parent, uint8_t element, struct span class)
{
    uint32_t hash = parent * 31 + element;
    for (size_t i = 0; i < class.length && class.at[i] != ' '; i++)
        if (!utf8_is_digit((unsigned char)class.at[i]))
            hash = hash * 131 + (unsigned char)class.at[i];
    return hash;
}

static void begin_place(struct evidence *evidence, size_t node)
{
    const struct xml_tree *tree = evidence->tree;
    const struct xml_node *element = &tree->nodes[node];
    struct place *place = &evidence->places[node];
    if (element->parent == node) {
        memset(place->name, FAR, sizeof place->name);
        memset(place->tag, FAR, sizeof place->tag);
        return;
    }
    const struct place *parent = &evidence->places[element->parent];
    memcpy(place->name, parent->name, sizeof place->name);
    memcpy(place->tag, parent->tag, sizeof place->tag);
    place->remarks = parent->remarks;
    if (flow_is_block((enum xml_element)element->element) || element->element == XML_OTHER ||
        element->element == XML_SPAN)
        step_outward(place);
    place->hash = path_hash(parent->hash, element->element,
                            xml_attribute(tree, node, XML_CLASS));
    place->images = element->element == XML_IMG || element->element == XML_SVG ||
                    element->element == XML_VIDEO;
    place->inputs = element->element == XML_INPUT || element->element == XML_TEXTAREA ||
                    element->element == XML_SELECT;
    place->times = element->element == XML_TIME;
    evidence->links += element->element == XML_A;
    evidence->articles += element->element == XML_ARTICLE;
}

/* What blogs call the part where readers remark on the text: a class or id of its own, not a
 * part of a longer one, as a forum's "comment-body" is. */
static bool names_remarks(const struct xml_tree *tree, size_t node)
{
    static const char *const names[] = {
        "comments", "commentlist", "comment-list", "comments-area", "comments-section",
        "comment-section", "disqus_thread", "respond",
    };
    struct span lists[] = {xml_attribute(tree, node, XML_ID),
                           xml_attribute(tree, node, XML_CLASS)};
    struct span name;
    for (size_t i = 0; i < 2; i++)
        while (lists[i].at && span_split(&lists[i], ' ', &name))
            if (span_is_any(name, names, sizeof names / sizeof *names))
                return true;
    return false;
}

static void name_place(struct place *place, const struct xml_tree *tree, size_t node,
                       uint32_t cues)
{
    struct span role = xml_attribute(tree, node, XML_ROLE);
    for (size_t k = 0; k < CUE_NAMES; k++)
        if (cues >> k & 1)
            place->name[k] = 0;
    place->remarks = place->remarks ||
                     (cues >> CUE_COMMENT & 1 && names_remarks(tree, node));
    for (size_t k = 0; k < sizeof tags / sizeof *tags; k++)
        if (tags[k].element == tree->nodes[node].element ||
            (role.at && span_is(role, tags[k].role)))
            place->tag[tags[k].tag] = 0;
}

static void survey_places(struct evidence *evidence)
{
    const struct xml_tree *tree = evidence->tree;
    struct cache *cache = mem_new(1, sizeof *cache);
    struct buf scratch = {0};
    for (size_t i = 0; i < tree->count; i++) {
        uint8_t element = tree->nodes[i].element;
        if (element == XML_TEXT)
            continue;
        begin_place(evidence, i);
        bool page = element == XML_HTML || element == XML_BODY;
        bool named = !page && tree->nodes[i].attributes;
        uint32_t cues = named ? names_of(evidence, cache, i, &scratch) : 0;
        name_place(&evidence->places[i], tree, i, cues);
    }
    buf_free(&scratch);
    free(cache);
}

/* Sums over all that is in an element; descendants lie behind it. */
static void sum_places(struct evidence *evidence)
{
    const struct xml_tree *tree = evidence->tree;
    for (size_t i = tree->count; i-- > 0;) {
        struct place *place = &evidence->places[i];
        struct place *up = &evidence->places[tree->nodes[i].parent];
        if (tree->nodes[i].element == XML_TEXT || up == place)
            continue;
        up->words += place->words;
        up->bytes += place->bytes;
        up->linked += place->linked;
        up->blocks += place->blocks;
        up->good += place->good;
        up->images += place->images;
        up->inputs += place->inputs;
        up->times += place->times;
    }
    for (size_t i = 0; i < tree->count; i++) {
        uint32_t parent = tree->nodes[i].parent;
        const struct place *up = &evidence->places[parent];
        evidence->places[i].up = up->blocks == evidence->places[i].blocks ? up->up : parent;
        if (parent == i)
            evidence->places[i].up = (uint32_t)i;
    }
}

static void sum_blocks(struct evidence *evidence)
{
    const struct flow *flow = evidence->flow;
    for (size_t i = 0; i < flow->count; i++) {
        const struct flow_block *block = &flow->blocks[i];
        struct stat *stat = &evidence->stats[i];
        struct place *place = &evidence->places[block->node];
        size_t bytes = block->end - block->start;
        stat->before = (float)evidence->words;
        place->words += (uint32_t)block->words;
        place->bytes += (uint32_t)bytes;
        place->linked += (uint32_t)block->linked;
        place->blocks++;
        evidence->words += (double)block->words;
        evidence->bytes += (double)bytes;
        evidence->linked += (double)block->linked;
        if (!stat->good)
            continue;
        place->good += (uint32_t)block->words;
        evidence->good += (double)block->words;
        evidence->remarked += place->remarks ? (double)block->words : 0;
        evidence->good_blocks++;
        for (size_t k = 0; k < CUE_NAMES; k++)
            evidence->name_words[k] += place->name[k] < FAR ? (double)block->words : 0;
        for (size_t k = 0; k < TAGS; k++)
            evidence->tag_words[k] += place->tag[k] < FAR ? (double)block->words : 0;
    }
}

static void find_alike(struct evidence *evidence)
{
    const struct flow *flow = evidence->flow;
    const struct xml_tree *tree = evidence->tree;
    size_t holding = 0;
    for (size_t i = 0; i < tree->count; i++)
        holding += tree->nodes[i].element != XML_TEXT && evidence->places[i].blocks > 0;
    make_slots(&evidence->alike, flow->count);
    make_slots(&evidence->same, flow->count);
    make_slots(&evidence->places_alike, holding + flow->count);
    for (size_t i = 0; i < tree->count; i++) {
        const struct place *place = &evidence->places[i];
        if (tree->nodes[i].element == XML_TEXT || place->blocks == 0)
            continue;
        struct slot *slot =
            &evidence->places_alike.slots[find_slot(&evidence->places_alike, place->hash)];
        slot->count++;
        slot->words += place->words;
        slot->good += place->good;
    }
    for (size_t i = 0; i < flow->count; i++) {
        struct stat *stat = &evidence->stats[i];
        stat->alike = find_slot(&evidence->alike,
                                evidence->places[flow->blocks[i].node].hash);
        stat->same = find_slot(&evidence->same, hash_bytes(2166136261U, flow_text(flow, i)));
        struct slot *slot = &evidence->alike.slots[stat->alike];
        slot->count++;
        slot->words += (double)stat->words;
        slot->linked += (double)stat->linked;
        slot->ends += stat->ends >= 1;
        evidence->same.slots[stat->same].count++;
    }
}

static void find_tops(struct evidence *evidence)
{
    const struct xml_tree *tree = evidence->tree;
    for (size_t i = 0; evidence->good > 0 && i < tree->count; i++)
        for (size_t k = 0; k < TOPS; k++)
            if (tree->nodes[i].element != XML_TEXT &&
                evidence->places[i].good >= top_shares[k] * evidence->good)
                evidence->top[k] = i;
    for (size_t i = 0; i < evidence->flow->count; i++)
        if (evidence->stats[i].good && evidence->flow->blocks[i].node >= evidence->top[1] &&
            evidence->flow->blocks[i].node < tree->nodes[evidence->top[1]].end)
            evidence->last_good = i;
}

static uint32_t window_at(const char *at)
{
    return hash_bytes(2166136261U, (struct span){at, WINDOW}) & (WINDOW_BITS - 1);
}

static void add_windows(unsigned char *set, struct span text)
{
    struct buf folded = {0};
    utf8_fold_text(&folded, span_part(text, 0, 4096));
    for (size_t i = 0; i + WINDOW <= folded.length; i++) {
        uint32_t bit = window_at(folded.at + i);
        set[bit / 8] |= (unsigned char)(1U << bit % 8);
    }
    buf_free(&folded);
}

/* The share of the text's windows that are in the set. */
static float overlap(const unsigned char *set, struct span folded)
{
    size_t hits = 0, all = 0;
    for (size_t i = 0; i + WINDOW <= folded.length && all < WINDOWS_MAX; i += WINDOW / 2) {
        uint32_t bit = window_at(folded.at + i);
        hits += set[bit / 8] >> bit % 8 & 1;
        all++;
    }
    return all ? (float)hits / (float)all : 0.0F;
}

static void look_at_meta(struct evidence *evidence, size_t node)
{
    const struct xml_tree *tree = evidence->tree;
    struct span name = xml_attribute(tree, node, XML_NAME);
    struct span property = xml_attribute(tree, node, XML_PROPERTY);
    struct span content = xml_attribute(tree, node, XML_CONTENT);
    if (!content.at)
        return;
    if (span_is(name, "description") || span_is(property, "og:description"))
        add_windows(evidence->description, content);
    if (span_is(property, "og:type")) {
        evidence->kinds[OG_ARTICLE] = span_is(content, "article");
        evidence->kinds[OG_WEBSITE] = span_is(content, "website");
    }
    if (property.at && span_starts(property, span_of("article:")))
        evidence->kinds[ARTICLE_FACTS] = true;
}

static void look_at_page(struct evidence *evidence)
{
    const struct xml_tree *tree = evidence->tree;
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].element == XML_META)
            look_at_meta(evidence, i);
        if (tree->nodes[i].element != XML_SCRIPT || i + 1 >= tree->count)
            continue;
        struct span json = xml_text(tree, i + 1);
        for (size_t k = 0; json.at && k < sizeof types / sizeof *types; k++)
            if (span_find(json, span_of(types[k].type)) < json.length)
                evidence->kinds[types[k].kind] = true;
    }
}

/* The heading that the title repeats, else the first <h1>. */
static void find_headline(struct evidence *evidence, struct span title)
{
    const struct flow *flow = evidence->flow;
    struct buf whole = {0}, part = {0};
    size_t first = flow->count;
    utf8_fold_text(&whole, title.at ? title : span_of(""));
    evidence->headline = flow->count;
    for (size_t i = 0; i < flow->count; i++) {
        if (flow->blocks[i].element == XML_H1) {
            evidence->h1s++;
            first = first == flow->count ? i : first;
        }
        if (evidence->headline < flow->count || flow->blocks[i].role != DOCUMENT_HEADING ||
            flow->blocks[i].words < 2 || flow->blocks[i].end - flow->blocks[i].start > 1000)
            continue;
        buf_clear(&part);
        utf8_fold_text(&part, flow_text(flow, i));
        if (part.length * 2 >= whole.length &&
            span_find(buf_span(&whole), buf_span(&part)) < whole.length)
            evidence->headline = i;
    }
    if (evidence->headline == flow->count)
        evidence->headline = first;
    buf_free(&whole);
    buf_free(&part);
}

static uint8_t count_up(uint8_t distance)
{
    return (uint8_t)(distance + (distance < FAR_SAID));
}

/* What was said before and will be said after, headings, images: one walk in each direction. */
static void look_around(struct evidence *evidence)
{
    const struct flow *flow = evidence->flow;
    uint8_t since[CUE_PHRASES], until[CUE_PHRASES], comments = 0;
    uint32_t heading = 0, node = 0, image = 0;
    memset(since, FAR_SAID, sizeof since);
    memset(until, FAR_SAID, sizeof until);
    for (size_t i = 0; i < flow->count; i++) {
        struct stat *stat = &evidence->stats[i];
        bool is_heading = flow->blocks[i].role == DOCUMENT_HEADING;
        for (; node <= flow->blocks[i].node; node++)
            if (evidence->tree->nodes[node].element == XML_IMG)
                image = node + 1;
        stat->image = image ? (uint32_t)flow->blocks[i].node + 1 - image : UINT32_MAX;
        stat->heading = i > heading ? heading : (uint32_t)i;
        stat->comments = comments;
        memcpy(stat->since, since, sizeof since);
        for (size_t k = 0; k < CUE_PHRASES; k++)
            since[k] = stat->words < SHORT_WORDS && stat->says >> k & 1 ? 1 : count_up(since[k]);
        heading = is_heading ? (uint32_t)i : heading;
        if ((is_heading || stat->words < 6) && stat->says >> CUE_SAYS_COMMENT & 1 &&
            comments < FAR)
            comments++;
    }
    for (size_t i = flow->count; i-- > 0;) {
        struct stat *stat = &evidence->stats[i];
        memcpy(stat->until, until, sizeof until);
        for (size_t k = 0; k < CUE_PHRASES; k++)
            until[k] = stat->words < SHORT_WORDS && stat->says >> k & 1 ? 1 : count_up(until[k]);
    }
}

struct evidence *evidence_new(const struct flow *flow, struct span title)
{
    struct evidence *evidence = mem_new(1, sizeof *evidence);
    evidence->flow = flow;
    evidence->tree = flow->tree;
    evidence->places = mem_new(flow->tree->count, sizeof *evidence->places);
    evidence->stats = mem_new(flow->count, sizeof *evidence->stats);
    cue_index(&evidence->cues);
    for (size_t i = 0; i < flow->count; i++)
        measure_block(evidence, i);
    survey_places(evidence);
    sum_blocks(evidence);
    sum_places(evidence);
    find_alike(evidence);
    find_tops(evidence);
    look_at_page(evidence);
    if (title.at)
        add_windows(evidence->title, title);
    find_headline(evidence, title);
    look_around(evidence);
    return evidence;
}

void evidence_free(struct evidence *evidence)
{
    free(evidence->places);
    free(evidence->stats);
    free(evidence->alike.slots);
    free(evidence->same.slots);
    free(evidence->places_alike.slots);
    free(evidence);
}

/* The features are written one after the other; what they are called is said beside each. */
struct writer {
    float *to;
    size_t count;
};

static void put(struct writer *writer, double value)
{
    writer->to[writer->count++] = (float)value;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : 0;
}

static double at_most(double value, double limit)
{
    return value < limit ? value : limit;
}

static void put_block(struct writer *writer, const struct evidence *evidence, size_t i)
{
    const struct flow_block *block = &evidence->flow->blocks[i];
    const struct stat *stat = &evidence->stats[i];
    const struct slot *slot = &evidence->alike.slots[stat->alike];
    struct buf folded = {0};
    utf8_fold_text(&folded, span_part(flow_text(evidence->flow, i), 0,
                                      WINDOW * WINDOWS_MAX / 2 + WINDOW));
    put(writer, (double)stat->words);
    put(writer, (double)stat->linked);
    put(writer, (double)stat->function);
    put(writer, (double)stat->capitals);
    put(writer, (double)stat->word_length);
    put(writer, (double)stat->ends);
    put(writer, (double)stat->commas);
    put(writer, (double)stat->digits);
    put(writer, block->element);
    put(writer, block->role);
    put(writer, evidence->same.slots[stat->same].count);
    put(writer, (double)overlap(evidence->description, buf_span(&folded)));
    put(writer, (double)overlap(evidence->title, buf_span(&folded)));
    put(writer, slot->count); /* blocks built alike */
    put(writer, share(slot->words, slot->count));
    put(writer, share(slot->linked, slot->count));
    put(writer, share(slot->ends, slot->count));
    put(writer, slot->words / (evidence->words + 1));
    buf_free(&folded);
}

static void put_names(struct writer *writer, const struct evidence *evidence, size_t i)
{
    const struct place *place = &evidence->places[evidence->flow->blocks[i].node];
    for (size_t k = 0; k < CUE_NAMES; k++)
        put(writer, at_most(place->name[k], place->name[k] == FAR ? FAR : 15));
    for (size_t k = 0; k < TAGS; k++)
        put(writer, at_most(place->tag[k], place->tag[k] == FAR ? FAR : 15));
}

static void put_ancestors(struct writer *writer, const struct evidence *evidence, size_t i)
{
    size_t node = evidence->flow->blocks[i].node;
    for (size_t level = 0; level < EVIDENCE_LEVELS; level++) {
        const struct place *place = &evidence->places[node];
        const struct slot *slot =
            &evidence->places_alike.slots[find_slot(&evidence->places_alike, place->hash)];
        put(writer, log(1 + (double)place->words));
        put(writer, share(place->linked, place->bytes));
        put(writer, share(place->good, evidence->good));
        put(writer, log(1 + (double)place->blocks));
        put(writer, share(place->words, place->blocks));
        put(writer, share(place->good, place->words));
        put(writer, log(1 + (double)slot->count)); /* elements built alike */
        put(writer, share(slot->words, slot->count));
        put(writer, share(slot->good, slot->count));
        put(writer, at_most(place->images, 9));
        put(writer, at_most(place->inputs, 9));
        put(writer, at_most(place->times, 9));
        node = place->up;
    }
}

/* The innermost element that holds the headline and the block, and steps out to it. */
static void put_headline(struct writer *writer, const struct evidence *evidence, size_t i)
{
    const struct flow *flow = evidence->flow;
    const struct xml_node *nodes = evidence->tree->nodes;
    if (evidence->headline >= flow->count) {
        put(writer, -1);
        put(writer, 300);
        put(writer, 30);
        put(writer, 0);
        return;
    }
    size_t node = flow->blocks[evidence->headline].node, block = flow->blocks[i].node;
    int steps = 0;
    double away = (double)i - (double)evidence->headline;
    for (; node && !(block >= node && block < nodes[node].end); steps++)
        node = nodes[node].parent;
    put(writer, away > 0 ? 1 : away < 0 ? 0 : 0.5);
    put(writer, away > 200 ? 200 : away < -200 ? -200 : away);
    put(writer, steps);
    put(writer, evidence->places[node].words / (evidence->words + 1));
}

static void put_position(struct writer *writer, const struct evidence *evidence, size_t i)
{
    const struct flow *flow = evidence->flow;
    const struct stat *stat = &evidence->stats[i];
    size_t node = flow->blocks[i].node;
    put(writer, evidence->tree->nodes[node].depth);
    put(writer, (double)i / (double)flow->count);
    put(writer, (double)stat->before / (evidence->words + 1));
    put(writer, (double)i);
    put(writer, (double)(flow->count - i));
    put_headline(writer, evidence, i);
    for (size_t k = 0; k < TOPS; k++) {
        size_t top = evidence->top[k];
        bool inside = node >= top && node < evidence->tree->nodes[top].end;
        put(writer, inside ? 1 : node < top ? 0 : -1);
    }
    put(writer, (double)i - (double)evidence->last_good);
    put(writer, at_most(stat->image, 61));
}

static void put_neighbours(struct writer *writer, const struct evidence *evidence, size_t i)
{
    static const int offsets[] = {-2, -1, 1, 2};
    static const int reaches[] = {6, 12};
    long count = (long)evidence->flow->count;
    for (size_t k = 0; k < sizeof offsets / sizeof *offsets; k++) {
        long other = (long)i + offsets[k];
        bool there = other >= 0 && other < count;
        put(writer, there ? (double)evidence->stats[other].words : -1);
        put(writer, there ? (double)evidence->stats[other].linked : -1);
        put(writer, there ? evidence->flow->blocks[other].element : -1);
    }
    for (size_t k = 0; k < sizeof reaches / sizeof *reaches; k++) {
        double sums[4] = {0}; /* running text and all words, before and after */
        for (long far = 1; far <= reaches[k]; far++)
            for (int after = 0; after < 2; after++) {
                long other = after ? (long)i + far : (long)i - far;
                if (other < 0 || other >= count)
                    continue;
                const struct stat *stat = &evidence->stats[other];
                bool good = stat->words >= GOOD_WORDS && stat->linked < GOOD_LINKED_MAX;
                sums[2 * after] += good ? (double)stat->words : 0;
                sums[2 * after + 1] += (double)stat->words;
            }
        for (size_t n = 0; n < 4; n++)
            put(writer, sums[n]);
    }
}

static void put_heading(struct writer *writer, const struct evidence *evidence, size_t i)
{
    const struct stat *stat = &evidence->stats[i];
    bool known = stat->heading < i &&
                 evidence->flow->blocks[stat->heading].role == DOCUMENT_HEADING;
    uint32_t says = known ? evidence->stats[stat->heading].says : 0;
    put(writer, known ? (double)(i - stat->heading) : -1);
    put(writer, known ? evidence->flow->blocks[stat->heading].element : -1);
    put(writer, says != 0);
    put(writer, says >> CUE_SAYS_COMMENT & 1);
    put(writer, says >> CUE_SAYS_MORE & 1);
    put(writer, stat->comments);
    for (size_t k = 0; k < CUE_PHRASES; k++) {
        put(writer, stat->since[k]);
        put(writer, stat->until[k]);
    }
}

static void put_page(struct writer *writer, const struct evidence *evidence)
{
    static const enum cue shared[] = {CUE_ARTICLE, CUE_CONTENT, CUE_POST,    CUE_COMMENT,
                                      CUE_SIDEBAR, CUE_FOOTER,  CUE_RELATED, CUE_CARD};
    static const enum tag tagged[] = {ARTICLE, MAIN, ASIDE, FOOTER, ITEM};
    const struct place *root = &evidence->places[0];
    put(writer, log(1 + evidence->words));
    put(writer, log(1 + evidence->good));
    put(writer, evidence->good / (evidence->words + 1));
    put(writer, evidence->linked / (evidence->bytes + 1));
    put(writer, evidence->good_blocks);
    put(writer, evidence->articles);
    put(writer, evidence->h1s);
    put(writer, log(1 + (double)root->times));
    put(writer, log(1 + (double)root->images));
    put(writer, log(1 + evidence->links));
    for (size_t k = 0; k < sizeof shared / sizeof *shared; k++)
        put(writer, evidence->name_words[shared[k]] / (evidence->good + 1));
    for (size_t k = 0; k < sizeof tagged / sizeof *tagged; k++)
        put(writer, evidence->tag_words[tagged[k]] / (evidence->good + 1));
    put(writer, log(1 + evidence->good - evidence->name_words[CUE_COMMENT]));
    for (size_t k = 0; k < KINDS; k++)
        put(writer, evidence->kinds[k]);
}

void evidence_of(const struct evidence *evidence, size_t block,
                 float features[EVIDENCE_FEATURES])
{
    struct writer writer = {features, 0};
    put_block(&writer, evidence, block);
    put_names(&writer, evidence, block);
    put_ancestors(&writer, evidence, block);
    put_position(&writer, evidence, block);
    put_neighbours(&writer, evidence, block);
    put_heading(&writer, evidence, block);
    put_page(&writer, evidence);
}

size_t evidence_kind(const struct evidence *evidence, size_t block)
{
    return evidence->stats[block].alike;
}

size_t evidence_kinds(const struct evidence *evidence)
{
    return evidence->alike.room;
}

bool evidence_claims(const struct evidence *evidence, enum evidence_claim claim)
{
    static const enum kind claims[EVIDENCE_CLAIMS] = {
        [EVIDENCE_ARTICLE] = OG_ARTICLE,
        [EVIDENCE_NEWS] = NEWS_ARTICLE,
        [EVIDENCE_FORUM] = FORUM_POSTING,
        [EVIDENCE_QUESTIONS] = QUESTIONS,
    };
    return evidence->kinds[claims[claim]];
}

/* Does the page call itself an article, and no forum or question? */
static bool is_article(const struct evidence *evidence)
{
    const bool *kinds = evidence->kinds;
    return (kinds[OG_ARTICLE] || kinds[ARTICLE_FACTS] || kinds[NEWS_ARTICLE] ||
            kinds[BLOG_POSTING] || kinds[ANY_ARTICLE]) &&
           !kinds[FORUM_POSTING] && !kinds[QUESTIONS];
}

bool evidence_leads_on(const struct evidence *evidence, size_t block)
{
    const struct stat *stat = &evidence->stats[block];
    return stat->words < LEAD_ON_WORDS && stat->says >> CUE_SAYS_MORE & 1;
}

bool evidence_is_comment(const struct evidence *evidence, size_t block)
{
    const struct place *place = &evidence->places[evidence->flow->blocks[block].node];
    if (is_article(evidence) && place->name[CUE_COMMENT] < FAR)
        return evidence->good - evidence->name_words[CUE_COMMENT] >= ARTICLE_WORDS;
    /* A blog: most of the text is in what is called an article, an entry or a post's body. */
    return place->remarks && evidence->good - evidence->remarked >= ARTICLE_WORDS &&
           evidence->stats[block].before >= ARTICLE_WORDS &&
           evidence->name_words[CUE_ARTICLE] >= BLOG_SHARE * evidence->good;
}

#include "survey.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

enum {
    FAR_SAID = 40,    /* no such words in so many blocks */
    SHORT_WORDS = 12, /* longer blocks are not looked at for phrases */
    GOOD_WORDS = 10,  /* a block of so many words, little linked, reads like running text */
    CACHED = 1024
};

static const double GOOD_LINKED_MAX = 0.4, GOOD_FUNCTION_MIN = 0.1;
/* Shares of the running text that the "top" elements hold: the innermost with so much. */
static const double top_shares[] = {0.4, 0.6, 0.8, 0.95};

static const struct {
    uint8_t element, tag;
    const char *role;
} tags[] = {
    {XML_ARTICLE, SURVEY_ARTICLE, "article"}, {XML_MAIN, SURVEY_MAIN, "main"},
    {XML_NAV, SURVEY_NAV, "navigation"},      {XML_ASIDE, SURVEY_ASIDE, "complementary"},
    {XML_HEADER, SURVEY_HEADER, "banner"},    {XML_FOOTER, SURVEY_FOOTER, "contentinfo"},
    {XML_LI, SURVEY_ITEM, "listitem"},        {XML_FIGURE, SURVEY_FIGURE, "figure"},
    {XML_SECTION, SURVEY_SECTION, "region"},
};

static const struct {
    const char *type;
    enum survey_kind kind;
} types[] = {
    {"NewsArticle", SURVEY_NEWS_ARTICLE}, {"BlogPosting", SURVEY_BLOG_POSTING},
    {"\"Article\"", SURVEY_ANY_ARTICLE},  {"DiscussionForumPosting", SURVEY_FORUM_POSTING},
    {"QAPage", SURVEY_QUESTIONS},         {"ItemList", SURVEY_ITEM_LIST},
    {"\"WebPage\"", SURVEY_WEB_PAGE},     {"Organization", SURVEY_ORGANISATION},
};

/* Words of English and its neighbours that running text is full of and lists of links are not. */
static const char *const function_words[] = {
    "the",  "of",  "and", "to",   "a",    "in",    "is",    "that", "for", "on", "with",
    "as",   "was", "it",  "are",  "this", "be",    "by",    "an",   "or",  "at", "from",
    "have", "has", "not", "but",  "they", "their", "which", "we",   "you", "i",  "he",
    "she",  "his", "her", "will", "been", "who",   "were",  "de",   "la",  "et", "le",
    "der",  "die", "und", "que",  "en",   "el",    "il",    "di",
};

static bool is_function_word(const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof function_words / sizeof *function_words; i++)
        if (function_words[i][0] == word[0] && strlen(function_words[i]) == length &&
            memcmp(function_words[i], word, length) == 0)
            return true;
    return false;
}

static void make_slots(struct survey_slots *slots, size_t count)
{
    slots->room = 16;
    while (slots->room < 2 * count + 2)
        slots->room *= 2;
    slots->slots = mem_new(slots->room, sizeof *slots->slots);
}

uint32_t survey_slot(const struct survey_slots *slots, uint32_t hash)
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

static void measure_words(struct survey_stat *stat, struct span text)
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

bool survey_reads_on(const struct survey_stat *stat)
{
    return stat->words >= GOOD_WORDS && stat->linked < GOOD_LINKED_MAX;
}

static void measure_block(struct survey *survey, size_t i)
{
    const struct flow_block *block = &survey->flow->blocks[i];
    struct survey_stat *stat = &survey->stats[i];
    struct span text = flow_text(survey->flow, i);
    measure_words(stat, text);
    stat->words = (float)block->words;
    stat->linked = (float)block->linked / (float)(text.length ? text.length : 1);
    stat->ends = end_of_sentence(text);
    stat->good = survey_reads_on(stat) && stat->function > GOOD_FUNCTION_MIN;
    if (stat->words < SHORT_WORDS || block->role == DOCUMENT_HEADING)
        stat->says = cue_phrases(&survey->cues, text);
}

/* Names repeat from element to element: the last ones are kept. */
struct cache {
    uint32_t hash[CACHED], cues[CACHED];
};

static uint32_t names_of(const struct survey *survey, struct cache *cache, size_t node,
                         struct buf *scratch)
{
    static const enum xml_attribute named[] = {XML_CLASS, XML_ID, XML_ROLE, XML_ITEMPROP};
    buf_clear(scratch);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        buf_add(scratch, xml_attribute(survey->tree, node, named[i]));
        buf_add_byte(scratch, ' ');
    }
    uint32_t hash = hash_bytes(2166136261U, buf_span(scratch)) | 1;
    size_t at = hash % CACHED;
    if (cache->hash[at] != hash) {
        cache->hash[at] = hash;
        cache->cues[at] = cue_names(&survey->cues, buf_span(scratch));
    }
    return cache->cues[at];
}

static void step_outward(struct survey_place *place)
{
    for (size_t k = 0; k < CUE_NAMES; k++)
        place->name[k] = (uint8_t)(place->name[k] + (place->name[k] < SURVEY_FAR - 1));
    for (size_t k = 0; k < SURVEY_TAGS; k++)
        place->tag[k] = (uint8_t)(place->tag[k] + (place->tag[k] < SURVEY_FAR - 1));
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

static void begin_place(struct survey *survey, size_t node)
{
    const struct xml_tree *tree = survey->tree;
    const struct xml_node *element = &tree->nodes[node];
    struct survey_place *place = &survey->places[node];
    if (element->parent == node) {
        memset(place->name, SURVEY_FAR, sizeof place->name);
        memset(place->tag, SURVEY_FAR, sizeof place->tag);
        return;
    }
    const struct survey_place *parent = &survey->places[element->parent];
    memcpy(place->name, parent->name, sizeof place->name);
    memcpy(place->tag, parent->tag, sizeof place->tag);
    place->remarks = parent->remarks;
    if (flow_is_block((enum xml_element)element->element) || element->element == XML_OTHER ||
        element->element == XML_SPAN)
        step_outward(place);
    place->hash = path_hash(parent->hash, element->element, xml_attribute(tree, node, XML_CLASS));
    place->images = element->element == XML_IMG || element->element == XML_SVG ||
                    element->element == XML_VIDEO;
    place->inputs = element->element == XML_INPUT || element->element == XML_TEXTAREA ||
                    element->element == XML_SELECT;
    place->times = element->element == XML_TIME;
    survey->links += element->element == XML_A;
    survey->articles += element->element == XML_ARTICLE;
}

/* What blogs call the part where readers remark on the text: a class or id of its own, not a
 * part of a longer one, as a forum's "comment-body" is. */
static bool names_remarks(const struct xml_tree *tree, size_t node)
{
    static const char *const names[] = {
        "comments",         "commentlist",     "comment-list",  "comments-area",
        "comments-section", "comment-section", "disqus_thread", "respond",
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

static void name_place(struct survey_place *place, const struct xml_tree *tree, size_t node,
                       uint32_t cues)
{
    struct span role = xml_attribute(tree, node, XML_ROLE);
    for (size_t k = 0; k < CUE_NAMES; k++)
        if (cues >> k & 1)
            place->name[k] = 0;
    place->remarks = place->remarks || (cues >> CUE_COMMENT & 1 && names_remarks(tree, node));
    for (size_t k = 0; k < sizeof tags / sizeof *tags; k++)
        if (tags[k].element == tree->nodes[node].element ||
            (role.at && span_is(role, tags[k].role)))
            place->tag[tags[k].tag] = 0;
}

static void survey_places(struct survey *survey)
{
    const struct xml_tree *tree = survey->tree;
    struct cache *cache = mem_new(1, sizeof *cache);
    struct buf scratch = {0};
    for (size_t i = 0; i < tree->count; i++) {
        uint8_t element = tree->nodes[i].element;
        if (element == XML_TEXT)
            continue;
        begin_place(survey, i);
        bool page = element == XML_HTML || element == XML_BODY;
        bool named = !page && tree->nodes[i].attributes;
        uint32_t cues = named ? names_of(survey, cache, i, &scratch) : 0;
        name_place(&survey->places[i], tree, i, cues);
    }
    buf_free(&scratch);
    free(cache);
}

/* Sums over all that is in an element; descendants lie behind it. */
static void sum_places(struct survey *survey)
{
    const struct xml_tree *tree = survey->tree;
    for (size_t i = tree->count; i-- > 0;) {
        struct survey_place *place = &survey->places[i];
        struct survey_place *up = &survey->places[tree->nodes[i].parent];
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
        const struct survey_place *up = &survey->places[parent];
        survey->places[i].up = up->blocks == survey->places[i].blocks ? up->up : parent;
        if (parent == i)
            survey->places[i].up = (uint32_t)i;
    }
}

static void sum_blocks(struct survey *survey)
{
    const struct flow *flow = survey->flow;
    for (size_t i = 0; i < flow->count; i++) {
        const struct flow_block *block = &flow->blocks[i];
        struct survey_stat *stat = &survey->stats[i];
        struct survey_place *place = &survey->places[block->node];
        size_t bytes = block->end - block->start;
        stat->before = (float)survey->words;
        place->words += (uint32_t)block->words;
        place->bytes += (uint32_t)bytes;
        place->linked += (uint32_t)block->linked;
        place->blocks++;
        survey->words += (double)block->words;
        survey->bytes += (double)bytes;
        survey->linked += (double)block->linked;
        if (!stat->good)
            continue;
        place->good += (uint32_t)block->words;
        survey->good += (double)block->words;
        survey->remarked += place->remarks ? (double)block->words : 0;
        survey->good_blocks++;
        for (size_t k = 0; k < CUE_NAMES; k++)
            survey->name_words[k] += place->name[k] < SURVEY_FAR ? (double)block->words : 0;
        for (size_t k = 0; k < SURVEY_TAGS; k++)
            survey->tag_words[k] += place->tag[k] < SURVEY_FAR ? (double)block->words : 0;
    }
}

static void find_alike(struct survey *survey)
{
    const struct flow *flow = survey->flow;
    const struct xml_tree *tree = survey->tree;
    size_t holding = 0;
    for (size_t i = 0; i < tree->count; i++)
        holding += tree->nodes[i].element != XML_TEXT && survey->places[i].blocks > 0;
    make_slots(&survey->alike, flow->count);
    make_slots(&survey->same, flow->count);
    make_slots(&survey->places_alike, holding + flow->count);
    for (size_t i = 0; i < tree->count; i++) {
        const struct survey_place *place = &survey->places[i];
        if (tree->nodes[i].element == XML_TEXT || place->blocks == 0)
            continue;
        struct survey_slot *slot =
            &survey->places_alike.slots[survey_slot(&survey->places_alike, place->hash)];
        slot->count++;
        slot->words += place->words;
        slot->good += place->good;
    }
    for (size_t i = 0; i < flow->count; i++) {
        struct survey_stat *stat = &survey->stats[i];
        stat->alike = survey_slot(&survey->alike, survey->places[flow->blocks[i].node].hash);
        stat->same = survey_slot(&survey->same, hash_bytes(2166136261U, flow_text(flow, i)));
        struct survey_slot *slot = &survey->alike.slots[stat->alike];
        slot->count++;
        slot->words += (double)stat->words;
        slot->linked += (double)stat->linked;
        slot->ends += stat->ends >= 1;
        survey->same.slots[stat->same].count++;
    }
}

static void find_tops(struct survey *survey)
{
    const struct xml_tree *tree = survey->tree;
    for (size_t i = 0; survey->good > 0 && i < tree->count; i++)
        for (size_t k = 0; k < SURVEY_TOPS; k++)
            if (tree->nodes[i].element != XML_TEXT &&
                survey->places[i].good >= top_shares[k] * survey->good)
                survey->top[k] = i;
    for (size_t i = 0; i < survey->flow->count; i++)
        if (survey->stats[i].good && survey->flow->blocks[i].node >= survey->top[1] &&
            survey->flow->blocks[i].node < tree->nodes[survey->top[1]].end)
            survey->last_good = i;
}

static uint32_t window_at(const char *at)
{
    return hash_bytes(2166136261U, (struct span){at, SURVEY_WINDOW}) & (SURVEY_WINDOW_BITS - 1);
}

static void add_windows(unsigned char *set, struct span text)
{
    struct buf folded = {0};
    utf8_fold_text(&folded, span_part(text, 0, 4096));
    for (size_t i = 0; i + SURVEY_WINDOW <= folded.length; i++) {
        uint32_t bit = window_at(folded.at + i);
        set[bit / 8] |= (unsigned char)(1U << bit % 8);
    }
    buf_free(&folded);
}

/* The share of the text's windows that are in the set. */
float survey_overlap(const unsigned char *set, struct span folded)
{
    size_t hits = 0, all = 0;
    for (size_t i = 0; i + SURVEY_WINDOW <= folded.length && all < SURVEY_WINDOWS_MAX;
         i += SURVEY_WINDOW / 2) {
        uint32_t bit = window_at(folded.at + i);
        hits += set[bit / 8] >> bit % 8 & 1;
        all++;
    }
    return all ? (float)hits / (float)all : 0.0F;
}

static void look_at_meta(struct survey *survey, size_t node)
{
    const struct xml_tree *tree = survey->tree;
    struct span name = xml_attribute(tree, node, XML_NAME);
    struct span property = xml_attribute(tree, node, XML_PROPERTY);
    struct span content = xml_attribute(tree, node, XML_CONTENT);
    if (!content.at)
        return;
    if (span_is(name, "description") || span_is(property, "og:description"))
        add_windows(survey->description, content);
    if (span_is(property, "og:type")) {
        survey->kinds[SURVEY_OG_ARTICLE] = span_is(content, "article");
        survey->kinds[SURVEY_OG_WEBSITE] = span_is(content, "website");
    }
    if (property.at && span_starts(property, span_of("article:")))
        survey->kinds[SURVEY_ARTICLE_FACTS] = true;
}

static void look_at_page(struct survey *survey)
{
    const struct xml_tree *tree = survey->tree;
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].element == XML_META)
            look_at_meta(survey, i);
        if (tree->nodes[i].element != XML_SCRIPT || i + 1 >= tree->count)
            continue;
        struct span json = xml_text(tree, i + 1);
        for (size_t k = 0; json.at && k < sizeof types / sizeof *types; k++)
            if (span_find(json, span_of(types[k].type)) < json.length)
                survey->kinds[types[k].kind] = true;
    }
}

/* The heading that the title repeats, else the first <h1>. */
static void find_headline(struct survey *survey, struct span title)
{
    const struct flow *flow = survey->flow;
    struct buf whole = {0}, part = {0};
    size_t first = flow->count;
    utf8_fold_text(&whole, title.at ? title : span_of(""));
    survey->headline = flow->count;
    for (size_t i = 0; i < flow->count; i++) {
        if (flow->blocks[i].element == XML_H1) {
            survey->h1s++;
            first = first == flow->count ? i : first;
        }
        if (survey->headline < flow->count || flow->blocks[i].role != DOCUMENT_HEADING ||
            flow->blocks[i].words < 2 || flow->blocks[i].end - flow->blocks[i].start > 1000)
            continue;
        buf_clear(&part);
        utf8_fold_text(&part, flow_text(flow, i));
        if (part.length * 2 >= whole.length &&
            span_find(buf_span(&whole), buf_span(&part)) < whole.length)
            survey->headline = i;
    }
    if (survey->headline == flow->count)
        survey->headline = first;
    buf_free(&whole);
    buf_free(&part);
}

static uint8_t count_up(uint8_t distance)
{
    return (uint8_t)(distance + (distance < FAR_SAID));
}

/* What was said before and will be said after, headings, images: one walk in each direction. */
static void look_around(struct survey *survey)
{
    const struct flow *flow = survey->flow;
    uint8_t since[CUE_PHRASES], until[CUE_PHRASES], comments = 0;
    uint32_t heading = 0, node = 0, image = 0;
    memset(since, FAR_SAID, sizeof since);
    memset(until, FAR_SAID, sizeof until);
    for (size_t i = 0; i < flow->count; i++) {
        struct survey_stat *stat = &survey->stats[i];
        bool is_heading = flow->blocks[i].role == DOCUMENT_HEADING;
        for (; node <= flow->blocks[i].node; node++)
            if (survey->tree->nodes[node].element == XML_IMG)
                image = node + 1;
        stat->image = image ? (uint32_t)flow->blocks[i].node + 1 - image : UINT32_MAX;
        stat->heading = i > heading ? heading : (uint32_t)i;
        stat->comments = comments;
        memcpy(stat->since, since, sizeof since);
        for (size_t k = 0; k < CUE_PHRASES; k++)
            since[k] = stat->words < SHORT_WORDS && stat->says >> k & 1 ? 1 : count_up(since[k]);
        heading = is_heading ? (uint32_t)i : heading;
        if ((is_heading || stat->words < 6) && stat->says >> CUE_SAYS_COMMENT & 1 &&
            comments < SURVEY_FAR)
            comments++;
    }
    for (size_t i = flow->count; i-- > 0;) {
        struct survey_stat *stat = &survey->stats[i];
        memcpy(stat->until, until, sizeof until);
        for (size_t k = 0; k < CUE_PHRASES; k++)
            until[k] = stat->words < SHORT_WORDS && stat->says >> k & 1 ? 1 : count_up(until[k]);
    }
}

void survey_page(struct survey *survey, const struct flow *flow, struct span title)
{
    *survey = (struct survey){.flow = flow, .tree = flow->tree};
    survey->places = mem_new(flow->tree->count, sizeof *survey->places);
    survey->stats = mem_new(flow->count, sizeof *survey->stats);
    cue_index(&survey->cues);
    for (size_t i = 0; i < flow->count; i++)
        measure_block(survey, i);
    survey_places(survey);
    sum_blocks(survey);
    sum_places(survey);
    find_alike(survey);
    find_tops(survey);
    look_at_page(survey);
    if (title.at)
        add_windows(survey->title, title);
    find_headline(survey, title);
    look_around(survey);
}

void survey_free(struct survey *survey)
{
    free(survey->places);
    free(survey->stats);
    free(survey->alike.slots);
    free(survey->same.slots);
    free(survey->places_alike.slots);
}

#include "metadata.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cue.h"
#include "linked.h"
#include "utf8.h"
#include "when.h"

enum fact { TITLE, SITE, AUTHOR, DATE, URL, LANG, HEADLINE, FACTS };

enum {
    NONE = 1000, /* the rank of what is not known */
    /* Ranks of what is found elsewhere than in meta elements, among those of the table. */
    FROM_ARTICLE = 0,
    FROM_WORK = 15,
    FROM_MICRODATA = 20,
    FROM_PAGE = 25,
    FROM_MARK = 40,
    FROM_WORDS = 60,
    FROM_PATH = 80,
    FROM_TIME = 90,
    FROM_SITE = 95,
    /* A byline stands within so many blocks of the headline. */
    BYLINE_BEFORE = 4,
    BYLINE_AFTER = 10,
    /* Words of a block that can be one, and of a name. */
    BYLINE_WORDS_MAX = 30,
    BYLINE_SENTENCE = 40, /* bytes from which a full stop ends a sentence of the text */
    NAME_WORDS_MAX = 8,
    NAME_LENGTH_MAX = 100,
    HEADLINE_WORDS_MAX = 50,
    TEXT_MAX = 400 /* bytes of an element or a value that are looked at */
};

/* Names in <meta name=…>, property=… and itemprop=…, the smaller rank the better. */
static const struct {
    const char *name;
    enum fact fact;
    int rank;
} metas[] = {
    {"og:title", TITLE, 1},
    {"twitter:title", TITLE, 5},
    {"dc.title", TITLE, 3},
    {"dcterms.title", TITLE, 3},
    {"citation_title", TITLE, 0},
    {"parsely-title", TITLE, 2},
    {"sailthru.title", TITLE, 2},
    {"og:site_name", SITE, 1},
    {"dc.publisher", SITE, 3},
    {"dcterms.publisher", SITE, 3},
    {"citation_publisher", SITE, 3},
    {"publisher", SITE, 4},
    {"application-name", SITE, 8},
    {"author", AUTHOR, 10},
    {"parsely-author", AUTHOR, 9},
    {"sailthru.author", AUTHOR, 9},
    {"article:author", AUTHOR, 11},
    {"og:article:author", AUTHOR, 11},
    {"article:author_name", AUTHOR, 9},
    {"dc.creator", AUTHOR, 12},
    {"dcterms.creator", AUTHOR, 12},
    {"dc.creator.name", AUTHOR, 12},
    {"citation_author", AUTHOR, 9},
    {"byl", AUTHOR, 9},
    {"cxenseparse:author", AUTHOR, 10},
    {"article:published_time", DATE, 5},
    {"og:article:published_time", DATE, 5},
    {"og:published_time", DATE, 6},
    {"article.published", DATE, 6},
    {"parsely-pub-date", DATE, 6},
    {"sailthru.date", DATE, 6},
    {"cxenseparse:recs:publishtime", DATE, 6},
    {"pubdate", DATE, 7},
    {"publishdate", DATE, 7},
    {"publish-date", DATE, 7},
    {"publish_date", DATE, 7},
    {"published-date", DATE, 7},
    {"publication_date", DATE, 7},
    {"published_time", DATE, 7},
    {"datepublished", DATE, 7},
    {"date-published", DATE, 7},
    {"citation_publication_date", DATE, 8},
    {"citation_date", DATE, 9},
    {"dc.date.issued", DATE, 10},
    {"dcterms.issued", DATE, 10},
    {"dc.date.created", DATE, 12},
    {"dcterms.created", DATE, 12},
    {"dcterms.date", DATE, 13},
    {"dc.date", DATE, 13},
    {"dc.date.available", DATE, 13},
    {"date", DATE, 14},
    {"og:url", URL, 2},
    {"og:locale", LANG, 5},
    {"content-language", LANG, 3},
    {"dc.language", LANG, 4},
    {"dcterms.language", LANG, 4},
};

struct finding {
    const struct flow *flow;
    const struct xml_tree *tree;
    struct document *document;
    struct span value[FACTS];
    int rank[FACTS];
    const char *date_basis;
    bool article; /* the page says that it is one */
    struct buf scratch;
};

static struct span keep(struct finding *finding, struct span text)
{
    text = span_trim(text);
    return (struct span){mem_arena_copy(&finding->document->arena, text.at, text.length),
                         text.length};
}

static bool same_ignoring_case(struct span a, const char *b)
{
    return a.length == strlen(b) && strncasecmp(a.at, b, a.length) == 0;
}

/* Offset of the word, whatever its case, or the length. */
static size_t find_word(struct span text, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= text.length; i++)
        if (strncasecmp(text.at + i, word, length) == 0)
            return i;
    return text.length;
}

static bool says(struct span text, const char *word)
{
    return find_word(text, word) < text.length;
}

/* At most TEXT_MAX bytes of it, whole characters. */
static struct span cut(struct span text)
{
    size_t end = text.length < TEXT_MAX ? text.length : TEXT_MAX;
    while (end < text.length && end && ((unsigned char)text.at[end] & 0xC0) == 0x80)
        end--;
    return span_part(text, 0, end);
}

/* The texts below a node, a line each, up to TEXT_MAX bytes; borrowed until the next call. */
static struct span text_below(struct finding *finding, size_t node)
{
    const struct xml_tree *tree = finding->tree;
    struct buf *text = &finding->scratch;
    buf_clear(text);
    for (size_t i = node; i < tree->nodes[node].end && text->length < TEXT_MAX; i++) {
        struct span run = xml_text(tree, i);
        run = run.at ? span_trim(run) : run;
        for (size_t k = 0; k < run.length; k++)
            buf_add_byte(text, strchr("\t\n\r", run.at[k]) ? ' ' : run.at[k]);
        if (run.length)
            buf_add_byte(text, '\n');
    }
    return span_trim(cut(buf_span(text)));
}

static bool all_digits(struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!utf8_is_digit((unsigned char)text.at[i]))
            return false;
    return text.length > 0;
}

static bool is_day(const struct when_date *date)
{
    return date->year >= 1990 && date->year < 2100 && date->month >= 1 && date->month <= 12 &&
           date->day >= 1 && date->day <= 31;
}

/* The day at the start of an ISO 8601 date (2010-08-06T…, 20100806, 2010/08/06), or the first
 * day that the text names, as YYYY-MM-DD. False where there is none. */
static bool read_day(struct span text, char iso[11])
{
    struct when_date date = {0};
    char digits[9] = "";
    size_t count = 0, i = 0;
    text = span_trim(text);
    for (; i < text.length && i < 10 && count < 8; i++) {
        if (utf8_is_digit((unsigned char)text.at[i]))
            digits[count++] = text.at[i];
        else if ((text.at[i] != '-' && text.at[i] != '/') || (count != 4 && count != 6))
            break;
    }
    int number = 0;
    for (size_t k = 0; k < count && count == 8; k++)
        number = number * 10 + (digits[k] - '0');
    date = (struct when_date){number / 10000, number / 100 % 100, number % 100};
    struct when when;
    if (!is_day(&date) && when_find(text, 0, &when) && when.kind == WHEN_ABSOLUTE)
        date = when.from;
    if (!is_day(&date))
        return false;
    iso[0] = (char)('0' + date.year / 1000);
    iso[1] = (char)('0' + date.year / 100 % 10);
    iso[2] = (char)('0' + date.year / 10 % 10);
    iso[3] = (char)('0' + date.year % 10);
    iso[4] = iso[7] = '-';
    iso[5] = (char)('0' + date.month / 10);
    iso[6] = (char)('0' + date.month % 10);
    iso[8] = (char)('0' + date.day / 10);
    iso[9] = (char)('0' + date.day % 10);
    iso[10] = '\0';
    return true;
}

static void offer_date(struct finding *finding, int rank, struct span text, const char *basis)
{
    char iso[11];
    if (rank >= finding->rank[DATE] || !read_day(text, iso))
        return;
    finding->value[DATE] = keep(finding, span_of(iso));
    finding->rank[DATE] = rank;
    finding->date_basis = basis;
}

/* Leads of a byline, the longer first; what they leave is the name. */
static const char *const leads[] = {
    "originally published by", "read more about", "article written by", "article by",
    "published by", "reported by", "written by", "created by", "posted by", "submitted by",
    "authored by", "words by", "story by", "text by", "authors", "author", "by", "von", "par",
    "por",
};

/* What ends a name in a byline. */
static const char *const tails[] = {
    " | ", " · ", " • ", " – ", " — ", " - ", " on ", " / ", "\n", "\t", " @", " (", " published",
    " updated", " posted", " last ", " in ", " for ", " at ", " min ", " is a ", ";",
};

/* Words that show that a name is none. */
static const char *const no_names[] = {
    "admin", "administrator", "editor", "author", "guest", "unknown", "webmaster", "staff writer",
    "root", "user", "anonymous", "share", "comments", "contributor", "follow", "about the author",
    "default", "super user", "superuser", "n/a", "none", "topic author", "original poster",
    "by", "updated", "published",
};

/* Behind a date at the start, and behind a line that says no more than "by". */
static struct span skip_to_name(struct span text)
{
    struct when when;
    if (when_find(text, 0, &when) && when.start == 0 && when.kind == WHEN_ABSOLUTE)
        text = span_trim(span_part(text, when.end, text.length));
    while (text.length && (text.at[0] == '|' || text.at[0] == '-' ||
                           span_starts(text, span_of("·")) || span_starts(text, span_of("•"))))
        text = span_trim(span_part(text, utf8_sequence(text), text.length));
    size_t by = find_word(text, "\nby\n");
    return by < text.length ? span_part(text, by + 4, text.length) : text;
}

static struct span cut_name(struct span text)
{
    text = skip_to_name(span_trim(text));
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        size_t length = strlen(leads[i]);
        if (text.length > length && strncasecmp(text.at, leads[i], length) == 0 &&
            strchr(" :\n", text.at[length]))
            text = span_trim(span_part(text, length + 1, text.length));
    }
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t at = find_word(text, tails[i]);
        if (at > 0)
            text = span_part(text, 0, at);
    }
    text = span_trim(text);
    while (text.length && strchr(",:|-", text.at[text.length - 1]))
        text = span_trim(span_part(text, 0, text.length - 1));
    return text;
}

static bool is_name(struct span text, size_t most)
{
    size_t letters = 0;
    struct when when;
    if (when_find(text, 0, &when) && when.kind == WHEN_ABSOLUTE)
        return false;
    if (text.length < 2 || text.length > most || says(text, "http") ||
        says(text, "www.") || says(text, ".com") || span_find_byte(text, '@') < text.length ||
        span_find_byte(text, '{') < text.length)
        return false;
    for (size_t i = 0; i < sizeof no_names / sizeof *no_names; i++)
        if (same_ignoring_case(text, no_names[i]))
            return false;
    for (size_t i = 0; i < text.length; i++) {
        letters += (unsigned char)text.at[i] >= 0x80 || utf8_is_letter((unsigned char)text.at[i]);
    }
    return letters > 1;
}

static void offer(struct finding *finding, enum fact fact, int rank, struct span value)
{
    value = span_trim(cut(value));
    if (value.length == 0 || rank >= finding->rank[fact])
        return;
    if (fact == DATE) {
        offer_date(finding, rank, value, "metadata");
        return;
    }
    if (fact == AUTHOR) {
        bool marked = rank >= FROM_MARK; /* else given as a name, or as several */
        value = marked ? cut_name(value) : value;
        if (!marked && value.length > 3 && strncasecmp(value.at, "by ", 3) == 0)
            value = span_part(value, 3, value.length);
        if (!is_name(value, marked ? NAME_LENGTH_MAX : TEXT_MAX))
            return;
    }
    if (fact == URL && !(span_starts(value, span_of("http://")) ||
                         span_starts(value, span_of("https://"))))
        return;
    finding->value[fact] = keep(finding, value);
    finding->rank[fact] = rank;
}

static void look_at_meta(struct finding *finding, size_t node)
{
    static const enum xml_attribute names[] = {XML_PROPERTY, XML_NAME, XML_ITEMPROP,
                                               XML_HTTP_EQUIV};
    struct span content = xml_attribute(finding->tree, node, XML_CONTENT);
    if (!content.at)
        return;
    if (same_ignoring_case(xml_attribute(finding->tree, node, XML_PROPERTY), "og:type"))
        finding->article = same_ignoring_case(content, "article");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct span name = xml_attribute(finding->tree, node, names[i]);
        for (size_t k = 0; name.at && k < sizeof metas / sizeof *metas; k++)
            if (same_ignoring_case(name, metas[k].name))
                offer(finding, metas[k].fact, metas[k].rank, content);
    }
}

static void look_at_link(struct finding *finding, size_t node)
{
    if (same_ignoring_case(xml_attribute(finding->tree, node, XML_REL), "canonical"))
        offer(finding, URL, 1, xml_attribute(finding->tree, node, XML_HREF));
}

/* Folded: one spelling of everything, and blanks for all that is no letter or digit. */
static void fold(struct buf *out, struct span text)
{
    buf_clear(out);
    bool blank = true;
    while (text.length) {
        uint32_t point;
        size_t length = utf8_decode(text, &point);
        bool word = utf8_is_word(point) || point > 0x2FF;
        /* No letters: general punctuation, and the private use that icons are drawn with. */
        if ((point >= 0x2000 && point < 0x2070) || (point >= 0xE000 && point < 0xF900))
            word = false;
        if (word)
            utf8_encode(out, utf8_fold(point));
        else if (!blank)
            buf_add_byte(out, ' ');
        blank = !word;
        text = span_part(text, length, text.length);
    }
    if (out->length && out->at[out->length - 1] == ' ')
        out->length--;
}

static bool is_site(struct finding *finding, struct span name)
{
    struct buf site = {0}, folded = {0};
    fold(&site, finding->value[SITE].at ? finding->value[SITE] : span_of(""));
    fold(&folded, name);
    bool is = site.length && (span_find(buf_span(&site), buf_span(&folded)) < site.length ||
                              span_find(buf_span(&folded), buf_span(&site)) < folded.length);
    buf_free(&site);
    buf_free(&folded);
    return is;
}

static void look_at_linked(struct finding *finding)
{
    static const struct {
        enum linked_fact from;
        enum fact to;
    } pairs[] = {{LINKED_TITLE, HEADLINE}, {LINKED_PUBLISHER, SITE}, {LINKED_AUTHOR, AUTHOR},
                 {LINKED_DATE, DATE}, {LINKED_LANG, LANG}};
    static const int ranks[] = {NONE, FROM_ARTICLE, FROM_WORK, FROM_PAGE, NONE, NONE};
    struct linked linked = {.rank = {0}};
    const struct xml_tree *tree = finding->tree;
    for (size_t i = 0; i < LINKED_FACTS; i++)
        linked.rank[i] = LINKED_UNKNOWN;
    for (size_t i = 0; i + 1 < tree->count; i++)
        if (tree->nodes[i].element == XML_SCRIPT && tree->nodes[i + 1].element == XML_TEXT)
            linked_read(&linked, xml_text(tree, i + 1), &finding->document->arena);
    finding->article = finding->article || linked.rank[LINKED_TITLE] == LINKED_ARTICLE ||
                       linked.rank[LINKED_DATE] == LINKED_ARTICLE;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct span value = linked.value[pairs[i].from];
        int rank = ranks[linked.rank[pairs[i].from]];
        if (value.at && pairs[i].to == SITE)
            rank = 2;
        /* Who publishes is the author only where no person is named. */
        if (value.at && pairs[i].to == AUTHOR && is_site(finding, value))
            rank = FROM_SITE;
        if (value.at)
            offer(finding, pairs[i].to, rank, value);
    }
}

/* Elements of the body that are marked as date or author. */
static void look_at_mark(struct finding *finding, size_t node)
{
    const struct xml_tree *tree = finding->tree;
    struct span property = xml_attribute(tree, node, XML_ITEMPROP);
    struct span class = xml_attribute(tree, node, XML_CLASS);
    struct span when = xml_attribute(tree, node, XML_DATETIME);
    struct span content = xml_attribute(tree, node, XML_CONTENT);
    if (same_ignoring_case(property, "datePublished")) {
        struct span value = when.at ? when : content.at ? content : text_below(finding, node);
        offer(finding, DATE, FROM_MICRODATA, value);
    }
    if (same_ignoring_case(property, "dateCreated") && when.at)
        offer(finding, DATE, FROM_MICRODATA + 2, when);
    if (tree->nodes[node].element == XML_TIME && when.at && !says(class, "updated") &&
        !says(class, "modified") && !says(property, "modified")) {
        bool published = xml_attribute(tree, node, XML_PUBDATE).at || says(class, "publish") ||
                         says(class, "entry-date");
        offer(finding, DATE, published ? FROM_MICRODATA + 1 : FROM_TIME, when);
    }
    if (same_ignoring_case(property, "author") || same_ignoring_case(property, "author name"))
        offer(finding, AUTHOR, FROM_MARK, text_below(finding, node));
    if (!finding->article && same_ignoring_case(class, "username"))
        offer(finding, AUTHOR, FROM_MARK + 6, text_below(finding, node));
    if (says(xml_attribute(tree, node, XML_REL), "author"))
        offer(finding, AUTHOR, FROM_MARK + 1, text_below(finding, node));
    if (class.at && says(class, "author") && says(class, "name"))
        offer(finding, AUTHOR, FROM_MARK, text_below(finding, node));
    if (class.at && (says(class, "byline") || says(class, "author")) &&
        !says(class, "authority") && !says(class, "avatar")) {
        struct span text = text_below(finding, node);
        if (text.length < NAME_LENGTH_MAX)
            offer(finding, AUTHOR, FROM_MARK + 2, text);
    }
}

static void look_at_elements(struct finding *finding)
{
    const struct xml_tree *tree = finding->tree;
    for (size_t i = 0; i < tree->count; i++) {
        uint8_t element = tree->nodes[i].element;
        if (element == XML_META)
            look_at_meta(finding, i);
        else if (element == XML_LINK)
            look_at_link(finding, i);
        else if (element == XML_HTML)
            offer(finding, LANG, 1, xml_attribute(tree, i, XML_LANG));
        if (element != XML_TEXT && tree->nodes[i].attributes)
            look_at_mark(finding, i);
    }
}

/* The one <title>: an SVG has its own. */
static struct span page_title(struct finding *finding)
{
    const struct xml_tree *tree = finding->tree;
    for (size_t i = 0; i < tree->count; i++)
        if (tree->nodes[i].element == XML_TITLE)
            return keep(finding, text_below(finding, i));
    return (struct span){NULL, 0};
}

/* Separators between the parts of a page title. */
static const char *const separators[] = {
    " | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", " ~ ", " >> ", " > ",
};

/* The start of the last separator in the text and its length; false where there is none. */
static bool last_separator(struct span text, size_t *at, size_t *length)
{
    bool found = false;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++)
        for (size_t from = 0;;) {
            size_t next = from + span_find(span_part(text, from, text.length),
                                           span_of(separators[i]));
            if (next >= text.length)
                break;
            if (!found || next > *at) {
                *at = next;
                *length = strlen(separators[i]);
            }
            found = true;
            from = next + 1;
        }
    return found;
}

static size_t count_words(struct span text)
{
    size_t words = 0;
    bool in = false;
    for (size_t i = 0; i < text.length; i++) {
        bool word = text.at[i] != ' ';
        words += word && !in;
        in = word;
    }
    return words;
}

/* The page title without the site's name: parts at the end (or the first) that are shorter than
 * what remains. */
static struct span without_site(struct finding *finding, struct span title)
{
    struct buf site = {0}, part = {0};
    size_t at = 0, length = 0;
    fold(&site, finding->value[SITE].at ? finding->value[SITE] : span_of(""));
    while (last_separator(title, &at, &length)) {
        struct span head = span_trim(span_part(title, 0, at));
        struct span tail = span_trim(span_part(title, at + length, title.length));
        fold(&part, head);
        if (site.length && span_equal(buf_span(&part), buf_span(&site))) {
            title = tail;
            continue;
        }
        fold(&part, tail);
        bool named = site.length && (span_equal(buf_span(&part), buf_span(&site)) ||
                                     (part.length > 3 && span_find(buf_span(&site),
                                                buf_span(&part)) < site.length));
        bool bar = title.at[at + 1] == '|' || title.at[at + 1] == '\xC2' ||
                   title.at[at + 1] == ':' || (unsigned char)title.at[at + 1] == 0xC2;
        bool shorter = count_words(tail) <= 5 && count_words(head) > count_words(tail);
        if (!named && !(bar && count_words(tail) <= 6) && !shorter)
            break;
        title = head;
    }
    buf_free(&site);
    buf_free(&part);
    return title;
}

/* As fold, with a bar for each separator. */
static void fold_parts(struct buf *out, struct span text, struct buf *scratch)
{
    size_t at, length;
    struct buf parts = {0};
    while (last_separator(text, &at, &length)) {
        fold(scratch, span_part(text, at + length, text.length));
        struct buf tail = {0};
        buf_add_text(&tail, " | ");
        buf_add(&tail, buf_span(scratch));
        buf_add(&tail, buf_span(&parts));
        buf_free(&parts);
        parts = tail;
        text = span_part(text, 0, at);
    }
    fold(scratch, text);
    buf_clear(out);
    buf_add(out, buf_span(scratch));
    buf_add(out, buf_span(&parts));
    buf_free(&parts);
}

/* Is `part` one or more whole parts of the folded title? 2 where it is the first of them. */
static int is_part(struct span title, struct span part)
{
    struct span bar = span_of(" | ");
    if (part.length < 2)
        return 0;
    for (size_t from = 0; from + part.length <= title.length;) {
        size_t at = from + span_find(span_part(title, from, title.length), part);
        if (at >= title.length)
            return 0;
        size_t end = at + part.length;
        if ((at == 0 || span_ends(span_part(title, 0, at), bar)) &&
            (end == title.length || span_starts(span_part(title, end, title.length), bar)))
            return at == 0 ? 2 : 1;
        from = at + 1;
    }
    return 0;
}

/* The headline among the blocks: the heading that the page's title or og:title repeats as a
 * whole part, the first part before others, <h1> before lesser ones. flow->count: none. */
static size_t find_headline(struct finding *finding, struct span page, size_t *only)
{
    const struct flow *flow = finding->flow;
    struct buf titles[2] = {{0}, {0}}, part = {0}, site = {0}, scratch = {0};
    size_t best = flow->count, best_score = 0;
    fold_parts(&titles[0], page.at ? page : span_of(""), &scratch);
    fold_parts(&titles[1], finding->value[TITLE].at ? finding->value[TITLE] : span_of(""),
               &scratch);
    fold(&site, finding->value[SITE].at ? finding->value[SITE] : span_of(""));
    *only = flow->count;
    for (size_t i = 0; i < flow->count; i++) {
        bool h1 = flow->blocks[i].element == XML_H1;
        if (flow->blocks[i].role != DOCUMENT_HEADING ||
            flow->blocks[i].words > HEADLINE_WORDS_MAX ||
            flow->blocks[i].end - flow->blocks[i].start > TEXT_MAX)
            continue;
        fold_parts(&part, flow_text(flow, i), &scratch);
        if (span_equal(buf_span(&part), buf_span(&site)))
            continue;
        if (h1 && *only == flow->count)
            *only = i;
        int first = is_part(buf_span(&titles[0]), buf_span(&part));
        int second = is_part(buf_span(&titles[1]), buf_span(&part));
        int place = first > second ? first : second;
        size_t score = (size_t)place * 10000 + (h1 ? 5000 : 0) + part.length;
        if (place && score > best_score && (h1 || part.length >= 12)) {
            best = i;
            best_score = score;
        }
    }
    for (size_t i = 0; i < 2; i++)
        buf_free(&titles[i]);
    buf_free(&part);
    buf_free(&site);
    buf_free(&scratch);
    return best;
}

static bool is_update(struct span before)
{
    static const char *const words[] = {"updated", "modified", "reviewed", "edited", "checked",
                                        "revised", "changed", "joined",  "since",    "event",
                                        "registered", "founded", "member"};
    struct span close = span_part(before, before.length > 30 ? before.length - 30 : 0,
                                 before.length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (says(close, words[i]))
            return true;
    return false;
}

/* "By A Name", "Written by A Name": the lead, and few words behind it. */
static bool leads_to_name(struct span text)
{
    static const char *const words[] = {"by ", "by: ", "written by ", "posted by "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text.length > strlen(words[i]) &&
            strncasecmp(text.at, words[i], strlen(words[i])) == 0)
            return count_words(cut_name(text)) <= NAME_WORDS_MAX;
    return false;
}

/* Dates and names in the short blocks around the headline. */
static void look_at_words(struct finding *finding, size_t headline)
{
    const struct flow *flow = finding->flow;
    size_t from = headline > BYLINE_BEFORE ? headline - BYLINE_BEFORE : 0;
    for (size_t i = from; i < flow->count && i <= headline + BYLINE_AFTER; i++) {
        struct span text = flow_text(flow, i);
        if (i == headline || flow->blocks[i].words > BYLINE_WORDS_MAX)
            continue;
        bool sentence = text.length > BYLINE_SENTENCE && text.at[text.length - 1] == '.';
        int distance = (int)(i > headline ? i - headline : BYLINE_AFTER + headline - i);
        struct when when;
        for (size_t at = 0; !sentence && when_find(text, at, &when); at = when.end) {
            if (when.kind == WHEN_ABSOLUTE && when.from.day &&
                !is_update(span_part(text, 0, when.start)))
                offer_date(finding, FROM_WORDS + distance,
                           span_part(text, when.start, when.end), "byline");
            if (when.end <= at)
                break;
        }
        if (i > headline && leads_to_name(text))
            offer(finding, AUTHOR, FROM_WORDS, text);
    }
    /* Where it is not near the headline it must be said in so many words. */
    for (size_t i = 0; i < flow->count; i++) {
        struct span text = flow_text(flow, i);
        if (flow->blocks[i].words <= NAME_WORDS_MAX && text.length > 11 &&
            strncasecmp(text.at, "written by ", 11) == 0)
            offer(finding, AUTHOR, FROM_WORDS + 1, text);
    }
}

/* /2010/08/05/ or /2010-08-05- in the address. */
static void look_at_path(struct finding *finding)
{
    struct span url = finding->value[URL];
    for (size_t i = 0; url.at && i + 11 <= url.length; i++) {
        struct span day = span_part(url, i + 1, i + 11);
        bool parted = url.at[i] == '/' && all_digits(span_part(day, 0, 4)) &&
                      (day.at[4] == '/' || day.at[4] == '-') && day.at[7] == day.at[4] &&
                      all_digits(span_part(day, 5, 7)) && all_digits(span_part(day, 8, 10));
        if (parted)
            offer_date(finding, FROM_PATH, day, "url");
    }
}

static void choose_title(struct finding *finding, struct span page, size_t headline, size_t only)
{
    struct document *document = finding->document;
    const struct flow *flow = finding->flow;
    if (headline < flow->count)
        document_state(document, &document->title, flow_text(flow, headline));
    if (only < flow->count && finding->article)
        document_state(document, &document->title, flow_text(flow, only));
    if (finding->rank[TITLE] < NONE)
        document_state(document, &document->title, without_site(finding, finding->value[TITLE]));
    if (page.at)
        document_state(document, &document->title, without_site(finding, page));
    document_state(document, &document->title, finding->value[HEADLINE]);
    if (only < flow->count)
        document_state(document, &document->title, flow_text(flow, only));
}

void metadata_read(struct document *document, const struct flow *flow)
{
    struct finding finding = {.flow = flow, .tree = flow->tree, .document = document};
    for (size_t i = 0; i < FACTS; i++)
        finding.rank[i] = NONE;
    look_at_elements(&finding);
    look_at_linked(&finding);
    look_at_path(&finding);
    struct span page = page_title(&finding);
    size_t only, headline = find_headline(&finding, page, &only);
    look_at_words(&finding, headline < flow->count ? headline : only < flow->count ? only : 0);
    choose_title(&finding, page, headline, only);
    document_state(document, &document->author, finding.value[AUTHOR]);
    document_state(document, &document->publisher, finding.value[SITE]);
    document_state(document, &document->url, finding.value[URL]);
    document_state(document, &document->lang, finding.value[LANG]);
    document_state(document, &document->date, finding.value[DATE]);
    if (finding.date_basis)
        document_state(document, &document->date_basis, span_of(finding.date_basis));
    buf_free(&finding.scratch);
}

#include "metadata.h"

#include <stdlib.h>
#include <string.h>

#include "apart.h"
#include "byline.h"
#include "date.h"
#include "headline.h"
#include "linked.h"
#include "utf8.h"

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
    BYLINE_AFTER = 12,
    SIGNATURE_AFTER = 3,
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
    struct span byline; /* the name in a line behind the headline */
    bool article;       /* the page says that it is one */
    const bool *apart;  /* of the nodes: comments, entries that lead to other pages */
    struct buf scratch;
};

static struct span keep(struct finding *finding, struct span text)
{
    text = span_trim(text);
    return (struct span){mem_arena_copy(&finding->document->arena, text.at, text.length),
                         text.length};
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
    if (!is_day(&date) && date_find(text, 0, &when) && when.kind == WHEN_ABSOLUTE)
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
        value = marked ? byline_name(value) : value;
        if (!marked && value.length > 3 && span_starts_like(value, "by "))
            value = span_part(value, 3, value.length);
        if (!byline_is_name(value, marked ? NAME_LENGTH_MAX : TEXT_MAX))
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
    if (span_is_like(xml_attribute(finding->tree, node, XML_PROPERTY), "og:type"))
        finding->article = span_is_like(content, "article");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct span name = xml_attribute(finding->tree, node, names[i]);
        for (size_t k = 0; name.at && k < sizeof metas / sizeof *metas; k++)
            if (span_is_like(name, metas[k].name))
                offer(finding, metas[k].fact, metas[k].rank, content);
    }
}

static void look_at_link(struct finding *finding, size_t node)
{
    if (span_is_like(xml_attribute(finding->tree, node, XML_REL), "canonical"))
        offer(finding, URL, 1, xml_attribute(finding->tree, node, XML_HREF));
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
        const struct headline_names names = {.site = finding->value[SITE]};
        /* Who publishes is the author only where no person is named. */
        if (value.at && pairs[i].to == AUTHOR && headline_is_site(&names, value))
            rank = FROM_SITE;
        if (value.at)
            offer(finding, pairs[i].to, rank, value);
    }
}

/* A class that speaks of an author without holding the name. */
static bool is_about_author(struct span class)
{
    static const char *const words[] = {"authority", "avatar", "descri", "bio", "position",
                                        "role", "image", "photo", "social"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_holds_like(class, words[i]))
            return true;
    return false;
}

/* Elements of the body that are marked as date or author. */
static void look_at_mark(struct finding *finding, size_t node)
{
    const struct xml_tree *tree = finding->tree;
    struct span property = xml_attribute(tree, node, XML_ITEMPROP);
    struct span class = xml_attribute(tree, node, XML_CLASS);
    struct span when = xml_attribute(tree, node, XML_DATETIME);
    struct span content = xml_attribute(tree, node, XML_CONTENT);
    if (span_is_like(property, "datePublished")) {
        struct span value = when.at ? when : content.at ? content : text_below(finding, node);
        offer(finding, DATE, FROM_MICRODATA, value);
    }
    if (span_is_like(property, "dateCreated") && when.at)
        offer(finding, DATE, FROM_MICRODATA + 2, when);
    if (tree->nodes[node].element == XML_TIME && when.at && !span_holds_like(class, "updated") &&
        !span_holds_like(class, "modified") && !span_holds_like(property, "modified")) {
        bool published = xml_attribute(tree, node, XML_PUBDATE).at ||
                         span_holds_like(class, "publish") ||
                         span_holds_like(class, "entry-date");
        offer(finding, DATE, published ? FROM_MICRODATA + 1 : FROM_TIME, when);
    }
    if (span_is_like(property, "author") || span_is_like(property, "author name"))
        offer(finding, AUTHOR, FROM_MARK, text_below(finding, node));
    if (!finding->article && span_is_like(class, "username"))
        offer(finding, AUTHOR, FROM_MARK + 6, text_below(finding, node));
    if (span_holds_like(xml_attribute(tree, node, XML_REL), "author"))
        offer(finding, AUTHOR, FROM_MARK + 1, text_below(finding, node));
    if (class.at && span_holds_like(class, "author") && span_holds_like(class, "name"))
        offer(finding, AUTHOR, FROM_MARK, text_below(finding, node));
    if (class.at && (span_holds_like(class, "byline") || span_holds_like(class, "author")) &&
        !is_about_author(class)) {
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
        if (element != XML_TEXT && tree->nodes[i].attributes && !finding->apart[i])
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

/* The days in a short block, but for those of changes. */
static void look_at_days(struct finding *finding, struct span text, int rank)
{
    struct when when;
    for (size_t at = 0; date_find(text, at, &when); at = when.end) {
        if (when.kind == WHEN_ABSOLUTE && when.from.day &&
            !byline_is_update(span_part(text, 0, when.start)))
            offer_date(finding, rank, span_part(text, when.start, when.end), "byline");
        if (when.end <= at)
            break;
    }
}

/* "By telephone: 01632 960001", "by post to": no name. */
static bool is_way_to_ask(struct span name)
{
    size_t digits = 0;
    for (size_t i = 0; i < name.length; i++)
        digits += utf8_is_digit((unsigned char)name.at[i]);
    return digits >= 4 || span_find_byte(name, ':') < name.length ||
           span_starts(name, span_of("post")) || span_starts(name, span_of("phone")) ||
           span_starts(name, span_of("telephone")) || span_starts(name, span_of("email"));
}

/* The name in a block behind the headline, or the next one where it says no more than "by". */
static void look_at_name(struct finding *finding, size_t i)
{
    const struct flow *flow = finding->flow;
    struct span text = flow_text(flow, i), name = {NULL, 0};
    if (byline_leads(text))
        name = byline_name(text);
    else if (byline_is_lead(text) && i + 1 < flow->count &&
             flow->blocks[i + 1].words <= NAME_WORDS_MAX)
        name = byline_name(flow_text(flow, i + 1));
    if (!name.at || !byline_is_name(name, NAME_LENGTH_MAX) || is_way_to_ask(name))
        return;
    finding->byline = finding->byline.at ? finding->byline : keep(finding, name);
    offer(finding, AUTHOR, FROM_WORDS, name);
}

/* Dates and names in the short blocks around the headline. */
static void look_at_words(struct finding *finding, size_t headline)
{
    const struct flow *flow = finding->flow;
    size_t from = headline > BYLINE_BEFORE ? headline - BYLINE_BEFORE : 0;
    for (size_t i = from; i < flow->count && i <= headline + BYLINE_AFTER; i++) {
        struct span text = flow_text(flow, i);
        if (i == headline || flow->blocks[i].words > BYLINE_WORDS_MAX ||
            finding->apart[flow->blocks[i].node])
            continue;
        bool sentence = text.length > BYLINE_SENTENCE && text.at[text.length - 1] == '.';
        int distance = (int)(i > headline ? i - headline : BYLINE_AFTER + headline - i);
        if (!sentence)
            look_at_days(finding, text, FROM_WORDS + distance);
        if (i > headline)
            look_at_name(finding, i);
        if (i > headline && i <= headline + SIGNATURE_AFTER && i + 1 < flow->count)
            offer(finding, AUTHOR, FROM_WORDS + 3,
                  byline_signature(text, flow_text(flow, i + 1)));
    }
    /* Where it is not near the headline it must be said in so many words. */
    for (size_t i = 0; i < flow->count; i++) {
        struct span text = flow_text(flow, i), post = byline_of_post(text);
        if (flow->blocks[i].words > BYLINE_WORDS_MAX || finding->apart[flow->blocks[i].node])
            continue;
        if (flow->blocks[i].words <= NAME_WORDS_MAX && text.length > 11 &&
            span_starts_like(text, "written by "))
            offer(finding, AUTHOR, FROM_WORDS + 1, text);
        if (post.at)
            offer(finding, AUTHOR, FROM_WORDS + 2, post);
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

/* What readers see behind the headline, rather than the account that put the page there. */
static struct span author_of(const struct finding *finding)
{
    struct span stated = finding->value[AUTHOR];
    bool differs = finding->byline.at && !(stated.at && span_starts(finding->byline, stated));
    return differs ? finding->byline : stated;
}

void metadata_read(struct document *document, const struct flow *flow)
{
    bool *apart = apart_read(flow);
    struct finding finding = {.flow = flow, .tree = flow->tree, .document = document,
                              .apart = apart};
    for (size_t i = 0; i < FACTS; i++)
        finding.rank[i] = NONE;
    look_at_elements(&finding);
    look_at_linked(&finding);
    look_at_path(&finding);
    struct headline_names names = {
        .flow = flow,
        .page = page_title(&finding),
        .shared = finding.value[TITLE],
        .linked = finding.value[HEADLINE],
        .site = finding.value[SITE],
        .url = finding.value[URL],
        .article = finding.article,
    };
    struct headline headline = headline_find(&names);
    look_at_words(&finding, headline.block < flow->count ? headline.block : 0);
    document_state(document, &document->title, headline.title);
    document_state(document, &document->author, author_of(&finding));
    document_state(document, &document->publisher, finding.value[SITE]);
    document_state(document, &document->url, finding.value[URL]);
    document_state(document, &document->lang, finding.value[LANG]);
    document_state(document, &document->date, finding.value[DATE]);
    if (finding.date_basis)
        document_state(document, &document->date_basis, span_of(finding.date_basis));
    buf_free(&finding.scratch);
    free(apart);
}

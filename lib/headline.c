#include "headline.h"

#include <string.h>

#include "utf8.h"

enum {
    HEADLINE_WORDS_MAX = 30, /* a longer heading is a paragraph set large */
    HEADLINE_BYTES_MAX = 400,
    LESSER_BYTES_MIN = 12,   /* of a heading below <h1> that can be the headline */
    SITE_WORDS_MAX = 6,      /* of what a bar parts from a title */
    TAIL_WORDS_MAX = 5,      /* ... and a dash */
    SITE_BYTES_MIN = 4,      /* of what counts as a part of the site's name */
    LINKED_WORDS_MIN = 3,
    SLOGAN_WORDS_MAX = 3,    /* a heading so short, of other words than the title, is a rubric */
    /* What a whole part of a title is worth, and more if it is the first. */
    PART_WORTH = 10000, H1_WORTH = 5000, UNPARTED_WORTH = 2000
};

/* A heading shares so many of its words, or of the title's, if it says the same; by so much more
 * of the address must be words of the one than of the other. On the 200 pages whose title is
 * known 177 to 180 are right with 0.3 to 0.7 for the one and 0.05 to 0.4 for the other. */
static const double KIN_MIN = 0.6, ADDRESS_MARGIN = 0.25;

static const char *const separators[] = {
    " | ", " - ", " – ", " — ", " · ", " • ", " :: ", " » ", " « ", " / ", " ~ ", " >> ", " > ",
};

/* One spelling of everything, and a blank for all between words. */
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

static bool has_word(struct span folded, struct span word)
{
    struct span other;
    while (span_split(&folded, ' ', &other))
        if (span_equal(other, word))
            return true;
    return false;
}

/* The share of the words of `a` that are in `b`; both folded. */
static double shared_words(struct span a, struct span b)
{
    struct span word;
    double all = 0, shared = 0;
    while (span_split(&a, ' ', &word)) {
        all += word.length > 0;
        shared += word.length > 0 && has_word(b, word);
    }
    return all > 0 ? shared / all : 0;
}

/* --- the name of the site ------------------------------------------------------------------- */

/* The host and the path of an address. */
static void part_address(struct span url, struct span *host, struct span *path)
{
    size_t at = span_find(url, span_of("://"));
    struct span rest = at < url.length ? span_part(url, at + 3, url.length) : url;
    size_t slash = span_find_byte(rest, '/');
    *host = span_part(rest, 0, slash);
    *path = span_part(rest, slash, rest.length);
}

/* Is it, written in one, a label of the host: "White Coat Investor" of whitecoatinvestor.com? */
static bool is_host(struct span url, struct span folded)
{
    struct span host, path, label;
    part_address(url.at ? url : span_of(""), &host, &path);
    while (span_split(&host, '.', &label)) {
        size_t k = 0;
        for (size_t i = 0; i < folded.length && k <= label.length; i++) {
            if (folded.at[i] == ' ')
                continue;
            if (k < label.length && (label.at[k] == folded.at[i] ||
                                     (label.at[k] | 0x20) == folded.at[i]))
                k++;
            else
                k = label.length + 1;
        }
        if (k == label.length && k >= SITE_BYTES_MIN)
            return true;
    }
    return false;
}

bool headline_is_site(const struct headline_names *names, struct span name)
{
    struct buf site = {0}, folded = {0};
    fold(&site, names->site.at ? names->site : span_of(""));
    fold(&folded, name);
    bool is = site.length && (span_find(buf_span(&site), buf_span(&folded)) < site.length ||
                              span_find(buf_span(&folded), buf_span(&site)) < folded.length);
    buf_free(&site);
    buf_free(&folded);
    return is;
}

/* Is it the whole name, or what every site calls its first page? Folded. */
static bool names_site(const struct headline_names *names, struct span folded)
{
    static const char *const firsts[] = {"home", "home page", "homepage", "welcome", "index"};
    struct buf site = {0};
    if (span_is_any(folded, firsts, sizeof firsts / sizeof *firsts))
        return true;
    fold(&site, names->site.at ? names->site : span_of(""));
    bool is = (site.length && span_equal(buf_span(&site), folded)) || is_host(names->url, folded);
    buf_free(&site);
    return is;
}

static bool is_part_of_site(const struct headline_names *names, struct span folded)
{
    struct buf site = {0};
    fold(&site, names->site.at ? names->site : span_of(""));
    bool is = folded.length >= SITE_BYTES_MIN &&
              span_find(buf_span(&site), folded) < site.length;
    buf_free(&site);
    return is || names_site(names, folded);
}

/* --- parts of titles ------------------------------------------------------------------------ */

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

/* A bar, a raised dot or a double colon, which titles themselves seldom hold. */
static bool is_bar(struct span separator)
{
    return separator.at[1] == '|' || separator.at[1] == ':' ||
           (unsigned char)separator.at[1] == 0xC2;
}

/* Behind "Site: ", and behind a separator that has nothing before it. */
static struct span without_lead(const struct headline_names *names, struct span title)
{
    struct buf part = {0};
    size_t colon = span_find(title, span_of(": "));
    fold(&part, span_part(title, 0, colon));
    if (colon < title.length && names_site(names, buf_span(&part)))
        title = span_trim(span_part(title, colon + 2, title.length));
    if (title.length && title.at[0] == '|')
        title = span_part(title, title.length, title.length);
    buf_free(&part);
    return title;
}

/* The title without the site's name: parts at the end (or the first) that are the name, or
 * shorter than what remains. */
static struct span without_site(const struct headline_names *names, struct span title)
{
    struct buf part = {0};
    size_t at = 0, length = 0;
    while (last_separator(title, &at, &length)) {
        struct span head = span_trim(span_part(title, 0, at));
        struct span tail = span_trim(span_part(title, at + length, title.length));
        size_t head_words = span_words(head), tail_words = span_words(tail);
        fold(&part, head);
        if (names_site(names, buf_span(&part))) {
            title = tail;
            continue;
        }
        fold(&part, tail);
        bool shorter = tail_words <= TAIL_WORDS_MAX && head_words > tail_words;
        bool barred = is_bar(span_part(title, at, at + length)) && tail_words <= SITE_WORDS_MAX;
        if (!shorter && !barred && !is_part_of_site(names, buf_span(&part)))
            break;
        title = head;
    }
    buf_free(&part);
    return without_lead(names, title);
}

/* As fold, with a bar for each separator. */
static void fold_parts(struct buf *out, struct span text)
{
    size_t at, length;
    struct buf parts = {0}, scratch = {0};
    while (last_separator(text, &at, &length)) {
        struct buf longer = {0};
        fold(&scratch, span_part(text, at + length, text.length));
        buf_add_text(&longer, " | ");
        buf_add(&longer, buf_span(&scratch));
        buf_add(&longer, buf_span(&parts));
        buf_free(&parts);
        parts = longer;
        text = span_part(text, 0, at);
    }
    fold(&scratch, text);
    buf_clear(out);
    buf_add(out, buf_span(&scratch));
    buf_add(out, buf_span(&parts));
    buf_free(&scratch);
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

/* --- headings ------------------------------------------------------------------------------- */

static bool can_be_headline(const struct flow *flow, size_t i)
{
    const struct flow_block *block = &flow->blocks[i];
    return block->role == DOCUMENT_HEADING && block->words <= HEADLINE_WORDS_MAX &&
           block->end - block->start <= HEADLINE_BYTES_MAX;
}

/* A title as it is and without the site's name, folded, with bars between the parts. */
struct parts {
    struct buf whole, own;
};

static void fold_title(struct parts *parts, const struct headline_names *names, struct span title)
{
    fold_parts(&parts->whole, title.at ? title : span_of(""));
    fold_parts(&parts->own, title.at ? without_site(names, title) : span_of(""));
}

static void free_parts(struct parts *parts)
{
    buf_free(&parts->whole);
    buf_free(&parts->own);
}

/* 2 for all of the title or its first part, 1 for another part, 0 for what is none. A lesser
 * heading can be a rubric, of which the title tells behind the site's name. */
static int place_in(const struct parts *parts, struct span heading, bool h1)
{
    int whole = is_part(buf_span(&parts->whole), heading);
    int own = is_part(buf_span(&parts->own), heading);
    return own == 2 || whole == 2 ? 2 : h1 ? whole : own;
}

/* The heading that <title> or og:title repeats as a whole part: the first part before others,
 * <h1> before lesser ones, one part before several. flow->count: none. *first is the first <h1>
 * that is not the site's name, and there may be none, too. */
static size_t find_repeated(const struct headline_names *names, size_t *first)
{
    const struct flow *flow = names->flow;
    struct parts page = {{0}, {0}}, shared = {{0}, {0}};
    struct buf part = {0};
    size_t best = flow->count, best_score = 0;
    fold_title(&page, names, names->page);
    fold_title(&shared, names, names->shared);
    *first = flow->count;
    for (size_t i = 0; i < flow->count; i++) {
        bool h1 = flow->blocks[i].element == XML_H1;
        if (!can_be_headline(flow, i))
            continue;
        fold_parts(&part, flow_text(flow, i));
        if (names_site(names, buf_span(&part)))
            continue;
        if (h1 && *first == flow->count)
            *first = i;
        int in_page = place_in(&page, buf_span(&part), h1);
        int in_shared = place_in(&shared, buf_span(&part), h1);
        int place = in_page > in_shared ? in_page : in_shared;
        bool unparted = span_find_byte(buf_span(&part), '|') == part.length;
        size_t score = (size_t)place * PART_WORTH + (h1 ? H1_WORTH : 0) +
                       (unparted ? UNPARTED_WORTH : 0) + part.length;
        if (place && score > best_score && (h1 || part.length >= LESSER_BYTES_MIN)) {
            best = i;
            best_score = score;
        }
    }
    free_parts(&page);
    free_parts(&shared);
    buf_free(&part);
    return best;
}

/* Does `whole` end with `tail` behind other words? Both folded. */
static bool ends_with(struct span whole, struct span tail)
{
    return tail.length && whole.length > tail.length && span_ends(whole, tail) &&
           whole.at[whole.length - tail.length - 1] == ' ' && span_words(tail) > 1;
}

/* What is left of a title that was too long for whoever cut it. */
static bool is_cut(struct span title)
{
    return span_ends(title, span_of("…")) || span_ends(title, span_of("..."));
}

/* Is the heading the title, where <title> and og:title call the page otherwise? `heading` and
 * `title` are folded; `stated`: the title stands by itself, without the site's name. */
static bool is_better(const struct headline_names *names, struct span heading, struct span title,
                      bool stated)
{
    struct buf path = {0};
    struct span host, rest;
    double kin = shared_words(heading, title), other = shared_words(title, heading);
    kin = kin > other ? kin : other;
    if (ends_with(heading, title) || ends_with(title, heading))
        return heading.length < title.length;
    if (span_words(heading) == 1)
        return false;
    if (names->article)
        return kin > 0 || span_words(heading) > SLOGAN_WORDS_MAX;
    part_address(names->url.at ? names->url : span_of(""), &host, &rest);
    fold(&path, rest);
    double margin = shared_words(buf_span(&path), heading) -
                    shared_words(buf_span(&path), title);
    buf_free(&path);
    if (margin > ADDRESS_MARGIN || margin < -ADDRESS_MARGIN)
        return margin > 0;
    return !stated && kin >= KIN_MIN;
}

/* The last words of the title where JSON-LD calls the page by them alone. */
static struct span cut_to_linked(struct span title, struct span linked)
{
    struct buf whole = {0}, part = {0};
    fold(&whole, title);
    fold(&part, linked.at ? linked : span_of(""));
    bool longer = ends_with(buf_span(&whole), buf_span(&part)) &&
                  span_words(buf_span(&part)) >= LINKED_WORDS_MIN;
    buf_free(&whole);
    buf_free(&part);
    return longer ? linked : title;
}

/* The first block that says no more than the title, or little more. */
static size_t find_title(const struct flow *flow, struct span title)
{
    struct buf wanted = {0}, text = {0};
    size_t found = flow->count;
    fold(&wanted, title.at ? title : span_of(""));
    for (size_t i = 0; wanted.length && i < flow->count && found == flow->count; i++) {
        if (flow->blocks[i].end - flow->blocks[i].start > HEADLINE_BYTES_MAX)
            continue;
        fold(&text, flow_text(flow, i));
        if (text.length <= 2 * wanted.length &&
            span_find(buf_span(&text), buf_span(&wanted)) < text.length)
            found = i;
    }
    buf_free(&wanted);
    buf_free(&text);
    return found;
}

struct headline headline_find(const struct headline_names *names)
{
    const struct flow *flow = names->flow;
    struct buf heading = {0}, folded = {0};
    size_t first, repeated = find_repeated(names, &first);
    struct headline headline = {{NULL, 0}, repeated < flow->count ? repeated : first};
    struct span long_name = names->shared.at ? names->shared : names->page;
    struct span title = long_name.at ? without_site(names, long_name) : long_name;
    if (repeated < flow->count) {
        headline.title = flow_text(flow, repeated);
    } else if (first < flow->count) {
        fold(&heading, flow_text(flow, first));
        fold(&folded, title.at ? title : span_of(""));
        bool stated = title.length == long_name.length;
        bool better = folded.length == 0 || names_site(names, buf_span(&folded)) ||
                      is_cut(title) ||
                      is_better(names, buf_span(&heading), buf_span(&folded), stated);
        headline.title = better ? flow_text(flow, first) : title;
        headline.block = better ? first : flow->count;
    } else {
        headline.title = title.length ? title : names->linked;
    }
    headline.title = cut_to_linked(headline.title, names->linked);
    if (headline.block == flow->count)
        headline.block = find_title(flow, headline.title);
    if (headline.block == flow->count)
        headline.block = first;
    buf_free(&heading);
    buf_free(&folded);
    return headline;
}

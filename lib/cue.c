#include "cue.h"

#include <string.h>

#include "utf8.h"

struct word {
    const char *text; /* a leading or trailing '-' stands for the edge of a word */
    enum cue cue;
};

/* Words of names, as web designers use them. What each is worth is not said here: the forest has
 * learned it. */
static const struct word names[] = {
    {"article", CUE_ARTICLE}, {"-entry", CUE_ARTICLE}, {"-story", CUE_ARTICLE},
    {"hentry", CUE_ARTICLE}, {"-blog-post", CUE_ARTICLE}, {"postbody", CUE_ARTICLE},
    {"post-body", CUE_ARTICLE}, {"post-content", CUE_ARTICLE}, {"entry-content", CUE_ARTICLE},
    {"articlebody", CUE_ARTICLE}, {"news-body", CUE_ARTICLE}, {"single-", CUE_ARTICLE},
    {"content", CUE_CONTENT}, {"-main", CUE_CONTENT}, {"body", CUE_CONTENT},
    {"-text", CUE_CONTENT}, {"-copy-", CUE_CONTENT}, {"prose", CUE_CONTENT},
    {"markdown", CUE_CONTENT}, {"rich-text", CUE_CONTENT}, {"richtext", CUE_CONTENT},
    {"wysiwyg", CUE_CONTENT}, {"-primary-", CUE_CONTENT}, {"paragraph", CUE_CONTENT},
    {"-field-", CUE_CONTENT}, {"-docs-", CUE_CONTENT},
    {"-post", CUE_POST}, {"message", CUE_POST}, {"-msg-", CUE_POST}, {"topic", CUE_POST},
    {"thread", CUE_POST}, {"question", CUE_POST}, {"answer", CUE_POST}, {"forum", CUE_POST},
    {"comment", CUE_COMMENT}, {"disqus", CUE_COMMENT}, {"-respond", CUE_COMMENT},
    {"-reply-", CUE_COMMENT}, {"-replies", CUE_COMMENT}, {"discussion", CUE_COMMENT},
    {"sidebar", CUE_SIDEBAR}, {"-side-", CUE_SIDEBAR}, {"-aside", CUE_SIDEBAR},
    {"-rail", CUE_SIDEBAR}, {"secondary", CUE_SIDEBAR}, {"complementary", CUE_SIDEBAR},
    {"widget", CUE_SIDEBAR}, {"right-col", CUE_SIDEBAR}, {"rightcol", CUE_SIDEBAR},
    {"footer", CUE_FOOTER}, {"-foot-", CUE_FOOTER}, {"-bottom", CUE_FOOTER},
    {"contentinfo", CUE_FOOTER}, {"colophon", CUE_FOOTER},
    {"-nav", CUE_MENU}, {"navigation", CUE_MENU}, {"menu", CUE_MENU}, {"breadcrumb", CUE_MENU},
    {"-crumb", CUE_MENU}, {"dropdown", CUE_MENU}, {"-skip", CUE_MENU}, {"-drawer", CUE_MENU},
    {"sitemap", CUE_MENU}, {"-links", CUE_MENU},
    {"related", CUE_RELATED}, {"recommend", CUE_RELATED}, {"-more-", CUE_RELATED},
    {"trending", CUE_RELATED}, {"popular", CUE_RELATED}, {"latest", CUE_RELATED},
    {"-recent", CUE_RELATED}, {"suggest", CUE_RELATED}, {"outbrain", CUE_RELATED},
    {"taboola", CUE_RELATED}, {"teaser", CUE_RELATED}, {"recirc", CUE_RELATED},
    {"readmore", CUE_RELATED}, {"read-more", CUE_RELATED}, {"-also-", CUE_RELATED},
    {"similar", CUE_RELATED}, {"upnext", CUE_RELATED}, {"up-next", CUE_RELATED},
    {"-next-", CUE_RELATED}, {"-prev", CUE_RELATED}, {"most-read", CUE_RELATED},
    {"cookie", CUE_NOTICE}, {"consent", CUE_NOTICE}, {"gdpr", CUE_NOTICE},
    {"modal", CUE_NOTICE}, {"popup", CUE_NOTICE}, {"overlay", CUE_NOTICE},
    {"-alert", CUE_NOTICE}, {"notice", CUE_NOTICE}, {"notification", CUE_NOTICE},
    {"toast", CUE_NOTICE}, {"dialog", CUE_NOTICE}, {"lightbox", CUE_NOTICE},
    {"paywall", CUE_NOTICE}, {"tooltip", CUE_NOTICE}, {"-privacy", CUE_NOTICE},
    {"subscri", CUE_SIGNUP}, {"newsletter", CUE_SIGNUP}, {"signup", CUE_SIGNUP},
    {"sign-up", CUE_SIGNUP}, {"login", CUE_SIGNUP}, {"signin", CUE_SIGNUP},
    {"sign-in", CUE_SIGNUP}, {"register", CUE_SIGNUP}, {"-form", CUE_SIGNUP},
    {"donat", CUE_SIGNUP}, {"-cta", CUE_SIGNUP}, {"-join", CUE_SIGNUP}, {"email", CUE_SIGNUP},
    {"-meta", CUE_META}, {"byline", CUE_META}, {"-date", CUE_META}, {"timestamp", CUE_META},
    {"published", CUE_META}, {"-tag-", CUE_META}, {"-tags", CUE_META}, {"taxonomy", CUE_META},
    {"categor", CUE_META}, {"posted", CUE_META}, {"-info-", CUE_META}, {"dateline", CUE_META},
    {"rating", CUE_META}, {"-stats", CUE_META}, {"-views", CUE_META}, {"-time-", CUE_META},
    {"-label", CUE_META}, {"-topics", CUE_META}, {"keyword", CUE_META},
    {"author", CUE_AUTHOR}, {"-bio-", CUE_AUTHOR}, {"profile", CUE_AUTHOR},
    {"avatar", CUE_AUTHOR}, {"-user", CUE_AUTHOR}, {"signature", CUE_AUTHOR},
    {"contributor", CUE_AUTHOR},
    {"toolbar", CUE_TOOL}, {"-tools", CUE_TOOL}, {"search", CUE_TOOL}, {"filter", CUE_TOOL},
    {"-sort", CUE_TOOL}, {"paginat", CUE_TOOL}, {"pager", CUE_TOOL}, {"paging", CUE_TOOL},
    {"-action", CUE_TOOL}, {"button", CUE_TOOL}, {"-btn", CUE_TOOL}, {"control", CUE_TOOL},
    {"-print", CUE_TOOL}, {"feedback", CUE_TOOL}, {"-cart", CUE_TOOL}, {"-vote", CUE_TOOL},
    {"-edit", CUE_TOOL}, {"-poll", CUE_TOOL}, {"selector", CUE_TOOL},
    {"caption", CUE_MEDIA}, {"credit", CUE_MEDIA}, {"gallery", CUE_MEDIA},
    {"image", CUE_MEDIA}, {"photo", CUE_MEDIA}, {"-media-", CUE_MEDIA}, {"video", CUE_MEDIA},
    {"thumb", CUE_MEDIA}, {"carousel", CUE_MEDIA}, {"slide", CUE_MEDIA}, {"swiper", CUE_MEDIA},
    {"player", CUE_MEDIA}, {"figure", CUE_MEDIA}, {"embed", CUE_MEDIA},
    {"hidden", CUE_UNSEEN}, {"-hide", CUE_UNSEEN}, {"sr-only", CUE_UNSEEN},
    {"screen-reader", CUE_UNSEEN}, {"visually-hidden", CUE_UNSEEN}, {"-offscreen", CUE_UNSEEN},
    {"-invisible", CUE_UNSEEN}, {"mobile", CUE_UNSEEN},
    {"summary", CUE_LEAD}, {"excerpt", CUE_LEAD}, {"standfirst", CUE_LEAD},
    {"-lead", CUE_LEAD}, {"-intro", CUE_LEAD}, {"-dek-", CUE_LEAD}, {"-deck-", CUE_LEAD},
    {"subtitle", CUE_LEAD}, {"sub-title", CUE_LEAD}, {"subhead", CUE_LEAD},
    {"abstract", CUE_LEAD}, {"descri", CUE_LEAD}, {"highlight", CUE_LEAD},
    {"-card", CUE_CARD}, {"-grid", CUE_CARD}, {"-item", CUE_CARD}, {"-list", CUE_CARD},
    {"listing", CUE_CARD}, {"result", CUE_CARD}, {"product", CUE_CARD}, {"-tile", CUE_CARD},
    {"-feed", CUE_CARD}, {"-row-", CUE_CARD},
    {"-tab-", CUE_PANEL}, {"-tabs-", CUE_PANEL}, {"panel", CUE_PANEL},
    {"accordion", CUE_PANEL}, {"collaps", CUE_PANEL}, {"-faq", CUE_PANEL},
    {"expand", CUE_PANEL}, {"toggle", CUE_PANEL},
    {"quote", CUE_QUOTE}, {"testimonial", CUE_QUOTE}, {"review", CUE_QUOTE},
};

/* What short blocks say at the edges of a text: what leads on, asks for something, or names who
 * wrote it and who owns it. */
static const struct word phrases[] = {
    {"-read more-", CUE_SAYS_MORE}, {"-related-", CUE_SAYS_MORE},
    {"-see also-", CUE_SAYS_MORE}, {"-more from-", CUE_SAYS_MORE},
    {"-you may also-", CUE_SAYS_MORE}, {"-you might-", CUE_SAYS_MORE},
    {"-recommended-", CUE_SAYS_MORE}, {"-popular-", CUE_SAYS_MORE},
    {"-trending-", CUE_SAYS_MORE}, {"-latest-", CUE_SAYS_MORE},
    {"-recent posts-", CUE_SAYS_MORE}, {"-most read-", CUE_SAYS_MORE},
    {"-view all-", CUE_SAYS_MORE}, {"-see all-", CUE_SAYS_MORE},
    {"-learn more-", CUE_SAYS_MORE}, {"-more stories-", CUE_SAYS_MORE},
    {"-read next-", CUE_SAYS_MORE}, {"-up next-", CUE_SAYS_MORE},
    {"-also read-", CUE_SAYS_MORE}, {"-read also-", CUE_SAYS_MORE},
    {"-more in-", CUE_SAYS_MORE}, {"-more on-", CUE_SAYS_MORE},
    {"-subscribe-", CUE_SAYS_SIGNUP}, {"-newsletter-", CUE_SAYS_SIGNUP},
    {"-newsletters-", CUE_SAYS_SIGNUP}, {"-sign up-", CUE_SAYS_SIGNUP},
    {"-email address-", CUE_SAYS_SIGNUP}, {"-your email-", CUE_SAYS_SIGNUP},
    {"-inbox-", CUE_SAYS_SIGNUP}, {"-unsubscribe-", CUE_SAYS_SIGNUP},
    {"-donate-", CUE_SAYS_SIGNUP},
    {"-copyright-", CUE_SAYS_LEGAL}, {"-all rights reserved-", CUE_SAYS_LEGAL},
    {"-terms of-", CUE_SAYS_LEGAL}, {"-terms and conditions-", CUE_SAYS_LEGAL},
    {"-registered in-", CUE_SAYS_LEGAL}, {"-privacy-", CUE_SAYS_LEGAL},
    {"-registered trademark-", CUE_SAYS_LEGAL}, {"-reserved-", CUE_SAYS_LEGAL},
    {"-comment-", CUE_SAYS_COMMENT}, {"-comments-", CUE_SAYS_COMMENT},
    {"-reply-", CUE_SAYS_COMMENT}, {"-replies-", CUE_SAYS_COMMENT},
    {"-leave a-", CUE_SAYS_COMMENT}, {"-report abuse-", CUE_SAYS_COMMENT},
    {"-permalink-", CUE_SAYS_COMMENT}, {"-likes-", CUE_SAYS_COMMENT},
    {"-like-", CUE_SAYS_COMMENT}, {"-quote-", CUE_SAYS_COMMENT},
    {"-solved-", CUE_SAYS_COMMENT}, {"-helpful-", CUE_SAYS_COMMENT},
    {"-posted by-", CUE_SAYS_BYLINE}, {"-written by-", CUE_SAYS_BYLINE},
    {"-by-", CUE_SAYS_BYLINE}, {"-author-", CUE_SAYS_BYLINE}, {"-published-", CUE_SAYS_BYLINE},
    {"-updated-", CUE_SAYS_BYLINE}, {"-posted-", CUE_SAYS_BYLINE},
    {"-joined-", CUE_SAYS_BYLINE}, {"-min read-", CUE_SAYS_BYLINE},
    {"-minute read-", CUE_SAYS_BYLINE},
};

/* The words of `text` in lower case with one `edge` between them and at both ends; a capital
 * behind a small letter begins a word where `camel` is set. Returns the length, at most room. */
static size_t normalise(struct span text, bool camel, char *out, size_t room)
{
    size_t length = 0;
    bool small = false;
    out[length++] = '-';
    for (size_t i = 0; i < text.length && length + 3 < room; i++) {
        char byte = text.at[i];
        bool upper = byte >= 'A' && byte <= 'Z';
        bool word = upper || (byte >= 'a' && byte <= 'z') || (unsigned char)byte >= 0x80;
        if ((!word || (camel && upper && small)) && out[length - 1] != '-')
            out[length++] = '-';
        if (word)
            out[length++] = upper ? (char)(byte | 0x20) : byte;
        small = word && !upper;
    }
    if (out[length - 1] != '-')
        out[length++] = '-';
    return length;
}

static bool stands_at(const char *text, size_t length, const char *word)
{
    size_t i = 0;
    for (; word[i]; i++)
        if (i >= length || text[i] != (word[i] == ' ' ? '-' : word[i]))
            return false;
    return true;
}

static void index_words(struct cue_index *index, const struct word *words, size_t count)
{
    memset(index, 0, sizeof *index);
    for (size_t k = count; k-- > 0;) {
        bool edge = words[k].text[0] == '-';
        uint8_t *first = edge ? index->edge : index->inner;
        uint8_t *slot = &first[words[k].text[edge] & (CUE_LETTERS - 1)];
        index->next[k + 1] = *slot;
        *slot = (uint8_t)(k + 1);
    }
}

_Static_assert(sizeof names / sizeof *names <= CUE_WORDS_MAX, "an index holds 250 words");
_Static_assert(sizeof phrases / sizeof *phrases <= CUE_WORDS_MAX, "an index holds 250 words");

void cue_index(struct cue_indexes *indexes)
{
    index_words(&indexes->names, names, sizeof names / sizeof *names);
    index_words(&indexes->phrases, phrases, sizeof phrases / sizeof *phrases);
}

static uint32_t look_up(const char *text, size_t length, const struct word *words,
                        const struct cue_index *index)
{
    uint32_t found = 0;
    for (size_t at = 0; at + 1 < length; at++) {
        bool edge = text[at] == '-';
        const uint8_t *first = edge ? index->edge : index->inner;
        for (size_t k = first[text[at + edge] & (CUE_LETTERS - 1)]; k; k = index->next[k])
            if (!(found >> words[k - 1].cue & 1) &&
                stands_at(text + at, length - at, words[k - 1].text))
                found |= 1U << words[k - 1].cue;
    }
    return found;
}

uint32_t cue_names(const struct cue_indexes *indexes, struct span text)
{
    char plain[CUE_TEXT_MAX];
    size_t length = normalise(text, true, plain, sizeof plain);
    return look_up(plain, length, names, &indexes->names);
}

uint32_t cue_phrases(const struct cue_indexes *indexes, struct span text)
{
    char plain[CUE_TEXT_MAX];
    size_t length = normalise(text, false, plain, sizeof plain);
    return look_up(plain, length, phrases, &indexes->phrases);
}

#include "furniture.h"

#include "buf.h"
#include "date.h"
#include "utf8.h"

enum { DATELINE_MAX = 60, TEXT_MAX = 1000 /* bytes that are compared */ };

/* Blocks that say this and no more are never text. Folded, numbers as '#', compared whole. */
static const char *const furniture[] = {
    "advertisement", "advertisements", "advertising", "advert", "ad", "sponsored", "promoted",
    "advertisement - continue reading below", "story continues below advertisement",
    "article continues below advertisement", "continue reading below", "continue reading",
    "share", "share this", "share this article", "share this page", "share this post",
    "share on facebook", "share on twitter", "share via email", "tweet", "email this",
    "print", "print this page", "print this article", "copy link", "save", "bookmark",
    "follow us",
    "read more", "read more:", "read more...", "more", "learn more", "see more", "show more",
    "load more", "view all", "see all", "related articles", "related stories", "related posts",
    "related topics", "related content", "related links", "you may also like", "more stories",
    "more on this story", "recommended", "most read", "most popular", "trending",
    "back to top", "top", "skip to content", "skip to main content", "jump to content",
    "no comments", "no comments:", "comments", "post a comment", "leave a comment",
    "leave a reply", "add a comment", "view comments", "show comments", "reply", "report",
    "sign in", "log in", "login", "sign up", "register", "subscribe", "subscribe now",
    "newsletter", "menu", "search", "close", "home", "previous", "next", "older post",
    "newer post", "accept cookies", "accept all", "cookie settings",
    "posts: #", "posts: #,#", "messages: #", "messages: #,#", "threads: #", "# posts", "post #",
    "page # of #", "# posts \xE2\x80\xA2 page # of #", "# like", "# likes",
    "# reply last reply", "# replies last reply",
    "# reply", "# replies", "quote", "reply with quote", "quote reply", "reply quote",
    "click to expand...", "post a reply", "post reply", "last reply", "mark as solution",
    "# comment", "# comments", "# share", "# shares", "# view", "# views",
};

/* What a forum says of who posts, before a date. */
static const char *const since[] = {
    "joined", "registered", "join date", "member since", "founded", "registration date",
};

static void fold(struct span text, struct buf *out)
{
    struct buf folded = {0};
    utf8_fold_text(&folded, span_trim(span_part(text, 0, TEXT_MAX)));
    bool number = false;
    for (size_t i = 0; i < folded.length; i++) {
        bool digit = utf8_is_digit((unsigned char)folded.at[i]);
        if (!digit || !number)
            buf_add_byte(out, digit ? '#' : folded.at[i]);
        number = digit;
    }
    buf_free(&folded);
}

/* "Joined: Tue Mar 03, 2009 7:12 pm". */
static bool is_since(struct span text, struct span folded)
{
    struct when when;
    if (span_starts_any(folded, since, sizeof since / sizeof *since))
        return date_find(text, 0, &when) && when.kind == WHEN_ABSOLUTE;
    return false;
}

/* "Re: " and the title of the page. */
static bool is_answer(struct span folded, struct span title)
{
    struct buf of_page = {0};
    if (!title.at || !span_starts(folded, span_of("re: ")))
        return false;
    fold(title, &of_page);
    bool same = span_equal(span_part(folded, 4, folded.length), buf_span(&of_page));
    buf_free(&of_page);
    return same;
}

bool furniture_is(struct span text, struct span title)
{
    struct buf folded = {0};
    if (text.length > TEXT_MAX)
        return false;
    fold(text, &folded);
    bool is = span_is_any(buf_span(&folded), furniture, sizeof furniture / sizeof *furniture) ||
              (text.length <= DATELINE_MAX && is_since(text, buf_span(&folded))) ||
              is_answer(buf_span(&folded), title);
    buf_free(&folded);
    return is;
}

bool furniture_is_dateline(struct span text)
{
    struct when when;
    if (text.length > DATELINE_MAX || !date_find(text, 0, &when) || when.kind != WHEN_ABSOLUTE ||
        !when.from.day)
        return false;
    struct span before = span_trim(span_part(text, 0, when.start));
    struct span behind = span_part(text, when.end, text.length);
    size_t letters = 0;
    for (size_t i = 0; i < behind.length; i++)
        letters += utf8_is_letter((unsigned char)behind.at[i]);
    return letters <= 6 && before.length <= sizeof "last updated on:";
}

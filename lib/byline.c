#include "byline.h"

#include <string.h>

#include "date.h"
#include "utf8.h"

enum {
    NAME_WORDS_MAX = 8,
    UPDATE_REACH = 30, /* bytes before a date in which its kind is said */
    LEAD_BYTES_MAX = 20,
    SIGNATURE_MAX = 80 /* bytes of what somebody is */
};

/* Leads of a byline, the longer first; what they leave is the name. */
static const char *const leads[] = {
    "originally published by", "read more about", "article written by", "article by",
    "published by", "reported by", "written by", "created by", "posted by", "submitted by",
    "authored by", "words by", "story by", "text by", "authors", "author", "by", "von", "par",
    "por",
};

/* What ends a name in a byline. */
static const char *const tails[] = {
    " | ", " · ", " • ", " ⋅ ", " – ", " — ", " - ", " on ", " / ", "\n", "\t", " @", " (",
    " published", " updated", " posted", " last ", " in ", " for ", " at ", " min ", " is a ",
    " says", " wrote", " said", ";", " ‧ ", " » ",
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
    if (date_find(text, 0, &when) && when.start == 0 && when.kind == WHEN_ABSOLUTE)
        text = span_trim(span_part(text, when.end, text.length));
    while (text.length && (text.at[0] == '|' || text.at[0] == '-' ||
                           span_starts(text, span_of("·")) || span_starts(text, span_of("•"))))
        text = span_trim(span_part(text, utf8_sequence(text), text.length));
    size_t by = span_find_like(text, "\nby\n");
    return by < text.length ? span_part(text, by + 4, text.length) : text;
}

static bool says_post(struct span text)
{
    static const char *const posts[] = {"editor", "columnist", "reporter", "correspondent",
                                        "writer", "director", "officer", "founder", "staff",
                                        "contributor", "manager", "journalist", "consultant",
                                        "author", "president", "specialist", "expert"};
    for (size_t i = 0; i < sizeof posts / sizeof *posts; i++)
        if (span_holds_like(text, posts[i]))
            return true;
    return false;
}

/* Without what somebody is, behind the name and a comma. */
static struct span without_post(struct span name)
{
    size_t comma = span_find(name, span_of(", "));
    return says_post(span_part(name, comma, name.length)) ? span_part(name, 0, comma) : name;
}

struct span byline_name(struct span text)
{
    text = skip_to_name(span_trim(text));
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        size_t length = strlen(leads[i]);
        if (text.length > length && span_starts_like(text, leads[i]) &&
            strchr(" :\n", text.at[length]))
            text = span_trim(span_part(text, length + 1, text.length));
    }
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t at = span_find_like(text, tails[i]);
        if (at > 0)
            text = span_part(text, 0, at);
    }
    struct when when;
    if (date_find(text, 0, &when) && when.kind == WHEN_ABSOLUTE && when.from.day && when.start)
        text = span_part(text, 0, when.start);
    text = without_post(span_trim(text));
    while (text.length && strchr(",:|-", text.at[text.length - 1]))
        text = span_trim(span_part(text, 0, text.length - 1));
    return text;
}

bool byline_is_name(struct span text, size_t most)
{
    size_t letters = 0;
    struct when when;
    if (date_find(text, 0, &when) && when.kind == WHEN_ABSOLUTE)
        return false;
    if (text.length < 2 || text.length > most || span_holds_like(text, "http") ||
        span_holds_like(text, "www.") || span_holds_like(text, ".com") ||
        span_find_byte(text, '@') < text.length || span_find_byte(text, '{') < text.length)
        return false;
    for (size_t i = 0; i < sizeof no_names / sizeof *no_names; i++)
        if (span_is_like(text, no_names[i]))
            return false;
    for (size_t i = 0; i + 2 < text.length; i++) /* the time of day */
        if (utf8_is_digit((unsigned char)text.at[i]) && text.at[i + 1] == ':' &&
            utf8_is_digit((unsigned char)text.at[i + 2]))
            return false;
    for (size_t i = 0; i < text.length; i++)
        letters += (unsigned char)text.at[i] >= 0x80 || utf8_is_letter((unsigned char)text.at[i]);
    return letters > 1;
}

bool byline_leads(struct span text)
{
    static const char *const words[] = {"by ", "by: ", "written by ", "written by: ",
                                        "posted by ", "posted by: ", "author: "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text.length > strlen(words[i]) && span_starts_like(text, words[i]))
            return span_words(byline_name(text)) <= NAME_WORDS_MAX;
    return false;
}

bool byline_is_lead(struct span text)
{
    text = span_trim(text);
    if (text.length > LEAD_BYTES_MAX)
        return false;
    while (text.length && text.at[text.length - 1] == ':')
        text = span_trim(span_part(text, 0, text.length - 1));
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (span_is_like(text, leads[i]) && strlen(leads[i]) > 3)
            return true;
    return span_is_like(text, "by");
}

/* Two to four words that begin with a capital. */
static bool is_full_name(struct span text)
{
    struct span word;
    size_t words = 0;
    while (span_split(&text, ' ', &word)) {
        uint32_t point = 0;
        if (word.length == 0 || utf8_decode(word, &point) == 0 || !utf8_is_upper(point))
            return false;
        for (size_t i = 0; i < word.length; i++)
            if (utf8_is_digit((unsigned char)word.at[i]) || strchr(":!?/&|", word.at[i]))
                return false;
        words++;
    }
    return words >= 2 && words <= 4;
}

struct span byline_signature(struct span text, struct span next)
{
    static const char *const separators[] = {" | ", ", ", " · ", " • ", " – ", " - "};
    size_t end = text.length;
    for (size_t i = 0; i < sizeof separators / sizeof *separators; i++) {
        size_t at = span_find(text, span_of(separators[i]));
        end = at < end ? at : end;
    }
    struct span name = span_part(text, 0, end);
    struct span post = end < text.length ? span_part(text, end, text.length) : next;
    bool is = is_full_name(name) && !says_post(name) && post.length <= SIGNATURE_MAX &&
              says_post(post) && byline_is_name(name, text.length);
    return is ? name : (struct span){NULL, 0};
}

struct span byline_of_post(struct span text)
{
    size_t at = span_find_like(text, "posted by");
    struct span post = span_part(text, at, text.length);
    return at < text.length && (span_holds_like(post, " at ") || span_holds_like(post, " on "))
               ? post : (struct span){NULL, 0};
}

bool byline_is_update(struct span before)
{
    static const char *const words[] = {"updated", "modified", "reviewed", "edited", "checked",
                                        "revised", "changed", "joined",  "since",    "event",
                                        "registered", "founded", "member"};
    size_t start = before.length > UPDATE_REACH ? before.length - UPDATE_REACH : 0;
    struct span close = span_part(before, start, before.length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_holds_like(close, words[i]))
            return true;
    return false;
}

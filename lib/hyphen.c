#include "hyphen.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { WORDS_MAX = 1 << 20, WORD_MAX = 64 };

/* A set of words by their 64-bit hashes (FNV-1a of the folded letters). */
struct hyphen {
    uint64_t *hashes;
    size_t count, room; /* room is a power of two */
};

/* In front of these a hyphen is meant, though the rest may be a word of its own. */
static const char *const prefixes[] = {"re",   "co",  "pre",  "multi", "self", "well",  "long",
                                       "semi", "non", "anti", "ex",    "mid",  "post",  "short",
                                       "high", "low", "full", "part",  "half", "cross", "ill"};

static uint64_t hash_more(uint64_t hash, struct span text)
{
    while (text.length) {
        uint32_t point;
        size_t length = utf8_decode(text, &point);
        hash = (hash ^ utf8_fold(point)) * 1099511628211U;
        text = span_part(text, length, text.length);
    }
    return hash ? hash : 1;
}

static uint64_t hash_of(struct span a, const char *middle, struct span b)
{
    uint64_t hash = hash_more(14695981039346656037U, a);
    return hash_more(hash_more(hash, span_of(middle)), b);
}

static size_t place_of(const struct hyphen *hyphen, uint64_t hash)
{
    size_t at = (size_t)(hash ^ hash >> 29) & (hyphen->room - 1);
    while (hyphen->hashes[at] && hyphen->hashes[at] != hash)
        at = (at + 1) & (hyphen->room - 1);
    return at;
}

static bool seen(const struct hyphen *hyphen, uint64_t hash)
{
    return hyphen->hashes[place_of(hyphen, hash)] != 0;
}

struct hyphen *hyphen_new(void)
{
    struct hyphen *hyphen = mem_new(1, sizeof *hyphen);
    hyphen->room = 1024;
    hyphen->hashes = mem_new(hyphen->room, sizeof *hyphen->hashes);
    return hyphen;
}

void hyphen_free(struct hyphen *hyphen)
{
    if (hyphen)
        free(hyphen->hashes);
    free(hyphen);
}

static void grow(struct hyphen *hyphen)
{
    struct hyphen larger = {.room = hyphen->room * 2, .count = hyphen->count};
    larger.hashes = mem_new(larger.room, sizeof *larger.hashes);
    for (size_t i = 0; i < hyphen->room; i++)
        if (hyphen->hashes[i])
            larger.hashes[place_of(&larger, hyphen->hashes[i])] = hyphen->hashes[i];
    free(hyphen->hashes);
    *hyphen = larger;
}

/* Letters, digits and the hyphens and apostrophes within. */
static bool in_word(uint32_t point)
{
    return utf8_is_word(point) || point == '-' || point == 0x2010 || point == 0x2011 ||
           point == '\'' || point == 0x2019;
}

static struct span first_word(struct span text)
{
    size_t at = 0;
    while (at < text.length) {
        uint32_t point;
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        if (!in_word(point))
            break;
        at += length;
    }
    return span_part(text, 0, at);
}

static struct span last_word(struct span text)
{
    size_t at = text.length;
    while (at) {
        uint32_t point;
        size_t length = utf8_decode_last(span_part(text, 0, at), &point);
        if (!in_word(point))
            break;
        at -= length;
    }
    return span_part(text, at, text.length);
}

void hyphen_learn(struct hyphen *hyphen, struct span word)
{
    while (word.length && !first_word(word).length) { /* an opening quote or bracket */
        uint32_t point;
        word = span_part(word, utf8_decode(word, &point), word.length);
    }
    word = first_word(word);
    if (word.length < 2 || word.length > WORD_MAX || word.at[word.length - 1] == '-' ||
        hyphen->count >= WORDS_MAX)
        return;
    uint64_t hash = hash_of(word, "", span_of(""));
    size_t at = place_of(hyphen, hash);
    if (hyphen->hashes[at])
        return;
    hyphen->hashes[at] = hash;
    hyphen->count++;
    if (hyphen->count * 2 > hyphen->room)
        grow(hyphen);
}

static bool is_prefix(struct span word)
{
    struct buf folded = {0};
    bool found = false;
    utf8_fold_text(&folded, word);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        found = found || span_is(buf_span(&folded), prefixes[i]);
    buf_free(&folded);
    return found;
}

/* Does the hyphen between the two belong to the word? */
static bool keeps(const struct hyphen *hyphen, struct span head, struct span tail)
{
    uint32_t before, after;
    if (!head.length || !tail.length)
        return true;
    utf8_decode_last(head, &before);
    utf8_decode(tail, &after);
    if (utf8_is_digit(before) || !utf8_is_letter(after) || utf8_is_upper(after))
        return true;
    if (seen(hyphen, hash_of(head, "-", tail)))
        return true;
    if (seen(hyphen, hash_of(head, "", tail)))
        return false;
    if (is_prefix(head) || memchr(head.at, '-', head.length))
        return true;
    return seen(hyphen, hash_of(head, "", span_of(""))) &&
           seen(hyphen, hash_of(tail, "", span_of("")));
}

void hyphen_join(const struct hyphen *hyphen, struct buf *text, struct span line)
{
    struct span before = buf_span(text);
    uint32_t last = 0, previous = 0;
    if (!before.length || !line.length) {
        buf_add(text, line);
        return;
    }
    size_t length = utf8_decode_last(before, &last);
    struct span head = span_part(before, 0, before.length - length);
    if (head.length)
        utf8_decode_last(head, &previous);
    bool hyphened = last == '-' || last == 0x2010 || last == 0xAD;
    if (hyphened && utf8_is_word(previous)) {
        if (last == 0xAD || !keeps(hyphen, last_word(head), first_word(line)))
            text->length -= length;
        buf_add(text, line);
    } else if ((last == 0x2013 || last == 0x2014 || last == '/') && utf8_is_word(previous)) {
        buf_add(text, line); /* a range, or words between which a line may break */
    } else {
        buf_add_byte(text, ' ');
        buf_add(text, line);
    }
}

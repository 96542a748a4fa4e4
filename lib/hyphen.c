#include "hyphen.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { WORDS_MAX = 1 << 20, WORD_MAX = 64, BREAKS_MAX = 512 };

/* A line that ended with a hyphen. */
struct torn {
    uint64_t head, tail, joined;
    bool likely; /* the words themselves say that the hyphen was meant */
    bool prefix, weak;
};

/* A set of words by their 64-bit hashes (FNV-1a of the folded letters). */
struct hyphen {
    uint64_t *hashes;
    size_t count, room; /* room is a power of two */
    bool typed;         /* U+2010 stands within a word: it is what this document's hyphens are */
    bool torn;          /* the last word ended with a hyphen: what comes now is its rest */
    struct buf head;    /* and its letters, where the hyphen was "-" */
    struct torn *breaks;
    size_t break_count, break_room;
};

/* What a hyphen behind a word, or the beginning of one, is worth where a line ends with
 * it. */
enum strength {
    WEAK,  /* "in-/form" */
    BOUND, /* "re-/port", but "re-/inspection" where "inspection" is a word */
    FREE   /* "long-/term" */
};

static const struct prefix {
    const char *text;
    enum strength strength;
    const char *tails; /* beginnings, before which the hyphen is meant whatever else is known */
} prefixes[] = {
    {"re", BOUND, "e inspect referr offend open hous home assess integrat organis issu tender"},
    {"co", BOUND, "op ord produc author locat design work chair commission"},
    {"pre", BOUND, "e birth school proceeding action"},
    {"non", BOUND, "attend complian e statutory accidental"},
    {"multi", BOUND, "agenc disciplin academ profession year"},
    {"anti", BOUND, "social racis bully discrim"},
    {"semi", BOUND, "independen detach"},
    {"sub", BOUND, "committee group region"},
    {"vice", BOUND, "chair president"},
    {"inter", BOUND, "agenc authority"},
    {"ex", BOUND, "officio"},
    {"self", FREE, ""},
    {"well", FREE, ""},
    {"long", FREE, ""},
    {"mid", FREE, ""},
    {"post", FREE, ""},
    {"short", FREE, ""},
    {"high", FREE, ""},
    {"low", FREE, ""},
    {"full", FREE, ""},
    {"part", FREE, ""},
    {"half", FREE, ""},
    {"cross", FREE, ""},
    {"ill", FREE, ""},
    {"far", FREE, ""},
    {"twenty", FREE, "one two six"},
    {"thirty", FREE, "one two six"},
    {"forty", FREE, "one two six"},
    {"fifty", FREE, "one two six"},
    {"sixty", FREE, "one two six"},
    {"seventy", FREE, "one two six"},
    {"eighty", FREE, "one two six"},
    {"ninety", FREE, "one two six"},
    {"in", WEAK, "house depth year person"},
    {"on", WEAK, "site call line"},
    {"out", WEAK, "of"},
    {"no", WEAK, "one notice"},
    {"to", WEAK, ""},
    {"an", WEAK, ""},
    {"be", WEAK, ""},
    {"for", WEAK, ""},
    {"with", WEAK, ""},
    {"up", WEAK, "to"},
    {"any", WEAK, ""},
    {"some", WEAK, ""},
    {"every", WEAK, ""},
    {"him", WEAK, ""},
    {"her", WEAK, ""},
    {"them", WEAK, ""},
    {"there", WEAK, ""},
    {"under", WEAK, "five fives performing"},
    {"over", WEAK, ""},
    {"a", WEAK, ""},
    {"as", WEAK, ""},
    {"so", WEAK, "called"},
};

/* Second parts that are hardly ever the rest of a torn word. */
static const char *const seconds[] = {"based",   "making",   "wide",    "focused",  "centred",
                                      "related", "seeking",  "finding", "sharing",  "led",
                                      "term",    "informed", "driven",  "specific", "aged"};

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
    if (hyphen) {
        free(hyphen->hashes);
        free(hyphen->breaks);
        buf_free(&hyphen->head);
    }
    free(hyphen);
}

static void grow(struct hyphen *hyphen)
{
    struct hyphen larger = *hyphen;
    larger.room = hyphen->room * 2;
    larger.hashes = mem_new(larger.room, sizeof *larger.hashes);
    for (size_t i = 0; i < hyphen->room; i++)
        if (hyphen->hashes[i])
            larger.hashes[place_of(&larger, hyphen->hashes[i])] = hyphen->hashes[i];
    free(hyphen->hashes);
    *hyphen = larger;
}

static bool is_hyphen(uint32_t point)
{
    return point == '-' || point == 0x2010 || point == 0xAD;
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

static const struct prefix *find_prefix(struct span folded)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (span_is(folded, prefixes[i].text))
            return &prefixes[i];
    return NULL;
}

static bool starts_with_any(struct span text, struct span beginnings)
{
    struct span beginning;
    while (span_split(&beginnings, ' ', &beginning))
        if (beginning.length && span_starts(text, beginning))
            return true;
    return false;
}

static struct torn torn_of(struct span head, struct span tail)
{
    enum { TAIL_MIN = 4 }; /* shorter ones are endings: "part-/ner" */
    struct buf first = {0}, second = {0};
    struct torn torn = {.head = hash_of(head, "", span_of("")),
                        .tail = hash_of(tail, "", span_of("")),
                        .joined = hash_of(head, "", tail)};
    utf8_fold_text(&first, head);
    utf8_fold_text(&second, tail);
    const struct prefix *prefix = find_prefix(buf_span(&first));
    torn.prefix = prefix;
    torn.likely = memchr(tail.at, '-', tail.length);
    torn.likely = torn.likely ||
                  span_is_any(buf_span(&second), seconds, sizeof seconds / sizeof *seconds);
    if (prefix)
        torn.likely = (prefix->strength == FREE && second.length >= TAIL_MIN) ||
                      starts_with_any(buf_span(&second), span_of(prefix->tails));
    torn.weak = prefix && prefix->strength == WEAK;
    buf_free(&first);
    buf_free(&second);
    return torn;
}

/* Are these likely two words, or pieces of one? "re-/inspection" is two where
 * "inspection" is a word, "ser-/vices" is none. */
static bool is_two(const struct hyphen *hyphen, const struct torn *torn)
{
    if (torn->likely || seen(hyphen, torn->joined))
        return torn->likely;
    return torn->prefix ? seen(hyphen, torn->tail) : seen(hyphen, torn->head);
}

/* Most documents are set without hyphenation: there, what ends a line with a hyphen has
 * one. */
static bool hyphenates(const struct hyphen *hyphen)
{
    size_t pieces = 0, words = 0; /* likely compounds are anywhere: they count half */
    for (size_t i = 0; i < hyphen->break_count; i++) {
        const struct torn *torn = &hyphen->breaks[i];
        if (is_two(hyphen, torn))
            words += torn->likely ? 1 : 2;
        else
            pieces += 2;
    }
    return pieces >= words;
}

static void learn_break(struct hyphen *hyphen, struct span tail)
{
    struct span head = buf_span(&hyphen->head);
    uint32_t point = 0;
    if (head.length && tail.length)
        utf8_decode(tail, &point);
    if (utf8_is_letter(point) && hyphen->break_count < BREAKS_MAX) {
        hyphen->breaks = mem_grow(hyphen->breaks, &hyphen->break_room, hyphen->break_count + 1,
                                  sizeof *hyphen->breaks);
        hyphen->breaks[hyphen->break_count++] = torn_of(head, tail);
    }
    buf_clear(&hyphen->head);
}

void hyphen_learn(struct hyphen *hyphen, struct span word)
{
    while (word.length && !first_word(word).length) { /* an opening quote or bracket */
        uint32_t point;
        word = span_part(word, utf8_decode(word, &point), word.length);
    }
    word = first_word(word);
    bool rest = hyphen->torn;
    uint32_t last = 0;
    if (word.length)
        utf8_decode_last(word, &last);
    if (rest)
        learn_break(hyphen, word);
    hyphen->torn = is_hyphen(last);
    if (last == '-' && word.length <= WORD_MAX)
        buf_add(&hyphen->head, span_part(word, 0, word.length - 1));
    if (rest || hyphen->torn || word.length < 2 || word.length > WORD_MAX ||
        hyphen->count >= WORDS_MAX)
        return;
    hyphen->typed = hyphen->typed || span_find(word, span_of("\xE2\x80\x90")) < word.length;
    uint64_t hash = hash_of(word, "", span_of(""));
    size_t at = place_of(hyphen, hash);
    if (hyphen->hashes[at])
        return;
    hyphen->hashes[at] = hash;
    hyphen->count++;
    if (hyphen->count * 2 > hyphen->room)
        grow(hyphen);
}

bool hyphen_known(const struct hyphen *hyphen, struct span head, struct span tail)
{
    head = last_word(head);
    tail = first_word(tail);
    return head.length &&
           (seen(hyphen, hash_of(head, "", tail)) || seen(hyphen, hash_of(head, "-", tail)));
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
    struct torn torn = torn_of(head, tail);
    return memchr(head.at, '-', head.length) || !hyphenates(hyphen) || torn.likely ||
           (!torn.weak && seen(hyphen, torn.tail) && (torn.prefix || seen(hyphen, torn.head)));
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
    /* Browsers hyphenate with U+2010, where people type "-". */
    bool soft = last == 0xAD || (last == 0x2010 && !hyphen->typed && utf8_is_letter(previous));
    if (is_hyphen(last) && utf8_is_word(previous)) {
        if (soft || !keeps(hyphen, last_word(head), first_word(line)))
            text->length -= length;
        buf_add(text, line);
    } else if ((last == 0x2013 || last == 0x2014 || last == '/') && utf8_is_word(previous)) {
        buf_add(text, line); /* a range, or words between which a line may break */
    } else {
        buf_add_byte(text, ' ');
        buf_add(text, line);
    }
}

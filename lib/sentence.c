#include "sentence.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { NOTE_BYTES_MAX = 5 /* of "[123]" */ };

static void add(struct sentences *sentences, struct span text, size_t start, size_t end)
{
    struct span trimmed = span_trim(span_part(text, start, end));
    if (trimmed.length == 0)
        return;
    sentences->items = mem_grow(sentences->items, &sentences->room, sentences->count + 1,
                                sizeof *sentences->items);
    size_t first = (size_t)(trimmed.at - text.at);
    sentences->items[sentences->count++] = (struct sentence){first, first + trimmed.length};
}

/* Titles, counters and Latin that a full stop follows inside a sentence. */
static bool is_abbreviation(struct span word)
{
    static const char *const words[] = {
        "mr", "mrs", "ms", "dr",  "st",  "rt",  "hon", "cllr", "no",  "nos",  "vs",
        "v",  "cf",  "e.g", "i.e", "eg", "ie",  "al",  "rev",  "sr",  "jr",   "prof",
        "col", "sgt", "dept", "ext", "tel", "p", "pp", "para", "paras", "approx"};
    char lower[8];
    if (word.length == 0 || word.length >= sizeof lower)
        return false;
    for (size_t i = 0; i < word.length; i++)
        lower[i] = (char)(word.at[i] >= 'A' && word.at[i] <= 'Z' ? word.at[i] | 0x20 : word.at[i]);
    lower[word.length] = '\0';
    if (word.length == 1 && utf8_is_upper((unsigned char)word.at[0]))
        return true; /* an initial */
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (lower[0] == words[i][0] && strcmp(lower, words[i]) == 0)
            return true;
    return false;
}

static bool abbreviates(struct span text, size_t start, size_t stop)
{
    size_t first = stop;
    while (first > start && text.at[first - 1] != ' ' && text.at[first - 1] != '(' &&
           stop - first < 8)
        first--;
    return is_abbreviation(span_part(text, first, stop));
}

/* The length of a footnote's mark: "[12]". */
static size_t note_length(struct span text)
{
    size_t at = 1;
    while (at < text.length && at < NOTE_BYTES_MAX && text.at[at] >= '0' && text.at[at] <= '9')
        at++;
    return text.length > at && at > 1 && text.at[0] == '[' && text.at[at] == ']' ? at + 1 : 0;
}

/* Behind an end mark at `at`: quotes, brackets and footnotes that close with it. */
static size_t behind_closers(struct span text, size_t at)
{
    while (at < text.length) {
        uint32_t point;
        size_t note = note_length(span_part(text, at, text.length));
        if (note) {
            at += note;
            continue;
        }
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        uint32_t folded = utf8_fold(point);
        if (folded != '"' && folded != '\'' && point != ')' && point != ']' && point != '.' &&
            point != '?' && point != '!')
            break;
        at += length;
    }
    return at;
}

/* Does a new sentence begin behind the blanks at `at`? */
static bool begins(struct span text, size_t at)
{
    uint32_t point = 0;
    while (at < text.length && text.at[at] == ' ')
        at++;
    if (at == text.length)
        return true;
    utf8_decode(span_part(text, at, text.length), &point);
    uint32_t folded = utf8_fold(point);
    return utf8_is_upper(point) || utf8_is_digit(point) || folded == '"' || folded == '\'' ||
           point == '(' || point == '[' || !(utf8_is_word(point) || point < 0x80);
}

/* The next byte at `from` or later that can end a sentence; the text's length: there is none. */
static size_t next_end(struct span text, size_t from)
{
    static const bool ends[256] = {['\n'] = true, ['.'] = true, ['?'] = true, ['!'] = true};
    while (from < text.length && !ends[(unsigned char)text.at[from]])
        from++;
    return from;
}

void sentences_split(struct sentences *sentences, struct span text)
{
    size_t start = 0;
    sentences->count = 0;
    for (size_t at = next_end(text, 0); at < text.length; at = next_end(text, at + 1)) {
        char byte = text.at[at];
        if (byte == '\n') {
            add(sentences, text, start, at);
            start = at + 1;
            continue;
        }
        size_t behind = behind_closers(text, at + 1);
        bool blank =
            behind == text.length || text.at[behind] == ' ' || text.at[behind] == '\n';
        if (!blank || !begins(text, behind)) {
            at = behind - 1; /* nor does it at the marks between */
            continue;
        }
        if (byte == '.' && abbreviates(text, start, at))
            continue;
        add(sentences, text, start, behind);
        start = behind;
        at = behind - 1;
    }
    add(sentences, text, start, text.length);
}

size_t sentences_at(const struct sentences *sentences, size_t byte)
{
    size_t low = 0, high = sentences->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sentences->items[middle].end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sentences->count && sentences->items[low].start <= byte ? low : sentences->count;
}

void sentences_free(struct sentences *sentences)
{
    free(sentences->items);
    *sentences = (struct sentences){0};
}

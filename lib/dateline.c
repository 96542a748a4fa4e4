#include "dateline.h"
#include "date.h"

#include "utf8.h"

static struct span last_word(struct span text)
{
    size_t at = text.length;
    while (at > 0 && utf8_is_letter((unsigned char)text.at[at - 1]))
        at--;
    return span_part(text, at, text.length);
}

static bool is_one_of(struct span word, const char *const *words)
{
    char folded[16];
    if (word.length == 0 || word.length >= sizeof folded)
        return false;
    for (size_t i = 0; i < word.length; i++)
        folded[i] = (char)(word.at[i] | 0x20);
    for (; *words; words++)
        if (span_is((struct span){folded, word.length}, *words))
            return true;
    return false;
}

bool dateline_is_other(struct span before)
{
    static const char *const joints[] = {"to",    "since",  "until", "from",   "before", "after",
                                         "in",    "of",     "by",    "during", "for",    NULL};
    static const char *const others[] = {"updated", "reviewed", "revised", "amended",  "modified",
                                         "expires", "deadline", "closing", "next",     "born",
                                         "died",    "archive",  "archives", "accessed", NULL};
    struct span rest = span_trim(before), word;
    if (is_one_of(last_word(rest), joints))
        return true;
    while (span_split(&rest, ' ', &word)) {
        while (word.length && !utf8_is_letter((unsigned char)word.at[word.length - 1]))
            word.length--;
        if (is_one_of(word, others))
            return true;
    }
    return false;
}

/* Is that a mark that sets a date apart from what stands before or behind it? */
static bool is_mark(struct span text, bool behind)
{
    static const char *const marks[] = {",", ";", ":", "|", "(", ")", "[", "]", ".", "/", "-",
                                        "\xE2\x80\x93", "\xE2\x80\x94", "\xC2\xB7",
                                        "\xE2\x80\xA2"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (behind ? span_starts(text, span_of(marks[i])) : span_ends(text, span_of(marks[i])))
            return true;
    return false;
}

static bool opens(struct span before)
{
    static const char *const publishing[] = {"posted",  "published", "released", "issued",
                                             "dated",   "date",      "sent",     "written",
                                             "printed", "embargoed", "answered", "tabled",
                                             NULL};
    struct span text = span_trim(before), word = last_word(text);
    if (text.length == 0 || is_mark(text, false) || is_one_of(word, publishing))
        return true;
    text = span_trim(span_part(text, 0, text.length - word.length));
    return (span_is(word, "on") || span_is(word, "On")) && is_one_of(last_word(text), publishing);
}

/* Blanks that set apart: a tab, or more than one. */
static bool is_gap(struct span text)
{
    return span_starts(text, span_of("\t")) || span_starts(text, span_of("  "));
}

static bool closes(struct span behind)
{
    struct span text = span_trim(behind);
    return text.length == 0 || is_gap(behind) || is_mark(text, true) ||
           span_starts(text, span_of("by "));
}

/* The sentence or cell of the line that the date stands in. */
static struct span own_part(struct span line, const struct when *when, size_t *start)
{
    size_t end = when->end;
    *start = 0;
    for (size_t i = 0; i < when->start; i++)
        if (line.at[i] == '\t' || line.at[i] == '|' ||
            (i + 1 < when->start && (line.at[i] == '.' || line.at[i] == ' ') &&
             line.at[i + 1] == ' '))
            *start = i + 1;
    while (end < line.length && line.at[end] != '\t' && line.at[end] != '|' &&
           !span_starts(span_part(line, end, line.length), span_of(". ")) &&
           !span_starts(span_part(line, end, line.length), span_of("  ")))
        end++;
    return span_part(line, *start, end);
}

bool dateline_read(struct span line, struct when *when)
{
    if (utf8_count(line) > DATELINE_MAX)
        return false;
    for (size_t at = 0; date_find(line, at, when); at = when->end) {
        size_t start;
        struct span part = own_part(line, when, &start);
        struct span before = span_part(part, 0, when->start - start),
                    behind = span_part(part, when->end - start, part.length);
        bool sentence = span_ends(span_trim(behind), span_of(".")) && span_trim(behind).length > 1;
        if (when->kind == WHEN_ABSOLUTE && !when->range && when->from.month && opens(before) &&
            !dateline_is_other(before) && closes(span_part(line, when->end, line.length)) &&
            !sentence && utf8_count(before) <= DATELINE_BESIDE &&
            utf8_count(behind) <= DATELINE_BESIDE)
            return true;
    }
    return false;
}

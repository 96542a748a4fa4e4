#include "breaks.h"

#include "follow.h"
#include "utf8.h"

enum {
    LABEL_MAX = 40, /* bytes */
    RHYME_REACH = 3, /* lines apart that rhyme at most: A B B A */
    RHYME_LETTERS = 2,
    RHYME_WORD = 64 /* bytes of a word that are looked at */
};

/* With a capital or a number, behind whatever marks. */
static bool begins_new(struct span line)
{
    while (line.length) {
        uint32_t point;
        size_t length = utf8_decode(line, &point);
        if (utf8_is_word(point))
            return utf8_is_upper(point) || utf8_is_digit(point);
        line = span_part(line, length, line.length);
    }
    return false;
}

static bool has_small(struct span line)
{
    for (size_t i = 0; i < line.length; i++)
        if (line.at[i] >= 'a' && line.at[i] <= 'z')
            return true;
    return false;
}

static bool is_vowel(char letter)
{
    return letter && (letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' ||
                      letter == 'u' || letter == 'y');
}

/* The word's letters, folded, without the marks behind it. */
static size_t letters_of(struct span word, char letters[RHYME_WORD])
{
    size_t count = 0;
    for (size_t i = 0; i < word.length && count < RHYME_WORD; i++) {
        char byte = word.at[i];
        if (byte >= 'A' && byte <= 'Z')
            byte = (char)(byte - 'A' + 'a');
        if (byte >= 'a' && byte <= 'z')
            letters[count++] = byte;
    }
    return count;
}

/* As far as letters tell: two words that end alike from a vowel on. */
static bool rhymes(struct span left, struct span right)
{
    char a[RHYME_WORD], b[RHYME_WORD];
    size_t m = letters_of(span_last_word(left), a), n = letters_of(span_last_word(right), b);
    size_t same = 0;
    bool vowel = false, consonant = false;
    while (same < m && same < n && a[m - same - 1] == b[n - same - 1]) {
        vowel = vowel || is_vowel(a[m - same - 1]);
        consonant = consonant || !is_vowel(a[m - same - 1]);
        same++;
    }
    return same >= RHYME_LETTERS && vowel && consonant && !(same == m && same == n);
}

struct looks {
    size_t width;     /* of the widest line */
    size_t fresh;     /* lines that begin with a capital or a number */
    size_t ended;     /* lines but the first that end a sentence */
    size_t dangling;  /* that end with "the", "of" */
    size_t early;     /* whose next word would have fitted below the widest */
    size_t wide;      /* whose next word would not have fitted into the document's width */
    size_t rhyming;
    bool small;       /* any small letter */
};

static bool has_rhyme(const struct span *lines, size_t count, size_t i)
{
    for (size_t j = i > RHYME_REACH ? i - RHYME_REACH : 0; j < count && j <= i + RHYME_REACH; j++)
        if (j != i && rhymes(lines[i], lines[j]))
            return true;
    return false;
}

static struct looks look(const struct span *lines, size_t count, size_t wrap)
{
    struct looks looks = {0};
    for (size_t i = 0; i < count; i++)
        looks.width = utf8_count(lines[i]) > looks.width ? utf8_count(lines[i]) : looks.width;
    for (size_t i = 0; i < count && looks.width <= BREAKS_WIDTH; i++) {
        struct span last = span_last_word(lines[i]);
        looks.fresh += begins_new(lines[i]);
        looks.ended += i && follow_ends(last);
        looks.dangling += follow_dangles(last);
        looks.small = looks.small || has_small(lines[i]);
        looks.rhyming += has_rhyme(lines, count, i);
        if (i + 1 == count)
            continue;
        size_t needed = utf8_count(lines[i]) + 1 + utf8_count(span_first_word(lines[i + 1]));
        looks.early += needed <= looks.width;
        looks.wide += needed > wrap;
    }
    return looks;
}

enum breaks_kind breaks_find(const struct span *lines, size_t count, size_t wrap)
{
    if (count < BREAKS_NAMES_MIN)
        return BREAKS_NONE;
    struct looks looks = look(lines, count, wrap);
    if (looks.width > BREAKS_WIDTH || !looks.small)
        return BREAKS_NONE; /* capitals alone: a title in several lines */
    if (looks.fresh == count && !looks.ended && !looks.dangling && looks.wide == 0)
        return BREAKS_NAMES;
    if (count < BREAKS_VERSE_MIN)
        return BREAKS_NONE;
    if (looks.fresh == count && looks.wide * 2 <= count)
        return BREAKS_VERSE;
    return looks.rhyming * 2 >= count && looks.early * 3 >= count - 1 ? BREAKS_VERSE
                                                                      : BREAKS_NONE;
}

bool breaks_has_label(struct span line)
{
    size_t end = span_find_byte(line, ':');
    uint32_t point = 0;
    if (end > LABEL_MAX || end + 3 > line.length)
        return false;
    utf8_decode(line, &point);
    return utf8_is_upper(point) && (line.at[end + 1] == '\t' ||
                                    span_starts(span_part(line, end + 1, line.length),
                                                span_of("  ")));
}

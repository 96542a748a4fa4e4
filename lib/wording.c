#include "wording.h"

#include <string.h>

#include "utf8.h"

static const char *const month_names[] = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

static const struct {
    const char *word;
    int month;
} seasons[] = {{"spring", 21}, {"summer", 22}, {"autumn", 23}, {"winter", 24}};

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};

static const char *const numbers[] = {"",    "one", "two",   "three", "four", "five",  "six",
                                      "seven", "eight", "nine", "ten",  "eleven", "twelve"};

enum { NUMBERS = sizeof numbers / sizeof *numbers };

unsigned char wording_byte(const struct wording *reader, size_t at)
{
    return at < reader->text.length ? (unsigned char)reader->text.at[at] : 0;
}

/* Does a letter or digit stand at the reader? */
bool wording_goes_on(const struct wording *reader)
{
    uint32_t point;
    struct span rest = span_part(reader->text, reader->at, reader->text.length);
    if (rest.length == 0)
        return false;
    utf8_decode(rest, &point);
    return utf8_is_word(point);
}

/* Spaces, no-break spaces and single line ends. */
void wording_skip_blanks(struct wording *reader)
{
    for (;;) {
        uint32_t point;
        struct span rest = span_part(reader->text, reader->at, reader->text.length);
        if (rest.length == 0)
            return;
        size_t length = utf8_decode(rest, &point);
        if (point == '\t' || (!utf8_is_space(point) && point != '\n') ||
            (point == '\n' && wording_byte(reader, reader->at + 1) == '\n'))
            return;
        reader->at += length;
    }
}

/* The lower-case ASCII word at the reader. False where there is none or it is too long. */
bool wording_word(struct wording *reader, char word[WORDING_MAX])
{
    size_t length = 0;
    struct wording behind = *reader;
    for (unsigned char byte = wording_byte(&behind, behind.at);
         byte < 0x80 && utf8_is_word_byte(byte); byte = wording_byte(&behind, behind.at)) {
        behind.at++;
        if (utf8_is_digit(byte) || length == WORDING_MAX - 1)
            return false;
        word[length++] = (char)(byte | 0x20);
    }
    word[length] = '\0';
    if (length == 0 || wording_goes_on(&behind)) /* a dash may follow, an accent not */
        return false;
    *reader = behind;
    return true;
}

bool wording_this(struct wording *reader, const char *wanted)
{
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    if (!wording_word(&ahead, word) || strcmp(word, wanted) != 0)
        return false;
    *reader = ahead;
    return true;
}

/* "that year": words that stand one behind the other. */
bool wording_these(struct wording *reader, const char *wanted)
{
    struct wording ahead = *reader;
    struct span words = span_of(wanted), word;
    while (span_split(&words, ' ', &word)) {
        char text[WORDING_MAX] = {0};
        memcpy(text, word.at, word.length);
        wording_skip_blanks(&ahead);
        if (!wording_this(&ahead, text))
            return false;
    }
    *reader = ahead;
    return true;
}

/* A number of at most `most` digits. */
bool wording_digits(struct wording *reader, size_t most, int *value, size_t *count)
{
    int number = 0;
    size_t length = 0;
    for (; utf8_is_digit(wording_byte(reader, reader->at + length)); length++) {
        if (length == most)
            return false;
        number = number * 10 + (wording_byte(reader, reader->at + length) - '0');
    }
    if (length == 0)
        return false;
    *value = number;
    *count = length;
    reader->at += length;
    return true;
}

bool wording_year(struct wording *reader, int *year)
{
    struct wording ahead = *reader;
    size_t count;
    int value;
    if (!wording_digits(&ahead, 4, &value, &count) || count != 4 || value < WORDING_YEAR_MIN ||
        value > WORDING_YEAR_MAX || wording_goes_on(&ahead))
        return false;
    *year = value;
    *reader = ahead;
    return true;
}

/* Does a word stand right before a byte, with a blank between? */
bool wording_follows(struct span text, size_t at, const char *wanted)
{
    size_t length = strlen(wanted);
    if (at < length + 1 || text.at[at - 1] != ' ')
        return false;
    for (size_t i = 0; i < length; i++)
        if ((text.at[at - 1 - length + i] | 0x20) != wanted[i])
            return false;
    return at == length + 1 || !utf8_is_word_byte((unsigned char)text.at[at - 2 - length]);
}

int wording_month(const char *word)
{
    size_t length = strlen(word);
    for (int i = 0; i < 12; i++)
        if (strcmp(word, month_names[i]) == 0 ||
            (length == 3 && strncmp(word, month_names[i], 3) == 0))
            return i + 1;
    return strcmp(word, "sept") == 0 ? 9 : 0;
}

bool wording_is_weekday(const char *word)
{
    size_t length = strlen(word);
    for (int i = 0; i < 7; i++)
        if (strcmp(word, weekdays[i]) == 0 ||
            (length >= 3 && length <= 4 && strncmp(word, weekdays[i], length) == 0))
            return true;
    return false;
}

/* 1 to 7 for a weekday in full; else 0. */
int wording_weekday(const char *word)
{
    for (int i = 0; i < 7; i++)
        if (strcmp(word, weekdays[i]) == 0)
            return i + 1;
    return 0;
}

int wording_season(const char *word)
{
    for (size_t i = 0; i < sizeof seasons / sizeof *seasons; i++)
        if (strcmp(word, seasons[i].word) == 0)
            return seasons[i].month;
    return 0;
}

int wording_number(const char *word)
{
    if (strcmp(word, "a") == 0 || strcmp(word, "an") == 0)
        return 1;
    for (int i = 1; i < NUMBERS; i++)
        if (strcmp(word, numbers[i]) == 0)
            return i;
    return 0;
}

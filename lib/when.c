#include "when.h"

#include <stdio.h>
#include <string.h>

#include "utf8.h"

enum { YEAR_MIN = 1900, YEAR_MAX = 2100, WORD_MAX = 16, AHEAD = 3, YEARS_RANGE = 30 };

/* A reader over the text: each read_* moves on and returns true, or leaves it as it was. */
struct reader {
    struct span text;
    size_t at;
};

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

static unsigned char byte_at(const struct reader *reader, size_t at)
{
    return at < reader->text.length ? (unsigned char)reader->text.at[at] : 0;
}

/* Does a letter or digit stand at the reader? */
static bool in_word(const struct reader *reader)
{
    uint32_t point;
    struct span rest = span_part(reader->text, reader->at, reader->text.length);
    if (rest.length == 0)
        return false;
    utf8_decode(rest, &point);
    return utf8_is_word(point);
}

/* Spaces, no-break spaces and single line ends. */
static void skip_blanks(struct reader *reader)
{
    for (;;) {
        uint32_t point;
        struct span rest = span_part(reader->text, reader->at, reader->text.length);
        if (rest.length == 0)
            return;
        size_t length = utf8_decode(rest, &point);
        if (point == '\t' || (!utf8_is_space(point) && point != '\n') ||
            (point == '\n' && byte_at(reader, reader->at + 1) == '\n'))
            return;
        reader->at += length;
    }
}

/* The lower-case ASCII word at the reader. False where there is none or it is too long. */
static bool read_word(struct reader *reader, char word[WORD_MAX])
{
    size_t length = 0;
    struct reader behind = *reader;
    for (unsigned char byte = byte_at(&behind, behind.at);
         byte < 0x80 && utf8_is_word_byte(byte); byte = byte_at(&behind, behind.at)) {
        behind.at++;
        if (utf8_is_digit(byte) || length == WORD_MAX - 1)
            return false;
        word[length++] = (char)(byte | 0x20);
    }
    word[length] = '\0';
    if (length == 0 || in_word(&behind)) /* a dash may follow, an accent not */
        return false;
    *reader = behind;
    return true;
}

static bool read_this_word(struct reader *reader, const char *wanted)
{
    struct reader ahead = *reader;
    char word[WORD_MAX];
    if (!read_word(&ahead, word) || strcmp(word, wanted) != 0)
        return false;
    *reader = ahead;
    return true;
}

/* A number of at most `most` digits. */
static bool read_digits(struct reader *reader, size_t most, int *value, size_t *count)
{
    int number = 0;
    size_t length = 0;
    for (; utf8_is_digit(byte_at(reader, reader->at + length)); length++) {
        if (length == most)
            return false;
        number = number * 10 + (byte_at(reader, reader->at + length) - '0');
    }
    if (length == 0)
        return false;
    *value = number;
    *count = length;
    reader->at += length;
    return true;
}

static bool read_year(struct reader *reader, int *year)
{
    struct reader ahead = *reader;
    size_t count;
    int value;
    if (!read_digits(&ahead, 4, &value, &count) || count != 4 || value < YEAR_MIN ||
        value > YEAR_MAX || in_word(&ahead))
        return false;
    *year = value;
    *reader = ahead;
    return true;
}

/* "7", "7th", "7th of". */
static bool read_day(struct reader *reader, int *day)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    struct reader ahead = *reader;
    size_t count;
    int value;
    if (!read_digits(&ahead, 2, &value, &count) || value < 1 || value > 31)
        return false;
    for (size_t i = 0; i < 4; i++)
        if (read_this_word(&ahead, endings[i]))
            break;
    if (in_word(&ahead))
        return false;
    struct reader of = ahead;
    skip_blanks(&of);
    if (read_this_word(&of, "of"))
        ahead = of;
    *day = value;
    *reader = ahead;
    return true;
}

static int month_of(const char *word)
{
    size_t length = strlen(word);
    for (int i = 0; i < 12; i++)
        if (strcmp(word, month_names[i]) == 0 ||
            (length == 3 && strncmp(word, month_names[i], 3) == 0))
            return i + 1;
    return strcmp(word, "sept") == 0 ? 9 : 0;
}

static bool read_month(struct reader *reader, int *month)
{
    struct reader ahead = *reader;
    char word[WORD_MAX];
    bool upper = utf8_is_upper(byte_at(reader, reader->at));
    if (!read_word(&ahead, word))
        return false;
    *month = month_of(word);
    if (*month == 0)
        return false;
    if (strlen(word) <= 4 && byte_at(&ahead, ahead.at) == '.')
        ahead.at++;
    struct reader year = ahead;
    int ignored;
    skip_blanks(&year);
    if (!upper && !read_year(&year, &ignored))
        return false; /* "may" and "march" are verbs */
    *reader = ahead;
    return true;
}

static bool is_weekday(const char *word)
{
    size_t length = strlen(word);
    for (int i = 0; i < 7; i++)
        if (strcmp(word, weekdays[i]) == 0 ||
            (length >= 3 && length <= 4 && strncmp(word, weekdays[i], length) == 0))
            return true;
    return false;
}

/* 1 to 7 for a weekday in full; else 0. */
static int weekday_of(const char *word)
{
    for (int i = 0; i < 7; i++)
        if (strcmp(word, weekdays[i]) == 0)
            return i + 1;
    return 0;
}

static void skip_weekday(struct reader *reader)
{
    struct reader ahead = *reader;
    char word[WORD_MAX];
    if (!read_word(&ahead, word) || !is_weekday(word))
        return;
    if (byte_at(&ahead, ahead.at) == ',')
        ahead.at++;
    skip_blanks(&ahead);
    *reader = ahead;
}

static void skip_comma(struct reader *reader)
{
    skip_blanks(reader);
    if (byte_at(reader, reader->at) == ',')
        reader->at++;
    skip_blanks(reader);
}

static void maybe_year(struct reader *reader, int *year)
{
    struct reader ahead = *reader;
    skip_comma(&ahead);
    if (read_year(&ahead, year))
        *reader = ahead;
    else
        *year = 0;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && (leap || year == 0));
}

static bool is_valid(struct when_date date)
{
    return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= month_days(date.year, date.month);
}

/* 2014-05-23, 23/05/2014, 23.5.2014, 23-05-14. */
static bool read_numeric(struct reader *reader, struct when_date *date)
{
    struct reader ahead = *reader;
    int first, second, third;
    size_t count1, count2, count3;
    if (!read_digits(&ahead, 4, &first, &count1) || count1 == 3)
        return false;
    unsigned char mark = byte_at(&ahead, ahead.at);
    if (mark != '/' && mark != '-' && mark != '.')
        return false;
    ahead.at++;
    if (!read_digits(&ahead, 2, &second, &count2) || byte_at(&ahead, ahead.at) != mark)
        return false;
    ahead.at++;
    if (!read_digits(&ahead, 4, &third, &count3) || in_word(&ahead))
        return false;
    if (count1 == 4 && count3 == 2 && mark == '-')
        *date = (struct when_date){first, second, third};
    else if (count1 <= 2 && (count3 == 4 || (count3 == 2 && mark == '/') ||
                          (count3 == 2 && count1 == 2 && count2 == 2 && mark == '.')))
        *date = (struct when_date){count3 == 4 ? third : 2000 + third, second, first};
    else
        return false;
    if (!is_valid(*date) || date->year < YEAR_MIN || date->year > YEAR_MAX)
        return false;
    *reader = ahead;
    return true;
}

/* "May I ask": what follows makes it a verb. */
static bool is_asking(struct reader reader)
{
    static const char *const words[] = {"i",    "we",  "he", "she", "they", "it",
                                        "you",  "the", "this", "that", "not", "be"};
    char word[WORD_MAX];
    skip_blanks(&reader);
    if (!read_word(&reader, word))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

/* Day and month in either order with an optional year, or a month with one, or a season. */
static bool read_worded(struct reader *reader, struct when_date *date)
{
    struct reader ahead = *reader;
    *date = (struct when_date){0};
    if (read_day(&ahead, &date->day)) {
        bool dashes = byte_at(&ahead, ahead.at) == '-';
        skip_blanks(&ahead);
        ahead.at += dashes;
        if (dashes && (!read_month(&ahead, &date->month) || byte_at(&ahead, ahead.at) != '-'))
            return false;
        ahead.at += dashes;
        if (!dashes && !read_month(&ahead, &date->month))
            return false;
    } else if (read_month(&ahead, &date->month)) {
        struct reader day = ahead;
        skip_blanks(&day);
        if (read_day(&day, &date->day))
            ahead = day;
    } else {
        return false;
    }
    maybe_year(&ahead, &date->year);
    if (date->day && !is_valid(*date))
        return false;
    if (date->month == 5 && !date->day && !date->year && is_asking(ahead))
        return false;
    *reader = ahead;
    return true;
}

static int season_of(const char *word)
{
    for (size_t i = 0; i < sizeof seasons / sizeof *seasons; i++)
        if (strcmp(word, seasons[i].word) == 0)
            return seasons[i].month;
    return 0;
}

static bool read_season(struct reader *reader, struct when_date *date)
{
    struct reader ahead = *reader;
    char word[WORD_MAX];
    if (!read_word(&ahead, word) || season_of(word) == 0)
        return false;
    skip_blanks(&ahead);
    if (read_this_word(&ahead, "of"))
        skip_blanks(&ahead);
    *date = (struct when_date){0, season_of(word), 0};
    if (!read_year(&ahead, &date->year))
        return false;
    *reader = ahead;
    return true;
}

/* Does a word stand right before a byte, with a blank between? */
static bool follows(struct span text, size_t at, const char *wanted)
{
    size_t length = strlen(wanted);
    if (at < length + 1 || text.at[at - 1] != ' ')
        return false;
    for (size_t i = 0; i < length; i++)
        if ((text.at[at - 1 - length + i] | 0x20) != wanted[i])
            return false;
    return at == length + 1 || !utf8_is_word_byte((unsigned char)text.at[at - 2 - length]);
}

/* A dash of any kind, "to", "until", with blanks around; "and" in "between 3 and 14 June". */
static bool read_joint(struct reader *reader, size_t start)
{
    struct reader ahead = *reader;
    uint32_t point;
    skip_blanks(&ahead);
    struct span rest = span_part(ahead.text, ahead.at, ahead.text.length);
    if (rest.length == 0)
        return false;
    size_t length = utf8_decode(rest, &point);
    if (utf8_fold(point) == '-')
        ahead.at += length;
    else if (!read_this_word(&ahead, "to") && !read_this_word(&ahead, "until") &&
             !(follows(reader->text, start, "between") && read_this_word(&ahead, "and")))
        return false;
    skip_blanks(&ahead);
    *reader = ahead;
    return true;
}

static bool read_point(struct reader *reader, struct when_date *date)
{
    skip_weekday(reader);
    return read_numeric(reader, date) || read_worded(reader, date) || read_season(reader, date);
}

/* "7 to 18 October 2024": a day that only the date behind the joint completes. */
static bool read_short_range(struct reader *reader, struct when *when)
{
    struct reader ahead = *reader;
    int day;
    skip_weekday(&ahead);
    if (!read_day(&ahead, &day) || !read_joint(&ahead, reader->at))
        return false;
    skip_weekday(&ahead);
    if (!read_worded(&ahead, &when->to) || when->to.day == 0)
        return false;
    when->from = when->to;
    when->from.day = day;
    when->range = true;
    *reader = ahead;
    return true;
}

static void complete_range(struct when *when)
{
    if (when->from.year)
        return;
    when->from.year = when->to.year;
    if (when->from.month > when->to.month && when->to.year)
        when->from.year--;
}

/* "in January and February 2024": the year of the month that is listed next. */
static void borrow_year(struct reader reader, struct when_date *date)
{
    struct when_date next;
    if (date->year || !date->month || date->day)
        return;
    skip_blanks(&reader);
    if (!read_this_word(&reader, "and") && !read_this_word(&reader, "or"))
        return;
    skip_blanks(&reader);
    if (read_worded(&reader, &next) && next.year)
        date->year = next.year - (date->month > next.month);
}

/* "that year": words that stand one behind the other. */
static bool read_these_words(struct reader *reader, const char *wanted)
{
    struct reader ahead = *reader;
    struct span words = span_of(wanted), word;
    while (span_split(&words, ' ', &word)) {
        char text[WORD_MAX] = {0};
        memcpy(text, word.at, word.length);
        skip_blanks(&ahead);
        if (!read_this_word(&ahead, text))
            return false;
    }
    *reader = ahead;
    return true;
}

/* "in January [of that year]", "in March [last year]": of which year the month is. */
static void read_year_named(struct reader *reader, struct when *when)
{
    static const struct {
        const char *words;
        bool told;
        int back;
    } years[] = {{"this year", false, 0},         {"last year", false, 1},
                 {"the year before last", false, 2}, {"that year", true, 0},
                 {"that same year", true, 0},     {"the same year", true, 0},
                 {"the following year", true, -1}, {"the next year", true, -1},
                 {"the year after", true, -1},    {"the previous year", true, 1},
                 {"the year before", true, 1}};
    struct reader ahead = *reader;
    skip_blanks(&ahead);
    read_this_word(&ahead, "of");
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        if (!read_these_words(&ahead, years[i].words))
            continue;
        when->year_named = true;
        when->told = years[i].told;
        when->back = years[i].back;
        *reader = ahead;
        return;
    }
}

static bool read_date(struct reader *reader, struct when *when)
{
    size_t start = reader->at;
    if (read_short_range(reader, when))
        return true;
    if (!read_point(reader, &when->from))
        return false;
    borrow_year(*reader, &when->from);
    when->to = when->from;
    struct reader ahead = *reader;
    struct when_date last;
    if (read_joint(&ahead, start) && read_point(&ahead, &last) && !!last.day == !!when->from.day &&
        (last.year || !when->from.year)) {
        when->to = last;
        when->range = true;
        complete_range(when);
        *reader = ahead;
    }
    if (!when->to.year)
        read_year_named(reader, when);
    return true;
}

static int number_of(const char *word)
{
    if (strcmp(word, "a") == 0 || strcmp(word, "an") == 0)
        return 1;
    for (int i = 1; i < NUMBERS; i++)
        if (strcmp(word, numbers[i]) == 0)
            return i;
    return 0;
}

/* "two [and a half] years": the whole ones count. */
static void skip_half(struct reader *reader)
{
    static const char *const words[] = {"and", "a", "half"};
    struct reader ahead = *reader;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        skip_blanks(&ahead);
        if (!read_this_word(&ahead, words[i]))
            return;
    }
    *reader = ahead;
}

static bool read_count(struct reader *reader, int *count)
{
    struct reader ahead = *reader;
    char word[WORD_MAX];
    size_t digits;
    if (read_digits(&ahead, 2, count, &digits)) {
        *reader = ahead;
        return true;
    }
    if (!read_word(&ahead, word) || number_of(word) == 0)
        return false;
    *count = number_of(word);
    *reader = ahead;
    skip_half(reader);
    return true;
}

static bool read_unit(struct reader *reader, struct when *when)
{
    static const char *const units[] = {[WHEN_DAY] = "day", [WHEN_WEEK] = "week",
                                        [WHEN_MONTH] = "month", [WHEN_YEAR] = "year"};
    struct reader ahead = *reader;
    char word[WORD_MAX];
    if (!read_word(&ahead, word))
        return false;
    size_t length = strlen(word);
    if (length > 1 && word[length - 1] == 's')
        word[length - 1] = '\0';
    if (strcmp(word, "fortnight") == 0 || strcmp(word, "decade") == 0) {
        when->unit = word[0] == 'f' ? WHEN_WEEK : WHEN_YEAR;
        when->back *= word[0] == 'f' ? 2 : 10;
        *reader = ahead;
        return true;
    }
    for (int unit = WHEN_DAY; unit <= WHEN_YEAR; unit++)
        if (strcmp(word, units[unit]) == 0) {
            when->unit = (enum when_unit)unit;
            *reader = ahead;
            return true;
        }
    return false;
}

/* "it is ten years [since] Ofsted came", and nothing that says since when. */
static bool is_since(struct reader *reader)
{
    struct reader ahead = *reader;
    if (!read_this_word(&ahead, "since"))
        return false;
    skip_blanks(&ahead);
    if (utf8_is_digit(byte_at(&ahead, ahead.at)) || read_this_word(&ahead, "then"))
        return false;
    read_this_word(reader, "since");
    return true;
}

/* "ago"; "later", "earlier", "after that": from the date stated last. */
static bool read_direction(struct reader *reader, struct when *when)
{
    struct reader ahead = *reader;
    if (read_this_word(&ahead, "ago") || is_since(&ahead)) {
        *reader = ahead;
        return true;
    }
    when->told = true;
    bool after = read_this_word(&ahead, "after");
    if (after || read_this_word(&ahead, "before")) {
        skip_blanks(&ahead);
        if (!read_this_word(&ahead, "that"))
            return false;
    } else if (!(after = read_this_word(&ahead, "later")) &&
               !read_this_word(&ahead, "earlier") && !read_this_word(&ahead, "previously")) {
        return false;
    }
    if (after)
        when->back = -when->back;
    *reader = ahead;
    return true;
}

/* "two years ago"; "a month earlier" and "two years later" count from the date stated last. */
static bool read_ago(struct reader *reader, struct when *when)
{
    struct reader ahead = *reader;
    if (!read_count(&ahead, &when->back))
        return false;
    skip_blanks(&ahead);
    if (!read_unit(&ahead, when))
        return false;
    skip_blanks(&ahead);
    if (!read_direction(&ahead, when))
        return false;
    *reader = ahead;
    if (when->unit == WHEN_YEAR && read_these_words(&ahead, "this month")) {
        when->unit = WHEN_MONTH;
        when->back *= 12;
        *reader = ahead;
    }
    return true;
}

/* A season, or a month with its capital; 0: neither. */
static int part_of_year(const char *word, bool upper)
{
    int season = season_of(word);
    return season ? season : upper ? month_of(word) : 0;
}

/* "last Friday", "last summer", "last May". */
static bool read_last(struct reader *reader, struct when *when)
{
    struct reader ahead = *reader;
    char word[WORD_MAX];
    bool upper = utf8_is_upper(byte_at(reader, reader->at));
    if (!read_word(&ahead, word))
        return false;
    int month = part_of_year(word, upper);
    when->weekday = weekday_of(word);
    if (!when->weekday && !month)
        return false;
    when->back = 1;
    if (month) {
        when->kind = WHEN_PARTIAL;
        when->from = when->to = (struct when_date){0, month, 0};
    }
    *reader = ahead;
    return true;
}

/* A season, or a month that is no name or verb too: "that June", never "that May". */
static bool read_part_of_year(struct reader *reader, bool bare, struct when *when)
{
    static const char *const names[] = {"march", "april", "may", "june", "august"};
    struct reader ahead = *reader;
    char word[WORD_MAX];
    bool upper = utf8_is_upper(byte_at(reader, reader->at));
    if (!read_word(&ahead, word))
        return false;
    int month = part_of_year(word, upper);
    for (size_t i = 0; bare && i < sizeof names / sizeof *names; i++)
        if (strcmp(word, names[i]) == 0)
            month = 0;
    if (month == 0)
        return false;
    when->kind = WHEN_PARTIAL;
    when->from = when->to = (struct when_date){0, month, 0};
    *reader = ahead;
    return true;
}

/* "the following week", "the previous winter", "the same month", "that autumn": from the date
 * stated last. */
static bool read_told(struct reader *reader, struct when *when)
{
    struct reader ahead = *reader;
    bool that = read_this_word(&ahead, "that");
    when->back = read_this_word(&ahead, "previous") - (read_this_word(&ahead, "following") ||
                                                       read_this_word(&ahead, "next"));
    if (!that && ((when->back == 0 && !read_this_word(&ahead, "same")) ||
                  !follows(reader->text, reader->at, "the")))
        return false;
    skip_blanks(&ahead);
    if (!read_part_of_year(&ahead, that, when) && (!read_unit(&ahead, when) || that))
        return false;
    when->told = true;
    *reader = ahead;
    return true;
}

/* "on Tuesday", but not "on a Tuesday", "every Tuesday". */
static bool read_weekday(struct reader *reader, struct when *when)
{
    static const char *const against[] = {"a", "every", "each", "any", "next", "per", "one"};
    struct reader ahead = *reader;
    char word[WORD_MAX];
    bool upper = utf8_is_upper(byte_at(reader, reader->at));
    for (size_t i = 0; i < sizeof against / sizeof *against; i++)
        if (follows(reader->text, reader->at, against[i]))
            return false;
    if (!upper || !read_word(&ahead, word) || !(when->weekday = weekday_of(word)))
        return false;
    *reader = ahead;
    return true;
}

/* "last year", "this month", "yesterday". */
static bool read_named(struct reader *reader, struct when *when)
{
    struct reader ahead = *reader;
    if (read_this_word(reader, "yesterday")) {
        when->unit = WHEN_DAY;
        when->back = 1;
        return true;
    }
    if (read_this_word(reader, "today"))
        return true;
    when->back = read_this_word(&ahead, "last");
    if (when->back == 0 && !read_this_word(&ahead, "this"))
        return read_told(reader, when);
    skip_blanks(&ahead);
    if (when->back && read_last(&ahead, when)) {
        *reader = ahead;
        return true;
    }
    if (!read_unit(&ahead, when) || when->unit == WHEN_DAY)
        return false;
    *reader = ahead;
    return true;
}

/* What a date expression that begins with a word can be. */
enum opening { OPENS_NONE, OPENS_DATE, OPENS_AGO, OPENS_NAMED };

static enum opening opening_of(struct reader reader)
{
    static const char *const named[] = {"yesterday", "today",     "last", "this",
                                        "previous",  "following", "next", "same",
                                        "that"};
    char word[WORD_MAX];
    if (!read_word(&reader, word))
        return OPENS_NONE;
    if (number_of(word))
        return OPENS_AGO;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(word, named[i]) == 0)
            return OPENS_NAMED;
    bool date = month_of(word) || is_weekday(word) || season_of(word);
    return date ? OPENS_DATE : OPENS_NONE;
}

static bool read_relative(struct reader *reader, enum opening opening, struct when *when)
{
    *when = (struct when){.start = reader->at, .kind = WHEN_RELATIVE};
    return opening == OPENS_NAMED  ? read_named(reader, when)
           : opening == OPENS_DATE ? read_weekday(reader, when)
                                   : read_ago(reader, when);
}

/* A day or a count; a year only where a month's number follows. */
static bool digits_open(struct reader reader)
{
    size_t first = reader.at;
    while (utf8_is_digit(byte_at(&reader, reader.at)))
        reader.at++;
    size_t count = reader.at - first;
    return count <= 2 || (count == 4 && byte_at(&reader, reader.at) == '-');
}

bool when_read(struct span text, size_t at, struct when *when)
{
    struct reader reader = {text, at};
    bool digit = utf8_is_digit(byte_at(&reader, at));
    enum opening opening = digit ? OPENS_DATE : opening_of(reader);
    *when = (struct when){.start = at, .kind = WHEN_ABSOLUTE};
    if (opening == OPENS_NONE || (digit && !digits_open(reader)))
        return false;
    if (opening == OPENS_DATE && read_date(&reader, when))
        when->kind = when->to.year ? WHEN_ABSOLUTE : WHEN_PARTIAL;
    else {
        reader.at = at; /* behind a weekday, otherwise */
        if (!read_relative(&reader, digit ? OPENS_AGO : opening, when))
            return false;
    }
    when->end = reader.at;
    return true;
}

/* Words behind which four digits are a year. */
static bool makes_year(struct span text, size_t at)
{
    static const char *const words[] = {"in",    "since", "until", "till",   "from",  "during",
                                        "by",    "to",    "and",   "before", "after", "early",
                                        "late",  "mid",   "of",    "year",   "or",    "between",
                                        "the",   "for",   "but",   "summer", "winter",
                                        "spring", "autumn", "christmas", "easter"};
    struct span before = span_part(text, 0, at);
    while (before.length && strchr(" \t\n\v\f\r", before.at[before.length - 1]))
        before.length--;
    size_t start = before.length;
    while (start > 0 && utf8_is_letter((unsigned char)before.at[start - 1]))
        start--;
    struct span word = span_part(before, start, before.length);
    if (word.length == 0)
        return before.length == 0 || strchr("(,;:\t[", before.at[before.length - 1]);
    if (span_is(word, "as")) /* "as recently as 2020" */
        return follows(text, start, "recently") || follows(text, start, "late") ||
               follows(text, start, "lately") || follows(text, start, "early");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (word.length == strlen(words[i])) {
            size_t same = 0;
            while (same < word.length && (word.at[same] | 0x20) == words[i][same])
                same++;
            if (same == word.length)
                return true;
        }
    return false;
}

/* "2013/14", "2013-14", "2012 to 2014": the last year in place of the first. */
static bool read_year_range(struct reader *reader, int *year)
{
    struct reader ahead = *reader;
    int last = 0;
    size_t count = 0;
    bool slash = byte_at(&ahead, ahead.at) == '/';
    if (slash)
        ahead.at++;
    else if (!read_joint(&ahead, reader->at))
        return false;
    if (!read_digits(&ahead, 4, &last, &count) || in_word(&ahead) ||
        byte_at(&ahead, ahead.at) == '-' || byte_at(&ahead, ahead.at) == '/')
        return false;
    if (count == 2)
        last += *year / 100 * 100 + (last < *year % 100 ? 100 : 0);
    if ((count != 2 && count != 4) || last <= *year || last > *year + YEARS_RANGE)
        return false;
    *year = last;
    *reader = ahead;
    return true;
}

/* A year that stands alone: not money, not a count of things. */
static bool read_bare_year(struct span text, size_t at, struct when *when)
{
    struct reader reader = {text, at};
    int year;
    if (at > 0 && (utf8_is_word_byte((unsigned char)text.at[at - 1]) ||
                   strchr("$.-/", text.at[at - 1])))
        return false;
    if (!read_year(&reader, &year) || year > 2050 || !makes_year(text, at))
        return false;
    unsigned char next = byte_at(&reader, reader.at);
    bool fraction = (next == ',' || next == '.') && utf8_is_digit(byte_at(&reader, reader.at + 1));
    if (next == '%' || fraction)
        return false;
    *when = (struct when){.start = at, .kind = WHEN_ABSOLUTE, .from = {year, 0, 0}};
    when->to.year = year;
    when->range = read_year_range(&reader, &when->to.year);
    when->end = reader.at;
    return true;
}

/* Second and third letters of the words that a date can begin with, by their first: months,
 * weekdays, seasons, numbers, "last", "this", "today", "same" and the like, "a", "an". */
static const char *const beginnings[26] = {
    ['a' - 'a'] = "prugut",         ['d' - 'a'] = "ec",     ['e' - 'a'] = "igle",
    ['f' - 'a'] = "ebriouivol",       ['j' - 'a'] = "anunul", ['l' - 'a'] = "as",
    ['m' - 'a'] = "arayon",         ['n' - 'a'] = "ovinex",   ['o' - 'a'] = "ctne",
    ['p' - 'a'] = "re",
    ['s' - 'a'] = "epatunprumixevam", ['t' - 'a'] = "uehuhihahrwoenweod",
    ['w' - 'a'] = "edin",           ['y' - 'a'] = "es"};

/* Can a date begin at this letter? Answered from three bytes, since nearly every word cannot. */
static bool can_begin(struct span text, size_t at)
{
    if (at + 2 >= text.length)
        return false;
    unsigned char first = (unsigned char)text.at[at] | 0x20;
    if (first < 'a' || first > 'z')
        return false;
    unsigned char second = (unsigned char)text.at[at + 1], third = (unsigned char)text.at[at + 2];
    if (first == 'a' && (second == ' ' || ((second | 0x20) == 'n' && third == ' ')))
        return true;
    for (const char *pair = beginnings[first - 'a']; pair && *pair; pair += 2)
        if ((second | 0x20) == (unsigned char)pair[0] && (third | 0x20) == (unsigned char)pair[1])
            return true;
    return false;
}

/* Behind the word that `at` stands in; a dash between two words is a word of its own. */
static size_t skip_word(struct span text, size_t at)
{
    size_t start = at;
    while (at < text.length && utf8_is_word_byte((unsigned char)text.at[at])) {
        uint32_t point = (unsigned char)text.at[at];
        size_t length = 1;
        if (point >= 0x80)
            length = utf8_decode(span_part(text, at, text.length), &point);
        if (point >= 0x80 && !utf8_is_word(point))
            return at > start ? at : at + length;
        at += length;
    }
    return at;
}

bool when_find(struct span text, size_t at, struct when *when)
{
    if (at > 0 && at < text.length && utf8_is_word_byte((unsigned char)text.at[at - 1]))
        at = skip_word(text, at);
    for (; at < text.length; at = skip_word(text, at)) {
        while (at < text.length && !utf8_is_word_byte((unsigned char)text.at[at]))
            at++;
        bool digit = at < text.length && utf8_is_digit((unsigned char)text.at[at]);
        if ((digit || can_begin(text, at)) && when_read(text, at, when))
            return true;
        if (digit && read_bare_year(text, at, when))
            return true;
    }
    return false;
}

static long number(int year, int month, int day)
{
    return (long)year * 10000 + month * 100 + day;
}

long when_first_day(struct when_date date)
{
    int month = date.month > 20 ? (date.month == 24 ? 12 : (date.month - 20) * 3) : date.month;
    return number(date.year, month ? month : 1, date.day ? date.day : 1);
}

long when_last_day(struct when_date date)
{
    int month = date.month > 20 ? (date.month == 24 ? 12 : (date.month - 20) * 3 + 2) : date.month;
    if (month == 0)
        month = 12;
    return number(date.year, month, date.day ? date.day : month_days(date.year, month));
}

static struct when_date counted_back(struct when_date anchor, enum when_unit unit, int back)
{
    struct when_date date = {anchor.year, 0, 0};
    if (unit == WHEN_YEAR) {
        date.year -= back;
        return date;
    }
    date.month = anchor.month;
    date.day = unit == WHEN_MONTH ? 0 : anchor.day;
    if (unit == WHEN_MONTH)
        date.month -= back;
    else
        date.day -= unit == WHEN_WEEK ? back * 7 : back;
    while (date.month < 1) {
        date.month += 12;
        date.year--;
    }
    while (date.month > 12) {
        date.month -= 12;
        date.year++;
    }
    while (unit != WHEN_MONTH && date.day > month_days(date.year, date.month)) {
        date.day -= month_days(date.year, date.month);
        if (++date.month > 12) {
            date.month = 1;
            date.year++;
        }
    }
    while (unit != WHEN_MONTH && date.day < 1) {
        if (--date.month < 1) {
            date.month = 12;
            date.year--;
        }
        date.day += month_days(date.year, date.month);
    }
    if (unit == WHEN_WEEK)
        date.day = 0; /* "two weeks ago" names no day */
    return date;
}

/* 1 Monday to 7 Sunday. Source: Sakamoto's rule for the Gregorian calendar. */
static int weekday_on(struct when_date date)
{
    static const int shifts[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int year = date.year - (date.month < 3);
    int day = (year + year / 4 - year / 100 + year / 400 + shifts[date.month - 1] + date.day) % 7;
    return day ? day : 7;
}

/* The latest date of that name that is not after the anchor. A day of a month is one too where it
 * lies up to AHEAD months ahead: days are announced, months are looked back on. */
static struct when_date near_partial(struct when_date date, struct when_date anchor)
{
    date.year = anchor.year;
    if (when_first_day(date) <= when_last_day(anchor))
        return date;
    int ahead = date.month - (anchor.month ? anchor.month : date.month);
    if (date.day == 0 || ahead > AHEAD)
        date.year--;
    return date;
}

/* The year of "the previous winter", "the following May", "that autumn". */
static int told_year(const struct when *when, struct when_date anchor)
{
    struct when_date date = when->from;
    date.year = anchor.year;
    long first = when_first_day(date);
    if (when->back > 0)
        return first < when_first_day(anchor) && anchor.month ? anchor.year : anchor.year - 1;
    if (when->back < 0)
        return first > when_last_day(anchor) && anchor.month ? anchor.year : anchor.year + 1;
    return anchor.year;
}

bool when_resolve(struct when *when, struct when_date anchor)
{
    if (when->kind == WHEN_ABSOLUTE)
        return true;
    if (anchor.year == 0)
        return false;
    if (when->kind == WHEN_PARTIAL && when->year_named) {
        when->from.year = when->to.year = anchor.year - when->back;
        return true;
    }
    if (when->kind == WHEN_PARTIAL && when->told) {
        when->from.year = when->to.year = told_year(when, anchor);
        return true;
    }
    if (when->kind == WHEN_PARTIAL) {
        when->from = near_partial(when->from, anchor);
        when->to = near_partial(when->to, anchor);
        if (when->back && when->from.month == anchor.month && when->from.year == anchor.year)
            when->from.year = --when->to.year; /* "last May" in May */
        return true;
    }
    if ((when->unit != WHEN_YEAR && (anchor.month == 0 || anchor.month > 12)) ||
        (when->unit <= WHEN_WEEK && anchor.day == 0))
        return false;
    int back = when->back;
    if (when->weekday) {
        back = (weekday_on(anchor) - when->weekday + 7) % 7;
        back += when->back && back == 0 ? 7 : 0; /* "last Friday" on a Friday */
    }
    when->from = when->to = counted_back(anchor, when->unit, back);
    return true;
}

/* What is behind a part that no date can have is not known. */
static bool parse_one(struct span text, struct when_date *date)
{
    int parts[3] = {0};
    struct span part;
    for (int i = 0; i < 3 && span_split(&text, '-', &part); i++) {
        struct reader reader = {part, 0};
        size_t count;
        if (!read_digits(&reader, 4, &parts[i], &count) || count != (i ? 2u : 4u)) {
            parts[i] = 0;
            break;
        }
    }
    *date = (struct when_date){.year = parts[0]};
    if ((parts[1] >= 1 && parts[1] <= 12) || (parts[1] >= 21 && parts[1] <= 24))
        date->month = parts[1];
    if (date->month && parts[2] >= 1 && date->month <= 12 &&
        parts[2] <= month_days(date->year, date->month))
        date->day = parts[2];
    return date->year > 0;
}

long when_day_after(long day, long days)
{
    int year = (int)(day / 10000), month = (int)(day / 100 % 100);
    long of_month = day % 100 + days;
    if (month < 1 || month > 12 || day >= WHEN_OPEN)
        return day;
    while (of_month > month_days(year, month)) {
        of_month -= month_days(year, month);
        year += month == 12;
        month = month % 12 + 1;
    }
    return number(year, month, (int)of_month);
}

bool when_parse(struct span edtf, struct when_date *first, struct when_date *last)
{
    size_t slash = span_find_byte(edtf, '/');
    if (!edtf.at || !parse_one(span_part(edtf, 0, slash), first))
        return false;
    if (slash == edtf.length || !parse_one(span_part(edtf, slash + 1, edtf.length), last))
        *last = *first;
    return true;
}

static void write_date(struct when_date date, char text[WHEN_TEXT])
{
    if (date.month == 0)
        snprintf(text, WHEN_TEXT, "%04d", date.year);
    else if (date.day == 0)
        snprintf(text, WHEN_TEXT, "%04d-%02d", date.year, date.month);
    else
        snprintf(text, WHEN_TEXT, "%04d-%02d-%02d", date.year, date.month, date.day);
}

void when_text(const struct when *when, char text[WHEN_TEXT])
{
    char last[WHEN_TEXT];
    write_date(when->from, text);
    if (!when->range)
        return;
    write_date(when->to, last);
    size_t length = strlen(text);
    snprintf(text + length, WHEN_TEXT - length, "/%.20s", last);
}

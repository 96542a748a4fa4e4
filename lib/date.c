#include "date.h"

#include <string.h>

#include "ago.h"
#include "utf8.h"
#include "wording.h"

enum { YEARS_RANGE = 30 };

/* A dash of any kind, "to", "until", with blanks around; "and" in "between 3 and 14 June". */
static bool read_joint(struct wording *reader, size_t start)
{
    struct wording ahead = *reader;
    uint32_t point;
    wording_skip_blanks(&ahead);
    struct span rest = span_part(ahead.text, ahead.at, ahead.text.length);
    if (rest.length == 0)
        return false;
    size_t length = utf8_decode(rest, &point);
    if (utf8_fold(point) == '-')
        ahead.at += length;
    else if (!wording_this(&ahead, "to") && !wording_this(&ahead, "until") &&
             !(wording_follows(reader->text, start, "between") && wording_this(&ahead, "and")))
        return false;
    wording_skip_blanks(&ahead);
    *reader = ahead;
    return true;
}

/* "7", "7th", "7th of". */
static bool read_day(struct wording *reader, int *day)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    struct wording ahead = *reader;
    size_t count;
    int value;
    if (!wording_digits(&ahead, 2, &value, &count) || value < 1 || value > 31)
        return false;
    for (size_t i = 0; i < 4; i++)
        if (wording_this(&ahead, endings[i]))
            break;
    if (wording_goes_on(&ahead))
        return false;
    struct wording of = ahead;
    wording_skip_blanks(&of);
    if (wording_this(&of, "of"))
        ahead = of;
    *day = value;
    *reader = ahead;
    return true;
}

static bool read_month(struct wording *reader, int *month)
{
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    bool upper = utf8_is_upper(wording_byte(reader, reader->at));
    if (!wording_word(&ahead, word))
        return false;
    *month = wording_month(word);
    if (*month == 0)
        return false;
    if (strlen(word) <= 4 && wording_byte(&ahead, ahead.at) == '.')
        ahead.at++;
    struct wording year = ahead;
    int ignored;
    wording_skip_blanks(&year);
    if (!upper && !wording_year(&year, &ignored))
        return false; /* "may" and "march" are verbs */
    *reader = ahead;
    return true;
}

static void skip_weekday(struct wording *reader)
{
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    if (!wording_word(&ahead, word) || !wording_is_weekday(word))
        return;
    if (wording_byte(&ahead, ahead.at) == ',')
        ahead.at++;
    wording_skip_blanks(&ahead);
    *reader = ahead;
}

static void skip_comma(struct wording *reader)
{
    wording_skip_blanks(reader);
    if (wording_byte(reader, reader->at) == ',')
        reader->at++;
    wording_skip_blanks(reader);
}

static void maybe_year(struct wording *reader, int *year)
{
    struct wording ahead = *reader;
    skip_comma(&ahead);
    if (wording_year(&ahead, year))
        *reader = ahead;
    else
        *year = 0;
}

/* 2014-05-23, 23/05/2014, 23.5.2014, 23-05-14. */
static bool read_numeric(struct wording *reader, struct when_date *date)
{
    struct wording ahead = *reader;
    int first, second, third;
    size_t count1, count2, count3;
    if (!wording_digits(&ahead, 4, &first, &count1) || count1 == 3)
        return false;
    unsigned char mark = wording_byte(&ahead, ahead.at);
    if (mark != '/' && mark != '-' && mark != '.')
        return false;
    ahead.at++;
    if (!wording_digits(&ahead, 2, &second, &count2) || wording_byte(&ahead, ahead.at) != mark)
        return false;
    ahead.at++;
    if (!wording_digits(&ahead, 4, &third, &count3) || wording_goes_on(&ahead))
        return false;
    if (count1 == 4 && count3 == 2 && mark == '-')
        *date = (struct when_date){first, second, third};
    else if (count1 <= 2 && (count3 == 4 || (count3 == 2 && mark == '/') ||
                          (count3 == 2 && count1 == 2 && count2 == 2 && mark == '.')))
        *date = (struct when_date){count3 == 4 ? third : 2000 + third, second, first};
    else
        return false;
    if (!when_is_day(*date) || date->year < WORDING_YEAR_MIN || date->year > WORDING_YEAR_MAX)
        return false;
    *reader = ahead;
    return true;
}

/* "May I ask": what wording_follows makes it a verb. */
static bool is_asking(struct wording reader)
{
    static const char *const words[] = {"i",    "we",  "he", "she", "they", "it",
                                        "you",  "the", "this", "that", "not", "be"};
    char word[WORDING_MAX];
    wording_skip_blanks(&reader);
    if (!wording_word(&reader, word))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

/* Day and month in either order with an optional year, or a month with one, or a season. */
static bool read_worded(struct wording *reader, struct when_date *date)
{
    struct wording ahead = *reader;
    *date = (struct when_date){0};
    if (read_day(&ahead, &date->day)) {
        bool dashes = wording_byte(&ahead, ahead.at) == '-';
        wording_skip_blanks(&ahead);
        ahead.at += dashes;
        if (dashes && (!read_month(&ahead, &date->month) || wording_byte(&ahead, ahead.at) != '-'))
            return false;
        ahead.at += dashes;
        if (!dashes && !read_month(&ahead, &date->month))
            return false;
    } else if (read_month(&ahead, &date->month)) {
        struct wording day = ahead;
        wording_skip_blanks(&day);
        if (read_day(&day, &date->day))
            ahead = day;
    } else {
        return false;
    }
    maybe_year(&ahead, &date->year);
    if (date->day && !when_is_day(*date))
        return false;
    if (date->month == 5 && !date->day && !date->year && is_asking(ahead))
        return false;
    *reader = ahead;
    return true;
}

static bool read_season(struct wording *reader, struct when_date *date)
{
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    if (!wording_word(&ahead, word) || wording_season(word) == 0)
        return false;
    wording_skip_blanks(&ahead);
    if (wording_this(&ahead, "of"))
        wording_skip_blanks(&ahead);
    *date = (struct when_date){0, wording_season(word), 0};
    if (!wording_year(&ahead, &date->year))
        return false;
    *reader = ahead;
    return true;
}

/* A day and month, a month or a season, all without a year. */
static bool read_part(struct wording *reader, struct when_date *date)
{
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    if (read_worded(reader, date))
        return true;
    *date = (struct when_date){0};
    if (!wording_word(&ahead, word) || !(date->month = wording_season(word)))
        return false;
    *reader = ahead;
    return true;
}

static bool read_point(struct wording *reader, struct when_date *date)
{
    skip_weekday(reader);
    return read_numeric(reader, date) || read_worded(reader, date) || read_season(reader, date);
}

/* "7 to 18 October 2024": a day that only the date behind the joint completes. */
static bool read_short_range(struct wording *reader, struct when *when)
{
    struct wording ahead = *reader;
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
static void borrow_year(struct wording reader, struct when_date *date)
{
    struct when_date next;
    if (date->year || !date->month || date->day)
        return;
    wording_skip_blanks(&reader);
    if (!wording_this(&reader, "and") && !wording_this(&reader, "or"))
        return;
    wording_skip_blanks(&reader);
    if (read_worded(&reader, &next) && next.year)
        date->year = next.year - (date->month > next.month);
}

/* "in January [of that year]", "in March [last year]": of which year the month is. */
static void read_year_named(struct wording *reader, struct when *when)
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
    struct wording ahead = *reader;
    wording_skip_blanks(&ahead);
    wording_this(&ahead, "of");
    for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
        if (!wording_these(&ahead, years[i].words))
            continue;
        when->year_named = true;
        when->told = years[i].told;
        when->back = years[i].back;
        *reader = ahead;
        return;
    }
}

static bool read_date(struct wording *reader, struct when *when)
{
    size_t start = reader->at;
    if (read_short_range(reader, when))
        return true;
    if (!read_point(reader, &when->from))
        return false;
    borrow_year(*reader, &when->from);
    when->to = when->from;
    struct wording ahead = *reader;
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

/* What a date expression that begins with a word can be. */
enum opening { OPENS_NONE, OPENS_DATE, OPENS_AGO, OPENS_NAMED };

static enum opening opening_of(struct wording reader)
{
    static const char *const named[] = {"yesterday", "today",     "last", "this",
                                        "previous",  "following", "next", "same",
                                        "that"};
    char word[WORDING_MAX];
    if (!wording_word(&reader, word))
        return OPENS_NONE;
    if (wording_number(word))
        return OPENS_AGO;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (strcmp(word, named[i]) == 0)
            return OPENS_NAMED;
    bool date = wording_month(word) || wording_is_weekday(word) || wording_season(word);
    return date ? OPENS_DATE : OPENS_NONE;
}

static bool read_relative(struct wording *reader, enum opening opening, struct when *when)
{
    *when = (struct when){.start = reader->at, .kind = WHEN_RELATIVE};
    return opening == OPENS_NAMED  ? ago_read_named(reader, when)
           : opening == OPENS_DATE ? ago_read_weekday(reader, when)
                                   : ago_read_count(reader, when);
}

/* "2012, March", "2023, 1 April" where a line begins: a chronicle's year goes first. */
static bool read_year_first(struct wording *reader, struct when *when)
{
    struct wording ahead = *reader;
    int year;
    if ((ahead.at > 0 && wording_byte(&ahead, ahead.at - 1) != '\n') ||
        !wording_year(&ahead, &year))
        return false;
    size_t behind = ahead.at;
    skip_comma(&ahead);
    if (ahead.at == behind || !read_part(&ahead, &when->from) || when->from.year)
        return false;
    when->from.year = year;
    when->to = when->from;
    *reader = ahead;
    return !when->from.day || when_is_day(when->from);
}

/* A day or a count; a year only where a month's number wording_follows. */
static bool digits_open(struct wording reader)
{
    size_t first = reader.at;
    while (utf8_is_digit(wording_byte(&reader, reader.at)))
        reader.at++;
    size_t count = reader.at - first;
    return count <= 2 || (count == 4 && wording_byte(&reader, reader.at) == '-');
}

bool date_read(struct span text, size_t at, struct when *when)
{
    struct wording reader = {text, at};
    bool digit = utf8_is_digit(wording_byte(&reader, at));
    enum opening opening = digit ? OPENS_DATE : opening_of(reader);
    *when = (struct when){.start = at, .kind = WHEN_ABSOLUTE};
    if (digit && read_year_first(&reader, when)) {
        when->end = reader.at;
        return true;
    }
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
        return wording_follows(text, start, "recently") || wording_follows(text, start, "late") ||
               wording_follows(text, start, "lately") || wording_follows(text, start, "early");
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
static bool read_year_range(struct wording *reader, int *year)
{
    struct wording ahead = *reader;
    int last = 0;
    size_t count = 0;
    bool slash = wording_byte(&ahead, ahead.at) == '/';
    if (slash)
        ahead.at++;
    else if (!read_joint(&ahead, reader->at))
        return false;
    if (!wording_digits(&ahead, 4, &last, &count) || wording_goes_on(&ahead) ||
        wording_byte(&ahead, ahead.at) == '-' || wording_byte(&ahead, ahead.at) == '/')
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
    struct wording reader = {text, at};
    int year;
    if (at > 0 && (utf8_is_word_byte((unsigned char)text.at[at - 1]) ||
                   strchr("$.-/", text.at[at - 1])))
        return false;
    if (!wording_year(&reader, &year) || year > 2050 || !makes_year(text, at))
        return false;
    unsigned char next = wording_byte(&reader, reader.at);
    bool fraction =
        (next == ',' || next == '.') && utf8_is_digit(wording_byte(&reader, reader.at + 1));
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

bool date_find(struct span text, size_t at, struct when *when)
{
    if (at > 0 && at < text.length && utf8_is_word_byte((unsigned char)text.at[at - 1]))
        at = skip_word(text, at);
    for (; at < text.length; at = skip_word(text, at)) {
        while (at < text.length && !utf8_is_word_byte((unsigned char)text.at[at]))
            at++;
        bool digit = at < text.length && utf8_is_digit((unsigned char)text.at[at]);
        if ((digit || can_begin(text, at)) && date_read(text, at, when))
            return true;
        if (digit && read_bare_year(text, at, when))
            return true;
    }
    return false;
}

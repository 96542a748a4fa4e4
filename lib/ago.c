#include "ago.h"

#include <string.h>

#include "utf8.h"

/* "two [and a half] years": the whole ones count. */
static void skip_half(struct wording *reader)
{
    static const char *const words[] = {"and", "a", "half"};
    struct wording ahead = *reader;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        wording_skip_blanks(&ahead);
        if (!wording_this(&ahead, words[i]))
            return;
    }
    *reader = ahead;
}

static bool read_count(struct wording *reader, int *count)
{
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    size_t digits;
    if (wording_digits(&ahead, 2, count, &digits)) {
        *reader = ahead;
        return true;
    }
    if (!wording_word(&ahead, word) || wording_number(word) == 0)
        return false;
    *count = wording_number(word);
    *reader = ahead;
    skip_half(reader);
    return true;
}

static bool read_unit(struct wording *reader, struct when *when)
{
    static const char *const units[] = {[WHEN_DAY] = "day", [WHEN_WEEK] = "week",
                                        [WHEN_MONTH] = "month", [WHEN_YEAR] = "year"};
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    if (!wording_word(&ahead, word))
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
static bool is_since(struct wording *reader)
{
    struct wording ahead = *reader;
    if (!wording_this(&ahead, "since"))
        return false;
    wording_skip_blanks(&ahead);
    if (utf8_is_digit(wording_byte(&ahead, ahead.at)) || wording_this(&ahead, "then"))
        return false;
    wording_this(reader, "since");
    return true;
}

/* "ago"; "later", "earlier", "after that": from the date stated last. */
static bool read_direction(struct wording *reader, struct when *when)
{
    struct wording ahead = *reader;
    if (wording_this(&ahead, "ago") || is_since(&ahead)) {
        *reader = ahead;
        return true;
    }
    when->told = true;
    bool after = wording_this(&ahead, "after");
    if (after || wording_this(&ahead, "before")) {
        wording_skip_blanks(&ahead);
        if (!wording_this(&ahead, "that"))
            return false;
    } else if (!(after = wording_this(&ahead, "later")) &&
               !wording_this(&ahead, "earlier") && !wording_this(&ahead, "previously")) {
        return false;
    }
    if (after)
        when->back = -when->back;
    *reader = ahead;
    return true;
}

/* "two years ago"; "a month earlier" and "two years later" count from the date stated last. */
bool ago_read_count(struct wording *reader, struct when *when)
{
    struct wording ahead = *reader;
    if (!read_count(&ahead, &when->back))
        return false;
    wording_skip_blanks(&ahead);
    if (!read_unit(&ahead, when))
        return false;
    wording_skip_blanks(&ahead);
    if (!read_direction(&ahead, when))
        return false;
    *reader = ahead;
    if (when->unit == WHEN_YEAR && wording_these(&ahead, "this month")) {
        when->unit = WHEN_MONTH;
        when->back *= 12;
        *reader = ahead;
    }
    return true;
}

/* A season, or a month with its capital; 0: neither. */
static int part_of_year(const char *word, bool upper)
{
    int season = wording_season(word);
    return season ? season : upper ? wording_month(word) : 0;
}

/* "last Friday", "last summer", "last May". */
static bool read_last(struct wording *reader, struct when *when)
{
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    bool upper = utf8_is_upper(wording_byte(reader, reader->at));
    if (!wording_word(&ahead, word))
        return false;
    int month = part_of_year(word, upper);
    when->weekday = wording_weekday(word);
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
static bool read_part_of_year(struct wording *reader, bool bare, struct when *when)
{
    static const char *const names[] = {"march", "april", "may", "june", "august"};
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    bool upper = utf8_is_upper(wording_byte(reader, reader->at));
    if (!wording_word(&ahead, word))
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
static bool read_told(struct wording *reader, struct when *when)
{
    struct wording ahead = *reader;
    bool that = wording_this(&ahead, "that");
    when->back = wording_this(&ahead, "previous") - (wording_this(&ahead, "following") ||
                                                       wording_this(&ahead, "next"));
    if (!that && ((when->back == 0 && !wording_this(&ahead, "same")) ||
                  !wording_follows(reader->text, reader->at, "the")))
        return false;
    wording_skip_blanks(&ahead);
    if (!read_part_of_year(&ahead, that, when) && (!read_unit(&ahead, when) || that))
        return false;
    when->told = true;
    *reader = ahead;
    return true;
}

/* "on Tuesday", but not "on a Tuesday", "every Tuesday". */
bool ago_read_weekday(struct wording *reader, struct when *when)
{
    static const char *const against[] = {"a", "every", "each", "any", "next", "per", "one"};
    struct wording ahead = *reader;
    char word[WORDING_MAX];
    bool upper = utf8_is_upper(wording_byte(reader, reader->at));
    for (size_t i = 0; i < sizeof against / sizeof *against; i++)
        if (wording_follows(reader->text, reader->at, against[i]))
            return false;
    if (!upper || !wording_word(&ahead, word) || !(when->weekday = wording_weekday(word)))
        return false;
    *reader = ahead;
    return true;
}

/* "last year", "this month", "yesterday". */
bool ago_read_named(struct wording *reader, struct when *when)
{
    struct wording ahead = *reader;
    if (wording_this(reader, "yesterday")) {
        when->unit = WHEN_DAY;
        when->back = 1;
        return true;
    }
    if (wording_this(reader, "today"))
        return true;
    when->back = wording_this(&ahead, "last");
    if (when->back == 0 && !wording_this(&ahead, "this"))
        return read_told(reader, when);
    wording_skip_blanks(&ahead);
    if (when->back && read_last(&ahead, when)) {
        *reader = ahead;
        return true;
    }
    if (!read_unit(&ahead, when) || when->unit == WHEN_DAY)
        return false;
    *reader = ahead;
    return true;
}

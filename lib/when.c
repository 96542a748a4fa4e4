#include "when.h"

#include <stdio.h>
#include <string.h>

#include "wording.h"

enum { AHEAD = 3 };

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && (leap || year == 0));
}

bool when_is_day(struct when_date date)
{
    return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= month_days(date.year, date.month);
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
        struct wording reader = {part, 0};
        size_t count;
        if (!wording_digits(&reader, 4, &parts[i], &count) || count != (i ? 2u : 4u)) {
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

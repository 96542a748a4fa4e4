#include "bucket.h"

#include "when.h"

enum { YEAR_DIGITS = 4, MONTH_DIGITS = 2, DAY_DIGITS = 2, MONTHS = 12 };

static bool is_mark(char byte)
{
    return byte == '~' || byte == '?' || byte == '%';
}

void bucket_start(struct span date, struct buf *key)
{
    size_t plain = 0; /* most dates are digits and hyphens */
    while (plain < date.length &&
           (date.at[plain] == '-' || (date.at[plain] >= '0' && date.at[plain] <= '9')))
        plain++;
    buf_add(key, span_part(date, 0, plain));
    struct span start = span_part(date, 0, span_find_byte(date, '/'));
    for (size_t i = plain; i < start.length; i++)
        if (!is_mark(start.at[i]))
            buf_add_byte(key, start.at[i] == 'X' ? '0' : start.at[i]);
}

/* Takes a number of so many digits off the start. *known is false where some of the digits are
 * X: those are 9. */
static bool take_digits(struct span *rest, size_t count, int *number, bool *known)
{
    *number = 0;
    *known = true;
    if (rest->length < count)
        return false;
    for (size_t i = 0; i < count; i++) {
        char digit = rest->at[i];
        if (digit == 'X')
            *known = false;
        else if (digit < '0' || digit > '9')
            return false;
        *number = *number * 10 + (digit == 'X' ? 9 : digit - '0');
    }
    *rest = span_part(*rest, count, rest->length);
    return true;
}

static bool take_hyphen(struct span *rest)
{
    bool found = rest->length && rest->at[0] == '-';
    *rest = span_part(*rest, found, rest->length);
    return found;
}

/* Year, month and day without marks; a part that is not known is 0, an unknown digit of the
 * year 9. False where it is no date. */
static bool read_parts(struct span text, struct when_date *date, bool *year_known)
{
    bool known;
    *date = (struct when_date){0};
    if (!take_digits(&text, YEAR_DIGITS, &date->year, year_known))
        return false;
    if (!take_hyphen(&text))
        return text.length == 0;
    if (!take_digits(&text, MONTH_DIGITS, &date->month, &known))
        return false;
    date->month = known ? date->month : 0;
    if (!take_hyphen(&text))
        return text.length == 0;
    if (!take_digits(&text, DAY_DIGITS, &date->day, &known))
        return false;
    date->day = known && date->month ? date->day : 0;
    return text.length == 0 || text.at[0] == 'T'; /* a time of the day may follow */
}

static bool is_valid(const struct when_date *date)
{
    enum { SPRING = 21, WINTER = 24, DAYS = 31 };
    bool is_season = date->month >= SPRING && date->month <= WINTER;
    return (date->month <= MONTHS || is_season) && date->day <= DAYS;
}

static bool read_date(struct span text, struct when_date *date, bool *year_known)
{
    enum { ROOM = 40 }; /* longer than any date and time */
    char plain[ROOM];
    size_t length = 0;
    for (size_t i = 0; i < text.length && length < ROOM; i++)
        if (!is_mark(text.at[i]))
            plain[length++] = text.at[i];
    return read_parts((struct span){plain, length}, date, year_known) && is_valid(date);
}

bool bucket_last_day(struct span date, struct buf *key)
{
    struct when_date last;
    bool known;
    size_t slash = span_find_byte(date, '/');
    struct span end = slash < date.length ? span_part(date, slash + 1, date.length) : date;
    if (!read_date(end, &last, &known))
        return false;
    buf_add_format(key, "%08ld", when_last_day(last));
    return true;
}

static void write_year(const struct when_date *date, struct buf *out)
{
    buf_add_format(out, "%04d", date->year);
}

static void write_quarter(const struct when_date *date, struct buf *out)
{
    buf_add_format(out, "%04d-Q%d", date->year, (date->month + 2) / 3);
}

static void write_month(const struct when_date *date, struct buf *out)
{
    buf_add_format(out, "%04d-%02d", date->year, date->month);
}

static const struct unit {
    const char *name;
    bool wants_month;
    void (*write)(const struct when_date *date, struct buf *out);
} units[] = {
    {":year", false, write_year},
    {":quarter", true, write_quarter},
    {":month", true, write_month},
};

int bucket_find(struct span field, size_t *length)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (field.length > span_of(units[i].name).length &&
            span_ends(field, span_of(units[i].name))) {
            *length = field.length - span_of(units[i].name).length;
            return (int)i;
        }
    *length = field.length;
    return BUCKET_NONE;
}

bool bucket_add(int bucket, struct span date, struct buf *out)
{
    const struct unit *unit = &units[bucket];
    struct when_date start;
    bool known;
    if (!read_date(span_part(date, 0, span_find_byte(date, '/')), &start, &known) || !known)
        return false;
    if (unit->wants_month && (start.month < 1 || start.month > MONTHS)) /* seasons are 21 to 24 */
        return false;
    unit->write(&start, out);
    return true;
}

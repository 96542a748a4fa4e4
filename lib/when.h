/* when: a date, known wholly or in part: as EDTF, as days, counted from another.
 * Uses span wording. A core.
 *
 * Source: EDTF is ISO 8601-2:2019, levels 0 and 1 (seasons are months 21 to 24). */
#ifndef WHEN_H
#define WHEN_H

#include "buf.h"

enum {
    WHEN_TEXT = 48, /* room for the longest EDTF value written here, with its NUL */
    /* Days from the last day on site to publication in official reports: 18 to 203 (DOMAIN.md,
     * section 1.1). The bound for a report that does not print its date. */
    WHEN_LAG_DAYS = 203,
    WHEN_OPEN = 99991231 /* a day after all */
};

struct when_date {
    int year, month, day; /* 0: not known; months 21 to 24 are spring to winter */
};

enum when_kind {
    WHEN_ABSOLUTE, /* the year is stated */
    WHEN_PARTIAL,  /* day and month, or a month, without a year */
    WHEN_RELATIVE  /* "two years ago", "last month" */
};

enum when_unit { WHEN_DAY, WHEN_WEEK, WHEN_MONTH, WHEN_YEAR };

struct when {
    size_t start, end; /* bytes of the text */
    enum when_kind kind;
    struct when_date from, to; /* alike unless it is a range */
    bool range;
    enum when_unit unit; /* of a relative date, and how many of them before the anchor */
    int back;            /* below 0: behind it. Of a partial date: 1 for "last May" */
    int weekday;         /* of a relative day: 1 Monday to 7 Sunday; 0: counted by `back` */
    bool told;           /* counted from the date stated last: "two years later" */
    bool year_named;     /* of a partial date: that of the anchor, less `back`: "of last year" */
};

/* Completes a partial or relative date from the anchor (of one that is `told`, the date stated
 * last; else the document's, or where it has none the one stated last): in the past of it or on
 * it, but for a day of a month that lies up to three months ahead. False where the anchor is not
 * precise enough. */
bool when_resolve(struct when *when, struct when_date anchor);
/* Is it a day that the calendar has? */
bool when_is_day(struct when_date date);
/* Reads a date written by when_text (a range gives its first day). */
bool when_parse(struct span edtf, struct when_date *first, struct when_date *last);
void when_text(const struct when *when, char text[WHEN_TEXT]);
/* The first or last day that a partly known date can mean, as YYYYMMDD. */
long when_first_day(struct when_date date);
long when_last_day(struct when_date date);
/* The day (YYYYMMDD) so many days later; WHEN_OPEN stays, and what is no day. */
long when_day_after(long day, long days);

#endif

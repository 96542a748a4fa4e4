/* What assay-tally's operations and assay-merge are made of: bucket, quantile, changes, nearest. */
#include <stdlib.h>
#include <string.h>

#include "bucket.h"
#include "changes.h"
#include "check.h"
#include "nearest.h"
#include "quantile.h"

/* --- bucket ---------------------------------------------------------------------------------- */

static bool starts(const char *date, const char *expected)
{
    struct buf key = {0};
    bucket_start(span_of(date), &key);
    bool same = span_is(buf_span(&key), expected);
    buf_free(&key);
    return same;
}

/* The last day of a date; "" where it has none. */
static bool ends(const char *date, const char *expected)
{
    struct buf key = {0};
    bool any = bucket_last_day(span_of(date), &key);
    bool same = span_is(buf_span(&key), expected) && any == (*expected != '\0');
    buf_free(&key);
    return same;
}

/* What a date gives for `date:BUCKET`; "" where it is not that precise. */
static bool falls(const char *field, const char *date, const char *expected)
{
    struct buf out = {0};
    size_t length;
    int bucket = bucket_find(span_of(field), &length);
    bool any = bucket != BUCKET_NONE && bucket_add(bucket, span_of(date), &out);
    bool same = span_is(buf_span(&out), expected) && any == (*expected != '\0') &&
                span_is(span_part(span_of(field), 0, length), "date");
    buf_free(&out);
    return same;
}

static void test_bucket(void)
{
    CHECK(starts("2014-05-23", "2014-05-23") && starts("2014", "2014"));
    CHECK(starts("2014~", "2014") && starts("2014-05?", "2014-05") && starts("201X", "2010"));
    CHECK(starts("2014-03-11/2014-04-02", "2014-03-11"));
    CHECK(ends("2014-05-23", "20140523") && ends("2014-02", "20140228"));
    CHECK(ends("2016-02", "20160229") && ends("2014", "20141231")); /* 2016 is a leap year */
    CHECK(ends("2014-03-11/2014-04-02", "20140402") && ends("201X", "20191231"));
    CHECK(ends("2014-03-11/..", "") && ends("soon", "") && ends("", ""));
    CHECK(falls("date:year", "2014-05-23", "2014") && falls("date:month", "2014-05-23", "2014-05"));
    CHECK(falls("date:quarter", "2014-03-31", "2014-Q1"));
    CHECK(falls("date:quarter", "2014-04", "2014-Q2"));
    CHECK(falls("date:quarter", "2014-12", "2014-Q4"));
    CHECK(falls("date:quarter", "2014", "") && falls("date:month", "2014~", ""));
    CHECK(falls("date:quarter", "2014-21", "") && falls("date:year", "201X", ""));
    CHECK(falls("date:year", "2014-03-11/2015-04-02", "2014"));
    CHECK(falls("date:week", "2014", "") == false); /* no bucket: the name is the field's */
    size_t length;
    CHECK(bucket_find(span_of("date"), &length) == BUCKET_NONE && length == 4);
    CHECK(bucket_find(span_of("date:week"), &length) == BUCKET_NONE && length == 9);
}

/* --- quantile -------------------------------------------------------------------------------- */

/* The quantile of numbers with blanks between them. */
static bool is_quantile(const char *numbers, const char *part, const char *expected)
{
    struct quantile quantile = {.count = 0};
    struct quantile_rank rank;
    struct span rest = span_of(numbers), text;
    struct decimal number;
    struct buf json = {0};
    while (span_split(&rest, ' ', &text))
        if (decimal_read(text, &number))
            quantile_add(&quantile, &number);
    bool any = quantile_read(span_of(part), &rank) && quantile_write(&quantile, rank, &json);
    bool same = span_is(buf_span(&json), expected) && any == (*expected != '\0');
    buf_free(&json);
    quantile_free(&quantile);
    return same;
}

/* By the definition of type 2 in Hyndman and Fan (1996): with n numbers in order, the mean of
 * x[np] and x[np + 1] where np is whole, else x[np rounded up]. */
static void test_quantile(void)
{
    CHECK(is_quantile("4 1 3 2", "0.5", "2.5") && is_quantile("3 1 2", "0.5", "2"));
    CHECK(is_quantile("4 1 3 2", "0.25", "1.5") && is_quantile("4 1 3 2", "0.26", "2"));
    CHECK(is_quantile("4 1 3 2", "0", "1") && is_quantile("4 1 3 2", "1", "4"));
    CHECK(is_quantile("7", "0.5", "7") && is_quantile("", "0.5", ""));
    CHECK(is_quantile("10 9 -2 0.5", "0.75", "9.5")); /* by value, not as text */
    CHECK(is_quantile("0.1 0.2", "0.5", "0.15")); /* no rounding */
    CHECK(is_quantile("1e2 100.0 99", "0.5", "100"));
    CHECK(is_quantile("5 5 5 1", "0.3", "5"));
    struct quantile_rank rank;
    CHECK(!quantile_read(span_of("1.1"), &rank) && !quantile_read(span_of("-0.1"), &rank));
    CHECK(!quantile_read(span_of("half"), &rank) && !quantile_read(span_of(""), &rank));
    CHECK(quantile_read(span_of("0.123456789"), &rank));
    CHECK(!quantile_read(span_of("0.1234567891"), &rank)); /* past QUANTILE_WHOLE_MAX */
}

/* --- changes --------------------------------------------------------------------------------- */

/* Entries `DATE=VALUE`, with blanks between them. */
static void add_changes(struct changes *changes, const char *entries)
{
    struct span rest = span_of(entries), entry;
    struct buf key = {0}, value = {0};
    while (span_split(&rest, ' ', &entry)) {
        size_t at = span_find_byte(entry, '=');
        struct span date = span_part(entry, 0, at);
        buf_clear(&key);
        bucket_start(date, &key);
        buf_clear(&value);
        value_encode(span_part(entry, at + 1, entry.length), &value);
        changes_add(changes, buf_span(&key), date, buf_span(&value));
    }
    buf_free(&key);
    buf_free(&value);
}

static bool are_changes(const char *entries, const char *expected)
{
    struct changes changes = {.count = 0};
    struct buf json = {0};
    add_changes(&changes, entries);
    bool any = changes_write(&changes, &json);
    bool same = span_is(buf_span(&json), expected) && any == (*expected != '\0');
    buf_free(&json);
    changes_free(&changes);
    return same;
}

static void test_changes(void)
{
    const char *rise = "[{\"from\":\"weak\",\"to\":\"good\",\"from_date\":\"2012\","
                       "\"to_date\":\"2014-05\"}]";
    CHECK(are_changes("2012=weak 2014-05=good", rise));
    CHECK(are_changes("2014-05=good 2012=weak", rise)); /* by date, not by order */
    CHECK(are_changes("2012=weak 2013=weak 2014-05=good 2015=good", rise)); /* repeats */
    CHECK(are_changes("2012=weak 2014-05=poor 2014-05=good", rise)); /* the last of one date */
    CHECK(are_changes("2012=weak", "") && are_changes("", ""));
    CHECK(are_changes("2012=weak 2013=weak", ""));
    CHECK(are_changes("2012=a 2013=b 2014=a",
                      "[{\"from\":\"a\",\"to\":\"b\",\"from_date\":\"2012\","
                      "\"to_date\":\"2013\"},{\"from\":\"b\",\"to\":\"a\","
                      "\"from_date\":\"2013\",\"to_date\":\"2014\"}]"));
}

/* However often a date comes, one value of it is kept; and what is saved in pieces is all. */
static void test_changes_kept(void)
{
    struct changes changes = {.count = 0};
    struct buf json = {0};
    size_t at = 0, pieces = 0;
    for (size_t i = 0; i < 20000; i++)
        add_changes(&changes, i % 2 ? "2012=weak" : "2014=good");
    CHECK(changes.entries.length < 20000);
    while (changes_save(&changes, &at, 1, &json))
        pieces++;
    CHECK(pieces >= 2 && span_find(buf_span(&json), span_of("good")) < json.length &&
          span_find(buf_span(&json), span_of("weak")) < json.length);
    buf_free(&json);
    changes_free(&changes);
}

/* --- nearest --------------------------------------------------------------------------------- */

static void test_nearest(void)
{
    enum { COUNT = 300000 };
    struct nearest *nearest = nearest_new(COUNT);
    bool *marked = calloc(COUNT, 1), right = true;
    uint64_t state = 9;
    CHECK(nearest_below(nearest, COUNT - 1) == NEAREST_NONE);
    for (size_t i = 0; i < 500; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        size_t number = (size_t)(state >> 33) % COUNT;
        nearest_mark(nearest, number);
        marked[number] = true;
    }
    size_t expected = NEAREST_NONE;
    for (size_t i = 0; i < COUNT; i++) {
        if (marked[i])
            expected = i;
        right = right && nearest_below(nearest, i) == expected;
    }
    CHECK(right);
    nearest_mark(nearest, 0);
    CHECK(nearest_below(nearest, 0) == 0);
    nearest_free(nearest);
    free(marked);
    nearest = nearest_new(64); /* the size of a word, and one more */
    nearest_mark(nearest, 63);
    CHECK(nearest_below(nearest, 62) == NEAREST_NONE && nearest_below(nearest, 63) == 63);
    nearest_free(nearest);
    nearest = nearest_new(65);
    nearest_mark(nearest, 2);
    CHECK(nearest_below(nearest, 64) == 2);
    nearest_free(nearest);
}

int main(void)
{
    test_bucket();
    test_quantile();
    test_changes();
    test_changes_kept();
    test_nearest();
    return check_finish();
}

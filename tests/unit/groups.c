/* What groups and sums are made of: set, decimal, order, and the limits of agg and tally.
 */
#include <stdlib.h>
#include <string.h>

#include "agg.h"
#include "check.h"
#include "decimal.h"
#include "order.h"
#include "set.h"
#include "tally.h"

static void test_set(void)
{
    struct set *set = set_new();
    struct buf key = {0};
    bool added, right = true;
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < 5000; i++) {
            buf_clear(&key);
            buf_add_format(&key, "%zu", i * 7919);
            right = right && set_add(set, buf_span(&key), &added) == i && added == !round;
        }
    CHECK(right && set_count(set) == 5000);
    CHECK(span_is(set_key(set, 1), "7919") && set_find(set, span_of("7919")) == 1);
    CHECK(set_find(set, span_of("1")) == SET_NONE);
    CHECK(set_add(set, (struct span){"a\0", 2}, &added) == 5000 && added);
    CHECK(set_add(set, span_of("a"), &added) == 5001 && added);
    CHECK(set_add(set, span_of(""), &added) == 5002 && added);
    buf_free(&key);
    set_free(set);
}

static bool is_written(const char *text, const char *expected)
{
    struct decimal number;
    struct buf out = {0};
    if (decimal_read(span_of(text), &number))
        decimal_write(&number, &out);
    bool same = span_is(buf_span(&out), expected);
    buf_free(&out);
    return same;
}

static void test_decimal(void)
{
    CHECK(is_written("-0.0", "0") && is_written("1.50", "1.5") &&
          is_written("1e2", "100"));
    CHECK(is_written("123456789012345678", "123456789012345678"));
    CHECK(is_written("1000000000000000000", "1e18"));
    CHECK(is_written("0.00000012", "0.00000012"));
    CHECK(is_written("0.0000001", "0.0000001") && is_written("12e-9", "1.2e-8"));
    CHECK(is_written("1e287", "1e287") && is_written("1e288", ""));
    CHECK(is_written("1e-190", "1e-190") && is_written("1e-191", ""));
    CHECK(is_written("1.05e-189", "") && is_written("0e9999", "0"));
    CHECK(is_written("01", "") && is_written(".5", "") && is_written("1.", ""));
    CHECK(is_written("+1", "") && is_written("1e", "") && is_written(" 1", ""));
    CHECK(decimal_is(span_of("-1e999")) && !decimal_is(span_of("-")) &&
          !decimal_is(span_of("")));
}

/* The sum in the order given and backward. */
static bool sums_to(const char *const *numbers, size_t count, const char *expected)
{
    bool same = true;
    for (int backward = 0; backward < 2; backward++) {
        struct decimal_sum sum = {0};
        struct decimal number;
        struct buf out = {0};
        for (size_t i = 0; i < count; i++) {
            decimal_read(span_of(numbers[backward ? count - 1 - i : i]), &number);
            decimal_add(&sum, &number);
        }
        decimal_sum_write(&sum, &out);
        same = same && span_is(buf_span(&out), expected);
        buf_free(&out);
        decimal_sum_free(&sum);
    }
    return same;
}

static void test_sums(void)
{
    static const char *const tenths[] = {"0.1", "0.2", "0.3", "0.4"};
    static const char *const far[] = {"1e287", "1e-190", "-1e287"};
    static const char *const carries[] = {"999999999", "1", "-1000000001"};
    static const char *const long_number[] = {"12345678901234567890.123456789"};
    CHECK(sums_to(tenths, 4, "1") && sums_to(tenths, 0, "0"));
    CHECK(sums_to(far, 3, "1e-190"));
    CHECK(sums_to(carries, 3, "-1") && sums_to(carries, 2, "1000000000"));
    CHECK(sums_to(long_number, 1, "1.2345678901234567890123456789e19"));
}

static bool is_order(const struct span *texts, size_t count, bool descending,
                     const char *expected)
{
    struct order_column column = {texts, descending};
    size_t rows[8];
    order_rows(&column, 1, rows, count);
    for (size_t i = 0; i < count; i++)
        if (rows[i] != (size_t)(expected[i] - '0'))
            return false;
    return true;
}

static void test_order(void)
{
    static const struct span none = {NULL, 0};
    const struct span numbers[] = {span_of("10"), span_of("9"), none, span_of("-1"),
                                   span_of("9.0")};
    const struct span texts[] = {span_of("10"), span_of("9"), none, span_of("a"),
                                 span_of("")};
    CHECK(is_order(numbers, 5, false, "31402"));
    CHECK(is_order(numbers, 5, true, "04132"));
    CHECK(is_order(texts, 5, false, "40132"));
    CHECK(is_order(texts, 5, true, "31042"));
    CHECK(is_order(texts, 0, false, ""));
}

static void test_column_limit(void)
{
    struct agg *agg = agg_new("date", (struct span){NULL, 0});
    struct buf name = {0};
    for (size_t i = 0; i <= AGG_COLUMNS_MAX; i++) {
        buf_clear(&name);
        buf_add_format(&name, "f%zu", i);
        CHECK(agg_add_group(agg, buf_span(&name)) == (i < AGG_COLUMNS_MAX));
    }
    buf_free(&name);
    agg_free(agg);
    agg = agg_new(NULL, (struct span){NULL, 0});
    // cppcheck-suppress oppositeExpression ; the second call differs, since the first adds
    CHECK(agg_add_group(agg, span_of("count")) && !agg_add_group(agg, span_of("count")));
    CHECK(!agg_add_operation(agg, 0, span_of("")));
    agg_free(agg);
}

/* As many columns as a cross table may have, then one more. */
static void test_cross_limit(void)
{
    const struct tally_operation count = {0, {"", 0}};
    const struct tally_plan plan = {
        .operations = &count, .operation_count = 1, .cross = span_of("v")};
    for (size_t more = 0; more < 2; more++) {
        struct buf line = {0}, why = {0};
        struct scan_fault fault;
        struct rec *rec = rec_new();
        struct tally *tally = tally_new(&plan, &why);
        for (size_t i = 0; i < TALLY_CROSS_MAX + more; i++) {
            buf_clear(&line);
            buf_add_format(&line, "{\"v\":%zu}", i);
            rec_parse(rec, buf_span(&line), &fault);
            tally_add(tally, rec, &why);
        }
        CHECK(tally_arrange(tally, &why) == !more);
        CHECK(!more ||
              span_starts(buf_span(&why), span_of("more than 16000 values of 'v'")));
        tally_free(tally);
        rec_free(rec);
        buf_free(&line);
        buf_free(&why);
    }
}

int main(void)
{
    test_set();
    test_decimal();
    test_sums();
    test_order();
    test_column_limit();
    test_cross_limit();
    return check_finish();
}

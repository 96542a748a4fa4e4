#include "decimal.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

enum {
    LIMB_DIGITS = 9,
    LIMB = 1000000000,
    /* Larger exponents are cut here: any such digit is out of range whatever stands
       before. */
    EXPONENT_MAX = 1000000,
    /* A number adds less than 10^9 to a limb, so that an int64_t holds more than this
       many. */
    CARRY_AFTER = 1 << 30
};

static bool is_digit(const char *at, const char *end)
{
    return at < end && *at >= '0' && *at <= '9';
}

static const char *behind_digits(const char *at, const char *end)
{
    while (is_digit(at, end))
        at++;
    return at;
}

/* Reads `e` and what follows up to the end; false where it is no exponent. */
static bool read_exponent(const char *at, const char *end, long *exponent)
{
    *exponent = 0;
    if (at == end)
        return true;
    if (*at != 'e' && *at != 'E')
        return false;
    at++;
    bool negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    if (!is_digit(at, end) || behind_digits(at, end) != end)
        return false;
    for (; at < end; at++)
        if (*exponent < EXPONENT_MAX)
            *exponent = *exponent * 10 + (*at - '0');
    if (negative)
        *exponent = -*exponent;
    return true;
}

/* The first to the last digit of the mantissa that is not 0, and their powers, the first
 * digit before the point standing at power `whole` - 1. */
static struct span significant(struct span mantissa, long whole, long *first, long *last)
{
    const char *from = NULL, *to = NULL;
    long power = whole;
    for (size_t i = 0; i < mantissa.length; i++) {
        const char *at = mantissa.at + i;
        if (*at == '.')
            continue;
        power--;
        if (*at == '0')
            continue;
        if (!from) {
            from = at;
            *first = power;
        }
        to = at + 1;
        *last = power;
    }
    return from ? (struct span){from, (size_t)(to - from)}
                : (struct span){mantissa.at, 0};
}

/* The digits behind the sign, and how many stand before the point with the exponent
 * counted in. False where the text is not spelt as a number. */
static bool read_parts(struct span text, struct span *mantissa, long *whole)
{
    const char *at = text.at, *end = at + text.length;
    if (text.length == 0 || text.length > INT32_MAX)
        return false;
    at += *at == '-';
    const char *start = at, *point = behind_digits(at, end);
    if (point == start || (*start == '0' && point - start > 1))
        return false;
    at = point;
    if (at < end && *at == '.') {
        at = behind_digits(point + 1, end);
        if (at == point + 1)
            return false;
    }
    *mantissa = (struct span){start, (size_t)(at - start)};
    if (!read_exponent(at, end, whole))
        return false;
    *whole += point - start;
    return true;
}

bool decimal_is(struct span text)
{
    struct span mantissa;
    long whole;
    return read_parts(text, &mantissa, &whole);
}

static bool read_number(struct span text, int power_max, int power_min,
                        struct decimal *number)
{
    struct span mantissa;
    long whole, first = 0, last = 0;
    if (!read_parts(text, &mantissa, &whole))
        return false;
    number->digits = significant(mantissa, whole, &first, &last);
    number->negative = number->digits.length > 0 && text.at[0] == '-';
    number->power = first <= power_max ? (int)first : 0;
    return first <= power_max && last >= power_min;
}

bool decimal_read(struct span text, struct decimal *number)
{
    return read_number(text, DECIMAL_POWER_MAX, DECIMAL_POWER_MIN, number);
}

bool decimal_read_sum(struct span text, struct decimal *number)
{
    return read_number(text, DECIMAL_SUM_POWER_MAX, DECIMAL_SUM_POWER_MIN, number);
}

static int compare_digits(struct span a, struct span b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        i += i < a.length && a.at[i] == '.';
        k += k < b.length && b.at[k] == '.';
        if (i >= a.length || k >= b.length)
            return (i < a.length) - (k < b.length);
        if (a.at[i] != b.at[k])
            return a.at[i] < b.at[k] ? -1 : 1;
    }
}

static int compare_sizes(const struct decimal *a, const struct decimal *b)
{
    bool is_zero = a->digits.length == 0, other_zero = b->digits.length == 0;
    if (is_zero || other_zero)
        return other_zero - is_zero;
    if (a->power != b->power)
        return a->power < b->power ? -1 : 1;
    return compare_digits(a->digits, b->digits);
}

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
    if (a->negative != b->negative)
        return a->negative ? -1 : 1;
    int order = compare_sizes(a, b);
    return a->negative ? -order : order;
}

/* `digits` without a point and without zeros at either end. Whole numbers of up to 18
 * digits are written as such, which every reader of JSON keeps exactly; longer ones with
 * an exponent. */
static void write_digits(bool negative, struct span digits, int power, struct buf *out)
{
    enum { PLAIN_MAX = 17, PLAIN_MIN = -7 };
    int count = (int)digits.length;
    if (count == 0) {
        buf_add_byte(out, '0');
        return;
    }
    if (negative)
        buf_add_byte(out, '-');
    bool plain = power >= PLAIN_MIN && power <= PLAIN_MAX;
    int whole = plain ? power + 1 : 1; /* digits before the point */
    if (whole <= 0)
        buf_add_text(out, "0.");
    for (int i = whole; i < 0; i++)
        buf_add_byte(out, '0');
    for (int i = 0; i < count || i < whole; i++) {
        if (i == whole && whole > 0)
            buf_add_byte(out, '.');
        buf_add_byte(out, i < count ? digits.at[i] : '0');
    }
    if (!plain)
        buf_add_format(out, "e%d", power);
}

void decimal_write(const struct decimal *number, struct buf *out)
{
    struct buf digits = {0};
    for (size_t i = 0; i < number->digits.length; i++)
        if (number->digits.at[i] != '.')
            buf_add_byte(&digits, number->digits.at[i]);
    write_digits(number->negative, buf_span(&digits), number->power, out);
    buf_free(&digits);
}

/* The power of 10^9 that a power of ten falls into, and what is left of it. */
static int limb_of(int power, int *rest)
{
    *rest = ((power % LIMB_DIGITS) + LIMB_DIGITS) % LIMB_DIGITS;
    return (power - *rest) / LIMB_DIGITS;
}

static void make_room(struct decimal_sum *sum, int low, int high)
{
    if (sum->count == 0)
        sum->low = low;
    int new_low = low < sum->low ? low : sum->low;
    int end = sum->low + sum->count;
    int new_end = high + 1 > end ? high + 1 : end;
    if (new_low == sum->low && new_end == end)
        return;
    size_t shift = (size_t)(sum->low - new_low), count = (size_t)(new_end - new_low);
    int64_t *limbs = mem_new(count, sizeof *limbs);
    if (sum->count)
        memcpy(limbs + shift, sum->limbs, (size_t)sum->count * sizeof *limbs);
    free(sum->limbs);
    *sum = (struct decimal_sum){limbs, new_low, (int)count, sum->added};
}

/* Leaves every limb but the highest between 0 and 10^9, which keeps the value. */
static void carry(int64_t *limbs, int count)
{
    for (int i = 0; i + 1 < count; i++) {
        int64_t over = limbs[i] / LIMB - (limbs[i] % LIMB < 0);
        limbs[i] -= over * LIMB;
        limbs[i + 1] += over;
    }
}

void decimal_add(struct decimal_sum *sum, const struct decimal *number)
{
    static const int32_t scales[LIMB_DIGITS] = {
        1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
    int rest, power = number->power, last = power + 1;
    for (size_t i = 0; i < number->digits.length; i++)
        last -= number->digits.at[i] != '.';
    if (number->digits.length == 0)
        return;
    make_room(sum, limb_of(last, &rest), limb_of(power, &rest));
    for (size_t i = 0; i < number->digits.length; i++) {
        char digit = number->digits.at[i];
        if (digit == '.')
            continue;
        int64_t *limb = &sum->limbs[limb_of(power, &rest) - sum->low];
        int64_t part = (int64_t)(digit - '0') * scales[rest];
        *limb += number->negative ? -part : part;
        power--;
    }
    if (++sum->added % CARRY_AFTER == 0) {
        make_room(sum, sum->low, sum->low + sum->count);
        carry(sum->limbs, sum->count);
    }
}

void decimal_sum_write(const struct decimal_sum *sum, struct buf *out)
{
    int count = sum->count + 3; /* the carry of an int64_t takes three limbs */
    int64_t *limbs = mem_new((size_t)count, sizeof *limbs);
    if (sum->count)
        memcpy(limbs, sum->limbs, (size_t)sum->count * sizeof *limbs);
    carry(limbs, count);
    bool negative = limbs[count - 1] < 0;
    for (int i = 0; negative && i < count; i++)
        limbs[i] = -limbs[i];
    carry(limbs, count);
    char *text = mem_new((size_t)count, LIMB_DIGITS);
    size_t length = 0;
    for (int i = count - 1; i >= 0; i--)
        for (int32_t scale = LIMB / 10; scale > 0; scale /= 10)
            text[length++] = (char)('0' + limbs[i] / scale % 10);
    free(limbs);
    int power = (sum->low + count) * LIMB_DIGITS - 1;
    size_t start = 0;
    while (start < length && text[start] == '0')
        start++;
    while (length > start && text[length - 1] == '0')
        length--;
    write_digits(negative, (struct span){text + start, length - start},
                 power - (int)start, out);
    free(text);
}

void decimal_sum_free(struct decimal_sum *sum)
{
    free(sum->limbs);
    *sum = (struct decimal_sum){0};
}

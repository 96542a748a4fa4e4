#include "measure.h"

#include <string.h>

#include "utf8.h"

enum { WORD_MAX = 16 };

/* A decimal: digits without the point, and how many of them stand behind it. */
struct decimal {
    char digits[MEASURE_DIGITS + 1];
    size_t count, behind;
};

/* A reader over the text: each read_* moves on and returns true, or leaves it as it was.
 */
struct reader {
    struct span text;
    size_t at;
};

static unsigned char byte_at(const struct reader *reader, size_t at)
{
    return at < reader->text.length ? (unsigned char)reader->text.at[at] : 0;
}

static bool read_text(struct reader *reader, const char *text)
{
    struct span rest = span_part(reader->text, reader->at, reader->text.length);
    if (!span_starts(rest, span_of(text)))
        return false;
    reader->at += strlen(text);
    return true;
}

/* One blank of any width, or a line end within a paragraph; else a hyphen if it may join.
 */
static bool read_joint(struct reader *reader, bool hyphen)
{
    return read_text(reader, " ") || read_text(reader, "\xC2\xA0") ||
           (byte_at(reader, reader->at + 1) != '\n' && read_text(reader, "\n")) ||
           (hyphen && read_text(reader, "-"));
}

/* The lower-case ASCII word at the reader. */
static bool read_word(struct reader *reader, char word[WORD_MAX])
{
    size_t length = 0;
    while (utf8_is_letter(byte_at(reader, reader->at + length))) {
        if (length == WORD_MAX - 1)
            return false;
        word[length] = (char)(byte_at(reader, reader->at + length) | 0x20);
        length++;
    }
    word[length] = '\0';
    if (length == 0 || utf8_is_word_byte(byte_at(reader, reader->at + length)))
        return false;
    reader->at += length;
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

/* ---- numbers
 * -------------------------------------------------------------------------------- */

static bool read_run(struct reader *reader, struct decimal *decimal)
{
    size_t first = reader->at;
    for (; utf8_is_digit(byte_at(reader, reader->at)); reader->at++) {
        if (decimal->count == MEASURE_DIGITS)
            return false;
        decimal->digits[decimal->count++] = reader->text.at[reader->at];
    }
    return reader->at > first;
}

/* ",234" three digits and no more. */
static bool read_group(struct reader *reader, struct decimal *decimal)
{
    size_t at = reader->at;
    if (byte_at(reader, at) != ',' || !utf8_is_digit(byte_at(reader, at + 1)) ||
        !utf8_is_digit(byte_at(reader, at + 2)) || !utf8_is_digit(byte_at(reader, at + 3)) ||
        utf8_is_digit(byte_at(reader, at + 4)) || decimal->count + 3 > MEASURE_DIGITS)
        return false;
    reader->at++;
    return read_run(reader, decimal);
}

/* "37", "250,000", "5.2"; the raised point of British print is U+00B7. */
static bool read_number(struct reader *reader, struct decimal *decimal)
{
    struct reader ahead = *reader;
    *decimal = (struct decimal){.count = 0};
    if (!read_run(&ahead, decimal))
        return false;
    while (read_group(&ahead, decimal))
        ;
    struct reader point = ahead;
    size_t whole = decimal->count;
    if ((read_text(&point, ".") || read_text(&point, "\xC2\xB7")) &&
        read_run(&point, decimal)) {
        decimal->behind = decimal->count - whole;
        ahead = point;
    }
    *reader = ahead;
    return true;
}

static int word_value(const char *word)
{
    static const char *const small[] = {
        "zero",     "one",     "two",     "three",     "four",     "five",    "six",
        "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
        "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"twenty", "thirty",  "forty",  "fifty",
                                       "sixty",  "seventy", "eighty", "ninety"};
    for (int i = 1; i < 20; i++)
        if (strcmp(word, small[i]) == 0)
            return i;
    for (int i = 0; i < 8; i++)
        if (strcmp(word, tens[i]) == 0)
            return 20 + 10 * i;
    return 0;
}

/* Second and third letters of number words, by their first. */
static const char *const beginnings[26] = {
    ['e' - 'a'] = "igle", ['f' - 'a'] = "ouorifiv", ['n' - 'a'] = "in",
    ['o' - 'a'] = "ne",   ['s' - 'a'] = "ixev",     ['t' - 'a'] = "wowehrhien"};

/* Can a number word begin at `at`? Answered from three letters, since nearly every word cannot. */
static bool may_be_number(struct span text, size_t at)
{
    unsigned char first = (unsigned char)text.at[at] | 0x20;
    const char *pair = first >= 'a' && first <= 'z' ? beginnings[first - 'a'] : NULL;
    if (!pair || at + 2 >= text.length)
        return false;
    for (; *pair; pair += 2)
        if ((text.at[at + 1] | 0x20) == pair[0] && (text.at[at + 2] | 0x20) == pair[1])
            return true;
    return false;
}

static void set_number(struct decimal *decimal, int value, bool half)
{
    *decimal = (struct decimal){.count = 0};
    if (value >= 10)
        decimal->digits[decimal->count++] = (char)('0' + value / 10);
    decimal->digits[decimal->count++] = (char)('0' + value % 10);
    if (half)
        decimal->digits[decimal->count++] = '5';
    decimal->behind = half;
}

/* "six", "twenty-two", "two and a half". */
static bool read_number_word(struct reader *reader, struct decimal *decimal)
{
    struct reader ahead = *reader, more;
    char word[WORD_MAX];
    if (!read_word(&ahead, word))
        return false;
    int value = word_value(word);
    if (value == 0)
        return false;
    more = ahead;
    if (value >= 20 && read_joint(&more, true) && read_word(&more, word) &&
        word_value(word) > 0 && word_value(word) < 10) {
        value += word_value(word);
        ahead = more;
    }
    more = ahead;
    bool half = read_joint(&more, false) && read_this_word(&more, "and") &&
                read_joint(&more, false) && read_this_word(&more, "a") &&
                read_joint(&more, false) && read_this_word(&more, "half");
    if (half)
        ahead = more;
    set_number(decimal, value, half);
    *reader = ahead;
    return true;
}

/* Writes the decimal times a power of ten, without zeros that say nothing. */
static size_t write_decimal(const struct decimal *decimal, size_t power, char *out)
{
    size_t first = 0, length = 0;
    size_t whole = decimal->count - decimal->behind + power; /* digits before the point */
    while (first + 1 < whole && first < decimal->count && decimal->digits[first] == '0')
        first++;
    for (size_t i = first; i < whole; i++)
        out[length++] = i < decimal->count ? decimal->digits[i] : '0';
    size_t last = decimal->count;
    while (last > whole && decimal->digits[last - 1] == '0')
        last--;
    if (last > whole)
        out[length++] = '.';
    for (size_t i = whole; i < last; i++)
        out[length++] = decimal->digits[i];
    out[length] = '\0';
    return length;
}

/* ---- money
 * ---------------------------------------------------------------------------------- */

static const struct {
    const char *sign, *currency;
} signs[] = {{"\xC2\xA3", "GBP"}, {"\xE2\x82\xAC", "EUR"}, {"US$", "USD"},
             {"$", "USD"},        {"GBP", "GBP"},          {"EUR", "EUR"}};

static const struct {
    const char *word;
    size_t power;
    bool direct; /* may stand right behind the digits */
} scales[] = {{"thousand", 3, false}, {"k", 3, true},   {"million", 6, true},
              {"mn", 6, true},        {"mln", 6, true}, {"m", 6, true},
              {"billion", 9, true},   {"bn", 9, true},  {"b", 9, true},
              {"trillion", 12, true}};

/* " million", "-million", "m", "bn". */
static bool read_scale(struct reader *reader, size_t *power)
{
    struct reader ahead = *reader;
    char word[WORD_MAX];
    bool apart = read_joint(&ahead, true);
    if (!read_word(&ahead, word))
        return false;
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (strcmp(word, scales[i].word) == 0 &&
            (apart ? strlen(word) > 1 : scales[i].direct)) {
            *power = scales[i].power;
            *reader = ahead;
            return true;
        }
    return false;
}

static const char *read_sign(struct reader *reader)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (byte_at(reader, reader->at) == (unsigned char)signs[i].sign[0] &&
            read_text(reader, signs[i].sign))
            return signs[i].currency;
    return NULL;
}

/* The scale that the second half of a range gives to the first: "£3-5 million". */
static void borrow_scale(struct reader reader, size_t *power)
{
    struct decimal second;
    if (!read_text(&reader, "-") && !read_text(&reader, "\xE2\x80\x93"))
        return;
    read_sign(&reader);
    if (read_number(&reader, &second))
        read_scale(&reader, power);
}

static bool read_signed_money(struct reader *reader, struct measure *measure)
{
    struct reader ahead = *reader;
    struct decimal decimal;
    size_t power = 0;
    unsigned char byte = byte_at(reader, reader->at);
    if (utf8_is_digit(byte) || (byte >= 'a' && byte <= 'z'))
        return false; /* no sign begins so */
    measure->currency = read_sign(&ahead);
    if (!measure->currency)
        return false;
    read_text(&ahead, " ");
    if (!read_number(&ahead, &decimal))
        return false;
    if (!read_scale(&ahead, &power))
        borrow_scale(ahead, &power);
    measure->kind = MEASURE_MONEY;
    write_decimal(&decimal, power, measure->value);
    *reader = ahead;
    return true;
}

/* "5.2 million pounds", "300 euros". */
static bool read_named_money(struct reader *reader, const struct decimal *decimal,
                             struct measure *measure)
{
    static const struct {
        const char *word, *currency;
    } names[] = {
        {"pounds", "GBP"}, {"euros", "EUR"}, {"euro", "EUR"}, {"dollars", "USD"}};
    struct reader ahead = *reader;
    char word[WORD_MAX];
    size_t power = 0;
    read_scale(&ahead, &power);
    if (!read_joint(&ahead, false) || !read_word(&ahead, word))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(word, names[i].word) == 0) {
            measure->kind = MEASURE_MONEY;
            measure->currency = names[i].currency;
            write_decimal(decimal, power, measure->value);
            *reader = ahead;
            return true;
        }
    return false;
}

/* ---- percentages and durations
 * -------------------------------------------------------------- */

static bool read_percent(struct reader *reader, const struct decimal *decimal,
                         struct measure *measure)
{
    struct reader ahead = *reader;
    read_joint(&ahead, false);
    if (!read_text(&ahead, "%")) {
        if (!read_this_word(&ahead, "percent") &&
            !(read_this_word(&ahead, "per") && read_joint(&ahead, false) &&
              read_this_word(&ahead, "cent")))
            return false;
    }
    measure->kind = MEASURE_PERCENT;
    measure->currency = NULL;
    write_decimal(decimal, 0, measure->value);
    *reader = ahead;
    return true;
}

/* "18 years old", "years of age", "15-year-olds". */
static bool is_age(struct reader reader)
{
    if (!read_joint(&reader, true))
        return false;
    return read_this_word(&reader, "old") || read_this_word(&reader, "olds") ||
           (read_this_word(&reader, "of") && read_joint(&reader, false) &&
            read_this_word(&reader, "age"));
}

static bool read_duration(struct reader *reader, const struct decimal *decimal,
                          struct measure *measure)
{
    static const struct {
        const char *word, *before;
        char unit;
    } units[] = {{"day", "P", 'D'},  {"week", "P", 'W'},  {"month", "P", 'M'},
                 {"year", "P", 'Y'}, {"hour", "PT", 'H'}, {"minute", "PT", 'M'}};
    struct reader ahead = *reader;
    char word[WORD_MAX];
    if (!read_joint(&ahead, true))
        return false;
    struct reader working = ahead;
    if ((read_this_word(&working, "working") || read_this_word(&working, "calendar")) &&
        read_joint(&working, false))
        ahead = working;
    if (!read_word(&ahead, word) || is_age(ahead))
        return false;
    size_t length = strlen(word);
    if (length > 1 && word[length - 1] == 's')
        word[length - 1] = '\0';
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (strcmp(word, units[i].word) != 0)
            continue;
        size_t head = strlen(units[i].before);
        memcpy(measure->value, units[i].before, head);
        head += write_decimal(decimal, 0, measure->value + head);
        measure->value[head] = units[i].unit;
        measure->value[head + 1] = '\0';
        measure->kind = MEASURE_DURATION;
        measure->currency = NULL;
        *reader = ahead;
        return true;
    }
    return false;
}

/* Could a percentage, sum or duration follow its number? Told from the byte behind one joint:
 * most numbers are none. */
static bool may_have_unit(struct reader reader)
{
    read_joint(&reader, true);
    unsigned char byte = byte_at(&reader, reader.at);
    return byte == '%' || (utf8_is_letter(byte) && strchr("bcdehkmptwy", byte | 0x20));
}

/* "aged 16 years", "under 18 years". */
static bool is_aged(struct span text, size_t at)
{
    static const char *const words[] = {"aged ", "under ", "Under ", "Aged ", "age of "};
    struct span before = span_part(text, 0, at);
    return span_ends_any(before, words, sizeof words / sizeof *words);
}

static bool measure_read(struct span text, size_t at, struct measure *measure)
{
    struct reader reader = {text, at};
    struct decimal decimal;
    measure->start = at;
    bool found = read_signed_money(&reader, measure);
    if (!found && (read_number(&reader, &decimal) || read_number_word(&reader, &decimal)) &&
        may_have_unit(reader))
        found = read_percent(&reader, &decimal, measure) ||
                read_named_money(&reader, &decimal, measure) ||
                (!is_aged(text, at) && read_duration(&reader, &decimal, measure));
    measure->end = reader.at;
    return found;
}

/* Could a measure begin at this byte, in front of which stands `before`? */
static bool may_begin(struct span text, size_t at, unsigned char before)
{
    unsigned char byte = (unsigned char)text.at[at];
    if (byte == '$' || byte == 0xC2 || byte == 0xE2)
        return true;
    if (utf8_is_word_byte(before) || before == '.')
        return false;
    return utf8_is_digit(byte) || byte == 'U' || byte == 'G' || byte == 'E' ||
           may_be_number(text, at);
}

bool measure_find(struct span text, size_t at, struct measure *measure)
{
    while (at < text.length) {
        unsigned char before = at ? (unsigned char)text.at[at - 1] : ' ';
        if (before == ',' && at > 1 && utf8_is_digit((unsigned char)text.at[at - 2]))
            before = 'x'; /* inside a long number */
        if (may_begin(text, at, before) && measure_read(text, at, measure))
            return true;
        while (utf8_plain[(unsigned char)text.at[at]] && at + 1 < text.length &&
               utf8_plain[(unsigned char)text.at[at + 1]])
            at++; /* inside a word */
        at++;
    }
    return false;
}

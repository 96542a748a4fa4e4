#include "utf8.h"

#include <stdlib.h>

#include "mem.h"

enum { INDEX_STEP = 64, REPLACEMENT = 0xFFFD };

static bool is_tail(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

size_t utf8_sequence(struct span text)
{
    if (text.length == 0)
        return 0;
    unsigned char lead = (unsigned char)text.at[0];
    if (lead < 0x80)
        return 1;
    size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.length < length)
        return 0;
    unsigned char second = (unsigned char)text.at[1];
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
        return 0;
    for (size_t i = 1; i < length; i++)
        if (!is_tail(text.at[i]))
            return 0;
    return length;
}

size_t utf8_decode_long(struct span text, uint32_t *point)
{
    static const unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    size_t length = utf8_sequence(text);
    if (length == 0) {
        *point = REPLACEMENT;
        return 1;
    }
    uint32_t value = (unsigned char)text.at[0] & lead_bits[length];
    for (size_t i = 1; i < length; i++)
        value = value << 6 | ((unsigned char)text.at[i] & 0x3F);
    *point = value;
    return length;
}

size_t utf8_decode_last(struct span text, uint32_t *point)
{
    size_t back = 1;
    while (back < 4 && back < text.length && is_tail(text.at[text.length - back]))
        back++;
    struct span last = span_part(text, text.length - back, text.length);
    if (utf8_decode(last, point) == back)
        return back;
    *point = REPLACEMENT;
    return 1;
}

uint32_t utf8_first(struct span text)
{
    uint32_t point = 0;
    if (text.length)
        utf8_decode(text, &point);
    return point;
}

uint32_t utf8_last(struct span text)
{
    uint32_t point = 0;
    if (text.length)
        utf8_decode_last(text, &point);
    return point;
}

void utf8_encode(struct buf *out, uint32_t point)
{
    if (point < 0x80) {
        buf_add_byte(out, (char)point);
        return;
    }
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF))
        point = REPLACEMENT;
    if (point < 0x800) {
        buf_add_byte(out, (char)(0xC0 | point >> 6));
    } else {
        if (point < 0x10000) {
            buf_add_byte(out, (char)(0xE0 | point >> 12));
        } else {
            buf_add_byte(out, (char)(0xF0 | point >> 18));
            buf_add_byte(out, (char)(0x80 | (point >> 12 & 0x3F)));
        }
        buf_add_byte(out, (char)(0x80 | (point >> 6 & 0x3F)));
    }
    buf_add_byte(out, (char)(0x80 | (point & 0x3F)));
}

/* Bytes from the start that are well-formed. */
static size_t valid_length(struct span text)
{
    const uint64_t highs = 0x8080808080808080u;
    size_t at = 0;
    while (at < text.length) {
        uint64_t eight = highs;
        if (text.length - at >= sizeof eight)
            memcpy(&eight, text.at + at, sizeof eight);
        if (!(eight & highs)) {
            at += sizeof eight;
            continue;
        }
        if ((unsigned char)text.at[at] < 0x80) {
            at++;
            continue;
        }
        size_t length = utf8_sequence(span_part(text, at, text.length));
        if (length == 0)
            break;
        at += length;
    }
    return at;
}

size_t utf8_count(struct span text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++)
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}

bool utf8_valid(struct span text)
{
    return valid_length(text) == text.length;
}

uint32_t utf8_windows_1252(uint32_t byte)
{
    static const uint16_t high[32] = {
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
    return byte >= 0x80 && byte < 0xA0 ? high[byte - 0x80] : byte;
}

void utf8_repair(struct buf *out, struct span text)
{
    while (text.length) {
        size_t good = valid_length(text);
        buf_add(out, span_part(text, 0, good));
        if (good == text.length)
            return;
        utf8_encode(out, utf8_windows_1252((unsigned char)text.at[good]));
        text = span_part(text, good + 1, text.length);
    }
}

const char utf8_plain[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
    ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k',
    ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
    ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
    ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f',
    ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm',
    ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z'};

bool utf8_is_space(uint32_t point)
{
    return point == ' ' || point == '\t' || point == 0xA0 || point == 0x1680 ||
           (point >= 0x2000 && point <= 0x200B) || point == 0x202F || point == 0x205F ||
           point == 0x3000 || point == 0xFEFF;
}

bool utf8_is_long_letter(uint32_t point)
{
    return (point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7) ||
           (point >= 0x370 && point <= 0x52F) || (point >= 0x1E00 && point <= 0x1FFF) ||
           (point >= 0xFB00 && point <= 0xFB06);
}

/* Simple case: Latin-1, Latin Extended-A, Greek and Cyrillic, as pairs and offsets. */
static uint32_t lower(uint32_t point)
{
    if (point < 0x80)
        return point >= 'A' && point <= 'Z' ? point + 0x20 : point;
    if ((point >= 0xC0 && point <= 0xDE && point != 0xD7) || (point >= 0x391 && point <= 0x3A9) ||
        (point >= 0x410 && point <= 0x42F))
        return point + 0x20;
    if (point >= 0x400 && point <= 0x40F)
        return point + 0x50;
    if (point == 0x178)
        return 0xFF;
    if ((point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17E))
        return point & 1 ? point + 1 : point;
    if ((point >= 0x100 && point <= 0x177 && point != 0x138) ||
        (point >= 0x1E00 && point <= 0x1EFF))
        return point | 1;
    return point;
}

bool utf8_is_long_upper(uint32_t point)
{
    return utf8_is_letter(point) && lower(point) != point;
}

/* U+00E0 to U+017F by the letter beneath the accent; '.' where there is no single one. */
static const char bases[] = "aaaaaa.ceeeeiiiidnooooo.ouuuuy.y"
                            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkk"
                            "llllllllllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuu"
                            "wwyyyzzzzzzs";

static uint32_t without_accent(uint32_t point)
{
    if (point < 0xE0 || point > 0x17F)
        return point;
    char base = bases[point - 0xE0];
    return base == '.' ? point : (uint32_t)(unsigned char)base;
}

uint32_t utf8_fold(uint32_t point)
{
    if (point < 0x80)
        return point >= 'A' && point <= 'Z' ? point + 0x20 : point == '\t' ? ' ' : point;
    if (utf8_is_space(point))
        return ' ';
    if (point == 0x2018 || point == 0x2019 || point == 0x201B || point == 0x2032 ||
        point == 0xB4 || point == 0x2BC)
        return '\'';
    if (point == 0x201C || point == 0x201D || point == 0x201F || point == 0x2033 ||
        point == 0xAB || point == 0xBB)
        return '"';
    if ((point >= 0x2010 && point <= 0x2015) || point == 0x2212)
        return '-';
    return without_accent(lower(point));
}

void utf8_fold_text(struct buf *out, struct span text)
{
    while (text.length) {
        uint32_t point;
        size_t length = utf8_decode(text, &point);
        utf8_encode(out, utf8_fold(point));
        text = span_part(text, length, text.length);
    }
}

void utf8_index_make(struct utf8_index *index, struct span text)
{
    index->text = text;
    index->count = text.length / INDEX_STEP + 1;
    index->points = mem_new(index->count, sizeof *index->points);
    for (size_t block = 1; block < index->count; block++) {
        const char *at = text.at + (block - 1) * INDEX_STEP;
        unsigned points = 0;
        for (int i = 0; i < INDEX_STEP; i++)
            points += !is_tail(at[i]);
        index->points[block] = index->points[block - 1] + points;
    }
}

/* Are all characters of the block, which is not the last, one byte long? Most are. */
static bool is_block_plain(const struct utf8_index *index, size_t block)
{
    return block + 1 < index->count &&
           index->points[block + 1] - index->points[block] == INDEX_STEP;
}

size_t utf8_point_at(const struct utf8_index *index, size_t byte)
{
    if (byte > index->text.length)
        byte = index->text.length;
    size_t points = index->points[byte / INDEX_STEP];
    if (is_block_plain(index, byte / INDEX_STEP))
        return points + byte % INDEX_STEP;
    for (size_t at = byte / INDEX_STEP * INDEX_STEP; at < byte; at++)
        points += !is_tail(index->text.at[at]);
    return points;
}

size_t utf8_byte_at(const struct utf8_index *index, size_t point)
{
    size_t low = 0, high = index->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (index->points[middle] <= point)
            low = middle;
        else
            high = middle;
    }
    size_t at = low * INDEX_STEP, points = index->points[low];
    if (is_block_plain(index, low))
        return at + (point - points);
    while (at < index->text.length) {
        if (!is_tail(index->text.at[at]) && points++ == point)
            break;
        at++;
    }
    return at;
}

void utf8_index_free(struct utf8_index *index)
{
    free(index->points);
    *index = (struct utf8_index){0};
}

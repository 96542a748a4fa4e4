#include "charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "utf8.h"

enum {
    /* HTML asks for the declaration within 1024 bytes; pages with long scripts before it are
     * common, and browsers look further. */
    DECLARATION_MAX = 16 * 1024,
    /* Bytes looked at to tell UTF-16 without a mark. */
    WIDE_SAMPLE = 512,
    CONVERTED_AT_ONCE = 16 * 1024
};

static bool is_name(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') ||
           byte == '-' || byte == '_' || byte == ':' || byte == '.';
}

/* The word behind `charset=` or `encoding=`, with or without quotes. */
static struct span value_behind(struct span text)
{
    size_t at = 0;
    while (at < text.length && strchr(" \t\r\n", text.at[at]))
        at++;
    if (at >= text.length || text.at[at] != '=')
        return (struct span){NULL, 0};
    at++;
    while (at < text.length && strchr(" \t\r\n\"'", text.at[at]))
        at++;
    size_t end = at;
    while (end < text.length && is_name(text.at[end]))
        end++;
    return end > at ? span_part(text, at, end) : (struct span){NULL, 0};
}

struct span charset_declared(struct span page)
{
    struct span head = span_part(page, 0, DECLARATION_MAX);
    if (span_starts(head, span_of("<?xml"))) {
        struct span declaration = span_part(head, 0, span_find(head, span_of("?>")));
        size_t at = span_find(declaration, span_of("encoding"));
        struct span value = value_behind(span_part(declaration, at + 8, declaration.length));
        if (value.at)
            return value;
    }
    for (size_t i = 0; i + 12 < head.length; i++) {
        if (head.at[i] != '<' || strncasecmp(head.at + i + 1, "meta", 4) != 0)
            continue;
        struct span tag = span_part(head, i, head.length);
        tag = span_part(tag, 0, span_find_byte(tag, '>'));
        for (size_t k = 5; k + 7 < tag.length; k++) {
            if (strncasecmp(tag.at + k, "charset", 7) != 0)
                continue;
            struct span value = value_behind(span_part(tag, k + 7, tag.length));
            if (value.at)
                return value;
        }
    }
    return (struct span){NULL, 0};
}

/* 1 for big, -1 for little endian, 0 where the bytes are no UTF-16; *mark is the length of the
 * byte order mark. Without one, Latin text shows as a NUL in every other byte. */
static int wide_order(struct span bytes, size_t *mark)
{
    *mark = 0;
    if (bytes.length >= 2 && (memcmp(bytes.at, "\xFE\xFF", 2) == 0 ||
                              memcmp(bytes.at, "\xFF\xFE", 2) == 0)) {
        *mark = 2;
        return bytes.at[0] == '\xFE' ? 1 : -1;
    }
    size_t nuls[2] = {0}, sample = bytes.length < WIDE_SAMPLE ? bytes.length : WIDE_SAMPLE;
    for (size_t i = 0; i < sample; i++)
        nuls[i % 2] += bytes.at[i] == '\0';
    if (sample < 8 || nuls[0] + nuls[1] < sample * 3 / 8)
        return 0;
    return nuls[0] > 4 * nuls[1] ? 1 : nuls[1] > 4 * nuls[0] ? -1 : 0;
}

static void decode_wide(struct buf *out, struct span bytes, int order)
{
    uint32_t high = 0;
    for (size_t i = 0; i + 1 < bytes.length; i += 2) {
        uint32_t a = (unsigned char)bytes.at[i], b = (unsigned char)bytes.at[i + 1];
        uint32_t unit = order > 0 ? a << 8 | b : b << 8 | a;
        bool low = unit >= 0xDC00 && unit < 0xE000;
        if (high)
            utf8_encode(out, low ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD);
        if (unit >= 0xD800 && unit < 0xDC00) {
            high = unit;
            continue;
        }
        if (!low || !high)
            utf8_encode(out, unit);
        high = 0;
    }
}

/* Labels of the web to names of iconv: the first is what browsers really decode with. */
static const char *const renamed[][2] = {
    {"gb2312", "GB18030"},     {"gbk", "GB18030"},       {"x-gbk", "GB18030"},
    {"x-sjis", "CP932"},       {"shift_jis", "CP932"},   {"shift-jis", "CP932"},
    {"euc-kr", "CP949"},       {"ks_c_5601-1987", "CP949"}, {"iso-8859-9", "CP1254"},
    {"latin5", "CP1254"},      {"tis-620", "CP874"},     {"iso-8859-11", "CP874"},
    {"big5", "BIG5-HKSCS"},    {"x-mac-roman", "MACINTOSH"}, {"macintosh", "MACINTOSH"},
};

/* Encodings that utf8_repair reads: UTF-8, and windows-1252 under all its names. A meta element
 * that could be read in ASCII cannot be UTF-16. */
static const char *const repaired[] = {
    "utf-8",       "utf8",        "unicode",      "windows-1252", "cp1252", "x-cp1252",
    "iso-8859-1",  "iso8859-1",   "iso_8859-1",   "latin1",       "latin-1", "l1",
    "ascii",       "us-ascii",    "ansi",         "utf-16",       "utf-16le", "utf-16be",
    "ucs-2",       "iso-10646-ucs-2",
};

/* The converter for a label, or (iconv_t)-1 where utf8_repair does. */
static iconv_t open_converter(struct span label)
{
    char name[32];
    if (!label.at || label.length == 0 || label.length >= sizeof name)
        return (iconv_t)-1;
    memcpy(name, label.at, label.length);
    name[label.length] = '\0';
    for (size_t i = 0; i < sizeof repaired / sizeof *repaired; i++)
        if (strcasecmp(name, repaired[i]) == 0)
            return (iconv_t)-1;
    for (size_t i = 0; i < sizeof renamed / sizeof *renamed; i++)
        if (strcasecmp(name, renamed[i][0]) == 0)
            return iconv_open("UTF-8", renamed[i][1]);
    if (strncasecmp(name, "windows-", 8) == 0) {
        memmove(name + 2, name + 8, label.length - 7);
        memcpy(name, "CP", 2);
    }
    return iconv_open("UTF-8", name);
}

static void convert(struct buf *out, struct span bytes, iconv_t converter)
{
    char *from = (char *)bytes.at; /* iconv does not write there */
    size_t left = bytes.length;
    while (left) {
        char *start = buf_reserve(out, CONVERTED_AT_ONCE), *to = start;
        size_t room = CONVERTED_AT_ONCE;
        size_t result = iconv(converter, &from, &left, &to, &room);
        out->length += (size_t)(to - start);
        if (result == (size_t)-1 && errno != E2BIG && left) {
            utf8_encode(out, 0xFFFD);
            from++;
            left--;
        }
    }
}

/* Is it UTF-8 with something beyond ASCII, which text of another encoding is next to never? */
static bool shows_utf8(struct span bytes)
{
    size_t high = 0;
    for (size_t i = 0; i < bytes.length; i++)
        high += (unsigned char)bytes.at[i] >= 0x80;
    return high > 0 && utf8_valid(bytes);
}

/* The code points up to U+00FF at the start of `text` that are, read as bytes, a sequence of
 * UTF-8. The bytes go to `once`; gives the length in `text`, 0 where there is no such thing. */
static size_t read_twice_encoded(struct span text, char once[4])
{
    size_t length = 0, count = 0, want = 1;
    while (count < want && length < text.length) {
        uint32_t point;
        length += utf8_decode(span_part(text, length, text.length), &point);
        if (point < 0x80 || point > 0xF4)
            return 0;
        if (count == 0)
            want = point >= 0xF0 ? 4 : point >= 0xE0 ? 3 : 2;
        once[count++] = (char)point;
    }
    return utf8_sequence((struct span){once, count}) == want && count == want ? length : 0;
}

/* What was UTF-8 already and was taken for ISO 8859-1 and encoded again. The sign of it is a
 * sequence with a C1 control, which no text holds; then the shorter sequences are undone too. */
static void undo_second_encoding(struct buf *out, size_t start)
{
    struct span text = span_part(buf_span(out), start, out->length);
    struct buf once = {0};
    char bytes[4];
    bool seen = false;
    for (size_t i = 0; i < text.length && !seen; i++)
        seen = (unsigned char)text.at[i] == 0xC2 && (unsigned char)text.at[i + 1] < 0xA0 &&
               i >= 2 && read_twice_encoded(span_part(text, i - 2, text.length), bytes) > 4;
    if (!seen)
        return;
    while (text.length) {
        size_t length = read_twice_encoded(text, bytes);
        if (length)
            buf_add(&once, span_part((struct span){bytes, 4}, 0, length / 2));
        else
            buf_add(&once, span_part(text, 0, length = utf8_sequence(text)));
        text = span_part(text, length, text.length);
    }
    out->length = start;
    buf_add(out, buf_span(&once));
    buf_free(&once);
}

void charset_decode(struct buf *out, struct span bytes, struct span label)
{
    size_t start = out->length;
    size_t mark;
    int order = wide_order(bytes, &mark);
    if (order) {
        decode_wide(out, span_part(bytes, mark, bytes.length), order);
        return;
    }
    if (span_starts(bytes, span_of("\xEF\xBB\xBF")))
        bytes = span_part(bytes, 3, bytes.length);
    iconv_t converter = open_converter(label);
    if (converter == (iconv_t)-1 || shows_utf8(bytes)) {
        utf8_repair(out, bytes);
        undo_second_encoding(out, start);
    } else {
        convert(out, bytes, converter);
    }
    if (converter != (iconv_t)-1)
        iconv_close(converter);
}

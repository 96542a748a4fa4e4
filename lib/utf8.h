/* utf8: decode, repair, fold, and offsets in code points. Uses mem span buf.
 *
 * Sources: RFC 3629 (well-formed sequences), the Unicode Standard ch. 3 table 3-7 (maximal
 * subparts), WHATWG Encoding's windows-1252 index. */
#ifndef UTF8_H
#define UTF8_H

#include <stdint.h>

#include "buf.h"

/* Length of the well-formed sequence at the start of `text` (1 to 4), 0 where there is none. */
size_t utf8_sequence(struct span text);
size_t utf8_decode_long(struct span text, uint32_t *point); /* for utf8_decode */
/* Takes one code point off the start; *point is U+FFFD for a byte that is none. The number of
 * bytes taken is at least 1; text must not be empty. */
static inline size_t utf8_decode(struct span text, uint32_t *point)
{
    *point = (unsigned char)text.at[0];
    return *point < 0x80 ? 1 : utf8_decode_long(text, point);
}
/* The code point that ends where `text` ends. Bytes taken; text must not be empty. */
size_t utf8_decode_last(struct span text, uint32_t *point);
/* The first and the last code point; 0 where the text is empty. */
uint32_t utf8_first(struct span text);
uint32_t utf8_last(struct span text);
size_t utf8_count(struct span text); /* code points */
void utf8_encode(struct buf *out, uint32_t point);
bool utf8_valid(struct span text);

/* Appends `text` as well-formed UTF-8: a byte that belongs to no sequence is read as
 * windows-1252, which is what such bytes nearly always are. */
void utf8_repair(struct buf *out, struct span text);

/* What a byte from 0x80 to 0x9F means in windows-1252; others stand for themselves. HTML reads
 * numeric references to the C1 controls so, too. */
uint32_t utf8_windows_1252(uint32_t byte);

/* ASCII letters in lower case and digits, by the byte; 0 for every other byte. */
extern const char utf8_plain[256];

bool utf8_is_space(uint32_t point);  /* blanks of every width, no line feeds */
bool utf8_is_long_upper(uint32_t point); /* for utf8_is_upper */
static inline bool utf8_is_upper(uint32_t point)
{
    return point < 0x80 ? point - 'A' < 26 : utf8_is_long_upper(point);
}
bool utf8_is_long_letter(uint32_t point); /* for utf8_is_letter */
/* Latin, Greek, Cyrillic: what British documents hold. */
static inline bool utf8_is_letter(uint32_t point)
{
    return point < 0x80 ? utf8_plain[point] > '9' : utf8_is_long_letter(point);
}
static inline bool utf8_is_digit(uint32_t point)
{
    return point - '0' < 10;
}
static inline bool utf8_is_word(uint32_t point) /* letter or digit */
{
    return point < 0x80 ? utf8_plain[point] != 0 : utf8_is_long_letter(point);
}
/* A byte of a word, as far as one sees without decoding. */
static inline bool utf8_is_word_byte(unsigned char byte)
{
    return byte >= 0x80 || utf8_plain[byte];
}

/* One spelling for matching: lower case without accents; every blank a space; curly quotes
 * straight; every dash a hyphen. */
uint32_t utf8_fold(uint32_t point);
/* Appends `text` folded. */
void utf8_fold_text(struct buf *out, struct span text);

/* Byte offsets of a text to code points and back. */
struct utf8_index {
    struct span text; /* borrowed */
    size_t *points;   /* code points before byte 64 * i */
    size_t count;
};
void utf8_index_make(struct utf8_index *index, struct span text);
size_t utf8_point_at(const struct utf8_index *index, size_t byte);
size_t utf8_byte_at(const struct utf8_index *index, size_t point); /* clipped to the text */
void utf8_index_free(struct utf8_index *index);

#endif

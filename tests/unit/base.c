/* The base of lib/: span, buf, mem, utf8, hash; spelling. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "buf.h"
#include "check.h"
#include "err.h"
#include "hash.h"
#include "mem.h"
#include "span.h"
#include "spelling.h"
#include "utf8.h"

/* --- span ------------------------------------------------------------------------------------ */

static void test_span(void)
{
    struct span text = span_of("one,two,,three"), part, rest;
    CHECK(span_of(NULL).at == NULL && span_of(NULL).length == 0);
    CHECK(span_of("").at != NULL && span_of("").length == 0);
    CHECK(span_is(span_part(text, 4, 7), "two"));
    CHECK(span_is(span_part(text, 9, 1000), "three"));
    CHECK(span_part(text, 1000, 2000).length == 0);
    CHECK(span_part(text, 5, 2).length == 0);
    CHECK(span_equal(span_of(""), (struct span){NULL, 0}));
    CHECK(!span_equal(span_of("a"), span_of("ab")));
    CHECK(span_compare(span_of("a"), span_of("ab")) < 0);
    CHECK(span_compare(span_of("b"), span_of("ab")) > 0);
    CHECK(span_compare(span_of("\xff"), span_of("a")) > 0);
    CHECK(span_compare(span_of(""), span_of("")) == 0);
    CHECK(span_starts(text, span_of("one")) && !span_starts(span_of("on"), span_of("one")));
    CHECK(span_ends(text, span_of("three")) && !span_ends(span_of("ee"), span_of("three")));
    CHECK(span_starts(text, span_of("")) && span_ends(text, span_of("")));
    CHECK(span_find(text, span_of("two")) == 4 && span_find(text, span_of("xyz")) == text.length);
    CHECK(span_find(text, span_of("")) == 0 && span_find(span_of(""), span_of("a")) == 0);
    CHECK(span_find(span_of("aaab"), span_of("aab")) == 1);
    CHECK(span_find(span_of("ab"), span_of("abc")) == 2);
    CHECK(span_find_byte(text, ',') == 3 && span_find_byte(text, '!') == text.length);
    CHECK(span_find_byte((struct span){NULL, 0}, 'a') == 0);
    CHECK(span_is(span_trim(span_of(" \t\r\n\f\va b\n ")), "a b"));
    CHECK(span_trim(span_of(" \n ")).length == 0 && span_trim(span_of(" \n ")).at != NULL);
    static const char *const words[] = {"four", "two", "three"};
    CHECK(span_is_any(span_of("three"), words, 3) && !span_is_any(span_of("thre"), words, 3));
    CHECK(!span_is_any(span_of("three"), words, 2) && !span_is_any(text, words, 3));
    CHECK(span_holds_any(text, words, 2) && !span_holds_any(text, words, 1));
    CHECK(span_starts_any(span_of("two,one"), words, 2) && !span_starts_any(text, words, 3));
    CHECK(span_ends_any(text, words, 3) && !span_ends_any(text, words, 2));
    CHECK(!span_holds_any((struct span){NULL, 0}, words, 3) && !span_is_any(text, NULL, 0));
    CHECK(span_is_like(span_of("oNe"), "One") && !span_is_like(span_of("one,"), "one"));
    CHECK(span_starts_like(text, "ONE,t") && !span_starts_like(span_of("on"), "one"));
    CHECK(span_find_like(text, "TWO") == 4 && span_find_like(text, "four") == text.length);
    CHECK(span_holds_like(text, "E,T") && !span_holds_like((struct span){NULL, 0}, "a"));
    CHECK(span_words(span_of("  a bc  d ")) == 3 && span_words(span_of(" ")) == 0);
    CHECK(span_words((struct span){NULL, 0}) == 0);
    rest = text;
    CHECK(span_split(&rest, ',', &part) && span_is(part, "one"));
    CHECK(span_split(&rest, ',', &part) && span_is(part, "two"));
    CHECK(span_split(&rest, ',', &part) && part.length == 0);
    CHECK(span_split(&rest, ',', &part) && span_is(part, "three"));
    CHECK(!span_split(&rest, ',', &part));
    rest = span_of("a,");
    CHECK(span_split(&rest, ',', &part) && span_is(part, "a"));
    CHECK(span_split(&rest, ',', &part) && part.length == 0 && !span_split(&rest, ',', &part));
}

/* --- buf ------------------------------------------------------------------------------------- */

static void test_buf(void)
{
    struct buf buf = {0};
    CHECK(buf_span(&buf).at != NULL && buf_span(&buf).length == 0);
    buf_add(&buf, (struct span){NULL, 0});
    CHECK(buf.length == 0);
    buf_add_text(&buf, "ab");
    buf_add_byte(&buf, '\0');
    buf_add_format(&buf, "%d-%s", 42, "x");
    CHECK(buf.length == 7 && memcmp(buf.at, "ab\0" "42-x", 7) == 0);
    buf_add_format(&buf, "%s", "");
    CHECK(buf.length == 7);
    buf_clear(&buf);
    CHECK(buf.length == 0 && buf.at != NULL);
    for (int i = 0; i < 100000; i++)
        buf_add_byte(&buf, (char)('a' + i % 26));
    CHECK(buf.length == 100000 && buf.at[0] == 'a' && buf.at[99999] == 'a' + 99999 % 26);
    buf_clear(&buf);
    buf_add_format(&buf, "%5000d", 7);
    CHECK(buf.length == 5000 && buf.at[4999] == '7');
    memcpy(buf_reserve(&buf, 3), "xyz", 3);
    buf.length += 3;
    CHECK(span_ends(buf_span(&buf), span_of("7xyz")));
    buf_free(&buf);
    CHECK(buf.at == NULL && buf.length == 0 && buf.room == 0);
}

/* --- mem ------------------------------------------------------------------------------------- */

static void *volatile sink; /* keeps the compiler from leaving an allocation out */

static void new_overflow(void)
{
    sink = mem_new(SIZE_MAX / 4, 8);
}

static void resize_overflow(void)
{
    sink = mem_resize(NULL, SIZE_MAX / 2, 3);
}

static void grow_overflow(void)
{
    size_t room = 0;
    sink = mem_grow(NULL, &room, SIZE_MAX / 2 + 2, 1);
}

static void grow_product_overflow(void)
{
    size_t room = 8;
    sink = mem_grow(NULL, &room, SIZE_MAX / 16, 32);
}

static void arena_overflow(void)
{
    struct mem_arena arena = {0};
    sink = mem_arena_new(&arena, SIZE_MAX / 8, 16);
}

static void reserve_overflow(void)
{
    struct buf buf = {0};
    buf_add_text(&buf, "some");
    sink = buf_reserve(&buf, SIZE_MAX - 4);
}

/* Does it end the program with the status of trouble, and not crash? */
static bool dies(void (*act)(void))
{
    int status;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        act();
        _exit(0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == ERR_TROUBLE;
}

static void test_mem_overflow(void)
{
    CHECK(dies(new_overflow));
    CHECK(dies(resize_overflow));
    CHECK(dies(grow_overflow));
    CHECK(dies(grow_product_overflow));
    CHECK(dies(arena_overflow));
    CHECK(dies(reserve_overflow));
}

static void test_mem(void)
{
    char *none = mem_new(0, 8), *copy = mem_copy("a\0b", 3), *empty = mem_copy(NULL, 0);
    CHECK(none != NULL && copy[1] == '\0' && copy[2] == 'b' && copy[3] == '\0' && *empty == '\0');
    free(none);
    free(copy);
    free(empty);
    int *zeroed = mem_new(100, sizeof *zeroed), sum = 0;
    for (int i = 0; i < 100; i++)
        sum |= zeroed[i];
    CHECK(sum == 0);
    free(zeroed);
    size_t room = 0;
    int *numbers = NULL;
    for (int i = 0; i < 1000; i++) {
        numbers = mem_grow(numbers, &room, (size_t)i + 1, sizeof *numbers);
        numbers[i] = i;
    }
    CHECK(room >= 1000 && numbers[0] == 0 && numbers[999] == 999);
    CHECK(mem_grow(numbers, &room, 10, sizeof *numbers) == numbers);
    free(numbers);
}

static void test_arena(void)
{
    struct mem_arena arena = {0};
    for (int round = 0; round < 3; round++) {
        bool aligned = true, zero = true;
        for (size_t i = 1; i < 3000; i++) {
            unsigned char *bytes = mem_arena_new(&arena, i % 97, 1);
            aligned = aligned && (uintptr_t)bytes % _Alignof(max_align_t) == 0;
            for (size_t j = 0; j < i % 97; j++)
                zero = zero && bytes[j] == 0;
            memset(bytes, 0xAA, i % 97);
        }
        CHECK(aligned && zero);
        char *large = mem_arena_new(&arena, 1000000, 1);
        memset(large, 1, 1000000);
        CHECK(strcmp(mem_arena_copy(&arena, "text", 4), "text") == 0);
        mem_arena_reset(&arena);
    }
    mem_arena_free(&arena);
    CHECK(arena.block == NULL);
}

/* --- utf8 ------------------------------------------------------------------------------------ */

/* Every code point goes out and comes back; surrogates go out as the replacement. */
static void test_utf8_round_trip(void)
{
    struct buf buf = {0};
    bool same = true, last = true, valid = true;
    for (uint32_t point = 0; point <= 0x110000; point++) {
        uint32_t back, from_end;
        bool is_point = point < 0xD800 || (point > 0xDFFF && point < 0x110000);
        buf_clear(&buf);
        utf8_encode(&buf, point);
        size_t length = utf8_decode(buf_span(&buf), &back);
        same = same && length == buf.length && back == (is_point ? point : 0xFFFD);
        buf.at[buf.length] = 'x';
        last = last && utf8_decode_last((struct span){buf.at, length}, &from_end) == length &&
               from_end == back;
        valid = valid && utf8_valid(buf_span(&buf)) && utf8_sequence(buf_span(&buf)) == length;
    }
    CHECK(same);
    CHECK(last);
    CHECK(valid);
    buf_free(&buf);
}

static bool repairs_to(const char *broken, const char *whole)
{
    struct buf buf = {0};
    utf8_repair(&buf, span_of(broken));
    bool same = span_is(buf_span(&buf), whole) && utf8_valid(buf_span(&buf));
    buf_free(&buf);
    return same;
}

static void test_utf8_broken(void)
{
    uint32_t point;
    static const char *const broken[] = {
        "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2x", "\xe0\x9f\xbf", "\xe2\x82",
        "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf0\x9f\x98", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
        "\xff", "\xfe"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct span text = span_of(broken[i]);
        CHECK(utf8_sequence(text) == 0 && !utf8_valid(text));
        CHECK(utf8_decode(text, &point) == 1 && point == 0xFFFD);
    }
    CHECK(utf8_decode_last(span_of("a\x80"), &point) == 1 && point == 0xFFFD);
    CHECK(utf8_decode_last(span_of("\x80\x80\x80\x80\x80"), &point) == 1 && point == 0xFFFD);
    CHECK(utf8_decode_last(span_of("\xc3\xa9"), &point) == 2 && point == 0xE9);
    CHECK(utf8_decode_last(span_of("\xe2\x82"), &point) == 1 && point == 0xFFFD);
    CHECK(utf8_sequence(span_of("")) == 0 && utf8_valid(span_of("")));
    CHECK(repairs_to("", ""));
    CHECK(repairs_to("plain \xc3\xa9", "plain \xc3\xa9"));
    CHECK(repairs_to("caf\xe9", "caf\xc3\xa9"));
    CHECK(repairs_to("\x93quoted\x94 \x96 \x80 5", "“quoted” – € 5"));
    CHECK(repairs_to("\x92", "’"));
    CHECK(repairs_to("\x81", "\xef\xbf\xbd")); /* not assigned in windows-1252 */
    CHECK(repairs_to("a\xe2\x82", "a\xc3\xa2\xe2\x80\x9a"));
}

static bool folds_to(const char *text, const char *folded)
{
    struct buf buf = {0};
    utf8_fold_text(&buf, span_of(text));
    bool same = span_is(buf_span(&buf), folded);
    if (!same)
        printf("%s folds to %.*s\n", text, (int)buf.length, buf.at);
    buf_free(&buf);
    return same;
}

static void test_utf8_fold(void)
{
    CHECK(folds_to("Children’s Services", "children's services"));
    CHECK(folds_to("“Quoted” ‘word’", "\"quoted\" 'word'"));
    CHECK(folds_to("A\xc2\xa0" "B\tC\xe2\x80\x89" "D", "a b c d"));
    CHECK(folds_to("Stoke–on—Trent−1", "stoke-on-trent-1"));
    CHECK(folds_to("Ynys Môn", "ynys mon"));
    CHECK(folds_to("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ", "aaaaaaceeeeiiiinoooooouuuuy"));
    CHECK(folds_to("àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ", "aaaaaaceeeeiiiinoooooouuuuyy"));
    CHECK(folds_to("ĀāĈĉŴŵŶŷŸŹźŻżŽžŁłŃńŠš", "aaccwwyyyzzzzzzllnnss"));
    CHECK(folds_to("ÆæŒœßÞþ", "ææœœßþþ"));
    CHECK(folds_to("ΑΩ ЖЯ", "αω жя"));
    CHECK(folds_to("×÷", "×÷"));
    CHECK(folds_to("0-9_/", "0-9_/"));
    /* A lower-case letter stays one, and folding twice changes nothing more. */
    bool stable = true;
    for (uint32_t point = 0; point < 0x30000; point++)
        stable = stable && utf8_fold(utf8_fold(point)) == utf8_fold(point);
    CHECK(stable);
    CHECK(utf8_fold(0x138) == 0x138 || utf8_fold(0x138) == 'k'); /* kra has no upper case */
    CHECK(!utf8_is_upper(0x138));
}

static void test_utf8_classes(void)
{
    CHECK(utf8_is_space(' ') && utf8_is_space(0xA0) && utf8_is_space('\t') &&
          utf8_is_space(0x202F) && utf8_is_space(0x3000) && !utf8_is_space('\n') &&
          !utf8_is_space('x'));
    CHECK(utf8_is_letter('a') && utf8_is_letter('Z') && utf8_is_letter(0xE9) &&
          utf8_is_letter(0x175) && utf8_is_letter(0x3B1) && utf8_is_letter(0x416) &&
          !utf8_is_letter('1') && !utf8_is_letter('@') && !utf8_is_letter('[') &&
          !utf8_is_letter(0xD7) && !utf8_is_letter(0x2019));
    CHECK(utf8_is_digit('0') && utf8_is_digit('9') && !utf8_is_digit('/') && !utf8_is_digit(':') &&
          !utf8_is_digit(0x660));
    CHECK(utf8_is_upper('A') && utf8_is_upper(0xC9) && utf8_is_upper(0x174) &&
          !utf8_is_upper('a') && !utf8_is_upper('1') && !utf8_is_upper(0xE9) &&
          !utf8_is_upper(0xDF));
    CHECK(utf8_is_word('a') && utf8_is_word('5') && !utf8_is_word('-') && !utf8_is_word('_'));
}

static void check_index(struct span text)
{
    struct utf8_index index;
    size_t points = 0, at = 0;
    bool same = true;
    utf8_index_make(&index, text);
    while (at < text.length) {
        uint32_t point;
        same = same && utf8_point_at(&index, at) == points && utf8_byte_at(&index, points) == at;
        at += utf8_decode(span_part(text, at, text.length), &point);
        points++;
    }
    CHECK(same);
    CHECK(utf8_point_at(&index, text.length) == points);
    CHECK(utf8_point_at(&index, text.length + 1000) == points);
    CHECK(utf8_byte_at(&index, points) == text.length);
    CHECK(utf8_byte_at(&index, points + 1000) == text.length);
    utf8_index_free(&index);
}

/* Texts of every length around the step of the index, of code points of every length. */
static void test_utf8_index(void)
{
    static const char *const letters[] = {"a", "é", "€", "😀"};
    for (size_t first = 0; first < 4; first++)
        for (size_t count = 0; count < 140; count++) {
            struct buf buf = {0};
            for (size_t i = 0; i < count; i++)
                buf_add_text(&buf, letters[(first + i * (first + 1)) % 4]);
            check_index(buf_span(&buf));
            buf_free(&buf);
        }
}

/* --- hash ------------------------------------------------------------------------------------ */

static bool hashes_to(struct span bytes, const char *expected)
{
    char hex[HASH_HEX + 1];
    hash_sha256(bytes, hex);
    return strcmp(hex, expected) == 0;
}

/* The vectors of FIPS 180-2, appendix B, and NIST's for the empty message. */
static void test_hash(void)
{
    CHECK(hashes_to(span_of(""),
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    CHECK(hashes_to((struct span){NULL, 0},
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    CHECK(hashes_to(span_of("abc"),
                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    CHECK(hashes_to(span_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    char *million = mem_new(1000000, 1);
    memset(million, 'a', 1000000);
    CHECK(hashes_to((struct span){million, 1000000},
                    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    /* Around the end of a block, where the length no longer fits: of sha256sum(1). */
    CHECK(hashes_to((struct span){million, 55},
                    "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"));
    CHECK(hashes_to((struct span){million, 56},
                    "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"));
    CHECK(hashes_to((struct span){million, 63},
                    "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"));
    CHECK(hashes_to((struct span){million, 64},
                    "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"));
    free(million);
}

/* --- spelling ------------------------------------------------------------------------------- */

static bool spells(const char *cell, const char *expected)
{
    struct buf forms = {0};
    bool same = spelling_forms(span_of(cell), &forms) && span_is(buf_span(&forms), expected);
    buf_free(&forms);
    return same;
}

/* `count` choices of `of` words each, as one form. */
static bool is_spelt(size_t count, size_t of)
{
    struct buf cell = {0}, forms = {0};
    for (size_t i = 0; i < count; i++) {
        buf_add_text(&cell, "(a");
        for (size_t word = 1; word < of; word++)
            buf_add_text(&cell, "|a");
        buf_add_byte(&cell, ')');
    }
    bool spelt = spelling_forms(buf_span(&cell), &forms);
    buf_free(&cell);
    buf_free(&forms);
    return spelt;
}

static void test_spelling(void)
{
    CHECK(spells("fail|fails", "fail|fails|"));
    CHECK(spells("(kept|left) (us|them) waiting",
                 "kept us waiting|left us waiting|kept them waiting|left them waiting|"));
    CHECK(spells("went (quite |)quiet|fell over", "went quite quiet|went quiet|fell over|"));
    CHECK(spells("", "") && spells("a", "a|") && spells("(a)", "a|"));
    CHECK(!spells("(a", "") && !spells("a)", "") && !spells("(a(b))", "") && !spells(")a(", ""));
    CHECK(is_spelt(SPELLING_CHOICES_MAX, 1) && !is_spelt(SPELLING_CHOICES_MAX + 1, 1));
    CHECK(is_spelt(2, 32) && is_spelt(1, SPELLING_FORMS_MAX));
    CHECK(!is_spelt(2, 33) && !is_spelt(1, SPELLING_FORMS_MAX + 1));
}

int main(void)
{
    test_span();
    test_spelling();
    test_buf();
    test_mem();
    test_mem_overflow();
    test_arena();
    test_utf8_round_trip();
    test_utf8_broken();
    test_utf8_fold();
    test_utf8_classes();
    test_utf8_index();
    test_hash();
    return check_finish();
}

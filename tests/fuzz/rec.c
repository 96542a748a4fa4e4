/* fuzz/rec: what a record gives can be asked for, set again and parsed again. */
#include <stdint.h>
#include <stdlib.h>

#include "rec.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* A walk over a list meets what rec_items gives, and picks what rec_raw finds there. */
static void walk(struct rec *rec, const char *name, struct rec *const *items, size_t count)
{
    static const struct span keys[] = {{"start", 5}, {"a", 1}, {"", 0}};
    struct rec_walk walk = rec_walk(rec, name);
    struct span raw[3];
    for (size_t i = 0; i < count; i++) {
        require(rec_next(&walk, keys, 3, raw));
        for (size_t k = 0; k < 3; k++)
            require(raw[k].at == rec_raw(items[i], keys[k].at).at);
    }
    require(!rec_next(&walk, keys, 3, raw));
}

/* Every member is asked for in every way there is. */
static void ask(struct rec *rec)
{
    long long integer;
    double number;
    for (size_t i = 0; i < rec_count(rec); i++) {
        struct buf name = {0};
        buf_add(&name, rec_key(rec, i));
        buf_add_byte(&name, '\0');
        size_t count = 0;
        struct span raw = rec_value(rec, i);
        require(rec_has(rec, name.at));
        require(span_equal(rec_raw(rec, name.at), raw));
        struct span text = rec_string(rec, name.at);
        require((text.at != NULL) == (raw.at[0] == '"'));
        rec_integer(rec, name.at, &integer);
        rec_number(rec, name.at, &number);
        rec_true(rec, name.at);
        struct rec **items = rec_items(rec, name.at, &count);
        for (size_t j = 0; j < count; j++)
            require(items[j] && items[j] != rec);
        walk(rec, name.at, items, count);
        rec_text_of(rec, raw);
        buf_free(&name);
    }
}

/* Sets a member and reads the record that is written back. */
static void change(struct rec *rec, struct span text)
{
    struct buf json = {0};
    struct scan_fault fault;
    struct rec *again = rec_new();
    rec_set_string(rec, "text", text);
    rec_set_integer(rec, "n", -1);
    rec_set_number(rec, "x", 0.1);
    rec_set_true(rec, "yes");
    rec_encode(rec, &json);
    require(rec_parse(again, buf_span(&json), &fault));
    require(rec_count(again) == rec_count(rec) && rec_true(again, "yes"));
    struct span back = rec_string(again, "text");
    require((back.at == NULL) == (text.length == 0));
    if (utf8_valid(text) && span_find_byte(text, '\0') == text.length && text.length)
        require(span_equal(back, text));
    rec_remove(again, "text");
    require(!rec_has(again, "text"));
    rec_free(again);
    buf_free(&json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct rec *rec;
    struct scan_fault fault;
    struct span line = {(const char *)data, size};
    if (!rec)
        rec = rec_new();
    if (rec_parse(rec, line, &fault)) {
        struct buf same = {0};
        rec_encode(rec, &same);
        require(span_equal(buf_span(&same), line));
        buf_free(&same);
        ask(rec);
    }
    rec_clear(rec);
    change(rec, line);
    return 0;
}

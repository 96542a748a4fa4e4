#include "changes.h"

#include <stdlib.h>

#include "mem.h"

struct entry {
    struct span date, date_text, value;
    size_t number;
};

static void append(struct buf *entries, const struct entry *entry)
{
    const struct span parts[] = {entry->date, entry->date_text, entry->value};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_add(entries, parts[i]);
        buf_add_byte(entries, '\0');
    }
}

/* Takes an entry off the start; false at the end. */
static bool take(struct span *rest, struct entry *entry)
{
    return rest->length && span_split(rest, '\0', &entry->date) &&
           span_split(rest, '\0', &entry->date_text) && span_split(rest, '\0', &entry->value);
}

static int compare(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = span_compare(a->date, b->date);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* In order of date, the last of each; the caller's to free. */
static struct entry *tidy(const struct changes *changes, size_t *count)
{
    struct entry *entries = mem_new(changes->count, sizeof *entries);
    struct span rest = buf_span(&changes->entries);
    size_t kept = 0;
    for (size_t i = 0; i < changes->count && take(&rest, &entries[i]); i++)
        entries[i].number = i;
    if (changes->count)
        qsort(entries, changes->count, sizeof *entries, compare);
    for (size_t i = 0; i < changes->count; i++) {
        kept -= kept && span_equal(entries[kept - 1].date, entries[i].date);
        entries[kept++] = entries[i];
    }
    *count = kept;
    return entries;
}

void changes_add(struct changes *changes, struct span date, struct span date_text,
                 struct span value)
{
    enum { FEW = 16 };
    const struct entry entry = {date, date_text, value, 0};
    append(&changes->entries, &entry);
    changes->count++;
    if (changes->count < 2 * changes->compact || changes->count < FEW)
        return;
    struct buf kept = {0};
    struct entry *entries = tidy(changes, &changes->compact);
    for (size_t i = 0; i < changes->compact; i++)
        append(&kept, &entries[i]);
    free(entries);
    buf_free(&changes->entries);
    changes->entries = kept;
    changes->count = changes->compact;
}

bool changes_save(const struct changes *changes, size_t *at, size_t most, struct buf *json)
{
    struct span rest = buf_span(&changes->entries);
    struct entry entry;
    size_t start = json->length;
    rest = span_part(rest, *at, rest.length);
    while (json->length - start < most && take(&rest, &entry)) {
        buf_add_text(json, json->length == start ? "[[" : ",[");
        value_encode(entry.date_text, json);
        buf_add_byte(json, ',');
        buf_add(json, entry.value);
        buf_add_byte(json, ']');
        *at = changes->entries.length - rest.length;
    }
    if (json->length == start)
        return false;
    buf_add_byte(json, ']');
    return true;
}

static void add_member(const char *name, struct span value, struct buf *json)
{
    buf_add_byte(json, ',');
    value_encode(span_of(name), json);
    buf_add_byte(json, ':');
    buf_add(json, value);
}

static void write_change(const struct entry *from, const struct entry *to, struct buf *json)
{
    struct buf date = {0};
    buf_add_text(json, "{\"from\":");
    buf_add(json, from->value);
    add_member("to", to->value, json);
    value_encode(from->date_text, &date);
    add_member("from_date", buf_span(&date), json);
    buf_clear(&date);
    value_encode(to->date_text, &date);
    add_member("to_date", buf_span(&date), json);
    buf_add_byte(json, '}');
    buf_free(&date);
}

/* 5 and "5" say the same. */
static bool says_same(struct span a, struct span b, struct buf *first, struct buf *second)
{
    buf_clear(first);
    buf_clear(second);
    if (!value_decode(a, first))
        buf_add(first, a);
    if (!value_decode(b, second))
        buf_add(second, b);
    return span_equal(buf_span(first), buf_span(second));
}

bool changes_write(const struct changes *changes, struct buf *json)
{
    struct buf first = {0}, second = {0};
    size_t count, start = json->length;
    struct entry *entries = tidy(changes, &count);
    const struct entry *held = entries;
    for (size_t i = 1; i < count; i++) {
        if (says_same(held->value, entries[i].value, &first, &second))
            continue;
        buf_add_byte(json, json->length == start ? '[' : ',');
        write_change(held, &entries[i], json);
        held = &entries[i];
    }
    free(entries);
    buf_free(&first);
    buf_free(&second);
    if (json->length == start)
        return false;
    buf_add_byte(json, ']');
    return true;
}

void changes_free(struct changes *changes)
{
    buf_free(&changes->entries);
    *changes = (struct changes){0};
}

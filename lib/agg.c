#include "agg.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "mem.h"
#include "utf8.h"

/* What a record gives to an operation. */
struct input {
    struct span raw, text; /* the field's value: as JSON, and what it says */
    struct span date;      /* sorts as dates do; empty where the record has none */
    struct decimal number; /* of text, where the operation takes numbers */
    struct set *seen;      /* the operation's own, for all groups */
    size_t group;
};

/* States start zeroed. */
struct operation {
    const char *name;
    bool takes_field, takes_number;
    size_t size;
    void (*add)(void *state, const struct input *input);
    bool (*finish)(const void *state, struct buf *json); /* false: nothing to tell */
    void (*release)(void *state);                        /* NULL: nothing to free */
    const char *help;
};

struct column {
    struct span name;  /* of the output, in the arena */
    struct span field; /* of the input, with a NUL behind it, in the arena */
    const struct operation *operation; /* NULL: a group field */
    size_t offset;                     /* of its state */
    struct set *seen;
    struct input input; /* of the record being added */
    bool present;
};

struct group {
    char *states;
    bool *quoted; /* of each group field: the value was a string */
};

struct agg {
    const char *date;
    struct column columns[AGG_COLUMNS_MAX];
    size_t column_count, field_count; /* group fields come first */
    size_t state_bytes;
    struct set *keys;
    struct group *groups;
    size_t group_room;
    struct buf key, date_key;
    struct mem_arena arena;
};

struct total {
    unsigned long long count;
    struct decimal_sum sum;
};

struct dated {
    struct buf value, date;
    bool known;
};

static void add_one(void *state, const struct input *input)
{
    (void)input;
    (*(unsigned long long *)state)++;
}

static void add_distinct(void *state, const struct input *input)
{
    bool added;
    struct buf key = {0};
    buf_add(&key, (struct span){(const char *)&input->group, sizeof input->group});
    buf_add(&key, input->text);
    set_add(input->seen, buf_span(&key), &added);
    buf_free(&key);
    *(unsigned long long *)state += added;
}

static bool finish_count(const void *state, struct buf *json)
{
    buf_add_format(json, "%llu", *(const unsigned long long *)state);
    return true;
}

static void keep(struct dated *dated, const struct input *input)
{
    buf_clear(&dated->value);
    buf_add(&dated->value, input->raw);
    buf_clear(&dated->date);
    buf_add(&dated->date, input->date);
    dated->known = true;
}

/* A value without a date counts only where none has one. */
static void add_first(void *state, const struct input *input)
{
    struct dated *dated = state;
    struct span old = buf_span(&dated->date);
    bool earlier =
        input->date.length && (old.length == 0 || span_compare(input->date, old) < 0);
    if (!dated->known || earlier)
        keep(dated, input);
}

static void add_last(void *state, const struct input *input)
{
    struct dated *dated = state;
    struct span old = buf_span(&dated->date);
    if (!dated->known || span_compare(input->date, old) >= 0)
        keep(dated, input);
}

static bool finish_dated(const void *state, struct buf *json)
{
    const struct dated *dated = state;
    buf_add(json, buf_span(&dated->value));
    return dated->known;
}

static void release_dated(void *state)
{
    struct dated *dated = state;
    buf_free(&dated->value);
    buf_free(&dated->date);
}

static int compare_with(const struct buf *kept, const struct decimal *number)
{
    struct decimal old;
    decimal_read(buf_span(kept), &old);
    return decimal_compare(number, &old);
}

static void keep_number(struct buf *kept, const struct decimal *number)
{
    buf_clear(kept);
    decimal_write(number, kept);
}

static void add_min(void *state, const struct input *input)
{
    struct buf *kept = state;
    if (kept->length == 0 || compare_with(kept, &input->number) < 0)
        keep_number(kept, &input->number);
}

static void add_max(void *state, const struct input *input)
{
    struct buf *kept = state;
    if (kept->length == 0 || compare_with(kept, &input->number) > 0)
        keep_number(kept, &input->number);
}

static bool finish_number(const void *state, struct buf *json)
{
    const struct buf *kept = state;
    buf_add(json, buf_span(kept));
    return kept->length > 0;
}

static void release_number(void *state)
{
    buf_free(state);
}

static void add_total(void *state, const struct input *input)
{
    struct total *total = state;
    total->count++;
    decimal_add(&total->sum, &input->number);
}

static bool finish_sum(const void *state, struct buf *json)
{
    const struct total *total = state;
    if (total->count)
        decimal_sum_write(&total->sum, json);
    return total->count > 0;
}

/* The exact sum, rounded once to a double, divided and rounded to 15 digits. */
static bool finish_mean(const void *state, struct buf *json)
{
    const struct total *total = state;
    struct buf sum = {0};
    struct decimal number;
    char text[40];
    if (total->count == 0)
        return false;
    decimal_sum_write(&total->sum, &sum);
    buf_add_byte(&sum, '\0');
    int length =
        snprintf(text, sizeof text, "%.15g", strtod(sum.at, NULL) / (double)total->count);
    buf_free(&sum);
    if (!decimal_read((struct span){text, (size_t)length}, &number))
        return false;
    decimal_write(&number, json);
    return true;
}

static void release_total(void *state)
{
    decimal_sum_free(&((struct total *)state)->sum);
}

static const struct operation operations[] = {
    {"count", false, false, sizeof(unsigned long long), add_one, finish_count, NULL,
     "count the records of each group (the default)"},
    {"distinct", true, false, sizeof(unsigned long long), add_distinct, finish_count,
     NULL, "count the different values of FIELD"},
    {"first", true, false, sizeof(struct dated), add_first, finish_dated, release_dated,
     "the value of FIELD at the earliest date"},
    {"last", true, false, sizeof(struct dated), add_last, finish_dated, release_dated,
     "the value of FIELD at the latest date"},
    {"min", true, true, sizeof(struct buf), add_min, finish_number, release_number,
     "the least number in FIELD"},
    {"max", true, true, sizeof(struct buf), add_max, finish_number, release_number,
     "the greatest number in FIELD"},
    {"sum", true, true, sizeof(struct total), add_total, finish_sum, release_total,
     "the sum of the numbers in FIELD, exact"},
    {"mean", true, true, sizeof(struct total), add_total, finish_mean, release_total,
     "the mean of the numbers in FIELD"},
};

bool agg_operation(size_t i, const char **name, bool *takes_field, const char **help)
{
    if (i >= sizeof operations / sizeof *operations)
        return false;
    *name = operations[i].name;
    *takes_field = operations[i].takes_field;
    *help = operations[i].help;
    return true;
}

struct agg *agg_new(const char *date)
{
    struct agg *agg = mem_new(1, sizeof *agg);
    agg->date = date;
    agg->keys = set_new();
    return agg;
}

void agg_free(struct agg *agg)
{
    if (!agg)
        return;
    for (size_t c = agg->field_count; c < agg->column_count; c++) {
        const struct column *column = &agg->columns[c];
        for (size_t g = 0; column->operation->release && g < agg_groups(agg); g++)
            column->operation->release(agg->groups[g].states + column->offset);
        set_free(column->seen);
    }
    set_free(agg->keys);
    free(agg->groups);
    buf_free(&agg->key);
    buf_free(&agg->date_key);
    mem_arena_free(&agg->arena);
    free(agg);
}

static struct span copy(struct agg *agg, struct span text)
{
    return (struct span){mem_arena_copy(&agg->arena, text.at, text.length), text.length};
}

static struct column *add_column(struct agg *agg, struct span name, struct span field)
{
    if (agg->column_count == AGG_COLUMNS_MAX)
        return NULL;
    for (size_t i = 0; i < agg->column_count; i++)
        if (span_equal(agg->columns[i].name, name))
            return NULL;
    struct column *column = &agg->columns[agg->column_count++];
    column->name = copy(agg, name);
    column->field = copy(agg, field);
    return column;
}

bool agg_add_group(struct agg *agg, struct span field)
{
    bool added = add_column(agg, field, field) != NULL;
    agg->field_count += added;
    return added;
}

bool agg_add_operation(struct agg *agg, size_t i, struct span field)
{
    enum { ALIGN = sizeof(max_align_t) };
    struct buf name = {0};
    buf_add_text(&name, operations[i].name);
    if (operations[i].takes_field) {
        buf_add_byte(&name, '_');
        buf_add(&name, field);
    }
    struct column *column = add_column(agg, buf_span(&name), field);
    buf_free(&name);
    if (!column)
        return false;
    column->operation = &operations[i];
    column->offset = agg->state_bytes;
    column->seen = set_new();
    agg->state_bytes += (operations[i].size + ALIGN - 1) / ALIGN * ALIGN;
    return true;
}

/* Finds the value of a field; false where it is absent. */
static bool look_up(struct rec *rec, const char *field, struct input *input)
{
    input->raw = rec_raw(rec, field);
    if (!input->raw.at || span_is(input->raw, "null") || span_is(input->raw, "\"\""))
        return false;
    input->text = rec_text_of(rec, input->raw);
    return true;
}

/* The start of an EDTF date or interval in a form that sorts by bytes: without the marks
 * of level 1 (about, uncertain), unknown digits as 0. */
static struct span date_of(struct agg *agg, struct rec *rec)
{
    struct input input;
    buf_clear(&agg->date_key);
    if (!agg->date || !look_up(rec, agg->date, &input))
        return buf_span(&agg->date_key);
    struct span start = span_part(input.text, 0, span_find_byte(input.text, '/'));
    for (size_t i = 0; i < start.length; i++) {
        char byte = start.at[i];
        if (byte != '~' && byte != '?' && byte != '%')
            buf_add_byte(&agg->date_key, byte == 'X' ? '0' : byte);
    }
    return buf_span(&agg->date_key);
}

/* Text holds no NUL (a record has none), so that one ends it. */
static void add_to_key(struct buf *key, bool present, struct span text)
{
    buf_add(key, (struct span){present ? "\1" : "\0", 1});
    if (present) {
        buf_add(key, text);
        buf_add_byte(key, '\0');
    }
}

/* The value is cut to what fits a message, and holds nothing that would break its line.
 */
static void explain(const struct column *column, struct span text, struct buf *why)
{
    enum { SHOWN_MAX = 60 };
    size_t length = 0, next;
    while (length < text.length &&
           (next = utf8_sequence(span_part(text, length, text.length))) != 0 &&
           length + next <= SHOWN_MAX)
        length += next;
    buf_clear(why);
    buf_add_format(why, "%s is no number: '%.*s'", column->field.at, (int)length,
                   text.at);
    for (size_t i = 0; i < why->length; i++)
        if ((unsigned char)why->at[i] < ' ' || why->at[i] == '\177')
            why->at[i] = ' ';
}

/* Looks up all values; false where one is no number and has to be. */
static bool prepare(struct agg *agg, struct rec *rec, struct buf *why)
{
    struct span date = date_of(agg, rec);
    buf_clear(&agg->key);
    for (size_t i = 0; i < agg->column_count; i++) {
        struct column *column = &agg->columns[i];
        struct input *input = &column->input;
        column->present = column->field.length && look_up(rec, column->field.at, input);
        input->date = date;
        input->seen = column->seen;
        if (i < agg->field_count)
            add_to_key(&agg->key, column->present, input->text);
        else if (!column->operation->takes_field)
            column->present = true;
        else if (column->present && column->operation->takes_number &&
                 !decimal_read(input->text, &input->number)) {
            explain(column, input->text, why);
            return false;
        }
    }
    return true;
}

static size_t group_of(struct agg *agg)
{
    bool added;
    size_t number = set_add(agg->keys, buf_span(&agg->key), &added);
    if (!added)
        return number;
    agg->groups =
        mem_grow(agg->groups, &agg->group_room, number + 1, sizeof *agg->groups);
    struct group *group = &agg->groups[number];
    group->states =
        mem_arena_new(&agg->arena, agg->state_bytes + agg->field_count + 1, 1);
    group->quoted = (bool *)(group->states + agg->state_bytes);
    for (size_t i = 0; i < agg->field_count; i++)
        group->quoted[i] =
            agg->columns[i].present && agg->columns[i].input.raw.at[0] == '"';
    return number;
}

bool agg_add(struct agg *agg, struct rec *rec, struct buf *why)
{
    if (!prepare(agg, rec, why))
        return false;
    size_t number = group_of(agg);
    for (size_t i = agg->field_count; i < agg->column_count; i++) {
        struct column *column = &agg->columns[i];
        column->input.group = number;
        if (column->present)
            column->operation->add(agg->groups[number].states + column->offset,
                                   &column->input);
    }
    return true;
}

size_t agg_columns(const struct agg *agg)
{
    return agg->column_count;
}

struct span agg_column(const struct agg *agg, size_t column)
{
    return agg->columns[column].name;
}

size_t agg_groups(const struct agg *agg)
{
    return set_count(agg->keys);
}

struct span agg_key(const struct agg *agg, size_t group)
{
    return set_key(agg->keys, group);
}

size_t agg_find(const struct agg *agg, struct span key)
{
    return set_find(agg->keys, key);
}

struct span agg_key_part(const struct agg *agg, size_t group, size_t column,
                         struct span *text)
{
    struct span rest = set_key(agg->keys, group);
    for (size_t i = 0;; i++) {
        size_t end = rest.at[0] ? span_find_byte(rest, '\0') + 1 : 1;
        if (i == column) {
            *text = rest.at[0] ? span_part(rest, 1, end - 1) : (struct span){NULL, 0};
            return span_part(rest, 0, end);
        }
        rest = span_part(rest, end, rest.length);
    }
}

bool agg_value(const struct agg *agg, size_t group, size_t column, struct buf *json)
{
    static const union {
        unsigned long long count;
        struct dated dated;
        struct buf number;
        struct total total;
    } none;
    const struct column *asked = &agg->columns[column];
    struct span text;
    if (asked->operation && group == SET_NONE)
        return asked->operation->finish(&none, json);
    if (asked->operation)
        return asked->operation->finish(agg->groups[group].states + asked->offset, json);
    agg_key_part(agg, group, column, &text);
    if (text.at && agg->groups[group].quoted[column])
        rec_encode_string(text, json);
    else
        buf_add(json, text);
    return text.at != NULL;
}

#include "agg.h"

#include <stdlib.h>
#include <string.h>

#include "bucket.h"
#include "mem.h"
#include "utf8.h"

struct column {
    struct span name;           /* of the output, in the arena */
    struct span field;          /* of the input, with a NUL behind it, in the arena */
    struct span written;        /* as it was asked for, `date:year`; in the arena */
    int bucket;                 /* of a group field; BUCKET_NONE: its value as it stands */
    struct operation_use use;   /* of an operation */
    size_t offset;              /* of its state */
    struct operation_input input; /* of the record being added */
    struct buf text;            /* of a bucket */
    size_t place; /* of the field in the last record */
    bool present;
};

struct group {
    char *states;
    bool *quoted; /* of each group field: the value was a string */
};

struct agg {
    const char *date;
    struct span until;
    struct column columns[AGG_COLUMNS_MAX];
    size_t column_count, field_count; /* group fields come first */
    size_t state_bytes;
    bool wants_last_day;
    struct set *keys;
    struct group *groups;
    size_t group_room;
    struct buf key, date_key, last_day;
    size_t date_place; /* of the date in the last record */
    struct mem_arena arena;
};

struct agg *agg_new(const char *date, struct span until)
{
    struct agg *agg = mem_new(1, sizeof *agg);
    agg->date = date;
    agg->until = until;
    agg->keys = set_new();
    return agg;
}

static const struct operation *operation_of(const struct column *column)
{
    return column->use.operation;
}

void agg_free(struct agg *agg)
{
    if (!agg)
        return;
    for (size_t c = 0; c < agg->column_count; c++) {
        struct column *column = &agg->columns[c];
        bool releases = c >= agg->field_count && operation_of(column)->release;
        for (size_t g = 0; releases && g < agg_groups(agg); g++)
            operation_of(column)->release(agg->groups[g].states + column->offset);
        operation_use_free(&column->use);
        buf_free(&column->text);
    }
    set_free(agg->keys);
    free(agg->groups);
    buf_free(&agg->key);
    buf_free(&agg->date_key);
    buf_free(&agg->last_day);
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
    column->bucket = BUCKET_NONE;
    return column;
}

bool agg_add_group(struct agg *agg, struct span field)
{
    size_t length;
    struct buf name = {0};
    int bucket = bucket_find(field, &length);
    buf_add(&name, field);
    if (bucket != BUCKET_NONE)
        name.at[length] = '_';
    struct column *column = add_column(agg, buf_span(&name), span_part(field, 0, length));
    buf_free(&name);
    if (!column)
        return false;
    column->bucket = bucket;
    column->written = copy(agg, field);
    agg->field_count++;
    return true;
}

/* The group field that is meant, or field_count. */
static size_t find_group_field(const struct agg *agg, struct span written)
{
    size_t i = 0;
    while (i < agg->field_count && !span_equal(agg->columns[i].written, written))
        i++;
    return i;
}

/* `quantile_0.9_FIELD`, `share_date_year`. */
static void name_operation(const struct operation *operation, struct span argument,
                           struct buf *name)
{
    buf_add_text(name, operation->name);
    if (!operation->argument)
        return;
    buf_add_byte(name, '_');
    size_t start = name->length, length;
    buf_add(name, argument);
    if (operation->takes_rank)
        name->at[start + span_find_byte(argument, ':')] = '_';
    else if (operation->is_share && bucket_find(argument, &length) != BUCKET_NONE)
        name->at[start + length] = '_';
}

bool agg_add_operation(struct agg *agg, size_t i, struct span argument)
{
    enum { ALIGN = sizeof(max_align_t) };
    struct operation_use use;
    struct span field;
    struct buf name = {0};
    if (!operation_use(&use, i, argument, &field))
        return false;
    name_operation(use.operation, argument, &name);
    struct column *column = add_column(agg, buf_span(&name), field);
    buf_free(&name);
    if (!column) {
        operation_use_free(&use);
        return false;
    }
    use.share_field = find_group_field(agg, argument);
    use.until = agg->until;
    column->use = use;
    column->offset = agg->state_bytes;
    agg->wants_last_day = agg->wants_last_day || use.operation->wants_last_day;
    agg->state_bytes += (use.operation->size + ALIGN - 1) / ALIGN * ALIGN;
    return true;
}

/* Finds the value of a field; false where it is absent. */
static bool take_value(struct rec *rec, struct span raw, struct operation_input *input)
{
    input->raw = raw;
    if (!raw.at || span_is(raw, "null") || span_is(raw, "\"\""))
        return false;
    input->text = rec_text_of(rec, raw);
    return true;
}

/* The date of the record, into what every operation is given. */
static struct operation_input date_of(struct agg *agg, struct rec *rec)
{
    struct operation_input input = {0}, date = {0};
    buf_clear(&agg->date_key);
    buf_clear(&agg->last_day);
    if (agg->date &&
        take_value(rec, rec_raw_near(rec, span_of(agg->date), &agg->date_place), &input)) {
        date.date_text = input.text;
        bucket_start(input.text, &agg->date_key);
        if (agg->wants_last_day)
            bucket_last_day(input.text, &agg->last_day);
    }
    date.date = buf_span(&agg->date_key);
    date.last_day = buf_span(&agg->last_day);
    return date;
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

/* The bucket takes the place of the date; false where there is none. */
static bool take_bucket(struct column *column)
{
    struct span date = column->input.text;
    buf_clear(&column->text);
    buf_add_byte(&column->text, '"');
    if (!bucket_add(column->bucket, date, &column->text))
        return false;
    buf_add_byte(&column->text, '"');
    column->input.raw = buf_span(&column->text);
    column->input.text = span_part(column->input.raw, 1, column->text.length - 1);
    return true;
}

static void take_group_field(struct agg *agg, struct column *column, struct rec *rec)
{
    struct span raw = rec_raw_near(rec, column->field, &column->place);
    column->present = take_value(rec, raw, &column->input);
    if (column->present && column->bucket != BUCKET_NONE)
        column->present = take_bucket(column);
    add_to_key(&agg->key, column->present, column->input.text);
}

/* Looks up all values; false where one is no number and has to be. */
static bool prepare(struct agg *agg, struct rec *rec, struct buf *why)
{
    const struct operation_input date = date_of(agg, rec);
    buf_clear(&agg->key);
    for (size_t i = 0; i < agg->field_count; i++)
        take_group_field(agg, &agg->columns[i], rec);
    for (size_t i = agg->field_count; i < agg->column_count; i++) {
        struct column *column = &agg->columns[i];
        const struct operation *operation = operation_of(column);
        column->input = date;
        column->present = !operation->argument || operation->is_share ||
                          take_value(rec, rec_raw_near(rec, column->field, &column->place),
                                     &column->input);
        if (column->present && operation->takes_number &&
            !decimal_read(column->input.text, &column->input.number)) {
            explain(column, column->input.text, why);
            return false;
        }
    }
    return true;
}

/* The key without a group field's part. */
static void key_without(const struct agg *agg, size_t group, size_t field, struct buf *others)
{
    struct span text;
    for (size_t i = 0; i < agg->field_count; i++)
        if (i != field)
            buf_add(others, agg_key_part(agg, group, i, &text));
}

static void begin_states(struct agg *agg, size_t number)
{
    struct buf others = {0};
    for (size_t i = agg->field_count; i < agg->column_count; i++) {
        struct column *column = &agg->columns[i];
        if (!operation_of(column)->begin)
            continue;
        buf_clear(&others);
        key_without(agg, number, column->use.share_field, &others);
        operation_of(column)->begin(&column->use, agg->groups[number].states + column->offset,
                                    number, buf_span(&others));
    }
    buf_free(&others);
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
    begin_states(agg, number);
    return number;
}

bool agg_add(struct agg *agg, struct rec *rec, struct buf *why)
{
    if (!prepare(agg, rec, why))
        return false;
    size_t number = group_of(agg);
    for (size_t i = agg->field_count; i < agg->column_count; i++) {
        struct column *column = &agg->columns[i];
        if (column->present)
            operation_of(column)->add(&column->use,
                                      agg->groups[number].states + column->offset,
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

static bool write_field(const struct agg *agg, size_t group, size_t column, struct buf *json)
{
    struct span text;
    agg_key_part(agg, group, column, &text);
    if (text.at && agg->groups[group].quoted[column])
        value_encode(text, json);
    else
        buf_add(json, text);
    return text.at != NULL;
}

bool agg_value(const struct agg *agg, size_t group, size_t column, struct buf *json)
{
    static const union {
        max_align_t align;
        char bytes[OPERATION_STATE_MAX];
    } none;
    const struct column *asked = &agg->columns[column];
    if (column < agg->field_count)
        return group != SET_NONE && write_field(agg, group, column, json);
    const void *state =
        group == SET_NONE ? none.bytes : agg->groups[group].states + asked->offset;
    return operation_of(asked)->finish(&asked->use, state, json);
}

bool agg_save(const struct agg *agg, size_t group, size_t at[AGG_COLUMNS_MAX], bool begun,
              struct buf *json)
{
    bool any = !begun;
    buf_add_text(json, "\"group\":[");
    for (size_t i = 0; i < agg->field_count; i++) {
        buf_add_text(json, i ? "," : "");
        if (!write_field(agg, group, i, json))
            buf_add_text(json, "null");
    }
    buf_add_text(json, "],\"states\":[");
    for (size_t i = agg->field_count; i < agg->column_count; i++) {
        const struct column *column = &agg->columns[i];
        const void *state = agg->groups[group].states + column->offset;
        buf_add_text(json, i > agg->field_count ? "," : "");
        if (operation_of(column)->save(&column->use, state, &at[i], json))
            any = true;
        else
            buf_add_text(json, "null");
    }
    buf_add_byte(json, ']');
    return any;
}

/* The parts of a list in the record, to be freed; false where it is none of so many. */
static bool read_list(struct rec *rec, const char *key, size_t expected, struct span **items)
{
    size_t count = 0, room = 0;
    *items = NULL;
    return value_elements(rec_raw(rec, key), items, &count, &room) && count == expected;
}

/* Goes through the states: only looks at them where there is no group. */
static bool load_states(struct agg *agg, const struct span *states, const size_t *group)
{
    bool good = true;
    for (size_t i = agg->field_count; good && i < agg->column_count; i++) {
        struct column *column = &agg->columns[i];
        struct span json = states[i - agg->field_count];
        void *state = group ? agg->groups[*group].states + column->offset : NULL;
        good = span_is(json, "null") || operation_of(column)->load(&column->use, state, json);
    }
    return good;
}

bool agg_load(struct agg *agg, struct rec *rec)
{
    struct span *values, *states = NULL;
    bool good = read_list(rec, "group", agg->field_count, &values) &&
                read_list(rec, "states", agg->column_count - agg->field_count, &states) &&
                load_states(agg, states, NULL);
    if (good) {
        buf_clear(&agg->key);
        for (size_t i = 0; i < agg->field_count; i++) {
            struct column *column = &agg->columns[i];
            column->present = take_value(rec, values[i], &column->input);
            add_to_key(&agg->key, column->present, column->input.text);
        }
        size_t group = group_of(agg);
        load_states(agg, states, &group);
    }
    free(values);
    free(states);
    return good;
}

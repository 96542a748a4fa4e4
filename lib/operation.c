#include "operation.h"

#include <stdio.h>
#include <stdlib.h>

#include "bucket.h"
#include "changes.h"
#include "mem.h"

struct distinct {
    size_t group;
    size_t *numbers; /* in the set of all groups */
    size_t count, room;
};

struct total {
    unsigned long long count;
    struct decimal_sum sum;
};

struct dated {
    struct buf value, date;
    bool known;
};

struct share {
    unsigned long long count;
    size_t others; /* number of the key without the field */
};

/* Takes the parts of a list that must have so many. */
static bool read_list(struct span json, struct span *parts, size_t count)
{
    struct span *items = NULL;
    size_t found = 0, room = 0;
    bool good = value_elements(json, &items, &found, &room) && found == count;
    for (size_t i = 0; good && i < count; i++)
        parts[i] = items[i];
    free(items);
    return good;
}

static bool read_count(struct span json, unsigned long long *count)
{
    enum { DIGITS = 18 };
    *count = 0;
    for (size_t i = 0; i < json.length; i++) {
        if (json.at[i] < '0' || json.at[i] > '9')
            return false;
        *count = *count * 10 + (unsigned long long)(json.at[i] - '0');
    }
    return json.length > 0 && json.length <= DIGITS;
}

/* Is this the first piece, and there is no other? */
static bool is_start(size_t *at)
{
    return (*at)++ == 0;
}

/* Of each value of a JSON list. */
typedef bool (*load_item)(struct operation_use *use, void *state, struct span json);

static bool load_items(struct operation_use *use, void *state, struct span json, load_item load)
{
    struct span *items = NULL;
    size_t count = 0, room = 0;
    bool good = value_elements(json, &items, &count, &room);
    for (size_t i = 0; good && i < count; i++)
        good = load(use, state, items[i]);
    free(items);
    return good;
}

static void add_one(struct operation_use *use, void *state, const struct operation_input *input)
{
    (void)use;
    (void)input;
    (*(unsigned long long *)state)++;
}

static bool save_count(const struct operation_use *use, const void *state, size_t *at,
                       struct buf *json)
{
    (void)use;
    if (!is_start(at))
        return false;
    buf_add_format(json, "%llu", *(const unsigned long long *)state);
    return true;
}

static bool load_count(struct operation_use *use, void *state, struct span json)
{
    unsigned long long count;
    (void)use;
    if (!read_count(json, &count))
        return false;
    if (state)
        *(unsigned long long *)state += count;
    return true;
}

static bool finish_count(const struct operation_use *use, const void *state, struct buf *json)
{
    (void)use;
    buf_add_format(json, "%llu", *(const unsigned long long *)state);
    return true;
}

static void begin_distinct(struct operation_use *use, void *state, size_t group,
                           struct span others)
{
    (void)use;
    (void)others;
    ((struct distinct *)state)->group = group;
}

static void add_text(struct operation_use *use, struct distinct *distinct, struct span text)
{
    struct buf key = {0};
    bool added;
    buf_add(&key, (struct span){(const char *)&distinct->group, sizeof distinct->group});
    buf_add(&key, text);
    size_t number = set_add(use->seen, buf_span(&key), &added);
    buf_free(&key);
    if (!added)
        return;
    distinct->numbers = mem_grow(distinct->numbers, &distinct->room, distinct->count + 1,
                                 sizeof *distinct->numbers);
    distinct->numbers[distinct->count++] = number;
}

static void add_distinct(struct operation_use *use, void *state,
                         const struct operation_input *input)
{
    add_text(use, state, input->text);
}

static bool save_distinct(const struct operation_use *use, const void *state, size_t *at,
                          struct buf *json)
{
    const struct distinct *distinct = state;
    size_t start = json->length;
    while (*at < distinct->count && json->length - start < OPERATION_PIECE) {
        struct span key = set_key(use->seen, distinct->numbers[(*at)++]);
        buf_add_byte(json, json->length == start ? '[' : ',');
        value_encode(span_part(key, sizeof distinct->group, key.length), json);
    }
    if (json->length == start)
        return false;
    buf_add_byte(json, ']');
    return true;
}

static bool load_text(struct operation_use *use, void *state, struct span json)
{
    struct buf text = {0};
    bool good = value_decode(json, &text);
    if (good && state)
        add_text(use, state, buf_span(&text));
    buf_free(&text);
    return good;
}

static bool load_distinct(struct operation_use *use, void *state, struct span json)
{
    return load_items(use, state, json, load_text);
}

static bool finish_distinct(const struct operation_use *use, const void *state, struct buf *json)
{
    (void)use;
    buf_add_number(json, ((const struct distinct *)state)->count);
    return true;
}

static void release_distinct(void *state)
{
    free(((struct distinct *)state)->numbers);
}

static void keep(struct dated *dated, struct span value, struct span date)
{
    buf_clear(&dated->value);
    buf_add(&dated->value, value);
    buf_clear(&dated->date);
    buf_add(&dated->date, date);
    dated->known = true;
}

/* A value without a date counts only where none has one. */
static void keep_first(struct dated *dated, struct span value, struct span date)
{
    struct span old = buf_span(&dated->date);
    bool earlier = date.length && (old.length == 0 || span_compare(date, old) < 0);
    if (!dated->known || earlier)
        keep(dated, value, date);
}

static void keep_last(struct dated *dated, struct span value, struct span date)
{
    if (!dated->known || span_compare(date, buf_span(&dated->date)) >= 0)
        keep(dated, value, date);
}

static void add_first(struct operation_use *use, void *state,
                      const struct operation_input *input)
{
    (void)use;
    keep_first(state, input->raw, input->date);
}

static void add_last(struct operation_use *use, void *state,
                     const struct operation_input *input)
{
    (void)use;
    keep_last(state, input->raw, input->date);
}

static void add_latest(struct operation_use *use, void *state,
                       const struct operation_input *input)
{
    if (input->last_day.length && span_compare(input->last_day, use->until) <= 0)
        keep_last(state, input->raw, input->last_day);
}

static bool save_dated(const struct operation_use *use, const void *state, size_t *at,
                       struct buf *json)
{
    const struct dated *dated = state;
    (void)use;
    if (!is_start(at) || !dated->known)
        return false;
    buf_add_byte(json, '[');
    buf_add(json, buf_span(&dated->value));
    buf_add_byte(json, ',');
    value_encode(buf_span(&dated->date), json);
    buf_add_byte(json, ']');
    return true;
}

typedef void (*keep_dated)(struct dated *dated, struct span value, struct span date);

static bool load_dated(void *state, struct span json, keep_dated keep_it)
{
    struct span parts[2];
    struct buf date = {0};
    bool good = read_list(json, parts, 2) && value_decode(parts[1], &date);
    if (good && state)
        keep_it(state, parts[0], buf_span(&date));
    buf_free(&date);
    return good;
}

static bool load_first(struct operation_use *use, void *state, struct span json)
{
    (void)use;
    return load_dated(state, json, keep_first);
}

static bool load_last(struct operation_use *use, void *state, struct span json)
{
    (void)use;
    return load_dated(state, json, keep_last);
}

static bool finish_dated(const struct operation_use *use, const void *state, struct buf *json)
{
    const struct dated *dated = state;
    (void)use;
    buf_add(json, buf_span(&dated->value));
    return dated->known;
}

static void release_dated(void *state)
{
    struct dated *dated = state;
    buf_free(&dated->value);
    buf_free(&dated->date);
}

/* Keeps the number where it is less (or, for direction -1, greater) than the one kept. */
static void keep_extreme(struct buf *kept, const struct decimal *number, int direction)
{
    struct decimal old;
    bool better = kept->length == 0;
    if (!better && decimal_read(buf_span(kept), &old))
        better = decimal_compare(number, &old) * direction < 0;
    if (!better)
        return;
    buf_clear(kept);
    decimal_write(number, kept);
}

static void add_min(struct operation_use *use, void *state, const struct operation_input *input)
{
    (void)use;
    keep_extreme(state, &input->number, 1);
}

static void add_max(struct operation_use *use, void *state, const struct operation_input *input)
{
    (void)use;
    keep_extreme(state, &input->number, -1);
}

static bool finish_number(const struct operation_use *use, const void *state, struct buf *json)
{
    const struct buf *kept = state;
    (void)use;
    buf_add(json, buf_span(kept));
    return kept->length > 0;
}

static bool save_number(const struct operation_use *use, const void *state, size_t *at,
                        struct buf *json)
{
    return is_start(at) && finish_number(use, state, json);
}

static bool load_extreme(void *state, struct span json, int direction)
{
    struct decimal number;
    if (!decimal_read(json, &number))
        return false;
    if (state)
        keep_extreme(state, &number, direction);
    return true;
}

static bool load_min(struct operation_use *use, void *state, struct span json)
{
    (void)use;
    return load_extreme(state, json, 1);
}

static bool load_max(struct operation_use *use, void *state, struct span json)
{
    (void)use;
    return load_extreme(state, json, -1);
}

static void release_number(void *state)
{
    buf_free(state);
}

static void add_total(struct operation_use *use, void *state,
                      const struct operation_input *input)
{
    struct total *total = state;
    (void)use;
    total->count++;
    decimal_add(&total->sum, &input->number);
}

static bool save_total(const struct operation_use *use, const void *state, size_t *at,
                       struct buf *json)
{
    const struct total *total = state;
    (void)use;
    if (!is_start(at) || total->count == 0)
        return false;
    buf_add_format(json, "[%llu,", total->count);
    decimal_sum_write(&total->sum, json);
    buf_add_byte(json, ']');
    return true;
}

static bool load_total(struct operation_use *use, void *state, struct span json)
{
    struct total *total = state;
    struct span parts[2];
    struct decimal sum;
    unsigned long long count;
    (void)use;
    if (!read_list(json, parts, 2) || !read_count(parts[0], &count) ||
        !decimal_read_sum(parts[1], &sum))
        return false;
    if (total) {
        total->count += count;
        decimal_add(&total->sum, &sum);
    }
    return true;
}

static bool finish_sum(const struct operation_use *use, const void *state, struct buf *json)
{
    const struct total *total = state;
    (void)use;
    if (total->count)
        decimal_sum_write(&total->sum, json);
    return total->count > 0;
}

/* Appends a double, rounded to 15 digits. */
static bool write_rounded(double value, struct buf *json)
{
    struct decimal number;
    char text[40];
    int length = snprintf(text, sizeof text, "%.15g", value);
    bool good = decimal_read_sum((struct span){text, (size_t)length}, &number);
    if (good)
        decimal_write(&number, json);
    return good;
}

/* The exact sum, rounded once to a double, divided and rounded to 15 digits. */
static bool finish_mean(const struct operation_use *use, const void *state, struct buf *json)
{
    const struct total *total = state;
    struct buf sum = {0};
    if (!finish_sum(use, state, &sum))
        return false;
    buf_add_byte(&sum, '\0');
    double mean = strtod(sum.at, NULL) / (double)total->count;
    buf_free(&sum);
    return write_rounded(mean, json);
}

static void release_total(void *state)
{
    decimal_sum_free(&((struct total *)state)->sum);
}

static void add_quantile(struct operation_use *use, void *state,
                         const struct operation_input *input)
{
    (void)use;
    quantile_add(state, &input->number);
}

static bool save_quantile(const struct operation_use *use, const void *state, size_t *at,
                          struct buf *json)
{
    const struct quantile *quantile = state;
    struct span all = buf_span(&quantile->texts), rest = span_part(all, *at, all.length), text;
    size_t start = json->length;
    (void)use;
    while (rest.length && json->length - start < OPERATION_PIECE &&
           span_split(&rest, '\0', &text)) {
        buf_add_byte(json, json->length == start ? '[' : ',');
        buf_add(json, text);
    }
    *at = all.length - rest.length;
    if (json->length == start)
        return false;
    buf_add_byte(json, ']');
    return true;
}

static bool load_value(struct operation_use *use, void *state, struct span json)
{
    struct decimal number;
    (void)use;
    if (!decimal_read(json, &number))
        return false;
    if (state)
        quantile_add(state, &number);
    return true;
}

static bool load_quantile(struct operation_use *use, void *state, struct span json)
{
    return load_items(use, state, json, load_value);
}

static bool finish_quantile(const struct operation_use *use, const void *state, struct buf *json)
{
    return quantile_write(state, use->rank, json);
}

static void release_quantile(void *state)
{
    quantile_free(state);
}

static void begin_share(struct operation_use *use, void *state, size_t group,
                        struct span others)
{
    bool added;
    size_t number = set_add(use->seen, others, &added), room = use->total_room;
    (void)group;
    use->totals = mem_grow(use->totals, &room, number + 1, sizeof *use->totals);
    use->total_room = room;
    if (added)
        use->totals[number] = 0;
    ((struct share *)state)->others = number;
}

static void count_share(struct operation_use *use, struct share *share, unsigned long long count)
{
    share->count += count;
    use->totals[share->others] += count;
}

static void add_share(struct operation_use *use, void *state,
                      const struct operation_input *input)
{
    (void)input;
    count_share(use, state, 1);
}

static bool save_share(const struct operation_use *use, const void *state, size_t *at,
                       struct buf *json)
{
    return save_count(use, &((const struct share *)state)->count, at, json);
}

static bool load_share(struct operation_use *use, void *state, struct span json)
{
    unsigned long long count;
    if (!read_count(json, &count))
        return false;
    if (state)
        count_share(use, state, count);
    return true;
}

static bool finish_share(const struct operation_use *use, const void *state, struct buf *json)
{
    const struct share *share = state;
    return share->count &&
           write_rounded((double)share->count / (double)use->totals[share->others], json);
}

static void add_change(struct operation_use *use, void *state,
                       const struct operation_input *input)
{
    (void)use;
    if (input->date.length)
        changes_add(state, input->date, input->date_text, input->raw);
}

static bool save_changes(const struct operation_use *use, const void *state, size_t *at,
                         struct buf *json)
{
    (void)use;
    return changes_save(state, at, OPERATION_PIECE, json);
}

static bool load_change(struct operation_use *use, void *state, struct span json)
{
    struct span parts[2];
    struct buf text = {0}, key = {0};
    (void)use;
    bool good = read_list(json, parts, 2) && value_decode(parts[0], &text);
    if (good)
        bucket_start(buf_span(&text), &key);
    good = good && key.length;
    if (good && state)
        changes_add(state, buf_span(&key), buf_span(&text), parts[1]);
    buf_free(&text);
    buf_free(&key);
    return good;
}

static bool load_changes(struct operation_use *use, void *state, struct span json)
{
    return load_items(use, state, json, load_change);
}

static bool finish_changes(const struct operation_use *use, const void *state, struct buf *json)
{
    (void)use;
    return changes_write(state, json);
}

static void release_changes(void *state)
{
    changes_free(state);
}

_Static_assert(sizeof(struct dated) <= OPERATION_STATE_MAX &&
                   sizeof(struct total) <= OPERATION_STATE_MAX &&
                   sizeof(struct distinct) <= OPERATION_STATE_MAX &&
                   sizeof(struct quantile) <= OPERATION_STATE_MAX &&
                   sizeof(struct changes) <= OPERATION_STATE_MAX,
               "a group of no records has room for any state");

static const struct operation operations[] = {
    {.name = "count",
     .size = sizeof(unsigned long long),
     .add = add_one,
     .save = save_count,
     .load = load_count,
     .finish = finish_count,
     .help = "count the records of each group (the default)"},
    {.name = "distinct",
     .argument = "FIELD",
     .size = sizeof(struct distinct),
     .begin = begin_distinct,
     .add = add_distinct,
     .save = save_distinct,
     .load = load_distinct,
     .finish = finish_distinct,
     .release = release_distinct,
     .help = "count the different values of FIELD"},
    {.name = "first",
     .argument = "FIELD",
     .size = sizeof(struct dated),
     .add = add_first,
     .save = save_dated,
     .load = load_first,
     .finish = finish_dated,
     .release = release_dated,
     .help = "the value of FIELD at the earliest date"},
    {.name = "last",
     .argument = "FIELD",
     .size = sizeof(struct dated),
     .add = add_last,
     .save = save_dated,
     .load = load_last,
     .finish = finish_dated,
     .release = release_dated,
     .help = "the value of FIELD at the latest date"},
    {.name = "latest",
     .argument = "FIELD",
     .wants_last_day = true,
     .size = sizeof(struct dated),
     .add = add_latest,
     .save = save_dated,
     .load = load_last,
     .finish = finish_dated,
     .release = release_dated,
     .help = "the value of FIELD in force at the date of --at"},
    {.name = "min",
     .argument = "FIELD",
     .takes_number = true,
     .size = sizeof(struct buf),
     .add = add_min,
     .save = save_number,
     .load = load_min,
     .finish = finish_number,
     .release = release_number,
     .help = "the least number in FIELD"},
    {.name = "max",
     .argument = "FIELD",
     .takes_number = true,
     .size = sizeof(struct buf),
     .add = add_max,
     .save = save_number,
     .load = load_max,
     .finish = finish_number,
     .release = release_number,
     .help = "the greatest number in FIELD"},
    {.name = "sum",
     .argument = "FIELD",
     .takes_number = true,
     .size = sizeof(struct total),
     .add = add_total,
     .save = save_total,
     .load = load_total,
     .finish = finish_sum,
     .release = release_total,
     .help = "the sum of the numbers in FIELD, exact"},
    {.name = "mean",
     .argument = "FIELD",
     .takes_number = true,
     .size = sizeof(struct total),
     .add = add_total,
     .save = save_total,
     .load = load_total,
     .finish = finish_mean,
     .release = release_total,
     .help = "the mean of the numbers in FIELD"},
    {.name = "median",
     .argument = "FIELD",
     .takes_number = true,
     .size = sizeof(struct quantile),
     .add = add_quantile,
     .save = save_quantile,
     .load = load_quantile,
     .finish = finish_quantile,
     .release = release_quantile,
     .help = "the median of the numbers in FIELD"},
    {.name = "quantile",
     .argument = "P:FIELD",
     .takes_number = true,
     .takes_rank = true,
     .size = sizeof(struct quantile),
     .add = add_quantile,
     .save = save_quantile,
     .load = load_quantile,
     .finish = finish_quantile,
     .release = release_quantile,
     .help = "the number in FIELD with the part P, 0 to 1, below it"},
    {.name = "share",
     .argument = "FIELD",
     .is_share = true,
     .size = sizeof(struct share),
     .begin = begin_share,
     .add = add_share,
     .save = save_share,
     .load = load_share,
     .finish = finish_share,
     .help = "the share among the groups that differ in FIELD alone"},
    {.name = "transitions",
     .argument = "FIELD",
     .is_changes = true,
     .size = sizeof(struct changes),
     .add = add_change,
     .save = save_changes,
     .load = load_changes,
     .finish = finish_changes,
     .release = release_changes,
     .help = "a row for each change of FIELD, in order of date"},
};

const struct operation *operation_row(size_t i)
{
    return i < sizeof operations / sizeof *operations ? &operations[i] : NULL;
}

bool operation_use(struct operation_use *use, size_t i, struct span argument,
                   struct span *field)
{
    const struct operation *operation = &operations[i];
    *use = (struct operation_use){.operation = operation, .rank = {1, 2}};
    *field = argument;
    if (operation->takes_rank) {
        size_t colon = span_find_byte(argument, ':');
        if (!quantile_read(span_part(argument, 0, colon), &use->rank))
            return false;
        *field = span_part(argument, colon + 1, argument.length);
    }
    if (operation->argument && field->length == 0)
        return false;
    use->seen = set_new();
    return true;
}

void operation_use_free(struct operation_use *use)
{
    set_free(use->seen);
    free(use->totals);
    *use = (struct operation_use){0};
}

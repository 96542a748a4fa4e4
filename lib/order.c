#include "order.h"

#include <stdlib.h>

#include "decimal.h"
#include "mem.h"

struct key {
    const struct span *texts;
    struct decimal *numbers; /* NULL: not all are numbers */
    bool descending;
};

struct keys {
    struct key *keys;
    size_t count;
};

struct row {
    const struct keys *keys; /* qsort hands nothing else to its function */
    size_t number;
};

static int compare_key(const struct key *key, size_t a, size_t b)
{
    const struct span *texts = key->texts;
    int order = 0;
    if (!texts[a].at || !texts[b].at)
        return (texts[b].at != NULL) - (texts[a].at != NULL);
    if (key->numbers)
        order = decimal_compare(&key->numbers[a], &key->numbers[b]);
    if (order == 0)
        order = span_compare(texts[a], texts[b]);
    return key->descending ? -order : order;
}

static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    for (size_t i = 0; i < a->keys->count; i++) {
        int order = compare_key(&a->keys->keys[i], a->number, b->number);
        if (order != 0)
            return order;
    }
    return (a->number > b->number) - (a->number < b->number);
}

static struct decimal *numbers_of(const struct span *texts, size_t count)
{
    struct decimal *numbers = mem_new(count, sizeof *numbers);
    for (size_t i = 0; i < count; i++)
        if (texts[i].at && !decimal_read(texts[i], &numbers[i])) {
            free(numbers);
            return NULL;
        }
    return numbers;
}

void order_rows(const struct order_column *columns, size_t column_count, size_t *rows,
                size_t row_count)
{
    struct keys keys = {mem_new(column_count, sizeof *keys.keys), column_count};
    struct row *items = mem_new(row_count, sizeof *items);
    for (size_t i = 0; i < column_count; i++)
        keys.keys[i] =
            (struct key){columns[i].texts, numbers_of(columns[i].texts, row_count),
                         columns[i].descending};
    for (size_t i = 0; i < row_count; i++)
        items[i] = (struct row){&keys, i};
    if (row_count)
        qsort(items, row_count, sizeof *items, compare_rows);
    for (size_t i = 0; i < row_count; i++)
        rows[i] = items[i].number;
    for (size_t i = 0; i < column_count; i++)
        free(keys.keys[i].numbers);
    free(keys.keys);
    free(items);
}

#include "quantile.h"

#include <stdlib.h>

#include "mem.h"

bool quantile_read(struct span text, struct quantile_rank *rank)
{
    size_t point = span_find_byte(text, '.');
    *rank = (struct quantile_rank){0, 1};
    if (point == 0 || point + 1 == text.length)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        if (i == point)
            continue;
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        rank->part = rank->part * 10 + (unsigned long long)(text.at[i] - '0');
        rank->whole *= i > point ? 10 : 1;
        if (rank->part > rank->whole || rank->whole > QUANTILE_WHOLE_MAX)
            return false;
    }
    return true;
}

void quantile_add(struct quantile *quantile, const struct decimal *number)
{
    decimal_write(number, &quantile->texts);
    buf_add_byte(&quantile->texts, '\0');
    quantile->count++;
}

void quantile_free(struct quantile *quantile)
{
    buf_free(&quantile->texts);
    *quantile = (struct quantile){0};
}

static int compare(const void *a, const void *b)
{
    return decimal_compare(a, b);
}

static struct decimal *sorted(const struct quantile *quantile)
{
    struct decimal *numbers = mem_new(quantile->count, sizeof *numbers);
    struct span rest = buf_span(&quantile->texts), text;
    for (size_t i = 0; i < quantile->count; i++) {
        span_split(&rest, '\0', &text);
        decimal_read(text, &numbers[i]);
    }
    qsort(numbers, quantile->count, sizeof *numbers, compare);
    return numbers;
}

/* (a + b) / 2 is five tenths of a and of b, so exact. */
static void write_middle(struct decimal a, struct decimal b, struct buf *json)
{
    struct decimal_sum sum = {0};
    a.power--;
    b.power--;
    for (int i = 0; i < 5; i++) {
        decimal_add(&sum, &a);
        decimal_add(&sum, &b);
    }
    decimal_sum_write(&sum, json);
    decimal_sum_free(&sum);
}

bool quantile_write(const struct quantile *quantile, struct quantile_rank rank,
                    struct buf *json)
{
    size_t count = quantile->count;
    if (count == 0)
        return false;
    struct decimal *numbers = sorted(quantile);
    /* count * part / whole, without the overflow of the product */
    unsigned long long product = count % rank.whole * rank.part;
    size_t below = (size_t)(count / rank.whole * rank.part + product / rank.whole);
    bool jumps = product % rank.whole == 0;
    size_t upper = below < count ? below : count - 1;
    size_t lower = jumps && below > 0 ? below - 1 : upper;
    if (decimal_compare(&numbers[lower], &numbers[upper]) == 0)
        decimal_write(&numbers[lower], json);
    else
        write_middle(numbers[lower], numbers[upper], json);
    free(numbers);
    return true;
}

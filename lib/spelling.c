#include "spelling.h"

/* A form as it is spelt: text and choices by turns. */
struct spelling {
    struct span before[SPELLING_CHOICES_MAX],
        choices[SPELLING_CHOICES_MAX]; /* of each choice */
    struct span rest;                  /* behind the last */
    size_t count;
};

/* The bytes of a cell to the "|" that ends its first form. */
static size_t form_length(struct span cell)
{
    size_t at = 0;
    for (bool inside = false; at < cell.length && (inside || cell.at[at] != '|'); at++) {
        inside = inside || cell.at[at] == '(';
        inside = inside && cell.at[at] != ')';
    }
    return at;
}

static bool read_form(struct span form, struct spelling *spelling)
{
    *spelling = (struct spelling){.rest = form};
    for (;;) {
        struct span rest = spelling->rest;
        size_t open = span_find_byte(rest, '('), close = span_find_byte(rest, ')');
        if (open == rest.length)
            return close == rest.length;
        if (close == rest.length || close < open ||
            spelling->count == SPELLING_CHOICES_MAX)
            return false;
        spelling->before[spelling->count] = span_part(rest, 0, open);
        spelling->choices[spelling->count++] = span_part(rest, open + 1, close);
        spelling->rest = span_part(rest, close + 1, rest.length);
    }
}

static size_t choice_count(struct span choices)
{
    size_t count = 1;
    for (size_t i = 0; i < choices.length; i++)
        count += choices.at[i] == '|' ? 1u : 0u;
    return count;
}

static struct span choice(struct span choices, size_t number)
{
    while (number--)
        choices = span_part(choices, span_find_byte(choices, '|') + 1, choices.length);
    return span_part(choices, 0, span_find_byte(choices, '|'));
}

/* The number is read as one digit a choice, each in the base of its count. */
static void add_form(const struct spelling *spelling, size_t number, struct buf *forms)
{
    for (size_t i = 0; i < spelling->count; i++) {
        size_t base = choice_count(spelling->choices[i]);
        buf_add(forms, spelling->before[i]);
        buf_add(forms, choice(spelling->choices[i], number % base));
        number /= base;
    }
    buf_add(forms, spelling->rest);
    buf_add_byte(forms, '|');
}

bool spelling_forms(struct span cell, struct buf *forms)
{
    size_t sum = 0;
    while (cell.length) {
        size_t length = form_length(cell), count = 1;
        struct spelling spelling;
        if (!read_form(span_part(cell, 0, length), &spelling))
            return false;
        for (size_t i = 0; i < spelling.count && count <= SPELLING_FORMS_MAX; i++)
            count *= choice_count(spelling.choices[i]);
        sum += count;
        if (sum > SPELLING_FORMS_MAX)
            return false;
        for (size_t i = 0; i < count; i++)
            add_form(&spelling, i, forms);
        cell = span_part(cell, length + 1, cell.length);
    }
    return true;
}

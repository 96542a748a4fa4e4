#include "spelling.h"

/* A form as it is spelt: text and choices by turns. The words of all choices stand in a
 * row. */
struct spelling {
    struct span before[SPELLING_CHOICES_MAX]; /* of each choice */
    size_t first[SPELLING_CHOICES_MAX + 1]; /* word of each choice, and behind the last */
    struct span words[SPELLING_FORMS_MAX];
    struct span rest; /* behind the last choice */
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

/* Adds the words of a choice; false where there are too many. */
static bool read_choice(struct span choices, struct spelling *spelling)
{
    size_t last = spelling->first[spelling->count];
    for (;;) {
        size_t length = span_find_byte(choices, '|');
        if (last == SPELLING_FORMS_MAX)
            return false;
        spelling->words[last++] = span_part(choices, 0, length);
        if (length == choices.length)
            break;
        choices = span_part(choices, length + 1, choices.length);
    }
    spelling->first[++spelling->count] = last;
    return true;
}

static bool read_form(struct span form, struct spelling *spelling)
{
    spelling->rest = form;
    spelling->count = spelling->first[0] = 0;
    for (;;) {
        struct span rest = spelling->rest;
        size_t open = span_find_byte(rest, '('), close = span_find_byte(rest, ')');
        if (open == rest.length)
            return close == rest.length;
        if (close == rest.length || close < open ||
            spelling->count == SPELLING_CHOICES_MAX)
            return false;
        spelling->before[spelling->count] = span_part(rest, 0, open);
        if (!read_choice(span_part(rest, open + 1, close), spelling))
            return false;
        spelling->rest = span_part(rest, close + 1, rest.length);
    }
}

static size_t choice_count(const struct spelling *spelling, size_t choice)
{
    return spelling->first[choice + 1] - spelling->first[choice];
}

/* The number is read as one digit a choice, each in the base of its count. */
static void add_form(const struct spelling *spelling, size_t number, struct buf *forms)
{
    for (size_t i = 0; i < spelling->count; i++) {
        size_t base = choice_count(spelling, i);
        buf_add(forms, spelling->before[i]);
        buf_add(forms, spelling->words[spelling->first[i] + number % base]);
        number /= base;
    }
    buf_add(forms, spelling->rest);
    buf_add_byte(forms, '|');
}

bool spelling_forms(struct span cell, struct buf *forms)
{
    struct spelling spelling;
    size_t sum = 0;
    while (cell.length) {
        size_t length = form_length(cell), count = 1;
        if (!read_form(span_part(cell, 0, length), &spelling))
            return false;
        for (size_t i = 0; i < spelling.count && count <= SPELLING_FORMS_MAX; i++)
            count *= choice_count(&spelling, i);
        sum += count;
        if (sum > SPELLING_FORMS_MAX)
            return false;
        for (size_t i = 0; i < count; i++)
            add_form(&spelling, i, forms);
        cell = span_part(cell, length + 1, cell.length);
    }
    return true;
}

#include "guard.h"

#include "decimal.h"

/* Where a formula would begin, behind apostrophes. */
static bool is_formula(struct span text)
{
    size_t i = 0;
    while (i < text.length && text.at[i] == '\'')
        i++;
    return i < text.length && strchr("=+-@\t\r", text.at[i]) && text.at[i] != '\0';
}

bool guard_needed(struct span text)
{
    return is_formula(text) && !decimal_is(text);
}

struct span guard_strip(struct span cell)
{
    bool guarded = cell.length && cell.at[0] == '\'' && is_formula(cell);
    return span_part(cell, guarded, cell.length);
}

#include "memo.h"

static const struct {
    const char *label;
    enum memo_field field;
} labels[] = {
    {"From", MEMO_FROM}, {"To", MEMO_TO},     {"Cc", MEMO_TO},           {"Bcc", MEMO_TO},
    {"Sent", MEMO_DATE}, {"Date", MEMO_DATE}, {"Subject", MEMO_SUBJECT},
};

enum memo_field memo_read(struct span line, struct span *value)
{
    size_t colon = span_find_byte(line, ':');
    *value = span_trim(span_part(line, colon + 1, line.length));
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (span_is_like(span_part(line, 0, colon), labels[i].label))
            return colon < line.length ? labels[i].field : MEMO_NONE;
    return MEMO_NONE;
}

struct span memo_name(struct span value)
{
    size_t end = 0;
    while (end < value.length && !strchr("<[", value.at[end]))
        end++;
    struct span name = span_trim(span_part(value, 0, end));
    if (name.length > 1 && name.at[0] == '"' && name.at[name.length - 1] == '"')
        name = span_trim(span_part(name, 1, name.length - 1));
    return name.length ? name : value;
}

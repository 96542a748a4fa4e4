#include "pretty.h"

static void begin_line(size_t depth, struct buf *out)
{
    buf_add_byte(out, '\n');
    for (size_t i = 0; i < depth && i < PRETTY_DEPTH; i++)
        buf_add_text(out, "  ");
}

/* Length of the string that begins the text, its quotes included. */
static size_t string_length(struct span text)
{
    size_t at = 1;
    while (at < text.length && text.at[at] != '"')
        at += text.at[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* Length of a list that begins the text and holds no object and no list; 0: it is none. */
static size_t plain_list(struct span text)
{
    size_t at = 1;
    if (text.at[0] != '[')
        return 0;
    while (at < text.length && text.at[at] != ']') {
        if (text.at[at] == '[' || text.at[at] == '{')
            return 0;
        at += text.at[at] == '"' ? string_length(span_part(text, at, text.length)) : 1;
    }
    return at + 1;
}

/* Appends a byte that is outside of strings. */
static void add_mark(char mark, size_t *depth, struct buf *out)
{
    bool closes = mark == '}' || mark == ']';
    if (closes)
        begin_line(--*depth, out);
    buf_add_byte(out, mark);
    if (mark == '{' || mark == '[')
        begin_line(++*depth, out);
    else if (mark == ',')
        begin_line(*depth, out);
    else if (mark == ':')
        buf_add_byte(out, ' ');
}

void pretty_write(struct span json, struct buf *out)
{
    size_t depth = 0, length;
    for (size_t at = 0; at < json.length; at += length) {
        struct span rest = span_part(json, at, json.length);
        length = rest.at[0] == '"' ? string_length(rest) : plain_list(rest);
        if (!length && span_starts(rest, span_of("{}")))
            length = 2;
        if (length)
            buf_add(out, span_part(rest, 0, length));
        else
            add_mark(rest.at[0], &depth, out);
        length = length ? length : 1;
    }
    buf_add_byte(out, '\n');
}

#include "in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

enum { CHUNK = 128 * 1024 };

struct in {
    char *const *operands;
    size_t count, next;
    const char *name;
    int descriptor; /* -1: between operands */
    struct buf buf;
    size_t start;  /* of what was not given out yet */
    size_t number; /* of the last line */
    size_t offset, line_offset;
    bool ended, failed; /* the current operand */
};

static char *const standard_input[] = {"-"};

struct in *in_open(char *const *operands, size_t count)
{
    struct in *in = mem_new(1, sizeof *in);
    in->operands = count ? operands : standard_input;
    in->count = count ? count : 1;
    in->name = "-";
    in->descriptor = -1;
    return in;
}

static void close_operand(struct in *in)
{
    if (in->descriptor > STDIN_FILENO)
        close(in->descriptor);
    in->descriptor = -1;
}

/* Opens the next operand that can be opened. False when none is left. */
static bool next_operand(struct in *in)
{
    close_operand(in);
    while (in->next < in->count) {
        in->name = in->operands[in->next++];
        in->descriptor =
            strcmp(in->name, "-") == 0 ? STDIN_FILENO : open(in->name, O_RDONLY | O_CLOEXEC);
        buf_clear(&in->buf);
        in->start = in->number = in->offset = 0;
        in->ended = in->failed = false;
        if (in->descriptor >= 0)
            return true;
        err_trouble("%s:", in->name);
    }
    return false;
}

/* Reads one chunk behind the buffer's end. False at the end of the operand or on an error,
 * which is said: what came before it is still given out. */
static bool fill(struct in *in)
{
    for (;;) {
        ssize_t got = read(in->descriptor, buf_reserve(&in->buf, CHUNK), CHUNK);
        if (got > 0) {
            in->buf.length += (size_t)got;
            return true;
        }
        if (got < 0 && errno == EINTR)
            continue;
        in->failed = got < 0;
        if (in->failed)
            err_trouble("%s:", in->name);
        in->ended = true;
        return false;
    }
}

static void move_to_front(struct in *in)
{
    if (in->start == 0)
        return;
    memmove(in->buf.at, in->buf.at + in->start, in->buf.length - in->start);
    in->buf.length -= in->start;
    in->start = 0;
}

/* The current line is too long: drops it up to its end. */
static void skip_line(struct in *in)
{
    for (;;) {
        struct span rest = span_part(buf_span(&in->buf), in->start, in->buf.length);
        size_t end = span_find_byte(rest, '\n');
        in->offset += end;
        in->start += end;
        if (end < rest.length) {
            in->start++;
            in->offset++;
            return;
        }
        move_to_front(in);
        if (in->ended || !fill(in))
            return;
    }
}

static struct span without_return(struct span line)
{
    if (line.length && line.at[line.length - 1] == '\r')
        line.length--;
    return line;
}

/* A line of the current operand; IN_END where it has none left. */
static enum in_result operand_line(struct in *in, struct span *line)
{
    size_t searched = 0;
    for (;;) {
        struct span rest = span_part(buf_span(&in->buf), in->start, in->buf.length);
        size_t end =
            searched + span_find_byte(span_part(rest, searched, rest.length), '\n');
        bool last = end == rest.length && in->ended;
        if (end == rest.length && rest.length <= IN_LINE_MAX && !in->ended) {
            searched = rest.length;
            move_to_front(in);
            fill(in);
            continue;
        }
        if (last && rest.length == 0)
            return IN_END;
        in->number++;
        in->line_offset = in->offset;
        if (end > IN_LINE_MAX) {
            skip_line(in);
            return IN_LONG;
        }
        *line = without_return(span_part(rest, 0, end));
        in->start += end + (last ? 0 : 1);
        in->offset += end + (last ? 0 : 1);
        return IN_LINE;
    }
}

enum in_result in_line(struct in *in, struct span *line)
{
    for (;;) {
        if (in->descriptor < 0 && !next_operand(in))
            return IN_END;
        enum in_result result = operand_line(in, line);
        if (result != IN_END)
            return result;
        close_operand(in);
    }
}

bool in_file(struct in *in, struct buf *bytes, bool *whole)
{
    while (next_operand(in)) {
        bool more = true;
        while (more && in->buf.length <= IN_FILE_MAX)
            more = fill(in);
        close_operand(in);
        if (in->failed)
            continue;
        *whole = in->buf.length <= IN_FILE_MAX;
        struct buf read = in->buf;
        in->buf = *bytes;
        *bytes = read;
        return true;
    }
    return false;
}

bool in_chunk(struct in *in, struct span *bytes)
{
    if (in->descriptor < 0 && !next_operand(in))
        return false;
    buf_clear(&in->buf);
    if (!fill(in))
        close_operand(in);
    *bytes = buf_span(&in->buf);
    return true;
}

bool in_skip(struct in *in)
{
    close_operand(in);
    if (in->next >= in->count)
        return false;
    in->name = in->operands[in->next++];
    return true;
}

bool in_failed(const struct in *in)
{
    return in->failed;
}

const char *in_name(const struct in *in)
{
    return in->name;
}

size_t in_operand(const struct in *in)
{
    return in->next;
}

size_t in_number(const struct in *in)
{
    return in->number;
}

size_t in_offset(const struct in *in)
{
    return in->line_offset;
}

void in_close(struct in *in)
{
    if (!in)
        return;
    close_operand(in);
    buf_free(&in->buf);
    free(in);
}

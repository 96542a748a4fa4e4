#include "filter.h"

#include <stdio.h>
#include <stdlib.h>

#include "err.h"
#include "mem.h"

struct filter {
    struct in *in;
    struct out *out, *rejects;
    struct rec *rec;
    struct buf line;
    char *const *operands;
    size_t operand_count;
    bool by_line; /* messages name the line */
    const char *output, *rejects_path;
    struct opt_texts dropped;
    bool quiet, verbose, tolerant, progressing;
    struct progress *progress; /* NULL: nothing is told */
    unsigned long long read, written, refused, dropped_records;
};

enum { COMMON = 7 };

/* The rows point into the filter that is being started. */
static void common_options(struct filter *filter, struct opt table[COMMON + 1])
{
    const struct opt rows[COMMON + 1] = {
        {'o', "output", OPT_TEXT, &filter->output, "FILE",
         "write to FILE, complete or not at all"},
        {'q', "quiet", OPT_FLAG, &filter->quiet, NULL, "do not say what is refused"},
        {'v', "verbose", OPT_FLAG, &filter->verbose, NULL,
         "say what was done on standard error"},
        {'x', "omit", OPT_TEXTS, &filter->dropped, "FIELD",
         "leave FIELD out of what is written"},
        {'\0', "progress", OPT_FLAG, &filter->progressing, NULL,
         "say on standard error how far it is"},
        {'\0', "rejects", OPT_TEXT, &filter->rejects_path, "FILE",
         "write what is refused to FILE as records"},
        {'\0', "tolerate", OPT_FLAG, &filter->tolerant, NULL,
         "status 0 though something was refused"},
        {0},
    };
    for (int i = 0; i <= COMMON; i++)
        table[i] = rows[i];
}

struct filter *filter_start(int argc, char **argv, const struct opt_program *program)
{
    struct filter *filter = mem_new(1, sizeof *filter);
    struct opt common[COMMON + 1];
    common_options(filter, common);
    const struct opt *const tables[OPT_TABLES] = {program->options, common};
    filter->operand_count = opt_parse(argc, argv, program, tables, &filter->operands);
    if (filter->quiet)
        err_quiet();
    if (filter->tolerant)
        err_tolerate();
    filter->in = in_open(filter->operands, filter->operand_count);
    filter->out = out_open(filter->output);
    if (filter->rejects_path)
        filter->rejects = out_open(filter->rejects_path);
    filter->rec = rec_new();
    if (!filter->quiet)
        filter->progress =
            progress_start(filter->progressing, filter->operands, filter->operand_count);
    return filter;
}

const char *filter_source(const struct filter *filter)
{
    return in_name(filter->in);
}

const char *filter_output(const struct filter *filter)
{
    return filter->output;
}

/* Where a record began: line 0 is a whole file. */
struct place {
    size_t line, offset;
};

static void write_reject(struct filter *filter, struct place place, const char *code,
                         const char *why)
{
    struct rec *reject = rec_new();
    rec_set_string(reject, "tool", span_of(err_program()));
    rec_set_string(reject, "source", span_of(in_name(filter->in)));
    if (place.line) {
        rec_set_integer(reject, "line", (long long)place.line);
        rec_set_integer(reject, "offset", (long long)place.offset);
    }
    rec_set_string(reject, "code", span_of(code));
    rec_set_string(reject, "message", span_of(why));
    buf_clear(&filter->line);
    rec_encode(reject, &filter->line);
    buf_add_byte(&filter->line, '\n');
    out_write(filter->rejects, buf_span(&filter->line));
    rec_free(reject);
}

static void refuse_at(struct filter *filter, struct place place, const char *code,
                      const char *why)
{
    filter->refused++;
    if (filter->rejects) {
        write_reject(filter, place, code, why);
        err_raise(ERR_REFUSED);
    } else if (place.line) {
        err_refuse("%s:%zu: %s", in_name(filter->in), place.line, why);
    } else {
        err_refuse("%s: %s", in_name(filter->in), why);
    }
}

/* `offset` counts from the start of the line. */
static void refuse(struct filter *filter, size_t offset, const char *code, const char *why)
{
    struct place place = {0, 0};
    if (filter->by_line)
        place = (struct place){in_number(filter->in), in_offset(filter->in) + offset};
    refuse_at(filter, place, code, why);
}

void filter_refuse(struct filter *filter, const char *code, const char *why)
{
    refuse(filter, 0, code, why);
}

void filter_refuse_at(struct filter *filter, size_t line, size_t offset, const char *code,
                      const char *why)
{
    refuse_at(filter, (struct place){line, offset}, code, why);
}

struct rec *filter_read(struct filter *filter)
{
    struct span line;
    struct scan_fault fault;
    enum in_result result;
    filter->by_line = true;
    while ((result = in_line(filter->in, &line)) != IN_END) {
        if (result == IN_LONG) {
            char why[80];
            snprintf(why, sizeof why, "a line longer than %d bytes", IN_LINE_MAX);
            refuse(filter, 0, "too long", why);
        } else if (rec_parse(filter->rec, line, &fault)) {
            filter->read++;
            if (filter->progress)
                progress_tell(filter->progress, filter->read, in_operand(filter->in),
                              in_offset(filter->in));
            return filter->rec;
        } else {
            refuse(filter, fault.offset, "not a record", fault.why);
        }
    }
    return NULL;
}

bool filter_operand(struct filter *filter)
{
    bool found = in_skip(filter->in);
    filter->by_line = false;
    filter->read += found;
    progress_tell(filter->progress, filter->read, in_operand(filter->in), 0);
    return found;
}

bool filter_chunk(struct filter *filter, struct span *bytes)
{
    return in_chunk(filter->in, bytes);
}

void filter_trim(const struct filter *filter, struct rec *rec)
{
    for (size_t i = 0; i < filter->dropped.count; i++)
        rec_remove(rec, filter->dropped.items[i]);
}

void filter_write(struct filter *filter, struct rec *rec)
{
    filter_trim(filter, rec);
    buf_clear(&filter->line);
    rec_encode(rec, &filter->line);
    if (filter->line.length > IN_LINE_MAX) {
        refuse(filter, 0, "too long", "its record would be longer than a line may be");
        return;
    }
    buf_add_byte(&filter->line, '\n');
    out_write(filter->out, buf_span(&filter->line));
    filter->written++;
}

void filter_drop(struct filter *filter)
{
    filter->dropped_records++;
}

void filter_print(struct filter *filter, struct span bytes)
{
    out_write(filter->out, bytes);
}

char *const *filter_operands(const struct filter *filter, size_t *count)
{
    *count = filter->operand_count;
    return filter->operands;
}

void filter_complete(struct filter *filter)
{
    out_close(filter->out);
    filter->out = NULL;
}

int filter_finish(struct filter *filter)
{
    out_close(filter->out);
    out_close(filter->rejects);
    progress_end(filter->progress);
    if (filter->verbose || filter->progressing)
        err_say("%llu read, %llu written, %llu refused, %llu dropped", filter->read,
                filter->written, filter->refused, filter->dropped_records);
    in_close(filter->in);
    rec_free(filter->rec);
    buf_free(&filter->line);
    opt_free(&filter->dropped);
    free(filter);
    return (int)err_status();
}

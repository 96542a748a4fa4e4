/* assay-text: documents of any kind to records with their text, structure and facts. */
#include "doc.h"
#include "err.h"
#include "filter.h"
#include "jobs.h"

static const char *type;
static long workers;
static bool formats;

static const struct opt options[] = {
    {'j', "jobs", OPT_NUMBER, &workers, "N", "read with N processes; the output is the same"},
    {'t', "type", OPT_TEXT, &type, "TYPE", "read every file as this media type"},
    {'\0', "formats", OPT_FLAG, &formats, NULL, "list the media types and exit"},
    {0},
};

static const struct opt_program program = {
    "extract text, structure and metadata from documents", "[FILE...]", options};

/* What becomes of each document: it is announced before it is read, as reading it may end the
 * process, and handed over when it has been read. */
struct sink {
    struct filter *filter;
    struct jobs_worker *worker; /* NULL where the filter writes at once */
    struct rec *rec;
    struct document document;
    struct buf line;
};

enum { ANNOUNCED, READ };

static void hand_over(struct sink *sink, unsigned kind)
{
    buf_clear(&sink->line);
    rec_encode(sink->rec, &sink->line);
    jobs_send(sink->worker, kind, buf_span(&sink->line));
}

/* Writes a document record, and says so where it is an error: `SOURCE: MEMBER: why`. */
static void write_record(struct filter *filter, struct rec *rec)
{
    size_t count;
    struct rec **error = rec_items(rec, "error", &count);
    if (count) {
        struct buf code = {0}, why = {0};
        struct span member = rec_string(rec, "member");
        buf_add(&code, rec_string(error[0], "code"));
        buf_add(&why, member);
        buf_add_text(&why, member.at ? ": " : "");
        buf_add(&why, rec_string(error[0], "message"));
        buf_add_byte(&code, '\0');
        buf_add_byte(&why, '\0');
        filter_refuse(filter, code.at, why.at);
        buf_free(&code);
        buf_free(&why);
    }
    filter_write(filter, rec);
}

static void describe(struct rec *rec, const struct doc *doc, const char *source)
{
    rec_clear(rec);
    rec_set_string(rec, "type", span_of("document"));
    rec_set_string(rec, "id", doc_id(doc));
    rec_set_string(rec, "source", span_of(source));
    rec_set_string(rec, "member", doc_member(doc));
    rec_set_string(rec, "fetched", doc_fetched(doc));
}

static void read_documents(struct sink *sink, struct doc *doc, const char *source)
{
    while (doc_next(doc)) {
        describe(sink->rec, doc, source);
        if (sink->worker)
            hand_over(sink, ANNOUNCED);
        document_clear(&sink->document);
        doc_read(doc, &sink->document);
        document_record(&sink->document, sink->rec);
        if (sink->worker)
            hand_over(sink, READ);
        else
            write_record(sink->filter, sink->rec);
    }
}

static bool next_piece(struct stream *stream, struct span *piece)
{
    struct in *in = stream->context;
    bool more = in_chunk(in, piece) && piece->length;
    if (!more && in_failed(in))
        stream->fault = "the file cannot be read to its end";
    return more;
}

/* What cannot be opened or read is said by `in`, and no document. */
static void read_operand(struct sink *sink, const char *operand)
{
    char *const operands[] = {(char *)operand};
    struct in *in = in_open(operands, 1);
    struct stream file = {next_piece, in, NULL};
    struct stream_memory whole;
    struct span head;
    if (in_chunk(in, &head) && !in_failed(in)) {
        struct doc *doc = doc_open(stream_of(&whole, head, &file), span_of(operand), span_of(type));
        read_documents(sink, doc, operand);
        doc_close(doc);
    }
    in_close(in);
}

/* --- with worker processes -------------------------------------------------------------------- */

static char *const standard_input[] = {"-"};

struct job {
    struct sink sink;
    char *const *operands;
};

static void do_job(void *context, size_t task, struct jobs_worker *worker)
{
    struct job *job = context;
    job->sink.worker = worker;
    read_operand(&job->sink, job->operands[task]);
}

static void write_crash(struct filter *filter, struct rec *rec, struct span announced,
                        unsigned number)
{
    struct rec *error = rec_new();
    struct scan_fault fault;
    struct buf why = {0};
    if (!announced.length || !rec_parse(rec, announced, &fault)) {
        rec_clear(rec);
        rec_set_string(rec, "type", span_of("document"));
        rec_set_string(rec, "source", span_of(filter_source(filter)));
    }
    buf_add_format(&why, "the process that read it ended (signal %u)", number);
    rec_set_string(error, "code", span_of("crashed"));
    rec_set_string(error, "message", buf_span(&why));
    rec_set_record(rec, "error", error);
    write_record(filter, rec);
    buf_free(&why);
    rec_free(error);
}

/* Writes what the workers found in the current operand. */
static void write_operand(struct filter *filter, struct jobs *jobs, struct rec *rec,
                          struct buf *announced)
{
    enum jobs_event event;
    struct span message;
    struct scan_fault fault;
    unsigned kind;
    buf_clear(announced);
    while ((event = jobs_next(jobs, &kind, &message)) == JOBS_MESSAGE) {
        buf_clear(announced);
        if (kind == ANNOUNCED)
            buf_add(announced, message);
        else if (rec_parse(rec, message, &fault))
            write_record(filter, rec);
    }
    if (event == JOBS_CRASHED)
        write_crash(filter, rec, buf_span(announced), kind);
}

/* Standard input is one stream: two workers cannot share it. */
static size_t workers_for(char *const *operands, size_t count)
{
    size_t shared = 0;
    for (size_t i = 0; i < count; i++)
        shared += span_is(span_of(operands[i]), "-");
    return shared > 1 ? 1 : (size_t)workers;
}

static void read_with_workers(struct job *job)
{
    struct filter *filter = job->sink.filter;
    struct buf announced = {0};
    size_t count;
    job->operands = filter_operands(filter, &count);
    if (count == 0) {
        job->operands = standard_input;
        count = 1;
    }
    struct jobs *jobs = jobs_start(workers_for(job->operands, count), count, do_job, job);
    while (filter_operand(filter))
        write_operand(filter, jobs, job->sink.rec, &announced);
    jobs_end(jobs);
    buf_free(&announced);
}

static void list_formats(struct filter *filter)
{
    const char *media_type, *help;
    struct buf line = {0};
    for (size_t i = 0; doc_format(i, &media_type, &help); i++) {
        buf_clear(&line);
        buf_add_format(&line, "%s\t%s\n", media_type, help);
        filter_print(filter, buf_span(&line));
    }
    buf_free(&line);
}

static void check_type(void)
{
    const char *media_type, *help;
    for (size_t i = 0; type && doc_format(i, &media_type, &help); i++)
        if (span_is(span_of(type), media_type))
            return;
    if (type)
        err_die("no format '%s'; --formats lists them", type);
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct job job = {.sink = {.filter = filter, .rec = rec_new()}};
    check_type();
    if (formats)
        list_formats(filter);
    else if (workers)
        read_with_workers(&job);
    else
        while (filter_operand(filter))
            read_operand(&job.sink, filter_source(filter));
    buf_free(&job.sink.line);
    rec_free(job.sink.rec);
    document_free(&job.sink.document);
    return filter_finish(filter);
}

/* assay-text: documents of any kind to records with their text, structure and facts. */
#include "doc.h"
#include "filter.h"
#include "hash.h"

static const char *type;

static const struct opt options[] = {
    {'t', "type", OPT_TEXT, &type, "TYPE", "read every file as this media type"},
    {0},
};

static const struct opt_program program = {
    "extract text, structure and metadata from documents", "[FILE...]", options};

static void describe(struct rec *rec, struct span bytes, const char *source)
{
    char hex[HASH_HEX + 1];
    hash_sha256(bytes, hex);
    rec_clear(rec);
    rec_set_string(rec, "type", span_of("document"));
    rec_set_string(rec, "id", (struct span){hex, 16});
    rec_set_string(rec, "source", span_of(source));
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct document document = {0};
    struct rec *rec = rec_new();
    struct buf bytes = {0};
    bool whole;
    while (filter_file(filter, &bytes, &whole)) {
        document_clear(&document);
        describe(rec, buf_span(&bytes), filter_source(filter));
        if (whole)
            doc_read(&document, buf_span(&bytes), span_of(filter_source(filter)), span_of(type));
        else
            document_fail(&document, "too large", span_of("larger than assay-text reads"));
        if (document.error_code)
            filter_refuse(filter, document.error_code, document.error_message.at);
        document_record(&document, rec);
        filter_write(filter, rec);
    }
    buf_free(&bytes);
    rec_free(rec);
    document_free(&document);
    return filter_finish(filter);
}

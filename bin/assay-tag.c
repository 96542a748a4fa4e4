/* assay-tag: documents with the authorities, organisations and dates that they name. */
#include "entity.h"
#include "filter.h"

static struct opt_texts folders;

static const struct opt options[] = {
    {'V', "vocab", OPT_TEXTS, &folders, "DIR", "add the registers and rules of DIR"},
    {0},
};

static const struct opt_program program = {
    "tag documents with the authorities, organisations and dates that they name", "[FILE...]",
    options};

static void tag(struct rec *rec, const struct vocab *vocab, struct entities *entities)
{
    struct entity_source source;
    entity_source(rec, &source);
    entities_find(entities, vocab, &source);
    entities_write(entities, source.text, rec);
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct places *places = places_find(&folders);
    struct vocab *vocab = vocab_load(places);
    struct entities entities = {0};
    struct rec *rec;
    while ((rec = filter_read(filter))) {
        if (span_is(rec_string(rec, "type"), "document") && rec_has(rec, "text"))
            tag(rec, vocab, &entities);
        filter_write(filter, rec);
    }
    entities_free(&entities);
    vocab_free(vocab);
    places_free(places);
    opt_free(&folders);
    return filter_finish(filter);
}

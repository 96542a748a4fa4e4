/* assay-tag: documents with whom and what they name. */
#include "board.h"
#include "contact.h"
#include "entity.h"
#include "err.h"
#include "filter.h"
#include "measure.h"
#include "person.h"
#include "redact.h"
#include "refer.h"
#include "attribution.h"
#include "topic.h"

static struct opt_texts folders;
static bool all, explain;
static const char *redacted;

static const struct opt options[] = {
    {'V', "vocab", OPT_TEXTS, &folders, "DIR", "add the registers and rules of DIR"},
    {'\0', "all", OPT_FLAG, &all, NULL, "keep mentions that longer ones hide"},
    {'\0', "explain", OPT_FLAG, &explain, NULL,
     "say how every ambiguous name was decided"},
    {'\0', "redact", OPT_TEXT, &redacted, "TYPES",
     "put labels for phone, email, postcode, person (with commas between)"},
    {0},
};

static const struct opt_program program = {"tag documents with whom and what they name: "
                                           "councils, people, programmes, dates, money",
                                           "[FILE...]", options};

/* Everything that is loaded once. */
struct tag {
    struct places *places;
    struct vocab *vocab;
    struct terms *terms;
    struct entities entities;
    struct term_text words;
    struct quotations quotations;
    struct buf explained;
    unsigned redacted;
};

static void find_measures(struct entities *entities, struct span text)
{
    static const enum entity_type types[] = {ENTITY_MONEY, ENTITY_PERCENT,
                                             ENTITY_DURATION};
    static const char *const rules[] = {"measure.money", "measure.percent",
                                        "measure.duration"};
    struct measure found;
    for (size_t at = 0; measure_find(text, at, &found); at = found.end)
        entities_add(entities, (struct entity){
                                   .type = types[found.kind],
                                   .start = found.start,
                                   .end = found.end,
                                   .value = entities_keep(entities, span_of(found.value)),
                                   .currency = span_of(found.currency),
                                   .rule = span_of(rules[found.kind])});
}

static void find_contacts(struct entities *entities, struct span text)
{
    static const enum entity_type types[] = {ENTITY_URL, ENTITY_EMAIL, ENTITY_PHONE,
                                             ENTITY_POSTCODE};
    static const char *const rules[] = {"contact.url", "contact.email", "contact.phone",
                                        "contact.postcode"};
    struct contact found;
    for (size_t at = 0; contact_find(text, at, &found); at = found.end)
        entities_add(entities,
                     (struct entity){.type = types[found.kind],
                                     .start = found.start,
                                     .end = found.end,
                                     .name = span_part(text, found.start, found.end),
                                     .rule = span_of(rules[found.kind])});
}

static void say_explained(struct tag *tag)
{
    struct span rest = buf_span(&tag->explained), line;
    while (rest.length && span_split(&rest, '\n', &line))
        if (line.length)
            err_say("%.*s", (int)line.length, line.at);
    buf_clear(&tag->explained);
}

static void tag_document(struct tag *tag, struct rec *rec)
{
    struct entity_source source;
    struct entities *entities = &tag->entities;
    entity_source(rec, &source);
    entities->explain = explain ? &tag->explained : NULL;
    entities_find(entities, tag->vocab, &source, &tag->words.words, &tag->words.sentences);
    term_text_read(&tag->words, tag->terms, source.text, entities);
    topic_find(&tag->words, entities);
    person_find(&tag->words, entities);
    find_measures(entities, source.text);
    find_contacts(entities, source.text);
    entities_settle(entities, source.text, all);
    board_link(entities, tag->vocab, &source);
    entities_settle(entities, source.text, all);
    attribution_find(&tag->words, entities, tag->vocab, &source, rec, &tag->quotations);
    refer_find(&tag->words, &(struct refer_source){tag->vocab, &source, &tag->quotations},
               entities);
    entities_settle(entities, source.text, all);
    entities_write(entities, source.text, rec);
    quotations_write(&tag->quotations, source.text, rec);
    if (tag->redacted)
        redact_record(rec, tag->vocab, entities, tag->redacted);
    say_explained(tag);
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct tag tag = {.places = places_find(&folders)};
    struct rec *rec;
    if (redacted && !redact_types(span_of(redacted), &tag.redacted))
        err_die("no type that can be redacted: '%s'", redacted);
    tag.vocab = vocab_load(tag.places);
    tag.terms = terms_load(tag.places, tag.vocab);
    while ((rec = filter_read(filter))) {
        if (span_is(rec_string(rec, "type"), "document") && rec_has(rec, "text"))
            tag_document(&tag, rec);
        filter_write(filter, rec);
    }
    buf_free(&tag.explained);
    term_text_free(&tag.words);
    quotations_free(&tag.quotations);
    entities_free(&tag.entities);
    terms_free(tag.terms);
    vocab_free(tag.vocab);
    places_free(tag.places);
    opt_free(&folders);
    return filter_finish(filter);
}

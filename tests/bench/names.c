/* names: the literal names alone, for the bench: counts the names of the registers and the terms of
 * the vocabularies in documents, without anything that reads further.
 * usage: names FILE...     prints how many mentions there are
 *        names --list      prints the names of the registers, one a line */
#include "filter.h"
#include "term.h"

static bool list;

static const struct opt options[] = {
    {'\0', "list", OPT_FLAG, &list, NULL, "print the names of the registers"},
    {0},
};

static const struct opt_program program = {"count the literal names in documents", "[FILE...]",
                                           options};

static void print_names(struct filter *filter, const struct vocab *vocab)
{
    struct buf names = {0};
    for (size_t i = 0; i < vocab->name_count; i++) {
        buf_add(&names, vocab->names[i].text);
        buf_add_byte(&names, '\n');
    }
    filter_print(filter, buf_span(&names));
    buf_free(&names);
}

static size_t count_names(const struct vocab *vocab, const struct match_words *words)
{
    struct match_hit hit;
    size_t count = 0;
    for (size_t at = 0; match_find(vocab->match, words, at, &hit); at = hit.behind)
        count++;
    return count;
}

static void count_all(struct filter *filter, const struct vocab *vocab, const struct terms *terms)
{
    struct entities none = {0};
    struct term_text text = {0};
    struct buf line = {0};
    struct rec *rec;
    size_t count = 0;
    while ((rec = filter_read(filter))) {
        struct span bytes = rec_string(rec, "text");
        match_split(vocab->match, bytes, &text.words);
        term_text_read(&text, terms, bytes, &none);
        count += count_names(vocab, &text.words) + text.hit_count;
    }
    buf_add_number(&line, count);
    buf_add_byte(&line, '\n');
    filter_print(filter, buf_span(&line));
    buf_free(&line);
    term_text_free(&text);
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct places *places = places_find(NULL);
    struct vocab *vocab = vocab_load(places);
    struct terms *terms = terms_load(places, vocab);
    if (list)
        print_names(filter, vocab);
    else
        count_all(filter, vocab, terms);
    terms_free(terms);
    vocab_free(vocab);
    places_free(places);
    return filter_finish(filter);
}

#include "proof.h"

/* Masks one line as a document of its own and asks whether the rule matches it with any
 * of its grades being the one asked about; `first` is the rule that takes the line. */
static bool line_matches(const struct proof *proof, struct span line,
                         const struct rules *table, size_t rule, size_t *first)
{
    struct entities entities = {0};
    struct match_words words = {0};
    struct sentences sentences = {0};
    struct judgement_blocks blocks = {0};
    struct claim_document document = {{.text = line}, &words,       &sentences,    &blocks,
                                      &entities,      proof->vocab, proof->scales, NULL};
    struct passage passage;
    struct mem_arena arena = {0};
    struct rule_hit hit;
    bool found = false;
    entities_find(&entities, proof->vocab, &document.source, &words, &sentences);
    passage_start(&passage, proof->lexicon, &document, &arena);
    passage_next(&passage, &(struct sentence){0, line.length});
    rules_look(table, buf_span(&passage.mask.text));
    found = rules_find(table, rule, 0, &hit);
    *first = rule;
    for (size_t i = 0; i < passage.mask.count && !found; i++) {
        if (!lexicon_is_grade(&passage.mask.items[i]))
            continue;
        enum mask_kind kind = passage.mask.items[i].kind;
        mask_mark(&passage.mask, i, MASK_THIS);
        rules_look(table, buf_span(&passage.mask.text));
        found = rules_find(table, rule, 0, &hit);
        *first = rules_first(table, buf_span(&passage.mask.text), &hit)
                     ? hit.rule
                     : rules_count(table);
        mask_mark(&passage.mask, i, kind);
    }
    passage_finish(&passage);
    entities_free(&entities);
    match_words_free(&words);
    mem_arena_free(&arena);
    sentences_free(&sentences);
    return found;
}

static size_t prove(const struct proof *proof, const struct rules *table, bool alone,
                    struct buf *faults)
{
    for (size_t i = 0; i < rules_count(table); i++) {
        size_t first = i, ignored;
        struct span example = rules_example(table, i), counter = rules_counter(table, i);
        if (!example.length || !counter.length)
            rules_fault(table, i, "a rule needs an example and a counter-example",
                        faults);
        else if (!line_matches(proof, example, table, i, &first))
            rules_fault(table, i, "does not match its example", faults);
        else if (alone && first != i)
            rules_fault(table, i, "an earlier rule takes its example", faults);
        else if (line_matches(proof, counter, table, i, &ignored))
            rules_fault(table, i, "matches its counter-example", faults);
    }
    return rules_count(table);
}

size_t proof_of(const struct proof *proof, const struct rules *table, struct buf *faults)
{
    return prove(proof, table, true, faults);
}

size_t proof_of_signs(const struct proof *proof, const struct rules *table,
                      struct buf *faults)
{
    return prove(proof, table, false, faults);
}

size_t proof_of_claims(const struct proof *proof, const struct rules *table,
                       struct buf *faults)
{
    for (size_t i = 0; i < rules_count(table); i++) {
        struct span example = rules_example(table, i), counter = rules_counter(table, i);
        if (!example.length || !counter.length)
            rules_fault(table, i, "a rule needs an example and a counter-example",
                        faults);
        else if (!proof->takes(proof, i, example))
            rules_fault(table, i, "does not take its example", faults);
        else if (proof->takes(proof, i, counter))
            rules_fault(table, i, "takes its counter-example", faults);
    }
    return rules_count(table);
}

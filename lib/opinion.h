/* opinion: evaluations in words of an authority, its service, an inspectorate or the
 * government. Uses mem span buf rule vocab entity judgement appraisal tone target. A core but
 * for loading.
 *
 * Steps, for each sentence that holds a word of vocab/opinions.csv: mask what is known;
 * try the rules (rules/opinions.csv), which say what may be evaluated from where; then
 * ask what stands around it (rules/opinion_stance.csv): negation turns the polarity,
 * hedges and intensifiers change the intensity, what is only asked, wanted or supposed is
 * none. */
#ifndef OPINION_H
#define OPINION_H

#include "appraisal.h"
#include "rule.h"

struct opinion_rules;

/* The appraisal is borrowed until the rules are freed. */
struct opinion_rules *opinion_rules_load(struct places *places,
                                         const struct appraisal *appraisal);
void opinion_rules_free(struct opinion_rules *rules);

/* Adds the opinions of the document, which appraisal_read has read. Where `explain` is
 * not NULL, a line is appended to it for every word of the lexicon: what it became, or
 * that no rule took it. */
void opinion_find(const struct opinion_rules *rules,
                  const struct appraisal_document *document,
                  struct judgements *judgements, struct buf *explain);

/* Holds every rule and every word of the lexicon against its example and counter-example,
 * each a document of its own; appends a line for each fault. The number of lines checked.
 */
size_t opinion_prove(const struct opinion_rules *rules, const struct vocab *vocab,
                     struct buf *faults);

#endif

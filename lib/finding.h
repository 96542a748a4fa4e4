/* finding: numbers that a document reports about a service: shares, times, money, counts,
 * with the target or the earlier number that is set against them. Uses mem span buf rule
 * vocab measure entity judgement appraisal. A core but for loading.
 *
 * Steps, for each sentence with a number of something of vocab/measured.csv: mask what is
 * known; the rules of rules/findings.csv say which number is told of what; those of
 * rules/finding_context.csv find targets, comparisons and earlier values beside it. Any
 * other number (of a date, a page, an age, a parking fine) is none. */
#ifndef FINDING_H
#define FINDING_H

#include "appraisal.h"
#include "rule.h"

struct finding_rules;

/* The appraisal is borrowed until the rules are freed. */
struct finding_rules *finding_rules_load(struct places *places,
                                         const struct appraisal *appraisal);
void finding_rules_free(struct finding_rules *rules);

/* Adds the findings of the document, which appraisal_read has read. Where `explain` is
 * not NULL, a line is appended to it for every measure that is one of a finding's kinds:
 * what it became. */
void finding_find(const struct finding_rules *rules,
                  const struct appraisal_document *document,
                  struct judgements *judgements, struct buf *explain);

/* Holds every rule against its example and counter-example, each a document of its own;
 * appends a line for each fault. The number of lines checked. */
size_t finding_prove(const struct finding_rules *rules, const struct vocab *vocab,
                     struct buf *faults);

#endif

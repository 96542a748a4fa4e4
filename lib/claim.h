/* claim: judgements that running text makes: whose grade, for what, when, with what
 * stance. Uses mem span buf when rule vocab sentence entity scale mask lexicon judgement
 * passage speech stance whose area dating told bare sequel dialogue. A core but for loading.
 *
 * Steps, sentence by sentence: mask what is known; try the rules
 * (schemas/rules/claims.csv), which say where a grade is given; then find its stance
 * (stance.csv), its subject, area, authority and date. Grade words that no rule takes are
 * weighed (bare.csv); most are plain English and stay out. */
#ifndef CLAIM_H
#define CLAIM_H

#include "passage.h"

struct claim_rules;

struct claim_rules *claim_rules_load(struct places *places, const struct scales *scales);
void claim_rules_free(struct claim_rules *rules);

/* Adds the claims of the text, each told once. Where `explain` is not NULL, a line is
 * appended to it for every grade word of the text: what it became, or that no rule took
 * it. */
void claim_find(const struct claim_rules *rules, const struct claim_document *document,
                struct judgements *judgements, struct buf *explain);

/* Adds what the prose of an official report tells of earlier judgements: grades that it
 * dates before `started` (YYYYMMDD), of this authority or one since abolished. Status
 * previous, or predecessor. */
void claim_history(const struct claim_rules *rules, const struct claim_document *document,
                   const struct vocab_authority *authority, long started,
                   struct judgements *judgements);

/* Holds every rule line against its example and counter-example; appends a line for each
 * fault. The number of lines checked. */
size_t claim_prove(const struct claim_rules *rules, const struct vocab *vocab,
                   const struct scales *scales, struct buf *faults);

#endif

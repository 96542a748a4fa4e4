/* claim: judgements that running text makes: the grades that rules find in it, and those that no
 * rule takes but enough speaks for. Uses mem span buf when rule vocab sentence entity scale mask
 * lexicon judgement passage chronicle memory speech stance area bare sequel dialogue schedule said
 * antecedent refusal award proof. A core but for loading.
 *
 * Steps, sentence by sentence: mask what is known (passage), with the date that it stands
 * under (chronicle) and what those before it told (memory); try the rules
 * (schemas/rules/claims.csv), which say where a grade is given and what it is said of (said);
 * drop what is no grade of a council's service (refusal); then find its stance (stance.csv) and
 * areas (area), and make its judgements, each with authority, scale and date (award). Grade words
 * that no rule takes are weighed (bare.csv); most are plain English and stay out. */
#ifndef CLAIM_H
#define CLAIM_H

#include "passage.h"

struct claim_rules;

struct claim_rules *claim_rules_load(struct places *places, const struct vocab *vocab,
                                     const struct scales *scales);
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

/* report: a document that is itself an official inspection report: its facts and graded list.
 * Uses mem span buf utf8 rec when date vocab sentence rule entity scale judgement. A core but for
 * loading.
 *
 * The list is read by its labels, never by position, and checked against the report's own
 * section headings and verdict sentences: a disagreement is told with the judgement, never
 * averaged. Facts that the report does not print stay absent. */
#ifndef REPORT_H
#define REPORT_H

#include "entity.h"
#include "judgement.h"
#include "rule.h"
#include "sentence.h"

struct report_rules; /* titles, facts, verdicts */

struct report_rules *report_rules_load(struct places *places, const struct scales *scales);
void report_rules_free(struct report_rules *rules);

/* What the pieces of one document are; all borrowed. */
struct report_document {
    struct span text;
    const struct judgement_blocks *blocks;
    const struct sentences *sentences;
    const struct entities *entities;
    const struct vocab *vocab;
    const struct scales *scales;
};

struct report {
    struct span framework, inspectorate; /* absent framework: no official report */
    const struct vocab_authority *authority;
    struct when_date started, ended, published;
    struct buf lead; /* names joined by "; " */
};

/* Is the document a report? Then fills the report and adds its judgements. The report's buffer is
 * used again; free it with report_free. */
bool report_read(const struct report_rules *rules, const struct report_document *document,
                 struct report *report, struct judgements *judgements);
/* Sets the record's `inspection`. */
void report_write(const struct report *report, struct rec *rec);
void report_free(struct report *report);
/* Holds every rule line against its example and counter-example; appends a line for each fault.
 * The number of lines checked. */
size_t report_prove(const struct report_rules *rules, struct buf *faults);

#endif

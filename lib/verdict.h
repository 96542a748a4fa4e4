/* verdict: does the official record bear out what a row claims? Uses mem span buf rec scale record
 * trial premise. A core.
 *
 * RECORDS.md, "checked row": confirmed, contradicted, outdated (true then, superseded when the
 * document was written), impossible (no such grade on any scale in force, or no such council, at
 * that date), unverifiable (not in the record). */
#ifndef VERDICT_H
#define VERDICT_H

#include "trial.h"

const char *verdict_name(enum verdict_kind kind);
/* False where no verdict has that name. */
bool verdict_kind_of(struct span name, enum verdict_kind *kind);
/* Is the row a claim of a grade? Others have no verdict. */
bool verdict_asked(struct rec *row);
void verdict_of(const struct verdict_rules *rules, struct rec *row, struct verdict *verdict);
/* Sets `verdict`, `verdict_reason` and, where the record speaks, `record_area` (where it is
 * another), `record_grade`, `record_date`, `record_source`. */
void verdict_write(const struct verdict *verdict, struct rec *row);

#endif

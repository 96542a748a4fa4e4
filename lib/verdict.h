/* verdict: does the official record bear out what a row claims? Uses mem span buf rec vocab scale
 * councils record. A core.
 *
 * RECORDS.md, "checked row": confirmed, contradicted, outdated (true then, superseded when the
 * document was written), impossible (no such grade on any scale in force, or no such council, at
 * that date), unverifiable (not in the record). */
#ifndef VERDICT_H
#define VERDICT_H

#include "record.h"

enum verdict_kind {
    VERDICT_CONFIRMED,
    VERDICT_CONTRADICTED,
    VERDICT_OUTDATED,
    VERDICT_IMPOSSIBLE,
    VERDICT_UNVERIFIABLE,
    VERDICT_KINDS
};

struct verdict {
    enum verdict_kind kind;
    const struct record_judgement *judgement; /* the one compared with; NULL: the record has none */
    struct buf reason;                        /* in words; start with a zeroed one, free it */
};

/* What claims are held against. A judgement more than `stale` years before the claim's date
 * contradicts nothing (one year, where the claim dates its judgement to the month): inspections
 * come round in that time, so the record has a gap there. */
struct verdict_rules {
    const struct vocab *vocab;
    const struct councils *councils;
    const struct scales *scales;
    const struct record *record;
    long stale;
};

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

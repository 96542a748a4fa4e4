/* trial: a claim on its way to a verdict: what it says, what is known of it, and the reason in
 * words. Uses span buf rec vocab scale councils record. A core. */
#ifndef TRIAL_H
#define TRIAL_H

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

struct claim {
    const struct vocab_authority *authority;
    struct span area, grade, status;
    long from, to;       /* the days that its date can mean */
    long written;        /* first day on which the document can have been written; 0: not known */
    long written_to;     /* the last */
    bool dated;          /* by its own words, not by its document alone */
    bool denied, past;   /* past: "had been", without saying when */
};

/* Everything a step needs; each step decides, or leaves the claim to the next. */
struct trial {
    const struct verdict_rules *rules;
    struct rec *row;
    struct claim claim;
    struct record_list held, dated; /* on the claim's days; judged within them */
    struct verdict *verdict;
};

/* Settles the verdict; true, so that a step can end with it. */
bool trial_decide(struct trial *trial, enum verdict_kind kind,
                  const struct record_judgement *judgement);
/* These add to the reason. */
void trial_say(struct trial *trial, const char *words);
void trial_say_span(struct trial *trial, struct span text);
void trial_say_day(struct trial *trial, long day); /* YYYYMMDD */

#endif

/* record: the official record: which council's service held which grade, from when to when.
 * Uses mem span rec when scale councils. A core.
 *
 * Fill it with record_add, complete it with record_close, ask it with record_held. A judgement
 * may be spoken of from the first day on site, and holds until the next one of its area is known,
 * so that two may hold at once between a visit and its report. Days are YYYYMMDD. */
#ifndef RECORD_H
#define RECORD_H

#include "councils.h"
#include "scale.h"

struct record_judgement {
    const struct vocab_authority *authority;
    struct span area, grade, framework, source, date; /* the record's; date as EDTF, for output */
    long started, ended; /* on site, or of the date that is known */
    long known;          /* last day on which it can have become public */
    long until;          /* last day of its holding; VOCAB_OPEN while nothing superseded it */
    bool told; /* by the prose of a report about an earlier one: confirms, never contradicts */
    bool part; /* the overall grade of an inspection of a part of the services (looked after
                  children, 2013): never contradicts what is said of all of them */
    const struct record_judgement *next; /* what superseded it; NULL: nothing */
    size_t order;
};

struct record;

/* Both borrowed until record_free. */
struct record *record_new(const struct councils *councils, const struct scales *scales);
void record_free(struct record *record);

/* Takes in one row of an official report (`basis` is "report", or absent as in a list of
 * outcomes) or what such a report tells of an earlier judgement. Rows of other kinds are passed
 * over. False where a row cannot be taken: *why (static) tells. */
bool record_add(struct record *record, struct rec *row, const char **why);
size_t record_count(const struct record *record);
void record_close(struct record *record);

/* The judgements of an authority that answer for an area (areas.csv, rows of use `answer`) and
 * hold on one of these days, oldest first: appended to *list with mem_grow. */
struct record_list {
    const struct record_judgement **items;
    size_t count, room;
};
struct record_query {
    const struct vocab_authority *authority;
    struct span area;
    long from, to;
};
void record_held(const struct record *record, const struct record_query *query,
                 struct record_list *list);

/* The grade of a row in the words of its scale: "RI" is "requires improvement". */
struct span record_grade(const struct scales *scales, struct rec *row);
/* The days that an EDTF date can mean; false where it is none. */
bool record_days(struct span date, long *from, long *to);

#endif

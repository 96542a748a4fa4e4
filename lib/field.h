/* field: the data dictionary: what each field of a row is, for people and programs.
 * Uses err mem span buf set table places. May end the program while it loads.
 *
 * Facts: schemas/vocab/fields.csv. The values that a field may have stand there, or are those of a
 * column of another register. */
#ifndef FIELD_H
#define FIELD_H

#include "places.h"

enum field_type {
    FIELD_STRING,
    FIELD_NUMBER,
    FIELD_INTEGER,
    FIELD_BOOLEAN,
    FIELD_DATE, /* EDTF: a full day, or what is known of one */
    FIELD_LIST
};

struct field {
    struct span name, description;
    enum field_type type;
    struct span *values; /* distinct, in the order of their table; none: any */
    size_t value_count;
    struct span registry; /* "FILE COLUMN" that they come from; empty: the dictionary's own */
};

struct fields {
    struct field *items; /* in the dictionary's order */
    size_t count;
};

/* The places must live as long as the fields. */
struct fields *fields_load(struct places *places);
void fields_free(struct fields *fields);
/* NULL where the dictionary does not have it. */
const struct field *field_find(const struct fields *fields, struct span name);
/* "string", "number" ...: as the dictionary spells it. */
const char *field_type_name(enum field_type type);
/* Is it a day of the calendar, YYYY-MM-DD? Then its numbers are set. */
bool field_day(struct span text, int *year, int *month, int *day);

#endif

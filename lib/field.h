/* field: the data dictionary: what each field of a row is, for people and programs.
 * Uses err mem span buf set table places pattern. May end the program while it loads.
 *
 * Facts: schemas/vocab/fields.csv. The values that a field may have stand there, or are those of
 * columns of other registers. */
#ifndef FIELD_H
#define FIELD_H

#include "places.h"
#include "pattern.h"
#include "set.h"

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
    struct span registry; /* "FILE COLUMN; FILE COLUMN" that they come from; or empty */
    struct span pattern;  /* that its texts match; empty: any */
    bool required;        /* every row has it */
    /* For field_allows. */
    struct set *allowed;
    struct pattern_whole *shape;
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
/* May the field have this text? Not asked of numbers and lists. */
bool field_allows(const struct field *field, struct span text);
/* "string", "number" ...: as the dictionary spells it. */
const char *field_type_name(enum field_type type);
/* Is it a day of the calendar, YYYY-MM-DD? Then its numbers are set. */
bool field_day(struct span text, int *year, int *month, int *day);

#endif

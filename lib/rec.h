/* rec: one record, lazily: raw members until a value is asked for or set.
 * Uses mem span buf value scan.
 *
 * What is not touched is written back byte for byte. Nested objects and lists are records
 * themselves. Values handed out live until the record is parsed again, cleared or freed;
 * parameters are borrowed and copied. */
#ifndef REC_H
#define REC_H

#include "scan.h"

struct rec;

struct rec *rec_new(void);
void rec_free(struct rec *rec);
void rec_clear(struct rec *rec); /* no members */

/* Reads a line, borrowed until the next rec_parse, rec_clear or rec_free. */
bool rec_parse(struct rec *rec, struct span line, struct scan_fault *fault);

bool rec_has(const struct rec *rec, const char *key);
size_t rec_count(const struct rec *rec);
/* Member number i: its decoded key and its JSON value. */
struct span rec_key(struct rec *rec, size_t i);
struct span rec_value(const struct rec *rec, size_t i);
struct span rec_raw(const struct rec *rec, const char *key); /* JSON; absent where missing */
/* The same, looked for first at *place, where it was in the last record; *place is updated. */
struct span rec_raw_near(const struct rec *rec, struct span key, size_t *place);
/* The decoded string; absent where the member is missing or no string. */
struct span rec_string(struct rec *rec, const char *key);
/* False where the member is missing or no whole number. */
bool rec_integer(const struct rec *rec, const char *key, long long *value);
bool rec_number(const struct rec *rec, const char *key, double *value);
bool rec_true(const struct rec *rec, const char *key);
/* The objects of a list, or the one object; each a record owned by this one. */
struct rec **rec_items(struct rec *rec, const char *key, size_t *count);
/* A raw value decoded; absent where it is no string. */
struct span rec_string_of(struct rec *rec, struct span raw);
/* The same list when only some members are wanted: object after object, of each the raw values of
 * the keys, as value_pick gives them. */
struct rec_walk {
    const char *at, *end; /* of the list */
};
struct rec_walk rec_walk(const struct rec *rec, const char *key);
bool rec_next(struct rec_walk *walk, const struct span *keys, size_t count, struct span *raw);
/* Any JSON value as text: a string decoded, else the JSON itself. */
struct span rec_text_of(struct rec *rec, struct span raw);

/* An absent or empty string removes the member: what is not known is absent. */
void rec_set_string(struct rec *rec, const char *key, struct span value);
void rec_set_integer(struct rec *rec, const char *key, long long value);
void rec_set_number(struct rec *rec, const char *key, double value);
void rec_set_true(struct rec *rec, const char *key);
/* `json` must be one JSON value. */
void rec_set_raw(struct rec *rec, const char *key, struct span json);
/* As rec_set_raw, for a key that may be no C string. */
void rec_set_member(struct rec *rec, struct span key, struct span json);
void rec_set_record(struct rec *rec, const char *key, const struct rec *value);
void rec_set_records(struct rec *rec, const char *key, struct rec *const *items, size_t count);
void rec_remove(struct rec *rec, const char *key);

/* Appends the record as JSON, without a line end. */
void rec_encode(const struct rec *rec, struct buf *out);

#endif

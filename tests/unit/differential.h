/* differential: holds what lib/scan and lib/value make of a text against jansson's strict decoder.
 * Used by the unit test and by the fuzz target; says on standard error where they differ. */
#ifndef DIFFERENTIAL_H
#define DIFFERENTIAL_H

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "scan.h"

/* Two differences are meant. A number is at most this long, and jansson has no such bound; and
 * jansson (2.14) swallows a NUL byte right behind a number or literal, which no grammar allows. */
enum { DIFFERENTIAL_NUMBER_MAX = 511 };

static inline bool differential_same_string(struct span raw, const json_t *string)
{
    struct buf decoded = {0};
    bool same = value_decode(raw, &decoded) && json_is_string(string) &&
                span_equal(buf_span(&decoded), (struct span){json_string_value(string),
                                                             json_string_length(string)});
    buf_free(&decoded);
    return same;
}

static inline bool differential_same_value(struct span raw, json_t *value);

static inline bool differential_same_elements(struct span raw, const json_t *array)
{
    struct span *items = NULL;
    size_t count = 0, room = 0;
    bool same = value_elements(raw, &items, &count, &room) && count == json_array_size(array);
    for (size_t i = 0; same && i < count; i++) {
        json_t *element = json_loadb(items[i].at, items[i].length, JSON_DECODE_ANY, NULL);
        same = element && json_equal(element, json_array_get(array, i));
        json_decref(element);
    }
    free(items);
    return same;
}

static inline bool differential_same_members(const struct value_member *members, size_t count,
                                             json_t *object);

static inline bool differential_same_object(struct span raw, json_t *object)
{
    struct value_member *members = NULL;
    size_t count = 0, room = 0;
    const char *end = raw.at + raw.length;
    bool same = value_behind(raw.at, end) == end &&
                value_members(raw.at, end, &members, &count, &room) == end &&
                differential_same_members(members, count, object);
    free(members);
    return same;
}

/* A raw value can be decoded by itself, and to the same. Objects in objects: as deep as a scan
 * goes. */
static inline bool differential_same_value(struct span raw, json_t *value)
{
    json_t *alone = json_loadb(raw.at, raw.length, JSON_DECODE_ANY, NULL);
    bool same = alone && json_equal(alone, value);
    json_decref(alone);
    if (same && json_is_string(value))
        same = differential_same_string(raw, value);
    if (same && json_is_array(value))
        same = differential_same_elements(raw, value);
    if (same && json_is_object(value))
        same = differential_same_object(raw, value);
    return same;
}

static inline bool differential_same_members(const struct value_member *members, size_t count,
                                             json_t *object)
{
    const char *key;
    json_t *value;
    size_t i = 0;
    if (count != json_object_size(object))
        return false;
    json_object_foreach(object, key, value) {
        struct span quoted = {members[i].key.at - 1, members[i].key.length + 2};
        json_t *name = json_string(key);
        bool same = differential_same_string(quoted, name) &&
                    differential_same_value(members[i].value, value);
        json_decref(name);
        if (!same)
            return false;
        i++;
    }
    return true;
}

static inline bool differential_is_meant(struct span text)
{
    size_t run = 0;
    if (span_find_byte(text, '\0') < text.length)
        return true;
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.at[i];
        bool part = (byte >= '0' && byte <= '9') || byte == '.' || byte == 'e' || byte == 'E' ||
                    byte == '-' || byte == '+';
        run = part ? run + 1 : 0;
        if (run > DIFFERENTIAL_NUMBER_MAX)
            return true;
    }
    return false;
}

static inline bool differential_tell(struct span text, const char *what, const char *why)
{
    fprintf(stderr, "%s (%s): ", what, why);
    fwrite(text.at, 1, text.length < 400 ? text.length : 400, stderr);
    fputc('\n', stderr);
    return false;
}

/* Do both take the text, or both refuse it, and with the same content? *accepted says which. */
static inline bool differential(struct scan *scan, struct span text, bool *accepted)
{
    size_t count = 0;
    struct scan_fault fault = {0, NULL};
    json_error_t error;
    const struct value_member *members = scan_object(scan, text, &count, &fault);
    json_t *value = json_loadb(text.at, text.length, JSON_REJECT_DUPLICATES, &error);
    bool taken = json_is_object(value), same = true;
    *accepted = members != NULL;
    if (members && !taken)
        same = differential_tell(text, "lib/scan takes what jansson refuses", error.text);
    else if (!members && taken && !differential_is_meant(text))
        same = differential_tell(text, "lib/scan refuses what jansson takes", fault.why);
    else if (members && !differential_same_members(members, count, value))
        same = differential_tell(text, "lib/scan and jansson read different values", "");
    else if (!members && (!fault.why || fault.offset > text.length))
        same = differential_tell(text, "no reason, or one from outside the text", "");
    json_decref(value);
    return same;
}

#endif

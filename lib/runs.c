#include "runs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

enum { CHUNK = 4096 /* items */, DIGITS = 256 };

struct part {
    uint64_t *fresh; /* fewer than CHUNK items that are in no chunk yet */
    size_t fresh_count, fresh_room;
    void **blocks; /* full chunks in memory */
    off_t *places; /* or in the file */
    size_t count, room;
    bool sorted; /* what lies in memory, since it was asked for */
};

struct runs {
    struct part parts[RUNS_PARTS];
    int descriptor; /* -1: in memory */
    off_t end;
    uint64_t *items, *other; /* of the part asked for last */
    size_t room, other_room;
};

struct runs *runs_new(const char *folder)
{
    struct runs *runs = mem_new(1, sizeof *runs);
    runs->descriptor = -1;
    if (!folder)
        return runs;
    struct buf path = {0};
    buf_add_format(&path, "%s/assay-XXXXXX", folder);
    runs->descriptor = mkstemp(path.at);
    if (runs->descriptor < 0)
        err_die("a temporary file %s:", path.at);
    unlink(path.at);
    buf_free(&path);
    return runs;
}

void runs_free(struct runs *runs)
{
    if (!runs)
        return;
    for (size_t p = 0; p < RUNS_PARTS; p++) {
        for (size_t i = 0; runs->parts[p].blocks && i < runs->parts[p].count; i++)
            free(runs->parts[p].blocks[i]);
        free(runs->parts[p].blocks);
        free(runs->parts[p].places);
        free(runs->parts[p].fresh);
    }
    if (runs->descriptor >= 0)
        close(runs->descriptor);
    free(runs->items);
    free(runs->other);
    free(runs);
}

static void write_chunk(struct runs *runs, const uint64_t *items)
{
    const char *at = (const char *)items;
    size_t rest = CHUNK * sizeof *items;
    while (rest) {
        ssize_t wrote = pwrite(runs->descriptor, at, rest, runs->end);
        if (wrote < 0 && errno != EINTR)
            err_die("a temporary file:");
        if (wrote > 0) {
            at += wrote;
            rest -= (size_t)wrote;
            runs->end += wrote;
        }
    }
}

static void read_chunk(const struct runs *runs, off_t place, uint64_t *items)
{
    char *at = (char *)items;
    size_t rest = CHUNK * sizeof *items;
    while (rest) {
        ssize_t got = pread(runs->descriptor, at, rest, place);
        if (got == 0)
            err_die("a temporary file that was cut short");
        if (got < 0 && errno != EINTR)
            err_die("a temporary file:");
        if (got > 0) {
            at += got;
            rest -= (size_t)got;
            place += got;
        }
    }
}

static void put_chunk(struct runs *runs, struct part *part)
{
    size_t room = part->room;
    if (runs->descriptor >= 0) {
        part->places =
            mem_grow(part->places, &part->room, part->count + 1, sizeof *part->places);
        part->places[part->count++] = runs->end;
        write_chunk(runs, part->fresh);
    } else {
        part->blocks = mem_grow(part->blocks, &room, part->count + 1, sizeof *part->blocks);
        part->room = room;
        part->blocks[part->count++] = part->fresh;
        part->fresh = NULL;
        part->fresh_room = 0;
    }
    part->fresh_count = 0;
}

void runs_add(struct runs *runs, size_t number, uint64_t item)
{
    struct part *part = &runs->parts[number];
    part->sorted = false;
    if (part->fresh_count == part->fresh_room)
        part->fresh = mem_grow(part->fresh, &part->fresh_room, part->fresh_count + 1,
                               sizeof *part->fresh);
    part->fresh[part->fresh_count++] = item;
    if (part->fresh_count == CHUNK)
        put_chunk(runs, part);
}

static size_t gather(struct runs *runs, const struct part *part)
{
    size_t total = part->count * CHUNK + part->fresh_count;
    runs->items = mem_grow(runs->items, &runs->room, total, sizeof *runs->items);
    for (size_t i = 0; i < part->count; i++) {
        uint64_t *to = runs->items + i * CHUNK;
        if (part->blocks)
            memcpy(to, part->blocks[i], CHUNK * sizeof *to);
        else
            read_chunk(runs, part->places[i], to);
    }
    if (part->fresh_count)
        memcpy(runs->items + part->count * CHUNK, part->fresh,
               part->fresh_count * sizeof *part->fresh);
    return total;
}

static void exchange(struct runs *runs)
{
    uint64_t *items = runs->items;
    size_t room = runs->room;
    runs->items = runs->other;
    runs->room = runs->other_room;
    runs->other = items;
    runs->other_room = room;
}

/* Orders by one byte, stably. All counts of `counts` are of that byte. */
static void sort_by(struct runs *runs, size_t total, unsigned shift, size_t *counts)
{
    size_t place = 0;
    for (size_t digit = 0; digit < DIGITS; digit++) {
        size_t count = counts[digit];
        counts[digit] = place;
        place += count;
    }
    for (size_t i = 0; i < total; i++)
        runs->other[counts[runs->items[i] >> shift & 0xff]++] = runs->items[i];
    exchange(runs);
}

/* Memory keeps the items in order, for when they are asked for again. */
static void put_back(struct runs *runs, struct part *part)
{
    part->sorted = runs->descriptor < 0;
    for (size_t i = 0; part->sorted && i < part->count; i++)
        memcpy(part->blocks[i], runs->items + i * CHUNK, CHUNK * sizeof *runs->items);
    if (part->sorted && part->fresh_count)
        memcpy(part->fresh, runs->items + part->count * CHUNK,
               part->fresh_count * sizeof *part->fresh);
}

const uint64_t *runs_part(struct runs *runs, size_t number, size_t *count)
{
    struct part *part = &runs->parts[number];
    size_t total = gather(runs, part);
    if (total < 2 || part->sorted) {
        *count = total;
        return runs->items;
    }
    size_t counts[8][DIGITS] = {{0}};
    runs->other = mem_grow(runs->other, &runs->other_room, total, sizeof *runs->other);
    for (size_t i = 0; i < total; i++)
        for (unsigned byte = 0; byte < 8; byte++)
            counts[byte][runs->items[i] >> 8 * byte & 0xff]++;
    for (unsigned byte = 0; byte < 8; byte++)
        if (counts[byte][runs->items[0] >> 8 * byte & 0xff] != total)
            sort_by(runs, total, 8 * byte, counts[byte]);
    put_back(runs, part);
    *count = total;
    return runs->items;
}

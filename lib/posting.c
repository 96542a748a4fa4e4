#include "posting.h"

#include <stdlib.h>

#include "mem.h"
#include "runs.h"

struct posting {
    struct runs *runs;
    const uint64_t *items; /* of the part being read */
    size_t part, count, next;
    bool reading;
    uint32_t *documents;
    size_t room;
};

struct posting *posting_new(const char *folder)
{
    struct posting *posting = mem_new(1, sizeof *posting);
    posting->runs = runs_new(folder);
    return posting;
}

void posting_free(struct posting *posting)
{
    if (!posting)
        return;
    runs_free(posting->runs);
    free(posting->documents);
    free(posting);
}

/* The top bits decide which keys are kept: those below are free. */
size_t posting_part(uint64_t key)
{
    return key % RUNS_PARTS;
}

uint32_t posting_key(uint64_t key)
{
    return (uint32_t)(key >> 8);
}

void posting_add(struct posting *posting, uint64_t key, uint32_t document)
{
    runs_add(posting->runs, posting_part(key), (uint64_t)posting_key(key) << 32 | document);
}

/* Has an item at `next`; false behind the last part. */
static bool has_item(struct posting *posting)
{
    if (!posting->reading) {
        posting->reading = true;
        posting->part = posting->next = 0;
        posting->items = runs_part(posting->runs, 0, &posting->count);
    }
    while (posting->next == posting->count) {
        if (++posting->part == RUNS_PARTS)
            return false;
        posting->items = runs_part(posting->runs, posting->part, &posting->count);
        posting->next = 0;
    }
    return true;
}

static void read_list(struct posting *posting, struct posting_list *list)
{
    size_t end = posting->next;
    uint32_t key = (uint32_t)(posting->items[end] >> 32);
    list->part = posting->part;
    list->key = key;
    list->count = 0;
    while (end < posting->count && posting->items[end] >> 32 == key)
        end++;
    posting->documents = mem_grow(posting->documents, &posting->room, end - posting->next,
                                  sizeof *posting->documents);
    for (size_t i = posting->next; i < end; i++)
        if (i == posting->next || posting->items[i] != posting->items[i - 1])
            posting->documents[list->count++] = (uint32_t)posting->items[i];
    list->documents = posting->documents;
    posting->next = end;
}

bool posting_next(struct posting *posting, struct posting_list *list)
{
    while (has_item(posting)) {
        read_list(posting, list);
        if (list->count > 1)
            return true;
    }
    posting->reading = false;
    return false;
}

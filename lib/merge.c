#include "merge.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "set.h"
#include "when.h"

/* The last judgement of a key, and the era it was told of in. */
struct merge_slot {
    size_t judgement, era;
};

struct merge *merge_new(void)
{
    struct merge *merge = mem_new(1, sizeof *merge);
    merge->keys = set_new();
    merge->places = set_new();
    merge->docs = set_new();
    merge->origins = set_new();
    merge->ids = set_new();
    merge->grades = set_new();
    merge->sources = set_new();
    return merge;
}

void merge_free(struct merge *merge)
{
    if (!merge)
        return;
    set_free(merge->keys);
    set_free(merge->places);
    set_free(merge->docs);
    set_free(merge->origins);
    set_free(merge->ids);
    set_free(merge->grades);
    set_free(merge->sources);
    free(merge->rows);
    free(merge->judgements);
    free(merge->conflicts);
    free(merge->slots);
    buf_free(&merge->key);
    free(merge);
}

/* --- rows ------------------------------------------------------------------------------------ */

static size_t number_of(struct set *set, struct span text)
{
    bool added;
    return set_add(set, text, &added);
}

static struct span text_of(struct rec *row, const char *member)
{
    struct span raw = rec_raw(row, member);
    return raw.at ? rec_text_of(row, raw) : span_of("");
}

/* Copies of one document have its id, and differ in where they lie. */
static size_t source_of(struct merge *merge, struct rec *row)
{
    buf_clear(&merge->key);
    buf_add(&merge->key, text_of(row, "source"));
    buf_add_byte(&merge->key, '\0');
    buf_add(&merge->key, text_of(row, "member"));
    return number_of(merge->sources, buf_span(&merge->key));
}

/* FNV-1a (Fowler, Noll and Vo 1991). */
static uint64_t digest_of(struct merge *merge, const struct rec *row)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325);
    buf_clear(&merge->key);
    rec_encode(row, &merge->key);
    for (size_t i = 0; i < merge->key.length; i++)
        digest = (digest ^ (unsigned char)merge->key.at[i]) * UINT64_C(0x100000001b3);
    return digest;
}

void merge_add(struct merge *merge, struct rec *row)
{
    struct span doc = text_of(row, "doc"), origin = text_of(row, "origin");
    struct merge_row read = {.told = telling_read(row), .number = merge->count};
    read.place = number_of(merge->places, telling_place(row, &merge->key));
    read.key = number_of(merge->keys, telling_key(row, &merge->key));
    read.doc = number_of(merge->docs, doc);
    read.id = number_of(merge->ids, text_of(row, "id"));
    read.grade = number_of(merge->grades, text_of(row, "grade"));
    read.origin = number_of(merge->origins, origin.length ? origin : doc);
    read.source = source_of(merge, row);
    read.digest = digest_of(merge, row);
    if (!rec_number(row, "confidence", &read.confidence))
        read.confidence = 0;
    merge->rows = mem_grow(merge->rows, &merge->room, merge->count + 1, sizeof *merge->rows);
    merge->rows[merge->count++] = read;
}

bool merge_begins(const struct merge *merge, struct rec *row)
{
    struct buf key = {0};
    bool begins = merge->count > 0 &&
                  !span_equal(telling_place(row, &key),
                              set_key(merge->places, merge->rows[merge->count - 1].place));
    buf_free(&key);
    return begins;
}

/* --- order: by what rows say, never by the order they came in --- */

/* Sets are asked for texts by number, rows compared by rank. */
struct sortable {
    struct merge_row row;
    size_t doc, id, source;
};

static int compare(long a, long b)
{
    return a < b ? -1 : a > b;
}

static int compare_sizes(size_t a, size_t b)
{
    return a < b ? -1 : a > b;
}

/* The strongest evidence first; of equals the earliest document. */
static int by_strength(const struct sortable *a, const struct sortable *b)
{
    int order = compare(a->row.told.evidence != TELLING_REPORT,
                        b->row.told.evidence != TELLING_REPORT);
    if (!order)
        order = a->row.confidence > b->row.confidence ? -1 : a->row.confidence < b->row.confidence;
    if (!order)
        order = compare(a->row.told.evidence, b->row.told.evidence);
    if (!order)
        order = compare(a->row.told.written ? a->row.told.written : VOCAB_OPEN,
                        b->row.told.written ? b->row.told.written : VOCAB_OPEN);
    if (!order)
        order = compare_sizes(a->doc, b->doc);
    if (!order)
        order = compare_sizes(a->id, b->id);
    if (!order)
        order = compare_sizes(a->source, b->source);
    return order ? order : (a->row.digest > b->row.digest) - (a->row.digest < b->row.digest);
}

/* Those that date their judgement before others, the more precise first; then by date. */
static int by_date(const void *left, const void *right)
{
    const struct sortable *a = left, *b = right;
    int order = compare_sizes(a->row.place, b->row.place);
    if (!order)
        order = compare(a->row.told.evidence, b->row.told.evidence);
    if (!order && a->row.told.to)
        order = compare(a->row.told.to - a->row.told.from, b->row.told.to - b->row.told.from);
    if (!order)
        order = a->row.told.to ? compare(a->row.told.from, b->row.told.from)
                          : compare(a->row.told.written_to, b->row.told.written_to);
    if (!order)
        order = compare_sizes(a->row.key, b->row.key);
    return order ? order : by_strength(a, b);
}

static int by_judgement(const void *left, const void *right)
{
    const struct sortable *a = left, *b = right;
    int order = compare_sizes(a->row.judgement, b->row.judgement);
    return order ? order : by_strength(a, b);
}

struct ranks {
    size_t *docs, *ids, *sources;
};

static void sort_rows(struct merge *merge, const struct ranks *ranks,
                      int (*order)(const void *, const void *))
{
    struct sortable *rows = mem_new(merge->count + 1, sizeof *rows);
    for (size_t i = 0; i < merge->count; i++) {
        const struct merge_row *row = &merge->rows[i];
        rows[i] = (struct sortable){*row, ranks->docs[row->doc], ranks->ids[row->id],
                                    ranks->sources[row->source]};
    }
    qsort(rows, merge->count, sizeof *rows, order);
    for (size_t i = 0; i < merge->count; i++)
        merge->rows[i] = rows[i].row;
    free(rows);
}

/* From here on the numbers of places and keys are in the order of their texts. */
static void rank_keys(struct merge *merge)
{
    size_t *places = set_ranks(merge->places), *keys = set_ranks(merge->keys);
    for (size_t i = 0; i < merge->count; i++) {
        merge->rows[i].place = places[merge->rows[i].place];
        merge->rows[i].key = keys[merge->rows[i].key];
    }
    free(places);
    free(keys);
}

/* --- which rows are of one judgement --- */

static size_t begin_judgement(struct merge *merge, const struct merge_row *row)
{
    merge->judgements = mem_grow(merge->judgements, &merge->judgement_room,
                                 merge->judgement_count + 1, sizeof *merge->judgements);
    merge->judgements[merge->judgement_count] = (struct merge_judgement){
        .place = row->place, .key = row->key, .grade = row->grade, .asserted = row->told.asserted,
        .from = row->told.from, .to = row->told.to};
    return merge->judgement_count++;
}

/* The days with which dated rows of a place begin, by key and day, and which judgements began
 * with them. Those of one key have no day in common. */
struct starts {
    struct start {
        size_t key, judgement;
        long from;
    } * items;
    size_t count;
    struct nearest *begun;
};

static int by_start(const void *left, const void *right)
{
    const struct start *a = left, *b = right;
    return a->key != b->key ? compare_sizes(a->key, b->key) : compare(a->from, b->from);
}

static struct starts find_starts(const struct merge_row *rows, size_t count)
{
    struct starts starts = {mem_new(count + 1, sizeof *starts.items), count, nearest_new(count)};
    for (size_t i = 0; i < count; i++)
        starts.items[i] = (struct start){rows[i].key, 0, rows[i].told.from};
    qsort(starts.items, count, sizeof *starts.items, by_start);
    return starts;
}

static void free_starts(struct starts *starts)
{
    free(starts->items);
    nearest_free(starts->begun);
}

/* How many begin before the next day, in the order of the keys. */
static size_t starts_up_to(const struct starts *starts, size_t key, long day)
{
    const struct start wanted = {key, 0, day};
    size_t low = 0, high = starts->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_start(&starts->items[middle], &wanted) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The judgement of a dated row: the latest of its key that has a day in common. */
static size_t dated_judgement(struct merge *merge, struct starts *starts,
                              const struct merge_row *row)
{
    size_t last = starts_up_to(starts, row->key, row->told.to);
    size_t begun = last ? nearest_below(starts->begun, last - 1) : NEAREST_NONE;
    const struct start *start = begun == NEAREST_NONE ? NULL : &starts->items[begun];
    if (start && start->key == row->key &&
        merge->judgements[start->judgement].to >= row->told.from)
        return start->judgement;
    size_t own = starts_up_to(starts, row->key, row->told.from) - 1;
    nearest_mark(starts->begun, own);
    return starts->items[own].judgement = begin_judgement(merge, row);
}

static int by_from(const void *left, const void *right)
{
    const struct merge_judgement *a = left, *b = right;
    return a->from != b->from ? compare(a->from, b->from) : compare_sizes(a->key, b->key);
}

/* Goes through the dated judgements of a place up to a day. */
struct sweep {
    size_t next, end; /* judgements */
    size_t era, grade;
    long since; /* first day of the era; 0: none was dated */
};

static void sweep_to(struct merge *merge, struct sweep *sweep, long day)
{
    for (; sweep->next < sweep->end && merge->judgements[sweep->next].from <= day; sweep->next++) {
        struct merge_judgement *judgement = &merge->judgements[sweep->next];
        if (judgement->asserted && judgement->grade != sweep->grade) {
            sweep->era++;
            sweep->grade = judgement->grade;
            sweep->since = judgement->from;
        }
        judgement->era = sweep->era;
        merge->slots[judgement->key] = (struct merge_slot){sweep->next, sweep->era};
    }
}

/* A row that only its document dates. */
static size_t undated_judgement(struct merge *merge, const struct merge_row *row,
                                const struct sweep *sweep)
{
    struct merge_slot *slot = &merge->slots[row->key];
    if (slot->judgement != SET_NONE && slot->era == sweep->era)
        return slot->judgement;
    size_t judgement = begin_judgement(merge, row);
    merge->judgements[judgement].era = sweep->era;
    merge->judgements[judgement].from = sweep->since;
    *slot = (struct merge_slot){judgement, sweep->era};
    return judgement;
}

/* After sorting, rows ask where their judgements went. */
static void renumber(struct merge *merge, size_t first_row, size_t end_row, size_t first)
{
    size_t count = merge->judgement_count - first;
    if (count == 0)
        return;
    struct merge_judgement *judgements = merge->judgements + first;
    size_t *where = mem_new(count + 1, sizeof *where);
    for (size_t i = 0; i < count; i++)
        judgements[i].first = i;
    qsort(judgements, count, sizeof *judgements, by_from);
    for (size_t i = 0; i < count; i++)
        where[judgements[i].first] = first + i;
    for (size_t i = first_row; i < end_row; i++)
        merge->rows[i].judgement = where[merge->rows[i].judgement - first];
    free(where);
}

static void join_place(struct merge *merge, size_t first_row, size_t end_row)
{
    size_t first = merge->judgement_count, i = first_row;
    while (i < end_row && merge->rows[i].told.to)
        i++;
    struct starts starts = find_starts(merge->rows + first_row, i - first_row);
    for (size_t row = first_row; row < i; row++)
        merge->rows[row].judgement = dated_judgement(merge, &starts, &merge->rows[row]);
    free_starts(&starts);
    renumber(merge, first_row, i, first);
    struct sweep sweep = {first, merge->judgement_count, 0, SET_NONE, 0};
    for (; i < end_row; i++) {
        long written = merge->rows[i].told.written_to;
        sweep_to(merge, &sweep, written ? written : VOCAB_OPEN);
        merge->rows[i].judgement = undated_judgement(merge, &merge->rows[i], &sweep);
    }
    sweep_to(merge, &sweep, VOCAB_OPEN);
}

/* --- what a judgement's rows say together --- */

/* Of a document's date the first day that it can mean. */
static void add_report(struct merge_judgement *judgement, const struct merge_row *row)
{
    judgement->held = judgement->held || row->told.held;
    if (row->told.written && (!judgement->reported || row->told.written < judgement->reported))
        judgement->reported = row->told.written;
    if (row->told.written > judgement->reported_last)
        judgement->reported_last = row->told.written;
}

static void count_rows(struct merge *merge)
{
    size_t *seen = mem_new(set_count(merge->origins) + 1, sizeof *seen);
    for (size_t i = 0; i < merge->judgement_count; i++)
        merge->judgements[i].count = 0;
    for (size_t i = 0; i < merge->count; i++) {
        struct merge_judgement *judgement = &merge->judgements[merge->rows[i].judgement];
        if (judgement->count++ == 0) {
            judgement->first = i;
            judgement->strongest = merge->rows[i].number;
        }
        add_report(judgement, &merge->rows[i]);
        size_t mark = merge->rows[i].judgement + 1;
        judgement->origins += seen[merge->rows[i].origin] != mark;
        seen[merge->rows[i].origin] = mark;
    }
    free(seen);
}

static bool at_odds(const struct merge_judgement *a, const struct merge_judgement *b)
{
    if (a->place != b->place || !a->asserted || !b->asserted || a->grade == b->grade)
        return false;
    if (a->to && b->to)
        return a->from <= b->to && b->from <= a->to;
    return !a->to && !b->to && a->held && b->held && a->reported &&
           a->reported <= b->reported_last && b->reported <= a->reported_last;
}

/* Those of a place stand together; more than so many are not compared with each other. */
enum { CONFLICTS_REACH = 64 };

static void find_conflicts(struct merge *merge)
{
    for (size_t i = 0; i < merge->judgement_count; i++) {
        struct merge_judgement *judgement = &merge->judgements[i];
        size_t low = i > CONFLICTS_REACH ? i - CONFLICTS_REACH : 0;
        judgement->first_conflict = merge->conflict_count;
        for (size_t k = low; k < merge->judgement_count && k <= i + CONFLICTS_REACH; k++) {
            if (!at_odds(judgement, &merge->judgements[k]))
                continue;
            merge->conflicts = mem_grow(merge->conflicts, &merge->conflict_room,
                                        merge->conflict_count + 1, sizeof *merge->conflicts);
            merge->conflicts[merge->conflict_count++] = k;
        }
        judgement->conflict_count = merge->conflict_count - judgement->first_conflict;
    }
}

void merge_close(struct merge *merge)
{
    size_t keys = set_count(merge->keys);
    merge->slots = mem_new(keys + 1, sizeof *merge->slots);
    for (size_t i = 0; i < keys; i++)
        merge->slots[i] = (struct merge_slot){SET_NONE, SET_NONE};
    struct ranks ranks = {set_ranks(merge->docs), set_ranks(merge->ids),
                          set_ranks(merge->sources)};
    rank_keys(merge);
    sort_rows(merge, &ranks, by_date);
    for (size_t first = 0, end; first < merge->count; first = end) {
        end = first + 1;
        while (end < merge->count && merge->rows[end].place == merge->rows[first].place)
            end++;
        join_place(merge, first, end);
    }
    sort_rows(merge, &ranks, by_judgement);
    free(ranks.docs);
    free(ranks.ids);
    free(ranks.sources);
    count_rows(merge);
    find_conflicts(merge);
}

size_t merge_count(const struct merge *merge)
{
    return merge->judgement_count;
}

size_t merge_strongest(const struct merge *merge, size_t judgement)
{
    return merge->judgements[judgement].strongest;
}

#include "merge.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "set.h"
#include "when.h"

/* How a row's date is known, the strongest first. */
enum evidence { OF_REPORT, OF_STATEMENT, OF_DOCUMENT, OF_NOTHING };

static const char *const evidence_words[] = {"an official report", "a dated statement",
                                             "dated by its document", "without a date"};

struct merge_row {
    size_t key, place; /* what must be the same; body and area: numbers in their sets */
    size_t doc, origin, id, grade;
    enum evidence evidence;
    long from, to;            /* days that the judgement can be of; 0: not known */
    long written, written_to; /* of its document; 0: not known */
    double confidence;
    bool asserted, held; /* held: told as what is, not as what was */
    size_t number;    /* in the order they came */
    size_t judgement; /* that it tells of */
};

struct merge_judgement {
    size_t place, key, grade;
    bool asserted, held;
    long from, to; /* of its most precise row; to is 0 where none is dated */
    size_t era;    /* of its area: how many grades came before */
    size_t first, count, strongest; /* rows, once they are in their order */
    size_t origins;
    long reported, reported_last; /* when its documents were written; 0: not known */
    size_t first_conflict, conflict_count;
};

/* The last judgement of a key, and the era it was told of in. */
struct slot {
    size_t judgement, era;
};

struct merge {
    struct set *keys, *places, *docs, *origins, *ids, *grades;
    struct merge_row *rows;
    size_t count, room;
    struct merge_judgement *judgements;
    size_t judgement_count, judgement_room;
    size_t *conflicts; /* judgements, those of one judgement together */
    size_t conflict_count, conflict_room;
    struct slot *slots; /* of each key */
    struct buf key;
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
    free(merge->rows);
    free(merge->judgements);
    free(merge->conflicts);
    free(merge->slots);
    buf_free(&merge->key);
    free(merge);
}

/* --- rows --------------------------------------------------- */

static const char *const place_members[] = {"authority", "body", "subject", "area", "type", NULL};
static const char *const key_members[] = {"grade",  "verdict",  "polarity", "target",
                                          "value",  "unit",     "target_value", NULL};

static void add_members(struct buf *key, struct rec *row, const char *const *members)
{
    for (; *members; members++) {
        struct span raw = rec_raw(row, *members);
        if (raw.at)
            buf_add(key, rec_text_of(row, raw));
        buf_add_byte(key, '\0');
    }
}

/* What is asserted: a grade held now or once is one statement, its denial another. */
static struct span assertion(struct rec *row)
{
    struct span status = rec_string(row, "status");
    bool other = span_is(status, "denied") || span_is(status, "hypothetical") ||
                 span_is(status, "predicted");
    return other ? status : span_of("");
}

static struct span place_of(struct rec *row, struct buf *key)
{
    buf_clear(key);
    add_members(key, row, place_members);
    return buf_span(key);
}

/* An opinion or finding is the same where its words are. */
static struct span key_of(struct rec *row, struct buf *key)
{
    place_of(row, key);
    add_members(key, row, key_members);
    buf_add(key, assertion(row));
    buf_add_byte(key, '\0');
    if (!rec_has(row, "grade"))
        buf_add(key, rec_string(row, "raw"));
    return buf_span(key);
}

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

static void read_report(struct rec *row, struct merge_row *read)
{
    long from, to;
    if (record_days(rec_string(row, "inspection_end"), &from, &to)) {
        read->from = from;
        read->to = when_day_after(to, WHEN_LAG_DAYS);
    }
    if (record_days(rec_string(row, "inspection_start"), &from, &to))
        read->from = from;
    if (record_days(rec_string(row, "published"), &from, &to))
        read->to = to;
}

static void read_dates(struct rec *row, struct merge_row *read)
{
    struct span basis = rec_string(row, "date_basis");
    bool dated = record_days(rec_string(row, "date"), &read->from, &read->to);
    if (!record_days(rec_string(row, "doc_date"), &read->written, &read->written_to))
        read->written = read->written_to = 0;
    if (span_is(rec_string(row, "basis"), "report")) {
        read_report(row, read);
        read->evidence = read->to           ? OF_REPORT
                         : read->written ? OF_DOCUMENT
                                         : OF_NOTHING;
    } else if (dated && !span_is(basis, "document"))
        read->evidence = OF_STATEMENT;
    else {
        if (!read->written && dated) {
            read->written = read->from;
            read->written_to = read->to;
        }
        read->from = read->to = 0;
        read->evidence = read->written ? OF_DOCUMENT : OF_NOTHING;
    }
}

void merge_add(struct merge *merge, struct rec *row)
{
    struct span doc = text_of(row, "doc"), origin = text_of(row, "origin");
    struct merge_row read = {.number = merge->count, .asserted = assertion(row).length == 0};
    struct span status = rec_string(row, "status");
    read.held = status.length == 0 || span_is(status, "current");
    read.place = number_of(merge->places, place_of(row, &merge->key));
    read.key = number_of(merge->keys, key_of(row, &merge->key));
    read.doc = number_of(merge->docs, doc);
    read.id = number_of(merge->ids, text_of(row, "id"));
    read.grade = number_of(merge->grades, text_of(row, "grade"));
    read.origin = number_of(merge->origins, origin.length ? origin : doc);
    if (!rec_number(row, "confidence", &read.confidence))
        read.confidence = 0;
    read_dates(row, &read);
    merge->rows = mem_grow(merge->rows, &merge->room, merge->count + 1, sizeof *merge->rows);
    merge->rows[merge->count++] = read;
}

bool merge_begins(const struct merge *merge, struct rec *row)
{
    struct buf key = {0};
    bool begins = merge->count > 0 &&
                  !span_equal(place_of(row, &key),
                              set_key(merge->places, merge->rows[merge->count - 1].place));
    buf_free(&key);
    return begins;
}

/* --- order: by what rows say, never by the order they came in --- */

struct ranked {
    struct span text;
    size_t number;
};

static int by_text(const void *a, const void *b)
{
    return span_compare(((const struct ranked *)a)->text, ((const struct ranked *)b)->text);
}

/* Of each number of the set, its place among the texts; the caller's to free. */
static size_t *ranks_of(const struct set *set)
{
    size_t count = set_count(set);
    struct ranked *texts = mem_new(count + 1, sizeof *texts);
    size_t *ranks = mem_new(count + 1, sizeof *ranks);
    for (size_t i = 0; i < count; i++)
        texts[i] = (struct ranked){set_key(set, i), i};
    qsort(texts, count, sizeof *texts, by_text);
    for (size_t i = 0; i < count; i++)
        ranks[texts[i].number] = i;
    free(texts);
    return ranks;
}

/* Sets are asked for texts by number, rows compared by rank. */
struct sortable {
    struct merge_row row;
    size_t doc, id;
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
    int order = compare(a->row.evidence == OF_REPORT ? 0 : 1, b->row.evidence == OF_REPORT ? 0 : 1);
    if (!order)
        order = a->row.confidence > b->row.confidence ? -1 : a->row.confidence < b->row.confidence;
    if (!order)
        order = compare(a->row.evidence, b->row.evidence);
    if (!order)
        order = compare(a->row.written ? a->row.written : VOCAB_OPEN,
                        b->row.written ? b->row.written : VOCAB_OPEN);
    if (!order)
        order = compare_sizes(a->doc, b->doc);
    if (!order)
        order = compare_sizes(a->id, b->id);
    return order ? order : compare_sizes(a->row.number, b->row.number);
}

/* Those that date their judgement before others, the more precise first; then by date. */
static int by_date(const void *left, const void *right)
{
    const struct sortable *a = left, *b = right;
    int order = compare_sizes(a->row.place, b->row.place);
    if (!order)
        order = compare(a->row.evidence, b->row.evidence);
    if (!order && a->row.to)
        order = compare(a->row.to - a->row.from, b->row.to - b->row.from);
    if (!order)
        order = a->row.to ? compare(a->row.from, b->row.from)
                          : compare(a->row.written_to, b->row.written_to);
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
    size_t *docs, *ids;
};

static void sort_rows(struct merge *merge, const struct ranks *ranks,
                      int (*order)(const void *, const void *))
{
    struct sortable *rows = mem_new(merge->count + 1, sizeof *rows);
    for (size_t i = 0; i < merge->count; i++) {
        const struct merge_row *row = &merge->rows[i];
        rows[i] = (struct sortable){*row, ranks->docs[row->doc], ranks->ids[row->id]};
    }
    qsort(rows, merge->count, sizeof *rows, order);
    for (size_t i = 0; i < merge->count; i++)
        merge->rows[i] = rows[i].row;
    free(rows);
}

/* From here on the numbers of places and keys are in the order of their texts. */
static void rank_keys(struct merge *merge)
{
    size_t *places = ranks_of(merge->places), *keys = ranks_of(merge->keys);
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
        .place = row->place, .key = row->key, .grade = row->grade, .asserted = row->asserted,
        .from = row->from, .to = row->to};
    return merge->judgement_count++;
}

/* The judgement of a dated row among those of its place (from `first` on): the one last found
 * for its key where it fits, since rows of the same days come together. */
static size_t dated_judgement(struct merge *merge, const struct merge_row *row, size_t first)
{
    struct slot *slot = &merge->slots[row->key];
    size_t last = slot->judgement;
    if (last != SET_NONE && merge->judgements[last].from <= row->to &&
        row->from <= merge->judgements[last].to)
        return last;
    for (size_t i = first; i < merge->judgement_count; i++)
        if (merge->judgements[i].key == row->key && merge->judgements[i].from <= row->to &&
            row->from <= merge->judgements[i].to)
            return slot->judgement = i;
    return slot->judgement = begin_judgement(merge, row);
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
        merge->slots[judgement->key] = (struct slot){sweep->next, sweep->era};
    }
}

/* A row that only its document dates. */
static size_t undated_judgement(struct merge *merge, const struct merge_row *row,
                                const struct sweep *sweep)
{
    struct slot *slot = &merge->slots[row->key];
    if (slot->judgement != SET_NONE && slot->era == sweep->era)
        return slot->judgement;
    size_t judgement = begin_judgement(merge, row);
    merge->judgements[judgement].era = sweep->era;
    merge->judgements[judgement].from = sweep->since;
    *slot = (struct slot){judgement, sweep->era};
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
    for (; i < end_row && merge->rows[i].to; i++)
        merge->rows[i].judgement = dated_judgement(merge, &merge->rows[i], first);
    renumber(merge, first_row, i, first);
    struct sweep sweep = {first, merge->judgement_count, 0, SET_NONE, 0};
    for (; i < end_row; i++) {
        long written = merge->rows[i].written_to;
        sweep_to(merge, &sweep, written ? written : VOCAB_OPEN);
        merge->rows[i].judgement = undated_judgement(merge, &merge->rows[i], &sweep);
    }
    sweep_to(merge, &sweep, VOCAB_OPEN);
}

/* --- what a judgement's rows say together --- */

/* Of a document's date the first day that it can mean. */
static void add_report(struct merge_judgement *judgement, const struct merge_row *row)
{
    judgement->held = judgement->held || row->held;
    if (row->written && (!judgement->reported || row->written < judgement->reported))
        judgement->reported = row->written;
    if (row->written > judgement->reported_last)
        judgement->reported_last = row->written;
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
        merge->slots[i] = (struct slot){SET_NONE, SET_NONE};
    struct ranks ranks = {ranks_of(merge->docs), ranks_of(merge->ids)};
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

/* --- the merged row --- */

/* The documents, as a list of their ids in order. */
static void set_sources(const struct merge *merge, const struct merge_judgement *judgement,
                        struct rec *row)
{
    struct ranked *docs = mem_new(judgement->count + 1, sizeof *docs);
    struct buf json = {0};
    for (size_t i = 0; i < judgement->count; i++)
        docs[i].text = set_key(merge->docs, merge->rows[judgement->first + i].doc);
    qsort(docs, judgement->count, sizeof *docs, by_text);
    for (size_t i = 0; i < judgement->count; i++) {
        if (docs[i].text.length == 0 || (i && span_equal(docs[i].text, docs[i - 1].text)))
            continue;
        buf_add_byte(&json, json.length ? ',' : '[');
        rec_encode_string(docs[i].text, &json);
    }
    if (json.length) {
        buf_add_byte(&json, ']');
        rec_set_raw(row, "sources", buf_span(&json));
    }
    buf_free(&json);
    free(docs);
}

static void add_day(struct buf *out, long day)
{
    buf_add_format(out, "%04ld-%02ld-%02ld", day / 10000, day / 100 % 100, day % 100);
}

static void set_day(struct rec *row, const char *member, long day)
{
    struct buf text = {0};
    if (day)
        add_day(&text, day);
    rec_set_string(row, member, buf_span(&text));
    buf_free(&text);
}

/* Where no row dates it: after the other grade that came before, and not after it was first told
 * of. */
static void set_span(const struct merge_judgement *judgement, struct rec *row)
{
    long first = judgement->reported;
    struct buf date = {0};
    if (first) {
        if (judgement->from && judgement->from <= first)
            add_day(&date, judgement->from);
        else
            buf_add_text(&date, "..");
        buf_add_byte(&date, '/');
        add_day(&date, first);
        rec_set_string(row, "date", buf_span(&date));
        rec_set_string(row, "date_basis", span_of("document"));
    }
    buf_free(&date);
}

static void set_conflicts(const struct merge *merge, const struct merge_judgement *judgement,
                          struct rec *row)
{
    struct buf text = {0};
    for (size_t i = 0; i < judgement->conflict_count; i++) {
        const struct merge_judgement *other =
            &merge->judgements[merge->conflicts[judgement->first_conflict + i]];
        buf_add_text(&text, i ? "; " : "");
        buf_add(&text, set_key(merge->grades, other->grade));
        buf_add_format(&text, " (%zu of %zu)", other->origins, other->origins + judgement->origins);
    }
    rec_set_string(row, "conflicts", buf_span(&text));
    buf_free(&text);
}

void merge_write(const struct merge *merge, size_t number, struct rec *row)
{
    const struct merge_judgement *judgement = &merge->judgements[number];
    if (!judgement->to && rec_has(row, "grade"))
        set_span(judgement, row);
    rec_set_integer(row, "count", (long long)judgement->count);
    rec_set_integer(row, "origins", (long long)judgement->origins);
    set_sources(merge, judgement, row);
    set_day(row, "first_reported", judgement->reported);
    set_day(row, "last_reported", judgement->reported_last);
    set_conflicts(merge, judgement, row);
}

void merge_explain(const struct merge *merge, size_t number, struct buf *out)
{
    const struct merge_judgement *judgement = &merge->judgements[number];
    for (size_t i = judgement->first; i < judgement->first + judgement->count; i++) {
        const struct merge_row *row = &merge->rows[i];
        buf_add_text(out, i == judgement->first ? "" : "  with ");
        buf_add(out, set_key(merge->ids, row->id));
        buf_add_format(out, ": %s", evidence_words[row->evidence]);
        if (row->to) {
            buf_add_text(out, ", between ");
            add_day(out, row->from);
            buf_add_text(out, " and ");
            add_day(out, row->to);
        } else if (row->written) {
            buf_add_text(out, ", written ");
            add_day(out, row->written);
        }
        buf_add_byte(out, '\n');
    }
}

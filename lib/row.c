#include "row.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "set.h"
#include "table.h"

struct page {
    long long start, end, number;
};

struct rows {
    enum row_kind kind;
    struct set *bodies;
    struct span *regions; /* of each body, the registers' */
    size_t region_room;
    struct rec *document;
    struct rec *inspection; /* NULL: it is no report */
    struct rec **items;
    size_t count, next;
    struct page *pages; /* of the blocks, by start */
    size_t page_count, page_room;
    struct set *starts; /* where rows of this document start so far, as text */
    size_t *uses;       /* rows at each of them */
    size_t use_room;
};

static const char *const lists[] = {"judgements", "entities", NULL};

/* Members of a document that are not facts about it. */
static const char *const bulk[] = {"text",       "blocks",     "entities",
                                   "judgements", "inspection", NULL};

enum origin { OF_DOCUMENT, OF_INSPECTION, OF_BODY, OF_BLOCK };

/* The facts of a row in their order: `key` is their name where they come from. */
static const struct fact {
    const char *name, *key;
    enum origin origin;
} facts[] = {
    {"doc", "id", OF_DOCUMENT},
    {"source", "source", OF_DOCUMENT},
    {"member", "member", OF_DOCUMENT},
    {"title", "title", OF_DOCUMENT},
    {"publisher", "publisher", OF_DOCUMENT},
    {"author", "author", OF_DOCUMENT},
    {"doc_date", "date", OF_DOCUMENT},
    {"url", "url", OF_DOCUMENT},
    {"page", NULL, OF_BLOCK},
    {"inspection_start", "started", OF_INSPECTION},
    {"inspection_end", "ended", OF_INSPECTION},
    {"published", "published", OF_INSPECTION},
    {"lead_inspector", "lead_inspector", OF_INSPECTION},
    {"region", NULL, OF_BODY},
    {"origin", "origin", OF_DOCUMENT},
    {0},
};

/* What else an inspection says; a judgement that is made by it has them from there. */
static const char *const shared[] = {"framework", "inspectorate", NULL};
static const char *const own[] = {"framework",    "inspectorate", "authority",
                                  "authority_id", "body",         NULL};

static bool is_among(const char *const *names, struct span name)
{
    while (*names && !span_is(name, *names))
        names++;
    return *names != NULL;
}

static void load_regions(struct rows *rows, struct places *places)
{
    bool added;
    struct places_walk walk = places_walk(places, "vocab/authorities.csv");
    while (places_next(&walk)) {
        size_t number = set_add(rows->bodies, places_cell(&walk, "body"), &added);
        rows->regions = mem_grow(rows->regions, &rows->region_room, number + 1,
                                 sizeof *rows->regions);
        rows->regions[number] = places_cell(&walk, "region");
    }
}

struct rows *row_new(enum row_kind kind, struct places *places)
{
    struct rows *rows = mem_new(1, sizeof *rows);
    rows->kind = kind;
    rows->bodies = set_new();
    load_regions(rows, places);
    return rows;
}

void row_free(struct rows *rows)
{
    if (!rows)
        return;
    set_free(rows->bodies);
    set_free(rows->starts);
    free(rows->regions);
    free(rows->pages);
    free(rows->uses);
    free(rows);
}

static int by_start(const void *left, const void *right)
{
    const struct page *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

static void find_pages(struct rows *rows)
{
    size_t count;
    struct rec **blocks = rec_items(rows->document, "blocks", &count);
    rows->page_count = 0;
    for (size_t i = 0; i < count; i++) {
        struct page page;
        if (!rec_integer(blocks[i], "page", &page.number) ||
            !rec_integer(blocks[i], "start", &page.start) ||
            !rec_integer(blocks[i], "end", &page.end))
            continue;
        rows->pages = mem_grow(rows->pages, &rows->page_room, rows->page_count + 1,
                               sizeof *rows->pages);
        rows->pages[rows->page_count++] = page;
    }
    if (rows->page_count)
        qsort(rows->pages, rows->page_count, sizeof *rows->pages, by_start);
}

/* The page of the last block that begins at or before `start` and goes beyond it; 0:
 * none. */
static long long page_at(const struct rows *rows, long long start)
{
    size_t low = 0, high = rows->page_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows->pages[middle].start <= start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0 || rows->pages[low - 1].end <= start)
        return 0;
    return rows->pages[low - 1].number;
}

const char *row_open(struct rows *rows, struct rec *document)
{
    size_t count = 0;
    rows->document = document;
    rows->next = rows->count = 0;
    if (rec_has(document, "error"))
        return NULL; /* refused where it was read */
    if (!rec_string(document, "id").length)
        return "a document without an id";
    struct rec **inspection = rec_items(document, "inspection", &count);
    rows->inspection = count ? inspection[0] : NULL;
    set_free(rows->starts);
    rows->starts = set_new();
    rows->count = 1;
    if (rows->kind != ROW_DOCUMENTS)
        rows->items = rec_items(document, lists[rows->kind], &rows->count);
    if (rows->kind != ROW_DOCUMENTS && rows->count)
        find_pages(rows);
    return NULL;
}

/* Can the item stand in a list that is told apart from JSON and parted at its semicolons? */
static bool is_plain(struct span item)
{
    return item.length && item.at[0] != '[' && item.at[0] != '{' &&
           span_find_byte(item, ';') == item.length && span_equal(span_trim(item), item);
}

/* Appends the strings of a list with "; " between them; false where one is no string, or would
 * not be found again. */
static bool join(struct span raw, struct buf *text)
{
    struct span *items = NULL;
    size_t count = 0, room = 0;
    bool good = value_elements(raw, &items, &count, &room);
    for (size_t i = 0; good && i < count; i++) {
        buf_add_text(text, i ? "; " : "");
        size_t start = text->length;
        good = value_decode(items[i], text) &&
               is_plain(span_part(buf_span(text), start, text->length));
    }
    free(items);
    return good;
}

static void add_name(struct buf *json, struct span name)
{
    buf_add_byte(json, json->length ? ',' : '{');
    value_encode(name, json);
    buf_add_byte(json, ':');
}

/* Appends a member, flat; nothing where it is absent. */
static void add_member(struct buf *json, struct span name, struct span raw)
{
    struct buf text = {0};
    bool nested = raw.at && (raw.at[0] == '[' || raw.at[0] == '{');
    if (!raw.at || span_is(raw, "null") || span_is(raw, "\"\""))
        return;
    if (nested && !join(raw, &text)) {
        buf_clear(&text);
        buf_add(&text, raw);
    }
    if (!nested || text.length)
        add_name(json, name);
    if (!nested)
        buf_add(json, raw);
    else if (text.length)
        value_encode(buf_span(&text), json);
    buf_free(&text);
}

static void add_region(const struct rows *rows, struct rec *judged, struct buf *json)
{
    struct span body = judged ? rec_string(judged, "body") : (struct span){NULL, 0};
    size_t number = body.at ? set_find(rows->bodies, body) : SET_NONE;
    if (number == SET_NONE || rows->regions[number].length == 0)
        return;
    add_name(json, span_of("region"));
    value_encode(rows->regions[number], json);
}

static void add_page(const struct rows *rows, struct rec *item, struct buf *json)
{
    long long start;
    long long page = rec_integer(item, "start", &start) ? page_at(rows, start) : 0;
    if (page <= 0)
        return;
    add_name(json, span_of("page"));
    buf_add_format(json, "%lld", page);
}

static void add_facts(const struct rows *rows, struct rec *item, struct buf *json)
{
    for (const struct fact *fact = facts; fact->name; fact++) {
        if (fact->origin == OF_DOCUMENT)
            add_member(json, span_of(fact->name), rec_raw(rows->document, fact->key));
        else if (fact->origin == OF_BODY)
            add_region(rows, item, json);
        else if (fact->origin == OF_BLOCK)
            add_page(rows, item, json);
        else if (rows->inspection && rows->kind == ROW_JUDGEMENTS)
            add_member(json, span_of(fact->name), rec_raw(rows->inspection, fact->key));
    }
}

static bool is_fact(struct span name)
{
    const struct fact *fact = facts;
    while (fact->name && !span_is(name, fact->name))
        fact++;
    return fact->name != NULL;
}

/* What a report tells of the past, of other councils, or of schools and homes was not
 * judged by the inspection that it reports. */
static bool is_of_inspection(const struct rows *rows, struct rec *item)
{
    if (rows->kind != ROW_JUDGEMENTS || !rows->inspection || rec_has(item, "subject"))
        return false;
    struct span status = rec_string(item, "status"), body = rec_string(item, "body");
    struct span inspected = rec_string(rows->inspection, "body");
    return (!status.at || span_is(status, "current")) &&
           (!body.at || !inspected.at || span_equal(body, inspected));
}

/* `DOC:START:N`; false where the item has no start. */
static bool add_id(struct rows *rows, struct rec *item, struct buf *json)
{
    long long start;
    bool added;
    struct buf id = {0};
    if (!rec_integer(item, "start", &start))
        return false;
    buf_add_format(&id, "%lld", start);
    size_t number = set_add(rows->starts, buf_span(&id), &added);
    rows->uses = mem_grow(rows->uses, &rows->use_room, number + 1, sizeof *rows->uses);
    rows->uses[number] = added ? 0 : rows->uses[number] + 1;
    buf_clear(&id);
    buf_add(&id, rec_string(rows->document, "id"));
    buf_add_format(&id, ":%lld:%zu", start, rows->uses[number]);
    add_name(json, span_of("id"));
    value_encode(buf_span(&id), json);
    buf_free(&id);
    return true;
}

static bool make_row(struct rows *rows, struct rec *item, struct buf *json)
{
    if (!add_id(rows, item, json))
        return false;
    add_member(json, span_of("type"), rec_raw(item, "type"));
    for (size_t i = 0; i < rec_count(item); i++) {
        struct span name = rec_key(item, i);
        if (rows->kind == ROW_ENTITIES && span_is(name, "id"))
            name = span_of("authority_id"); /* as judgements call the council's code */
        if (!span_is(name, "id") && !span_is(name, "type") && !is_fact(name))
            add_member(json, name, rec_value(item, i));
    }
    for (size_t i = 0; is_of_inspection(rows, item) && shared[i]; i++)
        if (!rec_has(item, shared[i]))
            add_member(json, span_of(shared[i]), rec_raw(rows->inspection, shared[i]));
    add_facts(rows, item, json);
    buf_add_byte(json, '}');
    return true;
}

static void add_from_inspection(const struct rows *rows, const char *name,
                                const char *key, struct buf *json)
{
    if (!rec_has(rows->document, name))
        add_member(json, span_of(name), rec_raw(rows->inspection, key));
}

/* The document's own members and those of its inspection. */
static void make_document_row(const struct rows *rows, struct buf *json)
{
    for (size_t i = 0; i < rec_count(rows->document); i++) {
        struct span name = rec_key(rows->document, i);
        if (!is_among(bulk, name) && !span_is(name, "region"))
            add_member(json, name, rec_value(rows->document, i));
    }
    for (size_t i = 0; rows->inspection && own[i]; i++)
        add_from_inspection(rows, own[i], own[i], json);
    for (const struct fact *fact = facts; rows->inspection && fact->name; fact++)
        if (fact->origin == OF_INSPECTION)
            add_from_inspection(rows, fact->name, fact->key, json);
    add_region(rows, rows->inspection, json);
    buf_add_byte(json, '}');
}

bool row_next(struct rows *rows, struct buf *json, const char **why)
{
    *why = NULL;
    buf_clear(json);
    if (rows->next == rows->count)
        return false;
    rows->next++;
    if (rows->kind == ROW_DOCUMENTS)
        make_document_row(rows, json);
    else if (!make_row(rows, rows->items[rows->next - 1], json))
        *why = rows->kind == ROW_ENTITIES ? "an entity without a start"
                                          : "a judgement without a start";
    return true;
}

#include "telling.h"

#include "when.h"

const char *const telling_evidence_words[] = {"an official report", "a dated statement",
                                              "dated by its document", "without a date"};

static const char *const place_members[] = {"authority", "body", "subject", "area", "type", NULL};
static const char *const key_members[] = {"grade",  "verdict",  "polarity", "target",
                                          "value",  "unit",     "target_value", NULL};

static bool tells_anything(struct rec *row)
{
    bool any = rec_has(row, "raw");
    for (size_t i = 0; key_members[i] && !any; i++)
        any = rec_has(row, key_members[i]);
    return any;
}

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

struct span telling_place(struct rec *row, struct buf *key)
{
    buf_clear(key);
    add_members(key, row, place_members);
    return buf_span(key);
}

/* An opinion or finding is the same where its words are. */
struct span telling_key(struct rec *row, struct buf *key)
{
    telling_place(row, key);
    add_members(key, row, key_members);
    buf_add(key, assertion(row));
    buf_add_byte(key, '\0');
    if (!rec_has(row, "grade"))
        buf_add(key, rec_string(row, "raw"));
    if (!tells_anything(row))
        rec_encode(row, key);
    return buf_span(key);
}

static void read_report(struct rec *row, struct telling *read)
{
    long from, to;
    if (record_days(rec_string(row, "inspection_end"), &from, &to)) {
        read->from = from;
        read->to = when_day_after(to, WHEN_LAG_DAYS);
    }
    if (record_days(rec_string(row, "inspection_start"), &from, &to)) {
        read->from = from;
        if (!read->to)
            read->to = when_day_after(to, WHEN_LAG_DAYS);
    }
    if (record_days(rec_string(row, "published"), &from, &to)) {
        read->to = to;
        if (!read->from) /* no visit and no date: the day alone */
            read->from = from;
    }
}

static void read_dates(struct rec *row, struct telling *read)
{
    struct span basis = rec_string(row, "date_basis");
    bool dated = record_days(rec_string(row, "date"), &read->from, &read->to);
    if (!record_days(rec_string(row, "doc_date"), &read->written, &read->written_to))
        read->written = read->written_to = 0;
    if (span_is(rec_string(row, "basis"), "report")) {
        read_report(row, read);
        read->evidence = read->to           ? TELLING_REPORT
                         : read->written ? TELLING_DOCUMENT
                                         : TELLING_NOTHING;
    } else if (dated && !span_is(basis, "document"))
        read->evidence = TELLING_STATEMENT;
    else {
        if (!read->written && dated) {
            read->written = read->from;
            read->written_to = read->to;
        }
        read->from = read->to = 0;
        read->evidence = read->written ? TELLING_DOCUMENT : TELLING_NOTHING;
    }
}

struct telling telling_read(struct rec *row)
{
    struct telling read = {.asserted = assertion(row).length == 0};
    struct span status = rec_string(row, "status");
    read.held = status.length == 0 || span_is(status, "current");
    read_dates(row, &read);
    return read;
}

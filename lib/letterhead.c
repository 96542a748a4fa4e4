#include "letterhead.h"

#include "date.h"
#include "dateline.h"
#include "memo.h"
#include "utf8.h"

enum {
    TITLE_MAX = 160,     /* characters of a line that can be a title */
    HEAD_BLOCKS = 8,      /* a byline stands among the first of them */
    HEAD_LINES = 12,      /* and From and Subject among these */
    HEAD_CELLS = 3,       /* lines in which blanks part a letter head; below, they part a table */
    MEETING_REACH = 90,   /* bytes from "Minutes" to "held on" */
    CHRONICLE_DATES = 3,
    SIGNATURE_BLOCKS = 8 /* a release is signed in its last blocks */
};

static struct span block_text(const struct document *document, size_t i)
{
    const struct document_block *block = &document->blocks[i];
    return span_part(document_text(document), block->start, block->end);
}

static bool is_dateline(struct span text, struct when *when)
{
    if (!date_find(text, 0, when) || when->kind == WHEN_RELATIVE)
        return false;
    struct span before = span_part(text, 0, when->start);
    if (dateline_is_other(before))
        return false;
    bool alone = when->start == 0 && when->end + 2 > text.length;
    return (alone || !typed_ends_sentence(text)) && utf8_count(before) <= 40 &&
           text.length - when->end <= 24 && utf8_count(text) <= 80;
}

static void state_date(struct document *document, const struct when *when, const char *basis)
{
    char text[WHEN_TEXT];
    when_text(when, text);
    document_state(document, &document->date, span_of(text));
    document_state(document, &document->date_basis, span_of(basis));
}

/* The year that completes "4 June": the latest that the document names. */
static int latest_year(struct span text)
{
    struct when when;
    int year = 0;
    for (size_t at = 0; date_find(text, at, &when); at = when.end)
        if (when.kind == WHEN_ABSOLUTE && when.to.year > year && when.to.month)
            year = when.to.year;
    return year;
}

/* A document with several blocks that are dates is a chronicle: none of them is its own. */
static bool is_chronicle(const struct document *document)
{
    struct when when;
    size_t dates = 0;
    for (size_t i = 0; i < document->block_count && dates < CHRONICLE_DATES; i++) {
        struct span text = block_text(document, i);
        dates += utf8_count(text) <= 40 && date_find(text, 0, &when) && when.start == 0 &&
                 when.end == text.length;
    }
    return dates >= CHRONICLE_DATES;
}

/* "Minutes of the meeting held on 4 June 2013", but not what was done with them. */
static bool is_meeting(struct span text, struct when *when)
{
    static const char *const heads[] = {"minutes", "notes of", "record of", "meeting held"};
    struct buf folded = {0};
    utf8_fold_text(&folded, span_part(text, 0, MEETING_REACH));
    bool head = span_starts_any(buf_span(&folded), heads, sizeof heads / sizeof *heads);
    buf_free(&folded);
    if (!head || !date_find(text, 0, when) || when->kind != WHEN_ABSOLUTE ||
        when->start > 2 * MEETING_REACH || !when->from.day)
        return false;
    struct span behind = span_part(text, when->end, text.length);
    return !span_starts(behind, span_of(" were")) && !span_starts(behind, span_of(" was"));
}

/* Do several lines begin with a date? Then they tell of it, and it is not the document's. */
static bool is_timeline(const struct typed *typed)
{
    struct when when;
    size_t dates = 0;
    for (size_t i = 0; i < typed->count && dates < CHRONICLE_DATES; i++)
        dates += date_read(typed->lines[i].text, 0, &when) && when.kind == WHEN_ABSOLUTE;
    return dates >= CHRONICLE_DATES;
}

/* A date that is set apart in one of the first lines. */
static void find_dateline(const struct typed *typed, struct document *document)
{
    struct when when;
    size_t seen = 0;
    bool timeline = is_timeline(typed);
    for (size_t i = 0; i < typed->count && seen < HEAD_LINES; i++) {
        const struct typed_line *line = &typed->lines[i];
        if (line->kind == TYPED_EMPTY || line->kind == TYPED_DROPPED)
            continue;
        seen++;
        if (line->kind == TYPED_BULLET || (line->kind == TYPED_CELLS && seen > HEAD_CELLS))
            continue;
        if (dateline_read(line->text, &when) && !(timeline && when.start == 0)) {
            state_date(document, &when, "byline");
            return;
        }
    }
}

/* A dateline among the first blocks, or a title that begins with a day: "4 June - …". */
static void find_date(const struct typed *typed, struct document *document)
{
    struct when when;
    if (is_chronicle(document))
        return;
    size_t head = document->block_count < HEAD_BLOCKS ? document->block_count : HEAD_BLOCKS;
    for (size_t i = 0; i < head; i++) {
        struct span text = block_text(document, i);
        bool line = document->blocks[i].role != DOCUMENT_TABLE_ROW &&
                    document->blocks[i].role != DOCUMENT_LIST_ITEM;
        if (line && is_dateline(text, &when) && when.kind == WHEN_ABSOLUTE && !when.range) {
            state_date(document, &when, "byline");
            return;
        }
        if (line && is_meeting(text, &when)) {
            state_date(document, &when, "heading");
            return;
        }
        if (i == 0 && date_read(text, 0, &when) && when.kind == WHEN_PARTIAL && when.from.day) {
            int year = latest_year(document_text(document));
            if (year == 0)
                continue;
            when.from.year = when.to.year = year;
            state_date(document, &when, "heading");
            return;
        }
    }
    find_dateline(typed, document);
}

static void find_title(struct document *document)
{
    struct when when;
    bool behind_row = false; /* of a letter head, or of names: a heading alone is a title there */
    for (size_t i = 0; i < document->block_count && i < 3; i++) {
        struct span text = block_text(document, i);
        enum document_role role = document->blocks[i].role;
        if (is_dateline(text, &when) && when.start < 12 && when.end + 12 > text.length)
            continue;
        bool may = behind_row ? role == DOCUMENT_HEADING
                              : role != DOCUMENT_LIST_ITEM && role != DOCUMENT_TABLE_ROW;
        behind_row = role == DOCUMENT_TABLE_ROW;
        if (may && utf8_count(text) <= TITLE_MAX &&
            (role == DOCUMENT_HEADING || !typed_ends_sentence(text) ||
             span_ends(text, span_of("..")) || utf8_last(text) == '?'))
            document_state(document, &document->title, text);
        if (role != DOCUMENT_TABLE_ROW)
            return;
    }
}

/* "By NAME", "Published by NAME": the words behind, up to a comma or the end of the line. */
static void find_names(struct document *document)
{
    for (size_t i = 0; i < document->block_count; i++) {
        struct span text = block_text(document, i);
        struct span by = span_of("By "), published = span_of("Published by ");
        if (span_starts(text, published) && utf8_count(text) <= 80)
            document_state(document, &document->publisher,
                           span_part(text, published.length, text.length));
        else if (i < HEAD_BLOCKS && span_starts(text, by) && utf8_count(text) <= 60 &&
                 utf8_is_upper(utf8_first(span_part(text, by.length, text.length))))
            document_state(document, &document->author,
                           span_part(text, by.length, span_find_byte(text, ',')));
    }
}

/* The cell of a running head that is a council's name: its text is no part of the document, but
 * whose paper it is. */
static bool council_cell(struct span line, struct span *cell)
{
    struct span council = span_of("Council");
    size_t end = span_find(line, council) + council.length, start = 0;
    if (end > line.length || (end < line.length && line.at[end] != ' ' && line.at[end] != '\t'))
        return false;
    for (size_t i = 0; i + 1 < end; i++)
        if (line.at[i] == '\t' || (line.at[i] == ' ' && line.at[i + 1] == ' '))
            start = i + 1;
    *cell = span_trim(span_part(line, start, end));
    return cell->length > council.length && utf8_is_upper(utf8_first(*cell));
}

static void find_running_publisher(const struct typed *typed, struct document *document)
{
    struct span cell;
    for (size_t i = 0; i < typed->count; i++) {
        if (typed->lines[i].kind != TYPED_DROPPED || !council_cell(typed->lines[i].text, &cell))
            continue;
        document_state(document, &document->publisher, cell);
        return;
    }
}

/* Words with which a post in an organisation begins, behind a name. */
static const char *const posts[] = {"Branch", "Secretary", "Chair", "Leader", "Director", "Chief",
                                    "Regional", "General", "Convenor", "Organiser", "President",
                                    "Officer", "Head", "Editor", "Councillor", "Deputy",
                                    "Assistant", "Executive", "Cabinet", "Press"};

static bool is_post(struct span word)
{
    return span_is_any(word, posts, sizeof posts / sizeof *posts);
}

/* Length of one to four capitalised words at the start, up to a post or a comma; 0: no name. */
static size_t name_length(struct span text)
{
    size_t end = 0, words = 0;
    while (end < text.length && words < 4) {
        size_t start = end + (words > 0);
        struct span rest = span_part(text, start, text.length);
        size_t length = 0;
        while (length < rest.length && rest.at[length] != ' ' && rest.at[length] != ',')
            length++;
        struct span word = span_part(rest, 0, length);
        if (!utf8_is_upper(utf8_first(word)) || is_post(word))
            break;
        words++;
        end = start + length;
        if (end < text.length && text.at[end] == ',')
            break;
    }
    return end;
}

/* "(NAME POST, ORGANISATION)." at the end of a release: who wrote it; and whose it is, where the
 * title names that organisation too. */
static bool read_signature(struct document *document, struct span text)
{
    size_t close = span_find_byte(text, ')'), comma = span_find_byte(text, ',');
    if (text.length < 8 || text.at[0] != '(' || close + 2 < text.length || comma > close)
        return false;
    struct span inside = span_part(text, 1, close);
    struct span name = span_part(inside, 0, name_length(inside));
    struct span organisation = span_trim(span_part(text, comma + 1, close));
    struct span behind = span_trim(span_part(inside, name.length, comma - 1));
    size_t blank = span_find_byte(behind, ' ');
    if (span_find_byte(name, ' ') == name.length || !is_post(span_part(behind, 0, blank)))
        return false;
    document_state(document, &document->author, name);
    if (document->title.at && span_find(document->title, organisation) < document->title.length)
        document_state(document, &document->publisher, organisation);
    return true;
}

/* The last line, where it is one to three capitalised words behind a sentence, signs a post. */
static void find_signature(struct document *document)
{
    size_t count = document->block_count;
    for (size_t i = count; i-- > 0 && i + SIGNATURE_BLOCKS >= count;)
        if (read_signature(document, block_text(document, i)))
            return;
    if (count < 3 || !typed_ends_sentence(block_text(document, count - 2)))
        return;
    struct span last = block_text(document, count - 1);
    if (document->blocks[count - 1].role == DOCUMENT_HEADING && utf8_count(last) <= 40 &&
        name_length(last) == last.length && !span_is(last, "ENDS") && !span_is(last, "End"))
        document_state(document, &document->author, last);
}

/* From, Sent and Subject, printed in the first lines. */
void letterhead_read_memo(struct typed *typed, struct document *document)
{
    struct span values[MEMO_SUBJECT + 1] = {{0}}, value;
    size_t at = 0, count = 0;
    while (at < typed->count && at < HEAD_LINES &&
           memo_read(typed->lines[at].text, &value) == MEMO_NONE)
        at++;
    for (; at < typed->count; at++, count++) {
        enum memo_field field = memo_read(typed->lines[at].text, &value);
        if (field == MEMO_NONE)
            break;
        if (!values[field].at)
            values[field] = value;
    }
    if (!values[MEMO_FROM].length || count < 2)
        return;
    struct when when;
    for (size_t i = at - count; i <= at && i < typed->count; i++)
        typed->lines[i].kept = true;
    document_state(document, &document->title, values[MEMO_SUBJECT]);
    document_state(document, &document->author, memo_name(values[MEMO_FROM]));
    if (date_find(values[MEMO_DATE], 0, &when) && when.kind == WHEN_ABSOLUTE)
        state_date(document, &when, "byline");
}

void letterhead_read(const struct typed *typed, struct document *document)
{
    find_title(document);
    find_date(typed, document);
    find_names(document);
    find_signature(document);
    find_running_publisher(typed, document);
}

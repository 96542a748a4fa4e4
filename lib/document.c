#include "document.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

static const char *const role_names[] = {
    [DOCUMENT_PARAGRAPH] = "paragraph", [DOCUMENT_HEADING] = "heading",
    [DOCUMENT_LIST_ITEM] = "list item", [DOCUMENT_QUOTE] = "quote",
    [DOCUMENT_TABLE_ROW] = "table row", [DOCUMENT_CAPTION] = "caption",
    [DOCUMENT_EMPHASIS] = "emphasis",   [DOCUMENT_LINK] = "link",
    [DOCUMENT_CODE] = "code",
};

/* Zero-width marks, soft hyphen, directional marks, byte order mark, controls. */
static bool is_invisible(uint32_t point)
{
    return (point < 0x20 && point != '\n' && point != '\t' && point != '\r' && point != '\f') ||
           point == 0x7F || point == 0x81 || point == 0x8D || point == 0x8F || point == 0x90 ||
           point == 0x9D || point == 0xAD ||
           (point >= 0x200B && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x2064) || point == 0xFEFF || point == 0xFFFE;
}

static bool is_white(uint32_t point)
{
    return utf8_is_space(point) || point == '\n' || point == '\r' || point == '\f' ||
           point == 0x85 || point == 0x2028 || point == 0x2029;
}

/* Beyond the letters that utf8 knows, all but punctuation, symbols and specials. */
static bool is_other_script(uint32_t point)
{
    return point > 0x2FF && !(point >= 0x2000 && point <= 0x2BFF) &&
           !(point >= 0x3000 && point <= 0x303F) && !(point >= 0xE000 && point <= 0xF8FF) &&
           !(point >= 0xFE00 && point <= 0xFE6F) && !(point >= 0xFFF0 && point <= 0xFFFF);
}

/* Appends `text` with its white space folded; where `cells` is set, every tab survives, without
 * blanks beside it: an empty cell keeps its place. Controls of the second kind (U+0080 on) are
 * what windows-1252 has there. Returns whether a letter or digit was among it. */
static bool add_folded(struct buf *out, struct span text, bool cells)
{
    bool word = false, blank = false;
    size_t start = out->length;
    while (text.length) {
        uint32_t point;
        size_t length = utf8_decode(text, &point);
        if (cells && point == '\t') {
            buf_add_byte(out, '\t');
            blank = false;
        } else if (is_invisible(point)) {
            /* left out, and parts nothing */
        } else if (is_white(point)) {
            blank = true;
        } else {
            bool first = out->length == start || out->at[out->length - 1] == '\t';
            if (blank && !first)
                buf_add_byte(out, ' ');
            blank = false;
            utf8_encode(out, point >= 0x80 && point < 0xA0 ? utf8_windows_1252(point) : point);
            word = word || utf8_is_word(point) || is_other_script(point);
        }
        text = span_part(text, length, text.length);
    }
    while (out->length > start && out->at[out->length - 1] == '\t')
        out->length--; /* empty cells at the end hold no place */
    return word;
}

void document_add(struct document *document, enum document_role role, struct span text, int page)
{
    struct buf *out = &document->text;
    size_t before = out->length, count = document->block_count;
    bool rows = role == DOCUMENT_TABLE_ROW && count &&
                document->blocks[count - 1].role == DOCUMENT_TABLE_ROW;
    if (before)
        buf_add_text(out, rows ? "\n" : "\n\n");
    size_t start = out->length;
    if (!add_folded(out, text, role == DOCUMENT_TABLE_ROW)) {
        out->length = before;
        return;
    }
    document->blocks = mem_grow(document->blocks, &document->block_room, count + 1,
                                sizeof *document->blocks);
    document->blocks[document->block_count++] =
        (struct document_block){role, start, out->length, page};
}

struct marking {
    struct document *document;
    const struct span *urls;
    size_t url_count, urls_taken;
    size_t open[DOCUMENT_CODE + 1]; /* number of the span that is open, and one; 0: none */
};

static void begin_span(struct marking *marking, enum document_role role, size_t at)
{
    struct document *document = marking->document;
    struct document_inner inner = {.role = role, .block = document->block_count - 1, .start = at};
    if (role == DOCUMENT_LINK && marking->urls_taken < marking->url_count) {
        struct span url = marking->urls[marking->urls_taken++];
        document_state(document, &inner.url, url);
    }
    if (marking->open[role])
        return;
    document->inner = mem_grow(document->inner, &document->inner_room,
                               document->inner_count + 1, sizeof *document->inner);
    document->inner[document->inner_count++] = inner;
    marking->open[role] = document->inner_count;
}

/* What a byte does where it begins or ends a span. */
static void take_mark(struct marking *marking, char byte, size_t at)
{
    if (byte >= DOCUMENT_SPAN_BEGINS && byte < DOCUMENT_SPAN_ENDS) {
        begin_span(marking, (enum document_role)(DOCUMENT_EMPHASIS + byte - DOCUMENT_SPAN_BEGINS),
                   at);
    } else if (byte >= DOCUMENT_SPAN_ENDS && byte < DOCUMENT_SPAN_ENDS + 3) {
        enum document_role role =
            (enum document_role)(DOCUMENT_EMPHASIS + byte - DOCUMENT_SPAN_ENDS);
        if (marking->open[role])
            marking->document->inner[marking->open[role] - 1].end = at;
        marking->open[role] = 0;
    }
}

/* Finds where the marks of `text` stand in the block just added: the pieces between them were
 * folded one by one, as they stand there. */
static void place_marks(struct marking *marking, struct span text, bool cells)
{
    struct document *document = marking->document;
    struct document_block *block = &document->blocks[document->block_count - 1];
    struct span whole = document_text(document);
    struct buf piece = {0};
    size_t at = block->start, from = 0;
    for (size_t i = 0; i <= text.length; i++) {
        bool mark = i < text.length && text.at[i] >= DOCUMENT_SPAN_BEGINS &&
                    text.at[i] < DOCUMENT_SPAN_ENDS + 3;
        if (i < text.length && !mark)
            continue;
        buf_clear(&piece);
        add_folded(&piece, span_part(text, from, i), cells);
        struct span rest = span_part(whole, at, block->end);
        struct span folded = span_trim(buf_span(&piece));
        size_t found = rest.length && (rest.at[0] == ' ' || rest.at[0] == '\t');
        if (folded.length && span_starts(span_part(rest, found, rest.length), folded))
            at += found + folded.length;
        else if (span_starts(rest, folded))
            at += folded.length;
        if (mark) {
            bool begins = text.at[i] < DOCUMENT_SPAN_ENDS;
            bool blank = begins && at < block->end && strchr(" \t", whole.at[at]);
            take_mark(marking, text.at[i], at + blank);
        }
        from = i + 1;
    }
    buf_free(&piece);
}

/* Spans that never ended, or hold nothing, are none. */
static void drop_open(struct document *document, size_t from)
{
    size_t kept = from;
    for (size_t i = from; i < document->inner_count; i++)
        if (document->inner[i].end > document->inner[i].start)
            document->inner[kept++] = document->inner[i];
    document->inner_count = kept;
}

void document_add_marked(struct document *document, enum document_role role, struct span text,
                         const struct span *urls, size_t url_count)
{
    struct marking marking = {.document = document, .urls = urls, .url_count = url_count};
    size_t count = document->block_count, inner = document->inner_count;
    document_add(document, role, text, 0);
    if (document->block_count == count)
        return;
    place_marks(&marking, text, role == DOCUMENT_TABLE_ROW);
    drop_open(document, inner);
}

void document_state(struct document *document, struct span *fact, struct span value)
{
    if (fact->at || !value.at)
        return;
    struct buf folded = {0};
    add_folded(&folded, value, false);
    if (folded.length)
        *fact = (struct span){mem_arena_copy(&document->arena, folded.at, folded.length),
                              folded.length};
    buf_free(&folded);
}

void document_fail(struct document *document, const char *code, struct span message)
{
    document->error_code = code;
    document->error_message = (struct span){
        mem_arena_copy(&document->arena, message.at, message.length), message.length};
}

struct span document_text(const struct document *document)
{
    return buf_span(&document->text);
}

/* The spans of a block follow it. */
static void add_inner(struct buf *json, const struct document_inner *inner,
                      const struct utf8_index *index)
{
    struct rec *rec = rec_new();
    rec_set_string(rec, "role", span_of(role_names[inner->role]));
    rec_set_integer(rec, "start", (long long)utf8_point_at(index, inner->start));
    rec_set_integer(rec, "end", (long long)utf8_point_at(index, inner->end));
    if (inner->url.at)
        rec_set_string(rec, "url", inner->url);
    buf_add_byte(json, ',');
    rec_encode(rec, json);
    rec_free(rec);
}

static void set_blocks(const struct document *document, struct rec *rec)
{
    struct utf8_index index;
    struct buf json = {0};
    utf8_index_make(&index, document_text(document));
    size_t inner = 0;
    buf_add_byte(&json, '[');
    for (size_t i = 0; i < document->block_count; i++) {
        const struct document_block *block = &document->blocks[i];
        buf_add_format(&json, "%s{\"role\":\"%s\",\"start\":%zu,\"end\":%zu", i ? "," : "",
                       role_names[block->role], utf8_point_at(&index, block->start),
                       utf8_point_at(&index, block->end));
        if (block->page)
            buf_add_format(&json, ",\"page\":%d", block->page);
        buf_add_byte(&json, '}');
        for (; inner < document->inner_count && document->inner[inner].block == i; inner++)
            add_inner(&json, &document->inner[inner], &index);
    }
    buf_add_byte(&json, ']');
    rec_set_raw(rec, "blocks", buf_span(&json));
    buf_free(&json);
    utf8_index_free(&index);
}

void document_record(const struct document *document, struct rec *rec)
{
    rec_set_string(rec, "media_type", span_of(document->media_type));
    if (document->error_code) {
        struct rec *error = rec_new();
        rec_set_string(error, "code", span_of(document->error_code));
        rec_set_string(error, "message", document->error_message);
        rec_set_record(rec, "error", error);
        rec_free(error);
        return;
    }
    rec_set_string(rec, "url", document->url);
    rec_set_string(rec, "title", document->title);
    rec_set_string(rec, "author", document->author);
    rec_set_string(rec, "publisher", document->publisher);
    rec_set_string(rec, "lang", document->lang);
    rec_set_string(rec, "date", document->date);
    if (document->date.at)
        rec_set_string(rec, "date_basis", document->date_basis);
    if (document->partial)
        rec_set_true(rec, "partial");
    rec_set_string(rec, "text", document_text(document));
    set_blocks(document, rec);
}

void document_clear(struct document *document)
{
    struct document kept = {.text = document->text,
                            .blocks = document->blocks,
                            .block_room = document->block_room,
                            .inner = document->inner,
                            .inner_room = document->inner_room,
                            .arena = document->arena};
    mem_arena_reset(&kept.arena);
    kept.text.length = 0;
    *document = kept;
}

void document_free(struct document *document)
{
    buf_free(&document->text);
    free(document->blocks);
    free(document->inner);
    mem_arena_free(&document->arena);
    *document = (struct document){0};
}

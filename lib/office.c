#include "office.h"

#include <stdlib.h>
#include <string.h>

#include "markup.h"
#include "styles.h"
#include "unpack.h"
#include "when.h"

enum {
    NESTED_MAX = 16,  /* paragraphs in each other: text boxes and notes stand inside one */
    CELLS_MAX = 4096 /* paragraphs of a table row; what lies beyond stands behind the row */
};

/* What an element means to the text. */
enum meaning {
    NOTHING,
    PARAGRAPH,
    HEADING,   /* a paragraph */
    TEXT,      /* the characters in it count (Word); elsewhere all in a paragraph do */
    SKIP,      /* with all that is inside */
    SPACE,
    HYPHEN,
    LINE_BREAK,
    LIST_ITEM, /* what makes its paragraph one */
    STYLE,     /* names the style of its paragraph */
    TABLE,
    ROW,
    CELL
};

struct element {
    const char *name;
    enum meaning meaning;
};

static const struct element word[] = {
    {"p", PARAGRAPH}, {"t", TEXT}, {"tab", SPACE}, {"ptab", SPACE}, {"br", LINE_BREAK},
    {"cr", LINE_BREAK}, {"noBreakHyphen", HYPHEN}, {"numPr", LIST_ITEM}, {"pStyle", STYLE},
    {"tbl", TABLE}, {"tr", ROW}, {"tc", CELL}, {"moveFrom", SKIP}, {"del", SKIP},
    {"Fallback", SKIP}, {"pPrChange", SKIP}, {"rPrChange", SKIP}, {NULL, NOTHING},
};

static const struct element open[] = {
    {"p", PARAGRAPH}, {"h", HEADING}, {"s", SPACE}, {"tab", SPACE}, {"line-break", LINE_BREAK},
    {"list-item", LIST_ITEM}, {"table", TABLE}, {"table-row", ROW}, {"table-cell", CELL},
    {"annotation", SKIP}, {"tracked-changes", SKIP}, {"note-citation", SKIP}, {"desc", SKIP},
    {"title", SKIP}, {"forms", SKIP}, {"table-of-content-source", SKIP}, {NULL, NOTHING},
};

struct paragraph {
    struct buf text;
    enum document_role role;
    bool title;
};

/* A paragraph of the row being read: its cell, and where it stands in the text of the row. */
struct piece {
    size_t cell, start, end;
    enum document_role role;
};

struct reader {
    struct document *document;
    const struct element *elements;
    const struct styles *styles;
    struct paragraph open[NESTED_MAX];
    size_t depth;      /* of open paragraphs */
    size_t skipping;   /* elements open inside one that is skipped */
    size_t text_depth; /* elements open whose characters count */
    size_t tables, cells, lists;
    bool item; /* the next paragraph is the first of a list item */
    struct buf row;
    struct piece pieces[CELLS_MAX];
    size_t piece_count;
    struct buf held; /* notes and text boxes, until the paragraph ends that they stand in */
    struct piece *inner;
    size_t inner_count, inner_room;
};

static enum meaning find_meaning(const struct element *elements, struct span name)
{
    for (; elements->name; elements++)
        if (span_is(name, elements->name))
            return elements->meaning;
    return NOTHING;
}

/* --- blocks ----------------------------------------------------------------------------------- */

static void give_out(struct reader *reader, struct span text, enum document_role role)
{
    if (text.length == 0)
        return;
    if (reader->tables && reader->piece_count < CELLS_MAX) {
        size_t start = reader->row.length;
        buf_add(&reader->row, text);
        reader->pieces[reader->piece_count++] =
            (struct piece){reader->cells, start, reader->row.length, role};
    } else {
        document_add(reader->document, role, text, 0);
    }
}

static void hold(struct reader *reader, struct span text, enum document_role role)
{
    size_t start = reader->held.length;
    buf_add(&reader->held, text);
    reader->inner = mem_grow(reader->inner, &reader->inner_room, reader->inner_count + 1,
                             sizeof *reader->inner);
    reader->inner[reader->inner_count++] = (struct piece){0, start, reader->held.length, role};
}

static void give_out_held(struct reader *reader)
{
    for (size_t i = 0; i < reader->inner_count; i++) {
        const struct piece *piece = &reader->inner[i];
        give_out(reader, span_part(buf_span(&reader->held), piece->start, piece->end),
                 piece->role);
    }
    reader->inner_count = 0;
    buf_clear(&reader->held);
}

static void add_cell_text(struct buf *line, struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        buf_add_byte(line, text.at[i] == '\t' ? ' ' : text.at[i]);
}

/* A row of several cells is one line; of one cell it is a frame around paragraphs. */
static void end_row(struct reader *reader)
{
    struct buf line = {0};
    size_t cell = 1;
    for (size_t i = 0; i < reader->piece_count; i++) {
        const struct piece *piece = &reader->pieces[i];
        struct span text = span_part(buf_span(&reader->row), piece->start, piece->end);
        if (reader->cells <= 1) {
            document_add(reader->document, piece->role, text, 0);
            continue;
        }
        if (line.length && piece->cell == cell)
            buf_add_byte(&line, ' ');
        for (; cell < piece->cell; cell++)
            buf_add_byte(&line, '\t');
        add_cell_text(&line, text);
    }
    if (line.length)
        document_add(reader->document, DOCUMENT_TABLE_ROW, buf_span(&line), 0);
    buf_free(&line);
    buf_clear(&reader->row);
    reader->piece_count = 0;
}

/* --- elements --------------------------------------------------------------------------------- */

static struct paragraph *innermost(struct reader *reader)
{
    if (reader->depth == 0 || reader->depth > NESTED_MAX)
        return NULL;
    return &reader->open[reader->depth - 1];
}

static void apply_style(struct reader *reader, struct span name)
{
    struct paragraph *paragraph = innermost(reader);
    const struct style *style = styles_find(reader->styles, name);
    if (!paragraph || !style)
        return;
    paragraph->title = style->title;
    if (style->heading || style->title)
        paragraph->role = DOCUMENT_HEADING;
    else if (style->listed && paragraph->role == DOCUMENT_PARAGRAPH)
        paragraph->role = DOCUMENT_LIST_ITEM;
}

static void start_paragraph(struct reader *reader, enum meaning meaning, struct markup *markup)
{
    if (++reader->depth > NESTED_MAX)
        return;
    struct paragraph *paragraph = innermost(reader);
    buf_clear(&paragraph->text);
    paragraph->title = false;
    paragraph->role = meaning == HEADING ? DOCUMENT_HEADING
                      : reader->item     ? DOCUMENT_LIST_ITEM
                                         : DOCUMENT_PARAGRAPH;
    reader->item = false;
    if (reader->elements == open)
        apply_style(reader, markup_attribute(markup, "style-name"));
}

static void end_paragraph(struct reader *reader)
{
    struct paragraph *paragraph = innermost(reader);
    struct document *document = reader->document;
    struct span text = {"", 0};
    if (paragraph)
        text = span_trim(buf_span(&paragraph->text));
    if (reader->depth)
        reader->depth--;
    if (paragraph && reader->depth) {
        hold(reader, text, paragraph->role);
    } else if (paragraph) {
        if (paragraph->title && !document->title.at && document->block_count == 0)
            document_state(document, &document->title, text);
        else
            give_out(reader, text, paragraph->role);
        give_out_held(reader);
    }
}

static void add_text(struct reader *reader, struct span text)
{
    struct paragraph *paragraph = innermost(reader);
    if (paragraph)
        buf_add(&paragraph->text, text);
}

static void start_element(struct reader *reader, enum meaning meaning, struct markup *markup)
{
    struct paragraph *paragraph = innermost(reader);
    switch (meaning) {
    case PARAGRAPH:
    case HEADING:
        start_paragraph(reader, meaning, markup);
        break;
    case STYLE:
        apply_style(reader, markup_attribute(markup, "val"));
        break;
    case LIST_ITEM:
        reader->item = reader->elements == open;
        if (!reader->item && paragraph && paragraph->role == DOCUMENT_PARAGRAPH)
            paragraph->role = DOCUMENT_LIST_ITEM;
        break;
    case SPACE:
    case LINE_BREAK:
        add_text(reader, span_of(meaning == SPACE ? " " : "\n"));
        break;
    case HYPHEN:
        add_text(reader, span_of("-"));
        break;
    case TABLE:
        reader->tables++;
        break;
    case ROW:
        reader->cells = reader->tables == 1 ? 0 : reader->cells;
        break;
    case CELL:
        reader->cells += reader->tables == 1;
        break;
    case TEXT:
        reader->text_depth++;
        break;
    case SKIP:
        reader->skipping = 1;
        break;
    case NOTHING:
        break;
    }
}

static void end_element(struct reader *reader, enum meaning meaning)
{
    switch (meaning) {
    case PARAGRAPH:
    case HEADING:
        end_paragraph(reader);
        break;
    case TEXT:
        reader->text_depth -= reader->text_depth > 0;
        break;
    case ROW:
        if (reader->tables == 1)
            end_row(reader);
        break;
    case TABLE:
        reader->tables -= reader->tables > 0;
        break;
    default:
        break;
    }
}

/* Reads one part of a package. False where it is no XML; what came before counts. */
static bool read_part(struct reader *reader, struct span xml)
{
    struct markup *markup = markup_open(xml);
    struct span text;
    enum markup_event event;
    while ((event = markup_next(markup, &text)) > MARKUP_DAMAGED) {
        if (reader->skipping)
            reader->skipping += event == MARKUP_START ? 1 : event == MARKUP_END ? (size_t)-1 : 0;
        else if (event == MARKUP_START)
            start_element(reader, find_meaning(reader->elements, text), markup);
        else if (event == MARKUP_END)
            end_element(reader, find_meaning(reader->elements, text));
        else if (reader->elements == open || reader->text_depth)
            add_text(reader, text);
    }
    markup_close(markup);
    while (reader->depth)
        end_paragraph(reader);
    end_row(reader);
    reader->tables = reader->text_depth = reader->skipping = 0;
    return event == MARKUP_END_OF_TEXT;
}

static void free_reader(struct reader *reader)
{
    for (size_t i = 0; i < NESTED_MAX; i++)
        buf_free(&reader->open[i].text);
    buf_free(&reader->row);
    buf_free(&reader->held);
    free(reader->inner);
    free(reader);
}

/* --- packages --------------------------------------------------------------------------------- */

/* The day something was made, where it is a whole ISO date. */
static void state_date(struct document *document, struct span text)
{
    struct when_date first, last;
    struct span day = span_part(span_trim(text), 0, 10);
    if (day.length < 10 || !when_parse(day, &first, &last))
        return;
    document_state(document, &document->date, day);
    document_state(document, &document->date_basis, span_of("metadata"));
}

/* Dublin Core as both kinds of package keep it. */
static void read_properties(struct document *document, struct span xml)
{
    struct markup *markup = markup_open(xml);
    struct buf value = {0};
    struct span text;
    enum markup_event event;
    while ((event = markup_next(markup, &text)) > MARKUP_DAMAGED) {
        if (event == MARKUP_START) {
            buf_clear(&value);
        } else if (event == MARKUP_TEXT) {
            buf_add(&value, text);
        } else {
            struct span *fact = span_is(text, "title")      ? &document->title
                                : span_is(text, "creator")  ? &document->author
                                : span_is(text, "language") ? &document->lang
                                                            : NULL;
            if (fact && value.length)
                document_state(document, fact, buf_span(&value));
            if (span_is(text, "created") || span_is(text, "creation-date"))
                state_date(document, buf_span(&value));
            buf_clear(&value);
        }
    }
    buf_free(&value);
    markup_close(markup);
}

/* A member of a package: empty where it has none of that name. */
static struct span member(struct span package, const char *name, struct buf *bytes)
{
    buf_clear(bytes);
    unpack_member(package, name, bytes);
    return buf_span(bytes);
}

/* The path of the main part (ECMA-376 part 2, 9.3): nearly always word/document.xml. */
static void find_main(struct span package, struct buf *path)
{
    struct buf bytes = {0};
    struct markup *markup = markup_open(member(package, "_rels/.rels", &bytes));
    struct span name;
    enum markup_event event;
    buf_clear(path);
    while ((event = markup_next(markup, &name)) > MARKUP_DAMAGED && path->length == 0) {
        if (event != MARKUP_START || !span_is(name, "Relationship") ||
            !span_ends(markup_attribute(markup, "Type"), span_of("/officeDocument")))
            continue;
        struct span target = markup_attribute(markup, "Target");
        buf_add(path, span_part(target, span_starts(target, span_of("/")), target.length));
    }
    markup_close(markup);
    buf_free(&bytes);
    buf_add_byte(path, '\0');
    path->length--;
}

static bool holds(struct span bytes, const char *name, const char *content)
{
    struct buf text = {0};
    bool is = unpack_is_zip(bytes) && unpack_member(bytes, name, &text) &&
              span_find(buf_span(&text), span_of(content)) < text.length;
    buf_free(&text);
    return is;
}

bool office_is_docx(struct span bytes)
{
    return holds(bytes, "[Content_Types].xml", "openxmlformats-officedocument");
}

bool office_is_odt(struct span bytes)
{
    return holds(bytes, "mimetype", "application/vnd.oasis.opendocument.");
}

static struct reader *new_reader(struct document *document, const struct element *elements,
                                 const struct styles *styles)
{
    struct reader *reader = mem_new(1, sizeof *reader);
    reader->document = document;
    reader->elements = elements;
    reader->styles = styles;
    return reader;
}

/* A workbook or slides: its format has another name. */
static void fail_kind(struct document *document, const char *message)
{
    document->media_type = NULL;
    document_fail(document, "unknown format", span_of(message));
}

/* Where neither a style nor the properties say: a heading that it begins with. */
static void find_title(struct document *document)
{
    const struct document_block *first = document->block_count ? &document->blocks[0] : NULL;
    if (!document->title.at && first && first->role == DOCUMENT_HEADING)
        document_state(document, &document->title,
                       span_part(document_text(document), first->start, first->end));
}

static void fail_unless_read(struct document *document, bool whole)
{
    if (whole)
        return;
    document->partial = true;
    if (document->block_count == 0)
        document_fail(document, "damaged", span_of("its text cannot be read"));
}

void office_read_docx(struct document *document, struct span bytes)
{
    static const char *const notes[] = {"word/footnotes.xml", "word/endnotes.xml"};
    struct buf path = {0}, part = {0};
    find_main(bytes, &path);
    if (!span_starts(buf_span(&path), span_of("word/"))) {
        fail_kind(document, "an Office file that is no text");
        buf_free(&path);
        return;
    }
    struct styles *styles = styles_new();
    struct reader *reader = new_reader(document, word, styles);
    styles_read(styles, member(bytes, "word/styles.xml", &part));
    bool whole = read_part(reader, member(bytes, path.at, &part));
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (member(bytes, notes[i], &part).length)
            read_part(reader, buf_span(&part));
    read_properties(document, member(bytes, "docProps/core.xml", &part));
    find_title(document);
    fail_unless_read(document, whole);
    free_reader(reader);
    styles_free(styles);
    buf_free(&part);
    buf_free(&path);
}

void office_read_odt(struct document *document, struct span bytes)
{
    struct buf part = {0};
    if (!holds(bytes, "mimetype", "application/vnd.oasis.opendocument.text")) {
        fail_kind(document, "an OpenDocument file that is no text");
        return;
    }
    struct styles *styles = styles_new();
    struct reader *reader = new_reader(document, open, styles);
    styles_read(styles, member(bytes, "styles.xml", &part));
    styles_read(styles, member(bytes, "content.xml", &part));
    bool whole = read_part(reader, buf_span(&part));
    read_properties(document, member(bytes, "meta.xml", &part));
    find_title(document);
    fail_unless_read(document, whole);
    free_reader(reader);
    styles_free(styles);
    buf_free(&part);
}

#include "pdf.h"

#include <math.h>
#include <mupdf/fitz.h>
#include <mupdf/pdf.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "imprint.h"
#include "layout.h"

enum {
    PAGES_MAX = 10 * 1000,
    TEXT_MAX = 24 * 1024 * 1024,  /* bytes of all pages' words */
    STORE_MAX = 16 * 1024 * 1024, /* what MuPDF may cache */
    MEMORY_MAX = 1024 * 1024 * 1024,
    /* Allocations are MuPDF's clock: a page of forms within forms runs for ever, but not without
     * allocating. A report of 50 pages takes some 100,000. */
    ALLOCATIONS_PAGE = 5 * 1000 * 1000,
    ALLOCATIONS_ALL = 100 * 1000 * 1000,
    /* Bytes that MuPDF may fetch from the file, over and over: so often its length, and so many.
     */
    FETCH_TIMES = 16, /* the reports of an inspectorate are fetched 6 times */
    FETCH_MORE = 32 * 1024 * 1024,
    CHUNK = 1024,
    /* A stream (but a picture's) that unpacks to more than this many bytes and this many times
     * its own length is a bomb: content is packed to a third or a tenth. */
    BOMB_BYTES = 16 * 1024 * 1024,
    BOMB_TIMES = 200,
    /* Fetching what unpacks to more than this, and this many times its length, counts for more.
     */
    HEAVY_BYTES = 64 * 1024,
    HEAVY_TIMES = 64,
    HEAVY_MAX = 64,  /* more such streams in one file are a bomb, too */
    INFO_MAX = 1024, /* bytes of a title or a name */
    DIRECTIONS = 4
};

const bool pdf_built = true;

bool pdf_is(struct span bytes)
{
    struct span head = span_part(bytes, 0, 1024);
    return span_find(head, span_of("%PDF-")) < head.length;
}

/* What MuPDF has of memory. */
struct budget {
    size_t bytes;
    size_t allocations; /* left for the page */
    size_t reserve;     /* and for the rest of the document */
};

/* A stream that unpacks to much: where it lies in the file, and what fetching it counts. */
struct heavy {
    size_t start, end, times;
};

/* The file, and how often it was read: a form that is drawn a million times is fetched as often.
 */
struct source {
    struct span bytes;
    size_t fetched, most;
    struct heavy heavies[HEAVY_MAX];
    size_t heavy_count;
};

/* Before each block: its size. */
union header {
    size_t size;
    max_align_t align;
};

struct reader {
    struct budget budget;
    struct source source;
    fz_context *context;
    struct document *document;
    struct layout *layout;
    size_t text;                   /* bytes so far */
    int whole;                     /* pages that could be read to their end */
    struct page pages[DIRECTIONS]; /* of the page being read, by the direction of its writing */
    float width, height;
    int artifact; /* depth of marked content */
    int depth;
    fz_cookie cookie;
};

static void *budget_resize(void *opaque, void *old, size_t size)
{
    struct budget *budget = opaque;
    union header *header = old ? (union header *)old - 1 : NULL;
    size_t before = header ? header->size : 0;
    if (budget->allocations == 0 || size > MEMORY_MAX ||
        budget->bytes - before > MEMORY_MAX - size)
        return NULL;
    budget->allocations--;
    union header *larger = realloc(header, sizeof *larger + size);
    if (!larger)
        return NULL;
    larger->size = size;
    budget->bytes = budget->bytes - before + size;
    return larger + 1;
}

static void *budget_new(void *opaque, size_t size)
{
    return budget_resize(opaque, NULL, size);
}

static void budget_free(void *opaque, void *old)
{
    struct budget *budget = opaque;
    union header *header = old ? (union header *)old - 1 : NULL;
    if (header)
        budget->bytes -= header->size;
    free(header);
}

/* A page's share, as far as there is one left; cleaning up needs none. */
static void give_allocations(struct budget *budget)
{
    budget->reserve += budget->allocations;
    budget->allocations = budget->reserve < ALLOCATIONS_PAGE ? budget->reserve : ALLOCATIONS_PAGE;
    budget->reserve -= budget->allocations;
}

static void ignore_message(void *opaque, const char *message)
{
    (void)opaque;
    (void)message;
}

/* 0 written to the right, 1 downward, 2 to the left (upside down), 3 upward; -1 askew. */
static int direction_of(fz_matrix matrix)
{
    const float straight = 0.05F;
    float across = fabsf(matrix.a), along = fabsf(matrix.b);
    if (along <= straight * across)
        return matrix.a > 0 ? 0 : 2;
    if (across <= straight * along)
        return matrix.b > 0 ? 1 : 3;
    return -1;
}

/* A point of the page as it stands when the page is turned so that the writing reads. */
static fz_point turned(const struct reader *reader, fz_point point, int direction)
{
    switch (direction) {
    case 1:
        return fz_make_point(point.y, reader->width - point.x);
    case 2:
        return fz_make_point(reader->width - point.x, reader->height - point.y);
    case 3:
        return fz_make_point(reader->height - point.y, point.x);
    default:
        return point;
    }
}

static bool on_page(const struct reader *reader, fz_point point)
{
    const float edge = 2;
    return point.x >= -edge && point.y >= -edge && point.x <= reader->width + edge &&
           point.y <= reader->height + edge;
}

/* How far the pen goes on behind a glyph, as a share of the type size. Another font that stands
 * in for one that is missing, or for a glyph, has other widths: there the next glyph tells,
 * unless it is so far off that a blank lies between. */
static float advance_of(fz_context *context, const fz_text_span *span, int i)
{
    const float slack = 0.25F, widest = 0.75F;
    const fz_text_item *item = &span->items[i];
    float advance = fz_advance_glyph(context, span->font, item->gid, 0);
    float scale = fz_matrix_expansion(span->trm);
    bool unknown = fz_font_flags(span->font)->ft_substitute || item->gid == 0;
    if (unknown && i + 1 < span->len && scale > 0) {
        float x = item[1].x - item->x, y = item[1].y - item->y;
        float next = sqrtf(x * x + y * y) / scale;
        if (next > 0.1F && next <= (item->gid ? advance + slack : widest))
            return next;
    }
    return advance > 0 ? advance : 0;
}

static void take_span(struct reader *reader, const fz_text_span *span, fz_matrix ctm)
{
    fz_context *context = reader->context;
    fz_matrix matrix = fz_concat(span->trm, ctm);
    int direction = span->wmode ? 0 : direction_of(matrix);
    float size = sqrtf(fabsf(matrix.a * matrix.d - matrix.b * matrix.c));
    if (direction < 0 || !(size > 0.5F) || !(size < 2000))
        return;
    float along = direction % 2 ? fabsf(matrix.b) : fabsf(matrix.a);
    bool bold =
        fz_font_is_bold(context, span->font) || strstr(fz_font_name(context, span->font), "Bold");
    struct page *page = &reader->pages[direction];
    struct page_glyph glyph = {.size = size, .bold = bold, .artifact = reader->artifact > 0};
    for (int i = 0; i < span->len; i++) {
        const fz_text_item *item = &span->items[i];
        fz_point point = fz_transform_point_xy(item->x, item->y, ctm);
        if (item->ucs < 0 || !on_page(reader, point))
            continue;
        point = turned(reader, point, direction);
        float advance = item->gid < 0 ? 0 : along * advance_of(context, span, i);
        glyph.point = (uint32_t)item->ucs;
        /* The further letters of one glyph stand where it does. */
        glyph.x0 = item->gid < 0 ? glyph.x1 : point.x;
        glyph.x1 = glyph.x0 + advance;
        glyph.baseline = point.y;
        glyph.apart = span->wmode;
        page_add_glyph(page, &glyph);
    }
}

static void take_text(fz_context *context, const fz_text *text, fz_matrix ctm)
{
    struct reader *reader = fz_user_context(context);
    for (const fz_text_span *span = text->head; span; span = span->next)
        take_span(reader, span, ctm);
}

static void fill_text(fz_context *context, fz_device *device, const fz_text *text, fz_matrix ctm,
                      fz_colorspace *space, const float *color, float alpha,
                      fz_color_params params)
{
    (void)device, (void)space, (void)color, (void)alpha, (void)params;
    take_text(context, text, ctm);
}

static void stroke_text(fz_context *context, fz_device *device, const fz_text *text,
                        const fz_stroke_state *stroke, fz_matrix ctm, fz_colorspace *space,
                        const float *color, float alpha, fz_color_params params)
{
    (void)device, (void)stroke, (void)space, (void)color, (void)alpha, (void)params;
    take_text(context, text, ctm);
}

static void clip_text(fz_context *context, fz_device *device, const fz_text *text, fz_matrix ctm,
                      fz_rect scissor)
{
    (void)device, (void)scissor;
    take_text(context, text, ctm);
}

static void clip_stroke_text(fz_context *context, fz_device *device, const fz_text *text,
                             const fz_stroke_state *stroke, fz_matrix ctm, fz_rect scissor)
{
    (void)device, (void)stroke, (void)scissor;
    take_text(context, text, ctm);
}

/* Invisible text: that of scanned pages under their picture. */
static void ignore_text(fz_context *context, fz_device *device, const fz_text *text,
                        fz_matrix ctm)
{
    (void)device;
    take_text(context, text, ctm);
}

static void take_rule(struct reader *reader, fz_point a, fz_point b)
{
    for (int i = 0; i < DIRECTIONS; i++) {
        fz_point from = turned(reader, a, i), to = turned(reader, b, i);
        page_add_rule(&reader->pages[i],
                      (struct page_box){fminf(from.x, to.x), fminf(from.y, to.y),
                                        fmaxf(from.x, to.x), fmaxf(from.y, to.y)});
    }
}

/* One figure of a path, as far as it is made of straight lines. */
struct figure {
    struct reader *reader;
    fz_matrix matrix;
    bool stroked, curved;
    int count;
    fz_point start, last;
    fz_rect bounds;
};

static void figure_end(struct figure *figure)
{
    fz_rect bounds = figure->bounds;
    if (!figure->stroked && figure->count >= 3 && !figure->curved)
        take_rule(figure->reader, fz_make_point(bounds.x0, bounds.y0),
                  fz_make_point(bounds.x1, bounds.y1));
    figure->count = 0;
    figure->curved = false;
    figure->bounds = fz_empty_rect;
}

static void figure_move(fz_context *context, void *opaque, float x, float y)
{
    struct figure *figure = opaque;
    (void)context;
    figure_end(figure);
    figure->start = figure->last = fz_transform_point_xy(x, y, figure->matrix);
    figure->bounds = fz_make_rect(figure->last.x, figure->last.y, figure->last.x, figure->last.y);
    figure->count = 1;
}

static void figure_to(struct figure *figure, fz_point point)
{
    if (figure->stroked)
        take_rule(figure->reader, figure->last, point);
    figure->bounds = fz_include_point_in_rect(figure->bounds, point);
    figure->last = point;
    figure->count++;
}

static void figure_line(fz_context *context, void *opaque, float x, float y)
{
    struct figure *figure = opaque;
    (void)context;
    figure_to(figure, fz_transform_point_xy(x, y, figure->matrix));
}

static void figure_curve(fz_context *context, void *opaque, float x1, float y1, float x2,
                         float y2, float x3, float y3)
{
    struct figure *figure = opaque;
    (void)context, (void)x1, (void)y1, (void)x2, (void)y2;
    figure->curved = true;
    figure->last = fz_transform_point_xy(x3, y3, figure->matrix);
}

static void figure_close(fz_context *context, void *opaque)
{
    struct figure *figure = opaque;
    (void)context;
    if (figure->count)
        figure_to(figure, figure->start);
}

static void take_path(fz_context *context, const fz_path *path, fz_matrix ctm, bool stroked)
{
    static const fz_path_walker walker = {.moveto = figure_move,
                                          .lineto = figure_line,
                                          .curveto = figure_curve,
                                          .closepath = figure_close};
    struct figure figure = {.reader = fz_user_context(context),
                            .matrix = ctm,
                            .stroked = stroked,
                            .bounds = fz_empty_rect};
    fz_walk_path(context, path, &walker, &figure);
    figure_end(&figure);
}

static void fill_path(fz_context *context, fz_device *device, const fz_path *path, int even_odd,
                      fz_matrix ctm, fz_colorspace *space, const float *color, float alpha,
                      fz_color_params params)
{
    (void)device, (void)even_odd, (void)space, (void)color, (void)params;
    if (alpha > 0)
        take_path(context, path, ctm, false);
}

static void stroke_path(fz_context *context, fz_device *device, const fz_path *path,
                        const fz_stroke_state *stroke, fz_matrix ctm, fz_colorspace *space,
                        const float *color, float alpha, fz_color_params params)
{
    (void)device, (void)stroke, (void)space, (void)color, (void)params;
    if (alpha > 0)
        take_path(context, path, ctm, true);
}

/* Marked content comes as layers by the name of its tag. */
static void begin_layer(fz_context *context, fz_device *device, const char *name)
{
    struct reader *reader = fz_user_context(context);
    (void)device;
    reader->depth++;
    if (!reader->artifact && name && strcmp(name, "Artifact") == 0)
        reader->artifact = reader->depth;
}

static void end_layer(fz_context *context, fz_device *device)
{
    struct reader *reader = fz_user_context(context);
    (void)device;
    if (reader->artifact == reader->depth)
        reader->artifact = 0;
    if (reader->depth > 0)
        reader->depth--;
}

static fz_device *new_device(fz_context *context)
{
    fz_device *device = fz_new_device_of_size(context, sizeof *device);
    device->fill_text = fill_text;
    device->stroke_text = stroke_text;
    device->clip_text = clip_text;
    device->clip_stroke_text = clip_stroke_text;
    device->ignore_text = ignore_text;
    device->fill_path = fill_path;
    device->stroke_path = stroke_path;
    device->begin_layer = begin_layer;
    device->end_layer = end_layer;
    return device;
}

static void start_page(struct reader *reader, fz_rect box, int number)
{
    reader->width = box.x1 - box.x0;
    reader->height = box.y1 - box.y0;
    reader->artifact = reader->depth = 0;
    reader->cookie = (fz_cookie){0};
    give_allocations(&reader->budget);
    for (int i = 0; i < DIRECTIONS; i++) {
        struct page *page = &reader->pages[i];
        page_clear(page);
        page->number = number;
        page->width = i % 2 ? reader->height : reader->width;
        page->height = i % 2 ? reader->width : reader->height;
    }
}

/* Whether all of the page could be read. */
static bool run_page(struct reader *reader, pdf_document *pdf, int number)
{
    fz_context *context = reader->context;
    pdf_page *page = NULL;
    fz_device *device = NULL;
    bool whole = true;
    fz_var(page);
    fz_var(device);
    fz_var(whole);
    fz_try(context)
    {
        page = pdf_load_page(context, pdf, number - 1);
        fz_rect box = pdf_bound_page(context, page);
        start_page(reader, box, number);
        device = new_device(context);
        pdf_run_page(context, page, device, fz_translate(-box.x0, -box.y0), &reader->cookie);
        fz_close_device(context, device);
    }
    fz_always(context)
    {
        fz_drop_device(context, device);
        fz_drop_page(context, (fz_page *)page);
    }
    fz_catch(context) whole = false;
    return whole && reader->cookie.errors == 0;
}

/* Hands the words of the page to layout; false where there is enough text. */
static bool take_page(struct reader *reader)
{
    for (int i = 0; i < DIRECTIONS; i++) {
        struct page *page = &reader->pages[i];
        if (page->cut)
            reader->document->partial = true;
        reader->text += page->text.length;
        if (reader->text > TEXT_MAX)
            return false;
        if (page->word_count)
            layout_add(reader->layout, page);
    }
    return true;
}

static void read_pages(struct reader *reader, pdf_document *pdf)
{
    fz_context *context = reader->context;
    int count = 0;
    fz_var(count);
    fz_try(context) count = pdf_count_pages(context, pdf);
    fz_catch(context) count = 0;
    for (int number = 1; number <= count; number++) {
        if (number > PAGES_MAX) {
            reader->document->partial = true;
            break;
        }
        bool whole = run_page(reader, pdf, number);
        if (!take_page(reader))
            whole = false;
        reader->whole += whole;
        if (!whole)
            reader->document->partial = true;
        if (reader->text > TEXT_MAX)
            break;
    }
}

/* One value of the document information; as it was where there is none. */
static void look_up(fz_context *context, pdf_document *pdf, const char *key, char value[INFO_MAX])
{
    fz_try(context) pdf_lookup_metadata(context, pdf, key, value, INFO_MAX);
    fz_catch(context) ignore_message(NULL, NULL);
}

static void state_metadata(struct reader *reader, pdf_document *pdf)
{
    char title[INFO_MAX] = "", author[INFO_MAX] = "", created[INFO_MAX] = "";
    fz_context *context = reader->context;
    look_up(context, pdf, FZ_META_INFO_TITLE, title);
    look_up(context, pdf, FZ_META_INFO_AUTHOR, author);
    look_up(context, pdf, FZ_META_INFO_CREATIONDATE, created);
    imprint_state(reader->document, span_of(title), span_of(author), span_of(created));
}

static int source_next(fz_context *context, fz_stream *stream, size_t most)
{
    struct source *source = stream->state;
    size_t at = (size_t)stream->pos, left = source->bytes.length - at;
    size_t count = left < CHUNK ? left : CHUNK, times = 1;
    (void)most;
    if (count == 0)
        return EOF;
    for (size_t i = 0; i < source->heavy_count; i++)
        if (at >= source->heavies[i].start && at < source->heavies[i].end)
            times = source->heavies[i].times;
    source->fetched += CHUNK * times;
    if (source->fetched > source->most)
        fz_throw(context, FZ_ERROR_GENERIC, "fetched too often");
    stream->rp = (unsigned char *)source->bytes.at + at; /* MuPDF only reads there */
    stream->wp = stream->rp + count;
    stream->pos += (int64_t)count;
    return *stream->rp++;
}

static void source_seek(fz_context *context, fz_stream *stream, int64_t offset, int whence)
{
    struct source *source = stream->state;
    int64_t length = (int64_t)source->bytes.length;
    (void)context;
    if (whence == SEEK_END)
        offset += length;
    stream->pos = offset < 0 ? 0 : offset > length ? length : offset;
    stream->rp = stream->wp = (unsigned char *)source->bytes.at + stream->pos;
}

/* How much the stream unpacks to, up to what makes it a bomb. */
static size_t unpacked(const struct reader *reader, pdf_document *pdf, int number, size_t own)
{
    fz_context *context = reader->context;
    unsigned char bytes[4096];
    size_t count = 0;
    fz_stream *stream = NULL;
    fz_var(stream);
    fz_var(count);
    fz_try(context)
    {
        stream = pdf_open_stream_number(context, pdf, number);
        for (size_t more = 1; more && (count <= BOMB_BYTES || count / BOMB_TIMES <= own);
             count += more)
            more = fz_read(context, stream, bytes, sizeof bytes);
    }
    fz_always(context) fz_drop_stream(context, stream);
    fz_catch(context) ignore_message(NULL, NULL); /* damaged: reading it for its text will tell */
    return count;
}

/* Notes a stream that is heavy; false where it is a bomb. */
static bool weigh(struct reader *reader, pdf_document *pdf, int number, pdf_obj *object)
{
    struct source *source = &reader->source;
    fz_context *context = reader->context;
    size_t own = (size_t)fz_maxi(pdf_dict_get_int(context, object, PDF_NAME(Length)), 1);
    size_t start = (size_t)pdf_get_xref_entry(context, pdf, number)->stm_ofs;
    size_t count = unpacked(reader, pdf, number, own), times = count / own;
    if (count > BOMB_BYTES && times >= BOMB_TIMES)
        return false;
    if (count <= HEAVY_BYTES || times <= HEAVY_TIMES)
        return true;
    if (source->heavy_count == HEAVY_MAX)
        return false;
    source->heavies[source->heavy_count++] =
        (struct heavy){start, start + own, times / HEAVY_TIMES + 1};
    return true;
}

/* Weighs the streams of the file; pictures and attached files are not read. */
static bool holds_bomb(struct reader *reader, pdf_document *pdf)
{
    fz_context *context = reader->context;
    bool bomb = false;
    int count = pdf_xref_len(context, pdf);
    fz_var(bomb);
    for (int number = 1; number < count && !bomb; number++) {
        pdf_obj *object = NULL;
        fz_var(object);
        fz_try(context)
        {
            /* Only whole objects are streams, not those within others. */
            if (pdf_get_xref_entry(context, pdf, number)->type == 'n' &&
                pdf_obj_num_is_stream(context, pdf, number)) {
                object = pdf_load_object(context, pdf, number);
                pdf_obj *kind = pdf_dict_get(context, object, PDF_NAME(Subtype));
                pdf_obj *type = pdf_dict_get(context, object, PDF_NAME(Type));
                bomb = !pdf_name_eq(context, kind, PDF_NAME(Image)) &&
                       !pdf_name_eq(context, type, PDF_NAME(EmbeddedFile)) &&
                       !weigh(reader, pdf, number, object);
            }
        }
        fz_always(context) pdf_drop_obj(context, object);
        fz_catch(context) ignore_message(NULL, NULL);
    }
    return bomb;
}

static void read_pdf(struct reader *reader, pdf_document *pdf)
{
    struct document *document = reader->document;
    if (pdf_needs_password(reader->context, pdf)) {
        document_fail(document, "encrypted", span_of("the PDF opens only with a password"));
        return;
    }
    if (holds_bomb(reader, pdf)) {
        document_fail(document, "too large",
                      span_of("a stream of the PDF unpacks to more than 200 times its length"));
        return;
    }
    reader->layout = layout_new();
    read_pages(reader, pdf);
    if (pdf_was_repaired(reader->context, pdf) || reader->source.fetched > reader->source.most)
        document->partial = true;
    layout_write(reader->layout, document);
    layout_free(reader->layout);
    if (document->text.length == 0 && (reader->whole == 0 || document->partial)) {
        document_fail(document, "damaged",
                      span_of("the PDF is damaged, and no text of it can be read"));
        return;
    }
    if (document->text.length == 0) {
        document_fail(document, "no text layer",
                      span_of("no page of the PDF holds text: scanned pages need OCR first"));
        return;
    }
    imprint_read(document);
    state_metadata(reader, pdf);
    imprint_take_heading(document);
}

static void open_pdf(struct reader *reader, struct span bytes)
{
    fz_context *context = reader->context;
    fz_stream *stream = NULL;
    pdf_document *pdf = NULL;
    fz_var(stream);
    fz_var(pdf);
    fz_try(context)
    {
        reader->source.bytes = bytes;
        reader->source.most = bytes.length * FETCH_TIMES + FETCH_MORE;
        stream = fz_new_stream(context, &reader->source, source_next, NULL);
        stream->seek = source_seek;
        pdf = pdf_open_document_with_stream(context, stream);
        read_pdf(reader, pdf);
    }
    fz_always(context)
    {
        pdf_drop_document(context, pdf);
        fz_drop_stream(context, stream);
    }
    fz_catch(context) document_fail(reader->document, "damaged",
                                    span_of("the PDF cannot be opened: its structure is broken"));
}

void pdf_read(struct document *document, struct span bytes)
{
    struct reader reader = {.document = document, .budget.reserve = ALLOCATIONS_ALL};
    fz_alloc_context allocator = {&reader.budget, budget_new, budget_resize, budget_free};
    give_allocations(&reader.budget);
    if (!pdf_is(bytes)) {
        document_fail(document, "not a pdf", span_of("no PDF header at the start"));
        return;
    }
    reader.context = fz_new_context(&allocator, NULL, STORE_MAX);
    if (!reader.context) {
        document_fail(document, "damaged", span_of("the PDF library could not be started"));
        return;
    }
    fz_set_user_context(reader.context, &reader);
    fz_set_warning_callback(reader.context, ignore_message, NULL);
    fz_set_error_callback(reader.context, ignore_message, NULL);
    open_pdf(&reader, bytes);
    fz_drop_context(reader.context);
    for (int i = 0; i < DIRECTIONS; i++)
        page_free(&reader.pages[i]);
}

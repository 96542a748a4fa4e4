/* assay-page: rows to one page of HTML that needs nothing beside it. */
#include "err.h"
#include "filter.h"
#include "places.h"
#include "utf8.h"
#include "web.h"

static const char *title = "Judgements", *base = "";
static struct opt_texts folders;

static const struct opt options[] = {
    {'t', "title", OPT_TEXT, &title, "TEXT", "the page's title and heading"},
    {'\0', "base", OPT_TEXT, &base, "PATH", "put PATH before relative paths of sources"},
    {'V', "vocab", OPT_TEXTS, &folders, "DIR", "take the page's template and style from DIR"},
    {0},
};

static const struct opt_program program = {
    "show rows as one self-contained web page", "[FILE...]", options};

static void write_page(struct filter *filter, const struct web *web)
{
    struct places *places = places_find(&folders);
    struct buf page = {0}, style = {0}, script = {0}, heading = {0}, before = {0}, out = {0};
    places_bytes(places, "page/page.html", &page);
    places_bytes(places, "page/page.css", &style);
    places_bytes(places, "page/page.js", &script);
    utf8_repair(&heading, span_of(title));
    utf8_repair(&before, span_of(base));
    const struct web_parts parts = {buf_span(&page), buf_span(&style), buf_span(&script),
                                    buf_span(&heading), buf_span(&before)};
    web_write(web, &parts, &out);
    filter_print(filter, buf_span(&out));
    struct buf *all[] = {&page, &style, &script, &heading, &before, &out};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        buf_free(all[i]);
    places_free(places);
}

int main(int argc, char **argv)
{
    struct filter *filter = filter_start(argc, argv, &program);
    struct web *web = web_new();
    struct buf why = {0};
    struct rec *row;
    buf_add_format(&why, "the page would hold more than %d bytes of rows", WEB_DATA_MAX);
    while ((row = filter_read(filter))) {
        filter_trim(filter, row);
        if (!web_add(web, row))
            filter_refuse(filter, "too long", why.at);
    }
    if (web_count(web)) /* no row is no page, as no row is no header in CSV */
        write_page(filter, web);
    buf_free(&why);
    web_free(web);
    opt_free(&folders);
    return filter_finish(filter);
}

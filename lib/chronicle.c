#include "chronicle.h"

#include <string.h>

enum {
    YEAR_MIN = 1990,
    YEAR_MAX = 2100,     /* of an inspection */
    CHRONICLE_DATES = 3, /* paragraphs that begin with a date make a chronicle */
    HEAD_BYTES = 300,    /* title and byline, where a document's date stands */
    HEADING_BYTES = 90,  /* longer lines are no headings */
    AHEAD_BYTES = 60     /* before a date, that tell that it is to come */
};

/* In a chronicle "29 January 2018", alone or before a stop, colon or dash, dates what
 * stands below it up to the next such line. */
static bool leads(struct span rest)
{
    rest = span_trim(rest);
    return rest.length == 0 || rest.at[0] == ':' || rest.at[0] == '-' ||
           rest.at[0] == '.' || span_starts(rest, span_of("\xE2\x80\x93")) ||
           span_starts(rest, span_of("\xE2\x80\x94"));
}

/* The year that a line begins with, before a colon or dash: "2015 - Inadequate"; 0: none.
 */
static int leading_year(struct span line)
{
    int year = 0;
    if (line.length < 4 || !leads(span_part(line, 4, line.length)))
        return 0;
    for (size_t i = 0; i < 4; i++) {
        if (line.at[i] < '0' || line.at[i] > '9')
            return 0;
        year = 10 * year + (line.at[i] - '0');
    }
    return year >= YEAR_MIN && year <= YEAR_MAX ? year : 0;
}

/* A heading, or a line that stands alone as one does. */
static bool is_heading(const struct passage *passage)
{
    const struct judgement_blocks *blocks = passage->document->blocks;
    struct span text = passage->document->source.text;
    if (passage->block >= blocks->count)
        return false;
    const struct judgement_block *block = &blocks->items[passage->block];
    return span_is(block->role, "heading") ||
           (block->end - block->start <= HEADING_BYTES && block->end > block->start &&
            !strchr(".!?;,\t|", text.at[block->end - 1]) &&
            span_find_byte(span_part(text, block->start, block->end), '\t') ==
                block->end - block->start);
}

static bool begins_block(const struct passage *passage)
{
    const struct judgement_blocks *blocks = passage->document->blocks;
    return passage->block >= blocks->count ||
           blocks->items[passage->block].start == passage->sentence_start;
}

/* The date that the sentence begins with, and what follows it; false where there is none.
 */
static bool leading_date(struct passage *passage, struct passage_date *date,
                         struct span *rest)
{
    const struct mask *mask = &passage->mask;
    struct span text = buf_span(&mask->text);
    int year = leading_year(text);
    if (year) {
        passage_keep_date(passage, (struct when_date){year, 0, 0}, date);
        *rest = span_part(text, 4, text.length);
        return true;
    }
    *rest = span_part(text, MASK_BYTES, text.length);
    return mask->count && mask->items[0].kind == MASK_DATE && mask->items[0].at == 0 &&
           passage_date(passage, 0, date) &&
           (leads(*rest) || span_starts(*rest, span_of("\t")));
}

/* "The 2018 inspection": the only date of a heading that tells of an inspection, and of
 * no grade of its own. */
static bool heading_date(struct passage *passage, struct passage_date *date)
{
    const struct mask *mask = &passage->mask;
    size_t dates = 0;
    for (size_t i = 0; i < mask->count; i++) {
        if (lexicon_is_grade(&mask->items[i]))
            return false;
        dates += mask->items[i].kind == MASK_DATE && passage_date(passage, i, date);
    }
    return dates == 1 && passage_tells_of_inspection(passage);
}

static bool names_area(const struct passage *passage)
{
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_AREA)
            return true;
    return false;
}

/* The date that what follows stands under: of a label before its own line, of a label or
 * heading above its section; in a chronicle up to the next. */
void chronicle_next(struct passage *passage)
{
    struct passage_date date;
    struct span rest;
    bool heading = is_heading(passage);
    if (passage->heading_reach != PASSAGE_REST &&
        passage->block != passage->heading_block &&
        (passage->heading_reach == PASSAGE_BLOCK || (heading && !names_area(passage))))
        passage->heading = (struct passage_date){.value = {NULL, 0}};
    if (!begins_block(passage))
        return;
    bool label = leading_date(passage, &date, &rest);
    if (!label && !(heading && heading_date(passage, &date)))
        return;
    if (label && !passage->chronicle && span_starts(span_trim(rest), span_of(".")))
        return;
    if (span_equal(date.value, passage->issued.value))
        return; /* the document's own dateline */
    passage->heading = date;
    passage->heading_block = passage->block;
    passage->heading_reach = passage->chronicle                ? PASSAGE_REST
                             : label && span_trim(rest).length ? PASSAGE_BLOCK
                                                               : PASSAGE_SECTION;
}

/* Blocks that begin with a date. */
static size_t dated_blocks(const struct claim_document *document)
{
    size_t count = 0, entity = 0;
    for (size_t i = 0; i < document->blocks->count; i++) {
        const struct judgement_block *block = &document->blocks->items[i];
        while (entity < document->entities->count &&
               document->entities->items[entity].start < block->start)
            entity++;
        if (entity < document->entities->count &&
            document->entities->items[entity].start == block->start &&
            document->entities->items[entity].type == ENTITY_DATE)
            count++;
        else
            count += leading_year(
                         span_part(document->source.text, block->start, block->end)) > 0;
    }
    return count;
}

/* Does the block print the document's own date, and not tell of something on that day? */
static bool is_dateline(const struct claim_document *document,
                        const struct entity *entity)
{
    static const char *const words[] = {"ublished", "osted",   "eleased",    "ssued",
                                        "pdated",   "dated",   "Dated",      "Date",
                                        "inutes",   "eeting",  "edition",    "ersion",
                                        "ritten",   "eceived", "promulgated"};
    const struct judgement_blocks *blocks = document->blocks;
    struct span text = document->source.text;
    size_t block = 0;
    while (block < blocks->count && blocks->items[block].end <= entity->start)
        block++;
    size_t start = block < blocks->count ? blocks->items[block].start : 0;
    size_t end = block < blocks->count ? blocks->items[block].end : text.length;
    struct span before = span_trim(span_part(text, start, entity->start));
    if (before.length == 0 || before.at[before.length - 1] == '|' || entity->end == end ||
        (end - start <= HEADING_BYTES && text.at[end - 1] != '.'))
        return true;
    return span_holds_any(before, words, sizeof words / sizeof *words);
}

/* The document's own date: as stated for it, else the first full date of its head. */
static void find_issued(struct passage *passage)
{
    const struct claim_document *document = passage->document;
    struct passage_date date;
    if (document->source.date.year) {
        passage_keep_date(passage, document->source.date, &passage->issued);
        return;
    }
    passage->chronicle = dated_blocks(document) >= CHRONICLE_DATES;
    for (size_t i = 0; i < document->entities->count && !passage->chronicle; i++) {
        const struct entity *entity = &document->entities->items[i];
        if (entity->start > HEAD_BYTES)
            break;
        if (entity->type == ENTITY_DATE && entity->value.length &&
            passage_entity_date(passage, entity, &date) && date.first.day &&
            !date.relative && is_dateline(document, entity)) {
            passage->issued = date;
            break;
        }
    }
}

/* "is to be abolished on 1 April 2021": dates to come say nothing of when a text was
 * written. */
static bool tells_ahead(struct span before)
{
    static const char *const words[] = {" will ",  " shall ", " to be ", " by ",
                                        " would ", "plan",    " until ", "target",
                                        "due ",    "’ll ",    "'ll "};
    return span_holds_any(before, words, sizeof words / sizeof *words);
}

/* The latest day that a document without a date looks back on. */
static void find_latest(struct passage *passage)
{
    const struct entities *entities = passage->document->entities;
    struct span text = passage->document->source.text;
    for (size_t i = 0; i < entities->count && !passage->issued.value.length; i++) {
        const struct entity *entity = &entities->items[i];
        struct passage_date date;
        if (entity->type != ENTITY_DATE || !span_is(entity->rule, "date.absolute") ||
            !passage_entity_date(passage, entity, &date))
            continue;
        size_t from = entity->start > AHEAD_BYTES ? entity->start - AHEAD_BYTES : 0;
        while (from < entity->start && ((unsigned char)text.at[from] & 0xC0) == 0x80)
            from++;
        long day = when_last_day(date.last);
        if (day > passage->latest && !tells_ahead(span_part(text, from, entity->start)))
            passage->latest = day;
    }
}

void chronicle_start(struct passage *passage)
{
    find_issued(passage);
    find_latest(passage);
}

#include "passage.h"

#include <stdint.h>
#include <string.h>

enum {
    YEAR_MIN = 1990,
    YEAR_MAX = 2100,     /* of an inspection */
    CHRONICLE_DATES = 3, /* paragraphs that begin with a date make a chronicle */
    NEAR_BYTES = 400,    /* of text over which an inspection is still spoken of */
    NEAR_BLOCKS = 2,     /* the same, in blocks */
    AREA_END = 2,        /* bytes of a stop behind an area that ends its sentence */
    HEAD_BYTES = 300,    /* title and byline, where a document's date stands */
    HEADING_BYTES = 90,  /* longer lines are no headings */
    AHEAD_BYTES = 60     /* before a date, that tell that it is to come */
};

/* "anything [but] outstanding" */
static bool is_exception(struct span before)
{
    static const char *const words[] = {"anything", "nothing", "all", "none",
                                        "everything"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_ends(before, span_of(words[i])))
            return true;
    return false;
}

/* The length of the clause break that stands at that byte; 0: none does. */
static size_t break_at(struct span text, size_t at)
{
    static const char *const breaks[] = {
        "; ",       " but ", " although ", " while ",     " whereas ",
        " though ", " – ",   " — ",        ", and then ", ", then "};
    if (text.at[at] != ' ' && text.at[at] != ',' && text.at[at] != ';')
        return 0;
    struct span rest = span_part(text, at, text.length);
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++)
        if (rest.length > 1 && rest.at[1] == breaks[i][1] &&
            span_starts(rest, span_of(breaks[i])))
            return strlen(breaks[i]);
    return 0;
}

static size_t clause_break(struct span text, size_t at)
{
    size_t length = break_at(text, at);
    return length && !is_exception(span_part(text, 0, at)) ? length : 0;
}

void passage_clause(const struct passage *passage, size_t item, size_t *start,
                    size_t *end)
{
    struct span text = buf_span(&passage->mask.text);
    size_t at = passage->mask.items[item].at;
    *start = 0;
    for (size_t i = at; i-- > 0 && !*start;) {
        size_t length = clause_break(text, i);
        *start = length ? i + length : 0;
    }
    for (*end = at + 1; *end < text.length && !clause_break(text, *end);)
        ++*end;
}

size_t passage_nearest(const struct passage *passage, size_t item, enum mask_kind kind,
                       bool before)
{
    const struct mask *mask = &passage->mask;
    size_t start, end;
    passage_clause(passage, item, &start, &end);
    if (before) {
        for (size_t i = item; i-- > 0 && mask->items[i].at >= start;)
            if (mask->items[i].kind == kind)
                return i;
        return mask->count;
    }
    for (size_t i = item + 1; i < mask->count && mask->items[i].at < end; i++)
        if (mask->items[i].kind == kind)
            return i;
    return mask->count;
}

const struct vocab_authority *passage_speaker(const struct passage *passage, size_t item)
{
    const struct quotations *quotations = passage->document->quotations;
    const struct quotation *quotation =
        quotations ? quotations_at(quotations, passage->mask.items[item].start) : NULL;
    return quotation && quotation->authority && quotation->authority->children
               ? quotation->authority
               : NULL;
}

const struct vocab_authority *passage_focus(struct passage *passage)
{
    size_t block_start = passage->block < passage->document->blocks->count
                             ? passage->document->blocks->items[passage->block].start
                             : passage->sentence_start;
    return resolve_at(&passage->focus, block_start, passage->sentence_start);
}

bool passage_is_near(const struct passage *passage, size_t block)
{
    const struct judgement_blocks *blocks = passage->document->blocks;
    if (block == SIZE_MAX || block < passage->fresh_block)
        return false;
    return block + NEAR_BLOCKS >= passage->block ||
           (block < blocks->count &&
            blocks->items[block].end + NEAR_BYTES >= passage->sentence_start);
}

bool passage_is_tied(const struct passage_grade *grade, unsigned ties)
{
    return (grade->ties & ties) != 0;
}

/* "a school in Essex": the council's name only says where. */
bool passage_is_place(const struct passage *passage, size_t item)
{
    static const char *const words[] = {" in ", " at ", " near ", " outside ", " from "};
    static const char *const parts[] = {" west ",  " east ",  " north ", " south ",
                                        " central ", " inner ", " outer ", " rural "};
    struct span before =
        span_part(buf_span(&passage->mask.text), 0, passage->mask.items[item].at);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (span_ends(before, span_of(parts[i]))) /* "in west Reading" */
            before = span_part(before, 0, before.length - strlen(parts[i]) + 1);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_ends(before, span_of(words[i])))
            return true;
    return false;
}

/* The authorities of the sentence, where they are two or more. */
static void remember_several(struct passage *passage)
{
    const struct vocab_authority *found[PASSAGE_SEVERAL_MAX];
    size_t count = 0;
    for (size_t i = 0; i < passage->mask.count && count < PASSAGE_SEVERAL_MAX; i++) {
        const struct vocab_authority *authority =
            lexicon_known(&passage->mask.items[i])->authority;
        bool again = false;
        for (size_t k = 0; k < count; k++)
            again = again || found[k] == authority;
        if (authority && !again)
            found[count++] = authority;
    }
    if (count < 2)
        return;
    memcpy(passage->several, found, count * sizeof *found);
    passage->several_count = count;
    passage->several_block = passage->block;
}

/* "good by 2026": a date to come. */
static bool is_ahead(const struct passage *passage, size_t item)
{
    struct span before =
        span_part(buf_span(&passage->mask.text), 0, passage->mask.items[item].at);
    return span_ends(before, span_of(" by "));
}

/* "Ofsted also reviewed the board. It is good": the area that a sentence without a grade
 * ends on. */
static void remember_area(struct passage *passage)
{
    bool silent = passage->mask.count == 0 && passage->open_block == passage->block;
    if (silent)
        return; /* "We looked it up." */
    passage->open_area = (struct span){NULL, 0};
    passage->open_block = passage->block;
    passage->open_end = false;
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct mask_item *item = &passage->mask.items[i];
        if (lexicon_is_grade(item)) {
            passage->open_area = (struct span){NULL, 0};
            return;
        }
        if (item->kind == MASK_AREA) {
            passage->open_area = lexicon_known(item)->value;
            passage->open_end =
                item->at + MASK_BYTES + AREA_END >= passage->mask.text.length;
        } else if (item->kind == MASK_SERVICE ||
                   ((item->kind == MASK_AUTHORITY || item->kind == MASK_COUNCIL) &&
                    !passage_is_place(passage, i))) {
            passage->open_area = (struct span){NULL, 0};
        }
    }
}

/* A heading such as "Parking" begins something else. */
static void remember_heading(struct passage *passage)
{
    const struct judgement_blocks *blocks = passage->document->blocks;
    bool heading = passage->block < blocks->count &&
                   span_is(blocks->items[passage->block].role, "heading");
    if (heading && passage->mask.count == 0)
        passage->fresh_block = passage->block + 1;
}

/* "Our last full inspection was reported in December": the date of what is judged below.
 */
static void remember_inspection(struct passage *passage)
{
    static const char *const words[] = {" report", "published"};
    struct span text = buf_span(&passage->mask.text);
    const struct vocab_authority *authority = NULL;
    struct passage_date date, found = {.value = {NULL, 0}};
    bool speaks = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        speaks = speaks || span_find(text, span_of(words[i])) < text.length;
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct mask_item *item = &passage->mask.items[i];
        if (lexicon_known(item)->authority)
            authority = lexicon_known(item)->authority;
        if (!found.value.length && item->kind == MASK_DATE &&
            passage_date(passage, i, &date) && date.first.month && !is_ahead(passage, i))
            found = date;
    }
    long today = passage_today(passage);
    if (!speaks || !found.value.length || (today && when_first_day(found.first) > today))
        return;
    passage->inspected = found;
    passage->inspected_of = authority ? authority : passage_focus(passage);
}

/* Does the sentence tell of an inspection or its report? */
static bool is_inspecting(const struct passage *passage)
{
    static const char *const stems[] = {"nspect", "visit",  "Visit",  "judge",   "rated",
                                        "rating", "report", "Report", "verdict", "grade"};
    struct span text = buf_span(&passage->mask.text);
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_INSPECTORATE ||
            lexicon_is_grade(&passage->mask.items[i]))
            return true;
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (span_find(text, span_of(stems[i])) < text.length)
            return true;
    return false;
}

/* "Both were inspected in October" */
static bool is_of_several(const struct passage *passage)
{
    static const char *const words[] = {"oth ", "councils", "authorities", "ll of them",
                                        "ll three"};
    struct span text = buf_span(&passage->mask.text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_find(text, span_of(words[i])) < text.length)
            return true;
    return false;
}

/* Keeps the date of a sentence that tells of an inspection, and whose that was. */
static void remember_visit(struct passage *passage, const struct passage_date *date)
{
    struct passage_visit visit = {.block = passage->block};
    size_t count = 0;
    if (is_inspecting(passage))
        visit.date = *date;
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct vocab_authority *authority =
            lexicon_known(&passage->mask.items[i])->authority;
        visit.graded = visit.graded || lexicon_is_grade(&passage->mask.items[i]);
        if (authority && authority != visit.authority) {
            visit.authority = authority;
            count++;
        }
    }
    if (count > 1)
        visit.authority = NULL;
    if (count == 0 && !is_of_several(passage))
        visit.authority = passage_focus(passage);
    passage->visit = visit;
}

/* Keeps what the sentence just read leaves in mind. */
void passage_remember(struct passage *passage)
{
    remember_heading(passage);
    remember_area(passage);
    remember_several(passage);
    remember_inspection(passage);
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct mask_item *item = &passage->mask.items[i];
        if (item->kind == MASK_INSPECTORATE)
            passage->inspectorate = lexicon_known(item)->entity->name;
        if (item->kind == MASK_INSPECTORATE)
            passage->cue_block = passage->block;
        if (item->kind == MASK_AREA && i > 0 &&
            passage->mask.items[i - 1].kind == MASK_AUTHORITY)
            passage->owned_area = lexicon_known(item)->value;
        struct passage_date date;
        if (item->kind == MASK_DATE && passage_date(passage, i, &date) &&
            !is_ahead(passage, i)) {
            passage->told = date;
            passage->told_block = passage->block;
            remember_visit(passage, &date);
        }
        if (item->kind == MASK_SUBJECT)
            passage->topic = lexicon_known(item)->value;
        else if (item->kind == MASK_SERVICE || item->kind == MASK_AREA ||
                 ((item->kind == MASK_AUTHORITY || item->kind == MASK_COUNCIL) &&
                  !passage_is_place(passage, i)))
            passage->topic = (struct span){NULL, 0};
        passage->topic_block = passage->block;
    }
}

void passage_keep_date(struct passage *passage, struct when_date day,
                       struct passage_date *date)
{
    char text[WHEN_TEXT];
    struct when when = {.from = day, .to = day};
    when_text(&when, text);
    size_t length = strlen(text);
    date->first = date->last = day;
    date->relative = true;
    date->value = (struct span){mem_arena_copy(passage->arena, text, length), length};
}

/* What a date that is not complete is counted from, where the tagger did not know it: the
 * year that the passage stands under, or the document's date as its head prints it. No
 * year: neither. */
static struct when_date anchor_of(const struct passage *passage, const struct when *when)
{
    struct when_date none = {0, 0, 0};
    bool spring = when->kind == WHEN_PARTIAL && when->told && when->back == 0;
    if (spring && passage->heading.value.length)
        return passage->heading.last; /* "that spring", below "2013" */
    if (when->kind == WHEN_ABSOLUTE || when->told)
        return none;
    if (when->kind == WHEN_PARTIAL && when->back == 0 && passage->heading.value.length)
        return (struct when_date){passage->heading.last.year, 12, 31};
    return passage->document->source.date.year ? none : passage->issued.first;
}

/* The date of an entity, told from the document's own date where it must be. */
static bool read_date(struct passage *passage, const struct entity *entity,
                      struct passage_date *date)
{
    struct when when = {.kind = WHEN_ABSOLUTE};
    char text[WHEN_TEXT];
    *date = (struct passage_date){.value = entity->value,
                                  .relative = span_is(entity->rule, "date.relative")};
    bool read = !span_is(entity->rule, "date.absolute") &&
                when_read(passage->document->source.text, entity->start, &when);
    struct when_date anchor = anchor_of(passage, &when);
    if (entity->value.length && !anchor.year)
        return when_parse(entity->value, &date->first, &date->last);
    if (!read || !when_resolve(&when, anchor.year ? anchor : passage->issued.first))
        return false;
    when_text(&when, text);
    size_t length = strlen(text);
    date->relative = true;
    date->value = (struct span){mem_arena_copy(passage->arena, text, length), length};
    return when_parse(date->value, &date->first, &date->last);
}

bool passage_date(struct passage *passage, size_t item, struct passage_date *date)
{
    return read_date(passage, lexicon_known(&passage->mask.items[item])->entity, date);
}

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
    return dates == 1 && is_inspecting(passage);
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
static void note_heading(struct passage *passage)
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
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_find(before, span_of(words[i])) < before.length)
            return true;
    return false;
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
            read_date(passage, entity, &date) && date.first.day && !date.relative &&
            is_dateline(document, entity)) {
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
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_find(before, span_of(words[i])) < before.length)
            return true;
    return false;
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
            !read_date(passage, entity, &date))
            continue;
        size_t from = entity->start > AHEAD_BYTES ? entity->start - AHEAD_BYTES : 0;
        while (from < entity->start && ((unsigned char)text.at[from] & 0xC0) == 0x80)
            from++;
        long day = when_last_day(date.last);
        if (day > passage->latest && !tells_ahead(span_part(text, from, entity->start)))
            passage->latest = day;
    }
}

long passage_issued(const struct passage *passage)
{
    return passage->issued.value.length ? when_first_day(passage->issued.first) : 0;
}

long passage_last_day(const struct passage *passage)
{
    long day = passage_issued(passage);
    return day ? day : passage->latest;
}

long passage_today(const struct passage *passage)
{
    if (passage->heading_reach == PASSAGE_REST && passage->heading.value.length)
        return when_first_day(
            passage->heading.first); /* each entry of a chronicle is of its day */
    return passage_last_day(passage);
}

void passage_next(struct passage *passage, const struct sentence *sentence)
{
    const struct judgement_blocks *blocks = passage->document->blocks;
    passage->sentence_before = passage->sentence_start;
    passage->sentence_start = sentence->start;
    passage->sentence_end = sentence->end;
    while (passage->block < blocks->count &&
           blocks->items[passage->block].end <= sentence->start)
        passage->block++;
    bool listed = passage->block < blocks->count &&
                  (span_is(blocks->items[passage->block].role, "table row") ||
                   span_is(blocks->items[passage->block].role, "list item"));
    if (!listed)
        passage->lead = passage->block;
    const struct lexicon_items *known = &passage->known;
    while (passage->next_item < known->count &&
           known->items[passage->next_item].start < sentence->start)
        passage->next_item++;
    size_t first = passage->next_item, end = first;
    while (end < known->count && known->items[end].end <= sentence->end)
        end++;
    mask_make(&passage->mask, passage->document->source.text, sentence->start,
              sentence->end, known->items + first, end - first);
    note_heading(passage);
}

/* An area that schools and homes are graded on too. */
static bool is_shared_area(struct span area)
{
    return span_is(area, "leadership") || span_is(area, "overall") ||
           span_is(area, "safeguarding") || span_is(area, "quality-of-provision");
}

/* The other provider that the title names, where it names nothing of the council's. */
static struct span title_subject(const struct lexicon *lexicon,
                                 const struct claim_document *document)
{
    struct lexicon_items items = {0};
    struct entities none = {0};
    struct span subject = {NULL, 0};
    bool own = false;
    if (!document->source.title.length)
        return subject;
    lexicon_find(lexicon, document->vocab, document->source.title, &none, &items);
    for (size_t i = 0; i < items.count; i++) {
        if (items.items[i].kind == MASK_SUBJECT)
            subject = lexicon_known(&items.items[i])->value;
        own = own || items.items[i].kind == MASK_SERVICE ||
              items.items[i].kind == MASK_COUNCIL;
    }
    lexicon_items_free(&items);
    return own ? (struct span){NULL, 0} : subject;
}

/* A document that speaks of schools (or homes) and hardly of the council's services: what
 * it says of nobody in particular is about them. */
static struct span document_subject(const struct passage *passage,
                                    const struct lexicon *lexicon)
{
    size_t others = 0, own = 0;
    struct span subject = {NULL, 0}, titled = title_subject(lexicon, passage->document);
    for (size_t i = 0; i < passage->known.count; i++) {
        const struct mask_item *item = &passage->known.items[i];
        if (item->kind == MASK_SUBJECT) {
            subject = others ? subject : lexicon_known(item)->value;
            others++;
        }
        own += item->kind == MASK_SERVICE || item->kind == MASK_COUNCIL ||
               (item->kind == MASK_AREA && !is_shared_area(lexicon_known(item)->value));
    }
    if (titled.length && others > own)
        return titled;
    return others > 2 * own ? subject : (struct span){NULL, 0};
}

void passage_start(struct passage *passage, const struct lexicon *lexicon,
                   const struct claim_document *document, struct mem_arena *arena)
{
    *passage = (struct passage){.document = document,
                                .lexicon = lexicon,
                                .arena = arena,
                                .last_block = SIZE_MAX,
                                .cue_block = SIZE_MAX};
    passage->focus.entities = document->entities;
    passage->focus.owner =
        resolve_owner(document->vocab, &document->source, document->entities);
    find_issued(passage);
    find_latest(passage);
    lexicon_find(lexicon, document->vocab, document->source.text, document->entities,
                 &passage->known);
    passage->document_subject = document_subject(passage, lexicon);
}

void passage_finish(struct passage *passage)
{
    lexicon_items_free(&passage->known);
    mask_free(&passage->mask);
    tokens_free(&passage->tokens);
}

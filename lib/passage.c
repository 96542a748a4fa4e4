#include "passage.h"

#include <stdint.h>
#include <string.h>

#include "date.h"

enum {
    NEAR_BYTES = 400, /* of text over which an inspection is still spoken of */
    NEAR_BLOCKS = 2   /* the same, in blocks */
};

/* "anything [but] outstanding" */
static bool is_exception(struct span before)
{
    static const char *const words[] = {"anything", "nothing", "all", "none",
                                        "everything"};
    return span_ends_any(before, words, sizeof words / sizeof *words);
}

/* The length of the clause break that stands at that byte; 0: none does. */
static size_t break_at(struct span text, size_t at)
{
    static const char *const breaks[] = {
        "; ",       " but ", " although ", " while ",     " whereas ",
        " though ", " – ",   " — ",        ", and then ", ", then "};
    char second = at + 1 < text.length ? text.at[at + 1] : '\0';
    if (second != ' ' && second != 'b' && second != 'a' && second != 'w' && second != 't' &&
        second != '\xE2')
        return 0;
    struct span rest = span_part(text, at, text.length);
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++)
        if (second == breaks[i][1] && span_starts(rest, span_of(breaks[i])))
            return strlen(breaks[i]);
    return 0;
}

static inline size_t clause_break(struct span text, size_t at)
{
    if (text.at[at] != ' ' && text.at[at] != ',' && text.at[at] != ';')
        return 0; /* nearly everywhere */
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
    static const char *const words[] = {
        " in ",       " at ",      " near ",    " outside ", " from ",      " north of ",
        " south of ", " east of ", " west of ", " edge of ", " centre of ", " end of "};
    static const char *const parts[] = {" west ",    " east ",  " north ", " south ",
                                        " central ", " inner ", " outer ", " rural "};
    struct span before =
        span_part(buf_span(&passage->mask.text), 0, passage->mask.items[item].at);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (span_ends(before, span_of(parts[i]))) /* "in west Reading" */
            before = span_part(before, 0, before.length - strlen(parts[i]) + 1);
    return span_ends_any(before, words, sizeof words / sizeof *words);
}

bool passage_tells_of_inspection(const struct passage *passage)
{
    static const char *const stems[] = {"nspect", "visit",  "Visit",  "judge",   "rated",
                                        "rating", "report", "Report", "verdict", "grade"};
    struct span text = buf_span(&passage->mask.text);
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_INSPECTORATE ||
            lexicon_is_grade(&passage->mask.items[i]))
            return true;
    return span_holds_any(text, stems, sizeof stems / sizeof *stems);
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
bool passage_entity_date(struct passage *passage, const struct entity *entity,
                         struct passage_date *date)
{
    struct when when = {.kind = WHEN_ABSOLUTE};
    char text[WHEN_TEXT];
    *date = (struct passage_date){.value = entity->value,
                                  .relative = span_is(entity->rule, "date.relative")};
    bool read = !span_is(entity->rule, "date.absolute") &&
                date_read(passage->document->source.text, entity->start, &when);
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
    return passage_entity_date(passage, lexicon_known(&passage->mask.items[item])->entity,
                               date);
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
    struct match_words words = {0};
    const struct lexicon_text title = {document->source.title, &words, &none};
    struct span subject = {NULL, 0};
    bool own = false;
    if (!title.text.length)
        return subject;
    match_split(document->vocab->match, title.text, &words);
    lexicon_find(lexicon, document->vocab, &title, &items);
    for (size_t i = 0; i < items.count; i++) {
        if (items.items[i].kind == MASK_SUBJECT)
            subject = lexicon_known(&items.items[i])->value;
        own = own || items.items[i].kind == MASK_SERVICE ||
              items.items[i].kind == MASK_COUNCIL;
    }
    lexicon_items_free(&items);
    match_words_free(&words);
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
        own += item->kind == MASK_SERVICE ||
               (item->kind == MASK_COUNCIL &&
                !span_is(lexicon_known(item)->value, "service")) ||
               (item->kind == MASK_AREA && !lexicon_known(item)->loose &&
                !is_shared_area(lexicon_known(item)->value));
    }
    if (titled.length && others >= own)
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
                                .cue_block = SIZE_MAX,
                                .stars_block = SIZE_MAX};
    resolve_start(&passage->focus, document->vocab, &document->source,
                  document->entities);
    const struct lexicon_text text = {document->source.text, document->words,
                                      document->entities};
    lexicon_find(lexicon, document->vocab, &text, &passage->known);
    passage->document_subject = document_subject(passage, lexicon);
}

void passage_finish(struct passage *passage)
{
    lexicon_items_free(&passage->known);
    mask_free(&passage->mask);
    tokens_free(&passage->tokens);
}

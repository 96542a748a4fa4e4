#include "passage.h"

void passage_clause(const struct passage *passage, size_t item, size_t *start, size_t *end)
{
    static const char *const breaks[] = {"; ", " but ", " although ", " while ", " whereas ",
                                         " though ", " – ", " — "};
    struct span text = buf_span(&passage->mask.text);
    size_t at = passage->mask.items[item].at;
    *start = 0;
    *end = text.length;
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        struct span mark = span_of(breaks[i]);
        for (size_t from = 0; from < text.length;) {
            size_t found = from + span_find(span_part(text, from, text.length), mark);
            if (found >= text.length)
                break;
            if (found < at && found + mark.length > *start)
                *start = found + mark.length;
            if (found > at && found < *end)
                *end = found;
            from = found + mark.length;
        }
    }
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

const struct vocab_authority *passage_focus(struct passage *passage)
{
    size_t block_start = passage->block < passage->document->blocks->count
                             ? passage->document->blocks->items[passage->block].start
                             : passage->sentence_start;
    return resolve_at(&passage->focus, block_start, passage->sentence_start);
}

/* "a school in Essex": the council's name only says where. */
bool passage_is_place(const struct passage *passage, size_t item)
{
    static const char *const words[] = {" in ", " at ", " near ", " outside ", " from "};
    struct span before = span_part(buf_span(&passage->mask.text), 0, passage->mask.items[item].at);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_ends(before, span_of(words[i])))
            return true;
    return false;
}

/* Keeps what the sentence just read leaves in mind. */
void passage_remember(struct passage *passage)
{
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct mask_item *item = &passage->mask.items[i];
        if (item->kind == MASK_INSPECTORATE)
            passage->inspectorate = lexicon_known(item)->entity->name;
        if (item->kind == MASK_AREA) {
            passage->area = lexicon_known(item)->value;
            passage->area_block = passage->block;
        }
        if (item->kind == MASK_DATE && lexicon_known(item)->entity->value.length) {
            passage->told = lexicon_known(item)->entity;
            passage->told_block = passage->block;
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

/* "29 January 2018" alone, or before a colon or dash, dates what stands below it: up to the next
 * such line. Only in documents that are chronicles, which have no date of their own. */
static void note_heading(struct passage *passage)
{
    const struct mask *mask = &passage->mask;
    struct span text = buf_span(&mask->text);
    if (passage->document->source.date.year || mask->count == 0 ||
        mask->items[0].kind != MASK_DATE || mask->items[0].at != 0 ||
        !lexicon_known(&mask->items[0])->entity->value.length)
        return;
    struct span rest = span_trim(span_part(text, MASK_BYTES, text.length));
    if (rest.length == 0 || rest.at[0] == ':' || rest.at[0] == '-' ||
        span_starts(rest, span_of("\xE2\x80\x93")) || span_starts(rest, span_of("\t")))
        passage->heading = lexicon_known(&mask->items[0])->entity;
}

void passage_next(struct passage *passage, const struct sentence *sentence)
{
    const struct judgement_blocks *blocks = passage->document->blocks;
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
    mask_make(&passage->mask, passage->document->source.text, sentence->start, sentence->end,
              known->items + first, end - first);
    note_heading(passage);
}

/* A document that speaks of schools (or homes) and hardly of the council's services: what it
 * says of nobody in particular is about them. */
static struct span document_subject(const struct passage *passage)
{
    size_t others = 0, own = 0;
    struct span subject = {NULL, 0};
    for (size_t i = 0; i < passage->known.count; i++) {
        const struct mask_item *item = &passage->known.items[i];
        if (item->kind == MASK_SUBJECT) {
            subject = lexicon_known(item)->value;
            others++;
        }
        own += item->kind == MASK_SERVICE || item->kind == MASK_AREA ||
               item->kind == MASK_COUNCIL;
    }
    return others > 2 * own ? subject : (struct span){NULL, 0};
}

void passage_start(struct passage *passage, const struct lexicon *lexicon,
                   const struct claim_document *document)
{
    *passage = (struct passage){.document = document};
    passage->focus.entities = document->entities;
    passage->focus.owner =
        resolve_owner(document->vocab, &document->source, document->entities);
    lexicon_find(lexicon, document->vocab, document->source.text, document->entities,
                 &passage->known);
    passage->document_subject = document_subject(passage);
}

void passage_finish(struct passage *passage)
{
    lexicon_items_free(&passage->known);
    mask_free(&passage->mask);
}

#include "target.h"

enum {
    JUDGING_REACH = 24, /* bytes behind an inspectorate with the verb of its judging */
    IDIOM_WORDS = 3,    /* at least */
    IDIOM_INTENSITY = 2 /* at least */
};

/* A town's name is its council's, and words such as "management" are a council's, only
 * where councils and their services are spoken of, or nothing else is. */
static bool is_anchored(const struct appraisal_reader *reader,
                        const struct mask_item *target)
{
    const struct appraisal_document *document = reader->document;
    const struct appraisal_known *known = appraisal_known(target);
    bool others = false, places = false;
    if (document->about_services || document->about_care ||
        (known->word && span_is(known->word->note, "own")))
        return true;
    for (size_t i = 0; i < reader->mask.count; i++) {
        enum mask_kind kind = reader->mask.items[i].kind;
        others = others || kind == MASK_SUBJECT;
        places = places || kind == MASK_PLACE || kind == MASK_AUTHORITY ||
                 kind == MASK_COUNCIL;
    }
    if (target->kind == MASK_AUTHORITY || target->kind == MASK_PLACE)
        return document->about_councils || !others;
    return target->kind != MASK_AREA || (places && (document->about_councils || !others));
}

/* The nearest target of the sentence before the item, else behind it; inspectorates,
 * which judge more often than they are judged, only where no other is. NULL where none
 * is. */
static const struct mask_item *nearest(const struct appraisal_reader *reader, size_t item,
                                       bool inspectors)
{
    const struct mask *mask = &reader->mask;
    for (size_t i = item; i-- > 0;)
        if ((appraisal_is_target(mask->items[i].kind) ||
             mask->items[i].kind == MASK_PLACE) &&
            (inspectors || mask->items[i].kind != MASK_INSPECTORATE))
            return &mask->items[i];
    for (size_t i = item + 1; i < mask->count; i++)
        if ((appraisal_is_target(mask->items[i].kind) ||
             mask->items[i].kind == MASK_PLACE) &&
            (inspectors || mask->items[i].kind != MASK_INSPECTORATE))
            return &mask->items[i];
    return NULL;
}

/* The target of the sentences before, in the same block. */
static const struct mask_item *topic(const struct appraisal_reader *reader)
{
    return reader->topic && reader->topic_block == reader->block ? reader->topic : NULL;
}

/* "Ofsted found that it was slow": an inspectorate that judges is not what is judged. */
static bool judges(const struct mask *mask, size_t item)
{
    static const char *const verbs[] = {" say",  " said",   " found",  " find", " judg",
                                        " rate", " report", " told",   " call", " descri",
                                        " conc", " believ", " warned", " note", " point",
                                        " decid", " grad",   " mark",  " saw",  " consider",
                                        " wrote", " prais",  " critic", " spoke", " visit"};
    size_t at = mask->items[item].at + MASK_BYTES;
    struct span behind = span_part(buf_span(&mask->text), at, at + JUDGING_REACH);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (span_find(behind, span_of(verbs[i])) < behind.length)
            return true;
    return false;
}

/* "Norfolk has been told that it must do better": the body named last in the sentence before
 * what is said. */
static const struct mask_item *body_before(const struct mask *mask, size_t at)
{
    const struct mask_item *body = NULL;
    for (size_t i = 0; i < mask->count && mask->items[i].at < at; i++) {
        enum mask_kind kind = mask->items[i].kind;
        if (kind == MASK_AUTHORITY || kind == MASK_PLACE || kind == MASK_COUNCIL ||
            kind == MASK_GOVERNMENT || (kind == MASK_INSPECTORATE && !judges(mask, i)))
            body = &mask->items[i];
    }
    return body;
}

/* "Most nurseries are good and the staff are excellent": an aspect belongs to the school,
 * police or club that is named last before it. */
static bool is_of_others(const struct mask *mask, size_t item)
{
    if (mask->items[item].kind != MASK_AREA)
        return false;
    for (size_t i = item; i-- > 0;) {
        enum mask_kind kind = mask->items[i].kind;
        if (kind == MASK_SUBJECT)
            return true;
        if (kind == MASK_PLACE || (kind != MASK_AREA && appraisal_is_target(kind)))
            return false;
    }
    return false;
}

/* "The driver was, by contrast, a rock": somebody else is the subject of the clause, and no target
 * stands before. */
static bool is_said_of_others(const struct mask *mask, size_t item)
{
    static const char *const breaks[] = {", which", ", and", ", but",  ", so",  ";",       ":",
                                         " that ",  " said", " says",  " told", " because ",
                                         " when ",  " as ",  " after "};
    for (size_t i = item; i-- > 0;) {
        size_t behind = mask->items[i].at + MASK_BYTES;
        struct span gap = span_part(buf_span(&mask->text), behind, mask->items[item].at);
        if (is_of_others(mask, i))
            return true;
        if (appraisal_is_target(mask->items[i].kind) || mask->items[i].kind == MASK_PLACE ||
            span_holds_any(gap, breaks, sizeof breaks / sizeof *breaks))
            return false;
        if (mask->items[i].kind == MASK_SUBJECT)
            return true;
    }
    return false;
}

/* An idiom says by itself that it evaluates: it has several words, and strong ones. */
static bool is_idiom(const struct appraisal_reader *reader, const struct mask_item *item)
{
    struct span text = reader->document->source.text;
    return appraisal_known(item)->word->intensity >= IDIOM_INTENSITY &&
           span_words(span_part(text, item->start, item->end)) >= IDIOM_WORDS;
}

/* Is the document about the service of an authority that is in focus? */
static bool is_known(struct appraisal_reader *reader)
{
    const struct appraisal_document *document = reader->document;
    bool about = document->about_services || document->about_care || document->about_councils;
    return about && (document->focus.owner || appraisal_in_focus(reader));
}

/* What a hit evaluates: what the rule names, else by the rule's value: "near" the nearest
 * of the sentence ("idiom": where it has words enough), else as "topic": the one before in the
 * block, else whose the document is. False where there is none. */
bool target_of(struct appraisal_reader *reader, const struct rules *frames,
               const struct rule_hit *hit, size_t item, const struct mask_item **target)
{
    const struct mask *mask = &reader->mask;
    size_t start, end;
    *target = NULL;
    if (rules_group(frames, hit, "target", &start, &end)) {
        size_t number = mask_at(mask, start);
        *target = number < mask->count ? &mask->items[number] : NULL;
        return *target && !is_of_others(mask, number) && is_anchored(reader, *target);
    }
    struct span value = rules_value(frames, hit->rule);
    if (is_said_of_others(mask, item) ||
        (span_is(value, "idiom") && !is_idiom(reader, &mask->items[item])))
        return false;
    if (!span_is(value, "topic"))
        *target = nearest(reader, item, false);
    else
        *target = body_before(mask, mask->items[item].at);
    if (!*target)
        *target = topic(reader);
    if (!*target)
        *target = nearest(reader, item, false);
    if (!*target && !reader->document->focus.owner)
        *target = nearest(reader, item, true);
    if (*target)
        return is_anchored(reader, *target);
    return is_known(reader);
}

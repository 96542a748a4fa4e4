#include "award.h"

#include "clause.h"
#include "dating.h"
#include "parting.h"
#include "stance.h"
#include "whose.h"

static bool is_headline(const struct passage *passage)
{
    return passage->block < passage->document->blocks->count &&
           span_is(passage->document->blocks->items[passage->block].role, "heading");
}

/* The inspectorate named nearest to the grade in its clause, else the one named last. */
static struct span inspectorate_near(const struct passage *passage, size_t item)
{
    size_t found = passage_nearest(passage, item, MASK_INSPECTORATE, true);
    if (found == passage->mask.count)
        found = passage_nearest(passage, item, MASK_INSPECTORATE, false);
    return found < passage->mask.count
               ? lexicon_known(&passage->mask.items[found])->entity->name
               : passage->inspectorate;
}

/* The grade told last of an authority and area, or the latest of those told; NULL: none
 * was. */
static const struct scale_grade *told_of(const struct award *award,
                                         const struct vocab_authority *authority,
                                         struct span area, bool latest)
{
    const struct judgement *found = NULL;
    for (size_t i = award->judgements->count; i-- > award->first;) {
        const struct judgement *told = &award->judgements->items[i];
        if (told->authority != authority || !stance_is_asserted(told->status) ||
            !span_equal(told->area, area))
            continue;
        if (!found || (latest && span_compare(told->date, found->date) > 0))
            found = told;
        if (!latest)
            break;
    }
    return found ? found->grade : NULL;
}

/* "the same grade [as the service as a whole]", "[as Kent]": the one told of what is
 * named so; NULL where nothing is. */
static const struct scale_grade *compared(const struct award *award,
                                          const struct judgement *judgement,
                                          const struct mask_item *place)
{
    const struct mask *mask = &award->passage->mask;
    const struct mask_item *other = place + 1;
    if (other == mask->items + mask->count)
        return NULL;
    struct span gap =
        span_trim(span_part(buf_span(&mask->text), place->at + MASK_BYTES, other->at));
    const struct lexicon_known *known = lexicon_known(other);
    struct span area = judgement->area.length ? judgement->area : span_of("overall");
    if (!span_is(gap, "as") && !span_is(gap, "as the") && !span_is(gap, "as its"))
        return NULL;
    if (other->kind == MASK_AUTHORITY)
        return told_of(award, known->authority, area, true);
    if (other->kind == MASK_AREA)
        return told_of(award, judgement->authority, known->value, true);
    bool whole = other->kind == MASK_SERVICE || other->kind == MASK_COUNCIL;
    return whole ? told_of(award, judgement->authority, span_of("overall"), true) : NULL;
}

/* "keeps the grade it won": the one told of that authority; "so is": the one told last.
 */
static const struct scale_grade *same_grade(const struct award *award,
                                            const struct judgement *judgement,
                                            const struct mask_item *place)
{
    struct span words =
        span_part(award->passage->document->source.text, place->start, place->end);
    bool own = span_starts(words, span_of("the ")) ||
               span_starts(words, span_of("that ")) ||
               span_starts(words, span_of("stay"));
    const struct scale_grade *told = compared(award, judgement, place);
    if (!told && own)
        told =
            told_of(award, judgement->authority,
                    judgement->area.length ? judgement->area : span_of("overall"), false);
    if (told)
        return told;
    for (const struct mask_item *other = award->passage->mask.items; other < place;
         other++)
        if (lexicon_is_grade(other) || other->kind == MASK_TAKEN)
            return award->last;
    return award->before ? award->before : award->last;
}

/* "excellent", of a scale long gone, is plain English unless who gave it is named along
 * with it. */
static bool has_inspectorate(const struct passage *passage)
{
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_INSPECTORATE)
            return true;
    return false;
}

/* "down 2": that many steps below the grade that the sentence says was left ("two grades
 * from good"), else below the one told last of that council; NULL: neither is told. A
 * second number counts from the end of the scale: "lowest 1" is one above the lowest. */
static const struct scale_grade *stepped(const struct award *award,
                                         const struct passage_grade *grade,
                                         const struct judgement *judgement,
                                         const struct scale_context *context)
{
    const struct passage *passage = award->passage;
    const struct scales *scales = passage->document->scales;
    const struct mask_item *place = &passage->mask.items[grade->item];
    struct span value = lexicon_known(place)->value, way;
    const struct scale_grade *from = NULL;
    span_split(&value, ' ', &way);
    long steps = value.length ? value.at[0] - '0' : 0;
    bool lowest = span_is(way, "lowest");
    if (lowest || span_is(way, "highest")) {
        from = scale_end(scales, context, lowest);
        return from ? scale_step(scales, from, lowest ? steps : -steps) : NULL;
    }
    size_t next = grade->item + 1;
    if (next < passage->mask.count && place[1].kind != MASK_SAME &&
        (place[1].kind == MASK_TAKEN || lexicon_is_grade(&place[1])))
        from = scale_meant(
            scales,
            span_part(passage->document->source.text, place[1].start, place[1].end),
            context);
    for (size_t i = award->judgements->count; !from && i-- > award->first;)
        if (award->judgements->items[i].authority == judgement->authority &&
            stance_is_asserted(award->judgements->items[i].status))
            from = award->judgements->items[i].grade;
    return from ? scale_step(scales, from, span_is(way, "up") ? steps : -steps) : NULL;
}

/* The grade of the candidate with its date, on the scale meant; NULL where it is none. */
static const struct scale_grade *grade_of(struct award *award,
                                          const struct passage_grade *grade,
                                          struct judgement *judgement)
{
    const struct mask_item *place = &award->passage->mask.items[grade->item];
    struct scale_context context = {.inspectorate =
                                        inspectorate_near(award->passage, grade->item)};
    if (judgement->authority)
        context.nation = judgement->authority->nation;
    context.day = dating_set(award->passage, grade, judgement);
    const struct scales *scales = award->passage->document->scales;
    if (place->kind == MASK_SAME)
        return same_grade(award, judgement, place);
    if (place->kind == MASK_STEPS)
        return stepped(award, grade, judgement, &context);
    if (place->kind == MASK_DIGIT)
        return scale_digit(scales, lexicon_known(place)->value, &context);
    if (place->kind == MASK_LOWEST || place->kind == MASK_HIGHEST)
        return scale_end(scales, &context, place->kind == MASK_LOWEST);
    const struct scale_grade *meant = scale_meant(
        scales,
        span_part(award->passage->document->source.text, place->start, place->end),
        &context);
    bool in_force = meant && (!context.day ||
                              (meant->from <= context.day && context.day <= meant->to));
    bool beside = has_inspectorate(award->passage) &&
                  !passage_is_tied(grade, PASSAGE_LABEL | PASSAGE_FREE);
    return meant && meant->plain && !in_force && !beside ? NULL : meant;
}

/* The body that held the name on the day of the grade. */
static void settle_body(const struct passage *passage, struct judgement *judgement)
{
    const struct vocab *vocab = passage->document->vocab;
    const struct vocab_authority *body = judgement->authority;
    struct when_date first, last;
    if (!body || !passage_today(passage) || !stance_is_asserted(judgement->status))
        return;
    long today = passage_today(passage);
    long day = when_parse(judgement->date, &first, &last) ? when_last_day(last) : today;
    bool wrong = day < body->from || (body->to < day && day <= today);
    for (size_t i = 0; i < vocab->authority_count && wrong; i++)
        if (span_equal(vocab->authorities[i].name, body->name) &&
            vocab->authorities[i].children && vocab_existed(&vocab->authorities[i], day))
            judgement->authority = &vocab->authorities[i];
}

/* Who says it, where it is said in a quotation. */
static void set_speaker(const struct award *award, struct judgement *judgement)
{
    const struct quotations *quotations = award->passage->document->quotations;
    const struct quotation *quotation =
        quotations ? quotations_at(quotations, judgement->start) : NULL;
    if (!quotation)
        return;
    judgement->speaker = quotation->speaker;
    judgement->speaker_role = quotation->role;
}

/* Adds the claim to those told, under the areas that were judged on its date. Only a
 * stated date tells them: what a document says of now may have been given years before.
 */
static void tell(struct award *award, const struct passage_grade *grade,
                 struct judgement judgement)
{
    struct span areas[PARTING_MAX];
    bool stated = span_is(judgement.date_basis, "stated");
    size_t count = parting_areas(award->passage->document->scales, judgement.area,
                                 grade->areas, grade->area_count,
                                 stated ? judgement.date : (struct span){NULL, 0}, areas);
    for (size_t i = 0; i < count; i++) {
        judgement.area = areas[i];
        told_add(&award->told, judgement);
    }
}

/* Adds the claim, once for every date that is listed behind its grade. */
static void add_dated(struct award *award, const struct passage_grade *grade,
                      struct judgement judgement)
{
    struct passage_date dates[DATING_LIST_MAX];
    size_t count = stance_is_asserted(judgement.status)
                       ? dating_list(award->passage, grade, dates)
                       : 0;
    for (size_t i = 0; i < count; i++) {
        judgement.date = dates[i].value;
        judgement.date_basis = span_of(dates[i].relative ? "relative" : "stated");
        tell(award, grade, judgement);
    }
    if (count == 0)
        tell(award, grade, judgement);
}

/* One grade of one authority. An absent area: of the whole that its scale judges. False
 * where it is none. */
static bool describe(struct award *award, const struct passage_grade *grade,
                     struct span area, const struct vocab_authority *authority,
                     struct judgement *described)
{
    const struct mask_item *place = &award->passage->mask.items[grade->item];
    struct judgement judgement = {
        .authority = authority,
        .area = area,
        .start = place->start,
        .end = place->end,
        .sentence_start = award->passage->sentence_start,
        .sentence_end = award->passage->sentence_end,
        .status = grade->status.length ? grade->status : span_of("current"),
        .basis = span_of(is_headline(award->passage) ? "headline" : "statement"),
        .rule = grade->rule,
        .standing = span_is(grade->status, "standing"),
        .former = span_is(grade->status, "former"),
        .whole = !area.length,
        .tense = grade->table_date ? 0 : stance_tense(award->passage, grade),
        .confidence = 0.8};
    if (judgement.standing || judgement.former)
        judgement.status = span_of("current");
    bool then = place->kind == MASK_SAME && span_is(lexicon_known(place)->value, "then");
    if (then && span_is(judgement.status, "current"))
        judgement.status = span_of("previous"); /* "as it was in 2018" */
    judgement.grade = grade_of(award, grade, &judgement);
    settle_body(award->passage, &judgement);
    judgement.subject = whose_subject(award->passage, grade);
    award->passage->subject = judgement.subject;
    if (!judgement.grade || (!authority && !judgement.subject.length))
        return false;
    if (judgement.subject.length) {
        judgement.area = (struct span){NULL, 0};
    } else {
        judgement.inspectorate = judgement.grade->inspectorate;
        if (!area.length)
            judgement.area =
                scale_whole(award->passage->document->scales, judgement.grade);
    }
    set_speaker(award, &judgement);
    judgement.again =
        place->kind == MASK_SAME && !span_is(judgement.date_basis, "document");
    if (stance_is_asserted(judgement.status))
        award->last = judgement.grade;
    *described = judgement;
    return true;
}

/* The same, added; `named` as the text has the authority, NULL where it is in focus. */
static void add_for_authority(struct award *award, const struct passage_grade *grade,
                              struct span area, const struct vocab_authority *authority,
                              const struct entity *named)
{
    struct judgement judgement;
    if (!describe(award, grade, area, authority, &judgement))
        return;
    if (named && span_is(named->subtype, "trust"))
        judgement.named_as =
            span_part(award->passage->document->source.text, named->start, named->end);
    add_dated(award, grade, judgement);
}

/* "Rated good, [the pair of them]": does it say so right behind the grade? */
static bool says_each_behind(const struct passage *passage, size_t item)
{
    static const char *const words[] = {", the pair of them", ", the two of them",
                                        ", both of them",     ", all three of them",
                                        ", all four of them", ", all of them"};
    struct span text = buf_span(&passage->mask.text);
    return span_starts_any(
        span_part(text, passage->mask.items[item].at + MASK_BYTES, text.length), words,
        sizeof words / sizeof *words);
}

/* "[Both] were good", "in [each] the verdict was good": does the sentence say before a
 * grade that several share it? */
static bool says_each(const struct passage *passage, size_t item)
{
    static const char *const words[] = {"both", "each", "Both", "Each", "all", "All"};
    const struct tokens *tokens = &passage->tokens;
    size_t end = tokens_before(tokens, passage->mask.items[item].at);
    for (size_t i = 0; i < end; i++)
        if (span_is_any(span_part(buf_span(&passage->mask.text), tokens->items[i].start,
                                  tokens->items[i].end),
                        words, sizeof words / sizeof *words))
            return true;
    return false;
}

/* "[in both] of them leadership was good" */
static bool says_in_each(const struct passage *passage, size_t item)
{
    static const char *const words[] = {"in both", "In both", "in each", "In each",
                                        "at both", "At both", "at each", "At each"};
    struct span before =
        span_part(buf_span(&passage->mask.text), 0, passage->mask.items[item].at);
    return span_holds_any(before, words, sizeof words / sizeof *words);
}

/* "Kent had one of the three. [The other two] had none": of several, all but the one in
 * focus? */
static bool says_others(const struct passage *passage, const struct phrase *phrase)
{
    static const char *const words[] = {"The other", "the other", "The rest", "the rest"};
    struct span said =
        span_part(buf_span(&passage->mask.text), phrase->start, phrase->end);
    return span_starts_any(said, words, sizeof words / sizeof *words);
}

/* "both authorities were found to be": those that the sentence before named. */
static bool add_for_several(struct award *award, const struct passage_grade *grade,
                            struct span area)
{
    struct passage *passage = award->passage;
    const struct phrase *phrase = &grade->phrase;
    bool near = passage->several_block == passage->block && passage->several_count;
    bool each = passage->several_count && (says_each(passage, grade->item) ||
                                           says_each_behind(passage, grade->item));
    bool plural = phrase->head == PHRASE_GRADABLE && phrase->plural && near;
    /* "in both of them leadership was good" */
    bool within = area.length && each && says_in_each(passage, grade->item);
    if ((!each && !plural) || (phrase->item < passage->mask.count && !within))
        return false;
    const struct vocab_authority *apart =
        says_others(passage, phrase) ? passage_focus(passage) : NULL;
    for (size_t i = 0; i < passage->several_count; i++)
        if (passage->several[i] != apart)
            add_for_authority(award, grade, area, passage->several[i], NULL);
    return true;
}

/* How many grades the sentence gives before this one. */
static size_t grade_number(const struct passage *passage, size_t item)
{
    size_t count = 0;
    for (size_t i = 0; i < item; i++)
        count += lexicon_is_grade(&passage->mask.items[i]);
    return count;
}

/* "we": the speaker's council; else the one in focus. */
static const struct vocab_authority *meant(struct award *award,
                                           const struct passage_grade *grade)
{
    static const char *const words[] = {"we", "We", "us", "ours", "WE"};
    const struct vocab_authority *speaker = passage_speaker(award->passage, grade->item);
    bool we = span_is_any(grade->phrase.word, words, sizeof words / sizeof *words);
    if (we && speaker)
        return speaker;
    if (we && dialogue_authority(award->dialogue))
        return dialogue_authority(award->dialogue);
    const struct quotations *quotations = award->passage->document->quotations;
    size_t at = award->passage->mask.items[grade->item].start;
    bool own = we && !(quotations && quotations_at(quotations, at));
    if (own && award->passage->focus.owner && !award->passage->focus.weak)
        return award->passage->focus.owner; /* the document's own "we" */
    const struct passage *passage = award->passage;
    size_t back = span_is(grade->phrase.word, "former")   ? 2
                  : span_is(grade->phrase.word, "latter") ? 1
                                                          : 0;
    if (back && passage->several_block == passage->block && passage->several_count >= 2)
        return passage->several[passage->several_count - back];
    return passage_focus(award->passage);
}

/* "Since [Kent] took over, the service is good": is the authority told of only in a
 * clause beside the grade's, so that another is meant? Then none of the sentence. */
static size_t unless_beside(struct award *award, const struct passage_grade *grade,
                            size_t item)
{
    const struct mask *mask = &award->passage->mask;
    if (item == mask->count || item == grade->who || !grade->clause ||
        grade->phrase.head == PHRASE_PRONOUN ||
        !clause_is_beside(grade->clause, mask->items[item].at))
        return item;
    const struct vocab_authority *other = meant(award, grade);
    return other && other != lexicon_known(&mask->items[item])->authority ? mask->count
                                                                          : item;
}

/* One grade of every authority that shares it: those listed with the one that is told,
 * else the one in focus. */
static void add_for_area(struct award *award, const struct passage_grade *grade,
                         struct span area)
{
    size_t first, last, item = whose_authority(award->passage, grade);
    item = unless_beside(award, grade, item);
    if (item == award->passage->mask.count) {
        if (!add_for_several(award, grade, area))
            add_for_authority(award, grade, area, meant(award, grade), NULL);
        return;
    }
    whose_list(award->passage, item, &first, &last);
    if (first < last &&
        span_find(buf_span(&award->passage->mask.text), span_of("respectively")) <
            award->passage->mask.text.length) {
        size_t nth = grade_number(award->passage, grade->item);
        first = last = first + nth <= last ? first + nth : last;
    }
    for (size_t i = first; i <= last; i++) {
        const struct lexicon_known *known = lexicon_known(&award->passage->mask.items[i]);
        add_for_authority(award, grade, area, known->authority, known->entity);
    }
}

/* "Ten are outstanding. Seven are in London (Camden, …)" */
void award_listed(struct award *award)
{
    struct passage *passage = award->passage;
    bool any = false;
    award->before = award->last;
    if (!award->tallied.rule.length || award->tally_block != passage->block)
        return;
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct vocab_authority *authority =
            lexicon_known(&passage->mask.items[i])->authority;
        if (lexicon_is_grade(&passage->mask.items[i])) {
            award->tallied.rule = (struct span){NULL, 0};
            return;
        }
        any = any || authority;
    }
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct lexicon_known *known = lexicon_known(&passage->mask.items[i]);
        if (!known->authority)
            continue;
        struct judgement judgement = award->tallied;
        judgement.authority = known->authority;
        told_add(&award->told, judgement);
    }
    if (!any)
        award->tallied.rule = (struct span){NULL, 0};
}

/* "Essex joined the club, following [Kent and Medway]": those that hold the same grade
 * already. */
static void add_followed(struct award *award, const struct passage_grade *grade,
                         struct span area)
{
    static const char *const words[] = {"following",     "alongside",  "as well as",
                                        "together with", "along with", "with"};
    const struct passage *passage = award->passage;
    const struct mask *mask = &passage->mask;
    size_t next = grade->item + 1, first, last;
    while (next < mask->count && mask->items[next].kind == MASK_DATE)
        next++;
    if (mask->items[grade->item].kind != MASK_SAME || next >= mask->count ||
        mask->items[next].kind != MASK_AUTHORITY)
        return;
    size_t from = mask->items[next - 1].at + MASK_BYTES;
    struct span gap =
        span_trim(span_part(buf_span(&mask->text), from, mask->items[next].at));
    bool follows = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        follows = follows || span_ends(gap, span_of(words[i]));
    if (!follows)
        return;
    whose_list(passage, next, &first, &last);
    for (size_t i = first; i <= last; i++) {
        const struct lexicon_known *known = lexicon_known(&mask->items[i]);
        add_for_authority(award, grade, area, known->authority, known->entity);
    }
}

/* "Ten are outstanding": a number of councils, none of which the sentence or the one
 * before names. */
static bool counts(const struct passage *passage, const struct passage_grade *grade)
{
    const struct phrase *phrase = &grade->phrase;
    bool several = passage->several_block == passage->block && passage->several_count;
    if (phrase->head != PHRASE_GRADABLE || !phrase->plural ||
        phrase->item < passage->mask.count)
        return false;
    return whose_authority(passage, grade) == passage->mask.count && !several;
}

/* One in whose nation the scale of a grade is looked for that is said of several: the one
 * in focus, else one of England's. */
static const struct vocab_authority *any_authority(const struct award *award)
{
    const struct vocab *vocab = award->passage->document->vocab;
    const struct vocab_authority *any = passage_focus(award->passage);
    for (size_t i = 0; i < vocab->authority_count && !any; i++)
        if (vocab->authorities[i].children &&
            span_is(vocab->authorities[i].nation, "england"))
            any = &vocab->authorities[i];
    return any;
}

static void start_tally(struct award *award, const struct passage_grade *grade)
{
    if (!describe(award, grade, (struct span){NULL, 0},
                  award->passage->document->vocab->authorities, &award->tallied))
        return;
    award->tally_block = award->passage->block;
}

void award_start(struct award *award, struct passage *passage,
                 const struct dialogue *dialogue, struct judgements *judgements)
{
    *award = (struct award){.passage = passage,
                            .dialogue = dialogue,
                            .judgements = judgements,
                            .first = judgements->count};
    told_start(&award->told, judgements);
}

void award_grade(struct award *award, const struct passage_grade *grade)
{
    struct passage *passage = award->passage;
    if (grade->area_count == 0 && counts(passage, grade)) {
        award_note(award, grade);
        start_tally(award, grade);
        return;
    }
    for (size_t i = 0; i < grade->area_count; i++)
        add_for_area(award, grade, grade->areas[i]);
    if (grade->area_count == 0)
        add_for_area(award, grade, (struct span){NULL, 0});
    add_followed(award, grade,
                 grade->area_count ? grade->areas[0] : (struct span){NULL, 0});
    if (passage->mask.items[grade->item].kind == MASK_STARS)
        passage->stars_block = passage->block;
    passage->last = *grade;
    passage->last_sentence = passage->sentence_start;
    passage->last_block = passage->block;
}

void award_note(struct award *award, const struct passage_grade *grade)
{
    struct judgement nobodys;
    describe(award, grade, (struct span){NULL, 0}, any_authority(award), &nobodys);
}

void award_entry(struct award *award, const struct passage_grade *grade, struct span area,
                 const struct vocab_authority *authority)
{
    struct passage *passage = award->passage;
    add_for_authority(award, grade, area, authority ? authority : passage_focus(passage),
                      NULL);
    passage->last_block = passage->block;
}

void award_finish(struct award *award)
{
    told_mark_history(&award->told, passage_issued(award->passage),
                      passage_last_day(award->passage));
    told_finish(&award->told);
}

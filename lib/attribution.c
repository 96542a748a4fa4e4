#include "attribution.h"

#include <stdlib.h>
#include <string.h>

#include "reported.h"
#include "utf8.h"

/* ---- what is said ---- */

/* A full stop, question or exclamation mark before a blank or line end. */
static bool ends_sentence(struct span text)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr(".?!", text.at[i]) &&
            (i + 1 == text.length || strchr(" \n\t\"", text.at[i + 1]) ||
             (unsigned char)text.at[i + 1] == 0xE2))
            return true;
    return false;
}

/* Does a passage read as a sentence, or several? */
static bool is_sentence(const struct sayings *sayings, const struct marked *mark)
{
    struct span said = span_trim(span_part(sayings->text->text, mark->start, mark->end));
    uint32_t first = 0, last = 0;
    size_t words = 1;
    if (said.length == 0)
        return false;
    utf8_decode(said, &first);
    utf8_decode_last(said, &last);
    for (size_t i = 0; i < said.length && words < 4; i++)
        words += said.at[i] == ' ';
    bool blank_inside = words > 3;
    if (!blank_inside || !(utf8_is_upper(first) || utf8_is_digit(first)))
        return false;
    uint32_t behind = 0;
    if (mark->close < sayings->text->text.length)
        utf8_decode(
            span_part(sayings->text->text, mark->close, sayings->text->text.length),
            &behind);
    return last == '.' || last == '?' || last == '!' || last == ',' || last == 0x2026 ||
           behind == '.' || behind == ',';
}

/* ---- direct speech ---- */

/* A quotation while its speaker is looked for. */
struct direct {
    const struct marked *mark;
    const struct saying *last; /* who spoke before in the text, and where it ended */
    size_t last_end;
};

static bool begins_upper(const struct sayings *sayings, size_t byte)
{
    uint32_t point;
    utf8_decode(span_part(sayings->text->text, byte, sayings->text->text.length), &point);
    return utf8_is_upper(point);
}

/* “…,” said Ann Lee; “…,” the council said. */
static struct saying *event_behind(struct sayings *sayings, const struct marked *mark)
{
    size_t i = saying_from(sayings, mark->close);
    if (i >= sayings->count || sayings->items[i].start < mark->close)
        return NULL;
    struct saying *saying = &sayings->items[i];
    struct span gap = span_part(sayings->text->text, mark->close, saying->start);
    for (size_t at = 0; at < gap.length; at++)
        if (!strchr(" ,-", gap.at[at]) && (unsigned char)gap.at[at] < 0x80)
            return NULL;
    if (gap.length > 6)
        return NULL;
    struct span rest =
        span_part(sayings->text->text, saying->end, saying->end + ATTRIBUTION_LEAD_MAX);
    struct span lead = span_part(rest, 0, span_find_byte(rest, '\n'));
    struct span said = span_trim(span_part(sayings->text->text, mark->start, mark->end));
    bool ended = said.length && strchr(".?!", said.at[said.length - 1]);
    bool leads = span_find_byte(lead, ':') < span_find_byte(lead, '.');
    bool apart = ended && (leads || (said.at[said.length - 1] == '.' &&
                                     begins_upper(sayings, saying->start)));
    return apart && !saying->inverted ? NULL : saying;
}

/* Does a passage hold nothing but a name: "a change called “One Barnet”"? */
static bool is_name(const struct sayings *sayings, const struct marked *mark)
{
    const struct entity *entity =
        speaker_entity(&sayings->speakers, term_from(sayings->text, mark->start));
    return entity && entity->start == mark->start && entity->end + 1 >= mark->end;
}

/* Ann Lee said: “…”; he called it “…”. */
static struct saying *event_before(struct sayings *sayings, const struct direct *direct)
{
    const struct marked *mark = direct->mark;
    size_t i = saying_from(sayings, mark->open);
    if (i == 0)
        return NULL;
    struct saying *saying = &sayings->items[i - 1];
    size_t from = saying->end;
    if (direct->last == saying && direct->last_end > from)
        from = direct->last_end;
    if (from > mark->open || mark->open - from > ATTRIBUTION_LEAD_MAX)
        return NULL;
    struct span gap = span_part(sayings->text->text, from, mark->open);
    struct span lead = span_trim(gap);
    bool colon = lead.length && lead.at[lead.length - 1] == ':';
    if (span_find_byte(gap, '\n') < gap.length && !colon)
        return NULL;
    if (ends_sentence(gap) || (!is_sentence(sayings, mark) && is_name(sayings, mark)))
        return NULL;
    return saying;
}

/* The speaker whose name begins a line, with a colon behind it: where what is said
 * begins; 0 where there is none. */
static size_t read_label(struct sayings *sayings, size_t line, struct saying *label)
{
    struct span rest = span_part(sayings->text->text, line, line + ATTRIBUTION_LINE_MAX);
    size_t colon = span_find_byte(rest, ':'), word = term_from(sayings->text, line);
    static const char *const the[] = {"the", NULL};
    if (colon >= span_find_byte(rest, '\n') || colon >= rest.length ||
        word >= sayings->text->words.count)
        return 0;
    size_t titles = word;
    while (term_at(sayings->text, titles, 1u << TERM_TITLE))
        titles++;
    if (!speaker_at(&sayings->speakers, word, &label->speaker) ||
        (label->speaker.kind == SPEAKER_PERSON
             ? label->speaker.first > titles
             : label->speaker.kind != SPEAKER_NOUN ||
                   !term_is_word(sayings->text, word, the)))
        return 0;
    struct span between =
        span_part(sayings->text->text, term_end(sayings->text, label->speaker.behind - 1),
                  line + colon);
    bool bracket =
        span_starts(between, span_of(" (")) && span_ends(between, span_of(")"));
    bool role = span_starts(between, span_of(", ")) && !ends_sentence(between);
    if (between.length && !bracket && !role)
        return 0;
    label->via = span_of("name");
    return line + colon + 1;
}

static bool label_before(struct sayings *sayings, const struct marked *mark,
                         struct saying *label)
{
    size_t reach =
        mark->open > ATTRIBUTION_LINE_MAX ? mark->open - ATTRIBUTION_LINE_MAX : 0;
    struct span before = span_part(sayings->text->text, reach, mark->open);
    if (!span_ends(span_trim(before), span_of(":")))
        return false;
    size_t line = mark->open;
    while (line > reach && sayings->text->text.at[line - 1] != '\n')
        line--;
    size_t said = read_label(sayings, line, label);
    return said && said <= mark->open &&
           span_trim(span_part(sayings->text->text, said, mark->open)).length == 0;
}

/* “…”⏎— Ann Lee, leader of the council: the line below, or the bracket behind. */
static bool line_below(struct sayings *sayings, const struct marked *mark,
                       struct saying *line)
{
    struct span rest =
        span_part(sayings->text->text, mark->close, mark->close + ATTRIBUTION_LINE_MAX);
    size_t at = 0;
    bool below = false, dash = false;
    while (at < rest.length && strchr(" \n.\t", rest.at[at]))
        below = rest.at[at++] == '\n' || below;
    while (at < rest.length) {
        uint32_t point;
        size_t length = utf8_decode(span_part(rest, at, rest.length), &point);
        if (utf8_fold(point) != '-' && point != '(' && point != '~' && point != ' ')
            break;
        dash = true;
        at += length;
    }
    struct span own = span_part(rest, at, rest.length);
    own.length = span_find_byte(own, '\n');
    size_t word = term_from(sayings->text, mark->close + at);
    if (!(below || dash) || own.length == rest.length - at + 1 || ends_sentence(own) ||
        word >= sayings->text->words.count ||
        !speaker_at(&sayings->speakers, word, &line->speaker))
        return false;
    const struct speaker *speaker = &line->speaker;
    size_t behind = term_end(sayings->text, speaker->behind - 1);
    size_t end = mark->close + at + own.length;
    bool by = term_is_word(sayings->text, word, (const char *const[]){"by", NULL});
    if (by || !(dash || mark->open == mark->start || is_sentence(sayings, mark)))
        return false; /* a headline and its byline */
    bool name =
        speaker->kind == SPEAKER_PERSON || (dash && speaker->kind != SPEAKER_PRONOUN);
    bool plain = saying_from(sayings, mark->close + at) == saying_from(sayings, end);
    line->via = span_of("name");
    return name && plain && behind <= end &&
           (dash || term_start(sayings->text, word) <= end) &&
           term_start(sayings->text, speaker->first) < mark->close + at + 24;
}

/* Line ends between two places, several that follow each other as one. */
static size_t breaks_between(const struct sayings *sayings, size_t from, size_t to)
{
    size_t breaks = 0;
    bool inside = false;
    for (size_t at = from; at < to && breaks < 2; at++) {
        bool feed = sayings->text->text.at[at] == '\n';
        breaks += feed && !inside;
        inside = feed || (inside && strchr(" \t", sayings->text->text.at[at]));
    }
    return breaks;
}

/* A passage that is a whole paragraph, or goes on in one, is said by who spoke before. */
static const char *continued(struct sayings *sayings, const struct direct *direct)
{
    const struct marked *mark = direct->mark;
    if (!direct->last || direct->last_end > mark->open || !is_sentence(sayings, mark) ||
        mark->open - direct->last_end > MARKS_REACH)
        return NULL;
    size_t breaks = breaks_between(sayings, direct->last_end, mark->open);
    if (breaks == 0)
        return "quotation.continued";
    struct span text = sayings->text->text;
    bool own = (mark->open == 0 || text.at[mark->open - 1] == '\n') &&
               (mark->close >= text.length || text.at[mark->close] == '\n');
    return breaks == 1 && own ? "quotation.paragraph" : NULL;
}

/* The speaker of the next passage of the paragraph, where none spoke before. */
static struct saying *event_later(struct sayings *sayings, size_t m)
{
    const struct marked *mark = &sayings->marks.items[m];
    if (m + 1 >= sayings->marks.count || !is_sentence(sayings, mark))
        return NULL;
    const struct marked *next = &sayings->marks.items[m + 1];
    if (next->open - mark->close > ATTRIBUTION_LEAD_MAX ||
        breaks_between(sayings, mark->close, next->open) > 0)
        return NULL;
    return event_behind(sayings, next);
}

/* The words of some passages are those of one sentence with the verb: any words will do.
 */
static void find_direct(struct sayings *sayings)
{
    struct direct direct = {.last = NULL};
    struct saying *own = mem_new(sayings->marks.count + 1, sizeof *own);
    for (size_t m = 0; m < sayings->marks.count; m++) {
        const struct marked *mark = direct.mark = &sayings->marks.items[m];
        struct saying *saying = event_behind(sayings, mark);
        const char *rule = "quotation.behind";
        if (!saying && (saying = event_before(sayings, &direct)))
            rule = "quotation.before";
        if (saying)
            saying->used = true;
        else if (label_before(sayings, mark, &own[m])) {
            saying = &own[m];
            rule = "quotation.label";
        } else if (line_below(sayings, mark, &own[m])) {
            saying = &own[m];
            rule = "quotation.line";
        } else if ((rule = continued(sayings, &direct))) {
            own[m] = *direct.last;
            saying = &own[m];
            saying->via = span_of("coreference");
        } else if ((saying = event_later(sayings, m)))
            rule = "quotation.later";
        if (saying || (is_sentence(sayings, mark) && mark->open != mark->start))
            saying_quote(sayings, QUOTATION_DIRECT, mark->start, mark->end, saying,
                         saying ? rule : "quotation.marks");
        if (saying) {
            direct.last = saying;
            direct.last_end = mark->close > saying->end ? mark->close : saying->end;
        }
    }
    free(own);
}

/* Transcripts: a line that begins with a name and a colon. */
static void find_labels(struct sayings *sayings)
{
    struct span text = sayings->text->text;
    for (size_t at = 0; at < text.length;) {
        size_t colon = at + span_find_byte(span_part(text, at, text.length), ':');
        if (colon >= text.length)
            break;
        at = colon + 1;
        size_t line = colon;
        while (line > 0 && text.at[line - 1] != '\n' &&
               colon - line < ATTRIBUTION_LINE_MAX)
            line--;
        if ((line > 0 && text.at[line - 1] != '\n') || marks_hold(&sayings->marks, colon))
            continue;
        struct saying label = {.verb = NULL};
        size_t said = read_label(sayings, line, &label);
        size_t end = line + span_find_byte(span_part(text, line, text.length), '\n');
        struct span words = span_trim(span_part(sayings->text->text, said, end));
        size_t start = (size_t)(words.at - text.at);
        if (said != colon + 1 || words.length == 0 ||
            !strchr(".?!)", words.at[words.length - 1]))
            continue;
        size_t mark = marks_behind(&sayings->marks, start);
        if (mark < sayings->marks.count && sayings->marks.items[mark].open <= start)
            continue;
        saying_quote(sayings, QUOTATION_DIRECT, start, start + words.length, &label,
                     "quotation.transcript");
    }
}

/* ---- all ---- */

static void add_blocks(struct sayings *sayings, struct rec *rec)
{
    struct span raw = rec_raw(rec, "blocks");
    struct utf8_index index;
    size_t count;
    if (!raw.at || span_find(raw, span_of("\"quote\"")) == raw.length)
        return;
    struct rec **blocks = rec_items(rec, "blocks", &count);
    utf8_index_make(&index, sayings->text->text);
    for (size_t i = 0; i < count; i++) {
        long long start, end;
        if (span_is(rec_string(blocks[i], "role"), "quote") &&
            rec_integer(blocks[i], "start", &start) && start >= 0 &&
            rec_integer(blocks[i], "end", &end) && end >= start)
            marks_add(&sayings->marks, utf8_byte_at(&index, (size_t)start),
                      utf8_byte_at(&index, (size_t)end));
    }
    utf8_index_free(&index);
}

/* The speakers who speak for a council that their words do not name: the one in focus. */
static void set_councils(struct sayings *sayings, const struct entities *entities,
                         const struct vocab *vocab, const struct entity_source *source)
{
    struct resolve_focus focus;
    struct quotations *list = sayings->quotations;
    size_t block = 0, read = 0;
    resolve_start(&focus, vocab, source, entities);
    for (size_t i = 0; i < list->count; i++) {
        struct quotation *quotation = &list->items[i];
        if (!quotation->of_council || quotation->authority)
            continue;
        size_t at = quotation->start;
        if (quotation->speaker_start > at && quotation->speaker_start < quotation->end)
            at = quotation->speaker_start;
        for (; read < at; read++)
            if (sayings->text->text.at[read] == '\n')
                block = read + 1;
        quotation->authority = resolve_at(&focus, block, at);
        if (quotation->is_council && quotation->authority) {
            quotation->speaker = quotation->organisation = quotation->authority->name;
            quotation->via = span_of("coreference");
        }
    }
}

void attribution_find(const struct term_text *text, struct entities *entities,
                      const struct vocab *vocab, const struct entity_source *source,
                      struct rec *rec, struct quotations *quotations)
{
    struct sayings sayings = {.text = text,
                              .speakers = {.text = text, .entities = entities},
                              .quotations = quotations};
    quotations->count = 0;
    marks_find(&sayings.marks, text->text);
    add_blocks(&sayings, rec);
    speaker_text_read(&sayings.speakers);
    saying_find(&sayings);
    find_direct(&sayings);
    find_labels(&sayings);
    reported_find(&sayings);
    quotations_settle(quotations);
    set_councils(&sayings, entities, vocab, source);
    saying_free(&sayings);
}

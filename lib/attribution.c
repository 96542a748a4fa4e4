#include "attribution.h"

#include <stdlib.h>
#include <string.h>

#include "marks.h"
#include "mem.h"
#include "sentence.h"
#include "speaker.h"
#include "utf8.h"

static const unsigned verbs =
    1u << TERM_SAYS | 1u << TERM_SAYS_THAT | 1u << TERM_CALLS | 1u << TERM_SOURCE;

/* A verb of speech and whose it is. */
struct event {
    const struct term_hit *verb;
    struct speaker speaker;
    struct span via;
    size_t start, end; /* bytes, with the speaker where that stands beside it */
    bool inverted;     /* "said Ann Lee" */
    bool used;         /* a quotation in marks is its object */
};

struct attribution {
    const struct term_text *text;
    struct speaker_text speakers;
    struct marks marks;
    struct event *events;
    size_t count, room;
    struct event recent[ATTRIBUTION_SPEAKERS_KEPT]; /* the last one first */
    struct quotations *quotations;
};

static size_t word_start(const struct attribution *attribution, size_t word)
{
    return attribution->text->words.items[word].start;
}

static size_t word_end(const struct attribution *attribution, size_t word)
{
    return attribution->text->words.items[word].end;
}

static struct span bytes(const struct attribution *attribution, size_t start, size_t end)
{
    return span_part(attribution->text->text, start, end);
}

/* The first word that begins at or behind a byte. */
static size_t word_from(const struct attribution *attribution, size_t byte)
{
    size_t low = 0, high = attribution->text->words.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (word_start(attribution, middle) < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_one_of(const struct attribution *attribution, size_t word,
                      const char *const *list)
{
    return word < attribution->text->words.count &&
           term_is_word(attribution->text, word, list);
}

/* ---- verbs ---- */

static bool is_meant(const struct speaker *speaker, char pronoun)
{
    bool person = speaker->kind == SPEAKER_PERSON;
    if (pronoun == 'i')
        return speaker->kind == SPEAKER_BODY ||
               (speaker->kind == SPEAKER_NOUN && !speaker->gender);
    if (pronoun == 't')
        return !person;
    return (person || speaker->kind == SPEAKER_NOUN) &&
           (!speaker->gender || speaker->gender == pronoun);
}

/* The last person, or body, that the text names before a word, not further than a
 * paragraph or two. */
static bool named_before(const struct attribution *attribution, size_t word, char pronoun,
                         struct speaker *speaker)
{
    for (size_t back = word; back > 0 && word - back < 2 * SPEAKER_REACH_WORDS; back--) {
        const struct entity *entity = speaker_entity(&attribution->speakers, back - 1);
        bool person = entity && entity->type == ENTITY_PERSON;
        bool body = entity && (entity->type == ENTITY_ORGANISATION ||
                               entity->type == ENTITY_AUTHORITY);
        if ((pronoun == 'i' ? !body : !person) || pronoun == 't')
            continue;
        while (back > 1 && entity == speaker_entity(&attribution->speakers, back - 2))
            back--;
        if (speaker_at(&attribution->speakers, back - 1, speaker) &&
            is_meant(speaker, pronoun))
            return true;
    }
    return false;
}

/* Who a pronoun means: of those who spoke, the last whom it fits. */
static void resolve_pronoun(const struct attribution *attribution, struct event *event)
{
    struct speaker *speaker = &event->speaker, found;
    size_t first = speaker->first, behind = speaker->behind;
    if (speaker->kind != SPEAKER_PRONOUN)
        return;
    event->via = span_of("coreference");
    found = (struct speaker){.kind = SPEAKER_NONE};
    for (size_t i = 0; i < ATTRIBUTION_SPEAKERS_KEPT && found.kind == SPEAKER_NONE; i++)
        if (is_meant(&attribution->recent[i].speaker, speaker->pronoun))
            found = attribution->recent[i].speaker;
    if (found.kind == SPEAKER_NONE &&
        !named_before(attribution, first, speaker->pronoun, &found))
        found.kind = SPEAKER_NONE;
    if (!found.gender && (speaker->pronoun == 'm' || speaker->pronoun == 'f'))
        found.gender = speaker->pronoun;
    *speaker = found;
    speaker->first = first;
    speaker->behind = behind;
}

/* "the minister" means the minister who spoke before. */
static void resolve_noun(const struct attribution *attribution, struct event *event)
{
    struct speaker *speaker = &event->speaker;
    if (speaker->kind != SPEAKER_NOUN || speaker->organisation.length ||
        speaker->role.length < speaker->name.length ||
        !is_one_of(attribution, speaker->first, (const char *const[]){"the", NULL}))
        return;
    for (size_t i = 0; i < ATTRIBUTION_SPEAKERS_KEPT; i++) {
        struct speaker known = attribution->recent[i].speaker;
        if (known.kind != SPEAKER_PERSON ||
            span_find(known.role, speaker->role) >= known.role.length)
            continue;
        known.first = speaker->first;
        known.behind = speaker->behind;
        event->via = span_of("coreference");
        *speaker = known;
        return;
    }
}

static void remember(struct attribution *attribution, const struct event *event)
{
    size_t known = 0;
    if (event->speaker.kind == SPEAKER_NONE)
        return;
    while (known + 1 < ATTRIBUTION_SPEAKERS_KEPT &&
           !span_equal(attribution->recent[known].speaker.name, event->speaker.name))
        known++;
    memmove(attribution->recent + 1, attribution->recent,
            known * sizeof *attribution->recent);
    attribution->recent[0] = *event;
}

/* Verbs that take who is told. */
static const char *const tells[] = {"told",   "tells",    "tell",  "assured", "assures",
                                    "warned", "promised", "warns", "asked",   NULL};

static bool ends_here(const struct attribution *attribution, size_t word)
{
    static const char *const parts[] = {",", "who", "which", "and", NULL};
    return word >= attribution->text->words.count ||
           speaker_breaks(attribution->text, word) || is_one_of(attribution, word, parts);
}

/* "…,” said Ann Lee" or ", said Ofsted." */
static bool is_inverted(struct attribution *attribution, const struct term_hit *verb,
                        struct speaker *speaker)
{
    size_t start = word_start(attribution, verb->first),
           mark = marks_behind(&attribution->marks, start);
    bool comma =
        verb->first > 0 && span_is(term_word(attribution->text, verb->first - 1), ",");
    bool quoted = mark > 0;
    comma = comma && !is_one_of(attribution, verb->first, tells);
    if (quoted) {
        size_t close = attribution->marks.items[mark - 1].close;
        struct span gap = bytes(attribution, close, start);
        quoted = close <= start && start - close < 4 &&
                 span_find_byte(gap, '\n') == gap.length;
    }
    if (!(quoted || comma) || verb->behind >= attribution->text->words.count ||
        speaker_breaks(attribution->text, verb->behind) ||
        !speaker_at(&attribution->speakers, verb->behind, speaker))
        return false;
    return quoted || ends_here(attribution, speaker->behind);
}

static bool is_passive(const struct attribution *attribution, size_t verb)
{
    static const char *const words[] = {"is",  "was", "were", "been",  "be",    "being",
                                        "are", "to",  "not",  "never", "being", NULL};
    return verb > 0 && is_one_of(attribution, verb - 1, words);
}

/* Whose a verb is; false where it is nobody's. */
static bool find_speaker(struct attribution *attribution, struct event *event)
{
    const struct term_hit *verb = event->verb;
    struct speaker *speaker = &event->speaker;
    if (verb->kinds & 1u << TERM_SOURCE)
        return verb->behind < attribution->text->words.count &&
               speaker_at(&attribution->speakers, verb->behind, speaker);
    if (is_passive(attribution, verb->first))
        return false;
    event->inverted = is_inverted(attribution, verb, speaker);
    return event->inverted ||
           speaker_before(&attribution->speakers, verb->first, speaker);
}

static void set_extent(const struct attribution *attribution, struct event *event)
{
    const struct speaker *speaker = &event->speaker;
    event->start = word_start(attribution, event->verb->first);
    event->end = word_end(attribution, event->verb->behind - 1);
    if (speaker->first < event->verb->first)
        event->start =
            word_start(attribution, speaker_lead(&attribution->speakers, speaker));
    else if (speaker->behind > event->verb->behind)
        event->end = word_end(attribution, speaker->behind - 1);
}

static void find_events(struct attribution *attribution)
{
    for (size_t h = 0; h < attribution->text->hit_count; h++) {
        const struct term_hit *hit = &attribution->text->hits[h];
        struct event event = {.verb = hit, .via = span_of("name")};
        if (!(hit->kinds & verbs) ||
            marks_hold(&attribution->marks, word_start(attribution, hit->first)) ||
            (attribution->count &&
             attribution->events[attribution->count - 1].verb->behind > hit->first) ||
            !find_speaker(attribution, &event))
            continue;
        resolve_pronoun(attribution, &event);
        resolve_noun(attribution, &event);
        set_extent(attribution, &event);
        remember(attribution, &event);
        attribution->events =
            mem_grow(attribution->events, &attribution->room, attribution->count + 1,
                     sizeof *attribution->events);
        attribution->events[attribution->count++] = event;
    }
}

/* Number of the first event that begins at or behind a byte. */
static size_t event_from(const struct attribution *attribution, size_t byte)
{
    size_t low = 0, high = attribution->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (word_start(attribution, attribution->events[middle].verb->first) < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- what is said ---- */

static void add(struct attribution *attribution, enum quotation_kind kind, size_t start,
                size_t end, const struct event *event, const char *rule)
{
    struct quotation quotation = {
        .kind = kind, .start = start, .end = end, .rule = span_of(rule)};
    if (event && event->speaker.kind != SPEAKER_NONE) {
        const struct speaker *speaker = &event->speaker;
        quotation.speaker = speaker->name;
        quotation.role = speaker->role;
        quotation.organisation = speaker->organisation;
        quotation.authority = speaker->authority;
        quotation.via = event->via;
        quotation.speaker_start = word_start(attribution, speaker->first);
        quotation.speaker_end = word_end(attribution, speaker->behind - 1);
        quotation.of_council = speaker->of_council;
        quotation.is_council = speaker->is_council;
    }
    quotations_add(attribution->quotations, quotation);
}

static bool has_byte(struct span text, const char *any)
{
    for (size_t i = 0; i < text.length; i++)
        if (strchr(any, text.at[i]))
            return true;
    return false;
}

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
static bool is_sentence(const struct attribution *attribution, const struct marked *mark)
{
    struct span said = span_trim(bytes(attribution, mark->start, mark->end));
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
    if (mark->close < attribution->text->text.length)
        utf8_decode(bytes(attribution, mark->close, attribution->text->text.length),
                    &behind);
    return last == '.' || last == '?' || last == '!' || last == ',' || last == 0x2026 ||
           behind == '.' || behind == ',';
}

/* ---- direct speech ---- */

/* A quotation while its speaker is looked for. */
struct direct {
    const struct marked *mark;
    const struct event *last; /* who spoke before in the text, and where it ended */
    size_t last_end;
};

static bool begins_upper(const struct attribution *attribution, size_t byte)
{
    uint32_t point;
    utf8_decode(bytes(attribution, byte, attribution->text->text.length), &point);
    return utf8_is_upper(point);
}

/* “…,” said Ann Lee; “…,” the council said. */
static struct event *event_behind(struct attribution *attribution,
                                  const struct marked *mark)
{
    size_t i = event_from(attribution, mark->close);
    if (i >= attribution->count || attribution->events[i].start < mark->close)
        return NULL;
    struct event *event = &attribution->events[i];
    struct span gap = bytes(attribution, mark->close, event->start);
    for (size_t at = 0; at < gap.length; at++)
        if (!strchr(" ,-", gap.at[at]) && (unsigned char)gap.at[at] < 0x80)
            return NULL;
    if (gap.length > 6)
        return NULL;
    struct span rest = bytes(attribution, event->end, event->end + ATTRIBUTION_LEAD_MAX);
    struct span lead = span_part(rest, 0, span_find_byte(rest, '\n'));
    struct span said = span_trim(bytes(attribution, mark->start, mark->end));
    bool ended = said.length && strchr(".?!", said.at[said.length - 1]);
    bool leads = span_find_byte(lead, ':') < span_find_byte(lead, '.');
    bool apart = ended && (leads || (said.at[said.length - 1] == '.' &&
                                     begins_upper(attribution, event->start)));
    return apart && !event->inverted ? NULL : event;
}

/* Does a passage hold nothing but a name: "a change called “One Barnet”"? */
static bool is_name(const struct attribution *attribution, const struct marked *mark)
{
    const struct entity *entity =
        speaker_entity(&attribution->speakers, word_from(attribution, mark->start));
    return entity && entity->start == mark->start && entity->end + 1 >= mark->end;
}

/* Ann Lee said: “…”; he called it “…”. */
static struct event *event_before(struct attribution *attribution,
                                  const struct direct *direct)
{
    const struct marked *mark = direct->mark;
    size_t i = event_from(attribution, mark->open);
    if (i == 0)
        return NULL;
    struct event *event = &attribution->events[i - 1];
    size_t from = event->end;
    if (direct->last == event && direct->last_end > from)
        from = direct->last_end;
    if (from > mark->open || mark->open - from > ATTRIBUTION_LEAD_MAX)
        return NULL;
    struct span gap = bytes(attribution, from, mark->open);
    struct span lead = span_trim(gap);
    bool colon = lead.length && lead.at[lead.length - 1] == ':';
    if (span_find_byte(gap, '\n') < gap.length && !colon)
        return NULL;
    if (ends_sentence(gap) ||
        (!is_sentence(attribution, mark) && is_name(attribution, mark)))
        return NULL;
    return event;
}

/* The speaker whose name begins a line, with a colon behind it: where what is said
 * begins; 0 where there is none. */
static size_t read_label(struct attribution *attribution, size_t line,
                         struct event *label)
{
    struct span rest = bytes(attribution, line, line + ATTRIBUTION_LINE_MAX);
    size_t colon = span_find_byte(rest, ':'), word = word_from(attribution, line);
    static const char *const the[] = {"the", NULL};
    if (colon >= span_find_byte(rest, '\n') || colon >= rest.length ||
        word >= attribution->text->words.count)
        return 0;
    size_t titles = word;
    while (term_at(attribution->text, titles, 1u << TERM_TITLE))
        titles++;
    if (!speaker_at(&attribution->speakers, word, &label->speaker) ||
        (label->speaker.kind == SPEAKER_PERSON
             ? label->speaker.first > titles
             : label->speaker.kind != SPEAKER_NOUN || !is_one_of(attribution, word, the)))
        return 0;
    struct span between = bytes(
        attribution, word_end(attribution, label->speaker.behind - 1), line + colon);
    bool bracket =
        span_starts(between, span_of(" (")) && span_ends(between, span_of(")"));
    bool role = span_starts(between, span_of(", ")) && !ends_sentence(between);
    if (between.length && !bracket && !role)
        return 0;
    label->via = span_of("name");
    return line + colon + 1;
}

static bool label_before(struct attribution *attribution, const struct marked *mark,
                         struct event *label)
{
    size_t reach =
        mark->open > ATTRIBUTION_LINE_MAX ? mark->open - ATTRIBUTION_LINE_MAX : 0;
    struct span before = bytes(attribution, reach, mark->open);
    if (!span_ends(span_trim(before), span_of(":")))
        return false;
    size_t line = mark->open;
    while (line > reach && attribution->text->text.at[line - 1] != '\n')
        line--;
    size_t said = read_label(attribution, line, label);
    return said && said <= mark->open &&
           span_trim(bytes(attribution, said, mark->open)).length == 0;
}

/* “…”⏎— Ann Lee, leader of the council: the line below, or the bracket behind. */
static bool line_below(struct attribution *attribution, const struct marked *mark,
                       struct event *line)
{
    struct span rest =
        bytes(attribution, mark->close, mark->close + ATTRIBUTION_LINE_MAX);
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
    size_t word = word_from(attribution, mark->close + at);
    if (!(below || dash) || own.length == rest.length - at + 1 || ends_sentence(own) ||
        word >= attribution->text->words.count ||
        !speaker_at(&attribution->speakers, word, &line->speaker))
        return false;
    const struct speaker *speaker = &line->speaker;
    size_t behind = word_end(attribution, speaker->behind - 1);
    size_t end = mark->close + at + own.length;
    bool by = is_one_of(attribution, word, (const char *const[]){"by", NULL});
    if (by || !(dash || mark->open == mark->start || is_sentence(attribution, mark)))
        return false; /* a headline and its byline */
    bool name =
        speaker->kind == SPEAKER_PERSON || (dash && speaker->kind != SPEAKER_PRONOUN);
    bool plain =
        event_from(attribution, mark->close + at) == event_from(attribution, end);
    line->via = span_of("name");
    return name && plain && behind <= end &&
           (dash || word_start(attribution, word) <= end) &&
           word_start(attribution, speaker->first) < mark->close + at + 24;
}

/* Line ends between two places, several that follow each other as one. */
static size_t breaks_between(const struct attribution *attribution, size_t from,
                             size_t to)
{
    size_t breaks = 0;
    bool inside = false;
    for (size_t at = from; at < to && breaks < 2; at++) {
        bool feed = attribution->text->text.at[at] == '\n';
        breaks += feed && !inside;
        inside = feed || (inside && strchr(" \t", attribution->text->text.at[at]));
    }
    return breaks;
}

/* A passage that is a whole paragraph, or goes on in one, is said by who spoke before. */
static const char *continued(struct attribution *attribution, const struct direct *direct)
{
    const struct marked *mark = direct->mark;
    if (!direct->last || direct->last_end > mark->open ||
        !is_sentence(attribution, mark) || mark->open - direct->last_end > MARKS_REACH)
        return NULL;
    size_t breaks = breaks_between(attribution, direct->last_end, mark->open);
    if (breaks == 0)
        return "quotation.continued";
    struct span text = attribution->text->text;
    bool own = (mark->open == 0 || text.at[mark->open - 1] == '\n') &&
               (mark->close >= text.length || text.at[mark->close] == '\n');
    return breaks == 1 && own ? "quotation.paragraph" : NULL;
}

/* The speaker of the next passage of the paragraph, where none spoke before. */
static struct event *event_later(struct attribution *attribution, size_t m)
{
    const struct marked *mark = &attribution->marks.items[m];
    if (m + 1 >= attribution->marks.count || !is_sentence(attribution, mark))
        return NULL;
    const struct marked *next = &attribution->marks.items[m + 1];
    if (next->open - mark->close > ATTRIBUTION_LEAD_MAX ||
        breaks_between(attribution, mark->close, next->open) > 0)
        return NULL;
    return event_behind(attribution, next);
}

/* The words of some passages are those of one sentence with the verb: any words will do.
 */
static void find_direct(struct attribution *attribution)
{
    struct direct direct = {.last = NULL};
    struct event *own = mem_new(attribution->marks.count + 1, sizeof *own);
    for (size_t m = 0; m < attribution->marks.count; m++) {
        const struct marked *mark = direct.mark = &attribution->marks.items[m];
        struct event *event = event_behind(attribution, mark);
        const char *rule = "quotation.behind";
        if (!event && (event = event_before(attribution, &direct)))
            rule = "quotation.before";
        if (event)
            event->used = true;
        else if (label_before(attribution, mark, &own[m])) {
            event = &own[m];
            rule = "quotation.label";
        } else if (line_below(attribution, mark, &own[m])) {
            event = &own[m];
            rule = "quotation.line";
        } else if ((rule = continued(attribution, &direct))) {
            own[m] = *direct.last;
            event = &own[m];
            event->via = span_of("coreference");
        } else if ((event = event_later(attribution, m)))
            rule = "quotation.later";
        if (event || (is_sentence(attribution, mark) && mark->open != mark->start))
            add(attribution, QUOTATION_DIRECT, mark->start, mark->end, event,
                event ? rule : "quotation.marks");
        if (event) {
            direct.last = event;
            direct.last_end = mark->close > event->end ? mark->close : event->end;
        }
    }
    free(own);
}

/* Transcripts: a line that begins with a name and a colon. */
static void find_labels(struct attribution *attribution)
{
    struct span text = attribution->text->text;
    for (size_t at = 0; at < text.length;) {
        size_t colon = at + span_find_byte(span_part(text, at, text.length), ':');
        if (colon >= text.length)
            break;
        at = colon + 1;
        size_t line = colon;
        while (line > 0 && text.at[line - 1] != '\n' &&
               colon - line < ATTRIBUTION_LINE_MAX)
            line--;
        if ((line > 0 && text.at[line - 1] != '\n') ||
            marks_hold(&attribution->marks, colon))
            continue;
        struct event label = {.verb = NULL};
        size_t said = read_label(attribution, line, &label);
        size_t end = line + span_find_byte(span_part(text, line, text.length), '\n');
        struct span words = span_trim(bytes(attribution, said, end));
        size_t start = (size_t)(words.at - text.at);
        if (said != colon + 1 || words.length == 0 ||
            !has_byte(span_part(words, words.length - 1, words.length), ".?!)"))
            continue;
        size_t mark = marks_behind(&attribution->marks, start);
        if (mark < attribution->marks.count &&
            attribution->marks.items[mark].open <= start)
            continue;
        add(attribution, QUOTATION_DIRECT, start, start + words.length, &label,
            "quotation.transcript");
    }
}

/* ---- reported speech ---- */

static size_t sentence_end(const struct attribution *attribution, size_t byte)
{
    const struct sentences *sentences = &attribution->text->sentences;
    size_t i = sentences_at(sentences, byte);
    return i < sentences->count ? sentences->items[i].end : byte;
}

static size_t sentence_start(const struct attribution *attribution, size_t byte)
{
    const struct sentences *sentences = &attribution->text->sentences;
    size_t i = sentences_at(sentences, byte);
    return i < sentences->count ? sentences->items[i].start : byte;
}

/* Behind who is told. */
static size_t skip_hearer(const struct attribution *attribution, size_t word)
{
    static const char *const articles[] = {"the", "a", "an", "its", "our", "their", NULL};
    if (!is_one_of(attribution, word - 1, tells))
        return word;
    const struct term_hit *hit = term_at(attribution->text, word, 1u << TERM_HEARER);
    const struct entity *entity = speaker_entity(&attribution->speakers, word);
    size_t behind = hit ? hit->behind : word;
    bool told = is_one_of(attribution, word - 1,
                          (const char *const[]){"told", "tells", "tell", NULL});
    if (told && !hit && !entity && is_one_of(attribution, word, articles)) {
        behind = word + 2;
        entity = speaker_entity(&attribution->speakers, word + 1);
    }
    while (entity && behind < attribution->text->words.count &&
           speaker_entity(&attribution->speakers, behind) == entity)
        behind++;
    return behind;
}

/* The word that begins the clause behind a verb; SIZE_MAX where none follows. */
static size_t clause_word(const struct attribution *attribution,
                          const struct event *event)
{
    static const char *const that[] = {"that", NULL};
    static const char *const no_clause[] = {
        "of",        "about",  "to",      "in",   "on",      "at",    "so",
        "no",        "yes",    "nothing", "for",  "by",      "with",  "and",
        "but",       "from",   "as",      "when", "it's",    ",",     "during",
        "after",     "before", "or",      "his",  "her",     "their", "how",
        "why",       "what",   "while",   "more", "whether", "if",    "anything",
        "something", "little", "much",    NULL};
    const struct term_text *text = attribution->text;
    size_t word = event->verb->behind;
    for (size_t at = word; at < text->words.count && at - word < 14; at++) {
        if (speaker_breaks(text, at) && at > word)
            break;
        if (is_one_of(attribution, at, that))
            return at + 1;
    }
    if (!(event->verb->kinds & 1u << TERM_SAYS) || event->inverted)
        return (size_t)-1;
    word = skip_hearer(attribution, word);
    const struct entity *entity = speaker_entity(&attribution->speakers, word);
    const struct term_hit *helper = term_at(text, word, 1u << TERM_HELPER);
    if (helper)
        word = helper->behind;
    else if (entity && entity->type == ENTITY_DATE)
        while (speaker_entity(&attribution->speakers, word) == entity)
            word++;
    bool possessive = is_one_of(
        attribution, word, (const char *const[]){"his", "her", "their", "its", NULL});
    bool none = word >= text->words.count ||
                (!possessive && is_one_of(attribution, word, no_clause)) ||
                has_byte(term_gap(text, word), ".?!:;\n\t");
    return none ? (size_t)-1 : word;
}

/* Where a clause ends before its sentence does: at "; ", ", but", or what is said next.
 */
static size_t clause_end(const struct attribution *attribution, const struct event *event,
                         size_t start, size_t end)
{
    static const char *const stops[] = {"; ", ", but ", ", while ", ", whereas ",
                                        ", although "};
    struct span clause = bytes(attribution, start, end);
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        size_t found = span_find(clause, span_of(stops[i]));
        if (found < clause.length && !marks_hold(&attribution->marks, start + found))
            clause.length = found;
    }
    const struct event *next = event + 1;
    if (next < attribution->events + attribution->count && next->start > start &&
        next->start < start + clause.length)
        clause.length = next->start - start;
    static const char *const tails[] = {" and", ",", " but", " while", " as",
                                        ".",    "!", "?",    ";",      ":"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails;) {
        clause = span_trim(clause);
        bool cut = span_ends(clause, span_of(tails[i]));
        clause.length -= cut ? strlen(tails[i]) : 0;
        i = cut ? 0 : i + 1;
    }
    return start + clause.length;
}

static bool add_clause(struct attribution *attribution, const struct event *event,
                       size_t start, size_t end, const char *rule)
{
    size_t mark = marks_behind(&attribution->marks, start);
    const struct marked *marked =
        mark < attribution->marks.count ? &attribution->marks.items[mark] : NULL;
    if (marked && marked->open < start && marked->close < end)
        start = marked->close; /* begins within marks: behind them */
    end = clause_end(attribution, event, start, end);
    if (marked && marked->open <= start + 1 && marked->close + 1 >= end)
        return false; /* nothing but what stands in marks */
    if (end <= start + 4)
        return false;
    add(attribution, QUOTATION_REPORTED, start, end, event, rule);
    return true;
}

/* Does nothing follow but who was told, and when? */
static bool is_last(const struct attribution *attribution, const struct event *event)
{
    size_t word = event->verb->behind;
    if (event->inverted)
        return true;
    word = skip_hearer(attribution, word);
    const struct term_hit *helper = term_at(attribution->text, word, 1u << TERM_HELPER);
    const struct entity *entity = speaker_entity(&attribution->speakers, word);
    if (helper)
        word = helper->behind;
    else if (entity && entity->type == ENTITY_DATE)
        while (speaker_entity(&attribution->speakers, word) == entity)
            word++;
    return word >= attribution->text->words.count ||
           speaker_breaks(attribution->text, word);
}

/* "…, Ofsted said.", "…, according to the report." */
static void add_before(struct attribution *attribution, const struct event *event)
{
    size_t start = sentence_start(attribution, event->start);
    struct span before = span_trim(bytes(attribution, start, event->start));
    bool source = event->verb->kinds & 1u << TERM_SOURCE;
    if (before.length == 0 || event->used ||
        (!source && (!span_ends(before, span_of(",")) || !is_last(attribution, event))))
        return;
    size_t mark = marks_behind(&attribution->marks, event->start);
    if (mark > 0 && attribution->marks.items[mark - 1].close + 4 > event->start &&
        attribution->marks.items[mark - 1].open <= start + 1)
        return; /* what stands in marks was added */
    const struct event *first = event;
    while (first > attribution->events && first[-1].start >= start)
        first--;
    if (first == event)
        add_clause(attribution, event, start, event->start,
                   source ? "speech.according" : "speech.before");
}

static void find_reported(struct attribution *attribution)
{
    for (size_t i = 0; i < attribution->count; i++) {
        const struct event *event = &attribution->events[i];
        const struct term_text *text = attribution->text;
        if (event->speaker.kind == SPEAKER_NONE)
            continue;
        size_t end = sentence_end(attribution, event->start), word = (size_t)-1;
        if (event->verb->kinds & 1u << TERM_SOURCE) {
            size_t behind = event->speaker.behind;
            if (sentence_start(attribution, event->start) == event->start &&
                behind + 1 < text->words.count && word_start(attribution, behind) < end)
                word = behind + span_is(term_word(text, behind), ",");
        } else if (!(event->verb->kinds & 1u << TERM_CALLS)) {
            word = clause_word(attribution, event);
        }
        if (word == (size_t)-1)
            add_before(attribution, event);
        else if (word < text->words.count && word_start(attribution, word) < end)
            add_clause(attribution, event, word_start(attribution, word), end,
                       "speech.behind");
    }
}

/* ---- all ---- */

static void add_blocks(struct attribution *attribution, struct rec *rec)
{
    struct span raw = rec_raw(rec, "blocks");
    struct utf8_index index;
    size_t count;
    if (!raw.at || span_find(raw, span_of("\"quote\"")) == raw.length)
        return;
    struct rec **blocks = rec_items(rec, "blocks", &count);
    utf8_index_make(&index, attribution->text->text);
    for (size_t i = 0; i < count; i++) {
        long long start, end;
        if (span_is(rec_string(blocks[i], "role"), "quote") &&
            rec_integer(blocks[i], "start", &start) && start >= 0 &&
            rec_integer(blocks[i], "end", &end) && end >= start)
            marks_add(&attribution->marks, utf8_byte_at(&index, (size_t)start),
                      utf8_byte_at(&index, (size_t)end));
    }
    utf8_index_free(&index);
}

/* The speakers who speak for a council that their words do not name: the one in focus. */
static void set_councils(struct attribution *attribution, const struct entities *entities,
                         const struct vocab *vocab, const struct entity_source *source)
{
    struct resolve_focus focus;
    struct quotations *list = attribution->quotations;
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
            if (attribution->text->text.at[read] == '\n')
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
    struct attribution attribution = {.text = text,
                                      .speakers = {.text = text, .entities = entities},
                                      .quotations = quotations};
    quotations->count = 0;
    marks_find(&attribution.marks, text->text);
    add_blocks(&attribution, rec);
    speaker_text_read(&attribution.speakers);
    find_events(&attribution);
    find_direct(&attribution);
    find_labels(&attribution);
    find_reported(&attribution);
    quotations_settle(quotations);
    set_councils(&attribution, entities, vocab, source);
    speaker_text_free(&attribution.speakers);
    marks_free(&attribution.marks);
    free(attribution.events);
}

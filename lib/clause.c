#include "clause.h"

enum {
    SEGMENTS_MAX = 48 /* parts between commas; what is behind them is left as it is */
};

enum kind {
    KIND_MAIN,
    KIND_RELATIVE,   /* ", which was set up in 2019," */
    KIND_PARTICIPLE, /* ", once rated inadequate," */
    KIND_APPOSITION, /* ", inadequate in 2016," */
    KIND_FRONT,      /* "Since she left in 2021, " */
    KIND_TIME        /* "When they came back in March, " */
};

/* What stands between two commas. */
struct segment {
    size_t first, behind; /* tokens */
    bool verb, grade, own, inspecting, before, only_date;
};

struct reading {
    const struct passage *passage;
    size_t item;
    struct segment segments[SEGMENTS_MAX];
    size_t count;
};

static struct span word_at(const struct reading *reading, size_t token)
{
    const struct tokens *tokens = &reading->passage->tokens;
    if (token >= tokens->count)
        return (struct span){"", 0};
    return span_part(buf_span(&reading->passage->mask.text), tokens->items[token].start,
                     tokens->items[token].end);
}

static enum token_class class_at(const struct reading *reading, size_t token)
{
    const struct tokens *tokens = &reading->passage->tokens;
    return token < tokens->count ? tokens->items[token].class : TOKEN_MARK;
}

static const struct mask_item *item_at(const struct reading *reading, size_t token)
{
    return class_at(reading, token) == TOKEN_ITEM
               ? &reading->passage->mask.items[reading->passage->tokens.items[token].item]
               : NULL;
}

static bool is_kind(const struct reading *reading, size_t token, enum mask_kind kind)
{
    const struct mask_item *item = item_at(reading, token);
    return item && item->kind == kind;
}

static bool is_grade(const struct reading *reading, size_t token)
{
    const struct mask_item *item = item_at(reading, token);
    return item && (lexicon_is_grade(item) || item->kind == MASK_TAKEN);
}

/* Is the word one of those, whatever its first letter's case? The list ends with NULL. */
static bool is_one_of(struct span word, const char *const *list)
{
    for (; *list && word.length; list++)
        if ((word.at[0] | 0x20) == **list &&
            span_is(span_part(word, 1, word.length), *list + 1))
            return true;
    return false;
}

/* "expected", "published", "having", "set". */
static bool is_participle(const struct reading *reading, size_t token)
{
    static const char *const strong[] = {"set",  "led",   "run",   "made",
                                         "held", "put",   "built", "given",
                                         "seen", "known", "found", NULL};
    enum token_class class = class_at(reading, token);
    struct span word = word_at(reading, token);
    if (class == TOKEN_AUXILIARY)
        return span_is(word, "having") || span_is(word, "Having") ||
               span_is(word, "being");
    if (class != TOKEN_CONTENT && class != TOKEN_VERB)
        return false;
    bool ending = word.length > 4 &&
                  (span_ends(word, span_of("ed")) || span_ends(word, span_of("ing")));
    return ending || is_one_of(word, strong);
}

/* Does the word tell of an inspection or its report? */
static bool is_inspecting(const struct reading *reading, size_t token)
{
    static const char *const stems[] = {"nspect", "isit",  "udge",   "ated",
                                        "ating",  "eport", "ublish", "erdict",
                                        "rade",   "xamin"};
    struct span word = word_at(reading, token);
    if (is_kind(reading, token, MASK_INSPECTORATE))
        return true;
    return span_starts_any(span_part(word, 1, word.length), stems,
                           sizeof stems / sizeof *stems);
}

static void read_segment(const struct reading *reading, struct segment *segment)
{
    segment->only_date = true;
    for (size_t i = segment->first; i < segment->behind; i++) {
        enum token_class class = class_at(reading, i);
        const struct mask_item *item = item_at(reading, i);
        bool own = item && item == &reading->passage->mask.items[reading->item];
        segment->own = segment->own || own;
        segment->grade = segment->grade || (!own && is_grade(reading, i));
        segment->verb = segment->verb || class == TOKEN_AUXILIARY ||
                        class == TOKEN_VERB || is_kind(reading, i, MASK_REQUIRES) ||
                        is_kind(reading, i, MASK_PERFORMS) || is_participle(reading, i);
        segment->inspecting = segment->inspecting || is_inspecting(reading, i);
        segment->before = segment->before || span_is(word_at(reading, i), "had");
        segment->only_date = segment->only_date &&
                             (class == TOKEN_PREPOSITION || class == TOKEN_CONJUNCTION ||
                              is_kind(reading, i, MASK_DATE));
    }
}

/* Splits the tokens between two bytes at their commas, but for those in brackets. */
static void read_segments(struct reading *reading, size_t start, size_t end)
{
    const struct tokens *tokens = &reading->passage->tokens;
    struct span text = buf_span(&reading->passage->mask.text);
    size_t first = tokens_before(tokens, start), token = first;
    int depth = 0;
    for (; token < tokens->count && tokens->items[token].end <= end; token++) {
        struct span word = word_at(reading, token);
        size_t behind = tokens->items[token].end;
        depth += span_is(word, "(") - (depth > 0 && span_is(word, ")"));
        bool comma = span_is(word, ",") && behind < text.length && text.at[behind] == ' ';
        if (!comma || depth || reading->count + 1 >= SEGMENTS_MAX)
            continue;
        reading->segments[reading->count++] =
            (struct segment){.first = first, .behind = token};
        first = token + 1;
    }
    reading->segments[reading->count++] =
        (struct segment){.first = first, .behind = token};
    for (size_t i = 0; i < reading->count; i++)
        read_segment(reading, &reading->segments[i]);
}

/* The first token of a segment that is neither adverb nor quote nor, behind a comma,
 * "and". */
static size_t opening(const struct reading *reading, const struct segment *segment)
{
    size_t token = segment->first;
    while (token < segment->behind && (class_at(reading, token) == TOKEN_ADVERB ||
                                       class_at(reading, token) == TOKEN_QUOTE))
        token++;
    return token;
}

/* "Since the director left": a clause, where "since 2018" is none. */
static bool opens_clause(const struct reading *reading, size_t token)
{
    enum token_class class = class_at(reading, token + 1);
    return class == TOKEN_DETERMINER || class == TOKEN_PRONOUN ||
           class == TOKEN_CONTENT || class == TOKEN_GRADABLE || class == TOKEN_HOLDER ||
           class == TOKEN_BEARER ||
           (class == TOKEN_ITEM && !is_kind(reading, token + 1, MASK_DATE)) ||
           class == TOKEN_VERB || class == TOKEN_PLURAL;
}

static const char *const ahead[] = {"will",  "would",  "could", "might", "may",
                                    "shall", "should", "if",    "hope",  "expects",
                                    "hopes", "until",  NULL};

/* Does anything behind the token speak of what is not yet so? */
static bool is_ahead(const struct reading *reading, size_t token)
{
    for (; token < reading->passage->tokens.count; token++)
        if (is_one_of(word_at(reading, token), ahead))
            return true;
    return false;
}

static enum kind kind_of_front(const struct reading *reading,
                               const struct segment *segment)
{
    static const char *const causes[] = {"since", "because",  "although", "though",
                                         "if",    "unless",   "as",       "while",
                                         "even",  "compared", NULL};
    static const char *const times[] = {"when",  "once",     "before",
                                        "after", "whenever", NULL};
    static const char *const conditions[] = {"if",   "unless", "should",
                                             "were", "had",    NULL};
    size_t first = segment->first, token = opening(reading, segment);
    struct span word = word_at(reading, first);
    bool recently = span_is(word_at(reading, first + 1), "recently") ||
                    span_is(word_at(reading, first + 1), "of");
    if (is_one_of(word, conditions) && is_ahead(reading, segment->behind))
        return KIND_MAIN;
    if (is_one_of(word, causes) && opens_clause(reading, first) && !recently)
        return KIND_FRONT;
    if (is_one_of(word, times) && opens_clause(reading, first) &&
        !is_participle(reading, token))
        return KIND_TIME;
    if (is_participle(reading, token))
        return KIND_PARTICIPLE;
    return is_grade(reading, token) ? KIND_APPOSITION : KIND_MAIN;
}

/* Does the segment go on with a verb that the one before an aside is the subject of? */
static bool goes_on(const struct reading *reading, size_t number)
{
    if (number >= reading->count)
        return false;
    size_t token = opening(reading, &reading->segments[number]);
    enum token_class class = class_at(reading, token);
    return class == TOKEN_AUXILIARY || class == TOKEN_VERB ||
           is_kind(reading, token, MASK_REQUIRES) ||
           is_kind(reading, token, MASK_PERFORMS) || is_participle(reading, token);
}

static enum kind kind_of(const struct reading *reading, size_t number)
{
    static const char *const times[] = {"when", "where", NULL};
    static const char *const sides[] = {"despite", "unlike", "notwithstanding", NULL};
    static const char *const orders[] = {"after", "before", "since", "once", NULL};
    const struct segment *segment = &reading->segments[number];
    if (number == 0)
        return reading->count > 1 ? kind_of_front(reading, segment) : KIND_MAIN;
    size_t token = opening(reading, segment);
    enum token_class class = class_at(reading, token);
    if (is_one_of(word_at(reading, token), times))
        return KIND_TIME;
    if (is_one_of(word_at(reading, token), sides) && number + 1 < reading->count)
        return KIND_FRONT;
    if (is_one_of(word_at(reading, segment->first), orders) && segment->verb &&
        opens_clause(reading, segment->first) && number + 1 < reading->count)
        return KIND_FRONT; /* ", after Kent had been brought in," */
    if (token > segment->first && span_is(word_at(reading, token - 1), "as") &&
        (class == TOKEN_PRONOUN || class == TOKEN_AUXILIARY))
        return KIND_FRONT; /* ", just as it did in 2018" */
    if (class == TOKEN_RELATIVE ||
        ((class == TOKEN_PREPOSITION || span_is(word_at(reading, token + 1), "of")) &&
         (class_at(reading, token + 1) == TOKEN_RELATIVE ||
          class_at(reading, token + 2) == TOKEN_RELATIVE)))
        return KIND_RELATIVE;
    bool between = goes_on(reading, number + 1);
    if (is_participle(reading, token))
        return between || number + 1 < reading->count ? KIND_PARTICIPLE : KIND_MAIN;
    return between && is_grade(reading, token) ? KIND_APPOSITION : KIND_MAIN;
}

/* The segment behind the last that an aside takes in: a relative clause goes on over
 * commas until the verb of the clause around it. */
static size_t behind_aside(const struct reading *reading, size_t number, enum kind kind)
{
    size_t next = number + 1;
    const struct segment *segments = reading->segments;
    if (kind == KIND_RELATIVE && segments[number].behind < segments[number].first + 3 &&
        next < reading->count)
        next++; /* "which, in 2019, was" */
    while (kind == KIND_RELATIVE && next < reading->count && segments[next].only_date)
        next++;
    for (size_t i = next; kind == KIND_RELATIVE && i < reading->count; i++) {
        if (segments[i].verb)
            return i; /* a list goes on up to it */
        if (segments[i].own || segments[i].grade)
            break;
    }
    return next;
}

static void add_aside(struct clause *clause, size_t start, size_t end, bool dates,
                      bool beside)
{
    if (clause->aside_count < CLAUSE_ASIDES_MAX)
        clause->asides[clause->aside_count++] =
            (struct clause_aside){start, end, dates, beside};
}

/* The grade stands in the aside: that is its clause, with the dates right behind it. */
static void narrow(const struct reading *reading, size_t number, size_t behind,
                   struct clause *clause)
{
    const struct token *tokens = reading->passage->tokens.items;
    while (behind < reading->count && reading->segments[behind].only_date)
        behind++;
    while (number > 0 && reading->segments[number - 1].only_date)
        number--; /* "In 2019, when the grade was good," */
    clause->start = tokens[reading->segments[number].first].start;
    clause->end = tokens[reading->segments[behind - 1].behind - 1].end;
}

static void find_asides(const struct reading *reading, struct clause *clause)
{
    const struct token *tokens = reading->passage->tokens.items;
    for (size_t i = 0; i < reading->count;) {
        const struct segment *segments = reading->segments;
        enum kind kind =
            segments[i].first < segments[i].behind ? kind_of(reading, i) : KIND_MAIN;
        size_t behind = kind == KIND_MAIN ? i + 1 : behind_aside(reading, i, kind);
        bool own = false, grade = false, inspecting = false, dates = kind == KIND_TIME;
        for (size_t k = i; k < behind && kind != KIND_MAIN; k++) {
            own = own || segments[k].own;
            grade = grade || segments[k].grade;
            inspecting = inspecting || segments[k].inspecting;
            dates = dates || (segments[k].inspecting && !segments[k].before);
        }
        while (grade && behind < reading->count && segments[behind].only_date)
            behind++; /* "verdicts of inadequate, in 2015 and in 2018," */
        if (own)
            narrow(reading, i, behind, clause);
        else if (kind != KIND_MAIN)
            add_aside(clause, tokens[segments[i].first].start,
                      tokens[segments[behind - 1].behind - 1].end, dates && !grade,
                      (kind == KIND_FRONT || kind == KIND_TIME) && !inspecting && !grade);
        i = behind;
    }
}

/* Brackets around the grade bound its clause; others, where they hold more than a date,
 * stand beside it. */
static void find_brackets(const struct reading *reading, struct clause *clause)
{
    const struct tokens *tokens = &reading->passage->tokens;
    size_t item = reading->passage->mask.items[reading->item].at;
    for (size_t i = 0; i < tokens->count; i++) {
        if (!span_is(word_at(reading, i), "("))
            continue;
        struct segment inner = {.first = i + 1, .behind = i + 1};
        while (inner.behind < tokens->count &&
               !span_is(word_at(reading, inner.behind), ")"))
            inner.behind++;
        if (inner.behind == tokens->count)
            return;
        size_t start = tokens->items[i].end, end = tokens->items[inner.behind].start;
        read_segment(reading, &inner);
        if (start <= item && item < end) {
            clause->start = start > clause->start ? start : clause->start;
            clause->end = end < clause->end ? end : clause->end;
        } else if (inner.grade || inner.verb) {
            add_aside(clause, start, end, !inner.grade && inner.inspecting, false);
        }
        i = inner.behind;
    }
}

/* "Nobody was surprised when [Ofsted rated it inadequate]": what is told as a fact behind
 * such a word is not denied before it; where the future is spoken of it is no fact. */
static void find_from(const struct reading *reading, struct clause *clause)
{
    static const char *const facts[] = {"when", "because", "after", "before", NULL};
    const struct tokens *tokens = &reading->passage->tokens;
    size_t item = reading->passage->mask.items[reading->item].at;
    clause->from = clause->start;
    for (size_t i = tokens_before(tokens, clause->start); i < tokens->count; i++) {
        struct span word = word_at(reading, i);
        if (is_one_of(word, ahead))
            return;
        if (i > 0 && is_one_of(word, facts) && opens_clause(reading, i)) {
            if (tokens->items[i].end <= item)
                clause->from = tokens->items[i].end;
            else if (span_is(word, "before") && tokens->items[i].start < clause->end)
                clause->end = tokens->items[i].start;
        }
    }
}

void clause_of(const struct passage *passage, size_t item, struct clause *clause)
{
    struct reading reading = {.passage = passage, .item = item, .count = 0};
    *clause = (struct clause){.aside_count = 0};
    passage_clause(passage, item, &clause->start, &clause->end);
    clause->from = clause->start;
    clause->item = passage->mask.items[item].at;
    if (passage->tokens.count == 0)
        return;
    read_segments(&reading, clause->start, clause->end);
    find_asides(&reading, clause);
    find_brackets(&reading, clause);
    find_from(&reading, clause);
}

bool clause_is_aside(const struct clause *clause, size_t byte)
{
    for (size_t i = 0; i < clause->aside_count; i++)
        if (clause->asides[i].start <= byte && byte < clause->asides[i].end)
            return true;
    return false;
}

bool clause_is_beside(const struct clause *clause, size_t byte)
{
    for (size_t i = 0; i < clause->aside_count; i++)
        if (clause->asides[i].beside && byte >= clause->asides[i].start &&
            byte < clause->asides[i].end)
            return true;
    return false;
}

bool clause_may_date(const struct clause *clause, size_t byte)
{
    for (size_t i = 0; i < clause->aside_count; i++)
        if (clause->asides[i].start <= byte && byte < clause->asides[i].end)
            return clause->asides[i].dates;
    return true;
}

void clause_write(const struct clause *clause, struct span text, size_t end,
                  struct buf *out)
{
    size_t at = clause->from;
    while (at < end) {
        size_t next = end, behind = end;
        for (size_t i = 0; i < clause->aside_count; i++) {
            const struct clause_aside *aside = &clause->asides[i];
            if (aside->end > at && aside->start < next && aside->end <= clause->item &&
                aside->start >= clause->start && aside->end <= clause->end) {
                next = aside->start > at ? aside->start : at;
                behind = aside->end;
            }
        }
        buf_add(out, span_part(text, at, next));
        at = behind;
    }
}

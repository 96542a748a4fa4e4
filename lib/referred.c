#include "referred.h"

enum {
    IT_REACH = 4, /* bytes before a pronoun that begins its sentence */
    ARTICLE = 4,  /* bytes of "The " */
    VERB_MIN = 4  /* bytes of a word that may be a verb by its ending */
};

/* "Help and protection, which was weak when it required improvement": the area that a
 * relative clause was hung on. */
struct span referred_relative(const struct passage *passage,
                              const struct passage_grade *grade)
{
    struct span area = {NULL, 0};
    const struct tokens *tokens = &passage->tokens;
    for (size_t i = 2; i < tokens->count && tokens->items[i].start < grade->phrase.start;
         i++) {
        const struct token *before = &tokens->items[i - 2];
        bool where = span_is(span_part(buf_span(&passage->mask.text),
                                       tokens->items[i].start, tokens->items[i].end),
                             "where");
        if (tokens->items[i].class == TOKEN_RELATIVE && before->class == TOKEN_ITEM &&
            tokens->items[i - 1].class == TOKEN_MARK &&
            (where || grade->phrase.head == PHRASE_PRONOUN) &&
            passage->mask.items[before->item].kind == MASK_AREA)
            area = lexicon_known(&passage->mask.items[before->item])->value;
    }
    return area;
}

/* "Inspectors thought the work with care leavers better and [made] it outstanding": is
 * the pronoun the object of a verb, and no council named between it and an area? */
static bool is_object(const struct passage *passage, const struct passage_grade *grade)
{
    const struct tokens *tokens = &passage->tokens;
    const struct mask *mask = &passage->mask;
    size_t at = tokens_before(tokens, grade->phrase.start);
    if (at == 0)
        return false;
    struct span verb = span_part(buf_span(&mask->text), tokens->items[at - 1].start,
                                 tokens->items[at - 1].end);
    if (tokens->items[at - 1].class != TOKEN_VERB && !span_ends(verb, span_of("ed")) &&
        !span_ends(verb, span_of("ing")))
        return false;
    for (size_t i = grade->item; i-- > 0;)
        if (mask->items[i].kind == MASK_AUTHORITY || mask->items[i].kind == MASK_AREA)
            return mask->items[i].kind == MASK_AREA;
    return false;
}

/* An auxiliary or verb, or a word that ends as one does: "escapes". */
static bool is_verb(const struct passage *passage, const struct token *token)
{
    struct span word = span_part(buf_span(&passage->mask.text), token->start, token->end);
    return token->class == TOKEN_AUXILIARY || token->class == TOKEN_VERB ||
           (token->class == TOKEN_CONTENT && word.length >= VERB_MIN &&
            (span_ends(word, span_of("s")) || span_ends(word, span_of("ed"))));
}

/* "When they last looked at adoption here, it was good": the area that an inspection of
 * which a clause with "when" tells was of. */
static struct span looked_at(const struct passage *passage,
                             const struct passage_grade *grade)
{
    static const char *const times[] = {"When ", "when ", " after ", "After ",
                                        "The last time "};
    static const char *const verbs[] = {" looked ", "nspect", " came ",   "visited",
                                        "examin",   "review", " checked", " went "};
    struct span none = {NULL, 0};
    const struct mask *mask = &passage->mask;
    size_t i = grade->item;
    while (i > 0 && (mask->items[i - 1].kind == MASK_DATE ||
                     mask->items[i - 1].kind == MASK_INSPECTORATE))
        i--;
    if (i == 0 || mask->items[i - 1].kind != MASK_AREA ||
        mask->items[i - 1].at > grade->phrase.start)
        return none;
    struct span before = span_part(buf_span(&mask->text), 0, mask->items[i - 1].at);
    struct span between =
        span_part(buf_span(&mask->text), mask->items[i - 1].at, grade->phrase.start);
    return span_holds_any(before, times, sizeof times / sizeof *times) &&
                   span_holds_any(before, verbs, sizeof verbs / sizeof *verbs) &&
                   span_find_byte(between, ',') < between.length
               ? lexicon_known(&mask->items[i - 1])->value
               : none;
}

/* "Adoption was the bright spot: Ofsted judged it good": the subject that the sentence
 * begins with. */
struct span referred_subject(const struct passage *passage,
                             const struct passage_grade *grade)
{
    struct span none = {NULL, 0};
    const struct mask *mask = &passage->mask;
    const struct tokens *tokens = &passage->tokens;
    size_t first = 0;
    if (!span_is(grade->phrase.word, "it") && !span_is(grade->phrase.word, "they") &&
        !span_is(grade->phrase.word, "them"))
        return none;
    while (first < grade->item && (mask->items[first].kind == MASK_DATE ||
                                   mask->items[first].kind == MASK_INSPECTORATE))
        first++;
    if (mask->items[first].kind != MASK_AREA)
        return looked_at(passage, grade);
    for (size_t i = first + 1; i < grade->item; i++)
        if (lexicon_is_grade(&mask->items[i]) || mask->items[i].kind == MASK_TAKEN ||
            mask->items[i].kind == MASK_SERVICE || mask->items[i].kind == MASK_COUNCIL)
            return none;
    size_t behind = tokens_before(tokens, mask->items[first].at + MASK_BYTES);
    if (behind + 1 < tokens->count && tokens->items[behind].class == TOKEN_PREPOSITION &&
        tokens->items[behind + 1].class == TOKEN_ITEM &&
        mask->items[tokens->items[behind + 1].item].kind == MASK_AUTHORITY)
        behind += 2; /* "adoption [in Essex] has" */
    bool subject = behind < tokens->count && is_verb(passage, &tokens->items[behind]);
    bool board = span_is(lexicon_known(&mask->items[first])->value, "lscb");
    /* A board is a body of its own. */
    return subject || board || is_object(passage, grade)
               ? lexicon_known(&mask->items[first])->value
               : looked_at(passage, grade);
}

/* Does a clause begin with the preposition that the text ends on? "; on the" */
static bool fronts(struct span before)
{
    static const char *const heads[] = {"for ",
                                        "on ",
                                        "in ",
                                        "as for ",
                                        "when it comes to ",
                                        "over ",
                                        "under ",
                                        "about ",
                                        "regarding ",
                                        "concerning ",
                                        "as regards ",
                                        "in respect of ",
                                        "in terms of ",
                                        "with regard to ",
                                        "in the case of ",
                                        "if you work in ",
                                        "if you work with "};
    static const char *const breaks[] = {"; ",   ", ", ": ",     "but ",
                                         "and ", "– ", "while ", "that "};
    static const char *const articles[] = {"the ", "its ", "their "};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (span_ends(before, span_of(articles[i])))
            before.length -= span_of(articles[i]).length;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        struct span head = span_part(span_of(heads[i]), 1, span_of(heads[i]).length);
        if (!span_ends(before, head))
            continue;
        struct span lead = span_part(before, 0, before.length - head.length);
        char first = lead.length ? (char)(lead.at[lead.length - 1] | 0x20) : ' ';
        if (first != heads[i][0])
            continue;
        lead.length--;
        for (size_t k = 0; k < sizeof breaks / sizeof *breaks; k++)
            if (span_ends(lead, span_of(breaks[k])))
                return true;
        if (!lead.length)
            return true;
    }
    return false;
}

/* "On adoption [it] is": does what the grade is said of stand right behind the item? */
static bool is_subject_behind(const struct passage *passage,
                              const struct passage_grade *grade, size_t item)
{
    const struct tokens *tokens = &passage->tokens;
    const struct phrase *phrase = &grade->phrase;
    size_t at = tokens_before(tokens, passage->mask.items[item].at + MASK_BYTES);
    while (at < tokens->count && tokens->items[at].class == TOKEN_DETERMINER)
        at++;
    if (at == tokens->count)
        return false;
    if (tokens->items[at].class == TOKEN_ITEM)
        return tokens->items[at].item == phrase->item;
    /* "for adoption the finding was that we" */
    if (tokens->items[at].class == TOKEN_GRADABLE)
        return true;
    return phrase->word.length &&
           phrase->word.at == passage->mask.text.at + tokens->items[at].start;
}

/* "[Adoption], I am told, is good", "[leadership], they say,": does the sentence begin
 * with the area, and go on with a pronoun? */
static bool is_topic(const struct passage *passage, size_t item)
{
    const struct tokens *tokens = &passage->tokens;
    size_t at = passage->mask.items[item].at;
    size_t token = tokens_before(tokens, at + MASK_BYTES);
    return at <= ARTICLE && token + 1 < tokens->count &&
           tokens->items[token].class == TOKEN_MARK &&
           tokens->items[token + 1].class == TOKEN_PRONOUN;
}

/* "On leadership, Essex scored", "but on adoption it is": the area that a clause begins
 * with. */
struct span referred_front(const struct passage *passage,
                           const struct passage_grade *grade)
{
    struct span none = {NULL, 0};
    const struct mask *mask = &passage->mask;
    struct span text = buf_span(&mask->text);
    for (size_t i = grade->item; i-- > 0;) {
        const struct mask_item *item = &mask->items[i];
        if (lexicon_is_grade(item) || item->kind == MASK_TAKEN)
            return none;
        if (item->kind != MASK_AREA)
            continue;
        struct span behind = span_part(text, item->at + MASK_BYTES, text.length);
        if ((span_starts(behind, span_of(",")) || is_subject_behind(passage, grade, i)) &&
            fronts(span_part(text, 0, item->at)))
            return lexicon_known(item)->value;
        if (is_topic(passage, i))
            return lexicon_known(item)->value;
    }
    return none;
}

static struct span word_of(const struct passage *passage, size_t token)
{
    const struct tokens *tokens = &passage->tokens;
    return span_part(buf_span(&passage->mask.text), tokens->items[token].start,
                     tokens->items[token].end);
}

/* Does a clause begin with "there", where that is no "there is"? */
static bool points_there(const struct passage *passage, size_t token)
{
    static const char *const words[] = {"there", "There", "here", "Here"};
    const struct tokens *tokens = &passage->tokens;
    if (token + 1 >= tokens->count ||
        !span_is_any(word_of(passage, token), words, sizeof words / sizeof *words))
        return false;
    enum token_class before = token ? tokens->items[token - 1].class : TOKEN_MARK;
    enum token_class behind = tokens->items[token + 1].class;
    return (before == TOKEN_MARK || before == TOKEN_CONJUNCTION) &&
           (behind == TOKEN_PRONOUN || behind == TOKEN_DETERMINER ||
            behind == TOKEN_ITEM || behind == TOKEN_GRADABLE ||
            span_is(word_of(passage, token + 1), ","));
}

struct span referred_there(const struct passage *passage,
                           const struct passage_grade *grade)
{
    struct span none = {NULL, 0};
    const struct mask *mask = &passage->mask;
    size_t token = tokens_before(&passage->tokens, mask->items[grade->item].at);
    while (token > 0 && !points_there(passage, token - 1))
        token--;
    if (token == 0)
        return none;
    for (size_t i = grade->item; i-- > 0;)
        if (mask->items[i].at < passage->tokens.items[token - 1].start)
            return mask->items[i].kind == MASK_AREA
                       ? lexicon_known(&mask->items[i])->value
                       : none;
    bool open = passage->open_area.length && passage->open_block == passage->block;
    return open && token == 1 ? passage->open_area : none;
}

/* Does the sentence name nothing before the grade? */
static bool is_first(const struct passage *passage, const struct passage_grade *grade)
{
    for (size_t i = 0; i < grade->item; i++)
        if (passage->mask.items[i].kind != MASK_DATE)
            return false;
    return true;
}

/* "[It] is good", "[That] was inadequate", "Ofsted judged [it] good": does the sentence
 * go on about what the one before ended on? */
static bool goes_on(const struct passage *passage, const struct phrase *phrase)
{
    static const char *const words[] = {"It",   "it",   "That", "This",
                                        "They", "they", "them"};
    const struct mask *mask = &passage->mask;
    bool pronoun = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        pronoun = pronoun || span_is(phrase->word, words[i]);
    if (!pronoun || phrase->start < IT_REACH)
        return pronoun;
    for (size_t i = 0; i < mask->count && mask->items[i].at < phrase->start; i++)
        if (mask->items[i].kind != MASK_DATE && mask->items[i].kind != MASK_INSPECTORATE)
            return false;
    return true;
}

struct span referred_before(const struct passage *passage,
                            const struct passage_grade *grade)
{
    struct span none = {NULL, 0};
    bool bare =
        (grade->ties & PASSAGE_FRAGMENT) && passage->open_end && is_first(passage, grade);
    bool open = passage->open_area.length && passage->open_block == passage->block;
    return open && (bare || goes_on(passage, &grade->phrase)) ? passage->open_area : none;
}

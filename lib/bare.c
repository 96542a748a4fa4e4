#include "bare.h"

#include "whose.h"

enum {
    CAPITAL = 2, /* points of a capital within a sentence: "told us that we are Good" */
    HOLDER = 1,  /* of something before it that grades are given to */
    NOBODY = -2,  /* of nothing, here or in the sentences before */
    STRANGER = -3 /* of something that they are not given to */
};

/* How often the words are plain English: "fair", "poor" more than "inadequate". */
static int of_words(const struct mask_item *place, enum mask_kind kind)
{
    static const struct {
        const char *grade;
        int points;
    } words[] = {{"inadequate", 1}, {"outstanding", 0}, {"good", 0}};
    if (kind == MASK_REQUIRES)
        return 1;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (span_is(lexicon_known(place)->value, words[i].grade))
            return words[i].points;
    return -2;
}

static bool is_capital(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

/* A capital where plain English has none: not at the start, nor among capitals. */
static bool is_capitalised(const struct passage *passage, const struct mask_item *place)
{
    struct span text = passage->document->source.text;
    if (!is_capital(text.at[place->start]) || place->start < passage->sentence_start + 3)
        return false;
    for (size_t i = passage->sentence_start; i < passage->sentence_end; i++)
        if (text.at[i] >= 'a' && text.at[i] <= 'z')
            return true;
    return false;
}

/* Sets what the grade is said of to what nearest before it could hold one: points for or
 * against. */
static int of_holder(const struct passage *passage, struct passage_grade *grade)
{
    if (!whose_phrase(passage, grade->item, &grade->phrase))
        return 0;
    return grade->phrase.head == PHRASE_OTHER || grade->phrase.head == PHRASE_PARTS ? STRANGER
                                                                                    : HOLDER;
}

/* "A good from Ofsted was Essex's reward": is a council named behind the grade? */
static bool is_named_behind(const struct passage *passage, const struct passage_grade *grade)
{
    for (size_t i = grade->item + 1; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_AUTHORITY && !passage_is_place(passage, i))
            return true;
    return false;
}

/* "form 4 previous": a sign's value. */
struct sign {
    int points;
    bool form;
    struct span status;
};

static struct sign sign_of(struct span value)
{
    struct sign sign = {0};
    struct span word;
    while (span_split(&value, ' ', &word)) {
        bool minus = word.length > 1 && word.at[0] == '-';
        char digit = word.length ? word.at[minus] : ' ';
        if (span_is(word, "form"))
            sign.form = true;
        else if (digit >= '0' && digit <= '9')
            sign.points = minus ? '0' - digit : digit - '0';
        else
            sign.status = word;
    }
    return sign;
}

int bare_weigh(const struct passage *passage, const struct speech *speech,
               enum mask_kind kind, int near, struct passage_grade *grade)
{
    const struct mask_item *place = &passage->mask.items[grade->item];
    struct phrase none = {.start = place->at, .end = place->at, .item = passage->mask.count};
    bool form = false;
    int points = 0;
    rules_look(speech->bare, buf_span(&passage->mask.text));
    for (size_t r = rules_candidate(speech->bare, 0); r < rules_count(speech->bare);
         r = rules_candidate(speech->bare, r + 1)) {
        struct rule_hit hit;
        if (!rules_find(speech->bare, r, 0, &hit))
            continue;
        struct sign sign = sign_of(rules_value(speech->bare, r));
        points += sign.points;
        if (sign.form && !form)
            grade->rule = rules_id(speech->bare, r);
        form = form || sign.form;
        if (sign.status.length)
            grade->status = sign.status;
    }
    grade->phrase = none;
    if (!form)
        return 0;
    points += of_words(place, kind) + near;
    points += is_capitalised(passage, place) ? CAPITAL : 0;
    int holder = of_holder(passage, grade);
    if (holder || near || is_named_behind(passage, grade))
        return points + holder;
    return points + (passage_nearest(passage, grade->item, MASK_INSPECTORATE, true) <
                             passage->mask.count
                         ? NOBODY / 2
                         : NOBODY);
}

#include "scale.h"

#include <stdlib.h>

#include "mem.h"
#include "set.h"
#include "utf8.h"

static void add_grade(struct scales *scales, const struct table_sheet *sheet, size_t row)
{
    scales->grades = mem_grow(scales->grades, &scales->grade_room, scales->grade_count + 1,
                              sizeof *scales->grades);
    struct scale_grade *grade = &scales->grades[scales->grade_count++];
    *grade = (struct scale_grade){
        .scale = table_cell(sheet, row, places_column(sheet, "scale")),
        .grade = table_cell(sheet, row, places_column(sheet, "grade")),
        .inspectorate = table_cell(sheet, row, places_column(sheet, "inspectorate")),
        .nation = table_cell(sheet, row, places_column(sheet, "nation")),
        .rank = vocab_day(table_cell(sheet, row, places_column(sheet, "rank")), 0),
        .levels = vocab_day(table_cell(sheet, row, places_column(sheet, "levels")), 0),
        .from = vocab_day(table_cell(sheet, row, places_column(sheet, "from")), 0),
        .to = vocab_day(table_cell(sheet, row, places_column(sheet, "to")), VOCAB_OPEN),
        .plain = table_cell(sheet, row, places_column(sheet, "plain")).length > 0,
        .digit = table_cell(sheet, row, places_column(sheet, "digit"))};
    struct span rest = table_cell(sheet, row, places_column(sheet, "words")), word;
    while (span_split(&rest, '|', &word)) {
        if (grade->word_count == SCALE_WORDS_MAX)
            places_refuse(sheet, row, places_column(sheet, "words"), "more words than fit");
        if (word.length)
            grade->words[grade->word_count++] = word;
    }
}

static void add_framework(struct scales *scales, const struct table_sheet *sheet, size_t row)
{
    scales->frameworks = mem_grow(scales->frameworks, &scales->framework_room,
                                  scales->framework_count + 1, sizeof *scales->frameworks);
    scales->frameworks[scales->framework_count++] = (struct scale_framework){
        .framework = table_cell(sheet, row, places_column(sheet, "framework")),
        .edition = table_cell(sheet, row, places_column(sheet, "edition")),
        .inspectorate = table_cell(sheet, row, places_column(sheet, "inspectorate")),
        .scale = table_cell(sheet, row, places_column(sheet, "scale")),
        .whole = table_cell(sheet, row, places_column(sheet, "whole")),
        .from = vocab_day(table_cell(sheet, row, places_column(sheet, "from")), 0),
        .to = vocab_day(table_cell(sheet, row, places_column(sheet, "to")), VOCAB_OPEN)};
}

static void add_answer(struct scales *scales, struct scale_answer answer)
{
    scales->answers = mem_grow(scales->answers, &scales->answer_room, scales->answer_count + 1,
                               sizeof *scales->answers);
    scales->answers[scales->answer_count++] = answer;
}

static void add_parting(struct scales *scales, struct scale_parting parting)
{
    scales->partings = mem_grow(scales->partings, &scales->parting_room,
                                scales->parting_count + 1, sizeof *scales->partings);
    scales->partings[scales->parting_count++] = parting;
}

/* Words as labels are compared: folded, white space and hyphens alike; about `most` bytes. */
static void add_compared(struct buf *out, struct span words, size_t most)
{
    uint32_t point;
    for (size_t at = 0; at < words.length && out->length <= most;) {
        char plain = utf8_plain[(unsigned char)words.at[at]];
        if (plain) {
            buf_add_byte(out, plain);
            at++;
            continue;
        }
        at += utf8_decode(span_part(words, at, words.length), &point);
        point = utf8_fold(point);
        utf8_encode(out, point == '-' || point == '\n' ? ' ' : point);
    }
}

static void add_label(struct scales *scales, struct scale_area *area)
{
    struct buf compared = {0};
    bool added;
    add_compared(&compared, area->label, SIZE_MAX - 1);
    area->words = set_add(scales->labels, buf_span(&compared), &added);
    if (compared.length > scales->label_longest)
        scales->label_longest = compared.length;
    buf_free(&compared);
}

static void add_area(struct scales *scales, const struct table_sheet *sheet, size_t row)
{
    struct span use = table_cell(sheet, row, places_column(sheet, "use"));
    if (span_is(use, "together") || span_is(use, "apart")) {
        add_parting(scales, (struct scale_parting){
                                table_cell(sheet, row, places_column(sheet, "area")),
                                table_cell(sheet, row, places_column(sheet, "frameworks")),
                                span_is(use, "together")});
        return;
    }
    if (span_is(use, "answer") || span_is(use, "part")) {
        add_answer(scales, (struct scale_answer){
                               .area = table_cell(sheet, row, places_column(sheet, "area")),
                               .by = table_cell(sheet, row, places_column(sheet, "label")),
                               .frameworks =
                                   table_cell(sheet, row, places_column(sheet, "frameworks")),
                               .part = span_is(use, "part")});
        return;
    }
    scales->areas =
        mem_grow(scales->areas, &scales->area_room, scales->area_count + 1, sizeof *scales->areas);
    struct scale_area *area = &scales->areas[scales->area_count++];
    *area = (struct scale_area){
        .area = table_cell(sheet, row, places_column(sheet, "area")),
        .label = table_cell(sheet, row, places_column(sheet, "label")),
        .frameworks = table_cell(sheet, row, places_column(sheet, "frameworks")),
        .prose = span_is(use, "prose")};
    if (!area->prose)
        add_label(scales, area);
}

static void load(struct scales *scales, struct places *places, const char *name,
                 void (*add)(struct scales *, const struct table_sheet *, size_t))
{
    struct places_walk walk = places_walk(places, name);
    while (places_next(&walk))
        add(scales, walk.sheet, walk.row);
}

struct scales *scales_load(struct places *places)
{
    struct scales *scales = mem_new(1, sizeof *scales);
    scales->labels = set_new();
    load(scales, places, "vocab/scales.csv", add_grade);
    load(scales, places, "vocab/frameworks.csv", add_framework);
    load(scales, places, "vocab/areas.csv", add_area);
    return scales;
}

void scales_free(struct scales *scales)
{
    if (!scales)
        return;
    free(scales->grades);
    free(scales->frameworks);
    free(scales->areas);
    set_free(scales->labels);
    free(scales->answers);
    free(scales->partings);
    free(scales);
}

const struct scale_framework *scale_framework(const struct scales *scales, struct span id, long day)
{
    const struct scale_framework *last = NULL;
    for (size_t i = 0; i < scales->framework_count; i++) {
        const struct scale_framework *framework = &scales->frameworks[i];
        if (!span_equal(framework->framework, id))
            continue;
        if (day && framework->from <= day && day <= framework->to)
            return framework;
        last = last ? last : framework;
    }
    return last;
}

/* Same words: folded, white space and hyphens alike, what is not a word at the ends left out. */
static bool same_words(struct span a, struct span b)
{
    for (;;) {
        uint32_t left = 0, right = 0;
        if (a.length)
            a = span_part(a, utf8_decode(a, &left), a.length);
        if (b.length)
            b = span_part(b, utf8_decode(b, &right), b.length);
        left = utf8_fold(left);
        right = utf8_fold(right);
        if (left == '-' || left == '\n')
            left = ' ';
        if (right == '-')
            right = ' ';
        if (left != right)
            return false;
        if (left == 0)
            return true;
    }
}

static struct span trim_marks(struct span text)
{
    uint32_t point;
    while (text.length) {
        size_t length = utf8_decode(text, &point);
        if (utf8_is_letter(point))
            break;
        text = span_part(text, length, text.length);
    }
    while (text.length) {
        size_t length = utf8_decode_last(text, &point);
        if (utf8_is_word(point) || point == ')')
            break;
        text = span_part(text, 0, text.length - length);
    }
    return text;
}

static bool has_words(const struct scale_grade *grade, struct span words)
{
    for (size_t i = 0; i < grade->word_count; i++)
        if (same_words(words, grade->words[i]))
            return true;
    return false;
}

const struct scale_grade *scale_on(const struct scales *scales, struct span scale,
                                   struct span words)
{
    struct span trimmed = trim_marks(words);
    for (size_t i = 0; i < scales->grade_count; i++)
        if (span_equal(scales->grades[i].scale, scale) &&
            (has_words(&scales->grades[i], trimmed) || has_words(&scales->grades[i], words)))
            return &scales->grades[i];
    return NULL;
}

static bool in_force(const struct scale_grade *grade, long day)
{
    return grade->from <= day && day <= grade->to;
}

/* `context` is what is asked for in this try, `stated` what the text tells. */
static bool fits_context(const struct scale_grade *grade, const struct scale_context *context,
                         const struct scale_context *stated)
{
    bool its_inspectorate = stated->inspectorate.length &&
                            span_equal(grade->inspectorate, stated->inspectorate);
    bool its_nation = !stated->nation.length || span_equal(grade->nation, stated->nation);
    if (grade->plain && !its_inspectorate &&
        !(its_nation && stated->day && in_force(grade, stated->day)))
        return false;
    return (context->day == 0 || in_force(grade, context->day)) &&
           (!context->nation.length || span_equal(grade->nation, context->nation)) &&
           (!context->inspectorate.length ||
            span_equal(grade->inspectorate, context->inspectorate));
}

static const struct scale_grade *fitting(const struct scales *scales, struct span words,
                                         const struct scale_context *context,
                                         const struct scale_context *stated)
{
    for (size_t i = 0; i < scales->grade_count; i++) {
        const struct scale_grade *grade = &scales->grades[i];
        if (fits_context(grade, context, stated) && has_words(grade, words))
            return grade;
    }
    return NULL;
}

const struct scale_grade *scale_meant(const struct scales *scales, struct span words,
                                      const struct scale_context *context)
{
    const struct scale_context tries[] = {
        *context,
        {context->nation, {NULL, 0}, context->day},
        {{NULL, 0}, context->inspectorate, 0},
        {context->nation, {NULL, 0}, 0},
        {{NULL, 0}, {NULL, 0}, 0},
    };
    const struct scale_grade *grade = NULL;
    for (size_t i = 0; i < sizeof tries / sizeof *tries && !grade; i++)
        grade = fitting(scales, words, &tries[i], context);
    return grade;
}

const struct scale_grade *scale_digit(const struct scales *scales, struct span digit,
                                      const struct scale_context *context)
{
    const struct scale_context tries[] = {*context, {context->nation, {NULL, 0}, context->day}};
    for (size_t t = 0; t < sizeof tries / sizeof *tries; t++)
        for (size_t i = 0; i < scales->grade_count; i++)
            if ((span_equal(scales->grades[i].digit, digit) ||
                 span_equal(scales->grades[i].grade, digit)) &&
                fits_context(&scales->grades[i], &tries[t], context))
                return &scales->grades[i];
    return NULL;
}

const struct scale_grade *scale_end(const struct scales *scales,
                                    const struct scale_context *context, bool lowest)
{
    const struct scale_context tries[] = {*context, {context->nation, {NULL, 0}, context->day}};
    for (size_t t = 0; t < sizeof tries / sizeof *tries; t++)
        for (size_t i = 0; i < scales->grade_count; i++) {
            const struct scale_grade *grade = &scales->grades[i];
            if (grade->rank == (lowest ? 1 : grade->levels) &&
                fits_context(grade, &tries[t], context))
                return grade;
        }
    return NULL;
}

const struct scale_grade *scale_step(const struct scales *scales,
                                     const struct scale_grade *grade, long steps)
{
    for (size_t i = 0; i < scales->grade_count; i++)
        if (span_equal(scales->grades[i].scale, grade->scale) &&
            scales->grades[i].rank == grade->rank + steps && grade->rank + steps > 0)
            return &scales->grades[i];
    return NULL;
}

struct span scale_whole(const struct scales *scales, const struct scale_grade *grade)
{
    for (size_t i = 0; i < scales->framework_count; i++)
        if (span_equal(scales->frameworks[i].scale, grade->scale) &&
            scales->frameworks[i].whole.length)
            return scales->frameworks[i].whole;
    return span_of("overall");
}

bool scale_lists(struct span frameworks, struct span framework)
{
    struct span part;
    if (frameworks.length == 0)
        return true;
    while (span_split(&frameworks, ' ', &part))
        if (span_equal(part, framework))
            return true;
    return false;
}

struct span scale_area_labelled(const struct scales *scales, struct span label,
                                struct span framework)
{
    struct buf compared = {0};
    label = trim_marks(label);
    if (label.length > 4 * scales->label_longest) /* bytes of a character: a whole paragraph */
        return (struct span){NULL, 0};
    add_compared(&compared, label, scales->label_longest);
    size_t words = set_find(scales->labels, buf_span(&compared));
    buf_free(&compared);
    for (size_t i = 0; i < scales->area_count && words != SET_NONE; i++)
        if (!scales->areas[i].prose && scales->areas[i].words == words &&
            scale_lists(scales->areas[i].frameworks, framework))
            return scales->areas[i].area;
    return (struct span){NULL, 0};
}

/* Longer words first, so that "requires improvement to be good" is never cut short. */
static int by_length(const void *a, const void *b)
{
    const struct span *left = a, *right = b;
    if (left->length != right->length)
        return left->length > right->length ? -1 : 1;
    return span_compare(*left, *right);
}

void scale_pattern(const struct scales *scales, struct span scale, struct buf *out)
{
    struct span *words = mem_new(scales->grade_count * SCALE_WORDS_MAX + 1, sizeof *words);
    size_t count = 0;
    for (size_t i = 0; i < scales->grade_count; i++)
        if (scale.length == 0 || span_equal(scales->grades[i].scale, scale))
            for (size_t w = 0; w < scales->grades[i].word_count; w++)
                words[count++] = scales->grades[i].words[w];
    qsort(words, count, sizeof *words, by_length);
    for (size_t i = 0; i < count; i++) {
        if (i && span_equal(words[i], words[i - 1]))
            continue;
        buf_add_text(out, i ? "|" : "");
        for (size_t k = 0; k < words[i].length; k++)
            if (words[i].at[k] == ' ')
                buf_add_text(out, "\\s+");
            else
                buf_add_byte(out, words[i].at[k]);
    }
    free(words);
}

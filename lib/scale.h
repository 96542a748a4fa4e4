/* scale: grades on the scales in force, frameworks, and the areas that are graded.
 * Uses mem span buf utf8 set places vocab. May end the program while it loads.
 *
 * Facts: schemas/vocab/scales.csv, frameworks.csv, areas.csv; a grade means nothing without its
 * scale, and a scale was in force between two days. */
#ifndef SCALE_H
#define SCALE_H

#include "vocab.h"

enum { SCALE_WORDS_MAX = 24 /* ways to write a grade; a row with more is refused */ };

struct scale_grade {
    struct span scale, grade, inspectorate, nation;
    long rank, levels; /* 1 is worst */
    bool plain; /* its words are plain English ("fair"): a grade only while the scale is in force,
                   or beside its inspectorate */
    long from, to;     /* days the scale was in force */
    struct span digit; /* the number printed for it; empty where there is none */
    struct span words[SCALE_WORDS_MAX];
    size_t word_count;
};

struct scale_framework {
    struct span framework, edition, inspectorate, scale, whole;
    long from, to;
};

struct scale_area {
    struct span area, label, frameworks; /* the last empty: of all */
    bool prose;                          /* a way of speaking, else a report's label */
    size_t words;                        /* of a label: their number */
};

/* A grade of `by` (under these frameworks) is one of `area`; or, where it is a part, together with
 * those of the area's other parts. */
struct scale_answer {
    struct span area, by, frameworks; /* the last empty: of all */
    bool part;
};

/* An area with parts, and the frameworks ("ilacs-2018": with their edition) that judge them so. */
struct scale_parting {
    struct span area, frameworks;
    bool together;
};

struct scales {
    struct scale_grade *grades;
    size_t grade_count, grade_room;
    struct scale_framework *frameworks;
    size_t framework_count, framework_room;
    struct scale_area *areas;
    size_t area_count, area_room;
    struct set *labels;  /* the words of reports' labels as they are compared */
    size_t label_longest; /* of them, in bytes */
    struct scale_answer *answers;
    size_t answer_count, answer_room;
    struct scale_parting *partings;
    size_t parting_count, parting_room;
};

struct scales *scales_load(struct places *places);
void scales_free(struct scales *scales);

/* The framework in force on a day (its edition of that day); NULL where there is none. */
const struct scale_framework *scale_framework(const struct scales *scales, struct span id,
                                              long day);
/* The grade that words mean on one scale; NULL where they are none of its. */
const struct scale_grade *scale_on(const struct scales *scales, struct span scale,
                                   struct span words);
/* What tells which scale words belong to. */
struct scale_context {
    struct span nation;       /* of the authority; absent: any */
    struct span inspectorate; /* that the text names; absent: any */
    long day;                 /* 0: any */
};
/* The grade that words mean: on the first scale in force that has them and fits the inspectorate,
 * else the nation alone; where none of that day has them, on any other day, since a grade that
 * did not exist is still claimed. NULL where the words are no grade. */
const struct scale_grade *scale_meant(const struct scales *scales, struct span words,
                                      const struct scale_context *context);
/* The grade that a digit means on the first scale that fits and prints digits; NULL: none. */
const struct scale_grade *scale_digit(const struct scales *scales, struct span digit,
                                      const struct scale_context *context);
/* The lowest or highest grade of the first scale that fits; NULL where none does. */
const struct scale_grade *scale_end(const struct scales *scales,
                                    const struct scale_context *context, bool lowest);
/* The grade so many steps above another on its scale, below it where `steps` is negative; NULL:
 * there is none. */
const struct scale_grade *scale_step(const struct scales *scales,
                                     const struct scale_grade *grade, long steps);
/* What a grade without an area is of: "overall", or the whole council. */
struct span scale_whole(const struct scales *scales, const struct scale_grade *grade);
/* The area whose label a cell or heading is (folded, numbering left out); absent where none. */
struct span scale_area_labelled(const struct scales *scales, struct span label,
                                struct span framework);
/* Is the framework on a list of them (separated by blanks)? All are on an empty one. */
bool scale_lists(struct span frameworks, struct span framework);
/* Appends an expression that matches every grade word of the scale ("" for all scales). */
void scale_pattern(const struct scales *scales, struct span scale, struct buf *out);

#endif

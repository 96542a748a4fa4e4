/* scale: grades on the scales in force, frameworks, and the areas that are graded.
 * Uses mem span buf utf8 places vocab. May end the program while it loads.
 *
 * Facts: schemas/vocab/scales.csv, frameworks.csv, areas.csv; a grade means nothing without its
 * scale, and a scale was in force between two days. */
#ifndef SCALE_H
#define SCALE_H

#include "vocab.h"

enum { SCALE_WORDS_MAX = 12 };

struct scale_grade {
    struct span scale, grade, inspectorate;
    long rank, levels; /* 1 is worst */
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
};

struct scales {
    struct scale_grade *grades;
    size_t grade_count, grade_room;
    struct scale_framework *frameworks;
    size_t framework_count, framework_room;
    struct scale_area *areas;
    size_t area_count, area_room;
};

struct scales *scales_load(struct places *places);
void scales_free(struct scales *scales);

/* The framework in force on a day (its edition of that day); NULL where there is none. */
const struct scale_framework *scale_framework(const struct scales *scales, struct span id,
                                              long day);
/* The grade that words mean on one scale; NULL where they are none of its. */
const struct scale_grade *scale_on(const struct scales *scales, struct span scale,
                                   struct span words);
/* The grade that words mean on a day, on the first scale in force that has them. Day 0: on the
 * first scale that has them. */
const struct scale_grade *scale_in_force(const struct scales *scales, struct span words, long day);
/* The area whose label a cell or heading is (folded, numbering left out); absent where none. */
struct span scale_area_labelled(const struct scales *scales, struct span label,
                                struct span framework);
/* Appends an expression that matches every grade word of the scale ("" for all scales). */
void scale_pattern(const struct scales *scales, struct span scale, struct buf *out);

#endif

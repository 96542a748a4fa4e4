/* forms: how phrases are built of classes of words, loaded and made ready to be found in a
 * text. Uses mem span buf set places match. May end the program while it loads.
 *
 * Nobody can list all ways in which people name a thing, but they build them of few parts:
 * "help for | young people | who are at risk". vocab/area_words.csv gives the classes of
 * words, and vocab/area_forms.csv the forms: symbols parted by blanks, each {class} or a
 * word that stands for itself, with a "?" behind it where it may be absent. A form whose
 * use is "part" can stand in braces too; parts nest up to FORMS_DEPTH_MAX.
 *
 * Few words begin a phrase, and few of these go on as one. So it is told beforehand, as for
 * a parser that looks two symbols ahead: the words that can begin a form, and of any two
 * names which forms can begin with them. */
#ifndef FORMS_H
#define FORMS_H

#include <stdint.h>

#include "match.h"
#include "places.h"

enum {
    FORMS_DEPTH_MAX = 8,  /* of parts in parts */
    FORMS_BEGINS_MAX = 64 /* forms that are looked for and can begin with the same name */
};

struct forms_symbol {
    size_t name; /* number of a class, word or part */
    bool optional;
};

struct forms_form {
    size_t part; /* the number of its name; SET_NONE: it is looked for */
    struct span value, use, text, example;
    size_t first, count; /* symbols */
    uint64_t firsts;     /* bits of the names that it can begin with */
    const struct table_sheet *sheet;
    size_t row;
};

struct forms_numbers {
    size_t *items;
    size_t count, room;
};

/* What a name in a form stands for: words, or forms. */
struct forms_name {
    struct forms_numbers parts;  /* its forms */
    struct forms_numbers words;  /* that its words begin with */
    uint64_t firsts;             /* bits of the names that it can begin with */
    struct forms_numbers begins; /* forms that are looked for and can begin with it */
    uint64_t whole;              /* those of them, a bit each, that can be it alone */
    size_t depth;                /* of parts in it */
    bool known;                  /* it has words or forms */
};

struct forms {
    struct set *numbers;      /* of "{class}", or a word */
    struct forms_name *names; /* by number */
    size_t name_count, name_room;
    struct forms_symbol *symbols;
    size_t symbol_count, symbol_room;
    struct forms_form *items;
    size_t count, room;
    struct match *match; /* values are numbers of names */
    uint64_t *follows;   /* by two names: those of the first's `begins` that can go on so */
    bool *opens;         /* by word: a form that is looked for can begin with it */
    size_t open_count;
};

/* Forms whose words are those of `beside`, which must live longer. */
struct forms *forms_load(struct places *places, struct match *beside);
void forms_free(struct forms *forms);

/* A name's bit: where it is not set the name is not there; where it is, it may be. */
static inline uint64_t forms_bit(size_t name)
{
    return (uint64_t)1 << name % 64;
}

#endif

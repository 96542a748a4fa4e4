/* vocab: the registers of authorities and organisations, and every spelling of their names.
 * Uses err mem span buf set table places match. May end the program while it loads.
 *
 * Facts and their sources: the columns of schemas/vocab/ (authorities, authority_names,
 * authority_forms, organisations, organisation_forms, trusts, name_cues). */
#ifndef VOCAB_H
#define VOCAB_H

#include "match.h"
#include "places.h"

/* Days are YYYYMMDD; 0 is before all, VOCAB_OPEN after all. */
enum { VOCAB_OPEN = 99991231, VOCAB_BODIES_MAX = 8 };

struct vocab_authority {
    struct span body, name, kind, nation, region;
    struct span official; /* the full name of the body */
    struct span county; /* body that holds the children's duty for a district */
    struct span gss;    /* "CODE CODE@FIRSTDAY", oldest first */
    struct span successors; /* body codes separated by blanks */
    struct span urn, dfe;   /* Ofsted's and the education department's numbers */
    bool children;      /* holds the children's duty */
    long from, to;
};

struct vocab_organisation {
    struct span subtype, canonical;
};

struct vocab_trust {
    struct span name, serves; /* body codes separated by blanks */
    long from, to;
};

enum vocab_kind { VOCAB_AUTHORITY, VOCAB_ORGANISATION, VOCAB_TRUST, VOCAB_CUE };

/* What one spelling can mean. */
struct vocab_name {
    enum vocab_kind kind;
    size_t index;    /* of the authority, organisation, trust or cue */
    const char *via; /* "name", "alias", "abbreviation" */
    const char *rule; /* the table it comes from */
    bool context;    /* an ordinary word or other place too: needs evidence */
    bool exact;      /* counts only in the letter case of the table */
    bool made;       /* by a form, so that it names a council and nothing else */
    struct span text;
    bool word; /* an ordinary word, which any sentence may begin with */
};

/* Words beside a bare name: a cue that speaks for or against the authority, or what makes an
 * organisation's name of it ("Police", "University of"). */
struct vocab_cue {
    bool before; /* stands before the name, else behind */
    int weight;  /* of a cue; below 0: against */
    struct span subtype, canonical; /* of an organisation; the name with {name} in it */
};

struct vocab {
    struct vocab_authority *authorities;
    size_t authority_count, authority_room;
    struct vocab_organisation *organisations;
    size_t organisation_count, organisation_room;
    struct set *bodies; /* codes; an authority's number by the number of its code */
    size_t *body_at, body_room;
    struct vocab_trust *trusts;
    size_t trust_count, trust_room;
    struct vocab_name *names;
    size_t name_count, name_room;
    struct vocab_cue *cues;
    size_t cue_count, cue_room;
    struct match *match;      /* names; values are indexes of `names`; NULL: not asked for */
    struct match *cue_match;  /* cues and forms; values are indexes of `cues`; beside it */
    struct mem_arena arena;
};

/* The places must live as long as the vocabulary. */
struct vocab *vocab_load(struct places *places);
/* The authorities and their names alone, for programs that look names up and read no text. */
struct vocab *vocab_load_councils(struct places *places);
void vocab_free(struct vocab *vocab);

/* A cell's digits as a number: 2014-05-23 is 20140523; `otherwise` for an empty cell. */
long vocab_day(struct span cell, long otherwise);
/* `form` with {name} filled in, in the arena. */
struct span vocab_fill(struct mem_arena *arena, struct span form, struct span name);
/* NULL where no body has that code. */
const struct vocab_authority *vocab_body(const struct vocab *vocab, struct span body);
/* The council that a trust serves; NULL where it serves several, or is none known. */
const struct vocab_authority *vocab_served(const struct vocab *vocab, struct span trust);
bool vocab_existed(const struct vocab_authority *authority, long day);
/* The GSS code in force on a day; absent where the body has none. */
struct span vocab_gss(const struct vocab_authority *authority, long day);

#endif

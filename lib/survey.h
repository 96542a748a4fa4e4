/* survey: a page's blocks and the elements around them, counted: the words, links, names and
 * neighbours that evidence is made of. Uses mem span buf utf8 document xml cue flow. A core. */
#ifndef SURVEY_H
#define SURVEY_H

#include "cue.h"
#include "flow.h"

enum {
    SURVEY_FAR = 20,   /* no such element around the block */
    SURVEY_WINDOW = 8, /* bytes of the strings that are compared with title and description */
    SURVEY_WINDOWS_MAX = 60,
    SURVEY_WINDOW_BITS = 1 << 15,
    SURVEY_TOPS = 4 /* innermost elements with 40, 60, 80, 95 % of the running text */
};

/* Elements that say what they hold, and the roles that say the same. */
enum survey_tag {
    SURVEY_ARTICLE,
    SURVEY_MAIN,
    SURVEY_NAV,
    SURVEY_ASIDE,
    SURVEY_HEADER,
    SURVEY_FOOTER,
    SURVEY_ITEM,
    SURVEY_FIGURE,
    SURVEY_SECTION,
    SURVEY_TAGS
};

/* Kinds of pages, by what they call themselves. */
enum survey_kind {
    SURVEY_OG_ARTICLE,
    SURVEY_OG_WEBSITE,
    SURVEY_ARTICLE_FACTS,
    SURVEY_NEWS_ARTICLE,
    SURVEY_BLOG_POSTING,
    SURVEY_ANY_ARTICLE,
    SURVEY_FORUM_POSTING,
    SURVEY_QUESTIONS,
    SURVEY_ITEM_LIST,
    SURVEY_WEB_PAGE,
    SURVEY_ORGANISATION,
    SURVEY_KINDS
};

/* An element with all that is in it. */
struct survey_place {
    uint8_t name[CUE_NAMES]; /* steps outward to the nearest element so named, or SURVEY_FAR */
    uint8_t tag[SURVEY_TAGS];
    bool remarks;  /* inside of what is called "comments": see names_remarks */
    uint32_t hash; /* of the path of elements and classes: what is built alike */
    uint32_t up;   /* the nearest ancestor with more blocks */
    uint32_t words, bytes, linked, blocks, good, images, inputs, times;
};

struct survey_stat {
    float words, linked, function, capitals, word_length, ends, commas, digits;
    uint32_t says;
    bool good;
    uint32_t alike;   /* slot of the blocks that are built alike */
    uint32_t same;    /* slot of the blocks that say the same */
    uint32_t heading; /* the last heading before, or the block itself */
    uint32_t image;   /* nodes since the last image */
    float before;     /* words before it */
    uint8_t since[CUE_PHRASES], until[CUE_PHRASES]; /* blocks to the nearest that says so */
    uint8_t comments;                               /* headings about comments before it */
};

/* What is built alike, or says the same. */
struct survey_slot {
    uint32_t hash, count;
    double words, linked, ends, good;
};

struct survey_slots {
    struct survey_slot *slots;
    size_t room; /* a power of two, more than twice what goes in */
};

struct survey {
    const struct flow *flow;
    const struct xml_tree *tree;
    struct survey_place *places;
    struct survey_stat *stats;
    struct survey_slots alike, places_alike, same;
    unsigned char title[SURVEY_WINDOW_BITS / 8],
        description[SURVEY_WINDOW_BITS / 8]; /* sets of windows */
    size_t top[SURVEY_TOPS];
    size_t headline; /* block, or flow->count */
    size_t last_good;
    double words, bytes, linked, good, good_blocks, articles, h1s, links;
    double remarked;                                      /* running text inside of remarks */
    double name_words[CUE_NAMES], tag_words[SURVEY_TAGS]; /* running text below such elements */
    bool kinds[SURVEY_KINDS];
    struct cue_indexes cues;
};

/* Borrows the flow until it is freed. */
void survey_page(struct survey *survey, const struct flow *flow, struct span title);
void survey_free(struct survey *survey);

/* Is the block so long, and so little of it in links, as running text is? */
bool survey_reads_on(const struct survey_stat *stat);
/* Number of what has that hash, which is in it, or of the free slot where it may go. */
uint32_t survey_slot(const struct survey_slots *slots, uint32_t hash);
/* The share of a folded text's windows of bytes that are in the set. */
float survey_overlap(const unsigned char *set, struct span folded);

#endif

#include "cut.h"

#include <math.h>
#include <stdlib.h>

#include "forest.h"

const double cut_bounds[CUT_BOUNDS] = {0.02, 0.035, 0.05, 0.075, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3,
                                       0.35, 0.4,   0.45, 0.5,   0.55, 0.6, 0.65, 0.7, 0.8};

/* Likelihoods beyond these tell no more. */
static const double LIKELIHOOD_MIN = 1e-4;
static const double NO_WORDS = 0.01; /* the weight of a block without words */
static const float FAR = 9;          /* log-odds: there is no such block */

/* By how much the log-odds of all blocks of a page may be off: a normal distribution of this
 * standard deviation, looked at in steps. 1, 2 and 3 did equally well in cross-validation. */
static const double SHIFT = 2;
enum { SHIFT_STEPS = 4 }; /* to either side, of half a deviation each */

/* What a bound takes of the page. */
struct taken {
    double words, linked, function, hits; /* hits: words of main text to be expected */
    size_t blocks, runs, ends, first, last;
    float least, most; /* log-odds: the least taken, the most left */
};

struct page {
    const struct likely_block *blocks;
    size_t count;
    double *likelihoods; /* within bounds */
    double words, expected, most;
    double even[CUT_BOUNDS], shifted[CUT_BOUNDS]; /* F1 to be expected */
};

static double log_odds(double likelihood)
{
    return log(likelihood / (1 - likelihood));
}

static double weight_of(const struct likely_block *block)
{
    return (double)block->words + NO_WORDS;
}

static void survey(struct page *page)
{
    page->likelihoods = mem_new(page->count, sizeof *page->likelihoods);
    for (size_t i = 0; i < page->count; i++) {
        double likelihood = page->blocks[i].likelihood;
        likelihood = likelihood < LIKELIHOOD_MIN ? LIKELIHOOD_MIN : likelihood;
        likelihood = likelihood > 1 - LIKELIHOOD_MIN ? 1 - LIKELIHOOD_MIN : likelihood;
        page->likelihoods[i] = likelihood;
        page->words += weight_of(&page->blocks[i]);
        page->expected += weight_of(&page->blocks[i]) * likelihood;
        page->most = likelihood > page->most ? likelihood : page->most;
    }
}

/* Adds to `f1` what each bound would reach, were all log-odds higher by the shift. */
static void expect(const struct page *page, double shift, double weight, double f1[CUT_BOUNDS])
{
    double expected = 0, hits[CUT_BOUNDS] = {0}, words[CUT_BOUNDS] = {0};
    double odds = exp(shift);
    for (size_t i = 0; i < page->count; i++) {
        double likelihood = page->likelihoods[i], block = weight_of(&page->blocks[i]);
        double shifted = likelihood * odds / (likelihood * odds + 1 - likelihood);
        expected += block * shifted;
        for (size_t k = 0; k < CUT_BOUNDS && likelihood > cut_bounds[k]; k++) {
            hits[k] += block * shifted;
            words[k] += block;
        }
    }
    for (size_t k = 0; k < CUT_BOUNDS; k++)
        f1[k] += weight * 2 * hits[k] / (words[k] + expected);
}

static void expect_shifted(struct page *page)
{
    double all = 0;
    for (int step = -SHIFT_STEPS; step <= SHIFT_STEPS; step++) {
        double deviations = step / 2.0, weight = exp(-deviations * deviations / 2);
        expect(page, deviations * SHIFT, weight, page->shifted);
        all += weight;
    }
    for (size_t k = 0; k < CUT_BOUNDS; k++)
        page->shifted[k] /= all;
}

static struct taken take(const struct page *page, double bound)
{
    struct taken taken = {.least = FAR, .most = -FAR};
    bool before = false, left = false;
    double least = 1, most = 0;
    for (size_t i = 0; i < page->count; i++) {
        const struct likely_block *block = &page->blocks[i];
        double likelihood = page->likelihoods[i], words = weight_of(block);
        bool takes = likelihood > bound;
        taken.runs += takes && !before;
        before = takes;
        left = left || !takes;
        if (!takes) {
            most = likelihood > most ? likelihood : most;
            continue;
        }
        least = likelihood < least ? likelihood : least;
        taken.first = taken.blocks ? taken.first : i;
        taken.last = i;
        taken.blocks++;
        taken.ends += block->ends >= 1;
        taken.words += words;
        taken.linked += words * (double)block->linked;
        taken.function += words * (double)block->function;
        taken.hits += words * likelihood;
    }
    taken.least = taken.blocks ? (float)(log_odds(least) - log_odds(bound)) : FAR;
    taken.most = left ? (float)(log_odds(bound) - log_odds(most)) : FAR;
    return taken;
}

static double largest(const double values[CUT_BOUNDS])
{
    double most = values[0];
    for (size_t k = 1; k < CUT_BOUNDS; k++)
        most = values[k] > most ? values[k] : most;
    return most;
}

static double at_least_one(double value)
{
    return value > 1 ? value : 1;
}

/* The numbers of one bound, in the order that the trees know. */
static void describe(const struct page *page, size_t bound, const struct evidence *evidence,
                     float features[CUT_FEATURES])
{
    struct taken taken = take(page, cut_bounds[bound]);
    double words = at_least_one(taken.words), blocks = at_least_one((double)taken.blocks);
    double span = taken.blocks ? (double)(taken.last - taken.first + 1) : 1;
    double most = largest(page->shifted);
    const double values[CUT_FEATURES - EVIDENCE_CLAIMS] = {
        page->even[bound],
        page->shifted[bound],
        cut_bounds[bound],
        log(1 + taken.words),
        taken.words / page->words,
        (double)taken.blocks,
        (double)taken.runs,
        (double)taken.blocks / span,
        taken.linked / words,
        taken.function / words,
        taken.words / blocks,
        taken.blocks ? (double)taken.ends / blocks : -1,
        (double)taken.least,
        (double)taken.most,
        page->most,
        page->expected / page->words,
        log(1 + page->expected),
        log(1 + page->words),
        taken.hits / words,
        page->even[bound] - largest(page->even),
        page->shifted[bound] - most,
        most,
    };
    size_t count = sizeof values / sizeof *values;
    for (size_t i = 0; i < count; i++)
        features[i] = (float)values[i];
    for (size_t i = 0; i < EVIDENCE_CLAIMS; i++)
        features[count + i] = evidence_claims(evidence, (enum evidence_claim)i);
}

void cut_describe(const struct likely_block *blocks, size_t count,
                  const struct evidence *evidence, float features[CUT_BOUNDS][CUT_FEATURES])
{
    struct page page = {.blocks = blocks, .count = count};
    survey(&page);
    expect(&page, 0, 1, page.even);
    expect_shifted(&page);
    for (size_t k = 0; k < CUT_BOUNDS; k++)
        describe(&page, k, evidence, features[k]);
    free(page.likelihoods);
}

/* Fitted to what each bound makes of 283 pages, whose blocks were judged by forests that had not
 * seen them: is it within 0.01 of the best F1? A page weighs by how much its bounds differ. 100
 * trees of 4 leaves, logistic loss, shrinkage 0.1, L2 penalty 5, each tree from 60 % of the pages
 * and 30 % of the features; with 200 or 400 trees, 2 or 6 leaves the F1 of pages left out is
 * within 0.002. One tree a paragraph. See tests/fit. */
static const struct forest_node nodes[] = {
    {13, 0.6796F, 6}, {17, 7.925F, 2}, {-1, -0.1071F, 0}, {13, 0.11F, 2}, {-1, -0.09003F, 0},
    {-1, 0.06458F, 0}, {-1, 0.06481F, 0},
    {0, 0.8809F, 2}, {-1, -0.1309F, 0}, {20, -0.00303F, 2}, {-1, -0.09931F, 0}, {8, 0.02859F, 2},
    {-1, 0.1378F, 0}, {-1, 0.04372F, 0},
    {7, 0.9882F, 4}, {18, 0.9344F, 2}, {-1, -0.1165F, 0}, {-1, 0.0277F, 0}, {4, 0.1038F, 2},
    {-1, -0.04017F, 0}, {-1, 0.1063F, 0},
    {0, 0.8907F, 6}, {4, 0.9524F, 4}, {9, 0.3511F, 2}, {-1, -0.1081F, 0}, {-1, 0.03933F, 0},
    {-1, 0.07647F, 0}, {-1, 0.05941F, 0},
    {20, -0.006433F, 2}, {-1, -0.1196F, 0}, {9, 0.1814F, 2}, {-1, -0.09746F, 0},
    {20, -0.001721F, 2}, {-1, -0.03382F, 0}, {-1, 0.07054F, 0},
    {18, 0.9344F, 6}, {7, 0.9783F, 2}, {-1, -0.1055F, 0}, {5, 2.0F, 2}, {-1, -0.1341F, 0},
    {-1, 0.01623F, 0}, {-1, 0.07032F, 0},
    {7, 0.9832F, 2}, {-1, -0.08086F, 0}, {11, 0.1011F, 2}, {-1, -0.0425F, 0}, {15, 0.2063F, 2},
    {-1, -0.07948F, 0}, {-1, 0.1031F, 0},
    {20, -0.005154F, 2}, {-1, -0.1008F, 0}, {18, 0.9123F, 4}, {5, 226.0F, 2}, {-1, -0.05653F, 0},
    {-1, 0.1171F, 0}, {-1, 0.08793F, 0},
    {12, 0.7529F, 2}, {-1, -0.06279F, 0}, {14, 0.8565F, 2}, {-1, -0.09135F, 0}, {8, 0.01386F, 2},
    {-1, 0.1061F, 0}, {-1, 0.006347F, 0},
    {7, 0.9231F, 2}, {-1, -0.07436F, 0}, {5, 2.0F, 2}, {-1, -0.1174F, 0}, {16, 6.868F, 2},
    {-1, 0.01567F, 0}, {-1, 0.1017F, 0},
    {1, 0.6951F, 4}, {5, 183.0F, 2}, {-1, -0.09454F, 0}, {-1, 0.04094F, 0}, {9, 0.3263F, 2},
    {-1, -0.01106F, 0}, {-1, 0.1023F, 0},
    {20, -0.002092F, 2}, {-1, -0.07026F, 0}, {1, 0.8498F, 4}, {5, 63.0F, 2}, {-1, -0.07984F, 0},
    {-1, 0.05344F, 0}, {-1, 0.07284F, 0},
    {0, 0.8483F, 4}, {5, 386.0F, 2}, {-1, -0.07323F, 0}, {-1, 0.04972F, 0}, {4, 0.347F, 2},
    {-1, 0.1319F, 0}, {-1, 0.009537F, 0},
    {0, 0.9769F, 6}, {0, 0.8322F, 2}, {-1, -0.06026F, 0}, {5, 5.0F, 2}, {-1, 0.1139F, 0},
    {-1, -0.01754F, 0}, {-1, 0.1103F, 0},
    {20, -0.002092F, 2}, {-1, -0.07066F, 0}, {16, 4.579F, 2}, {-1, 0.1546F, 0}, {4, 0.54F, 2},
    {-1, -0.009391F, 0}, {-1, 0.07842F, 0},
    {20, -0.006433F, 2}, {-1, -0.07734F, 0}, {11, 0.1011F, 2}, {-1, -0.04059F, 0},
    {11, 0.5238F, 2}, {-1, 0.08766F, 0}, {-1, 0.001153F, 0},
    {20, -0.0009795F, 2}, {-1, -0.05761F, 0}, {0, 0.8013F, 4}, {19, -0.02002F, 2},
    {-1, 0.1161F, 0}, {-1, -0.1235F, 0}, {-1, 0.04831F, 0},
    {1, 0.8019F, 4}, {4, 0.9524F, 2}, {-1, -0.05593F, 0}, {-1, 0.1102F, 0}, {13, 0.6204F, 2},
    {-1, -0.02001F, 0}, {-1, 0.05914F, 0},
    {16, 7.659F, 6}, {8, 0.02859F, 4}, {21, 0.6962F, 2}, {-1, -0.0769F, 0}, {-1, 0.03587F, 0},
    {-1, -0.03987F, 0}, {-1, 0.04564F, 0},
    {18, 0.9123F, 4}, {5, 226.0F, 2}, {-1, -0.06534F, 0}, {-1, 0.05007F, 0}, {6, 2.0F, 2},
    {-1, 0.07883F, 0}, {-1, 0.005777F, 0},
    {13, 0.1968F, 2}, {-1, -0.02934F, 0}, {8, 0.1278F, 2}, {-1, 0.04582F, 0}, {13, 0.7308F, 2},
    {-1, 0.0141F, 0}, {-1, -0.1232F, 0},
    {20, -0.005154F, 2}, {-1, -0.07054F, 0}, {6, 5.0F, 4}, {16, 5.817F, 2}, {-1, 0.1129F, 0},
    {-1, 0.03056F, 0}, {-1, -0.02953F, 0},
    {19, -0.008182F, 2}, {-1, -0.04508F, 0}, {11, 0.1481F, 2}, {-1, -0.06773F, 0},
    {15, 0.3764F, 2}, {-1, 0.102F, 0}, {-1, 0.01876F, 0},
    {20, -0.005154F, 2}, {-1, -0.04794F, 0}, {2, 0.115F, 2}, {-1, 0.1137F, 0}, {16, 4.579F, 2},
    {-1, 0.1465F, 0}, {-1, 0.00525F, 0},
    {18, 0.9123F, 6}, {7, 0.9832F, 2}, {-1, -0.05726F, 0}, {18, 0.8601F, 2}, {-1, 0.06238F, 0},
    {-1, -0.09257F, 0}, {-1, 0.05073F, 0},
    {18, 0.9669F, 6}, {16, 7.954F, 4}, {21, 0.8875F, 2}, {-1, -0.01826F, 0}, {-1, -0.07775F, 0},
    {-1, 0.038F, 0}, {-1, 0.07592F, 0},
    {0, 0.8809F, 6}, {9, 0.2425F, 4}, {9, 0.1814F, 2}, {-1, -0.05626F, 0}, {-1, 0.04728F, 0},
    {-1, -0.05925F, 0}, {-1, 0.01661F, 0},
    {7, 0.9832F, 2}, {-1, -0.03652F, 0}, {8, 0.1278F, 2}, {-1, 0.0556F, 0}, {7, 1.0F, 2},
    {-1, 0.1018F, 0}, {-1, -0.06805F, 0},
    {20, -0.007694F, 2}, {-1, -0.04872F, 0}, {8, 0.02859F, 2}, {-1, 0.04834F, 0},
    {2, 0.0875F, 2}, {-1, 0.1119F, 0}, {-1, -0.04111F, 0},
    {20, -0.007694F, 2}, {-1, -0.05056F, 0}, {7, 0.9087F, 4}, {8, 0.1401F, 2},
    {-1, -0.03114F, 0}, {-1, 0.08081F, 0}, {-1, 0.05373F, 0},
    {7, 0.8462F, 2}, {-1, -0.03348F, 0}, {14, 0.9961F, 4}, {14, 0.6133F, 2}, {-1, -0.05031F, 0},
    {-1, 0.03311F, 0}, {-1, -0.08505F, 0},
    {7, 0.9231F, 2}, {-1, -0.03887F, 0}, {0, 0.9723F, 4}, {18, 0.8357F, 2}, {-1, 0.04881F, 0},
    {-1, -0.02904F, 0}, {-1, 0.078F, 0},
    {7, 0.8944F, 2}, {-1, -0.02167F, 0}, {11, 0.5238F, 4}, {8, 0.1734F, 2}, {-1, 0.09527F, 0},
    {-1, -0.01702F, 0}, {-1, -0.009609F, 0},
    {20, -0.002092F, 4}, {18, 0.6F, 2}, {-1, 0.01158F, 0}, {-1, -0.06353F, 0}, {9, 0.3428F, 2},
    {-1, 0.006855F, 0}, {-1, 0.09919F, 0},
    {4, 0.1038F, 2}, {-1, -0.0707F, 0}, {13, 1.901F, 4}, {17, 7.984F, 2}, {-1, -0.007369F, 0},
    {-1, 0.04111F, 0}, {-1, 0.07882F, 0},
    {0, 0.9782F, 6}, {0, 0.9393F, 2}, {-1, -0.001206F, 0}, {4, 0.4594F, 2}, {-1, 0.04714F, 0},
    {-1, -0.06829F, 0}, {-1, 0.0679F, 0},
    {1, 0.6605F, 6}, {19, -0.01362F, 4}, {19, -0.06112F, 2}, {-1, -0.03987F, 0}, {-1, 0.108F, 0},
    {-1, -0.1195F, 0}, {-1, 0.0169F, 0},
    {3, 6.229F, 4}, {16, 5.159F, 2}, {-1, 0.01738F, 0}, {-1, -0.04703F, 0}, {13, 0.2179F, 2},
    {-1, -0.01063F, 0}, {-1, 0.06154F, 0},
    {3, 7.911F, 2}, {-1, -0.0186F, 0}, {13, 0.01068F, 2}, {-1, -0.03959F, 0}, {8, 0.4059F, 2},
    {-1, 0.07657F, 0}, {-1, -0.05323F, 0},
    {11, 0.8182F, 2}, {-1, -0.02228F, 0}, {10, 56.01F, 2}, {-1, 0.07736F, 0}, {3, 6.283F, 2},
    {-1, -0.1307F, 0}, {-1, 0.05262F, 0},
    {5, 2.0F, 2}, {-1, -0.08379F, 0}, {3, 4.291F, 4}, {8, 0.008537F, 2}, {-1, 0.1845F, 0},
    {-1, -0.0472F, 0}, {-1, 0.0005774F, 0},
    {20, -0.0009795F, 2}, {-1, -0.01627F, 0}, {17, 5.343F, 2}, {-1, -0.1023F, 0},
    {12, 0.1305F, 2}, {-1, -0.007247F, 0}, {-1, 0.05652F, 0},
    {18, 0.9669F, 6}, {14, 0.9848F, 4}, {0, 0.8809F, 2}, {-1, -0.02286F, 0}, {-1, 0.03861F, 0},
    {-1, -0.05525F, 0}, {-1, 0.07005F, 0},
    {5, 63.0F, 2}, {-1, -0.02878F, 0}, {1, 0.6122F, 4}, {12, 0.03169F, 2}, {-1, -0.0231F, 0},
    {-1, 0.148F, 0}, {-1, 0.0007718F, 0},
    {13, 0.08522F, 2}, {-1, -0.02419F, 0}, {8, 0.01386F, 2}, {-1, 0.03684F, 0}, {10, 30.16F, 2},
    {-1, 0.01784F, 0}, {-1, -0.05772F, 0},
    {11, 0.1011F, 6}, {19, -0.001626F, 4}, {19, -0.1023F, 2}, {-1, -0.07589F, 0},
    {-1, 0.07251F, 0}, {-1, -0.1168F, 0}, {-1, 0.01721F, 0},
    {5, 59.0F, 6}, {11, 1.0F, 4}, {18, 0.9123F, 2}, {-1, -0.06891F, 0}, {-1, -0.003198F, 0},
    {-1, 0.05764F, 0}, {-1, 0.0214F, 0},
    {5, 2.0F, 2}, {-1, -0.08484F, 0}, {5, 9.0F, 2}, {-1, 0.05802F, 0}, {5, 15.0F, 2},
    {-1, -0.04248F, 0}, {-1, 0.008743F, 0},
    {10, 10.45F, 2}, {-1, -0.04514F, 0}, {1, 0.8773F, 2}, {-1, 0.03817F, 0}, {0, 0.9698F, 2},
    {-1, -0.06563F, 0}, {-1, 0.03642F, 0},
    {7, 0.5283F, 2}, {-1, -0.04749F, 0}, {10, 26.08F, 2}, {-1, 0.03362F, 0}, {15, 0.2313F, 2},
    {-1, 0.1234F, 0}, {-1, -0.04133F, 0},
    {5, 2.0F, 2}, {-1, -0.08296F, 0}, {12, 1.965F, 4}, {5, 63.0F, 2}, {-1, -0.02119F, 0},
    {-1, 0.01576F, 0}, {-1, 0.06637F, 0},
    {13, 0.09534F, 2}, {-1, -0.02874F, 0}, {21, 0.7303F, 4}, {21, 0.4855F, 2},
    {-1, 0.004435F, 0}, {-1, 0.1234F, 0}, {-1, -0.001645F, 0},
    {20, -0.02455F, 2}, {-1, -0.05287F, 0}, {15, 0.3764F, 2}, {-1, 0.05233F, 0}, {3, 8.01F, 2},
    {-1, -0.0202F, 0}, {-1, 0.07765F, 0},
    {20, -0.005154F, 2}, {-1, -0.03642F, 0}, {2, 0.0875F, 2}, {-1, 0.09143F, 0}, {4, 0.92F, 2},
    {-1, 0.02027F, 0}, {-1, -0.06379F, 0},
    {7, 0.8462F, 2}, {-1, -0.03163F, 0}, {0, 0.6888F, 4}, {5, 386.0F, 2}, {-1, -0.08052F, 0},
    {-1, 0.06736F, 0}, {-1, 0.02515F, 0},
    {18, 0.9867F, 6}, {14, 0.991F, 4}, {18, 0.955F, 2}, {-1, -0.003235F, 0}, {-1, 0.06629F, 0},
    {-1, -0.07007F, 0}, {-1, 0.09896F, 0},
    {20, -0.05106F, 2}, {-1, -0.07166F, 0}, {20, -0.03833F, 2}, {-1, 0.1476F, 0},
    {4, 0.2155F, 2}, {-1, -0.09358F, 0}, {-1, 0.01058F, 0},
    {7, 1.0F, 6}, {8, 0.1401F, 2}, {-1, -0.03817F, 0}, {9, 0.2362F, 2}, {-1, -0.05435F, 0},
    {-1, 0.09088F, 0}, {-1, 0.04743F, 0},
    {1, 0.8019F, 2}, {-1, -0.01937F, 0}, {6, 2.0F, 2}, {-1, 0.06899F, 0}, {7, 0.4681F, 2},
    {-1, 0.09369F, 0}, {-1, -0.03313F, 0},
    {9, 0.1814F, 2}, {-1, -0.04444F, 0}, {19, -0.001626F, 4}, {9, 0.3228F, 2},
    {-1, 0.005559F, 0}, {-1, -0.04551F, 0}, {-1, 0.0409F, 0},
    {8, 0.0533F, 6}, {18, 0.6F, 4}, {7, 0.3956F, 2}, {-1, -0.05052F, 0}, {-1, 0.1875F, 0},
    {-1, 0.01104F, 0}, {-1, -0.02102F, 0},
    {10, 15.98F, 6}, {5, 226.0F, 2}, {-1, -0.04994F, 0}, {16, 7.606F, 2}, {-1, 0.07616F, 0},
    {-1, -0.05591F, 0}, {-1, 0.01423F, 0},
    {5, 63.0F, 2}, {-1, -0.02101F, 0}, {16, 5.601F, 2}, {-1, 0.1561F, 0}, {8, 0.01534F, 2},
    {-1, -0.0761F, 0}, {-1, 0.02405F, 0},
    {20, -0.02455F, 2}, {-1, -0.05871F, 0}, {14, 0.9407F, 4}, {14, 0.7951F, 2},
    {-1, -0.02035F, 0}, {-1, 0.06281F, 0}, {-1, -0.007341F, 0},
    {8, 0.001918F, 2}, {-1, 0.02143F, 0}, {8, 0.03962F, 2}, {-1, -0.04998F, 0}, {6, 2.0F, 2},
    {-1, -0.03549F, 0}, {-1, 0.02859F, 0},
    {6, 19.0F, 4}, {6, 1.0F, 2}, {-1, -0.03493F, 0}, {-1, 0.0147F, 0}, {22, 0.5F, 2},
    {-1, -0.01016F, 0}, {-1, -0.07064F, 0},
    {4, 0.9097F, 2}, {-1, -0.001746F, 0}, {4, 0.9444F, 2}, {-1, -0.09168F, 0}, {9, 0.1814F, 2},
    {-1, 0.06805F, 0}, {-1, -0.0495F, 0},
    {21, 0.9237F, 2}, {-1, 0.01369F, 0}, {4, 0.601F, 4}, {16, 5.817F, 2}, {-1, 0.02023F, 0},
    {-1, -0.1206F, 0}, {-1, 0.001479F, 0},
    {19, -0.06112F, 6}, {8, 0.0533F, 4}, {3, 6.229F, 2}, {-1, -0.04659F, 0}, {-1, 0.1236F, 0},
    {-1, -0.09007F, 0}, {-1, 0.01978F, 0},
    {10, 30.16F, 2}, {-1, 0.007675F, 0}, {8, 0.02859F, 4}, {9, 0.2738F, 2}, {-1, -0.08554F, 0},
    {-1, 0.05055F, 0}, {-1, -0.07587F, 0},
    {1, 0.905F, 4}, {18, 0.9344F, 2}, {-1, -0.009245F, 0}, {-1, 0.06945F, 0}, {18, 0.9867F, 2},
    {-1, -0.06806F, 0}, {-1, 0.05353F, 0},
    {7, 0.6657F, 2}, {-1, -0.03644F, 0}, {10, 30.16F, 2}, {-1, 0.02602F, 0}, {23, 0.5F, 2},
    {-1, -0.07827F, 0}, {-1, 0.03504F, 0},
    {1, 0.6122F, 6}, {9, 0.1814F, 2}, {-1, -0.06836F, 0}, {6, 6.0F, 2}, {-1, 0.1587F, 0},
    {-1, 0.003431F, 0}, {-1, -0.01371F, 0},
    {18, 0.9867F, 6}, {7, 0.2154F, 2}, {-1, 0.03129F, 0}, {7, 0.5283F, 2}, {-1, -0.06125F, 0},
    {-1, -0.007379F, 0}, {-1, 0.08979F, 0},
    {3, 5.323F, 2}, {-1, 0.04659F, 0}, {3, 6.147F, 2}, {-1, -0.05819F, 0}, {3, 6.283F, 2},
    {-1, 0.1414F, 0}, {-1, -0.008717F, 0},
    {5, 2.0F, 2}, {-1, -0.07483F, 0}, {11, 1.0F, 4}, {11, 0.5238F, 2}, {-1, 0.01264F, 0},
    {-1, -0.03312F, 0}, {-1, 0.0861F, 0},
    {7, 0.4681F, 4}, {15, 0.4639F, 2}, {-1, -0.08445F, 0}, {-1, 0.006857F, 0}, {13, 0.7308F, 2},
    {-1, 0.01118F, 0}, {-1, -0.02998F, 0},
    {11, 0.1011F, 2}, {-1, -0.05188F, 0}, {0, 0.6888F, 4}, {17, 7.513F, 2}, {-1, 0.1323F, 0},
    {-1, -0.01485F, 0}, {-1, 0.003485F, 0},
    {10, 9.468F, 4}, {2, 0.425F, 2}, {-1, 0.06896F, 0}, {-1, -0.05944F, 0}, {10, 11.89F, 2},
    {-1, -0.05099F, 0}, {-1, 0.008513F, 0},
    {18, 0.9886F, 6}, {14, 0.9848F, 4}, {9, 0.1814F, 2}, {-1, -0.0389F, 0}, {-1, 0.01569F, 0},
    {-1, -0.04228F, 0}, {-1, 0.07984F, 0},
    {18, 0.9123F, 4}, {18, 0.8601F, 2}, {-1, 0.001788F, 0}, {-1, -0.07546F, 0}, {15, 0.5452F, 2},
    {-1, 0.05503F, 0}, {-1, -0.01694F, 0},
    {7, 0.4681F, 6}, {0, 0.8907F, 2}, {-1, -0.0607F, 0}, {16, 6.565F, 2}, {-1, 0.09948F, 0},
    {-1, -0.03137F, 0}, {-1, 0.01403F, 0},
    {9, 0.3342F, 6}, {18, 0.5259F, 2}, {-1, 0.0375F, 0}, {1, 0.6605F, 2}, {-1, -0.08348F, 0},
    {-1, -0.007177F, 0}, {-1, 0.04725F, 0},
    {5, 6.0F, 2}, {-1, -0.06736F, 0}, {3, 5.323F, 2}, {-1, 0.07354F, 0}, {0, 0.9698F, 2},
    {-1, -0.006901F, 0}, {-1, 0.05811F, 0},
    {9, 0.1814F, 2}, {-1, -0.03981F, 0}, {14, 0.9483F, 4}, {7, 0.6214F, 2}, {-1, -0.02896F, 0},
    {-1, 0.08531F, 0}, {-1, -0.01066F, 0},
    {5, 81.0F, 6}, {9, 0.2005F, 2}, {-1, 0.03327F, 0}, {1, 0.6951F, 2}, {-1, -0.08283F, 0},
    {-1, -0.01111F, 0}, {-1, 0.03083F, 0},
    {0, 0.9803F, 6}, {1, 0.8705F, 4}, {5, 13.0F, 2}, {-1, 0.04756F, 0}, {-1, -0.004516F, 0},
    {-1, -0.04423F, 0}, {-1, 0.07906F, 0},
    {6, 2.0F, 6}, {10, 30.16F, 2}, {-1, 0.06742F, 0}, {10, 36.86F, 2}, {-1, -0.09466F, 0},
    {-1, 0.0559F, 0}, {-1, -0.004619F, 0},
    {9, 0.294F, 2}, {-1, -0.01803F, 0}, {4, 0.5589F, 2}, {-1, 0.04231F, 0}, {4, 0.6678F, 2},
    {-1, -0.05939F, 0}, {-1, 0.01784F, 0},
    {18, 0.9344F, 6}, {21, 0.8078F, 4}, {18, 0.3689F, 2}, {-1, -0.07684F, 0}, {-1, 0.01145F, 0},
    {-1, -0.05358F, 0}, {-1, 0.03716F, 0},
    {20, -0.0681F, 2}, {-1, -0.06056F, 0}, {20, -0.03833F, 4}, {8, 0.0533F, 2}, {-1, 0.1681F, 0},
    {-1, -0.021F, 0}, {-1, -0.001461F, 0},
    {4, 0.2155F, 4}, {12, 0.9924F, 2}, {-1, 0.09438F, 0}, {-1, -0.02901F, 0}, {12, 1.965F, 2},
    {-1, -0.01236F, 0}, {-1, 0.06472F, 0},
    {0, 0.9698F, 6}, {0, 0.9522F, 4}, {19, -0.1846F, 2}, {-1, -0.06501F, 0}, {-1, 0.008466F, 0},
    {-1, -0.0624F, 0}, {-1, 0.04369F, 0},
    {7, 0.9882F, 4}, {8, 0.1734F, 2}, {-1, -0.0255F, 0}, {-1, 0.03548F, 0}, {14, 0.9961F, 2},
    {-1, 0.06274F, 0}, {-1, -0.07042F, 0},
    {18, 0.9867F, 6}, {1, 0.9168F, 4}, {18, 0.9123F, 2}, {-1, -0.005032F, 0}, {-1, 0.04494F, 0},
    {-1, -0.03492F, 0}, {-1, 0.08432F, 0},
    {7, 1.0F, 4}, {21, 0.8269F, 2}, {-1, 0.02118F, 0}, {-1, -0.02842F, 0}, {21, 0.8549F, 2},
    {-1, -0.07402F, 0}, {-1, 0.001241F, 0},
    {2, 0.0625F, 2}, {-1, -0.04502F, 0}, {6, 5.0F, 4}, {21, 0.8269F, 2}, {-1, 0.07998F, 0},
    {-1, 0.01266F, 0}, {-1, -0.004672F, 0},
    {17, 6.173F, 4}, {19, -0.01362F, 2}, {-1, 0.03742F, 0}, {-1, -0.1019F, 0},
    {20, -0.005154F, 2}, {-1, -0.0253F, 0}, {-1, 0.03057F, 0},
    {14, 0.9974F, 6}, {9, 0.09273F, 4}, {2, 0.0875F, 2}, {-1, 0.05752F, 0}, {-1, -0.0823F, 0},
    {-1, 0.005475F, 0}, {-1, -0.07743F, 0},
    {18, 0.9344F, 2}, {-1, -0.01401F, 0}, {21, 0.9175F, 4}, {5, 5.0F, 2}, {-1, -0.06199F, 0},
    {-1, 0.09056F, 0}, {-1, -0.001908F, 0},
};

double cut_choose(const struct likely_block *blocks, size_t count,
                  const struct evidence *evidence)
{
    float features[CUT_BOUNDS][CUT_FEATURES];
    double most = 0;
    size_t best = 0;
    cut_describe(blocks, count, evidence, features);
    for (size_t k = 0; k < CUT_BOUNDS; k++) {
        double sum = forest_sum(nodes, sizeof nodes / sizeof *nodes, features[k]);
        if (k == 0 || sum > most) {
            most = sum;
            best = k;
        }
    }
    return cut_bounds[best];
}

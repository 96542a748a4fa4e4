/* Unit tests of what finds copies: shingle, runs, posting, cluster, overlap, rarity, identity,
 * copies. Expected shares are counted by hand from the texts. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "copies.h"
#include "mem.h"
#include "overlap.h"
#include "rarity.h"
#include "runs.h"

static bool are_same_words(const char *a, const char *b)
{
    struct shingle_words x = {0}, y = {0};
    shingle_read(span_of(a), &x);
    shingle_read(span_of(b), &y);
    bool same = x.count == y.count &&
                (x.count == 0 || memcmp(x.items, y.items, x.count * sizeof *x.items) == 0);
    shingle_words_free(&x);
    shingle_words_free(&y);
    return same;
}

static size_t words_in(const char *text)
{
    struct shingle_words words = {0};
    shingle_read(span_of(text), &words);
    size_t count = words.count;
    shingle_words_free(&words);
    return count;
}

static void test_words(void)
{
    CHECK(are_same_words("The Council’s “services”", "the councils services"));
    CHECK(are_same_words("CAFÉ\tNoir\n", "cafe noir"));
    CHECK(are_same_words("child's", "CHILD’S"));
    CHECK(are_same_words("well\xC2\xADknown", "wellknown")); /* a soft hyphen */
    CHECK(!are_same_words("2014", "2015"));
    CHECK(!are_same_words("a b", "b a"));
    CHECK(!are_same_words("good", "goo d"));
    /* Longer than the eight letters that are taken in at once, of several scripts. */
    CHECK(are_same_words("Responsibilities", "RESPONSIBILITIES"));
    CHECK(!are_same_words("abcdefgh", "abcdefghi"));
    CHECK(!are_same_words("abcdefghabcdefgh", "abcdefgh"));
    CHECK(!are_same_words("abcdefghi", "iabcdefgh"));
    CHECK(are_same_words("Llanfair-pwll東CAFÉ", "llanfair pwll東cafe"));
    CHECK(!are_same_words("ab東", "東ab"));
    CHECK(words_in("東") == 1);
    CHECK(words_in("") == 0);
    CHECK(words_in(" – … !") == 0);
    CHECK(words_in("re-inspection, 3.5%") == 4);
    CHECK(words_in("東京 大阪") == 2);
    CHECK(!are_same_words("東京", "大阪"));
    CHECK(words_in("broken \xE6\x9D byte") >= 2);
}

/* Words that are numbers from `first` on. */
static void number_words(struct shingle_words *words, size_t first, size_t count)
{
    struct buf text = {0};
    for (size_t i = 0; i < count; i++)
        buf_add_format(&text, "w%zu ", first + i);
    shingle_read(buf_span(&text), words);
    buf_free(&text);
}

static void test_keys(void)
{
    struct shingle_words words = {0};
    struct shingle_keys keys = {0}, part = {0};
    number_words(&words, 0, 3);
    shingle_keep(&words, &keys);
    CHECK(keys.count == 0);
    number_words(&words, 0, 20);
    shingle_keep(&words, &keys);
    CHECK(keys.count == 17); /* all runs, as they are fewer than SHINGLE_LEAST */
    number_words(&words, 0, 4000);
    shingle_keep(&words, &keys);
    CHECK(keys.count > 900 && keys.count < 1100); /* one in SHINGLE_RATE */
    /* What is kept of a part is kept of the whole. */
    number_words(&words, 1000, 500);
    shingle_keep(&words, &part);
    size_t found = 0;
    for (size_t i = 0; i < part.count; i++)
        for (size_t j = 0; j < keys.count; j++)
            found += part.items[i] == keys.items[j];
    CHECK(part.count > 80 && found == part.count);
    number_words(&words, 0, 600000);
    shingle_keep(&words, &keys);
    CHECK(keys.count <= SHINGLE_MOST && keys.count > SHINGLE_MOST / 4);
    struct buf same = {0};
    for (size_t i = 0; i < 300000; i++)
        buf_add_text(&same, "x ");
    shingle_read(buf_span(&same), &words);
    shingle_keep(&words, &keys);
    CHECK(keys.count <= 1);
    buf_free(&same);
    shingle_keys_free(&keys);
    shingle_keys_free(&part);
    shingle_words_free(&words);
}

/* Deals numbers out and reads each part twice. */
static bool runs_sort(const char *folder, size_t count)
{
    struct runs *runs = runs_new(folder);
    uint64_t state = 7;
    bool good = true;
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        runs_add(runs, (state >> 33) % 3, state);
    }
    for (size_t part = 0; part < RUNS_PARTS; part++)
        for (int again = 0; again < 2; again++) {
            size_t found;
            const uint64_t *items = runs_part(runs, part, &found);
            for (size_t i = 0; i < found; i++)
                good = good && (items[i] >> 33) % 3 == part && (!i || items[i - 1] <= items[i]);
            total += again ? found : 0;
        }
    runs_free(runs);
    return good && total == count;
}

static void test_runs(void)
{
    CHECK(runs_sort(NULL, 0));
    CHECK(runs_sort(NULL, 100));
    CHECK(runs_sort(NULL, 40000));
    CHECK(runs_sort("/tmp", 40000));
}

static void test_posting(void)
{
    struct posting *posting = posting_new(NULL);
    struct posting_list list;
    posting_add(posting, 5, 1);
    posting_add(posting, 5, 1);
    posting_add(posting, 6, 2);
    CHECK(!posting_next(posting, &list)); /* no key that two have */
    posting_free(posting);
    posting = posting_new(NULL);
    for (uint32_t i = 0; i < 9; i++)
        posting_add(posting, 5 + i / 8, i);
    for (int again = 0; again < 2; again++) {
        CHECK(posting_next(posting, &list) && list.count == 8 && list.documents[7] == 7);
        CHECK(list.part == posting_part(5) && list.key == posting_key(5));
        CHECK(!posting_next(posting, &list));
    }
    posting_free(posting);
}

static void test_cluster(void)
{
    struct cluster *cluster = cluster_new(6);
    cluster_join(cluster, 5, 3);
    cluster_join(cluster, 4, 5);
    cluster_join(cluster, 1, 2);
    CHECK(cluster_of(cluster, 4) == 3 && cluster_of(cluster, 5) == 3);
    CHECK(cluster_of(cluster, 2) == 1 && cluster_of(cluster, 0) == 0);
    cluster_join(cluster, 2, 4);
    CHECK(cluster_of(cluster, 5) == 1);
    cluster_free(cluster);
}

static struct overlap_shares overlap_of(const char *indexed, const char *other)
{
    struct shingle_words x = {0}, y = {0};
    struct overlap *overlap = overlap_new();
    shingle_read(span_of(indexed), &x);
    shingle_read(span_of(other), &y);
    overlap_index(overlap, (struct overlap_text){x.items, NULL, x.count});
    struct overlap_shares shares =
        overlap_compare(overlap, (struct overlap_text){y.items, NULL, y.count});
    overlap_free(overlap);
    shingle_words_free(&x);
    shingle_words_free(&y);
    return shares;
}

static bool is_about(double a, double b)
{
    return a - b < 0.0001 && b - a < 0.0001;
}

static void test_overlap(void)
{
    struct overlap_shares shares = overlap_of("a b c d e f g h", "x b c d e y");
    CHECK(is_about(shares.indexed, 4.0 / 8) && is_about(shares.other, 4.0 / 6));
    CHECK(shares.run == 4 && shares.gap == 1);
    shares = overlap_of("a b c d", "a b x c d");
    CHECK(is_about(shares.indexed, 0) && shares.gap == 5 && shares.run == 0);
    shares = overlap_of("a b c x d e f", "a b c y z d e f w w w");
    CHECK(is_about(shares.other, 6.0 / 11) && shares.run == 3 && shares.gap == 3);
    shares = overlap_of("a b c d e", "a b c d e");
    CHECK(is_about(shares.other, 1) && shares.run == 5 && shares.gap == 0);
    /* Runs that stand twice are found at both places, also where one alone came before them. */
    shares = overlap_of("x a b c d y a b c d z", "x a b c d z");
    CHECK(is_about(shares.indexed, 10.0 / 11) && is_about(shares.other, 1));
    shares = overlap_of("a b c a b c", "a b c");
    CHECK(is_about(shares.indexed, 1) && is_about(shares.other, 1) && shares.run == 3);
    shares = overlap_of("a b c d e f", "a b c d e f g");
    CHECK(is_about(shares.indexed, 1) && is_about(shares.other, 6.0 / 7) && shares.gap == 1);
    shares = overlap_of("a b", "a b");
    CHECK(is_about(shares.other, 0));
    shares = overlap_of("", "");
    CHECK(is_about(shares.other, 0));
}

/* A text that repeats itself and many small ones: no time for each place. */
static void test_repetition(void)
{
    struct buf text = {0};
    struct shingle_words words = {0};
    struct overlap *overlap = overlap_new();
    for (size_t i = 0; i < 200000; i++)
        buf_add_text(&text, "x ");
    shingle_read(buf_span(&text), &words);
    overlap_index(overlap, (struct overlap_text){words.items, NULL, words.count});
    bool good = true;
    for (size_t i = 0; i < 20000; i++) {
        struct overlap_shares shares =
            overlap_compare(overlap, (struct overlap_text){words.items, NULL, 4});
        good = good && is_about(shares.other, 1) && shares.indexed < 0.001;
    }
    CHECK(good);
    overlap_free(overlap);
    shingle_words_free(&words);
    buf_free(&text);
}

/* `count` documents have the same text; in families where `joined`. */
static float weight_of_shared(uint32_t count, bool joined)
{
    struct posting *posting = posting_new(NULL);
    struct cluster *families = cluster_new(count);
    struct shingle_words words = {0};
    struct shingle_keys keys = {0};
    float weights[100];
    number_words(&words, 0, 100);
    shingle_keep(&words, &keys);
    for (uint32_t document = 0; document < count; document++) {
        for (size_t i = 0; i < keys.count; i++)
            posting_add(posting, keys.items[i], document);
        if (joined)
            cluster_join(families, 0, document);
    }
    struct rarity *rarity = rarity_new(posting, families, count);
    rarity_weigh(rarity, words.items, words.count, weights);
    CHECK((rarity_part(rarity, 0, keys.count) > 0.99) == (weights[50] < 1));
    rarity_free(rarity);
    posting_free(posting);
    cluster_free(families);
    shingle_keys_free(&keys);
    shingle_words_free(&words);
    return weights[50];
}

static void test_rarity(void)
{
    CHECK(is_about((double)weight_of_shared(RARITY_FREE, false), 1));
    CHECK(is_about((double)weight_of_shared(RARITY_FREE + 1, false), 0.75));
    CHECK(is_about((double)weight_of_shared(30, false), 0.1));
    CHECK(is_about((double)weight_of_shared(30, true), 1));
}

static struct identity identify(struct identity_names *names, const char *json)
{
    struct rec *rec = rec_new();
    struct shingle_words words = {0};
    struct scan_fault fault;
    CHECK(rec_parse(rec, span_of(json), &fault));
    shingle_read(rec_string(rec, "text"), &words);
    struct identity identity = identity_of(names, rec, &words);
    shingle_words_free(&words);
    rec_free(rec);
    return identity;
}

static bool differ(struct identity_names *names, const char *a, const char *b)
{
    struct identity x = identify(names, a), y = identify(names, b);
    CHECK(identity_differs(&x, &y) == identity_differs(&y, &x));
    return identity_differs(&x, &y);
}

static void test_identity(void)
{
    struct places *places = places_find(NULL);
    struct vocab *vocab = vocab_load_councils(places);
    struct identity_names *names = identity_names_new(vocab);
    vocab_free(vocab);
    places_free(places);
    CHECK(differ(names, "{\"inspection\":{\"body\":\"NNT\"}}",
                 "{\"inspection\":{\"body\":\"WNT\"}}"));
    CHECK(!differ(names, "{\"inspection\":{\"body\":\"NNT\"}}", "{}"));
    CHECK(differ(names, "{\"inspection\":{\"started\":\"2017-05-08\"}}",
                 "{\"inspection\":{\"started\":\"2015-03-03\"}}"));
    CHECK(!differ(names, "{\"inspection\":{\"started\":\"2017-05-08\"}}",
                  "{\"inspection\":{\"started\":\"2017\"}}"));
    CHECK(!differ(names, "{\"inspection\":{\"framework\":\"ilacs\"}}",
                  "{\"inspection\":{\"framework\":\"ilacs-short\"}}"));
    CHECK(differ(names, "{\"inspection\":{\"framework\":\"sif\"}}",
                 "{\"inspection\":{\"framework\":\"lscb\"}}"));
    CHECK(differ(names, "{\"title\":\"North Northamptonshire: a report\"}",
                 "{\"title\":\"West Northamptonshire: a report\"}"));
    CHECK(!differ(names, "{\"title\":\"North Northamptonshire and Hull City Council\"}",
                  "{\"title\":\"West Northamptonshire\"}"));
    /* Tagged: once is enough, but not where another is named as often. */
    const char *north = "{\"entities\":[{\"type\":\"authority\",\"body\":\"N\"}]}";
    CHECK(differ(names, north, "{\"entities\":[{\"type\":\"authority\",\"body\":\"W\"}]}"));
    CHECK(!differ(names, north, "{\"entities\":[{\"type\":\"authority\",\"body\":\"W\"},"
                                "{\"type\":\"authority\",\"body\":\"N\"}]}"));
    /* Guessed from the text: three times. */
    CHECK(differ(names,
                 "{\"text\":\"North Northamptonshire, North Northamptonshire, North "
                 "Northamptonshire\"}",
                 "{\"text\":\"West Northamptonshire. West Northamptonshire? West "
                 "Northamptonshire!\"}"));
    CHECK(!differ(names, "{\"text\":\"North Northamptonshire, North Northamptonshire\"}",
                  "{\"text\":\"West Northamptonshire, West Northamptonshire\"}"));
    identity_names_free(names);
}

/* --- documents ------------------------------------------------------------------------------ */

/* Adds words of a numbered text: `first` to `first + count`, with every `changed`th of its own. */
static void add(struct copies *copies, const char *date, size_t first, size_t count, size_t changed,
                uint32_t body)
{
    struct buf text = {0}, id = {0};
    struct shingle_words words = {0};
    buf_add_format(&id, "%zu-%zu-%zu", first, count, changed);
    for (size_t i = 0; i < count; i++)
        if (changed && i % changed == changed / 2)
            buf_add_format(&text, "own%zu ", first + i + changed);
        else
            buf_add_format(&text, "w%zu ", first + i);
    shingle_read(buf_span(&text), &words);
    struct copies_document document = {.id = buf_span(&id),
                                       .source = span_of("s"),
                                       .date = span_of(date),
                                       .text = buf_span(&text),
                                       .identity = {.body = body}};
    copies_add(copies, &document, &words);
    shingle_words_free(&words);
    buf_free(&text);
    buf_free(&id);
}

static bool relates(const struct copies *copies, size_t document, size_t other,
                    enum copies_relation relation)
{
    struct copies_found found[COPIES_LISTED];
    size_t count = copies_of(copies, document, found);
    for (size_t i = 0; i < count; i++)
        if (found[i].document == other)
            return found[i].relation == relation;
    return false;
}

static void test_relations(const char *folder)
{
    struct copies *copies = copies_new(0.4, folder);
    add(copies, "2020-05-02", 1000, 300, 0, 0);   /* 0: the release */
    add(copies, "2020-05", 1000, 300, 20, 0);     /* 1: one word in twenty changed, dated before */
    add(copies, NULL, 1000, 300, 0, 0);           /* 2: the same */
    add(copies, "2020-05-03", 800, 700, 0, 0);    /* 3: an article with the release in it */
    add(copies, "2020-01-01", 5000, 300, 0, 0);   /* 4: another */
    add(copies, "2020-01-01", 5000, 300, 20, 9);  /* 5: of a council */
    add(copies, "2020-01-01", 5000, 300, 25, 8);  /* 6: of another council */
    add(copies, NULL, 7000, 3, 0, 0);             /* 7: three words */
    add(copies, NULL, 7000, 3, 0, 0);             /* 8: the same */
    add(copies, NULL, 7000, 2, 0, 0);             /* 9: two of them */
    copies_find(copies);
    CHECK(relates(copies, 0, 1, COPIES_NEAR) && relates(copies, 1, 0, COPIES_NEAR));
    CHECK(relates(copies, 0, 2, COPIES_SAME) && relates(copies, 2, 0, COPIES_SAME));
    CHECK(relates(copies, 3, 0, COPIES_CONTAINS) && relates(copies, 0, 3, COPIES_CONTAINED));
    CHECK(copies_origin(copies, 0) == 1 && copies_origin(copies, 2) == 1);
    CHECK(copies_origin(copies, 3) == 1);
    CHECK(relates(copies, 4, 5, COPIES_NEAR) && relates(copies, 4, 6, COPIES_NEAR));
    CHECK(!relates(copies, 5, 6, COPIES_NEAR));
    CHECK(copies_origin(copies, 5) != copies_origin(copies, 6));
    CHECK(relates(copies, 7, 8, COPIES_SAME) && copies_origin(copies, 8) == 7);
    CHECK(copies_origin(copies, 9) == 9);
    CHECK(copies_is_kept(copies, 2));
    copies_keep_one(copies, COPIES_KEEP_EARLIEST);
    CHECK(copies_is_kept(copies, 1) && !copies_is_kept(copies, 0) && !copies_is_kept(copies, 2));
    CHECK(copies_is_kept(copies, 3) && !copies_is_kept(copies, 8));
    copies_free(copies);
}

/* A document and its origin have the same text in whatever order the documents come. */
static void test_order(void)
{
    enum { COUNT = 60 };
    uint64_t first_sum = 0;
    static const size_t steps[] = {1, 7, 59, 23}; /* none has a divisor in common with 60 */
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        struct copies *copies = copies_new(0.4, NULL);
        uint64_t sum = 0;
        char date[16];
        for (size_t i = 0; i < COUNT; i++) {
            size_t n = i * steps[s] % COUNT;
            snprintf(date, sizeof date, "20%02zu", n);
            add(copies, date, n / 20 * 1000, 300, n % 20 + 8, 0);
        }
        copies_find(copies);
        for (size_t i = 0; i < COUNT; i++) {
            struct span own = copies_id(copies, i);
            struct span origin = copies_id(copies, copies_origin(copies, i));
            uint64_t hash = 14695981039346656037u;
            for (size_t c = 0; c < own.length + origin.length; c++)
                hash = (hash ^ (unsigned char)(c < own.length ? own.at[c]
                                                              : origin.at[c - own.length])) *
                       1099511628211u;
            sum += hash;
        }
        first_sum = s == 0 ? sum : first_sum;
        CHECK(sum == first_sum);
        copies_free(copies);
    }
}

/* Many with the same text, many with one paragraph in common: no more work for each. */
static void test_masses(void)
{
    enum { COUNT = 20000 };
    struct copies_found found[COPIES_LISTED];
    struct copies *copies = copies_new(0.4, NULL);
    for (size_t i = 0; i < COUNT; i++)
        add(copies, NULL, 0, 30, 0, 0);
    copies_find(copies);
    CHECK(copies_origin(copies, COUNT - 1) == 0);
    CHECK(copies_of(copies, 0, found) == COPIES_LISTED && copies_of(copies, 5, found) == 1);
    copies_free(copies);
    copies = copies_new(0.4, NULL);
    struct shingle_words words = {0};
    struct buf text = {0};
    for (size_t i = 0; i < COUNT / 4; i++) {
        buf_clear(&text);
        for (size_t w = 0; w < 60; w++)
            buf_add_format(&text, w < 30 ? "same%zu " : "own%zu-%zu ", w, i);
        shingle_read(buf_span(&text), &words);
        struct copies_document document = {.id = span_of("a"), .text = buf_span(&text)};
        copies_add(copies, &document, &words);
    }
    copies_find(copies);
    size_t told = 0;
    for (size_t i = 0; i < COUNT / 4; i++)
        told += copies_of(copies, i, found);
    CHECK(told == 0); /* the paragraph is common, and half of each text */
    copies_free(copies);
    shingle_words_free(&words);
    buf_free(&text);
}

static void test_nothing(void)
{
    struct copies *copies = copies_new(0.4, NULL);
    copies_find(copies);
    copies_free(copies);
    copies = copies_new(0.4, NULL);
    add(copies, NULL, 0, 0, 0, 0); /* no word at all */
    add(copies, NULL, 0, 0, 0, 0);
    copies_find(copies);
    CHECK(copies_origin(copies, 1) == 0);
    copies_free(copies);
}

int main(void)
{
    test_words();
    test_keys();
    test_runs();
    test_posting();
    test_cluster();
    test_overlap();
    test_repetition();
    test_rarity();
    test_identity();
    test_relations(NULL);
    test_relations("/tmp");
    test_order();
    test_masses();
    test_nothing();
    return check_finish();
}

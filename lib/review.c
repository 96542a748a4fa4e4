#include "review.h"

#include "verdict.h"

/* How true each verdict says that a claim is, from 1 to 5; 0: not known. */
static const int ratings[VERDICT_KINDS] = {[VERDICT_CONFIRMED] = 5,
                                           [VERDICT_CONTRADICTED] = 1,
                                           [VERDICT_OUTDATED] = 3,
                                           [VERDICT_IMPOSSIBLE] = 1};

static void set_part(struct rec *review, const char *key, struct rec *part)
{
    rec_set_record(review, key, part);
    rec_free(part);
}

static struct rec *named(const char *type, struct span name)
{
    struct rec *thing = rec_new();
    rec_set_string(thing, "@type", span_of(type));
    rec_set_string(thing, "name", name);
    return thing;
}

static struct span address(struct rec *row)
{
    struct span url = rec_string(row, "url");
    return url.length ? url : rec_string(row, "source");
}

/* Who said it: the speaker, else who wrote the document or published it. */
static struct rec *claimant(struct rec *row)
{
    static const char *const whose[] = {"speaker", "author", "publisher"};
    for (size_t i = 0; i < sizeof whose / sizeof *whose; i++)
        if (rec_string(row, whose[i]).length)
            return named(i < 2 ? "Person" : "Organization", rec_string(row, whose[i]));
    return NULL;
}

static struct rec *make_claim(struct rec *row)
{
    struct rec *claim = rec_new(), *appearance = rec_new(), *author = claimant(row);
    rec_set_string(claim, "@type", span_of("Claim"));
    if (author)
        set_part(claim, "author", author);
    rec_set_string(claim, "datePublished", rec_string(row, "doc_date"));
    rec_set_string(appearance, "@type", span_of("CreativeWork"));
    rec_set_string(appearance, "name", rec_string(row, "title"));
    rec_set_string(appearance, "url", address(row));
    set_part(claim, "appearance", appearance);
    return claim;
}

static struct rec *make_rating(struct rec *row)
{
    struct rec *rating = rec_new();
    enum verdict_kind kind;
    rec_set_string(rating, "@type", span_of("Rating"));
    if (verdict_kind_of(rec_string(row, "verdict"), &kind) && ratings[kind]) {
        rec_set_integer(rating, "ratingValue", ratings[kind]);
        rec_set_integer(rating, "bestRating", 5);
        rec_set_integer(rating, "worstRating", 1);
    }
    rec_set_string(rating, "alternateName", rec_string(row, "verdict"));
    rec_set_string(rating, "ratingExplanation", rec_string(row, "verdict_reason"));
    return rating;
}

void review_make(struct rec *row, const char *reviewer, struct rec *review)
{
    rec_clear(review);
    rec_set_string(review, "@context", span_of("https://schema.org"));
    rec_set_string(review, "@type", span_of("ClaimReview"));
    rec_set_string(review, "identifier", rec_string(row, "id"));
    rec_set_string(review, "claimReviewed", rec_string(row, "sentence"));
    if (reviewer)
        set_part(review, "author", named("Organization", span_of(reviewer)));
    set_part(review, "itemReviewed", make_claim(row));
    set_part(review, "reviewRating", make_rating(row));
    rec_set_string(review, "isBasedOn", rec_string(row, "record_source"));
}

#include "sequel.h"

#include <stdint.h>

#include "stance.h"

enum { SEQUEL_BYTES = 300 /* of longer sentences no such thing is asked */ };

static void set_date(struct passage *passage, struct judgement *judgement)
{
    struct passage_date date;
    for (size_t i = 0; i < passage->mask.count; i++)
        if (passage->mask.items[i].kind == MASK_DATE && passage_date(passage, i, &date)) {
            judgement->date = date.value;
            judgement->date_basis = span_of(date.relative ? "relative" : "stated");
        }
}

void sequel_apply(struct passage *passage, const struct speech *speech,
                  struct judgements *judgements, size_t from)
{
    struct rule_hit hit;
    struct span text = buf_span(&passage->mask.text);
    bool follows = passage->last_block == passage->block && judgements->count > from &&
                   passage->last_sentence == passage->sentence_before &&
                   text.length <= SEQUEL_BYTES;
    if (!follows || !rules_first(speech->sequels, text, &hit))
        return;
    bool denied = span_is(rules_value(speech->sequels, hit.rule), "denied");
    for (size_t i = from; i < judgements->count; i++) {
        struct judgement *judgement = &judgements->items[i];
        if (judgement->sentence_start != passage->last_sentence ||
            !stance_is_asserted(judgement->status))
            continue;
        if (denied)
            judgement->status = span_of("denied");
        else if (span_is(judgement->date_basis, "document"))
            set_date(passage, judgement);
    }
}

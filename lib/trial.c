#include "trial.h"

bool trial_decide(struct trial *trial, enum verdict_kind kind,
                  const struct record_judgement *judgement)
{
    trial->verdict->kind = kind;
    trial->verdict->judgement = judgement;
    return true;
}

void trial_say(struct trial *trial, const char *words)
{
    buf_add_text(&trial->verdict->reason, words);
}

void trial_say_span(struct trial *trial, struct span text)
{
    buf_add(&trial->verdict->reason, text);
}

void trial_say_day(struct trial *trial, long day)
{
    buf_add_format(&trial->verdict->reason, "%04ld-%02ld-%02ld", day / 10000, day / 100 % 100,
                   day % 100);
}

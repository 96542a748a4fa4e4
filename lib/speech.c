#include "speech.h"

#include <stdlib.h>

#include "macro.h"
#include "mem.h"

static const struct macro_kinds macro_kinds[] = {
    {"authority", {MASK_AUTHORITY}, 1},
    {"area", {MASK_AREA}, 1},
    {"people", {MASK_PEOPLE}, 1},
    {"service", {MASK_SERVICE}, 1},
    {"council", {MASK_COUNCIL}, 1},
    {"who", {MASK_AUTHORITY, MASK_AREA, MASK_SERVICE, MASK_COUNCIL, MASK_SUBJECT}, 5},
    {"grade",
     {MASK_GRADE, MASK_REQUIRES, MASK_LOWEST, MASK_HIGHEST, MASK_SAME, MASK_DIGIT,
      MASK_STEPS, MASK_PERFORMS},
     8},
    {"any_grade",
     {MASK_GRADE, MASK_REQUIRES, MASK_PERFORMS, MASK_STARS, MASK_TAKEN, MASK_THIS},
     6},
    {"requires", {MASK_REQUIRES}, 1},
    {"stars", {MASK_STARS}, 1},
    {"performs", {MASK_PERFORMS}, 1},
    {"inspectorate", {MASK_INSPECTORATE}, 1},
    {"date", {MASK_DATE}, 1},
    {"subject", {MASK_SUBJECT}, 1},
    {"this", {MASK_THIS}, 1},
    {"taken", {MASK_TAKEN}, 1},
    {"same", {MASK_SAME}, 1},
    {"steps", {MASK_STEPS}, 1},
    {"digit", {MASK_DIGIT}, 1},
    {"end", {MASK_LOWEST, MASK_HIGHEST}, 2},
};

enum { KINDS = sizeof macro_kinds / sizeof *macro_kinds };

struct speech *speech_load(struct places *places)
{
    struct speech *speech = mem_new(1, sizeof *speech);
    struct macros macros;
    macros_make(&macros, places, macro_kinds, KINDS);
    speech->graded_words = demand_words_new();
    speech->plain_words = demand_words_new();
    const struct rule_source source = {places, macros.items, macros.count,
                                       speech->graded_words};
    const struct rule_source plain = {places, macros.items, macros.count,
                                      speech->plain_words};
    speech->claims = rules_load(&source, "rules/claims.csv");
    speech->stances = rules_load(&source, "rules/stance.csv");
    speech->refusals = rules_load(&source, "rules/refusals.csv");
    speech->cues = rules_load(&source, "rules/cues.csv");
    speech->marks = rules_load(&plain, "rules/marks.csv");
    speech->sequels = rules_load(&source, "rules/sequels.csv");
    speech->antecedents = rules_load(&plain, "rules/antecedents.csv");
    speech->bare = rules_load(&source, "rules/bare.csv");
    speech->words = token_words_load(places);
    macros_free(&macros);
    return speech;
}

void speech_free(struct speech *speech)
{
    if (!speech)
        return;
    rules_free(speech->claims);
    rules_free(speech->stances);
    rules_free(speech->refusals);
    rules_free(speech->marks);
    rules_free(speech->cues);
    rules_free(speech->antecedents);
    rules_free(speech->bare);
    rules_free(speech->sequels);
    demand_words_free(speech->graded_words);
    demand_words_free(speech->plain_words);
    token_words_free(speech->words);
    free(speech);
}

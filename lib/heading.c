#include "heading.h"

static const struct known {
    const char *name;
    enum heading_kind kind;
} known[] = {
    {"id", HEADING_TEXT},
    {"type", HEADING_TEXT},
    {"authority", HEADING_TEXT},
    {"authority_id", HEADING_TEXT},
    {"body", HEADING_TEXT},
    {"candidates", HEADING_TEXT},
    {"named_as", HEADING_TEXT},
    {"delivered_by", HEADING_TEXT},
    {"subject", HEADING_TEXT},
    {"area", HEADING_TEXT},
    {"grade", HEADING_TEXT},
    {"scale", HEADING_TEXT},
    {"rank", HEADING_NUMBER},
    {"levels", HEADING_NUMBER},
    {"raw", HEADING_TEXT},
    {"status", HEADING_TEXT},
    {"date", HEADING_TEXT},
    {"date_basis", HEADING_TEXT},
    {"inspectorate", HEADING_TEXT},
    {"framework", HEADING_TEXT},
    {"speaker", HEADING_TEXT},
    {"speaker_role", HEADING_TEXT},
    {"basis", HEADING_TEXT},
    {"polarity", HEADING_NUMBER},
    {"intensity", HEADING_NUMBER},
    {"target", HEADING_TEXT},
    {"value", HEADING_TEXT},
    {"unit", HEADING_TEXT},
    {"target_value", HEADING_TEXT},
    {"previous_value", HEADING_TEXT},
    {"direction", HEADING_TEXT},
    {"sentence", HEADING_TEXT},
    {"start", HEADING_NUMBER},
    {"end", HEADING_NUMBER},
    {"confidence", HEADING_NUMBER},
    {"rule", HEADING_TEXT},
    {"conflict", HEADING_TEXT},
    {"doc", HEADING_TEXT},
    {"source", HEADING_TEXT},
    {"member", HEADING_TEXT},
    {"title", HEADING_TEXT},
    {"publisher", HEADING_TEXT},
    {"author", HEADING_TEXT},
    {"doc_date", HEADING_TEXT},
    {"url", HEADING_TEXT},
    {"page", HEADING_NUMBER},
    {"inspection_start", HEADING_TEXT},
    {"inspection_end", HEADING_TEXT},
    {"published", HEADING_TEXT},
    {"lead_inspector", HEADING_TEXT},
    {"region", HEADING_TEXT},
    {"origin", HEADING_TEXT},
    {"duplicates", HEADING_TEXT},
    {"count", HEADING_NUMBER},
    {"origins", HEADING_NUMBER},
    {"sources", HEADING_VALUE},
    {"first_reported", HEADING_TEXT},
    {"last_reported", HEADING_TEXT},
    {"verdict", HEADING_TEXT},
    {"record_grade", HEADING_TEXT},
    {"record_area", HEADING_TEXT},
    {"record_date", HEADING_TEXT},
    {"record_source", HEADING_TEXT},
    {"verdict_reason", HEADING_TEXT},
    {"conflicts", HEADING_TEXT},
    {"partial", HEADING_VALUE},
};

size_t heading_count(void)
{
    return sizeof known / sizeof *known;
}

size_t heading_place(struct span name)
{
    size_t i = 0;
    while (i < heading_count() && !span_is(name, known[i].name))
        i++;
    return i;
}

enum heading_kind heading_kind(struct span name)
{
    size_t i = heading_place(name);
    return i < heading_count() ? known[i].kind : HEADING_TEXT;
}

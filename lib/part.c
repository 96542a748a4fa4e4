#include "part.h"

#include <stdlib.h>

#include "mem.h"

struct refusal {
    struct parts parts;
    const char *what;
};

bool part_next(struct parts *parts, struct part *part)
{
    *part = (struct part){0};
    return parts->next(parts, part);
}

void part_close(struct parts *parts)
{
    parts->close(parts);
}

static bool next_of_refusal(struct parts *parts, struct part *part)
{
    struct refusal *refusal = (struct refusal *)parts;
    if (!refusal->what)
        return false;
    part->error_code = "not built in";
    part->error_message = refusal->what;
    refusal->what = NULL;
    return true;
}

static void close_refusal(struct parts *parts)
{
    free(parts);
}

struct parts *part_refuse(const char *what)
{
    struct refusal *refusal = mem_new(1, sizeof *refusal);
    *refusal = (struct refusal){{next_of_refusal, close_refusal}, what};
    return &refusal->parts;
}

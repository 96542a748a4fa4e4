/* fuzz/copies: documents cut out of any bytes are compared; what is told of them holds together,
 * and is the same when they come the other way round. */
#include <stdint.h>
#include <stdlib.h>

#include "copies.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DOCUMENTS_MAX = 200 };

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* A line is a document; its first byte tells what it is about. */
static size_t cut(struct span rest, struct span lines[DOCUMENTS_MAX])
{
    size_t count = 0;
    while (count < DOCUMENTS_MAX && rest.length && span_split(&rest, '\n', &lines[count]))
        count++;
    return count;
}

static struct copies *find(const struct span *lines, size_t count, bool backward)
{
    struct copies *copies = copies_new(0.4, NULL);
    struct shingle_words words = {0};
    for (size_t i = 0; i < count; i++) {
        struct span line = lines[backward ? count - 1 - i : i];
        unsigned first = line.length ? (unsigned char)line.at[0] : 0;
        struct copies_document document = {.id = span_part(line, 0, 8),
                                           .date = span_part(line, 1, 11),
                                           .text = line,
                                           .identity = {.body = first & 1, .started = first & 2}};
        shingle_read(line, &words);
        copies_add(copies, &document, &words);
    }
    shingle_words_free(&words);
    copies_find(copies);
    return copies;
}

static bool names(const struct copies *copies, size_t document, size_t other)
{
    struct copies_found found[COPIES_LISTED];
    size_t count = copies_of(copies, document, found);
    for (size_t i = 0; i < count; i++)
        if (found[i].document == other)
            return true;
    return count == COPIES_LISTED; /* or it may be among those that are not told */
}

static size_t check(const struct copies *copies, size_t count)
{
    struct copies_found found[COPIES_LISTED];
    size_t alone = 0;
    for (size_t i = 0; i < count; i++) {
        size_t origin = copies_origin(copies, i), told = copies_of(copies, i, found);
        require(told <= COPIES_LISTED && origin < count);
        require(copies_origin(copies, origin) == origin);
        require(copies_is_kept(copies, i));
        alone += told == 0;
        require(told > 0 || origin == i);
        bool is_copy = told > 0 && found[0].relation == COPIES_SAME;
        for (size_t f = 0; f < told; f++) {
            require(found[f].document < count && found[f].document != i);
            require(found[f].similarity > 0 && found[f].similarity <= 1);
            /* Of those with the same words the earliest speaks for all. */
            require(is_copy || names(copies, found[f].document, i));
        }
    }
    return alone;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span lines[DOCUMENTS_MAX];
    size_t count = cut((struct span){(const char *)data, size}, lines);
    struct copies *forward = find(lines, count, false), *backward = find(lines, count, true);
    require(check(forward, count) == check(backward, count));
    copies_free(forward);
    copies_free(backward);
    return 0;
}

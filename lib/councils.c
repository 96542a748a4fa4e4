#include "councils.h"

#include <stdlib.h>

#include "mem.h"
#include "set.h"
#include "utf8.h"

/* Bodies by one kind of key: those of a key are a chain through `next`. */
struct keys {
    struct set *set;
    size_t *first; /* entry of each key of the set */
    size_t first_room;
    struct entry {
        const struct vocab_authority *authority;
        size_t next; /* SET_NONE: the chain's end */
    } * entries;
    size_t count, room;
};

struct councils {
    struct keys bodies, codes, urns, dfes, names;
};

static void add_key(struct keys *keys, struct span key, const struct vocab_authority *authority)
{
    bool added;
    if (!key.length)
        return;
    size_t number = set_add(keys->set, key, &added);
    keys->first = mem_grow(keys->first, &keys->first_room, number + 1, sizeof *keys->first);
    keys->entries = mem_grow(keys->entries, &keys->room, keys->count + 1, sizeof *keys->entries);
    keys->entries[keys->count] =
        (struct entry){authority, added ? SET_NONE : keys->first[number]};
    keys->first[number] = keys->count++;
}

static void add_codes(struct councils *councils, const struct vocab_authority *authority)
{
    struct span rest = authority->gss, part;
    while (span_split(&rest, ' ', &part))
        add_key(&councils->codes, span_part(part, 0, span_find_byte(part, '@')), authority);
}

static void add_names(struct councils *councils, const struct vocab *vocab)
{
    struct buf folded = {0};
    for (size_t i = 0; i < vocab->name_count; i++) {
        if (vocab->names[i].kind != VOCAB_AUTHORITY)
            continue;
        buf_clear(&folded);
        utf8_fold_text(&folded, vocab->names[i].text);
        add_key(&councils->names, buf_span(&folded),
                &vocab->authorities[vocab->names[i].index]);
    }
    buf_free(&folded);
}

struct councils *councils_new(const struct vocab *vocab)
{
    struct councils *councils = mem_new(1, sizeof *councils);
    struct keys *kinds[] = {&councils->bodies, &councils->codes, &councils->urns, &councils->dfes,
                            &councils->names};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        kinds[i]->set = set_new();
    for (size_t i = 0; i < vocab->authority_count; i++) {
        const struct vocab_authority *authority = &vocab->authorities[i];
        add_key(&councils->bodies, authority->body, authority);
        add_key(&councils->urns, authority->urn, authority);
        add_key(&councils->dfes, authority->dfe, authority);
        add_codes(councils, authority);
    }
    add_names(councils, vocab);
    return councils;
}

void councils_free(struct councils *councils)
{
    if (!councils)
        return;
    struct keys *kinds[] = {&councils->bodies, &councils->codes, &councils->urns, &councils->dfes,
                            &councils->names};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        set_free(kinds[i]->set);
        free(kinds[i]->first);
        free(kinds[i]->entries);
    }
    free(councils);
}

static int fitness(const struct vocab_authority *authority, long day)
{
    return 2 * vocab_existed(authority, day) + authority->children;
}

/* The fittest of a chain; of equals the first of the register, which stands last in it. */
static const struct vocab_authority *find(const struct keys *keys, struct span key, long day)
{
    const struct vocab_authority *best = NULL;
    size_t number = key.length ? set_find(keys->set, key) : SET_NONE;
    if (number == SET_NONE)
        return NULL;
    for (size_t i = keys->first[number]; i != SET_NONE; i = keys->entries[i].next)
        if (!best || fitness(keys->entries[i].authority, day) >= fitness(best, day))
            best = keys->entries[i].authority;
    return best;
}

static struct span text_of(struct rec *row, const char *key)
{
    struct span raw = rec_raw(row, key);
    return raw.at ? rec_text_of(row, raw) : raw;
}

static const struct vocab_authority *find_name(const struct councils *councils, struct span name,
                                               long day)
{
    struct buf folded = {0};
    utf8_fold_text(&folded, name);
    const struct vocab_authority *authority = find(&councils->names, buf_span(&folded), day);
    buf_free(&folded);
    return authority;
}

const struct vocab_authority *councils_find(const struct councils *councils, struct rec *row,
                                            long day, bool *at_odds)
{
    const struct vocab_authority *authority =
        find(&councils->bodies, rec_string(row, "body"), day);
    *at_odds = false;
    if (authority)
        return authority;
    authority = find(&councils->codes, rec_string(row, "authority_id"), day);
    if (!authority)
        authority = find(&councils->urns, text_of(row, "urn"), day);
    if (!authority)
        authority = find(&councils->dfes, text_of(row, "la_code"), day);
    struct span name = rec_string(row, "authority");
    const struct vocab_authority *named = name.length ? find_name(councils, name, day) : NULL;
    *at_odds = authority && named && !span_equal(named->name, authority->name);
    return *at_odds ? NULL : authority ? authority : named;
}

#include "identity.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "set.h"
#include "when.h"

enum {
    NAME_WORDS_MAX = 12, /* of a council's name */
    FIRSTS = 1 << 16,     /* places in the tables of first words */
    BODIES_MAX = 64       /* different councils that are counted in a text */
};

struct identity_names {
    struct set *names; /* a name's word hashes, as bytes */
    uint32_t *bodies;  /* of each; 0: several councils have the name */
    size_t room;
    /* Most words begin no name: a bit for each that does by its upper half, and by its lower one
     * how many words names have, a bit for each number. */
    uint64_t firsts[FIRSTS / 64];
    uint16_t lengths[FIRSTS];
    struct shingle_words words; /* of a title */
};

/* Councils named in a text, and how often. */
struct tally {
    uint32_t bodies[BODIES_MAX];
    size_t counts[BODIES_MAX], count;
};

/* FNV-1a (Fowler, Noll and Vo 1991), never 0. */
static uint32_t hash_of(struct span text)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 16777619u;
    return hash ? hash : 1;
}

static struct span bytes_of(const uint32_t *words, size_t count)
{
    return (struct span){(const char *)words, count * sizeof *words};
}

static void add_name(struct identity_names *names, struct span name, uint32_t body)
{
    bool added;
    shingle_read(name, &names->words);
    size_t count = names->words.count;
    if (count == 0 || count > NAME_WORDS_MAX)
        return;
    size_t number = set_add(names->names, bytes_of(names->words.items, count), &added);
    names->bodies = mem_grow(names->bodies, &names->room, number + 1, sizeof *names->bodies);
    if (added)
        names->bodies[number] = body;
    else if (names->bodies[number] != body)
        names->bodies[number] = 0;
    uint32_t first = names->words.items[0];
    names->firsts[(first >> 16) / 64] |= UINT64_C(1) << (first >> 16) % 64;
    names->lengths[first % FIRSTS] |= (uint16_t)(1u << count);
}

struct identity_names *identity_names_new(const struct vocab *vocab)
{
    struct identity_names *names = mem_new(1, sizeof *names);
    names->names = set_new();
    for (size_t i = 0; i < vocab->name_count; i++) {
        const struct vocab_name *name = &vocab->names[i];
        if (name->kind != VOCAB_AUTHORITY || name->context || name->word)
            continue;
        const struct vocab_authority *authority = &vocab->authorities[name->index];
        add_name(names, name->text, authority->children ? hash_of(authority->body) : 0);
    }
    return names;
}

void identity_names_free(struct identity_names *names)
{
    if (!names)
        return;
    set_free(names->names);
    free(names->bodies);
    shingle_words_free(&names->words);
    free(names);
}

static void count_body(struct tally *tally, uint32_t body)
{
    size_t i = 0;
    while (i < tally->count && tally->bodies[i] != body)
        i++;
    if (i == BODIES_MAX)
        return;
    if (i == tally->count) {
        tally->bodies[i] = body;
        tally->counts[i] = 0;
        tally->count++;
    }
    tally->counts[i]++;
}

/* The longest name that begins with the first word: its length, else 1. */
static size_t read_name(const struct identity_names *names, const uint32_t *words, size_t count,
                        struct tally *tally)
{
    size_t place = words[0] >> 16;
    if (!(names->firsts[place / 64] >> place % 64 & 1))
        return 1;
    unsigned lengths = names->lengths[words[0] % FIRSTS];
    for (size_t n = count < NAME_WORDS_MAX ? count : NAME_WORDS_MAX; n > 0; n--) {
        if (!(lengths >> n & 1))
            continue;
        size_t number = set_find(names->names, bytes_of(words, n));
        if (number == SET_NONE)
            continue;
        if (names->bodies[number])
            count_body(tally, names->bodies[number]);
        return n;
    }
    return 1;
}

static void count_named(const struct identity_names *names, const struct shingle_words *words,
                        struct tally *tally)
{
    for (size_t at = 0; at < words->count;)
        at += read_name(names, words->items + at, words->count - at, tally);
}

static void count_tagged(struct rec *document, struct tally *tally)
{
    size_t count = 0;
    struct rec **entities = rec_items(document, "entities", &count);
    for (size_t i = 0; i < count; i++) {
        struct span body = rec_string(entities[i], "body");
        if (body.length && span_is(rec_string(entities[i], "type"), "authority"))
            count_body(tally, hash_of(body));
    }
}

/* The one named twice as often as any other, else 0. */
static uint32_t most_named(const struct tally *tally, size_t least)
{
    size_t best = 0;
    for (size_t i = 1; i < tally->count; i++)
        if (tally->counts[i] > tally->counts[best])
            best = i;
    for (size_t i = 0; i < tally->count; i++)
        if (i != best && tally->counts[best] < 2 * tally->counts[i])
            return 0;
    return tally->count && tally->counts[best] >= least ? tally->bodies[best] : 0;
}

static void find_body(struct identity_names *names, struct rec *document,
                      const struct shingle_words *words, struct identity *identity)
{
    struct tally title = {.count = 0}, text = {.count = 0};
    shingle_read(rec_string(document, "title"), &names->words);
    count_named(names, &names->words, &title);
    if (title.count == 1) {
        identity->body = title.bodies[0];
    } else if (rec_has(document, "entities")) {
        count_tagged(document, &text);
        identity->body = most_named(&text, 1);
    } else {
        count_named(names, words, &text);
        identity->guessed = most_named(&text, IDENTITY_NAMED);
    }
}

/* A visit to England's children's services is of one framework however long it was. */
static uint32_t framework_of(struct span id)
{
    static const char *const lengths[] = {"-short", "-standard"};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        if (span_ends(id, span_of(lengths[i])))
            id.length -= strlen(lengths[i]);
    return id.length ? hash_of(id) : 0;
}

/* A day that is known to the day, else 0. */
static uint32_t day_of(struct span edtf)
{
    struct when_date first, last;
    if (!edtf.at || !when_parse(edtf, &first, &last) || first.day == 0)
        return 0;
    return (uint32_t)when_first_day(first);
}

/* The council that an inspection names without its code. */
static uint32_t named_body(struct identity_names *names, struct span authority)
{
    struct tally tally = {.count = 0};
    shingle_read(authority, &names->words);
    count_named(names, &names->words, &tally);
    return tally.count == 1 ? tally.bodies[0] : 0;
}

struct identity identity_of(struct identity_names *names, struct rec *document,
                            const struct shingle_words *words)
{
    struct identity identity = {0};
    size_t count = 0;
    struct rec **inspections = rec_items(document, "inspection", &count);
    if (count) {
        struct span body = rec_string(inspections[0], "body");
        identity.body = body.length
                            ? hash_of(body)
                            : named_body(names, rec_string(inspections[0], "authority"));
        identity.framework = framework_of(rec_string(inspections[0], "framework"));
        identity.started = day_of(rec_string(inspections[0], "started"));
        identity.ended = day_of(rec_string(inspections[0], "ended"));
        identity.published = day_of(rec_string(inspections[0], "published"));
    }
    if (!identity.body)
        find_body(names, document, words, &identity);
    return identity;
}

static bool differs(uint32_t a, uint32_t b)
{
    return a && b && a != b;
}

bool identity_excludes(const struct identity *a, const struct identity *b)
{
    return differs(a->body, b->body) || differs(a->framework, b->framework) ||
           differs(a->started, b->started) || differs(a->ended, b->ended) ||
           differs(a->published, b->published);
}

static uint32_t body_of(const struct identity *identity)
{
    return identity->body ? identity->body : identity->guessed;
}

bool identity_differs(const struct identity *a, const struct identity *b)
{
    return identity_excludes(a, b) || differs(body_of(a), body_of(b));
}

static void fill(uint32_t *to, uint32_t from)
{
    if (*to == 0)
        *to = from;
}

void identity_join(struct identity *identity, const struct identity *other)
{
    fill(&identity->body, other->body);
    fill(&identity->guessed, other->guessed);
    fill(&identity->framework, other->framework);
    fill(&identity->started, other->started);
    fill(&identity->ended, other->ended);
    fill(&identity->published, other->published);
}

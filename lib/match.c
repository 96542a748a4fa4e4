#include "match.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { COMMA = 1, WORD_BYTES_MAX = 60, ABBREVIATION_MAX = 3, HEAD_BYTES = 8, VALUES_FIRST = 4 };

struct word {
    struct span text; /* folded, in the arena */
    uint64_t hash;
    char head[HEAD_BYTES]; /* of the text, and zeros: most words are no longer */
};

struct slot {
    uint32_t word; /* 0: empty */
    uint32_t tag;  /* the upper half of its hash: nearly always tells whether it is the one */
};

/* The words of all names, numbered. */
struct alphabet {
    struct word *words; /* by number */
    struct slot *slots; /* open addressing */
    size_t slot_count, count, room;
    struct mem_arena arena;
};

struct edge {
    uint32_t node, word; /* word 0: empty slot */
    uint32_t to;
};

struct node {
    uint32_t *values; /* in the arena */
    size_t count, room;
    uint64_t follow; /* a bit for the words that can follow, by their numbers modulo 64 */
};

struct match {
    struct alphabet *alphabet;
    bool borrowed;    /* the alphabet is another's */
    uint32_t *firsts; /* of a word: the node behind it at the start of a name, or 0 */
    size_t first_count, first_room;
    struct edge *edges; /* open addressing: all but those of the root */
    size_t edge_slots, edge_count;
    struct node *nodes;
    size_t node_count, node_room;
    struct mem_arena arena;
};

/* ---- the words of names ---------------------------------------------------------------------- */

static struct alphabet *alphabet_new(void)
{
    struct alphabet *alphabet = mem_new(1, sizeof *alphabet);
    alphabet->slot_count = 1024;
    alphabet->slots = mem_new(alphabet->slot_count, sizeof *alphabet->slots);
    alphabet->words = mem_grow(NULL, &alphabet->room, 2, sizeof *alphabet->words);
    alphabet->words[0] = alphabet->words[COMMA] = (struct word){{"", 0}, 0, ""};
    alphabet->count = 2;
    return alphabet;
}

static void alphabet_free(struct alphabet *alphabet)
{
    free(alphabet->words);
    free(alphabet->slots);
    mem_arena_free(&alphabet->arena);
    free(alphabet);
}

/* FNV-1a, 64 bits. Source: draft-eastlake-fnv. */
static const uint64_t hash_basis = 0xcbf29ce484222325u;

static inline uint64_t hash_byte(uint64_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * 0x100000001b3u;
}

static inline bool is_word(const struct word *word, struct span text)
{
    if (word->text.length != text.length || text.length > HEAD_BYTES)
        return span_equal(word->text, text);
    for (size_t i = 0; i < text.length; i++)
        if (word->head[i] != text.at[i])
            return false;
    return true;
}

/* Where the word is, or the empty slot where it belongs. */
static size_t alphabet_slot(const struct alphabet *alphabet, struct span text, uint64_t hash)
{
    size_t mask = alphabet->slot_count - 1, i = (hash ^ hash >> 29) & mask;
    for (; alphabet->slots[i].word; i = (i + 1) & mask)
        if (alphabet->slots[i].tag == hash >> 32 &&
            is_word(&alphabet->words[alphabet->slots[i].word], text))
            break;
    return i;
}

static void grow_slots(struct alphabet *alphabet)
{
    free(alphabet->slots);
    alphabet->slot_count *= 2;
    alphabet->slots = mem_new(alphabet->slot_count, sizeof *alphabet->slots);
    for (uint32_t id = COMMA + 1; id < alphabet->count; id++) {
        const struct word *word = &alphabet->words[id];
        alphabet->slots[alphabet_slot(alphabet, word->text, word->hash)] =
            (struct slot){id, (uint32_t)(word->hash >> 32)};
    }
}

static uint32_t alphabet_add(struct alphabet *alphabet, struct span text, uint64_t hash)
{
    size_t slot = alphabet_slot(alphabet, text, hash);
    if (alphabet->slots[slot].word)
        return alphabet->slots[slot].word;
    if (alphabet->count * 2 > alphabet->slot_count) {
        grow_slots(alphabet);
        slot = alphabet_slot(alphabet, text, hash);
    }
    alphabet->words = mem_grow(alphabet->words, &alphabet->room, alphabet->count + 1,
                               sizeof *alphabet->words);
    struct span kept = {mem_arena_copy(&alphabet->arena, text.at, text.length), text.length};
    struct word *word = &alphabet->words[alphabet->count];
    *word = (struct word){kept, hash, ""};
    memcpy(word->head, kept.at, kept.length < HEAD_BYTES ? kept.length : HEAD_BYTES);
    alphabet->slots[slot] = (struct slot){(uint32_t)alphabet->count, (uint32_t)(hash >> 32)};
    return (uint32_t)alphabet->count++;
}

/* ---- names ----------------------------------------------------------------------------------- */

static struct match *match_with(struct alphabet *alphabet, bool borrowed)
{
    struct match *match = mem_new(1, sizeof *match);
    match->alphabet = alphabet;
    match->borrowed = borrowed;
    match->edge_slots = 1024;
    match->edges = mem_new(match->edge_slots, sizeof *match->edges);
    match->nodes = mem_grow(NULL, &match->node_room, 1, sizeof *match->nodes);
    match->nodes[0] = (struct node){0};
    match->node_count = 1;
    return match;
}

struct match *match_new(void)
{
    return match_with(alphabet_new(), false);
}

struct match *match_new_beside(struct match *other)
{
    return match_with(other->alphabet, true);
}

void match_free(struct match *match)
{
    if (!match)
        return;
    if (!match->borrowed)
        alphabet_free(match->alphabet);
    free(match->firsts);
    free(match->nodes);
    free(match->edges);
    mem_arena_free(&match->arena);
    free(match);
}

static size_t edge_slot(const struct match *match, uint32_t node, uint32_t word)
{
    size_t mask = match->edge_slots - 1;
    uint64_t hash = ((uint64_t)node << 32 | word) * 0x9E3779B97F4A7C15u;
    size_t i = (size_t)(hash >> 32) & mask;
    while (match->edges[i].word && (match->edges[i].node != node || match->edges[i].word != word))
        i = (i + 1) & mask;
    return i;
}

static void grow_edges(struct match *match)
{
    struct edge *old = match->edges;
    size_t count = match->edge_slots;
    match->edge_slots *= 2;
    match->edges = mem_new(match->edge_slots, sizeof *match->edges);
    for (size_t i = 0; i < count; i++)
        if (old[i].word)
            match->edges[edge_slot(match, old[i].node, old[i].word)] = old[i];
    free(old);
}

static uint32_t add_node(struct match *match)
{
    match->nodes =
        mem_grow(match->nodes, &match->node_room, match->node_count + 1, sizeof *match->nodes);
    match->nodes[match->node_count] = (struct node){0};
    return (uint32_t)match->node_count++;
}

static uint32_t first_child(struct match *match, uint32_t word)
{
    if (word >= match->first_count) {
        size_t old = match->first_count;
        match->firsts =
            mem_grow(match->firsts, &match->first_room, word + 1, sizeof *match->firsts);
        match->first_count = match->first_room;
        memset(match->firsts + old, 0, (match->first_count - old) * sizeof *match->firsts);
    }
    if (match->firsts[word] == 0)
        match->firsts[word] = add_node(match);
    return match->firsts[word];
}

static uint64_t follow_bit(uint32_t word)
{
    return (uint64_t)1 << word % 64;
}

static uint32_t child(struct match *match, uint32_t node, uint32_t word)
{
    if (node == 0)
        return first_child(match, word);
    size_t i = edge_slot(match, node, word);
    if (match->edges[i].word)
        return match->edges[i].to;
    if (match->edge_count * 2 > match->edge_slots) {
        grow_edges(match);
        i = edge_slot(match, node, word);
    }
    match->edge_count++;
    match->nodes[node].follow |= follow_bit(word);
    match->edges[i] = (struct edge){node, word, add_node(match)};
    return match->edges[i].to;
}

/* ---- the words of a text --------------------------------------------------------------------- */

/* One word as folded bytes. A word longer than any name's is cut: it matches nothing. */
struct token {
    char bytes[WORD_BYTES_MAX];
    size_t length;
    uint64_t hash; /* of the bytes */
    size_t start, end;
    bool comma, joined, capital;
};

static inline void add_byte(struct token *token, char byte)
{
    if (token->length == WORD_BYTES_MAX)
        return;
    token->bytes[token->length++] = byte;
    token->hash = hash_byte(token->hash, byte);
}

static void add_folded(struct token *token, uint32_t point)
{
    if (point == 0xFB01 || point == 0xFB02) {
        add_folded(token, 'f');
        point = point == 0xFB01 ? 'i' : 'l';
    }
    uint32_t folded = utf8_fold(point);
    if (folded < 0x80) {
        add_byte(token, (char)folded);
        return;
    }
    if (token->length + 2 > WORD_BYTES_MAX)
        return;
    add_byte(token, (char)(0xC0 | (folded >> 6 & 0x1F)));
    add_byte(token, (char)(0x80 | (folded & 0x3F)));
}

/* An apostrophe at `at` inside a word: its length, else 0. *possessive where "s" and nothing
 * else of the word follows it. */
static size_t apostrophe(struct span text, size_t at, bool *possessive)
{
    uint32_t point, next = 0, behind = 0;
    size_t length = utf8_decode(span_part(text, at, text.length), &point);
    if (utf8_fold(point) != '\'' || at + length >= text.length)
        return 0;
    size_t more = utf8_decode(span_part(text, at + length, text.length), &next);
    if (!utf8_is_letter(next))
        return 0;
    if (at + length + more < text.length)
        utf8_decode(span_part(text, at + length + more, text.length), &behind);
    *possessive = (next == 's' || next == 'S') && !utf8_is_word(behind);
    return length;
}

/* Reads letters and digits of ASCII, as many as a name's word can have: nearly every word has no
 * other bytes. Behind them. */
static size_t read_plain(struct span text, size_t at, struct token *token)
{
    size_t stop = at + WORD_BYTES_MAX - token->length;
    if (stop > text.length)
        stop = text.length;
    for (char folded; at < stop && (folded = utf8_plain[(unsigned char)text.at[at]]); at++) {
        token->bytes[token->length++] = folded;
        token->hash = hash_byte(token->hash, folded);
    }
    return token->end = at;
}

/* Reads the letters and digits at `at`; behind the word, possessive 's included. */
static size_t read_word(struct span text, size_t at, struct token *token)
{
    token->start = at;
    token->length = 0;
    token->hash = hash_basis;
    for (;;) {
        uint32_t point;
        bool possessive = false;
        at = read_plain(text, at, token);
        if (at == text.length || text.at[at] == ' ')
            return at;
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        if (utf8_is_word(point)) {
            add_folded(token, point);
            token->end = at + length;
        } else {
            length = apostrophe(text, at, &possessive);
            if (length == 0)
                return at;
        }
        at += length;
        if (possessive)
            return at + 1;
    }
}

/* Does what stands between two words leave them joined: a blank, a hyphen, or the full stop of
 * an abbreviation? */
static bool passes_gap(uint32_t point, const struct token *last)
{
    uint32_t folded = utf8_fold(point);
    if (point == '\t')
        return false; /* a table cell ends there */
    return folded == ' ' || folded == '-' || folded == '\'' ||
           (folded == '.' && last->length > 0 && last->length <= ABBREVIATION_MAX);
}

/* A comma, or "and" for "&". */
static void read_sign(char sign, size_t at, struct token *token)
{
    token->start = at;
    token->end = at + 1;
    token->comma = sign == ',';
    token->length = 0;
    token->hash = hash_basis;
    for (const char *letter = "and"; *letter; letter++)
        add_byte(token, *letter);
}

static bool next_token(struct span text, size_t *at, struct token *token)
{
    token->joined = *at > 0;
    token->comma = token->capital = false;
    for (size_t length; *at < text.length; *at += length) {
        char byte = text.at[*at];
        uint32_t point = (unsigned char)byte;
        length = 1;
        if (byte == ' ')
            continue;
        if (point >= 0x80)
            length = utf8_decode(span_part(text, *at, text.length), &point);
        if (utf8_is_word(point)) {
            token->capital = utf8_is_upper(point);
            *at = read_word(text, *at, token);
            return true;
        }
        if (byte == '&' || byte == ',') {
            read_sign(byte, *at, token);
            ++*at;
            return true;
        }
        token->joined = token->joined && passes_gap(point, token);
    }
    return false;
}

static void add_value(struct match *match, struct node *node, uint32_t value)
{
    for (size_t i = 0; i < node->count; i++)
        if (node->values[i] == value)
            return;
    if (node->count == node->room) {
        node->room = node->room ? node->room * 2 : VALUES_FIRST;
        uint32_t *values = mem_arena_new(&match->arena, node->room, sizeof *values);
        if (node->count)
            memcpy(values, node->values, node->count * sizeof *values);
        node->values = values;
    }
    node->values[node->count++] = value;
}

void match_add(struct match *match, struct span name, uint32_t value)
{
    struct token token = {.length = 0};
    uint32_t at_node = 0;
    for (size_t at = 0; next_token(name, &at, &token);) {
        struct span word = {token.bytes, token.length};
        at_node = child(match, at_node, token.comma ? COMMA
                                                 : alphabet_add(match->alphabet, word, token.hash));
    }
    if (at_node)
        add_value(match, &match->nodes[at_node], value);
}

void match_split(const struct match *match, struct span text, struct match_words *words)
{
    const struct alphabet *alphabet = match->alphabet;
    struct token token = {.length = 0};
    words->count = 0;
    for (size_t at = 0; next_token(text, &at, &token);) {
        struct span word = {token.bytes, token.length};
        size_t slot = alphabet_slot(alphabet, word, token.hash);
        words->items =
            mem_grow(words->items, &words->room, words->count + 1, sizeof *words->items);
        uint32_t id = token.comma ? COMMA : alphabet->slots[slot].word;
        words->items[words->count++] =
            (struct match_word){token.start, token.end, id, token.joined, token.capital};
    }
}

void match_words_free(struct match_words *words)
{
    free(words->items);
    *words = (struct match_words){0};
}

static uint32_t child_at(const struct match *match, uint32_t node, uint32_t word)
{
    if (node == 0)
        return word < match->first_count ? match->firsts[word] : 0;
    if (!(match->nodes[node].follow & follow_bit(word)))
        return 0;
    return match->edges[edge_slot(match, node, word)].to;
}

/* Walks on from *node by word `i` of those from `first`; NULL where no name goes on. */
static inline const struct node *step(const struct match *match,
                                      const struct match_words *words, size_t first,
                                      size_t i, uint32_t *node)
{
    const struct match_word *word = &words->items[i];
    if (word->id == 0 || (i > first && !word->joined))
        return NULL;
    *node = child_at(match, *node, word->id);
    return *node ? &match->nodes[*node] : NULL;
}

static inline struct match_hit hit_of(const struct match_words *words, size_t first,
                                      size_t last, const struct node *reached)
{
    return (struct match_hit){words->items[first].start,
                              words->items[last].end,
                              first,
                              last + 1,
                              reached->values,
                              reached->count};
}

bool match_at(const struct match *match, const struct match_words *words, size_t first,
              struct match_hit *hit)
{
    const struct node *reached;
    uint32_t node = 0;
    bool found = false;
    for (size_t i = first;
         i < words->count && (reached = step(match, words, first, i, &node)); i++) {
        if (reached->count == 0)
            continue;
        *hit = hit_of(words, first, i, reached);
        found = true;
    }
    return found;
}

size_t match_each(const struct match *match, const struct match_words *words, size_t first,
                  struct match_hit *hits, size_t room)
{
    const struct node *reached;
    uint32_t node = 0;
    size_t count = 0;
    for (size_t i = first; i < words->count && count < room &&
                           (reached = step(match, words, first, i, &node));
         i++)
        if (reached->count)
            hits[count++] = hit_of(words, first, i, reached);
    return count;
}

bool match_find(const struct match *match, const struct match_words *words, size_t from,
                struct match_hit *hit)
{
    for (size_t first = from; first < words->count; first++) {
        uint32_t id = words->items[first].id;
        if (id < match->first_count && match->firsts[id] && match_at(match, words, first, hit))
            return true;
    }
    return false;
}

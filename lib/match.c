#include "match.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

enum { COMMA = 1, WORD_BYTES_MAX = 64, ABBREVIATION_MAX = 3 };

struct word {
    struct span text; /* folded, in the arena */
    uint64_t hash;
};

struct edge {
    uint32_t node, word; /* word 0: empty slot */
    uint32_t to;
};

struct node {
    uint32_t *values;
    size_t count, room;
};

struct match {
    struct word *words; /* open addressing; the id is the slot's place in `order` */
    uint32_t *slots;
    size_t slot_count, word_count, word_room;
    struct edge *edges;
    size_t edge_slots, edge_count;
    struct node *nodes;
    size_t node_count, node_room;
    struct mem_arena arena;
};

struct match *match_new(void)
{
    struct match *match = mem_new(1, sizeof *match);
    match->slot_count = match->edge_slots = 1024;
    match->slots = mem_new(match->slot_count, sizeof *match->slots);
    match->edges = mem_new(match->edge_slots, sizeof *match->edges);
    match->nodes = mem_grow(NULL, &match->node_room, 1, sizeof *match->nodes);
    match->nodes[0] = (struct node){0};
    match->node_count = 1;
    match->words = mem_grow(NULL, &match->word_room, 2, sizeof *match->words);
    match->words[0] = match->words[COMMA] = (struct word){{"", 0}, 0};
    match->word_count = 2;
    return match;
}

void match_free(struct match *match)
{
    if (!match)
        return;
    for (size_t i = 0; i < match->node_count; i++)
        free(match->nodes[i].values);
    free(match->nodes);
    free(match->words);
    free(match->slots);
    free(match->edges);
    mem_arena_free(&match->arena);
    free(match);
}

/* FNV-1a, 64 bits. Source: draft-eastlake-fnv. */
static uint64_t hash_bytes(struct span text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < text.length; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3u;
    return hash ^ hash >> 29;
}

static uint32_t find_word(const struct match *match, struct span text, uint64_t hash)
{
    size_t mask = match->slot_count - 1;
    for (size_t i = hash & mask; match->slots[i]; i = (i + 1) & mask) {
        const struct word *word = &match->words[match->slots[i]];
        if (word->hash == hash && span_equal(word->text, text))
            return match->slots[i];
    }
    return 0;
}

static void grow_slots(struct match *match)
{
    free(match->slots);
    match->slot_count *= 2;
    match->slots = mem_new(match->slot_count, sizeof *match->slots);
    size_t mask = match->slot_count - 1;
    for (uint32_t id = COMMA + 1; id < match->word_count; id++) {
        size_t i = match->words[id].hash & mask;
        while (match->slots[i])
            i = (i + 1) & mask;
        match->slots[i] = id;
    }
}

static uint32_t intern(struct match *match, struct span text)
{
    uint64_t hash = hash_bytes(text);
    uint32_t id = find_word(match, text, hash);
    if (id)
        return id;
    if (match->word_count * 2 > match->slot_count)
        grow_slots(match);
    match->words =
        mem_grow(match->words, &match->word_room, match->word_count + 1, sizeof *match->words);
    id = (uint32_t)match->word_count++;
    struct span kept = {mem_arena_copy(&match->arena, text.at, text.length), text.length};
    match->words[id] = (struct word){kept, hash};
    size_t mask = match->slot_count - 1, i = hash & mask;
    while (match->slots[i])
        i = (i + 1) & mask;
    match->slots[i] = id;
    return id;
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

static uint32_t child(struct match *match, uint32_t node, uint32_t word)
{
    size_t i = edge_slot(match, node, word);
    if (match->edges[i].word)
        return match->edges[i].to;
    if (match->edge_count * 2 > match->edge_slots) {
        grow_edges(match);
        i = edge_slot(match, node, word);
    }
    match->edge_count++;
    match->nodes =
        mem_grow(match->nodes, &match->node_room, match->node_count + 1, sizeof *match->nodes);
    match->nodes[match->node_count] = (struct node){0};
    match->edges[i] = (struct edge){node, word, (uint32_t)match->node_count};
    return (uint32_t)match->node_count++;
}

/* One word as folded bytes. A word longer than any name's is cut: it matches nothing. */
struct token {
    char bytes[WORD_BYTES_MAX];
    size_t length;
    size_t start, end;
    bool comma, joined;
};

/* An ASCII letter or digit: nearly every byte of a text, so it is told without decoding. */
static bool is_plain(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

static void add_plain(struct token *token, char byte)
{
    if (token->length + 4 > WORD_BYTES_MAX)
        return;
    token->bytes[token->length++] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
}

static void add_folded(struct token *token, uint32_t point)
{
    if (point == 0xFB01 || point == 0xFB02) {
        add_folded(token, 'f');
        point = point == 0xFB01 ? 'i' : 'l';
    }
    uint32_t folded = utf8_fold(point);
    if (token->length + 4 > WORD_BYTES_MAX)
        return;
    if (folded < 0x80) {
        token->bytes[token->length++] = (char)folded;
        return;
    }
    token->bytes[token->length++] = (char)(0xC0 | (folded >> 6 & 0x1F));
    token->bytes[token->length++] = (char)(0x80 | (folded & 0x3F));
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

/* Reads the letters and digits at `at`; behind the word, possessive 's included. */
static size_t read_word(struct span text, size_t at, struct token *token)
{
    token->start = token->end = at;
    token->length = 0;
    while (at < text.length) {
        uint32_t point;
        bool possessive = false;
        if (is_plain(text.at[at])) {
            add_plain(token, text.at[at++]);
            token->end = at;
            continue;
        }
        if (text.at[at] == ' ')
            break;
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        if (utf8_is_word(point)) {
            add_folded(token, point);
            at += length;
            token->end = at;
            continue;
        }
        length = apostrophe(text, at, &possessive);
        if (length == 0)
            break;
        at += length;
        if (possessive)
            return at + 1;
    }
    return at;
}

/* What stands between two words: *joined stays true for blanks, one hyphen, or the full stop of
 * an abbreviation; a comma is a token. */
static bool passes_gap(uint32_t point, const struct token *last)
{
    uint32_t folded = utf8_fold(point);
    if (point == '\t')
        return false; /* a table cell ends there */
    return folded == ' ' || folded == '-' || folded == '\'' ||
           (folded == '.' && last->length > 0 && last->length <= ABBREVIATION_MAX);
}

static bool next_token(struct span text, size_t *at, struct token *token)
{
    token->joined = *at > 0;
    token->comma = false;
    while (*at < text.length) {
        uint32_t point;
        if (text.at[*at] == ' ') {
            ++*at;
            continue;
        }
        size_t length = 1;
        if (is_plain(text.at[*at]))
            point = (unsigned char)text.at[*at];
        else
            length = utf8_decode(span_part(text, *at, text.length), &point);
        if (utf8_is_word(point)) {
            bool joined = token->joined;
            *at = read_word(text, *at, token);
            token->joined = joined;
            return true;
        }
        if (point == '&' || point == ',') {
            token->start = *at;
            token->comma = point == ',';
            *at += length;
            token->end = *at;
            memcpy(token->bytes, "and", 3);
            token->length = 3;
            return true;
        }
        token->joined = token->joined && passes_gap(point, token);
        *at += length;
    }
    return false;
}

void match_add(struct match *match, struct span name, uint32_t value)
{
    struct token token = {.length = 0};
    uint32_t at_node = 0;
    for (size_t at = 0; next_token(name, &at, &token);) {
        struct span word = {token.bytes, token.length};
        at_node = child(match, at_node, token.comma ? COMMA : intern(match, word));
    }
    if (at_node == 0)
        return;
    struct node *node = &match->nodes[at_node];
    for (size_t i = 0; i < node->count; i++)
        if (node->values[i] == value)
            return;
    node->values = mem_grow(node->values, &node->room, node->count + 1, sizeof *node->values);
    node->values[node->count++] = value;
}

void match_split(const struct match *match, struct span text, struct match_words *words)
{
    struct token token = {.length = 0};
    words->count = 0;
    for (size_t at = 0; next_token(text, &at, &token);) {
        struct span word = {token.bytes, token.length};
        words->items =
            mem_grow(words->items, &words->room, words->count + 1, sizeof *words->items);
        words->items[words->count++] = (struct match_word){
            token.start, token.end,
            token.comma ? COMMA : find_word(match, word, hash_bytes(word)), token.joined};
    }
}

void match_words_free(struct match_words *words)
{
    free(words->items);
    *words = (struct match_words){0};
}

/* The longest name that starts at a word. */
static bool match_at(const struct match *match, const struct match_words *words, size_t first,
                     struct match_hit *hit)
{
    uint32_t node = 0;
    bool found = false;
    for (size_t i = first; i < words->count; i++) {
        const struct match_word *word = &words->items[i];
        if (word->id == 0 || (i > first && !word->joined))
            break;
        size_t slot = edge_slot(match, node, word->id);
        if (match->edges[slot].word == 0)
            break;
        node = match->edges[slot].to;
        if (match->nodes[node].count == 0)
            continue;
        *hit = (struct match_hit){words->items[first].start, word->end,        first,
                                  i + 1,                     match->nodes[node].values,
                                  match->nodes[node].count};
        found = true;
    }
    return found;
}

bool match_find(const struct match *match, const struct match_words *words, size_t from,
                struct match_hit *hit)
{
    for (size_t first = from; first < words->count; first++)
        if (words->items[first].id && match_at(match, words, first, hit))
            return true;
    return false;
}

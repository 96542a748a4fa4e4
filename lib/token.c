#include "token.h"

#include <stdlib.h>

#include "mem.h"
#include "set.h"
#include "utf8.h"

enum { WORD_BYTES_MAX = 32 /* longer words are none of the listed */ };

struct token_words {
    struct set *words;
    enum token_class *classes;
    size_t room;
};

static const struct {
    const char *name;
    enum token_class class;
} classes[] = {
    {"gradable", TOKEN_GRADABLE},
    {"plural", TOKEN_PLURAL},
    {"part", TOKEN_PART},
    {"bearer", TOKEN_BEARER},
    {"holder", TOKEN_HOLDER},
    {"adverb", TOKEN_ADVERB},
    {"auxiliary", TOKEN_AUXILIARY},
    {"preposition", TOKEN_PREPOSITION},
    {"pronoun", TOKEN_PRONOUN},
    {"relative", TOKEN_RELATIVE},
    {"determiner", TOKEN_DETERMINER},
    {"conjunction", TOKEN_CONJUNCTION},
    {"negation", TOKEN_NEGATION},
    {"verb", TOKEN_VERB},
};

static enum token_class class_named(struct span name)
{
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (span_is(name, classes[i].name))
            return classes[i].class;
    return TOKEN_CONTENT;
}

struct token_words *token_words_load(struct places *places)
{
    struct token_words *words = mem_new(1, sizeof *words);
    size_t count;
    struct table_sheet *const *sheets =
        places_load(places, "vocab/word_classes.csv", &count);
    words->words = set_new();
    for (size_t s = 0; s < count; s++) {
        size_t word = places_column(sheets[s], "word"),
               class = places_column(sheets[s], "class");
        for (size_t row = 0; row < sheets[s]->row_count; row++) {
            bool added;
            size_t number =
                set_add(words->words, table_cell(sheets[s], row, word), &added);
            words->classes = mem_grow(words->classes, &words->room, number + 1,
                                      sizeof *words->classes);
            words->classes[number] = class_named(table_cell(sheets[s], row, class));
        }
    }
    return words;
}

void token_words_free(struct token_words *words)
{
    if (!words)
        return;
    set_free(words->words);
    free(words->classes);
    free(words);
}

static enum token_class class_of(const struct token_words *words, struct span word)
{
    char folded[WORD_BYTES_MAX];
    if (word.length > sizeof folded)
        return TOKEN_CONTENT;
    for (size_t i = 0; i < word.length; i++) {
        char byte = word.at[i];
        folded[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
    }
    struct span key = {folded, word.length};
    size_t number = set_find(words->words, key);
    if (number != SET_NONE)
        return words->classes[number];
    return word.length > 4 && span_ends(key, span_of("ly")) ? TOKEN_ADVERB
                                                            : TOKEN_CONTENT;
}

static void add(struct tokens *tokens, enum token_class class, size_t start, size_t end,
                size_t item)
{
    tokens->items =
        mem_grow(tokens->items, &tokens->room, tokens->count + 1, sizeof *tokens->items);
    tokens->items[tokens->count++] = (struct token){class, start, end, item};
}

/* What stands behind the apostrophe of "we've", "it's", "they'd": a word of its own. Its length
 * in bytes with the apostrophe; 0: it is none. */
static size_t contracted_length(struct span text)
{
    static const char *const endings[] = {"s", "ve", "re", "d", "ll", "m"};
    uint32_t point;
    if (!text.length)
        return 0;
    size_t mark = utf8_decode(text, &point);
    if (utf8_fold(point) != '\'')
        return 0;
    size_t end = mark;
    while (end < text.length && utf8_is_letter((unsigned char)text.at[end]))
        end++;
    struct span ending = span_part(text, mark, end);
    if (end < text.length && utf8_is_word_byte((unsigned char)text.at[end]))
        return 0;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t same = 0;
        while (same < ending.length && (ending.at[same] | 0x20) == endings[i][same])
            same++;
        if (same && same == ending.length && !endings[i][same])
            return end;
    }
    return 0;
}

/* A word with what joins it: "re-inspection", "isn't"; not "we've". Its length in bytes. */
static size_t word_length(struct span text)
{
    size_t at = 0;
    while (at < text.length) {
        uint32_t point;
        size_t length = utf8_decode(span_part(text, at, text.length), &point);
        uint32_t folded = utf8_fold(point);
        bool joins = at && (folded == '\'' || point == '-') && at + length < text.length;
        if (joins) {
            uint32_t next;
            utf8_decode(span_part(text, at + length, text.length), &next);
            joins = utf8_is_word(next);
        }
        if ((!utf8_is_word(point) && !joins) ||
            (joins && contracted_length(span_part(text, at, text.length))))
            break;
        at += length;
    }
    return at;
}

static bool is_quote(uint32_t point)
{
    uint32_t folded = utf8_fold(point);
    return folded == '"' || folded == '\'';
}

void tokens_split(struct tokens *tokens, const struct token_words *words,
                  const struct mask *mask)
{
    struct span text = buf_span(&mask->text);
    size_t item = 0;
    tokens->count = 0;
    for (size_t at = 0; at < text.length;) {
        struct span rest = span_part(text, at, text.length);
        uint32_t point;
        size_t length = utf8_decode(rest, &point), word;
        if (item < mask->count && mask->items[item].at == at) {
            add(tokens, TOKEN_ITEM, at, at + MASK_BYTES, item);
            item++;
            length = MASK_BYTES;
        } else if (tokens->count && (word = contracted_length(rest)) > 0) {
            bool own = word == length + 1; /* "council's", "it's" */
            add(tokens, own ? TOKEN_POSSESSIVE : TOKEN_AUXILIARY, at, at + word, mask->count);
            length = word;
        } else if ((word = word_length(rest)) > 0) {
            length = word;
            add(tokens, class_of(words, span_part(rest, 0, word)), at, at + word,
                mask->count);
        } else if (!utf8_is_space(point)) {
            add(tokens, is_quote(point) ? TOKEN_QUOTE : TOKEN_MARK, at, at + length,
                mask->count);
        }
        at += length;
    }
}

size_t tokens_before(const struct tokens *tokens, size_t byte)
{
    size_t low = 0, high = tokens->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tokens->items[middle].end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void tokens_free(struct tokens *tokens)
{
    free(tokens->items);
    *tokens = (struct tokens){0};
}

/* copies: prints so many documents of 300 words, seven in ten of them in families: a release, the
 * release with 1, 5, 15 and 30 % of its words changed, and articles that quote it whole and by
 * half. Each says its `family` and `kind`: the truth. The same every time.
 * usage: copies COUNT */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { WORDS = 300, VOCABULARY = 30000, WORD_LENGTH = 24, SLOTS = 10 };

static const struct kind {
    const char *name;
    unsigned changed; /* per cent of the words of the release */
    unsigned start, end; /* words of it that are there */
    unsigned own; /* words around it */
} kinds[SLOTS] = {
    {"original", 0, 0, WORDS, 0},     {"edit 1", 1, 0, WORDS, 0},
    {"edit 5", 5, 0, WORDS, 0},       {"edit 15", 15, 0, WORDS, 0},
    {"edit 30", 30, 0, WORDS, 0},     {"quote whole", 0, 0, WORDS, WORDS},
    {"quote half", 0, 75, 225, WORDS}, {"alone", 0, 0, 0, WORDS},
    {"alone", 0, 0, 0, WORDS},        {"alone", 0, 0, 0, WORDS},
};

static char vocabulary[VOCABULARY][WORD_LENGTH];

/* splitmix64 (Steele, Lea and Flood 2014). */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* Words of two or three syllables, the frequent ones of one. */
static void make_vocabulary(void)
{
    static const char *const syllables[] = {"ba", "den", "ri", "so", "tal", "mun", "ke", "li",
                                            "cor", "va", "pen", "dro", "shi", "ung", "est", "or"};
    uint64_t state = 1;
    for (size_t i = 0; i < VOCABULARY; i++) {
        size_t count = i < 100 ? 1 : 2 + next_random(&state) % 2, length = 0;
        uint64_t bits = next_random(&state);
        for (size_t s = 0; s < count; s++, bits >>= 4)
            length += (size_t)snprintf(vocabulary[i] + length, WORD_LENGTH - length, "%s",
                                       syllables[bits & 15]);
    }
}

/* About as often as its rank tells: half of a text is of the first few hundred words. */
static const char *any_word(uint64_t *state)
{
    double u = (double)(next_random(state) >> 11) / 9007199254740992.0;
    return vocabulary[(size_t)(u * u * u * u * VOCABULARY)];
}

static void print_word(const char *word, size_t *column)
{
    if (*column)
        fputs(*column % 60 == 0 ? ".\\n\\n" : *column % 12 == 0 ? ". " : " ", stdout);
    fputs(word, stdout);
    ++*column;
}

/* The words of the release, some of them changed: another word, no word, or one more. */
static void print_release(uint64_t family, const struct kind *kind, uint64_t *own, size_t *column)
{
    uint64_t state = family * 2; /* even: no other text begins there */
    for (unsigned i = 0; i < kind->end; i++) {
        const char *word = any_word(&state);
        if (i < kind->start)
            continue;
        uint64_t dice = next_random(own);
        if (dice % 100 >= kind->changed) {
            print_word(word, column);
            continue;
        }
        if (dice / 100 % 4 != 0)
            print_word(any_word(own), column);
        if (dice / 100 % 4 == 1)
            print_word(word, column);
    }
}

static void print_document(uint64_t number)
{
    const struct kind *kind = &kinds[number % SLOTS];
    uint64_t own = number * 2 + 1, family = number / SLOTS;
    size_t column = 0;
    printf("{\"type\":\"document\",\"id\":\"%016llx\",\"source\":\"news/%llu.txt\",\"family\":%llu,"
           "\"kind\":\"%s\",\"text\":\"",
           (unsigned long long)number, (unsigned long long)number,
           (unsigned long long)(kind->end ? family : number + (UINT64_C(1) << 40)), kind->name);
    for (unsigned i = 0; i < kind->own / 2; i++)
        print_word(any_word(&own), &column);
    print_release(family, kind, &own, &column);
    for (unsigned i = kind->own / 2; i < kind->own; i++)
        print_word(any_word(&own), &column);
    printf(".\"}\n");
}

int main(int argc, char **argv)
{
    unsigned long long count = argc > 1 ? strtoull(argv[1], NULL, 10) : 0;
    make_vocabulary();
    /* In an order that parts the families: a step that has no divisor with 10 in common. */
    for (unsigned long long i = 0; i < count; i++)
        print_document(i * 7919 % count);
    return fflush(stdout) == 0 ? 0 : 2;
}

/* wording: the words and figures that dates are written with, read one behind the other.
 * Uses span utf8. A core. */
#ifndef WORDING_H
#define WORDING_H

#include "span.h"

enum {
    WORDING_MAX = 16, /* bytes of the longest word that is read, with its NUL */
    WORDING_YEAR_MIN = 1900,
    WORDING_YEAR_MAX = 2100
};

/* A place in a text. What reads from it moves it on and returns true, or leaves it as it was. */
struct wording {
    struct span text; /* borrowed */
    size_t at;
};

/* The byte there; 0 behind the end. */
unsigned char wording_byte(const struct wording *reader, size_t at);
/* Does a letter or digit stand at the reader? */
bool wording_goes_on(const struct wording *reader);
/* Passes spaces, no-break spaces and single line ends. */
void wording_skip_blanks(struct wording *reader);
/* The lower-case ASCII word at the reader. False where there is none or it is too long. */
bool wording_word(struct wording *reader, char word[WORDING_MAX]);
/* The same, where it is the word that is wanted (in lower case); several, with blanks between. */
bool wording_this(struct wording *reader, const char *wanted);
bool wording_these(struct wording *reader, const char *wanted);
/* A number of at most `most` digits, and how many it has. */
bool wording_digits(struct wording *reader, size_t most, int *value, size_t *count);
bool wording_year(struct wording *reader, int *year);
/* Does a word stand right before a byte, with a blank between? */
bool wording_follows(struct span text, size_t at, const char *wanted);

/* What a word of lower-case letters stands for; 0: nothing of the kind. */
int wording_month(const char *word);   /* 1 to 12; "jan" and "sept" too */
int wording_season(const char *word);  /* 21 to 24, as in EDTF */
int wording_weekday(const char *word); /* 1 Monday to 7 Sunday; in full */
int wording_number(const char *word);  /* 1 to 12; "a" is 1 */
/* In full or short: "tues". */
bool wording_is_weekday(const char *word);

#endif

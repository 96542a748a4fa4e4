/* naming: where a person's name can begin and end in a text, and what beside it tells so. Uses buf
 * span utf8 term. A core. */
#ifndef NAMING_H
#define NAMING_H

#include "term.h"

enum {
    NAMING_WORDS_MAX = 5, /* of a name */
    NAMING_GIVEN = 1u << TERM_GIVEN | 1u << TERM_DOUBTFUL
};

/* A text whose people are looked for; all borrowed. */
struct naming {
    const struct term_text *text;
    struct entities *entities; /* of the text; names that are made are kept there */
    char *named;               /* of a word: whether it is in a person's name that was found */
};

struct span naming_word(const struct naming *naming, size_t word);
bool naming_is_comma(const struct naming *naming, size_t word);
bool naming_is_initial(struct span surface);
/* Does a phrase end in what stands between two words? */
bool naming_breaks(struct span gap);
/* The entity that a word is by itself: "Kent", "May"; NULL where it is none, or a part of one. */
const struct entity *naming_entity(const struct naming *naming, size_t word);
/* Can the word be part of a name, or begin one? A council's name can be a surname. */
bool naming_is_name_word(const struct naming *naming, size_t word, bool first);
/* Behind the name that begins at a word. */
size_t naming_end(const struct naming *naming, size_t first);
/* The name in those words, without what stands in brackets; kept with the entities. */
struct span naming_name(struct naming *naming, size_t first, size_t behind);
/* Does a verb of speech stand beside those words? */
bool naming_speaks(const struct naming *naming, size_t first, size_t behind);
/* Behind what may stand between a name and its role: "(", "the", "who is Barnet's". */
size_t naming_skip_to_role(const struct naming *naming, size_t word);

#endif

#include "dialogue.h"

enum { LABEL_BYTES = 40 /* "The Parliamentary Under-Secretary" is none */ };

/* "VERITY: Hello": the label before the colon, in capitals or of capitalised words; else
 * absent. */
static struct span label_of(struct span line)
{
    struct span none = {NULL, 0}, head = span_part(line, 0, LABEL_BYTES);
    size_t colon = span_find_byte(head, ':');
    if (line.length < LABEL_BYTES)
        colon = span_find_byte(line, ':');
    bool start = true;
    if (colon == 0 || colon >= LABEL_BYTES || colon + 1 >= line.length ||
        line.at[colon + 1] != ' ')
        return none;
    for (size_t i = 0; i < colon; i++) {
        char byte = line.at[i];
        if (start && byte >= 'a' && byte <= 'z')
            return none;
        start = byte == ' ' || byte == '.';
    }
    return span_part(line, 0, colon);
}

void dialogue_next(struct dialogue *dialogue, const struct passage *passage)
{
    const struct judgement_blocks *blocks = passage->document->blocks;
    struct span text = passage->document->source.text;
    if (passage->block >= blocks->count ||
        blocks->items[passage->block].start != passage->sentence_start)
        return;
    struct span label = label_of(span_part(text, passage->sentence_start, text.length));
    dialogue->now = DIALOGUE_MAX;
    if (!label.length)
        return;
    for (dialogue->now = 0; dialogue->now < dialogue->count; dialogue->now++)
        if (span_equal(dialogue->speakers[dialogue->now].label, label))
            return;
    if (dialogue->count < DIALOGUE_MAX)
        dialogue->speakers[dialogue->count++].label = label;
}

/* Does the sentence speak in the first person? */
static bool is_own(struct span text)
{
    static const char *const words[] = {
        "I'm ",      "I\xE2\x80\x99m ", "I am ", "I run ", "I lead ",
        " we ",      " our ",           "We ",   "Our ",   "I work ",
        "my council"};
    return span_holds_any(text, words, sizeof words / sizeof *words);
}

void dialogue_remember(struct dialogue *dialogue, const struct passage *passage)
{
    if (dialogue->now >= dialogue->count || dialogue->speakers[dialogue->now].authority ||
        !is_own(buf_span(&passage->mask.text)))
        return;
    for (size_t i = 0; i < passage->mask.count; i++) {
        const struct lexicon_known *known = lexicon_known(&passage->mask.items[i]);
        if (known->authority) {
            dialogue->speakers[dialogue->now].authority = known->authority;
            return;
        }
    }
}

const struct vocab_authority *dialogue_authority(const struct dialogue *dialogue)
{
    return dialogue->now < dialogue->count ? dialogue->speakers[dialogue->now].authority
                                           : NULL;
}

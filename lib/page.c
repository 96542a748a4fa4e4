#include "page.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

enum { WORD_BYTES_MAX = 2000 };

/* Shares of the type size. The height of letters and the depth below the baseline are the same
 * for all fonts: what fonts state of themselves is often wrong. */
static const float ascent = 0.75F, descent = 0.22F;
/* A gap wider than this is a blank, as in MuPDF's own text device. */
static const float blank = 0.15F;
/* So far the next glyph may step back into a word (kerning, accents). */
static const float overlap = 0.6F;

/* Base letters of Latin and what they become under a combining mark (Unicode 15, canonical
 * compositions); a spacing mark drawn over its letter, as TeX does, counts as well. */
static const struct accent {
    uint32_t combining, spacing;
    const char *bases;
    const char *composed; /* UTF-8, two bytes each */
} accents[] = {
    {0x300, 0x60, "AEIOUaeiouNn", "ÀÈÌÒÙàèìòùǸǹ"},
    {0x301, 0xB4, "AEIOUYaeiouyCcNnSsZz", "ÁÉÍÓÚÝáéíóúýĆćŃńŚśŹź"},
    {0x302, 0x2C6, "AEIOUaeiouWwYy", "ÂÊÎÔÛâêîôûŴŵŶŷ"},
    {0x303, 0x2DC, "ANOano", "ÃÑÕãñõ"},
    {0x308, 0xA8, "AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"},
    {0x30A, 0x2DA, "Aa", "Åå"},
    {0x30C, 0x2C7, "CcEeRrSsZz", "ČčĚěŘřŠšŽž"},
    {0x327, 0xB8, "CcSs", "ÇçŞş"},
};

enum { ACCENTS = sizeof accents / sizeof *accents };

static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};

static const struct accent *find_accent(uint32_t point, bool spacing)
{
    for (size_t i = 0; i < ACCENTS; i++)
        if (point == accents[i].combining || (spacing && point == accents[i].spacing))
            return &accents[i];
    return NULL;
}

static const char *compose(const struct accent *accent, char base)
{
    const char *found = base ? strchr(accent->bases, base) : NULL;
    return found ? accent->composed + 2 * (found - accent->bases) : NULL;
}

struct span page_word_text(const struct page *page, const struct page_word *word)
{
    return (struct span){page->text.at + word->start, word->length};
}

static bool is_blank(uint32_t point)
{
    return utf8_is_space(point) || (point <= 0x20) || point == 0x200B || point == 0xFEFF ||
           (point >= 0x7F && point < 0xA0);
}

static bool continues(const struct page *page, const struct page_glyph *glyph)
{
    if (!page->open || glyph->apart)
        return false;
    const struct page_word *word = &page->words[page->word_count - 1];
    float gap = glyph->x0 - word->box.x1, size = word->size;
    return fabsf(glyph->baseline - word->baseline) <= 0.05F * size && gap <= blank * size &&
           gap >= -overlap * size && fabsf(glyph->size - size) <= 0.1F * size &&
           glyph->bold == word->bold && glyph->artifact == word->artifact &&
           word->length < WORD_BYTES_MAX;
}

static struct page_word *start_word(struct page *page, const struct page_glyph *glyph)
{
    bool glued = false;
    if (page->open && !glyph->apart) {
        const struct page_word *last = &page->words[page->word_count - 1];
        float gap = glyph->x0 - last->box.x1, size = fmaxf(last->size, glyph->size);
        glued = gap <= blank * size && gap >= -blank * size &&
                fabsf(glyph->baseline - last->baseline) <= 0.5F * size;
    }
    page->words =
        mem_grow(page->words, &page->word_room, page->word_count + 1, sizeof *page->words);
    struct page_word *word = &page->words[page->word_count++];
    *word = (struct page_word){
        .box = {glyph->x0, glyph->baseline - ascent * glyph->size, glyph->x0,
                glyph->baseline + descent * glyph->size},
        .baseline = glyph->baseline,
        .size = glyph->size,
        .start = page->text.length,
        .bold = glyph->bold,
        .artifact = glyph->artifact,
        .glued = glued,
    };
    page->open = true;
    return word;
}

/* Puts the mark on the word's last letter. */
static bool add_accent(struct page *page, uint32_t point)
{
    const struct accent *accent = find_accent(point, false);
    if (!accent || !page->open || !page->text.length)
        return false;
    struct page_word *word = &page->words[page->word_count - 1];
    const char *composed = compose(accent, page->text.at[page->text.length - 1]);
    if (!composed)
        return false;
    page->text.length--;
    buf_add(&page->text, (struct span){composed, 2});
    word->length++;
    return true;
}

/* A spacing mark at the word's end over which the letter now comes. */
static bool take_mark(struct page *page, const struct page_glyph *glyph)
{
    struct page_word *word = &page->words[page->word_count - 1];
    struct span text = page_word_text(page, word);
    uint32_t last;
    if (!text.length || glyph->point >= 0x80)
        return false;
    size_t bytes = utf8_decode_last(text, &last);
    const struct accent *accent = find_accent(last, true);
    const char *composed = accent ? compose(accent, (char)glyph->point) : NULL;
    float back = word->box.x1 - glyph->x0;
    if (!composed || back < 0.15F * glyph->size)
        return false;
    page->text.length -= bytes;
    buf_add(&page->text, (struct span){composed, 2});
    word->length = (uint16_t)(word->length - bytes + 2);
    return true;
}

static void add_point(struct page *page, struct page_word *word, uint32_t point)
{
    size_t before = page->text.length;
    if (point >= 0xFB00 && point <= 0xFB06)
        buf_add_text(&page->text, ligatures[point - 0xFB00]);
    else
        utf8_encode(&page->text, point);
    word->length = (uint16_t)(word->length + page->text.length - before);
}

void page_add_glyph(struct page *page, const struct page_glyph *glyph)
{
    if (is_blank(glyph->point)) {
        page->open = false;
        return;
    }
    if (page->word_count >= PAGE_WORDS_MAX || page->text.length >= PAGE_BYTES_MAX) {
        page->cut = true;
        return;
    }
    if (glyph->point >= 0x300 && glyph->point < 0x370 && add_accent(page, glyph->point))
        return;
    bool joins = continues(page, glyph);
    struct page_word *word = joins ? &page->words[page->word_count - 1] : start_word(page, glyph);
    if (!joins || !take_mark(page, glyph))
        add_point(page, word, glyph->point);
    word->box.x1 = fmaxf(word->box.x1, glyph->x1);
}

void page_add_rule(struct page *page, struct page_box box)
{
    /* Borders are up to 3 points thick; a mark shorter than 4 is part of a drawing. */
    const float thick = 3.1F, shortest = 4.0F;
    float width = box.x1 - box.x0, height = box.y1 - box.y0;
    if (!(fminf(width, height) <= thick && fmaxf(width, height) >= shortest))
        return;
    if (page->rule_count >= PAGE_RULES_MAX) {
        page->cut = true;
        return;
    }
    page->rules =
        mem_grow(page->rules, &page->rule_room, page->rule_count + 1, sizeof *page->rules);
    page->rules[page->rule_count++] = box;
}

void page_clear(struct page *page)
{
    buf_clear(&page->text);
    page->word_count = page->rule_count = 0;
    page->cut = page->open = false;
}

void page_free(struct page *page)
{
    buf_free(&page->text);
    free(page->words);
    free(page->rules);
    *page = (struct page){0};
}

#include "marks.h"

#include <stdlib.h>

#include "mem.h"
#include "utf8.h"

/* A code point with its neighbours; 0 at either end of the text. */
struct place {
    uint32_t before, point, behind;
    size_t at, end;
};

struct scanner {
    struct span text;
    struct marks *marks;
    size_t next; /* the double mark at or behind which the search stands */
};

static struct place place_at(struct span text, size_t at)
{
    struct place place = {.at = at, .end = at};
    if (at < text.length)
        place.end += utf8_decode(span_part(text, at, text.length), &place.point);
    if (at > 0)
        utf8_decode_last(span_part(text, 0, at), &place.before);
    if (place.end < text.length)
        utf8_decode(span_part(text, place.end, text.length), &place.behind);
    return place;
}

/* The next byte that can begin a mark or a line end: nearly every byte is passed over. */
static size_t skip_plain(struct span text, size_t at)
{
    while (at < text.length && (text.at[at] == ' ' || (signed char)text.at[at] > '\''))
        at++;
    return at;
}

static bool is_blank(uint32_t point)
{
    return point == 0 || point == '\n' || point == '\t' || utf8_is_space(point);
}

static bool is_double(uint32_t point)
{
    return point == '"' || (point >= 0x201C && point <= 0x201F) || point == 0xAB ||
           point == 0xBB;
}

static bool is_single(uint32_t point)
{
    return point == '\'' || point == 0x2018 || point == 0x2019 || point == 0x201B;
}

static bool is_bracket(uint32_t point)
{
    return point == '(' || point == '[' || point == '-' || point == '/' ||
           utf8_fold(point) == '-';
}

static bool opens_double(const struct place *place, bool open)
{
    bool apart =
        is_blank(place->before) || is_bracket(place->before) || is_single(place->before);
    if (place->point == 0x201D || place->point == 0xBB)
        return is_blank(place->before) && utf8_is_word(place->behind);
    if (place->point == 0x201C || place->point == 0xAB)
        return apart || !is_blank(place->behind);
    return !is_blank(place->behind) && (apart || (!open && utf8_is_word(place->behind) &&
                                                  !utf8_is_word(place->before)));
}

static bool opens_single(const struct place *place)
{
    bool apart = is_blank(place->before) || is_bracket(place->before) ||
                 is_double(place->before) || place->before == ',' || place->before == ':';
    return place->point != 0x2019 && apart &&
           (utf8_is_letter(place->behind) ||
            (place->point == 0x2018 && !is_blank(place->behind)));
}

static void add(struct marks *marks, struct marked marked)
{
    if (marked.end <= marked.start)
        return;
    marks->items =
        mem_grow(marks->items, &marks->room, marks->count + 1, sizeof *marks->items);
    marks->items[marks->count++] = marked;
}

/* The next code point that is no blank or line end. */
static struct place next_word(struct span text, size_t at)
{
    struct place place = place_at(text, at);
    while (place.point && is_blank(place.point))
        place = place_at(text, place.end);
    return place;
}

/* ---- double marks ---- */

/* The next double mark at or behind `at`, each byte looked at once. */
static struct place next_double(struct scanner *scanner, size_t at)
{
    if (scanner->next < at)
        scanner->next = at;
    struct place place = place_at(scanner->text, skip_plain(scanner->text, scanner->next));
    while (place.point && !is_double(place.point))
        place = place_at(scanner->text, skip_plain(scanner->text, place.end));
    scanner->next = place.at;
    return place;
}

/* A passage is open where its paragraph ends: where the next paragraph goes on with it,
 * what follows its mark; else `at`, the end of the text where the marks close further on.
 */
static bool goes_on(struct scanner *scanner, const struct marked *marked, size_t *at)
{
    struct place first = next_word(scanner->text, *at);
    if (is_double(first.point) && opens_double(&first, false)) {
        *at = first.end;
        return true;
    }
    struct place next = next_double(scanner, *at);
    if (!next.point || opens_double(&next, true) || next.at - marked->start > MARKS_REACH)
        return false;
    *at = first.at;
    return true;
}

static void find_doubles(struct scanner *scanner)
{
    struct marked marked = {0};
    bool open = false;
    for (size_t at = 0; (at = skip_plain(scanner->text, at)) < scanner->text.length;) {
        struct place place = place_at(scanner->text, at);
        at = place.end;
        if (open && place.point == '\n') {
            size_t end = place.at;
            if (goes_on(scanner, &marked, &at))
                continue;
            marked.end = marked.close = end;
            add(scanner->marks, marked);
            open = false;
        } else if (is_double(place.point)) {
            bool opens = opens_double(&place, open);
            marked.end = place.at;
            marked.close = place.end;
            if (open && !opens)
                add(scanner->marks, marked);
            open = opens;
            if (opens)
                marked = (struct marked){place.at, place.end, 0, 0, false};
        }
    }
}

/* ---- single marks ---- */

enum { NO_CLOSE, DOUBTFUL, CLOSE };

static int closes_single(struct span text, const struct place *place)
{
    if (!is_single(place->point) || place->point == 0x2018 || is_blank(place->before) ||
        utf8_is_word(place->behind))
        return NO_CLOSE;
    struct place next = next_word(text, place->end);
    bool owner = utf8_fold(place->before) == 's' && place->behind == ' ' &&
                 utf8_is_letter(next.point) && !utf8_is_upper(next.point);
    return owner ? DOUBTFUL : CLOSE;
}

/* Where the passage that opens at a single mark closes; a passage in double marks may
 * stand within it. */
static bool close_single(struct span text, struct marked *marked)
{
    bool found = false, inside = false;
    for (size_t at = skip_plain(text, marked->start);
         at < text.length && at - marked->start < MARKS_REACH; at = skip_plain(text, at)) {
        struct place place = place_at(text, at);
        at = place.end;
        if (place.point == '\n') {
            struct place first = next_word(text, at);
            if (!is_single(first.point) || !opens_single(&first))
                break;
            at = first.end;
        } else if (is_double(place.point)) {
            inside = !inside;
        } else if (is_single(place.point) && opens_single(&place) && !inside) {
            break;
        } else if (!inside) {
            int closes = closes_single(text, &place);
            if (closes && !(found && closes == DOUBTFUL)) {
                marked->end = place.at;
                marked->close = place.end;
                found = true;
            }
            if (closes == CLOSE)
                break;
        }
    }
    return found;
}

static int by_open(const void *a, const void *b)
{
    const struct marked *left = a, *right = b;
    return (left->open > right->open) - (left->open < right->open);
}

/* Outside of the double ones, which are there already. */
static void find_singles(struct scanner *scanner)
{
    struct marks *marks = scanner->marks;
    size_t doubles = marks->count, next = 0;
    for (size_t at = 0; (at = skip_plain(scanner->text, at)) < scanner->text.length;) {
        while (next < doubles && marks->items[next].close <= at)
            next++;
        if (next < doubles && at >= marks->items[next].open) {
            at = marks->items[next++].close;
            continue;
        }
        struct place place = place_at(scanner->text, at);
        at = place.end;
        struct marked marked = {place.at, place.end, 0, 0, true};
        if (is_single(place.point) && opens_single(&place) &&
            close_single(scanner->text, &marked)) {
            add(marks, marked);
            at = marked.close;
        }
    }
    if (marks->count > doubles && doubles)
        qsort(marks->items, marks->count, sizeof *marks->items, by_open);
}

static void drop_inner(struct marks *marks)
{
    size_t kept = 0;
    for (size_t i = 0; i < marks->count; i++)
        if (kept == 0 || marks->items[i].open >= marks->items[kept - 1].close)
            marks->items[kept++] = marks->items[i];
    marks->count = kept;
}

void marks_find(struct marks *marks, struct span text)
{
    struct scanner scanner = {.text = text, .marks = marks};
    marks->count = 0;
    find_doubles(&scanner);
    find_singles(&scanner);
    drop_inner(marks);
}

size_t marks_behind(const struct marks *marks, size_t byte)
{
    size_t low = 0, high = marks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (marks->items[middle].close <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void marks_add(struct marks *marks, size_t start, size_t end)
{
    size_t place = marks_behind(marks, start);
    if (end <= start || (place < marks->count && marks->items[place].open < end))
        return;
    add(marks, (struct marked){start, start, end, end, false});
    for (size_t i = marks->count - 1; i > place; i--)
        marks->items[i] = marks->items[i - 1];
    marks->items[place] = (struct marked){start, start, end, end, false};
}

bool marks_hold(const struct marks *marks, size_t byte)
{
    size_t i = marks_behind(marks, byte);
    return i < marks->count && marks->items[i].open <= byte;
}

void marks_free(struct marks *marks)
{
    free(marks->items);
    *marks = (struct marks){0};
}

#include "places.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

enum { PATH_BYTES = 4096 };

struct places {
    char **folders;
    size_t folder_count, folder_room;
    bool shipped; /* the base is the program's own */
    struct table_sheet **sheets;
    char **paths; /* of the sheets */
    size_t sheet_count, sheet_room, path_room;
    struct table_sheet **found; /* handed out by the last places_load */
    size_t found_room;
    struct mem_arena arena;
};

static void add_folder(struct places *places, const char *folder)
{
    places->folders = mem_grow(places->folders, &places->folder_room, places->folder_count + 1,
                               sizeof *places->folders);
    places->folders[places->folder_count++] = mem_copy(folder, strlen(folder));
}

static bool exists(const char *folder, const char *name, char path[PATH_BYTES])
{
    struct buf joined = {0};
    buf_add_format(&joined, "%s/%s", folder, name);
    bool fits = joined.length < PATH_BYTES;
    if (fits)
        memcpy(path, joined.at, joined.length + 1);
    buf_free(&joined);
    return fits && access(path, F_OK) == 0;
}

/* `schemas` (a checkout) or `share/assay` (an installation) beside the folder in which the running
 * program lies. */
static bool beside_program(char folder[PATH_BYTES])
{
    static const char *const names[] = {"/schemas", "/share/assay"};
    enum { NAME_BYTES = 16 };
    char program[PATH_BYTES], path[PATH_BYTES];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - NAME_BYTES);
    if (length <= 0)
        return false;
    program[length] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(program, '/');
        if (!slash)
            return false;
        *slash = '\0';
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(folder, PATH_BYTES, "%.*s%s", PATH_BYTES - NAME_BYTES, program, names[i]);
        if (exists(folder, "vocab/authorities.csv", path))
            return true;
    }
    return false;
}

struct places *places_find(const struct opt_texts *extra)
{
    struct places *places = mem_new(1, sizeof *places);
    char folder[PATH_BYTES];
    const char *named = getenv("ASSAY_VOCAB");
    places->shipped = !named || !*named;
    if (!places->shipped)
        add_folder(places, named);
    else
        add_folder(places, beside_program(folder) ? folder : ASSAY_SHARE);
    for (size_t i = 0; extra && i < extra->count; i++) {
        if (access(extra->items[i], F_OK) != 0)
            err_die("%s:", extra->items[i]);
        add_folder(places, extra->items[i]);
    }
    return places;
}

static struct table_sheet *load(struct places *places, const char *path)
{
    for (size_t i = 0; i < places->sheet_count; i++)
        if (strcmp(places->paths[i], path) == 0)
            return places->sheets[i];
    struct buf fault = {0};
    struct table_sheet *sheet = mem_new(1, sizeof *sheet);
    char *kept = mem_arena_copy(&places->arena, path, strlen(path));
    if (!table_load(sheet, kept, &fault))
        err_die("%s", fault.at);
    buf_free(&fault);
    places->sheets = mem_grow(places->sheets, &places->sheet_room, places->sheet_count + 1,
                              sizeof *places->sheets);
    places->paths = mem_grow(places->paths, &places->path_room, places->sheet_count + 1,
                             sizeof *places->paths);
    places->paths[places->sheet_count] = kept;
    places->sheets[places->sheet_count++] = sheet;
    return sheet;
}

struct table_sheet *const *places_load(struct places *places, const char *name, size_t *count)
{
    char path[PATH_BYTES];
    *count = 0;
    for (size_t i = 0; i < places->folder_count; i++) {
        if (!exists(places->folders[i], name, path)) {
            if (i == 0)
                err_die("%s/%s:", places->folders[i], name);
            continue;
        }
        struct table_sheet *sheet = load(places, path);
        places->found = mem_grow(places->found, &places->found_room, *count + 1,
                                 sizeof *places->found);
        places->found[(*count)++] = sheet;
    }
    return places->found;
}

struct places_walk places_walk(struct places *places, const char *name)
{
    struct places_walk walk = {0};
    walk.sheets = places_load(places, name, &walk.count);
    return walk;
}

bool places_next(struct places_walk *walk)
{
    while (walk->count && walk->next == walk->sheets[0]->row_count) {
        walk->sheets++;
        walk->count--;
        walk->next = 0;
    }
    if (!walk->count)
        return false;
    walk->sheet = walk->sheets[0];
    walk->row = walk->next++;
    return true;
}

struct span places_cell(const struct places_walk *walk, const char *column)
{
    return table_cell(walk->sheet, walk->row, places_column(walk->sheet, column));
}

size_t places_column(const struct table_sheet *sheet, const char *name)
{
    size_t column = table_column(sheet, name);
    if (column == TABLE_NONE)
        err_die("%s:1: no column '%s'", sheet->path, name);
    return column;
}

void places_refuse(const struct table_sheet *sheet, size_t row, size_t column, const char *why)
{
    struct span name = sheet->columns[column], value = table_cell(sheet, row, column);
    err_die("%s:%zu:%zu: %.*s: %s: '%.*s'", sheet->path, sheet->lines[row], column + 1,
            (int)name.length, name.at, why, (int)value.length, value.at);
}

struct span places_filled(const struct table_sheet *sheet, size_t row, size_t column)
{
    struct span cell = table_cell(sheet, row, column);
    if (span_trim(cell).length == 0)
        places_refuse(sheet, row, column, "is empty");
    return cell;
}

struct span places_word(const struct table_sheet *sheet, size_t row, size_t column,
                        const char *const *words)
{
    struct span cell = table_cell(sheet, row, column);
    for (; *words; words++)
        if (span_is(cell, *words))
            return cell;
    places_refuse(sheet, row, column, "unknown word");
}

struct span places_day(const struct table_sheet *sheet, size_t row, size_t column)
{
    static const char shape[] = "dddd-dd-dd";
    struct span cell = table_cell(sheet, row, column);
    bool good = cell.length == 0 || cell.length == sizeof shape - 1;
    for (size_t i = 0; i < cell.length && good; i++)
        good = shape[i] == 'd' ? cell.at[i] >= '0' && cell.at[i] <= '9' : cell.at[i] == '-';
    bool month = cell.length == 0 ||
                 (good && memcmp(cell.at + 5, "01", 2) >= 0 && memcmp(cell.at + 5, "12", 2) <= 0 &&
                  memcmp(cell.at + 8, "01", 2) >= 0 && memcmp(cell.at + 8, "31", 2) <= 0);
    if (!good || !month)
        places_refuse(sheet, row, column, "no day");
    return cell;
}

bool places_shipped(const struct places *places)
{
    return places->shipped;
}

/* False where the file cannot be read: errno tells. */
static bool read_whole(const char *path, struct buf *bytes)
{
    enum { CHUNK = 65536 };
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t got, before = bytes->length;
    while ((got = fread(buf_reserve(bytes, CHUNK), 1, CHUNK, file)) > 0) {
        bytes->length += got;
        if (bytes->length - before > PLACES_FILE_MAX)
            err_die("%s: larger than %d bytes", path, PLACES_FILE_MAX);
    }
    bool good = !ferror(file);
    fclose(file);
    return good;
}

void places_bytes(const struct places *places, const char *name, struct buf *bytes)
{
    char path[PATH_BYTES];
    size_t last = places->folder_count - 1;
    while (last && !exists(places->folders[last], name, path))
        last--;
    if (!exists(places->folders[last], name, path))
        err_die("%s/%s:", places->folders[last], name);
    if (!read_whole(path, bytes))
        err_die("%s:", path);
}

static int is_table(const struct dirent *entry)
{
    return span_ends(span_of(entry->d_name), span_of(".csv"));
}

/* The files of one folder in the order of their names. */
static void each_of(const char *folder, const char *part,
                    void (*take)(void *to, const char *name, struct span bytes), void *to)
{
    struct buf path = {0}, bytes = {0};
    struct dirent **entries;
    buf_add_format(&path, "%s/%s", folder, part);
    int count = scandir(path.at, &entries, is_table, alphasort);
    for (int i = 0; i < count; i++) {
        buf_clear(&path);
        buf_add_format(&path, "%s/%s/%s", folder, part, entries[i]->d_name);
        buf_clear(&bytes);
        if (!read_whole(path.at, &bytes))
            err_die("%s:", path.at);
        take(to, path.at + strlen(folder) + 1, buf_span(&bytes));
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    buf_free(&path);
    buf_free(&bytes);
}

void places_each(const struct places *places,
                 void (*take)(void *to, const char *name, struct span bytes), void *to)
{
    for (size_t i = 0; i < places->folder_count; i++) {
        each_of(places->folders[i], "rules", take, to);
        each_of(places->folders[i], "vocab", take, to);
    }
}

void places_free(struct places *places)
{
    if (!places)
        return;
    for (size_t i = 0; i < places->folder_count; i++)
        free(places->folders[i]);
    for (size_t i = 0; i < places->sheet_count; i++) {
        table_sheet_free(places->sheets[i]);
        free(places->sheets[i]);
    }
    free(places->folders);
    free(places->sheets);
    free(places->paths);
    free(places->found);
    mem_arena_free(&places->arena);
    free(places);
}

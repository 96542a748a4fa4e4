#include "mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"

enum { BLOCK_BYTES = 64 * 1024 };

struct mem_block {
    struct mem_block *previous;
    size_t room;
    max_align_t bytes[];
};

static size_t product(size_t count, size_t size)
{
    if (size != 0 && count > (SIZE_MAX / 2) / size)
        err_die("out of memory: %zu items of %zu bytes", count, size);
    return count * size;
}

void *mem_new(size_t count, size_t size)
{
    size_t bytes = product(count, size);
    void *memory = calloc(1, bytes ? bytes : 1);
    if (!memory)
        err_die("out of memory: %zu bytes", bytes);
    return memory;
}

void *mem_resize(void *old, size_t count, size_t size)
{
    size_t bytes = product(count, size);
    void *memory = realloc(old, bytes ? bytes : 1);
    if (!memory)
        err_die("out of memory: %zu bytes", bytes);
    return memory;
}

char *mem_copy(const char *bytes, size_t length)
{
    char *copy = mem_new(length + 1, 1);
    if (length)
        memcpy(copy, bytes, length);
    return copy;
}

void *mem_double(void *old, size_t *room, size_t needed, size_t size)
{
    size_t larger = *room ? *room : 8;
    while (larger < needed) {
        if (larger > SIZE_MAX / 2)
            err_die("out of memory: %zu items", needed);
        larger *= 2;
    }
    *room = larger;
    return mem_resize(old, larger, size);
}

/* A whole number of the largest alignment. */
static size_t aligned(size_t bytes)
{
    size_t align = sizeof(max_align_t);
    return (bytes + align - 1) / align * align;
}

static void *arena_take(struct mem_arena *arena, size_t bytes)
{
    struct mem_block *block = arena->block;
    if (!block || block->room - arena->used < bytes) {
        size_t room = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
        struct mem_block *fresh = mem_resize(NULL, 1, sizeof *fresh + room);
        fresh->previous = block;
        fresh->room = room;
        arena->block = block = fresh;
        arena->used = 0;
    }
    void *memory = (char *)block->bytes + arena->used;
    arena->used += bytes;
    return memory;
}

void *mem_arena_new(struct mem_arena *arena, size_t count, size_t size)
{
    size_t bytes = aligned(product(count, size));
    return memset(arena_take(arena, bytes), 0, bytes);
}

char *mem_arena_copy(struct mem_arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_take(arena, aligned(length + 1));
    if (length)
        memcpy(copy, bytes, length);
    copy[length] = 0;
    return copy;
}

static void free_down_to(struct mem_arena *arena, const struct mem_block *kept)
{
    while (arena->block != kept) {
        struct mem_block *previous = arena->block->previous;
        free(arena->block);
        arena->block = previous;
    }
    arena->used = 0;
}

void mem_arena_reset(struct mem_arena *arena)
{
    struct mem_block *first = arena->block;
    while (first && first->previous)
        first = first->previous;
    free_down_to(arena, first);
}

void mem_arena_free(struct mem_arena *arena)
{
    free_down_to(arena, NULL);
}

/* mem: allocation that cannot fail or overflow, and arenas freed at once. Uses err.
 *
 * No memory ends the program with ERR_TROUBLE: no caller tests for it. */
#ifndef MEM_H
#define MEM_H

#include <stddef.h>

/* The caller's to free with free(). Sizes are count * size, checked for overflow. */
void *mem_new(size_t count, size_t size); /* zeroed */
void *mem_resize(void *old, size_t count, size_t size);
void *mem_double(void *old, size_t *room, size_t needed, size_t size); /* for mem_grow */
char *mem_copy(const char *bytes, size_t length); /* with a NUL behind it */

/* Makes room for at least `needed` items, doubling; updates *room. Returns the array. */
static inline void *mem_grow(void *old, size_t *room, size_t needed, size_t size)
{
    return needed <= *room ? old : mem_double(old, room, needed, size);
}

/* Memory for things that live as long as one record. Start with a zeroed struct. */
struct mem_arena {
    struct mem_block *block;
    size_t used;
};
void *mem_arena_new(struct mem_arena *arena, size_t count, size_t size); /* zeroed */
char *mem_arena_copy(struct mem_arena *arena, const char *bytes, size_t length);
/* Forgets everything, keeps one block for the next record. */
void mem_arena_reset(struct mem_arena *arena);
void mem_arena_free(struct mem_arena *arena);

#endif

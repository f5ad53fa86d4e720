/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * arena.c — memory that is given back all at once.
 *
 * In:    sizes
 * Out:   memory, zeroed unless asked otherwise
 * Law:   none
 * Never: frees a single object; returns NULL
 */
#include "base/arena.h"

#include "base/os.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK ((size_t)1 << 20)

struct arena_chunk {
    struct arena_chunk *older;
    size_t size;
    alignas(max_align_t) char bytes[];
};

static void add_chunk(struct arena *a, size_t need) {
    size_t size = need > CHUNK ? need : CHUNK;
    struct arena_chunk *c = malloc(sizeof *c + size);
    if (c == NULL)
        die_memory("内存不足（需要 %zu 字节）", size);
    c->older = a->newest;
    c->size = size;
    a->newest = c;
    a->used = 0;
    a->total += size;
}

static size_t bytes_of(size_t size, size_t count) {
    if (size != 0 && count > PTRDIFF_MAX / size)
        die_memory("内存不足（对象过大）");
    size_t align = alignof(max_align_t);
    return (size * count + align - 1) / align * align;
}

static void *take(struct arena *a, size_t need) {
    if (a->newest == NULL || a->newest->size - a->used < need)
        add_chunk(a, need);
    void *p = a->newest->bytes + a->used;
    a->used += need;
    return p;
}

void *arena_room(struct arena *a, size_t size, size_t count) {
    return take(a, bytes_of(size, count));
}

void *arena_alloc(struct arena *a, size_t size, size_t count) {
    size_t need = bytes_of(size, count);
    return memset(take(a, need), 0, need);
}

void arena_reset(struct arena *a) {
    struct arena_chunk *keep = a->newest;
    /* An oversized chunk is not worth holding between batches. */
    while (keep != NULL && (keep->older != NULL || keep->size > CHUNK)) {
        struct arena_chunk *older = keep->older;
        a->total -= keep->size;
        free(keep);
        keep = older;
    }
    a->newest = keep;
    a->used = 0;
}

void arena_free(struct arena *a) {
    arena_reset(a);
    free(a->newest);
    *a = (struct arena){0};
}

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
#define MORE_LEAST 64
#define SPARES 3 /* chunks kept between batches: what the system gives anew it must zero first */

struct arena_chunk {
    struct arena_chunk *older;
    size_t size;
    alignas(max_align_t) char bytes[];
};

static struct arena_chunk *take_spare(struct arena *a) {
    struct arena_chunk *c = a->spare;
    a->spare = c->older;
    a->spares--;
    return c;
}

static struct arena_chunk *new_chunk(struct arena *a, size_t size) {
    struct arena_chunk *c = malloc(sizeof *c + size);
    if (c == NULL)
        die_memory("内存不足（需要 %zu 字节）", size);
    c->size = size;
    a->total += size;
    return c;
}

static void add_chunk(struct arena *a, size_t need) {
    struct arena_chunk *c = need <= CHUNK && a->spare != NULL
                                ? take_spare(a)
                                : new_chunk(a, need > CHUNK ? need : CHUNK);
    c->older = a->newest;
    a->newest = c;
    a->used = 0;
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

void *arena_more(struct arena *a, void *v, size_t size, ptrdiff_t n, ptrdiff_t *cap) {
    if (n < *cap)
        return v;
    *cap = *cap * 2 + MORE_LEAST;
    void *more = arena_room(a, size, (size_t)*cap);
    return n > 0 ? memcpy(more, v, size * (size_t)n) : more;
}

/* An oversized chunk is not worth holding between batches. */
static void put_aside(struct arena *a, struct arena_chunk *c) {
    if (c->size > CHUNK || a->spares == SPARES) {
        a->total -= c->size;
        free(c);
        return;
    }
    c->older = a->spare;
    a->spare = c;
    a->spares++;
}

void arena_reset(struct arena *a) {
    for (struct arena_chunk *c = a->newest; c != NULL; c = a->newest) {
        a->newest = c->older;
        put_aside(a, c);
    }
    a->used = 0;
}

void arena_free(struct arena *a) {
    arena_reset(a);
    while (a->spare != NULL)
        free(take_spare(a));
    *a = (struct arena){0};
}

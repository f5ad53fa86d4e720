/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * arena.h — memory that is given back all at once.
 *
 * In:    sizes
 * Out:   memory, zeroed unless asked otherwise
 * Law:   none
 * Never: frees a single object; returns NULL (out of memory ends the run, exit 5)
 */
#ifndef GONGSHI_BASE_ARENA_H
#define GONGSHI_BASE_ARENA_H

#include <stddef.h>

struct arena_chunk;

/* One for the run, one per worker reset per batch. A zeroed struct is an empty arena.
 *
 *   newest ──► [chunk 1 MiB ████░░] ──► [chunk ██████] ──► NULL
 *   spare  ──► [chunk] ──► NULL         left over from earlier batches, to be taken again
 */
struct arena {
    struct arena_chunk *newest;
    size_t used;  /* bytes taken from the newest chunk */
    size_t total; /* bytes held in all chunks */
    struct arena_chunk *spare;
    int spares;
};

/* `count` objects of `size` bytes, zeroed, aligned for any type. Dies when memory is out. */
void *arena_alloc(struct arena *a, size_t size, size_t count);

/* The same, not zeroed: for what is written in full at once. */
void *arena_room(struct arena *a, size_t size, size_t count);

/* Forget everything; keeps some chunks for the next batch, but no oversized one. */
void arena_reset(struct arena *a);

/* Forget everything and return the memory to the system. */
void arena_free(struct arena *a);

/* `v`, or a copy of its `n` objects with more room when there is room for no more than *cap. */
void *arena_more(struct arena *a, void *v, size_t size, ptrdiff_t n, ptrdiff_t *cap);

/* Makes v[n] writable; cap is a ptrdiff_t. */
#define EXTEND(a, v, n, cap)                                                                       \
    ((n) < (cap) ? (void)0 : (void)((v) = arena_more((a), (v), sizeof *(v), (n), &(cap))))

#define NEW(a, type, count) ((type *)arena_alloc((a), sizeof(type), (size_t)(count)))
#define ROOM(a, type, count) ((type *)arena_room((a), sizeof(type), (size_t)(count)))

#endif

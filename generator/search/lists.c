/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lists.c — lists of documents under way: one growing row of gaps for each gram.
 *
 * In:    postings by ascending document
 * Out:   runs: all lists of a part by gram
 * Law:   none
 * Never: depends on how many threads there are
 */
#include "search/lists.h"

#include <string.h>

/* A list's bytes stand in slices, each twice as long as the one before; the last four bytes of a
 * full slice lead to the next.
 *
 *   entry ──► [gap gap … ──► ] [gap gap gap gap … ──► ] [gap ░░░░]
 */
#define SLICE_LEAST 8u
#define SLICE_MOST 512u
#define LINK 4u
#define AHEAD 12
#define BITS_LEAST 10
#define AROUND 64     /* entries that went on from the table's end, mostly fewer */
#define BLOCK_BITS 16 /* slices are cut from blocks of 64 KiB */
#define BLOCK ((uint32_t)1 << BLOCK_BITS)

struct entry {
    uint32_t gram;
    uint32_t last; /* document + 1; 0: the place is free */
    uint32_t n;
    uint32_t first; /* slice */
    uint32_t at;    /* where the next byte goes */
    uint16_t left;  /* bytes before the link */
    uint16_t size;  /* of the slice under way */
};

struct lists {
    struct arena memory; /* of slices */
    struct arena table;
    struct entry *v;
    int bits;
    uint32_t cap; /* 1 << bits */
    uint32_t n;
    unsigned char **blocks;
    ptrdiff_t block_count;
    ptrdiff_t block_cap;
    uint32_t used; /* of the newest block */
};

void varint_put(struct buf *out, uint64_t v) {
    char b[10];
    int n = 0;
    for (; v >= 0x80; v >>= 7)
        b[n++] = (char)(v | 0x80);
    b[n++] = (char)v;
    buf_str(out, (str){b, n});
}

bool varint_take(str *s, uint64_t *v) {
    *v = 0;
    for (int shift = 0; s->n > 0 && shift < 64; shift += 7) {
        unsigned char b = (unsigned char)*s->p;
        s->p++;
        s->n--;
        *v |= (uint64_t)(b & 0x7F) << shift;
        if (b < 0x80)
            return true;
    }
    return false;
}

/* ---- the table ---- */

static void reset(struct lists *l) {
    arena_free(&l->memory);
    arena_free(&l->table);
    l->bits = BITS_LEAST;
    l->cap = 1u << l->bits;
    l->n = 0;
    l->v = NEW(&l->table, struct entry, l->cap);
    l->blocks = NULL;
    l->block_count = 0;
    l->block_cap = 0;
    l->used = BLOCK;
}

struct lists *lists_open(struct arena *a) {
    struct lists *l = NEW(a, struct lists, 1);
    reset(l);
    return l;
}

void lists_close(struct lists *l) {
    arena_free(&l->memory);
    arena_free(&l->table);
}

ptrdiff_t lists_memory(const struct lists *l) {
    return (ptrdiff_t)l->block_count * BLOCK + (ptrdiff_t)(l->cap * sizeof *l->v);
}

/* All grams of a part share their highest bits; the next ones choose the place, so that the table
 * is nearly in the order of grams. */
static uint32_t home(uint32_t gram, int bits) {
    return gram << PART_BITS >> (32 - bits);
}

static struct entry *place(struct entry *v, int bits, uint32_t gram) {
    uint32_t at = home(gram, bits);
    while (v[at].last != 0 && v[at].gram != gram)
        at = (at + 1) & ((1u << bits) - 1);
    return &v[at];
}

static void grow(struct lists *l) {
    struct arena table = {0};
    struct entry *v = NEW(&table, struct entry, (ptrdiff_t)l->cap * 2);
    for (uint32_t i = 0; i < l->cap; i++)
        if (l->v[i].last != 0)
            *place(v, l->bits + 1, l->v[i].gram) = l->v[i];
    arena_free(&l->table);
    l->table = table;
    l->v = v;
    l->bits++;
    l->cap *= 2;
}

/* ---- slices ---- */

static unsigned char *byte_at(const struct lists *l, uint32_t at) {
    return l->blocks[at >> BLOCK_BITS] + (at & (BLOCK - 1));
}

static uint32_t slice_new(struct lists *l, uint32_t size) {
    if (l->used + size > BLOCK) {
        EXTEND(&l->memory, l->blocks, l->block_count, l->block_cap);
        l->blocks[l->block_count++] = ROOM(&l->memory, unsigned char, BLOCK);
        l->used = 0;
    }
    uint32_t at = (uint32_t)(l->block_count - 1) << BLOCK_BITS | l->used;
    l->used += size;
    return at;
}

static void slice_next(struct lists *l, struct entry *e) {
    uint32_t size = e->size < SLICE_MOST ? e->size * 2u : SLICE_MOST;
    uint32_t at = slice_new(l, size);
    memcpy(byte_at(l, e->at), &at, LINK);
    e->at = at;
    e->size = (uint16_t)size;
    e->left = (uint16_t)(size - LINK);
}

static void put(struct lists *l, struct entry *e, unsigned char b) {
    if (e->left == 0)
        slice_next(l, e);
    *byte_at(l, e->at++) = b;
    e->left--;
}

static void add(struct lists *l, uint32_t gram, uint32_t document) {
    struct entry *e = place(l->v, l->bits, gram);
    if (e->last == 0) {
        *e = (struct entry){.gram = gram, .first = slice_new(l, SLICE_LEAST), .size = SLICE_LEAST};
        e->at = e->first;
        e->left = SLICE_LEAST - LINK;
        l->n++;
    } else if (e->last == document + 1) {
        return;
    }
    uint32_t gap = document + 1 - e->last;
    for (; gap >= 0x80; gap >>= 7)
        put(l, e, (unsigned char)(gap | 0x80));
    put(l, e, (unsigned char)gap);
    e->last = document + 1;
    e->n++;
    if (l->n * 4 > l->cap * 3)
        grow(l);
}

/* The table does not fit into a processor's cache: places are asked for ahead. */
void lists_add(struct lists *l, const struct posting *v, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            __builtin_prefetch(&l->v[home(v[i + AHEAD].gram, l->bits)], 1);
        add(l, v[i].gram, v[i].document);
    }
}

/* ---- out, by gram ---- */

static void insert(struct entry *v, uint32_t n, struct entry e) {
    for (; n > 0 && v[n - 1].gram > e.gram; n--)
        v[n] = v[n - 1];
    v[n] = e;
}

/* All entries by gram, at the beginning of the table; how many. They stand near to where they
 * belong, but for those that went on from its end to its beginning: these come last. */
static uint32_t in_order(struct lists *l) {
    struct entry around[AROUND];
    uint32_t around_n = 0;
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->cap; i++) {
        struct entry e = l->v[i];
        if (e.last == 0)
            continue;
        if (home(e.gram, l->bits) > i && around_n < AROUND)
            around[around_n++] = e;
        else
            insert(l->v, n++, e);
    }
    for (uint32_t i = 0; i < around_n; i++)
        insert(l->v, n++, around[i]);
    return n;
}

/* How many bytes stand in a list's slices. */
static ptrdiff_t slices_size(const struct lists *l, const struct entry *e) {
    uint32_t at = e->first;
    uint32_t size = SLICE_LEAST;
    ptrdiff_t n = 0;
    while (at + (size - LINK) != e->at + e->left) {
        n += size - LINK;
        memcpy(&at, byte_at(l, at) + size - LINK, LINK);
        size = size < SLICE_MOST ? size * 2 : SLICE_MOST;
    }
    return n + e->at - at;
}

static void write_slices(const struct lists *l, const struct entry *e, struct buf *out) {
    uint32_t at = e->first;
    uint32_t size = SLICE_LEAST;
    while (at + (size - LINK) != e->at + e->left) {
        const unsigned char *p = byte_at(l, at);
        buf_str(out, (str){(const char *)p, size - LINK});
        memcpy(&at, p + size - LINK, LINK);
        size = size < SLICE_MOST ? size * 2 : SLICE_MOST;
    }
    buf_str(out, (str){(const char *)byte_at(l, at), e->at - at});
}

void lists_run(struct lists *l, struct buf *out) {
    uint32_t n = in_order(l);
    uint32_t before = 0;
    for (uint32_t i = 0; i < n; i++) {
        varint_put(out, l->v[i].gram - before);
        varint_put(out, l->v[i].n);
        varint_put(out, (uint64_t)slices_size(l, &l->v[i]));
        write_slices(l, &l->v[i], out);
        before = l->v[i].gram;
    }
    reset(l);
}

/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * dictionary.c — which pieces of text are worth keeping once for all blocks.
 *
 * In:    a sample of texts
 * Out:   a text made of their frequent clauses, in the order in which they came
 * Law:   none
 * Never: keeps what stands in fewer than SEARCH_SAMPLES_LOST of them, such as a name
 */
#include "search/search.h"
#include "search/squeeze.h"

#include <stdlib.h>
#include <string.h>

#define CLAUSE_LEAST 4
#define SLOT_BITS 17

/* A clause of the sample: up to and with the sign that ends it. */
struct clause {
    const uint16_t *v;
    int32_t n;
    int32_t texts; /* in how many it stands */
    int32_t last;  /* the last of them, 1-based */
    int32_t order;
};

struct clauses {
    struct clause *v;
    int32_t n;
    int32_t cap;
    int32_t *slots; /* 1-based, by hash */
};

static bool ends_clause(uint16_t c) {
    return c < 0x20 || c == 0x3002 || c == 0xFF0C || c == 0xFF1B || c == 0xFF1A || c == 0x3001 ||
           c == 0xFF08 || c == 0xFF09;
}

static uint32_t hash_of(const uint16_t *v, int32_t n) {
    uint32_t h = 2166136261u;
    for (int32_t i = 0; i < n; i++)
        h = (h ^ v[i]) * 16777619u;
    return h * 0x9E3779B1u >> (32 - SLOT_BITS);
}

static void count(struct clauses *c, const uint16_t *v, int32_t n, int32_t text) {
    uint32_t h = hash_of(v, n);
    while (c->slots[h] != 0) {
        struct clause *k = &c->v[c->slots[h] - 1];
        if (k->n == n && memcmp(k->v, v, sizeof *v * (size_t)n) == 0) {
            k->texts += k->last != text;
            k->last = text;
            return;
        }
        h = (h + 1) & ((1u << SLOT_BITS) - 1);
    }
    if (c->n == c->cap)
        return;
    c->v[c->n] = (struct clause){v, n, 1, text, c->n};
    c->slots[h] = ++c->n;
}

/* Bytes saved, had every text that holds the clause the room of a sign instead. */
static int64_t worth(const struct clause *c) {
    return c->texts < SEARCH_SAMPLES_LOST ? 0 : (int64_t)(c->texts - 1) * (3 * c->n - 4);
}

static int by_worth(const void *x, const void *y) {
    const struct clause *a = x;
    const struct clause *b = y;
    int64_t difference = worth(b) - worth(a);
    return difference != 0 ? (difference > 0) - (difference < 0) : a->order - b->order;
}

static int by_order(const void *x, const void *y) {
    return ((const struct clause *)x)->order - ((const struct clause *)y)->order;
}

str dictionary_choose(struct arena *a, const struct units *sample, int n, ptrdiff_t most) {
    struct clauses c = {.cap = 1 << (SLOT_BITS - 1), .slots = NEW(a, int32_t, 1 << SLOT_BITS)};
    c.v = ROOM(a, struct clause, c.cap);
    for (int t = 0; t < n; t++) {
        ptrdiff_t from = 0;
        for (ptrdiff_t i = 0; i < sample[t].n; i++) {
            if (!ends_clause(sample[t].v[i]))
                continue;
            if (i + 1 - from >= CLAUSE_LEAST)
                count(&c, sample[t].v + from, (int32_t)(i + 1 - from), t + 1);
            from = i + 1;
        }
    }
    qsort(c.v, (size_t)c.n, sizeof *c.v, by_worth);
    int32_t kept = 0;
    ptrdiff_t units = 0;
    while (kept < c.n && worth(&c.v[kept]) > 0 && units + c.v[kept].n <= most)
        units += c.v[kept++].n;
    qsort(c.v, (size_t)kept, sizeof *c.v, by_order);
    uint16_t *all = ROOM(a, uint16_t, units + 1);
    ptrdiff_t at = 0;
    for (int32_t i = 0; i < kept; at += c.v[i++].n)
        memcpy(all + at, c.v[i].v, sizeof *all * (size_t)c.v[i].n);
    return units_text(a, all, units);
}

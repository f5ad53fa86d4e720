/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * traces.h — all that the lists of a tier say, read to the last bit.
 *
 * In:    files of a tier
 * Out:   pairs of gram and document
 * Law:   none
 * Never: asks the index; passes over a list
 */
#ifndef GONGSHI_TESTS_SEARCH_TRACES_H
#define GONGSHI_TESTS_SEARCH_TRACES_H

#include "base/arena.h"
#include "base/os.h"
#include "search/lists.h"
#include "search/tier.h"

#include <stdlib.h>
#include <string.h>

struct pairs {
    struct posting *v;
    size_t n;
    size_t cap;
};

static inline void pairs_add(struct pairs *p, uint32_t gram, uint32_t document) {
    if (p->n == p->cap) {
        p->cap = p->cap * 2 + 4096;
        p->v = realloc(p->v, p->cap * sizeof *p->v);
        if (p->v == NULL)
            die("内存不足");
    }
    p->v[p->n++] = (struct posting){gram, document};
}

static inline int pairs_by(const void *x, const void *y) {
    return memcmp(x, y, sizeof(struct posting));
}

/* Sorted, each once. */
static inline void pairs_settle(struct pairs *p) {
    size_t n = 0;
    if (p->n > 0)
        qsort(p->v, p->n, sizeof *p->v, pairs_by);
    for (size_t i = 0; i < p->n; i++)
        if (n == 0 || pairs_by(&p->v[i], &p->v[n - 1]) != 0)
            p->v[n++] = p->v[i];
    p->n = n;
}

/* All of them settled: what is said is what must be said, and perhaps some of what may be. */
static inline bool pairs_agree(const struct pairs *said, const struct pairs *must,
                               const struct pairs *may) {
    size_t m = 0;
    size_t k = 0;
    for (size_t i = 0; i < said->n; i++) {
        while (k < may->n && pairs_by(&may->v[k], &said->v[i]) < 0)
            k++;
        if (m < must->n && pairs_by(&must->v[m], &said->v[i]) == 0)
            m++;
        else if (k == may->n || pairs_by(&may->v[k], &said->v[i]) != 0)
            return false;
    }
    return m == must->n;
}

struct traces {
    search_read *read;
    void *ctx;
    struct arena *arena;
    const struct tier *tier;
    uint32_t mark; /* put into each document */
    struct pairs *out;
};

static inline bool traces_file(struct traces *t, str name, str *bytes) {
    str file;
    return t->read(t->ctx, t->arena, tier_path(t->arena, t->tier, name), &file) &&
           shard_read(t->arena, file, bytes);
}

/* Documents of a list or a chunk, behind its head. */
static inline bool traces_gaps(struct traces *t, str *s, uint32_t gram, uint32_t last,
                               uint64_t head) {
    uint32_t *v = NEW(t->arena, uint32_t, (head >> 6) + 1);
    if (!gaps_take(s, head >> 6, (int)(head >> 1 & 31), last, v))
        return false;
    for (uint64_t k = 0; k < head >> 6; k++)
        pairs_add(t->out, gram, v[k] | t->mark);
    return true;
}

static inline bool traces_tail(struct traces *t, str *s, uint32_t gram) {
    uint64_t chunks = 0;
    uint64_t units = 0;
    uint64_t file = 0;
    bool sound = varint_take(s, &chunks) && varint_take(s, &units);
    for (uint64_t i = 0; sound && i < chunks; i++) {
        uint64_t step, file_step, byte, head;
        str bytes = {0};
        sound = varint_take(s, &step) && varint_take(s, &file_step) && varint_take(s, &byte);
        file += file_step;
        sound =
            sound && traces_file(t, tail_name(t->arena, gram >> (32 - PART_BITS), file), &bytes);
        bytes = str_sub(bytes, (ptrdiff_t)byte, bytes.n);
        sound = sound && varint_take(&bytes, &head) &&
                traces_gaps(t, &bytes, gram, (uint32_t)units * UNIT - 1, head);
        units += step;
    }
    return sound;
}

static inline bool traces_read(struct traces *t) {
    bool sound = true;
    for (uint32_t shard = 0; sound && shard < t->tier->shards; shard++) {
        str s;
        uint64_t gram = 0;
        sound = traces_file(t, shard_name(t->arena, shard, t->tier->shards), &s);
        while (sound && s.n > 0) {
            uint64_t step, head;
            sound = varint_take(&s, &step) && varint_take(&s, &head);
            gram += step;
            sound = sound && traces_gaps(t, &s, (uint32_t)gram, UINT32_MAX, head) &&
                    ((head & 1) == 0 || traces_tail(t, &s, (uint32_t)gram));
        }
    }
    return sound;
}

#endif

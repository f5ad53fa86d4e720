/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gather.c — the grams of a document, all texts together.
 *
 * In:    documents as their shard holds them
 * Out:   postings
 * Law:   none
 * Never: depends on what else is indexed
 */
#include "search/gather.h"

#include "search/gram.h"

#include <string.h>

static void make_room(struct gathering *g, ptrdiff_t n) {
    if (g->n + n <= g->cap)
        return;
    g->cap = 2 * (g->n + n);
    struct posting *more = ROOM(g->arena, struct posting, g->cap);
    if (g->n > 0)
        memcpy(more, g->v, sizeof *more * (size_t)g->n);
    g->v = more;
}

/* Those that were not put out already, as far as `seen` knows. */
static void gather(struct gathering *g, uint32_t number, const uint32_t *grams, ptrdiff_t n) {
    make_room(g, n);
    struct posting *to = g->v + g->n;
    uint64_t this = (uint64_t)(number + 1) << 32;
    for (ptrdiff_t i = 0; i < n; i++) {
        uint64_t *seen = &g->seen[grams[i] >> (32 - SEEN_BITS)];
        *to = (struct posting){grams[i], number};
        to += *seen != (this | grams[i]);
        *seen = this | grams[i];
    }
    g->n = to - g->v;
}

static void gather_text(struct gathering *g, uint32_t number, struct units text, bool key) {
    struct units u = fold_units(g->folding, g->arena, text);
    uint32_t *grams = ROOM(g->arena, uint32_t, GRAMS_OF(u.n) + 1);
    ptrdiff_t n = grams_of(u.v, u.n, false, grams);
    if (key && gram_is_key(u.v, u.n))
        grams[n++] = gram_whole('=', u.v, u.n);
    gather(g, number, grams, n);
}

void gather_document(struct gathering *g, uint32_t number, struct units *rest,
                     const struct strs *facets) {
    uint16_t *end = rest->v + rest->n;
    uint16_t *at = rest->v;
    for (int field = 0; at < end; field++) {
        uint16_t *from = at;
        while (at < end && *at != *SEPARATE_FIELD && *at != *SEPARATE_DOCUMENT)
            at++;
        if (field == DOCUMENT_TITLE)
            gather_text(g, number, (struct units){from, at - from}, false);
        else if (field >= DOCUMENT_TEXTS && at > from)
            gather_text(g, number, (struct units){from + 1, at - from - 1},
                        label_number_is_key(*from - LABEL_FIRST));
        if (at < end && *at++ == *SEPARATE_DOCUMENT)
            break;
    }
    *rest = (struct units){at, end - at};
    for (ptrdiff_t i = 0; i < facets->n; i++) {
        struct units u = units_of(g->arena, facets->v[i]);
        uint32_t gram = gram_whole('&', u.v, u.n);
        gather(g, number, &gram, 1);
    }
}

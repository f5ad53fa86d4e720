/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gather.c — the grams of a document, all texts together.
 *
 * In:    struct search_document
 * Out:   postings
 * Law:   none
 * Never: depends on what else is indexed
 */
#include "search/gather.h"

#include "search/gram.h"

static void gather(struct gathering *g, uint32_t number, uint32_t gram) {
    uint64_t *seen = &g->seen[gram >> (32 - SEEN_BITS)];
    uint64_t this = (uint64_t)(number + 1) << 32 | gram;
    if (*seen == this)
        return;
    *seen = this;
    EXTEND(g->arena, g->v, g->n, g->cap);
    g->v[g->n++] = (struct posting){gram, number};
}

static void gather_text(struct gathering *g, uint32_t number, str text, bool key) {
    struct units u = fold_text(g->folding, g->arena, text);
    uint32_t *grams = ROOM(g->arena, uint32_t, GRAMS_OF(u.n));
    ptrdiff_t n = grams_of(u.v, u.n, false, grams);
    for (ptrdiff_t i = 0; i < n; i++)
        gather(g, number, grams[i]);
    if (key && gram_is_key(u.v, u.n))
        gather(g, number, gram_whole('=', u.v, u.n));
}

void gather_document(struct gathering *g, uint32_t number, const struct search_document *d,
                     const struct strs *facets) {
    gather_text(g, number, d->title, false);
    for (int i = 0; i < d->text_count; i++)
        gather_text(g, number, d->texts[i].text, label_is_key(d->texts[i].label));
    for (ptrdiff_t i = 0; i < facets->n; i++) {
        struct units u = units_of(g->arena, facets->v[i]);
        gather(g, number, gram_whole('&', u.v, u.n));
    }
}

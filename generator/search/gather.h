/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gather.h — inside search: under which grams a document is found.
 *
 * In:    documents as their shard holds them
 * Out:   postings, some of them several times
 * Law:   none
 * Never: gives a document other grams when it is taken out than when it came
 */
#ifndef GONGSHI_SEARCH_GATHER_H
#define GONGSHI_SEARCH_GATHER_H

#include "search/document.h"
#include "search/fold.h"
#include "search/lists.h"

#define SEEN_BITS 12

struct gathering {
    const struct folding *folding;
    struct arena *arena; /* of the postings, and for what is at hand */
    uint64_t *seen;      /* 1 << SEEN_BITS: document + 1 and gram, put out already */
    struct posting *v;
    ptrdiff_t n;
    ptrdiff_t cap;
};

/* Takes a document off a row of them (document_put), with the sign behind it; appends its postings,
 * and those of its facets (document_facets). */
void gather_document(struct gathering *g, uint32_t number, struct units *rest,
                     const struct strs *facets);

#endif

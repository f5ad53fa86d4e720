/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fold.h — a text as it is searched: the one specification, for the index and for queries.
 *
 * In:    UTF-8
 * Out:   UTF-16, as the browser compares it
 * Law:   none
 * Never: is shown; differs from fold() of assets/search.js (tests/search/fold.tsv)
 *
 *   1. NFKC, then lower case (Unicode, no language), ς as σ
 *   2. white space, control, zero-width and variation characters are dropped
 *   3. ( [ { 〔 【 〖 〘 〚 are (, their partners ); dashes, hyphens and minus are -; middle dots
 * and bullets are ·
 */
#ifndef GONGSHI_SEARCH_FOLD_H
#define GONGSHI_SEARCH_FOLD_H

#include "base/arena.h"
#include "base/str.h"

struct units {
    uint16_t *v;
    ptrdiff_t n;
};

/* What each character of the basic plane becomes when nothing around it matters. Shared by all
 * threads once made. */
struct folding {
    const void *nfkc;
    uint16_t one[0x10000];
};
#define FOLD_DROP 0
#define FOLD_SLOW 1 /* needs the whole text to be looked at */

/* Made once, in about ten milliseconds. */
const struct folding *folding_make(struct arena *a);

/* The folded text, in the arena. Broken UTF-8 becomes U+FFFD, which no query is taken to match. */
struct units fold_text(const struct folding *f, struct arena *a, str text);
struct units fold_units(const struct folding *f, struct arena *a, struct units text);

/* The same UTF-16, not folded; and UTF-8 back again (unpaired surrogates as U+FFFD). */
struct units units_of(struct arena *a, str text);
str units_text(struct arena *a, const uint16_t *v, ptrdiff_t n);

#endif

/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gram.h — under which keys a folded text is found.
 *
 * In:    folded UTF-16
 * Out:   32-bit keys, evenly spread
 * Law:   none
 * Never: decides a hit: two grams may share a key, so every hit is verified against its text
 *
 *   罚款12345元    pairs     罚款 款1 12 23 34 45 5元      every two neighbours
 *                  triples   款12 123 234 345 45元         where two of three are a–z or 0–9
 *                  words     #12345                        a run of four or more of a–z, 0–9, whole
 *   2026-03-11     joints    26-03 03-11                   two digits on each side of - , : or /
 *   64,500.00      joints    64,50 500.00                  three before a point
 * Besides, whole values: =VALUE for numbers that people cite, NAME=VALUE for facets.
 */
#ifndef GONGSHI_SEARCH_GRAM_H
#define GONGSHI_SEARCH_GRAM_H

#include "base/str.h"
#include "search/fold.h"

#define GRAM_WORD_LEAST 4
#define GRAMS_OF(n) (3 * (n) + 1) /* room for the keys of n units */
#define GRAM_JOINT 5              /* units of a joint; one more around a point */

uint32_t gram_pair(uint16_t x, uint16_t y);
uint32_t gram_triple(uint16_t x, uint16_t y, uint16_t z);
/* A key of a whole: what kind of whole ('#', '-' for joints, '=', '&' for facets), and its units.
 */
uint32_t gram_whole(char what, const uint16_t *v, ptrdiff_t n);

/* Whether a text is asked for whole: a number, or a name that is no 张某. */
#define GRAM_KEY_LEAST 5
bool gram_is_key(const uint16_t *v, ptrdiff_t n);

/* a–z, 0–9 */
bool gram_is_word(uint16_t c);

/* All keys of a folded text into out[GRAMS_OF(n)], some of them several times; how many. Of a part
 * of a text (a query) only those that the whole must have: a run at its end may go on there. */
ptrdiff_t grams_of(const uint16_t *v, ptrdiff_t n, bool part, uint32_t *out);

#endif

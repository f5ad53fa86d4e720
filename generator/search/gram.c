/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gram.c — the keys of gram.h.
 *
 * In:    folded UTF-16
 * Out:   keys
 * Law:   none
 * Never: differs from assets/search.js
 */
#include "search/gram.h"

/* MurmurHash3's last step: one to one, so that no two pairs share a key. */
static uint32_t stir(uint32_t h) {
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    return h ^ h >> 16;
}

uint32_t gram_pair(uint16_t x, uint16_t y) {
    return stir((uint32_t)x << 16 | y);
}

uint32_t gram_triple(uint16_t x, uint16_t y, uint16_t z) {
    return stir(gram_pair(x, y) + z);
}

uint32_t gram_whole(char what, const uint16_t *v, ptrdiff_t n) {
    uint32_t h = (unsigned char)what;
    for (ptrdiff_t i = 0; i < n; i++)
        h = (h ^ v[i]) * 0x01000193u;
    return stir(h);
}

bool gram_is_word(uint16_t c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

bool gram_has_digit(const uint16_t *v, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++)
        if (v[i] >= '0' && v[i] <= '9')
            return true;
    return false;
}

/* What companies' names begin and end with says little: 市, 有限公司. A span with such a pair is
 * chosen only where there is no other. */
static bool is_usual(uint16_t x, uint16_t y) {
    return x == 0x5E02 || y == 0x5E02 || (x == 0x6709 && y == 0x9650) ||
           (x == 0x9650 && y == 0x516C) || (x == 0x516C && y == 0x53F8);
}

/* Spans so far of a text. */
struct spans {
    uint32_t keys[GRAM_CHOICE]; /* the last ones */
    uint32_t pairs[GRAM_SPAN];  /* the last ones, by their number modulo that */
    unsigned usual;             /* a bit for each pair, the last one lowest */
    uint32_t n;
    uint32_t chosen;
};

/* The key of the span that ends with pair `at`: three pairs side by side. */
static uint32_t span_key(const struct spans *s, uint32_t at) {
    uint32_t h = s->pairs[(at - 4) % GRAM_SPAN] * 0x9E3779B1u ^ s->pairs[(at - 2) % GRAM_SPAN];
    h = stir(h * 0x9E3779B1u ^ s->pairs[at % GRAM_SPAN]);
    return h >> 1 | ((s->usual & 31) != 0 ? 1u << 31 : 0);
}

/* Another pair; true when another span than the last is chosen with the one that ends there. */
static bool spans_next(struct spans *s, const uint16_t *two, uint32_t *out) {
    uint32_t at = s->n++;
    uint32_t first = GRAM_SPAN + GRAM_CHOICE - 3; /* pair with which the first choice ends */
    s->pairs[at % GRAM_SPAN] = gram_pair(two[0], two[1]);
    s->usual = s->usual << 1 | is_usual(two[0], two[1]);
    if (at + 2 >= GRAM_SPAN)
        s->keys[at % GRAM_CHOICE] = span_key(s, at);
    if (at < first)
        return false;
    uint32_t least = s->keys[0];
    for (int i = 1; i < GRAM_CHOICE; i++)
        least = s->keys[i] < least ? s->keys[i] : least;
    bool other = at == first || least != s->chosen;
    s->chosen = least;
    *out = stir(least); /* least ones would crowd in the first shards */
    return other;
}

ptrdiff_t grams_of(const uint16_t *v, ptrdiff_t n, bool part, uint32_t *out) {
    ptrdiff_t count = 0;
    ptrdiff_t run = 0; /* units of a–z, 0–9 that end at i */
    struct spans spans = {.n = 0};
    for (ptrdiff_t i = 0; i <= n; i++) {
        bool word = i < n && gram_is_word(v[i]);
        bool whole = !part || (i < n && i > run);
        if (!word && run >= GRAM_WORD_LEAST && whole)
            out[count++] = gram_whole('#', v + i - run, run);
        if (i > 0 && i < n) {
            out[count] = gram_pair(v[i - 1], v[i]);
            bool chosen = spans_next(&spans, v + i - 1, &out[count + 1]);
            count += chosen ? 2 : 1;
        }
        if (i > 1 && i < n && word + gram_is_word(v[i - 1]) + gram_is_word(v[i - 2]) >= 2)
            out[count++] = gram_triple(v[i - 2], v[i - 1], v[i]);
        run = word ? run + 1 : 0;
    }
    return count;
}

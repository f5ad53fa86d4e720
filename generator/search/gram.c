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

bool gram_is_key(const uint16_t *v, ptrdiff_t n) {
    bool key = n >= GRAM_KEY_LEAST;
    for (ptrdiff_t i = 0; i < n && !key; i++)
        key = v[i] >= '0' && v[i] <= '9';
    return key;
}

/* Of three units, the last bits of `words`, two are of a–z, 0–9. */
static bool two_of_three(unsigned words) {
    return (0xE8u >> (words & 7) & 1) != 0;
}

static bool is_digit(uint16_t c) {
    return c >= '0' && c <= '9';
}

/* How many units the joint has that ends behind v[n-1]; 0 when none does. */
static ptrdiff_t joint_of(const uint16_t *v, ptrdiff_t n) {
    bool point = v[n - 3] == '.';
    ptrdiff_t size = GRAM_JOINT + point;
    if (n < size ||
        (!point && v[n - 3] != '-' && v[n - 3] != ',' && v[n - 3] != ':' && v[n - 3] != '/'))
        return 0;
    for (ptrdiff_t i = n - size; i < n; i++)
        if (i != n - 3 && !is_digit(v[i]))
            return 0;
    return size;
}

ptrdiff_t grams_of(const uint16_t *v, ptrdiff_t n, bool part, uint32_t *out) {
    ptrdiff_t count = 0;
    ptrdiff_t run = 0;  /* units of a–z, 0–9 that end at i */
    unsigned words = 0; /* a bit for each unit up to i: whether it is one of them */
    for (ptrdiff_t i = 0; i < n; i++) {
        bool word = v[i] <= 'z' && gram_is_word(v[i]);
        words = words << 1 | word;
        if ((words & 3) == 0 && i > 0) { /* two of neither a–z nor 0–9: nothing but their pair */
            out[count++] = gram_pair(v[i - 1], v[i]);
            continue;
        }
        if (!word && run >= GRAM_WORD_LEAST && (!part || i > run))
            out[count++] = gram_whole('#', v + i - run, run);
        run = word ? run + 1 : 0;
        if (i > 0)
            out[count++] = gram_pair(v[i - 1], v[i]);
        if (i > 1 && two_of_three(words))
            out[count++] = gram_triple(v[i - 2], v[i - 1], v[i]);
        if ((words & 0x1F) == 0x1B && joint_of(v, i + 1) > 0) /* two, a sign, two */
            out[count++] = gram_whole('-', v + i + 1 - joint_of(v, i + 1), joint_of(v, i + 1));
    }
    if (run >= GRAM_WORD_LEAST && !part)
        out[count++] = gram_whole('#', v + n - run, run);
    return count;
}

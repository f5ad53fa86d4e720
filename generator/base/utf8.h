/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * utf8.h — UTF-8, checked and taken apart.
 *
 * In:    bytes
 * Out:   code points, widths
 * Law:   none
 * Never: reads past the slice; accepts surrogates, overlong forms or values above U+10FFFF
 */
#ifndef GONGSHI_BASE_UTF8_H
#define GONGSHI_BASE_UTF8_H

#include "base/str.h"

#define UTF8_INVALID UINT32_MAX

/* Takes one code point off *s. UTF8_INVALID on a broken sequence, of which one byte is taken;
 * *s must not be empty. (utf8_next_any is the same for any sequence, without a fast way.) */
uint32_t utf8_next_any(str *s);
static inline uint32_t utf8_next(str *s) {
    /* Texts are ASCII, Han and punctuation of E3 nearly throughout: behind E1 … EC every
     * pair of tails is right. */
    const unsigned char *p = (const unsigned char *)s->p;
    int n = p[0] < 0x80                                                          ? 1
            : s->n >= 3 && p[0] - 0xE1u < 12 && p[1] >> 6 == 2 && p[2] >> 6 == 2 ? 3
                                                                                 : 0;
    if (n == 0)
        return utf8_next_any(s);
    s->p += n;
    s->n -= n;
    return n == 1 ? p[0] : (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
}

/* Offset of the first byte that is no part of valid UTF-8, or -1 when all of s is valid. */
ptrdiff_t utf8_invalid_at(str s);

/* Writes one code point, 1 to 4 bytes, and returns how many; U+FFFD for what is none. */
int utf8_put(char out[4], uint32_t c);

/* How many code points s holds; a broken byte counts one. */
ptrdiff_t utf8_count(str s);

/* The longest prefix of at most `most` code points, never cutting one in two. */
str utf8_head(str s, ptrdiff_t most);

/* The longest prefix of at most `most` bytes that cuts no code point in two. */
str utf8_prefix(str s, ptrdiff_t most);

/* A Han character: the unified ideographs with all extensions, the compatibility forms, and 〇. */
bool utf8_is_rare_han(uint32_t c);
static inline bool utf8_is_han(uint32_t c) {
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3007 && utf8_is_rare_han(c));
}

/* Whether c is among the characters of a set that ends with 0: U"省市". */
static inline bool utf8_among(const uint32_t *set, uint32_t c) {
    while (*set != 0 && *set != c)
        set++;
    return *set != 0;
}

#endif

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
 * *s must not be empty. */
uint32_t utf8_next(str *s);

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
bool utf8_is_han(uint32_t c);

#endif

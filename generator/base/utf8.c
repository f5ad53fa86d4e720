/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * utf8.c — UTF-8, checked and taken apart.
 *
 * In:    bytes
 * Out:   code points, widths
 * Law:   none
 * Never: reads past the slice
 */
#include "base/utf8.h"

#include <string.h>

static bool is_tail(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* How many bytes the sequence at the front takes; 0 when it is broken. The second byte is what
 * tells overlong forms (E0 80…, F0 80…), surrogates (ED A0…) and values past U+10FFFF (F4 90…). */
static int width(str s) {
    unsigned char c = (unsigned char)s.p[0];
    if (c < 0x80)
        return 1;
    int n = c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    if (n == 0 || s.n < n)
        return 0;
    for (int i = 1; i < n; i++)
        if (!is_tail(s.p[i]))
            return 0;
    unsigned char d = (unsigned char)s.p[1];
    bool broken = (c == 0xE0 && d < 0xA0) || (c == 0xED && d > 0x9F) || (c == 0xF0 && d < 0x90) ||
                  (c == 0xF4 && d > 0x8F);
    return broken ? 0 : n;
}

static void skip(str *s, int n) {
    s->p += n;
    s->n -= n;
}

uint32_t utf8_next_any(str *s) {
    int n = width(*s);
    const unsigned char *p = (const unsigned char *)s->p;
    skip(s, n == 0 ? 1 : n);
    if (n <= 1)
        return n == 0 ? UTF8_INVALID : p[0];
    uint32_t c = p[0] & (0xFFu >> (n + 1));
    for (int i = 1; i < n; i++)
        c = c << 6 | (p[i] & 0x3F);
    return c;
}

/* How many bytes in front are plain: eight ASCII bytes at once, or a Han character or another of
 * E4 … E9, where every pair of tails is right. Texts here are hardly anything else. */
static ptrdiff_t plain_bytes(const char *p, ptrdiff_t n) {
    ptrdiff_t i = 0;
    while (i + 8 <= n) {
        uint64_t eight;
        memcpy(&eight, p + i, sizeof eight);
        unsigned char c = (unsigned char)p[i];
        if ((eight & 0x8080808080808080u) == 0)
            i += 8;
        else if (c < 0x80)
            i++;
        else if (c >= 0xE4 && c <= 0xE9 && is_tail(p[i + 1]) && is_tail(p[i + 2]))
            i += 3;
        else
            break;
    }
    return i;
}

ptrdiff_t utf8_invalid_at(str s) {
    for (str rest = s; rest.n > 0;) {
        ptrdiff_t plain = plain_bytes(rest.p, rest.n);
        rest = (str){rest.p + plain, rest.n - plain};
        int n = rest.n == 0 ? 1 : width(rest);
        if (n == 0)
            return s.n - rest.n;
        if (rest.n > 0)
            skip(&rest, n);
    }
    return -1;
}

int utf8_put(char out[4], uint32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    int n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (int i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    /* The first byte begins with as many ones as the sequence has bytes. */
    out[0] = (char)((0xF00u >> n & 0xFF) | c);
    return n;
}

ptrdiff_t utf8_count(str s) {
    ptrdiff_t n = 0;
    for (; s.n > 0; n++)
        (void)utf8_next(&s);
    return n;
}

str utf8_head(str s, ptrdiff_t most) {
    str rest = s;
    for (; rest.n > 0 && most > 0; most--)
        (void)utf8_next(&rest);
    return str_sub(s, 0, s.n - rest.n);
}

bool utf8_is_rare_han(uint32_t c) {
    static const struct {
        uint32_t first;
        uint32_t last;
    } blocks[] = {
        {0x3007, 0x3007},   {0x3400, 0x4DBF},   {0xF900, 0xFAFF},   {0x20000, 0x2A6DF},
        {0x2A700, 0x2EE5D}, {0x2F800, 0x2FA1F}, {0x30000, 0x323AF},
    };
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        if (c >= blocks[i].first && c <= blocks[i].last)
            return true;
    return false;
}

str utf8_prefix(str s, ptrdiff_t most) {
    if (s.n <= most)
        return s;
    while (most > 0 && ((unsigned char)s.p[most] & 0xC0) == 0x80)
        most--;
    return str_sub(s, 0, most);
}

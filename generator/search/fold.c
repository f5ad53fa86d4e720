/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fold.c — the fold of fold.h: a table for nearly all characters, ICU for the rest.
 *
 * In:    UTF-8
 * Out:   folded UTF-16
 * Law:   none
 * Never: depends on a language or on the machine
 */
#include "search/fold.h"

#include "base/utf8.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Ranges of characters that become one other character, or nothing (0). */
static const struct becomes {
    uint16_t from, to;
    uint16_t what;
} becomes[] = {
    {0x0000, 0x0020, 0},      {0x007F, 0x00A0, 0},      {0x00AD, 0x00AD, 0},
    {0x034F, 0x034F, 0},      {0x061C, 0x061C, 0},      {0x1680, 0x1680, 0},
    {0x180B, 0x180F, 0},      {0x2000, 0x200F, 0},      {0x2028, 0x202F, 0},
    {0x205F, 0x206F, 0},      {0x3000, 0x3000, 0},      {0xFE00, 0xFE0F, 0},
    {0xFEFF, 0xFEFF, 0},      {'[', '[', '('},          {']', ']', ')'},
    {'{', '{', '('},          {'}', '}', ')'},          {0x3010, 0x3010, '('},
    {0x3011, 0x3011, ')'},    {0x3014, 0x3014, '('},    {0x3015, 0x3015, ')'},
    {0x3016, 0x3016, '('},    {0x3017, 0x3017, ')'},    {0x3018, 0x3018, '('},
    {0x3019, 0x3019, ')'},    {0x301A, 0x301A, '('},    {0x301B, 0x301B, ')'},
    {0x2010, 0x2015, '-'},    {0x2043, 0x2043, '-'},    {0x2212, 0x2212, '-'},
    {0x2E3A, 0x2E3B, '-'},    {0x2022, 0x2022, 0x00B7}, {0x2027, 0x2027, 0x00B7},
    {0x2219, 0x2219, 0x00B7}, {0x22C5, 0x22C5, 0x00B7}, {0x2E31, 0x2E31, 0x00B7},
    {0x30FB, 0x30FB, 0x00B7}, {0x03C2, 0x03C2, 0x03C3},
};

static uint16_t final_form(uint16_t c) {
    for (size_t i = 0; i < sizeof becomes / sizeof *becomes; i++)
        if (c >= becomes[i].from && c <= becomes[i].to)
            return becomes[i].what;
    return c;
}

/* A character whose normal form is one character and that takes no part in its neighbours'. */
static uint16_t alone(const UNormalizer2 *nfkc, uint16_t c) {
    UErrorCode error = U_ZERO_ERROR;
    UChar to[32];
    if (c >= 0xD800 && c <= 0xDFFF)
        return FOLD_SLOW;
    if (!unorm2_hasBoundaryBefore(nfkc, c) || c == 0x0130)
        return FOLD_SLOW;
    if (unorm2_isInert(nfkc, c)) /* nearly all are */
        return final_form((uint16_t)u_tolower(c));
    int32_t n = unorm2_normalize(nfkc, &c, 1, to, 32, &error);
    if (U_FAILURE(error) || n != 1 || !unorm2_hasBoundaryBefore(nfkc, to[0]))
        return FOLD_SLOW;
    return final_form((uint16_t)u_tolower(to[0]));
}

const struct folding *folding_make(struct arena *a) {
    UErrorCode error = U_ZERO_ERROR;
    struct folding *f = NEW(a, struct folding, 1);
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    f->nfkc = nfkc;
    for (uint32_t c = 0; c < 0x10000; c++)
        f->one[c] = alone(nfkc, (uint16_t)c);
    return f;
}

/* The next character: three bytes of UTF-8 or one for nearly all of a Chinese text. */
static inline uint32_t next(const unsigned char **at, const unsigned char *end) {
    const unsigned char *p = *at;
    if (p[0] < 0x80) {
        *at = p + 1;
        return p[0];
    }
    if (end - p >= 3 && p[0] >= 0xE1 && p[0] != 0xED && p[0] <= 0xEF &&
        ((p[1] ^ 0x80) | (p[2] ^ 0x80)) <= 0x3F) {
        *at = p + 3;
        return (uint32_t)(p[0] & 15) << 12 | (uint32_t)(p[1] & 63) << 6 | (p[2] & 63);
    }
    str rest = {(const char *)p, end - p};
    uint32_t c = utf8_next_any(&rest);
    *at = (const unsigned char *)rest.p;
    return c;
}

struct units units_of(struct arena *a, str text) {
    const unsigned char *p = (const unsigned char *)text.p;
    const unsigned char *end = p + text.n;
    uint16_t *v = ROOM(a, uint16_t, text.n + 1);
    uint16_t *to = v;
    while (p < end) {
        uint32_t c = next(&p, end);
        if (c == UTF8_INVALID)
            c = 0xFFFD;
        if (c >= 0x10000) {
            *to++ = (uint16_t)(0xD7C0 + (c >> 10));
            c = 0xDC00 | (c & 0x3FF);
        }
        *to++ = (uint16_t)c;
    }
    return (struct units){v, to - v};
}

/* Three bytes for nearly all, as above. */
str units_text(struct arena *a, const uint16_t *v, ptrdiff_t n) {
    char *text = ROOM(a, char, 3 * n + 1);
    char *to = text;
    for (ptrdiff_t i = 0; i < n; i++) {
        uint32_t c = v[i];
        if (c < 0x80) {
            *to++ = (char)c;
        } else if (c >= 0x800 && (c & 0xF800) != 0xD800) {
            to[0] = (char)(0xE0 | c >> 12);
            to[1] = (char)(0x80 | (c >> 6 & 63));
            to[2] = (char)(0x80 | (c & 63));
            to += 3;
        } else {
            if (c >= 0xD800 && c < 0xDC00 && i + 1 < n && v[i + 1] >= 0xDC00 && v[i + 1] < 0xE000)
                c = ((c - 0xD7C0) << 10) + (v[++i] - 0xDC00u);
            to += utf8_put(to, c);
        }
    }
    *to = 0;
    return (str){text, to - text};
}

/* The whole text through ICU: what it holds changes with its neighbours or in length. */
static struct units fold_slowly(const struct folding *f, struct arena *a, struct units u) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t room = (int32_t)u.n * 18 + 16; /* no character grows longer under NFKC */
    UChar *normal = ROOM(a, UChar, room);
    int32_t n = unorm2_normalize(f->nfkc, u.v, (int32_t)u.n, normal, room, &error);
    int32_t low_room = n * 3 + 16;
    UChar *low = ROOM(a, UChar, low_room);
    int32_t low_n = u_strToLower(low, low_room, normal, n, "", &error);
    struct units out = {low, 0};
    for (int32_t i = 0; !U_FAILURE(error) && i < low_n; i++) {
        uint16_t c = final_form(low[i]);
        if (c != FOLD_DROP)
            out.v[out.n++] = c;
    }
    return out;
}

struct units fold_units(const struct folding *f, struct arena *a, struct units u) {
    uint16_t *v = ROOM(a, uint16_t, u.n + 1);
    uint16_t *to = v;
    for (ptrdiff_t i = 0; i < u.n; i++) {
        uint16_t one = f->one[u.v[i]];
        if (one == FOLD_SLOW)
            return fold_slowly(f, a, u);
        *to = one;
        to += one != FOLD_DROP;
    }
    return (struct units){v, to - v};
}

struct units fold_text(const struct folding *f, struct arena *a, str text) {
    return fold_units(f, a, units_of(a, text));
}

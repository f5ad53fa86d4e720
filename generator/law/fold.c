/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fold.c — a text as it is compared, each character knowing where it stood.
 *
 * In:    UTF-8
 * Out:   characters without blanks, dots, hyphens and invisible signs; half-width, capitals
 * Law:   none
 * Never: is shown
 */
#include "law/fold.h"

#include "base/utf8.h"

/* Signs that may stand inside a name or a number without changing it. ASCII ones are in
 * fold_ascii. */
static bool is_left_out(uint32_t c) {
    static const struct {
        uint32_t first;
        uint32_t last;
    } ranges[] = {
        {0x80, 0xA0},     {0xAD, 0xAD},     {0xB7, 0xB7},     {0x34F, 0x34F},     {0x61C, 0x61C},
        {0x180B, 0x180E}, {0x2000, 0x2015}, {0x2022, 0x2022}, {0x2027, 0x202F},   {0x205F, 0x206F},
        {0x2212, 0x2212}, {0x2219, 0x2219}, {0x22C5, 0x22C5}, {0x3000, 0x3000},   {0x30FB, 0x30FB},
        {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFF65, 0xFF65}, {0xE0100, 0xE01EF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

static uint32_t fold_ascii(uint32_t c) {
    if (c <= ' ' || c == '-' || c == 0x7F)
        return 0;
    return c >= 'a' && c <= 'z' ? c - ('a' - 'A') : c;
}

uint32_t fold_one(uint32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    if (c < 0x80)
        return fold_ascii(c);
    if (c >= 0x3400 && c <= 0x9FFF)
        return c;
    return is_left_out(c) ? 0 : c;
}

/* One character; the ideographs of ordinary texts need no test but for their two tails. */
static inline uint32_t next(str *s) {
    const unsigned char *p = (const unsigned char *)s->p;
    if (s->n >= 3 && p[0] >= 0xE4 && p[0] <= 0xE9 && (p[1] & 0xC0) == 0x80 &&
        (p[2] & 0xC0) == 0x80) {
        s->p += 3;
        s->n -= 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    if (s->n > 0 && p[0] < 0x80) {
        s->p++;
        s->n--;
        return fold_ascii(p[0]);
    }
    uint32_t c = utf8_next(s);
    return c == UTF8_INVALID ? c : fold_one(c);
}

void fold_again(struct arena *a, struct folded *t, str text) {
    if (t->room < text.n) {
        t->c = ROOM(a, uint32_t, text.n);
        t->at = ROOM(a, uint32_t, text.n);
        t->room = text.n;
    }
    ptrdiff_t n = 0;
    ptrdiff_t digits = 0;
    for (str rest = text; rest.n > 0;) {
        uint32_t at = (uint32_t)(text.n - rest.n);
        uint32_t c = next(&rest);
        /* What is left out is overwritten by what follows. */
        t->c[n] = c;
        t->at[n] = at;
        n += c != 0;
        digits += c >= '0' && c <= '9';
    }
    t->n = n;
    t->digits = digits;
    t->text = text;
}

struct folded fold(struct arena *a, str text) {
    struct folded t = {0};
    fold_again(a, &t, text);
    return t;
}

int fold_count(str text, int most) {
    int n = 0;
    while (text.n > 0 && n < most)
        n += next(&text) != 0;
    return n;
}

ptrdiff_t fold_end(const struct folded *t, ptrdiff_t i) {
    if ((unsigned char)t->text.p[t->at[i]] < 0x80)
        return (ptrdiff_t)t->at[i] + 1;
    str rest = str_sub(t->text, t->at[i], t->text.n);
    (void)utf8_next(&rest);
    return t->text.n - rest.n;
}

bool fold_joined(const struct folded *t, ptrdiff_t i) {
    return fold_end(t, i - 1) == t->at[i];
}

str fold_gap(const struct folded *t, ptrdiff_t i) {
    return str_sub(t->text, fold_end(t, i - 1), t->at[i]);
}

/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * squeeze.c — repetitions out, and in again.
 *
 * In:    UTF-16
 * Out:   UTF-8
 * Law:   none
 * Never: cuts a surrogate pair in two
 */
#include "search/squeeze.h"

#include "base/utf8.h"

#include <endian.h>
#include <string.h>

#define BASE 85u
#define REACH (BASE * BASE * BASE) /* places beyond are not referred to */
#define LONGEST (BASE * BASE + 2)
#define LEAST 3 /* units of a repetition */
#define HASH_BITS 14
#define CHAIN 8 /* places looked at */

char squeeze_digit(uint32_t d) {
    char c = (char)('%' + d);
    c = (char)(c + (c >= '\\'));
    return (char)(c + (c >= '`'));
}

int squeeze_value(char c) {
    if (c < '%' || c > '{' || c == '\\' || c == '`')
        return -1;
    return c - '%' - (c > '\\') - (c > '`');
}

void squeeze_binary(struct buf *out, str bytes) {
    for (ptrdiff_t i = 0; i < bytes.n; i += 4) {
        ptrdiff_t n = bytes.n - i < 4 ? bytes.n - i : 4;
        uint32_t v = 0;
        char text[5];
        for (ptrdiff_t k = 0; k < 4; k++)
            v = v << 8 | (k < n ? (unsigned char)bytes.p[i + k] : 0u);
        for (int k = 4; k >= 0; k--, v /= BASE)
            text[k] = squeeze_digit(v % BASE);
        buf_str(out, (str){text, n + 1});
    }
}

bool squeeze_binary_read(struct arena *a, str text, str *out) {
    char *to = ROOM(a, char, text.n + 4);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i += 5) {
        uint32_t v = 0;
        for (ptrdiff_t k = 0; k < 5; k++) {
            int d = i + k < text.n ? squeeze_value(text.p[i + k]) : (int)BASE - 1;
            if (d < 0)
                return false;
            v = v * BASE + (uint32_t)d;
        }
        for (int k = 0; k < 4; k++)
            to[n++] = (char)(v >> (24 - 8 * k));
    }
    *out = (str){to, text.n / 5 * 4 + (text.n % 5 > 0 ? text.n % 5 - 1 : 0)};
    return text.n % 5 != 1;
}

/* ---- what can be repeated ---- */

/* units[0 … n-1] is the text so far; head[hash of three] the last place where they stand, prev[i]
 * the one before place i; -1 for none. */
struct dictionary {
    struct units text;
    int32_t head[1 << HASH_BITS];
    int32_t *prev;
};

/* Of the four units that are read the last does not count; there is room for it behind a text. */
static uint32_t three(const uint16_t *v) {
    uint64_t four;
    memcpy(&four, v, sizeof four);
    return (uint32_t)((le64toh(four) << 16) * 0x9E3779B185EBCA87u >> (64 - HASH_BITS));
}

static void remember(int32_t *head, int32_t *prev, const uint16_t *v, ptrdiff_t at, ptrdiff_t n) {
    if (at + LEAST > n || at >= (ptrdiff_t)REACH)
        return;
    uint32_t h = three(v + at);
    prev[at] = head[h];
    head[h] = (int32_t)at;
}

struct dictionary *dictionary_open(struct arena *a, str text) {
    struct dictionary *d = NEW(a, struct dictionary, 1);
    d->text = units_of(a, text);
    d->prev = NEW(a, int32_t, d->text.n + 1);
    memset(d->head, -1, sizeof d->head);
    for (ptrdiff_t i = 0; i < d->text.n; i++)
        remember(d->head, d->prev, d->text.v, i, d->text.n);
    return d;
}

/* ---- out ---- */

struct match {
    ptrdiff_t at;
    ptrdiff_t n;
};

static int cost_of(struct match m) {
    return 4 + (m.at >= (ptrdiff_t)(BASE * BASE)) + (m.n > (ptrdiff_t)BASE + 1);
}

static bool is_low(uint16_t c) {
    return c >= 0xDC00 && c < 0xE000;
}

static int bytes_of(uint16_t c) {
    return c < 0x80 ? 1 : c < 0x800 ? 2 : c >= 0xD800 && c < 0xE000 ? 2 : 3;
}

/* Whether a repetition saves bytes; its ends must lie between characters. */
static bool saves(const uint16_t *v, ptrdiff_t at, ptrdiff_t end, struct match *m) {
    while (m->n > 0 && at + m->n < end && is_low(v[at + m->n]))
        m->n--;
    int bytes = -cost_of(*m);
    for (ptrdiff_t i = 0; i < m->n && bytes <= 0; i++)
        bytes += bytes_of(v[at + i]);
    return m->n >= LEAST && bytes > 0;
}

/* The work on one text: the dictionary, then the text, as one row of units. */
struct row {
    uint16_t *v;
    ptrdiff_t n;
    int32_t *head;
    int32_t *prev;
};

/* How many units are the same, at most so many. */
static ptrdiff_t alike(const uint16_t *x, const uint16_t *y, ptrdiff_t most) {
    ptrdiff_t n = 0;
    for (; n + 4 <= most; n += 4) {
        uint64_t a;
        uint64_t b;
        memcpy(&a, x + n, sizeof a);
        memcpy(&b, y + n, sizeof b);
        if (a != b)
            break;
    }
    while (n < most && x[n] == y[n])
        n++;
    return n;
}

static struct match find(const struct row *r, ptrdiff_t at) {
    struct match best = {0, 0};
    if (at + LEAST > r->n || is_low(r->v[at]))
        return best;
    ptrdiff_t most = r->n - at < (ptrdiff_t)LONGEST ? r->n - at : (ptrdiff_t)LONGEST;
    int32_t place = r->head[three(r->v + at)];
    for (int i = 0; i < CHAIN && place >= 0; i++, place = r->prev[place]) {
        if (best.n == most || r->v[place + best.n] != r->v[at + best.n])
            continue;
        ptrdiff_t n = alike(r->v + place, r->v + at, most);
        if (n > best.n)
            best = (struct match){place, n};
    }
    return best;
}

static void digits(struct buf *out, ptrdiff_t v, int n) {
    for (int i = n - 1; i >= 0; i--) {
        uint32_t d = (uint32_t)v;
        for (int k = 0; k < i; k++)
            d /= BASE;
        buf_char(out, squeeze_digit(d % BASE));
    }
}

static void put_match(struct buf *out, struct match m) {
    bool far = m.at >= (ptrdiff_t)(BASE * BASE);
    bool longer = m.n > (ptrdiff_t)BASE + 1;
    buf_char(out, (char)(1 + far + 2 * longer));
    digits(out, m.at, far ? 3 : 2);
    digits(out, m.n - 2, longer ? 2 : 1);
}

static void put_units(struct arena *scratch, struct buf *out, const uint16_t *v, ptrdiff_t n) {
    buf_str(out, units_text(scratch, v, n));
}

void squeeze(const struct dictionary *d, struct arena *scratch, struct units text,
             struct buf *out) {
    ptrdiff_t from = d->text.n;
    struct row r = {ROOM(scratch, uint16_t, from + text.n + LEAST), from + text.n,
                    ROOM(scratch, int32_t, 1 << HASH_BITS),
                    ROOM(scratch, int32_t, from + text.n + 1)};
    memcpy(r.v, d->text.v, sizeof *r.v * (size_t)from);
    memcpy(r.v + from, text.v, sizeof *r.v * (size_t)text.n);
    memcpy(r.head, d->head, sizeof d->head);
    memcpy(r.prev, d->prev, sizeof *r.prev * (size_t)from);
    ptrdiff_t literal = from;
    for (ptrdiff_t at = from; at < r.n;) {
        struct match m = find(&r, at);
        ptrdiff_t step = 1;
        if (m.n >= LEAST && saves(r.v, at, r.n, &m)) {
            put_units(scratch, out, r.v + literal, at - literal);
            put_match(out, m);
            step = m.n;
            literal = at + step;
        }
        for (ptrdiff_t i = 0; i < step; i++)
            remember(r.head, r.prev, r.v, at + i, r.n);
        at += step;
    }
    put_units(scratch, out, r.v + literal, r.n - literal);
}

/* ---- in ---- */

static bool take_digits(str *s, int n, ptrdiff_t *out) {
    *out = 0;
    if (s->n < n)
        return false;
    for (int i = 0; i < n; i++) {
        int d = squeeze_value(s->p[i]);
        if (d < 0)
            return false;
        *out = *out * (ptrdiff_t)BASE + d;
    }
    *s = (str){s->p + n, s->n - n};
    return true;
}

/* The units that a squeezed text comes to; -1 when a sign is broken. */
static ptrdiff_t length_of(str s) {
    ptrdiff_t n = 0;
    while (s.n > 0) {
        ptrdiff_t length;
        uint32_t c = utf8_next(&s);
        if (c == 0 || c > 4) {
            n += c >= 0x10000 && c != UTF8_INVALID ? 2 : 1;
            continue;
        }
        s = str_sub(s, c % 2 == 0 ? 3 : 2, s.n); /* the place is looked at when it is needed */
        if (!take_digits(&s, c > 2 ? 2 : 1, &length))
            return -1;
        n += length + 2;
    }
    return n;
}

static uint16_t *put_point(uint16_t *to, uint32_t c) {
    if (c == UTF8_INVALID)
        c = 0xFFFD;
    if (c >= 0x10000) {
        *to++ = (uint16_t)(0xD7C0 + (c >> 10));
        c = 0xDC00 | (c & 0x3FF);
    }
    *to++ = (uint16_t)c;
    return to;
}

bool squeeze_read(const struct dictionary *d, struct arena *a, str squeezed, struct units *out) {
    ptrdiff_t n = length_of(squeezed);
    if (n < 0)
        return false;
    uint16_t *v = ROOM(a, uint16_t, d->text.n + n + 1);
    memcpy(v, d->text.v, sizeof *v * (size_t)d->text.n);
    uint16_t *to = v + d->text.n;
    while (squeezed.n > 0) {
        ptrdiff_t at;
        ptrdiff_t length;
        uint32_t c = utf8_next(&squeezed);
        if (c == 0 || c > 4) {
            to = put_point(to, c);
            continue;
        }
        if (!take_digits(&squeezed, c % 2 == 0 ? 3 : 2, &at) ||
            !take_digits(&squeezed, c > 2 ? 2 : 1, &length) || at >= to - v)
            return false;
        length += 2;
        if (at + length <= to - v)
            memcpy(to, v + at, sizeof *v * (size_t)length);
        else
            for (ptrdiff_t i = 0; i < length; i++)
                to[i] = v[at + i];
        to += length;
    }
    *out = (struct units){v + d->text.n, to - v - d->text.n};
    return true;
}

void squeeze_literal(struct buf *out, str text) {
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\\' && text.p[i] != '`' && text.p[i] != '$')
            continue;
        buf_str(out, str_sub(text, from, i));
        buf_char(out, '\\');
        from = i;
    }
    buf_str(out, str_sub(text, from, text.n));
}

str squeeze_literal_read(struct arena *a, str literal) {
    char *text = ROOM(a, char, literal.n + 1);
    char *to = text;
    const char *p = literal.p;
    const char *end = p + literal.n;
    while (p < end) {
        const char *sign = memchr(p, '\\', (size_t)(end - p));
        ptrdiff_t n = (sign == NULL ? end : sign) - p;
        memcpy(to, p, (size_t)n);
        to += n;
        p += n;
        if (p < end && ++p < end) /* what the sign stands before */
            *to++ = *p++;
    }
    return (str){text, to - text};
}

/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * str.c — a slice of bytes: where it begins and how long it is.
 *
 * In:    bytes owned by somebody else
 * Out:   str
 * Law:   none
 * Never: owns or frees what it points at
 */
#include "base/str.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int str_cmp(str a, str b) {
    ptrdiff_t n = a.n < b.n ? a.n : b.n;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, (size_t)n);
    return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(str s, str prefix) {
    return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

bool str_ends(str s, str suffix) {
    return s.n >= suffix.n && str_eq(str_sub(s, s.n - suffix.n, s.n), suffix);
}

#define SHORT_NEEDLE 4 /* bytes: one character */

/* By its last byte, in which characters differ most: memmem takes longer to prepare itself. */
static ptrdiff_t find_short(str s, str needle) {
    size_t before = (size_t)needle.n - 1;
    const char *end = s.p + s.n;
    for (const char *from = s.p + before; from < end; from++) {
        from = memchr(from, needle.p[before], (size_t)(end - from));
        if (from == NULL)
            return -1;
        if (memcmp(from - before, needle.p, before) == 0)
            return from - (ptrdiff_t)before - s.p;
    }
    return -1;
}

ptrdiff_t str_find(str s, str needle) {
    if (needle.n == 0)
        return 0;
    if (s.n < needle.n)
        return -1;
    if (needle.n <= SHORT_NEEDLE)
        return find_short(s, needle);
    const char *at = memmem(s.p, (size_t)s.n, needle.p, (size_t)needle.n);
    return at == NULL ? -1 : at - s.p;
}

static ptrdiff_t blank_at_start(str s) {
    char c = s.n > 0 ? s.p[0] : '\0';
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    if (c == '\xE3' && str_starts(s, S("\xE3\x80\x80")))
        return 3;
    if (c == '\xC2' && str_starts(s, S("\xC2\xA0")))
        return 2;
    return c == '\xEF' && str_starts(s, S("\xEF\xBB\xBF")) ? 3 : 0;
}

static ptrdiff_t blank_at_end(str s) {
    for (ptrdiff_t k = 1; k <= 3 && k <= s.n; k++)
        if (blank_at_start(str_sub(s, s.n - k, s.n)) == k)
            return k;
    return 0;
}

/* Whether a blank may begin or end with this byte: few do, so most texts need no closer look. */
static bool may_be_blank(char c) {
    switch ((unsigned char)c) {
    case ' ':
    case '\t':
    case '\r':
    case '\n':
    case '\v':
    case '\f':
    case 0xE3:
    case 0xC2:
    case 0xEF:
    case 0x80:
    case 0xA0:
    case 0xBF:
        return true;
    default:
        return false;
    }
}

str str_trim(str s) {
    if (s.n > 0 && !may_be_blank(s.p[0]) && !may_be_blank(s.p[s.n - 1]))
        return s;
    for (ptrdiff_t k; (k = blank_at_start(s)) > 0;)
        s = str_sub(s, k, s.n);
    for (ptrdiff_t k; (k = blank_at_end(s)) > 0;)
        s = str_sub(s, 0, s.n - k);
    return s;
}

str str_cut(str *rest, str sep) {
    ptrdiff_t at = sep.n == 0 ? -1 : str_find(*rest, sep);
    str head = at < 0 ? *rest : str_sub(*rest, 0, at);
    *rest = at < 0 ? (str){0} : str_sub(*rest, at + sep.n, rest->n);
    return head;
}

str str_dup(struct arena *a, str s) {
    return str_cat(a, s, (str){0});
}

const char *str_z(struct arena *a, str s) {
    return str_dup(a, s).p;
}

/* Returns where it ends. */
static char *put(char *at, str s) {
    if (s.n > 0)
        memcpy(at, s.p, (size_t)s.n);
    return at + s.n;
}

str str_cat(struct arena *a, str x, str y) {
    return str_cat3(a, x, y, (str){0});
}

str str_cat3(struct arena *a, str x, str y, str z) {
    char *p = ROOM(a, char, x.n + y.n + z.n + 1);
    char *end = put(put(put(p, x), y), z);
    *end = '\0';
    return (str){p, end - p};
}

#define FMT_SHORT 256 /* most texts fit and are formatted once */

str str_fmt(struct arena *a, const char *format, ...) {
    char small[FMT_SHORT];
    va_list args;
    va_list again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    va_end(args);
    char *p = ROOM(a, char, n < 0 ? 1 : n + 1);
    p[0] = '\0';
    if (n >= FMT_SHORT)
        (void)vsnprintf(p, (size_t)n + 1, format, again);
    else if (n > 0)
        memcpy(p, small, (size_t)n + 1);
    va_end(again);
    return (str){p, n < 0 ? 0 : n};
}

str str_replace(struct arena *a, str s, str from, str to) {
    ptrdiff_t hits = 0;
    for (str rest = s; from.n > 0 && str_find(rest, from) >= 0; hits++)
        (void)str_cut(&rest, from);
    if (hits == 0)
        return s;
    char *p = NEW(a, char, s.n + hits * (to.n > from.n ? to.n - from.n : 0) + 1);
    ptrdiff_t n = 0;
    for (str rest = s; rest.p != NULL;) {
        str part = str_cut(&rest, from);
        if (part.n > 0)
            memcpy(p + n, part.p, (size_t)part.n);
        n += part.n;
        if (rest.p != NULL && to.n > 0) {
            memcpy(p + n, to.p, (size_t)to.n);
            n += to.n;
        }
    }
    return (str){p, n};
}

bool str_int(str s, int64_t *out) {
    bool minus = s.n > 1 && s.p[0] == '-';
    int64_t v = 0;
    ptrdiff_t i = minus ? 1 : 0;
    if (i == s.n)
        return false;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, s.p[i] - '0', &v))
            return false;
    }
    *out = minus ? -v : v;
    return true;
}

uint64_t str_hash(str s) {
    uint64_t h = 0xcbf29ce484222325u;
    for (ptrdiff_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
    return h ^ (h >> 29);
}

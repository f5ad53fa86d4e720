/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * object.c — a JSON object taken apart without a copy.
 *
 * In:    a record line
 * Out:   its members as slices
 * Law:   RFC 8259
 * Never: takes what is not surely right
 */
#include "intake/object.h"

#include "base/arena.h"
#include "intake/slice.h"

#include <string.h>

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip(str *s, ptrdiff_t n) {
    *s = (str){s->p + n, s->n - n};
}

/* Blanks, then this byte. */
static bool take(str *s, char c) {
    while (s->n > 0 && is_blank(s->p[0]))
        skip(s, 1);
    bool there = s->n > 0 && s->p[0] == c;
    if (there)
        skip(s, 1);
    return there;
}

/* ---- strings ---- */

/* A string holds no control characters: eight bytes at once, of which none is below 0x20. */
static bool has_control(str s) {
    const uint64_t ones = 0x0101010101010101u;
    ptrdiff_t i = 0;
    for (uint64_t v; i + 8 <= s.n; i += 8) {
        memcpy(&v, s.p + i, sizeof v);
        if ((v - ones * 0x20) & ~v & ones * 0x80)
            break;
    }
    while (i < s.n && (unsigned char)s.p[i] >= 0x20)
        i++;
    return i < s.n;
}

/* Where the string that s begins with ends: at its closing mark, or -1. */
static ptrdiff_t end_of_string(str s, bool *escapes) {
    ptrdiff_t from = 0;
    *escapes = false;
    for (;;) {
        const char *quote = memchr(s.p + from, '"', (size_t)(s.n - from));
        if (quote == NULL)
            return -1;
        ptrdiff_t at = quote - s.p;
        ptrdiff_t slashes = 0;
        while (at - slashes > 0 && s.p[at - slashes - 1] == '\\')
            slashes++;
        *escapes = *escapes || slashes > 0 ||
                   (at > from && memchr(s.p + from, '\\', (size_t)(at - from)) != NULL);
        if (slashes % 2 == 0)
            return at;
        from = at + 1;
    }
}

/* The short escapes; \u is left to Jansson. */
static bool unescape(struct arena *a, str s, str *out) {
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    char *p = NEW(a, char, s.n);
    ptrdiff_t n = 0;
    while (s.n > 0) {
        const char *slash = memchr(s.p, '\\', (size_t)s.n);
        ptrdiff_t plain = slash == NULL ? s.n : slash - s.p;
        memcpy(p + n, s.p, (size_t)plain);
        n += plain;
        skip(&s, plain);
        if (s.n == 0)
            break;
        const char *at = s.n < 2 || s.p[1] == '\0' ? NULL : strchr(from, s.p[1]);
        if (at == NULL)
            return false;
        p[n++] = to[at - from];
        skip(&s, 2);
    }
    *out = (str){p, n};
    return true;
}

/* The string behind the opening mark, and its closing mark. */
static bool take_string(struct arena *a, str *s, str *out) {
    bool escapes = false;
    ptrdiff_t end = s->n == 0 ? -1 : end_of_string(*s, &escapes);
    if (end < 0)
        return false;
    str inside = {s->p, end};
    skip(s, end + 1);
    *out = inside;
    return !has_control(inside) && (!escapes || unescape(a, inside, out));
}

/* ---- members ---- */

/* A value that is no string: an object or list up to its end, a word up to the next mark. */
static bool take_other(str *s, str *out) {
    while (s->n > 0 && is_blank(s->p[0]))
        skip(s, 1);
    ptrdiff_t n = slice_value_length(*s);
    *out = (str){s->p, n};
    if (n > 0)
        skip(s, n);
    return n > 0;
}

static bool is_twice(const struct member *v, int n) {
    for (int i = 0; i < n; i++)
        if (str_eq(v[i].name, v[n].name))
            return true;
    return false;
}

static bool take_member(struct arena *a, str *s, struct member *m) {
    *m = (struct member){.name = {0}};
    if (!take(s, '"') || !take_string(a, s, &m->name) || !take(s, ':'))
        return false;
    return take(s, '"') ? take_string(a, s, &m->text) : take_other(s, &m->json);
}

int object_members(struct arena *a, str text, struct member out[OBJECT_MEMBERS]) {
    int n = 0;
    if (!take(&text, '{'))
        return -1;
    bool closed = take(&text, '}');
    while (!closed) {
        if (n == OBJECT_MEMBERS || !take_member(a, &text, &out[n]) || is_twice(out, n))
            return -1;
        n++;
        closed = take(&text, '}');
        if (!closed && !take(&text, ','))
            return -1;
    }
    while (text.n > 0 && is_blank(text.p[0]))
        skip(&text, 1);
    return text.n == 0 ? n : -1;
}

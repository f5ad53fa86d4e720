/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shard.c — shards read back: literal, repetitions, lines.
 *
 * In:    a script
 * Out:   text
 * Law:   none
 * Never: trusts a place or a length
 */
#include "release/shard.h"

#include "base/os.h"
#include "base/utf8.h"

#include <string.h>

#define SHARD_MOST ((int64_t)64 << 20)
#define TEXT_MOST ((ptrdiff_t)64 << 20)
#define DOCUMENT_END 0x1E
#define FIELD_END 0x1F
#define PART_END 0x1D
#define MOVED_END 0x1C /* a field's, where a document moved on to a newer tier */
#define FACE_FIELDS 3  /* of a document, and their parts; those behind them begin with a label */

/* The template literal of a script, its escapes resolved. */
static bool literal(struct arena *a, str file, str *out) {
    ptrdiff_t from = str_find(file, S("`"));
    if (from < 0 || !str_ends(file, S("`)\n")) || from + 3 >= file.n)
        return false;
    str s = str_sub(file, from + 1, file.n - 3);
    char *to = ROOM(a, char, s.n + 1);
    ptrdiff_t n = 0;
    while (s.n > 0) {
        const char *escape = memchr(s.p, '\\', (size_t)s.n - 1);
        ptrdiff_t plain = escape == NULL ? s.n : escape - s.p;
        memcpy(to + n, s.p, (size_t)plain);
        n += plain;
        s = str_sub(s, plain + (escape != NULL), s.n);
        if (escape != NULL) {
            to[n++] = s.p[0];
            s = str_sub(s, 1, s.n);
        }
    }
    *out = (str){to, n};
    return true;
}

/* ---- repetitions: places are counted in UTF-16 units ---- */

struct units {
    struct arena *arena;
    uint16_t *v;
    ptrdiff_t n;
    ptrdiff_t cap;
};

/* Room for so many more. */
static bool make_room(struct units *u, ptrdiff_t n) {
    if (u->n + n > TEXT_MOST)
        return false;
    if (u->n + n <= u->cap)
        return true;
    u->cap = (u->n + n) * 2;
    uint16_t *more = ROOM(u->arena, uint16_t, u->cap);
    if (u->n > 0)
        memcpy(more, u->v, sizeof *more * (size_t)u->n);
    u->v = more;
    return true;
}

/* There is room for two. */
static bool add_point(struct units *u, uint32_t c) {
    if (c >= 0x10000 && c != UTF8_INVALID) {
        u->v[u->n++] = (uint16_t)(0xD800 + ((c - 0x10000) >> 10));
        c = 0xDC00 + (c & 0x3FF);
    }
    u->v[u->n++] = (uint16_t)c;
    return c != UTF8_INVALID;
}

/* A number in base 85: the characters from % on, without \ and `. */
static bool number(str *s, int digits, ptrdiff_t *out) {
    for (*out = 0; digits > 0; digits--) {
        int c = s->n > 0 ? (unsigned char)*s->p : 0;
        if (c < '%' || c > '{' || c == '\\' || c == '`')
            return false;
        *out = *out * 85 + c - '%' - (c > '\\') - (c > '`');
        s->p++;
        s->n--;
    }
    return true;
}

static bool repeat(struct units *u, str *s, uint32_t sign) {
    ptrdiff_t at = 0;
    ptrdiff_t length = 0;
    if (!number(s, sign % 2 == 1 ? 2 : 3, &at) || !number(s, sign < 3 ? 1 : 2, &length) ||
        at >= u->n || !make_room(u, length + 2 + s->n))
        return false;
    uint16_t *to = u->v + u->n;
    length += 2;
    if (at + length <= u->n)
        memcpy(to, u->v + at, sizeof *to * (size_t)length);
    else
        for (ptrdiff_t i = 0; i < length; i++)
            to[i] = u->v[at + i];
    u->n += length;
    return true;
}

/* Characters of three bytes, nearly all of a text, up to another one. There is room for them. */
static void add_wide(struct units *u, str *s) {
    const unsigned char *p = (const unsigned char *)s->p;
    const unsigned char *end = p + s->n;
    uint16_t *to = u->v + u->n;
    while (end - p >= 3 && p[0] >= 0xE1 && p[0] <= 0xEC && ((p[1] ^ 0x80) | (p[2] ^ 0x80)) < 0x40) {
        *to++ = (uint16_t)((p[0] & 15) << 12 | (p[1] & 63) << 6 | (p[2] & 63));
        p += 3;
    }
    *s = (str){(const char *)p, end - p};
    u->n = to - u->v;
}

/* Appends a squeezed text to what it may repeat. */
static bool expand(struct units *u, str s) {
    if (!make_room(u, s.n))
        return false;
    while (s.n > 0) {
        add_wide(u, &s);
        if (s.n == 0)
            break;
        uint32_t c = utf8_next(&s);
        if (c > 0 && c <= 4 ? !repeat(u, &s, c) : !add_point(u, c))
            return false;
    }
    return true;
}

static bool ends_field(uint32_t c) {
    return c == FIELD_END || c == MOVED_END;
}

static uint32_t shown_as(uint32_t c) {
    if (c >= 0x20)
        return c;
    return c == DOCUMENT_END ? '\n' : ends_field(c) || c == PART_END ? '|' : c == '\n' ? ' ' : c;
}

/* From a unit on as text: a document to a line, a bar between its fields. A label is one unit in
 * front of a text, and no part of it: S13800000000 would be no telephone. */
static str lines(const struct units *u, ptrdiff_t from, bool labels) {
    char *to = ROOM(u->arena, char, 3 * (u->n - from) + 1);
    ptrdiff_t n = 0;
    int fields = 0;
    for (ptrdiff_t i = from; i < u->n; i++) {
        uint32_t c = u->v[i];
        if (c < 0x80) {
            to[n++] = (char)shown_as(c);
            fields = c == DOCUMENT_END ? 0 : fields + ends_field(c);
            i += labels && ends_field(c) && fields > FACE_FIELDS;
            continue;
        }
        if (c >= 0x800 && (c < 0xD800 || c >= 0xE000)) { /* nearly all of a text */
            to[n++] = (char)(0xE0 | c >> 12);
            to[n++] = (char)(0x80 | (c >> 6 & 0x3F));
            to[n++] = (char)(0x80 | (c & 0x3F));
            continue;
        }
        if (c >= 0xD800 && c < 0xDC00 && i + 1 < u->n && u->v[i + 1] >= 0xDC00)
            c = 0x10000 + ((c - 0xD800) << 10) + (u->v[++i] - 0xDC00u);
        n += utf8_put(to + n, c);
    }
    return (str){to, n};
}

/* …/TIER/d/0/7f.js rests on …/TIER/dict.js. */
static str dictionary_path(struct arena *a, str path) {
    ptrdiff_t end = path.n;
    for (int up = 0; up < 3 && end > 0; up++)
        for (end--; end > 0 && path.p[end] != '/';)
            end--;
    return str_fmt(a, "%.*s/dict.js", STR(str_sub(path, 0, end)));
}

/* The dictionary of a document's tier: the one that was read last, mostly. */
static bool take_dictionary(struct shard_dictionary *d, struct arena *a, str path,
                            struct units *u) {
    str dictionary = dictionary_path(a, path);
    if (d->path.p == NULL || !str_eq(d->path, dictionary)) {
        struct units all = {.arena = &d->memory};
        str file;
        str text;
        arena_reset(&d->memory);
        d->path = (str){0};
        if (!os_read(a, dictionary.p, SHARD_MOST, &file) || !literal(a, file, &text) ||
            !make_room(&all, text.n))
            return false;
        (void)str_cut(&text, (str){(const char[]){DOCUMENT_END}, 1});
        while (text.n > 0)
            if (!add_point(&all, utf8_next(&text)))
                return false;
        d->path = str_dup(&d->memory, dictionary);
        d->v = all.v;
        d->n = all.n;
    }
    if (!make_room(u, d->n))
        return false;
    if (d->n > 0)
        memcpy(u->v, d->v, sizeof *u->v * (size_t)d->n);
    u->n = d->n;
    return true;
}

/* What is in a script, by the name that it hands over: "TIER/d/000/7f". */
static str kind_of(str file) {
    str name = str_sub(file, S(SHARD_MARK).n, file.n);
    (void)str_cut(&name, S("/"));
    return name;
}

bool shard_is_list(str file) {
    return str_starts(kind_of(file), S("g/")) || str_starts(kind_of(file), S("t/"));
}

bool shard_text(struct shard_dictionary *d, struct arena *a, str path, str file, str *out) {
    struct units u = {.arena = a};
    str text;
    *out = (str){0};
    if (!literal(a, file, &text))
        return false;
    if (shard_is_list(file))
        return true;
    bool documents = str_starts(kind_of(file), S("d/"));
    if (documents && !take_dictionary(d, a, path, &u))
        return false;
    ptrdiff_t from = u.n;
    if (!expand(&u, text))
        return false;
    *out = lines(&u, from, documents);
    return true;
}

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

#include "base/buf.h"
#include "base/os.h"
#include "base/utf8.h"

#include <string.h>

#define SHARD_MOST ((int64_t)64 << 20)
#define TEXT_MOST ((ptrdiff_t)64 << 20)
#define DOCUMENT_END 0x1E
#define FIELD_END 0x1F
#define PART_END 0x1D

/* The template literal of a script, its escapes resolved. */
static bool literal(struct arena *a, str file, str *out) {
    ptrdiff_t from = str_find(file, S("`"));
    if (from < 0 || !str_ends(file, S("`)\n")) || from + 3 >= file.n)
        return false;
    str s = str_sub(file, from + 1, file.n - 3);
    char *to = ROOM(a, char, s.n + 1);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        i += s.p[i] == '\\' && i + 1 < s.n;
        to[n++] = s.p[i];
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

static bool add_unit(struct units *u, uint32_t unit) {
    if (u->n >= TEXT_MOST)
        return false;
    if (u->n == u->cap) {
        u->cap = u->cap * 2 + 16384;
        uint16_t *more = ROOM(u->arena, uint16_t, u->cap);
        if (u->n > 0)
            memcpy(more, u->v, sizeof *more * (size_t)u->n);
        u->v = more;
    }
    u->v[u->n++] = (uint16_t)unit;
    return true;
}

static bool add_point(struct units *u, uint32_t c) {
    if (c < 0x10000)
        return add_unit(u, c);
    return c != UTF8_INVALID && add_unit(u, 0xD800 + ((c - 0x10000) >> 10)) &&
           add_unit(u, 0xDC00 + (c & 0x3FF));
}

/* A number in base 85: the characters from % on, without \ and `. */
static bool number(str *s, int digits, ptrdiff_t *out) {
    for (*out = 0; digits > 0; digits--) {
        int c = s->n > 0 ? (unsigned char)*s->p : 0;
        if (c < '%' || c > '{' || c == '\\' || c == '`')
            return false;
        *out = *out * 85 + c - '%' - (c > '\\') - (c > '`');
        *s = str_sub(*s, 1, s->n);
    }
    return true;
}

/* Appends a squeezed text to what it may repeat. */
static bool expand(struct units *u, str s) {
    while (s.n > 0) {
        uint32_t c = utf8_next(&s);
        ptrdiff_t at = 0;
        ptrdiff_t length = 0;
        if (c == 0 || c > 4) {
            if (!add_point(u, c))
                return false;
            continue;
        }
        if (!number(&s, c % 2 == 1 ? 2 : 3, &at) || !number(&s, c < 3 ? 1 : 2, &length) ||
            at >= u->n)
            return false;
        for (ptrdiff_t i = 0; i < length + 2; i++)
            if (!add_unit(u, u->v[at + i]))
                return false;
    }
    return true;
}

/* From a unit on as text: a document to a line, a bar between its fields. */
static str lines(const struct units *u, ptrdiff_t from) {
    struct buf b = {0};
    for (ptrdiff_t i = from; i < u->n; i++) {
        uint32_t c = u->v[i];
        char bytes[4];
        if (c >= 0xD800 && c < 0xDC00 && i + 1 < u->n && u->v[i + 1] >= 0xDC00)
            c = 0x10000 + ((c - 0xD800) << 10) + (u->v[++i] - 0xDC00u);
        if (c == DOCUMENT_END)
            c = '\n';
        else if (c == FIELD_END || c == PART_END)
            c = '|';
        else if (c == '\n')
            c = ' ';
        int n = utf8_put(bytes, c);
        buf_str(&b, (str){bytes, n});
    }
    str text = str_dup(u->arena, buf_view(&b));
    buf_free(&b);
    return text;
}

/* …/TIER/d/0/7f.js rests on …/TIER/dict.js. */
static str dictionary_path(struct arena *a, str path) {
    ptrdiff_t end = path.n;
    for (int up = 0; up < 3 && end > 0; up++)
        for (end--; end > 0 && path.p[end] != '/';)
            end--;
    return str_fmt(a, "%.*s/dict.js", STR(str_sub(path, 0, end)));
}

static bool take_dictionary(struct units *u, str path) {
    str file;
    str text;
    if (!os_read(u->arena, dictionary_path(u->arena, path).p, SHARD_MOST, &file) ||
        !literal(u->arena, file, &text))
        return false;
    for (bool past = false; text.n > 0;) {
        uint32_t c = utf8_next(&text);
        if (past && !add_point(u, c))
            return false;
        past = past || c == DOCUMENT_END;
    }
    return true;
}

bool shard_text(struct arena *a, const char *path, str *out) {
    struct units u = {.arena = a};
    str file;
    str text;
    *out = (str){0};
    if (!os_read(a, path, SHARD_MOST, &file) || !literal(a, file, &text))
        return false;
    str name = str_sub(file, S(SHARD_MARK).n, file.n);
    (void)str_cut(&name, S("/"));
    bool documents = str_starts(name, S("d/"));
    if (str_starts(name, S("g/")) || str_starts(name, S("t/")))
        return true;
    if (documents && !take_dictionary(&u, str_of(path)))
        return false;
    ptrdiff_t from = u.n;
    if (!expand(&u, text))
        return false;
    *out = lines(&u, from);
    return true;
}

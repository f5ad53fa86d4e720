/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * str.h — a slice of bytes: where it begins and how long it is.
 *
 * In:    bytes owned by somebody else (an arena, a delivery, a literal)
 * Out:   str
 * Law:   none
 * Never: owns, frees or NUL-terminates what it points at
 */
#ifndef GONGSHI_BASE_STR_H
#define GONGSHI_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

/*      p ──► 行 政 处 罚 …            n counts bytes; {NULL, 0} is the absent value */
typedef struct {
    const char *p;
    ptrdiff_t n;
} str;

/* A slice of a string literal, its length known to the compiler. */
#define S(literal) ((str){(literal), (ptrdiff_t)sizeof(literal) - 1})

/* The two arguments that printf's %.*s takes. */
#define STR(s) (int)((s).n), ((s).p ? (s).p : "")

/* Several slices: lists of a record, names in a folder. */
struct strs {
    str *v;
    ptrdiff_t n;
};

/* The three that are called most stand here whole: a call takes longer than what they do. */

/* Slice of a NUL-terminated text; NULL gives the absent value. */
static inline str str_of(const char *z) {
    return (str){z, z == NULL ? 0 : (ptrdiff_t)strlen(z)};
}

/* Byte-wise equality and order (memcmp, shorter first). */
static inline bool str_eq(str a, str b) {
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, (size_t)a.n) == 0);
}
int str_cmp(str a, str b);

/* Every str starts and ends with the empty one. */
bool str_starts(str s, str prefix);
bool str_ends(str s, str suffix);

/* Byte offset of the first occurrence of needle, or -1. An empty needle is at 0. */
ptrdiff_t str_find(str s, str needle);

/* The part from byte `from` up to, not including, byte `to`; both are clamped to s. */
static inline str str_sub(str s, ptrdiff_t from, ptrdiff_t to) {
    from = from < 0 ? 0 : from > s.n ? s.n : from;
    to = to < from ? from : to > s.n ? s.n : to;
    return s.p == NULL ? s : (str){s.p + from, to - from};
}

/* s without leading and trailing white space: ASCII blanks, U+3000, U+00A0 and the BOM. */
str str_trim(str s);

/* Takes what stands before the first `sep` off *rest and returns it; *rest keeps what follows.
 * When no `sep` is left, returns all of *rest and makes *rest the absent value (p == NULL). */
str str_cut(str *rest, str sep);

/* Copy into the arena; the copy is also NUL-terminated, so .p serves as a C string. */
str str_dup(struct arena *a, str s);
const char *str_z(struct arena *a, str s);

/* Concatenation, and printf into the arena; both NUL-terminated. */
str str_cat(struct arena *a, str x, str y);
str str_cat3(struct arena *a, str x, str y, str z);
__attribute__((format(printf, 2, 3))) str str_fmt(struct arena *a, const char *format, ...);

/* s with every `from` replaced by `to`; s itself when there is none. */
str str_replace(struct arena *a, str s, str from, str to);

/* A decimal number with an optional minus sign and nothing else around it; false on anything
 * else or when it does not fit. */
bool str_int(str s, int64_t *out);

/* FNV-1a, for hash tables inside one run; never stored. */
uint64_t str_hash(str s);

#endif

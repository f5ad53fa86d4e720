/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * field.c — the types a declared field can have, and structs walked by their declaration.
 *
 * In:    descriptions of structs, their bytes, serialised bytes
 * Out:   values read, written, compared and serialised
 * Law:   law.md §4 (万元 with at most six decimals)
 * Never: trusts a length it reads back
 */
#include "base/field.h"

#include "base/arena.h"

#include <string.h>

#define VARINT_MOST 10    /* bytes of 64 bits, seven to a byte */
#define FEN_A_WAN 1000000 /* 万元 */

/* The three shapes a value has in memory. Every type is one of them, a list or a table. */
static str *text_at(const struct field *f, void *object) {
    return (str *)(void *)((char *)object + f->at);
}

static const void *const_at(const struct field *f, const void *object) {
    return (const char *)object + f->at;
}

static bool is_text(const struct field *f) {
    return f->type == FIELD_text || f->type == FIELD_lines || f->type == FIELD_uscc;
}

/* A number of any type as 64 bits, absent as WHOLE_NONE. */
static int64_t number_of(const struct field *f, const void *object) {
    const void *p = const_at(f, object);
    if (f->type == FIELD_day) {
        date d = *(const date *)p;
        return d == DATE_NONE ? WHOLE_NONE : d;
    }
    if (f->type == FIELD_term) {
        int term = *(const int *)p;
        return term == 0 ? WHOLE_NONE : term;
    }
    return *(const int64_t *)p;
}

/* False when the type cannot hold it. */
static bool number_set(const struct field *f, void *object, int64_t v) {
    char *p = (char *)object + f->at;
    if (f->type == FIELD_money || f->type == FIELD_whole) {
        *(int64_t *)(void *)p = v;
        return true;
    }
    if (v != WHOLE_NONE && (v < INT32_MIN || v > INT32_MAX))
        return false;
    if (f->type == FIELD_day)
        *(date *)(void *)p = v == WHOLE_NONE ? DATE_NONE : (date)v;
    else
        *(int *)(void *)p = v == WHOLE_NONE ? 0 : (int)v;
    return true;
}

void field_clear(const struct field *f, void *object) {
    if (is_text(f))
        *text_at(f, object) = (str){0};
    else if (f->type == FIELD_list)
        *(struct strs *)(void *)text_at(f, object) = (struct strs){0};
    else if (f->type == FIELD_rows)
        *(struct rows *)(void *)text_at(f, object) = (struct rows){0};
    else
        (void)number_set(f, object, WHOLE_NONE);
}

bool field_absent(const struct field *f, const void *object) {
    const void *p = const_at(f, object);
    if (is_text(f))
        return ((const str *)p)->n == 0;
    if (f->type == FIELD_list)
        return ((const struct strs *)p)->n == 0;
    if (f->type == FIELD_rows)
        return ((const struct rows *)p)->n == 0;
    return number_of(f, object) == WHOLE_NONE;
}

/* ---- comparing ---- */

static bool equal_run(const str *x, const str *y, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++)
        if (!str_eq(x[i], y[i]))
            return false;
    return true;
}

static bool equal_rows(const struct rows *x, const struct rows *y) {
    if (x->n != y->n || (x->n > 0 && x->columns != y->columns))
        return false;
    return x->n == 0 || equal_run(x->cells, y->cells, (ptrdiff_t)x->n * x->columns);
}

bool field_equal(const struct field *f, const void *x, const void *y) {
    const void *p = const_at(f, x);
    const void *q = const_at(f, y);
    if (is_text(f))
        return str_eq(*(const str *)p, *(const str *)q);
    if (f->type == FIELD_rows)
        return equal_rows(p, q);
    if (f->type != FIELD_list)
        return number_of(f, x) == number_of(f, y);
    const struct strs *v = p;
    const struct strs *w = q;
    return v->n == w->n && equal_run(v->v, w->v, v->n);
}

/* ---- reading ---- */

static str list_words(struct arena *a, const struct strs *v) {
    struct buf b = {0};
    for (ptrdiff_t i = 0; i < v->n; i++) {
        buf_str(&b, i > 0 ? S("；") : S(""));
        buf_str(&b, v->v[i]);
    }
    str out = str_dup(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static str rows_words(struct arena *a, const struct rows *r) {
    struct buf b = {0};
    for (int i = 0; i < r->n; i++) {
        buf_str(&b, i > 0 ? S("\n") : S(""));
        for (int c = 0, shown = 0; c < r->columns; c++) {
            str cell = r->cells[i * r->columns + c];
            buf_str(&b, cell.n > 0 && shown++ > 0 ? S("，") : S(""));
            buf_str(&b, cell);
        }
    }
    str out = str_dup(a, buf_view(&b));
    buf_free(&b);
    return out;
}

str field_words(struct arena *a, const struct field *f, const void *object) {
    const void *p = const_at(f, object);
    if (field_absent(f, object))
        return (str){0};
    if (is_text(f))
        return *(const str *)p;
    if (f->type == FIELD_list)
        return list_words(a, p);
    return f->type == FIELD_rows ? rows_words(a, p) : (str){0};
}

/* ---- serialising ----
 *
 * text   length, bytes                   a length is a varint: seven bits a byte, lowest first
 * number 0 for absent, else zigzag + 1
 * list   count, texts
 * rows   count, columns when there are any, cells as texts */

static void put_varint(struct buf *out, uint64_t v) {
    char bytes[VARINT_MOST];
    ptrdiff_t n = 0;
    for (; v >= 0x80; v >>= 7)
        bytes[n++] = (char)(v | 0x80);
    bytes[n++] = (char)v;
    buf_str(out, (str){bytes, n});
}

static void put_text(struct buf *out, str s) {
    put_varint(out, (uint64_t)s.n);
    if (s.n > 0)
        buf_str(out, s);
}

static void put_texts(struct buf *out, const str *v, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++)
        put_text(out, v[i]);
}

static void put_rows(struct buf *out, const struct rows *r) {
    put_varint(out, (uint64_t)r->n);
    if (r->n == 0)
        return;
    put_varint(out, (uint64_t)r->columns);
    put_texts(out, r->cells, (ptrdiff_t)r->n * r->columns);
}

static void put_number(struct buf *out, int64_t v) {
    if (v == WHOLE_NONE)
        buf_char(out, 0);
    else
        put_varint(out, (((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0)) + 1);
}

void field_put(const struct field *f, const void *object, struct buf *out) {
    const void *p = const_at(f, object);
    if (is_text(f)) {
        put_text(out, *(const str *)p);
    } else if (f->type == FIELD_list) {
        const struct strs *list = p;
        put_varint(out, (uint64_t)list->n);
        put_texts(out, list->v, list->n);
    } else if (f->type == FIELD_rows) {
        put_rows(out, p);
    } else {
        put_number(out, number_of(f, object));
    }
}

static bool get_long_varint(str *from, uint64_t *v) {
    *v = 0;
    for (int i = 0; i < VARINT_MOST && i < from->n; i++) {
        unsigned char c = (unsigned char)from->p[i];
        *v |= (uint64_t)(c & 0x7F) << (7 * i);
        if (c >= 0x80)
            continue;
        *from = str_sub(*from, i + 1, from->n);
        return i < VARINT_MOST - 1 || c <= 1;
    }
    return false;
}

/* Nearly all are below 128: one byte. */
static inline bool get_varint(str *from, uint64_t *v) {
    if (from->n == 0 || (unsigned char)from->p[0] >= 0x80)
        return get_long_varint(from, v);
    *v = (unsigned char)from->p[0];
    *from = (str){from->p + 1, from->n - 1};
    return true;
}

/* A count of things that each take at least one byte of what follows: so a damaged count cannot
 * ask for more memory than its bytes are worth. */
static bool get_count(str *from, ptrdiff_t *n) {
    uint64_t v = 0;
    if (!get_varint(from, &v) || v > (uint64_t)from->n)
        return false;
    *n = (ptrdiff_t)v;
    return true;
}

static bool get_text(str *from, str *out) {
    ptrdiff_t n = 0;
    if (!get_count(from, &n))
        return false;
    *out = n == 0 ? (str){0} : (str){from->p, n};
    *from = (str){from->p + n, from->n - n};
    return true;
}

static str *get_texts(struct arena *a, str *from, ptrdiff_t n) {
    str *v = NEW(a, str, n);
    for (ptrdiff_t i = 0; i < n; i++)
        if (!get_text(from, &v[i]))
            return NULL;
    return v;
}

static bool get_list(struct arena *a, str *from, struct strs *out) {
    *out = (struct strs){0};
    if (!get_count(from, &out->n))
        return false;
    return out->n == 0 || (out->v = get_texts(a, from, out->n)) != NULL;
}

static bool get_rows(struct arena *a, str *from, struct rows *out) {
    ptrdiff_t n = 0;
    ptrdiff_t columns = 0;
    *out = (struct rows){0};
    if (!get_count(from, &n))
        return false;
    if (n == 0)
        return true;
    if (!get_count(from, &columns) || columns == 0 || n > from->n / columns || n > INT32_MAX)
        return false;
    *out = (struct rows){get_texts(a, from, n * columns), (int)n, (int)columns};
    return out->cells != NULL;
}

static bool get_number(const struct field *f, void *object, str *from) {
    uint64_t v = 0;
    if (!get_varint(from, &v))
        return false;
    if (v == 0)
        return number_set(f, object, WHOLE_NONE);
    v--;
    return number_set(f, object, (int64_t)((v >> 1) ^ (v & 1 ? UINT64_MAX : 0)));
}

bool field_get(struct arena *a, const struct field *f, void *object, str *from) {
    if (is_text(f))
        return get_text(from, text_at(f, object));
    if (f->type == FIELD_list)
        return get_list(a, from, (struct strs *)(void *)text_at(f, object));
    if (f->type == FIELD_rows)
        return get_rows(a, from, (struct rows *)(void *)text_at(f, object));
    return get_number(f, object, from);
}

/* ---- money ---- */

static uint64_t magnitude(int64_t v) {
    return v < 0 ? -(uint64_t)v : (uint64_t)v;
}

str money_text(struct arena *a, int64_t fen) {
    if (fen == WHOLE_NONE)
        return S("");
    /* From the right: two decimals, then groups of three. 19 digits, 6 commas, a dot, a sign. */
    char text[32];
    char *end = text + sizeof text;
    char *p = end;
    uint64_t v = magnitude(fen);
    for (int i = 0; i < 3 || v > 0; i++, v /= 10) {
        if (i == 2)
            *--p = '.';
        else if (i > 2 && (i - 2) % 3 == 0)
            *--p = ',';
        *--p = (char)('0' + v % 10);
    }
    if (fen < 0)
        *--p = '-';
    return str_dup(a, (str){p, end - p});
}

str money_wan(struct arena *a, int64_t fen) {
    if (fen == WHOLE_NONE)
        return S("");
    uint64_t v = magnitude(fen);
    str s = str_fmt(a, "%s%llu.%06llu", fen < 0 ? "-" : "", (unsigned long long)(v / FEN_A_WAN),
                    (unsigned long long)(v % FEN_A_WAN));
    while (s.p[s.n - 1] == '0')
        s.n--;
    return s.p[s.n - 1] == '.' ? str_sub(s, 0, s.n - 1) : s;
}

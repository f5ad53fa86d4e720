/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * preview.c — a record as delivered beside what the public sees, with the differences marked.
 *
 * In:    struct record, struct disclosure
 * Out:   rows of texts, rows of markup
 * Law:   law.md §3
 * Never: decides what is private: it shows what law decided; shows what no page has a field for
 */
#include "base/buf.h"
#include "base/diag.h"
#include "base/utf8.h"
#include "office/tables.h"

#define SHOWN 4000 /* characters of one text */
#define REACH 120  /* characters that one difference may span */
#define AGREE 4    /* characters that must agree behind it */
#define NOT_SHOWN "（不公示）"

static str text_of(struct arena *a, const struct field *f, const void *object) {
    return utf8_head(field_words(a, f, object), SHOWN);
}

/* ---- differences ---- */

/* A text cut into characters. */
struct letters {
    str *v;
    ptrdiff_t n;
};

static struct letters letters_of(struct arena *a, str s) {
    struct letters l = {NEW(a, str, s.n + 1), 0};
    while (s.n > 0) {
        str rest = s;
        (void)utf8_next(&rest);
        l.v[l.n++] = str_sub(s, 0, s.n - rest.n);
        s = rest;
    }
    return l;
}

/* How many characters agree from x and y on, at most AGREE; the ends agree with each other. */
static bool meet(const struct letters *x, ptrdiff_t i, const struct letters *y, ptrdiff_t j) {
    for (int k = 0; k < AGREE; k++) {
        bool ends = i + k == x->n;
        if (ends || j + k == y->n)
            return ends && j + k == y->n;
        if (!str_eq(x->v[i + k], y->v[j + k]))
            return false;
    }
    return true;
}

/* Where the two agree again after a difference that begins at i and j: the nearest such place. */
static bool next_meeting(const struct letters *x, ptrdiff_t *i, const struct letters *y,
                         ptrdiff_t *j) {
    for (ptrdiff_t sum = 1; sum <= 2 * REACH; sum++)
        for (ptrdiff_t p = 0; p <= sum; p++)
            if (*i + p <= x->n && *j + sum - p <= y->n && meet(x, *i + p, y, *j + sum - p)) {
                *i += p;
                *j += sum - p;
                return true;
            }
    return false;
}

static void put_letters(struct buf *b, const struct letters *l, ptrdiff_t from, ptrdiff_t to) {
    for (ptrdiff_t i = from; i < to; i++)
        if (str_eq(l->v[i], S("\n")))
            buf_str(b, S("<br>"));
        else
            buf_html(b, l->v[i]);
}

static void put_mark(struct buf *b, const struct letters *l, ptrdiff_t from, ptrdiff_t to) {
    if (from == to)
        return;
    buf_str(b, S("<mark>"));
    put_letters(b, l, from, to);
    buf_str(b, S("</mark>"));
}

static void mark(struct arena *a, struct preview_row *row) {
    struct letters x = letters_of(a, row->delivered);
    struct letters y = letters_of(a, row->shown);
    struct buf bx = {0};
    struct buf by = {0};
    for (ptrdiff_t i = 0, j = 0; i < x.n || j < y.n;) {
        ptrdiff_t from = i;
        ptrdiff_t also = j;
        while (i < x.n && j < y.n && str_eq(x.v[i], y.v[j]))
            i++, j++;
        put_letters(&bx, &x, from, i);
        put_letters(&by, &y, also, j);
        from = i;
        also = j;
        if ((i < x.n || j < y.n) && !next_meeting(&x, &i, &y, &j)) {
            i = x.n;
            j = y.n;
        }
        put_mark(&bx, &x, from, i);
        put_mark(&by, &y, also, j);
    }
    row->delivered_marked = (struct html){str_dup(a, buf_view(&bx))};
    row->shown_marked = (struct html){str_dup(a, buf_view(&by))};
    buf_free(&bx);
    buf_free(&by);
}

/* ---- doubts ---- */

/* Where the next doubtful words begin, and how long they are; -1 when there are none. */
static ptrdiff_t next_doubt(str text, const struct strs *doubts, ptrdiff_t *n) {
    ptrdiff_t best = -1;
    for (ptrdiff_t i = 0; i < doubts->n; i++) {
        ptrdiff_t at = str_find(text, doubts->v[i]);
        if (at >= 0 && (best < 0 || at < best)) {
            best = at;
            *n = doubts->v[i].n;
        }
    }
    return best;
}

static void put_lines(struct arena *a, struct buf *b, str text) {
    struct letters l = letters_of(a, text);
    put_letters(b, &l, 0, l.n);
}

/* The words that a clerk must decide, marked where they stand. */
static void mark_doubts(struct arena *a, struct preview_row *row, const struct strs *doubts) {
    struct buf b = {0};
    ptrdiff_t n = 0;
    str rest = row->delivered;
    for (ptrdiff_t at; (at = next_doubt(rest, doubts, &n)) >= 0;
         rest = str_sub(rest, at + n, rest.n)) {
        put_lines(a, &b, str_sub(rest, 0, at));
        buf_str(&b, S("<mark>"));
        put_lines(a, &b, str_sub(rest, at, at + n));
        buf_str(&b, S("</mark>"));
    }
    put_lines(a, &b, rest);
    row->delivered_marked = (struct html){str_dup(a, buf_view(&b))};
    row->shown_marked = (struct html){S("")};
    buf_free(&b);
}

/* ---- rows ---- */

static const struct disclosed_field *shown_as(enum kind k, int declared) {
    int n = 0;
    const struct disclosed_field *v = disclosure_fields(k, &n);
    for (int i = 0; i < n; i++)
        if (v[i].declared == declared)
            return &v[i];
    return NULL;
}

/* Fields that masking looks at; the others are shown as they are. */
int preview_rows(struct arena *a, const struct desk_preview *p, struct preview_row **out) {
    int n = 0;
    int count = 0;
    enum kind k = p->record->kind;
    const struct field *f = record_fields(k, &n);
    const struct field_info *info = kind_fields(k, &n);
    *out = NEW(a, struct preview_row, n);
    for (int i = 0; i < n; i++) {
        const struct disclosed_field *public = shown_as(k, i);
        struct preview_row row = {.title = str_of(info[i].title),
                                  .delivered = text_of(a, &f[i], p->record)};
        if (info[i].exposure == EXPOSURE_OPEN || row.delivered.n == 0)
            continue;
        if (public == NULL) { /* of what never goes out nothing is to be compared */
            row.delivered = diag_shape(a, row.delivered);
            row.shown = S(NOT_SHOWN);
        } else if (p->disclosure != NULL)
            row.shown = text_of(a, &public->field, p->disclosure);
        row.differs = !str_eq(row.delivered, row.shown);
        if (p->disclosure == NULL && p->doubts.n > 0)
            mark_doubts(a, &row, &p->doubts);
        else
            mark(a, &row);
        (*out)[count++] = row;
    }
    return count;
}
